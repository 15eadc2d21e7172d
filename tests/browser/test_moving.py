"""Moving about on the page: nothing jumps, nothing typed is lost, nothing is out of date."""

import re

from playwright.sync_api import Page, Route, expect

from bot.workspace import BEN, MLOPS
from tests.bot.process import Workspace
from tests.browser.test_asking import QUESTION, ask, messages


def test_who_asks_sees_the_answer(page: Page) -> None:
    for number in range(1, 4):
        ask(page, f"/mlops-learn {QUESTION}")
        expect(messages(page)).to_have_count(number)

    expect(messages(page).last.get_by_role("button", name="Learning path")).to_be_in_viewport()


def test_who_reads_above_is_told_of_what_is_new(bot: Workspace, page: Page) -> None:
    for number in range(1, 4):
        ask(page, f"/mlops-learn {QUESTION}")
        expect(messages(page)).to_have_count(number)
    news = page.get_by_role("button", name="New messages")
    page.get_by_role("log", name="Messages in #mlops").evaluate("(list) => { list.scrollTop = 0; }")

    bot.do("write", person=BEN, place=MLOPS, text="hello from below")
    expect(news).to_be_visible()
    expect(messages(page).last).not_to_be_in_viewport()
    news.click()

    expect(messages(page).last).to_be_in_viewport()
    expect(news).to_be_hidden()


def test_what_has_not_changed_stays_as_it_is(bot: Workspace, page: Page) -> None:
    ask(page, "hello")
    messages(page).first.evaluate("(article) => { article.known = true; }")

    bot.do("write", person=BEN, place=MLOPS, text="hello, too")
    expect(messages(page)).to_have_count(2)

    assert messages(page).first.evaluate("(article) => article.known")


def test_a_drawing_that_comes_late_is_not_put_up(page: Page) -> None:
    held: list[Route] = []
    page.route(re.compile("/page/regions.*U0ADA"), lambda route: held.append(route))
    ask(page, "hello")
    for _ in range(500):
        if not held:
            page.wait_for_timeout(20)
    assert held

    page.get_by_label("Acting as").select_option(label="Ben Visser")
    for route in held:
        route.continue_()

    expect(page).to_have_url(re.compile("as=U0BEN"))
    expect(page.get_by_label("Acting as")).to_have_value(BEN)


def test_who_chooses_a_person_by_keyboard_stays_there(page: Page) -> None:
    people = page.get_by_label("Acting as")
    people.focus()

    page.keyboard.press("ArrowDown")

    expect(people).to_have_value(BEN)
    expect(page).to_have_url(re.compile("as=U0BEN"))
    expect(people).to_be_focused()


def test_the_way_back_leads_to_where_one_was(page: Page) -> None:
    page.get_by_label("Message #mlops").fill("not yet sent")
    page.get_by_role("link", name="random").click()
    expect(page.get_by_label("Message #random")).to_have_value("")
    expect(page).to_have_title("#random · local workspace")

    page.go_back()

    expect(page.get_by_role("heading", name="#mlops")).to_be_visible()
    expect(page.get_by_label("Message #mlops")).to_have_value("not yet sent")


def test_an_address_leads_back_to_where_one_was(page: Page) -> None:
    ask(page, "@mlops-learn istio")
    page.get_by_role("button", name="1 reply").click()
    panel = page.get_by_role("complementary", name="Thread")
    expect(panel.get_by_role("article")).to_have_count(2)

    page.reload()

    expect(panel.get_by_role("article")).to_have_count(2)


def test_what_somebody_else_writes_appears_by_itself(bot: Workspace, page: Page) -> None:
    bot.do("write", person=BEN, place=MLOPS, text="does anybody know istio?")

    expect(messages(page).last).to_contain_text("does anybody know istio?")


def test_an_at_sign_brings_up_the_bot(page: Page) -> None:
    box = page.get_by_label("Message #mlops")

    box.fill("@")
    page.keyboard.press("Enter")

    expect(box).to_have_value("@mlops-learn ")
    expect(messages(page)).to_have_count(0)


def test_a_message_may_have_lines(page: Page) -> None:
    page.get_by_label("Message #mlops").fill("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")

    expect(messages(page)).to_have_count(1)
    expect(messages(page)).to_contain_text("one\ntwo", use_inner_text=True)


def test_an_example_is_there_to_be_sent(page: Page) -> None:
    page.get_by_role("button", name="/mlops-learn how does MetalLB work").click()
    expect(page.get_by_label("Message #mlops")).to_be_focused()
    page.keyboard.press("Enter")

    expect(messages(page).last).to_contain_text("Worth opening on")


def test_a_menu_goes_when_one_looks_elsewhere(page: Page) -> None:
    ask(page, "hello")
    messages(page).last.get_by_label("Actions on the message of Ada Okafor").click()
    item = page.get_by_role("button", name="Reply in thread")
    expect(item).to_be_in_viewport(ratio=1)

    page.get_by_role("heading", name="#mlops").click()

    expect(item).to_be_hidden()


def test_a_moment_that_is_being_chosen_stays(bot: Workspace, page: Page) -> None:
    page.get_by_text("Travel in time").click()
    moment = page.get_by_label("Or go to")
    moment.fill("2031-05-05T09:00")
    bot.do("write", person=BEN, place=MLOPS, text="hello")
    expect(messages(page)).to_have_count(1)

    expect(moment).to_have_value("2031-05-05T09:00")
    page.get_by_role("button", name="Go", exact=True).click()

    expect(page.get_by_text("It is Monday, 5 May 2031, 09:00.")).to_be_visible()


def test_what_is_open_says_so(page: Page) -> None:
    button = page.get_by_role("button", name="What Slack saw", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")

    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.get_by_label("Close what Slack saw").click()

    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
