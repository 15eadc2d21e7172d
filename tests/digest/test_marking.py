"""*Save*, *Done* and *Not useful*: for the one who presses it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from bot.local import now
from bot.names import Action
from bot.store import Mark
from bot.views.sentences import FAILED, OUTDATED
from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Message
from tests.bot.drawing import strings
from tests.bot.rig import Bot, click, start_bot
from tests.digest.asking import answered, title

SAID = {
    Action.SAVE: "Saved: “{}”. My App Home lists it, and only you see that.",
    Action.DONE: "Done: “{}”. It no longer comes in your answers, and only you see that.",
    Action.NOT_USEFUL: (
        "Not for you: “{}”. It no longer comes in your answers; nobody sees who said so."
    ),
}
MARKS = {Action.SAVE: Mark.SAVED, Action.DONE: Mark.DONE, Action.NOT_USEFUL: Mark.NOT_FOR_ME}


@pytest.fixture
def marks_away(slack: LocalSlack, bot: Bot) -> Iterator[None]:
    """The table of marks is away for as long as this lasts."""
    rename(bot, "marks", "away")
    yield
    rename(bot, "away", "marks")


def rename(bot: Bot, table: str, name: str) -> None:
    engine = create_engine(bot.store.location)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
    engine.dispose()


def marked(slack: LocalSlack, bot: Bot, person: str = BEN) -> dict[Mark, int]:
    """Count what somebody has marked, by the mark."""
    counts = {mark: len(bot.store.marks.of(slack.world.team, person, mark)) for mark in Mark}
    return {mark: count for mark, count in counts.items() if count}


def home(slack: LocalSlack, bot: Bot, person: str = BEN) -> list[str]:
    for payload in slack.act.open_home(person, slack.views.home(person)):
        bot.get(payload)
    view = slack.views.home(person)
    assert view
    return strings(view.body["blocks"])


@pytest.mark.parametrize("action", MARKS)
def test_a_mark_is_noted_and_confirmed_to_the_one_who_set_it(
    slack: LocalSlack, bot: Bot, digest: Message, action: Action
) -> None:
    bot.get(click(slack, digest, action, BEN))

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=BEN)] == [
        SAID[action].format(title(digest))
    ]
    assert slack.from_bot(MLOPS) == [digest]
    assert marked(slack, bot) == {MARKS[action]: 1}
    assert marked(slack, bot, CLEO) == {}


@pytest.mark.parametrize("action", MARKS)
def test_a_mark_set_twice_is_one(
    slack: LocalSlack, bot: Bot, digest: Message, action: Action
) -> None:
    payload = click(slack, digest, action, BEN)
    bot.get(payload)
    bot.get(payload)
    assert len(slack.from_bot(MLOPS, seen_by=BEN)) == 1

    bot.get(click(slack, digest, action, BEN))

    assert marked(slack, bot) == {MARKS[action]: 1}


def test_a_later_mark_takes_the_place_of_an_earlier_one(
    slack: LocalSlack, bot: Bot, digest: Message
) -> None:
    for action in (Action.SAVE, Action.NOT_USEFUL, Action.DONE):
        bot.get(click(slack, digest, action, BEN))

    assert marked(slack, bot) == {Mark.DONE: 1}


def test_in_a_preview_and_after_a_restart_they_work_the_same(slack: LocalSlack, bot: Bot) -> None:
    preview = answered(slack, bot, "digest preview", BEN)
    bot.close()
    restarted = start_bot(slack, bot.store.location, clock=lambda: now(slack))

    restarted.get(click(slack, preview, Action.SAVE, BEN))

    assert slack.from_bot(MLOPS, seen_by=BEN)[-1].text == SAID[Action.SAVE].format(title(preview))
    assert marked(slack, restarted) == {Mark.SAVED: 1}
    restarted.close()


@pytest.mark.parametrize(
    "value",
    [
        *("", "no json", "[]", "{}", '{"resource":7}', '{"resource":"x","mark":"done"}'),
        f'{{"resource":"{"x" * 501}"}}',
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("action", MARKS)
def test_a_forged_value_is_taken_for_an_outdated_button(
    slack: LocalSlack, bot: Bot, digest: Message, action: Action, value: str
) -> None:
    payload = click(slack, digest, action, BEN)
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=BEN)] == [OUTDATED]
    assert marked(slack, bot) == {}


def test_a_resource_that_is_gone_is_in_nobodys_way(
    slack: LocalSlack, bot: Bot, digest: Message
) -> None:
    payload = click(slack, digest, Action.SAVE, BEN)
    payload["actions"][0]["value"] = '{"resource":"<!channel>"}'

    bot.get(payload)

    assert "Continue" not in home(slack, bot)


def test_app_home_lists_what_was_saved_and_counts_what_is_done(
    slack: LocalSlack, bot: Bot, digest: Message
) -> None:
    assert "Continue" not in home(slack, bot)
    bot.get(click(slack, digest, Action.SAVE, BEN))

    saved = home(slack, bot)

    assert any(title(digest) in text for text in saved[saved.index("Continue") :])
    assert "Continue" not in home(slack, bot, CLEO)

    bot.get(click(slack, digest, Action.DONE, BEN))

    done = home(slack, bot)
    assert "Done" in done
    assert not any(title(digest) in text for text in done)


@pytest.mark.usefixtures("marks_away")
def test_without_its_marks_app_home_still_helps(slack: LocalSlack, bot: Bot) -> None:
    shown = home(slack, bot)

    assert "/mlops-learn your question" in shown
    assert "Continue" not in shown


def test_a_mark_that_cannot_be_noted_is_not_confirmed(
    slack: LocalSlack, bot: Bot, digest: Message, marks_away: None
) -> None:
    bot.get(click(slack, digest, Action.SAVE, BEN))

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=BEN)] == [FAILED]


def test_what_people_found_not_useful_comes_elsewhere_later(slack: LocalSlack, bot: Bot) -> None:
    preview = answered(slack, bot, "digest preview", ADA, RANDOM)
    for person in (ADA, BEN, CLEO):
        bot.get(click(slack, preview, Action.NOT_USEFUL, person))

    assert title(answered(slack, bot, "digest preview", BEN, RANDOM)) != title(preview)
