"""Questions in; resources and outcomes out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import Catalogue, Finder, Outcome, Resource, Topic
from tests.knowledge.asking import FINDER, among, found
from tests.knowledge.shelves import QUESTIONS, SMALL, TOPICS, resource
from tests.shipped import FINDER as SHIPPED_FINDER


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("how does MetalLB work", "metallb-site"),
        ("MetalLB in BGP mode", "metallb-bgp"),
        ("metalb", "metallb-site"),  # slips
        ("ingres", "ingress-docs"),
        ("istoi", "nana-istio"),
        ("metal lb", "metallb-site"),  # spellings
        ("k8s svc types", "service-types"),  # abbreviations
        ("servicemesh", "mesh-intro"),
        ("node port", "service-types"),
        ("what types of service are there", "service-types"),  # other forms of a word
        ("pods cannot resolve service names", "dns-debug"),  # an answered question
        ("Why can't my pods resolve the names of services?!", "dns-debug"),
    ],
)
def test_the_fitting_resource_comes_first(question: str, first: str) -> None:
    assert found(question)[0] == first


@pytest.mark.parametrize("titled", SMALL.resources, ids=lambda resource: resource.id)
def test_an_exact_title_finds_its_resource(titled: Resource) -> None:
    answer = FINDER.ask(titled.title)

    assert answer.outcome is Outcome.CONFIDENT
    assert answer.matches[0].resource == titled


@pytest.mark.parametrize(
    "question",
    [
        "what's for lunch",
        "lol good one",
        "the coffee machine on the 3rd floor is broken again",
        "which way do you turn the helm of a ship",
        "",
        "???",
        "how does it work",
        "beginner video tutorial",
        "<!channel> &lt; <https://evil.example|https://kubernetes.io>",
    ],
)
def test_silence_where_there_is_nothing(question: str) -> None:
    answer = FINDER.ask(question)

    assert answer.outcome is Outcome.NOTHING
    assert answer.matches == ()


@pytest.mark.parametrize("question", ["faiss", "FAISS tutorial", "chroma / qdrant", "zookeeper"])
def test_a_topic_alone_has_the_closest_even_if_nothing_answers_surely(question: str) -> None:
    """No resource speaks of these, but all are names for a topic that has some."""
    answer = SHIPPED_FINDER.ask(question)

    assert answer.outcome is Outcome.CLOSEST
    assert {"vector-database", "kafka"} & set(answer.matches[0].resource.topics)


@pytest.mark.parametrize("question", ["my brother is a zookeeper", "brew"])
def test_silence_where_a_topic_is_named_but_not_what_comes_first(question: str) -> None:
    assert SHIPPED_FINDER.ask(question).outcome is Outcome.NOTHING


def test_with_nothing_to_show_the_nearest_topics_are_named() -> None:
    answer = FINDER.ask("kubernetes themed birthday cake for my nephew")

    assert answer.outcome is Outcome.NOTHING
    assert answer.topics[0].id == "kubernetes"


def test_a_question_that_is_understood_in_part_gets_the_closest() -> None:
    answer = FINDER.ask("istio with vault and terraform")

    assert answer.outcome is Outcome.CLOSEST
    assert answer.matches[0].resource.id == "nana-istio"


def test_more_goes_on_where_the_first_page_ended() -> None:
    question = "services, ingress, istio and dns"
    first, second = FINDER.ask(question, 1), FINDER.ask(question, 2, skip=1)
    everything = FINDER.ask(question, 100)

    pages = (*first.matches, *second.matches)
    assert len(pages) == 3
    assert pages == everything.matches[:3]
    assert first.more
    assert not everything.more


@given(QUESTIONS, st.integers(1, 5), st.sampled_from([FINDER, SHIPPED_FINDER]))
@example("e\u0301" * 10_000, 3, SHIPPED_FINDER)  # piled-up marks
@example("\u202eoitsi si tahw", 3, SHIPPED_FINDER)  # written from right to left
@example("\ud800 istio \udfff", 3, SHIPPED_FINDER)  # halves of characters
@example("istio\x00\x1b[31m\u2028ingress", 3, SHIPPED_FINDER)
def test_any_text_gets_an_answer(question: str, limit: int, finder: Finder) -> None:
    answer = finder.ask(question, limit)

    assert len(answer.matches) <= limit
    assert (answer.outcome is Outcome.NOTHING) == (not answer.matches)
    scores = [match.score for match in answer.matches]
    assert scores == sorted(scores, reverse=True)
    assert answer.topics


def test_of_two_that_fit_alike_the_first_steps_come_first() -> None:
    hard = resource("hard", "Istio", "istio").model_copy(update={"level": "advanced"})
    easy = resource("easy", "Istio", "istio")

    matches = among(hard, easy).ask("istio").matches

    assert [match.resource.id for match in matches] == ["easy", "hard"]


@pytest.mark.parametrize("limit", [1, 3])
def test_an_explanation_adds_up_to_the_scores(limit: int) -> None:
    question = "metalb vs kube-vip for bare metal"

    answer = SHIPPED_FINDER.ask(question, limit)
    explanation = SHIPPED_FINDER.explain(question, limit)

    assert explanation.readings[0].text == "metalb"
    assert "metallb" in explanation.readings[0].terms
    assert [scored.resource for scored in explanation.matches] == [
        match.resource for match in answer.matches
    ]
    for scored, match in zip(explanation.matches, answer.matches, strict=True):
        assert sum(scored.signals.values()) == pytest.approx(scored.score, abs=1e-5)
        assert scored.score == pytest.approx(match.score, abs=1e-4)
        assert any("metallb" in strengths for strengths in scored.fields.values())


def test_the_best_is_a_candidate_however_many_are_nearly_as_good() -> None:
    alike = tuple(resource(f"alike-{n}", f"Istio part {n}", "istio") for n in range(60))
    best = resource("best", "Istio ambient", "istio", answers=("What is ambient in istio?",))

    assert among(*alike, best).ask("istio ambient").matches[0].resource.id == "best"


def test_topics_without_resources_are_not_named() -> None:
    topics = {**TOPICS, "vault": Topic(id="vault", name="Vault secrets", aliases=("vault",))}
    finder = Finder(Catalogue(resources=(resource("i", "Istio", "istio"),), topics=topics))

    assert [topic.id for topic in finder.ask("vault").topics] != []
    assert "vault" not in [topic.id for topic in finder.ask("vault").topics]


def test_a_resource_is_found_by_all_its_topics() -> None:
    many = {f"t{n}": Topic(id=f"t{n}", name=f"zeta{n}") for n in range(40)}
    one = resource("one", "Everything", *many)
    finder = Finder(Catalogue(resources=(one,), topics=many))

    assert finder.explain("zeta39").matches[0].resource.id == "one"
