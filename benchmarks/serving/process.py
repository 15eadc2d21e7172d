"""A Python module as a process of its own, and what it takes of the machine."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds for a start or an end."""

TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """Runs `python -m module`, at home in a folder, with nothing else in its environment."""

    def __init__(self, folder: Path, module: str, *arguments: str, **environment: str) -> None:
        self._log = folder / f"{module}-{time.monotonic_ns()}.log"
        own = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
        with self._log.open("wb") as log:
            self.begun = time.monotonic()
            self._child = subprocess.Popen(  # noqa: S603 - modules of this repository
                [sys.executable, "-m", module, *arguments],
                cwd=folder,  # where no `.env` is
                env={**own, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._child.send_signal(signal.SIGTERM)
        try:
            self._child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, port: int) -> float:
        """Wait until the port takes connections; gives the seconds since the start."""
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return self.age
            self.check()
            time.sleep(0.005)

    def check(self) -> None:
        """Raise what the process said, where it is not there any more or takes too long to come."""
        if self._child.poll() is not None or self.age > PATIENCE:
            raise RuntimeError(f"{self._child.args!r} is not there:\n{self.log[-2000:]}")

    @property
    def age(self) -> float:
        """The seconds since its start."""
        return time.monotonic() - self.begun

    @property
    def memory(self) -> float:
        """What it holds of the memory, in MB."""
        return self._status("VmRSS") * 1024 / 1e6

    @property
    def threads(self) -> int:
        return self._status("Threads")

    @property
    def descriptors(self) -> int:
        """How many files and connections it has open."""
        return len(list(Path(f"/proc/{self._child.pid}/fd").iterdir()))

    @property
    def processor(self) -> float:
        """The seconds of a processor that it took since its start."""
        stat = Path(f"/proc/{self._child.pid}/stat").read_text()
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS

    def _status(self, name: str) -> int:
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
        assert found
        return int(found[1])


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
