"""What curators agreed on beyond what a machine needs: checked with every change."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from knowledge.curating.book import is_own_page
from knowledge.links import TRACKING
from knowledge.loading import TOPICS_FILE
from knowledge.models import Catalogue, Resource, Topic
from knowledge.order import BOOK_FILE
from knowledge.problems import Problem
from knowledge.words import words

FEWEST_ANSWERS, MOST_ANSWERS = 3, 6
FEWEST_RESOURCES = 3  # of a topic: a person who asks wants a choice
SHOUTED_LETTERS = 10  # capitals alone, up to which a title may be a name: MITRE ATLAS

SHORTENERS = frozenset(
    """
    amzn.to aka.ms bit.ly bitly.com buff.ly cutt.ly dlvr.it fb.me git.io goo.gl hubs.ly ift.tt is.gd
    lnkd.in ow.ly rb.gy rebrand.ly shorturl.at t.co t.ly tiny.cc tinyurl.com trib.al v.gd
    """.split()  # noqa: SIM905
)
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bvol)[.!?]\s+(?=[A-Z“\"])"
)

Said = Iterator[Problem]
T = TypeVar("T", bound=Hashable)


def faults(catalogue: Catalogue) -> Said:
    """Find what breaks the rules of curation in a catalogue that is otherwise in order."""
    yield from _order(catalogue)
    for chapter in catalogue.chapters:
        for resource in chapter.resources:
            report = _reporter(f"{chapter.name}.toml", f"resource {resource.id}")
            yield from map(report, _resource(resource))
    yield from _repeated(catalogue)
    yield from _plain_http(catalogue)
    for topic in catalogue.topics.values():
        yield from map(_reporter(TOPICS_FILE, f"topic {topic.id}"), _topic(topic))
    yield from _aliases(catalogue.topics.values())
    yield from _cycles(catalogue.topics)
    yield from _stock(catalogue)


def _reporter(file: str, entry: str) -> Callable[[str], Problem]:
    return lambda cure: Problem(file, entry, cure)


def _order(catalogue: Catalogue) -> Said:
    for part in catalogue.parts:
        if catalogue.intro and not part.intro:
            cure = f"has no [[part]] for the folder {part.folder!r}: introduce it there"
            yield Problem(BOOK_FILE, "", cure)
        if not part.chapters:
            cure = "has no chapters; add one to its folder, or take it out"
            yield Problem(BOOK_FILE, f"part {part.folder}", cure)
    for chapter in catalogue.chapters:
        if is_own_page(chapter.name):
            cure = "the book has a page of its own by this name; choose another"
            yield Problem(f"{chapter.name}.toml", "", cure)
        if not chapter.resources:
            yield Problem(f"{chapter.name}.toml", "", "holds no resources: add one, or take it out")


def _resource(resource: Resource) -> Iterator[str]:
    letters = [char for char in resource.title if char.isalpha()]
    if len(letters) > SHOUTED_LETTERS and all(map(str.isupper, letters)):
        yield "title: is all in capitals; write it as a sentence or a name"
    if not FEWEST_ANSWERS <= len(resource.answers) <= MOST_ANSWERS:
        count = len(resource.answers)
        yield f"answers: has {count}; write {FEWEST_ANSWERS} to {MOST_ANSWERS} questions"
    for question in resource.answers:
        if not question.endswith("?"):
            yield f"answers: “{question}” does not end with a question mark"
    for field, said in (("answers", resource.answers), ("covers", resource.covers)):
        yield from (f"{field}: “{twice}” stands there twice; keep one" for twice in _twice(said))
    if resource.summary:
        yield from (f"summary: {cure}" for cure in _sentence(resource.summary))
    yield from (f"url: {cure}" for cure in _address(resource.url))


def _twice(said: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(map(_folded, said)).items() if count > 1]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _sentence(text: str) -> Iterator[str]:
    if not text.endswith("."):
        yield "does not end with a full stop"
    if _SENTENCE_END.search(text):
        yield "is more than one sentence; say it in one"


def _address(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if TRACKING.fullmatch(name):
            yield f"the parameter {name} follows people around; take it out"
    host = _host(url)
    if host in SHORTENERS:
        yield f"{host} hides where the link leads; write the address that it leads to"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _repeated(catalogue: Catalogue) -> Said:
    """Find what two resources say in the same words: each should say what sets it apart."""
    said: dict[tuple[str, str], str] = {}
    for chapter in catalogue.chapters:
        for resource in chapter.resources:
            here = f"resource {resource.id} in {chapter.name}.toml"
            texts = [("answers", question) for question in resource.answers]
            texts += [("summary", resource.summary)] if resource.summary else []
            for field, text in texts:
                first = said.setdefault((field, _folded(text)), here)
                if first != here:
                    cure = f"{field}: “{text}” is what {first} says, too; say what sets it apart"
                    yield Problem(f"{chapter.name}.toml", f"resource {resource.id}", cure)


def _plain_http(catalogue: Catalogue) -> Said:
    safe = {_host(r.url) for r in catalogue.resources if r.url.startswith("https://")}
    for chapter in catalogue.chapters:
        for resource in chapter.resources:
            if resource.url.startswith("http://") and _host(resource.url) in safe:
                cure = "url: other links to this host are https://; so can this one be"
                yield Problem(f"{chapter.name}.toml", f"resource {resource.id}", cure)


def _topic(topic: Topic) -> Iterator[str]:
    if not topic.definition:
        yield "definition: is missing; say in one sentence what it is"
    else:
        yield from (f"definition: {cure}" for cure in _sentence(topic.definition))
    spellings = (*topic.aliases, *topic.ambiguous)
    yield from (f"aliases: “{twice}” stands there twice; keep one" for twice in _twice(spellings))


def _aliases(topics: Iterable[Topic]) -> Said:
    """Find what names two topics, compared as questions are: forms of a word are the same."""
    meant: dict[tuple[str, ...], dict[str, Topic]] = defaultdict(dict)
    written: dict[tuple[tuple[str, ...], str], str] = {}
    for topic in topics:
        for spelling in topic.spellings:
            terms = tuple(word.term for word in words(spelling))
            meant[terms][topic.id] = topic
            written[terms, topic.id] = spelling
    for terms, sharing in meant.items():
        for topic in sharing.values():
            report = _reporter(TOPICS_FILE, f"topic {topic.id}")
            spelling = written[terms, topic.id]
            marked = spelling in topic.ambiguous
            others = ", ".join(other for other in sharing if other != topic.id)
            if others and not marked:
                yield report(
                    f"aliases: “{spelling}” names {others}, too; keep it in one, or write it under"
                    " ambiguous in each"
                )
            elif marked and not others:
                yield report(f"ambiguous: “{spelling}” names no other topic; it is an alias")


def _cycles(topics: Mapping[str, Topic]) -> Said:
    for field, following in (
        ("broader", lambda topic: (topic.broader,) if topic.broader else ()),
        ("prerequisites", lambda topic: topic.prerequisites),
    ):
        for start in topics:
            way = _way_back(start, lambda id: following(topics[id]))  # noqa: B023 - used at once
            if way and start == min(way):  # each cycle is told once
                cure = f"{field}: {' → '.join((*way, start))} goes round in a circle; take one out"
                yield Problem(TOPICS_FILE, f"topic {start}", cure)


def _way_back(start: T, following: Callable[[T], Iterable[T]]) -> list[T] | None:
    """Find a shortest way from something back to itself."""
    ways = [[start]]
    seen: set[T] = set()
    for way in ways:
        for near in following(way[-1]):
            if near == start:
                return way
            if near not in seen:
                seen.add(near)
                ways.append([*way, near])
    return None


def _stock(catalogue: Catalogue) -> Said:
    """Find topics that have too little to offer, or nothing to begin with."""
    tagged: dict[str, list[Resource]] = defaultdict(list)
    for resource in catalogue.resources:
        for tag in resource.topics:
            tagged[tag].append(resource)
    for topic in catalogue.topics.values():
        found = tagged[topic.id]
        report = _reporter(TOPICS_FILE, f"topic {topic.id}")
        if len(found) < FEWEST_RESOURCES:
            cure = f"has {len(found)} resources; tag {FEWEST_RESOURCES} with it, or take it out"
            yield report(cure)
        elif not topic.prerequisites and all(r.level != "beginner" for r in found):
            yield report(
                "has no prerequisites, and nothing for beginners; add a resource at that level, or"
                " say what to learn first"
            )
