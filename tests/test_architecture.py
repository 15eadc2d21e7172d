"""The laws of the house, read off the imports of every file."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("knowledge/**/*.py")))
KNOWLEDGE_NEEDS = {"knowledge", "numpy", "pydantic", "pydantic_core", "rapidfuzz"}
FORBIDDEN_NAMES = {
    *("base", "common", "core", "handler", "handlers", "helpers", "manager", "misc", "service"),
    *("services", "util", "utils"),
}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def within(folder: str) -> list[Path]:
    found = [file for file in FILES if name(file).startswith(folder)]
    assert found
    return found


@pytest.mark.parametrize("file", within("knowledge/"), ids=name)
def test_knowledge_needs_only_what_matching_needs(file: Path) -> None:
    roots = {module.partition(".")[0] for module in imports(file)}
    allowed = KNOWLEDGE_NEEDS | ({"aiohttp"} if "link_check" in file.parts else set())

    assert roots <= allowed | sys.stdlib_module_names


@pytest.mark.parametrize("file", sorted(ROOT.glob("knowledge/*.py")), ids=name)
def test_answering_does_without_what_curators_need(file: Path) -> None:
    assert not any(module.startswith("knowledge.curating") for module in imports(file))


@pytest.mark.parametrize("file", within("bot/views/"), ids=name)
def test_views_are_pure(file: Path) -> None:
    modules = set(imports(file))
    impure = {"slack_bolt", "slack_sdk", "sqlalchemy", "datetime", "time", "os", "structlog"}
    ours = {module for module in modules if module.startswith("bot")}

    assert not {module.partition(".")[0] for module in modules} & impure
    assert all(module == "bot.names" or module.startswith("bot.views") for module in ours)


@pytest.mark.parametrize("file", within("bot/workspace/"), ids=name)
def test_the_local_slack_knows_nothing_of_the_bot(file: Path) -> None:
    ours = {module for module in imports(file) if module.split(".")[0] in ("bot", "knowledge")}

    assert all(module.startswith("bot.workspace") for module in ours)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_the_bot_does_not_know_whether_its_slack_is_local(file: Path) -> None:
    is_there = any(module.startswith("bot.workspace") for module in imports(file))

    assert not is_there or name(file) == "bot/local.py" or "workspace" in file.parts


@pytest.mark.parametrize("file", within("bot/store/"), ids=name)
def test_the_store_knows_nothing_of_slack(file: Path) -> None:
    ours = {module for module in imports(file) if module.split(".")[0] in ("bot", "knowledge")}

    assert all(module.startswith("bot.store") for module in ours)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_one_file_alone_knows_the_scheduler(file: Path) -> None:
    is_there = any(module.startswith("apscheduler") for module in imports(file))

    assert is_there == (name(file) == "bot/schedule.py")


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_file_reads_the_environment_by_itself(file: Path) -> None:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    named = {node.id for node in nodes if isinstance(node, ast.Name)}

    assert not (used | named) & {"environ", "environb", "getenv"}  # pydantic-settings does it


@pytest.mark.parametrize("file", FILES, ids=name)
def test_names_say_what_is_in_a_file(file: Path) -> None:
    assert file.stem not in FORBIDDEN_NAMES


def test_importing_the_app_needs_no_environment() -> None:
    subprocess.run([sys.executable, "-c", "import bot.app"], env={}, cwd=ROOT, check=True)


@pytest.mark.parametrize("file", sorted(ROOT.glob("tests/**/*.py")), ids=name)
def test_no_test_replaces_our_own_code(file: Path) -> None:
    assert not any(module.startswith(("unittest", "mock")) for module in imports(file))
