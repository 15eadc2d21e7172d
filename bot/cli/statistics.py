"""`stats`: what is asked, what helps, and what the catalogue has little of, in the terminal."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import click

from bot.cli.group import catalogue_option, cli, fail, finder_of, settings_of
from bot.cli.store import opened_store
from bot.settings import Settings
from bot.terminal import WIDTH
from bot.views.resource import title_of
from bot.views.statistics import (
    DISLIKED,
    HELPFUL,
    WHY,
    Judged,
    Statistics,
    demands,
    lacking,
    reasons,
    summary,
    table,
    verdicts,
)
from knowledge.whole_file import write_whole

NONE = "The database knows of no workspace yet."


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a workspace.")
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), help="Draw it, too.")
@click.option("--team", help="The id of one workspace, such as T024BE7LD.")
@catalogue_option
def stats(as_json: bool, png: Path | None, team: str | None, catalogue: Path | None) -> None:
    """Count what is asked, what helps, and what the catalogue has little of."""
    found = _found(team, catalogue)
    if team and not found:
        fail(f"The database knows of no workspace {team}.")
    if png:
        _draw(found, png)
    for name, statistics in found.items():
        click.echo(_json(name, statistics) if as_json else "\n".join(_lines(name, statistics)))
    if not found and not as_json:
        click.echo(NONE)


def _found(team: str | None, catalogue: Path | None) -> dict[str, Statistics]:
    from bot.claims import utc_now
    from bot.library import Library
    from bot.shelf import Shelf
    from bot.statistics import Statistician

    kept = timedelta(days=settings_of(Settings, catalogue).mlops_learn_question_days)
    finder, found = finder_of(catalogue), {}
    with opened_store(catalogue) as store:
        for name in store.teams():
            if team in (None, name):
                shelf = Shelf(Library(finder), store, name)
                shelf.refresh()
                found[name] = Statistician(store, shelf, utc_now, kept).of(name)
        return found


def _draw(found: Mapping[str, Statistics], file: Path) -> None:
    from bot.chart import NoChartsError, chart

    if not found:
        fail(NONE)
    if len(found) > 1:
        fail(f"A picture is of one workspace: name it with --team, of {', '.join(found)}.")
    (statistics,) = found.values()
    try:
        write_whole(file, chart(statistics))
    except NoChartsError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}")


def _lines(team: str, statistics: Statistics) -> Iterator[str]:
    yield click.style(f"Workspace {team}", bold=True)
    yield from textwrap.wrap(summary(statistics), WIDTH)
    if statistics.weeks:
        yield ""
        yield from table(statistics.weeks)
    yield from _listed(HELPFUL, map(_judged, statistics.helpful))
    yield from _listed(DISLIKED, map(_judged, statistics.disliked))
    yield from _listed(lacking(statistics), demands(statistics))
    yield from _listed(WHY, reasons(statistics))


def _judged(judged: Judged) -> str:
    return f"{title_of(judged.resource)}: {verdicts(judged)}"


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    if found := list(lines):
        yield from ("", click.style(heading, bold=True))
        for line in found:
            yield from textwrap.wrap(
                line, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
            )


def _json(team: str, statistics: Statistics) -> str:
    """Render figures for programs; ASCII alone, so that any terminal and pipe carries them."""

    def judged(found: Iterable[Judged]) -> list[dict[str, object]]:
        return [
            {"id": each.resource.id, "useful": each.useful, "not_useful": each.not_useful}
            for each in found
        ]

    return json.dumps(
        {
            "team": team,
            "weeks": [
                {
                    "week": week.name,
                    "asked": week.asked,
                    "confident": week.confident,
                    "closest": week.closest,
                    "nothing": week.nothing,
                }
                for week in statistics.weeks
            ],
            "helpful": judged(statistics.helpful),
            "disliked": judged(statistics.disliked),
            "topics": [
                {"id": each.topic.id, "asked": each.asked, "held": each.held}
                for each in statistics.demand
            ],
            "read": statistics.read,
            "why": reasons(statistics),
        }
    )
