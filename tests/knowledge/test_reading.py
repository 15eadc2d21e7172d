"""What the finder makes of how people write: slips, compounds, abbreviations, wishes."""

import pytest

from knowledge import Outcome
from knowledge.wishes import NO_WISHES, wishes
from tests.knowledge.asking import FINDER, among, found
from tests.knowledge.shelves import resource
from tests.shipped import FINDER as SHIPPED_FINDER


@pytest.mark.parametrize("question", ["servicemesh", "service-mesh", "ServiceMesh"])
def test_compounds_are_understood_however_they_are_written(question: str) -> None:
    assert found(question)[0] in ("mesh-intro", "nana-istio")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("metalb/bgp", "metallb-bgp"),
        ("istoi-gateway", "nana-istio"),
        ("what is new in istio2", "nana-istio"),
        ("ingress2", "ingress-docs"),
    ],
)
def test_slips_and_numbers_in_a_compound_are_understood(question: str, first: str) -> None:
    assert found(question)[0] == first


@pytest.mark.parametrize("question", ["load balancr", "load balnacer", "name resoluttion"])
def test_a_slip_in_a_topics_name_is_that_topic(question: str) -> None:
    terms = [term for reading in FINDER.explain(question).readings for term in reading.terms]

    assert {"topic:load-balancing", "topic:dns"} & set(terms)


def test_letters_that_stand_for_anything_do_not_weigh() -> None:
    assert FINDER.ask("istio, x & y <z>").outcome is Outcome.CONFIDENT


@pytest.mark.parametrize("name", ["moda", "kode", "krouter"])
def test_an_unknown_name_is_no_slip_of_a_plain_word(name: str) -> None:
    assert FINDER.ask(name).outcome is Outcome.NOTHING


@pytest.mark.parametrize("word", ["mess", "pots", "mash", "dyes", "best", "lunch", "model"])
def test_plain_english_words_are_no_slips(word: str) -> None:
    assert FINDER.ask(word).outcome is Outcome.NOTHING


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("k8s ingress", "kubernetes ingress"),
        ("what is a svc", "what is a service in kubernetes"),
        ("tf state", "terraform state"),
        ("metal lb", "metallb"),
        ("otel traces", "opentelemetry traces"),
        ("argo cd", "argocd"),
        ("pvc", "persistent volume claim"),
    ],
)
def test_abbreviations_say_what_the_names_say(short: str, long: str) -> None:
    best = SHIPPED_FINDER.ask(long).matches[0]

    assert best.resource in [match.resource for match in SHIPPED_FINDER.ask(short).matches]


def test_a_video_is_found_by_who_wishes_for_one() -> None:
    assert SHIPPED_FINDER.ask("videos about istio").matches[0].resource.format == "video"


def test_signs_are_no_topics() -> None:
    finder = among(resource("shebang", "The #! line of scripts"))

    finder.ask("what is #! for")
    assert finder.explain("what is #! for").matches[0].resource.id == "shebang"


@pytest.mark.parametrize(
    "question",
    [
        "how do two pods talk to each other",
        "of course my pod crashes",
        "basic auth in nginx",
        "internal load balancer",
        "interactive rebase",
    ],
)
def test_ordinary_words_are_no_wishes(question: str) -> None:
    assert wishes(question.split()) is NO_WISHES
