"""The entrance: the only place where the world is touched."""

import gc
import os
import signal
import sys


def main() -> None:
    """Run the command line; bytes that are no text are read, and written, as far as they can be."""
    # What has to be there before anything is imported, which takes a second: a first process of a
    # container ignores what it does not handle, and any other would end by a hangup.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if hasattr(signal, "SIGHUP") and not os.isatty(0):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gc.disable()  # what is imported stays; looking for garbage in it takes a tenth of a second
    from bot.cli import cli

    gc.freeze()
    gc.enable()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="mlops-learn")


if __name__ == "__main__":
    main()
