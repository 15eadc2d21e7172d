"""The chapter or part that a few words mean."""

import json
from pathlib import Path

import pytest

from bot.onboarding.subject import subject_named
from bot.refusal import RefusalError
from knowledge import Finder, load
from tests.shipped import FINDER


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "Linux"),  # with which the book has newcomers begin
        ("Kubernetes", "Kubernetes"),
        ("k8s", "Kubernetes"),
        ("Kuberntes", "Kubernetes"),
        ("kubernetes/networking", "Networking in Kubernetes"),
        ("kubernetes networking", "Networking in Kubernetes"),
        ("kuberntes networking", "Networking in Kubernetes"),
        ("networking in kubernetes", "Networking in Kubernetes"),
        ("metallb", "Bare metal clusters"),
        ("istoi", "Service meshes"),
        ("ssh", "SSH"),
        ("model serving", "Serving models"),
        ("Foundations of MLOps", "Foundations of MLOps"),
    ],
)
def test_what_is_meant_is_found(text: str, title: str) -> None:
    assert subject_named(FINDER, text).title == title


def test_every_chapter_is_found_by_its_title_and_by_its_name(subtests: pytest.Subtests) -> None:
    for chapter in FINDER.catalogue.chapters:
        with subtests.test(chapter.name):
            assert subject_named(FINDER, chapter.title).chapters == (chapter,)
            assert subject_named(FINDER, chapter.name).chapters == (chapter,)


def test_what_may_mean_several_is_asked_back() -> None:
    with pytest.raises(RefusalError) as raised:
        subject_named(FINDER, "networking")

    assert str(raised.value) == (
        "“networking” may mean “Networking in Kubernetes” or “Linux networking”:"
        " write one of these."
    )


def test_what_means_nothing_is_told_with_what_comes_near() -> None:
    with pytest.raises(RefusalError) as raised:
        subject_named(FINDER, "bananas <!channel>")

    said = str(raised.value)
    assert said.startswith("I know no chapter “bananas <!channel>”. The nearest: “")
    assert said.count("“") == 4


def test_of_a_list_without_chapters_a_topic_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "links.jsonl"
    lines = [
        {"id": id, "title": id, "url": f"https://example.org/{id}", "topics": [topic]}
        for id, topic in (("a1", "pods"), ("b1", "git"), ("a2", "pods"))
    ]
    file.write_text("\n".join(map(json.dumps, lines)))
    finder = Finder(load(file))

    everything, pods = subject_named(finder, ""), subject_named(finder, "pods")

    assert (everything.title, len(everything.chapters[0].resources)) == ("links", 3)
    assert pods.title == "pods"
    assert [resource.id for resource in pods.chapters[0].resources] == ["a1", "a2"]
