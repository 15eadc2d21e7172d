"""`book.toml`: parts and chapters in its order, and what is wrong with it told."""

from pathlib import Path

import pytest

from knowledge import load
from tests.knowledge.entries import HEAD, begun, entry, write
from tests.knowledge.shelves import faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begun(tmp_path)


BOOK = """
title = "A small book"
intro = "Of few chapters."

[[part]]
folder = "skills"
title = "Skills"
intro = "Of people."

[[part]]
folder = "kubernetes"
title = "Kubernetes"
intro = "Of machines."
chapters = ["second", "first"]
"""


def test_parts_and_chapters_come_in_the_order_of_the_book(folder: Path) -> None:
    for name in ("first", "second", "unlisted"):
        write(folder, entry(name, f"https://istio.io/{name}"), name=f"{name}.toml")
    (folder / "linux").mkdir()
    (folder / "skills").mkdir()
    for place in ("linux/l", "skills/s"):
        text = HEAD + entry(place[-1], f"https://istio.io/{place}")
        (folder / f"{place}.toml").write_text(text, encoding="utf-8")
    (folder / "book.toml").write_text(BOOK, encoding="utf-8")

    catalogue = load(folder)

    assert (catalogue.title, catalogue.intro) == ("A small book", "Of few chapters.")
    assert [part.title for part in catalogue.parts] == ["Skills", "Kubernetes", "Linux"]
    assert [chapter.name for chapter in catalogue.chapters] == [
        *("skills/s", "kubernetes/second", "kubernetes/first", "kubernetes/unlisted", "linux/l"),
    ]
    assert [r.id for r in catalogue.resources] == ["s", "second", "first", "unlisted", "l"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"second"', '"third"', "part kubernetes: chapters: kubernetes/third.toml is not there"),
        ('title = "Skills"\n', "", "part 1: title: is missing"),
        ('intro = "Of people."', 'colour = "red"', "part 1: intro: is missing"),
        ('title = "A small book"\n', "", "book: title: is missing"),
        ("[[part]]", "[part]", "is not readable TOML"),
    ],
)
def test_a_fault_of_the_book_is_told(folder: Path, old: str, new: str, said: str) -> None:
    for name in ("first", "second"):
        write(folder, entry(name, f"https://istio.io/{name}"), name=f"{name}.toml")
    (folder / "book.toml").write_text(BOOK.replace(old, new, 1), encoding="utf-8")

    assert faults(folder)[0].startswith(f"book.toml: {said}")
