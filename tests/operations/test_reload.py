"""A changed catalogue is taken up without a restart; a broken one is refused."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.library import Library
from bot.metrics import Metrics
from bot.renewal import Renewal
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from knowledge import SHIPPED
from tests.bot.process import Process, eventually
from tests.bot.rig import command
from tests.knowledge.folders import write
from tests.operations.test_pages import numbers, page
from tests.shipped import FINDER

ONE = '{"id": "one", "title": "Baking bread", "url": "https://a.example/one"}\n'
TWO = '{"id": "two", "title": "Growing marrows", "url": "https://a.example/two"}\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.jsonl"
    file.write_text(ONE)
    return file


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path, catalogue: Path) -> Iterator[Process]:
    folder = tmp_path / "bot"
    folder.mkdir()
    environment = {"MLOPS_LEARN_CATALOGUE": str(catalogue)}
    with Process(slack, folder, http=True, environment=environment) as running:
        yield running


def told(slack: LocalSlack, question: str) -> str:
    """Ask, and read the answer."""
    before = len(slack.from_bot(MLOPS, seen_by=ADA))
    slack.deliver(command(slack, question))
    eventually(lambda: len(slack.from_bot(MLOPS, seen_by=ADA)) > before)
    return slack.from_bot(MLOPS, seen_by=ADA)[-1].text


def reloads(bot: Process, outcome: str) -> float:
    name = f'mlops_learn_catalogue_reloads_total{{outcome="{outcome}"}}'
    return numbers(bot).get(name, 0)


def test_on_hangup_the_catalogue_is_read_anew(
    slack: LocalSlack, bot: Process, catalogue: Path
) -> None:
    assert "https://a.example/two" not in told(slack, "growing marrows")
    catalogue.write_text(ONE + TWO)
    bot.signal(signal.SIGHUP)
    eventually(lambda: reloads(bot, "taken"))

    assert "https://a.example/two" in told(slack, "growing marrows")
    assert 'resources="2"' in page(bot, "metrics")[1]


def test_a_hangup_while_slack_is_waited_for_ends_nothing(slack: LocalSlack, tmp_path: Path) -> None:
    slack.fail("auth.test", faults.unavailable())
    bot = Process(slack, tmp_path, http=True)
    bot.start()
    try:
        eventually(lambda: "Slack does not answer" in bot.log)
        bot.signal(signal.SIGHUP)
        bot.wait_until_ready()
    finally:
        bot.signal(signal.SIGKILL)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ONE + TWO[:-20], "line 2"),
        ("", "holds no resource"),
        ("\0\xff{" * 99, "is not readable text"),
        (ONE + TWO.replace("https:", "javascript:"), "line 2"),
    ],
    ids=["half-written", "empty", "rubbish", "a dangerous link"],
)
def test_a_broken_one_is_refused_and_the_old_one_stays(
    slack: LocalSlack, bot: Process, catalogue: Path, content: str, said: str
) -> None:
    catalogue.write_text(content, encoding="latin-1")
    bot.signal(signal.SIGHUP)
    eventually(lambda: reloads(bot, "refused"))

    assert "https://a.example/one" in told(slack, "baking bread")
    assert "catalogue refused, the one before stays" in bot.log
    assert said in bot.log
    assert page(bot, "readyz") == (200, "ready")
    catalogue.write_text(ONE + TWO)
    bot.signal(signal.SIGHUP)
    eventually(lambda: reloads(bot, "taken"))
    assert "https://a.example/two" in told(slack, "growing marrows")


def test_a_catalogue_that_is_gone_is_refused(
    slack: LocalSlack, bot: Process, catalogue: Path
) -> None:
    catalogue.unlink()
    bot.signal(signal.SIGHUP)
    eventually(lambda: reloads(bot, "refused"))

    assert "https://a.example/one" in told(slack, "baking bread")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_the_folder_is_refused_and_not_waited_for(
    slack: LocalSlack, tmp_path: Path
) -> None:
    folder = write(tmp_path / "catalogue")
    with Process(
        slack, tmp_path, http=True, environment={"MLOPS_LEARN_CATALOGUE": str(folder)}
    ) as bot:
        os.mkfifo(folder / "pipe.toml")
        for count in (1, 2):
            bot.signal(signal.SIGHUP)
            eventually(lambda: reloads(bot, "refused") == count)  # noqa: B023 - called at once

        assert "pipe.toml: is no regular file; take it out or mend the link" in bot.log
        assert "https://example.org/istio-docs" in told(slack, "istio")


def test_a_changed_file_is_noticed_once(catalogue: Path, tmp_path: Path) -> None:
    library, metrics = Library.at(catalogue, tmp_path / "cache"), Metrics()
    renewal = Renewal(library, metrics)
    first = library.edition
    renewal.look()
    assert library.edition is first

    catalogue.write_text(ONE + TWO)
    renewal.look()
    second = library.edition
    renewal.look()
    assert library.edition is second
    assert [r.id for r in second.catalogue.resources] == ["one", "two"]
    assert first.version != second.version

    catalogue.write_text("{")
    for _ in range(3):
        renewal.look()
    assert library.edition is second
    page = metrics.page().decode()
    assert 'mlops_learn_catalogue_reloads_total{outcome="taken"} 1.0' in page
    assert 'mlops_learn_catalogue_reloads_total{outcome="refused"} 1.0' in page


def test_a_folder_is_looked_at_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    shutil.copytree(SHIPPED, folder)
    library = Library(FINDER, folder, tmp_path / "cache")
    assert not library.has_changed

    chapter = folder / "kubernetes" / "networking.toml"
    chapter.write_text(chapter.read_text("utf-8") + "# a remark\n", "utf-8")

    assert library.has_changed
