"""`suggestions`: what curators take from the workspaces into the catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.group import catalogue_option, cli, finder_of
from bot.cli.store import opened_store
from bot.views.blocks import tidy
from knowledge import Finder

if TYPE_CHECKING:
    from bot.store import Store, Suggestion

NOTHING = "Nothing was accepted that the catalogue does not have."


@cli.command(name="suggestions")
@click.option("--all", "with_all", is_flag=True, help="List open and declined ones, too.")
@catalogue_option
def suggestions_(with_all: bool, catalogue: Path | None) -> None:
    """Print the links that curators accepted, in TOML that is ready for a pull request.

    With --all those that are open or declined come before it, as comments.
    """
    with opened_store(catalogue) as store:
        printed = "\n".join(_printed(store, finder_of(catalogue), with_all))
    if printed:
        click.echo(printed.rstrip("\n"))
    else:
        click.echo(NOTHING, err=True)


def _printed(store: "Store", finder: Finder, with_all: bool) -> Iterator[str]:
    """Write what each workspace has, below its id where there are several."""
    from bot.shelf import additions_of
    from bot.store import Fate
    from knowledge.curating.additions import export

    teams = store.teams()
    for team in teams:
        found: list[str] = []
        for fate in (Fate.OPEN, Fate.DECLINED) if with_all else ():
            found += map(_comment, store.suggestions.with_fate(team, fate))
        accepted = store.suggestions.with_fate(team, Fate.ACCEPTED)
        found += filter(None, [export(list(additions_of(accepted)), finder)])
        if found and len(teams) > 1:
            yield f"# Workspace {team}"
        yield from found


def _comment(suggestion: "Suggestion") -> str:
    """Write a suggestion on one line, on which nothing can end the comment."""
    proposal = suggestion.proposal
    whose = f", by {suggestion.person}" if suggestion.person else ""
    why = f": {proposal.why}" if proposal.why else ""
    reason = f" ({suggestion.reason})" if suggestion.reason else ""
    day = suggestion.at.date().isoformat()
    said = f"{suggestion.fate} {day}{whose}, {proposal.url} “{proposal.title}”{why}{reason}"
    return f"# {tidy(said)}"
