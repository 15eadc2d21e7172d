"""How well resources stand: how often each was the best answer to questions with judgements."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.models import Resource
from knowledge.postings import Floats

SHIPPED_STANDINGS = Path(__file__).parent / "standings.json"

OFTEN = 50  # times after which more say nothing
USUAL = 10  # what a resource counts as that was in the catalogue of none of the judges


@cache
def shipped_standings() -> dict[str, int]:
    """Read how often each resource was judged best, as `python -m training` counted it."""
    counts: dict[str, int] = json.loads(SHIPPED_STANDINGS.read_text(encoding="utf-8"))
    return counts


def standings(resources: Sequence[Resource]) -> Floats:
    """Rate resources from 0 to 1, on a scale of orders of magnitude."""
    counted = shipped_standings()
    counts = np.array([min(OFTEN, counted.get(resource.id, USUAL)) for resource in resources])
    rated: Floats = (np.log1p(counts) / np.log1p(OFTEN)).astype(np.float32)
    return rated
