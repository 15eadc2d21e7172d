"""The page over HTTP: what each form does, and what is told where it cannot be done."""

import json
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import SLACKBOT
from tests.workspace.browser import JSON, Browser, browser, slack
from tests.workspace.test_delivery import Client

__all__ = ["browser", "slack"]


def test_a_command_reaches_the_app(slack: LocalSlack, browser: Browser) -> None:
    with Client(slack, reply={"text": "found it"}) as bot:
        assert browser.write("/mlops-learn  istio & <b> ") is None

    (envelope,) = bot.envelopes
    assert (envelope["type"], envelope["payload"]["text"]) == ("slash_commands", "istio & <b>")
    assert [message.text for message in slack.messages(MLOPS, seen_by=ADA)] == ["found it"]


def test_a_command_that_fails_is_told_by_slack(slack: LocalSlack, browser: Browser) -> None:
    assert browser.write("/mlops-learn istio") is None

    (told,) = slack.messages(MLOPS, seen_by=ADA)
    assert told.author == SLACKBOT
    assert "did not answer (connection_failed)" in told.text


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"text": "/nothing"}, "There are: /mlops-learn, /invite, /remove, /archive, /un"),
        ({"text": "/mlops-learn x", "thread": "1.2"}, "Commands do not work in threads"),
        ({"text": "/invite @ben"}, "Only the app can be invited"),
        ({"text": "/remove @ben"}, "Only the app can be removed"),
        ({"text": "/remove @mlops-learn", "place": RANDOM}, "mlops-learn is not in this channel"),
        ({"text": "/unarchive"}, "This channel is not archived"),
        ({"text": "/archive", "person": BEN}, "Only who made this channel can do that"),
        ({"text": "/unarchive", "person": BEN}, "Only who made this channel can do that"),
        ({"text": "/archive", "place": "direct"}, "/archive works in channels only"),
        ({"text": "/invite @mlops-learn", "place": "direct"}, "/invite works in channels only"),
        ({"text": "x", "place": "C0NOWHERE"}, "There is no such channel"),
        ({"text": "x", "person": "U0BOT"}, "There is nobody of that name"),
        ({"text": "x", "thread": "1.2"}, "no longer there"),
    ],
)
def test_what_cannot_be_done_is_told(
    slack: LocalSlack, browser: Browser, form: dict[str, str], problem: str
) -> None:
    status, said = browser.do("write", **{"place": MLOPS, **form})

    assert status == 200
    assert said
    assert problem in said
    assert slack.messages(MLOPS) == []


def test_the_app_can_be_invited(slack: LocalSlack, browser: Browser) -> None:
    browser.write("@mlops-learn hi", RANDOM)
    assert "/invite @mlops-learn" in slack.messages(RANDOM, seen_by=ADA)[0].text

    browser.write("/invite @mlops-learn", RANDOM)
    assert slack.messages(RANDOM)[-1].text == "mlops-learn was added by Ada Okafor."
    assert "already" in str(browser.write("/invite @mlops-learn", RANDOM))
    with Client(slack) as bot:
        browser.write("@mlops-learn hi", RANDOM)
        while not bot.envelopes:
            pass

    assert bot.envelopes[0]["payload"]["event"]["type"] == "app_mention"


def test_the_app_hears_of_its_invitation(slack: LocalSlack, browser: Browser) -> None:
    with Client(slack) as bot:
        browser.write("/invite @mlops-learn", RANDOM)
        until = time.monotonic() + 5
        while not bot.envelopes and time.monotonic() < until:
            pass

    event = bot.envelopes[0]["payload"]["event"]
    assert (event["type"], event["channel"]) == ("member_joined_channel", RANDOM)
    assert (event["user"], event["inviter"]) == ("U0BOT", ADA)


def test_the_app_can_be_removed(slack: LocalSlack, browser: Browser) -> None:
    assert browser.write("/remove @mlops-learn", person=BEN) is None

    (said,) = slack.messages(MLOPS)
    assert (said.author, said.text) == (SLACKBOT, "mlops-learn was removed by Ben Visser.")
    assert slack.app.bot_user not in slack.world.channel(MLOPS).members
    assert "not in this channel" in str(browser.write("/remove @mlops-learn"))


def test_nobody_writes_in_a_channel_that_is_archived(slack: LocalSlack, browser: Browser) -> None:
    first = slack.act.say("first", ADA, MLOPS)
    assert browser.write("/archive") is None

    written = slack.messages(MLOPS)
    assert written[-1].text == "This channel was archived by Ada Okafor."
    for text in ("hello", "/mlops-learn istio", "/remove @mlops-learn", "/archive"):
        assert "archived" in str(browser.write(text))
    assert "archived" in str(browser.write("hello", thread=first.ts))
    assert slack.messages(MLOPS) == written
    assert "archived" in browser.look()["title"]
    assert slack.app.bot_user in slack.world.channel(MLOPS).members

    assert browser.write("/unarchive") is None
    assert slack.messages(MLOPS)[-1].text == "This channel was opened again by Ada Okafor."
    assert "archived" not in browser.look()["title"]
    assert browser.write("hello") is None


@pytest.mark.parametrize(
    ("person", "place", "may"), [(CLEO, RANDOM, True), (ADA, RANDOM, True), (CLEO, MLOPS, False)]
)
def test_who_made_a_channel_may_archive_it_and_so_may_an_admin(
    slack: LocalSlack, browser: Browser, person: str, place: str, may: bool
) -> None:
    problem = browser.write("/archive", place, person=person)

    assert (problem is None) is may
    assert slack.world.channel(place).is_archived is may


def test_an_owner_may_archive_any_channel(slack: LocalSlack, browser: Browser) -> None:
    slack.world.people[BEN] = replace(slack.world.people[BEN], is_owner=True)

    assert browser.write("/archive", person=BEN) is None


def test_the_commands_of_a_channel_are_offered(browser: Browser) -> None:
    hints = browser.look()["hints"]

    for command in ("/invite", "/remove", "/archive", "/unarchive"):
        assert f'data-begins="{command}"' in hints


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"person": "U0ADA", "place": "C0MLOPS"}',
        b'{"person": "U0ADA", "place": "C0MLOPS", "text": "x", "more": 1}',
        b'{"person": "U0ADA", "place": "C0MLOPS", "text": 1}',
        json.dumps({"person": ADA, "place": MLOPS, "text": "x" * 12_001}).encode(),
    ],
)
def test_a_form_that_is_none_is_refused(slack: LocalSlack, browser: Browser, body: bytes) -> None:
    status, said = browser.ask("POST", "/page/write", body, JSON)

    assert status == 400
    assert json.loads(said)["problem"]
    assert browser.ask("POST", "/page/write", body)[0] == 415
    assert slack.messages(MLOPS) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(codec="utf-8")).filter(lambda text: text.strip()[:1] != "/"))
def test_any_text_can_be_written_and_seen(slack: LocalSlack, browser: Browser, text: str) -> None:
    assert browser.write(text) is None

    assert browser.look()["timeline"]


def test_what_a_person_cannot_see_they_cannot_use(slack: LocalSlack, browser: Browser) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    button = {
        "type": "button",
        "action_id": "a",
        "text": {"type": "plain_text", "text": "Press"},
        "value": "it",
    }
    row = [{"type": "actions", "block_id": "b", "elements": [button]}]
    posted = client.chat_postEphemeral(channel=MLOPS, user=ADA, text="x", blocks=row)
    where = {"channel": MLOPS, "ts": posted["message_ts"], "block_id": "b", "action_id": "a"}

    with Client(slack) as bot:
        assert browser.do("use", **where) == (200, None)
        assert browser.do("use", **where, person=BEN)[1] == "That is no longer there."
        assert browser.do("use", **{**where, "action_id": "z"})[1] == "That is no longer there."
    assert [each["payload"]["user"]["id"] for each in bot.envelopes] == [ADA]
    assert browser.do("use", **where)[1] == "The app did not answer (connection_failed)."


def test_the_clock_is_set_in_the_zone_of_who_looks(slack: LocalSlack, browser: Browser) -> None:
    form = {"moment": "2027-01-18T09:00", "zone": "Asia/Tokyo"}
    assert browser.do("travel", **form) == (200, None)

    assert "Monday, 18 January 2027" in browser.look(zone="UTC")["clock"]
    assert ">00:00<" in browser.look(zone="UTC")["clock"]
    assert browser.do("travel", ahead=3600) == (200, None)
    assert ">01:00<" in browser.look(zone="UTC")["clock"]
    assert browser.do("travel", moment="soon")[1] == "Choose a day and a time."
    browser.write("hello")
    assert "forward only" in str(browser.do("travel", **form)[1])
    assert browser.do("travel", ahead=-1)[0] == 400


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[" * 2000),
        ("application/json; charset=nope", b"{}"),
        ("application/x-www-form-urlencoded", b"\xff=\xff"),
        ("multipart/form-data", b"x"),
    ],
)
def test_what_is_no_call_is_refused(browser: Browser, content_type: str, body: bytes) -> None:
    status, said = browser.ask("POST", "/api/auth.test", body, {"Content-Type": content_type})

    assert (status, json.loads(said)["error"]) == (200, "not_authed")


def test_nobody_is_told_of_a_bot_that_is_there(slack: LocalSlack, browser: Browser) -> None:
    browser.write("no name", RANDOM)
    with Client(slack):
        browser.write("@mlops-learn hi", MLOPS)

    assert slack.messages(MLOPS, seen_by=ADA) == slack.messages(RANDOM, seen_by=ADA) == []


def test_a_modal_is_before_its_person_wherever_they_are(
    slack: LocalSlack, browser: Browser
) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    title = {"type": "plain_text", "text": "Settings"}
    blocks = [{"type": "divider"}]
    trigger = slack.act.slash_command("", ADA, MLOPS, "/x")["trigger_id"]
    view = {"type": "modal", "title": title, "submit": title, "blocks": blocks}
    client.views_open(trigger_id=trigger, view=view)

    assert "Settings" in browser.look(place="home")["modal"]
    assert "modal" not in browser.look(person=BEN)
    opened = slack.views.modal(ADA)
    assert opened
    assert browser.do("submit", view=opened.id) == (200, None)
    assert "did not answer" in browser.look()["modal"]
    assert browser.do("close", view=opened.id, person=BEN)[1] == "That is no longer there."
    assert browser.do("close", view=opened.id) == (200, None)
    assert "modal" not in browser.look()
