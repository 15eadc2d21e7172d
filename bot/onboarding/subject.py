"""Finds what a plan is to be about: a chapter or a part of the book, as people write it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.refusal import RefusalError
from bot.views.blocks import clip, tidy
from knowledge import Catalogue, Chapter, Finder, Part, Topic
from knowledge.words import words

ALIKE = 0.8  # as "istoi" and "istio" are: one slip in five letters
NEAREST = 3
FOUNDATIONS = "foundations"


@dataclass(frozen=True)
class Subject:
    """Chapters by one title."""

    title: str
    chapters: tuple[Chapter, ...]


def subject_named(finder: Finder, text: str) -> Subject:
    """Find what is meant; what newcomers begin with where nothing was written.

    Raises:
        RefusalError: where nothing is meant, or several, with those that come near.
    """
    catalogue = finder.catalogue
    if not text:
        return _first(catalogue)
    found = _named(catalogue, text) or _about(finder.topics(text), catalogue)
    found = found or _alike(catalogue, text)
    if len(found) == 1:
        return found[0]
    quoted = f"“{clip(tidy(text), 80)}”"
    if found:
        raise RefusalError(f"{quoted} may mean {_either(found)}: write one of these.")
    near = _about(finder.nearest_topics(text), catalogue)
    nearest = f" The nearest: {_either(near)}." if near else ""
    raise RefusalError(f"I know no chapter {quoted}.{nearest}")


def _first(catalogue: Catalogue) -> Subject:
    """Give the part that the book has newcomers begin with: the first one with foundations."""
    if not catalogue.parts:
        return Subject(catalogue.title, ())
    whole = (p for p in catalogue.parts if any(_file(c) == FOUNDATIONS for c in p.chapters))
    return _part(next(whole, catalogue.parts[0]))


def _named(catalogue: Catalogue, text: str) -> list[Subject]:
    """Find those that are called so: parts before chapters, titles before the names of files."""
    meant = _terms(text)
    parts = [p for p in catalogue.parts if meant in map(_terms, (p.title, p.folder))]
    if parts:
        return [_part(part) for part in parts]
    for called in (_title, _path, _file):
        if found := [_chapter(c) for c in catalogue.chapters if meant == _terms(called(c))]:
            return found
    return []


def _about(topics: Iterable[Topic], catalogue: Catalogue) -> list[Subject]:
    """Find for each topic the part that is called so, or the chapter that has most on it."""
    found = (
        next((_part(p) for p in catalogue.parts if _terms(p.title) == _terms(topic.name)), None)
        or _fullest(catalogue.chapters, topic)
        for topic in topics
    )
    return list({each.title: each for each in found if each}.values())


def _fullest(chapters: Sequence[Chapter], topic: Topic) -> Subject | None:
    """Find that chapter; of a list that is not in chapters, give what it has on the topic."""
    if len(chapters) == 1:
        held = tuple(r for r in chapters[0].resources if topic.id in r.topics)
        return _chapter(replace(chapters[0], title=topic.name, resources=held)) if held else None

    def fullness(chapter: Chapter) -> int:
        about = [r.topics for r in chapter.resources if topic.id in r.topics]
        return sum(1 + (topics[0] == topic.id) for topics in about)

    fullest = max(chapters, key=fullness, default=None)
    return _chapter(fullest) if fullest and fullness(fullest) else None


def _alike(catalogue: Catalogue, text: str) -> list[Subject]:
    """Find what is meant by a text with a slip: the ones that come nearest, if any comes near."""
    meant = _terms(text)
    likeness = {
        spelling: OSA.normalized_similarity(meant, _terms(spelling))
        for spelling in _all_spellings(catalogue)
    }
    best = max(likeness.values(), default=0.0)
    if best < ALIKE:
        return []
    found: list[Subject] = []
    for spelling in (each for each, likeness in likeness.items() if likeness == best):
        topics = [topic for topic in catalogue.topics.values() if spelling in topic.spellings]
        found += _named(catalogue, spelling) or _about(topics, catalogue)
    return list({each.title: each for each in found}.values())


def _all_spellings(catalogue: Catalogue) -> Iterator[str]:
    for part in catalogue.parts:
        yield from (part.title, part.folder)
    for chapter in catalogue.chapters:
        yield from (_title(chapter), _path(chapter), _file(chapter))
    for topic in catalogue.topics.values():
        yield from topic.spellings


def _title(chapter: Chapter) -> str:
    return chapter.title


def _path(chapter: Chapter) -> str:
    return chapter.name


def _file(chapter: Chapter) -> str:
    return chapter.name.rpartition("/")[2]


def _part(part: Part) -> Subject:
    only = part.chapters[0] if len(part.chapters) == 1 else None
    return Subject(only.title if only else part.title, part.chapters)


def _chapter(chapter: Chapter) -> Subject:
    return Subject(chapter.title, (chapter,))


def _terms(text: str) -> str:
    spaced = text.replace("/", " ").replace("-", " ")
    return " ".join(word.term for word in words(spaced))


def _either(subjects: Sequence[Subject]) -> str:
    """Name chapters by what is sure to be understood."""
    named = [f"“{tidy(each.title)}”" for each in subjects[:NEAREST]]
    return " or ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))
