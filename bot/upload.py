"""Brings a file to one person, in their direct message with the bot."""

from dataclasses import dataclass
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.views.blocks import Message
from bot.views.sentences import sentence

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class File:
    """`alt` says in words what it shows, to those who cannot see it."""

    name: str
    title: str
    content: bytes
    alt: str


def upload(
    client: WebClient, person: str, said: Message, file: File, *, no_scope: str, not_confirmed: str
) -> None:
    """Write to somebody, and let the file follow; where it does not, what was said says so then.

    Slack shares files in channels alone, not with a person's id, and asks for the scope `im:write`
    to tell the channel of a direct message. A message to the person tells it as well.
    """
    posted = client.chat_postMessage(channel=person, **said)
    channel = str(posted["channel"])
    try:
        client.files_upload_v2(
            channel=channel,
            filename=file.name,
            title=file.title,
            content=file.content,
            alt_txt=file.alt,
        )
    except (SlackClientError, OSError, HTTPException, ValueError) as error:
        log.exception("file not brought", file=file.name)
        lacks = isinstance(error, SlackApiError) and error.response.get("error") == "missing_scope"
        instead = sentence(no_scope if lacks else not_confirmed)
        text, blocks = instead["text"], instead["blocks"]
        client.chat_update(channel=channel, ts=str(posted["ts"]), text=text, blocks=blocks)
