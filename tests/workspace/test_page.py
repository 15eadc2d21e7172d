"""The page over HTTP: what is shown to whom, and what each form does."""

import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, RANDOM, LocalSlack, Manifest
from bot.workspace.world import SLACKBOT, Command, Shortcut
from tests.workspace.browser import JSON, Browser
from tests.workspace.conftest import Clock
from tests.workspace.test_delivery import Client

MANIFEST = Manifest(
    commands=(Command("/mlops-learn", "question", "Find resources"),),
    shortcuts=(Shortcut("Find resources", "find"),),
)


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack(MANIFEST, clock=clock, retries=()) as running:
        yield running


@pytest.fixture
def browser(slack: LocalSlack) -> Browser:
    return Browser(slack)


def test_each_person_sees_what_is_theirs(slack: LocalSlack, browser: Browser) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.chat_postMessage(channel=MLOPS, text="for all")
    client.chat_postEphemeral(channel=MLOPS, user=ADA, text="for Ada")
    slack.act.direct_message("from Ada", ADA)

    adas, bens = browser.look(person=ADA)["timeline"], browser.look(person=BEN)["timeline"]
    assert "for all" in adas
    assert "for Ada" in adas
    assert "for all" in bens
    assert "for Ada" not in bens
    assert "from Ada" in browser.look(person=ADA, place="direct")["timeline"]
    assert "from Ada" not in browser.look(person=BEN, place="direct")["timeline"]
    direct = slack.world.direct_channel(ADA, slack.app.bot_user).id
    assert "from Ada" not in browser.look(person=BEN, place=direct)["timeline"]


def test_where_nobody_knows_the_first_channel_is_shown(browser: Browser) -> None:
    browser.write("hello")

    assert "hello" in browser.look(person="U0", place="C0", zone="Nowhere/None")["timeline"]


def test_times_are_those_of_the_zone(slack: LocalSlack, browser: Browser) -> None:
    browser.write("hello")  # at 08:00 on a Friday, in UTC

    assert ">08:00<" in browser.look(zone="UTC")["timeline"]
    assert ">17:00<" in browser.look(zone="Asia/Tokyo")["timeline"]
    assert "Friday, 15 January 2027" in browser.look(zone="UTC")["timeline"]


def test_replies_are_in_their_thread(slack: LocalSlack, browser: Browser) -> None:
    browser.write("question")
    ts = slack.messages(MLOPS)[0].ts
    browser.write("answer", thread=ts)

    regions = browser.look(thread=ts)
    assert "answer" not in regions["timeline"]
    assert "1 reply" in regions["timeline"]
    assert "question" in regions["thread"]
    assert "answer" in regions["thread"]
    assert browser.look(thread="1.2")["thread"] == ""


def test_of_many_messages_the_last_are_drawn_first(slack: LocalSlack, browser: Browser) -> None:
    for number in range(60):
        slack.act.say(f"number {number}.", ADA, MLOPS)

    shown, all_of_them = browser.look()["timeline"], browser.look(pages="2")["timeline"]
    assert "number 10." in shown
    assert "number 9." not in shown
    assert "Show earlier messages" in shown
    assert "number 0." in all_of_them
    assert "Show earlier messages" not in all_of_them
    assert browser.look(pages="-1")["timeline"] == shown


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
        ({"text": "/nothing"}, "/nothing is no command here. There are: /mlops-learn, /invite"),
        ({"text": "/mlops-learn x", "thread": "1.2"}, "Commands do not work in threads"),
        ({"text": "/invite @ben"}, "Only the app can be invited"),
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


def test_changes_are_told_as_they_come(slack: LocalSlack, browser: Browser) -> None:
    with closing(HTTPConnection(browser.host, timeout=10)) as connection:
        connection.request("GET", "/page/changes")
        with connection.getresponse() as stream:
            assert stream.readline() == b"data: changed\n"
            stream.readline()
            browser.write("hello")
            assert stream.readline() == b"data: changed\n"


def test_what_went_over_the_wire_can_be_looked_at(slack: LocalSlack, browser: Browser) -> None:
    with Client(slack, reply={"text": "found it"}):
        browser.write("/mlops-learn <istio>")
    number = next(each.number for each in slack.traffic if each.way == "to the app")

    assert "slash_commands /mlops-learn" in browser.look(traffic="1")["traffic"]
    _, shown = browser.ask("GET", f"/page/exchanges/{number}")
    assert b"&lt;istio&gt;" in shown
    assert b"found it" in shown
    assert browser.ask("GET", "/page/exchanges/999")[0] == 404


def test_what_strangers_send_is_not_kept(slack: LocalSlack, browser: Browser) -> None:
    browser.ask("POST", "/api/auth.test", b"{}", JSON)
    browser.ask("POST", "/api/auth.test", b'{"token": "xoxb-guess"}', JSON)

    assert list(slack.traffic) == []


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


def test_no_token_is_told(slack: LocalSlack, browser: Browser) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.api_call("auth.test", json={"token": slack.app.bot_token})
    with Client(slack):
        browser.write("/mlops-learn istio")

    for exchange in slack.traffic:
        _, shown = browser.ask("GET", f"/page/exchanges/{exchange.number}")
        for secret in (slack.app.bot_token, slack.app.app_token, slack.app.signing_secret):
            assert secret.encode() not in shown
        assert b"ticket=" not in shown  # for a connection in the app's place
