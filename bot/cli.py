"""What a person types: the commands of `mlops-learn`."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.settings import (
    CatalogueSettings,
    ConfigurationError,
    Settings,
    SettingsT,
    read_settings,
)
from bot.terminal import drawn, explained
from knowledge import Answer, Catalogue, CatalogueError, Finder, load

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


@cli.command()
@catalogue_option
def run(catalogue: Path | None) -> None:
    """Start the bot: over Socket Mode or HTTP, by what is set in the environment."""
    # Slack's and the database's libraries take longer to import than a question to answer.
    from bot.logs import set_up_logging
    from bot.start import start

    settings = _settings(Settings, catalogue)
    set_up_logging(settings.log_level, settings.log_format, settings.secrets())
    try:
        code = start(settings)
    except (ConfigurationError, CatalogueError) as error:
        fail(str(error), BAD_CONFIGURATION)
    sys.exit(code)


@cli.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--explain", is_flag=True, help="Tell how the scores came about, too.")
@catalogue_option
def ask(
    question: tuple[str, ...], as_json: bool, limit: int, explain: bool, catalogue: Path | None
) -> None:
    """Answer QUESTION here. For - read one a line from stdin, and print JSON for each."""
    if explain and (as_json or question == ("-",)):
        raise click.UsageError("--explain is for people: leave out --json, and give one question.")
    finder = Finder(_load(catalogue))
    if question == ("-",):
        for line in sys.stdin:
            click.echo(_json(finder.ask(line.rstrip("\r\n"), limit)))
        return
    answer = finder.ask(" ".join(question), limit)
    click.echo(_json(answer) if as_json else drawn(answer))
    if explain:
        click.echo("\n" + explained(finder.explain(" ".join(question), limit)))


@cli.command()
@catalogue_option
def check(catalogue: Path | None) -> None:
    """Validate the catalogue: what is wrong, where, and how to mend it."""
    found = _load(catalogue)
    click.echo(f"{len(found.resources)} resources on {len(found.topics)} topics, all in order.")


@cli.command()
@catalogue_option
def doctor(catalogue: Path | None) -> None:
    """Check the settings, the tokens, the database and the catalogue."""
    from bot.doctor import Finding, examine

    try:
        findings = examine(_read_settings(Settings, catalogue))
    except ConfigurationError as error:
        findings = iter(Finding("settings", False, line) for line in str(error).splitlines())
    healthy = True
    for finding in findings:
        mark = {True: "ok  ", False: "BAD ", None: "-   "}[finding.good]
        click.echo(f"{mark}{finding.what}: {finding.said}")
        healthy = healthy and finding.good is not False
    sys.exit(0 if healthy else 1)


def _settings(kind: type[SettingsT], catalogue: Path | None) -> SettingsT:
    try:
        return _read_settings(kind, catalogue)
    except ConfigurationError as error:
        fail(str(error), BAD_CONFIGURATION)


def _read_settings(kind: type[SettingsT], catalogue: Path | None) -> SettingsT:
    chosen = {"mlops_learn_catalogue": catalogue} if catalogue else {}
    return read_settings(kind).model_copy(update=chosen)


def _load(catalogue: Path | None) -> Catalogue:
    try:
        return load(_settings(CatalogueSettings, catalogue).mlops_learn_catalogue)
    except CatalogueError as error:
        fail(str(error))


def _json(answer: Answer) -> str:
    """Render an answer for programs; ASCII alone, so that any terminal and pipe carries it."""
    resources = [
        {
            "id": match.resource.id,
            "title": match.resource.title,
            "url": match.resource.url,
            "format": match.resource.format,
            "level": match.resource.level,
            "minutes": match.resource.minutes,
            "author": match.resource.author,
            "topics": match.resource.topics,
            "score": match.score,
            "why": [str(reason) for reason in match.why],
        }
        for match in answer.matches
    ]
    return json.dumps(
        {
            "question": answer.question,
            "outcome": answer.outcome,
            "resources": resources,
            "topics": [topic.id for topic in answer.topics],
            "milliseconds": round(answer.milliseconds, 3),
        }
    )
