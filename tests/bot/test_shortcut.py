"""*Find resources*: picks for somebody else's question, shown to the one who asked for them."""

from bot.names import Action
from bot.views.sentences import NO_WORDS
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from tests.bot.rig import Bot, click, first_buttons, links, shortcut


def test_picks_are_shown_to_the_one_who_asked_for_them(slack: LocalSlack, bot: Bot) -> None:
    question = slack.act.say("our pods cannot resolve service names", BEN, MLOPS)

    bot.get(shortcut(slack, question))

    (private,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert links(private)
    assert first_buttons(private) == [Action.POST_IN_THREAD, Action.MORE, Action.PATH]
    assert slack.from_bot(MLOPS) == []


def test_picks_for_a_reply_are_posted_in_its_thread(slack: LocalSlack, bot: Bot) -> None:
    first = slack.act.say("we have a problem", BEN, MLOPS)
    reply = slack.act.say("pods cannot resolve service names", BEN, MLOPS, thread=first.ts)
    bot.get(shortcut(slack, reply))
    (private,) = slack.from_bot(MLOPS, seen_by=ADA)

    bot.get(click(slack, private, Action.POST_IN_THREAD))

    assert [message.thread for message in slack.from_bot(MLOPS)] == [first.ts]


def test_a_message_without_words_is_told_so(slack: LocalSlack, bot: Bot) -> None:
    question = slack.act.say(":tada:", BEN, MLOPS)

    bot.get(shortcut(slack, question))

    assert slack.from_bot(MLOPS, seen_by=ADA)[0].text == NO_WORDS


def test_the_same_shortcut_delivered_twice_shows_one_answer(slack: LocalSlack, bot: Bot) -> None:
    payload = shortcut(slack, slack.act.say("istio", BEN, MLOPS))

    bot.get(payload)
    bot.get(payload)

    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1
