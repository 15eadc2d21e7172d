"""The manifest that people paste into Slack, against what the code registers and asks for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import App

from bot.identity import Identity
from bot.listeners import register
from bot.local import MANIFEST
from bot.scopes import OPTIONAL, SCOPES
from bot.staff import staff_of
from bot.store import open_store
from bot.transports.payload import REVOKED, UNINSTALLED
from tests.bot.rig import house_at

ROOT = Path(__file__).parent.parent


@pytest.fixture
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    return loaded


class Recording(App):
    """Bolt's app, which notes what is registered with it."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-unused", token_verification_enabled=False)
        self.commands: list[object] = []
        self.events: list[object] = []
        self.shortcuts: list[object] = []

    def command(self, command: Any, *more: Any, **named: Any) -> Any:
        self.commands.append(command)
        return super().command(command, *more, **named)

    def event(self, event: Any, *more: Any, **named: Any) -> Any:
        self.events.append(event)
        return super().event(event, *more, **named)

    def message_shortcut(self, callback_id: Any, *more: Any, **named: Any) -> Any:
        self.shortcuts.append(callback_id)
        return super().message_shortcut(callback_id, *more, **named)


@pytest.fixture
def app(tmp_path: Path) -> Recording:
    recording = Recording()
    house = house_at(open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}"))
    staff = staff_of(recording.client, Identity("T1", "U1", "B1"), house)
    register(recording, staff, ThreadPoolExecutor())
    return recording


def test_its_commands_are_those_that_are_registered(
    manifest: dict[str, Any], app: Recording
) -> None:
    assert app.commands == [c["command"] for c in manifest["features"]["slash_commands"]]


def test_its_shortcuts_are_those_that_are_registered(
    manifest: dict[str, Any], app: Recording
) -> None:
    assert app.shortcuts == [s["callback_id"] for s in manifest["features"]["shortcuts"]]


def test_its_events_are_those_that_are_registered(manifest: dict[str, Any], app: Recording) -> None:
    declared = manifest["settings"]["event_subscriptions"]["bot_events"]

    # Of messages the bot gets only those of its direct messages, as `message.im`.
    # Farewells are taken before Bolt has them.
    taken = {*app.events, UNINSTALLED, REVOKED}
    assert taken == {event.partition(".")[0] for event in declared}
    assert [event for event in declared if event.startswith("message")] == ["message.im"]


def test_the_local_workspace_has_the_same_app(manifest: dict[str, Any]) -> None:
    features, settings = manifest["features"], manifest["settings"]

    assert manifest["display_information"]["name"] == MANIFEST.name
    scopes = manifest["oauth_config"]["scopes"]
    assert {*scopes["bot"], *scopes["bot_optional"]} == MANIFEST.scopes
    assert set(settings["event_subscriptions"]["bot_events"]) == MANIFEST.events
    assert features["app_home"]["home_tab_enabled"] is MANIFEST.has_home
    assert [
        (
            command["command"],
            command["usage_hint"],
            command["description"],
            command["should_escape"],
        )
        for command in features["slash_commands"]
    ] == [
        (command.name, command.hint, command.about, command.should_escape)
        for command in MANIFEST.commands
    ]
    assert [(s["name"], s["callback_id"]) for s in features["shortcuts"]] == [
        (shortcut.name, shortcut.callback_id) for shortcut in MANIFEST.shortcuts
    ]


def test_it_asks_for_the_least_scopes(manifest: dict[str, Any]) -> None:
    declared = manifest["oauth_config"]["scopes"]

    assert sorted(declared["bot"]) == sorted(SCOPES)
    assert sorted(declared["bot_optional"]) == sorted(OPTIONAL)


def test_socket_mode_and_buttons_are_on(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_its_texts_fit_slacks_limits(manifest: dict[str, Any]) -> None:
    about = manifest["display_information"]
    command = manifest["features"]["slash_commands"][0]
    shortcut = manifest["features"]["shortcuts"][0]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(command["command"]) <= 32
    assert len(command["usage_hint"]) <= 1000
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
