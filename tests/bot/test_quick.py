"""What is acknowledged before anything is looked at needs nothing else for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.identity import Identity
from bot.listeners import register
from bot.names import FIND_RESOURCES
from bot.staff import staff_of
from bot.store import open_store
from bot.tenants.tenant import respond
from bot.transports.dispatch import QUICK, Dispatch, kind_of, read_request
from bot.turns import Turns
from bot.work import Work
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.bot.rig import command, house_at, mention, start_bot

AFTER_ACK = "__wrapped__"  # which `after_ack` leaves on what it wraps
KINDS = ("action", "command", "event", "message_shortcut", "shortcut")


class Recording(App):
    """An app that remembers which listeners were registered for what is quick."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-x", signing_secret="x", token_verification_enabled=False)
        self.found: dict[str, Any] = {}


def recorded(kind: str) -> Any:
    def decorate(self: Recording, what: Any, *_: Any, **__: Any) -> Any:
        def note(listener: Any) -> Any:
            self.found[f"{kind} {what}"] = listener
            return listener

        return note

    return decorate


for each in KINDS:
    setattr(Recording, each, recorded(each))


def test_every_listener_of_such_requests_acknowledges_first(tmp_path: Path) -> None:
    recording = Recording()
    house = house_at(open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}"))
    staff = staff_of(recording.client, Identity("T1", "U1", "B1"), house)

    register(recording, staff, ThreadPoolExecutor())

    assert len(recording.found) > 20
    assert [name for name, found in recording.found.items() if not hasattr(found, AFTER_ACK)] == []


def test_what_is_quick_is_told_by_its_kind(slack: LocalSlack) -> None:
    said = slack.act.say("x", ADA, MLOPS)
    payloads: dict[str, Json] = {
        "command": command(slack, "istio"),
        "event_callback": mention(slack, "istio"),
        "message_action": slack.touch.shortcut(said, ADA, FIND_RESOURCES),
        **{kind: {"type": kind} for kind in ("block_actions", "view_submission", "odd")},
    }

    assert {kind for kind, payload in payloads.items() if kind_of(payload) in QUICK} == QUICK


class Later(Executor):
    """Does nothing."""

    def __init__(self) -> None:
        self.left: list[Callable[[], Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.left.append(partial(fn, *args, **kwargs))
        return Future()


def test_a_question_is_acknowledged_before_anything_is_looked_at(
    slack: LocalSlack, tmp_path: Path
) -> None:
    later, turns = Later(), Turns(longest=3600)
    bot = start_bot(slack, tmp_path / "bot.sqlite3", work=later)
    work = Work(turns, bot.metrics)
    looked = []

    def look(request: BoltRequest) -> BoltResponse:
        looked.append(request)
        return respond(bot.house, bot.tenants, request)

    dispatch = Dispatch(look, turns, bot.metrics, work)
    request = read_request(command(slack, "how does MetalLB work"))
    assert request

    turns.begin()
    response = asyncio.run(dispatch(request, "1"))

    assert (response.status, response.body) == (200, "")
    assert looked == []
    turns.end()
    work.shutdown()
    assert looked == [request]
    assert later.left == []  # nothing was put off again
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1
    bot.store.close()
