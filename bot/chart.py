"""Draws the figures for curators as a picture, with matplotlib where that is installed."""

import threading
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.views.blocks import clip
from bot.views.statistics import Demand, Statistics, Week, name_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (13.0, 5.5)  # inches
DOTS = 120  # an inch
LABEL_CHARACTERS = 28
BLUE, ORANGE, GREY = "#0072b2", "#e69f00", "#4d4d4d"
GREEN, SILVER = "#009e73", "#bbbbbb"
"""Who sees no colours tells those of each chart apart by how light they are, and by the hatches."""

LEAST_BARS = 6  # for which there is room, so that one alone does not fill the picture

PAPER = "white"
FONT = "DejaVu Sans"
NOTHING = "Nothing was asked yet."
NO_TOPICS = "Nothing was asked yet on a topic that is known."

_one_at_a_time = threading.Lock()  # matplotlib wants it so


class NoChartsError(Exception):
    """The library is not installed; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "The picture needs matplotlib, which is not installed where the bot runs:"
            " pip install matplotlib adds it."
        )


def chart(statistics: Statistics) -> bytes:
    """Draw a PNG; needs no display. Raises NoChartsError without the library."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise NoChartsError from None
    with _one_at_a_time:
        figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained", facecolor=PAPER)
        left, right = figure.subplots(1, 2)
        _weeks(left, statistics.weeks)
        _demand(right, statistics.demand)
        png = BytesIO()
        figure.savefig(png, format="png")
    return png.getvalue()


def _weeks(axes: "Axes", weeks: Sequence[Week]) -> None:
    """Stack how the questions of each week were answered, from zero up."""
    axes.set_title("Questions a week (UTC), by how they were answered")
    places = range(len(weeks))
    below = [0] * len(weeks)
    for label, counts, colour, hatch in (
        ("surely", [week.confident for week in weeks], BLUE, ""),
        ("with the closest", [week.closest for week in weeks], ORANGE, ""),
        ("not at all", [week.nothing for week in weeks], GREY, "//"),
    ):
        axes.bar(
            places, counts, bottom=below, label=label, color=colour, hatch=hatch, edgecolor=PAPER
        )
        below = [low + count for low, count in zip(below, counts, strict=True)]
    for place, height in zip(places, below, strict=True):
        axes.annotate(str(height), (place, height), (0, 3), textcoords="offset points", ha="center")
    names = [week.name.partition("-")[2] for week in weeks]
    if names:
        names[-1] += "\nso far"
    axes.set_xticks(places, names)
    axes.set_xlim(-0.6, max(len(weeks), LEAST_BARS) - 0.4)
    axes.set_ylabel("questions")
    _finish(axes, "" if any(below) else NOTHING, top=max(below, default=0), upright=True)


def _demand(axes: "Axes", demand: Sequence[Demand]) -> None:
    """Lay what was asked for beside what is held, on one scale from zero."""
    axes.set_title("Topics: asked for beside held, the scarcest first")
    thickness = 0.38
    for label, counts, offset, colour, hatch in (
        ("times asked", [each.asked for each in demand], -thickness / 2, GREEN, ""),
        ("resources held", [each.held for each in demand], thickness / 2, SILVER, "//"),
    ):
        places = [number + offset for number in range(len(demand))]
        axes.barh(
            places, counts, thickness, label=label, color=colour, hatch=hatch, edgecolor=PAPER
        )
        for place, count in zip(places, counts, strict=True):
            axes.annotate(
                str(count), (count, place), (4, 0), textcoords="offset points", va="center"
            )
    # Names of topics are no formulas, whatever dollars stand in them.
    names = [_drawable(clip(name_of(each.topic), LABEL_CHARACTERS)) for each in demand]
    axes.set_yticks(range(len(demand)), names, parse_math=False, fontfamily=FONT)
    axes.set_ylim(max(len(demand), LEAST_BARS) - 0.5, -0.5)
    axes.set_xlabel("times asked, and resources")
    top = max((count for each in demand for count in (each.asked, each.held)), default=0)
    _finish(axes, "" if demand else NO_TOPICS, top=top, upright=False)


def _finish(axes: "Axes", instead: str, *, top: int, upright: bool) -> None:
    """Let the axis of counts begin at zero, with whole numbers and room for those at the bars.

    Where there are none, it says something `instead`.
    """
    from matplotlib.ticker import MaxNLocator

    axis, limit = (axes.yaxis, axes.set_ylim) if upright else (axes.xaxis, axes.set_xlim)
    limit(0, 1.1 * max(top, 1))
    axis.set_major_locator(MaxNLocator(integer=True))
    axis.grid(color="#dddddd")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    if instead:
        axes.text(0.5, 0.5, instead, transform=axes.transAxes, ha="center", va="center")
    else:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, frameon=False)


def _drawable(text: str) -> str:
    """Put a question mark for each character that the font, which comes along, cannot draw."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(FONT)).get_charmap()
    return "".join(char if ord(char) in known else "?" for char in text)
