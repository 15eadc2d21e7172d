"""How topics are written: names, ids and aliases, and which topics a text names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.models import Topic
from knowledge.words import EMPTY, words


@dataclass(frozen=True)
class Phrase:
    """A way to write a topic, or more than one: a name, an id or an alias, as terms in order."""

    terms: tuple[str, ...]
    topics: tuple[str, ...]


class Names:
    """Every way to write every topic. Case, forms of a word, dashes and spaces do not count."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics
        meant: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for topic in topics.values():
            for terms in map(_terms, topic.spellings):
                if terms:
                    meant[terms].append(topic.id)
        self._phrases = {
            terms: Phrase(terms, tuple(dict.fromkeys(ids))) for terms, ids in meant.items()
        }
        self._joined = {"".join(terms): phrase for terms, phrase in self._phrases.items()}
        self.by_first_term: dict[str, list[Phrase]] = defaultdict(list)
        """Longest first."""
        for terms in sorted(meant, key=len, reverse=True):
            if not EMPTY.issuperset(terms):  # within a text, "getting to yes" may mean anything
                self.by_first_term[terms[0]].append(self._phrases[terms])

    def meant(self, text: str) -> tuple[Topic, ...]:
        """Give the topic that a text is a way to write; several, if it is ambiguous, or none."""
        terms, parts = _terms(text), _terms(text.replace("-", " "))  # as names, and as ids
        found = self._phrases.get(terms) or self._phrases.get(parts)
        phrase = found or self._joined.get("".join(terms))
        return tuple(self._topics[id] for id in phrase.topics) if phrase else ()

    def within(self, terms: tuple[str, ...]) -> Iterator[tuple[int, Phrase]]:
        """Find the phrases in a text, with where they begin: the longest at each place."""
        for start, term in enumerate(terms):
            for phrase in self.by_first_term.get(term, ()):
                if terms[start : start + len(phrase.terms)] == phrase.terms:
                    yield start, phrase
                    break

    def alike(self, text: str) -> dict[str, float]:
        """Tell how near the spellings of each topic come to a text, from 0 to 1."""
        written = " ".join(_terms(text))
        alike = dict.fromkeys(self._topics, 0.0)
        for phrase in self._phrases.values():
            ratio = fuzz.ratio(written, " ".join(phrase.terms)) / 100
            for topic in phrase.topics:
                alike[topic] = max(alike[topic], ratio)
        return alike


def _terms(text: str) -> tuple[str, ...]:
    return tuple(word.term for word in words(text))


def topics_of(text: str, names: Names) -> Iterable[str]:
    """Name the topics that a title speaks of, in its order."""
    found = (phrase.topics for _, phrase in names.within(_terms(text)))
    return dict.fromkeys(topic for topics in found if len(topics) == 1 for topic in topics)
