"""`/mlops-learn …`: a question in, an answer out that only the asker sees."""

import pytest

from bot.names import Action
from bot.workspace import ADA, BEN, MLOPS, RANDOM, LocalSlack
from tests.bot.drawing import only_titles, parsed
from tests.bot.rig import Bot, buttons, command, first_buttons, links


def test_a_question_gets_an_answer_that_only_the_asker_sees(slack: LocalSlack, bot: Bot) -> None:
    response = bot.get(command(slack, "how does MetalLB work"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert response.status == 200
    assert "https://metallb.io" in links(answer)
    assert len(links(answer)) == 3
    assert first_buttons(answer) == [Action.SHARE, Action.MORE, Action.PATH]
    assert slack.from_bot(MLOPS) == []
    assert slack.from_bot(MLOPS, seen_by=BEN) == []


def test_the_bot_answers_where_it_is_not_a_member(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "istio", channel=RANDOM))

    (answer,) = slack.from_bot(RANDOM, seen_by=ADA)
    assert links(answer)


@pytest.mark.parametrize("text", ["", "   ", "help", " HELP ", "?!", "<@U0BOT>"])
def test_without_a_question_it_says_how_to_ask(slack: LocalSlack, bot: Bot, text: str) -> None:
    bot.get(command(slack, text))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert "/mlops-learn your question" in answer.text
    assert "digest" in answer.text


def test_a_question_that_begins_with_help_is_a_question(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "help me understand istio"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert any("istio" in link for link in links(answer))


def test_it_says_honestly_that_it_has_nothing(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "what's for lunch"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert "I have nothing yet on “what's for lunch”." in answer.text
    assert links(answer) == []
    assert buttons(answer) == [Action.SUGGEST]


def test_what_to_know_before_opening_is_said(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "torchserve"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert "Note: TorchServe is no longer maintained" in str(answer.blocks)


def test_a_very_long_text_is_answered(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "how does MetalLB work " + "x" * 40_000))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert "https://metallb.io" in links(answer)
    assert len(answer.text) < 4000


def test_what_a_person_types_can_do_no_harm(slack: LocalSlack, bot: Bot) -> None:
    evil = "<!channel> &lt; <https://evil.example|https://kubernetes.io> <@U0BEN> istio zyzzyva"

    bot.get(command(slack, evil))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert "evil.example" not in answer.text
    assert not any(sign in answer.text for sign in ("<!", "<@", "<http", "<#"))
    assert "evil.example" not in str(answer.blocks)
    assert only_titles(answer.blocks)
    assert links(answer)
    assert "zyzzyva" not in str(parsed(answer.blocks))


def test_slack_may_send_the_same_command_twice(slack: LocalSlack, bot: Bot) -> None:
    payload = command(slack, "istio")

    bot.get(payload)
    bot.get(payload)

    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1
