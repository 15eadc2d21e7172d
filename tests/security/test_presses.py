"""Whatever a button is said to carry, a press ends in a sentence or in nothing at all."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.listeners.clicks import OutdatedButtonError
from bot.local import MANIFEST
from bot.names import (
    Action,
    DigestAct,
    GapAct,
    HomeAct,
    Marked,
    PlanAct,
    SuggestionAct,
)
from bot.workspace import ADA, CURATORS, MLOPS, LocalSlack
from bot.workspace.views import View
from bot.workspace.world import Json, Message
from tests.bot.rig import Bot, command, mention, start_bot
from tests.security.markup import HOSTILE, orders
from tests.security.often import OFTEN
from tests.suggesting.acting import opened, suggested

RESOURCE = st.sampled_from(["metallb-site", "nowhere"]) | HOSTILE
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "question": HOSTILE,
    "start": st.sampled_from([0, 1, 5, 10_000, 10_001, -1]) | st.floats(),
    "thread": st.sampled_from(["1.1", "x", None]),
    "wanted": st.just({}) | st.dictionaries(st.text(max_size=3), HOSTILE, max_size=1),
    "everything": st.booleans(),
    "week": st.sampled_from(["2026-W01", "2026-W99", "0000-W00", None]),
    "useful": st.booleans(),
    "resources": st.lists(RESOURCE, max_size=3),
    "wording": HOSTILE,
    "resource": RESOURCE,
    "mark": st.sampled_from([*Marked, None, "x"]),
    "part": st.sampled_from(["kubernetes"]) | HOSTILE,
    "chapter": st.sampled_from(["kubernetes/networking"]) | HOSTILE,
    "topic": st.sampled_from(["istio"]) | HOSTILE,
    "until": st.sampled_from([1, 1_000_000, 0]),
    "plan": st.sampled_from(["0" * 32, "x"]),
    "number": st.integers(0, 3),
    "pace": st.sampled_from([1, 3, 99]),
    "url": st.sampled_from(["https://a.example", "javascript:alert(1)", "http://[::1", "//"]),
    "fills": st.booleans(),
    "suggestion": st.just("0" * 32),
}
CARRIED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (Action.SHARE, Action.POST_IN_THREAD, Action.MORE, "again.easier", "again.x"),
        ("question", "start", "thread", "wanted", "everything"),
    ),
    **dict.fromkeys((Action.PATH, "path.1", Action.BROWSE, "browse.0"), ("chapter", "start")),
    **dict.fromkeys(("browse.1", "browse.99"), ("part", "topic", "until")),
    **dict.fromkeys((Action.SAVE, Action.DONE, Action.NOT_USEFUL, Action.UNMARK), ("resource",)),
    Action.MARK: ("mark", "resource"),
    Action.FEEDBACK: ("useful", "question", "resources"),
    Action.SAVED: ("start",),
    Action.SUGGEST: ("question", "url", "fills"),
    **dict.fromkeys((f"{Action.DIGEST}.{act}" for act in DigestAct), ("week",)),
    **dict.fromkeys((f"{Action.GAP}.{act}" for act in GapAct), ("wording", "start")),
    **dict.fromkeys((f"{Action.PLAN}.{act}" for act in PlanAct), ("plan", "number", "pace")),
    **dict.fromkeys((f"{Action.SUGGESTION}.{act}" for act in SuggestionAct), ("suggestion",)),
    **dict.fromkeys((Action.WHY, Action.CHART, *(f"{Action.HOME}.{act}" for act in HomeAct)), ()),
    **dict.fromkeys(("", "x", "digest.x", "digest.", "plan.x", "home.x", "suggestion.x"), ()),
}
"""What each element carries; those at the end are none."""

RUBBISH = HOSTILE | st.sampled_from(
    ["", "[]", "null", "1", "{", "[" * 5000, '{"start":' + "9" * 4999 + "}"]
)


def carried(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Make up values that are nearly right."""
    some = {name: FIELDS[name] for name in names}
    return st.fixed_dictionaries({}, optional=some).map(json.dumps)


PRESSED = st.sampled_from([*CARRIED.items()]).flatmap(
    lambda item: st.tuples(st.just(str(item[0])), st.one_of(carried(item[1]), RUBBISH))
)


def carriers(value: str) -> list[Json]:
    """Let elements of all kinds carry a value, or nothing."""
    return [
        {"type": "button", "value": value},
        {"type": "overflow", "selected_option": {"value": value}},
        {"type": "plain_text_input", "value": value},
        {"type": "button"},
        {"type": "static_select", "selected_option": None},
        {"type": "multi_static_select", "selected_options": []},
        {"type": "plain_text_input", "value": None},
        {"type": "datepicker", "selected_date": "2026-01-01"},
    ]


BLOCKS = st.sampled_from(["b", "why:C0MLOPS:1.1", "why:", ""]) | HOSTILE


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(MANIFEST) as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Bot]:
    running = start_bot(slack, tmp_path / "bot.sqlite3")
    yield running
    running.close()


def failures(bot: Bot) -> set[str]:
    """Name the kinds of errors that listeners ended in."""
    return set(re.findall(r'failures_total\{error="(\w+)"\}', bot.metrics.page().decode()))


Places = dict[str, Callable[[], Json]]


@pytest.fixture
def places(slack: LocalSlack, bot: Bot) -> Places:
    """Where something can be pressed: each gives a payload, whose action is put in later."""
    bot.get(command(slack, "istio"))
    (private,) = slack.from_bot(MLOPS, seen_by=ADA)
    bot.get(mention(slack, "istio"))
    (public,) = slack.from_bot(MLOPS)
    suggested(slack, bot, link="https://a.example/", title="A")
    card = slack.from_bot(CURATORS)[-1]
    form = opened(slack, bot, person=ADA)

    def on(message: Message) -> Callable[[], Json]:
        return lambda: slack.touch.click(message, first_button(message), ADA)

    def in_form(view: View) -> Callable[[], Json]:
        return lambda: slack.touch.use(view, "suggest.link", value="https://b.example/")

    return {"private": on(private), "public": on(public), "card": on(card), "form": in_form(form)}


def first_button(message: Message) -> str:
    (row, *_) = [block for block in message.blocks if block["type"] == "actions"]
    return str(row["elements"][0]["action_id"])


@OFTEN
@given(
    pressed=PRESSED,
    kind=st.sampled_from([0, 0, 0, *range(8)]),
    block=BLOCKS,
    place=st.sampled_from(["private", "public", "card", "form"]),
)
def test_no_press_is_a_failure_or_an_order_to_slack(
    slack: LocalSlack,
    bot: Bot,
    log: Callable[[], str],
    places: Places,
    pressed: tuple[str, str],
    kind: int,
    block: str,
    place: str,
) -> None:
    (act, value), payload = pressed, places[place]()
    action = {"action_ts": "1.1", "action_id": act, "block_id": block, **carriers(value)[kind]}
    payload["actions"] = [action]
    slack.traffic.clear()

    response = bot.get(payload)

    assert response.status == 200
    assert "request not understood" not in log()
    assert failures(bot) <= {OutdatedButtonError.__name__}, log()[-3000:]
    assert list(orders(slack)) == []
