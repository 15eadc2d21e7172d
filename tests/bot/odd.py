"""Replies that Slack never gives, but what answers in its place may."""

from aiohttp import web

from bot.workspace.faults import Fault

ODD = {
    "a list": b"[1]",
    "an empty list": b"[]",
    "a text": b'"hi"',
    "nothing": b"null",
    "no text": b"\xff\xfe\x00",
    "an error that is an object": b'{"ok": false, "error": {"a": 1}}',
    "an error that is a list": b'{"ok": false, "error": ["x"]}',
    "no error": b'{"ok": false}',
    "nested too deep": b"[" * 200_000 + b"]" * 200_000,
}


def odd(body: bytes, *, charset: str = "utf-8", takes_effect: bool = False) -> Fault:
    headers = {"Content-Type": f"application/json; charset={charset}"}
    return Fault(takes_effect, lambda: web.Response(body=body, headers=headers))
