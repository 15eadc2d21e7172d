"""The buttons of a digest: each does its act once, however often and whenever it is pressed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.local import now
from bot.store import Pause, State
from bot.views.digest_settings import PAUSES
from bot.views.sentences import FAILED, OUTDATED
from bot.workspace import ADA, BEN, CLEO, MLOPS, LocalSlack, faults
from bot.workspace.world import Json, Message
from tests.bot.rig import Bot, buttons, click, command, start_bot
from tests.digest.asking import MONDAY, SETTINGS, answered, lines, posted, subscription

WEEK = timedelta(weeks=1)


@pytest.fixture
def shown(slack: LocalSlack, bot: Bot) -> Message:
    """The settings of a digest, with the buttons."""
    return answered(slack, bot, "digest weekly monday 09:00 topics: kubernetes, mlops")


def press(slack: LocalSlack, bot: Bot, message: Message, act: str, user: str = ADA) -> Message:
    """Press a button of a message that is there to stay, and give what becomes of the message."""
    bot.get(click(slack, message, f"digest.{act}", user))
    standing = slack.world.find(message.channel, message.ts)
    assert standing
    return standing


def states(slack: LocalSlack, bot: Bot) -> dict[str, State]:
    history = bot.store.slots.history(slack.world.team, MLOPS)
    return {record.slot.week: record.state for record in history}


def forged(payload: Json, **action: str) -> Json:
    payload["actions"][0] |= action
    return payload


def test_skip_and_bring_back_change_the_message_that_was_looked_at(
    slack: LocalSlack, bot: Bot, shown: Message
) -> None:
    skipped = press(slack, bot, shown, "skip")

    assert lines(skipped)[0] == "Left out: the digest of Monday 30 November 2026 at 09:00."
    assert "• Left out: Monday 30 November 2026 at 09:00" in lines(skipped)
    assert "digest.unskip" in buttons(skipped)
    assert "digest.skip" in buttons(skipped)  # the one after it

    back = press(slack, bot, skipped, "unskip")

    assert lines(back)[0] == "It comes after all."
    assert lines(back)[1:] == lines(shown)[1:]
    assert buttons(back) == SETTINGS
    assert slack.from_bot(MLOPS, seen_by=ADA) == [back]


def test_pause_and_resume_change_the_message_that_was_looked_at(
    slack: LocalSlack, bot: Bot, shown: Message
) -> None:
    paused = press(slack, bot, shown, "pause")

    assert lines(paused)[0] == "Paused."
    assert buttons(paused) == [
        *("digest.change", "digest.preview", "digest.resume", "digest.off"),
    ]

    resumed = press(slack, bot, paused, "resume")

    assert lines(resumed)[0] == "It comes again."
    assert lines(resumed)[1:] == lines(shown)[1:]


def test_switching_off_leaves_a_way_back(slack: LocalSlack, bot: Bot, shown: Message) -> None:
    ended = press(slack, bot, shown, "off")

    assert lines(ended)[0].startswith("Switched off. ")
    assert buttons(ended) == ["digest.change", "digest.preview"]
    assert subscription(slack, bot) is None


def test_a_preview_is_shown_below_what_was_looked_at(
    slack: LocalSlack, bot: Bot, shown: Message
) -> None:
    assert press(slack, bot, shown, "preview", BEN) == shown

    (preview,) = slack.from_bot(MLOPS, seen_by=BEN)
    assert lines(preview)[0].startswith(
        "This resource will be posted Monday 30 November 2026 at 09:00."
    )


@pytest.mark.parametrize("act", ["skip", "pause", "off", "preview"])
def test_slack_may_send_the_same_click_twice(
    slack: LocalSlack, bot: Bot, shown: Message, act: str
) -> None:
    payload = click(slack, shown, f"digest.{act}")
    bot.get(payload)
    after = slack.from_bot(MLOPS, seen_by=ADA), states(slack, bot)

    bot.get(payload)

    assert (slack.from_bot(MLOPS, seen_by=ADA), states(slack, bot)) == after


def test_two_clicks_on_skip_leave_out_one_week(slack: LocalSlack, bot: Bot, shown: Message) -> None:
    press(slack, bot, shown, "skip")

    again = press(slack, bot, shown, "skip")

    assert lines(again)[0] == "That one is left out already, or is being posted."
    assert states(slack, bot) == {"2026-W49": State.SKIPPED, "2026-W50": State.PLANNED}


def test_an_old_skip_leaves_out_no_later_week(slack: LocalSlack, bot: Bot, shown: Message) -> None:
    posted(slack, bot, MONDAY)

    bot.get(click(slack, shown, "digest.skip"))

    assert State.SKIPPED not in states(slack, bot).values()


def test_what_was_skipped_too_long_ago_cannot_be_brought_back(
    slack: LocalSlack, bot: Bot, shown: Message
) -> None:
    skipped = press(slack, bot, shown, "skip")
    slack.world.travel((MONDAY + timedelta(hours=1)).timestamp())

    late = press(slack, bot, skipped, "unskip")

    assert lines(late)[0] == "That one cannot be brought back any more."
    assert bot.staff.poster.round().posted == 0


@pytest.mark.parametrize("act", ["skip", "pause", "off", "preview", "change"])
def test_buttons_work_after_a_restart(
    slack: LocalSlack, bot: Bot, shown: Message, act: str
) -> None:
    before = (subscription(slack, bot), states(slack, bot), slack.from_bot(MLOPS, seen_by=ADA))
    bot.close()
    restarted = start_bot(slack, bot.store.location, clock=lambda: now(slack))

    restarted.get(click(slack, shown, f"digest.{act}"))

    after = (
        subscription(slack, restarted),
        states(slack, restarted),
        slack.from_bot(MLOPS, seen_by=ADA),
    )
    assert (after, slack.views.modal(ADA)) != (before, None)
    assert FAILED not in [message.text for message in after[2]]
    restarted.close()


@pytest.mark.parametrize(
    "action",
    [
        {"value": "no json"},
        {"value": "[]"},
        {"value": ""},
        {"value": '{"week":"next"}'},
        {"value": '{"week":"2026-W49-1"}'},
        {"value": '{"week":49}'},
        {"value": '{"weak":"2026-W49"}'},
        {"value": '{"week":"' + "9" * 2000 + '"}'},
        {"action_id": "digest.nonsense"},
        {"action_id": "digest.weekly"},
    ],
    ids=str,
)
def test_a_forged_button_is_taken_for_an_outdated_one(
    slack: LocalSlack, bot: Bot, shown: Message, action: dict[str, str]
) -> None:
    before = subscription(slack, bot), states(slack, bot)

    bot.get(forged(click(slack, shown, "digest.skip"), **action))

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=ADA)] == [shown.text, OUTDATED]
    assert (subscription(slack, bot), states(slack, bot)) == before


@pytest.mark.parametrize("value", ['{"week":"2026-W48"}', '{"week":"9999-W99"}'])
@pytest.mark.parametrize("act", ["skip", "unskip"])
def test_a_week_that_is_not_next_is_left_alone(
    slack: LocalSlack, bot: Bot, shown: Message, act: str, value: str
) -> None:
    if act == "unskip":
        shown = press(slack, bot, shown, "skip")
    before = states(slack, bot)

    bot.get(forged(click(slack, shown, f"digest.{act}"), value=value))

    assert states(slack, bot) == before


def test_in_a_direct_message_a_button_does_nothing(
    slack: LocalSlack, bot: Bot, shown: Message
) -> None:
    payload = click(slack, shown, "digest.off")
    payload["container"]["channel_id"] = slack.world.direct_channel(ADA, slack.app.bot_user).id

    bot.get(payload)

    assert "belongs to a channel" in slack.from_bot(MLOPS, seen_by=ADA)[-1].text
    assert subscription(slack, bot)


def test_a_modal_that_slack_does_not_open_is_told(
    slack: LocalSlack, bot: Bot, shown: Message
) -> None:
    slack.fail("views.open", faults.refused("expired_trigger_id"))

    bot.get(click(slack, shown, "digest.change"))

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=ADA)] == [shown.text, FAILED]


def last_one(slack: LocalSlack, bot: Bot) -> Message:
    """Let Cleo set a digest and leave; gives what is posted after that."""
    named = start_bot(slack, bot.store.location, clock=lambda: now(slack), admins={CLEO})
    answered(slack, named, "digest weekly monday 09:00 utc", CLEO)
    named.close()
    slack.world.people[CLEO] = replace(slack.world.people[CLEO], deleted=True)
    return posted(slack, bot, MONDAY + timedelta(hours=2))


def test_the_digest_of_somebody_who_left_says_that_it_is_the_last(
    slack: LocalSlack, bot: Bot
) -> None:
    last = last_one(slack, bot)

    assert "set this up and is no longer here. This is the last one, unless you keep it." in str(
        last.blocks
    )
    assert {"type": "user", "user_id": CLEO} in last.blocks[-2]["elements"][0]["elements"]
    assert buttons(last) == ["save", "done", "not_useful", "digest.keep"]
    assert PAUSES[Pause.OWNER_LEFT] in answered(slack, bot, "digest").text
    slack.world.travel((MONDAY + WEEK + timedelta(hours=2)).timestamp())
    assert bot.staff.poster.round().posted == 0


def test_the_last_one_is_the_last_after_a_pause_that_ended_by_itself(
    slack: LocalSlack, bot: Bot
) -> None:
    with_pause = start_bot(slack, bot.store.location, clock=lambda: now(slack), admins={CLEO})
    answered(slack, with_pause, "digest weekly monday 09:00 utc", CLEO)
    answered(slack, with_pause, "digest pause until 2026-12-02", CLEO)
    with_pause.close()
    slack.world.people[CLEO] = replace(slack.world.people[CLEO], deleted=True)
    last = posted(slack, bot, MONDAY + WEEK + timedelta(hours=2))
    assert "digest.keep" in buttons(last)

    slack.world.travel((MONDAY + 2 * WEEK + timedelta(hours=2)).timestamp())

    assert bot.staff.poster.round().posted == 0


def test_who_may_can_keep_it_and_looks_after_it_then(slack: LocalSlack, bot: Bot) -> None:
    last = last_one(slack, bot)

    assert press(slack, bot, last, "keep") == last

    kept = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    assert lines(kept)[:2] == [
        "It stays, and you look after it:",
        "• Every Monday at 09:00 (UTC), set by <@U0ADA>",
    ]
    assert "• Next: Monday 7 December 2026 at 09:00: " in kept.text
    assert "keep" not in str(posted(slack, bot, MONDAY + WEEK + timedelta(hours=2)).blocks)


def test_others_cannot_keep_it(slack: LocalSlack, bot: Bot) -> None:
    press(slack, bot, last_one(slack, bot), "keep", BEN)

    assert "may change its digest" in slack.from_bot(MLOPS, seen_by=BEN)[-1].text
    found = subscription(slack, bot)
    assert found
    assert (found.owner, found.paused) == (CLEO, Pause.OWNER_LEFT)


def test_who_resumes_it_looks_after_it_too(slack: LocalSlack, bot: Bot) -> None:
    last_one(slack, bot)

    resumed = answered(slack, bot, "digest resume")

    assert "set by <@U0ADA>" in resumed.text


def test_nothing_is_made_up_for_when_it_is_kept_late(slack: LocalSlack, bot: Bot) -> None:
    last = last_one(slack, bot)
    slack.world.travel((MONDAY + WEEK + timedelta(hours=6)).timestamp())

    press(slack, bot, last, "keep")

    assert bot.staff.poster.round().posted == 0
    assert "left out" not in answered(slack, bot, "digest").text


def test_keeping_what_is_paused_or_off_starts_nothing(slack: LocalSlack, bot: Bot) -> None:
    last = last_one(slack, bot)
    bot.get(command(slack, "digest pause"))

    press(slack, bot, last, "keep")

    assert PAUSES[Pause.ASKED] in slack.from_bot(MLOPS, seen_by=ADA)[-1].text

    bot.get(command(slack, "digest off"))
    press(slack, bot, last, "keep")

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text.startswith("This channel has no digest: ")
    assert subscription(slack, bot) is None
