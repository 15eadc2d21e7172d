"""Whatever comes in over HTTP, signed or not, is no failure of ours, and costs no memory."""

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as st

from bot.workspace import LocalSlack
from tests.bot.process import Process, eventually
from tests.security.often import OFTEN
from tests.security.wires import Headers, answer_to, connected, head, memory

MIB = 1024 * 1024
HEADER_TEXT = st.text(st.characters(exclude_characters="\r\n", max_codepoint=0xFFFF), max_size=40)
KINDS = st.sampled_from(
    [
        *(
            "application/json",
            "application/x-www-form-urlencoded",
            "text/plain",
            "",
            "é",
            ";;=",
            "*/*",
        ),
        *("multipart/form-data", "multipart/form-data; boundary=x", "application/json; charset=no"),
    ]
)
WORDS = st.sampled_from(
    """
    type team team_id user user_id command event event_callback block_actions view_submission
    shortcut actions container view authorizations enterprise_id id payload api_app_id T0LOCAL
    challenge url_verification ssl_check trigger_id state values is_enterprise_install true
    """.split()  # noqa: SIM905
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    JSONS.map(lambda value: json.dumps(value).encode()),
    JSONS.map(lambda value: urlencode({"payload": json.dumps(value)}).encode()),
    st.dictionaries(WORDS, st.text(max_size=8), max_size=8).map(
        lambda value: urlencode(value, errors="replace").encode()
    ),
)
PACKED = st.sampled_from([bytes, gzip.compress, zlib.compress, lambda body: body[:-1]])
EXTRA: st.SearchStrategy[Headers] = st.lists(
    st.one_of(
        st.tuples(st.just("Content-Encoding"), st.sampled_from(["gzip", "deflate", "br", "x", ""])),
        st.tuples(st.just("Expect"), st.sampled_from(["100-continue", "x"])),
        st.tuples(st.just("Connection"), st.sampled_from(["close", "Upgrade", "keep-alive"])),
        st.tuples(st.just("Upgrade"), st.sampled_from(["websocket", "h2c"])),
        st.tuples(st.sampled_from(["X-Request-Id", "Cookie", "X-Slack-Retry-Num"]), HEADER_TEXT),
        st.tuples(st.sampled_from(["X-Slack-Signature", "X-Slack-Request-Timestamp"]), HEADER_TEXT),
        st.tuples(st.just("Host"), HEADER_TEXT),
    ),
    max_size=3,
)


def status_of(reply: bytes) -> int:
    """Read the status; 0 where the connection was closed without one."""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", reply)
    assert found or not reply
    return int(found[1]) if found else 0


def signed(slack: LocalSlack, body: bytes) -> Headers:
    """Sign any bytes: what stands for no text is signed as if another stood there."""
    return list(slack.signature(body.decode(errors="replace")).items())


def chunked(pieces: Iterable[bytes]) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def surprises(log: str) -> list[str]:
    """List what was said before each traceback, but for payloads that Slack would not send."""
    said = re.findall(r"(.*)\n(?:Traceback|\s+\+ Exception)", log)
    return [line for line in said if line and "request not understood" not in line]


@given(
    body=BODIES,
    kind=KINDS,
    extra=EXTRA,
    is_signed=st.booleans(),
    packed=PACKED,
    framing=st.sampled_from(["length", "chunks", "both", "none", "short", "long"]),
    path=st.sampled_from(
        [*3 * ["/slack/events"], "/slack/events?x=%zz", "/", "/metrics", "//", "*"]
    ),
    method=st.sampled_from([*9 * ["POST"], "GET", "PUT", "HEAD", "CONNECT", "PRI"]),
)
@OFTEN
@example(b"{}", "application/json", [], True, bytes, "length", "/slack/events", "POST")
def test_no_request_is_a_failure_of_ours(
    far_slack: LocalSlack,
    process: Process,
    body: bytes,
    kind: str,
    extra: Headers,
    is_signed: bool,
    packed: object,
    framing: str,
    path: str,
    method: str,
) -> None:
    before = len(process.log)
    body = packed(body)  # type: ignore[operator]
    headers = [("Content-Type", kind), *extra, *(signed(far_slack, body) if is_signed else [])]
    sent = chunked([body]) if framing in ("chunks", "both") and body else body
    if framing in ("chunks", "both"):
        headers.append(("Transfer-Encoding", "chunked"))
    if framing not in ("chunks", "none"):
        length = len(body) + {"short": -1, "long": 1}.get(framing, 0)
        headers.append(("Content-Length", str(length)))

    is_half = framing in ("long", "both")
    reply = answer_to(process, head(headers, path, method) + sent, is_all=is_half)
    status = status_of(reply.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n"))

    assert status < 500
    assert surprises(process.log[before:]) == []


@OFTEN
@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"\r\n", b"POST ", b" HTTP/1.1"])))
def test_no_bytes_are_a_failure_of_ours(process: Process, pieces: list[bytes]) -> None:
    before = len(process.log)

    assert status_of(answer_to(process, b"".join(pieces), is_all=True)) < 500

    assert surprises(process.log[before:]) == []


def test_who_breaks_off_at_any_moment_is_no_failure_of_ours(
    far_slack: LocalSlack, process: Process
) -> None:
    body = b'{"type": "url_verification", "challenge": "x"}'
    whole = head([("Content-Length", str(len(body))), *signed(far_slack, body)]) + body
    before = len(process.log)
    for end in range(0, len(whole), 3):
        with connected(process) as wire:
            wire.sendall(whole[:end])

    assert status_of(answer_to(process, whole)) == 200
    assert "Traceback" not in process.log[before:]


def junk(chance: random.Random, slack: LocalSlack) -> bytes:
    body = chance.randbytes(chance.choice([0, 10, 1000, 100_000]))
    headers = [("Content-Type", "application/json"), ("X-Request-Id", chance.randbytes(8).hex())]
    if chance.random() < 0.7:
        headers += signed(slack, body)
    if chance.random() < 0.3:
        return head([*headers, ("Transfer-Encoding", "chunked")]) + chunked([body] if body else [])
    return head([*headers, ("Content-Length", str(len(body)))]) + body


def test_thousands_of_requests_leave_nothing_behind(
    far_slack: LocalSlack, process: Process, full: bool
) -> None:
    chance = random.Random(1)

    def send(count: int) -> int:
        for _ in range(count):
            assert status_of(answer_to(process, junk(chance, far_slack))) in (200, 400, 401)
        return memory(process)

    send(500)  # until all that is kept from one request to the next is there
    before = memory(process)

    assert send(20_000 if full else 2000) - before < 4 * MIB


def test_a_body_that_never_ends_takes_no_memory(far_slack: LocalSlack, process: Process) -> None:
    before, piece = memory(process), b"x" * 65536
    fresh = signed(far_slack, b"x")  # a time that is right, as anybody may write it
    for framing in [("Transfer-Encoding", "chunked"), ("Content-Length", str(30 * MIB))]:
        with connected(process) as wire:
            wire.sendall(head([*fresh, framing]))
            with suppress(OSError):  # it has enough soon
                for _ in range(30 * MIB // len(piece)):
                    wire.sendall(chunked([piece])[:-5] if "chunked" in framing else piece)

        assert memory(process) - before < 20 * MIB


def test_what_is_refused_is_counted_and_not_written_down(
    far_slack: LocalSlack, process: Process
) -> None:
    def refused() -> float:
        page = answer_to(process, head([("Connection", "close")], "/metrics", "GET")).decode()
        found = re.search(r'refused_requests_total\{reason="signature"\} ([\d.]+)', page)
        return float(found[1]) if found else 0

    before, body = refused(), b'{"text": "zebrafish"}'
    forged = [(name, value[:-1] + "x") for name, value in signed(far_slack, b"other")]
    for headers in (forged[:1], forged[1:], signed(far_slack, b"other")):
        framed = [*headers, ("Content-Length", str(len(body)))]
        assert status_of(answer_to(process, head(framed) + body)) == 401

    eventually(lambda: refused() == before + 3)
    assert "zebrafish" not in process.log
