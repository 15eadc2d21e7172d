"""The topics that a menu offers while somebody types in it."""

from collections import Counter

from knowledge import Finder, Topic

OFFERED = 100
"""The most that Slack takes in a menu."""

TYPED_CHARACTERS = 100


def topics_like(typed: str, finder: Finder) -> list[Topic]:
    """List the topics that a text names or begins to name, in any spelling, and the nearest.

    For no text, those that have most resources.
    """
    topics = finder.catalogue.topics
    wanted = _folded(typed[:TYPED_CHARACTERS])
    if not wanted:
        counts = Counter(id for resource in finder.catalogue.resources for id in resource.topics)
        return [topics[id] for id, _ in counts.most_common(OFFERED)]
    begun = [topic for topic in topics.values() if _begins(topic, wanted)]
    found = (*finder.topics(wanted), *begun, *finder.nearest_topics(wanted))
    return list({topic.id: topic for topic in found}.values())[:OFFERED]


def _begins(topic: Topic, wanted: str) -> bool:
    """Tell whether a word of any spelling begins so."""
    return any(f" {wanted}" in f" {_folded(spelling)}" for spelling in topic.spellings)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
