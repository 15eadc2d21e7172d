"""Who begins requests and never ends them keeps nobody else from being answered."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.workspace import ADA, MLOPS, LocalSlack
from tests.bot.process import Process, eventually
from tests.bot.rig import command
from tests.security.wires import connected, head

MANY = 1100
"""More than a process may have files open, by custom."""

CUSTOMARY = 1024
SECONDS = 3  # that Slack waits


@pytest.fixture
def bot(process: Process) -> Iterator[Process]:
    """The bot as on most machines, however many files this one allows us to open."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    before = resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (CUSTOMARY, hard))
    ours = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(ours[0], min(hard, 4096)), hard))
    yield process
    resource.setrlimit(resource.RLIMIT_NOFILE, ours)
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, before)


def halves(slack: LocalSlack) -> dict[str, bytes]:
    waiting_for_a_body = head([("Content-Length", "9"), *slack.signature("x").items()])
    return {
        "nothing": b"",
        "half a header": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slack-Sig",
        "no body": waiting_for_a_body,
    }


@pytest.mark.parametrize("half", ["nothing", "half a header", "no body"])
def test_a_question_is_answered_beside_many_half_requests(
    far_slack: LocalSlack, bot: Process, half: str
) -> None:
    data = halves(far_slack)[half]
    with ExitStack() as wires:
        for _ in range(MANY):
            wire: socket.socket = wires.enter_context(connected(bot))
            wire.sendall(data)
        before, begun = len(far_slack.from_bot(MLOPS, seen_by=ADA)), time.monotonic()
        delivery = far_slack.deliver(command(far_slack, "how does MetalLB work"))
        took = time.monotonic() - begun

        assert (delivery.status, delivery.error) == (200, None)
        assert took < SECONDS
        eventually(lambda: len(far_slack.from_bot(MLOPS, seen_by=ADA)) > before)

    assert "Traceback" not in bot.log
    assert "out of system resource" not in bot.log


def test_an_open_connection_is_kept_as_long_as_there_is_room(
    far_slack: LocalSlack, bot: Process
) -> None:
    with connected(bot) as wire:
        for _ in range(3):
            wire.sendall(head([], "/healthz", "GET"))
            assert wire.recv(65536).endswith(b"ok")
