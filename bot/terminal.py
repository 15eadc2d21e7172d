"""Draws an answer for a terminal of 80 columns; colours go when it is no terminal."""

import textwrap
from collections.abc import Iterator

import click

from bot.views.answer import facts
from bot.views.blocks import tidy
from knowledge import Answer, Match, Outcome

WIDTH = 80


def drawn(answer: Answer) -> str:
    """Draw an answer as readable lines, best match first."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    topics = ", ".join(tidy(topic.name) for topic in answer.topics)
    if answer.outcome is Outcome.NOTHING:
        yield "I have nothing yet on that."
        if topics:
            yield from _wrapped(f"The nearest topics that I know: {topics}.")
        return
    if answer.outcome is Outcome.CLOSEST:
        yield "I have nothing that fits exactly. The closest I have:"
        yield ""
    for number, match in enumerate(answer.matches, start=1):
        if number > 1:
            yield ""
        yield from _match(number, match)


def _match(number: int, match: Match) -> Iterator[str]:
    resource = match.resource
    label = f"{number}. "
    indent = " " * len(label)
    title, *rest = _wrapped(tidy(resource.title), indent)
    yield click.style(f"{label}{title.lstrip()}", bold=True)
    yield from (click.style(line, bold=True) for line in rest)
    yield click.style(f"{indent}{resource.url}", fg="cyan")  # never broken: it is to be clicked
    yield from (click.style(line, dim=True) for line in _wrapped(facts(resource), indent))
    if resource.summary:
        yield from _wrapped(tidy(resource.summary), indent)
    if match.why:
        why = " · ".join(tidy(str(reason)) for reason in match.why)
        yield from (click.style(line, dim=True) for line in _wrapped(f"Why: {why}", indent))


def _wrapped(line: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,  # names of hosts and tools have some
    )
