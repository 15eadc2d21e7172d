"""The command line, as somebody types it: each command in a process of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bot.process import CACHE
from tests.forks import ROOT, mlops_learn

QUIET = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "XDG_CACHE_HOME": str(CACHE)}
"""Nothing of Slack is set."""

TIMEOUT = 60  # seconds


def run(
    *arguments: str | bytes, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command with nothing else set.

    What depends on how Python itself starts has a Python of its own.
    """
    told = {**QUIET, **environment}
    texts = [each for each in arguments if isinstance(each, str)]
    if stdin or len(texts) < len(arguments) or any(n.startswith(("PYTHON", "LC_")) for n in told):
        return run_afresh(*arguments, stdin=stdin, **environment)
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = mlops_learn(texts, told, out, err)
        process.join(TIMEOUT)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(texts, TIMEOUT)
        return subprocess.CompletedProcess(
            texts, process.exitcode, out.read_bytes(), err.read_bytes()
        )


def run_afresh(
    *arguments: str | bytes, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run it with a Python of its own, which has the limits of this process."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        # A disk that is full for the test would cut off what Python keeps for the others.
        env={**QUIET, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=TIMEOUT,
    )
