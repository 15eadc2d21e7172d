"""What a Slack sends: commands and mentions, each with a question and its number."""

import json
import time
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from benchmarks.serving.names import APP, BOT_USER, SECRET, TEAM
from bot.transports.signature import sign
from knowledge import load

PEOPLE, CHANNELS = 200, 20

NONE: Mapping[str, str] = MappingProxyType({})


def questions() -> Iterator[str]:
    """Give questions that the catalogue answers, no two of them the same, without an end."""
    known = [question for resource in load().resources for question in resource.answers]
    yield from known
    turn = 0
    while True:
        turn += 1
        for place, question in enumerate(known):
            another = known[(place + 97 * turn) % len(known)]
            yield f"{question} {another.split()[-1]}"


def command(number: int, question: str, slack: str) -> dict[str, str]:
    """Make what Slack sends for a slash command; it is answered at `slack`/answer/`number`."""
    return {
        "token": "deprecated",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": f"C{number % CHANNELS:08}",
        "channel_name": f"channel-{number % CHANNELS}",
        "user_id": f"U{number % PEOPLE:08}",
        "user_name": f"person-{number % PEOPLE}",
        "command": "/mlops-learn",
        "text": question,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": f"{slack}answer/{number}",
        "trigger_id": f"{number}.{TEAM}.trigger",
    }


def mention(number: int, question: str) -> dict[str, object]:
    """Make what Slack sends for a message that calls the bot; its `ts` holds the number."""
    return {
        "token": "deprecated",
        "team_id": TEAM,
        "api_app_id": APP,
        "type": "event_callback",
        "event_id": f"Ev{number:010}",
        "event_time": 1_700_000_000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "event": {
            "type": "app_mention",
            "user": f"U{number % PEOPLE:08}",
            "channel": f"C{number % CHANNELS:08}",
            "text": f"<@{BOT_USER}> {question}",
            "ts": timestamp(number),
            "event_ts": timestamp(number),
        },
    }


def timestamp(number: int) -> str:
    """Write a question's number as the `ts` of a message."""
    return f"17{number:08}.000100"


def number_of(timestamp: str) -> int:
    """Read a question's number out of the `ts` of its message."""
    return int(timestamp[2:10])


def request(payload: Mapping[str, object], headers: Mapping[str, str] = NONE) -> bytes:
    """Encode a payload as a request over HTTP, signed as of now."""
    if "command" in payload:
        kind, body = "application/x-www-form-urlencoded", urlencode(payload).encode()
    else:
        kind, body = "application/json", json.dumps(payload).encode()
    now = str(int(time.time()))
    lines = {
        "Host": "127.0.0.1",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept": "*/*",
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": sign(SECRET.encode(), now, body),
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body
