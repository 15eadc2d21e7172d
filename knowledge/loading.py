"""Files in, a catalogue out. Whatever is wrong with them is said at once, a line each."""

import json
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extractOne

from knowledge.links import same_address
from knowledge.models import (
    BookHead,
    Catalogue,
    Chapter,
    ChapterHead,
    CuratedResource,
    Entry,
    PartHead,
    Resource,
    Topic,
)
from knowledge.order import BOOK_FILE, Order
from knowledge.problems import CatalogueError, Problem, cure_of

EntryT = TypeVar("EntryT", bound=Entry)
ResourceT = TypeVar("ResourceT", bound=Resource)

SHIPPED = Path(__file__).parent / "catalogue"
TOPICS_FILE = "topics.toml"
LARGEST = 5_000_000
"""Bytes of one file: TOML of that size takes seconds to read, in which nobody is answered."""

Table = dict[str, Any]
Written = tuple[str, str, Table]
"""An entry as it stands in its file, with the names of the file and of itself."""


class UnfitError(OSError):
    """A file that is not to be opened; the message says why, and the cure."""


def fit(file: Path) -> Path:
    """Give a file if it can be read soon, and to its end: of a pipe one may wait for that for ever.

    Raises UnfitError where it cannot.
    """
    if not file.is_file():
        raise UnfitError("is no regular file; take it out or mend the link")
    if file.stat().st_size > LARGEST:
        raise UnfitError(f"is larger than {LARGEST // 1_000_000} MB; make several files of it")
    return file


def load(path: Path = SHIPPED) -> Catalogue:
    """Read a folder of chapters with their topics, or one `.jsonl` file with a resource a line.

    Raises:
        CatalogueError: with all the problems, not the first alone.
    """
    reading = _Reading()
    if path.is_dir():
        catalogue = reading.folder(path)
    elif path.suffix == ".jsonl" and path.is_file():
        catalogue = reading.lines(path)
    else:
        cure = "is neither a folder of chapters nor a .jsonl file: check the path"
        raise CatalogueError([Problem(str(path), "", cure)])
    if not catalogue.resources and not reading.problems:
        reading.report(str(path), "", "holds no resources: add a chapter with [[resource]] entries")
    if reading.problems:
        raise CatalogueError(reading.problems)
    return catalogue


class _Reading:
    """One pass over the files, which notes problems and goes on.

    What must be unique or declared is compared as it is written, in entries with other faults too.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.taken: dict[tuple[str, str], str] = {}  # what must be unique -> who has it
        self.resources: list[Written] = []
        self.topics: list[Written] = []

    def report(self, file: str, entry: str, cure: str) -> None:
        self.problems.append(Problem(file, entry, cure))

    def folder(self, root: Path) -> Catalogue:
        files = sorted(root.rglob("*.toml"), key=lambda file: file.relative_to(root).parts)
        topics: dict[str, Topic] = {}
        chapters: dict[str, Chapter] = {}
        order = Order()
        for file in files:
            name = file.relative_to(root).as_posix()
            data = self._toml(file, name)
            if data is None:
                continue
            if name == TOPICS_FILE:
                topics = {topic.id: topic for topic in self._topics(data, name)}
            elif name == BOOK_FILE:
                order = self._order(data)
            elif chapter := self._chapter(data, name):
                chapters[chapter.name] = chapter
        self._check_references()
        self._check_order(order, [file.relative_to(root).as_posix() for file in files])
        return order.bind(chapters, topics)

    def lines(self, path: Path) -> Catalogue:
        entries = list(self._json_objects(path))
        resources = tuple(self._resources(Resource, entries, path.name))
        tags = {tag for resource in resources for tag in resource.topics}
        chapter = Chapter(path.stem, path.stem, "", resources)
        topics = {tag: Topic.from_tag(tag) for tag in sorted(tags)}
        return Order().bind({chapter.name: chapter}, topics)

    def _chapter(self, data: dict[str, Any], name: str) -> Chapter | None:
        entries = self._tables(data, "resource", name)
        head = self._parse(ChapterHead, data, name, "chapter")
        resources = tuple(self._resources(CuratedResource, entries, name))
        if not head:
            return None
        return Chapter(name.removesuffix(".toml"), head.title, head.intro, resources)

    def _order(self, data: dict[str, Any]) -> Order:
        entries = self._tables(data, "part", BOOK_FILE)
        head = self._parse(BookHead, data, BOOK_FILE, "book")
        parts = [self._parse(PartHead, table, BOOK_FILE, place) for place, table in entries]
        return Order(head, tuple(part for part in parts if part))

    def _check_order(self, order: Order, files: Sequence[str]) -> None:
        for part in order.parts:
            for chapter in part.chapters:
                if f"{part.folder}/{chapter}.toml" not in files:
                    cure = f"chapters: {part.folder}/{chapter}.toml is not there; add it or take"
                    self.report(BOOK_FILE, f"part {part.folder}", f"{cure} it out")

    def _toml(self, file: Path, name: str) -> dict[str, Any] | None:
        try:
            return tomllib.loads(fit(file).read_text(encoding="utf-8"))
        except UnfitError as error:
            self.report(name, "", str(error))
        except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
            self.report(name, "", f"is not readable TOML: {error}; mend it there")
        except OSError as error:
            self.report(name, "", f"cannot be opened: {error.strerror}")
        return None

    def _json_objects(self, path: Path) -> Iterator[tuple[str, object]]:
        try:
            text = fit(path).read_text(encoding="utf-8")
        except UnfitError as error:
            return self.report(path.name, "", str(error))
        except ValueError as error:
            return self.report(path.name, "", f"is not readable text: {error}")
        except OSError as error:
            return self.report(path.name, "", f"cannot be opened: {error.strerror}")
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line, object_pairs_hook=_each_once)
            except (ValueError, RecursionError) as error:
                self.report(
                    path.name, f"line {number}", f"is not readable JSON: {error}; mend it there"
                )
                continue
            if isinstance(value, dict):  # an empty field of someone's export is an absent one
                value = {key: field for key, field in value.items() if field is not None}
            yield f"line {number}", value

    def _tables(self, data: dict[str, Any], key: str, name: str) -> list[tuple[str, object]]:
        """Take the `[[key]]` tables out of a file's data; the rest stays."""
        tables = data.pop(key, [])
        if not isinstance(tables, list):
            self.report(name, key, f"write each entry under [[{key}]], with double brackets")
            return []
        return [(f"{key} {number}", table) for number, table in enumerate(tables, start=1)]

    def _resources(
        self, model: type[ResourceT], entries: Iterable[tuple[str, object]], name: str
    ) -> Iterator[ResourceT]:
        for place, table in entries:
            resource = self._parse(model, table, name, place)
            if isinstance(table, dict):
                here = _entry_name(table, place)
                self.resources.append((name, here, table))
                for field, compared in (("id", str), ("url", same_address)):
                    if isinstance(value := table.get(field), str):
                        self._unique(field, value, compared(value), name, here)
            if resource:
                yield resource

    def _topics(self, data: dict[str, Any], name: str) -> Iterator[Topic]:
        entries = self._tables(data, "topic", name)
        for key in data:
            self.report(name, key, "unknown key: topics are written under [[topic]]")
        for place, table in entries:
            topic = self._parse(Topic, table, name, place)
            if isinstance(table, dict):
                here = _entry_name(table, place)
                self.topics.append((name, here, table))
                if isinstance(value := table.get("id"), str):
                    self._unique("topic", value, value, name, here)
            if topic:
                yield topic

    def _parse(self, model: type[EntryT], table: object, name: str, place: str) -> EntryT | None:
        if not isinstance(table, dict):
            self.report(name, place, "must be a table of keys and values")
            return None
        try:
            return model.model_validate(table)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=True):
                field = " ".join(str(p + 1) if isinstance(p, int) else p for p in fault["loc"])
                cure = cure_of(dict(fault))
                self.report(name, _entry_name(table, place), f"{field}: {cure}" if field else cure)
        return None

    def _unique(self, field: str, value: str, same: str, name: str, entry: str) -> None:
        """Report a value that an earlier entry has; `same` is how they are compared."""
        first = self.taken.get((field, same))
        if first:
            cure = "keep one" if field == "url" else "choose another, or keep one"
            self.report(name, entry, f"{field}: {value} is used already, by {first}; {cure}")
        else:
            self.taken[field, same] = f"{entry} in {name}"

    def _check_references(self) -> None:
        topics = _ids(self.topics)
        resources = _ids(self.resources)
        if topics:
            undeclared = f"is not declared; mend it or add it to {TOPICS_FILE}"
            self._refer(self.resources, ("topics",), topics, undeclared)
            cure = "is not declared; mend it, declare it or take it out"
            self._refer(self.topics, ("broader", "related", "prerequisites"), topics, cure)
        elif not any(problem.file == TOPICS_FILE for problem in self.problems):
            self.report(TOPICS_FILE, "", "declares nothing; it holds the topics of the resources")
        unknown = "is not the id of a resource; mend it or take it out"
        self._refer(self.resources, ("needs", "next"), resources, unknown)

    def _refer(
        self,
        entries: Iterable[Written],
        fields: Sequence[str],
        known: Collection[str],
        cure: str,
    ) -> None:
        for name, entry, table in entries:
            for field in fields:
                value = table.get(field)
                others = value if isinstance(value, list) else [value]
                for other in others:
                    if isinstance(other, str) and other not in known:
                        self.report(name, entry, f"{field}: {other} {cure}{_nearest(other, known)}")


def _each_once(pairs: list[tuple[str, Any]]) -> Table:
    """Make an object, as TOML does: JSON would let the last of two keys win, and say nothing."""
    made: Table = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f"{key!a} stands there twice")
        made[key] = value
    return made


def _nearest(id: str, known: Collection[str]) -> str:
    found = extractOne(id.replace(" ", "-"), known, scorer=WRatio, score_cutoff=80)
    return f" (the nearest is {found[0]})" if found else ""


def _ids(entries: Iterable[Written]) -> frozenset[str]:
    found = (table.get("id") for _, _, table in entries)
    return frozenset(id for id in found if isinstance(id, str))


def _entry_name(table: object, place: str) -> str:
    """Name an entry by its id where it has one, else by its position."""
    kind, _, _ = place.partition(" ")
    identity = table.get("id") if isinstance(table, dict) else None
    return f"{kind if kind != 'line' else place} {identity}" if identity else place
