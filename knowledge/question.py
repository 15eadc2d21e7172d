"""Reads a question: its words, what they stand for, and how much each of them says."""

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from knowledge.index import Field, Index, Phrase
from knowledge.markup import plain
from knowledge.spelling import Spelling
from knowledge.words import EMPTY, SOFT, Word, fold, plain_english, stem, words

SOFT_SHARE = 0.2  # what a word that only asks for learning counts, beside one that says what
PLAIN_SHARE = 0.5  # the most that a plain word says, rare or unknown as it may be here
UNKNOWN_SHARE = 0.8  # and an unknown name: most likely the very thing that was asked about
SPLIT_SHARE = 0.7  # what the parts of a compound say of the whole
ORDER = tuple(Field)  # weightiest first
ABOUT = {Field.TITLE, Field.TOPICS}
TELLING = {*ABOUT, Field.ANSWERS, Field.AUTHOR}  # a summary mentions much in passing
TOPIC_SHARE = 1.0  # what a topic says of the words that stand for it


class Evidence(IntEnum):
    """How far a match can be trusted.

    A name in the title or topics is firm. Of plain words, which titles share by chance, it takes
    two, as of those in the questions that it answers and of its author's name.
    """

    CHANCE = 0
    SLIGHT = 1
    FIRM = 2


@dataclass
class Asked:
    """A word of the question that counts, with the terms that it is looked up by."""

    text: str
    information: float
    soft: bool = False
    terms: dict[str, float] = field(default_factory=dict)  # -> how well the term stands for it
    parts: dict[str, str] = field(default_factory=dict)  # terms that are a part of it -> its text
    pairs: dict[str, str] = field(default_factory=dict)  # terms of it and a neighbour -> their text
    phrases: dict[str, str] = field(default_factory=dict)  # topics named with it -> as written
    correction: str | None = None

    def share(self, found: Container[str]) -> float:
        """Tell how much of the word a resource accounts for, from 0 to 1."""
        whole = (s for term, s in self.terms.items() if term in found and term not in self.parts)
        split = sum(self.terms[term] for term in self.parts if term in found)
        return max(*whole, split, 0.0)

    def matched(self, found: Mapping[str, Field]) -> Iterator[dict[str, Field]]:
        """Yield what a resource has of it: the terms of the whole word, else of each part."""
        whole = {t: found[t] for t in self.terms if t in found and t not in self.parts}
        if whole:
            yield whole
        else:
            yield from ({part: found[part]} for part in self.parts if part in found)


@dataclass(frozen=True)
class Question:
    """A question as understood: plain text, and the words that carry it."""

    text: str
    asked: tuple[Asked, ...]
    is_one_word: bool = False

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each term counts in the scores; a term that two words share counts once."""
        weights: dict[str, float] = {}
        for word in self.asked:
            share = SOFT_SHARE if word.soft else 1.0
            for term, strength in word.terms.items():
                weights[term] = max(weights.get(term, 0.0), share * strength)
        return weights

    @cached_property
    def information(self) -> float:
        return sum(word.information for word in self.asked)

    @cached_property
    def norm(self) -> float:
        """The question's length as a vector, for its cosine with another question."""
        return math.sqrt(sum(word.information**2 for word in self.asked)) or 1.0

    def share(self, found: Container[str]) -> float:
        """Tell how much of what was asked a resource, or a text, accounts for, from 0 to 1."""
        matched = sum(word.information * word.share(found) for word in self.asked)
        return matched / self.information if self.information else 0.0

    def evidence(self, index: Index, place: int) -> "Evidence":
        """Judge whether a resource is about the matter, or merely shares a word with it."""
        found = index.fields[place]
        matched = [
            (_is_name(terms), min(terms.values(), key=ORDER.index))
            for word in self.asked
            if not word.soft
            for terms in word.matched(found)
        ]
        if any(is_name and field in ABOUT for is_name, field in matched):
            return Evidence.FIRM
        telling = [(is_name, field) for is_name, field in matched if field in TELLING]
        if len(telling) > 1:
            return Evidence.FIRM
        by_chance = all(field is Field.ANSWERS and not is_name for is_name, field in telling)
        by_chance = by_chance and not self.is_one_word  # a word typed alone is meant
        return Evidence.CHANCE if by_chance else Evidence.SLIGHT


def _is_name(terms: Iterable[str]) -> bool:
    """Tell whether one of the terms means one thing anywhere, as plain words do not."""
    return any(
        term.startswith("#") or not (term.isdigit() or term in plain_english()) for term in terms
    )


class Reader:
    """Reads questions with the eyes of one catalogue."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._spelling = Spelling(index.vocabulary)
        plain_english()  # read now, not while the first person waits

    def read(self, text: str) -> Question:
        """Understand a question as typed; any text at all gives a Question, maybe of no words."""
        text = plain(text)
        found = tuple(self._taken_apart(words(text)))
        asked = {
            number: self._asked(word) for number, word in enumerate(found) if word.term not in EMPTY
        }
        for start, phrase in self._phrases(found):
            written = " ".join(word.text for word in found[start : start + len(phrase.terms)])
            for number in range(start, start + len(phrase.terms)):
                if number not in asked and len(phrase.terms) == 1:
                    asked[number] = Asked(found[number].text, self._index.highest_information)
                if number in asked:
                    word = asked[number]
                    word.phrases[phrase.topic] = written
                    word.terms[f"#{phrase.topic}"] = TOPIC_SHARE
                    if len(phrase.terms) == 1:
                        self._weigh_as_topic(word, phrase)
        self._join_neighbours(found, asked)
        in_order = tuple(asked[number] for number in sorted(asked))
        return Question(text, in_order, is_one_word=len(found) == 1)

    def _weigh_as_topic(self, word: Asked, phrase: Phrase) -> None:
        """Let a name say as much as its topic does, however rarely it is written that way.

        Few resources write k8s, but nearly all are about it.
        """
        term, information = phrase.terms[0], self._index.information(f"#{phrase.topic}")
        if term in word.terms and word.information > information:
            word.terms[term] = information / word.information
            word.information = information

    def _taken_apart(self, found: Iterable[Word]) -> Iterator[Word]:
        """Give the parts of a compound one by one where one of them holds a slip: metalb/istio."""
        for word in found:
            is_known = word.term in self._index.postings or word.term in self._index.phrases
            if is_known or not word.parts or self._spelling.correct(fold(word.text)):
                yield word
            elif any(self._slip(part) for part in word.parts):
                yield from word.parts
            else:
                yield word

    def _slip(self, part: Word) -> bool:
        is_known = part.term in self._index.postings or part.term in EMPTY
        return not is_known and self._spelling.correct(fold(part.text)) is not None

    def _asked(self, word: Word) -> Asked:
        """Look a word up: as it stands, by its parts, or as what it is a slip of."""
        index, term = self._index, word.term
        soft = term in SOFT
        asked = Asked(word.text, index.highest_information * UNKNOWN_SHARE, soft=soft)
        if term in index.postings:
            asked.terms[term] = 1.0
            asked.information = index.information(term)
            if term in plain_english():
                asked.information = min(asked.information, PLAIN_SHARE * index.highest_information)
        parts = word.parts or (() if asked.terms else self._split(word))
        strange = [part for part in parts if part.term not in index.postings]
        if asked.terms or strange or not parts:
            self._correct(asked, word)
        if len(strange) < len(parts) and not asked.correction:
            self._look_up_parts(asked, parts)
        if not asked.terms and term in plain_english():
            asked.information = index.highest_information * PLAIN_SHARE
        if soft:
            asked.information *= SOFT_SHARE
        return asked

    def _look_up_parts(self, asked: Asked, parts: Sequence[Word]) -> None:
        """Let the parts of a compound say together nearly as much as the whole."""
        index = self._index
        information = {part.term: index.information(part.term) for part in parts}
        if not asked.terms:
            known = (said for term, said in information.items() if term in index.postings)
            asked.information = max(known)
        for part in parts:
            if part.term in index.postings and part.term not in EMPTY | asked.terms.keys():
                share = information[part.term] / sum(information.values())
                asked.terms[part.term] = SPLIT_SHARE * share
                asked.parts[part.term] = part.text

    def _correct(self, asked: Asked, word: Word) -> None:
        """Read an unknown word as a known one; as one of the same stem, where it has that."""
        written = fold(word.text)
        correction = self._spelling.correct(written)
        corrected = next(words(correction), None) if correction else None
        if correction is None or corrected is None:
            return
        if asked.terms and (corrected.term not in asked.terms or written.startswith(correction)):
            return  # another word, or only another form of this one
        asked.correction = correction
        term = corrected.term
        if term in self._index.postings:
            asked.terms[term] = 1.0
            asked.information = self._index.information(term)
        for phrase in self._index.phrases.get(term, ()):
            if len(phrase.terms) == 1:
                asked.phrases[phrase.topic] = asked.text
                asked.terms[f"#{phrase.topic}"] = TOPIC_SHARE

    def _split(self, word: Word) -> tuple[Word, ...]:
        """Take apart what the catalogue writes as two words: loadbalancer, servicemesh, layer2."""
        for cut in range(3, len(word.text)):
            texts = word.text[:cut], word.text[cut:]
            if len(texts[1]) < 3 and not texts[1].isdigit():
                continue
            head, tail = (stem(fold(text)) for text in texts)
            if (head, tail) in self._index.neighbours:
                return Word(texts[0], head), Word(texts[1], tail)
        return ()

    def _phrases(self, found: tuple[Word, ...]) -> Iterator[tuple[int, Phrase]]:
        """Find names and aliases of topics: the longest at each place."""
        terms = [word.term for word in found]
        for start, term in enumerate(terms):
            for phrase in self._index.phrases.get(term, ()):
                if tuple(terms[start : start + len(phrase.terms)]) == phrase.terms:
                    yield start, phrase
                    break

    def _join_neighbours(self, found: tuple[Word, ...], asked: dict[int, Asked]) -> None:
        """Read two words as the compound that the catalogue writes together: end point slices."""
        for number in range(len(found) - 1):
            if number not in asked or number + 1 not in asked:
                continue
            texts = found[number].text, found[number + 1].text
            joined = stem(fold("".join(texts)))
            if joined in self._index.postings:
                for word in (asked[number], asked[number + 1]):
                    if joined not in word.terms:
                        word.terms[joined] = 1.0
                        word.pairs[joined] = " ".join(texts)
