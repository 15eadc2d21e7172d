"""Looks at all links of a catalogue, and keeps what it learned whatever happens."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.curating.link_check.fetcher import Fetcher
from knowledge.curating.link_check.memory import Memory
from knowledge.curating.link_check.network import Network
from knowledge.curating.link_check.verdict import Seen, Verdict


@dataclass(frozen=True)
class Link:
    """A link, and where in the catalogue it stands."""

    place: str
    url: str


@dataclass(frozen=True)
class Report:
    """What became of a link. It is dead when it failed on two days, and on none between."""

    link: Link
    seen: Seen
    dead: bool

    @property
    def to_mend(self) -> bool:
        """Whether a curator has something to do."""
        return self.dead or self.seen.verdict in (Verdict.MOVED, Verdict.REFUSED)

    def __str__(self) -> str:
        verdict = "dead" if self.dead else str(self.seen.verdict)
        detail = f" ({self.seen.detail})" if self.seen.detail else ""
        address = f" → {self.seen.address}" if self.seen.address else ""
        return f"{self.link.place}: {verdict}{detail}: {self.link.url}{address}"


async def check_links(
    links: Sequence[Link],
    memory: Memory,
    *,
    today: date,
    progress: Callable[[int, int], None],
    network: Network | None = None,
) -> list[Report]:
    """Look at every link once, however often it stands in the catalogue; reports in its order.

    `progress` is told how many of how many addresses are done. The memory is noted to as links are
    done, and left to be saved by the caller, who can do so after an interruption, too.
    """
    places: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        places[link.url].append(link)
    memory.keep_only(places.keys())
    done: dict[str, tuple[Seen, bool]] = {}

    async def look(url: str) -> None:
        seen = await fetcher.look(url, memory.of(url))
        done[url] = seen, memory.note(url, seen, today)
        progress(len(done), len(places))

    async with Fetcher(network or Network()) as fetcher, asyncio.TaskGroup() as tasks:
        for url in places:
            tasks.create_task(look(url))
    return [Report(link, *done[link.url]) for link in links]
