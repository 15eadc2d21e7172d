"""A file with a resource a line in; a catalogue, or every fault of it, out."""

import json
from pathlib import Path

from knowledge import Catalogue, load
from tests.knowledge.shelves import faults


def lines(path: Path, *entries: object) -> Path:
    file = path / "shelf.jsonl"
    file.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    return file


def link(**more: object) -> dict[str, object]:
    return {"id": "one", "title": "One", "url": "https://example.org/1", **more}


def test_a_line_needs_no_more_than_id_title_and_url(tmp_path: Path) -> None:
    catalogue: Catalogue = load(lines(tmp_path, link()))

    assert catalogue.by_id["one"].title == "One"


def test_undeclared_topics_of_a_line_are_tags(tmp_path: Path) -> None:
    catalogue = load(lines(tmp_path, link(topics=["my-topic"], summary="x" * 2000, minutes=None)))

    assert catalogue.topics["my-topic"].name == "my topic"


def test_ids_and_tags_of_a_line_may_be_any_text(tmp_path: Path) -> None:
    catalogue = load(lines(tmp_path, link(id="No. 1, ünïque", topics=["machine learning", "C++"])))

    assert list(catalogue.by_id) == ["No. 1, ünïque"]
    assert set(catalogue.topics) == {"machine learning", "C++"}


def test_a_tag_of_dashes_alone_is_its_own_name(tmp_path: Path) -> None:
    catalogue = load(lines(tmp_path, link(topics=["--"])))

    assert catalogue.topics["--"].name == "--"


def test_an_address_may_be_the_title_of_its_own_link(tmp_path: Path) -> None:
    catalogue = load(lines(tmp_path, link(title="https://www.example.org, explained")))

    assert len(catalogue.resources) == 1


def test_an_address_is_measured_as_it_is_sent(tmp_path: Path) -> None:
    url = "https://example.org/?" + "a=1&" * 400 + "%20" * 100

    assert load(lines(tmp_path, link(url=url))).resources[0].url == url


def test_numbers_beyond_all_bounds_are_a_fault_of_their_line(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    file.write_text('{"id": ' + "9" * 5000 + "}\n", encoding="utf-8")

    (fault,) = faults(file)

    assert fault.startswith("shelf.jsonl: line 1: is not readable JSON")


def test_a_fault_is_one_line_that_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    (fault,) = faults(lines(tmp_path, link(id="one\n\x1b[2J", minutes=0)))

    assert fault.isprintable()


def test_wrong_lines_are_named_by_number(tmp_path: Path) -> None:
    file = lines(tmp_path, link(), {"id": "two"}, ["no", "object"], link(url="https://other.org"))
    file.write_text(file.read_text(encoding="utf-8") + "\n\n{broken", encoding="utf-8")

    told = faults(file)

    assert [fault.rpartition(": ")[0] for fault in told[:3]] == [
        "shelf.jsonl: line 6: is not readable JSON: Expecting property name enclosed in double "
        "quotes",
        "shelf.jsonl: line 2 two: title",
        "shelf.jsonl: line 2 two: url",
    ]
    assert told[3].startswith("shelf.jsonl: line 3: must be a table")
    assert told[4].startswith("shelf.jsonl: line 4 one: id: one is used already")
