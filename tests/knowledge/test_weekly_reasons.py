"""What is told of the resource of the week: why this one, what it answered, what is around it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import Catalogue, Chapter, Finder, Outcome, Part, Resource, Topic
from knowledge.weekly import Asked, History, Weekly
from tests.knowledge.asking import FINDER
from tests.knowledge.shelves import QUESTIONS, SMALL, TOPICS, resource
from tests.knowledge.test_weekly import (
    BGP,
    CHANNELS,
    FOLLOWED,
    INGRESS,
    ISTIO,
    METALLB,
    NEW,
    SEEDS,
    WEEKLY,
    changed,
    choose,
    ids,
    shelf,
    weeks,
)
from tests.shipped import FINDER as SHIPPED_FINDER

ASKED = "further on what was asked here: "
NOT_YET = "it was not here before"
AGAIN = "again, now that you have seen all others"
ISTIO_TOLD = f"{ASKED}“{ISTIO.question}”"


def why(id: str, *asked: Asked, topics: str = "", posted: str = "") -> str:
    history = History(posted=posted.split(), asked=asked)
    return WEEKLY.present(SMALL.by_id[id], topics.split(), history).why


def test_it_says_what_was_asked_in_public() -> None:
    assert why("nana-istio", ISTIO) == f"{ISTIO_TOLD} · {NOT_YET}"
    assert why("dns-debug", ISTIO) == NOT_YET
    assert choose(WEEKLY, History(asked=[replace(ISTIO, times=2)])).why.startswith(ISTIO_TOLD)


@pytest.mark.parametrize(("times", "told"), [((1, 5), "k8s svc types"), ((5, 1), "load balancer")])
def test_the_question_that_is_told_is_the_one_that_asks_most_for_the_resource(
    times: tuple[int, int], told: str
) -> None:
    asked = [Asked("load balancer", times[0]), Asked("k8s svc types", times[1])]

    assert why("service-types", *asked, replace(ISTIO, times=99)) == f"{ASKED}“{told}” · {NOT_YET}"


def test_of_two_questions_the_one_that_was_not_served_lately_is_told() -> None:
    asked = [Asked("load balancer", 30), Asked("k8s svc types", 2)]

    for posted, told in (
        *(("", "load balancer"), ("metallb-site", "load balancer")),
        ("metallb-site metallb-bgp", "k8s svc types"),
    ):
        assert why("service-types", *asked, posted=posted).startswith(f"{ASKED}“{told}”")


def test_a_post_that_answers_a_question_much_less_well_than_the_best_did_not_serve_it() -> None:
    asked = [replace(BGP, times=2), replace(METALLB, times=3)]

    assert why("metallb-bgp", *asked).startswith(f"{ASKED}“{METALLB.question}”")
    assert why("metallb-bgp", *asked, posted="metallb-site").startswith(f"{ASKED}“{BGP.question}”")


@given(QUESTIONS)
@example(BGP.question)
def test_a_question_is_told_of_what_answers_it_about_as_well_as_the_best(question: str) -> None:
    answer = FINDER.ask(question, 10)
    is_sure = answer.outcome is Outcome.CONFIDENT
    scores = {match.resource.id: match.score for match in answer.matches if is_sure}
    near = {id for id, score in scores.items() if score >= 0.8 * max(scores.values())}

    assert {r.id for r in SMALL.resources if why(r.id, Asked(question)).startswith(ASKED)} == near


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (f"Istio{'?' * 95}", f"Istio{'?' * 95}"),
        (f"Istio{'?' * 96}", f"Istio{'?' * 94}…"),
        (f"Istio{' ' * 200}?", "Istio…"),
    ],
)
def test_a_question_is_cut_at_a_hundred_characters(question: str, told: str) -> None:
    assert why("nana-istio", Asked(question)) == f"{ASKED}“{told}” · {NOT_YET}"


@given(st.text(max_size=200).map(lambda text: f"{ISTIO.question} {text}"))
def test_whatever_is_asked_no_more_than_its_first_hundred_characters_are_told(asked: str) -> None:
    reasons = why("nana-istio", Asked(asked))
    if reasons != NOT_YET:
        told = reasons.removeprefix(f"{ASKED}“").removesuffix(f"” · {NOT_YET}")
        assert len(told) <= 100
        assert told == asked or (told[-1] == "…" and asked.startswith(told[:-1]))


@given(
    st.lists(st.builds(Asked, QUESTIONS, st.integers(1, 99), st.just(False)), max_size=4),
    CHANNELS,
    FOLLOWED,
)
def test_nothing_is_told_of_what_was_asked_in_private(
    private: list[Asked], channel: History, followed: list[str]
) -> None:
    both = replace(channel, asked=[*private, *channel.asked])
    for each in SMALL.resources:
        assert WEEKLY.present(each, followed, both) == WEEKLY.present(each, followed, channel)


def test_private_questions_that_weigh_together_are_not_told_either() -> None:
    private = replace(ISTIO, times=3, public=False)

    for seed in SEEDS:
        pick = choose(WEEKLY, History(asked=[private]), seed)
        assert (pick.resource.id, pick.why) == ("nana-istio", NOT_YET)


@pytest.mark.parametrize(
    ("asked", "topics", "posted", "reasons"),
    [
        ([], "", "", [NOT_YET]),
        ([], "", "dns-debug gone", [NOT_YET]),
        ([], "", "nana-istio", [AGAIN]),
        ([], "dns istio", "", ["on Istio, which this channel follows", NOT_YET]),
        ([], "service-mesh istio", "", ["on Service mesh, which this channel follows", NOT_YET]),
        ([], "istio", "nana-istio", ["on Istio, which this channel follows", AGAIN]),
        ([], "dns unheard-of", "", [NOT_YET]),
        ([ISTIO], "dns", "", [ISTIO_TOLD, NOT_YET]),
        ([ISTIO], "", "nana-istio", [ISTIO_TOLD, AGAIN]),
        ([ISTIO], "istio", "", [ISTIO_TOLD, "on Istio, which this channel follows"]),
        ([ISTIO], "istio", "nana-istio", [ISTIO_TOLD, "on Istio, which this channel follows"]),
    ],
)
def test_it_gives_the_two_best_reasons(
    asked: list[Asked], topics: str, posted: str, reasons: list[str]
) -> None:
    assert why("nana-istio", *asked, topics=topics, posted=posted) == " · ".join(reasons)


@given(CHANNELS, FOLLOWED, st.lists(st.sampled_from([r.id for r in SMALL.resources])))
def test_there_is_a_reason_for_each_and_there_are_never_more_than_two(
    channel: History, followed: list[str], posted: list[str]
) -> None:
    for each in SMALL.resources:
        reasons = WEEKLY.present(each, followed, replace(channel, posted=posted)).why.split(" · ")
        assert len(reasons) in (1, 2)
        assert all(reasons)


def test_what_comes_again_says_so() -> None:
    everything = [each.id for each in SMALL.resources]

    for seed in SEEDS:
        assert choose(WEEKLY, History(posted=everything), seed).why == AGAIN


def test_a_format_is_no_reason() -> None:
    video = changed(resource("video", "Thing", "dns"), format="video")
    weekly = shelf(resource("docs", "Thing", "dns"), video)

    assert weekly.present(video, [], History(posted=["docs"])).why == NOT_YET


@pytest.mark.parametrize(
    ("id", "posted", "told"),
    [
        ("a1", "", "the first one here from “Chapter A”"),
        ("a1", "b1 gone", "the first one here from “Chapter A”"),
        ("a1", "a2 b1", "more from “Chapter A”"),
        ("b1", "a1 a2", "the first one here from “Chapter B”"),
        ("b1", "b2", "more from “Chapter B”"),
        ("b1", "b2 b1", AGAIN),
        ("a1", "a1", AGAIN),
        ("apart", "a1 gone", NOT_YET),
    ],
)
def test_it_says_what_is_new_about_it_in_its_chapter(id: str, posted: str, told: str) -> None:
    held = {id: resource(id, "Thing") for id in ("a1", "a2", "b1", "b2", "apart")}
    chapters = [
        Chapter(f"part/{name}", f"Chapter {name.upper()}", "", (held[f"{name}1"], held[f"{name}2"]))
        for name in "ab"
    ]
    parts = tuple(Part("part", "Part", "", (chapter,)) for chapter in chapters)
    weekly = Weekly(Finder(Catalogue(tuple(held.values()), TOPICS, parts)))

    assert weekly.present(held[id], [], History(posted=posted.split())).why == told


@pytest.mark.parametrize("each", SMALL.resources, ids=lambda resource: resource.id)
def test_a_question_that_was_answered_is_told_with_its_resource(each: Resource) -> None:
    found = WEEKLY.answered(each, [Asked(each.title, times=3)])

    assert found == Asked(each.title, times=3)


def test_the_same_words_count_together_and_the_newest_wording_is_told() -> None:
    bgp = SMALL.by_id["metallb-bgp"]
    asked = [
        Asked("MetalLB in BGP mode", 4),
        Asked("How does MetalLB work?", 2),
        Asked("metallb, how does it work", 3),
        Asked("how does metallb WORK", 9, public=False),
    ]

    assert WEEKLY.answered(bgp, asked) == Asked("metallb, how does it work", 5)
    assert WEEKLY.answered(bgp, asked[:2]) == asked[0]


def test_what_it_does_not_answer_or_not_surely_or_not_in_public_is_not_told() -> None:
    types = SMALL.by_id["service-types"]

    assert WEEKLY.answered(types, [ISTIO, Asked("k8s svc types", 1)]) == Asked("k8s svc types")
    assert WEEKLY.answered(types, [ISTIO, INGRESS]) is None
    assert WEEKLY.answered(types, [Asked("node port")]) is None  # no more than the closest
    assert WEEKLY.answered(types, [Asked("k8s svc types", public=False)]) is None
    assert WEEKLY.answered(types, [Asked(""), Asked("the of"), Asked("???")]) is None


def test_the_first_ten_of_an_answer_were_told() -> None:
    alike = [
        resource(f"m{n}", "MetalLB", "metallb", answers=(METALLB.question,)) for n in range(11)
    ]
    weekly = shelf(*alike)

    assert weekly.answered(alike[3], [METALLB]) == METALLB
    assert weekly.answered(alike[9], [METALLB]) == METALLB
    assert weekly.answered(alike[10], [METALLB]) is None


def test_what_answers_a_question_much_less_well_than_the_best_was_not_told() -> None:
    assert WEEKLY.answered(SMALL.by_id["metallb-bgp"], [BGP]) == BGP
    assert WEEKLY.answered(SMALL.by_id["metallb-site"], [BGP]) is None
    assert WEEKLY.answered(SMALL.by_id["metallb-site"], [replace(BGP, times=9), METALLB]) == METALLB


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


@given(st.lists(st.builds(Asked, QUESTIONS, st.integers(1, 9), st.booleans()), max_size=5))
def test_whatever_was_asked_there_is_a_choice(asked: list[Asked]) -> None:
    pick = choose(WEEKLY, History(asked=asked))
    told = WEEKLY.answered(pick.resource, asked)

    assert told is None or told.question in [each.question for each in asked if each.public]
