"""Payloads reach a bot over Socket Mode or HTTP, again where Slack would try again."""

import asyncio
import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self
from urllib.parse import parse_qs
from urllib.request import urlopen

import pytest
from aiohttp import ClientSession
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.socket_mode import CONNECTIONS
from bot.workspace.world import Json


class Client(threading.Thread):
    """A bot on one connection, which acknowledges what it gets unless told otherwise."""

    def __init__(self, slack: LocalSlack, reply: Json | None = None) -> None:
        super().__init__()
        self._slack = slack
        self._reply = reply
        self._client = WebClient(slack.app.app_token, base_url=slack.api_url)
        self.frames: list[Json] = []
        self.envelopes: list[Json] = []

    def run(self) -> None:
        asyncio.run(self._listen())

    async def _listen(self) -> None:
        url = str(self._client.api_call("apps.connections.open")["url"])
        async with ClientSession() as session, session.ws_connect(url) as link:
            async for message in link:
                frame = message.json()
                self.frames.append(frame)
                if "envelope_id" in frame:
                    self.envelopes.append(frame)
                    answer = {"envelope_id": frame["envelope_id"]}
                    await link.send_json(answer | ({"payload": self._reply} if self._reply else {}))

    def __enter__(self) -> Self:
        self.start()
        while not self.frames:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._slack.end_connections("close")
        self.join()


def mention(slack: LocalSlack) -> Json:
    return slack.act.mention("istio", ADA, MLOPS)


def command(slack: LocalSlack) -> Json:
    return slack.act.slash_command("istio", ADA, MLOPS, "/mlops-learn")


def test_a_connection_begins_with_hello(slack: LocalSlack) -> None:
    with Client(slack) as bot:
        assert bot.frames[0]["type"] == "hello"
        assert bot.frames[0]["connection_info"] == {"app_id": slack.app.id}


def test_an_envelope_is_acknowledged(slack: LocalSlack) -> None:
    payload = mention(slack)
    with Client(slack) as bot:
        delivery = slack.deliver(payload)

    (envelope,) = bot.envelopes
    assert (delivery.attempts, delivery.error) == (1, None)
    assert (envelope["type"], envelope["payload"]) == ("events_api", payload)
    assert envelope["accepts_response_payload"] is False
    assert envelope["retry_attempt"] == 0


def test_what_comes_with_the_acknowledgement_of_a_command_is_shown(slack: LocalSlack) -> None:
    with Client(slack, reply={"text": "hello"}):
        slack.deliver(command(slack))

    (shown,) = slack.messages(MLOPS, seen_by=ADA)
    assert shown.text == "hello"


def test_without_a_connection_nothing_is_delivered(slack: LocalSlack) -> None:
    assert slack.deliver(command(slack)).error == "connection_failed"


def test_a_command_that_is_not_acknowledged_has_timed_out(slack: LocalSlack) -> None:
    with Client(slack) as bot:
        slack.end_connections("freeze")
        delivery = slack.deliver(command(slack))
        slack.end_connections("reset")

    assert (delivery.attempts, delivery.error) == (1, "http_timeout")
    assert bot.envelopes == []


def test_an_event_that_is_not_acknowledged_comes_again(slack: LocalSlack) -> None:
    payload = mention(slack)
    assert slack.deliver(payload).attempts == 4  # nobody is connected

    with Client(slack) as bot:
        slack.deliver(payload, retry=1)

    (envelope,) = bot.envelopes
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (1, "timeout")
    assert envelope["payload"]["event_id"] == payload["event_id"]


def test_envelopes_go_to_one_connection_each(slack: LocalSlack) -> None:
    with Client(slack) as one, Client(slack) as other:
        for _ in range(4):
            slack.deliver(mention(slack))

    assert (len(one.envelopes), len(other.envelopes)) == (2, 2)


def test_an_app_has_so_many_connections_and_no_more(slack: LocalSlack) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(Client(slack))
        extra = stack.enter_context(Client(slack))

        assert extra.frames[0]["reason"] == "too_many_websockets"
        assert slack.connections == CONNECTIONS


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_the_end_of_a_connection_is_announced(slack: LocalSlack, reason: str) -> None:
    with Client(slack) as bot:
        slack.ask_to_reconnect(reason)

    assert [(frame["type"], frame.get("reason")) for frame in bot.frames[1:]] == [
        ("disconnect", reason)
    ]


def test_the_address_of_a_connection_is_good_for_one_use(slack: LocalSlack) -> None:
    client = WebClient(base_url=slack.api_url, retry_handlers=[])
    url = str(client.apps_connections_open(app_token=slack.app.app_token)["url"])
    address = url.replace("ws://", "http://")

    with pytest.raises(OSError, match="400"):  # it is no WebSocket, but it is a use
        urlopen(address, timeout=5)
    with pytest.raises(OSError, match="401"):
        urlopen(address, timeout=5)


def test_a_port_that_is_taken_is_an_error_and_not_a_hang(slack: LocalSlack) -> None:
    taken = int(slack.url.rstrip("/").rpartition(":")[2])

    with pytest.raises(OSError, match="in use"), LocalSlack(port=taken):
        pass


class Receiver:
    """A bot over HTTP that does as it is told."""

    def __init__(self, *statuses: int, headers: dict[str, str] | None = None) -> None:
        self.bodies: list[str] = []
        self.headers: list[dict[str, str]] = []
        receiver, waiting = self, list(statuses)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                receiver.bodies.append(self.rfile.read(length).decode())
                receiver.headers.append(dict(self.headers))
                self.send_response(waiting.pop(0) if waiting else 200)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def test_requests_are_signed_as_slack_signs_them(slack: LocalSlack) -> None:
    payload = command(slack)
    with Receiver() as bot:
        slack.deliver_to(bot.url)
        delivery = slack.deliver(payload)

    assert (delivery.status, delivery.error) == (200, None)
    assert SignatureVerifier(slack.app.signing_secret).is_valid_request(
        bot.bodies[0], bot.headers[0]
    )
    assert parse_qs(bot.bodies[0])["text"] == [payload["text"]]


def test_an_event_that_fails_comes_three_times_more(slack: LocalSlack) -> None:
    payload = mention(slack)
    with Receiver(500, 500, 500, 500) as bot:
        slack.deliver_to(bot.url)
        delivery = slack.deliver(payload)

    assert (delivery.attempts, delivery.error) == (4, "http_error")
    assert [headers.get("X-Slack-Retry-Num") for headers in bot.headers] == [None, "1", "2", "3"]
    assert {json.loads(body)["event_id"] for body in bot.bodies} == {payload["event_id"]}


def test_a_bot_can_ask_for_no_retry(slack: LocalSlack) -> None:
    with Receiver(500, headers={"X-Slack-No-Retry": "1"}) as bot:
        slack.deliver_to(bot.url)
        delivery = slack.deliver(mention(slack))

    assert delivery.attempts == 1


def test_a_command_is_tried_once(slack: LocalSlack) -> None:
    with Receiver(500) as bot:
        slack.deliver_to(bot.url)
        delivery = slack.deliver(command(slack))

    assert (delivery.attempts, delivery.error) == (1, "http_error")


def test_a_bot_that_is_not_there_is_told_so(slack: LocalSlack) -> None:
    with Receiver() as bot:
        url = bot.url
    slack.deliver_to(url)

    assert slack.deliver(command(slack)).error == "connection_failed"
