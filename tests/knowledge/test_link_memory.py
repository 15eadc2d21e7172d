"""What the link check remembers from one day to the next."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from knowledge.curating.link_check import Memory, Verdict
from knowledge.curating.link_check.memory import MemoryFileError
from tests.knowledge.link_servers import (
    MONDAY,
    Site,
    checked,
    network,
    says,
    served,
)


def test_a_page_that_did_not_change_need_not_be_sent(tmp_path: Path) -> None:
    changed = "Mon, 23 Nov 2026 09:00:00 GMT"

    async def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        same = known == ('"one"', changed)
        headers = {} if same else {"ETag": '"one"', "Last-Modified": changed}
        return web.Response(status=304 if same else 200, headers=headers)

    site = Site({"/page": answer})
    statuses = []

    async def go() -> None:
        memory = Memory.open(tmp_path / "links.json")
        async with served(site) as home:
            for _ in range(3):
                (report,) = await checked([f"{home}/page"], network(), memory)
                statuses.append(report.seen.verdict)
                memory.save()
                memory = Memory.open(tmp_path / "links.json")

    asyncio.run(go())

    assert statuses == [Verdict.ALIVE] * 3
    assert [r.headers.get("If-None-Match") for r in site.requests] == [None, '"one"', '"one"']


@pytest.mark.parametrize(
    ("days", "dead"),
    [
        ([(0, 404), (0, 404)], [False, False]),
        ([(0, 404), (1, 404)], [False, True]),
        ([(0, 500), (7, 404), (14, 404)], [False, True, True]),
        ([(0, 404), (1, 200), (2, 404)], [False, False, False]),
        ([(0, 404), (1, 403), (2, 404)], [False, False, False]),
    ],
)
def test_a_link_is_dead_after_failures_on_two_days(
    tmp_path: Path, days: list[tuple[int, int]], dead: list[bool]
) -> None:
    file = tmp_path / "links.json"
    site = Site({})
    told: list[bool] = []

    async def go() -> None:
        async with served(site) as home:
            for day, status in days:
                site.pages["/page"] = says(status)
                memory = Memory.open(file)
                today = MONDAY + timedelta(days=day)
                (report,) = await checked([f"{home}/page"], network(), memory, today)
                memory.save()
                told.append(report.dead)

    asyncio.run(go())

    assert told == dead


def test_what_left_the_catalogue_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "links.json"

    async def go() -> None:
        async with served(Site({})) as home:
            memory = Memory.open(file)
            await checked([f"{home}/one", f"{home}/two"], network(), memory)
            await checked([f"{home}/two"], network(), memory)
            memory.save()

    asyncio.run(go())

    (url,) = json.loads(file.read_text())
    assert url.endswith("/two")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"http://x": {"colour": "red"}}', "\x00"])
def test_a_damaged_memory_is_told_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(content)

    with pytest.raises(MemoryFileError, match=r"links\.json cannot be read .* delete it"):
        Memory.open(file)

    assert file.read_text() == content


def test_an_interrupted_check_keeps_what_it_learned(tmp_path: Path) -> None:
    async def hang(_: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        raise AssertionError

    memory = Memory.open(tmp_path / "links.json")
    learned = asyncio.Event

    async def go() -> None:
        done = learned()
        async with served(Site({"/hangs": hang})) as home:
            check = asyncio.create_task(
                checked(
                    [f"{home}/gone", f"{home}/hangs"],
                    network(),
                    memory,
                    progress=lambda *_: done.set(),
                )
            )
            await done.wait()
            check.cancel()
            with pytest.raises(asyncio.CancelledError):
                await check

    asyncio.run(go())
    memory.save()

    (url,) = json.loads((tmp_path / "links.json").read_text())
    assert url.endswith("/gone")
