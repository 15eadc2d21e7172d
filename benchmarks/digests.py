"""How fast digests are posted when very many channels are due at the same minute.

`python -m benchmarks.digests` posts to a local Slack in a process of its own, without the pace that
is kept with a real one, on SQLite and on PostgreSQL; beside it the same posts without any store,
and what the store does alone. Memory is what the process holds, in MB, before and at most.
"""

import argparse
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from slack_sdk import WebClient

from bot.app import web_client
from bot.digest.poster import THREADS
from bot.house import house_of
from bot.identity import identify
from bot.library import Library
from bot.local import MANIFEST
from bot.logs import set_up_logging
from bot.settings import Settings
from bot.staff import staff_of
from bot.store import Slot, State, Store, Subscription, open_store
from bot.workspace import ADA, LocalSlack
from bot.workspace.world import Channel
from knowledge import Finder, load
from tests.databases import PostgreSQL

NINE = datetime(2026, 11, 30, 9, 0, 30, tzinfo=UTC)
TEAM = "T0LOCAL"
UNHURRIED = 1_000_000.0


def serve(channels: list[str], line: Connection) -> None:
    """Be a Slack with these channels, until told to end."""
    with LocalSlack(MANIFEST, clock=lambda: NINE.timestamp()) as slack:
        for id in channels:
            slack.world.channels[id] = Channel(id, id.lower(), {ADA, slack.app.bot_user})
        line.send((slack.app.bot_token, slack.api_url))
        line.recv()
        found = [message for id in channels for message in slack.world.messages(id)]
        line.send(len(found))


@contextmanager
def slack_with(channels: list[str]) -> Iterator[tuple[WebClient, Callable[[], int]]]:
    """Run a Slack; gives a client, and a function that ends it and counts what was posted."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(channels, theirs))
    process.start()
    token, url = ours.recv()

    def end() -> int:
        ours.send("end")
        return int(ours.recv())

    yield web_client(token, url), end
    process.join()


def alone(channels: list[str]) -> float:
    """Post without any store, by as many threads; gives posts a second."""
    with slack_with(channels) as (client, end), ThreadPoolExecutor(THREADS) as threads:
        begun = time.perf_counter()
        list(threads.map(lambda id: client.chat_postMessage(channel=id, text="Hello"), channels))
        spent = time.perf_counter() - begun
        assert end() == len(channels)
    return len(channels) / spent


def digests(channels: list[str], store: Store, finder: Finder) -> tuple[float, float, float]:
    """Post a digest in each channel; gives posts a second, and MB before and at most."""
    store.migrate()
    for id in channels:
        since = NINE - timedelta(days=1)
        store.subscriptions.put(Subscription(TEAM, id, 0, time_of_day(9), "UTC", ADA, since))
    with slack_with(channels) as (client, end):
        house = house_of(
            Settings(), Library(finder), store, clock=lambda: NINE, posts_a_second=UNHURRIED
        )
        staff = staff_of(client, identify(client, None), house)
        before, most = memory(), Peak()
        begun = time.perf_counter()
        tally = staff.poster.round()
        spent = time.perf_counter() - begun
        assert tally.posted == end() == len(channels)
    return len(channels) / spent, before, most.end()


def store_alone(channels: list[str], store: Store) -> float:
    """Claim, renew and mark a slot for each channel; gives slots a second."""

    def one(id: str) -> None:
        slot = Slot(TEAM, id, "2026-W01")
        claim = store.slots.claim(slot, NINE, NINE)
        assert claim
        renewed = store.slots.exchange(slot, claim, "a-resource")
        assert renewed
        assert store.slots.end(slot, renewed, State.POSTED, message="1.1")

    with ThreadPoolExecutor(THREADS) as threads:
        begun = time.perf_counter()
        list(threads.map(one, channels))
        return len(channels) / (time.perf_counter() - begun)


def memory() -> float:
    """Tell what this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


class Peak:
    """Watches what this process holds."""

    def __init__(self) -> None:
        self._seen = [memory()]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            self._seen.append(memory())

    def end(self) -> float:
        self._over.set()
        self._thread.join()
        return max(self._seen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=1, help="of each; the median counts")
    arguments = parser.parse_args()
    set_up_logging("WARNING", "text", [])
    channels = [f"C{number:06}" for number in range(arguments.channels)]
    finder = Finder(load())
    rows: dict[str, list[tuple[float, ...]]] = {}
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        server = PostgreSQL(Path(folder))
        for run in range(arguments.runs):
            rows.setdefault("posts without a store", []).append((alone(channels),))
            with tempfile.TemporaryDirectory() as data:
                for name, url in (
                    ("SQLite", f"sqlite:///{data}/{run}.sqlite3"),
                    ("PostgreSQL", server.empty_database()),
                ):
                    store = open_store(url)
                    rows.setdefault(f"digests on {name}", []).append(
                        digests(channels, store, finder)
                    )
                    rows.setdefault(f"{name} alone", []).append((store_alone(channels, store),))
                    store.close()
        server.close()
    print(f"{len(channels)} channels, {THREADS} threads, median of {arguments.runs}\n")
    print("| | a second | MB before | MB at most |\n| --- | --- | --- | --- |")
    for name, found in rows.items():
        figures = [f"{statistics.median(column):.0f}" for column in zip(*found, strict=True)]
        print(f"| {' | '.join([name, *figures, *[''] * (3 - len(figures))])} |")


if __name__ == "__main__":
    main()
