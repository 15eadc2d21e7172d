"""Links that lead where they say, and nowhere that a link should not lead."""

import re
import unicodedata
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from pydantic_core import PydanticCustomError

HOST = re.compile(r"(?:https?://|\bwww\.)(?:www\.)?(\w[\w.-]*\w)", re.IGNORECASE)
TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|mc_[ce]id|[fg]clid|gad_source|msclkid|igshid|yclid|_hs\w+|ref|ref_src"
    r"|trk|si|feature|source|share_id|cmpid|ocid|spm",
    re.IGNORECASE,
)
"""Parameters that follow people around, and change nothing of what is shown."""

MARKED = re.compile(r"<(?P<link>[^<>|]*)(?:\|[^<>]*)?>")
"""A link as chats mark it, maybe with a label."""

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
    if not any(map(str.isalnum, host or "")) or parts.scheme not in ("http", "https"):
        raise PydanticCustomError("url", "a link starts with https:// or http:// and names a host")
    if "@" in parts.netloc:
        raise PydanticCustomError("url", "a link carries no user name or password")
    if len(encoded(url)) > ADDRESS_CHARACTERS:
        raise PydanticCustomError(
            "url", "a link has at most 2000 characters, with others than ASCII percent-encoded"
        )
    return url


def typed_link(text: str) -> str:
    """Take a link as a person typed it: without chat markup, and without what follows people.

    Raises:
        ValueError: with a sentence that says what is wrong with it.
    """
    link = text.strip()
    if marked := MARKED.fullmatch(link):
        link = marked["link"].strip()
        for char, entity in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
            link = link.replace(entity, char)
    try:
        return web_address(without_tracking(web_address(link)))
    except PydanticCustomError as error:
        said = error.message()
        raise ValueError(f"{said[0].upper()}{said[1:]}.") from None


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


def same_page(url: str) -> str:
    """Fold also what seldom tells pages apart, for whoever asks whether a link is known already.

    These are the part within a page, what follows people around, `www`, the name of an index page,
    and the forms in which YouTube and arXiv write the address of one video or paper.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = re.sub(r"/(?:index\.\w+)?$", "", parts.path)
    if host == "youtu.be":
        return f"youtube.com{path}"
    if host == "youtube.com" and (video := parse_qs(parts.query).get("v")):
        return f"youtube.com/{video[0]}"
    if host == "arxiv.org":
        return host + re.sub(r"^/(?:abs|pdf|html)(/.*?)(?:v\d+)?(?:\.pdf)?$", r"\1", path)
    return f"{host}{path}?{urlsplit(without_tracking(url)).query}"


def without_tracking(url: str) -> str:
    """Take the parameters out that follow people around; without any, nothing is changed."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not TRACKING.fullmatch(name)]
    return url if kept == given else parts._replace(query=urlencode(kept)).geturl()
