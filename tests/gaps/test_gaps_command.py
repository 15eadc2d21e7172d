"""`mlops-learn gaps`: what the operator reads."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.store import open_store
from bot.views.gaps import NONE
from bot.workspace import BEN, CLEO
from tests.gaps.conftest import PIZZA, TEAM, Stage


def gaps(database: Path, *options: str) -> tuple[int, str]:
    environment = {"DATABASE_URL": f"sqlite:///{database}"}
    result = CliRunner().invoke(cli, ["gaps", *options], env=environment)
    return result.exit_code, result.output


def test_they_are_listed_without_names(stage: Stage) -> None:
    stage.hears(CLEO)
    for user in (BEN, CLEO):
        stage.ask(PIZZA, user)
    stage.ask("when is the summer party", BEN)

    code, output = gaps(stage.database)

    assert code == 0
    first, second = output.splitlines()
    assert first.startswith(f"2 people: “{PIZZA}” (I had nothing")
    assert second.startswith("1 person: “when is the summer party” (")
    assert BEN not in output
    assert CLEO not in output


def test_for_programs_there_is_an_object_a_line(stage: Stage) -> None:
    stage.ask(PIZZA, BEN)

    _, output = gaps(stage.database, "--json")

    (gap,) = map(json.loads, output.splitlines())
    assert {"team": TEAM, "wording": PIZZA, "people": 1, "times": 1}.items() <= gap.items()
    assert gap["outcome"] == "nothing"


def test_each_workspace_has_its_own(stage: Stage) -> None:
    stage.ask(PIZZA, BEN)
    store = open_store(f"sqlite:///{stage.database}")
    (question,) = store.questions.in_vain(TEAM, 9)
    store.questions.add("T2", "C1", question)
    store.close()

    _, output = gaps(stage.database, "--json")

    assert [json.loads(line)["team"] for line in output.splitlines()] == ["T0LOCAL", "T2"]
    assert [json.loads(line)["people"] for line in output.splitlines()] == [1, 1]
    _, output = gaps(stage.database)
    assert [line[:13] for line in output.splitlines()[::2]] == ["Workspace T0L", "Workspace T2"]


def test_with_none_it_says_so(tmp_path: Path) -> None:
    assert gaps(tmp_path / "new.sqlite3") == (0, f"{NONE}\n")
    assert gaps(tmp_path / "new.sqlite3", "--json") == (0, "")


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("mysql://host/name", 78, "DATABASE_URL"),
        ("postgresql://127.0.0.1:9/name", 1, "does not answer"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(url: str, code: int, said: str) -> None:
    result = CliRunner().invoke(cli, ["gaps"], env={"DATABASE_URL": url})

    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output
