"""A folder of chapters in; a catalogue, or every fault of it, out."""

import os
from pathlib import Path

import pytest

from knowledge import load
from knowledge.loading import LARGEST
from tests.knowledge.entries import TOPICS, begun, entry, write
from tests.knowledge.shelves import faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begun(tmp_path)


def test_a_folder_of_chapters_is_a_catalogue(folder: Path) -> None:
    catalogue = load(write(folder, entry(), entry("istio-two", "https://istio.io/two")))

    assert [resource.id for resource in catalogue.resources] == ["istio-one", "istio-two"]
    assert [chapter.title for chapter in catalogue.chapters] == ["Service meshes"]
    assert set(catalogue.topics) == {"istio", "service-mesh"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("colour = 'red'\n", "resource istio-one: colour: unknown key"),
        ("minutes = '15'\n", "resource istio-one: minutes: '15' is not a whole number"),
        ("minutes = 0\n", "resource istio-one: minutes: 0 is too small; it must be more than 0"),
        ("free = 'yes'\n", "resource istio-one: free: 'yes' is neither true nor false"),
        (
            "next = ['istio-one', 1]\n",
            "resource istio-one: next 2: 1 is not text; put it in quotes",
        ),
        ("needs = ['nowhere']\n", "resource istio-one: needs: nowhere is not the id of a resource"),
    ],
)
def test_a_wrong_field_is_named_with_its_file_and_entry(folder: Path, more: str, said: str) -> None:
    (fault,) = faults(write(folder, entry(more=more)))

    assert fault.startswith(f"kubernetes/mesh.toml: {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Istio by example"\n', "", "title: is missing"),
        ('author = "Ada"\n', "", "author: is missing"),
        ('answers = ["What is Istio?"]\n', "", "answers: is missing"),
        ('answers = ["What is Istio?"]', "answers = []", "answers: is an empty list"),
        ('format = "docs"', 'format = "scroll"', "format: 'scroll' is not one of 'docs'"),
        ('level = "beginner"', 'level = "expert"', "level: 'expert' is not one of"),
        (
            'topics = ["istio"]',
            'topics = ["itsio"]',
            "topics: itsio is not declared; mend it or add it to topics.toml (the nearest is istio"
            ")",
        ),
        (
            'topics = ["istio"]',
            'topics = ["dns"]',
            "topics: dns is not declared; mend it or add it",
        ),
        ('topics = ["istio"]', 'topics = "istio"', "topics: 'istio' is not a list; write [ ]"),
        ("What Istio does.", "x" * 251, "summary: has 251 characters; at most 250"),
        ("What Istio does.", "  ", "summary: holds nothing that can be seen"),
        ('"What Istio does."', "5", "summary: 5 is not text; put it in quotes"),
        ("Istio by example", "\u200b", "title: holds nothing that can be seen"),
        ("Istio by example", "\u200bhttps://kubernetes.io", "title: looks like a link"),
        ("Istio by example", "Read “https://kubernetes.io”", "title: looks like a link"),
        ("Istio by example", "\u3164 \u0301", "title: holds nothing that can be seen"),
        (
            "Istio by example",
            "https://istio.io.evil.org",
            "title: looks like a link to elsewhere",
        ),
        ("Istio by example", "ｗｗｗ.kubernetes.io", "title: looks like a link to elsewhere"),
    ],
)
def test_a_field_that_cannot_be_shown_is_refused(
    folder: Path, old: str, new: str, said: str
) -> None:
    (fault,) = faults(write(folder, entry().replace(old, new)))

    assert fault.startswith(f"kubernetes/mesh.toml: resource istio-one: {said}")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://istio.io",
        "javascript:alert(1)",
        "data:text/html,hello",
        "//istio.io",
        "https://",
        "https://istio.io/a b",
        "https://user:secret@istio.io",
        "https://[istio.io",
        "https://istio.io/\u202egpj",
        "https://istio.io/" + "é" * 400,
    ],
)
def test_only_web_addresses_are_links(folder: Path, url: str) -> None:
    (fault,) = faults(write(folder, entry(url=url)))

    assert fault.startswith("kubernetes/mesh.toml: resource istio-one: url: ")


@pytest.mark.parametrize(
    "same",
    [
        "https://istio.io/one",
        "https://istio.io/one/",
        "http://istio.io/one",
        "https://ISTIO.io/one",
    ],
)
def test_a_link_stands_in_the_catalogue_once(folder: Path, same: str) -> None:
    write(folder, entry())
    write(folder, entry("istio-two", same), name="proxies.toml")

    (fault,) = faults(folder)

    assert fault.startswith("kubernetes/proxies.toml: resource istio-two: url: ")
    assert "resource istio-one in kubernetes/mesh.toml" in fault


def test_an_id_stands_in_the_catalogue_once(folder: Path) -> None:
    (fault,) = faults(write(folder, entry(), entry(url="https://istio.io/two")))

    assert fault.startswith("kubernetes/mesh.toml: resource istio-one: id: istio-one is used")


def test_all_faults_are_told_at_once(folder: Path) -> None:
    (folder / "kubernetes" / "broken.toml").write_text("title = ", encoding="utf-8")
    (folder / "kubernetes" / "latin.toml").write_bytes(b"title = '\xff'")
    write(
        folder,
        entry(more="colour = 1\nminutes = 'ten'\n"),
        entry("istio-two", "gopher://istio.io"),
        head='title = "Service meshes"\n',
    )

    told = faults(folder)

    assert len(told) == 6
    assert any(fault.startswith("kubernetes/broken.toml: is not readable TOML") for fault in told)
    assert any(fault.startswith("kubernetes/latin.toml: is not readable TOML") for fault in told)
    assert "kubernetes/mesh.toml: chapter: intro: is missing; add it" in told


@pytest.mark.parametrize("id", ["['x']", "{a = 1}", "5"])
def test_an_id_that_is_no_text_is_a_fault_of_its_entry(folder: Path, id: str) -> None:
    (folder / "topics.toml").write_text(TOPICS.replace('"istio"', id), encoding="utf-8")

    told = faults(write(folder, entry().replace('"istio-one"', id)))

    assert sum(": id: " in fault for fault in told) == 2


def test_an_entry_with_one_fault_is_looked_at_to_its_end(folder: Path) -> None:
    again = entry().replace('author = "Ada"\n', "").replace('["istio"]', '["itsio"]')

    told = faults(write(folder, entry(), again))

    assert [fault.split(": ")[2] for fault in told] == ["author", "id", "url", "topics"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name =", "nmae =", ["topic istio: name: is missing", "topic istio: nmae: unknown key"]),
        ("[[topic]]", "[[topic]", ["is not readable TOML"]),
        ("[[topic]]", "[[subject]]", ["subject: unknown key: topics are written under [[topic]]"]),
    ],
)
def test_a_fault_among_the_topics_is_told_without_what_follows_from_it(
    folder: Path, old: str, new: str, said: list[str]
) -> None:
    write(folder, entry())
    count = -1 if "subject" in new else 1
    (folder / "topics.toml").write_text(TOPICS.replace(old, new, count), encoding="utf-8")

    told = faults(folder)

    assert len(told) == len(said)
    assert all(f.startswith(f"topics.toml: {s}") for f, s in zip(told, said, strict=True))


def test_topics_that_are_not_there_are_missed_once(folder: Path) -> None:
    (folder / "topics.toml").unlink()

    (fault,) = faults(write(folder, entry(), entry("istio-two", "https://istio.io/two")))

    assert fault.startswith("topics.toml: declares nothing")


def test_an_entry_without_an_id_is_named_by_its_place(folder: Path) -> None:
    nameless = entry(url="https://istio.io/two").replace('id = "istio-one"\n', "")

    (fault,) = faults(write(folder, entry(), nameless))

    assert fault == "kubernetes/mesh.toml: resource 2: id: is missing; add it"


def test_a_topic_refers_to_declared_topics_only(folder: Path) -> None:
    (folder / "topics.toml").write_text(
        TOPICS + 'related = ["envoy"]\nprerequisites = ["linux"]\n', encoding="utf-8"
    )

    told = faults(write(folder, entry()))

    assert [fault.partition(";")[0] for fault in told] == [
        "topics.toml: topic service-mesh: related: envoy is not declared",
        "topics.toml: topic service-mesh: prerequisites: linux is not declared",
    ]


def test_a_table_in_single_brackets_is_explained(folder: Path) -> None:
    (fault,) = faults(write(folder, entry().replace("[[resource]]", "[resource]")))

    assert fault == (
        "kubernetes/mesh.toml: resource: write each entry under [[resource]], with double brackets"
    )


@pytest.mark.parametrize("name", ["nowhere", "catalogue.txt"])
def test_a_path_that_is_no_catalogue_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "catalogue.txt").write_text("", encoding="utf-8")

    (fault,) = faults(tmp_path / name)

    assert name in fault


def test_a_chapter_that_is_no_file_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "kubernetes" / "pipe.toml")

    (fault,) = faults(write(folder, entry()))

    assert fault.startswith("kubernetes/pipe.toml: is no regular file")


@pytest.mark.parametrize("name", ["kubernetes/large.toml", "topics.toml", "book.toml"])
def test_a_file_that_takes_long_to_read_is_refused(folder: Path, name: str) -> None:
    write(folder, entry())
    (folder / name).write_bytes(b"#" * (LARGEST + 1))

    assert f"{name}: is larger than 5 MB; make several files of it" in faults(folder)


def test_a_list_of_links_that_takes_long_to_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    file.write_bytes(b"\n" * (LARGEST + 1))

    (fault,) = faults(file)

    assert fault == "shelf.jsonl: is larger than 5 MB; make several files of it"


def test_an_empty_catalogue_is_refused(folder: Path) -> None:
    (fault,) = faults(folder)

    assert "holds no resources" in fault


def test_a_list_of_links_is_one_chapter(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    file.write_text('{"id": "1", "title": "One", "url": "https://x.org"}', encoding="utf-8")

    (chapter,) = load(file).chapters

    assert (chapter.name, chapter.title) == ("shelf", "shelf")
    assert [resource.id for resource in chapter.resources] == ["1"]
