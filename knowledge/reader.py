"""Reads questions: their words, what those are slips, parts or other names of, and their weight."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.index import Index, Phrase, topic_term
from knowledge.markup import plain
from knowledge.question import SOFT_SHARE, Asked, Question
from knowledge.spelling import Spelling
from knowledge.wishes import wishes
from knowledge.words import EMPTY, SOFT, Word, fold, plain_english, stem, words

PLAIN_SHARE = 0.5  # the most that a plain word says, rare or unknown as it may be here
UNKNOWN_SHARE = 0.8  # and an unknown name: most likely the very thing that was asked about
SPLIT_SHARE = 0.7  # what the parts of a compound say of the whole
TOPIC_SHARE = 1.0  # what a topic says of the words that stand for it


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
        asked = {number: self._asked(word) for number, word in enumerate(found) if self._says(word)}
        for start, phrase in self._phrases(found):
            written = " ".join(word.text for word in found[start : start + len(phrase.terms)])
            for number in range(start, start + len(phrase.terms)):
                if number not in asked and len(phrase.terms) == 1:
                    asked[number] = Asked(found[number].text, 1.0)
                if number in asked:
                    word = asked[number]
                    for topic in phrase.topics:
                        word.phrases[topic] = written
                        word.terms[topic_term(topic)] = TOPIC_SHARE
                    if len(phrase.terms) == 1:
                        self._weigh_as_topic(word, phrase)
        self._join_neighbours(found, asked)
        numbers = self._index.vectors.numbers(self._meant(found, asked))
        return Question(
            text,
            tuple(asked[number] for number in sorted(asked)),
            meaning=self._index.vectors.meaning(numbers),
            familiarity=self._index.vectors.familiarity(numbers),
            wishes=wishes(fold(word.text) for word in found),
        )

    def _meant(self, found: Sequence[Word], asked: Mapping[int, Asked]) -> Iterator[Word]:
        """Give the words as they were understood, of which the meaning is made."""
        for number, word in enumerate(found):
            correction = asked[number].correction if number in asked else None
            if correction:
                yield from words(correction)
            elif number in asked and asked[number].parts and not word.parts:
                yield from (Word(text, term) for term, text in asked[number].parts.items())
            else:
                yield word

    def _says(self, word: Word) -> bool:
        """Leave out what every question is made of, and signs that stand for anything: a && b."""
        is_sign = len(word.term) == 1 or not any(map(str.isalnum, word.term))
        return word.term not in EMPTY and (not is_sign or word.term in self._index.postings)

    def _weigh_as_topic(self, word: Asked, phrase: Phrase) -> None:
        """Let a name say as much as its topic does, however rarely it is written that way.

        Few resources write k8s, but nearly all are about it.
        """
        term = phrase.terms[0]
        information = max(self._index.information(topic_term(topic)) for topic in phrase.topics)
        if term in word.terms and word.information > information:
            word.terms[term] = information / word.information
            word.information = information

    def _taken_apart(self, found: Iterable[Word]) -> Iterator[Word]:
        """Give the parts of a compound one by one where one of them holds a slip: metalb/istio."""
        for word in found:
            is_known = word.term in self._index.postings or word.term in self._index.phrases
            is_slip = not is_known and self._spelling.correct(fold(word.text))
            if not is_known and not is_slip and any(self._slip(part) for part in word.parts):
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
        asked = Asked(word.text, UNKNOWN_SHARE, soft=soft)
        if term in index.postings:
            asked.terms[term] = 1.0
            asked.information = index.information(term)
            if term in plain_english():
                asked.information = min(asked.information, PLAIN_SHARE)
        parts = word.parts or (() if asked.terms else self._split(word))
        strange = [part for part in parts if part.term not in index.postings]
        if asked.terms or strange or not parts:
            self._correct(asked, word)
        if len(strange) < len(parts) and not asked.correction:
            self._look_up_parts(asked, parts)
        if not asked.terms and term in plain_english():
            asked.information = PLAIN_SHARE
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
            is_new = part.term not in EMPTY and part.term not in asked.terms
            if is_new and part.term in index.postings:
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
                for topic in phrase.topics:
                    asked.phrases[topic] = asked.text
                    asked.terms[topic_term(topic)] = TOPIC_SHARE

    def _split(self, word: Word) -> tuple[Word, ...]:
        """Take apart what the catalogue writes as two words: loadbalancer, servicemesh, layer2."""
        for cut in range(3, len(word.text)):
            texts = word.text[:cut], word.text[cut:]
            if len(texts[1]) < 3 and not texts[1].isdigit():
                continue
            head, tail = (stem(fold(text)) for text in texts)
            if f"{head} {tail}" in self._index.neighbours:
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
