"""App Home: what to go on with, what is done, the digests around, and what is kept of somebody."""

from dataclasses import replace
from datetime import time

import pytest

from bot.local import MANIFEST, now
from bot.names import Marked
from bot.store import Mark, Pause, Question, Subscription
from bot.views.home import HEARS, HEARS_NOT
from bot.views.sentences import OUTDATED
from bot.workspace import ADA, BEN, CLEO, CURATORS, MLOPS, RANDOM, LocalSlack, faults
from bot.workspace.views import View
from knowledge.reading_order import reading_order
from tests.bot.drawing import strings
from tests.bot.rig import Bot, start_bot
from tests.people.asking import (
    SUNDAY,
    ask,
    choosing,
    choosing_at_home,
    execute,
    home,
    home_links,
    shown_home,
)
from tests.shipped import FINDER

TEAM = "T0LOCAL"
SAVED = FINDER.catalogue.resources[:30:3]
DIGESTS = "The resource of the week in your channels"


def headings(view: View) -> list[str]:
    return [b["text"]["text"] for b in view.body["blocks"] if b["type"] == "header"]


def below(view: View, heading: str) -> list[str]:
    """Give what stands between a heading and the next one."""
    blocks = view.body["blocks"]
    (start,) = [n for n, b in enumerate(blocks) if b["type"] == "header" and heading in str(b)]
    ends = [n for n, b in enumerate(blocks) if b["type"] == "header" and n > start]
    shown = blocks[start + 1 : min(ends, default=len(blocks))]
    return strings([block | {"block_id": None} for block in shown])


def subscribe(bot: Bot, channel: str, **more: object) -> None:
    weekly = Subscription(TEAM, channel, 0, time(9), "Europe/Amsterdam", ADA, SUNDAY)
    bot.store.subscriptions.put(replace(weekly, **more))  # type: ignore[arg-type]


def test_who_has_done_nothing_reads_what_can_be_done_and_what_is_kept(
    slack: LocalSlack, bot: Bot
) -> None:
    view = home(slack, bot, BEN)

    assert headings(view) == ["What I can do", "What is kept of you"]
    assert any("kept for 90 days" in said for said in below(view, "What is kept of you"))


def test_what_was_saved_comes_first_in_reading_order(slack: LocalSlack, bot: Bot) -> None:
    for resource in SAVED:
        bot.store.marks.put(TEAM, ADA, resource.id, Mark.SAVED, now(slack))
    bot.store.marks.put(TEAM, BEN, FINDER.catalogue.resources[1].id, Mark.SAVED, now(slack))

    view = home(slack, bot)

    ordered = reading_order(FINDER.catalogue, SAVED)
    assert headings(view)[0] == "Continue"
    assert home_links(view) == [resource.url for resource in ordered[:8]]
    assert below(view, "Continue")[-1] == "and 2 more: /mlops-learn saved lists them"


def test_what_is_done_is_counted_by_chapter(slack: LocalSlack, bot: Bot) -> None:
    one, other = FINDER.catalogue.chapters[:2]
    for resource in (*one.resources[:3], other.resources[0]):
        bot.store.marks.put(TEAM, ADA, resource.id, Mark.DONE, now(slack))
    bot.store.marks.put(TEAM, ADA, "of-yesterday", Mark.DONE, now(slack))
    bot.store.marks.put(TEAM, ADA, one.resources[3].id, Mark.NOT_FOR_ME, now(slack))

    said = below(home(slack, bot), "Done")

    assert [f"3 in {one.title}", f"1 in {other.title}", "1 in other places"] == [
        text for text in said if " in " in text
    ]


def test_it_shows_the_digests_of_ones_own_channels(slack: LocalSlack, bot: Bot) -> None:
    assert DIGESTS not in headings(home(slack, bot, BEN))
    for channel in (MLOPS, RANDOM, CURATORS):
        subscribe(bot, channel)
    subscribe(bot, RANDOM, paused=Pause.ASKED)
    slack.world.channel(RANDOM).members.discard(CLEO)

    bens, cleos = home(slack, bot, BEN), home(slack, bot, CLEO)

    shown = [e["channel_id"] for e in elements(bens) if e["type"] == "channel"]
    assert shown == sorted([MLOPS, RANDOM])
    assert ": Every Monday at 09:00 (Europe/Amsterdam)" in below(bens, DIGESTS)
    assert any(text.endswith(", paused") for text in below(bens, DIGESTS))
    assert [e["channel_id"] for e in elements(cleos) if e["type"] == "channel"] == [MLOPS]


def elements(view: View) -> list[dict[str, str]]:
    """List the pieces of the lists in a view."""
    return [
        element
        for block in view.body["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for item in part["elements"]
        for element in item.get("elements", ())
    ]


def test_a_private_channels_digest_is_for_its_members(slack: LocalSlack, bot: Bot) -> None:
    slack.world.channel(CURATORS).is_private = True
    subscribe(bot, CURATORS)

    assert CURATORS in str(home(slack, bot).body)
    assert CURATORS not in str(home(slack, bot, BEN).body)


def test_without_the_scope_for_private_channels_the_public_ones_are_shown(
    database: str,
) -> None:
    manifest = replace(MANIFEST, scopes=MANIFEST.scopes - {"groups:read"})
    with LocalSlack(manifest, clock=SUNDAY.timestamp) as slack:
        bot = start_bot(slack, database, clock=lambda: now(slack))
        slack.world.channel(CURATORS).is_private = True
        for channel in (MLOPS, CURATORS):
            subscribe(bot, channel)

        view = home(slack, bot)

        assert [e["channel_id"] for e in elements(view) if e["type"] == "channel"] == [MLOPS]
        bot.close()


@pytest.mark.parametrize(
    "fault",
    [
        faults.refused("internal_error"),
        faults.rate_limited(1),
        faults.html(),
        faults.lost_reply(),
    ],
    ids=["refused", "429", "html", "lost"],
)
def test_where_slack_does_not_tell_the_rest_is_shown(
    slack: LocalSlack, bot: Bot, fault: faults.Fault
) -> None:
    subscribe(bot, MLOPS)
    bot.store.marks.put(TEAM, BEN, SAVED[0].id, Mark.SAVED, now(slack))
    slack.fail("users.conversations", fault, times=3)

    view = home(slack, bot, BEN)

    assert headings(view) == ["Continue", "What I can do", "What is kept of you"]


def test_without_a_database_it_still_explains(slack: LocalSlack, bot: Bot) -> None:
    for table in ("marks", "people", "subscriptions"):
        execute(bot, f"ALTER TABLE {table} RENAME TO {table}_away")

    assert headings(home(slack, bot, BEN)) == ["What I can do", "What is kept of you"]


def switch(slack: LocalSlack, bot: Bot, action: str, person: str = ADA) -> View:
    bot.get(slack.touch.use(shown_home(slack, person), action))
    return shown_home(slack, person)


def test_who_wants_to_hear_says_so_and_may_take_it_back(slack: LocalSlack, bot: Bot) -> None:
    assert HEARS_NOT in strings(home(slack, bot).body)
    home(slack, bot, BEN)

    view = switch(slack, bot, "home.hear")
    assert HEARS in strings(view.body)
    assert HEARS_NOT in strings(shown_home(slack, BEN).body)
    assert [bot.store.people.hears(TEAM, each) for each in (ADA, BEN)] == [True, False]

    view = switch(slack, bot, "home.hear_not")
    assert HEARS_NOT in strings(view.body)
    assert not bot.store.people.hears(TEAM, ADA)


def test_only_who_wants_to_hear_is_named_with_what_they_ask_from_then_on(
    slack: LocalSlack, bot: Bot
) -> None:
    home(slack, bot)
    ask(slack, bot, "first")
    switch(slack, bot, "home.hear")
    ask(slack, bot, "second")
    ask(slack, bot, "second", BEN)
    bot.get(slack.act.direct_message("third", ADA))

    assert named(bot) == [
        ("first", None, False),
        ("second", ADA, True),
        ("second", None, False),
        ("third", ADA, True),
    ]

    switch(slack, bot, "home.hear_not")
    ask(slack, bot, "fourth")

    assert [text for text, _, _ in named(bot)] == ["first", "second", "second", "fourth", "third"]
    assert {person for _, person, _ in named(bot)} == {None}


def named(bot: Bot) -> list[tuple[str, str | None, bool]]:
    """List what was asked, by whom, and whether there is no code instead."""
    day = SUNDAY.replace(hour=0)
    noted = [q for place in (MLOPS, "D") for q in bot.store.questions.since(TEAM, place, day, 9)]
    return [(question.text, question.person, question.asker is None) for question in noted]


def test_the_same_press_in_two_deliveries_is_one(slack: LocalSlack, bot: Bot) -> None:
    home(slack, bot)
    payload = slack.touch.use(shown_home(slack), "home.hear")
    for _ in range(2):
        bot.get(payload)

    published = [call for call in slack.calls if call.name == "views.publish"]
    assert len(published) == 2  # when it was opened, and once after


@pytest.mark.parametrize("value", ["", "[]", '{"person":"U0BEN"}'])
@pytest.mark.parametrize("action", ["home.hear", "home.delete", "home.other"])
def test_a_forged_press_does_nothing(slack: LocalSlack, bot: Bot, action: str, value: str) -> None:
    bot.store.marks.put(TEAM, ADA, SAVED[0].id, Mark.SAVED, now(slack))
    home(slack, bot)
    payload = slack.touch.use(shown_home(slack), "home.hear")
    payload["actions"][0] |= {"action_id": action, "value": value}

    response = bot.get(payload)

    assert response.status == 200
    assert not bot.store.people.hears(TEAM, ADA)
    assert home_links(home(slack, bot)) == [SAVED[0].url]
    assert [message.text for message in slack.from_bot("D0ADA")] == [OUTDATED]


def test_a_mark_chosen_in_a_message_stands_there_at_the_next_look(
    slack: LocalSlack, bot: Bot
) -> None:
    answer = ask(slack, bot, "istio")
    first = FINDER.ask("istio").matches[0].resource
    bot.get(choosing(slack, answer, first, Marked.SAVED))
    assert home_links(home(slack, bot)) == [first.url]

    bot.get(choosing_at_home(slack, first, Marked.NOT_FOR_ME))

    assert home_links(shown_home(slack)) == []
    assert "Done" not in str(headings(shown_home(slack)))


def test_who_no_longer_wants_to_hear_is_not_named_by_what_was_under_way(
    slack: LocalSlack, bot: Bot
) -> None:
    question = Question("istio", now(slack), public=False, outcome="nothing", person=ADA)

    bot.store.questions.add(slack.world.team, MLOPS, question)

    assert [each.person for each in bot.store.questions.in_vain(slack.world.team, 9)] == [None]
