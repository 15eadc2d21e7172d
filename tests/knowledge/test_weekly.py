"""The resource of the week: new, wanted, and unlike the last ones."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from knowledge import Catalogue, Finder, Resource, Topic
from knowledge.weekly import Asked, History, Pick, Weekly
from tests.knowledge.asking import FINDER, found
from tests.knowledge.shelves import SMALL, TOPICS, resource

WEEKLY = Weekly(FINDER)
NEW = History()
SEEDS = [f"T1/C{number}/2026-W25" for number in range(60)]

ISTIO = Asked("What is Istio good for?")
INGRESS = Asked("What is an ingress?")
METALLB = Asked("How does MetalLB work?")
BGP = Asked("MetalLB in BGP mode")  # the site of MetalLB answers it, too, but much less well
PUBLIC = st.lists(st.sampled_from([ISTIO, INGRESS, replace(METALLB, times=9)]), max_size=2)
CHANNELS = st.builds(
    History,
    asked=PUBLIC,
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


def plain(id: str, title: str, answers: str) -> Resource:
    """Make one that is like no other: on no topic, of no format and of no level."""
    made = resource(id, title, answers=(answers,))
    return changed(made, format=None, level=None)


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
    assert choose(weekly, History(posted=["one"])).resource.id == "one"


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


def test_a_channel_has_the_same_choice_each_time_and_others_have_others() -> None:
    assert chosen(WEEKLY) == chosen(Weekly(FINDER))
    assert set(chosen(WEEKLY)) == set(ids(SMALL.resources))


def test_what_was_asked_comes_and_what_was_asked_more_before_it() -> None:
    assert set(chosen(WEEKLY, History(asked=[replace(ISTIO, times=2)]))) == {"nana-istio"}
    for often, wanted in ((ISTIO, "nana-istio"), (INGRESS, "ingress-docs")):
        asked = [replace(each, times=20 if each is often else 1) for each in (ISTIO, INGRESS)]
        assert set(chosen(WEEKLY, History(asked=asked))) == {wanted}


def test_what_was_asked_only_once_comes_more_often_and_not_always() -> None:
    anyway, once = (chosen(WEEKLY, History(asked=a)).count("nana-istio") for a in ([], [ISTIO]))
    assert anyway + 10 < once < len(SEEDS)


def test_what_answers_a_question_much_less_well_than_the_best_is_not_wanted() -> None:
    without_the_best = History(disliked={"metallb-bgp": 9})
    asked = replace(without_the_best, asked=[replace(BGP, times=9)])

    assert "metallb-site" in found(BGP.question)
    assert chosen(WEEKLY, asked) == chosen(WEEKLY, without_the_best)


@pytest.mark.parametrize(
    ("posted", "wanted"),
    [
        *[("", "m"), ("m1", "i"), ("m1 i1", "m"), ("m1 i1 m2", "i")],
        *[("m1 gone gone gone", "i"), ("m1 gone gone gone gone", "m")],
    ],
)
def test_a_question_weighs_less_for_each_of_the_last_four_posts_that_answered_it(
    posted: str, wanted: str
) -> None:
    weekly = shelf(
        *(plain(f"m{n}", "MetalLB", METALLB.question) for n in "123456"),
        *(plain(f"i{n}", "Ingress", INGRESS.question) for n in "123456"),
    )
    asked = [replace(METALLB, times=240), replace(INGRESS, times=20)]

    came = chosen(weekly, History(posted=posted.split(), asked=asked))
    assert {id[0] for id in came} == {wanted}


@given(
    PUBLIC,
    st.fixed_dictionaries(dict.fromkeys([ISTIO, INGRESS, METALLB], st.integers(0, 2))),
    st.text(max_size=3),
)
def test_fewer_than_three_private_questions_on_each_topic_change_nothing(
    public: list[Asked], times: dict[Asked, int], seed: str
) -> None:
    private = [replace(each, times=n, public=False) for each, n in times.items() if n]
    both, alone = (History(asked=asked) for asked in ([*public, *private], public))

    assert choose(WEEKLY, both, seed) == choose(WEEKLY, alone, seed)


@pytest.mark.parametrize("times", [(3,), (1, 2), (1, 1, 1)])
def test_three_private_questions_on_a_topic_weigh_in_whatever_words(times: tuple[int, ...]) -> None:
    wordings = (ISTIO.question, "Istio", "Istio explained")
    asked = [Asked(text, n, public=False) for text, n in zip(wordings, times, strict=False)]

    assert set(chosen(WEEKLY, History(asked=asked))) == {"nana-istio"}
    assert chosen(WEEKLY, History(asked=asked[:-1])) == chosen(WEEKLY)


def test_small_talk_does_not_help_a_private_question_to_weigh() -> None:
    alone = Asked("load balancer", public=False)
    lunch = Asked("lunch", 5, public=False)

    assert chosen(WEEKLY, History(asked=[alone, lunch])) == chosen(WEEKLY)


def test_a_catalogue_without_topics_is_chosen_from_by_private_questions_too() -> None:
    plain = Catalogue((Resource(id="a", title="Istio", url="https://a.example/"),), {})
    history = History(asked=[Asked("Istio", 3, public=False)])

    assert choose(Weekly(Finder(plain)), history).resource.id == "a"


def test_of_what_was_asked_comes_what_no_answer_showed_yet() -> None:
    alike = [resource(f"m{n}", "MetalLB", "metallb", answers=(METALLB.question,)) for n in "12345"]
    others = [resource(f"o{n}", f"Thing {n}", "metallb") for n in "12345"]
    weekly = shelf(*alike, *others)

    assert set(chosen(weekly, History(asked=[METALLB]))) == {"m4", "m5"}


@pytest.mark.parametrize("difference", [{"format": "video"}, {"topics": ("istio",)}])
def test_what_is_unlike_the_last_one_comes(difference: dict[str, object]) -> None:
    last, like, unlike = (resource(id, "Thing", "dns") for id in ("last", "like", "unlike"))
    weekly = shelf(last, like, changed(unlike, **difference))

    assert set(chosen(weekly, History(posted=["last"]))) == {"unlike"}


@pytest.mark.parametrize(
    ("last", "like", "unlike"),
    [
        ("metallb", "metallb", "load-balancing"),  # which the other is part of
        ("metallb", "load-balancing", "dns"),
        ("services", "services", "ingress"),  # which are parts of one topic
        ("services", "ingress", "dns"),
        ("services", "kubernetes dns", "dns kubernetes"),  # the first topic of each counts
        ("dns services", "dns", "services"),
    ],
)
def test_the_less_a_topic_has_in_common_with_the_last_one_the_more_often_it_comes(
    last: str, like: str, unlike: str
) -> None:
    topics = {"last": last, "like": like, "unlike": unlike}
    weekly = shelf(*(resource(id, "Thing", *on.split()) for id, on in topics.items()))

    assert chosen(weekly, History(posted=["last"])).count("unlike") > 45


def test_further_topics_do_not_make_a_resource_like_the_last_one() -> None:
    topics = {"last": "services", "one": "dns kubernetes services", "other": "dns"}
    weekly = shelf(*(resource(id, "Thing", *on.split()) for id, on in topics.items()))

    assert 20 < chosen(weekly, History(posted=["last"])).count("one") < 40


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


def test_what_is_free_comes_before_what_costs_even_where_only_that_is_unlike_the_last_one() -> None:
    last, free, paid = (resource(id, "Thing", "dns") for id in ("last", "free", "paid"))
    weekly = shelf(last, free, changed(paid, free=False, format="video"))

    assert chosen(weekly, History(posted=["last"])).count("free") > 50


def test_the_more_people_found_something_not_useful_the_later_it_comes() -> None:
    weekly = shelf(*(resource(id, "Thing", "dns") for id in "abc"))
    for disliked, order in (({"a": 2, "b": 1}, "cba"), ({"a": 1, "b": 2}, "cab")):
        picks = weeks(weekly, 3, History(disliked=disliked))
        assert "".join(pick.resource.id for pick in picks) == order
