"""The dashboard asks for nothing that is not told, and leaves out nothing that is."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.metrics import Metrics

ROOT = Path(__file__).parent.parent.parent
DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana.json").read_text("utf-8"))
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
EXPRESSIONS = [target["expr"] for panel in PANELS for target in panel["targets"]]
OVER_SOCKET_MODE = "mlops_learn_socket_silence_seconds"


def told() -> dict[str, list[str]]:
    """Give the names of all metrics with their labels, as Prometheus sees them."""
    metrics = Metrics()
    metrics.watch("socket_silence_seconds", "", lambda: 0)
    found: dict[str, list[str]] = {}
    for family in metrics.registry.collect():
        collector = metrics.registry._names_to_collectors[family.name]
        suffix = {"counter": "_total", "histogram": "_bucket", "info": "_info"}
        found[family.name + suffix.get(family.type, "")] = list(collector._labelnames)  # type: ignore[attr-defined]
    return found


def test_every_number_that_it_asks_for_is_told() -> None:
    asked = {name for each in EXPRESSIONS for name in re.findall(r"mlops_learn_\w+", each)}

    assert asked == set(told())


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_it_groups_by_labels_that_there_are(expression: str) -> None:
    (name,) = set(re.findall(r"mlops_learn_\w+", expression))
    (by,) = re.findall(r"by \(([^)]*)\)", expression) or [""]

    assert {label.strip() for label in by.split(",") if by} <= {*told()[name], "le", "instance"}
    assert expression.count("(") == expression.count(")")
    assert '{instance=~"$instance"' in expression or ',instance=~"$instance"' in expression


def test_no_panel_lies_upon_another() -> None:
    for one, other in combinations((panel["gridPos"] for panel in PANELS), 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or below
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in PANELS)
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
