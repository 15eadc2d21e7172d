"""The entrance: the only place where the world is touched."""

import gc
import sys


def main() -> None:
    """Run the command line; bytes that are no text are read, and written, as far as they can be."""
    gc.disable()  # what is imported stays; looking for garbage in it takes a tenth of a second
    from bot.cli import cli

    gc.enable()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="mlops-learn")


if __name__ == "__main__":
    main()
