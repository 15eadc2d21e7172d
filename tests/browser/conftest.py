"""A real browser in front of the page, and the bot as a process behind it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.workspace import LocalSlack
from tests.bot.process import PATIENCE, Workspace, eventually
from tests.browser.demo import serve_demo

CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
ARGUMENTS = (
    "--no-sandbox",  # which needs what containers do not have, and does not run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WINDOW = {"width": 1280, "height": 800}

expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        here = [item for item in items if Path(__file__).parent in item.path.parents]
        for item in here:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@contextmanager
def opened(browser: Browser, url: str, scheme: str = "light") -> Iterator[Page]:
    """Open the page in a new window; whatever the browser complains of fails the test."""
    context = browser.new_context(color_scheme=scheme, viewport=WINDOW)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    complaints: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend([said.text] * (said.type == "error")))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    yield page
    context.close()
    assert complaints == []
    assert [each for each in asked if not each.startswith((url.partition("?")[0], "data:"))] == []


@pytest.fixture(scope="package")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The bot as `mlops-learn run` starts it where no Slack is connected."""
    with Workspace(tmp_path_factory.mktemp("workspace")) as running:
        eventually(lambda: "metallb.io" in running.look()["timeline"])  # what it asks at first
        yield running


@pytest.fixture
def page(bot: Workspace, browser: Browser) -> Iterator[Page]:
    """An empty workspace, as Ada sees it."""
    bot.start_over()
    with opened(browser, bot.url) as page:
        yield page


@pytest.fixture
def demo() -> Iterator[LocalSlack]:
    """A workspace with an app that uses all of Block Kit that the page can draw."""
    with serve_demo() as slack:
        yield slack
