"""`check`, `new`, `book` and `import`: what curators type."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.group import catalogue_option, cli, fail, loaded, path_of
from bot.settings import cache_folder
from knowledge import Catalogue, CatalogueError, Finder, Problem
from knowledge.curating.book import is_own_page, pages
from knowledge.curating.canonical import has_comments, strays
from knowledge.curating.draft import add_draft
from knowledge.curating.importing import read_markdown
from knowledge.curating.rules import faults
from knowledge.names import Names
from knowledge.whole_file import write_whole

PROGRESS = 50  # links after which a log is told how far it is

CONTENTS = Path("src") / "SUMMARY.md"


@cli.command()
@click.option("--fix", is_flag=True, help="Write every file anew in its canonical form.")
@click.option("--links", is_flag=True, help="Look whether the links still work, too.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that remembers which links failed, and since when.",
)
@catalogue_option
def check(catalogue: Path | None, fix: bool, links: bool, state: Path | None) -> None:
    """Validate the catalogue: what is wrong, where, and how to mend it."""
    if state and not links:
        raise click.UsageError("--state is for --links: give both, or neither.")
    path = path_of(catalogue)
    found = loaded(catalogue)
    problems: list[Problem] = []
    if path.is_dir():  # others' lists of links need not follow our rules
        problems += faults(found)
        problems += _fixed(path, found) if fix else _to_fix(path, found)
    if problems:
        fail("\n".join(map(str, problems)))
    click.echo(
        f"{len(found.resources)} resources on {len(found.topics)} topics in"
        f" {len(found.chapters)} chapters, all in order."
    )
    if links:
        _check_links(found, state or cache_folder() / "links.json")


def _check_links(catalogue: Catalogue, state: Path) -> None:
    """Print what there is to mend; the rest goes to standard error, as does the progress."""
    # An HTTP client takes as long to import as all that `ask` needs.
    from knowledge.curating.link_check import Link, Memory, MemoryFileError, Verdict, check_links

    links = [
        Link(f"{chapter.name}: resource {resource.id}", resource.url)
        for chapter in catalogue.chapters
        for resource in chapter.resources
    ]
    today = datetime.now(UTC).date()
    try:
        memory = Memory.open(state)
    except MemoryFileError as error:
        fail(str(error))
    is_kept = True
    try:
        reports = asyncio.run(check_links(links, memory, today=today, progress=_show_progress))
    finally:  # what was learned is kept after an interruption, too
        try:
            memory.save()
        except MemoryFileError as error:
            is_kept = False
            click.echo(str(error), err=True)
    for report in reports:
        if report.seen.verdict is not Verdict.ALIVE:
            click.echo(str(report), err=not report.to_mend)
    counts = Counter("dead" if report.dead else str(report.seen.verdict) for report in reports)
    click.echo(", ".join(f"{count} {said}" for said, count in counts.most_common()), err=True)
    is_sound = not any(r.dead or r.seen.verdict is Verdict.REFUSED for r in reports)
    if not (is_sound and is_kept):
        sys.exit(1)


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total} links", nl=done == total, err=True)
    elif done % PROGRESS == 0 or done == total:
        click.echo(f"{done} of {total} links", err=True)


def _to_fix(path: Path, catalogue: Catalogue) -> Iterator[Problem]:
    for name, _ in strays(path, catalogue):
        yield Problem(name, "", "is not in canonical form; run mlops-learn check --fix")


def _fixed(path: Path, catalogue: Catalogue) -> Iterator[Problem]:
    """Write files anew, but for those that hold what would be lost."""
    for name, text in strays(path, catalogue):
        file = path / name
        if has_comments(file.read_text(encoding="utf-8")):
            cure = "holds comments, which would be lost; move them to a note, or take them out"
            yield Problem(name, "", cure)
        else:
            try:
                write_whole(file, text.encode())
            except OSError as error:
                fail(f"{file} cannot be written: {error.strerror}")
            click.echo(f"{name} written anew")


@cli.command()
@click.argument("url")
@click.option("--title", default="", help="As the source writes it.")
@click.option("--author", default="", help="Who wrote or made it.")
@click.option("--chapter", help="Where it belongs, such as kubernetes/networking.")
@catalogue_option
def new(url: str, title: str, author: str, chapter: str | None, catalogue: Path | None) -> None:
    """Write the skeleton of an entry for URL into the chapter that fits best."""
    path = path_of(catalogue)
    if not path.is_dir():
        fail(f"{path} is no folder of chapters: name one with --catalogue")
    try:
        file, line = add_draft(path, Finder(loaded(catalogue)), url, title, author, chapter)
    except ValueError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{path} cannot be written to: {error.strerror}")
    click.echo(f"{file}:{line} holds the new entry. Fill its blanks, then run mlops-learn check.")


@cli.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@catalogue_option
def book(out: Path, catalogue: Path | None) -> None:
    """Write the catalogue as a Markdown book into the folder OUT, for mdBook or to be read."""
    if out.exists() and any(out.iterdir()) and not (out / CONTENTS).exists():
        fail(f"{out} holds other things than a book: name a new folder")
    bound = loaded(catalogue)
    for chapter in bound.chapters:
        if is_own_page(chapter.name):
            fail(f"{chapter.name}: the book has a page of its own by this name; rename the chapter")
    count = _write(out, pages(bound))
    click.echo(f"{count} files written to {out}. Begin with {out / CONTENTS}.")


@cli.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="A new folder.")
@catalogue_option
def import_(file: Path, out: Path | None, catalogue: Path | None) -> None:
    """Read FILE, a book or a list of links in Markdown, into TOML.

    FILE is one page, or the folder of a book. Chapters are printed, or with --out written to a
    folder. What found no place is listed on standard error, with its line.
    """
    try:
        shelf = read_markdown(file, Names(loaded(catalogue).topics))
    except CatalogueError as error:
        fail(str(error))
    for problem in shelf.unplaced:
        click.echo(str(problem), err=True)
    files = dict(shelf.files())
    if not files:
        fail(f"{file} holds no links that could be placed: they stand in bullets, as [title](url)")
    if out and out.exists() and any(out.iterdir()):
        fail(f"{out} is not empty: name a new folder, so that nothing is overwritten")
    count = sum(len(tables) for _, tables in shelf.chapters.values())
    if out:
        _write(out, files.items())
    else:
        click.echo("\n".join(f"# {name}\n{text}" for name, text in files.items()))
    said = f"{count} resources in {len(shelf.chapters)} chapters, {len(shelf.unplaced)} not placed"
    click.echo(said + (f", in {out}" if out else ""), err=out is None)


def _write(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    count, file = 0, folder
    try:
        for name, text in files:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            count += 1
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}")
    return count
