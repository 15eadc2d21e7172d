"""A plan is proposed, accepted, and goes on by a click, in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_asking import ask, messages
from tests.browser.test_suggesting import be


def test_a_plan_that_is_accepted_brings_its_first_items(page: Page) -> None:
    ask(page, "/mlops-learn onboard @ben kubernetes networking")
    expect(messages(page).last).to_contain_text("Proposed to @ben")

    be(page, "Ben Visser")
    page.get_by_role("link", name="mlops-learn", exact=True).click()
    latest = page.get_by_role("article").last
    latest.get_by_role("button", name="Accept").click()
    expect(latest).to_contain_text("1 of 8")
    latest.get_by_role("button", name="Done, next now").click()
    expect(latest).to_contain_text("2 of 8")

    page.get_by_role("link", name="App Home").click()
    expect(page.get_by_role("heading", name="Your plan")).to_be_visible()
    expect(page.locator("#home")).to_contain_text("2 of 8")
