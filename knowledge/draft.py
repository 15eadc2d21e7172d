"""A first draft of an entry, from a link: what can be told by looking, and blanks for the rest."""

import re
import unicodedata
from collections.abc import Container
from typing import Any
from urllib.parse import urlsplit

from knowledge.models import CuratedResource
from knowledge.names import Names, topics_of

_HOSTS = {
    "youtube.com": "video",
    "youtu.be": "video",
    "vimeo.com": "video",
    "github.com": "repo",
    "gitlab.com": "repo",
    "arxiv.org": "paper",
    "coursera.org": "course",
    "udemy.com": "course",
    "edx.org": "course",
    "medium.com": "article",
    "dev.to": "article",
    "killercoda.com": "interactive",
}
_PLACES = {"docs": "docs", "documentation": "docs", "blog": "article", "tutorial": "tutorial"}
BLANK = ""
"""Stands where a person has to decide; `check` refuses it, and says what may stand there."""


def draft(
    url: str,
    names: Names,
    *,
    title: str = BLANK,
    author: str | None = None,
    taken: Container[str] = (),
    **known: object,
) -> dict[str, Any]:
    """Sketch the table of a resource: `known` fields as given, the others guessed or blank."""
    topics = list(topics_of(title, names))
    table: dict[str, Any] = {
        "id": unused(slug(title) or slug(urlsplit(url).path) or "untitled", taken),
        "title": title,
        "url": url,
        "author": author or BLANK,
        "format": format_of(url),
        "level": BLANK,
        "topics": topics or [BLANK],
        "summary": BLANK,
        "answers": [BLANK],
        **known,
    }
    return {field: table[field] for field in CuratedResource.model_fields if field in table}


def format_of(url: str) -> str:
    """Guess what stands at an address, by its host and the words of its path."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in _HOSTS:
        return _HOSTS[host]
    for word in re.findall(r"[a-z]+", f"{host} {parts.path}".lower()):
        if word in _PLACES:
            return _PLACES[word]
    return "article"


def slug(text: str) -> str:
    """Write text as an id: small letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:70].strip("-")


def unused(id: str, taken: Container[str]) -> str:
    """Number an id that is taken."""
    candidate, number = id, 1
    while candidate in taken:
        number += 1
        candidate = f"{id}-{number}"
    return candidate
