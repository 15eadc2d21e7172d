"""Reads questions: their words, what those are slips, parts or other names of, and their weight."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.hearing import heard
from knowledge.index import Index, topic_term
from knowledge.markup import plain
from knowledge.names import Phrase
from knowledge.preferences import NO_PREFERENCES, Preferences, Sources
from knowledge.question import SOFT_SHARE, Asked, Question
from knowledge.spelling import LONGEST, Spelling
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
        self._sources = Sources(index.resources)
        self._plain_english = plain_english()

    def read(self, text: str) -> Question:
        """Understand a question as typed; any text at all gives a Question, maybe of no words."""
        text = plain(text)
        preferences, told = self._preferences(text)
        understood = tuple(self._understood(words(told)))
        found = tuple(word for word, _ in understood)
        asked = {
            number: self._asked(word, slip)
            for number, (word, slip) in enumerate(understood)
            if self._says(word)
        }
        terms = tuple(word.term for word in found)
        for start, phrase in self._index.names.within(terms):
            span = range(start, start + len(phrase.terms))
            has_slip = any(understood[number][1] for number in span)
            written = "" if has_slip else " ".join(found[number].text for number in span)
            for number in span:
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
            terms,
            tuple(asked[number] for number in sorted(asked)),
            meaning=self._index.vectors.meaning(numbers),
            familiarity=self._index.vectors.familiarity(numbers),
            wishes=wishes(fold(word.text) for word in found),
            preferences=preferences,
        )

    def _preferences(self, text: str) -> tuple[Preferences, str]:
        """Hear the preferences, and give the text without those that say nothing of the matter.

        What is asked for by its title is wanted as it is.
        """
        listened = heard(text, self._sources, self._index.names.by_first_term)
        if listened.preferences and self._is_title(text):
            return NO_PREFERENCES, text
        return listened.preferences, listened.rest

    def _is_title(self, text: str) -> bool:
        return tuple(word.term for word in words(text)) in self._index.titled

    def _meant(self, found: Sequence[Word], asked: Mapping[int, Asked]) -> Iterator[Word]:
        """Give the words as they were understood, of which the meaning is made."""
        for number, word in enumerate(found):
            if number in asked and asked[number].parts and not word.parts:
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

    def _understood(self, found: Iterable[Word]) -> Iterator[tuple[Word, str | None]]:
        """Give each word as it was meant, and as it was written if that was a slip.

        A compound is taken apart where one of its parts holds a slip: metalb/istio.
        """
        for word in found:
            if self._is_known(word):
                yield word, None
                continue
            parts = word.parts or self._split(word)
            is_strange = not parts or any(not self._is_known(part) for part in parts)
            correction = self._spelling.correct(fold(word.text)) if is_strange else None
            meant = next(words(correction), None) if correction else None
            if meant:
                yield meant, word.text
            elif word.parts and is_strange:
                yield from self._understood_or_whole(word)
            else:
                yield word, None

    def _understood_or_whole(self, word: Word) -> Iterator[tuple[Word, str | None]]:
        """Take a compound apart if that helps to understand it."""
        parts = tuple(self._understood(word.parts))
        yield from parts if any(slip for _, slip in parts) else ((word, None),)

    def _is_known(self, word: Word) -> bool:
        index = self._index
        return (
            word.term in index.postings
            or word.term in index.names.by_first_term
            or word.term in EMPTY
        )

    def _asked(self, word: Word, slip: str | None) -> Asked:
        """Look a word up: as it stands, or by its parts. It was written as `slip`, if that was one.

        A slip of another form of the same word is named, too: kubernets, for kubernetes.
        """
        index, term = self._index, word.term
        soft = term in SOFT
        asked = Asked(slip or word.text, UNKNOWN_SHARE, soft=soft)
        asked.is_name = self._is_name(word)
        asked.correction = fold(word.text) if slip else self._same_stem(word)
        if term in index.postings:
            asked.terms[term] = 1.0
            asked.information = index.information(term)
        if term in self._plain_english:
            asked.information = min(asked.information, PLAIN_SHARE)
        parts = word.parts or (() if asked.terms else self._split(word))
        if any(part.term in index.postings for part in parts) and not asked.correction:
            self._look_up_parts(asked, parts)
        if soft:
            asked.information *= SOFT_SHARE
        return asked

    def _is_name(self, word: Word) -> bool:
        """Tell whether a word has no meaning that anybody has learned, and is no bare number."""
        is_known = self._index.vectors.numbers([word]) or word.term in self._plain_english
        return not is_known and any(map(str.isalpha, word.term))

    def _same_stem(self, word: Word) -> str | None:
        """Find the form of a known word, of which an unknown form is a slip."""
        if word.term not in self._index.postings:
            return None
        written = fold(word.text)
        correction = self._spelling.correct(written)
        corrected = next(words(correction), None) if correction else None
        if not corrected or corrected.term != word.term or written.startswith(correction or ""):
            return None  # another word, or only another form of this one
        return correction

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

    def _split(self, word: Word) -> tuple[Word, ...]:
        """Take apart what the catalogue writes as two words: loadbalancer, servicemesh, layer2."""
        if len(word.text) > LONGEST:
            return ()
        for cut in range(3, len(word.text)):
            texts = word.text[:cut], word.text[cut:]
            if len(texts[1]) < 3 and not texts[1].isdigit():
                continue
            head, tail = (stem(fold(text)) for text in texts)
            if self._index.are_neighbours(head, tail):
                return Word(texts[0], head), Word(texts[1], tail)
        return ()

    def _join_neighbours(self, found: tuple[Word, ...], asked: dict[int, Asked]) -> None:
        """Read two words as the compound that the catalogue writes together: end point slices."""
        for number in range(len(found) - 1):
            pair = asked.get(number), asked.get(number + 1)
            if not all(word and not word.correction for word in pair):
                continue
            texts = found[number].text, found[number + 1].text
            joined = stem(fold("".join(texts)))
            if joined in self._index.postings and not joined.isdigit():  # 1.0 is not 10
                for word in (asked[number], asked[number + 1]):
                    if joined not in word.terms:
                        word.terms[joined] = 1.0
                        word.pairs[joined] = " ".join(texts)
