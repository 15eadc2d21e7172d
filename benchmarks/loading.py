"""What it costs to make the catalogue ready: processor time of each step, and memory.

Each line is measured in a process of its own: once from the files, once from the cache.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

STEPS: dict[str, float] = {}


@contextmanager
def step(name: str) -> Iterator[None]:
    """Note the processor time, in seconds, that something takes in all threads."""
    started = time.process_time()
    yield
    STEPS[name] = time.process_time() - started


def cold(_: Path) -> None:
    """Read, validate and index, step by step."""
    with step("import what it is made of"):
        from knowledge import SHIPPED, Finder, load
        from knowledge.classifier import shipped_classifier
        from knowledge.meaning import shipped_vectors
        from knowledge.precedents import shipped_precedents
        from knowledge.words import plain_english
    with step("read the TOML (a part of the next line)"):
        for file in sorted(SHIPPED.rglob("*.toml")):
            tomllib.loads(file.read_text(encoding="utf-8"))
    with step("read and validate"):
        catalogue = load()
    with step("read what was learned"):
        plain_english(), shipped_vectors(), shipped_precedents(), shipped_classifier()
    with step("index"):
        Finder(catalogue)


def warm(cache: Path) -> None:
    """Take all of it from a cache that an earlier process left."""
    with step("import what it is made of"):
        from knowledge import SHIPPED, prepared
    with step("take it from the cache"):
        prepared(SHIPPED, cache)


KINDS: dict[str, Callable[[Path], None]] = {"from the files": cold, "from the cache": warm}


@click.command()
@click.option("--kind", type=click.Choice(list(KINDS)), hidden=True)
@click.option("--cache", type=click.Path(path_type=Path), hidden=True)
def main(kind: str | None, cache: Path | None) -> None:
    """Measure both ways to load the shipped catalogue."""
    if kind and cache:
        KINDS[kind](cache)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"steps": STEPS, "peak": peak}))
        return
    with tempfile.TemporaryDirectory() as folder:
        run("from the cache", folder)  # fills it
        for name in KINDS:
            measured = run(name, folder)
            print(f"{name}: {measured['peak']:.0f} MB at most")
            for said, seconds in measured["steps"].items():
                print(f"  {seconds:5.2f} s  {said}")


def run(kind: str, cache: str) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "benchmarks.loading", "--kind", kind, "--cache", cache]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    measured: dict[str, dict[str, float]] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    main()
