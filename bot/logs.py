"""Logging: one line an event, as text or JSON, with every secret blotted out.

In text, tracebacks and others' words may go on in further lines. Those are indented, so that none
of them looks like a line of ours.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_PATTERNS = (
    re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w-]+"),
    re.compile(r"xapp-[\w-]+"),
    # Response URLs and the like, also as they stand in raw JSON or percent-encoded.
    re.compile(r"(?<=hooks\.slack\.com)(?:(?:\\*/|%2F)[\w-]+)+", re.IGNORECASE),
    re.compile(r"(?<=[?&]ticket=)[\w%-]+"),  # a Socket Mode connection
    re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"),  # a login within a URL
)
_BLOT = "[secret]"

SHORTEST = 4
"""Characters of a secret that is blotted out: shorter ones stand in the middle of common words."""

# All that moves a cursor or ends a line, but for line feeds and tabs.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_COLOUR = re.compile(r"(\x1b\[[\d;]*m)")


class Redaction:
    """Blots out known secrets, and whatever looks like a token, in a finished line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {
            form
            for secret in secrets
            if len(secret) >= SHORTEST
            for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1])
        }
        self._secrets = sorted(spellings, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _BLOT)
        for pattern in _PATTERNS:
            text = pattern.sub(_BLOT, text)
        return text


def escaped(text: str) -> str:
    """Write out control characters, but for line feeds and tabs, as Python would."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _continued(text: str, *, colours: bool) -> str:
    """Finish an event in text: one line that begins in the first column, whatever it holds."""
    pieces = _COLOUR.split(text) if colours else [text]
    pieces[::2] = map(escaped, pieces[::2])  # the colours stand in between
    return "".join(pieces).replace("\n", "\n    ")


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Leave out what would fill the log with what is not ours.

    Bolt remarks on how it gets its tokens: it reads the environment for ways that this bot does not
    use. Its loggers take the root's level when they are made, so a level set on them would not
    last. aiohttp gives a traceback for all that strangers send which is no HTTP.
    """
    if record.name.startswith("slack_bolt"):
        return record.levelno >= logging.ERROR
    if record.name != "aiohttp.server":
        return True
    from aiohttp.http_exceptions import HttpProcessingError  # who logs so has imported it

    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


def set_up_logging(level: str, form: str, secrets: Iterable[str]) -> None:
    """Send every log record of the process, ours and the libraries', to standard error."""
    stamp: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    colours = sys.stderr.isatty()
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=colours, exception_formatter=structlog.dev.plain_traceback
        )
    )
    redact = Redaction(secrets)

    def finished(_: WrappedLogger, __: str, line: EventDict) -> str:
        text = redact(str(line))  # the renderer before it has made a line of the event
        return text if form == "json" else _continued(text, colours=colours)

    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=stamp,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
                finished,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [output]
    root.setLevel(level)
    for noisy in ("slack_sdk", "aiohttp.access", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING if level == "INFO" else level)
    if level != "DEBUG":
        output.addFilter(_is_worth_a_line)
    structlog.configure(
        processors=[*stamp, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
