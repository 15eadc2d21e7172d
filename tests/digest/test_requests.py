"""What is written after `digest`: a request, a question all the same, or unclear."""

from contextlib import suppress
from datetime import date, time
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.requests import Act, Simple, Weekly, read_request
from bot.digest.when import UnclearError, When
from tests.knowledge.shelves import ANY_TEXT

MONDAY = When(0, time(9), None)
WORDS = [
    *("digest", "weekly", "monday", "9", "9:00", "London", "pause", "until", "2027-01-10", "skip"),
    *(
        "topics:",
        "topic :",
        "holidays:",
        "k8s,",
        ";",
        "no weekends",
        "weekdays only",
        "?",
        "\n",
        "off",
    ),
]
WRITTEN = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=10).map(" ".join)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("digest", Act.SHOW),
        (" Digest ", Act.SHOW),
        ("digest preview", Act.PREVIEW),
        ("digest skip", Act.SKIP),
        ("digest pause", Act.PAUSE),
        ("digest resume", Act.RESUME),
        ("DIGEST  OFF", Act.OFF),
        ("digest\nlist\n", Act.LIST),
    ],
)
def test_one_word_asks_for_an_act(text: str, act: Act) -> None:
    assert read_request(text) == Simple(act)


@pytest.mark.parametrize(
    "text",
    [
        "digest pause until 2027-01-10",
        "digest pause till 2027-01-10",
        "Digest Pause To 2027-01-10",
        "digest pause 2027-01-10",
    ],
)
def test_a_pause_may_be_until_a_day(text: str) -> None:
    assert read_request(text) == Simple(Act.PAUSE, date(2027, 1, 10))


@pytest.mark.parametrize(
    "text", ["digest pause until", "digest pause 2027-01-10 2027-01-11", "digest pause ,"]
)
def test_a_pause_is_until_one_day(text: str) -> None:
    with pytest.raises(UnclearError, match="Write the day to pause until, as in: digest pause"):
        read_request(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("digest weekly monday 9", Weekly(MONDAY)),
        ("digest weekly 9am mondays", Weekly(MONDAY)),
        ("Digest WEEKLY fri 16:30 London", Weekly(When(4, time(16, 30), "Europe/London"))),
        ("digest weekly monday 9 topics: k8s", Weekly(MONDAY, ("k8s",))),
        ("digest weekly monday 9, Topic : k8s ;", Weekly(MONDAY, ("k8s",))),
        (
            "digest weekly monday 9; topics: service  mesh, k8s;vector search,,",
            Weekly(MONDAY, ("service mesh", "k8s", "vector search")),
        ),
        ("digest weekly monday 9 topics:", Weekly(MONDAY, ())),
        ("digest weekly monday 9 topics: all", Weekly(MONDAY, ())),
        ("digest every monday at 9", Weekly(MONDAY)),
        ("digest mon 9", Weekly(MONDAY)),
        ("Digest Set Weekly Monday 9", Weekly(MONDAY)),
        (
            "digest weekly monday 9 holidays: 2026-12-25, 2026-12-24",
            Weekly(MONDAY, holidays=(date(2026, 12, 24), date(2026, 12, 25))),
        ),
        (
            "digest weekly monday 9 holiday:2026-12-25",
            Weekly(MONDAY, holidays=(date(2026, 12, 25),)),
        ),
    ],
)
def test_a_digest_is_read_with_what_goes_with_it(text: str, wanted: Weekly) -> None:
    assert read_request(text) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "no weekends",
        "no weekend",
        "not on weekends",
        "not at weekends",
        "Without weekends",
        "skip weekends",
        "except weekends",
        "except on weekends",
        "weekdays only",
    ],
)
def test_weekends_can_be_left_out_in_many_words(words: str) -> None:
    assert read_request(f"digest weekly monday 9 {words}") == Weekly(MONDAY, weekdays_only=True)


@pytest.mark.parametrize("between", [" ", ", ", "; "])
def test_the_order_does_not_matter(between: str) -> None:
    wanted = Weekly(MONDAY, ("k8s", "mesh"), True, (date(2026, 12, 24), date(2026, 12, 25)))
    parts = ("topics: k8s, mesh", "holidays: 2026-12-25 2026-12-24", "no weekends")
    for order in permutations(parts):
        assert read_request(between.join(("digest weekly monday 9", *order))) == wanted
    for order in permutations(parts[:2]):
        text = between.join(("digest weekly no weekends", "monday 9", *order))
        assert read_request(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "what is a digest",
        "digests",
        "weekly monday 9",
        "digest of a container image",
        "digest authentication",
        "digest list of images",
        "digest off by one",
        "digest skip connections",
        "digest resume training",
        "digest?",
        "digest list?",
        "digest pause ?",
        "digest weekly monday 9? ",
        "digest weekly reports: which tool ?",
    ],
)
def test_anything_else_is_a_question_all_the_same(text: str) -> None:
    assert read_request(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("digest weekly", "I miss a day"),
        ("digest weekly topics: k8s", "I miss a day"),
        ("digest weekly no weekends monday", "I miss a time"),
        ("digest weekly monday 25:00", "“25:00” is no time"),
        ("digest weekly monday 9 k8s", "“k8s” is unclear"),
        ("digest weekly monday 9 IST topics: k8s", "IST may mean several zones"),
        ("digest weekly monday 9 holidays: christmas", "“christmas” is no day"),
        ("digest pause for a while", "Write the day to pause until"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    with pytest.raises(UnclearError, match=f"^{said}"):
        read_request(text)


@given(ANY_TEXT.map("digest {}".format) | WRITTEN | WRITTEN.map("digest weekly {}".format))
@example("digest weekly monday 9 topics: topics: holidays:")
@example("digest pause \ud800")
def test_any_text_is_read_or_is_a_question_or_is_said_to_be_unclear(text: str) -> None:
    with suppress(UnclearError):
        found = read_request(text)
        assert found is None or text.split()[0].casefold() == "digest"


@given(ANY_TEXT.filter(lambda text: text.split()[:1] != ["digest"]))
def test_what_does_not_begin_with_the_word_is_a_question(text: str) -> None:
    assert text.casefold().split()[:1] == ["digest"] or read_request(text) is None
