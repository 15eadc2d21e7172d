"""Bytes to the bot, as no client of HTTP would send them, and what it costs the process."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests.bot.process import Running

Headers = list[tuple[str, str]]


def connected(bot: Running, timeout: float = 20) -> socket.socket:
    parts = urlsplit(bot.url)
    return socket.create_connection((str(parts.hostname), parts.port or 0), timeout)


def head(headers: Headers, path: str = "/slack/events", method: str = "POST") -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode(errors="surrogatepass")


def answer_to(bot: Running, data: bytes, *, is_all: bool = False) -> bytes:
    """Send bytes, and maybe the end of them; gives what came back, nothing if it was cut off."""
    with connected(bot) as wire:
        try:
            wire.sendall(data)
            if is_all:
                wire.shutdown(socket.SHUT_WR)
            return wire.recv(65536)
        except (ConnectionError, TimeoutError):
            return b""


def memory(bot: Running) -> int:
    """Tell how much memory the process has, in bytes."""
    pages = int(Path(f"/proc/{bot.pid}/statm").read_text().split()[1])
    return pages * 4096
