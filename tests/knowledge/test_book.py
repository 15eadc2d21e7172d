"""The book: what was written as Markdown is read back as the same catalogue."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import Catalogue, load
from knowledge.curating.book import pages
from knowledge.curating.canonical import files
from knowledge.curating.importing import read_markdown
from knowledge.curating.markdown import LINK, Kind, address, blocks, escaped, link, unescaped
from knowledge.names import Names
from tests.knowledge.folders import SOUND, TEXT, URLS, catalogues
from tests.shipped import CATALOGUE


def bound(folder: Path, catalogue: Catalogue) -> Path:
    for name, text in pages(catalogue):
        page = folder / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8", newline="\n")
    return folder


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(catalogues())
def test_a_book_that_was_written_is_read_as_the_same_catalogue(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> None:
    folder = bound(tmp_path_factory.mktemp("book"), catalogue)

    shelf = read_markdown(folder, Names(catalogue.topics))

    assert dict(shelf.files()) == dict(files(catalogue))
    assert shelf.unplaced == []


def test_the_shipped_book_is_read_as_the_shipped_catalogue(tmp_path: Path) -> None:
    shelf = read_markdown(bound(tmp_path, CATALOGUE), Names(CATALOGUE.topics))

    assert dict(shelf.files()) == dict(files(CATALOGUE))
    assert shelf.unplaced == []


def test_the_same_catalogue_makes_the_same_book() -> None:
    assert dict(pages(CATALOGUE)) == dict(pages(load()))


def test_every_link_within_the_book_leads_to_an_anchor() -> None:
    book = dict(pages(CATALOGUE))
    anchors = {
        (name, unquote(id))
        for name, text in book.items()
        for id in re.findall(r'<a id="([^"]*)">', text)
    }

    broken = []
    for name, text in book.items():
        for found in LINK.finditer(text):
            target = address(found["url"] or "https://bare")
            page, _, fragment = target.partition("#")
            if "://" in page:
                continue
            page = str((Path(name).parent / unquote(page)).as_posix()) if page else name
            while "../" in page:
                page = re.sub(r"[^/]+/\.\./", "", page, count=1)
            if page not in book or (fragment and (page, unquote(fragment)) not in anchors):
                broken.append((name, target))

    assert broken == []
    assert len(anchors) == len(CATALOGUE.resources) + len(CATALOGUE.topics)


def test_a_chapter_reads_like_a_book() -> None:
    book = dict(pages(SOUND))

    assert book["src/SUMMARY.md"] == (
        "# A small book\n\n[A small book](index.md)\n\n"
        "- [Kubernetes](kubernetes/index.md)\n  - [Service meshes](kubernetes/mesh.md)\n\n"
        "- [Topics](topics.md)\n"
    )
    chapter = book["src/kubernetes/mesh.md"]
    assert "# Service meshes\n\nWhat they are for.\n" in chapter
    assert "[Istio](https://example.org/istio-docs) by Ada Lovelace\n" in chapter
    assert "\n  Documentation · beginner · free\n\n  What Istio is about.\n" in chapter


@given(TEXT, URLS)
def test_a_link_is_read_as_it_was_written(text: str, url: str) -> None:
    found = LINK.fullmatch(link(text, url))

    assert found is not None
    assert (unescaped(found["text"]), address(found["url"])) == (text, url)


@given(st.text(st.characters(codec="utf-8")))
def test_text_in_markdown_stays_text_on_one_line(text: str) -> None:
    written = escaped(text)

    assert unescaped(written) == text
    assert len(written.splitlines()) <= 1
    assert not re.search(r"(?<!\\)[*`\[<]", written.replace("\\\\", ""))


@pytest.mark.parametrize(
    "text", ["# one", "- two", "+ two", "3. three", "4) four", "===", "> five"]
)
def test_text_that_begins_like_markup_is_text(text: str) -> None:
    (block,) = blocks(escaped(text))

    assert block.kind is Kind.TEXT
    assert unescaped(block.text) == text
