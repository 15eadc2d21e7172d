"""The page itself: by keyboard, for screen readers, in the dark, and against forgery."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bot.process import Workspace
from tests.browser.conftest import opened
from tests.browser.test_asking import QUESTION, ask, messages

FORGERY = "<script>alert(1)</script> <img src=x onerror=alert(1)> <!channel> <@U0BEN> *istio*"


def test_the_first_start_shows_an_answer(browser: Browser, tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot, opened(browser, bot.url) as page:
        expect(messages(page)).to_contain_text("Worth opening on “how does MetalLB work”")


@pytest.mark.parametrize("way", ["/mlops-learn ", "@mlops-learn ", ""])
def test_what_a_person_types_is_never_markup(page: Page, way: str) -> None:
    ask(page, f"{way}{FORGERY}")
    messages(page).last.wait_for()
    if way.startswith("@"):
        page.get_by_role("button", name="1 reply").click()
        page.get_by_role("complementary", name="Thread").get_by_role("article").nth(1).wait_for()

    shown = page.locator("body")
    expect(shown).to_contain_text("<script>alert(1)</script> <img src=x onerror=alert(1)>")
    if not way.startswith("/"):  # the bot leaves out what would be Slack's own markup
        expect(shown).to_contain_text("<!channel> <@U0BEN>")
    assert page.locator("article script, article img, .everybody").count() == 0
    assert page.locator(".mention").all_inner_texts() == ["@mlops-learn"] * (
        page.locator(".mention").count()
    )


def test_what_a_catalogue_says_is_never_markup(browser: Browser, tmp_path: Path) -> None:
    title = "<script>alert(1)</script> <!channel> istio"
    shelf = tmp_path / "shelf.jsonl"
    shelf.write_text(
        json.dumps({"id": "one", "title": title, "url": "https://istio.io/", "summary": FORGERY}),
        encoding="utf-8",
    )
    with (
        Workspace(tmp_path, "--catalogue", str(shelf)) as bot,
        opened(browser, bot.url) as page,
    ):
        ask(page, "/mlops-learn istio")

        link = page.get_by_role("link", name=title.replace("<", "‹").replace(">", "›"))
        expect(link).to_have_attribute("href", "https://istio.io/")
        expect(messages(page).last).to_contain_text(FORGERY)
        assert page.locator("article script, article img, .everybody").count() == 0


def test_all_can_be_done_by_keyboard(page: Page) -> None:
    press = page.keyboard.press
    expect(page.get_by_label("Message #mlops")).to_be_focused()
    page.get_by_role("link", name="Skip to the message box").focus()
    press("Enter")
    expect(page.get_by_label("Message #mlops")).to_be_focused()

    page.keyboard.type("/ml")
    expect(page.get_by_role("list", name="What can be written")).to_contain_text("path istio")
    press("Tab")
    expect(page.get_by_label("Message #mlops")).to_have_value("/mlops-learn ")
    page.keyboard.type(QUESTION)
    press("Enter")
    answer = messages(page).last
    answer.wait_for()

    for _ in range(20):  # backwards from the message box, past what is in the answer
        press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "Share in channel":
            break
    press("Enter")
    expect(messages(page).last).to_contain_text("@ada shared")

    page.get_by_label("Message #mlops").focus()
    for _ in range(20):
        press("Shift+Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    press("Enter")
    press("Tab")
    expect(page.get_by_role("button", name="Reply in thread")).to_be_focused()
    press("Enter")
    expect(page.get_by_label("Reply in the thread")).to_be_focused()
    press("Escape")
    expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()
    expect(page.get_by_label("Message #mlops")).to_be_focused()


def test_focus_stays_where_a_message_changes(page: Page) -> None:
    ask(page, "/mlops-learn topics kubernetes")
    button = messages(page).last.get_by_role("button", name="Next")
    button.focus()

    page.keyboard.press("Enter")

    expect(messages(page).last).to_contain_text("(edited)")
    assert page.evaluate("!!document.activeElement.closest('article')")


def test_focus_stays_where_a_message_above_goes(bot: Workspace, page: Page) -> None:
    ask(page, f"/mlops-learn {QUESTION}")
    share = messages(page).first.get_by_role("button", name="Share in channel")
    clicked = share.evaluate("""(button) => ({
        ...containerOf(button), block_id: button.dataset.block, action_id: button.dataset.action,
        value: button.value, values: [],
    })""")
    ask(page, "hello")
    expect(messages(page)).to_have_count(2)
    more = messages(page).last.locator("summary").last
    more.focus()

    assert bot.do("use", **clicked) is None

    expect(messages(page).last).to_contain_text("@ada shared")
    expect(page.get_by_role("button", name="Share in channel")).to_have_count(0)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_anybody(
    bot: Workspace, browser: Browser, scheme: str
) -> None:
    bot.start_over()
    with opened(browser, bot.url, scheme) as page:
        ask(page, f"/mlops-learn {QUESTION}")
        ask(page, f"@mlops-learn {QUESTION}")
        page.get_by_role("button", name="1 reply").click()
        page.get_by_role("button", name="What Slack saw").click()
        page.get_by_label("Message #mlops").fill("/")
        page.get_by_text("Travel in time").click()
        found = Axe().run(page).response["violations"]

    assert [
        (each["id"], each["impact"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


def test_the_dark_is_dark(browser: Browser, bot: Workspace) -> None:
    def lightness(scheme: str) -> float:
        with opened(browser, bot.url, scheme) as page:
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            return sum(map(int, re.findall(r"\d+", ground)[:3])) / 3

    assert lightness("light") > 230
    assert lightness("dark") < 50


def test_what_slack_saw_is_told(page: Page) -> None:
    page.get_by_role("button", name="What Slack saw").click()
    ask(page, f"/mlops-learn {QUESTION}")
    panel = page.get_by_role("complementary", name="What Slack saw")

    expect(panel.get_by_role("listitem")).to_have_count(2)
    panel.get_by_text("slash_commands /mlops-learn").click()
    expect(panel).to_contain_text(f'"text": "{QUESTION}"')
    panel.get_by_text("response_url", exact=True).click()
    expect(panel).to_contain_text('"response_type": "ephemeral"')


def test_time_goes_forward_and_starts_over(page: Page) -> None:
    ask(page, f"/mlops-learn {QUESTION}")
    expect(messages(page)).to_have_count(1)
    page.get_by_text("Travel in time").click()
    page.get_by_role("button", name="+1 week").click()
    page.keyboard.press("Escape")
    ask(page, "/mlops-learn istio")

    expect(page.locator(".day")).to_have_count(2)

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Start over").click()
    expect(messages(page)).to_have_count(0)
    expect(page.get_by_role("button", name="/mlops-learn how does MetalLB work")).to_be_visible()
