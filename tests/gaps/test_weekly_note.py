"""Once a week the curators read what is new, if anything is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.names import Action
from bot.workspace import BEN, faults
from tests.bot.rig import buttons, start_bot
from tests.gaps.conftest import PIZZA, Stage

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def rounds(stage: Stage, *moments: datetime) -> int:
    """Let it become each moment; gives how many notes there are in the end."""
    for stage.now in moments:
        stage.bot.staff.gaps.note_weekly()
    return len(stage.notes())


def test_it_comes_on_monday_morning_and_once(stage: Stage) -> None:
    stage.ask(PIZZA, BEN)
    rounds(stage, stage.now)  # the week that the bot starts in
    before = len(stage.notes())

    assert rounds(stage, MONDAY - timedelta(seconds=1)) == before
    assert rounds(stage, MONDAY, MONDAY, MONDAY + timedelta(days=3)) == before + 1
    note = stage.notes()[-1]
    assert note.text.splitlines()[1:] == [f"• “{PIZZA}”: 1 person"]
    assert Action.SUGGEST in buttons(note)


def test_without_anything_new_there_is_none(stage: Stage) -> None:
    stage.ask(PIZZA, BEN)
    rounds(stage, stage.now, MONDAY)
    count = len(stage.notes())

    assert rounds(stage, MONDAY + WEEK, MONDAY + 2 * WEEK) == count


def test_after_days_away_it_still_comes(stage: Stage) -> None:
    rounds(stage, stage.now)
    stage.ask(PIZZA, BEN)

    assert rounds(stage, MONDAY + timedelta(days=2)) == 1


def test_of_two_processes_and_after_a_restart_one_comes(stage: Stage) -> None:
    rounds(stage, stage.now)
    stage.ask(PIZZA, BEN)
    other = stage.another()
    stage.now = MONDAY
    other.staff.gaps.note_weekly()
    other.close()

    assert rounds(stage, MONDAY, MONDAY + timedelta(days=6)) == 1
    restarted = stage.another()
    restarted.staff.gaps.note_weekly()
    restarted.close()
    assert len(stage.notes()) == 1


def test_without_a_channel_for_it_there_is_none(stage: Stage) -> None:
    bot = start_bot(stage.slack, stage.database, clock=lambda: stage.now, curators=None)
    stage.ask(PIZZA, BEN)

    for stage.now in (MONDAY, MONDAY + WEEK):
        bot.staff.gaps.note_weekly()

    assert stage.notes() == []
    bot.close()


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived"])
def test_a_channel_that_is_gone_is_logged_and_the_round_goes_on(stage: Stage, error: str) -> None:
    rounds(stage, stage.now)
    stage.ask(PIZZA, BEN)
    stage.slack.fail("chat.postMessage", faults.refused(error))

    assert rounds(stage, MONDAY, MONDAY) == 0


def test_a_note_that_slack_takes_later_comes_later_and_once(stage: Stage) -> None:
    rounds(stage, stage.now)
    stage.ask(PIZZA, BEN)
    stage.slack.fail("chat.postMessage", faults.rate_limited(300))

    assert rounds(stage, MONDAY) == 0
    assert rounds(stage, MONDAY, MONDAY) == 1
