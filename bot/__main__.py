"""The entrance: the only place where the world is touched."""

import sys

from bot.cli import cli


def main() -> None:
    """Run the command line; bytes that are no text are read, and written, as far as they can be."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="mlops-learn")


if __name__ == "__main__":
    main()
