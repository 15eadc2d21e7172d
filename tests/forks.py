"""Processes of the bot, forked off one that has imported all that they need.

Importing takes longer than what most tests let a process do.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).parent.parent

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(  # of which a process of the tests has one list
    [
        *("bot.cli", "bot.doctor", "bot.local", "bot.start", "bot.sending"),
        *("bot.tenants.installed", "bot.tenants.oauth", "alembic.command", "sentry_sdk"),
        *("tests.faults.actor", "tests.store.crowd"),
    ]
)


def mlops_learn(
    arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path
) -> ForkServerProcess:
    """Start `mlops-learn` in this environment alone; what it prints goes into the files."""
    process = CONTEXT.Process(target=_be, args=(arguments, environment, out, err))
    process.start()
    return process


def _be(arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for descriptor, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
    sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    sys.argv = ["mlops-learn", *arguments]
    from bot.__main__ import main

    try:
        main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
