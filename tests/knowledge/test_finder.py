"""Questions in; resources, outcomes and reasons out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Catalogue, Finder, Outcome, Resource
from knowledge.index import Field
from knowledge.markup import plain
from knowledge.reasons import Answers, Correction, Filed, Words
from knowledge.words import fold, words
from tests.knowledge.shelves import QUESTIONS, SMALL, TOPICS, resource

FINDER = Finder(SMALL)


def found(question: str, limit: int = 3) -> list[str]:
    return [match.resource.id for match in FINDER.ask(question, limit).matches]


def why(question: str) -> list[str]:
    return [str(reason) for reason in FINDER.ask(question).matches[0].why]


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
        ("lb", "service-types"),
        ("servicemesh", "mesh-intro"),
        ("node port", "service-types"),
        ("what types of service are there", "service-types"),  # other forms of a word
        ("pods cannot resolve service names", "dns-debug"),  # an answered question
        ("Why can't my pods resolve the names of services?!", "dns-debug"),
    ],
)
def test_the_fitting_resource_comes_first(question: str, first: str) -> None:
    assert found(question)[0] == first


@pytest.mark.parametrize("resource", SMALL.resources, ids=lambda resource: resource.id)
def test_an_exact_title_finds_its_resource(resource: object) -> None:
    title, identity = getattr(resource, "title"), getattr(resource, "id")  # noqa: B009

    answer = FINDER.ask(title)

    assert answer.outcome is Outcome.CONFIDENT
    assert answer.matches[0].resource.id == identity


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


def test_with_nothing_to_show_the_nearest_topics_are_named() -> None:
    answer = FINDER.ask("kubernetes licence fees and accounting rules for tax advisers")

    assert answer.outcome is Outcome.NOTHING
    assert answer.topics[0].id == "kubernetes"


def test_a_question_that_is_understood_in_part_gets_the_closest() -> None:
    answer = FINDER.ask("istio with vault and terraform")

    assert answer.outcome is Outcome.CLOSEST
    assert answer.matches[0].resource.id == "nana-istio"


def test_reasons_name_the_words_the_slip_the_alias_and_the_question() -> None:
    assert "“MetalLB”, “BGP” in its title" in why("MetalLB BGP")
    assert why("metalb")[0] == "“metalb” read as “metallb”"
    assert why("kubernets svc")[0] == "“kubernets” read as “kubernetes”"
    assert "“lb” is filed under Load balancing" in why("lb")
    assert "answers “How does MetalLB work?”" in why("how does metallb work")


def test_of_a_compound_only_the_parts_that_are_there_are_named() -> None:
    assert "“metallb”, “bgp” in its title" in why("metallb_bgp_checkbook")
    assert "“bgp”, “mode” in its title" in why("bgp_mode")


@pytest.mark.parametrize("question", ["servicemesh", "service-mesh", "ServiceMesh"])
def test_compounds_are_understood_however_they_are_written(question: str) -> None:
    assert found(question)[0] in ("mesh-intro", "nana-istio")


def test_only_words_that_stand_side_by_side_somewhere_make_a_compound() -> None:
    assert "“metallb”, “bgp”, “mode” in its title" in why("metallb bgpmode")
    assert not any("mode" in reason for reason in why("metallb modebgp"))


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


def test_letters_that_stand_for_anything_do_not_weigh() -> None:
    assert FINDER.ask("istio, x & y <z>").outcome is Outcome.CONFIDENT


def test_another_form_of_a_word_is_no_slip() -> None:
    assert why("service meshes") == ["“service”, “meshes” in its title"]


@pytest.mark.parametrize("name", ["moda", "kode", "krouter"])
def test_an_unknown_name_is_no_slip_of_a_plain_word(name: str) -> None:
    assert FINDER.ask(name).outcome is Outcome.NOTHING


@pytest.mark.parametrize("word", ["mess", "pots", "mash", "dyes", "best", "lunch", "model"])
def test_plain_english_words_are_no_slips(word: str) -> None:
    assert FINDER.ask(word).outcome is Outcome.NOTHING


def test_more_goes_on_where_the_first_page_ended() -> None:
    question = "services, ingress, istio and dns"
    first, second = FINDER.ask(question, 2), FINDER.ask(question, 2, skip=2)
    everything = FINDER.ask(question, 100)

    pages = (*first.matches, *second.matches)
    assert len(pages) == 4
    assert pages == everything.matches[:4]
    assert first.more
    assert not everything.more


@given(QUESTIONS, st.integers(1, 5))
def test_any_text_gets_an_answer(question: str, limit: int) -> None:
    answer = FINDER.ask(question, limit)

    assert len(answer.matches) <= limit
    assert (answer.outcome is Outcome.NOTHING) == (not answer.matches)
    scores = [match.score for match in answer.matches]
    assert scores == sorted(scores, reverse=True)
    assert answer.topics


def with_broader(resource: Resource) -> set[str]:
    topics = set(resource.topics)
    return topics | {SMALL.topics[topic].broader or topic for topic in topics}


def split(text: str) -> list[str]:
    return [word.term for word in words(text)]


def within(text: str, question: str) -> bool:
    """Tell whether a question has a word, as a part of another maybe, or words in this order."""
    asked = plain(question)
    return f" {' '.join(split(text))} " in f" {' '.join(split(asked))} " or (
        " " not in text and fold(text) in fold(asked)
    )


def stands_in(text: str, resource: Resource, field: Field) -> bool:
    """Tell whether a field has a word, in whatever form; joined words hold their halves."""
    texts = {
        Field.TITLE: resource.title,
        Field.TOPICS: " ".join(SMALL.topics[topic].name for topic in resource.topics),
        Field.ANSWERS: " ".join(resource.answers),
        Field.SUMMARY: resource.summary or "",
        Field.AUTHOR: resource.author or "",
        Field.FORMAT: resource.format or "",
    }
    held = {term for word in words(texts[field]) for term in word.terms}
    together = next(words(text.replace(" ", ""))).term  # end point slices, for EndpointSlices
    return together in held or all(word.term in held for word in words(text))


@given(QUESTIONS)
def test_reasons_are_true(question: str) -> None:
    asked = fold(question)
    for match in FINDER.ask(question).matches:
        resource = match.resource
        assert match.why
        for reason in match.why:
            match reason_of := reason:
                case Words(field, texts):
                    assert all(within(text, question) for text in texts)
                    assert all(stands_in(text, resource, field) for text in texts)
                case Filed(text, topic):
                    assert topic.id in with_broader(resource)
                    assert within(text, question)
                    assert any(
                        split(text) == split(name)
                        for name in (topic.name, topic.id, *topic.aliases)
                    )
                case Correction(text, corrected):
                    topics = [SMALL.topics[topic] for topic in with_broader(resource)]
                    ours = [resource.model_dump_json(), *(t.model_dump_json() for t in topics)]
                    assert fold(text) in asked
                    assert corrected in fold(" ".join(ours))
                case Answers(question=answered):
                    assert answered in resource.answers
                case _:
                    raise AssertionError(reason_of)


def among(*resources: Resource) -> Finder:
    """Make a finder of these, between others that are about something else."""
    others = tuple(resource(f"other-{n}", f"Thing number {n}") for n in range(20))
    return Finder(Catalogue(resources=(*resources, *others), topics=TOPICS))


def test_of_two_that_fit_alike_the_first_steps_come_first() -> None:
    hard = resource("hard", "Istio", "istio").model_copy(update={"level": "advanced"})
    easy = resource("easy", "Istio", "istio")

    matches = among(hard, easy).ask("istio").matches

    assert [match.resource.id for match in matches] == ["easy", "hard"]


def test_a_rare_way_to_write_a_topic_says_no_more_than_the_topic() -> None:
    about = [resource(f"about-{n}", f"Kubernetes part {n}", "kubernetes") for n in range(8)]
    written = resource("written", "Part nine", "kubernetes", answers=("Where is k8s?",))
    finder = among(*about, written)

    assert finder.ask("k8s").outcome is Outcome.CONFIDENT
    assert finder.ask("k8s gardening").outcome is finder.ask("kubernetes gardening").outcome


def test_a_plain_word_is_chance_in_a_sentence_and_meant_when_it_stands_alone() -> None:
    finder = among(resource("cloudy", "Istio", "istio", answers=("Is the cloud safe?",)))

    assert finder.ask("cloud").outcome is Outcome.CLOSEST
    assert finder.ask("what is that cloud").outcome is Outcome.NOTHING
