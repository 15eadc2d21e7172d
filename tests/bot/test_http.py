"""The bot as a process over HTTP: signed requests are answered, all others refused."""

import gzip
import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from bot.names import Action
from bot.transports.http import BODY_LIMIT
from bot.workspace import ADA, MLOPS, LocalSlack
from tests.bot.process import Process, eventually
from tests.bot.rig import click, command, links, mention


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture(scope="module")
def bot(slack: LocalSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with Process(slack, tmp_path_factory.mktemp("http"), http=True) as running:
        yield running


def post(bot: Process, body: bytes, headers: list[tuple[str, str]]) -> int:
    """Send exactly these headers, twice the same one if need be."""
    parts = urlsplit(bot.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    connection.putrequest("POST", "/slack/events")
    for name, value in [*headers, ("Content-Length", str(len(body)))]:
        connection.putheader(name, value.encode("utf-8"))
    connection.endheaders(body)
    status = connection.getresponse().status
    connection.close()
    return status


def signed(slack: LocalSlack, body: str, moment: int | None = None) -> list[tuple[str, str]]:
    return list(slack.signature(body, moment).items())


BODY = json.dumps({"type": "url_verification", "challenge": "x"})
JSON = ("Content-Type", "application/json")
TIME, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


def test_questions_are_answered(slack: LocalSlack, bot: Process) -> None:
    delivery = slack.deliver(command(slack, "how does MetalLB work"))

    assert (delivery.status, delivery.error) == (200, None)
    eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
    answer = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    assert "https://metallb.io" in links(answer)

    slack.deliver(click(slack, answer, Action.SHARE))

    eventually(lambda: slack.from_bot(MLOPS))


def test_a_question_about_payloads_is_answered(slack: LocalSlack, bot: Process) -> None:
    """The field of that name holds what is clicked; here it is a word of a command's text."""
    slack.deliver(command(slack, "payload of an admission webhook"))

    eventually(lambda: any("webhook" in m.text for m in slack.from_bot(MLOPS, seen_by=ADA)))


def test_an_event_delivered_three_times_is_answered_once(slack: LocalSlack, bot: Process) -> None:
    asked = mention(slack, "linkerd")

    deliveries = [slack.deliver(asked, retry) for retry in range(3)]

    assert [delivery.status for delivery in deliveries] == [200, 200, 200]
    thread = asked["event"]["ts"]
    eventually(lambda: [m for m in slack.from_bot(MLOPS) if m.thread == thread])
    slack.deliver(mention(slack, "envoy"))  # whatever was to come came before the next answer
    eventually(lambda: any("envoy" in m.text for m in slack.from_bot(MLOPS)))
    assert len([m for m in slack.from_bot(MLOPS) if m.thread == thread]) == 1


def test_the_address_can_be_verified(slack: LocalSlack, bot: Process) -> None:
    request = Request(f"{bot.url}/slack/events", BODY.encode(), dict([JSON, *signed(slack, BODY)]))

    with urlopen(request, timeout=10) as response:
        assert json.load(response) == {"challenge": "x"}


NOW = "now"  # is told when the test runs


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(TIME, NOW)],
        [(SIGNATURE, "v0=0")],
        [(TIME, NOW), (SIGNATURE, "v0=" + 64 * "0")],
        [(TIME, NOW), (SIGNATURE, "")],
        [(TIME, NOW), (SIGNATURE, "v0=é")],
        [(TIME, "abc"), (SIGNATURE, "v0=0")],
        [(TIME, ""), (SIGNATURE, "v0=0")],
        [(TIME, "-1"), (SIGNATURE, "v0=0")],
        [(TIME, "1.5"), (SIGNATURE, "v0=0")],
        [(TIME, "١٢٣"), (SIGNATURE, "v0=0")],
        [(TIME, "9" * 5000), (SIGNATURE, "v0=0")],
    ],
    ids=lambda headers: " ".join(f"{name[8:12]}={value[:9]}" for name, value in headers) or "none",
)
def test_a_signature_that_is_not_slacks_is_refused(
    bot: Process, headers: list[tuple[str, str]]
) -> None:
    moment = str(int(time.time()))
    headers = [(name, moment if value is NOW else value) for name, value in headers]
    assert post(bot, BODY.encode(), [JSON, *headers]) == 401


@pytest.mark.parametrize("late", [-302, 302])
def test_an_old_signature_is_refused(slack: LocalSlack, bot: Process, late: int) -> None:
    headers = signed(slack, BODY, int(time.time()) - late)

    assert post(bot, BODY.encode(), [JSON, *headers]) == 401


def test_a_signature_of_another_body_is_refused(slack: LocalSlack, bot: Process) -> None:
    assert post(bot, b'{"type": "other"}', [JSON, *signed(slack, BODY)]) == 401


def test_a_second_signature_is_refused(slack: LocalSlack, bot: Process) -> None:
    headers = [JSON, *signed(slack, BODY), (SIGNATURE, "v0=" + 64 * "0")]

    assert post(bot, BODY.encode(), headers) == 401


@pytest.mark.parametrize(
    "body",
    ["{", "[" * 100_000, "[]", "null", '"text"', "payload=[", "payload=1", '{"type": 1}' * 2],
    ids=lambda body: body[:12],
)
def test_a_signed_body_that_cannot_be_read_is_no_failure_of_ours(
    slack: LocalSlack, bot: Process, body: str
) -> None:
    kind = "application/x-www-form-urlencoded" if body.startswith("payload") else JSON[1]

    status = post(bot, body.encode(), [("Content-Type", kind), *signed(slack, body)])

    assert status == 400


def test_a_signed_payload_that_slack_would_not_send_is_acknowledged(
    slack: LocalSlack, bot: Process
) -> None:
    body = json.dumps({"type": "block_actions", "team": {"id": "T0LOCAL"}, "actions": []})
    form = urlencode({"payload": body})
    kind = ("Content-Type", "application/x-www-form-urlencoded")

    assert post(bot, form.encode(), [kind, *signed(slack, form)]) == 200
    eventually(lambda: "request not understood" in bot.log)


def test_bytes_that_are_no_text_are_refused(slack: LocalSlack, bot: Process) -> None:
    assert post(bot, b"\xff\xfe", [JSON, *signed(slack, "x")]) == 401


def test_a_body_too_large_is_refused(slack: LocalSlack, bot: Process) -> None:
    body = "x" * (BODY_LIMIT + 1)

    assert post(bot, body.encode(), [JSON, *signed(slack, body)]) == 413


def test_a_compressed_bomb_is_refused(slack: LocalSlack, bot: Process) -> None:
    bomb = gzip.compress(b"x" * (64 * BODY_LIMIT))

    assert post(bot, bomb, [JSON, *signed(slack, "x"), ("Content-Encoding", "gzip")]) == 401


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_encoded_as_it_says_is_refused(
    slack: LocalSlack, bot: Process, encoding: str
) -> None:
    before = len(bot.log)

    assert post(bot, b"garbage", [JSON, *signed(slack, "x"), ("Content-Encoding", encoding)]) == 401
    assert post(bot, b"garbage", [("Content-Encoding", encoding)]) == 401
    assert "Traceback" not in bot.log[before:]


def exchange(bot: Process, data: bytes) -> bytes:
    parts = urlsplit(bot.url)
    with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=20) as wire:
        wire.sendall(data)
        return wire.recv(100)


def test_a_sender_that_never_finishes_is_cut_off(slack: LocalSlack, bot: Process) -> None:
    headers = [("Host", "x"), ("Content-Length", "9"), *signed(slack, "x")]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)

    reply = exchange(bot, f"POST /slack/events HTTP/1.1\r\n{lines}\r\nx".encode())

    assert b"408" in reply


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00garbage\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
    ],
    ids=["no HTTP", "NUL", "length", "chunks"],
)
def test_what_is_no_http_is_refused_without_a_traceback(bot: Process, data: bytes) -> None:
    before = len(bot.log)

    assert exchange(bot, data).split()[1] == b"400"
    assert "Traceback" not in bot.log[before:]


def test_a_sender_that_breaks_off_leaves_no_traceback(slack: LocalSlack, bot: Process) -> None:
    headers = [("Host", "x"), ("Content-Length", "9"), *signed(slack, "x")]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    before = len(bot.log)
    parts = urlsplit(bot.url)
    with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=20) as wire:
        wire.sendall(f"POST /slack/events HTTP/1.1\r\n{lines}\r\nx".encode())
        time.sleep(0.1)

    eventually(lambda: "reason=unreadable" in bot.log[before:])
    assert "Traceback" not in bot.log[before:]


@pytest.mark.parametrize(
    ("page", "holds"),
    [("healthz", "ok"), ("readyz", "ready"), ("metrics", "mlops_learn_questions_total{")],
)
def test_the_platform_can_look(slack: LocalSlack, bot: Process, page: str, holds: str) -> None:
    slack.deliver(command(slack, "istio"))
    eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))

    with urlopen(f"{bot.url}/{page}", timeout=10) as response:
        text = response.read().decode()

    assert holds in text
    assert slack.app.bot_token not in text
    assert slack.app.signing_secret not in text


def test_no_secret_and_no_failure_stands_in_the_log(slack: LocalSlack, bot: Process) -> None:
    assert slack.app.bot_token not in bot.log
    assert slack.app.signing_secret not in bot.log
    assert "request failed" not in bot.log
    assert "/response/" not in bot.log


def test_the_secrets_that_are_set_are_kept_out_of_the_log(
    slack: LocalSlack, tmp_path: Path
) -> None:
    secret = {"SLACK_SIGNING_SECRET": "HTTP"}  # a word that the bot logs

    with Process(slack, tmp_path, http=True, environment=secret) as bot:
        assert "connection=[secret]" in bot.log


def test_a_port_that_is_taken_is_named(slack: LocalSlack, bot: Process, tmp_path: Path) -> None:
    port = str(urlsplit(bot.url).port)
    second = Process(slack, tmp_path, http=True, environment={"PORT": port})
    second.start()

    assert second.exit_code() == 78
    assert f"PORT {port} cannot be had" in second.log
    assert "Traceback" not in second.log
