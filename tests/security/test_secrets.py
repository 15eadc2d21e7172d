"""After many faults no secret stands in the log, on a page, in a message or in `doctor`'s words."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.names import Action
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from bot.workspace.faults import RESPONSE_URL
from bot.workspace.world import Message
from tests.bot.command_line import run
from tests.bot.odd import odd
from tests.bot.process import Process, Running, eventually
from tests.bot.rig import buttons, click, command, mention, shortcut
from tests.security.wires import answer_to, head
from tests.tenants.installing import KEY, Installed, begun, install, returned, settings_of

PASSWORD = "hunter2-p4ssw0rd"
NOWHERE = f"postgresql://bot:{PASSWORD}@127.0.0.1:1/learn"
DSN_KEY = "5eededd5nkey"
DSN = f"http://{DSN_KEY}@127.0.0.1:1/1"
RESPONSE_KEY = "5eededRe5ponseKey"
DEAD_END = f"http://127.0.0.1:1/hooks.slack.com/commands/T0LOCAL/23/{RESPONSE_KEY}"
"""A response URL that leads to nobody, and looks like one of Slack's where it matters."""

FAULTS = (
    *(faults.refused("invalid_auth"), faults.refused("some_error"), faults.refused("fatal_error")),
    *(faults.reset(), faults.lost_reply(), faults.unavailable(), faults.html()),
)
METHODS = ("chat.postMessage", "chat.postEphemeral", "views.open", RESPONSE_URL)
LOGGING = [("json", "INFO"), ("text", "DEBUG")]


def secrets_of(slack: LocalSlack) -> tuple[str, ...]:
    app = slack.app
    granted = (app.bot_token, app.app_token, app.signing_secret, app.client_secret)
    return (*granted, KEY, PASSWORD, DSN_KEY, RESPONSE_KEY)


@pytest.fixture
def holds_none(slack: LocalSlack) -> Callable[[str], None]:
    """Look through what somebody could read, for each secret and for what looks like one."""

    def look(text: str) -> None:
        assert text
        assert [secret for secret in secrets_of(slack) if secret in text] == []
        assert re.findall(r"xox[a-z]-\w+|xapp-\w+|hooks\.slack\.com/\w+", text) == []

    return look


def pages(bot: Running) -> Iterator[str]:
    for name in ("healthz", "readyz", "metrics", "nowhere"):
        try:
            with urlopen(f"{bot.url}/{name}", timeout=10) as response:
                yield response.read().decode()
        except HTTPError as error:
            yield error.read().decode()


def messages(slack: LocalSlack) -> str:
    """Give all that anybody was told."""
    sent = [call.sent for call in slack.traffic if call.way == "to Slack"]
    return re.sub(r"/response/[\w/]+", "", repr(sent))


def trouble(slack: LocalSlack) -> None:
    """Let all kinds of requests meet all kinds of faults."""
    for fault in FAULTS:
        for method in METHODS:
            slack.fail(method, fault)
        slack.deliver(command(slack, "istio") | {"response_url": DEAD_END})
        slack.deliver(command(slack, "istio"))
        slack.deliver(command(slack, "suggest"))
        slack.deliver(mention(slack, "istio"))
        slack.deliver(shortcut(slack, slack.act.say("istio", ADA, MLOPS)))
    slack.faults.clear()
    slack.deliver(command(slack, "istio"))
    eventually(lambda: with_more(slack), 20)
    pressed = click(slack, with_more(slack)[0], Action.MORE) | {"response_url": DEAD_END}
    pressed["actions"][0]["value"] = "not what it should be"
    slack.deliver(pressed)


def with_more(slack: LocalSlack) -> list[Message]:
    return [each for each in slack.from_bot(MLOPS, seen_by=ADA) if Action.MORE in buttons(each)]


def forge(slack: LocalSlack, bot: Running) -> None:
    """Ask over HTTP with secrets in all places, by somebody who has them from elsewhere."""
    for headers in ([("Authorization", f"Bearer {slack.app.bot_token}")], [("Cookie", KEY)]):
        for path in ("/slack/events", f"/slack/events?token={slack.app.bot_token}"):
            answer_to(bot, head([*headers, ("Content-Length", "-1")], path))
            answer_to(bot, head([*headers, *slack.signature("[").items()], path) + b"[")


@pytest.mark.parametrize(("form", "level"), LOGGING)
def test_no_secret_is_told_where_one_workspace_is_served(
    slack: LocalSlack,
    tmp_path: Path,
    holds_none: Callable[[str], None],
    form: str,
    level: str,
) -> None:
    environment = {"LOG_FORMAT": form, "LOG_LEVEL": level, "SENTRY_DSN": DSN}
    environment |= {"DATABASE_URL": NOWHERE}
    with Process(slack, tmp_path, http=True, environment=environment) as bot:
        trouble(slack)
        forge(slack, bot)
        eventually(lambda: "request failed" in bot.log, 20)

        for page in pages(bot):
            holds_none(page)
        holds_none(bot.log)
        holds_none(messages(slack))

        # Who asks with a secret has it in the answer, and the log does not.
        slack.deliver(command(slack, slack.app.bot_token))
        eventually(lambda: slack.app.bot_token in messages(slack), 20)
        holds_none(bot.log)


def test_no_secret_is_told_over_socket_mode(
    slack: LocalSlack, tmp_path: Path, holds_none: Callable[[str], None]
) -> None:
    with Process(slack, tmp_path, environment={"LOG_LEVEL": "DEBUG"}) as bot:
        slack.fail("chat.postMessage", faults.refused("some_error"))
        slack.deliver(mention(slack, "istio"))
        slack.ask_to_reconnect("warning")
        eventually(lambda: slack.opened == 2 and slack.from_bot(MLOPS), 20)
        eventually(lambda: "request failed" in bot.log, 20)

        holds_none(bot.log)


@pytest.mark.parametrize(("form", "level"), LOGGING[1:])
def test_no_secret_is_told_where_many_workspaces_are_served(
    slack: LocalSlack, tmp_path: Path, holds_none: Callable[[str], None], form: str, level: str
) -> None:
    environment = {"LOG_FORMAT": form, "LOG_LEVEL": level}
    with Installed(slack, tmp_path, environment) as bot:
        eventually(lambda: "ready" in [*pages(bot)][1:2], 20)
        for fault in FAULTS:
            slack.fail("oauth.v2.access", fault)
            holds_none(install(bot, slack).text)
        page = begun(bot)
        holds_none(returned(bot, page.cookie.partition(";")[0], code="x", state=page.state).text)
        holds_none(install(bot, slack).text)
        trouble(slack)
        forge(slack, bot)
        eventually(lambda: "request failed" in bot.log, 20)

        for text in (*pages(bot), bot.log):
            holds_none(text)


@pytest.mark.parametrize("how", [faults.refused, lambda said: odd(said.encode())])
def test_doctor_does_not_repeat_a_secret_that_slack_says(
    slack: LocalSlack,
    tmp_path: Path,
    holds_none: Callable[[str], None],
    how: Callable[[str], faults.Fault],
) -> None:
    for method in ("auth.test", "apps.connections.open", "blocks.validate", "conversations.info"):
        slack.fail(method, how(" ".join(secrets_of(slack)[:3])))
    done = run(
        "doctor",
        SLACK_BOT_TOKEN=slack.app.bot_token,
        SLACK_APP_TOKEN=slack.app.app_token,
        SLACK_SIGNING_SECRET=slack.app.signing_secret,
        SLACK_API_URL=slack.api_url,
        DATABASE_URL=f"sqlite:///{tmp_path / 'doctor.sqlite3'}",
        MLOPS_LEARN_CURATORS="C1",
    )

    assert done.returncode == 1
    holds_none(done.stdout.decode())
    holds_none(f"{done.stderr.decode()}.")


@pytest.mark.parametrize("fault", [FAULTS[0], FAULTS[-1]], ids=["refused", "a page"])
def test_no_secret_is_told_by_doctor(
    slack: LocalSlack, tmp_path: Path, holds_none: Callable[[str], None], fault: faults.Fault
) -> None:
    many = {**settings_of(slack), "DATABASE_URL": f"sqlite:///{tmp_path / 'doctor.sqlite3'}"}
    one = {
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": NOWHERE,
        "SENTRY_DSN": DSN,
    }
    swapped = one | {"SLACK_APP_TOKEN": slack.app.bot_token}
    broken = many | {"MLOPS_LEARN_SECRET_KEY": KEY[:20], "SLACK_API_URL": f"x{DEAD_END}"}
    for environment in (one, many, swapped, broken):
        for method in ("auth.test", "apps.connections.open", "blocks.validate"):
            slack.fail(method, fault)
        done = run("doctor", stdin=b"", **environment)
        holds_none(re.sub(r"SLACK_API_URL.*", "", (done.stdout + done.stderr).decode()))
