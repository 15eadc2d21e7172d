"""Draws what went over the wire: a line an exchange, and its JSON when somebody looks."""

import json
from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

from htpy import Node, code, details, div, h3, li, pre, span, summary

from bot.workspace.page.moments import moment
from bot.workspace.traffic import Exchange

SHOWN = 200
SIGNS = {"to the app": "→", "to Slack": "←"}


def exchanges(all_of_them: Iterable[Exchange], zone: tzinfo) -> Node:
    """Draw the last exchanges, newest first."""
    newest_first = sorted(all_of_them, key=lambda exchange: exchange.begun, reverse=True)
    return [_line(exchange, zone) for exchange in newest_first[:SHOWN]]


def _line(exchange: Exchange, zone: tzinfo) -> Node:
    outcome = exchange.error or "ok"
    return li(id=f"exchange-{exchange.number}")[
        details(data_exchange=exchange.number)[
            summary[
                span(".sign", aria_hidden="true")[SIGNS[exchange.way]],
                span(".visually-hidden")[f"{exchange.way}: "],
                code[_name(exchange)],
                span(class_="about" if outcome == "ok" else "error")[f" {outcome}"],
                span(".about")[
                    f" {exchange.milliseconds:.0f} ms · {moment(exchange.at, zone):%H:%M:%S}"
                ],
            ],
            div(".json"),
        ]
    ]


def _name(exchange: Exchange) -> str:
    """Name an exchange by what is in it, where the kind alone says little."""
    sent = exchange.sent
    if exchange.way == "to Slack" or not isinstance(sent, dict):
        return exchange.name
    event = sent.get("event") or {}
    return f"{exchange.name} {sent.get('command') or event.get('type') or sent.get('type')}"


def exchange_in_full(exchange: Exchange) -> Node:
    """Draw both sides of an exchange."""
    return [
        h3["Sent"],
        pre(tabindex="0")[_pretty(exchange.sent)],
        h3["Answered"],
        pre(tabindex="0")[_pretty(exchange.answered)],
    ]


def _pretty(body: Any) -> str:
    """Write JSON to be read; what is text, and holds JSON, as that."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return str(body)
    try:
        return json.dumps(body, indent=2, ensure_ascii=False)
    except RecursionError:
        return "Too deep to be shown."
