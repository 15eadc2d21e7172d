"""The same signed bytes, sent again by who has caught them, have no second effect."""

import json
import time
from urllib.parse import urlencode

from bot.names import Action
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.bot.process import Process, eventually
from tests.bot.rig import click, command, mention
from tests.security.wires import answer_to, head

FORM = "application/x-www-form-urlencoded"


def caught(slack: LocalSlack, payload: Json, late: int = 0) -> bytes:
    """Give a whole request, as a wire carries it."""
    if "command" in payload:
        kind, body = FORM, urlencode(payload)
    elif payload["type"] == "event_callback":
        kind, body = "application/json", json.dumps(payload)
    else:
        kind, body = FORM, urlencode({"payload": json.dumps(payload)})
    signature = slack.signature(body, int(time.time()) - late)
    framing = [("Content-Type", kind), ("Content-Length", str(len(body.encode())))]
    return head([*framing, *signature.items()]) + body.encode()


def send(bot: Process, request: bytes) -> int:
    return int(answer_to(bot, request).split()[1])


def settled(slack: LocalSlack, bot: Process) -> None:
    """Wait for another answer, before which whatever else was to come has come."""
    before = len(slack.from_bot(MLOPS))
    send(bot, caught(slack, mention(slack, "envoy")))
    eventually(lambda: any("envoy" in each.text for each in slack.from_bot(MLOPS)[before:]))


def test_a_request_that_comes_again_does_nothing_more(
    far_slack: LocalSlack, process: Process
) -> None:
    slack, bot = far_slack, process
    asked = mention(slack, "linkerd")
    requests = [caught(slack, command(slack, "istio")), caught(slack, asked)]
    for request in requests:
        assert [send(bot, request) for _ in range(3)] == [200, 200, 200]
    eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
    pressed = caught(slack, click(slack, slack.from_bot(MLOPS, seen_by=ADA)[0], Action.MORE))
    assert [send(bot, pressed) for _ in range(3)] == [200, 200, 200]
    settled(slack, bot)

    def private() -> int:
        return len(slack.from_bot(MLOPS, seen_by=ADA))

    eventually(lambda: private() == 2)
    thread = asked["event"]["ts"]
    assert len([each for each in slack.from_bot(MLOPS) if each.thread == thread]) == 1
    settled(slack, bot)
    assert private() == 2


def test_after_five_minutes_it_is_refused(far_slack: LocalSlack, process: Process) -> None:
    asked = command(far_slack, "istio")

    for late in (-302, 302):  # a second or two may pass on the way
        assert send(process, caught(far_slack, asked, late)) == 401
