"""What somebody does with an answer in a real browser: keep it, be done with it, see it again."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_asking import QUESTION, ask, messages


def choose(page: Page, beside: Locator, label: str) -> None:
    """Choose in the first menu there."""
    beside.locator("summary").first.click()
    beside.get_by_role("button", name=label, exact=True).first.click()


def test_what_is_saved_and_done_no_longer_comes_until_it_is_asked_for(page: Page) -> None:
    ask(page, f"/mlops-learn {QUESTION}")
    answer = messages(page).last
    first = answer.get_by_role("link").first
    title = first.inner_text()
    choose(page, answer, "Save for later")
    expect(messages(page).last).to_contain_text(f"Saved: “{title}”")

    page.get_by_role("link", name="App Home").click()
    home = page.locator("#home")
    expect(home.get_by_role("heading", name="Continue")).to_be_visible()
    expect(home.get_by_role("link", name=title, exact=True)).to_be_visible()
    choose(page, home, "Done")
    expect(home.get_by_role("heading", name="Done")).to_be_visible()
    expect(home.get_by_role("link", name=title, exact=True)).to_have_count(0)

    page.get_by_role("link", name="mlops", exact=True).click()
    ask(page, f"/mlops-learn {QUESTION}")
    again = messages(page).last
    expect(again).to_contain_text("Worth opening on")
    expect(again.get_by_role("link", name=title, exact=True)).to_have_count(0)

    expect(again).to_contain_text("1 hidden, which you are done with")
    again.get_by_role("button", name="Show").click()
    whole = messages(page).last
    expect(whole.get_by_role("link", name=title, exact=True)).to_be_visible()
    expect(whole.get_by_role("button", name="Show")).to_have_count(0)
