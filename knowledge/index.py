"""The index: which resources hold a term, in which field, and what their texts mean."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

import numpy as np

from knowledge.classifier import Classifier
from knowledge.groups import Floats
from knowledge.meaning import Texts, WordVectors
from knowledge.models import Catalogue, Resource
from knowledge.names import Names
from knowledge.postings import Occurrences, Postings
from knowledge.precedents import Experience, Precedents
from knowledge.tags import Tags
from knowledge.wishes import NO_WISHES
from knowledge.words import BREAK, EMPTY, Word, fold, words, words_of


class Field(StrEnum):
    """A part of a resource that is searched; the value is how people call it."""

    TITLE = "title"
    TOPICS = "topics"
    ANSWERS = "answered questions"
    COVERS = "contents"
    SUMMARY = "summary"
    AUTHOR = "author or publisher"
    FORMAT = "format"


FIELDS = tuple(Field)
WEIGHTS: Mapping[Field, float] = {
    Field.TITLE: 3.0,
    Field.TOPICS: 2.0,
    Field.ANSWERS: 1.5,
    Field.COVERS: 1.0,
    Field.SUMMARY: 1.0,
    Field.AUTHOR: 1.0,
    Field.FORMAT: 0.5,
}
SATURATION = 1.2  # k1 of BM25: how soon more of the same term stops to count
LENGTH = 0.5  # b of BM25: how much a long field dilutes each of its terms


SILENT = EMPTY | {BREAK.term}


def topic_term(topic: str) -> str:
    """Give the term that stands for a topic; no word has a colon."""
    return f"topic:{topic}"


class Index:
    """BM25F (Robertson and Zaragoza, 2009, section 3.5) over the fields of every resource.

    Topics are terms too, written `topic:id`, so that an alias finds what is tagged with its topic
    even where the resource never uses the word. A place is a resource's number in the catalogue.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        vectors: WordVectors,
        precedents: Precedents,
        classifier: Classifier,
    ) -> None:
        self.catalogue = catalogue
        self.resources: Sequence[Resource] = catalogue.resources
        self._written: Counter[str] = Counter()
        self._neighbours: set[int] = (
            set()
        )  # hashes of pairs: strings would take three times as much
        self.titled: dict[tuple[str, ...], list[int]] = defaultdict(list)  # terms -> places
        self.names = Names(catalogue.topics)
        self._learn(words_of(name for t in catalogue.topics.values() for name in t.spellings))
        self.vectors = vectors
        self.tags = Tags(catalogue, vectors)
        self.postings = self._read_resources()
        self.vocabulary: Counter[str] = Counter()  # whole words, for the spelling
        del self._written[BREAK.text]
        for text, count in self._written.items():
            self.vocabulary[fold(text)] += count
        self._informations = informations(len(self.resources))
        said = [(r.title, r.summary or "", *r.answers) for r in self.resources]
        self.texts = Texts.of(vectors, said)
        self.experience = Experience(precedents, classifier, self.resources)
        unwished = [NO_WISHES.met(resource) for resource in self.resources]
        self.unwished = np.array(unwished, dtype=np.float32)
        self._answers: dict[int, tuple[tuple[str, Mapping[str, float]], ...]] = {}

    def information(self, term: str) -> float:
        """Tell how much a term says: 1 if a single resource holds it, less the more do.

        The inverse document frequency of BM25, by its highest value.
        """
        return self._informations[self.postings.holders(term)]

    def score(self, weights: Mapping[str, float]) -> Floats:
        """Score every resource by the terms that it holds, each as much as it weighs (BM25F)."""
        scores = np.zeros(len(self.resources), dtype=np.float32)
        for term, weight in weights.items():
            if posting := self.postings.get(term):
                informative = np.float32(weight * self.information(term))
                scores[posting.places] += informative * posting.strengths
        return scores

    def stock(self, topic: str) -> int:
        """Count the resources on a topic, and on those that are part of it."""
        return self.postings.holders(topic_term(topic))

    def strengths(self, place: int, terms: Container[str]) -> dict[Field, dict[str, float]]:
        """Tell how strongly each field of a resource holds each of these terms."""
        held = {
            field: {
                term: count * float(self._scales[place, number])
                for term, count in telling_terms(words_of(pieces)).items()
                if term in terms
            }
            for number, (field, pieces) in enumerate(
                zip(FIELDS, self._pieces(self.resources[place]), strict=True)
            )
        }
        for topic, rating in self.tags.of(place):
            if topic_term(topic) in terms:
                held[Field.TOPICS][topic_term(topic)] = rating * WEIGHTS[Field.TOPICS]
        return {field: strengths for field, strengths in held.items() if strengths}

    def answers(self, place: int) -> tuple[tuple[str, Mapping[str, float]], ...]:
        """Give the questions that a resource answers, with their terms and what each says."""
        if place not in self._answers:
            self._answers[place] = tuple(
                (
                    question,
                    {term: self.information(term) for term in telling_terms(words_of([question]))},
                )
                for question in self.resources[place].answers
            )
        return self._answers[place]

    def _read_resources(self) -> Postings:
        occurrences = Occurrences()
        lengths = np.zeros((len(self.resources), len(FIELDS)), dtype=np.float32)
        for place, resource in enumerate(self.resources):
            self.titled[tuple(word.term for word in words(resource.title))].append(place)
            for number, pieces in enumerate(self._pieces(resource)):
                found = words_of(pieces)
                self._learn(found)
                counts = telling_terms(found)
                lengths[place, number] = counts.total()
                occurrences.add(place, number, counts)
        averages = lengths.mean(axis=0) if len(lengths) else np.ones(len(FIELDS))
        weights = np.array([WEIGHTS[field] for field in FIELDS])
        relative = lengths / np.maximum(averages, 1e-9)
        self._scales = (weights / (1 - LENGTH + LENGTH * relative)).astype(np.float32)
        number = FIELDS.index(Field.TOPICS)
        for place in range(len(self.resources)):
            share = WEIGHTS[Field.TOPICS] / self._scales[place, number]  # however many it has
            rated = {topic_term(topic): rating * share for topic, rating in self.tags.of(place)}
            occurrences.add(place, number, rated)
        return occurrences.postings(self._scales, SATURATION)

    def _pieces(self, resource: Resource) -> tuple[Sequence[str], ...]:
        """Give the texts of each field, in the order of `FIELDS`."""
        return (
            (resource.title,),
            [self.catalogue.topics[topic].name for topic in resource.topics],
            resource.answers,
            resource.covers,
            (resource.summary or "",),
            (resource.author or "", resource.publisher or ""),
            (resource.format or "",),
        )

    def _learn(self, found: Sequence[Word]) -> None:
        self._written.update([word.text for word in found])
        self._neighbours.update(map(hash, pairwise([word.term for word in found])))

    def are_neighbours(self, one: str, other: str) -> bool:
        """Tell whether two terms stand side by side somewhere, in this order."""
        return hash((one, other)) in self._neighbours


def telling_terms(found: Sequence[Word]) -> Counter[str]:
    """Count the terms of a text, without the words that every text is made of."""
    terms = [word.term for word in found]
    terms += [part.term for word in found if word.parts for part in word.parts]
    return Counter([term for term in terms if term not in SILENT])


def informations(size: int) -> list[float]:
    """Tell how much terms say in a catalogue of a size, by how many resources hold them."""
    holders = np.arange(size + 1)
    raw = np.log1p((size - holders + 0.5) / (holders + 0.5))
    relative: list[float] = np.minimum(1, raw / raw[min(1, size)]).tolist()
    return relative
