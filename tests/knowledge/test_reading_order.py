"""The order in which to read what somebody saved: everything once, and what it builds on first."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from knowledge import Catalogue, Resource, Topic
from knowledge.models import Level
from knowledge.path import level_of
from knowledge.reading_order import reading_order

NAMES = "abcde"
LEVELS: Sequence[Level | None] = (None, "beginner", "intermediate", "advanced")


def resource(id: str, *topics: str, level: Level | None = None) -> Resource:
    return Resource(id=id, title=id, url=f"https://x.org/{id}", topics=topics, level=level)


def catalogue(resources: Sequence[Resource], **prerequisites: str) -> Catalogue:
    topics = {
        name: Topic(id=name, name=name, prerequisites=tuple(prerequisites.get(name, "")))
        for name in NAMES
    }
    return Catalogue(tuple(resources), topics)


def order(held: Catalogue, *saved: Resource) -> str:
    return "".join(each.id for each in reading_order(held, saved))


def test_without_anything_to_go_by_the_book_decides() -> None:
    one, two, three = resource("1", "a"), resource("2", "b"), resource("3")

    assert order(catalogue([one, two, three]), three, two, one) == "123"


def test_what_others_build_on_comes_first_however_far_away() -> None:
    late, other, first = resource("1", "c"), resource("2", "d"), resource("3", "a")

    held = catalogue([late, other, first], c="b", b="a")

    assert order(held, late, other, first) == "231"


def test_only_the_first_topic_counts() -> None:
    one, two = resource("1", "b", "c"), resource("2", "d", "a")

    assert order(catalogue([one, two], b="a"), two, one) == "12"


def test_of_one_topic_the_easier_comes_first() -> None:
    hard, easy = resource("1", "a", level="advanced"), resource("2", "a", level="beginner")
    elsewhere = resource("3", "b", level="beginner")

    assert order(catalogue([hard, easy, elsewhere]), hard, easy, elsewhere) == "213"


def test_what_needs_each_other_stays_as_in_the_book() -> None:
    one, two, three = resource("1", "a"), resource("2", "b"), resource("3", "c")

    held = catalogue([one, two, three], a="b", b="a", c="b")

    assert order(held, three, two, one) == "123"


def test_what_the_catalogue_does_not_have_comes_last() -> None:
    known, unknown = resource("1", "a"), resource("2", "z")

    assert order(catalogue([known]), unknown, known) == "12"


SHELVES = st.lists(
    st.tuples(st.sampled_from(["", *NAMES]), st.sampled_from(LEVELS)), max_size=12
).map(lambda kinds: [resource(str(n), *topic, level=lv) for n, (topic, lv) in enumerate(kinds)])
ACYCLIC = st.fixed_dictionaries(
    {name: st.text(NAMES[:n], max_size=3) if n else st.just("") for n, name in enumerate(NAMES)}
)
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.text(NAMES, max_size=3), max_size=5)


@given(SHELVES, GRAPHS, st.randoms(use_true_random=False), st.data())
def test_it_is_always_the_same_order_of_the_same_things(
    shelf: list[Resource], graph: dict[str, str], random: object, data: st.DataObject
) -> None:
    held = catalogue(shelf, **graph)
    saved = data.draw(st.lists(st.sampled_from(shelf), unique_by=id)) if shelf else []

    ordered = reading_order(held, saved)

    assert sorted(ordered, key=id) == sorted(saved, key=id)
    assert reading_order(held, data.draw(st.permutations(saved))) == ordered
    assert reading_order(held, ordered) == ordered


@given(SHELVES, ACYCLIC)
def test_without_cycles_nothing_comes_before_what_it_builds_on(
    shelf: list[Resource], graph: dict[str, str]
) -> None:
    def needed(topic: str) -> set[str]:
        return {n for each in graph.get(topic, "") for n in (each, *needed(each))}

    ordered = reading_order(catalogue(shelf, **graph), shelf)

    for number, later in enumerate(ordered):
        for earlier in ordered[:number]:
            if earlier.topics and later.topics:
                assert later.topics[0] not in needed(earlier.topics[0])
                is_same = earlier.topics == later.topics
                assert not is_same or level_of(earlier) <= level_of(later)
