"""The environment in; settings, or a sentence that says what to change, out."""

from pathlib import Path

import pytest

from bot.settings import ConfigurationError, Connection, Settings, read_settings

NAMES = (
    *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "PORT"),
    *("DATABASE_URL", "MLOPS_LEARN_CATALOGUE", "LOG_LEVEL", "LOG_FORMAT"),
    *("MLOPS_LEARN_ADMINS", "DYNO"),
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)  # no .env


def connection(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Connection:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_settings(Settings).connection()


BOT, APP, SECRET = "xoxb-1", "xapp-1-A1-1", "shh"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, Connection.NONE),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, Connection.NONE),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, Connection.SOCKET_MODE),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}, Connection.HTTP),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET},
            Connection.SOCKET_MODE,
        ),
    ],
)
def test_what_is_set_decides_how_slack_is_connected(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: Connection
) -> None:
    assert connection(monkeypatch, **variables) is expected


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": BOT}, "neither SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": ""}, "neither SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, "SLACK_BOT_TOKEN holds a token that"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": BOT}, "SLACK_APP_TOKEN holds a token that"),
    ],
)
def test_half_of_a_connection_is_no_connection(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named):
        connection(monkeypatch, **variables)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("SLACK_API_URL", "slack.com"),
        ("SLACK_API_URL", "https://slack.com/ap i/"),
        ("SLACK_API_URL", "https://slack.com:abc/api/"),
        ("SLACK_BOT_TOKEN", "xoxb-…"),
        ("SLACK_APP_TOKEN", "xapp-1\n2"),
        ("SLACK_SIGNING_SECRET", "sécret"),
        ("MLOPS_LEARN_ADMINS", "ada"),
        ("MLOPS_LEARN_ADMINS", "U024BE7LH,@ben"),
        ("MLOPS_LEARN_ADMINS", "u024be7lh"),
        ("MLOPS_LEARN_ADMINS", "C0MLOPS"),
        ("MLOPS_LEARN_ADMINS", "ada@example.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_but_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=f"^{name}: ") as caught:
        read_settings(Settings)

    assert value not in str(caught.value).removeprefix(f"{name}: ").split("'")


@pytest.mark.parametrize("pasted", [" xoxb-1\n", '"xoxb-1"', "'xoxb-1' "])
def test_what_copying_brings_along_is_taken_away(
    monkeypatch: pytest.MonkeyPatch, pasted: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", pasted)

    token = read_settings(Settings).slack_bot_token

    assert token
    assert token.get_secret_value() == "xoxb-1"


@pytest.mark.parametrize(
    "written",
    [
        "U024BE7LH,W012A3CDE",
        " U024BE7LH , W012A3CDE, ",
        "U024BE7LH W012A3CDE U024BE7LH",
        "U024BE7LH;\nW012A3CDE",
        '"U024BE7LH, W012A3CDE"',
        "'U024BE7LH W012A3CDE'",
        '"U024BE7LH", "W012A3CDE"',
    ],
)
def test_admins_are_listed_as_people_list_things(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("MLOPS_LEARN_ADMINS", written)

    assert read_settings(Settings).mlops_learn_admins == {"U024BE7LH", "W012A3CDE"}


@pytest.mark.parametrize("written", ["", "  ", ",", '""'])
def test_there_need_not_be_admins(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("MLOPS_LEARN_ADMINS", written)

    assert read_settings(Settings).mlops_learn_admins == frozenset()


def test_what_admins_should_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLOPS_LEARN_ADMINS", "ada")

    with pytest.raises(ConfigurationError) as caught:
        read_settings(Settings)

    assert str(caught.value) == ("MLOPS_LEARN_ADMINS: should be ids of people such as U024BE7LH")


@pytest.mark.parametrize(
    ("variables", "forgets"),
    [
        ({}, False),
        ({"DYNO": "web.1"}, True),
        ({"DYNO": "web.1", "DATABASE_URL": ""}, True),
        ({"DYNO": "web.1", "DATABASE_URL": "postgres://db/learn"}, False),
        ({"DATABASE_URL": "postgres://db/learn"}, False),
    ],
)
def test_a_dyno_forgets_what_is_not_in_a_database(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], forgets: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert read_settings(Settings).forgets is forgets


def test_an_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1-A1-1\n")

    assert read_settings(Settings).connection() is Connection.SOCKET_MODE


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("PORT=3000".encode("utf-16"))

    with pytest.raises(ConfigurationError, match=r"^\.env is not text in UTF-8"):
        read_settings(Settings)


def test_the_address_of_slack_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api")

    assert read_settings(Settings).slack_api_url == "http://127.0.0.1:1/api/"


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-precious")
    monkeypatch.setenv("DATABASE_URL", "postgres://bot:p%40ss@db/learn")

    settings = read_settings(Settings)

    assert "precious" not in repr(settings)
    assert {"xoxb-precious", "p%40ss", "p@ss"} <= set(settings.secrets())


@pytest.mark.parametrize(
    "url",
    [
        "postgres://bot:a/b?c#d:e@db:5432/learn",
        "postgres://:a/b?c#d:e@db",
        "postgres://bot@db/learn?password=a/b?c#d:e&sslmode=require",
        "postgres://bot:a/b?c#d:e@db/learn?application_name=me@here",
    ],
)
def test_a_password_is_known_for_one_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    assert "a/b?c#d:e" in read_settings(Settings).secrets()
