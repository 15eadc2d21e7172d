"""What people asked in vain, grouped by what it means: where the catalogue has gaps."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from rapidfuzz.distance import OSA

from knowledge.finder import Finder
from knowledge.groups import Floats, Places
from knowledge.index import topic_term
from knowledge.models import Topic
from knowledge.question import Asked, Question
from knowledge.words import fold, is_english, stem

ALIKE = 0.67  # how near a question is to the middle of a gap that it belongs to, at least
MEANING = 0.5  # what the meaning counts beside the words
TOPIC = 0.5  # what the topic that a word names counts, beside the word itself
SHORTEST_NAME = 5  # letters from which on two unknown names may be one with a slip


@dataclass(frozen=True)
class Missed:
    """A question that was not answered surely. The key is the caller's number of it."""

    question: str
    at: datetime
    asker: str | None
    is_closest: bool
    key: int


@dataclass(frozen=True)
class Gap:
    """Questions of one meaning, in the newest wording.

    Those whose asker is not known count together as one person: there is at least one. `topics`
    are what the wording is about, and none where the catalogue has nothing near.
    """

    wording: str
    people: int
    times: int
    newest: datetime
    is_closest: bool
    keys: tuple[int, ...]
    topics: tuple[Topic, ...]


def gaps(finder: Finder, missed: Sequence[Missed]) -> tuple[Gap, ...]:
    """Group questions: what most people asked comes first, then what was asked most and last.

    The same questions give the same gaps in any order. Reading them takes most of the time, half a
    millisecond each.
    """
    read = {each.question: finder.read(each.question) for each in missed}
    return tuple(_gap(finder, read, group) for group in _grouped(read, missed))


def gap_of(finder: Finder, wording: str, missed: Sequence[Missed]) -> Gap | None:
    """Find the gap that a wording belongs to, be it still the newest one or not; None if none."""
    read = {each.question: finder.read(each.question) for each in missed}
    groups = _grouped(read, missed)
    group = next((g for g in groups if any(each.question == wording for each in g)), None)
    if not group:
        asked = sorted(read)
        nearness = _Meanings([finder.read(wording), *map(read.__getitem__, asked)]).nearness(0)[1:]
        if nearness.max(initial=0) < ALIKE:
            return None
        nearest = asked[int(nearness.argmax())]
        group = next(g for g in groups if any(each.question == nearest for each in g))
    return _gap(finder, read, group)


def alike(finder: Finder, one: str, other: str) -> bool:
    """Tell whether two questions ask the same."""
    questions = [finder.read(text) for text in sorted((one, other))]
    return bool(_Meanings(questions).nearness(0)[1] >= ALIKE)


def _gap(finder: Finder, read: Mapping[str, Question], group: Sequence[Missed]) -> Gap:
    newest = max(group, key=_age)
    return Gap(
        wording=newest.question,
        people=_people(group),
        times=len(group),
        newest=newest.at,
        is_closest=newest.is_closest,
        keys=tuple(sorted(each.key for each in group)),
        topics=finder.about(read[newest.question]),
    )


def _people(group: Iterable[Missed]) -> int:
    return len({each.asker for each in group})


def _age(missed: Missed) -> tuple[datetime, int, str, bool]:
    return missed.at, missed.key, missed.question, missed.is_closest


def _grouped(read: Mapping[str, Question], missed: Sequence[Missed]) -> list[list[Missed]]:
    by_text: dict[str, list[Missed]] = defaultdict(list)
    for each in missed:
        by_text[each.question].append(each)
    texts = sorted(by_text)  # whatever their order was, the sums are the same to the last bit
    groups: dict[int, list[Missed]] = defaultdict(list)
    middles = _middles(_Meanings([read[text] for text in texts]), len(texts))
    for text, middle in zip(texts, middles, strict=True):
        groups[middle].extend(by_text[text])

    def weight(group: Sequence[Missed]) -> tuple[int, int, tuple[datetime, int, str, bool]]:
        return _people(group), len(group), max(map(_age, group))

    return sorted(groups.values(), key=weight, reverse=True)


def _middles(meanings: "_Meanings", size: int) -> list[int]:
    """Give for each text the one that it is gathered around, the nearest of those.

    The first is what is like most others, the next what is like most others and not like the
    first, and so on. So no chain of texts, each a little unlike the last, leads from one subject
    to another.
    """
    around: list[tuple[Places, Floats]] = []
    for number in range(size):
        nearness = meanings.nearness(number)
        nearness[number] = np.inf
        near = np.flatnonzero(nearness >= ALIKE)
        around.append((near, nearness[near]))
    nearest = np.full(size, -1, dtype=np.intp)
    best = np.zeros(size, dtype=np.float32)
    for middle in sorted(range(size), key=lambda number: -len(around[number][0])):
        if nearest[middle] < 0:
            near, nearness = around[middle]
            is_nearer = nearness > best[near]
            nearest[near[is_nearer]] = middle
            best[near[is_nearer]] = nearness[is_nearer]
    return nearest.tolist()


class _Meanings:
    """Texts as vectors of length 1, in which half is what they mean and half are their words.

    The meaning sees that two words say the same; the words keep apart what the meaning, which was
    learned for the catalogue, knows little of, as what is asked in vain often is.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        names = _names(questions)
        self._meanings: Floats = math.sqrt(MEANING) * np.array(
            [question.meaning for question in questions], dtype=np.float32
        )
        self._said = [
            _scaled(_said(question, names), 1 - MEANING if question.meaning.any() else 1.0)
            for question in questions
        ]
        held: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for number, words in enumerate(self._said):
            for term, weight in words.items():
                held[term][0].append(number)
                held[term][1].append(weight)
        self._held: Mapping[str, tuple[Places, Floats]] = {
            term: (np.array(places, dtype=np.intp), np.array(weights, dtype=np.float32))
            for term, (places, weights) in held.items()
        }

    def nearness(self, number: int) -> Floats:
        """Compare one text with all: the cosines."""
        nearness: Floats = np.vecdot(self._meanings, self._meanings[number])
        for term, weight in self._said[number].items():
            places, weights = self._held[term]
            nearness[places] += np.float32(weight) * weights
        return nearness


def _said(question: Question, names: Mapping[str, str]) -> dict[str, float]:
    """Weigh the words of a question, and the topics that they name."""
    said: dict[str, float] = {}

    def say(term: str, weight: float) -> None:
        said[term] = max(said.get(term, 0.0), weight)

    for word in question.asked:
        if not word.terms:
            say(names[_unknown(word)], word.information)
        topics = {topic_term(topic) for topic in word.phrases}
        for term, strength in word.terms.items():
            say(term, (TOPIC if term in topics else 1.0) * strength * word.information)
        for written in word.phrases.values():
            if " " in written:
                say(stem(fold(written.replace(" ", ""))), word.information)
    return said or {"": 1.0}  # there is nothing to tell it from others by, but what it means


def _scaled(weights: Mapping[str, float], share: float) -> dict[str, float]:
    """Bring weights to a share of a vector of length 1."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: math.sqrt(share) * weight / length for term, weight in weights.items()}


def _unknown(word: Asked) -> str:
    return stem(fold(word.text))


def _names(questions: Iterable[Question]) -> dict[str, str]:
    """Bring the words together that the catalogue does not know and that are a slip apart.

    A plain English word, which is a slip of nothing, or the most frequent one stands for the
    others. Two words that are a slip apart are the same with a letter less.
    """
    counts = Counter(
        _unknown(word) for question in questions for word in question.asked if not word.terms
    )
    names: dict[str, str] = {}
    shortened: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (not is_english(name), -counts[name], name)):
        names[name] = name
        if len(name) < SHORTEST_NAME or not name.isalpha():
            continue
        keys = dict.fromkeys((name, *(name[:at] + name[at + 1 :] for at in range(len(name)))))
        if not is_english(name):
            near = (shortened[key] for key in keys if key in shortened)
            names[name] = next((n for n in near if OSA.distance(n, name) <= 1), name)
        if names[name] == name:
            for key in keys:
                shortened.setdefault(key, name)
    return names
