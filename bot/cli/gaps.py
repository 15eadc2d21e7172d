"""`gaps`: what the operator reads of what people asked in vain."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.group import catalogue_option, cli, finder_of
from bot.cli.store import opened_store
from bot.views.blocks import tidy
from bot.views.gaps import CLOSEST, NONE, NOTHING, counted
from knowledge import Finder
from knowledge.gaps import Gap, gaps

if TYPE_CHECKING:
    from bot.store import Store


@cli.command(name="gaps")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@catalogue_option
def gaps_(as_json: bool, catalogue: Path | None) -> None:
    """List what people asked in vain, grouped by meaning: what most people asked comes first."""
    with opened_store(catalogue) as store:
        found = list(_found(store, finder_of(catalogue)))
    is_one = len({team for team, _ in found}) == 1
    before = None
    for team, gap in found:
        if not (as_json or is_one or team == before):
            click.echo(click.style(f"Workspace {team}", bold=True))
        before = team
        click.echo(_json(team, gap) if as_json else _line(gap))
    if not found and not as_json:
        click.echo(NONE)


def _found(store: "Store", finder: Finder) -> Iterator[tuple[str, Gap]]:
    from bot.gaps import MOST, missed_of
    from bot.library import Library
    from bot.shelf import Shelf

    for team in store.teams():
        shelf = Shelf(Library(finder), store, team)
        shelf.refresh()
        missed = [missed_of(each) for each in store.questions.in_vain(team, MOST)]
        yield from ((team, gap) for gap in gaps(shelf.finder, missed))


def _line(gap: Gap) -> str:
    said = CLOSEST if gap.is_closest else NOTHING
    near = ", ".join(tidy(topic.name) for topic in gap.topics)
    return f"{counted(gap)}: “{tidy(gap.wording)}” ({said}{f'; near: {near}' if near else ''})"


def _json(team: str, gap: Gap) -> str:
    """Render a gap for programs; ASCII alone, so that any terminal and pipe carries it."""
    return json.dumps(
        {
            "team": team,
            "wording": gap.wording,
            "people": gap.people,
            "times": gap.times,
            "newest": gap.newest.isoformat(),
            "outcome": "closest" if gap.is_closest else "nothing",
            "topics": [topic.id for topic in gap.topics],
        }
    )
