"""What is entered with ill will: forged forms, orders to Slack, links that nobody should open."""

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.names import Action
from bot.store import Fate
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from tests.bot.rig import Bot
from tests.suggesting.acting import (
    TITLE,
    URL,
    cards,
    form,
    opened,
    payload,
    press,
    submitted,
    suggested,
)
from tests.suggesting.test_form import entering

TEAM = "T0LOCAL"
LINK, TOPICS = ("link", f"{Action.SUGGEST}.link"), f"{Action.SUGGEST}.topics"


FORGERIES = {
    "no channel": lambda view: view.update(private_metadata=""),
    "a channel alone": lambda view: view.update(private_metadata=MLOPS),
    "an order for a channel": lambda view: view.update(private_metadata='{"channel":"<!here>"}'),
    "a list": lambda view: view.update(private_metadata="[]"),
    "a long question": lambda view: view.update(
        private_metadata=json.dumps({"channel": MLOPS, "question": "x" * 301})
    ),
    "no inputs": lambda view: view.update(state={"values": {"link": 1}}),
    "a link that is no text": lambda view: view["state"]["values"].update(
        link={"suggest.link": {"value": {}}}
    ),
    "topics that are no options": lambda view: view["state"]["values"].update(
        topics={"suggest.topics": {"selected_options": ["a"]}}
    ),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_submission_does_no_harm(slack: LocalSlack, bot: Bot, forge: object) -> None:
    filling = payload(slack, opened(slack, bot), link=URL, title=TITLE)
    forge(filling["view"])  # type: ignore[operator]

    assert bot.get(filling).status == 200

    assert bot.store.suggestions.with_fate(TEAM, Fate.OPEN) == []
    assert cards(slack) == []


@contextmanager
def watched() -> Iterator[list[object]]:
    """Note every address that is looked up or connected to."""
    seen: list[object] = []
    is_on = True

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if is_on and event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
            seen.append(arguments[1] if event == "socket.connect" else arguments[0])

    sys.addaudithook(note)
    try:
        yield seen
    finally:
        is_on = False


def test_no_link_that_is_suggested_is_ever_opened(slack: LocalSlack, bot: Bot) -> None:
    own = urlsplit(slack.url)
    with socket.create_server(("127.0.0.1", 0)) as trap, watched() as seen:
        trap.settimeout(0.1)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/book"
        message = slack.act.say(f"look: {url}", BEN, MLOPS)
        bot.get(slack.touch.shortcut(message, BEN, "suggest_link"))
        view = form(slack)
        bot.get(entering(slack, view, url, title=TITLE))
        submitted(slack, bot, form(slack), link=url, title=TITLE)
        press(slack, bot, "edit")
        submitted(slack, bot, form(slack, ADA))
        suggested(slack, bot, link="https://books.example.org/")
        bot.staff.cards.catch_up()
        with pytest.raises(TimeoutError):
            trap.accept()

    assert len(bot.store.suggestions.with_fate(TEAM, Fate.ACCEPTED)) == 1
    assert seen
    assert {str(place) for place in seen} <= {str((own.hostname, own.port)), str(own.hostname)}


ORDERS = ("<!channel>", "<!here|x>", "<@U0CLEO>", "<#C0MLOPS>", "<https://a.b|c>", "&lt;!here&gt;")
NASTY = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(ORDERS)), max_size=4).map("".join)


def parsed(thing: object) -> Iterator[str]:
    """List what Slack parses in messages: `text` beside blocks, and every mrkdwn."""
    if isinstance(thing, dict):
        if thing.get("type") == "mrkdwn" or "blocks" in thing:
            yield str(thing.get("text", ""))
        for part in thing.values():
            yield from parsed(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from parsed(part)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(title=NASTY, why=NASTY, path=NASTY, reason=NASTY, accepts=st.booleans())
def test_nothing_that_is_written_pings_anybody(
    slack: LocalSlack, bot: Bot, title: str, why: str, path: str, reason: str, accepts: bool
) -> None:
    filling = payload(slack, opened(slack, bot))
    values = filling["view"]["state"]["values"]
    values["link"]["suggest.link"]["value"] = f"https://example.org/{path}"
    values["title"]["suggest.title"]["value"] = title
    values["why"]["suggest.why"]["value"] = why
    slack.traffic.clear()

    if not bot.get(filling).body:
        if accepts:
            press(slack, bot, "accept")
        else:
            press(slack, bot, "decline")
            deciding = payload(slack, form(slack, ADA))
            deciding["view"]["state"]["values"]["reason"]["words"]["value"] = reason
            if "errors" in bot.get(deciding).body:
                press(slack, bot, "accept")
        assert bot.store.suggestions.with_fate(TEAM, Fate.OPEN) == []

    calls = [call for call in slack.traffic if call.way == "to Slack"]
    for call in calls:
        assert call.error is None, call
        for text in parsed(call.sent):
            assert "<" not in text.replace(f"<@{BEN}>", "").replace(f"<@{ADA}>", "")
