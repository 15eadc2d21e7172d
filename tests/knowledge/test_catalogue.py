"""The shipped catalogue: what it holds, and that people find it."""

import pytest

from knowledge import Outcome
from tests.shipped import CATALOGUE, FINDER

THE_BOOK = [
    "cloudflare-reverse-proxy",
    "k8s-docs-dns",
    "k8s-docs-dns-debugging",
    "k8s-docs-endpointslices",
    "k8s-docs-service",
    "k8s-docs-services-networking",
    "kodekloud-service-types",
    "laith-nginx-crash-course",
    "learnkube-network-packets",
    "morris-metallb-nginx",
    "nana-ingress",
    "nana-istio",
    "piyush-coredns",
]

LOST = 0.004  # of the questions, and of titles that say little: a neighbour answers them, too


def first_page(question: str) -> list[str]:
    return [match.resource.id for match in FINDER.ask(question).matches]


def test_the_books_chapters_are_in_it() -> None:
    assert {chapter.title for chapter in CATALOGUE.chapters} >= {
        "Networking in Kubernetes",
        "Bare metal clusters",
        "Service meshes",
        "Proxies and reverse proxies",
    }
    assert len(CATALOGUE.resources) >= 650
    assert set(THE_BOOK) <= set(CATALOGUE.by_id)


def test_every_resource_is_ready_to_be_shown(subtests: pytest.Subtests) -> None:
    for resource in CATALOGUE.resources:
        with subtests.test(resource.id):
            assert resource.summary
            assert resource.summary.endswith(".")
            assert 3 <= len(resource.answers) <= 6
            assert all(question.endswith("?") for question in resource.answers)
            assert len({entry.casefold() for entry in resource.covers}) == len(resource.covers)


@pytest.mark.parametrize("by_title", [True, False], ids=["titles", "answers"])
def test_resources_are_found_by_their_titles_and_by_what_they_answer(
    by_title: bool, full: bool
) -> None:
    asked = [
        (resource.id, question)
        for resource in CATALOGUE.resources
        for question in ([resource.title] if by_title else resource.answers)
    ]
    if not (by_title or full):
        asked = asked[::4]
    lost = [
        f"“{question}” does not find {resource}"
        for resource, question in asked
        if resource not in first_page(question)
    ]

    assert len(lost) / len(asked) <= LOST, "\n".join(["", *lost])


def test_every_topic_is_defined_and_leads_to_a_resource() -> None:
    wanted = {topic for resource in CATALOGUE.resources for topic in resource.topics}
    while more := {
        near
        for topic in wanted
        for near in (CATALOGUE.topics[topic].broader, *CATALOGUE.topics[topic].prerequisites)
        if near and near not in wanted
    }:
        wanted |= more

    assert set(CATALOGUE.topics) == wanted
    assert all(topic.definition for topic in CATALOGUE.topics.values())


@pytest.mark.parametrize(
    "question", ["metalb", "metallb", "MetalLB", "metal lb", "what is metallb?"]
)
def test_a_name_is_understood_however_it_is_written(question: str) -> None:
    assert first_page(question)[0] == "metallb-site"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how does MetalLB work", "metallb-site"),
        ("k8s svc types", "kodekloud-service-types"),
        ("pods cannot resolve service names", "k8s-docs-dns-debugging"),
    ],
)
def test_people_find_what_they_ask_for(question: str, expected: str) -> None:
    answer = FINDER.ask(question)

    assert answer.outcome is Outcome.CONFIDENT
    assert expected in [match.resource.id for match in answer.matches]


@pytest.mark.parametrize(
    "question",
    [
        "what's for lunch",
        "how many vacation days do I have",
        "anyone still plays ingress? there is a portal right next to the office",
        "who has the office key",
        "the printer on the second floor is out of paper",
        "",
        "???",
    ],
)
def test_it_has_nothing_on_what_is_not_its_field(question: str) -> None:
    answer = FINDER.ask(question)

    assert answer.outcome is Outcome.NOTHING
    assert answer.matches == ()
    assert answer.topics  # the nearest ones, to go on from
