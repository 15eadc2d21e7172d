"""Links that lead where they say, and nowhere that a link should not lead."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

from pydantic_core import PydanticCustomError

HOST = re.compile(r"(?:https?://|\bwww\.)(?:www\.)?(\w[\w.-]*\w)", re.IGNORECASE)
ADDRESS_CHARACTERS = 2000  # chats and browsers take few more


def encoded(url: str) -> str:
    """Percent-encode what is not ASCII, and what would end a link early in a chat."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def web_address(url: str) -> str:
    """Let http and https through, and nothing that could smuggle another scheme or a login."""
    if any(char.isspace() or not char.isprintable() for char in url):
        raise PydanticCustomError("url", "a link holds no spaces or control characters")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise PydanticCustomError("url", "a link starts with https:// or http:// and names a host")
    if "@" in parts.netloc:
        raise PydanticCustomError("url", "a link carries no user name or password")
    if len(encoded(url)) > ADDRESS_CHARACTERS:
        raise PydanticCustomError(
            "url", "a link has at most 2000 characters, with others than ASCII percent-encoded"
        )
    return url


def promises_another(title: str, url: str) -> bool:
    """Tell whether a title, as it is shown, names an address on another host than the link's."""
    shown = (char for char in title if unicodedata.category(char) != "Cf")
    promised = HOST.search(unicodedata.normalize("NFKC", "".join(shown)))
    actual = (urlsplit(url).hostname or "").removeprefix("www.")
    return promised is not None and promised.group(1).lower() != actual


def same_address(url: str) -> str:
    """Fold what servers do not tell apart: the scheme, the host's case, a last slash."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all, which is a fault of its own
        return url
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"
