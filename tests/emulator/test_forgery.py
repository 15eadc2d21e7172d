"""What people and catalogues say is shown as it is, and never read as markup by Slack."""

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot.process import eventually
from tests.emulator.foreign import BOT, PERSON, ForeignSlack, Json, connected, emulated

FORGERY = "<script>alert(1)</script> <!channel> <@U0ADA> *istio*"
WITHOUT_MARKUP = "<script>alert(1)</script> *istio*"

NEVER_SHOWN = {("button", "value"), ("half of a choice", "value")}

Ask = Callable[[ForeignSlack, str], Json]


def by_command(slack: ForeignSlack, text: str) -> Json:
    slack.command(text)
    return slack.answer()


def by_mention(slack: ForeignSlack, text: str) -> Json:
    slack.write(f"<@{BOT}> {text}")
    return slack.answer()


def directly(slack: ForeignSlack, text: str) -> Json:
    return slack.answer(slack.write(text, channel=PERSON)["channel"])


@pytest.mark.parametrize("ask", [by_command, by_mention, directly])
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        # The emulator passes on what is typed. Slack itself escapes it, but for its own markup,
        # which the bot leaves out of a question.
        pytest.param(FORGERY, WITHOUT_MARKUP, id="live"),
        pytest.param(html.escape(FORGERY, quote=False), FORGERY, id="escaped"),
    ],
)
def test_what_a_person_types_is_never_markup(
    slack: ForeignSlack, ask: Ask, sent: str, shown: str
) -> None:
    answer = ask(slack, sent)

    assert f"“{html.escape(shown, quote=False)}”" in answer["text"]
    assert "<" not in answer["text"]
    assert set(holding(answer["blocks"], shown)) == {("text", "text"), *NEVER_SHOWN}
    assert "istio.io" in answer["text"]


def test_what_is_shared_names_its_sharer_and_nobody_else(slack: ForeignSlack) -> None:
    private = by_command(slack, html.escape(FORGERY, quote=False))

    slack.click(private, "Share in channel")

    eventually(lambda: private not in slack.from_bot())
    public = slack.answer()
    assert re.findall(r"<[^>]*", public["text"]) == [f"<@{PERSON}"]
    assert set(holding(public["blocks"], FORGERY)) == {("text", "text"), *NEVER_SHOWN}


def test_what_a_catalogue_says_is_never_markup(program: Path, tmp_path: Path) -> None:
    title = "<script>alert(1)</script> <!channel> istio"
    shelf = tmp_path / "shelf.jsonl"
    shelf.write_text(
        json.dumps({"id": "one", "title": title, "url": "https://istio.io/", "summary": FORGERY}),
        encoding="utf-8",
    )
    with (
        emulated(program, tmp_path) as slack,
        connected(slack, tmp_path, "--catalogue", str(shelf)),
    ):
        answer = by_command(slack, "istio")
        slack.start_over()
        topics = by_command(slack, "topics")

    for said in (answer, topics):
        assert f"• {html.escape(title, quote=False)} https://istio.io/" in said["text"]
        assert "<" not in said["text"]
    shown = title.replace("<", "‹").replace(">", "›")
    for drawn in (answer["blocks"], topics["blocks"]):
        assert set(holding(drawn, title)) == set()
        assert set(holding(drawn, shown)) == {("mrkdwn", "text")}
    assert set(holding(answer["blocks"], FORGERY)) == {("text", "text")}


def holding(value: object, words: str) -> Iterator[tuple[str, str]]:
    """Tell which fields of which objects the words stand in, however deep."""
    if isinstance(value, dict):
        for name, content in value.items():
            if isinstance(content, str) and words in content:
                yield value.get("type", "half of a choice"), name
            yield from holding(content, words)
    elif isinstance(value, list):
        for each in value:
            yield from holding(each, words)
