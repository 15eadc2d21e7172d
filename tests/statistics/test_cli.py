"""`mlops-learn stats`, in the terminal."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.askers import week_of
from bot.store import Fate, Proposal, Store, open_store
from bot.views.statistics import NOTHING
from tests.bot.command_line import run
from tests.statistics.rows import OTHER, TEAM, ask, judge
from tests.statistics.test_chart import size_of


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


def fill(url: str, *teams: str) -> None:
    now = datetime.now(UTC)
    store: Store = open_store(url)
    store.migrate()
    for team in teams:
        ask(store, now=now, team=team)
        ask(store, outcome="nothing", now=now, team=team)
        for asker in "ab":
            judge(store, True, ["metallb-site"], asker, now=now, team=team)
        judge(store, False, [], "c", why="\x1b[31mtoo\nlong – а", now=now, team=team)
    store.close()


def test_the_figures_are_printed(url: str) -> None:
    fill(url, TEAM)
    done = run("stats", DATABASE_URL=url)

    said = done.stdout.decode()
    week = week_of(datetime.now(UTC))
    assert (done.returncode, done.stderr) == (0, b"")
    assert said.startswith(f"Workspace {TEAM}\n2 questions in 1 week,")
    assert f"\n{week}      2   50%       0%      50%\n" in said
    assert "\n- MetalLB: 2 useful, 0 not\n" in said
    assert "\n- MetalLB: asked 2 times, 7 resources\n" in said
    assert "\x1b" not in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_json_is_an_object_a_workspace(url: str) -> None:
    fill(url, TEAM, OTHER)
    done = run("stats", "--json", DATABASE_URL=url)

    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["team"] for each in found] == [TEAM, OTHER]
    for each in found:
        (week,) = each["weeks"]
        assert {name: week[name] for name in ("asked", "confident", "closest", "nothing")} == {
            "asked": 2,
            "confident": 1,
            "closest": 0,
            "nothing": 1,
        }
        assert each["helpful"] == [{"id": "metallb-site", "useful": 2, "not_useful": 0}]
        assert each["disliked"] == []
        assert each["topics"] == [{"id": "metallb", "asked": 2, "held": 7}]
        assert each["read"] == 2
        assert len(each["why"]) == 1


def test_the_picture_is_written_beside_it(url: str, tmp_path: Path) -> None:
    fill(url, TEAM)
    done = run("stats", "--png", str(tmp_path / "chart.png"), DATABASE_URL=url)

    assert done.returncode == 0
    assert done.stdout.startswith(b"Workspace")
    assert size_of((tmp_path / "chart.png").read_bytes()) == (1560, 660)


def test_a_picture_is_of_one_workspace(url: str, tmp_path: Path) -> None:
    fill(url, TEAM, OTHER)
    file = tmp_path / "chart.png"
    done = run("stats", "--png", str(file), DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        f"A picture is of one workspace: name it with --team, of {TEAM}, {OTHER}.\n"
    )
    assert not file.exists()

    assert run("stats", "--png", str(file), "--team", OTHER, DATABASE_URL=url).returncode == 0
    assert file.exists()


def test_without_the_library_a_sentence_says_so(url: str, tmp_path: Path) -> None:
    fill(url, TEAM)
    hidden = tmp_path / "hidden" / "matplotlib"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    file = tmp_path / "chart.png"
    done = run("stats", "--png", str(file), DATABASE_URL=url, PYTHONPATH=str(tmp_path / "hidden"))

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"The picture needs matplotlib")
    assert done.stderr.count(b"\n") == 1
    assert not file.exists()


def test_an_empty_database_has_no_figures(url: str) -> None:
    done = run("stats", DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (0, b"The database knows of no workspace yet.\n")

    assert run("stats", "--json", DATABASE_URL=url).stdout == b""
    assert run("stats", "--png", "x.png", DATABASE_URL=url).returncode == 1


def test_a_workspace_that_asked_nothing_is_told_of(url: str) -> None:
    store = open_store(url)
    store.migrate()
    store.people.set_hears(TEAM, "U1", hears=True)
    store.close()

    assert run("stats", DATABASE_URL=url).stdout.decode() == f"Workspace {TEAM}\n{NOTHING}\n"


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "said"),
    [
        (("--team", "T9"), {}, 1, "The database knows of no workspace T9."),
        (("--png", "/proc/no/x.png"), {}, 1, "/proc/no/x.png cannot be written: "),
        (("--catalogue", "/nowhere"), {}, 1, ""),
        ((), {"DATABASE_URL": "mysql://x"}, 78, "DATABASE_URL: mysql is not a supported"),
        ((), {"DATABASE_URL": "sqlite:////proc/no/x"}, 1, "The database sqlite:////proc/no/x"),
        ((), {"MLOPS_LEARN_QUESTION_DAYS": "0"}, 78, "MLOPS_LEARN_QUESTION_DAYS: "),
    ],
)
def test_what_cannot_be_done_is_said(
    url: str, arguments: tuple[str, ...], environment: dict[str, str], code: int, said: str
) -> None:
    fill(url, TEAM)
    done = run("stats", *arguments, stdin=b"", **{"DATABASE_URL": url, **environment})

    assert done.returncode == code
    assert done.stderr.decode().startswith(said)
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_what_was_accepted_puts_no_other_line_before_the_figures(url: str) -> None:
    fill(url, TEAM)
    store = open_store(url)
    proposal = Proposal(url="https://example.com", title="x")
    made = store.suggestions.add(TEAM, "U1", proposal, datetime.now(UTC))
    store.suggestions.decide(TEAM, made.id, Fate.ACCEPTED, datetime.now(UTC))
    store.close()

    done = run("stats", "--json", DATABASE_URL=url)

    assert json.loads(done.stdout)["team"] == TEAM
