"""Links in, verdicts out; on local servers that behave in every way that servers do."""

import asyncio
import json
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from aiohttp import web

from knowledge.curating.link_check import Memory, Network, Report, Verdict
from knowledge.curating.link_check.memory import MemoryFileError
from tests.knowledge.link_servers import (
    MONDAY,
    Answer,
    Names,
    Site,
    by_method,
    checked,
    network,
    says,
    served,
    served_raw,
)


def look(pages: dict[str, Answer], path: str = "/page", timeout: float = 20) -> tuple[Report, Site]:
    """Serve pages, and check the link to one of them."""
    site = Site(pages)

    async def go() -> Report:
        async with served(site) as home:
            (report,) = await checked([home + path], network(timeout=timeout))
            return report

    return asyncio.run(go()), site


@pytest.mark.parametrize("status", [200, 204, 206])
def test_a_page_that_answers_is_alive_by_its_headers_alone(status: int) -> None:
    report, site = look({"/page": says(status)})

    assert report.seen.verdict is Verdict.ALIVE
    assert site.methods == ["HEAD"]
    assert not report.to_mend


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
def test_a_server_that_knows_no_head_is_asked_for_the_first_bytes(status: int) -> None:
    report, site = look({"/page": by_method(says(status), says(206))})

    assert report.seen.verdict is Verdict.ALIVE
    assert site.methods == ["HEAD", "GET"]
    assert site.requests[1].headers["Range"] == "bytes=0-1023"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (404, Verdict.GONE),
        (410, Verdict.GONE),
        (401, Verdict.FORBIDDEN),
        (403, Verdict.FORBIDDEN),
        (405, Verdict.FORBIDDEN),
        (451, Verdict.FORBIDDEN),
        (999, Verdict.FORBIDDEN),
        (429, Verdict.BUSY),
        (416, Verdict.ALIVE),
        (400, Verdict.UNREACHABLE),
        (500, Verdict.UNREACHABLE),
        (503, Verdict.UNREACHABLE),
    ],
)
def test_what_a_status_says(status: int, verdict: Verdict) -> None:
    report, _ = look({"/page": says(status)})

    assert report.seen.verdict is verdict


def test_a_wall_against_bots_says_nothing_of_the_page() -> None:
    report, _ = look({"/page": says(503, cf_mitigated="challenge")})

    assert report.seen.verdict is Verdict.FORBIDDEN


def test_it_says_who_it_is() -> None:
    _, site = look({"/page": says(200)})

    assert site.requests[0].headers["User-Agent"].startswith("mlops-learn link check")
    assert "Cookie" not in site.requests[0].headers


def redirect(target: str, status: int = 301) -> Answer:
    return says(status, Location=target)


def test_a_page_that_moved_for_good_is_reported_with_its_new_address() -> None:
    pages = {"/page": redirect("/new", 308), "/new": redirect("/newer"), "/newer": says(200)}

    report, _ = look(pages, "/page#part")

    assert report.seen.verdict is Verdict.MOVED
    assert report.seen.address is not None
    assert report.seen.address.endswith("/newer#part")
    assert report.to_mend
    assert str(report).startswith("place 1: moved: http://127.0.0.1:")


@pytest.mark.parametrize("statuses", [(301, 302), (303, 308), (307, 307)])
def test_a_detour_for_now_is_no_new_address(statuses: tuple[int, int]) -> None:
    first, second = statuses
    pages = {"/page": redirect("/there", first), "/there": redirect("/now", second)}
    pages["/now"] = says(200)

    report, _ = look(pages)

    assert report.seen.verdict is Verdict.ALIVE


@pytest.mark.parametrize(
    ("target", "detail"), [("/", "to a front page"), ("/users/login?next=x", "to a login")]
)
def test_a_page_that_leads_where_nobody_wanted_to_go_is_reported(target: str, detail: str) -> None:
    report, _ = look({"/page": redirect(target, 302), target.partition("?")[0]: says(200)})

    assert report.seen.verdict is Verdict.MOVED
    assert report.seen.detail == detail


def test_a_moved_page_that_is_not_there_is_gone() -> None:
    report, _ = look({"/page": redirect("/new")})

    assert report.seen.verdict is Verdict.GONE


def test_a_circle_of_redirects_ends() -> None:
    report, site = look({"/page": redirect("/other"), "/other": redirect("/page")})

    assert report.seen.verdict is Verdict.UNREACHABLE
    assert "circle" in report.seen.detail
    assert len(site.requests) == 2


def test_five_redirects_are_followed_and_not_six() -> None:
    pages = {f"/{number}": redirect(f"/{number + 1}") for number in range(6)}

    allowed, _ = look({**pages, "/6": says(200)}, "/1")
    refused, site = look({**pages, "/6": says(200)}, "/0")

    assert allowed.seen.verdict is Verdict.MOVED
    assert refused.seen.verdict is Verdict.REFUSED
    assert "/6" not in [request.path for request in site.requests]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a:b@host/"])
def test_a_redirect_to_what_is_no_web_page_is_refused(target: str) -> None:
    report, _ = look({"/page": redirect(target)})

    assert report.seen.verdict is Verdict.REFUSED


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


@pytest.mark.parametrize(
    ("status", "verdict", "detail"),
    [
        (200, Verdict.ALIVE, ""),
        (401, Verdict.ALIVE, ""),
        (403, Verdict.GONE, "private video"),
        (404, Verdict.GONE, "no such video"),
        (400, Verdict.GONE, "no such video"),
        (500, Verdict.UNREACHABLE, "status 500"),
    ],
)
@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=k8bxtsWe9qw",
        "https://youtu.be/k8bxtsWe9qw",
        "https://m.youtube.com/playlist?list=PL1",
    ],
)
def test_videos_are_asked_for_by_oembed(
    url: str, status: int, verdict: Verdict, detail: str
) -> None:
    site = Site({"/oembed": says(status)})

    async def go() -> Report:
        async with served(site) as home:
            (report,) = await checked([url], network(videos=f"{home}/oembed"))
            return report

    report = asyncio.run(go())

    assert (report.seen.verdict, report.seen.detail) == (verdict, detail)
    assert dict(site.requests[0].query) == {"format": "json", "url": url}


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


def test_a_busy_server_is_asked_once_more_when_it_says_when() -> None:
    answers = iter([429, 200])

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=next(answers), headers={"Retry-After": "0"})

    report, site = look({"/page": answer})

    assert report.seen.verdict is Verdict.ALIVE
    assert site.methods == ["HEAD", "HEAD"]


def test_nobody_waits_for_an_hour() -> None:
    report, site = look({"/page": says(429, Retry_After="3600")})

    assert report.seen.verdict is Verdict.BUSY
    assert not report.seen.verdict.is_failure
    assert site.methods == ["HEAD", "GET"]


def test_a_server_that_never_answers_is_given_up() -> None:
    async def never(_: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        raise AssertionError

    report, _ = look({"/page": never}, timeout=0.4)

    assert report.seen.verdict is Verdict.UNREACHABLE
    assert report.seen.detail == "no answer in 0.4 seconds"


@pytest.mark.parametrize(
    ("answer", "forever", "verdict"),
    [
        (b"", b"", Verdict.UNREACHABLE),
        (b"\x00\xff\r\n\r\n", b"", Verdict.UNREACHABLE),
        (b"SSH-2.0-OpenSSH_9.6\r\n", b"", Verdict.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\n", b"X-Bomb: " + b"x" * 1000 + b"\r\n", Verdict.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536, Verdict.ALIVE),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip", b"", Verdict.ALIVE),
        (b"HTTP/1.1 301 Moved\r\n\r\n", b"", Verdict.UNREACHABLE),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://[\r\n\r\n", b"", Verdict.UNREACHABLE),
    ],
)
def test_whatever_a_server_sends_there_is_a_verdict(
    answer: bytes, forever: bytes, verdict: Verdict
) -> None:
    async def go() -> Report:
        async with served_raw(answer, forever) as home:
            (report,) = await checked([f"{home}/page"], network(timeout=2))
            return report

    assert asyncio.run(go()).seen.verdict is verdict


def test_a_server_that_speaks_no_tls_is_unreachable_over_https() -> None:
    async def go() -> Report:
        async with served_raw(b"hello") as home:
            (report,) = await checked([home.replace("http", "https")], network(timeout=2))
            return report

    assert asyncio.run(go()).seen.verdict is Verdict.UNREACHABLE


def test_a_name_that_is_not_known_is_unreachable() -> None:
    (report,) = asyncio.run(checked(["http://127.0.0.1:1/"], network()))

    assert report.seen.verdict is Verdict.UNREACHABLE


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
