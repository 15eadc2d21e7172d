"""Why a resource matched, in words that can be checked against the question and the resource."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.index import Field, Index
from knowledge.models import Resource, Topic
from knowledge.question import ORDER, Question
from knowledge.words import EMPTY, words

ALIKE = 0.6  # how much of an answered question must have been asked before it is quoted


@dataclass(frozen=True)
class Words:
    """Words of the question that stand in one field of the resource."""

    field: Field
    texts: tuple[str, ...]

    def __str__(self) -> str:
        quoted = ", ".join(f"“{text}”" for text in self.texts)
        return f"{quoted} in its {self.field}"


@dataclass(frozen=True)
class Alias:
    """Words of the question that are another way to write a topic of the resource.

    The topic may be a broader one than those it is tagged with.
    """

    text: str
    topic: Topic

    def __str__(self) -> str:
        return f"“{self.text}” stands for {self.topic.name}"


@dataclass(frozen=True)
class Correction:
    """A slip of the keyboard, and the word that was read in its place."""

    text: str
    corrected: str

    def __str__(self) -> str:
        return f"“{self.text}” read as “{self.corrected}”"


@dataclass(frozen=True)
class Answers:
    """A question, near to the one asked, that the resource answers."""

    question: str

    def __str__(self) -> str:
        return f"answers “{self.question}”"


Reason = Words | Alias | Correction | Answers


def reasons(asked: Question, index: Index, place: int) -> tuple[Reason, ...]:
    """Collect what made a resource match: corrections, aliases, the answered question, words."""
    resource = index.resources[place]
    found = index.fields[place]
    quoted = list(_answered(asked, index, resource))
    collected: list[Reason] = [
        *_corrections(asked, found),
        *_aliases(asked, index, found),
        *quoted,
        # A question that is quoted shows its words already.
        *(said for said in _words(asked, found) if not (quoted and said.field is Field.ANSWERS)),
    ]
    return tuple(dict.fromkeys(collected))


def _corrections(asked: Question, found: dict[str, Field]) -> Iterator[Correction]:
    for word in asked.asked:
        if word.correction and any(term in found for term in word.terms):
            yield Correction(word.text, word.correction)


def _aliases(asked: Question, index: Index, found: dict[str, Field]) -> Iterator[Alias]:
    for word in asked.asked:
        for phrase in word.phrases:
            topic = index.catalogue.topics[phrase.topic]
            is_alias = phrase.text in topic.aliases and word.correction is None
            if is_alias and f"#{topic.id}" in found:
                yield Alias(phrase.text, topic)


def _answered(asked: Question, index: Index, resource: Resource) -> Iterator[Answers]:
    """Quote the answered question that shares most with the one asked, if it shares enough."""
    said = {term for word in asked.asked if not word.soft for term in word.terms}
    best, quoted = ALIKE, None
    for question in resource.answers:
        terms = {term for word in words(question) for term in word.terms if term not in EMPTY}
        total = sum(index.information(term) for term in terms)
        shared = sum(index.information(term) for term in terms & said)
        if total and shared / total > best:
            best, quoted = shared / total, question
    if quoted:
        yield Answers(quoted)


def _words(asked: Question, found: dict[str, Field]) -> Iterator[Words]:
    by_field: dict[Field, list[str]] = {}
    for word in asked.asked:
        if word.correction:
            continue
        fields = [found[term] for term in word.terms if term in found and term[0] != "#"]
        if fields:
            by_field.setdefault(min(fields, key=ORDER.index), []).append(word.text)
    for field in Field:
        if field in by_field:
            yield Words(field, tuple(dict.fromkeys(by_field[field])))
