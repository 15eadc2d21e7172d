"""Reads anyone's list of links: headings, prose, and bullets such as `[title](url) by author`.

The shallowest headings with links right below them become chapters, deeper ones sections, and the
nearest one above a chapter its folder.
"""

import re
from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from knowledge.curating.book_reading import RESERVED, Shelf
from knowledge.curating.draft import draft, slug, unused
from knowledge.curating.markdown import LINK, Block, Kind, address, blocks, plain
from knowledge.links import web_address
from knowledge.models import SUMMARY_CHARACTERS
from knowledge.names import Names

_DEFINITION = re.compile(r" {0,3}\[([^\]]+)\]:\s+(\S+).*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
_AUTHOR = re.compile(r"^[\s,*_]*by\s+(.+?)(?=\s+[-–—]\s|:\s|$)[\s:–—-]*", re.IGNORECASE)
_IMAGE = re.compile(r"!\[")


def read_list(text: str, page: str, names: Names, shelf: Shelf) -> None:
    """Take in a page; what lies outside its chapters, or beside a link, is reported."""
    found = list(blocks(_resolved(text)))
    level = _chapter_level(found)
    reading = _List(page, names, shelf, level)
    for block in found:
        reading.take(block)
    reading.close()


def _resolved(text: str) -> str:
    """Write links by reference out, and take the definitions away."""
    defined = {name.casefold(): url for name, url in _DEFINITION.findall(text)}

    def written_out(found: re.Match[str]) -> str:
        label, name = found.groups()
        url = defined.get((name or label).casefold())
        return f"[{label}](<{url.strip('<>')}>)" if url else found[0]

    return _REFERENCE.sub(written_out, _DEFINITION.sub("", text))


def _chapter_level(found: Sequence[Block]) -> int:
    """Find the shallowest level of the headings that links stand right below; 0 without any."""
    levels = []
    current = 0
    for block in found:
        if block.kind is Kind.HEADING:
            current = block.depth
        elif block.kind is Kind.ITEM and _web_links(block.text):
            levels.append(current)
    return min(levels, default=0)


def _web_links(line: str) -> list[re.Match[str]]:
    return [found for found in LINK.finditer(line) if _is_web_address(_url(found))]


def _is_web_address(url: str) -> bool:
    try:
        web_address(url)
    except PydanticCustomError:
        return False
    return True


def _url(link: re.Match[str]) -> str:
    return link["bare"] or address(link["url"])


class _List:
    """One pass over the blocks of a page. A heading waits until there is a link below it."""

    def __init__(self, page: str, names: Names, shelf: Shelf, level: int) -> None:
        self._page = page
        self._names = names
        self._shelf = shelf
        self._level = level
        self._waiting: list[Block] = []  # headings, and prose that may introduce a chapter
        self._folder = ""
        self._chapter: str | None = None
        self._section: str | None = None
        self._ids = {table["id"] for _, tables in shelf.chapters.values() for table in tables}
        self._urls = {table["url"] for _, tables in shelf.chapters.values() for table in tables}

    def take(self, block: Block) -> None:
        if block.kind is Kind.HEADING:
            self._heading(block)
        elif block.kind is Kind.ITEM and _web_links(block.text):
            self._item(block)
        elif block.kind is Kind.TEXT and self._chapter is None and not _IMAGE.search(block.text):
            self._waiting.append(block)
        else:
            self._shelf.miss(self._page, block, "has no place")

    def _heading(self, block: Block) -> None:
        self._drop(above=block.depth)
        if block.depth <= self._level:
            self._chapter, self._section = None, None
        self._waiting.append(block)

    def close(self) -> None:
        """Report what still waits."""
        self._drop(above=1)

    def _drop(self, above: int) -> None:
        """Report headings as deep as a new one, or deeper, and prose: no link stood below them."""
        kept = [b for b in self._waiting if b.kind is Kind.HEADING and b.depth < above]
        for block in self._waiting:
            if block not in kept:
                self._shelf.miss(self._page, block, "has no link below it")
        self._waiting = kept

    def _begin(self) -> None:
        """Give the headings that waited, and the prose, their places: a link stands below them."""
        title, intro = "", []
        above = [b for b in self._waiting if b.kind is Kind.HEADING and b.depth < self._level]
        for block in self._waiting:
            if block.kind is Kind.TEXT and self._level and block.depth == 0 and title:
                intro.append(block)
            elif block.kind is Kind.TEXT or block in above[:-1]:
                self._shelf.miss(self._page, block, "has no place")
                continue
            elif block.depth > self._level:
                self._section = plain(block.text)
            elif block.depth == self._level:
                title = plain(block.text)
            else:
                self._folder = slug(plain(block.text))
            for link in _web_links(block.text):
                self._miss(block, "a link in a heading or in prose", link[0])
        self._waiting = []
        if self._chapter is None:
            self._chapter = self._open(title or self._page.removesuffix(".md"), intro)

    def _open(self, title: str, intro: Sequence[Block]) -> str:
        folder = f"{self._folder}/" if self._folder else ""
        taken = {*self._shelf.chapters, *RESERVED}
        name = unused(f"{folder}{slug(title) or 'chapter'}", taken)
        head = {"title": title, "intro": " ".join(plain(block.text) for block in intro)}
        self._shelf.chapters[name] = head, []
        return name

    def _item(self, block: Block) -> None:
        first, *further = _web_links(block.text)
        url = _url(first)
        if url in self._urls:
            return self._shelf.miss(self._page, block, "is in the list already")
        self._begin()
        _, tables = self._shelf.chapters[self._chapter or ""]
        before, after = block.text[: first.start()], block.text[first.end() :]
        author = _AUTHOR.match(after)
        said = plain(after[author.end() :] if author else after).lstrip("-–—:., ")
        fits = len(said) <= SUMMARY_CHARACTERS
        table = draft(
            url,
            self._names,
            title=plain(first["text"] or ""),
            author=plain(author[1]).strip(" .,") if author else None,
            taken=self._ids,
            **({"section": self._section} if self._section else {}),
            **({"summary": said} if said and fits else {}),
        )
        tables.append(table)
        self._ids.add(table["id"])
        self._urls.add(url)
        if plain(before):
            self._miss(block, "words before the link", plain(before))
        if said and not fits:
            self._miss(block, f"more than {SUMMARY_CHARACTERS} characters", said)
        for link in further:
            self._miss(block, "a further link", link[0])

    def _miss(self, block: Block, why: str, text: str) -> None:
        self._shelf.miss(self._page, Block(block.kind, block.depth, text, block.line), why)
