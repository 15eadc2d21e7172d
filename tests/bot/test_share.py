"""*Share in channel* and *Post in thread*: a private answer made public, once."""

import pytest

from bot.names import Action
from bot.views.sentences import CANNOT_POST, FAILED, NOT_A_MEMBER, UNCONFIRMED
from bot.workspace import ADA, BEN, MLOPS, RANDOM, LocalSlack, faults
from bot.workspace.faults import RESPONSE_URL
from bot.workspace.world import Message
from tests.bot.rig import Bot, click, command, first_buttons, links, shortcut


def private_answer(slack: LocalSlack, bot: Bot, channel: str = MLOPS) -> Message:
    bot.get(command(slack, "how does MetalLB work", channel=channel))
    return slack.from_bot(channel, seen_by=ADA)[-1]


def test_sharing_posts_the_same_answer_and_removes_the_private_one(
    slack: LocalSlack, bot: Bot
) -> None:
    private = private_answer(slack, bot)

    bot.get(click(slack, private, Action.SHARE))

    (public,) = slack.from_bot(MLOPS)
    assert links(public) == links(private)
    assert public.text.startswith("<@U0ADA> shared: ")
    assert {"type": "user", "user_id": ADA} in public.blocks[0]["elements"][0]["elements"]
    assert first_buttons(public) == [Action.MORE, Action.PATH]
    assert slack.from_bot(MLOPS, seen_by=ADA) == []


def test_sharing_works_where_the_bot_is_not_a_member(slack: LocalSlack, bot: Bot) -> None:
    private = private_answer(slack, bot, RANDOM)

    bot.get(click(slack, private, Action.SHARE))

    assert len(slack.from_bot(RANDOM)) == 1


def test_a_second_click_shares_nothing(slack: LocalSlack, bot: Bot) -> None:
    private = private_answer(slack, bot)
    first, second = (click(slack, private, Action.SHARE) for _ in range(2))

    bot.get(first)
    bot.get(second)

    assert len(slack.from_bot(MLOPS)) == 1


def test_after_a_refusal_sharing_can_be_tried_again(slack: LocalSlack, bot: Bot) -> None:
    private = private_answer(slack, bot)
    slack.fail(RESPONSE_URL, faults.refused("some_error_of_tomorrow"))

    bot.get(click(slack, private, Action.SHARE))

    assert slack.from_bot(MLOPS) == []
    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text == FAILED

    bot.get(click(slack, private, Action.SHARE))

    assert len(slack.from_bot(MLOPS)) == 1


@pytest.mark.parametrize(
    "fault",
    [faults.lost_reply(), faults.unavailable(takes_effect=True), faults.html(takes_effect=True)],
    ids=["lost reply", "503", "html"],
)
def test_an_unconfirmed_share_is_never_tried_again(
    slack: LocalSlack, bot: Bot, fault: faults.Fault
) -> None:
    private = private_answer(slack, bot)
    slack.fail(RESPONSE_URL, fault)

    bot.get(click(slack, private, Action.SHARE))
    bot.get(click(slack, private, Action.SHARE))

    assert len(slack.from_bot(MLOPS)) == 1
    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text == UNCONFIRMED


def test_a_private_answer_that_cannot_be_removed_is_left(slack: LocalSlack, bot: Bot) -> None:
    private = private_answer(slack, bot)
    payload = click(slack, private, Action.SHARE)
    slack.world.remove(private)  # the person dismissed it meanwhile

    bot.get(payload)

    assert len(slack.from_bot(MLOPS)) == 1


def picks(slack: LocalSlack, bot: Bot, channel: str = MLOPS) -> tuple[Message, Message]:
    question = slack.act.say("how do I expose an app on bare metal?", BEN, channel)
    bot.get(shortcut(slack, question))
    return question, slack.from_bot(channel, seen_by=ADA)[-1]


def test_picks_are_posted_in_the_thread_of_the_question(slack: LocalSlack, bot: Bot) -> None:
    question, private = picks(slack, bot)

    bot.get(click(slack, private, Action.POST_IN_THREAD))

    (public,) = slack.from_bot(MLOPS)
    assert public.thread == question.ts
    assert links(public) == links(private)
    assert slack.from_bot(MLOPS, seen_by=ADA) == []


def test_where_the_bot_is_no_member_it_says_how_to_invite_it(slack: LocalSlack, bot: Bot) -> None:
    _, private = picks(slack, bot, RANDOM)

    bot.get(click(slack, private, Action.POST_IN_THREAD))

    assert slack.from_bot(RANDOM) == []
    assert [m.text for m in slack.from_bot(RANDOM, seen_by=ADA)] == [private.text, NOT_A_MEMBER]

    slack.world.channel(RANDOM).members.add(slack.app.bot_user)
    bot.get(click(slack, private, Action.POST_IN_THREAD))

    assert len(slack.from_bot(RANDOM)) == 1


def test_in_an_archived_channel_it_says_that_it_cannot_post(slack: LocalSlack, bot: Bot) -> None:
    _, private = picks(slack, bot)
    slack.world.channel(MLOPS).is_archived = True

    bot.get(click(slack, private, Action.POST_IN_THREAD))

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text == CANNOT_POST


def test_a_post_that_is_refused_after_a_wait_keeps_the_private_answer(
    slack: LocalSlack, bot: Bot
) -> None:
    _, private = picks(slack, bot)
    slack.fail("chat.postMessage", faults.rate_limited(1))
    slack.fail("chat.postMessage", faults.refused("is_archived"))

    bot.get(click(slack, private, Action.POST_IN_THREAD))

    assert slack.from_bot(MLOPS) == []
    assert [m.text for m in slack.from_bot(MLOPS, seen_by=ADA)] == [private.text, CANNOT_POST]


def test_an_unconfirmed_post_keeps_the_private_answer(slack: LocalSlack, bot: Bot) -> None:
    _, private = picks(slack, bot)
    slack.fail("chat.postMessage", faults.lost_reply())

    bot.get(click(slack, private, Action.POST_IN_THREAD))
    bot.get(click(slack, private, Action.POST_IN_THREAD))

    assert len(slack.from_bot(MLOPS)) == 1
    assert [m.text for m in slack.from_bot(MLOPS, seen_by=ADA)] == [private.text, UNCONFIRMED]
