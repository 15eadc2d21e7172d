"""The command line, as somebody types it: each command in a process of its own.

Most are forked off a server that has imported all that they need, since that takes longer than
what they do. What depends on how Python itself starts has a Python of its own.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bot.process import CACHE

ROOT = Path(__file__).parent.parent.parent
QUIET = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "XDG_CACHE_HOME": str(CACHE)}
"""Nothing of Slack is set."""

TIMEOUT = 60  # seconds

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bot.cli", "bot.doctor", "bot.sending", "tests.bot.command_line"])


def run(
    *arguments: str | bytes, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command with nothing else set."""
    told = {**QUIET, **environment}
    texts = [each for each in arguments if isinstance(each, str)]
    if stdin or len(texts) < len(arguments) or any(n.startswith(("PYTHON", "LC_")) for n in told):
        return run_afresh(*arguments, stdin=stdin, **environment)
    with tempfile.TemporaryDirectory() as folder:
        process = _FORKS.Process(target=_run, args=(texts, told, folder))
        process.start()
        process.join(TIMEOUT)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(texts, TIMEOUT)
        out, err = ((Path(folder) / name).read_bytes() for name in ("out", "err"))
    return subprocess.CompletedProcess(texts, process.exitcode, out, err)


def run_afresh(
    *arguments: str | bytes, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run it with a Python of its own, which has the limits of this process."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**QUIET, **environment},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=TIMEOUT,
    )


def _run(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be the command, in a process that was forked for it."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for descriptor, name in ((1, "out"), (2, "err")):
        file = os.open(Path(folder) / name, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, descriptor)
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
