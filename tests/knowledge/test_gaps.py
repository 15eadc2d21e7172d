"""What was asked in vain, in groups: of one meaning, however it is written."""

import time
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Catalogue, Finder
from knowledge.gaps import Gap, Missed, alike, gap_of, gaps
from tests.knowledge.asking import FINDER
from tests.knowledge.shelves import QUESTIONS
from tests.shipped import FINDER as SHIPPED_FINDER

NAMES = [  # of nothing that there is
    *("blorvik", "zzyzx", "qwlrtp", "wobbix", "snarfel"),
    *("tintag", "grumlof", "pfizzel", "krunag", "dworp"),
]
MONDAY = datetime(2026, 6, 15, 9, tzinfo=UTC)


def missed(question: str, key: int = 0, asker: str | None = "U1", closest: bool = False) -> Missed:
    return Missed(question, MONDAY + timedelta(minutes=key), asker, closest, key)


def grouped(*questions: str) -> list[set[str]]:
    asked = [missed(question, key) for key, question in enumerate(questions)]
    return [{questions[key] for key in gap.keys} for gap in gaps(SHIPPED_FINDER, asked)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kafka exactly once", "how do I get exactly-once delivery in kafka"),
        ("kafka consumer lag", "kafka consumers lag, pls help"),
        ("kafka consumer lag", "lag of a kafka consumer"),
        ("any good resources on apache flink", "flink"),
        ("k8s dual stack", "kubernetes dual-stack"),
        ("rust for beginners", "How do I learn Rust?"),
        ("salesforce apex", "any tutorials on salesfroce apex"),  # unknown to the catalogue
        ("fortnite", "FORTNITES?"),
        ("best pizza in town", "any good pizza places in town?"),
        ("when is the offsite", "offsite, when?"),
        ("guitar lessons", "guitarr lesson"),
        ("thanks", "Thanks!"),
        ("?", "🙏"),
        ("zzyzx qwlrtp", "qwlrtp zzyzx"),
    ],
)
def test_what_asks_the_same_is_one_gap(one: str, other: str) -> None:
    assert grouped(one, other) == [{one, other}]
    assert alike(SHIPPED_FINDER, one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kafka exactly once", "kafka consumer lag"),
        ("salesforce apex", "salesforce flows"),
        ("rust async", "rust borrow checker"),
        ("terraform state lock", "terraform modules best practice"),
        ("best pizza in town", "when is the offsite"),
        ("best book on rust", "best book on elixir"),
        ("fortnite", "fortran"),
        ("dinner", "sinner"),  # plain English words are no slips
        ("thanks", "hello"),
        ("zzyzx qwlrtp", "🙏"),
    ],
)
def test_what_asks_for_something_else_is_another_gap(one: str, other: str) -> None:
    assert len(grouped(one, other)) == 2
    assert not alike(SHIPPED_FINDER, one, other)


def test_no_chain_leads_from_one_subject_to_another() -> None:
    chain = [" ".join(NAMES[at : at + 5]) for at in range(6)]
    found = grouped(*chain)

    assert all(alike(SHIPPED_FINDER, one, other) for one, other in pairwise(chain))
    assert len(found) > 1
    for start in range(len(chain)):
        others = grouped(*chain[start:], *chain[:start])
        assert sorted(map(sorted, others)) == sorted(map(sorted, found))


def test_questions_are_gathered_around_what_is_like_most_of_them() -> None:
    one, two, three, four, *others = NAMES
    middle = f"{one} {two} {three} {four}"
    around = [
        f"{one} {two} {three} {others[0]}",
        f"{one} {two} {others[1]} {four}",
        f"{one} {others[2]} {three} {four}",
    ]

    assert not any(alike(SHIPPED_FINDER, *pair) for pair in combinations(around, 2))
    assert grouped(*around, middle) == [{middle, *around}]
    assert min(around) < middle  # which would be the first


def test_a_gap_says_how_many_people_asked_how_often_and_how_last() -> None:
    asked = [
        missed("learn rust", 7, "U1", closest=True),
        missed("How do I learn Rust?", 9, "U2"),
        missed("rust for beginners", 8, "U1", closest=True),
    ]

    (gap,) = gaps(SHIPPED_FINDER, asked)

    newest = asked[1]
    assert gap == Gap(newest.question, 2, 3, newest.at, False, (7, 8, 9), gap.topics)
    (gap,) = gaps(SHIPPED_FINDER, asked[::2])
    assert (gap.wording, gap.is_closest) == ("rust for beginners", True)


def test_those_who_are_not_known_count_as_one_person() -> None:
    for askers, people in (([None, None], 1), ([None, "U1", None], 2), (["U1", "U1"], 1)):
        asked = [missed("learn rust", key, asker) for key, asker in enumerate(askers)]
        assert [gap.people for gap in gaps(SHIPPED_FINDER, asked)] == [people]


def test_what_more_people_asked_comes_first_then_what_was_asked_more_then_newer() -> None:
    asked = [
        *[missed("learn rust", 1, "U1"), missed("learn rust", 2, "U2")],
        *[missed("salesforce apex", key, "U1") for key in (3, 4, 5)],
        *[missed("best pizza in town", 6), missed("when is the offsite", 7)],
    ]

    assert [gap.wording for gap in gaps(SHIPPED_FINDER, asked)] == [
        *("learn rust", "salesforce apex", "when is the offsite", "best pizza in town")
    ]


def test_a_gap_names_the_topics_that_it_is_about_and_none_where_none_is_near() -> None:
    def topics(question: str) -> list[str]:
        (gap,) = gaps(SHIPPED_FINDER, [missed(question)])
        return [topic.id for topic in gap.topics]

    assert topics("istio on windows nodes")[0] == "istio"
    assert len(topics("kafka, istio, terraform and airflow")) == 3
    assert topics("best pizza in town") == topics("🙏") == []


def test_a_gap_is_found_by_any_of_its_wordings_or_another_one() -> None:
    asked = [
        *[missed("learn rust", 1), missed("How do I learn Rust?", 2)],
        *[missed("salesforce apex", 3), missed("best pizza in town", 4)],
    ]

    for wording in (
        "learn rust",
        "How do I learn Rust?",
        "rust for beginners",
        "learning rust pls",
    ):
        gap = gap_of(SHIPPED_FINDER, wording, asked)
        assert gap
        assert gap.keys == (1, 2)
    assert gap_of(SHIPPED_FINDER, "terraform state lock", asked) is None
    assert gap_of(SHIPPED_FINDER, "learn rust", []) is None


MISSED = st.lists(
    st.builds(
        missed,
        st.one_of(QUESTIONS, st.sampled_from(["What is Istio?", "istio what", "metal lb"])),
        st.integers(0, 99),
        st.sampled_from(["U1", "U2", None]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda each: each.key,
)


@settings(deadline=None)
@given(MISSED, st.randoms(use_true_random=False))
def test_any_questions_in_any_order_give_the_same_gaps_and_each_is_in_one(
    asked: list[Missed], chance: Random
) -> None:
    found = gaps(FINDER, asked)
    shuffled = list(asked)
    chance.shuffle(shuffled)

    assert gaps(FINDER, shuffled) == found
    assert sorted(key for gap in found for key in gap.keys) == sorted(each.key for each in asked)
    assert sum(gap.times for gap in found) == len(asked)
    for each in asked[:2]:
        gap = gap_of(FINDER, each.question, shuffled)
        assert gap in found
        assert gap
        assert each.key in gap.keys


@given(QUESTIONS, QUESTIONS)
def test_likeness_is_mutual(one: str, other: str) -> None:
    assert alike(FINDER, one, one)
    assert alike(FINDER, one, other) == alike(FINDER, other, one)


def test_an_empty_catalogue_groups_too() -> None:
    found = gaps(Finder(Catalogue((), {})), [missed("rust"), missed("Rust?", 1), missed("go", 2)])

    assert [gap.times for gap in found] == [2, 1]


def test_many_questions_take_seconds() -> None:
    lines = [r.answers for r in SHIPPED_FINDER.catalogue.resources]
    questions = [question for answers in lines for question in answers][:1500]
    asked = [missed(question, key) for key, question in enumerate(questions)]

    started = time.process_time()
    found = gaps(SHIPPED_FINDER, asked)

    assert time.process_time() - started < 10
    assert len(found) > 1000
