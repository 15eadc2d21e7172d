"""Figures out of measurements, and tables out of figures."""

import statistics
from collections.abc import Iterable, Sequence


def percentile(values: Iterable[float], share: float) -> float:
    """Give the value that this share of them does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def medians(rounds: Iterable[Sequence[float]]) -> list[float]:
    """Give the median of each column over rounds that measured the same."""
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def short(figure: float) -> str:
    """Write a figure with no more digits than its measurement is worth."""
    return f"{figure:.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Draw a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
