"""Reads the pages that `book` wrote back into the tables of catalogue files.

Whatever finds no place is reported with its line, so that nothing is lost unseen.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from knowledge.curating.book import SEPARATOR
from knowledge.curating.canonical import document
from knowledge.curating.markdown import LINK, Block, Kind, address, blocks, parts_of, unescaped
from knowledge.loading import TOPICS_FILE
from knowledge.models import FORMAT_NAMES, Catalogue, CuratedResource, Topic
from knowledge.order import BOOK_FILE
from knowledge.problems import Problem

Table = dict[str, Any]

RESERVED = frozenset(file.removesuffix(".toml") for file in (BOOK_FILE, TOPICS_FILE))
"""Names of files that hold no chapter."""

_MARK = re.compile(r"<!-- (book|part|chapter|topics)(?:: (\S*))? -->")
_ANCHOR = re.compile(r'<a id="([^"]*)"></a>')
_CREDIT = re.compile(
    r"(?: by (?:\*(?P<both>(?:\\.|[^*\\])+)\*|(?P<author>(?:\\.|[^*\\])+?)))?"
    r"(?:, \*(?P<publisher>(?:\\.|[^*\\])+)\*)?"
)
_NAME = re.compile(r"\*\*((?:\\.|[^*\\])+)\*\*")
_LABEL = re.compile(r"\*\*([A-Z][a-z ]+):\*\* (.*)")
_FORMATS = {name: format for format, name in FORMAT_NAMES.items()}
_CONTENT = re.compile(r", \d+ resources?")
_FRAME = ("<details><summary>Questions that it answers</summary>", "</details>")


@dataclass
class Shelf:
    """What was read so far: the tables of files, and what found no place."""

    book: Table = field(default_factory=dict)
    parts: dict[str, Table] = field(default_factory=dict)  # by folder
    chapters: dict[str, tuple[Table, list[Table]]] = field(default_factory=dict)  # by name
    topics: list[Table] = field(default_factory=list)
    unplaced: list[Problem] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, str]]:
        """Write the catalogue's files: yields the name of each and its text."""
        if self.book:
            for folder, part in self.parts.items():
                inside = [n for n in self.chapters if n.rpartition("/")[0] == folder]
                part["chapters"] = [name.removeprefix(f"{folder}/") for name in inside]
            parts = [part for part in self.parts.values() if part.get("intro")]
            yield BOOK_FILE, document(self.book, "part", parts)
        for name, (head, resources) in self.chapters.items():
            yield f"{name}.toml", document(head, "resource", resources)
        if self.topics:
            yield TOPICS_FILE, document({}, "topic", self.topics)

    def miss(self, page: str, block: Block, why: str) -> None:
        self.unplaced.append(Problem(page, f"line {block.line}", f"{why}: {block.text}"))


def is_ours(text: str) -> bool:
    """Tell whether `book` wrote a page."""
    return _MARK.match(text) is not None


def read_page(text: str, page: str, shelf: Shelf) -> None:
    """Take in a page of a book of ours."""
    mark = _MARK.match(text)
    kind, name = mark.groups(default="") if mark else ("", "")
    name = unquote(name)
    rest = [block for block in blocks(text) if not (mark and block.line == 1)]
    is_taken = (kind == "chapter" and name in shelf.chapters) or (
        kind == "part" and name in shelf.parts
    )
    if is_taken or not _is_place(kind, name):
        why = "stands on another page already" if is_taken else "is no place in a catalogue"
        for block in rest:
            shelf.miss(page, block, f"belongs to the {kind} {name}, which {why}")
    elif kind == "topics":
        body = rest[_is_title(rest) :]
        shelf.topics += _entries(body, page, shelf, _topic_head, _topic_line)
    elif kind == "chapter":
        head, body = _opening(rest)
        entries = _entries(body, page, shelf, _resource_head, _resource_line)
        shelf.chapters[name] = head, entries
    else:
        head, body = _opening(rest)
        if kind == "part":
            shelf.parts[name] = {"folder": name, **head}
            body = [block for block in body if not _is_content(block)]
        elif "intro" in head:
            shelf.book = head
        elif head.get("title", Catalogue.title) != Catalogue.title:
            shelf.miss(page, rest[0], "has no introduction below it")
        for block in body:
            shelf.miss(page, block, "has no place")


def _is_content(block: Block) -> bool:
    """Tell whether a bullet of a part is a chapter, which has a page of its own."""
    linked = LINK.match(block.text) if block.kind is Kind.ITEM else None
    if linked is None or not _CONTENT.fullmatch(block.text, linked.end()):
        return False
    parts = parts_of(address(linked["url"] or ""))
    return parts.path.endswith(".md") and not (parts.scheme or parts.netloc)


def _is_place(kind: str, name: str) -> bool:
    """Tell whether a part or a chapter may have a name: as one of a folder or a file of its own."""
    if kind not in ("part", "chapter") or (kind, name) == ("part", ""):
        return True
    if (kind == "chapter" and name in RESERVED) or any(sign in name for sign in "\\:\0"):
        return False
    return not any(piece in ("", ".", "..") for piece in name.split("/"))


def _is_title(found: Sequence[Block]) -> bool:
    return bool(found) and found[0].kind is Kind.HEADING and found[0].depth == 1


def _opening(found: Sequence[Block]) -> tuple[Table, list[Block]]:
    """Take the title and the introduction off the beginning of a page."""
    rest = list(found)
    head: Table = {}
    if _is_title(rest):
        head["title"] = unescaped(rest.pop(0).text)
    if rest and rest[0].kind is Kind.TEXT and rest[0].depth == 0:
        head["intro"] = unescaped(rest.pop(0).text)
    return head, rest


def _entries(
    found: Sequence[Block],
    page: str,
    shelf: Shelf,
    begin: Callable[[str], Table | None],
    go_on: Callable[[Table, Block], bool],
) -> list[Table]:
    """Read bullets, each with the indented lines that follow it."""
    tables: list[Table] = []
    section: str | None = None
    for block in found:
        if block.kind is Kind.HEADING and block.depth == 2:
            section = unescaped(block.text)
        elif block.kind is Kind.ITEM and block.depth == 0 and (table := begin(block.text)):
            tables.append(table | ({"section": section} if section else {}))
        elif not (tables and block.depth and go_on(tables[-1], block)):
            shelf.miss(page, block, "has no place")
    return [_ordered(table) for table in tables]


def _ordered(table: Table) -> Table:
    fields = Topic.model_fields if "name" in table else CuratedResource.model_fields
    return {name: table[name] for name in fields if name in table}


def _resource_head(line: str) -> Table | None:
    anchor = _ANCHOR.match(line)
    link = LINK.match(line, anchor.end()) if anchor else None
    credit = _CREDIT.fullmatch(line, link.end()) if link else None
    if not (anchor and link and credit):
        return None
    table = {
        "id": unquote(anchor[1]),
        "title": unescaped(link["text"]),
        "url": address(link["url"]),
        "author": credit["author"] or credit["both"],
        "publisher": credit["publisher"] or credit["both"],
    }
    return {
        key: unescaped(value) if key in ("author", "publisher") else value
        for key, value in table.items()
        if value
    }


def _resource_line(table: Table, block: Block) -> bool:
    text = block.text
    if block.kind not in (Kind.ITEM, Kind.TEXT):
        return False
    if block.kind is Kind.ITEM:
        table.setdefault("answers", []).append(unescaped(text))
        return True
    if text in _FRAME:
        return True
    if labelled := _LABEL.fullmatch(text):
        label, said = labelled.groups()
        if label == "Note":
            return _put(table, "note", unescaped(said))
        if label == "In it":
            return _put(table, "covers", _texts(said))
        key = {"Topics": "topics", "Before it": "needs", "After it": "next"}.get(label)
        return _put(table, key, _ids(said)) if key else False
    if "facts" not in table and "summary" not in table and (facts := _facts(text)) is not None:
        table |= facts | {"facts": text}
        return True
    return _put(table, "summary", unescaped(text))


def _put(table: Table, key: str, value: object) -> bool:
    """Take in a value; False where there is one already, or where nothing was understood."""
    if key in table or not value:
        return False
    table[key] = value
    return True


def _facts(text: str) -> Table | None:
    facts: Table = {}
    for fact in text.split(SEPARATOR):
        if fact in _FORMATS:
            facts["format"] = _FORMATS[fact]
        elif fact in ("beginner", "intermediate", "advanced"):
            facts["level"] = fact
        elif minutes := re.fullmatch(r"(\d{1,4000}) min", fact):
            facts["minutes"] = int(minutes[1])
        elif fact == "paid":
            facts["free"] = False
        elif fact != "free":
            return None
    return facts


def _topic_head(line: str) -> Table | None:
    anchor = _ANCHOR.match(line)
    name = _NAME.fullmatch(line, anchor.end()) if anchor else None
    return {"id": unquote(anchor[1]), "name": unescaped(name[1])} if anchor and name else None


def _topic_line(table: Table, block: Block) -> bool:
    if block.kind is not Kind.TEXT:
        return False
    labelled = _LABEL.fullmatch(block.text)
    if labelled is None:
        return _put(table, "definition", unescaped(block.text))
    label, said = labelled.groups()
    if key := {"Also written": "aliases", "May mean it": "ambiguous"}.get(label):
        return _put(table, key, _texts(said))
    if key := {"Learn first": "prerequisites", "Related": "related"}.get(label):
        return _put(table, key, _ids(said))
    if label == "Part of":
        ids = _ids(said)
        return len(ids) == 1 and _put(table, "broader", ids[0])
    return label == "Resources"  # which say themselves what they are about


def _texts(said: str) -> list[str]:
    return [unescaped(text) for text in said.split(SEPARATOR)]


def _ids(said: str) -> list[str]:
    """Read links to resources or topics as their ids; none unless all of them are links."""
    links = [LINK.fullmatch(piece) for piece in said.split(SEPARATOR)]
    ids = [unquote(parts_of(address(found["url"] or "")).fragment) for found in links if found]
    return ids if len(ids) == len(links) and all(ids) else []
