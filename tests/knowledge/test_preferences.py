"""What an asker prefers: how it orders an answer, is given up, and is asked for by a button."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import (
    NO_PREFERENCES,
    Answer,
    Catalogue,
    Finder,
    FollowUp,
    Length,
    Outcome,
    Preferences,
    Resource,
)
from knowledge.models import Format, Level
from tests.knowledge.asking import FINDER, among
from tests.knowledge.shelves import QUESTIONS, TOPICS, resource
from tests.shipped import FINDER as SHIPPED_FINDER

BEGINNER = Preferences(levels=("beginner",))
VIDEOS = Preferences(formats=("video", "talk"))

EVERY_PREFERENCE = st.builds(
    Preferences,
    formats=st.sampled_from([(), ("video", "talk"), ("docs",), ("book", "course"), ("podcast",)]),
    levels=st.sampled_from([(), ("beginner",), ("intermediate",), ("advanced",)]),
    length=st.sampled_from([None, None, *Length]),
    source=st.sampled_from([None, None, None, "Google", "CNCF", "nobody at all", "?"]),
)
ASKED = st.one_of(
    QUESTIONS,
    st.sampled_from(
        [
            "short video on istio for beginners",
            "istio docs by google",
            "something deeper on cni",
            "advanced kubernetes networking talks",
            "how do pods talk to each other",
            "kubernetes dns",
            "videos on service mesh by Nana",
        ]
    ),
)


def istio(
    id: str,
    format: Format = "docs",
    level: Level = "beginner",
    minutes: int | None = None,
    author: str = "Ada Lovelace",
    title: str = "Istio",
) -> Resource:
    kind = {"format": format, "level": level, "minutes": minutes, "author": author}
    return resource(id, title, "istio", answers=("What is Istio?",)).model_copy(update=kind)


SHELF = among(
    istio("docs"),
    istio("deep-docs", level="advanced"),
    istio("film", "video", minutes=90),
    istio("clip", "video", minutes=10, author="Grace Hopper (USENIX)"),
    istio("deep-film", "talk", "advanced"),
)


def ids(answer: Answer) -> list[str]:
    return [match.resource.id for match in answer.matches]


def everything(
    finder: Finder, question: str, wanted: Preferences, hidden: Collection[str] = ()
) -> list[str]:
    return ids(finder.ask(question, 1000, wanted=wanted, hidden=hidden))


@pytest.mark.parametrize(
    ("question", "first", "said"),
    [
        ("istio video", {"film", "clip", "deep-film"}, "videos"),
        ("advanced istio docs", {"deep-docs"}, "documentation, advanced"),
        ("a short video on istio", {"clip"}, "videos, short"),
        ("a long video on istio", {"film"}, "videos, long"),
        ("istio by grace hopper", {"clip"}, "by Grace Hopper"),
        ("a video by the usenix on istio", {"clip"}, "videos, by USENIX"),
        ("istio talks for beginners", {"film", "clip"}, "videos, beginner"),
    ],
)
def test_what_fits_comes_first(question: str, first: set[str], said: str) -> None:
    answer = SHELF.ask(question, 10)

    assert set(ids(answer)[: len(first)]) == first
    assert answer.preferences.in_words() == said
    assert answer.relaxed == NO_PREFERENCES
    assert set(ids(answer)) == {"docs", "deep-docs", "film", "clip", "deep-film"}
    scores = [match.score for match in answer.matches]
    assert scores == sorted(scores, reverse=True)


def test_what_fits_is_found_behind_all_candidates() -> None:
    many = (istio(f"docs-{n}") for n in range(100))
    finder = among(*many, istio("film", "video", title="Istio, a mesh"))

    assert "film" not in ids(finder.ask("istio", 100))
    assert ids(finder.ask("istio video"))[0] == "film"
    assert ids(finder.ask("istio", wanted=VIDEOS)) == ["film"]


@pytest.mark.parametrize(
    ("question", "kept", "relaxed"),
    [
        ("a short istio book for beginners", None, "books"),
        ("a long book on istio by Grace Hopper", None, "books, long"),
        ("short istio docs", Preferences(formats=("docs",)), "short"),
        ("a short istio talk by Grace Hopper", None, ""),
        ("a long video on istio by Grace Hopper", None, "long"),
        ("advanced istio docs by Grace Hopper", None, "by Grace Hopper"),
        ("podcasts on istio", NO_PREFERENCES, "podcasts"),
    ],
)
def test_as_little_as_may_be_is_given_up(
    question: str, kept: Preferences | None, relaxed: str
) -> None:
    answer = SHELF.ask(question)

    assert answer.relaxed.in_words() == relaxed
    assert answer.matches
    assert answer.preferences.fits(answer.matches[0].resource)
    if kept is not None:
        assert answer.preferences == kept


def test_a_relaxed_answer_is_no_more_than_closest_unless_it_is_sure() -> None:
    sure = SHELF.ask("istio podcasts")
    plainly = SHIPPED_FINDER.ask("courses on helm")
    unsure = SHIPPED_FINDER.ask("short courses on helm")

    assert sure.outcome is SHELF.ask("istio").outcome is Outcome.CONFIDENT
    assert sure.relaxed
    assert plainly.outcome is Outcome.CONFIDENT
    assert unsure.relaxed == Preferences(length=Length.SHORT)
    assert unsure.outcome is Outcome.CLOSEST


@pytest.mark.parametrize("question", ["how does kubernetes dns work", "kubernetes networking"])
def test_what_is_wanted_is_near_the_question_too(question: str) -> None:
    best = SHIPPED_FINDER.ask(question).matches[0]

    matches = SHIPPED_FINDER.ask(question, 100, wanted=VIDEOS).matches

    assert matches
    assert all(match.score >= 0.7 * best.score for match in matches)


def test_preferences_replace_others_where_they_say_something() -> None:
    others = Preferences(
        formats=("book",), levels=("advanced",), length=Length.LONG, source="Google"
    )
    full = Preferences(formats=("video",), levels=("beginner",), length=Length.SHORT, source="CNCF")

    assert full.over(others) == full
    assert NO_PREFERENCES.over(others) == others
    assert BEGINNER.over(others) == others.model_copy(update={"levels": ("beginner",)})


def test_nothing_irrelevant_is_shown_for_being_preferred() -> None:
    finder = among(istio("docs"), resource("film", "Thing").model_copy(update={"format": "video"}))

    answer = finder.ask("istio thing video")

    assert ids(finder.ask("istio video"))[0] == "docs"
    assert finder.ask("istio", wanted=VIDEOS).matches == ()
    assert finder.ask("istio", wanted=VIDEOS).outcome is Outcome.NOTHING
    assert answer.matches


@pytest.mark.parametrize("title", ["Istio docs", "Kubernetes basics", "A video by Ada Lovelace"])
def test_a_title_is_no_preference(title: str) -> None:
    finder = among(istio("titled", "article", title=title), istio("docs"), istio("film", "video"))

    answer = finder.ask(title)

    assert answer.preferences == NO_PREFERENCES
    assert ids(answer)[0] == "titled"


def test_an_explicit_preference_replaces_that_of_the_words() -> None:
    answer = SHELF.ask(
        "a video on istio for beginners", 10, wanted=Preferences(levels=("advanced",))
    )

    assert answer.preferences == Preferences(formats=("video", "talk"), levels=("advanced",))
    assert ids(answer) == ["deep-film", "deep-docs"]  # strict in the level, videos first


def test_what_is_hidden_is_left_out_and_counted() -> None:
    full = SHELF.ask("istio", 10)
    order = ids(full)

    answer = SHELF.ask("istio", 2, hidden={order[0], order[2], order[4], "elsewhere"})

    assert ids(answer) == [order[1], order[3]]
    assert not answer.more
    assert answer.hidden == 3
    assert SHELF.ask("istio", 1, hidden={order[0], order[4]}).hidden == 1
    assert full.hidden == 0


def test_with_all_hidden_the_outcome_stays() -> None:
    order = ids(SHELF.ask("istio", 10))

    answer = SHELF.ask("istio", hidden=order)

    assert answer.matches == ()
    assert answer.outcome is Outcome.CONFIDENT
    assert answer.hidden == len(order)
    assert not answer.more


@given(
    ASKED,
    EVERY_PREFERENCE,
    st.integers(1, 4),
    st.integers(0, 2**20),
    st.sampled_from([FINDER, SHELF, SHIPPED_FINDER]),
)
def test_pages_show_all_once_and_nothing_hidden(
    question: str, wanted: Preferences, limit: int, chance: int, finder: Finder
) -> None:
    full = everything(finder, question, wanted)
    hidden = {id for number, id in enumerate(full) if chance >> number & 1}

    pages = [finder.ask(question, limit, wanted=wanted, hidden=hidden)]
    while pages[-1].more:
        skip = pages[-1].matches[-1].rank + 1
        pages.append(finder.ask(question, limit, skip, wanted=wanted, hidden=hidden))

    assert [id for page in pages for id in ids(page)] == [id for id in full if id not in hidden]
    assert all(len(page.matches) == limit for page in pages[:-1])
    counts = [page.hidden for page in pages]
    assert counts == sorted(counts)
    assert counts[-1] == len(hidden)
    for page in pages[:-1]:
        shown_last = full.index(page.matches[-1].resource.id)
        assert page.hidden >= len(hidden & set(full[:shown_last]))


@given(ASKED, EVERY_PREFERENCE, st.sampled_from([FINDER, SHELF, SHIPPED_FINDER]))
def test_only_what_is_wanted_is_shown(question: str, wanted: Preferences, finder: Finder) -> None:
    answer = finder.ask(question, 10, wanted=wanted)
    free = finder.ask(question, 10)

    assert all(wanted.fits(match.resource) for match in answer.matches)
    assert (answer.outcome is Outcome.NOTHING) == (not answer.matches)
    assert not answer.matches or free.matches
    assert not set(wanted.dimensions) & set(answer.relaxed.dimensions)
    if answer.preferences and answer.matches and not wanted:
        assert answer.preferences.fits(answer.matches[0].resource)


@given(ASKED, st.sampled_from([FINDER, SHELF, SHIPPED_FINDER]))
def test_a_follow_up_shows_something_new_that_fits(question: str, finder: Finder) -> None:
    answer = finder.ask(question)

    for wanted in finder.follow_ups(answer).values():
        other = finder.ask(question, wanted=wanted)
        assert set(ids(other)) - set(ids(answer))
        assert all(wanted.fits(match.resource) for match in other.matches)
        assert set(other.relaxed.dimensions) <= set(answer.relaxed.dimensions)


def test_follow_ups_are_one_level_on() -> None:
    finder = among(
        istio("easy", level="beginner", title="Istio, gently"),
        *(istio(f"usual-{n}", level="intermediate") for n in range(3)),
        istio("deep", level="advanced", title="Istio, deeply"),
        istio("deep-film", "talk", "advanced", title="Istio, deeply"),
    )

    answer = finder.ask("istio")
    assert [match.resource.level for match in answer.matches].count("intermediate") >= 2
    offered = finder.follow_ups(answer)

    assert offered[FollowUp.EASIER] == BEGINNER
    assert offered[FollowUp.DEEPER] == Preferences(levels=("advanced",))
    deeper = finder.ask("istio", wanted=offered[FollowUp.DEEPER])
    assert set(ids(deeper)) == {"deep", "deep-film"}
    assert FollowUp.DEEPER not in finder.follow_ups(deeper)
    assert finder.follow_ups(deeper)[FollowUp.EASIER] == Preferences(levels=("intermediate",))
    hidden = {"deep", "deep-film"}
    assert finder.follow_ups(answer, hidden=hidden).keys() == {FollowUp.EASIER}


def test_follow_ups_keep_what_is_in_force() -> None:
    answer = SHELF.ask("a video on istio for beginners", 2)
    assert ids(answer) == ["clip", "film"] or ids(answer) == ["film", "clip"]

    offered = SHELF.follow_ups(answer)

    assert offered == {
        FollowUp.DEEPER: Preferences(formats=("video", "talk"), levels=("advanced",))
    }


@given(ASKED)
def test_one_inquiry_serves_an_answer_and_what_follows(question: str) -> None:
    inquiry = FINDER.inquire(question)
    answer, apart = FINDER.ask(inquiry), FINDER.ask(question)

    assert replace(answer, milliseconds=0.0) == replace(apart, milliseconds=0.0)
    assert FINDER.follow_ups(answer, inquiry) == FINDER.follow_ups(apart)


def test_nothing_has_no_follow_ups() -> None:
    assert FINDER.follow_ups(FINDER.ask("what's for lunch")) == {}
    assert SHELF.follow_ups(SHELF.ask("istio", hidden=ids(SHELF.ask("istio", 10)))) == {}


def test_preferences_survive_the_value_of_a_button() -> None:
    wanted = Preferences(formats=("video", "talk"), length=Length.SHORT, source="Ada")

    value = wanted.model_dump_json(exclude_defaults=True)

    assert Preferences.model_validate_json(value) == wanted
    assert NO_PREFERENCES.model_dump_json(exclude_defaults=True) == "{}"


@pytest.mark.parametrize(
    ("preferences", "said"),
    [
        (NO_PREFERENCES, ""),
        (
            Preferences(
                formats=("talk", "video"),
                levels=("beginner",),
                length=Length.SHORT,
                source="Google",
            ),
            "videos, beginner, short, by Google",
        ),
        (Preferences(formats=("book", "interactive", "tutorial")), "tutorials or books"),
        (Preferences(levels=("intermediate", "advanced")), "intermediate or advanced"),
    ],
)
def test_preferences_are_said_in_words(preferences: Preferences, said: str) -> None:
    assert preferences.in_words() == said
    assert bool(preferences) == bool(said)


@pytest.mark.parametrize(
    ("source", "fits"),
    [
        ("Grace Hopper", True),
        ("hopper", True),
        ("Hop", False),
        ("Usenix", True),
        ("Example", False),
        ("example.org", True),
        ("", True),
    ],
)
def test_a_source_is_known_by_its_words(source: str, fits: bool) -> None:
    clip = istio("clip", author="Grace Hopper (USENIX)")

    assert Preferences(source=source).fits(clip) is fits


@pytest.mark.parametrize(
    ("minutes", "short", "long"),
    [(None, False, False), (20, True, False), (21, False, False), (60, False, True)],
)
def test_a_length_needs_known_minutes(minutes: int | None, short: bool, long: bool) -> None:
    one = istio("one", minutes=minutes)

    assert Preferences(length=Length.SHORT).fits(one) is short
    assert Preferences(length=Length.LONG).fits(one) is long


def test_an_empty_catalogue_fits_nothing() -> None:
    finder = Finder(Catalogue(resources=(), topics=TOPICS))

    assert finder.ask("a video on istio by Ada", wanted=BEGINNER).outcome is Outcome.NOTHING
