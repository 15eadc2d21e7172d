"""The inverted index: which resources hold a term, in which field, and how much that says."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from knowledge.models import Catalogue, Resource, Topic
from knowledge.words import EMPTY, Word, fold, words


class Field(StrEnum):
    """A part of a resource that is searched; the value is how people call it."""

    TITLE = "title"
    TOPICS = "topics"
    ANSWERS = "answered questions"
    SUMMARY = "summary"
    AUTHOR = "author or publisher"
    FORMAT = "format"


WEIGHTS: Mapping[Field, float] = {
    Field.TITLE: 3.0,
    Field.TOPICS: 2.0,
    Field.ANSWERS: 1.5,
    Field.SUMMARY: 1.0,
    Field.AUTHOR: 1.0,
    Field.FORMAT: 0.5,
}
SATURATION = 1.2  # k1 of BM25: how soon more of the same term stops to count
LENGTH = 0.5  # b of BM25: how much a long field dilutes each of its terms
NARROWER = 0.5  # what a resource on istio is worth to a question on service meshes

Posting = tuple[int, float]
"""A resource's place in the catalogue, and what the term contributes to its score."""


@dataclass(frozen=True)
class Phrase:
    """A way to write a topic: its name, its id or an alias, as terms in order."""

    terms: tuple[str, ...]
    topic: str


class Index:
    """BM25F (Robertson and Zaragoza, 2009, section 3.5) over the fields of every resource.

    Topics are terms too, written `#id`, so that an alias finds what is tagged with its topic even
    where the resource never uses the word.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.resources: Sequence[Resource] = catalogue.resources
        self.fields: list[dict[str, Field]] = []  # for each resource: term -> its weightiest field
        self.vocabulary: Counter[str] = Counter()  # whole words as written, for the spelling
        self.neighbours: set[tuple[str, str]] = set()  # terms that stand side by side somewhere
        self.phrases: dict[str, list[Phrase]] = defaultdict(list)  # by first term, longest first
        self._read_phrases(catalogue.topics.values())
        self.postings = self._read_resources()
        self.questions = self._read_questions()
        self.highest_information = self.information_of(1)

    def information_of(self, holders: int) -> float:
        """Inverse document frequency: what a term says that so many resources hold."""
        return math.log(1 + (len(self.resources) - holders + 0.5) / (holders + 0.5))

    def information(self, term: str) -> float:
        return self.information_of(len(self.postings.get(term, ())))

    def stock(self, topic: str) -> int:
        """Count the resources on a topic, and on those that are part of it."""
        return len(self.postings.get(f"#{topic}", ()))

    def _read_phrases(self, topics: Iterable[Topic]) -> None:
        for topic in topics:
            for text in dict.fromkeys((topic.name, topic.id.replace("-", " "), *topic.aliases)):
                found = tuple(words(text))
                self._learn(found)
                terms = tuple(word.term for word in found)
                if terms and not all(term in EMPTY for term in terms):
                    self.phrases[terms[0]].append(Phrase(terms, topic.id))
        for phrases in self.phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase.terms))

    def _read_resources(self) -> dict[str, list[Posting]]:
        counts = [self._field_counts(resource) for resource in self.resources]
        lengths: dict[Field, float] = {
            field: sum(sum(of[field].values()) for of in counts) / max(1, len(counts)) or 1.0
            for field in Field
        }
        weights: dict[str, list[Posting]] = defaultdict(list)
        for place, of in enumerate(counts):
            strengths: dict[str, float] = defaultdict(float)
            fields: dict[str, Field] = {}
            for field in Field:
                length = sum(of[field].values()) / lengths[field]
                scale = WEIGHTS[field] / (1 - LENGTH + LENGTH * length)
                for term, count in of[field].items():
                    strengths[term] += scale * count
                    fields.setdefault(term, field)
            self.fields.append(fields)
            for topic, strength in self._topic_strengths(self.resources[place]):
                strengths[f"#{topic}"] = strength * WEIGHTS[Field.TOPICS]
                fields[f"#{topic}"] = Field.TOPICS
            for term, strength in strengths.items():
                weights[term].append((place, strength))
        return {
            term: [
                (place, self.information_of(len(found)) * strength / (SATURATION + strength))
                for place, strength in found
            ]
            for term, found in weights.items()
        }

    def _field_counts(self, resource: Resource) -> dict[Field, Counter[str]]:
        topics = (self.catalogue.topics[topic].name for topic in resource.topics)
        texts: dict[Field, Iterable[str]] = {
            Field.TITLE: (resource.title,),
            Field.TOPICS: topics,
            Field.ANSWERS: resource.answers,
            Field.SUMMARY: (resource.summary or "",),
            Field.AUTHOR: (resource.author or "", resource.publisher or ""),
            Field.FORMAT: (resource.format or "",),
        }
        counts: dict[Field, Counter[str]] = {}
        for field, pieces in texts.items():
            found = [tuple(words(piece)) for piece in pieces]
            for piece in found:
                self._learn(piece)
            counts[field] = Counter(
                term
                for piece in found
                for word in piece
                for term in word.terms
                if term not in EMPTY
            )
        return counts

    def _learn(self, found: Sequence[Word]) -> None:
        self.vocabulary.update(fold(word.text) for word in found)
        self.neighbours.update((one.term, other.term) for one, other in pairwise(found))

    def _topic_strengths(self, resource: Resource) -> Iterator[tuple[str, float]]:
        """Rate a resource's topics: its first most, and those that they are part of."""
        rated: dict[str, float] = {}
        for rank, topic in enumerate(resource.topics):
            strength = 1.0 / (1 + 0.25 * rank)
            current: str | None = topic
            while current and strength > 0.1:
                rated[current] = max(rated.get(current, 0.0), strength)
                current = self.catalogue.topics[current].broader
                strength *= NARROWER
        yield from rated.items()

    def _read_questions(self) -> dict[str, list[tuple[int, int, float]]]:
        """Index each title and answered question by itself, as (resource, which, its share)."""
        postings: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
        for place, resource in enumerate(self.resources):
            for number, question in enumerate((resource.title, *resource.answers)):
                terms = {
                    term for word in words(question) for term in word.terms if term not in EMPTY
                }
                norm = math.sqrt(sum(self.information(term) ** 2 for term in terms)) or 1.0
                for term in terms:
                    postings[term].append((place, number, self.information(term) / norm))
        return postings
