"""Which words are a preference, and which only look like one."""

import pytest
from hypothesis import example, given

from knowledge import NO_PREFERENCES
from knowledge.hearing import Heard, heard
from knowledge.markup import plain
from knowledge.names import Names
from knowledge.preferences import Preferences, Sources
from tests.knowledge.shelves import ANY_TEXT, QUESTIONS
from tests.shipped import CATALOGUE, FINDER

SOURCES = Sources(CATALOGUE.resources)
TOPICS = Names(CATALOGUE.topics).by_first_term


def listened(question: str) -> Heard:
    return heard(plain(question), SOURCES, TOPICS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("short video on istio for beginners", "videos, beginner, short"),
        ("istio docs by google", "documentation, by Google"),
        ("istio docs from the CNCF", "documentation, by CNCF"),
        ("something deeper on CNI", "intermediate or advanced"),
        ("advanced kubernetes networking talks", "videos, advanced"),
        ("free course on mlops under 30 minutes", "courses, short"),
        ("istio video", "videos"),
        ("Videos?", "videos"),
        ("what is a container? a video please", "videos"),
        ("explain dns in a 5 minute video", "videos, short"),
        ("good talk on asyncio", "videos"),
        ("which book is best for kafka", "books"),
        ("articles or papers about drift", "articles or papers"),
        ("a beginner video tutorial on docker", "videos, beginner"),
        ("official istio documentation", "documentation"),
        ("quick intro to helm", "beginner, short"),
        ("kubernetes basics", "beginner"),
        ("deep dive into kube-proxy", "advanced"),
        ("a long video on istio", "videos, long"),
        ("dns by Julia Evans", "by Julia Evans"),
        ("tutorial by nana on docker", "tutorials, by Nana"),
        ("videos from O’Reilly on kafka", "videos, by O'Reilly"),
        ("courses from the Linux Foundation", "courses, by Linux Foundation"),
        ("docs by Docker", "documentation, by Docker"),
        ("anything by jvns.ca about dns", "by jvns.ca"),
        ("no videos please, an article on gitops", "articles"),
    ],
)
def test_a_preference_is_heard(question: str, said: str) -> None:
    assert listened(question).preferences.in_words() == said


@pytest.mark.parametrize(
    "question",
    [
        "short-lived certificates",
        "quick sort",
        "time to live 5 minutes",
        "spot nodes go within 2 minutes, what now",
        "MkDocs",
        "how do I build docs",
        "our team docs",
        "the docs for istio are outdated",
        "docs as code",
        "video streaming analytics",
        "transcode video",
        "Jupyter Book",
        "how do I publish a jupyter book",
        "of course my pod crashes",
        "training course recommender",
        "Papermill",
        "helm repo",
        "how do two pods talk to each other",
        "great talk! when do you retrain?",
        "what do I talk about with my mentor",
        "a course not for beginners"[9:],
        "I know the basics",
        "no videos please",
        "LLM from scratch",
        "migrate from Google to AWS",
        "install from GitHub",
        "used by Google",
        "by default",
        "from Python to Go",
        "a kubernetes operator by nobody known",
        "advanced package tool",
    ],
)
def test_what_only_looks_like_one_is_not(question: str) -> None:
    assert listened(question) == Heard(NO_PREFERENCES, question)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("istio docs by google", "istio docs"),
        ("dns by Julia Evans", "dns"),
        ("free course on mlops under 30 minutes", "free course on mlops"),
        ("a short video on istio", "a video on istio"),
        ("İ café: istio docs by Google, please", "İ café: istio docs , please"),
    ],
)
def test_words_for_a_source_or_a_length_do_not_match(question: str, rest: str) -> None:
    assert " ".join(listened(question).rest.split()) == rest


def test_what_is_said_of_a_source_does_not_change_the_matches() -> None:
    plainly = FINDER.ask("istio docs", 10)
    by_google = FINDER.ask("istio docs by google", 10)

    assert [m.resource for m in by_google.matches] == [m.resource for m in plainly.matches]
    assert by_google.relaxed == Preferences(source="Google")


@given(ANY_TEXT | QUESTIONS)
@example("video" * 60)
@example("by " * 100)
@example("a " * 150 + "video")
@example("short " * 50)
@example("\ud800 video by \udfff")
def test_any_text_is_listened_to(question: str) -> None:
    found = listened(question)

    assert found.preferences or found.rest == plain(question)
    assert len(found.rest) <= len(plain(question))
