"""The button *Picture*: a chart for the curator who presses it, in their direct message."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chart import NoChartsError
from bot.local import MANIFEST
from bot.names import Action
from bot.views.sentences import OUTDATED
from bot.views.statistics import NO_SCOPE, NOT_CONFIRMED, PICTURE
from bot.workspace import ADA, BEN, CURATORS, LocalSlack, Manifest, faults
from bot.workspace.world import File, Json
from tests.bot.rig import Bot, start_bot
from tests.statistics.rows import NOW, ask
from tests.statistics.test_chart import size_of

DIRECT = "D0ADA"


def pressed(slack: LocalSlack, bot: Bot, person: str = ADA) -> Json:
    """Look at App Home and press the button; gives the payload that the bot has yet to get."""
    (payload,) = slack.act.open_home(person, slack.views.home(person))
    bot.get(payload)
    home = slack.views.home(person)
    assert home
    return slack.touch.use(home, Action.CHART)


def files(slack: LocalSlack, channel: str = DIRECT) -> list[File]:
    return [file for m in slack.from_bot(channel) for file in slack.world.shared_with(m)]


def texts(slack: LocalSlack, channel: str = DIRECT) -> list[str]:
    return [message.text for message in slack.from_bot(channel) if message.text]


def everywhere(slack: LocalSlack) -> list[str]:
    return [channel for channel in slack.world.channels if slack.from_bot(channel)]


@pytest.fixture(autouse=True)
def _asked(bot: Bot) -> None:
    ask(bot.store)
    ask(bot.store, outcome="nothing")


def test_it_comes_in_the_direct_message_of_who_pressed_it(slack: LocalSlack, bot: Bot) -> None:
    bot.get(pressed(slack, bot))

    (file,) = files(slack)
    assert (file.name, file.title, file.kind) == ("statistics.png", "2026-W48", "image/png")
    assert size_of(file.body) == (1560, 660)
    assert "2026-W48: 2, of which 1 surely, 0 with the closest, 1 not at all" in file.alt
    assert texts(slack) == [PICTURE]
    assert everywhere(slack) == [DIRECT]


def test_a_click_that_is_delivered_again_brings_no_other(slack: LocalSlack, bot: Bot) -> None:
    click = pressed(slack, bot)
    bot.get(click)
    bot.get(click)

    assert len(files(slack)) == 1
    assert texts(slack) == [PICTURE]


def test_another_click_brings_another(slack: LocalSlack, bot: Bot) -> None:
    bot.get(pressed(slack, bot))
    bot.get(pressed(slack, bot))

    assert len(files(slack)) == 2


def test_who_no_longer_curates_gets_none(slack: LocalSlack, bot: Bot) -> None:
    slack.world.join(slack.world.channel(CURATORS), BEN)
    click = pressed(slack, bot, BEN)
    slack.world.leave(slack.world.channel(CURATORS), BEN)

    bot.get(click)

    assert slack.world.files == {}
    assert texts(slack, "D0BEN") == [
        "This is for curators: the members of their channel, and workspace admins."
    ]


def test_a_forged_click_of_somebody_else_brings_nothing(slack: LocalSlack, bot: Bot) -> None:
    click = pressed(slack, bot)
    click["user"]["id"] = BEN

    bot.get(click)

    assert slack.world.files == {}
    assert everywhere(slack) == ["D0BEN"]


@pytest.mark.parametrize("value", ["", "x", "[]", '{"person": "U0ADA"}', '{"team": "T0OTHER"}'])
def test_a_forged_value_brings_nothing(slack: LocalSlack, bot: Bot, value: str) -> None:
    click = pressed(slack, bot)
    click["actions"][0]["value"] = value

    bot.get(click)

    assert slack.world.files == {}
    assert everywhere(slack) == [DIRECT]
    assert slack.from_bot(DIRECT)[-1].text == OUTDATED


def test_where_slack_does_not_tell_who_curates_none_comes(slack: LocalSlack, bot: Bot) -> None:
    click = pressed(slack, bot)
    slack.fail("conversations.members", faults.refused("internal_error"))
    slack.fail("users.info", faults.refused("internal_error"))

    bot.get(click)

    assert slack.world.files == {}
    assert [text.startswith("This is for curators") for text in texts(slack)] == [True]


def test_without_the_library_one_sentence_says_so(
    slack: LocalSlack, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    click = pressed(slack, bot)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    bot.get(click)

    assert slack.world.files == {}
    assert texts(slack) == [str(NoChartsError())]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[tuple[LocalSlack, Bot]]:
    """A Slack that did not grant the scope."""
    scopes = MANIFEST.scopes - {"files:write"}
    with LocalSlack(Manifest(scopes=scopes, events=MANIFEST.events)) as slack:
        bot = start_bot(slack, tmp_path / "bare.sqlite3", clock=lambda: NOW)
        ask(bot.store)
        yield slack, bot
        bot.close()


def test_without_the_scope_one_sentence_says_so(bare: tuple[LocalSlack, Bot]) -> None:
    slack, bot = bare

    bot.get(pressed(slack, bot))

    assert slack.world.files == {}
    assert texts(slack) == [NO_SCOPE]


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        ("files.getUploadURLExternal", faults.refused("internal_error")),
        ("files.getUploadURLExternal", faults.html()),
        (faults.UPLOAD, faults.unavailable()),
        (faults.UPLOAD, faults.reset()),
        ("files.completeUploadExternal", faults.refused("channel_not_found")),
        ("files.completeUploadExternal", faults.reset()),
    ],
)
def test_what_is_lost_on_the_way_is_said(
    slack: LocalSlack, bot: Bot, route: str, fault: faults.Fault
) -> None:
    click = pressed(slack, bot)
    slack.fail(route, fault)

    bot.get(click)

    assert files(slack) == []
    assert texts(slack) == [NOT_CONFIRMED]
