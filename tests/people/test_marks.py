"""The menu beside each resource: kept for later, done, or not for them; nobody else knows."""

from pathlib import Path

import pytest

from bot.local import now
from bot.names import Action, Marked
from bot.store import Mark
from bot.views.marking import menu
from bot.views.sentences import OUTDATED
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.world import Message
from tests.bot.rig import Bot, buttons, start_bot
from tests.people.asking import (
    FOUND,
    ask,
    choosing,
    choosing_at_home,
    home,
    home_links,
    last,
    marked,
    pressed,
    said,
    shown_home,
    shows,
)
from tests.shipped import FINDER

A, B, C, D = FOUND[:4]
OVER = [Marked.DONE, Marked.NOT_FOR_ME]


def options(message: Message) -> list[list[str]]:
    """List the words in each menu."""
    return [
        [option["text"]["text"] for option in block["accessory"]["options"]]
        for block in message.blocks
        if block.get("accessory")
    ]


@pytest.mark.parametrize("mark", Marked)
def test_a_mark_is_kept_for_its_person_and_confirmed_to_them_alone(
    slack: LocalSlack, bot: Bot, mark: Marked
) -> None:
    answer = ask(slack, bot)
    assert options(answer) == [["Save for later", "Done", "Not for me"]] * 3

    bot.get(choosing(slack, answer, A, mark))

    assert last(slack).text == said(mark, A)
    assert marked(slack, bot) == {A.id: Mark(mark)}
    assert marked(slack, bot, BEN) == {}
    assert slack.from_bot(MLOPS) == []
    assert slack.from_bot(MLOPS, seen_by=BEN) == []


@pytest.mark.parametrize("asked", ["path istio", "topics istio"])
def test_paths_and_topics_have_the_same_menu(slack: LocalSlack, bot: Bot, asked: str) -> None:
    page = ask(slack, bot, asked)
    first = next(r for r in FINDER.catalogue.resources if shows_first(page, r.url))

    bot.get(choosing(slack, page, first, Marked.SAVED))

    assert marked(slack, bot) == {first.id: Mark.SAVED}


def shows_first(message: Message, url: str) -> bool:
    sections = [block for block in message.blocks if block["type"] == "section"]
    return f"<{url}|" in sections[0]["text"]["text"]


@pytest.mark.parametrize("mark", Marked)
def test_undo_takes_the_mark_off_and_the_confirmation_with_it(
    slack: LocalSlack, bot: Bot, mark: Marked
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, mark))
    before = len(slack.from_bot(MLOPS, seen_by=ADA))

    pressed(slack, bot, last(slack), Action.UNMARK)

    assert marked(slack, bot) == {}
    assert last(slack).text == said(None, A)
    assert buttons(last(slack)) == []
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == before


def test_a_later_mark_takes_the_place_of_an_earlier_one(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    for mark in (Marked.NOT_FOR_ME, Marked.DONE, Marked.SAVED):
        bot.get(choosing(slack, answer, A, mark))

    assert marked(slack, bot) == {A.id: Mark.SAVED}
    assert shows(ask(slack, bot), A, B, C)


def test_a_double_click_is_two_times_the_same(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    for payload in [choosing(slack, answer, A, Marked.DONE) for _ in range(2)]:
        bot.get(payload)

    assert marked(slack, bot) == {A.id: Mark.DONE}


def test_slack_may_send_the_same_choice_to_two_processes(
    slack: LocalSlack, bot: Bot, database: Path
) -> None:
    other = start_bot(slack, database, clock=lambda: now(slack))
    payload = choosing(slack, ask(slack, bot), A, Marked.DONE)
    for each in (bot, other, bot):
        each.get(payload)

    read = [m.text for m in slack.from_bot(MLOPS, seen_by=ADA)]
    assert read.count(said(Marked.DONE, A)) == 1
    assert shows(ask(slack, other), B, C, D)  # what one process noted, the other knows
    other.close()


def test_menus_and_undo_work_after_a_restart(slack: LocalSlack, bot: Bot, database: Path) -> None:
    answer = ask(slack, bot)
    bot.close()
    restarted = start_bot(slack, database, clock=lambda: now(slack))

    restarted.get(choosing(slack, answer, A, Marked.DONE))
    assert marked(slack, restarted) == {A.id: Mark.DONE}

    pressed(slack, restarted, last(slack), Action.UNMARK)
    assert marked(slack, restarted) == {}
    restarted.close()


def test_in_app_home_a_menu_changes_the_page_and_writes_nothing(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.SAVED))
    assert home_links(home(slack, bot)) == [A.url]
    before = len(slack.from_bot(MLOPS, seen_by=ADA))

    bot.get(choosing_at_home(slack, A, Marked.DONE))

    assert home_links(shown_home(slack)) == []
    assert "Done" in str(shown_home(slack).body)
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == before
    assert slack.from_bot("D0ADA") == []


def test_what_was_saved_can_be_taken_off_in_app_home(slack: LocalSlack, bot: Bot) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.SAVED))
    home(slack, bot)

    bot.get(choosing_at_home(slack, A, None))

    assert marked(slack, bot) == {}
    assert home_links(shown_home(slack)) == []


@pytest.mark.parametrize(
    "value",
    [
        *("", "no json", "[]", "{}", '{"resource":7}', '{"mark":"loved","resource":"x"}'),
        *('{"mark":"done"}', '{"resource":"x","more":1}', f'{{"resource":"{"x" * 501}"}}'),
    ],
    ids=lambda value: value[:20],
)
def test_a_forged_or_stale_value_is_told_to_be_outdated(
    slack: LocalSlack, bot: Bot, value: str
) -> None:
    payload = choosing(slack, ask(slack, bot), A, Marked.DONE)
    payload["actions"][0]["selected_option"]["value"] = value

    bot.get(payload)

    assert last(slack).text == OUTDATED
    assert marked(slack, bot) == {}


@pytest.mark.parametrize("length", [1, 100, 110, 111, 120, 150, 151, 500])
def test_an_id_too_long_for_a_menu_has_none(length: int) -> None:
    drawn = menu("x" * length)
    values = [option["value"] for option in drawn["options"]] if drawn else []

    assert (drawn is not None) == (length <= 150 - len('{"mark":"not_useful","resource":""}'))
    assert all(len(value) <= 150 for value in values)


def test_in_a_direct_message_the_confirmation_is_shown_and_not_kept(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(slack.act.direct_message("load balancing", ADA))
    (answer,) = slack.from_bot("D0ADA")

    bot.get(choosing(slack, answer, A, Marked.DONE))

    assert slack.from_bot("D0ADA") == [answer]
    assert last(slack, ADA, "D0ADA").text == said(Marked.DONE, A)
    bot.get(slack.act.direct_message("load balancing", ADA))
    assert shows(slack.from_bot("D0ADA")[-1], B, C, D)
