"""Whatever is logged, no secret stands in the line."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logging

SECRETS = ("5ec'ret\"sign", "p%40ssword", "p@ssword")
LEAKS = (
    *SECRETS,
    "xoxb-123-abc-DEF",
    "xoxe.xoxp-1-refresh",
    "xapp-1-A1-9-abc",
    "https://hooks.slack.com/commands/T1/23/abc",
    "https://hooks.slack.com/actions/T1/23/abc",
    "https://hooks.slack.com/app/T1/23/abc",
    "https:\\/\\/hooks.slack.com\\/commands\\/T1\\/23\\/abc",
    "wss://wss-primary.slack.com/link/?ticket=abc-def&app_id=1",
    "postgresql://bot:hunter2@db/learn",
)


Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("leak", LEAKS)
def test_a_secret_is_blotted_out_wherever_it_stands(capsys: Output, form: str, leak: str) -> None:
    set_up_logging("INFO", form, SECRETS)

    structlog.stdlib.get_logger("ours").info(f"with {leak}", value=leak, deep={"er": [leak]})
    logging.getLogger("theirs").warning("with %s", leak)
    try:
        raise RuntimeError(leak)
    except RuntimeError:
        structlog.stdlib.get_logger("ours").exception("failed")
        logging.getLogger("theirs").exception("failed")

    written = capsys.readouterr().err
    assert written.count("[secret]") >= 6
    part = leak.rpartition("/")[2] if "hooks" in leak else leak
    assert part not in written
    assert json.dumps(part)[1:-1] not in written
    assert "hunter2" not in written


FORGED = "2026-01-01T00:00:00Z [info     ] all is well"
ENDINGS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("ending", ENDINGS, ids=ascii)
def test_no_words_of_others_begin_a_line(capsys: Output, form: str, ending: str) -> None:
    set_up_logging("INFO", form, ())
    words = f"refused{ending}{FORGED}"

    structlog.stdlib.get_logger("ours").info(words, error=words, deep=[words])
    logging.getLogger("theirs").warning("with %s", words)
    try:
        raise RuntimeError(words)
    except RuntimeError:
        structlog.stdlib.get_logger("ours").exception("failed")
        logging.getLogger("theirs").exception("failed")

    written = capsys.readouterr().err
    begun = [line for line in written.splitlines() if not line.startswith("    ")]
    assert len(begun) == 4
    assert written.count("all is well") >= 6
    assert not any(line.startswith(FORGED) for line in begun)


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_words_of_others_move_the_cursor(capsys: Output, form: str) -> None:
    set_up_logging("INFO", form, ())

    logging.getLogger("theirs").warning("red \x1b[31m, up \x9bA, back \b, none \0, a tab\t.")

    written = capsys.readouterr().err.removesuffix("\n")
    assert written.replace("\t", "").isprintable()
    assert "red \\" in written


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_hardly_a_secret_spoils_no_words(capsys: Output, form: str) -> None:
    set_up_logging("INFO", form, ("x", "try", "four"))

    structlog.stdlib.get_logger("ours").info("waiting", next_try=4, key="four")

    written = capsys.readouterr().err
    assert "next_try" in written
    assert "four" not in written


def test_json_is_one_object_a_line(capsys: Output) -> None:
    set_up_logging("INFO", "json", ())

    structlog.stdlib.get_logger("ours").info("answered", outcome="confident")
    logging.getLogger("theirs").warning("careful")

    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["outcome"], first["logger"]) == ("answered", "confident", "ours")
    assert (second["event"], second["level"]) == ("careful", "warning")


def test_a_failure_is_logged_with_its_traceback(capsys: Output) -> None:
    set_up_logging("INFO", "text", ())

    try:
        raise RuntimeError("broken")
    except RuntimeError:
        structlog.stdlib.get_logger("ours").exception("failed")

    written = capsys.readouterr().err
    assert "Traceback (most recent call last)" in written
    assert "RuntimeError: broken" in written
