"""`@mlops-learn …`: an answer in the thread of the message, once."""

import pytest

from bot.names import Action
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from tests.bot.rig import Bot, first_buttons, links, mention


def test_a_mention_is_answered_in_its_thread(slack: LocalSlack, bot: Bot) -> None:
    asked = mention(slack, "k8s svc types")

    bot.get(asked)

    (answer,) = slack.from_bot(MLOPS)
    assert answer.thread == asked["event"]["ts"]
    assert links(answer)
    assert first_buttons(answer) == [Action.MORE, Action.PATH]


def test_a_follow_up_in_the_thread_is_answered_there(slack: LocalSlack, bot: Bot) -> None:
    question = slack.act.say("anyone knows service meshes?", BEN, MLOPS)

    bot.get(mention(slack, "what is istio", question.ts))
    bot.get(mention(slack, "and linkerd?", question.ts))

    answers = slack.from_bot(MLOPS)
    assert [answer.thread for answer in answers] == [question.ts, question.ts]
    assert any("linkerd" in link for link in links(answers[1]))


@pytest.mark.parametrize("text", ["", "help", "Help!"])
def test_without_a_question_it_says_how_to_ask(slack: LocalSlack, bot: Bot, text: str) -> None:
    bot.get(mention(slack, text))

    assert "/mlops-learn your question" in slack.from_bot(MLOPS)[0].text


@pytest.mark.parametrize("author", ["another bot", "the bot itself"])
def test_bots_are_not_answered(slack: LocalSlack, bot: Bot, author: str) -> None:
    own = author == "the bot itself"
    user, bot_id = (slack.app.bot_user, slack.app.bot_id) if own else (BEN, "B0OTHER")
    said = slack.act.say(f"<@{slack.app.bot_user}> istio", user, MLOPS, bot_id=bot_id)

    bot.get(slack.act.event("app_mention", said))

    assert not any(call.name.startswith("chat.") for call in slack.calls)


def test_an_edited_mention_is_not_answered_again(slack: LocalSlack, bot: Bot) -> None:
    asked = mention(slack, "what is isto")
    bot.get(asked)

    bot.get(slack.act.edit(asked, "what is istio"))

    assert len(slack.from_bot(MLOPS)) == 1


def test_a_message_that_only_an_edit_addressed_to_the_bot_is_answered(
    slack: LocalSlack, bot: Bot
) -> None:
    said = slack.act.event("app_mention", slack.act.say("what is istio", ADA, MLOPS))

    bot.get(slack.act.edit(said, "what is istio"))

    assert len(slack.from_bot(MLOPS)) == 1


def test_a_message_in_a_channel_that_does_not_name_the_bot_is_left_alone(
    slack: LocalSlack, bot: Bot
) -> None:
    said = slack.act.say("what is istio", ADA, MLOPS)

    response = bot.get(slack.act.event("message", said))

    assert response.status == 200
    assert slack.from_bot(MLOPS) == []
