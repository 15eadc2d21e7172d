"""Each reason names what stands in the question and in the resource."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.typos import with_slips
from knowledge import Catalogue, Finder, Resource
from knowledge.index import Field
from knowledge.markup import plain
from knowledge.reasons import Answers, Correction, Filed, Reason, Words
from knowledge.words import fold, words
from tests.knowledge.asking import FINDER, among
from tests.knowledge.shelves import QUESTIONS, SMALL, resource
from tests.shipped import FINDER as SHIPPED_FINDER

SAID = sorted(
    {
        word
        for resource in SHIPPED_FINDER.catalogue.resources
        for text in (resource.title, *resource.answers, *resource.covers)
        for word in text.split()
    }
)
FIELD_QUESTIONS = st.lists(
    st.one_of(
        st.sampled_from(SAID),
        st.builds(with_slips, st.sampled_from(SAID), st.integers(0, 99)),
        st.sampled_from(["k8s", "svc", "lb", "metal lb", "tf", "otel", "a video", "&&"]),
    ),
    max_size=12,
).map(" ".join)
"""Words of the shipped catalogue in any order, some with slips."""


def why(question: str) -> list[str]:
    return [str(reason) for reason in FINDER.ask(question).matches[0].why]


def test_reasons_name_the_words_the_slip_the_alias_and_the_question() -> None:
    assert "“MetalLB”, “BGP” in its title" in why("MetalLB BGP")
    assert why("metalb")[0] == "“metalb” read as “metallb”"
    assert why("kubernets svc")[0] == "“kubernets” read as “kubernetes”"
    assert "“lb” is filed under Load balancing" in why("lb")
    assert "answers “How does MetalLB work?”" in why("how does metallb work")


def test_of_a_compound_only_the_parts_that_are_there_are_named() -> None:
    assert "“metallb”, “bgp” in its title" in why("metallb_bgp_checkbook")
    assert "“bgp”, “mode” in its title" in why("bgp_mode")


def test_only_words_that_stand_side_by_side_somewhere_make_a_compound() -> None:
    assert "“metallb”, “bgp”, “mode” in its title" in why("metallb bgpmode")
    assert not any("mode" in reason for reason in why("metallb modebgp"))


def test_another_form_of_a_word_is_no_slip() -> None:
    assert why("service meshes") == ["“service”, “meshes” in its title"]


def with_broader(resource: Resource, catalogue: Catalogue) -> set[str]:
    topics, found = list(resource.topics), set()
    while topics:
        found.add(topic := topics.pop())
        if broader := catalogue.topics[topic].broader:
            topics.append(broader)
    return found


def split(text: str) -> list[str]:
    return [word.term for word in words(text)]


def within(text: str, question: str) -> bool:
    """Tell whether a question has a word, as a part of another maybe, or words in this order."""
    asked = plain(question)
    return (
        f" {' '.join(split(text))} " in f" {' '.join(split(asked))} "
        or (" " not in text and fold(text) in fold(asked))
        or bool(parted(text) and parted(text) in parted(asked))
    )


def parted(text: str) -> str:
    """Take compounds apart, as in CUDA_MPS_PIPE_DIRECTORY."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def stands_in(text: str, resource: Resource, field: Field, catalogue: Catalogue) -> bool:
    """Tell whether a field has a word, in whatever form; joined words hold their halves."""
    texts = {
        Field.TITLE: (resource.title,),
        Field.TOPICS: [catalogue.topics[topic].name for topic in resource.topics],
        Field.ANSWERS: resource.answers,
        Field.COVERS: resource.covers,
        Field.SUMMARY: (resource.summary or "",),
        Field.AUTHOR: (resource.author or "", resource.publisher or ""),
        Field.FORMAT: (resource.format or "",),
    }
    held = {term for piece in texts[field] for word in words(piece) for term in word.terms}
    together = next(words(text.replace(" ", ""))).term  # end point slices, for EndpointSlices
    return together in held or all(word.term in held for word in words(text))


def is_true(reason: Reason, question: str, resource: Resource, catalogue: Catalogue) -> bool:
    """Look a reason up, in the question and in the resource."""
    topics = with_broader(resource, catalogue)
    match reason:
        case Words(field, texts):
            return all(
                within(text, question) and stands_in(text, resource, field, catalogue)
                for text in texts
            )
        case Filed(text, topic):
            names = (topic.id, *topic.spellings)
            is_name = any(split(text) == split(name) for name in names)
            return topic.id in topics and is_name and within(text, question)
        case Correction(text, corrected):
            ours = [resource, *(catalogue.topics[topic] for topic in topics)]
            everything = " ".join(one.model_dump_json() for one in ours)
            held = {term for word in words(everything) for term in word.terms}
            return fold(text) in fold(question) and next(words(corrected)).term in held
        case Answers(question=answered):
            return answered in resource.answers


@given(QUESTIONS)
@example("load balancr")
def test_reasons_are_true(question: str) -> None:
    for match in FINDER.ask(question).matches:
        assert match.why
        for reason in match.why:
            assert is_true(reason, question, match.resource, SMALL), reason


@given(FIELD_QUESTIONS)
@example("load balancr")
@example("file systemm")
@example("CUDA_MPS_PINED_DEbICE_MEM_LIIMT")
@example("$(ssh-agent) >=1.0.0-aplha")
def test_reasons_are_true_in_the_shipped_catalogue(question: str) -> None:
    for match in SHIPPED_FINDER.ask(question).matches:
        assert match.why
        for reason in match.why:
            assert is_true(reason, question, match.resource, SHIPPED_FINDER.catalogue), reason


def test_asking_changes_nothing() -> None:
    finder = among(
        resource("one", "Kolber", answers=("Kolber?",)),
        resource("two", "Kolper", answers=("Kolper?", "What is kolper?")),
    )
    before = why_of(finder, "koller")
    for _ in range(50):
        finder.ask("kolber")
        finder.explain("kolber")

    assert why_of(finder, "koller") == before


def why_of(finder: Finder, question: str) -> list[str]:
    return [str(reason) for match in finder.ask(question).matches for reason in match.why]
