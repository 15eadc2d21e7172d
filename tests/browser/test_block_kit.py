"""Every block and element, used in the browser; the app tells what reached it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from bot.workspace import LocalSlack
from tests.browser.conftest import opened
from tests.browser.test_asking import ask, messages


@pytest.fixture
def page(demo: LocalSlack, browser: Browser) -> Iterator[Page]:
    with opened(browser, demo.url) as page:
        yield page


@pytest.fixture
def every_block(page: Page) -> Page:
    ask(page, "/demo blocks")
    messages(page).last.wait_for()
    return page


def test_every_block_is_drawn(every_block: Page) -> None:
    message = messages(every_block).first

    expect(message.get_by_role("heading", name="Every block")).to_be_visible()
    expect(message.get_by_role("img", name="tada")).to_have_text("🎉")
    expect(message.locator("strong", has_text="bold")).to_be_visible()
    expect(message.locator("em", has_text="italic")).to_be_visible()
    expect(message.get_by_role("link", name="MetalLB")).to_be_visible()
    expect(message.get_by_text("@ben")).to_be_visible()
    expect(message.locator("blockquote")).to_have_text("said")
    expect(message.get_by_role("listitem")).to_have_text("first")
    expect(message.get_by_text("@here")).to_be_visible()
    expect(message).to_contain_text("A block that this page cannot draw: markdown")


def test_a_button_is_pressed(every_block: Page) -> None:
    every_block.get_by_role("button", name="Press").click()

    expect(messages(every_block).last).to_contain_text("press: pressed")


def test_a_choice_is_made_in_a_select(every_block: Page) -> None:
    every_block.get_by_label("A day").select_option(label="Friday")

    expect(messages(every_block).last).to_contain_text("day: friday")


def test_a_time_is_set(every_block: Page) -> None:
    every_block.get_by_label("An hour").fill("09:30")

    expect(messages(every_block).last).to_contain_text("time: 09:30")


def test_boxes_are_ticked_and_cleared(every_block: Page) -> None:
    books = every_block.get_by_role("checkbox", name="Books")

    books.check()
    expect(messages(every_block).last).to_contain_text("extras: books")
    books.uncheck()
    expect(messages(every_block).last).to_contain_text("extras: nothing")


def test_several_are_chosen_up_to_a_number(every_block: Page) -> None:
    topics = every_block.get_by_role("group", name="Some topics")

    topics.get_by_label("Serving").check()
    expect(messages(every_block).last).to_contain_text("topics: serving")
    topics.get_by_label("Kubernetes").check()
    expect(messages(every_block).last).to_contain_text("topics: kubernetes, serving")
    topics.get_by_label("Networking").check()
    expect(topics.locator("input:invalid")).to_have_count(1)
    topics.get_by_label("Serving").uncheck()
    expect(messages(every_block).last).to_contain_text("topics: kubernetes, networking")
    expect(messages(every_block)).to_have_count(4)  # too many are not told


def test_a_time_and_what_is_ticked_are_submitted(page: Page) -> None:
    ask(page, "/demo plan")
    dialog = page.get_by_role("dialog", name="Plan")
    save = dialog.get_by_role("button", name="Save")
    topics = dialog.get_by_role("group", name="Topics")
    levels = dialog.get_by_role("group", name="Levels")
    expect(dialog.get_by_label("Hour")).to_have_value("08:00")
    expect(dialog).to_contain_text("Europe/Amsterdam")
    expect(levels.get_by_role("group", name="Hard").get_by_label("Advanced")).to_be_checked()

    save.click()
    expect(topics.get_by_label("Kubernetes")).to_be_focused()  # where one is needed
    topics.get_by_label("Networking").check()
    topics.get_by_label("Serving").check()
    dialog.get_by_label("Hour").fill("00:00")
    save.click()
    expect(dialog.get_by_role("alert")).to_have_text("Not at night")
    expect(topics.get_by_label("Kubernetes")).to_be_focused()
    expect(topics.get_by_label("Serving")).to_be_checked()  # not lost by the refusal

    dialog.get_by_label("Hour").fill("21:15")
    levels.get_by_label("Newcomer").check()
    levels.get_by_label("Beginner").check()
    save.click()
    expect(dialog).to_be_visible()
    levels.get_by_label("Newcomer").uncheck()
    save.click()
    expect(dialog).to_have_count(0)
    said = "planned 21:15; networking, serving; beginner, advanced"
    expect(messages(page).last).to_contain_text(said)


@pytest.mark.parametrize("what", ["blocks", "plan"])
def test_nothing_keeps_people_from_using_blocks(page: Page, what: str) -> None:
    ask(page, f"/demo {what}")
    page.get_by_role("group").first.wait_for()

    found = Axe().run(page).response["violations"]

    assert [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


def test_a_choice_is_made_in_an_overflow_menu(every_block: Page) -> None:
    every_block.get_by_label("More choices").click()
    every_block.get_by_role("button", name="Delete").click()

    expect(messages(every_block).last).to_contain_text("overflow: delete")
    expect(every_block.get_by_role("button", name="Delete")).to_be_hidden()


def test_feedback_is_given(every_block: Page) -> None:
    for name in ("Useful", "Useless"):
        thumb = every_block.get_by_role("button", name=name).locator("svg")
        expect(thumb).to_be_visible()
        assert thumb.evaluate("thumb => thumb.getBoundingClientRect().width") < 20
    every_block.get_by_role("button", name="Useless").click()

    expect(messages(every_block).last).to_contain_text("feedback: useless")


def test_a_modal_is_filled_in_and_submitted(page: Page) -> None:
    ask(page, "/demo modal")
    dialog = page.get_by_role("dialog", name="Settings")

    dialog.get_by_label("Name").fill("wrong")
    dialog.get_by_label("Day").select_option(label="Friday")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Not that name")
    expect(dialog.get_by_label("Day")).to_have_value("friday")  # not lost by the refusal

    dialog.get_by_label("Name").fill("Ada")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(messages(page).last).to_contain_text("saved Ada, friday")


def test_what_a_modal_needs_has_to_be_filled_in(page: Page) -> None:
    ask(page, "/demo modal")
    dialog = page.get_by_role("dialog", name="Settings")

    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_label("Name")).to_be_focused()
    expect(dialog).to_be_visible()


@pytest.mark.parametrize("how", ["Cancel", "Close all", "Escape"])
def test_a_modal_is_left(page: Page, how: str) -> None:
    ask(page, "/demo modal")
    dialog = page.get_by_role("dialog", name="Settings")
    dialog.wait_for()

    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=how).click()

    expect(dialog).to_have_count(0)
    expect(messages(page).last).to_contain_text("closed")


def test_app_home_is_published_when_it_is_opened(page: Page) -> None:
    page.get_by_role("link", name="App Home").click()

    expect(page.get_by_role("heading", name="Welcome home")).to_be_visible()


def test_the_shortcut_of_the_app_is_in_the_menu_of_a_message(every_block: Page) -> None:
    messages(every_block).first.get_by_label("Actions on the message of demo").click()

    expect(every_block.get_by_role("button", name="Look at it")).to_be_visible()


def test_what_was_chosen_before_is_told_with_a_button(every_block: Page) -> None:
    every_block.get_by_label("A day").select_option(label="Friday")
    expect(messages(every_block).last).to_contain_text("day: friday on a friday")

    every_block.get_by_role("button", name="Press").click()

    expect(messages(every_block).last).to_contain_text("press: pressed on a friday")


def test_a_question_comes_first_where_the_app_wants_one(every_block: Page) -> None:
    asked: list[str] = []

    def say(yes: bool) -> None:
        def answer(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.accept() if yes else dialog.dismiss()

        every_block.once("dialog", answer)
        every_block.get_by_role("button", name="Remove").click()

    say(False)
    say(True)

    expect(messages(every_block).last).to_contain_text("remove: removed")
    expect(messages(every_block)).to_have_count(2)
    assert asked == ["Sure?\n\nIt is gone then."] * 2


def test_the_focus_goes_to_what_was_wrong(page: Page) -> None:
    ask(page, "/demo modal")
    dialog = page.get_by_role("dialog", name="Settings")
    expect(dialog.get_by_label("Name")).to_be_focused()

    dialog.get_by_label("Name").fill("late")
    page.keyboard.press("Enter")

    expect(dialog.get_by_role("alert")).to_have_text("Not that day")
    expect(dialog.get_by_label("Day")).to_be_focused()
