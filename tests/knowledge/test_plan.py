"""Plans for those who are new: short, in order, and of nothing that they know."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Catalogue, Chapter, Part, Resource, Topic
from knowledge.path import level_of
from knowledge.plan import MOST_BEFORE, MOST_STEPS, plan_for
from tests.knowledge.test_path import resource
from tests.shipped import CATALOGUE

CHAPTERS = CATALOGUE.chapters
PARTS = CATALOGUE.parts


def shelf(*resources: Resource, before: str | None = None) -> tuple[Catalogue, Chapter]:
    """Make a chapter of these; its topic "a" may build on another one, that stands elsewhere."""
    topics = {id: Topic(id=id, name=id.upper()) for id in ("a", "b", "c")}
    topics["a"] = Topic(id="a", name="A", prerequisites=(before,) if before else ())
    chapter = Chapter("p/c", "C", "", resources)
    other = Chapter("p/o", "O", "", (resource("b1", "b"), resource("b2", "b", "book")))
    held = (*other.resources, *resources)
    return Catalogue(held, topics, (Part("p", "P", "", (other, chapter)),)), chapter


def ids(*resources: Resource, before: str | None = None, hidden: tuple[str, ...] = ()) -> list[str]:
    catalogue, chapter = shelf(*resources, before=before)
    return [each.id for each in plan_for(catalogue, [chapter], hidden)]


def test_what_the_chapter_builds_on_comes_first() -> None:
    assert ids(resource("a1", "a"), resource("a2", "a", "video"), before="b") == ["b1", "a1", "a2"]


def test_what_is_known_of_that_is_left_out() -> None:
    assert ids(resource("a1", "a"), before="b", hidden=("b1",)) == ["a1"]


def test_without_anything_of_its_own_a_chapter_has_no_plan() -> None:
    assert ids(resource("a1", "a"), before="b", hidden=("a1",)) == []
    assert plan_for(CATALOGUE, []) == ()


def test_the_easy_comes_before_the_hard() -> None:
    hard, easy = resource("a1", "a", level="advanced"), resource("a2", "a", "video")

    assert ids(hard, resource("a3", "a", "talk", "intermediate"), easy) == ["a2", "a3"]
    assert ids(hard, easy) == ["a2", "a1"]


def test_formats_and_topics_are_mixed() -> None:
    several = [resource(f"a{number}", "a") for number in range(10)]
    chosen = ids(*several, resource("v", "a", "video"), resource("c", "c"))

    assert {"v", "c"} < set(chosen)


def test_what_is_free_is_preferred() -> None:
    paid = resource("a1", "a").model_copy(update={"free": False})
    others = [resource(f"a{number}", "a") for number in range(2, 5)]

    assert "a1" not in ids(paid, *others)


def test_one_thing_that_is_long_is_enough() -> None:
    longs = [
        resource(f"l{number}", "a", format) for number, format in enumerate(("book", "course"))
    ]
    hours = resource("l2", "a").model_copy(update={"minutes": 240})

    assert len(ids(*longs, hours)) == 1


def test_of_a_small_chapter_a_part_is_the_plan() -> None:
    assert len(ids(*(resource(f"a{number}", "a") for number in range(4)))) == 3


def test_of_several_chapters_each_has_its_turn_in_their_order() -> None:
    first, second = (
        Chapter(f"p/{id}", id, "", tuple(resource(f"{id}{number}", id) for number in range(3)))
        for id in ("a", "b")
    )
    topics = {id: Topic(id=id, name=id) for id in ("a", "b")}
    catalogue = Catalogue((*first.resources, *second.resources), topics)

    chosen = [r.id for r in plan_for(catalogue, [second, first])]

    assert chosen == ["b0", "b1", "b2", "a0", "a1", "a2"]


def test_every_chapter_has_a_plan(subtests: pytest.Subtests) -> None:
    for chapter in CHAPTERS:
        with subtests.test(chapter.name):
            steps = plan_for(CATALOGUE, [chapter])
            own = [step for step in steps if step in chapter.resources]
            others = steps[: len(steps) - len(own)]

            assert 1 <= len(own) <= len(steps) <= MOST_STEPS
            assert len(set(steps)) == len(steps)
            assert list(steps) == [*others, *own]  # what it builds on comes first
            assert len(others) <= MOST_BEFORE
            assert all(level_of(one) <= level_of(next_) for one, next_ in pairwise(own))
            assert sum(step.format in ("book", "course") for step in steps) <= 1
            formats = {r.format for r in chapter.resources} - {"book", "course", "podcast"}
            assert len({step.format for step in own}) >= min(2, len(own), len(formats))
            assert steps == plan_for(CATALOGUE, [chapter])


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.folder)
def test_every_part_has_a_plan_that_goes_through_its_chapters(part: Part) -> None:
    steps = plan_for(CATALOGUE, part.chapters)
    homes = [chapter for step in steps for chapter in part.chapters if step in chapter.resources]

    assert len(set(steps)) == len(steps) == MOST_STEPS
    assert homes == list(part.chapters[:MOST_STEPS])


@given(st.sampled_from(CHAPTERS), st.data())
def test_nothing_that_they_know_is_in_it(chapter: Chapter, data: st.DataObject) -> None:
    everything = plan_for(CATALOGUE, [chapter])
    known = data.draw(st.sets(st.sampled_from([r.id for r in (*chapter.resources, *everything)])))
    steps = plan_for(CATALOGUE, [chapter], known)

    assert known.isdisjoint(step.id for step in steps)
    assert len(set(steps)) == len(steps) <= MOST_STEPS
    assert bool(steps) == any(r.id not in known for r in chapter.resources)
