"""The manifest that people paste into Slack, against what the code registers and asks for."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.doctor import SCOPES
from bot.names import COMMAND, FIND_RESOURCES

ROOT = Path(__file__).parent.parent


@pytest.fixture
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    return loaded


def registered(pattern: str) -> set[str]:
    sources = [file.read_text(encoding="utf-8") for file in ROOT.glob("bot/listeners/*.py")]
    return {found for source in sources for found in re.findall(pattern, source)}


def test_its_command_is_the_one_that_is_registered(manifest: dict[str, Any]) -> None:
    declared = {command["command"] for command in manifest["features"]["slash_commands"]}

    assert registered(r"@app\.command\((\w+)\)") == {"COMMAND"}
    assert declared == {COMMAND}


def test_its_shortcut_is_the_one_that_is_registered(manifest: dict[str, Any]) -> None:
    declared = {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]}

    assert registered(r"@app\.message_shortcut\((\w+)\)") == {"FIND_RESOURCES"}
    assert declared == {FIND_RESOURCES}


def test_its_events_are_those_that_are_registered(manifest: dict[str, Any]) -> None:
    declared = set(manifest["settings"]["event_subscriptions"]["bot_events"])

    # Of messages the bot gets only those of its direct messages, as `message.im`.
    assert registered(r'@app\.event\("(\w+)"\)') == {"app_mention", "message"}
    assert declared == {"app_mention", "message.im"}


def test_it_asks_for_the_least_scopes(manifest: dict[str, Any]) -> None:
    declared = manifest["oauth_config"]["scopes"]["bot"]

    assert set(declared) == SCOPES
    assert len(declared) == len(SCOPES)


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
