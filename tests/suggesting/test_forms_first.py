"""Forms are opened before questions are answered: Slack lets it be done for three seconds."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from bot.names import COMMAND, FIND_RESOURCES, SUGGEST_LINK, Action
from bot.tenants.tenant import respond
from bot.transports.dispatch import Dispatch, read_request
from bot.turns import Turns
from bot.work import Work
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.faults import RESPONSE_URL
from bot.workspace.world import Json
from tests.bot.rig import Bot, click, command
from tests.digest.asking import answered
from tests.suggesting.acting import URL, asked, cards, suggested

QUESTIONS = ("istio", "linkerd", "metallb")

Way = Callable[[LocalSlack, Bot], Json]


def suggest(slack: LocalSlack, _: Bot, text: str = f"Suggest {URL}") -> Json:
    return slack.act.slash_command(text, BEN, MLOPS, COMMAND)


def shortcut(slack: LocalSlack, _: Bot, name: str = SUGGEST_LINK) -> Json:
    return slack.touch.shortcut(slack.act.say("istio", ADA, MLOPS), BEN, name)


def offer(slack: LocalSlack, bot: Bot) -> Json:
    bot.get(slack.act.direct_message(f"suggest {URL}", BEN))
    return click(slack, slack.from_bot("D0BEN")[-1], Action.SUGGEST, BEN)


def card(slack: LocalSlack, bot: Bot, act: str) -> Json:
    suggested(slack, bot)
    return click(slack, cards(slack)[-1], f"suggestion.{act}")


def digest(slack: LocalSlack, bot: Bot) -> Json:
    return click(slack, answered(slack, bot, "digest"), "digest.change")


def more(slack: LocalSlack, bot: Bot) -> Json:
    return click(slack, asked(slack, bot, "kubernetes"), Action.MORE, BEN)


FORMS: dict[str, Way] = {
    "command": suggest,
    "command without a link": partial(suggest, text=" suggest "),
    "shortcut": shortcut,
    "offer": offer,
    "edit": partial(card, act="edit"),
    "decline": partial(card, act="decline"),
    "digest": digest,
}
OTHERS: dict[str, Way] = {
    "question": partial(suggest, text="suggest a book on istio"),
    "shortcut": partial(shortcut, name=FIND_RESOURCES),
    "more": more,
}


def done(slack: LocalSlack, bot: Bot, last: Json) -> list[str]:
    """Let questions wait, and something behind them; gives the calls in their order."""
    turns = Turns(longest=3600)
    work = Work(turns, bot.metrics)
    waiting = [read_request(each) for each in (*(command(slack, q) for q in QUESTIONS), last)]

    async def receive() -> None:
        dispatch = Dispatch(partial(respond, bot.house, bot.tenants), turns, bot.metrics, work)
        for request in waiting:
            assert request
            await dispatch(request, "1")

    turns.begin()
    asyncio.run(receive())
    turns.end()
    work.shutdown()
    ways = ("views.open", RESPONSE_URL)
    return [each.name for each in slack.traffic if each.name in ways][-len(waiting) :]


@pytest.mark.parametrize("way", FORMS.values(), ids=FORMS)
def test_a_form_goes_before_questions_that_wait(slack: LocalSlack, bot: Bot, way: Way) -> None:
    assert done(slack, bot, way(slack, bot)) == ["views.open", *len(QUESTIONS) * [RESPONSE_URL]]

    answers = slack.from_bot(MLOPS, seen_by=ADA)[-len(QUESTIONS) :]
    assert [q for q, each in zip(QUESTIONS, answers, strict=True) if f"“{q}”" in each.text] == [
        *QUESTIONS
    ]


@pytest.mark.parametrize("way", OTHERS.values(), ids=OTHERS)
def test_all_else_waits_behind_them(slack: LocalSlack, bot: Bot, way: Way) -> None:
    assert done(slack, bot, way(slack, bot)) == [RESPONSE_URL] * (len(QUESTIONS) + 1)

    answers, last = (slack.from_bot(MLOPS, seen_by=person)[-1] for person in (ADA, BEN))
    assert float(answers.ts) < float(last.ts)
