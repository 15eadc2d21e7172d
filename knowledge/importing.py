"""Brings Markdown into the catalogue: one page, or all pages of a book by its contents."""

from pathlib import Path

from knowledge.book import SUMMARY_PAGE
from knowledge.book_reading import Shelf, is_ours, linked_pages, read_page
from knowledge.link_list import read_list
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
    pages = list(linked_pages(path)) if path.name == SUMMARY_PAGE else [path]
    for page in pages:
        text = _text(page)
        if is_ours(text):
            read_page(text, page.name, shelf)
        else:
            read_list(text, page.name, names, shelf)
    return shelf


def _text(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        cure = f"cannot be read ({error}); name a page of Markdown, or the folder of a book"
        raise CatalogueError([Problem(str(page), "", cure)]) from None
