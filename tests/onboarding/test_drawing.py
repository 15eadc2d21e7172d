"""Proposals and items as they are drawn: within Slack's limits, and nothing in them is parsed."""

import pytest

from bot.views.blocks import Message
from bot.views.plan_item import Item, Standing, item_message
from bot.views.plan_offer import (
    Offer,
    decided_message,
    offer_message,
    proposed_message,
    weeks_in_words,
)
from bot.workspace.blocks import block_problems
from knowledge import Resource
from tests.bot.drawing import strings

EVIL = "<!channel> & <@U0ADA> *now* > " * 20
PLAN = "0" * 32


def resource(minutes: int | None = None) -> Resource:
    return Resource.model_validate(
        {"id": "a", "title": EVIL, "url": "https://example.org/a", "minutes": minutes}
    )


def offer(*minutes: int | None) -> Offer:
    return Offer(PLAN, "U0ADA", EVIL, 2, [resource(each) for each in minutes])


def item(standing: Standing, *, is_done: bool = False, pace: int = 2) -> Item:
    return Item(
        plan=PLAN,
        title=EVIL,
        resource=resource(),
        number=999,
        total=1000,
        pace=pace,
        standing=standing,
        next="on Thursday, 3 December",
        is_done=is_done,
    )


DRAWN = [
    *(item_message(item(each, is_done=done)) for each in Standing for done in (True, False)),
    *(item_message(item(Standing.LATEST, pace=pace)) for pace in (1, 3)),
    offer_message(offer(*[None] * 8)),
    offer_message(offer()),
    proposed_message("U0BEN", EVIL),
    decided_message("U0BEN", EVIL, accepted=True),
]


@pytest.mark.parametrize("drawn", DRAWN)
def test_it_keeps_slacks_limits_and_nothing_in_it_is_parsed(drawn: Message) -> None:
    assert block_problems(drawn["blocks"]) == []
    assert "<!" not in drawn["text"]
    assert "<@U0ADA> *" not in drawn["text"]
    parsed = [block["text"]["text"] for block in drawn["blocks"] if block["type"] == "section"]
    assert not any("<!" in text or text.count("<") > 1 for text in parsed)


@pytest.mark.parametrize(
    ("minutes", "size"),
    [
        ((60, 60, 60, 60), "Two weeks, two items a week, about 4 h in all."),
        ((60, 60, None, None), "Two weeks, two items a week, about 4 h in all."),
        ((60, None, None, None), "Two weeks, two items a week."),
        ((5,), "One week, two items a week, about 1 h in all."),
    ],
)
def test_the_time_is_told_where_most_of_it_is_known(
    minutes: tuple[int | None, ...], size: str
) -> None:
    assert size in " ".join(strings(offer_message(offer(*minutes))["blocks"]))


def test_weeks_are_counted_in_words() -> None:
    assert weeks_in_words(8, 2) == "four weeks, two items a week"
    assert weeks_in_words(8, 3) == "three weeks, three items a week"
    assert weeks_in_words(1, 1) == "one week, one item a week"
    assert weeks_in_words(9, 1) == "9 weeks, one item a week"
