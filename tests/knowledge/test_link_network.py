"""Where the link check goes: not into our own network, and politely."""

import asyncio
from ipaddress import IPv4Address, IPv6Address

import pytest
from aiohttp import web

from knowledge.curating.link_check import Network, Report, Verdict
from tests.knowledge.link_servers import (
    Names,
    Site,
    by_method,
    checked,
    network,
    redirect,
    says,
    served,
)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "224.0.0.1",
        "[ff02::1]",
    ],
)
def test_no_link_leads_into_our_own_network(host: str) -> None:
    site = Site({"/": says(200)})

    async def go() -> Report:
        async with served(site) as home:
            port = home.rpartition(":")[2]
            (report,) = await checked([f"http://{host}:{port}/"], Network(pause=0))
            return report

    report = asyncio.run(go())

    assert report.seen.verdict in (Verdict.REFUSED, Verdict.UNREACHABLE)
    assert site.requests == []


def only_version_6(address: IPv4Address | IPv6Address) -> bool:
    """Stand in for the public addresses, so that version 4 is the network of our own."""
    return address.version == 6


def test_what_a_name_resolves_to_at_the_second_time_is_refused_as_well() -> None:
    site = Site({"/": says(200)})
    names = Names("::1", "127.0.0.1")  # nobody listens at the first one

    async def go() -> list[Report]:
        async with served(site) as home:
            url = f"http://rebinding.example:{home.rpartition(':')[2]}/"
            reached = Network(only_version_6, names, pause=0)
            return [*await checked([url], reached), *await checked([url], reached)]

    first, second = asyncio.run(go())

    assert first.seen.verdict is Verdict.UNREACHABLE
    assert second.seen.verdict is Verdict.REFUSED
    assert site.requests == []


def test_a_redirect_into_our_own_network_is_refused_when_it_connects() -> None:
    inside = Site({"/": says(200)})

    async def go() -> Report:
        async with (
            served(inside) as secret,
            served(Site({"/page": redirect(secret)}), host="::1") as home,
        ):
            (report,) = await checked([f"{home}/page"], Network(only_version_6, pause=0))
            return report

    report = asyncio.run(go())

    assert report.seen.verdict is Verdict.REFUSED
    assert inside.requests == []


def test_an_address_that_stands_twice_is_asked_once() -> None:
    site = Site({"/page": says(200)})
    told: list[tuple[int, int]] = []

    async def go() -> list[Report]:
        async with served(site) as home:
            urls = [f"{home}/page", f"{home}/none", f"{home}/page"]
            return await checked(urls, network(), progress=lambda *done: told.append(done))

    first, _, third = asyncio.run(go())

    assert first.seen == third.seen
    assert (first.link.place, third.link.place) == ("place 1", "place 3")
    assert [request.path for request in site.requests].count("/page") == 1
    assert told == [(1, 2), (2, 2)]


def test_a_host_gets_no_second_request_before_its_pause() -> None:
    site = Site({f"/{number}": by_method(says(405), says(200)) for number in range(4)})

    async def go() -> None:
        async with served(site) as home:
            await checked([f"{home}/{number}" for number in range(4)], network(pause=0.1))

    asyncio.run(go())

    pauses = [after - before for before, after in zip(site.times, site.times[1:], strict=False)]
    assert len(pauses) == 7
    assert min(pauses) > 0.05


def test_a_host_that_is_asked_often_keeps_no_other_waiting() -> None:
    site = Site({"/page": says(200)})

    async def go() -> None:
        async with served(site) as home:
            port = home.rpartition(":")[2]
            urls = [f"http://often.example:{port}/page?{number}" for number in range(15)]
            urls.append(f"http://once.example:{port}/page")
            await checked(urls, network(resolver=Names("127.0.0.1"), pause=0.05))

    asyncio.run(go())

    hosts = [request.url.host for request in site.requests]
    assert hosts.index("once.example") <= 2


def test_at_most_ten_are_under_way_at_once_and_a_slow_host_keeps_none_waiting() -> None:
    now, most = 0, 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.05)
        now -= 1
        return web.Response()

    async def go() -> list[Report]:
        async with served(Site({"/page": slow})) as home:
            port = home.rpartition(":")[2]
            hosts = [f"http://host-{number}.example:{port}/page" for number in range(40)]
            return await checked(hosts, network(resolver=Names("127.0.0.1"), pause=60))

    reports = asyncio.run(go())

    assert [report.seen.verdict for report in reports] == [Verdict.ALIVE] * 40
    assert most == 10
