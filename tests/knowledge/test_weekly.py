"""The resource of the week: new, wanted, unlike the last ones, and why this one now."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from knowledge import Catalogue, Finder, Resource, Topic
from knowledge.weekly import Asked, History, Pick, Weekly
from tests.knowledge.asking import FINDER, SHIPPED_FINDER
from tests.knowledge.shelves import QUESTIONS, SMALL, TOPICS, resource

WEEKLY = Weekly(FINDER)
NEW = History()
SEEDS = [f"T1/C{number}/2026-W25" for number in range(60)]

ISTIO = Asked("What is Istio good for?")
INGRESS = Asked("What is an ingress?")
METALLB = Asked("How does MetalLB work?")
CHANNELS = st.builds(
    History,
    asked=st.lists(st.sampled_from([ISTIO, INGRESS, replace(METALLB, times=9)]), max_size=2),
    disliked=st.dictionaries(st.sampled_from(SMALL.resources).map(lambda r: r.id), st.just(2)),
)
FOLLOWED = st.lists(st.sampled_from([id for id in TOPICS if WEEKLY.pool([id])]), max_size=3)


def ids(resources: Sequence[Resource]) -> list[str]:
    return [resource.id for resource in resources]


def shelf(*resources: Resource) -> Weekly:
    return Weekly(Finder(Catalogue(resources, TOPICS)))


def changed(resource: Resource, **changes: object) -> Resource:
    return resource.model_copy(update=changes)


def choose(weekly: Weekly, history: History = NEW, seed: str = "", topics: str = "") -> Pick:
    pick = weekly.choose(topics.split(), history, seed)
    assert pick
    return pick


def chosen(weekly: Weekly, history: History = NEW) -> list[str]:
    """Choose for many channels that had and want the same."""
    return [choose(weekly, history, seed).resource.id for seed in SEEDS]


def weeks(weekly: Weekly, number: int, history: History = NEW, topics: str = "") -> list[Pick]:
    """Choose for one week after the other in one channel."""
    picks: list[Pick] = []
    for week in range(number):
        posted = [*history.posted, *(pick.resource.id for pick in picks)]
        picks.append(choose(weekly, replace(history, posted=posted), f"W{week}", topics))
    return picks


def test_without_topics_everything_may_come_and_with_them_what_is_on_these() -> None:
    assert WEEKLY.pool([]) == SMALL.resources
    assert ids(WEEKLY.pool(["dns"])) == ["dns-debug"]
    assert WEEKLY.pool(["unheard-of"]) == ()


def test_what_is_on_a_part_of_a_topic_is_on_the_topic_and_each_is_there_once() -> None:
    assert ids(WEEKLY.pool(["kubernetes"])) == ["service-types", "ingress-docs"]
    assert set(ids(WEEKLY.pool(["load-balancing"]))) == {
        *("metallb-site", "metallb-bgp", "service-types")
    }
    both = ids(WEEKLY.pool(["kubernetes", "load-balancing", "services"]))
    assert sorted(both) == ["ingress-docs", "metallb-bgp", "metallb-site", "service-types"]


def test_topics_that_are_a_part_of_each_other_hold_nobody() -> None:
    round = {id: Topic(id=id, name=id, broader=other) for id, other in ("ab", "ba")}
    weekly = Weekly(Finder(Catalogue((resource("one", "One", "a"),), round)))

    assert ids(weekly.pool(["b"])) == ["one"]


def test_where_nothing_may_come_nothing_is_chosen() -> None:
    assert WEEKLY.choose(["unheard-of"], NEW, "") is None
    assert shelf().choose([], NEW, "") is None


@given(CHANNELS, FOLLOWED, st.text(max_size=3))
@limits(max_examples=40)
def test_nothing_comes_again_before_all_came_nor_twice_in_a_row(
    channel: History, followed: list[str], seed: str
) -> None:
    pool = set(ids(WEEKLY.pool(followed)))
    posted: list[str] = []
    for number in range(3 * len(pool)):
        pick = WEEKLY.choose(followed, replace(channel, posted=posted), f"{seed}{number}")
        assert pick
        posted.append(pick.resource.id)

    for start in range(0, len(posted), len(pool)):
        assert set(posted[start : start + len(pool)]) == pool
    assert len(pool) == 1 or all(earlier != later for earlier, later in pairwise(posted))


@given(st.lists(st.tuples(FOLLOWED, st.integers(1, 8)), max_size=4), CHANNELS)
@limits(max_examples=40)
def test_whatever_is_followed_meanwhile_what_did_not_come_yet_comes_first(
    times: list[tuple[list[str], int]], channel: History
) -> None:
    posted = ["taken-out-since"]
    for followed, number in times:
        pool = set(ids(WEEKLY.pool(followed)))
        for _ in range(number):
            pick = WEEKLY.choose(followed, replace(channel, posted=posted), f"{len(posted)}")
            assert pick
            assert pick.resource.id in (pool - set(posted) or pool)
            assert pick.resource.id != posted[-1] or len(pool) == 1
            posted.append(pick.resource.id)


def test_what_is_no_longer_there_does_no_harm() -> None:
    gone = History(posted=["gone"] * 9, asked=[ISTIO], disliked={"gone": 3})

    for seed in SEEDS:
        assert choose(WEEKLY, gone, seed) == choose(WEEKLY, History(asked=[ISTIO]), seed)
    assert choose(WEEKLY, History(posted=["dns-debug", "gone"])).why == "not posted here before"


def test_what_comes_again_says_so() -> None:
    everything = ids(SMALL.resources)

    for seed in SEEDS:
        again = choose(WEEKLY, History(posted=everything), seed)
        assert again.why == "again, now that you have seen all others"


def test_a_channel_has_the_same_choice_each_time_and_others_have_others() -> None:
    assert chosen(WEEKLY) == chosen(Weekly(FINDER))
    assert set(chosen(WEEKLY)) == set(ids(SMALL.resources))


def test_what_was_asked_comes_and_what_was_asked_more_before_it() -> None:
    assert set(chosen(WEEKLY, History(asked=[ISTIO]))) == {"nana-istio"}
    for often, wanted in ((ISTIO, "nana-istio"), (INGRESS, "ingress-docs")):
        asked = [replace(each, times=20 if each is often else 1) for each in (ISTIO, INGRESS)]
        assert set(chosen(WEEKLY, History(asked=asked))) == {wanted}


def test_of_what_was_asked_comes_what_no_answer_showed_yet() -> None:
    alike = [resource(f"m{n}", "MetalLB", "metallb", answers=(METALLB.question,)) for n in "12345"]
    others = [resource(f"o{n}", f"Thing {n}", "metallb") for n in "12345"]
    weekly = shelf(*alike, *others)

    assert set(chosen(weekly, History(asked=[METALLB]))) == {"m4", "m5"}


def test_it_says_what_was_asked_in_public_and_of_the_rest_that_it_fits() -> None:
    public, private = ISTIO, replace(ISTIO, public=False)

    told, kept = (choose(WEEKLY, History(asked=[asked])) for asked in (public, private))
    assert told.why == "asked about here lately: Istio · the first one here"
    assert kept.why == "it fits what was asked in this channel lately · the first one here"
    assert kept.resource == told.resource


def test_the_topic_that_is_told_is_the_one_of_the_public_question() -> None:
    asked = [
        Asked("load balancing", times=50, public=False),
        Asked("What types of services are there in Kubernetes?"),
    ]
    pick = WEEKLY.present(SMALL.by_id["service-types"], [], History(asked=asked))

    assert pick.why.startswith("asked about here lately: Services in Kubernetes ·")


@pytest.mark.parametrize(
    ("times", "topic"), [((1, 5), "Services in Kubernetes"), ((5, 1), "Load balancing")]
)
def test_the_topic_that_is_told_is_the_one_that_was_asked_most(
    times: tuple[int, int], topic: str
) -> None:
    asked = [Asked("load balancer", times[0]), Asked("k8s svc types", times[1])]
    pick = WEEKLY.present(SMALL.by_id["service-types"], [], History(asked=asked))

    assert pick.why.startswith(f"asked about here lately: {topic} ·")


@given(st.lists(st.builds(Asked, QUESTIONS, st.integers(1, 99), st.just(False)), max_size=4))
def test_nothing_is_told_of_what_was_asked_in_private(asked: list[Asked]) -> None:
    fits = "it fits what was asked in this channel lately · the first one here"
    for each in SMALL.resources:
        assert WEEKLY.present(each, [], History(asked=asked)).why in (fits, "the first one here")


@pytest.mark.parametrize("difference", [{"format": "video"}, {"topics": ("istio",)}])
def test_what_is_unlike_the_last_one_comes(difference: dict[str, object]) -> None:
    last, like, unlike = (resource(id, "Thing", "dns") for id in ("last", "like", "unlike"))
    weekly = shelf(last, like, changed(unlike, **difference))

    assert set(chosen(weekly, History(posted=["last"]))) == {"unlike"}


def test_another_level_than_that_of_the_last_one_comes_more_often() -> None:
    easy, hard, deep = (resource(id, "Thing", "dns") for id in ("easy", "hard", "deep"))
    weekly = shelf(
        *(easy, resource("simple", "Thing", "dns")),
        *(changed(each, level="advanced") for each in (hard, deep)),
    )
    after_easy, after_hard = (
        sum(id in ("hard", "deep") for id in chosen(weekly, History(posted=[last])))
        for last in ("easy", "hard")
    )

    assert after_easy > after_hard + 10


def test_the_last_one_counts_more_than_those_before() -> None:
    docs = [resource(f"d{n}", "Thing", "dns") for n in "123"]
    videos = [changed(resource(f"v{n}", "Thing", "dns"), format="video") for n in "123"]
    weekly = shelf(*docs, *videos)

    assert sum(id in ("d2", "d3") for id in chosen(weekly, History(posted=["d1", "v1"]))) > 45
    assert sum(id in ("v2", "v3") for id in chosen(weekly, History(posted=["v1", "d1"]))) > 45


@pytest.mark.parametrize(
    ("change", "disliked"), [({"note": "Of 2016."}, {}), ({"free": False}, {}), ({}, {"worse": 1})]
)
def test_what_is_stale_or_costs_or_was_not_useful_comes_last(
    change: dict[str, object], disliked: dict[str, int]
) -> None:
    worse = changed(resource("worse", "Thing", "dns"), **change)
    weekly = shelf(worse, *(resource(id, "Thing", "dns") for id in "abc"))

    posted = [pick.resource.id for pick in weeks(weekly, 8, History(disliked=disliked))]
    assert (posted[3], posted[7]) == ("worse", "worse")


def test_the_more_people_found_something_not_useful_the_later_it_comes() -> None:
    weekly = shelf(*(resource(id, "Thing", "dns") for id in "abc"))
    for disliked, order in (({"a": 2, "b": 1}, "cba"), ({"a": 1, "b": 2}, "cab")):
        picks = weeks(weekly, 3, History(disliked=disliked))
        assert "".join(pick.resource.id for pick in picks) == order


@pytest.mark.parametrize(
    ("posted", "topics", "why"),
    [
        ([], [], "the first one here"),
        (["dns-debug"], [], "not posted here before"),
        ([], ["dns", "load-balancing"], "on Load balancing, which this channel follows"),
        (["dns-debug"], ["metallb"], "on MetalLB, which this channel follows"),
        ([], ["dns"], "the first one here"),
        (["video", "dns-debug"], ["metallb"], "on MetalLB, which this channel follows"),
        (["dns-debug", "video"], ["metallb"], "documentation this time, after video"),
    ],
)
def test_it_says_what_it_is_among_the_others(
    posted: list[str], topics: list[str], why: str
) -> None:
    video = changed(resource("video", "Video", "dns"), format="video")
    weekly = shelf(*SMALL.resources, video)

    assert weekly.present(SMALL.by_id["metallb-site"], topics, History(posted=posted)).why == why


def around(id: str, **changes: object) -> tuple[str | None, str | None]:
    """Tell what is before and after one of four on a topic and one on what this builds on."""
    topics = {"a": Topic(id="a", name="A"), "b": Topic(id="b", name="B", prerequisites=("a",))}
    held = [
        *(resource("a1", "A", "a"), resource("b1", "B", "b")),
        changed(resource("lab", "B", "b"), format="interactive", level="intermediate"),
        changed(resource("deep", "B", "b"), level="advanced"),
        changed(resource("aside", "Z", "b"), level="intermediate", free=False),
        changed(resource("bare", "Bare"), level=None),
    ]
    held = [changed(each, **changes) if each.id == id else each for each in held]
    catalogue = Catalogue(tuple(held), topics)
    pick = Weekly(Finder(catalogue)).present(catalogue.by_id[id], [], NEW)
    return pick.before.id if pick.before else None, pick.after.id if pick.after else None


def test_what_to_read_before_and_after_comes_from_the_learning_path() -> None:
    assert around("a1") == (None, None)
    assert around("b1") == ("a1", "lab")
    assert around("lab") == ("b1", "aside")
    assert around("deep") == ("aside", None)
    assert around("aside", level="beginner") == ("a1", "b1")  # which is no step of the path
    assert around("bare") == (None, None)


def test_what_the_catalogue_itself_puts_before_and_after_wins() -> None:
    assert around("b1", needs=("bare", "deep")) == ("bare", "lab")
    assert around("b1", next=("deep",)) == ("a1", "deep")
    assert around("b1", needs=("gone",), next=("gone", "bare")) == ("a1", "bare")
    assert around("bare", needs=("a1",), next=("b1",)) == ("a1", "b1")


def test_a_year_from_the_shipped_catalogue_is_varied_and_leads_on() -> None:
    weekly = Weekly(SHIPPED_FINDER)
    asked = [Asked("why is my pod pending", 5), Asked("how do I roll back a helm release")]
    picks = weeks(weekly, 52, History(asked=asked), "kubernetes")
    posted = [pick.resource for pick in picks]

    assert set(ids(posted)) <= set(ids(weekly.pool(["kubernetes"])))
    assert len(set(ids(posted))) == 52
    assert len({each.format for each in posted}) >= 5
    assert len({each.level for each in posted}) == 3
    assert sum(one.format != two.format for one, two in pairwise(posted)) > 30
    assert all(pick.why for pick in picks)
    for pick in picks:
        assert pick.resource not in (pick.before, pick.after)
    assert sum(pick.before is not None for pick in picks) > 30


@pytest.mark.parametrize("each", SMALL.resources, ids=lambda resource: resource.id)
def test_a_question_that_was_answered_is_told_with_its_resource(each: Resource) -> None:
    found = WEEKLY.answered(each, [Asked(each.title, times=3)])

    assert found == Asked(each.title, times=3)


def test_the_same_words_count_together_and_the_newest_wording_is_told() -> None:
    site = SMALL.by_id["metallb-site"]
    asked = [
        Asked("MetalLB in BGP mode", 4),
        Asked("How does MetalLB work?", 2),
        Asked("metallb, how does it work", 3),
        Asked("how does metallb WORK", 9, public=False),
    ]

    assert WEEKLY.answered(site, asked) == Asked("metallb, how does it work", 5)
    assert WEEKLY.answered(site, asked[:2]) == asked[0]


def test_what_it_does_not_answer_or_not_surely_or_not_in_public_is_not_told() -> None:
    types = SMALL.by_id["service-types"]

    assert WEEKLY.answered(types, [ISTIO, Asked("k8s svc types", 1)]) == Asked("k8s svc types")
    assert WEEKLY.answered(types, [ISTIO, INGRESS]) is None
    assert WEEKLY.answered(types, [Asked("node port")]) is None  # no more than the closest
    assert WEEKLY.answered(types, [Asked("k8s svc types", public=False)]) is None
    assert WEEKLY.answered(types, [Asked(""), Asked("the of"), Asked("???")]) is None


def test_what_stands_behind_the_first_three_of_an_answer_was_not_told() -> None:
    alike = [resource(f"m{n}", "MetalLB", "metallb", answers=(METALLB.question,)) for n in "12345"]
    weekly = shelf(*alike)

    assert weekly.answered(alike[2], [METALLB]) == METALLB
    assert weekly.answered(alike[3], [METALLB]) is None


@given(st.lists(st.builds(Asked, QUESTIONS, st.integers(1, 9), st.booleans()), max_size=5))
def test_whatever_was_asked_there_is_a_choice(asked: list[Asked]) -> None:
    pick = choose(WEEKLY, History(asked=asked))
    told = WEEKLY.answered(pick.resource, asked)

    assert told is None or told.question in [each.question for each in asked if each.public]
