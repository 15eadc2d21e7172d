"""The bot and its floor as processes, connected to a mini Slack."""

import tempfile
from pathlib import Path

from benchmarks.serving.names import APP_TOKEN, BOT_TOKEN, SECRET
from benchmarks.serving.process import Process


def floor(folder: Path, server: str, slack: str, port: int = 0) -> Process:
    """Start the floor with one of its servers."""
    arguments = [server, "--slack", slack, "--port", str(port)]
    return Process(folder, "benchmarks.serving.floor", *arguments)


def bot(folder: Path, slack: str, port: int | None = None, kept: Path | None = None) -> Process:
    """Start the bot: over HTTP at the port, or else over Socket Mode.

    With what is `kept` it starts again, or else for the first time.
    """
    home = kept or Path(tempfile.mkdtemp(dir=folder))
    connection = (
        {"SLACK_APP_TOKEN": APP_TOKEN}
        if port is None
        else {"SLACK_SIGNING_SECRET": SECRET, "PORT": str(port)}
    )
    return Process(
        folder,
        "bot",
        "run",
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_API_URL=f"{slack}api/",
        DATABASE_URL=f"sqlite:///{home}/bot.sqlite3",
        XDG_CACHE_HOME=str(home / "cache"),
        LOG_LEVEL="WARNING",
        **connection,
    )
