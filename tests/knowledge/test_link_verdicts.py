"""Links in, verdicts out; on local servers that behave in every way that servers do."""

import asyncio

import pytest
from aiohttp import web

from knowledge.curating.link_check import Report, Verdict
from tests.knowledge.link_servers import (
    Site,
    by_method,
    checked,
    look,
    network,
    redirect,
    says,
    served,
    served_raw,
)


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
