"""What became of a link, and how that is told from a server's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a link."""

    ALIVE = "alive"
    MOVED = "moved"
    FORBIDDEN = "forbidden to bots"  # which says nothing of what people see
    BUSY = "busy"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # by us: it leads where no link of a catalogue should

    @property
    def is_failure(self) -> bool:
        """Whether a reader would find nothing; only what fails for days is dead."""
        return self in (Verdict.GONE, Verdict.UNREACHABLE)


@dataclass(frozen=True)
class Seen:
    """What a look at a link showed; `address` is where it leads now, if that is elsewhere."""

    verdict: Verdict
    detail: str = ""
    address: str | None = None
    etag: str | None = None
    modified: str | None = None


_FORBIDDEN = frozenset({401, 402, 403, 405, 406, 407, 418, 451, 999})  # 999 is LinkedIn's
_GONE = frozenset({404, 410})


def judge(status: int, headers: Mapping[str, str]) -> Seen:
    """Judge the last answer to a request for a page; redirects are not for here."""
    said = f"status {status}"
    if "cf-mitigated" in headers:  # Cloudflare asks for a browser, whatever stands behind it
        return Seen(Verdict.FORBIDDEN, said)
    if 200 <= status < 300 or status in (304, 416):  # 416: the page is shorter than was asked for
        return Seen(Verdict.ALIVE, etag=headers.get("ETag"), modified=headers.get("Last-Modified"))
    if status in _GONE:
        return Seen(Verdict.GONE, said)
    if status in _FORBIDDEN:
        return Seen(Verdict.FORBIDDEN, said)
    return Seen(Verdict.BUSY if status == 429 else Verdict.UNREACHABLE, said)


def judge_video(status: int, headers: Mapping[str, str]) -> Seen:
    """Judge what YouTube's oEmbed answers, since the page of a dead video answers 200, too.

    As it was seen to behave: 401 for videos that may not be embedded, which people can watch; 403
    for private ones; 404 for those that were taken down, and 400 for ids that never were one.
    """
    if status == 401:
        return Seen(Verdict.ALIVE)
    if status in (400, 403, 404):
        return Seen(Verdict.GONE, "private video" if status == 403 else "no such video")
    return judge(status, headers)
