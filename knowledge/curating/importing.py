"""Brings Markdown into the catalogue: one page, or all pages of a book by its contents."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from knowledge.curating.book import SUMMARY_PAGE
from knowledge.curating.book_reading import Shelf, is_ours, read_page
from knowledge.curating.link_list import read_list
from knowledge.curating.markdown import LINK, address
from knowledge.names import Names
from knowledge.problems import CatalogueError, Problem


def read_markdown(path: Path, names: Names) -> Shelf:
    """Read a page, or the folder or the `SUMMARY.md` of a book with all pages that it lists.

    Raises:
        CatalogueError: when there is nothing to read.
    """
    for contents in (path / "src" / SUMMARY_PAGE, path / SUMMARY_PAGE):
        if contents.is_file():
            path = contents
    shelf = Shelf()
    pages = list(_linked(path)) if path.name == SUMMARY_PAGE else [path]
    for page in pages:
        text = _text(page)
        if is_ours(text):
            read_page(text, page.name, shelf)
        else:
            read_list(text, page.name, names, shelf)
    return shelf


def _linked(contents: Path) -> Iterator[Path]:
    """Follow a table of contents, in its order, to the pages that are there."""
    for found in LINK.finditer(_text(contents)):
        page = contents.parent / unquote(address(found["url"] or ""))
        if page.suffix == ".md" and page.is_file():
            yield page


def _text(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        cure = f"cannot be read ({error}); name a page of Markdown, or the folder of a book"
        raise CatalogueError([Problem(str(page), "", cure)]) from None
