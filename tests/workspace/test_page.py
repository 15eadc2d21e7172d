"""The page over HTTP: what is shown to whom."""

from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection

from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from tests.workspace.browser import JSON, Browser, browser, slack
from tests.workspace.test_delivery import Client

__all__ = ["browser", "slack"]


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


def test_each_person_is_shown_the_channels_that_they_are_in(browser: Browser) -> None:
    assert "mlops-curators" in browser.look(person=ADA)["sidebar"]
    assert "mlops-curators" not in browser.look(person=BEN)["sidebar"]
    assert "random" in browser.look(person=BEN)["sidebar"]


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


def test_changes_are_told_as_they_come(slack: LocalSlack, browser: Browser) -> None:
    with closing(HTTPConnection(browser.host, timeout=10)) as connection:
        connection.request("GET", "/page/changes")
        with connection.getresponse() as stream:
            assert stream.readline() == b"data: changed\n"
            stream.readline()
            browser.write("hello")
            said = slack.messages(MLOPS)[0]
            changes: list[Callable[[], None]] = [
                lambda: slack.world.remove(said),
                lambda: slack.world.travel(slack.world.clock() + 60),
                lambda: slack.world.join(slack.world.channel("random"), slack.app.bot_user),
                lambda: slack.world.leave(slack.world.channel("random"), slack.app.bot_user),
                lambda: slack.world.archive(slack.world.channel("random")),
                slack.start_over,
            ]
            for change in changes:
                assert stream.readline() == b"data: changed\n"
                stream.readline()
                change()
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


def test_what_everybody_sees_has_a_menu_and_each_day_a_line(
    slack: LocalSlack, browser: Browser
) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.chat_postEphemeral(channel=MLOPS, user=ADA, text="private")
    assert "Actions on the message" not in browser.look()["timeline"]

    browser.write("one")
    browser.write("two")
    timeline = browser.look()["timeline"]
    assert timeline.count("Actions on the message of Ada Okafor") == 2
    assert timeline.count('class="day"') == 1


def test_a_reply_is_no_thread(slack: LocalSlack, browser: Browser) -> None:
    browser.write("question")
    first = slack.messages(MLOPS)[0].ts
    browser.write("answer", thread=first)

    assert browser.look(thread=slack.messages(MLOPS)[1].ts)["thread"] == ""


def test_the_newest_exchange_is_on_top(slack: LocalSlack, browser: Browser) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.auth_test()
    client.chat_postMessage(channel=MLOPS, text="x")

    traffic = browser.look(traffic="1")["traffic"]
    assert traffic.index("chat.postMessage") < traffic.index("auth.test")
