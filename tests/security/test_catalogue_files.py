"""Any file is a catalogue, or refused with its name and the place: nothing else comes of it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import Catalogue, CatalogueError, load
from knowledge.curating.canonical import files
from tests.knowledge.folders import SOUND, write
from tests.knowledge.shelves import faults
from tests.security.often import OFTEN

SECONDS = 5
CHAPTER = "kubernetes/mesh.toml"
FILES = ("topics.toml", "book.toml", CHAPTER, "new.toml")
SOUND_TEXTS = dict(files(SOUND))
KEYS = st.sampled_from(
    """
    id title url author publisher format level minutes free section topics summary answers needs
    next year language name definition aliases ambiguous broader related prerequisites resource
    topic part folder chapters intro x
    """.split()  # noqa: SIM905
) | st.text(max_size=4)
ODD = st.characters(codec=None, categories=None, exclude_categories=())
TEXTS = st.one_of(
    st.text(ODD, max_size=12),
    st.sampled_from(["https://a.example/", "javascript:alert(1)", "data:,x", "http://[::1", "a"]),
    st.sampled_from(["docs", "beginner", "istio", "mesh", "kubernetes", "../../etc/passwd", "a\0"]),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield Path(place)


def look_at(path: Path, *names: str) -> None:
    """Load it, or be told what is wrong with which of its files, in lines that name a place."""
    begun, problems = time.process_time(), None
    try:
        assert isinstance(load(path), Catalogue)
    except CatalogueError as error:
        problems = error.problems
    assert problems is None or problems
    for problem in problems or ():
        assert problem.file in names
        assert problem.cure
        assert str(problem).isprintable()
    assert time.process_time() - begun < SECONDS


def look_at_lines(content: bytes) -> None:
    with folder() as place:
        file = place / "shelf.jsonl"
        file.write_bytes(content)
        look_at(file, file.name, str(file))


def look_at_chapter(name: str, content: bytes) -> None:
    with folder() as place:
        write(place)
        (place / name).write_bytes(content)
        look_at(place, *FILES)


def toml(value: object) -> str:
    """Write what TOML can write, and what it cannot as something that it cannot read."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


@OFTEN
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf{}")
@example(b"\xff\xfe")
@example(b"")
def test_any_bytes_in_a_list_of_links(content: bytes) -> None:
    look_at_lines(content)


@OFTEN
@given(st.lists(VALUES, max_size=4))
def test_any_structures_in_a_list_of_links(values: list[object]) -> None:
    look_at_lines("\n".join(map(json.dumps, values)).encode())


@OFTEN
@given(st.sampled_from(FILES), st.binary(max_size=300))
def test_any_bytes_in_a_chapter(name: str, content: bytes) -> None:
    look_at_chapter(name, content)


@OFTEN
@given(
    st.sampled_from(FILES),
    st.dictionaries(KEYS, VALUES, max_size=4),
    st.sampled_from(["resource", "topic", "part", "x"]),
    st.lists(st.dictionaries(KEYS, VALUES, max_size=8), max_size=2),
)
def test_any_structures_in_a_chapter(
    name: str, head: dict[str, object], kind: str, entries: list[dict[str, object]]
) -> None:
    def lines(table: dict[str, object]) -> str:
        return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items())

    text = lines(head) + "".join(f"[[{kind}]]\n{lines(entry)}" for entry in entries)
    look_at_chapter(name, text.encode())


@OFTEN
@given(st.sampled_from(FILES[:3]), st.integers(0), st.integers(0, 30), TEXTS)
def test_any_slip_in_a_sound_chapter(name: str, place: int, length: int, text: str) -> None:
    sound = SOUND_TEXTS[name]
    at = place % len(sound)
    spoilt = sound[:at] + text + sound[at + length :]
    look_at_chapter(name, spoilt.encode(errors="surrogatepass"))


DEEP = {
    "brackets": "[" * 100_000,
    "objects": '{"a":' * 50_000,
    "a list that ends": '{"id": ' + "[" * 900 + "]" * 900 + "}",
    "digits": '{"id": ' + "9" * 5000 + "}",
    "many faults": "{}\n" * 5000,
    "one long line": '{"id": "' + "a" * 3_000_000 + '"}',
}


@pytest.mark.parametrize("content", DEEP.values(), ids=DEEP)
def test_depth_and_size_in_a_list_of_links(content: str) -> None:
    look_at_lines(content.encode())


DEEP_TOML = {
    "brackets": "x = " + "[" * 100_000,
    "tables": "x = " + "{a=" * 50_000,
    "a dotted key": ".".join("a" * 3000) + " = 1",
    "digits": "x = " + "9" * 5000,
    "many faults": "[[resource]]\n" * 2000,
    "one long line": f'title = "{"a" * 3_000_000}"',
}


@pytest.mark.parametrize("content", DEEP_TOML.values(), ids=DEEP_TOML)
def test_depth_and_size_in_a_chapter(content: str) -> None:
    look_at_chapter(CHAPTER, content.encode())


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    lines, chapter = tmp_path / "shelf.jsonl", write(tmp_path / "folder") / CHAPTER
    lines.write_text(
        '{"id": "a", "title": "A", "url": "https://a.example/"}\n'
        '{"id": "b", "title": "B", "url": "https://b.example/", "url": "javascript:alert(1)"}\n'
    )
    chapter.write_text(chapter.read_text() + 'title = "A"\ntitle = "B"\n')

    (said,) = faults(lines)
    assert "line 2: is not readable JSON" in said
    assert "'url' stands there twice" in said
    assert any(f"{CHAPTER}: is not readable TOML" in each for each in faults(tmp_path / "folder"))
