"""A direct message: the answer right below it."""

import pytest

from bot.courtesy import HELLO, WELCOME
from bot.names import Action
from bot.workspace import ADA, LocalSlack
from tests.bot.rig import Bot, first_buttons, links


def test_a_direct_message_is_answered(slack: LocalSlack, bot: Bot) -> None:
    asked = slack.act.direct_message("how does MetalLB work", ADA)

    bot.get(asked)

    (answer,) = slack.from_bot(asked["event"]["channel"])
    assert "https://metallb.io" in links(answer)
    assert answer.thread is None
    assert first_buttons(answer) == [Action.MORE, Action.PATH]


def test_in_a_thread_it_is_answered_in_the_thread(slack: LocalSlack, bot: Bot) -> None:
    first = slack.act.direct_message("istio", ADA)["event"]
    bot.get(slack.act.direct_message("linkerd", ADA, thread=first["ts"]))

    (answer,) = slack.from_bot(first["channel"])
    assert answer.thread == first["ts"]


def test_help_is_given(slack: LocalSlack, bot: Bot) -> None:
    asked = slack.act.direct_message("Help", ADA)

    bot.get(asked)

    assert "/mlops-learn your question" in slack.from_bot(asked["event"]["channel"])[0].text


def test_an_edit_is_not_answered_again(slack: LocalSlack, bot: Bot) -> None:
    asked = slack.act.direct_message("isto", ADA)
    bot.get(asked)

    bot.get(slack.act.edit(asked, "istio"))

    assert len(slack.from_bot(asked["event"]["channel"])) == 1


def test_its_own_answer_comes_back_as_an_event_and_is_left_alone(
    slack: LocalSlack, bot: Bot
) -> None:
    asked = slack.act.direct_message("istio", ADA)
    bot.get(asked)
    (answer,) = slack.from_bot(asked["event"]["channel"])

    bot.get(slack.act.event("message", answer))

    assert len(slack.from_bot(asked["event"]["channel"])) == 1


@pytest.mark.parametrize("subtype", ["file_share", "me_message", "thread_broadcast"])
def test_what_a_person_wrote_in_another_way_is_answered(
    slack: LocalSlack, bot: Bot, subtype: str
) -> None:
    asked = slack.act.direct_message("istio", ADA)

    bot.get(asked | {"event": asked["event"] | {"subtype": subtype}})

    assert len(slack.from_bot(asked["event"]["channel"])) == 1


@pytest.mark.parametrize(
    "more", [{"bot_id": "B0OTHER"}, {"user": None}, {"subtype": "reminder_add"}]
)
def test_what_no_person_wrote_is_left_alone(
    slack: LocalSlack, bot: Bot, more: dict[str, str | None]
) -> None:
    asked = slack.act.direct_message("istio", ADA)

    bot.get(asked | {"event": asked["event"] | more})

    assert slack.from_bot(asked["event"]["channel"]) == []


@pytest.mark.parametrize("said", ["thanks!", "Thank you so much", "ok cool", "ty :)"])
def test_thanks_are_no_question(slack: LocalSlack, bot: Bot, said: str) -> None:
    asked = slack.act.direct_message(said, ADA)

    bot.get(asked)

    assert slack.from_bot(asked["event"]["channel"])[0].text == WELCOME
    assert bot.store.questions.in_vain(slack.world.team, 9) == []


@pytest.mark.parametrize("said", ["hi", "Hello!", "hey there", "good morning"])
def test_a_greeting_is_returned_with_what_can_be_asked(
    slack: LocalSlack, bot: Bot, said: str
) -> None:
    asked = slack.act.direct_message(said, ADA)

    bot.get(asked)

    assert slack.from_bot(asked["event"]["channel"])[0].text == HELLO
    assert bot.store.questions.in_vain(slack.world.team, 9) == []


@pytest.mark.parametrize("said", ["hello world in docker", "thanks, and what is istio", "a lot"])
def test_with_any_other_word_it_is_a_question(slack: LocalSlack, bot: Bot, said: str) -> None:
    asked = slack.act.direct_message(said, ADA)

    bot.get(asked)

    assert slack.from_bot(asked["event"]["channel"])[0].text not in (HELLO, WELCOME)
