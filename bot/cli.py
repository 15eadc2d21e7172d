"""What a person types: the commands of `mlops-learn`."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.settings import ConfigurationError, Settings, read_settings
from bot.terminal import drawn
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

    settings = _settings(catalogue)
    set_up_logging(settings.log_level, settings.log_format, settings.secrets())
    try:
        code = start(settings)
    except (ConfigurationError, CatalogueError) as error:
        fail(str(error), BAD_CONFIGURATION)
    sys.exit(code)


@cli.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(min=1))
@catalogue_option
def ask(question: str, as_json: bool, limit: int, catalogue: Path | None) -> None:
    """Answer QUESTION here; with - read a question a line, and print a JSON object for each."""
    finder = Finder(_load(_settings(catalogue)))
    if question == "-":
        for line in sys.stdin:
            click.echo(_json(finder.ask(line.rstrip("\r\n"), limit)))
        return
    answer = finder.ask(question, limit)
    click.echo(_json(answer) if as_json else drawn(answer))


@cli.command()
@catalogue_option
def check(catalogue: Path | None) -> None:
    """Validate the catalogue; every fault names its file, entry and field."""
    found = _load(_settings(catalogue))
    click.echo(f"{len(found.resources)} resources on {len(found.topics)} topics, all in order.")


@cli.command()
@catalogue_option
def doctor(catalogue: Path | None) -> None:
    """Check the settings, the tokens, the database and the catalogue."""
    from bot.doctor import examine

    settings = _settings(catalogue)
    findings = list(examine(settings))
    for finding in findings:
        mark = {True: "ok  ", False: "BAD ", None: "-   "}[finding.good]
        click.echo(f"{mark}{finding.what}: {finding.said}")
    if any(finding.good is False for finding in findings):
        sys.exit(1)


def _settings(catalogue: Path | None) -> Settings:
    try:
        settings = read_settings()
    except ConfigurationError as error:
        fail(str(error), BAD_CONFIGURATION)
    return settings.model_copy(update={"mlops_learn_catalogue": catalogue} if catalogue else {})


def _load(settings: Settings) -> Catalogue:
    try:
        return load(settings.mlops_learn_catalogue)
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
