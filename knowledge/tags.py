"""How resources are tagged: with which topics, how firmly, and what the topics mean."""

from collections.abc import Iterator

import numpy as np

from knowledge.groups import Floats, Places
from knowledge.meaning import WordVectors
from knowledge.models import Catalogue, Topic
from knowledge.words import words

NARROWER = 0.5  # what a resource on istio is worth to a question on service meshes
LATER = 0.25  # how much a resource's second topic counts less than its first, and so on
ABOUT = 0.3  # rating from which on a resource is about a topic, or one that is part of it
FAINTEST = 0.1  # broader topics further off than this are left out


class Tags:
    """What every resource is about: its topics and those that they are part of, from 0 to 1."""

    def __init__(self, catalogue: Catalogue, vectors: WordVectors) -> None:
        self._catalogue = catalogue
        self.topics = tuple(catalogue.topics)
        self.numbers = {topic: number for number, topic in enumerate(self.topics)}
        described = (words(_described(topic)) for topic in catalogue.topics.values())
        meanings = [vectors.meaning(vectors.numbers(found)) for found in described]
        self._meanings = np.array(meanings, dtype=np.float32).reshape(-1, vectors.size)
        rated = [tuple(self.of(place)) for place in range(len(catalogue.resources))]
        width = max(map(len, rated), default=0)
        shape = len(rated), width
        # Rows are filled up with the first topic, rated 0: nothing is about that.
        self._tagged = np.zeros(shape, dtype=np.int32)
        self._ratings = np.zeros(shape, dtype=np.float32)
        for place, row in enumerate(rated):
            self._tagged[place, : len(row)] = [self.numbers[topic] for topic, _ in row]
            self._ratings[place, : len(row)] = [rating for _, rating in row]

    def of(self, place: int) -> Iterator[tuple[str, float]]:
        """Rate a resource's topics: its first most, and those that they are part of."""
        rated: dict[str, float] = {}
        for rank, topic in enumerate(self._catalogue.resources[place].topics):
            rating = 1.0 / (1 + LATER * rank)
            current: str | None = topic
            while current and (current == topic or rating > FAINTEST):
                rated[current] = max(rated.get(current, 0.0), rating)
                current = self._catalogue.topics[current].broader
                rating *= NARROWER
        yield from rated.items()

    def alike(self, meaning: Floats) -> Floats:
        """Compare a text with every topic: the cosines, at least 0."""
        cosines: Floats = np.vecdot(self._meanings, meaning)
        return np.maximum(cosines, 0)

    def total(self, asked: Floats, places: Places) -> Floats:
        """Add up what some resources have of the topics that are asked for: at most 1."""
        total: Floats = (asked[self._tagged[places]] * self._ratings[places]).sum(axis=1)
        return np.minimum(total, 1)

    def best(self, alike: Floats, places: Places) -> Floats:
        """Give the value of each resource's best topic, among those that it is about."""
        about = self._ratings[places] >= ABOUT
        best: Floats = (alike[self._tagged[places]] * about).max(axis=1, initial=0)
        return best


def _described(topic: Topic) -> str:
    return " ".join((topic.name, *topic.aliases, *topic.ambiguous, topic.definition or ""))
