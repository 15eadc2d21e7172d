"""Answers drawn as messages: within Slack's limits, and nothing from outside can do harm."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names import Action
from bot.views.blocks import BLOCK_CHARACTERS
from bot.views.choice import Choice
from bot.views.digest import Issue, digest_message
from bot.views.digest_modal import Filled, digest_modal
from bot.views.digest_settings import (
    Settings,
    about_channel,
    list_message,
    preview_message,
    settings_message,
    unset_message,
    why_paused,
)
from bot.views.help import help_message
from bot.views.home import Page, home_view
from bot.views.path import path_message
from bot.views.place import Place
from bot.views.saved import SavedPage, saved_message
from bot.views.topics import browse_message, choice_message
from bot.workspace.blocks import problems, view_problems
from knowledge import (
    Catalogue,
    Chapter,
    Outcome,
    Part,
    Resource,
    Topic,
    learning_path,
)
from knowledge.markup import plain
from knowledge.models import BLANKS
from knowledge.preferences import NO_PREFERENCES
from knowledge.weekly import Asked, Pick
from tests.bot.drawing import FOLLOW_UPS, answer, drawn, only_titles, parsed, strings

EVIL = "<!channel> <@U1> *bold* `code` & <https://evil.example|https://kubernetes.io>"
CONTROL = re.compile(r"<[!@#]|<https?:|<mailto:")


TEXT = st.text(max_size=400).filter(
    lambda text: any(char.isalnum() and char not in BLANKS for char in text)
)
RESOURCES = st.builds(
    Resource,
    id=st.from_regex(r"[a-z-]{1,20}", fullmatch=True),
    title=TEXT,
    url=st.from_regex(r"https://[a-zé.]{1,40}[a-z]/[^\s\x00-\x1f\x7f-\x9f]{0,200}", fullmatch=True)
    .filter(str.isprintable)
    .filter(lambda url: "@" not in url),
    author=st.one_of(st.none(), TEXT),
    format=st.sampled_from([None, "docs", "video"]),
    level=st.sampled_from([None, "beginner"]),
    minutes=st.one_of(st.none(), st.integers(1, 10**9)),
    free=st.booleans(),
    summary=st.one_of(st.none(), TEXT),
    note=st.one_of(st.none(), TEXT),
)


@given(
    st.lists(RESOURCES, max_size=3),
    st.sampled_from([Outcome.CONFIDENT, Outcome.CLOSEST]),
    st.text(max_size=300),
    st.lists(TEXT, max_size=3),
)
def test_any_answer_is_a_message_that_slack_takes(
    resources: list[Resource], outcome: Outcome, question: str, topics: list[str]
) -> None:
    named = tuple(Topic(id=f"topic-{n}", name=name) for n, name in enumerate(topics))
    outcome = outcome if resources else Outcome.NOTHING

    message = drawn(answer(*resources, outcome=outcome, topics=named), question)

    assert problems(message) == []
    assert only_titles(message["blocks"])
    assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
    assert message["unfurl_links"] is False
    assert message["unfurl_media"] is False
    assert not CONTROL.search(message["text"].replace("<@U1>", "", 1))


@given(
    st.lists(RESOURCES, min_size=1, max_size=12),
    st.lists(TEXT, min_size=2, max_size=3),
    TEXT,
    st.integers(0, 3),
)
def test_any_place_and_path_is_a_message_that_slack_takes(
    resources: list[Resource], names: list[str], asked: str, start: int
) -> None:
    long = "x" * 3000  # as a tag of someone else's list may be
    topics = {
        id: Topic(id=id, name=name, definition=name, broader=long, prerequisites=(long,))
        for id, name in zip(("one", long), names, strict=False)
    }
    held = tuple(r.model_copy(update={"topics": ("one", long)}) for r in resources)
    chapters = (Chapter("c/c", names[0], names[1], held), Chapter("c/d", asked, asked, ()))
    catalogue = Catalogue(held, topics, (Part("c", asked, names[0], chapters),), asked, asked)
    places = (
        *(Place(), Place(part="c"), Place(chapter="c/c", part="c"), Place(chapter="c/d")),
        *(Place(topic="one", start=start), Place(topic="one", chapter="c/c"), Place(topic="none")),
    )
    messages = [browse_message(place, catalogue) for place in places]
    messages.append(path_message(learning_path(catalogue, topics["one"])))
    messages += [
        choice_message(asked, list(topics.values()), Action.PATH, flag) for flag in (False, True)
    ]

    for message in messages:
        assert problems(message) == []
        assert only_titles(message["blocks"])
        assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
        assert not CONTROL.search(message["text"])


@given(
    st.builds(
        Pick, RESOURCES, TEXT, st.one_of(st.none(), RESOURCES), st.one_of(st.none(), RESOURCES)
    ),
    st.one_of(st.none(), st.builds(Asked, st.text(max_size=300), st.integers(1, 10**6))),
    st.lists(RESOURCES, max_size=4),
    st.one_of(st.none(), st.just("U1")),
)
def test_any_digest_is_a_message_that_slack_takes(
    pick: Pick, asked: Asked | None, new: list[Resource], left: str | None
) -> None:
    digest = digest_message(Issue(pick=pick, asked=asked, new=new, left=left))

    for message in (digest, preview_message(digest, "Monday"), preview_message(digest, None)):
        assert problems(message) == []
        assert '"type": "mrkdwn"' not in json.dumps(message["blocks"])
        assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
        assert message["unfurl_links"] is False
        assert message["unfurl_media"] is False
        assert not CONTROL.search(message["text"])


@given(st.lists(TEXT, max_size=8), st.one_of(st.none(), RESOURCES), st.text(max_size=300))
def test_any_settings_of_a_digest_are_a_message_that_slack_takes(
    names: list[str], resource: Resource | None, reason: str
) -> None:
    shown = Settings(
        when="Every Monday at 09:00 (UTC)",
        topics=names,
        owner="U1",
        exceptions="But not on weekends",
        paused=reason,
        until="Monday",
        next=("Monday", "2026-W49"),
        skipped=[("Monday", "2026-W48")],
        resource=resource,
        last="The last one is uncertain.",
    )
    listed = [("C1", shown.when, "U1", reason), ("C2", shown.when, "U1", None)]

    for message in (
        settings_message(shown, "Set."),
        settings_message(shown),
        unset_message(),
        list_message(listed * 30),
        list_message([]),
        about_channel("C1", why_paused(reason)),
    ):
        assert problems(message) == []
        assert '"type": "mrkdwn"' not in json.dumps(message["blocks"])
        assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
        assert not CONTROL.search(re.sub("<(@U1|#C[12])>", "", message["text"]))


@given(st.lists(st.tuples(TEXT, TEXT), max_size=100), st.booleans(), TEXT, st.booleans())
def test_any_modal_is_one_that_slack_opens(
    named: list[tuple[str, str]], weekdays_only: bool, zone: str, is_new: bool
) -> None:
    topics = [Topic(id=id, name=name) for id, name in dict(named).items()]
    filled = Filled(
        channel="C1",
        weekday=6,
        time="09:00",
        zone=zone,
        topics=tuple(topic.id for topic in topics[::2]),
        weekdays_only=weekdays_only,
        holidays="2026-12-25",
    )

    view = digest_modal(filled, topics, is_new=is_new)

    assert view_problems(view, "modal") == []
    assert '"type": "mrkdwn"' not in json.dumps(view)


@given(
    st.lists(RESOURCES, max_size=60),
    st.lists(st.tuples(TEXT, st.integers(1, 10**6)), max_size=60),
    st.lists(st.tuples(st.just("C1"), TEXT), max_size=60),
    st.booleans(),
)
def test_any_home_is_one_that_slack_shows(
    saved: list[Resource],
    done: list[tuple[str, int]],
    digests: list[tuple[str, str]],
    hears: bool,
) -> None:
    view = home_view(Page(saved=saved, done=done, digests=digests, hears=hears, days=90))

    assert view_problems(view, "home") == []
    assert only_titles(view["blocks"])


@given(st.lists(RESOURCES, max_size=40), st.integers(0, 60))
def test_any_page_of_what_was_saved_is_a_message_that_slack_takes(
    saved: list[Resource], start: int
) -> None:
    message = saved_message(saved, SavedPage(start=start))

    assert problems(message) == []
    assert only_titles(message["blocks"])
    assert not CONTROL.search(message["text"])


def test_nothing_in_a_digest_is_parsed_by_slack() -> None:
    hostile = Resource(
        id="evil",
        title="<!channel> <@U1> *bold* `code` & <x|y>",
        url="https://kubernetes.io/<!channel>|x",
        author=EVIL,
        summary=EVIL,
    )
    issue = Issue(Pick(hostile, EVIL, hostile, hostile), Asked(EVIL, 2), [hostile] * 3, "U1")

    message = digest_message(issue)

    assert parsed(message["blocks"]) == []
    assert not CONTROL.search(message["text"])
    assert "&lt;!channel&gt;" in message["text"]
    assert f"It answers what was asked most here this week: “{EVIL}” (2 times)" in strings(
        message["blocks"]
    )


def test_a_digest_says_only_what_there_is_to_say() -> None:
    resource = Resource(id="x", title="T", url="https://x.org")
    plain = digest_message(Issue(Pick(resource, "the first one here", None, None)))
    full = digest_message(
        Issue(Pick(resource, "wanted", resource, resource), Asked("why?"), [resource], "U1")
    )

    for said in ("Before it: ", "After it: ", "New in the catalogue: ", "Keep it"):
        assert said not in strings(plain["blocks"])
        assert said in strings(full["blocks"])
    assert "It answers what was asked most here this week: “why?”" in strings(full["blocks"])
    assert not any("asked most" in text for text in strings(plain["blocks"]))


def test_nothing_from_outside_is_parsed_by_slack() -> None:
    topic = Topic(id="evil", name=EVIL)
    resource = Resource(
        id="evil",
        title="<!channel> <@U1> *bold* `code` & <x|y>",
        url="https://kubernetes.io/<!channel>|x",
        author=EVIL,
        summary=EVIL,
        topics=("evil",),
    )

    message = drawn(answer(resource, topics=(topic,)), EVIL)

    assert only_titles(message["blocks"])
    (parsed_title,) = parsed(message["blocks"])
    assert "https://evil.example" not in parsed_title
    assert "‹!channel› ‹@U1›" in parsed_title
    assert not CONTROL.search(message["text"].replace("<@U1>", "", 1))
    assert "&lt;!channel&gt;" in message["text"]
    assert "https://kubernetes.io/%3C!channel%3E%7Cx" in message["text"]
    assert "<https://kubernetes.io/%3C!channel%3E%7Cx|" in parsed_title

    message = drawn(answer(outcome=Outcome.NOTHING, topics=(topic,)), EVIL)

    assert parsed(message["blocks"]) == []
    assert not CONTROL.search(message["text"].replace("<@U1>", "", 1))


def test_a_link_leads_where_its_small_print_says() -> None:
    resource = Resource(id="x", title="kubernetes.io", url="https://кubernetes.io/docs")

    message = drawn(answer(resource))

    assert any("xn--ubernetes-u1h.io" in text for text in strings(message["blocks"]))


def test_text_that_hides_or_turns_around_is_taken_out() -> None:
    resource = Resource(id="x", title="safe\u202egnp.exe\u200b\x07 title", url="https://x.org")

    message = drawn(answer(resource))

    assert parsed(message["blocks"]) == ["*<https://x.org|safegnp.exe title>*"]


def test_the_fallback_names_every_title_and_link() -> None:
    resources = [
        Resource(id=str(n), title=f"Title & {n}", url=f"https://x.org/{n}") for n in range(3)
    ]

    message = drawn(answer(*resources))

    for n in range(3):
        assert f"Title &amp; {n} https://x.org/{n}" in message["text"]


def test_what_to_know_before_opening_is_said_wherever_a_resource_is_shown() -> None:
    known = Resource(
        id="old", title="Old", url="https://x.org/", topics=("t",), note="No longer maintained."
    )
    topics = {"t": Topic(id="t", name="T")}
    catalogue = Catalogue((known,), topics)

    for message in (
        drawn(answer(known)),
        browse_message(Place(topic="t"), catalogue),
        path_message(learning_path(catalogue, topics["t"])),
    ):
        assert "\nNote: No longer maintained." in "".join(strings(message["blocks"]))


def test_each_resource_is_shown_with_what_it_is() -> None:
    resource = Resource(
        id="x",
        title="Istio in 15 minutes",
        url="https://www.youtube.com/watch?v=1",
        author="Nana",
        format="video",
        level="beginner",
        minutes=15,
        free=False,
        summary="What a mesh is.",
    )

    shown = strings(drawn(answer(resource))["blocks"])

    facts = "Video · 15 min · beginner · paid · Nana · youtube.com"
    assert any(text.startswith(f"{facts}\nWhy: “") for text in shown)
    assert "What a mesh is." in shown


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.CONFIDENT, "Worth opening on “asked”:"),
        (Outcome.CLOSEST, "I have nothing that fits “asked” exactly. The closest I have:"),
    ],
)
def test_an_answer_says_how_sure_it_is(outcome: Outcome, said: str) -> None:
    resource = Resource(id="x", title="T", url="https://x.org")

    assert said in strings(drawn(answer(resource, outcome=outcome))["blocks"])


def test_a_long_question_is_not_said_back_in_full() -> None:
    message = drawn(answer(Resource(id="x", title="T", url="https://x.org")), "why " * 70)

    assert len(message["text"].splitlines()[0]) < 200


def test_a_later_page_says_so_to_those_who_saw_the_first() -> None:
    content = answer(Resource(id="x", title="T", url="https://x.org"))

    assert "More on “asked”:" in drawn(content, start=3, credit=None)["text"]
    assert "<@U1> shared: Worth opening on “asked”:" in drawn(content, start=3)["text"]


def test_nothing_is_said_to_be_nothing_with_the_nearest_topics() -> None:
    message = drawn(answer(outcome=Outcome.NOTHING, topics=(Topic(id="dns", name="DNS"),)))

    assert "DNS" in strings(message["blocks"])
    assert "I have nothing yet on “asked”. The nearest topics" in message["text"]
    (offered,) = [block for block in message["blocks"] if block["type"] == "actions"]
    assert offered["elements"][0]["action_id"] == Action.SUGGEST
    assert not any(block["type"] == "context_actions" for block in message["blocks"])


def test_more_is_offered_only_where_there_is_more() -> None:
    resource = Resource(id="x", title="T", url="https://x.org")

    with_more, without = drawn(answer(resource)), drawn(answer(resource, more=False))

    assert Action.MORE in strings(with_more["blocks"])
    assert Action.MORE not in strings(without["blocks"])


def test_help_is_a_message_that_slack_takes() -> None:
    assert problems(help_message(90)) == []


@given(
    st.builds(
        Choice,
        question=st.text(max_size=300).map(plain),
        start=st.integers(0, 10_000),
        thread=st.one_of(st.none(), st.just("1712345678.000100")),
        wanted=st.sampled_from([NO_PREFERENCES, *FOLLOW_UPS.values()]),
        everything=st.booleans(),
    )
)
def test_a_button_carries_its_choice_within_slacks_limit(choice: Choice) -> None:
    assert Choice.model_validate_json(choice.value()) == choice
    assert len(choice.value()) <= 2000
