"""A link is suggested where there was nothing yet, accepted, and answered, in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_asking import ask, messages

QUESTION = "best pizza in town"


def be(page: Page, person: str) -> None:
    page.get_by_label("Acting as").select_option(label=person)
    expect(page.get_by_label("Acting as")).to_have_value("U0" + person.split()[0].upper())


def test_what_is_suggested_and_accepted_is_answered_at_once(page: Page) -> None:
    be(page, "Ben Visser")
    ask(page, f"/mlops-learn {QUESTION}")
    messages(page).last.get_by_role("button", name="Suggest a link").click()
    form = page.get_by_role("dialog")
    link = form.get_by_label("Link")
    link.fill("https://metallb.io/?utm_source=x")
    link.press("Enter")
    expect(form).to_contain_text("I know it already, as MetalLB.")
    link.fill("https://food.example/pizza")
    link.press("Enter")
    expect(form).to_contain_text("I do not know this link yet.")
    form.get_by_label("Title").fill("Where to eat pizza")
    form.get_by_role("button", name="Suggest", exact=True).click()
    expect(messages(page).last).to_contain_text("The curators look at it")

    be(page, "Ada Okafor (admin)")
    page.get_by_role("link", name="mlops-curators").click()
    card = messages(page).last
    expect(card).to_contain_text("Suggested by @ben")
    card.get_by_role("button", name="Accept").click()
    expect(messages(page).last).to_contain_text("Accepted by @ada")

    page.get_by_role("link", name="mlops", exact=True).click()
    ask(page, f"/mlops-learn {QUESTION}")
    expect(messages(page).last).to_contain_text("added by this workspace")

    messages(page).last.get_by_role("button", name="Not useful").click()
    why = messages(page).last.get_by_role("textbox")
    why.fill("too far away")
    why.press("Enter")
    expect(messages(page).last).to_contain_text("without your name")
    expect(messages(page).last.get_by_role("textbox")).to_have_count(0)
