"""The command `mlops-learn`, and what its sub-commands share."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.settings import (
    CatalogueSettings,
    ConfigurationError,
    SettingsT,
    cache_folder,
    read_settings,
)
from knowledge import Catalogue, CatalogueError, Finder, load, prepared

BAD_CONFIGURATION = 78  # EX_CONFIG of sysexits.h: starting again will not help


def fail(sentence: str, exit_code: int = 1) -> NoReturn:
    """End the command with a sentence on standard error."""
    click.echo(sentence, err=True)
    sys.exit(exit_code)


catalogue_option = click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    help="A folder of chapters or a .jsonl file, in place of the shipped catalogue.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mlops-learn")
def cli() -> None:
    """Find the few learning resources worth opening on a question about MLOps."""


def settings_of(kind: type[SettingsT], catalogue: Path | None) -> SettingsT:
    """Read settings, with the catalogue of the command line; ends the command where they fail."""
    try:
        return read_settings_of(kind, catalogue)
    except ConfigurationError as error:
        fail(str(error), BAD_CONFIGURATION)


def read_settings_of(kind: type[SettingsT], catalogue: Path | None) -> SettingsT:
    """Read settings, with the catalogue of the command line.

    Raises:
        ConfigurationError: naming every variable that cannot be used.
    """
    chosen = {"mlops_learn_catalogue": catalogue} if catalogue else {}
    return read_settings(kind).model_copy(update=chosen)


def path_of(catalogue: Path | None) -> Path:
    """Tell where the catalogue is."""
    return settings_of(CatalogueSettings, catalogue).mlops_learn_catalogue


def loaded(catalogue: Path | None) -> Catalogue:
    """Load the catalogue; ends the command where it is broken."""
    try:
        return load(path_of(catalogue))
    except CatalogueError as error:
        fail(str(error))


def finder_of(catalogue: Path | None) -> Finder:
    """Make the catalogue ready to be asked; ends the command where it is broken."""
    try:
        return prepared(path_of(catalogue), cache_folder())
    except CatalogueError as error:
        fail(str(error))
