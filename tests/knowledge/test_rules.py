"""The rules of curation: a folder that keeps them all, and each of them broken."""

from pathlib import Path

import pytest

from knowledge import load
from knowledge.curating.rules import faults
from tests.knowledge.folders import change, write

CHAPTER = "kubernetes/mesh.toml"


def said(folder: Path) -> list[str]:
    return [str(problem) for problem in faults(load(folder))]


def test_a_sound_catalogue_keeps_every_rule(tmp_path: Path) -> None:
    assert said(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Istio by hand"', 'title = "ISTIO BY HAND"', "title: is all in capitals"),
        ('    "Why Istio?",\n    "When is Istio enough?",\n', "", "answers: has 1; write 3 to 6"),
        ("Why Istio?", "why Istio", "answers: “why Istio” does not end with a question mark"),
        (
            "Why Istio?",
            "What does Istio say?",
            "answers: “what does istio say?” stands there twice",
        ),
        ("What Istio is about.", "What Istio is about", "summary: does not end with a full stop"),
        (
            "What Istio is about.",
            "What Istio is. And more.",
            "summary: is more than one sentence; say it in one",
        ),
        (
            "What How Istio routes is about.",
            "what istio  is about.",
            "summary: “what istio  is about.” is what resource istio-docs in kubernetes/mesh.toml",
        ),
        (
            "Why How Istio routes?",
            "why istio?",
            "answers: “why istio?” is what resource istio-docs in kubernetes/mesh.toml says, too",
        ),
        (
            "https://example.org/istio-lab",
            "https://example.org/istio-lab?page=2&utm_source=news",
            "url: the parameter utm_source follows people around; take it out",
        ),
        ("https://example.org/istio-lab", "https://bit.ly/istio", "url: bit.ly hides where"),
        (
            "https://example.org/istio-lab",
            "http://www.example.org/istio-lab",
            "url: other links to this host are https://; so can this one be",
        ),
    ],
)
def test_a_broken_rule_is_told_with_its_place_and_cure(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    (found,) = said(change(write(tmp_path), CHAPTER, old, new))

    assert found.startswith(f"{CHAPTER}: resource istio-")
    assert fault in found


@pytest.mark.parametrize(
    "summary",
    [
        "How e.g. Argo CD, Flux vs. Helm and J. Doe's tool compare.",
        "Version 2.0 of the A.B. protocol, explained.",
        "Yes? no! maybe, all in one.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(tmp_path: Path, summary: str) -> None:
    assert said(change(write(tmp_path), CHAPTER, "What Istio is about.", summary)) == []


def test_an_acronym_may_be_a_title(tmp_path: Path) -> None:
    assert said(change(write(tmp_path), CHAPTER, '"Istio by hand"', '"MITRE ATLAS"')) == []


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('definition = "A service mesh for Kubernetes."\n', "", ["topic istio: definition: is m"]),
        (
            'aliases = ["istioctl"]',
            'aliases = ["istioctl", "service meshes"]',
            [
                "topic mesh: aliases: “Service mesh” names istio, too; keep it in one, or write",
                "topic istio: aliases: “service meshes” names mesh, too; keep it in one, or write",
            ],
        ),
        (
            'aliases = ["istioctl"]',
            'ambiguous = ["istioctl"]',
            ["topic istio: ambiguous: “istioctl” names no other topic; it is an alias"],
        ),
        (
            'aliases = ["istioctl"]',
            'aliases = ["istioctl", "Istioctl"]',
            ["topic istio: aliases: “istioctl” stands there twice; keep one"],
        ),
        (
            'definition = "Proxies beside each service."',
            'definition = "Proxies."\nprerequisites = ["istio"]',
            ["topic istio: prerequisites: istio → mesh → istio goes round in a circle"],
        ),
        (
            'definition = "Proxies beside each service."',
            'definition = "Proxies."\nbroader = "istio"',
            ["topic istio: broader: istio → mesh → istio goes round in a circle"],
        ),
    ],
)
def test_a_broken_rule_of_topics_is_told(
    tmp_path: Path, old: str, new: str, faults: list[str]
) -> None:
    found = said(change(write(tmp_path), "topics.toml", old, new))

    assert len(found) == len(faults)
    for line, fault in zip(found, faults, strict=True):
        assert line.startswith(f"topics.toml: {fault}")


def test_an_alias_of_two_topics_may_be_marked_in_both(tmp_path: Path) -> None:
    write(tmp_path)
    change(tmp_path, "topics.toml", 'aliases = ["istioctl"]', 'ambiguous = ["envoy"]')
    change(tmp_path, "topics.toml", 'service."\n', 'service."\nambiguous = ["envoy"]\n')

    assert said(tmp_path) == []


def test_a_topic_needs_three_resources(tmp_path: Path) -> None:
    write(tmp_path)
    change(tmp_path, CHAPTER, 'topics = ["istio", "mesh"]', 'topics = ["mesh"]')

    (fault,) = said(tmp_path)

    assert fault == "topics.toml: topic istio: has 0 resources; tag 3 with it, or take it out"


def test_a_topic_that_builds_on_nothing_needs_something_for_beginners(tmp_path: Path) -> None:
    write(tmp_path)
    change(tmp_path, CHAPTER, 'level = "beginner"', 'level = "intermediate"')

    (fault,) = said(tmp_path)

    assert fault.startswith("topics.toml: topic mesh: has no prerequisites, and nothing for begin")


def test_a_folder_that_the_book_does_not_introduce_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "linux").mkdir()
    (tmp_path / "kubernetes" / "mesh.toml").rename(tmp_path / "linux" / "mesh.toml")
    change(tmp_path, "book.toml", 'chapters = ["mesh"]\n', "")

    fault, other = said(tmp_path)

    assert fault.startswith("book.toml: part kubernetes: has no chapters")
    assert other.startswith("book.toml: has no [[part]] for the folder 'linux'")


def test_a_part_without_chapters_is_told(tmp_path: Path) -> None:
    part = '\n[[part]]\nfolder = "linux"\ntitle = "Linux"\nintro = "Beneath it all."\n'
    change(write(tmp_path), "book.toml", 'chapters = ["mesh"]\n', f'chapters = ["mesh"]\n{part}')

    assert said(tmp_path) == [
        "book.toml: part linux: has no chapters; add one to its folder, or take it out"
    ]


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("kubernetes/index", True),
        ("Summary", True),
        ("chapters", True),
        ("kubernetes/summary", False),
        ("kubernetes/topics", False),
    ],
)
def test_a_chapter_takes_no_name_that_the_book_needs_itself(
    tmp_path: Path, name: str, is_told: bool
) -> None:
    write(tmp_path)
    (tmp_path / CHAPTER).rename(tmp_path / f"{name}.toml")
    change(tmp_path, "book.toml", 'chapters = ["mesh"]\n', "")

    told = f"{name}.toml: the book has a page of its own by this name; choose another"
    assert (told in said(tmp_path)) is is_told


def test_an_empty_chapter_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    empty = 'title = "Empty"\nintro = "Nothing."\n'
    (tmp_path / "kubernetes" / "empty.toml").write_text(empty, encoding="utf-8")

    assert said(tmp_path) == ["kubernetes/empty.toml: holds no resources: add one, or take it out"]
