"""With a setting that cannot be used no bot starts, and the one line that it says is about that."""

import pytest

from tests.bot.command_line import run

TOKEN = {"SLACK_BOT_TOKEN": "xoxb-5eeded", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
GOOD = {**TOKEN, "SLACK_APP_TOKEN": "xapp-5eeded", "DATABASE_URL": "sqlite:///:memory:"}
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "5eeded",
    "SLACK_SIGNING_SECRET": "5eeded",
    "DATABASE_URL": "postgresql://bot:5eeded@127.0.0.1:1/learn",
    "MLOPS_LEARN_SECRET_KEY": "5eeded" * 8,
}
NOT_ENOUGH = 78
"""The exit code by which a platform knows that starting again would not help."""


@pytest.mark.parametrize(
    ("good", "name", "bad"),
    [
        (GOOD, "SLACK_BOT_TOKEN", "xapp-5eeded"),
        (GOOD, "SLACK_BOT_TOKEN", "xoxb-5eeded…"),
        (GOOD, "SLACK_BOT_TOKEN", ""),
        (GOOD, "SLACK_APP_TOKEN", "xoxb-5eeded"),
        (GOOD, "SLACK_APP_TOKEN", ""),
        (GOOD, "SLACK_API_URL", "5eeded"),
        (GOOD, "DATABASE_URL", "mysql://bot:5eeded@127.0.0.1/learn"),
        (GOOD, "DATABASE_URL", "5eeded"),
        (GOOD, "PORT", "5eeded"),
        (GOOD, "PORT", "70000"),
        (GOOD, "LOG_LEVEL", "5eeded"),
        (GOOD, "LOG_FORMAT", "5eeded"),
        (GOOD, "SENTRY_DSN", "5eeded"),
        (GOOD, "MLOPS_LEARN_ADMINS", "@5eeded"),
        (GOOD, "MLOPS_LEARN_CURATORS", "#5eeded"),
        (GOOD, "MLOPS_LEARN_QUESTION_DAYS", "0"),
        (GOOD, "MLOPS_LEARN_SECRET_KEY", "5eeded"),
        *((MANY, name, "") for name in MANY),
        (MANY, "SLACK_APP_TOKEN", "xapp-5eeded"),
        (MANY, "MLOPS_LEARN_SECRET_KEY", "5eeded,5eeded"),
        (MANY, "DATABASE_URL", "5eeded"),
        (MANY, "MLOPS_LEARN_ADMINS", "U5EEDED"),
        (MANY, "MLOPS_LEARN_CURATORS", "C5EEDED"),
    ],
)
def test_no_bot_starts_with_a_bad_setting(good: dict[str, str], name: str, bad: str) -> None:
    environment = {**good, name: bad}

    done = run("run", stdin=b"", **environment)

    assert done.returncode == NOT_ENOUGH
    (said,) = done.stderr.decode().splitlines()
    assert name in said
    assert "5eeded" not in said


def test_no_bot_starts_without_its_catalogue() -> None:
    done = run("run", stdin=b"", **GOOD, MLOPS_LEARN_CATALOGUE="/nowhere")

    assert done.returncode == NOT_ENOUGH
    assert b"/nowhere" in done.stderr
