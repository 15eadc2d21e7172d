"""Questions in; resources, outcomes and reasons out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.typos import with_slips
from knowledge import Catalogue, Finder, Outcome, Resource, Topic, load
from knowledge.index import Field
from knowledge.markup import plain
from knowledge.reasons import Answers, Correction, Filed, Reason, Words
from knowledge.wishes import NO_WISHES, wishes
from knowledge.words import fold, words
from tests.knowledge.shelves import QUESTIONS, SMALL, TOPICS, resource

FINDER = Finder(SMALL)
SHIPPED_FINDER = Finder(load())
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


def test_with_nothing_to_show_the_nearest_topics_are_named() -> None:
    answer = FINDER.ask("kubernetes themed birthday cake for my nephew")

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
    return f" {' '.join(split(text))} " in f" {' '.join(split(asked))} " or (
        " " not in text and fold(text) in fold(asked)
    )


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
            names = (topic.name, topic.id, *topic.aliases)
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
def test_reasons_are_true(question: str) -> None:
    for match in FINDER.ask(question).matches:
        assert match.why
        for reason in match.why:
            assert is_true(reason, question, match.resource, SMALL), reason


@given(FIELD_QUESTIONS)
def test_reasons_are_true_in_the_shipped_catalogue(question: str) -> None:
    for match in SHIPPED_FINDER.ask(question).matches:
        assert match.why
        for reason in match.why:
            assert is_true(reason, question, match.resource, SHIPPED_FINDER.catalogue), reason


def among(*resources: Resource) -> Finder:
    """Make a finder of these, between others that are about something else."""
    others = tuple(resource(f"other-{n}", f"Thing number {n}") for n in range(20))
    return Finder(Catalogue(resources=(*resources, *others), topics=TOPICS))


def test_of_two_that_fit_alike_the_first_steps_come_first() -> None:
    hard = resource("hard", "Istio", "istio").model_copy(update={"level": "advanced"})
    easy = resource("easy", "Istio", "istio")

    matches = among(hard, easy).ask("istio").matches

    assert [match.resource.id for match in matches] == ["easy", "hard"]


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


def test_signs_are_no_topics() -> None:
    finder = among(resource("shebang", "The #! line of scripts"))

    finder.ask("what is #! for")
    assert finder.explain("what is #! for").matches[0].resource.id == "shebang"


def test_the_best_is_a_candidate_however_many_are_nearly_as_good() -> None:
    alike = tuple(resource(f"alike-{n}", f"Istio part {n}", "istio") for n in range(60))
    best = resource("best", "Istio ambient", "istio", answers=("What is ambient in istio?",))

    assert among(*alike, best).ask("istio ambient").matches[0].resource.id == "best"


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


def test_topics_without_resources_are_not_named() -> None:
    topics = {**TOPICS, "vault": Topic(id="vault", name="Vault secrets", aliases=("vault",))}
    finder = Finder(Catalogue(resources=(resource("i", "Istio", "istio"),), topics=topics))

    assert [topic.id for topic in finder.ask("vault").topics] != []
    assert "vault" not in [topic.id for topic in finder.ask("vault").topics]


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


def test_a_resource_is_found_by_all_its_topics() -> None:
    many = {f"t{n}": Topic(id=f"t{n}", name=f"zeta{n}") for n in range(40)}
    one = resource("one", "Everything", *many)
    finder = Finder(Catalogue(resources=(one,), topics=many))

    assert finder.explain("zeta39").matches[0].resource.id == "one"
