"""`digest send-due`: what an outside scheduler types."""

import sys
from pathlib import Path

import click

from bot.cli.group import BAD_CONFIGURATION, catalogue_option, cli, fail, settings_of
from bot.settings import ConfigurationError, Settings
from knowledge import CatalogueError


@cli.group()
def digest() -> None:
    """Post the resource of the week."""


@digest.command("send-due")
@catalogue_option
def send_due(catalogue: Path | None) -> None:
    """Post every digest that is due now, once, and exit.

    For cron and its like, where no bot runs all the time; as many at once as you like.
    """
    from bot.logs import set_up_logging
    from bot.sending import AwayError
    from bot.sending import send_due as send

    settings = settings_of(Settings, catalogue)
    set_up_logging(settings.log_level, settings.log_format, settings.secrets())
    try:
        tally = send(settings)
    except (ConfigurationError, CatalogueError) as error:
        fail(str(error), BAD_CONFIGURATION)
    except AwayError as error:
        fail(str(error))
    click.echo(f"Posted: {tally.posted}. Still waiting: {tally.waiting}.")
    sys.exit(1 if tally.waiting else 0)
