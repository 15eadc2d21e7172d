"""Learning paths: prerequisites first, one resource a step, each with its reason."""

import pytest

from knowledge import Catalogue, Chapter, LearningPath, Part, Resource, Topic, learning_path
from knowledge.path import MOST_STEPS
from tests.shipped import CATALOGUE


def resource(id: str, topics: str, format: str = "docs", level: str = "beginner") -> Resource:
    return Resource.model_validate(
        {
            "id": id,
            "title": id,
            "url": f"https://example.org/{id}",
            "format": format,
            "level": level,
            "topics": topics.split(),
        }
    )


def lead(resources: list[Resource], chain: str, **more: str) -> LearningPath:
    """Make a path to the last of a chain of topics, each of which builds on the one before."""
    ids = chain.split()
    before = dict(zip(ids[1:], ids, strict=False))
    topics = {
        id: Topic(
            id=id,
            name=id.capitalize(),
            prerequisites=(before[id],) if id in before else (),
            broader=more.get(id),
        )
        for id in ids
    }
    return learning_path(Catalogue(tuple(resources), topics), topics[ids[-1]])


def ids(path: LearningPath) -> list[str]:
    return [step.resource.id for step in path.steps]


def test_what_a_topic_builds_on_comes_first_and_says_for_what() -> None:
    path = lead([resource("a1", "a"), resource("b1", "b"), resource("c1", "c")], "a b c")

    assert ids(path) == ["a1", "b1", "c1"]
    assert [step.why for step in path.steps] == [
        "needed for B",
        "needed for C",
        "an introduction",
    ]


def test_the_topic_itself_goes_from_easy_to_deep() -> None:
    path = lead(
        [
            resource("deep", "a", "paper", "advanced"),
            resource("lab", "a", "interactive", "intermediate"),
            resource("intro", "a", "article"),
            resource("more", "a", "talk", "intermediate"),
        ],
        "a",
    )

    assert ids(path) == ["intro", "lab", "more", "deep"]
    assert [step.why for step in path.steps] == [
        "an introduction",
        "to try with your own hands",
        "to go deeper",
        "to go deeper",
    ]


def test_no_resource_is_there_twice_and_the_topics_own_are_kept_for_it() -> None:
    path = lead([resource("both", "a b"), resource("a1", "a"), resource("b1", "b", "talk")], "a b")

    assert ids(path)[0] == "a1"
    assert len(set(ids(path))) == len(path.steps)


def test_formats_are_mixed() -> None:
    path = lead(
        [
            resource("a-docs", "a"),
            resource("b-docs", "b"),
            resource("b-video", "b", "video"),
            resource("c-docs", "c"),
            resource("c-video", "c", "video"),
            resource("c-article", "c", "article"),
        ],
        "a b c",
    )

    assert ids(path)[:3] == ["a-docs", "b-video", "c-article"]


@pytest.mark.parametrize("worse", ["book", "course", "repo", "podcast"])
def test_a_step_on_the_way_is_short(worse: str) -> None:
    path = lead([resource("a1", "a", worse), resource("a2", "a"), resource("b1", "b")], "a b")

    assert ids(path)[0] == "a2"


def test_what_a_chapter_puts_first_is_where_to_begin() -> None:
    first, second, last = held = tuple(
        resource(id, "a", format)
        for id, format in (("one", "article"), ("two", "docs"), ("three", "video"))
    )
    topics = {"a": Topic(id="a", name="A")}
    for order in ((first, second, last), (last, second, first)):
        part = Part("p", "P", "", (Chapter("p/c", "C", "", order),))
        path = learning_path(Catalogue(held, topics, (part,)), topics["a"])

        assert path.steps[0].resource is order[0]


@pytest.mark.parametrize(
    ("first", "second", "begin"),
    [
        ({}, {"title": "What is A?"}, "second"),  # which says that it is about it
        ({"note": "Old."}, {}, "second"),
    ],
)
def test_what_speaks_for_a_resource_is_weighed(
    first: dict[str, str], second: dict[str, str], begin: str
) -> None:
    held = [resource(f"r{number}", "a").model_copy(update={"title": "Z"}) for number in range(10)]
    held[0] = held[0].model_copy(update={"id": "first", **first})
    held[1] = held[1].model_copy(update={"id": "second", **second})
    topics = {"a": Topic(id="a", name="A")}
    part = Part("p", "P", "", (Chapter("p/c", "C", "", tuple(held)),))

    path = learning_path(Catalogue(tuple(held), topics, (part,)), topics["a"])

    assert ids(path)[0] == begin


def test_minutes_are_added_up_where_they_are_known() -> None:
    timed = resource("a1", "a").model_copy(update={"minutes": 40})
    path = lead([timed, resource("b1", "b")], "a b")

    assert (path.minutes, path.timed) == (40, 1)


def test_a_circle_of_prerequisites_holds_nobody() -> None:
    topics = {
        "a": Topic(id="a", name="A", prerequisites=("b",)),
        "b": Topic(id="b", name="B", prerequisites=("a",)),
    }
    held = (resource("a1", "a"), resource("b1", "b"))

    assert ids(learning_path(Catalogue(held, topics), topics["a"])) == ["b1", "a1"]


def test_of_a_long_way_the_nearest_stay_and_parts_of_others_go_first() -> None:
    chain = "a b c d e f g h i j"
    path = lead([resource(f"{id}1", id) for id in chain.split()], chain, d="c")

    assert len(path.steps) <= MOST_STEPS
    assert ids(path)[-1] == "j1"
    assert "i1" in ids(path)
    assert "a1" not in ids(path)  # far, and builds on nothing
    assert "d1" not in ids(path)  # far, and a part of what stays


def test_every_topic_of_the_catalogue_has_a_path(subtests: pytest.Subtests) -> None:
    for topic in CATALOGUE.topics.values():
        with subtests.test(topic.id):
            path = learning_path(CATALOGUE, topic)

            assert 1 <= len(path.steps) <= MOST_STEPS
            assert len(set(ids(path))) == len(path.steps)
            assert path.steps[-1].topic is topic
            assert all(step.topic.id in step.resource.topics for step in path.steps)
            seen: set[str] = set()
            for step in path.steps:  # nothing comes before what it builds on
                assert topic.id not in seen or step.topic is topic
                seen.add(step.topic.id)


def test_the_way_to_istio_is_the_one_an_expert_would_go() -> None:
    path = learning_path(CATALOGUE, CATALOGUE.topics["istio"])
    topics = [step.topic.id for step in path.steps]

    wanted = ["containers", "kubernetes", "kubernetes-services", "service-mesh", "istio"]
    assert [topic for topic in dict.fromkeys(topics) if topic in wanted] == wanted
    assert len({step.resource.format for step in path.steps}) >= 3
