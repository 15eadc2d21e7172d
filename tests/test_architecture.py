"""The laws of the house, read off every file."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("knowledge/**/*.py")))
KNOWLEDGE_NEEDS = {"knowledge", "numpy", "pydantic", "pydantic_core", "rapidfuzz"}
FORBIDDEN_NAMES = {
    *("base", "common", "core", "handler", "handlers", "helpers", "manager", "misc", "service"),
    *("services", "util", "utils"),
}


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def imports(file: Path) -> frozenset[str]:
    def named() -> Iterator[str]:
        for node in nodes(file):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or ""

    return frozenset(named())


def of_ours(file: Path) -> set[str]:
    return {module for module in imports(file) if module.split(".")[0] in ("bot", "knowledge")}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def within(folder: str) -> list[Path]:
    return [file for file in FILES if name(file).startswith(folder)]


def lawful(files: Iterable[Path], law: Callable[[Path], bool]) -> None:
    """Hold each of these files to a law; there is at least one."""
    looked_at = list(files)

    assert looked_at
    assert [name(file) for file in looked_at if not law(file)] == []


def test_knowledge_needs_only_what_matching_needs() -> None:
    def law(file: Path) -> bool:
        roots = {module.partition(".")[0] for module in imports(file)}
        allowed = KNOWLEDGE_NEEDS | ({"aiohttp"} if "link_check" in file.parts else set())
        return roots <= allowed | sys.stdlib_module_names

    lawful(within("knowledge/"), law)


def test_answering_does_without_what_curators_need() -> None:
    def law(file: Path) -> bool:
        return not any(module.startswith("knowledge.curating") for module in imports(file))

    lawful(ROOT.glob("knowledge/*.py"), law)


def test_views_are_pure() -> None:
    impure = {"slack_bolt", "slack_sdk", "sqlalchemy", "datetime", "time", "os", "structlog"}

    def law(file: Path) -> bool:
        ours = {module for module in imports(file) if module.startswith("bot")}
        return not {module.partition(".")[0] for module in imports(file)} & impure and all(
            module == "bot.names" or module.startswith("bot.views") for module in ours
        )

    lawful(within("bot/views/"), law)


def test_the_local_slack_knows_nothing_of_the_bot() -> None:
    def law(file: Path) -> bool:
        return all(module.startswith("bot.workspace") for module in of_ours(file))

    lawful(within("bot/workspace/"), law)


def test_the_bot_does_not_know_whether_its_slack_is_local() -> None:
    def law(file: Path) -> bool:
        is_there = any(module.startswith("bot.workspace") for module in imports(file))
        return not is_there or name(file) == "bot/local.py" or "workspace" in file.parts

    lawful(FILES, law)


def test_the_store_knows_nothing_of_slack() -> None:
    def law(file: Path) -> bool:
        return all(module.startswith("bot.store") for module in of_ours(file))

    lawful(within("bot/store/"), law)


def test_one_file_alone_knows_the_scheduler() -> None:
    def law(file: Path) -> bool:
        is_there = any(module.startswith("apscheduler") for module in imports(file))
        return is_there == (name(file) == "bot/schedule.py")

    lawful(FILES, law)


def test_no_file_reads_the_environment_by_itself() -> None:
    def law(file: Path) -> bool:
        used = {node.attr for node in nodes(file) if isinstance(node, ast.Attribute)}
        named = {node.id for node in nodes(file) if isinstance(node, ast.Name)}
        return not (used | named) & {"environ", "environb", "getenv"}  # pydantic-settings does it

    lawful(FILES, law)


def test_names_say_what_is_in_a_file() -> None:
    lawful(FILES, lambda file: file.stem not in FORBIDDEN_NAMES)


def test_importing_the_app_needs_no_environment() -> None:
    subprocess.run([sys.executable, "-c", "import bot.app"], env={}, cwd=ROOT, check=True)


def test_no_test_replaces_our_own_code() -> None:
    def law(file: Path) -> bool:
        return not any(module.startswith(("unittest", "mock")) for module in imports(file))

    lawful(ROOT.glob("tests/**/*.py"), law)
