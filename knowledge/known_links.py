"""Whether the catalogue knows a link: as it stands, written otherwise, or from before it moved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from knowledge.links import same_address, same_page
from knowledge.models import Catalogue, Resource
from knowledge.words import EMPTY, words


class Likeness(StrEnum):
    """How a known link is like the one that is asked for, the nearest first."""

    SAME = "the same link"
    PARAMETERS = "the same page, written otherwise"
    MOVED = "probably the same page, moved or of another version"


@dataclass(frozen=True)
class KnownLink:
    """A resource of the catalogue whose link is like another one."""

    resource: Resource
    likeness: Likeness


# Parameters that tell which page it is; others tell how it is shown.
_IDENTITY = re.compile(
    r"v|p|q|query|list|item|article|post|page|doc|course|name|path|file|title|\w*id", re.IGNORECASE
)
_VERSION = re.compile(
    r"v\d[\w.-]*|\d{1,3}(?:\.(?:\d{1,3}|x)){1,3}[\w-]*|latest|stable|current|main|master|dev|devel"
    r"|edge|next|nightly|release"
)
_LOCALE = re.compile(
    r"(?:cs|da|de|en|es|fi|fr|hu|it|ja|ko|nl|pl|pt|ro|ru|sv|tr|uk|vi|zh)(?:[-_][a-z]{2,4})?"
)
_NUMBER = re.compile(r"\d{1,2}")
_SUFFIX = re.compile(r"\.(?:html?|md|rst|php)$")
_DATED = re.compile(r"\d{4,}")

# Words that paths of any site are made of, and names of hosts under which many have a site.
_COMMON = EMPTY | {
    word.term
    for word in words(
        "about admin api article articles basic basics best blog blogs book books chapter concept"
        " concepts configuration content course courses deployment doc docs documentation example"
        " examples faq feature features get getting guide guides help home homepage how index"
        " install installation intro introduction learn lesson lessons manual news overview page"
        " pages part post posts practice practices product products quick quickstart readme"
        " reference resource resources section setup site src start started story tag topic topics"
        " tree tutorial tutorials usage use user userguide watch web website wiki"
    )
}
_SHARED_HOSTS = frozenset(
    """
    academy ac app apps blog blogs cloud co com developer developers dev docs documentation edu
    github gitbook gitlab gov help hub io learn medium net netlify notion org
    page pages readthedocs substack support vercel web wiki wordpress www youtube
    """.split()  # noqa: SIM905
)
_CODE_HOSTS = frozenset({"bitbucket.org", "codeberg.org", "github.com", "gitlab.com"})
_UNRELATED = 4
"""Telling words of a path from which on two sites do not have it both by chance."""


class KnownLinks:
    """The links of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._same: dict[str, Resource] = {}
        self._pages: dict[str, Resource] = {}
        self._paths: dict[str, list[tuple[str, Resource]]] = {}
        for resource in catalogue.resources:
            self._same.setdefault(same_address(resource.url), resource)
            for page in _pages(resource.url):
                self._pages.setdefault(page, resource)
            host, path = _place(resource.url)
            self._paths.setdefault(path, []).append((host, resource))

    def find(self, url: str) -> KnownLink | None:
        """Find the resource whose link is most like this one. What is no link is not known."""
        try:
            if urlsplit(url).scheme not in ("http", "https"):
                return None
            pages = _pages(url)
            host, path = _place(url)
        except ValueError:
            return None
        if known := self._same.get(same_address(url)):
            return KnownLink(known, Likeness.SAME)
        for page in pages:
            if known := self._pages.get(page):
                return KnownLink(known, Likeness.PARAMETERS)
        moved = (other for at, other in self._paths.get(path, ()) if _is_moved(path, host, at))
        return next((KnownLink(resource, Likeness.MOVED) for resource in moved), None)


def _pages(url: str) -> Sequence[str]:
    """Give names of the page, the same for whatever else the link says: how it is shown, and where.

    Pages are told apart by what stands behind `#` where that is a path of its own.
    """
    parts = urlsplit(url)
    route = parts.fragment if parts.fragment[:1] in ("/", "!") else ""
    bare = parts._replace(query="", fragment="").geturl()
    return f"{same_page(url)}#{route}", f"{same_page(bare)}{_identity(url)}#{route}"


def _identity(url: str) -> str:
    given = parse_qsl(urlsplit(url).query)
    return "&".join(sorted(f"{name}={value}" for name, value in given if _IDENTITY.fullmatch(name)))


def _place(url: str) -> tuple[str, str]:
    """Give the host, and the path without what tells versions and languages apart."""
    parts = urlsplit(url)
    route = parts.fragment if parts.fragment[:1] in ("/", "!") else ""
    path = _SUFFIX.sub("", unquote(parts.path).lower().rstrip("/"))
    segments = [
        segment
        for segment in path.split("/")
        if segment and not _VERSION.fullmatch(segment) and not _LOCALE.fullmatch(segment)
    ]
    if len(segments) > 1 and _NUMBER.fullmatch(segments[0]):  # docs.python.org/3/library
        del segments[0]
    if segments[-1:] == ["index"]:
        del segments[-1]
    host = (parts.hostname or "").removeprefix("www.")
    return host, f"{'/'.join(segments)}?{_identity(url)}#{route}"


def _is_moved(path: str, host: str, other: str) -> bool:
    """Tell whether a path on two hosts is probably one page; on one host, versions differ alone."""
    if host == other:
        return True
    telling = len(_telling(path))
    if {host, other} <= _CODE_HOSTS or _are_related(host, other):
        return telling > 0
    return telling >= _UNRELATED


def _telling(path: str) -> set[str]:
    """Find the words of a path that not every site has."""
    found = {part.term for word in words(path) for part in word.parts or (word,)}
    return {
        term
        for term in found - _COMMON
        if (len(term) > 2 and not term.isdigit()) or _DATED.fullmatch(term)
    }


def _are_related(host: str, other: str) -> bool:
    """Tell whether two hosts have a name in common: docs.seldon.io and seldon.ai."""
    return bool(_names(host) & _names(other))


def _names(host: str) -> set[str]:
    labels = host.split(".")[:-1]  # without the country or com
    return {label for label in labels if len(label) > 2} - _SHARED_HOSTS
