"""Draws an answer for a terminal of 80 columns; colours go when it is no terminal."""

import textwrap
from collections.abc import Iterable, Iterator

import click

from bot.views.blocks import tidy
from bot.views.path import length, reason
from bot.views.resource import facts
from knowledge import Answer, Explanation, LearningPath, Match, Outcome, Resource
from knowledge.explanation import Scored
from knowledge.ranking import Signal

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
    if answer.relaxed:
        given_up = tidy(answer.relaxed.in_words())
        yield from _wrapped(f"I have nothing that fits all of that. Without “{given_up}”:")
        yield ""
    elif answer.outcome is Outcome.CLOSEST:
        yield "I have nothing that fits exactly. The closest I have:"
        yield ""
    elif answer.preferences:
        yield from _wrapped(f"Worth opening ({tidy(answer.preferences.in_words())}):")
        yield ""
    for number, match in enumerate(answer.matches, start=1):
        if number > 1:
            yield ""
        yield from _match(number, match)


def _match(number: int, match: Match) -> Iterator[str]:
    resource = match.resource
    label = f"{number}. "
    indent = " " * len(label)
    yield from _bold(_wrapped(tidy(resource.title), indent, label))
    yield click.style(f"{indent}{resource.url}", fg="cyan")  # never broken: it is to be clicked
    yield from _dim(_wrapped(facts(resource), indent))
    if resource.summary:
        yield from _wrapped(tidy(resource.summary), indent)
    yield from _note(resource, indent)
    if match.why:
        why = " · ".join(tidy(str(reason)) for reason in match.why)
        yield from _dim(_wrapped(f"Why: {why}", indent))


def drawn_path(path: LearningPath) -> str:
    """Draw a learning path as numbered steps."""
    return "\n".join(_path(path))


def _path(path: LearningPath) -> Iterator[str]:
    yield click.style(f"Learning path to {tidy(path.topic.name)}", bold=True)
    yield length(path)
    for number, step in enumerate(path.steps, start=1):
        label = f"{number}. "
        indent = " " * len(label)
        resource = step.resource
        yield ""
        yield from _wrapped(reason(step), indent, label)
        yield from _bold(_wrapped(tidy(resource.title), indent))
        yield click.style(f"{indent}{resource.url}", fg="cyan")
        yield from _dim(_wrapped(facts(resource), indent))
        yield from _note(resource, indent)


def _note(resource: Resource, indent: str) -> Iterable[str]:
    return _wrapped(f"Note: {tidy(resource.note)}", indent) if resource.note else ()


def _bold(lines: Iterable[str]) -> Iterator[str]:
    return (click.style(line, bold=True) for line in lines)


def _dim(lines: Iterable[str]) -> Iterator[str]:
    return (click.style(line, dim=True) for line in lines)


def explained(explanation: Explanation) -> str:
    """Draw how a question was read, and how the score of each match came about."""
    return "\n".join(_explanation(explanation))


def _explanation(explanation: Explanation) -> Iterator[str]:
    if not explanation.readings:
        yield "No word of the question says what it is about."
        return
    yield "How the question was read, and how much each word says:"
    for reading in explanation.readings:
        terms = ", ".join(reading.terms) or "nothing that I know"
        yield from _numbered(reading.information, f"{tidy(reading.text)}: {terms}")
    yield from _wrapped(
        f"Log-odds that I have an answer: {explanation.log_odds:+.1f}, "
        f"with {explanation.familiarity:+.1f} for how familiar the words are."
    )
    for match in explanation.matches:
        yield ""
        yield from _scored(match)


def _scored(match: Scored) -> Iterator[str]:
    for line in _numbered(match.score, tidy(match.resource.title)):
        yield click.style(line, bold=True)
    for signal, share in match.signals.items():
        yield from _numbered(share, signal)
        if signal is Signal.WORDS:
            for field, strengths in match.fields.items():
                terms = ", ".join(f"{term} {strength:.1f}" for term, strength in strengths.items())
                yield from _wrapped(f"{field}: {terms}", " " * 9, " " * 7)


def _numbered(number: float, line: str) -> list[str]:
    return _wrapped(line, " " * 7, f"{number:5.2f}  ")


def _wrapped(line: str, indent: str = "", label: str | None = None) -> list[str]:
    """Break a line; the first one begins with the label, all others with the indent."""
    return textwrap.wrap(
        line,
        WIDTH,
        initial_indent=indent if label is None else label,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,  # names of hosts and tools have some
    )
