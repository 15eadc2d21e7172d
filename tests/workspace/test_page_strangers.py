"""Who may ask for the page, and what it may load."""

from urllib.request import urlopen

import pytest

from bot.workspace import LocalSlack
from tests.workspace.browser import Browser


@pytest.fixture
def browser(slack: LocalSlack) -> Browser:
    return Browser(slack)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:80"},
        {"Host": "mlops.internal"},
        {"Host": "0.0.0.0"},  # which leads here, and browsers let other pages ask
        {"Host": "192.168.0.7"},
        {"Host": "["},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_strangers_are_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.ask("GET", "/page/regions", headers=headers)[0] == 403
    assert browser.ask("POST", "/page/start-over", b"{}", headers=headers)[0] == 403
    assert browser.ask("POST", "/api/auth.test", b"{}", headers=headers)[0] == 403


def test_the_page_of_this_machine_is_let_in(browser: Browser) -> None:
    ours = {"Origin": f"http://{browser.host}", "Sec-Fetch-Site": "same-origin"}
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    by_name = {"Host": browser.host.replace("127.0.0.1", "localhost")}

    assert browser.ask("GET", "/page/regions", headers=ours)[0] == 200
    assert browser.ask("GET", "/", headers=by_name)[0] == 200
    assert browser.ask("GET", "/", headers=link)[0] == 200  # a link to it, which can be followed
    assert browser.ask("GET", "/page/regions", headers=link)[0] == 403


def test_others_come_by_any_address_where_they_are_let_in() -> None:
    with LocalSlack(host="0.0.0.0") as slack:
        browser = Browser(slack)

        assert browser.ask("GET", "/", headers={"Host": "192.168.0.7:3000"})[0] == 200
        assert browser.ask("GET", "/", headers={"Host": "evil.example"})[0] == 403


def test_nothing_is_loaded_from_elsewhere(browser: Browser) -> None:
    for path in ("/", "/page.css", "/page.js"):
        status, body = browser.ask("GET", path)
        assert status == 200
        assert b"http://" not in body
        assert b"https://" not in body


def test_the_browser_is_told_to_load_nothing_else(slack: LocalSlack) -> None:
    with urlopen(slack.url, timeout=10) as response:
        policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
