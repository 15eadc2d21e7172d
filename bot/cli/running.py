"""`run` and `doctor`: what the operator types."""

import gc
import sys
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import click

from bot.cli.group import (
    BAD_CONFIGURATION,
    catalogue_option,
    cli,
    fail,
    read_settings_of,
    settings_of,
)
from bot.settings import ConfigurationError, Settings
from knowledge import CatalogueError


@cli.command()
@catalogue_option
@click.option("--host", help="Let others reach the local workspace: listen here, not on loopback.")
def run(catalogue: Path | None, host: str | None) -> None:
    """Start the bot: over Socket Mode or HTTP, by what is set in the environment.

    With no Slack setting at all it runs in a local workspace, which opens in the browser.
    """
    # Slack's and the database's libraries take longer to import than a question to answer.
    gc.disable()  # until all is there that stays
    Thread(target=_read_certificates, daemon=True).start()
    from bot.logs import set_up_logging
    from bot.reporting import report_errors
    from bot.start import start

    settings = settings_of(Settings, catalogue)
    set_up_logging(settings.log_level, settings.log_format, settings.secrets())
    try:
        if settings.sentry_dsn:
            report_errors(settings.sentry_dsn.get_secret_value(), version("mlops-learn"))
        code = start(settings, host)
    except (ConfigurationError, CatalogueError) as error:
        fail(str(error), BAD_CONFIGURATION)
    sys.exit(code)


def _read_certificates() -> None:
    """Have read what Slack is known by, before it is asked for.

    Both libraries read all certificates, once; meanwhile the processor is free for others.
    """
    from urllib.request import build_opener, install_opener

    import aiohttp  # noqa: F401 - reads them at once

    install_opener(build_opener())


@cli.command()
def migrate() -> None:
    """Bring the database up to date. `run` does it, too; this is for a release phase."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.database import migrate as bring_up_to_date
    from bot.database import opened

    settings = settings_of(Settings, None)
    try:
        store = opened(settings)
        bring_up_to_date(store)
    except ConfigurationError as error:
        fail(str(error), BAD_CONFIGURATION)
    except SQLAlchemyError as error:
        fail(f"The database does not answer ({type(error).__name__}): check DATABASE_URL.")
    click.echo(f"{store.location} is up to date.")


@cli.command()
@catalogue_option
def doctor(catalogue: Path | None) -> None:
    """Check the settings, the tokens, the database and the catalogue."""
    from bot.doctor import Finding, examine
    from bot.logs import Redaction, escaped, set_up_logging

    secrets: tuple[str, ...] = ()
    try:
        settings = read_settings_of(Settings, catalogue)
        secrets = settings.secrets()
        set_up_logging(settings.log_level, settings.log_format, secrets)  # libraries log, too
        findings = examine(settings)
    except ConfigurationError as error:
        findings = iter(Finding("settings", False, line) for line in str(error).splitlines())
    redact = Redaction(secrets)
    healthy = True
    for finding in findings:
        mark = {True: "ok  ", False: "BAD ", None: "-   "}[finding.good]
        said = escaped(redact(finding.said)).replace("\n", " ")  # Slack's words may be anything
        click.echo(f"{mark}{finding.what}: {said}")
        healthy = healthy and finding.good is not False
    sys.exit(0 if healthy else 1)
