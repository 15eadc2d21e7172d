"""The picture by itself."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chart import NoChartsError, chart
from bot.views.statistics import Demand, Statistics, Week
from knowledge import Topic

ROOT = Path(__file__).parent.parent.parent
WEEKS = [Week(f"2026-W{number}", number, 3, 2) for number in range(37, 49)]
PNG = b"\x89PNG\r\n\x1a\n"


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def topic(name: str) -> Topic:
    return Topic(id="t", name=name)


@pytest.mark.parametrize(
    "statistics",
    [
        Statistics(),
        Statistics(weeks=WEEKS[-1:]),
        Statistics(weeks=WEEKS, demand=[Demand(topic(f"Topic {n}"), n, 9 - n) for n in range(8)]),
        Statistics(weeks=WEEKS, demand=[Demand(topic("Kubernetes"), 10**6, 0)]),
    ],
)
def test_it_is_a_png_of_one_size(statistics: Statistics) -> None:
    png = chart(statistics)

    assert size_of(png) == (1560, 660)
    assert 5_000 < len(png) < 300_000


def test_it_shows_the_figures() -> None:
    shown = {
        chart(Statistics(weeks=WEEKS)),
        chart(Statistics(weeks=[*WEEKS[:-1], Week("2026-W48", 1, 3, 2)])),
        chart(Statistics(weeks=WEEKS, demand=[Demand(topic("Pods"), 3, 1)])),
        chart(Statistics(weeks=WEEKS, demand=[Demand(topic("Pods"), 3, 2)])),
    }

    assert len(shown) == 4


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_name_is_drawn_as_it_is(name: str) -> None:
    assert chart(Statistics(demand=[Demand(topic(f"a {name} $x^2_$ 世界"), 1, 0)])).startswith(PNG)


def test_without_the_library_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    with pytest.raises(NoChartsError, match="pip install matplotlib"):
        chart(Statistics(weeks=WEEKS))


def test_the_library_is_not_loaded_before_a_picture_is_wanted() -> None:
    program = "import sys, bot.app, bot.cli; print('matplotlib' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, timeout=60
    )

    assert done.stdout == b"False\n"
