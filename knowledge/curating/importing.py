"""Brings Markdown into the catalogue: one page, or all pages of a book by its contents."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from knowledge.curating.book import SUMMARY_PAGE
from knowledge.curating.book_reading import Shelf, is_ours, read_page
from knowledge.curating.link_list import read_list
from knowledge.curating.markdown import LINK, Kind, address, blocks
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
    pages = _linked(path, shelf) if path.name == SUMMARY_PAGE else [path]
    for page in pages:
        text = _text(page)
        if is_ours(text):
            read_page(text, page.name, shelf)
        else:
            read_list(text, page.name, names, shelf)
    return shelf


def _linked(contents: Path, shelf: Shelf) -> Iterable[Path]:
    """Follow a table of contents to its pages, each once and in its order."""
    pages: dict[Path, None] = {}
    for block in blocks(_text(contents)):
        links = list(LINK.finditer(block.text))
        for found in links:
            page = contents.parent / unquote(address(found["url"] or ""))
            if page.suffix == ".md" and _is_within(contents.parent, page):
                pages[page] = None
            else:
                shelf.miss(contents.name, block, "is no page of this book")
        if not (block.kind is Kind.HEADING or LINK.fullmatch(block.text)):
            shelf.miss(contents.name, block, "is more than a link" if links else "has no place")
    return pages


def _is_within(folder: Path, page: Path) -> bool:
    """Tell whether a page is there, and is no file of somebody's elsewhere."""
    try:
        return page.is_file() and page.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):  # a name that no file can have
        return False


def _text(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        cure = f"cannot be read ({error}); name a page of Markdown, or the folder of a book"
        raise CatalogueError([Problem(str(page), "", cure)]) from None
