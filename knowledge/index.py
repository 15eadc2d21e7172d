"""The index: which resources hold a term, in which field, and what their texts mean."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.classifier import Classifier
from knowledge.groups import Floats, Groups
from knowledge.meaning import Texts, WordVectors
from knowledge.models import Catalogue, Resource
from knowledge.names import Names
from knowledge.postings import Occurrences, Posting, Postings
from knowledge.precedents import Experience, Precedents
from knowledge.tags import Tags
from knowledge.tokens import Numbers, Tokens
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
SPEAKING = (Field.TITLE, Field.SUMMARY, Field.ANSWERS)  # whole sentences, or nearly
SATURATION = 1.2  # k1 of BM25: how soon more of the same term stops to count
LENGTH = 0.5  # b of BM25: how much a long field dilutes each of its terms

SILENT = EMPTY | {BREAK.term}
PAIRS = 2**31  # more than there are terms: one number holds two of them


class Answered(NamedTuple):
    """A question that a resource answers: its terms and what each says, and all of them."""

    question: str
    terms: Mapping[str, float]
    information: float


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
        self.titled: dict[tuple[str, ...], list[int]] = defaultdict(list)  # terms -> places
        for place, resource in enumerate(self.resources):
            self.titled[tuple(word.term for word in words(resource.title))].append(place)
        self.names = Names(catalogue.topics)
        self.vectors = vectors
        self.tags = Tags(catalogue, vectors)
        self._numbers = Numbers()  # of terms
        tokens = self._tokens()
        distinct = tokens.distinct()
        self.vocabulary = _vocabulary(tokens, distinct)  # whole words, for the spelling
        self._neighbours = self._pairs(tokens, distinct)
        self.postings = self._postings(tokens, distinct)
        self._informations = informations(len(self.resources))
        self.texts = self._texts(tokens, distinct)
        self.experience = Experience(precedents, classifier, self.resources)
        unwished = [NO_WISHES.met(resource) for resource in self.resources]
        self.unwished = np.array(unwished, dtype=np.float32)
        self._answers: dict[int, tuple[Answered, ...]] = {}

    def information(self, term: str) -> float:
        """Tell how much a term says: 1 if a single resource holds it, less the more do.

        The inverse document frequency of BM25, by its highest value.
        """
        return self._informations[self.postings.holders(term)]

    def score(self, weights: Mapping[str, float], postings: Mapping[str, Posting]) -> Floats:
        """Score every resource by the terms that it holds, each as much as it weighs (BM25F)."""
        scores = np.zeros(len(self.resources), dtype=np.float32)
        for term, posting in postings.items():
            informative = np.float32(weights[term] * self.information(term))
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

    def answers(self, place: int) -> tuple[Answered, ...]:
        """Give the questions that a resource answers, with what they say."""
        if place not in self._answers:
            self._answers[place] = tuple(map(self._answered, self.resources[place].answers))
        return self._answers[place]

    def _answered(self, question: str) -> Answered:
        terms = {term: self.information(term) for term in telling_terms(words_of([question]))}
        return Answered(question, terms, sum(terms.values()))

    def _tokens(self) -> Tokens:
        """Take in every field of every resource, a stretch each, and the names of topics behind."""
        tokens = Tokens()
        for resource in self.resources:
            for pieces in self._pieces(resource):
                tokens.add(pieces)
        tokens.add(name for topic in self.catalogue.topics.values() for name in topic.spellings)
        return tokens

    def _pairs(self, tokens: Tokens, distinct: Sequence[Word]) -> npt.NDArray[np.int64]:
        """Note which terms stand side by side: each pair as one number, in order."""
        terms = np.array([self._numbers[word.term] for word in distinct], dtype=np.int64)
        found = terms[tokens.sequence]
        pairs: npt.NDArray[np.int64] = np.unique(found[:-1] * PAIRS + found[1:])
        return pairs

    def are_neighbours(self, one: str, other: str) -> bool:
        """Tell whether two terms stand side by side somewhere, in this order."""
        first, second = self._numbers.get(one), self._numbers.get(other)
        if first is None or second is None:
            return False
        pair = first * PAIRS + second
        at = np.searchsorted(self._neighbours, pair)
        return bool(at < len(self._neighbours) and self._neighbours[at] == pair)

    def _postings(self, tokens: Tokens, distinct: Sequence[Word]) -> Postings:
        """Weigh each occurrence of a term by its field, and by how long that is (BM25F)."""
        numbers = self._numbers
        of_words = [[numbers[t] for t in word.terms if t not in SILENT] for word in distinct]
        groups = Groups(map(len, of_words))
        flat = np.array([number for terms in of_words for number in terms], dtype=np.int32)
        size = len(self.resources) * len(FIELDS)
        of_resources = tokens.stretches < size
        rows, counts = groups.rows(tokens.sequence[of_resources])
        stretches = np.repeat(tokens.stretches[of_resources], counts)
        places, fields = np.divmod(stretches, len(FIELDS))
        lengths = np.bincount(stretches, minlength=size).reshape(-1, len(FIELDS))
        averages = lengths.mean(axis=0) if len(lengths) else np.ones(len(FIELDS))
        weights = np.array([WEIGHTS[field] for field in FIELDS])
        relative = lengths / np.maximum(averages, 1e-9)
        self._scales = (weights / (1 - LENGTH + LENGTH * relative)).astype(np.float32)
        said = Occurrences(
            flat[rows], places, fields.astype(np.uint8), self._scales[places, fields]
        )
        return (said + self._tagged()).postings(numbers, SATURATION)

    def _texts(self, tokens: Tokens, distinct: Sequence[Word]) -> Texts:
        """Take in what titles, summaries and answered questions mean."""
        places, fields = np.divmod(tokens.stretches, len(FIELDS))
        speaking = np.isin(fields, [FIELDS.index(field) for field in SPEAKING])
        chosen = speaking & (places < len(self.resources))
        return Texts.of(self.vectors, distinct, tokens.sequence[chosen], places[chosen])

    def _tagged(self) -> Occurrences:
        """Give the topics of each resource as terms, however many it has."""
        rated = [
            (self._numbers[topic_term(topic)], place, rating)
            for place in range(len(self.resources))
            for topic, rating in self.tags.of(place)
        ]
        terms, places, ratings = zip(*rated, strict=True) if rated else ((), (), ())
        return Occurrences(
            np.array(terms, dtype=np.int32),
            np.array(places, dtype=np.intp),
            np.full(len(rated), FIELDS.index(Field.TOPICS), dtype=np.uint8),
            np.array(ratings, dtype=np.float32) * np.float32(WEIGHTS[Field.TOPICS]),
        )

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


def _vocabulary(tokens: Tokens, distinct: Sequence[Word]) -> Counter[str]:
    """Count how often each word is written, whatever its case."""
    vocabulary: Counter[str] = Counter()
    counts = np.bincount(tokens.sequence, minlength=len(distinct)).tolist()
    for word, count in zip(distinct, counts, strict=True):
        if word is not BREAK:
            vocabulary[fold(word.text)] += count
    return vocabulary


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
