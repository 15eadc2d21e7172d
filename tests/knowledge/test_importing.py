"""Lists of links in, catalogue files out; and whatever found no place is told."""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import CatalogueError
from knowledge.curating.book_reading import Shelf
from knowledge.curating.importing import read_markdown
from knowledge.curating.link_list import read_list
from knowledge.names import Names
from tests.shipped import CATALOGUE

NAMES = Names(CATALOGUE.topics)

BOOK = """\
# Big Book of MLOps

What helped me.

## Kubernetes

### Networking

Hard at first; [the docs](https://kubernetes.io/docs/) help.

- [MetalLB and NGINX Ingress](https://www.youtube.com/watch?v=k8bxtsWe9qw) by [Morris](https://youtube.com/@morris)
- **[Ingress](https://example.org/ingress)** - explains ingress
  with pictures.
- just a remark
- <https://example.org/bare>

#### Proxies

* [What a proxy is][proxy] by Ada Lovelace: the shortest introduction
* [Again](https://example.org/ingress)

A last word.

## Empty

[proxy]: https://example.org/proxy "A title"
"""


def read(text: str) -> tuple[dict[str, Any], list[str]]:
    shelf = Shelf()
    read_list(text, "list.md", NAMES, shelf)
    return (
        {name: tomllib.loads(content) for name, content in shelf.files()},
        [str(problem) for problem in shelf.unplaced],
    )


def test_the_books_own_format_becomes_chapters() -> None:
    files, _ = read(BOOK)

    chapter = files["kubernetes/networking.toml"]
    assert chapter["title"] == "Networking"
    assert chapter["intro"] == "Hard at first; the docs help."
    first, second, third, fourth = chapter["resource"]
    assert (first["title"], first["author"]) == ("MetalLB and NGINX Ingress", "Morris")
    assert (first["format"], first["topics"]) == ("video", ["metallb", "ingress"])
    assert second["summary"] == "explains ingress with pictures."
    assert (third["id"], third["title"]) == ("bare", "")
    assert (fourth["section"], fourth["author"]) == ("Proxies", "Ada Lovelace")
    assert (fourth["url"], fourth["summary"]) == (
        "https://example.org/proxy",
        "the shortest introduction",
    )


def test_nothing_is_dropped_silently() -> None:
    _, unplaced = read(BOOK)

    assert unplaced == [
        "list.md: line 3: has no link below it: What helped me.",
        "list.md: line 1: has no place: Big Book of MLOps",
        "list.md: line 9: a link in a heading or in prose: [the docs](https://kubernetes.io/docs/)",
        "list.md: line 11: a further link: [Morris](https://youtube.com/@morris)",
        "list.md: line 14: has no place: just a remark",
        "list.md: line 20: is in the list already: [Again](https://example.org/ingress)",
        "list.md: line 22: has no place: A last word.",
        "list.md: line 24: has no link below it: Empty",
    ]


def test_an_awesome_list_becomes_a_chapter_a_heading() -> None:
    files, unplaced = read(
        "# Awesome Serving ![badge](https://img.example/b.svg)\n\n"
        "## Contents\n- [Tools](#tools)\n\n"
        "## Tools\n- [KServe](https://kserve.github.io) - Serves models on Kubernetes.\n"
        "\n## Reading\n1) [Serving at scale](https://arxiv.org/abs/1) – A paper.\n"
    )

    assert list(files) == ["awesome-serving/tools.toml", "awesome-serving/reading.toml"]
    (tool,) = files["awesome-serving/tools.toml"]["resource"]
    (paper,) = files["awesome-serving/reading.toml"]["resource"]
    assert (tool["topics"], tool["summary"]) == (["kserve"], "Serves models on Kubernetes.")
    assert (paper["format"], paper["summary"]) == ("paper", "A paper.")
    assert [line.partition(": ")[2].partition(":")[0] for line in unplaced] == ["line 4", "line 3"]


def test_a_text_that_is_too_long_for_a_summary_is_told() -> None:
    files, unplaced = read(f"# X\n- [One](https://example.org/1) - {'word ' * 60}\n")

    assert files["x.toml"]["resource"][0]["summary"] == ""
    assert unplaced[0].startswith("list.md: line 2: more than 250 characters: word word")


def test_code_is_no_list() -> None:
    files, unplaced = read(
        "# X\n- [One](https://example.org/1)\n```\n- [Two](https://example.org/2)\n```\n"
    )

    assert [entry["title"] for entry in files["x.toml"]["resource"]] == ["One"]
    assert any("Two" in line for line in unplaced)


def test_ids_are_kept_apart() -> None:
    files, _ = read("# X\n- [Same](https://example.org/1)\n- [Same](https://example.org/2)\n")

    assert [entry["id"] for entry in files["x.toml"]["resource"]] == ["same", "same-2"]


@given(
    st.lists(
        st.sampled_from(
            [
                *("# One", "## Two", "### Three", "prose", "- remark", "", "```", "---", "==="),
                *("- [a](https://example.org/a)", "  - [b](https://example.org/b) by B: c"),
                *("[c](https://example.org/c)", "1. <https://example.org/d>", "| [e](x) |"),
            ]
        )
        | st.text(max_size=20),
        max_size=15,
    ).map("\n".join)
)
@example("[c](https://example.org/c)\n---\n- [a](https://example.org/a)")
def test_every_web_link_is_placed_or_told(text: str) -> None:
    files, unplaced = read(text)

    placed = {entry["url"] for file in files.values() for entry in file["resource"]}
    told = "\n".join(unplaced)
    for letter in "abcd":
        url = f"https://example.org/{letter}"
        assert url not in text or url in placed or url in told


@pytest.mark.parametrize(
    "name",
    [
        *("../../home", "/etc/cron", "a/../../b", "C:evil", "a\\b"),  # files elsewhere
        *("k//a", "k/./a", "", "topics", "book"),  # files of others
    ],
)
def test_a_page_cannot_name_a_file_that_is_not_its_own(tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"<!-- chapter: {quote(name)} -->\n\n# Evil\n\nIntro.\n", encoding="utf-8")

    shelf = read_markdown(page, NAMES)

    assert list(shelf.files()) == []
    assert [problem.entry for problem in shelf.unplaced] == ["line 3", "line 5"]


def test_a_part_may_have_the_name_of_a_file(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- part: topics -->\n\n# Topics\n\nIntro.\n", encoding="utf-8")

    assert list(read_markdown(page, NAMES).parts) == ["topics"]


@pytest.mark.parametrize("title", ["Topics", "Book"])
def test_a_list_takes_no_file_that_has_another_meaning(title: str) -> None:
    files, _ = read(f"# {title}\n- [One](https://example.org/1)\n")

    assert list(files) == [f"{title.lower()}-2.toml"]


@pytest.mark.parametrize("url", ["http://[bad/", "http:///", "https://a:b@example.org/", "ftp://x"])
def test_what_is_no_link_of_the_web_is_told(url: str) -> None:
    files, unplaced = read(f"# X\n- [Bad]({url})\n- [One](https://example.org/1)\n")

    assert [entry["title"] for entry in files["x.toml"]["resource"]] == ["One"]
    assert unplaced == [f"list.md: line 2: has no place: [Bad]({url})"]


def test_a_link_without_words_gets_an_id() -> None:
    files, _ = read("# X\n- [](https://\u4f8b.\u4f8b/)\n")

    assert files["x.toml"]["resource"][0]["id"] == "link"


def test_a_row_of_badges_is_read_at_once() -> None:
    files, unplaced = read("# X\n- [" + "![a](b)" * 60 + "\n- [One](https://example.org/1)\n")

    assert len(files["x.toml"]["resource"]) == 1
    assert len(unplaced) == 1


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_markdown(tmp_path / "none.md", NAMES)


CHAPTER = "<!-- chapter: kubernetes/mesh -->\n\n# Meshes\n\nIntro."
ENTRY = '- <a id="x"></a>[X](https://example.org/x)'
PART = "<!-- part: linux -->\n\n# Linux\n\nIntro."
TOPIC = '<!-- topics -->\n\n# Topics\n\n- <a id="istio"></a>**Istio**'


@pytest.mark.parametrize(
    ("head", "line", "why"),
    [
        (CHAPTER, "- a bullet of a visitor", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}\n\n  **Note:** One.", "  **Note:** Two.", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}\n\n  Summary.", "  Another.", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}", "  **Topics:** Istio", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}", "  **Topics:** [I](../topics.md#i) · DNS", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}", "### Aside", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}\n\n  5 min\n\n  Summary.", "  7 min", "has no place"),
        (f"{CHAPTER}\n\n{ENTRY}", "  **Topics:** [x](//[bad#a)", "has no place"),
        (PART, "- a remark", "has no place"),
        (PART, "- [Mine](https://x.org/)", "has no place"),
        (PART, "- [Mine](http://[bad)", "has no place"),
        (PART, "- [Shell](shell.md), 3 resources, and a remark", "has no place"),
        (PART, "[Shell](shell.md), 3 resources", "has no place"),
        ("<!-- book -->", "# A book of mine", "has no introduction below it"),
        (TOPIC, "  **Part of:** meshes", "has no place"),
        (TOPIC, "  **Part of:** [A](#a) · [B](#b)", "has no place"),
        (f"{TOPIC}\n\n  A mesh.", "  Another one.", "has no place"),
        (f"{TOPIC}\n\n  **Related:** [A](#a)", "  **Related:** [B](#b)", "has no place"),
    ],
)
def test_a_changed_page_of_a_book_tells_what_it_cannot_place(
    tmp_path: Path, head: str, line: str, why: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{head}\n\n{line}\n", encoding="utf-8")

    shelf = read_markdown(page, NAMES)

    place = f"page.md: line {head.count(chr(10)) + 3}"
    said = line.strip().lstrip("#- ")
    assert [str(problem) for problem in shelf.unplaced] == [f"{place}: {why}: {said}"]


def test_a_book_tells_what_its_contents_do_not_lead_to(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    for page in (book / "one.md", book / "two.md", tmp_path / "diary.md"):
        page.write_text(f"{CHAPTER}\n\n{ENTRY}\n", encoding="utf-8")
    (book / "SUMMARY.md").write_text(
        "# Book\n\n- [One](one.md)\n- [Two](two.md)\n- [One](one.md)\n- [Lost](lost.md)\n"
        "- [Away](https://example.org/)\n\nA remark.\n\n- [One](one.md) as a start\n"
        f"- [Long]({'a' * 300}.md)\n- [Null](%00.md)\n"
        "- [Mine](../diary.md)\n",
        encoding="utf-8",
    )

    shelf = read_markdown(book, NAMES)

    assert [entry["id"] for entry in shelf.chapters["kubernetes/mesh"][1]] == ["x"]
    taken = "belongs to the chapter kubernetes/mesh, which stands on another page already"
    assert [str(problem) for problem in shelf.unplaced] == [
        "SUMMARY.md: line 6: is no page of this book: [Lost](lost.md)",
        "SUMMARY.md: line 7: is no page of this book: [Away](https://example.org/)",
        "SUMMARY.md: line 9: has no place: A remark.",
        "SUMMARY.md: line 11: is more than a link: [One](one.md) as a start",
        f"SUMMARY.md: line 12: is no page of this book: [Long]({'a' * 300}.md)",
        "SUMMARY.md: line 13: is no page of this book: [Null](%00.md)",
        "SUMMARY.md: line 14: is no page of this book: [Mine](../diary.md)",
        f"two.md: line 3: {taken}: Meshes",
        f"two.md: line 5: {taken}: Intro.",
        f"two.md: line 7: {taken}: {ENTRY.removeprefix('- ')}",
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [("&#55296;", "\ufffd"), ("&#xdfff;", "\ufffd"), (f"&#{'9' * 5000};", f"&#{'9' * 5000};")],
)
def test_a_reference_to_no_character_is_harmless(written: str, title: str) -> None:
    files, _ = read(f"# X\n- [a{written}](https://example.org/1)\n")

    assert files["x.toml"]["resource"][0]["title"] == f"a{title}"
