"""A first draft of an entry, from a link: what can be told by looking, and blanks for the rest."""

import re
import unicodedata
from collections.abc import Container
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from knowledge.curating.canonical import document
from knowledge.finder import Finder
from knowledge.links import same_page, web_address, without_tracking
from knowledge.models import CuratedResource
from knowledge.names import Names, topics_of
from knowledge.whole_file import write_whole

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
"""Stands where a person has to decide, as an empty list does: `check` says what may stand there."""


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
    table: dict[str, Any] = {
        "id": unused(slug(title) or _last_words(url), taken),
        "title": title,
        "url": url,
        "author": author or BLANK,
        "format": format_of(url),
        "level": BLANK,
        "topics": list(topics_of(title, names)),
        "summary": BLANK,
        "answers": [],
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


def _last_words(url: str) -> str:
    parts = urlsplit(url)
    path = re.sub(r"(?:/index)?\.(?:html?|md|php|aspx?)$", "", parts.path)
    pieces = [slug(piece) for piece in (parts.hostname or "", *path.split("/"))]
    return next((piece for piece in reversed(pieces) if piece), "link")


def words_of(url: str) -> str:
    """Give the words of an address that may tell what stands there; those of a video do not."""
    if format_of(url) == "video":
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    site = "" if host in _HOSTS else host.rpartition(".")[0]
    found = re.findall(r"[A-Za-z]{2,}", f"{site} {parts.path}")
    return " ".join(word for word in found if word.lower() not in _PLACES)


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


def add_draft(
    root: Path, finder: Finder, url: str, title: str, author: str, chapter: str | None
) -> tuple[Path, int]:
    """Put a sketch at the end of a chapter, the one that fits best unless it is named.

    Gives the file, and the line at which the entry begins.

    Raises:
        ValueError: when the link is no web address or known, or there is no such chapter.
        OSError: when the chapter cannot be written; it is then as it was.
    """
    catalogue = finder.catalogue
    try:
        web_address(url)
    except PydanticCustomError as error:
        raise ValueError(f"{url}: {error.message()}") from None
    url = without_tracking(url)
    known = next((r for r in catalogue.resources if same_page(r.url) == same_page(url)), None)
    if known:
        raise ValueError(f"{url} is in the catalogue already, as {known.id}: {known.title}")
    names = [chapter.name for chapter in catalogue.chapters]
    name = chapter or fitting(title or words_of(url), finder)
    if name not in names:
        why = f"{chapter} is no chapter" if chapter else f"{title or url} fits none surely"
        raise ValueError(f"{why}; choose one with --chapter: {', '.join(names)}")
    file = root / f"{name}.toml"
    table = draft(url, Names(catalogue.topics), title=title, author=author, taken=catalogue.by_id)
    text = file.read_text(encoding="utf-8")
    text += ("" if text.endswith("\n") else "\n") + "\n"
    write_whole(file, (text + document({}, "resource", [table])).encode())
    return file, text.count("\n") + 1


def fitting(about: str, finder: Finder) -> str:
    """Choose the chapter of what answers best to a title, or to the words of an address."""
    best = next((match.resource for match in finder.ask(about, limit=1).matches), None)
    for chapter in finder.catalogue.chapters:
        if best in chapter.resources:
            return chapter.name
    return BLANK
