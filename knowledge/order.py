"""The order in which the book is read: `book.toml` lists parts and chapters, all others follow."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.models import BookHead, Catalogue, Chapter, Part, PartHead, Topic

BOOK_FILE = "book.toml"


@dataclass(frozen=True)
class Order:
    """What `book.toml` says; without one, folders and files come in the order of their names."""

    head: BookHead | None = None
    parts: tuple[PartHead, ...] = ()

    def bind(self, chapters: Mapping[str, Chapter], topics: Mapping[str, Topic]) -> Catalogue:
        """Put the chapters, by name, into a catalogue."""
        listed = [f"{part.folder}/{chapter}" for part in self.parts for chapter in part.chapters]
        ordered = [
            chapters[name] for name in dict.fromkeys((*listed, *chapters)) if name in chapters
        ]
        heads = {part.folder: part for part in self.parts}
        folders = dict.fromkeys((*heads, *(_folder(chapter) for chapter in ordered)))
        parts = tuple(
            _part(folder, heads.get(folder), tuple(c for c in ordered if _folder(c) == folder))
            for folder in folders
        )
        resources = tuple(r for part in parts for c in part.chapters for r in c.resources)
        if self.head:
            return Catalogue(resources, topics, parts, self.head.title, self.head.intro)
        return Catalogue(resources, topics, parts)


def _folder(chapter: Chapter) -> str:
    return chapter.name.rpartition("/")[0]


def _part(folder: str, head: PartHead | None, chapters: tuple[Chapter, ...]) -> Part:
    if head:
        return Part(folder, head.title, head.intro, chapters)
    return Part(folder, folder.rpartition("/")[2].capitalize() or "Chapters", "", chapters)
