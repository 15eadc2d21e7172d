"""The texts to learn from, all our own: the catalogue, and the questions beside this file."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import Catalogue
from knowledge.groups import Floats
from knowledge.meaning import WordVectors, rough
from knowledge.precedents import Precedents
from knowledge.words import english, fold, stem, words

QUESTIONS = Path(__file__).parent / "questions"
JUDGED = QUESTIONS / "judged.jsonl"
WRITTEN = QUESTIONS / "written.jsonl"
OFF_TOPIC = QUESTIONS / "off-topic.jsonl"
HELD_OUT = QUESTIONS / "held-out.jsonl"  # from the vectors, for the weights

KEPT = 0.7  # of the words of a text that is varied
HELPFUL = 0.25  # what a helpful resource counts beside a best one


@dataclass(frozen=True)
class Text:
    """A text to learn from, and the places of the resources that it belongs to, if any.

    A question belongs to its best resources; others may be `helpful`. `ours` tells for what a
    person may ask whether it is of our field.
    """

    text: str
    places: tuple[int, ...] = ()
    helpful: tuple[int, ...] = ()
    ours: bool | None = None

    def shares(self, none: int) -> dict[int, float]:
        """Tell how much of the text is whose: the resources', or the class `none`'s; may be empty.

        The shares add up to 1.
        """
        if self.ours is False:
            return {none: 1.0}
        grades = dict.fromkeys(self.helpful, HELPFUL) | dict.fromkeys(self.places, 1.0)
        return {place: grade / sum(grades.values()) for place, grade in grades.items()}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of JSON objects, one a line."""
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def texts(catalogue: Catalogue) -> Iterator[Text]:
    """Collect what is written about resources and topics, then all questions."""
    for place, resource in enumerate(catalogue.resources):
        contents = ", ".join(resource.covers)
        yield from (
            Text(said, (place,)) for said in (resource.title, resource.summary or "", contents)
        )
        yield from (Text(question, (place,), ours=True) for question in resource.answers)
    for topic in catalogue.topics.values():
        yield from (
            Text(name, ours=True) for name in (topic.name, *topic.aliases, *topic.ambiguous)
        )
        yield Text(topic.definition or "")
    places = {resource.id: place for place, resource in enumerate(catalogue.resources)}
    for path in (JUDGED, WRITTEN, OFF_TOPIC):
        for line in read_lines(path):
            best, helpful = (
                tuple(places[resource] for resource in line.get(grade, ()) if resource in places)
                for grade in ("best", "helpful")
            )
            yield Text(line["question"], best, helpful, ours=bool(line["best"]))


def variations(found: Sequence[Text]) -> Iterator[Text]:
    """Say what was said in other ways, for the teacher to judge: more than anybody could write.

    Texts lose words at random; beginnings of one are crossed with ends of another.
    """
    for text in found:
        said = text.text.split()
        yield Text(" ".join(word for word in said if random.random() < KEPT))
        other = random.choice(found).text.split()
        yield Text(" ".join(said[: random.randint(1, 8)] + other[-random.randint(1, 8) :]))


def precedents(vectors: WordVectors) -> Precedents:
    """Keep what was asked and judged, and the messages that are none of our business."""
    judged = [line for line in read_lines(JUDGED) if line["best"]]
    best: dict[str, list[int]] = defaultdict(list)
    for row, line in enumerate(judged):
        for resource in line["best"]:
            best[resource].append(row)

    def meanings(lines: Iterable[dict[str, Any]]) -> Floats:
        found = (words(line["question"]) for line in lines)
        return np.stack([vectors.meaning(vectors.numbers(one)) for one in found])

    return Precedents(rough(meanings(judged)), rough(meanings(read_lines(OFF_TOPIC))), best)


def vocabulary(found: Sequence[Text]) -> dict[str, str]:
    """Map each term, of these texts and of plain English, to the most frequent way to write it."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in found:
        for word in words(text.text):
            for one in (word, *word.parts):
                forms[one.term][fold(one.text)] += 1
    for plain in english():
        forms[stem(plain)][plain] += 0
    return {
        term: max(counts, key=lambda form: (counts[form], form == term, -len(form), form))
        for term, counts in sorted(forms.items())
    }


def bags(forms: Iterable[str], found: Iterable[Text]) -> list[list[int]]:
    """Give the words of each text by their numbers, as they are looked up later."""
    none = np.empty((0, 0), dtype=np.float32)
    numbers = WordVectors(forms, none.astype(np.int8), none, none, 0.0).numbers
    return [numbers(words(text.text)) for text in found]
