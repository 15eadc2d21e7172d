"""`/mlops-learn saved`: what somebody kept for later, in the order in which to read it."""

import pytest

from bot.local import now
from bot.names import Action, Marked
from bot.store import Mark
from bot.views.saved import NOTHING
from bot.views.sentences import FAILED, FOR_YOU_ALONE, OUTDATED
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from knowledge.reading_order import reading_order
from tests.bot.rig import Bot, buttons, click, links, mention
from tests.people.asking import ask, choosing, execute, last, marked, pressed, shows
from tests.shipped import FINDER

SAVED = FINDER.catalogue.resources[:50:2]  # 25
ORDERED = reading_order(FINDER.catalogue, SAVED)


def save(slack: LocalSlack, bot: Bot, count: int, person: str = ADA) -> None:
    for resource in SAVED[:count][::-1]:
        bot.store.marks.put(slack.world.team, person, resource.id, Mark.SAVED, now(slack))


def test_nothing_saved_is_said_with_how_to_save(slack: LocalSlack, bot: Bot) -> None:
    assert ask(slack, bot, "saved").text == NOTHING


@pytest.mark.parametrize("said", ["saved", "SAVED", "  Saved "])
def test_it_lists_ones_own_in_reading_order(slack: LocalSlack, bot: Bot, said: str) -> None:
    save(slack, bot, 5)
    save(slack, bot, 9, BEN)

    page = ask(slack, bot, said)

    assert shows(page, *reading_order(FINDER.catalogue, SAVED[:5]))
    assert page.text.startswith("Saved by you, in the order in which to read it:\n")
    assert Action.SAVED not in buttons(page)
    assert slack.from_bot(MLOPS) == []


@pytest.mark.parametrize("said", ["saved?", "saved models in tensorflow", "what i saved"])
def test_what_only_begins_so_is_a_question(slack: LocalSlack, bot: Bot, said: str) -> None:
    assert f"“{said}”" in ask(slack, bot, said).text


def test_every_page_shows_the_next_ten(slack: LocalSlack, bot: Bot) -> None:
    save(slack, bot, 25)
    page = ask(slack, bot, "saved")
    assert page.text.startswith("Saved by you, 1 to 10 of 25, in the order")
    seen = links(page)
    while Action.SAVED in buttons(page):
        pressed(slack, bot, page, Action.SAVED)
        page = last(slack)
        seen += links(page)

    assert seen == [resource.url for resource in ORDERED]
    assert page.text.startswith("Saved by you, 21 to 25 of 25")


def test_a_page_that_is_no_more_is_the_first_one(slack: LocalSlack, bot: Bot) -> None:
    save(slack, bot, 12)
    page = ask(slack, bot, "saved")
    for resource in SAVED[:3]:
        bot.store.marks.remove(slack.world.team, ADA, resource.id)

    pressed(slack, bot, page, Action.SAVED)

    assert shows(last(slack), *reading_order(FINDER.catalogue, SAVED[3:12]))


def test_what_is_done_leaves_the_list(slack: LocalSlack, bot: Bot) -> None:
    save(slack, bot, 2)
    page = ask(slack, bot, "saved")

    bot.get(choosing(slack, page, SAVED[0], Marked.DONE))
    bot.get(choosing(slack, page, SAVED[1], None))

    assert marked(slack, bot) == {SAVED[0].id: Mark.DONE}
    assert ask(slack, bot, "saved").text == NOTHING


def test_in_a_mention_it_is_refused_and_nothing_is_told(slack: LocalSlack, bot: Bot) -> None:
    save(slack, bot, 2)

    bot.get(mention(slack, "saved"))

    (reply,) = slack.from_bot(MLOPS)
    assert reply.text == FOR_YOU_ALONE
    assert links(reply) == []


def test_in_a_direct_message_it_stands_there_with_its_pages(slack: LocalSlack, bot: Bot) -> None:
    save(slack, bot, 12)
    bot.get(slack.act.direct_message("saved", ADA))
    (page,) = slack.from_bot("D0ADA")

    bot.get(click(slack, page, Action.SAVED))

    first, second = slack.from_bot("D0ADA")
    ordered = reading_order(FINDER.catalogue, SAVED[:12])
    assert links(first) + links(second) == [resource.url for resource in ordered]


def test_the_same_click_delivered_twice_shows_one_page(slack: LocalSlack, bot: Bot) -> None:
    save(slack, bot, 12)
    payload = click(slack, ask(slack, bot, "saved"), Action.SAVED)
    for _ in range(2):
        bot.get(payload)

    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 2


@pytest.mark.parametrize("value", ["", "{}x", '{"start":-1}', '{"start":1000001}', '{"page":2}'])
def test_a_forged_page_is_told_to_be_outdated(slack: LocalSlack, bot: Bot, value: str) -> None:
    save(slack, bot, 12)
    payload = click(slack, ask(slack, bot, "saved"), Action.SAVED)
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert last(slack).text == OUTDATED


def test_with_the_marks_away_it_says_so(slack: LocalSlack, bot: Bot) -> None:
    execute(bot, "ALTER TABLE marks RENAME TO away")

    assert ask(slack, bot, "saved").text == FAILED
