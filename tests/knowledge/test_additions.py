"""A workspace's own resources: answered beside the catalogue, and ready for its files."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge import Finder, Outcome, Resource, load
from knowledge.additions import Addition, addition_id, not_merged, with_additions
from knowledge.curating.additions import export
from knowledge.curating.canonical import document
from knowledge.curating.rules import faults
from knowledge.models import CuratedResource
from tests.knowledge.folders import SOUND, TEXT, URLS, write
from tests.knowledge.shelves import ANY_TEXT, SMALL
from tests.shipped import CATALOGUE, FINDER

SOUND_FINDER = Finder(SOUND)


def addition(url: str, title: str, *topics: str, answers: tuple[str, ...] = ()) -> Addition:
    return Addition(id=addition_id(url), url=url, title=title, topics=topics, answers=answers)


RUST = addition(
    "https://doc.rust-lang.org/book/",
    "The Rust Programming Language",
    "rust",
    answers=("How do I learn Rust?", "How does the borrow checker work?"),
)
APEX = addition(
    "https://trailhead.salesforce.com/apex",
    "Apex basics",
    "salesforce",
    answers=("How do I write Apex code in Salesforce?", "What is a SOQL query?"),
)
VPN = addition(
    "https://wiki.example.com/onboarding/vpn",
    "Our VPN and how to get on it",
    "linux-networking",
    answers=("How do I get VPN access?", "vpn certificate expired, what now?"),
)
OWN = (RUST, APEX, VPN)


@pytest.fixture(scope="module")
def with_own() -> Finder:
    return Finder(with_additions(CATALOGUE, OWN))


@pytest.mark.parametrize("own", OWN, ids=lambda own: own.title)
def test_what_an_addition_answers_is_answered_with_it_first_and_surely(
    own: Addition, with_own: Finder
) -> None:
    for question in (*own.answers, own.title):
        answer = with_own.ask(question)
        assert answer.outcome is Outcome.CONFIDENT
        assert answer.matches[0].resource.id == own.id


@pytest.mark.parametrize(
    "question",
    [
        "zorblax",
        "what is zorblax",
        "Zorblax docs",
        "zorblax for single sign on",
        "deploy to zorblax",
    ],
)
def test_an_addition_is_found_by_a_name_that_nobody_else_knows(question: str) -> None:
    own = addition("https://wiki.example.com/hub", "How we deploy to zorblax", "deployment")
    answer = Finder(with_additions(CATALOGUE, [own])).ask(question)

    assert answer.outcome is not Outcome.NOTHING
    assert answer.matches[0].resource.id == own.id


def test_a_number_in_its_title_is_no_name() -> None:
    own = addition("https://wiki.example.com/plan", "Roadmap 73190", "deployment")

    answer = Finder(with_additions(CATALOGUE, [own])).ask("the best lunch near 73190")

    assert answer.outcome is Outcome.NOTHING


def test_everything_else_is_answered_as_it_was(with_own: Finder) -> None:
    lines = Path("tests/relevance/questions.jsonl").read_text(encoding="utf-8").splitlines()
    for question in [json.loads(line)["question"] for line in lines][::4]:
        before, after = FINDER.ask(question), with_own.ask(question)
        assert after.outcome is before.outcome
        assert [m.resource for m in after.matches] == [m.resource for m in before.matches]


def test_additions_stand_in_a_chapter_of_their_own_at_the_end_and_say_so() -> None:
    catalogue = with_additions(CATALOGUE, OWN)

    assert catalogue.resources == (*CATALOGUE.resources, *OWN)
    assert catalogue.parts[:-1] == CATALOGUE.parts
    assert catalogue.chapters[-1].title == "Added by this workspace"
    assert catalogue.chapters[-1].resources == OWN
    assert [r for r in catalogue.resources if r.is_own] == list(OWN)


def test_no_file_can_say_that_a_resource_is_a_workspaces_own() -> None:
    for model in (Resource, CuratedResource, Addition):
        with pytest.raises(ValidationError, match="is_own"):
            model.model_validate({"id": "a", "title": "A", "url": "https://a.org", "is_own": True})
    assert "is_own" not in RUST.model_dump()


def tagged(*topics: str) -> tuple[str, ...]:
    catalogue = with_additions(SMALL, [addition("https://example.org/own", "Own", *topics)])
    assert {"kubernetes": SMALL.topics["kubernetes"]}.items() <= catalogue.topics.items()
    assert set(catalogue.resources[-1].topics) <= set(catalogue.topics)
    return catalogue.resources[-1].topics


@pytest.mark.parametrize(
    ("topics", "found"),
    [
        (("istio",), ("istio",)),
        (("rust", "Elixir OTP"), ("rust", "Elixir OTP")),
        (("k8s", "kubernetes", "metal lb"), ("kubernetes", "metallb")),  # each would mean two
        (("rust", "Rust"), ("rust",)),
        (("tutorial", "how to start", "?", "go"), ("go",)),
    ],
)
def test_a_topic_is_the_catalogues_where_it_has_it_and_else_a_tag(
    topics: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert tagged(*topics) == found


def test_a_tag_of_two_additions_is_one_topic() -> None:
    own = [addition(f"https://example.org/{n}", "Own", tag) for n, tag in enumerate(["Go", "go"])]
    catalogue = with_additions(SMALL, own)

    assert [r.topics for r in catalogue.resources[-2:]] == [("Go",), ("Go",)]
    assert [topic.name for topic in Finder(catalogue).topics("go")] == ["Go"]


def test_what_the_catalogue_has_by_now_drops_out() -> None:
    known = SMALL.resources[0]
    by_link = addition(known.url.replace("https", "http") + "/", "Own")
    by_id = RUST.model_copy(update={"id": known.id})
    again = APEX.model_copy(update={"id": "again"})

    assert not_merged(SMALL, [by_link, by_id, APEX, again, APEX]) == (APEX,)
    assert with_additions(SMALL, [by_link, by_id]) is SMALL
    assert with_additions(SMALL, []) is SMALL


@given(ANY_TEXT, ANY_TEXT)
def test_ids_are_stable_short_and_of_one_address_each(one: str, other: str) -> None:
    for text in (one, f"https://{one}", f"https://example.org/{one}"):
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,58}[a-z0-9]", addition_id(text))
        assert addition_id(text) == addition_id(text)
    assert one == other or addition_id(f"https://x.org/{one}a") != addition_id(
        f"https://x.org/{other}a"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.org/a-b", "https://x.org/a/b"),
        ("https://x.org/A", "https://x.org/a"),
        ("https://x.org/?id=1", "https://x.org/?id=2"),
        (f"https://x.org/{'a' * 80}b", f"https://x.org/{'a' * 80}c"),
        ("https://例.例/", "https://列.列/"),
    ],
)
def test_links_that_read_alike_have_ids_of_their_own(one: str, other: str) -> None:
    assert addition_id(one) != addition_id(other)


def test_an_id_says_where_a_link_leads_and_is_the_same_for_the_same_address() -> None:
    assert addition_id("https://www.x.org/Guide/One.html").startswith("x.org-guide-one.html-")
    assert addition_id("http://X.org/a/") == addition_id("https://x.org/a")


def test_additions_are_written_for_the_chapters_that_fit_best() -> None:
    istio = addition("https://docs.example.org/istio", "Istio", "istio", "rust", answers=("What?",))
    nowhere = addition("https://example.org/x1", "Zzyzx qwlrtp")

    assert (
        export([nowhere, istio, istio], SOUND_FINDER)
        == f"""\
# kubernetes/mesh.toml
# {istio.id} is also on "rust": not declared
[[resource]]
id = "{istio.id}"
title = "Istio"
url = "https://docs.example.org/istio"
author = ""
format = "docs"
level = ""
topics = ["istio"]
summary = ""
answers = [
    "What?",
]

# no chapter fits surely: choose one
[[resource]]
id = "{nowhere.id}"
title = "Zzyzx qwlrtp"
url = "https://example.org/x1"
author = ""
format = "article"
level = ""
topics = []
summary = ""
answers = []
"""
    )
    assert export([], SOUND_FINDER) == ""


def test_what_the_curators_have_by_now_is_not_written_again() -> None:
    known = SOUND.resources[0]

    assert export([addition(known.url, "Own")], SOUND_FINDER) == ""


@st.composite
def additions(draw: st.DrawFn) -> list[Addition]:
    """Make up what people suggest: little more than links, or nearly all that there is to say."""
    links = draw(st.lists(URLS, min_size=1, max_size=3, unique_by=addition_id))
    texts = TEXT.map(str.strip)
    titles = texts.filter(lambda text: not re.search("www|http", text, re.IGNORECASE))
    return [
        Addition(
            id=addition_id(url),
            url=url,
            title=draw(titles),
            author=draw(st.none() | texts),
            format=draw(st.none() | st.just("video")),
            level=draw(st.none() | st.just("advanced")),
            free=draw(st.booleans()),
            minutes=draw(st.none() | st.integers(1, 90)),
            topics=tuple(draw(st.lists(st.sampled_from(["istio", "mesh", "rust"]) | texts))),
            note=draw(st.none() | texts),
        )
        for url in links
    ]


def filled(entry: dict[str, Any]) -> dict[str, Any]:
    """Fill in what is blank, as a curator does."""
    answers = [f"What does {entry['id']} say of {subject}?" for subject in ("one", "two", "three")]
    blanks = {
        "author": "Ada Lovelace",
        "level": "beginner",
        "topics": ["istio"],
        "summary": f"What {entry['id'].replace('.', '-')} is about.",
        "answers": answers,
    }
    return {key: blanks[key] if value in ("", []) else value for key, value in entry.items()}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(additions())
def test_what_is_written_passes_the_check_once_its_blanks_are_filled(
    tmp_path_factory: pytest.TempPathFactory, own: list[Addition]
) -> None:
    text = export(own, SOUND_FINDER)
    entries = tomllib.loads(text)["resource"]
    written = [entry for line in text.split("\n# ") for entry in line.split("[[resource]]\n")[1:]]
    folder = write(tmp_path_factory.mktemp("catalogue"))
    chapter = folder / "kubernetes/mesh.toml"
    chapter.write_text(
        chapter.read_text(encoding="utf-8") + "\n" + document({}, "resource", map(filled, entries)),
        encoding="utf-8",
    )

    catalogue = load(folder)

    assert list(faults(catalogue)) == []
    assert len(written) == len(entries) == len(own)
    assert [catalogue.by_id[each.id].url for each in own] == [each.url for each in own]
    for each in own:
        merged = catalogue.by_id[each.id]
        told = each.model_dump(exclude_defaults=True, exclude={"topics"})
        assert told.items() <= merged.model_dump().items()
    assert with_additions(catalogue, own) is catalogue


@given(additions())
@settings(deadline=None, max_examples=20)
def test_any_additions_make_a_catalogue_to_ask(own: list[Addition]) -> None:
    finder = Finder(with_additions(SMALL, own))

    for each in own:
        assert finder.catalogue.by_id[each.id].is_own
        assert finder.ask(each.title).question == each.title
