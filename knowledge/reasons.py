"""Why a resource matched, in words that can be checked against the question and the resource."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.index import FIELDS, Field, Index, topic_term
from knowledge.models import Topic
from knowledge.question import Question

ABOUT = {Field.TITLE, Field.TOPICS}
ALIKE = 0.6  # how much an answered question and the one asked must share before it is quoted


@dataclass(frozen=True)
class Words:
    """Words of the question that stand in one field of the resource."""

    field: Field
    texts: tuple[str, ...]

    def __str__(self) -> str:
        quoted = ", ".join(f"“{text}”" for text in self.texts)
        return f"{quoted} in its {self.field}"


@dataclass(frozen=True)
class Filed:
    """Words of the question that name a topic of the resource, or are an alias of it.

    The topic may be a broader one than those it is tagged with.
    """

    text: str
    topic: Topic

    def __str__(self) -> str:
        return f"“{self.text}” is filed under {self.topic.name}"


@dataclass(frozen=True)
class Correction:
    """A slip of the keyboard, and the word that was read in its place."""

    text: str
    corrected: str

    def __str__(self) -> str:
        return f"“{self.text}” read as “{self.corrected}”"


@dataclass(frozen=True)
class Answers:
    """A question, near to the one asked, that the resource answers.

    What a workspace has added answers what somebody may have asked in private: it is not told.
    """

    question: str | None

    def __str__(self) -> str:
        return f"answers “{self.question}”" if self.question else "answers what was asked here"


Reason = Words | Filed | Correction | Answers


def reasons(
    asked: Question, index: Index, place: int, found: Mapping[str, Field]
) -> tuple[Reason, ...]:
    """Collect what made a resource match: corrections, topics, the answered question, words."""
    quoted = list(_answered(asked, index, place))
    topics = {topic_term(topic) for word in asked.asked for topic in word.phrases}
    said = list(_words(asked, {t: field for t, field in found.items() if t not in topics}))
    collected: list[Reason] = [
        *_corrections(asked, found),
        *_filed(asked, index, found, said),
        *quoted,
        # A question that is quoted shows its words already.
        *(words for words in said if not (quoted and words.field is Field.ANSWERS)),
    ]
    return tuple(dict.fromkeys(collected))


def _corrections(asked: Question, found: Mapping[str, Field]) -> Iterator[Correction]:
    for word in asked.asked:
        if word.correction and any(term in found for term in word.terms):
            yield Correction(word.text, word.correction)


def _filed(
    asked: Question, index: Index, found: Mapping[str, Field], said: Sequence[Words]
) -> Iterator[Filed]:
    """Name topics for words that the resource's title and topics do not have themselves."""
    plain_to_see = {text for words in said if words.field in ABOUT for text in words.texts}
    for word in asked.asked:
        if word.correction or word.text in plain_to_see:
            continue
        for topic, written in word.phrases.items():
            if written and topic_term(topic) in found:
                yield Filed(written, index.catalogue.topics[topic])


def _answered(asked: Question, index: Index, place: int) -> Iterator[Answers]:
    """Quote the answered question that is most alike, if each says most of the other."""
    said = {term for word in asked.asked if not word.soft for term in word.terms}
    best, quoted = ALIKE, None
    for question, terms, information in index.answers(place):
        shared = sum([terms[term] for term in terms.keys() & said])
        if shared > best * information:
            alike = min(shared / information, asked.share(terms))
            if alike > best:
                best, quoted = alike, question
    if quoted:
        yield Answers(None if index.resources[place].is_own else quoted)


def _words(asked: Question, found: Mapping[str, Field]) -> Iterator[Words]:
    """Show the words that a resource has, each in its weightiest field; of compounds, the parts."""
    by_field: dict[Field, list[str]] = {}
    for word in asked.asked:
        if word.correction:
            continue
        for terms in word.matched(found):
            term, field = min(terms.items(), key=lambda match: FIELDS.index(match[1]))
            text = word.parts.get(term) or word.pairs.get(term) or word.text
            by_field.setdefault(field, []).append(text)
    for field in Field:
        if field in by_field:
            yield Words(field, tuple(dict.fromkeys(by_field[field])))
