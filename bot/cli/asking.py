"""`ask` and `path`: answers in the terminal."""

import json
import sys
from pathlib import Path

import click

from bot.cli.group import catalogue_option, cli, fail, finder_of
from bot.terminal import drawn, drawn_path, explained
from knowledge import Answer, learning_path


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
    finder = finder_of(catalogue)
    if question == ("-",):
        for line in sys.stdin:
            click.echo(_json(finder.ask(line.rstrip("\r\n"), limit)))
        return
    answer = finder.ask(" ".join(question), limit)
    click.echo(_json(answer) if as_json else drawn(answer))
    if explain:
        click.echo("\n" + explained(finder.explain(" ".join(question), limit)))


@cli.command()
@click.argument("topic", nargs=-1, required=True)
@catalogue_option
def path(topic: tuple[str, ...], catalogue: Path | None) -> None:
    """Show a learning path to TOPIC: what to open, in which order, and why."""
    finder = finder_of(catalogue)
    asked = " ".join(topic)
    found = finder.topics(asked)
    if len(found) == 1:
        click.echo(drawn_path(learning_path(finder.catalogue, found[0])))
        return
    names = ", ".join(topic.name for topic in found or finder.nearest_topics(asked))
    if found:
        fail(f"“{asked}” may mean more than one topic; name one of these: {names}")
    fail(f"I know no topic “{asked}”. The nearest: {names}")


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
