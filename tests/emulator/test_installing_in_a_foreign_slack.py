"""The app is installed into a Slack that knows nothing of this bot, and holds it to its scopes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Installation

from bot.scopes import OPTIONAL, SCOPES
from bot.store import open_store
from bot.tenants.encryption import Cipher
from bot.tenants.installations import Installations
from tests.bot.process import Running, eventually
from tests.emulator.granting import (
    ADMIN,
    APP,
    BOT,
    CLIENT_ID,
    PACKAGE,
    TEAM,
    VERSION,
    GrantingSlack,
    ResponseUrl,
    emulated,
)
from tests.emulator.npm import fetch
from tests.tenants.installing import KEY, begun, fetched, get, installations, returned

QUESTION = "how does MetalLB work"


@pytest.fixture(scope="session")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GrantingSlack]:
    folder = tmp_path_factory.mktemp("granting")
    program = fetch(folder, PACKAGE, VERSION) / "dist" / "index.js"
    with emulated(program, folder) as running:
        yield running


@pytest.fixture
def bot(slack: GrantingSlack, tmp_path: Path) -> Iterator[Running]:
    with slack.bot(tmp_path) as running:
        eventually(lambda: get(f"{running.url}/readyz").status == 200)
        yield running


@pytest.fixture
def commands() -> Iterator[ResponseUrl]:
    sink = ResponseUrl()
    yield sink
    sink.close()


def installed(folder: Path) -> Installation:
    store = open_store(f"sqlite:///{folder / 'bot.sqlite3'}")
    (installation,) = Installations(store.engine, CLIENT_ID, Cipher([KEY])).all()
    store.close()
    return installation


def test_the_way_leads_to_a_page_that_asks_for_our_scopes(
    slack: GrantingSlack, bot: Running
) -> None:
    way = begun(bot)
    page = fetched("GET", way.location, {})

    assert page.status == 200
    assert "Authorize <strong>mlops-learn</strong>" in page.text
    form = slack.form(page.text)
    assert (form["state"], form["client_id"]) == (way.state, CLIENT_ID)
    assert set(form["scope"].split(",")) == SCOPES | OPTIONAL
    assert form["user_scope"] == ""


@pytest.mark.parametrize("declined", [frozenset(), OPTIONAL], ids=["all", "what it needs"])
def test_who_consents_gives_the_bot_what_was_granted(
    slack: GrantingSlack, bot: Running, tmp_path: Path, declined: frozenset[str]
) -> None:
    page = slack.install(bot, declined)

    assert (page.status, "mlops-learn is in Foreign now" in page.text) == (200, True)
    made = installed(tmp_path)
    assert (made.team_id, made.app_id, made.user_id) == (TEAM, APP, ADMIN)
    assert (made.bot_user_id, made.bot_id) == (BOT, "B0BOT")
    assert made.bot_token
    assert slack.scopes_of(made.bot_token) == (SCOPES | OPTIONAL) - declined


def test_the_scopes_that_it_needs_are_enough(
    slack: GrantingSlack, bot: Running, commands: ResponseUrl
) -> None:
    slack.install(bot, OPTIONAL)

    commands.command(bot, QUESTION)
    eventually(lambda: commands.answers)
    assert commands.answers[0]["response_type"] == "ephemeral"
    assert "https://metallb.io" in commands.answers[0]["text"]

    asked = slack.mention(bot, QUESTION)
    eventually(lambda: slack.answers(asked))
    (answer,) = slack.answers(asked)
    assert answer["user"] == BOT
    assert "https://metallb.io" in answer["text"]

    commands.command(bot, "digest weekly monday 09:00")
    eventually(lambda: commands.answers[1:])
    assert "Every Monday at 09:00" in commands.answers[1]["text"]
    assert "missing_scope" not in bot.log


def test_what_it_cannot_write_is_logged_until_it_is_installed_with_the_scope(
    slack: GrantingSlack, bot: Running, commands: ResponseUrl
) -> None:
    slack.install(bot, {"chat:write"})

    refused = slack.mention(bot, QUESTION)
    eventually(lambda: "the person could not be told" in bot.log)
    assert "RefusedError: missing_scope" in bot.log
    commands.command(bot, QUESTION)  # whose answer takes no scope
    eventually(lambda: commands.answers)
    assert "https://metallb.io" in commands.answers[0]["text"]
    slack.install(bot)
    asked = slack.mention(bot, QUESTION)

    eventually(lambda: slack.answers(asked), 10)
    assert slack.answers(refused) == []


def test_without_the_scope_to_know_people_an_admin_is_told_what_is_missing(
    slack: GrantingSlack, bot: Running, commands: ResponseUrl
) -> None:
    slack.install(bot, {"users:read"})

    commands.command(bot, "digest weekly monday 09:00")
    eventually(lambda: commands.answers)

    assert "the app lacks a scope" in commands.answers[0]["text"]


def test_neither_a_code_nor_a_state_is_good_twice(
    slack: GrantingSlack, bot: Running, tmp_path: Path
) -> None:
    way, another = begun(bot), begun(bot)
    brought = slack.consent(way)
    cookie, other_cookie = (page.cookie.partition(";")[0] for page in (way, another))
    assert returned(bot, cookie, **brought).status == 200

    state = returned(bot, cookie, **(slack.consent(another) | {"state": way.state}))
    code = returned(bot, other_cookie, code=brought["code"], state=another.state)

    assert "That took too long, or was done before." in state.text
    assert "Slack does not know this installation any more." in code.text
    assert installations(tmp_path) == 1
