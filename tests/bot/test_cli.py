"""What a person types; what the terminal shows, and the exit code."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import examine
from bot.scopes import OPTIONAL, SCOPES
from bot.settings import Settings
from bot.store import Subscription, open_store
from bot.workspace import ADA, CURATORS, MLOPS, RANDOM, LocalSlack, Manifest, faults
from tests.bot.command_line import run
from tests.bot.odd import ODD, odd
from tests.knowledge.folders import write


def run_with(
    slack: LocalSlack, folder: Path, *arguments: str, **changed: str
) -> subprocess.CompletedProcess[bytes]:
    """Run with this Slack, and a database in the folder, unless `changed` says otherwise."""
    environment = {
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
    }
    return run(*arguments, stdin=b"", **{**environment, **changed})


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "shelf.jsonl"
    file.write_text('{"id": "one", "titel": "One"}\n', encoding="utf-8")
    return file


def test_ask_answers_in_lines_that_fit_a_terminal() -> None:
    done = run("ask", "how does MetalLB work")

    shown = done.stdout.decode()
    assert done.returncode == 0
    assert "https://metallb.io\n" in shown
    assert "Why: " in shown
    assert "\x1b" not in shown  # plain when it is no terminal
    assert all(len(line) <= 80 for line in shown.splitlines() if "://" not in line)


def test_a_question_needs_no_quotes() -> None:
    assert run("ask", "how", "does", "MetalLB", "work").stdout == (
        run("ask", "how does MetalLB work").stdout
    )


def test_ask_as_json_keeps_its_contract() -> None:
    answer = json.loads(run("ask", "--json", "--limit", "2", "how does MetalLB work").stdout)

    assert list(answer) == ["question", "outcome", "resources", "topics", "milliseconds"]
    assert answer["question"] == "how does MetalLB work"
    assert answer["outcome"] == "confident"
    assert len(answer["resources"]) == 2
    assert set(answer["resources"][0]) == {
        *("id", "title", "url", "format", "level", "minutes", "author", "topics", "score", "why"),
    }
    assert answer["resources"][0]["why"]
    assert "metallb" in answer["topics"]
    assert 0 < answer["milliseconds"] < 10_000


def test_ask_reads_a_question_a_line() -> None:
    done = run("ask", "-", stdin=b"metalb\n\nwhat's for lunch\r\n\xff\xfe istio\nlast", LC_ALL="C")

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == [
        *("metalb", "", "what's for lunch", "\ufffd\ufffd istio", "last"),
    ]
    assert [answer["outcome"] for answer in answers[:3]] == ["confident", "nothing", "nothing"]
    assert answers[2]["resources"] == []
    assert answers[2]["topics"]


def test_ask_takes_bytes_that_are_no_text() -> None:
    done = run("ask", b"ingress \xff\xed\xa0\x80")

    assert done.returncode == 0
    assert b"Ingress" in done.stdout


def test_ask_says_how_sure_it_is() -> None:
    close = run("ask", "microk8s").stdout.decode()
    nothing = run("ask", "what's for lunch").stdout.decode()

    assert close.startswith("I have nothing that fits exactly. The closest I have:\n\n1. ")
    assert nothing.startswith("I have nothing yet on that.\nThe nearest topics that I know: ")


def test_ask_shows_what_a_resource_is() -> None:
    shown = run("ask", "metallb").stdout.decode()

    assert "   Documentation · intermediate · free · MetalLB authors · metallb.io\n" in shown


def test_ask_says_what_to_know_before_opening() -> None:
    assert b"   Note: TorchServe is no longer maintained" in run("ask", "torchserve").stdout


def test_ask_explains_itself() -> None:
    shown = run("ask", "--explain", "metalb").stdout.decode()

    assert "metalb: metallb, topic:metallb" in shown
    assert "Log-odds that I have an answer: +" in shown
    assert "title: metallb " in shown
    assert all(len(line) <= 80 for line in shown.splitlines() if "://" not in line)


@pytest.mark.parametrize("arguments", [("--json", "metallb"), ("-",)])
def test_an_explanation_is_for_people(arguments: tuple[str, ...]) -> None:
    done = run("ask", "--explain", *arguments)

    assert done.returncode == 2
    assert b"leave out --json, and give one question" in done.stderr


def test_ask_limits_each_of_many_answers() -> None:
    done = run("ask", "-", "--limit", "1", stdin=b"istio\nmetallb\n")

    assert [len(json.loads(line)["resources"]) for line in done.stdout.splitlines()] == [1, 1]


def test_ask_answers_from_another_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    line = {"id": "x", "title": "Feature stores explained", "url": "https://example.org/x"}
    file.write_text(json.dumps(line), encoding="utf-8")

    by_option = run("ask", "--json", "feature stores", "--catalogue", str(file))
    by_environment = run("ask", "--json", "feature stores", MLOPS_LEARN_CATALOGUE=str(file))

    for done in (by_option, by_environment):
        assert [found["id"] for found in json.loads(done.stdout)["resources"]] == ["x"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_ask_does_not_wait_for_a_pipe_among_the_chapters(tmp_path: Path) -> None:
    os.mkfifo(write(tmp_path) / "pipe.toml")

    done = run("ask", "istio", "--catalogue", str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.decode() == ("pipe.toml: is no regular file; take it out or mend the link\n")


def test_check_is_content_with_the_shipped_catalogue() -> None:
    done = run("check")

    assert done.returncode == 0
    assert b"all in order" in done.stdout


def test_check_lists_every_fault(broken: Path) -> None:
    done = run("check", "--catalogue", str(broken))

    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "shelf.jsonl: line 1 one: title: is missing; add it",
        "shelf.jsonl: line 1 one: url: is missing; add it",
        "shelf.jsonl: line 1 one: titel: unknown key; mend its spelling or take it out",
    ]


def test_run_with_half_a_connection_says_what_is_missing() -> None:
    done = run("run", SLACK_APP_TOKEN="xapp-1-A1-1")

    assert done.returncode == 78
    assert b"SLACK_BOT_TOKEN is missing" in done.stderr


def test_a_broken_catalogue_starts_no_bot(broken: Path) -> None:
    done = run(
        *("run", "--catalogue", str(broken)),
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1-A1-1",
        SLACK_API_URL="http://127.0.0.1:9/api/",
    )

    assert done.returncode == 78
    assert b"shelf.jsonl: line 1 one: url: is missing" in done.stderr


@pytest.mark.parametrize("url", ["mysql://bot:hunter2@db/learn", "not a url hunter2"])
def test_a_database_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    done = run("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1-A1-1", DATABASE_URL=url)

    assert done.returncode == 78
    assert b"DATABASE_URL" in done.stderr
    assert b"hunter2" not in done.stderr


def test_doctor_tells_what_is_wrong_and_how_to_mend_it(tmp_path: Path, broken: Path) -> None:
    done = run(
        *("doctor", "--catalogue", str(broken)),
        SLACK_BOT_TOKEN="xoxb-1",
        DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}",
    )

    shown = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert shown[0].startswith("BAD catalogue: 3 to mend, the first: shelf.jsonl: line 1")
    assert shown[1].startswith("ok  database: sqlite:///")
    assert shown[2].startswith("BAD settings: SLACK_BOT_TOKEN is set, but neither")


def test_doctor_names_every_setting_that_cannot_be_used() -> None:
    done = run("doctor", PORT="80x", SLACK_BOT_TOKEN="xoxb-…", LOG_FORMAT="xml")

    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "BAD settings: SLACK_BOT_TOKEN: holds characters that none has; copy it again from your"
        " Slack app's pages",
        "BAD settings: PORT: should be a number from 0 to 65535",
        "BAD settings: LOG_FORMAT: should be 'text' or 'json'",
    ]


def test_doctor_is_content_without_slack(tmp_path: Path) -> None:
    done = run("doctor", DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}")

    assert done.returncode == 0
    assert b"ok  catalogue" in done.stdout
    assert b"no Slack is connected" in done.stdout


@pytest.mark.parametrize(("password", "told"), [("x", True), ("p%404", True), ("4444", False)])
def test_doctor_tells_of_a_password_that_the_log_would_show(password: str, told: bool) -> None:
    done = run("doctor", DATABASE_URL=f"postgresql://bot:{password}@127.0.0.1:1/learn")

    said = "-   password: that of DATABASE_URL is too short to be kept out of the log"
    assert (said in done.stdout.decode()) is told


OK = "ok  bot token: mlops-learn in the workspace Local", "ok  app token: Socket Mode can connect"


@pytest.mark.parametrize(
    ("scopes", "changed", "code", "said"),
    [
        (SCOPES, {}, 0, OK),
        (
            SCOPES - {"im:history"},
            {},
            1,
            ("BAD bot token: lacks im:history: paste manifest.yaml again and reinstall", OK[1]),
        ),
        (
            SCOPES,
            {"SLACK_BOT_TOKEN": "xoxb-x", "SLACK_APP_TOKEN": "xapp-x"},
            1,
            (
                "BAD bot token: Slack refuses SLACK_BOT_TOKEN (invalid_auth): copy it again",
                "BAD app token: Slack refuses SLACK_APP_TOKEN (invalid_auth): copy it again",
            ),
        ),
        (
            SCOPES,
            {"SLACK_API_URL": "http://127.0.0.1:9/api/"},
            1,
            ("BAD bot token: Slack cannot be reached", "BAD app token: Slack cannot be reached"),
        ),
    ],
)
def test_doctor_asks_slack(
    tmp_path: Path,
    scopes: frozenset[str],
    changed: dict[str, str],
    code: int,
    said: tuple[str, str],
) -> None:
    with LocalSlack(Manifest(scopes=scopes)) as slack:
        done = run(
            "doctor",
            SLACK_BOT_TOKEN=changed.get("SLACK_BOT_TOKEN", slack.app.bot_token),
            SLACK_APP_TOKEN=changed.get("SLACK_APP_TOKEN", slack.app.app_token),
            SLACK_API_URL=changed.get("SLACK_API_URL", slack.api_url),
            DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}",
        )

    lines = done.stdout.decode().splitlines()
    assert done.returncode == code
    assert lines[2] == "ok  settings: Slack over Socket Mode"
    assert [a.startswith(b) for a, b in zip(lines[3:5], said, strict=True)] == [True, True]


def test_doctor_says_that_slack_is_ill(tmp_path: Path) -> None:
    with LocalSlack() as slack:
        slack.fail("auth.test", faults.unavailable())
        done = run(
            "doctor",
            SLACK_BOT_TOKEN=slack.app.bot_token,
            SLACK_SIGNING_SECRET="x",
            SLACK_API_URL=slack.api_url,
            DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}",
        )

    assert b"BAD bot token: Slack does not answer as it should" in done.stdout


METHODS = ("auth.test", "apps.connections.open", "blocks.validate", "conversations.info")


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_doctor_says_that_what_answers_is_not_slack(tmp_path: Path, body: bytes) -> None:
    with LocalSlack(Manifest(scopes=SCOPES)) as slack:
        for method in METHODS:
            slack.fail(method, odd(body))
        app_token = slack.app.app_token
        done = run_with(
            *(slack, tmp_path, "doctor"),
            SLACK_APP_TOKEN=app_token,
            MLOPS_LEARN_CURATORS=CURATORS,
        )

    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert [line.partition(":")[0] for line in lines[3:]] == [
        *("BAD bot token", "BAD app token", "-   messages", "BAD curators"),
    ]
    for line in lines[3:5]:
        assert "Slack does not answer as it should (its reply " in line
        assert line.endswith(": check SLACK_API_URL, or try again later")


def test_doctor_does_not_take_a_yes_without_ids_for_slack(tmp_path: Path) -> None:
    with LocalSlack(Manifest(scopes=SCOPES)) as slack:
        slack.fail("auth.test", odd(b'{"ok": true}'))
        done = run_with(slack, tmp_path, "doctor", SLACK_SIGNING_SECRET="x")

    assert done.returncode == 1
    assert (
        b"BAD bot token: Slack does not answer as it should (its reply lacks team_id, user_id)"
        in (done.stdout)
    )


def test_doctor_says_each_thing_in_one_line(tmp_path: Path) -> None:
    with LocalSlack(Manifest(scopes=SCOPES)) as slack:
        slack.fail("auth.test", faults.refused("\x1b[2Jwell\nok  bot token: all is well"))
        done = run_with(slack, tmp_path, "doctor", SLACK_SIGNING_SECRET="x")

    assert done.returncode == 1
    assert b"\x1b" not in done.stdout
    assert not any(line.startswith(b"ok  bot token") for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("scopes", "code", "said"),
    [
        (SCOPES | OPTIONAL, 0, OK[0]),
        (
            SCOPES,
            0,
            f"{OK[0]}; without the optional {', '.join(sorted(OPTIONAL))}",
        ),
        (SCOPES | OPTIONAL - {"groups:read"}, 0, f"{OK[0]}; without the optional groups:read"),
        (
            SCOPES - {"users:read", "channels:read"},
            1,
            "BAD bot token: lacks channels:read, users:read: paste manifest.yaml again and"
            " reinstall",
        ),
    ],
)
def test_doctor_names_the_scopes_that_are_missing(
    tmp_path: Path, scopes: frozenset[str], code: int, said: str
) -> None:
    with LocalSlack(Manifest(scopes=scopes)) as slack:
        done = run_with(slack, tmp_path, "doctor", SLACK_SIGNING_SECRET="x")

    assert done.returncode == code
    assert said in done.stdout.decode().splitlines()


@pytest.mark.parametrize(
    ("channel", "good", "said"),
    [
        ("", None, "no channel"),
        (CURATORS, True, f"their channel is {CURATORS}"),
        (RANDOM, False, "type /invite @mlops-learn"),
        ("C404", False, "Slack does not show MLOPS_LEARN_CURATORS (channel_not_found)"),
    ],
)
def test_doctor_looks_for_the_curators(
    tmp_path: Path, channel: str, good: bool | None, said: str
) -> None:
    with LocalSlack(Manifest(scopes=SCOPES)) as slack:
        settings = Settings(
            slack_bot_token=SecretStr(slack.app.bot_token),
            slack_signing_secret=SecretStr("x"),
            slack_api_url=slack.api_url,
            database_url=SecretStr(f"sqlite:///{tmp_path / 'bot.sqlite3'}"),
            mlops_learn_curators=channel,
        )
        *_, last = examine(settings)

    assert (last.what, last.good) == ("curators", good)
    assert last.said.startswith(said)


SEND_DUE = "digest", "send-due"


def test_send_due_posts_what_is_due_once(tmp_path: Path) -> None:
    due = datetime.now(UTC) - timedelta(hours=1)
    with LocalSlack() as slack:
        store = open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        store.migrate()
        store.subscriptions.put(
            Subscription(
                team=slack.world.team,
                channel=MLOPS,
                weekday=due.weekday(),
                time=due.time(),
                zone="UTC",
                owner=ADA,
                since=due - timedelta(days=1),
            )
        )
        store.close()

        first, second = (run_with(slack, tmp_path, *SEND_DUE) for _ in range(2))

        assert [first.returncode, second.returncode] == [0, 0]
        assert first.stdout == b"Posted: 1. Still waiting: 0.\n"
        assert second.stdout == b"Posted: 0. Still waiting: 0.\n"
        assert len(slack.from_bot(MLOPS)) == 1


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, 78, "No Slack is connected: set SLACK_BOT_TOKEN."),
        (
            {"DYNO": "scheduler.1", "DATABASE_URL": ""},
            78,
            "DATABASE_URL is not set, and this dyno has no memory: digests cannot be kept here.",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-x"}, 78, "Slack refuses SLACK_BOT_TOKEN (invalid_auth)."),
        ({"MLOPS_LEARN_ADMINS": "ada"}, 78, "MLOPS_LEARN_ADMINS: should be ids of people such as"),
        ({"DATABASE_URL": "mysql://bot:hunter2@db/learn"}, 78, "DATABASE_URL: "),
        (
            {"DATABASE_URL": "postgres://bot:hunter2@127.0.0.1:9/learn"},
            1,
            "The database does not answer: OperationalError",
        ),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, 1, "Slack cannot be reached: "),
    ],
    ids=str,
)
def test_send_due_tells_what_is_wrong_and_whether_to_try_again(
    tmp_path: Path, changed: dict[str, str], code: int, said: str
) -> None:
    with LocalSlack() as slack:
        done = run_with(slack, tmp_path, *SEND_DUE, **changed)

    assert done.returncode == code
    assert done.stderr.decode().splitlines()[-1].startswith(said)
    assert b"Traceback" not in done.stderr
    assert b"hunter2" not in done.stderr + done.stdout


def test_send_due_tries_a_slack_that_is_ill_another_time(tmp_path: Path) -> None:
    with LocalSlack() as slack:
        slack.fail("auth.test", faults.unavailable(), times=9)
        done = run_with(slack, tmp_path, *SEND_DUE)

    assert done.returncode == 1
    said = done.stderr.decode().splitlines()[-1]
    assert said.startswith("Slack does not answer as it should: ")


def test_send_due_starts_with_no_broken_catalogue(tmp_path: Path, broken: Path) -> None:
    with LocalSlack() as slack:
        done = run_with(slack, tmp_path, *SEND_DUE, "--catalogue", str(broken))

    assert done.returncode == 78
    assert b"shelf.jsonl: line 1 one: url: is missing" in done.stderr


def test_settings_of_other_programs_are_none_of_the_catalogues_business() -> None:
    assert run("ask", "metallb", PORT="http", SLACK_BOT_TOKEN="…").returncode == 0
