"""Topics by any of their names, and the nearest ones by none."""

import pytest
from hypothesis import given

from knowledge import Topic
from knowledge.names import Names
from tests.knowledge.shelves import ANY_TEXT
from tests.shipped import FINDER


def test_a_topic_is_understood_by_each_of_its_names(subtests: pytest.Subtests) -> None:
    for topic in FINDER.catalogue.topics.values():
        with subtests.test(topic.id):
            for written in (topic.id, *topic.spellings):
                assert topic in FINDER.topics(written)
                assert topic in FINDER.topics(f"  {written.upper()} ")


def test_only_what_is_ambiguous_names_several() -> None:
    for topic in FINDER.catalogue.topics.values():
        assert FINDER.topics(topic.name) == (topic,)
        assert all(FINDER.topics(alias) == (topic,) for alias in topic.aliases)
        assert all(len(FINDER.topics(alias)) > 1 for alias in topic.ambiguous)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("isto", "istio"),
        ("metalb", "metallb"),
        ("gpu clusters", "gpu"),
        ("watching models in production", "model-monitoring"),
    ],
)
def test_the_nearest_topics_are_alike_in_spelling_or_meaning(text: str, nearest: str) -> None:
    assert FINDER.topics(text) == ()
    assert nearest in [topic.id for topic in FINDER.nearest_topics(text)]


def test_a_name_of_words_that_say_nothing_is_known_alone_and_not_within_a_text() -> None:
    names = Names({"negotiation": Topic(id="negotiation", name="Deals", aliases=("yes or no",))})

    assert [topic.id for topic in names.meant("Yes or no")] == ["negotiation"]
    assert [start for start, _ in names.within(("yes", "or", "no", "deal"))] == [3]


@given(ANY_TEXT)
def test_any_text_has_nearest_topics(text: str) -> None:
    FINDER.topics(text)

    assert len(FINDER.nearest_topics(text)) == 3
