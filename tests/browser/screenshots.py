"""Makes the pictures of the README: `python -m tests.browser.screenshots FOLDER`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bot.workspace import BEN, MLOPS
from tests.bot.process import Workspace
from tests.browser.conftest import ARGUMENTS, CHROMIUM, opened
from tests.browser.test_asking import QUESTION, ask, messages

WINDOW = {"width": 1120, "height": 730}


def picture(page: Page, file: Path) -> None:
    """Show somebody's question in the channel, and the answer that Ada alone sees."""
    ask(page, f"/mlops-learn {QUESTION}")
    expect(messages(page)).to_have_count(2)
    page.get_by_label("Message #mlops").blur()
    page.screenshot(path=file)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        Workspace(Path(data)) as bot,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for scheme in ("light", "dark"):
            bot.start_over()
            bot.do("write", person=BEN, place=MLOPS, text="Does anybody know how MetalLB works?")
            with opened(browser, bot.url, scheme) as page:
                page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
                picture(page, folder / f"answer-{scheme}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
