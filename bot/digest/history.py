"""Looks whether a digest stands in its channel, by the metadata that it carries."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.identity import PERMANENT
from bot.names import SLOT_EVENT
from bot.replies import asked, code_of
from bot.store import Slot
from bot.wire import ERROR_CODE, HALF_DONE, RATE_LIMITED

MARGIN = timedelta(days=8)
"""How much before its time a digest may stand there: clocks may differ."""

PAGE = 999  # the most that Slack gives
PAGES = 10


TOKEN = PERMANENT - {"missing_scope", "no_permission"}
"""Errors of the token, which may be mended; they say nothing of the channel."""


class CannotLookError(Exception):
    """Slack does not let us look, or there is too much to be read; waiting does not help."""


class NotNowError(Exception):
    """Slack could not tell just now."""


def metadata_of(slot: Slot) -> dict[str, object]:
    """What a digest carries, to be recognised by; everybody in the channel may read it."""
    return {"event_type": SLOT_EVENT, "event_payload": {"slot": slot.name}}


def find_post(client: WebClient, slot: Slot, due: datetime, us: str) -> str | None:
    """Give the `ts` of the digest of a slot, written by the bot's user `us`; None if none stands.

    Raises:
        CannotLookError: for want of the scope `channels:history`, or since we left the channel.
        NotNowError: when it is worth trying again.
    """
    return find_marked(client, slot.channel, metadata_of(slot), due - MARGIN, us)


def find_marked(
    client: WebClient, channel: str, mark: Mapping[str, object], since: datetime, us: str
) -> str | None:
    """Give the `ts` of the message with these metadata that `us` wrote; None if none stands.

    Raises the same.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            page = asked(
                partial(
                    client.conversations_history,
                    channel=channel,
                    oldest=str(since.timestamp()),
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor,
                )
            )
        except (OSError, HTTPException) as error:
            raise NotNowError(str(error)) from error
        except SlackApiError as error:
            reason = code_of(error)
            is_code = ERROR_CODE.fullmatch(reason) and error.response.status_code < 500
            if reason in RATE_LIMITED | HALF_DONE | TOKEN or not is_code:
                raise NotNowError(reason[:100]) from error
            raise CannotLookError(reason) from error
        for message in page.get("messages") or []:
            if message.get("user") == us and _carries(mark, message.get("metadata")):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    raise CannotLookError("too many messages since then")


def _carries(mark: Mapping[str, object], metadata: object) -> bool:
    """Tell whether metadata are these, whatever Slack adds to them."""
    if not isinstance(metadata, dict) or metadata.get("event_type") != mark["event_type"]:
        return False
    payload, ours = metadata.get("event_payload"), mark["event_payload"]
    return isinstance(payload, dict) and isinstance(ours, dict) and ours.items() <= payload.items()
