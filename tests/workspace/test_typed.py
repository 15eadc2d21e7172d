"""What people type, as Slack's composer sends it: names and addresses, and else plain text."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.workspace import ADA, BEN, CURATORS, MLOPS, RANDOM, LocalSlack, Manifest
from bot.workspace.typed import typed
from bot.workspace.world import Command, Json


def elements(blocks: list[Json]) -> list[Json]:
    found: list[Json] = blocks[0]["elements"][0]["elements"]
    return found


@pytest.mark.parametrize(
    ("text", "sent", "kinds"),
    [
        ("@mlops-learn istio?", "<@U0BOT> istio?", ["user", "text"]),
        ("in #mlops-curators", "in <#C0CURATORS|mlops-curators>", ["text", "channel"]),
        ("hi @Ben, see #random", "hi <@U0BEN>, see <#C0RANDOM|random>", None),
        ("mail ada@ben.org", "mail ada@ben.org", ["text"]),
        ("@benny and @ben-x", "@benny and @ben-x", ["text"]),
        ("https://a.b/c?d=1&e=2.", "<https://a.b/c?d=1&amp;e=2>.", ["link", "text"]),
        ("(see http://a.b)", "(see <http://a.b>)", ["text", "link", "text"]),
        ("great :tada: :nosuch:", "great :tada: :nosuch:", ["text", "emoji", "text"]),
        ("@here and @channel", "<!here> and <!channel>", ["broadcast", "text", "broadcast"]),
        ("<!channel> <@U0ADA> a & b", "&lt;!channel&gt; &lt;@U0ADA&gt; a &amp; b", ["text"]),
        ("*bold* `code`", "*bold* `code`", ["text"]),
    ],
)
def test_names_and_addresses_are_found(
    slack: LocalSlack, text: str, sent: str, kinds: list[str] | None
) -> None:
    written, blocks = typed(text, slack.world)

    assert written == sent
    assert kinds is None or [element["type"] for element in elements(blocks)] == kinds


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("<>!@#&|:/ab\n ") | st.characters(codec="utf-8")))
def test_no_text_makes_markup_of_its_own(slack: LocalSlack, text: str) -> None:
    written, blocks = typed(text, slack.world)

    bare = "".join(e["text"] for e in elements(blocks) if e["type"] == "text")
    controls = re.findall(r"<([^>]*)>", written)
    assert all(re.match(r"https?://|@U|#C|!(here|channel|everyone)$", each) for each in controls)
    assert len(bare) <= len(text)
    if all(element["type"] == "text" for element in elements(blocks)):
        assert bare == text


@pytest.mark.parametrize("should_escape", [False, True])
def test_a_command_is_escaped_where_the_app_wants_it_so(should_escape: bool) -> None:
    text = "@ben in #mlops-curators: https://a.b/?c&d @nobody a < b & c"
    commands = [Command("/ours", "", "", should_escape), Command("/other", "", "")]
    with LocalSlack(Manifest(commands=commands)) as slack:
        ours = slack.act.slash_command(text, ADA, MLOPS, "/ours")["text"]
        other = slack.act.slash_command(text, ADA, MLOPS, "/other")["text"]

    assert other == text
    assert ours == (
        "<@U0BEN|ben> in <#C0CURATORS|mlops-curators>: <https://a.b/?c&amp;d>"
        " @nobody a &lt; b &amp; c"
        if should_escape
        else text
    )


def test_the_bot_is_where_curators_are(slack: LocalSlack) -> None:
    assert slack.world.channel("#mlops-curators").id == CURATORS
    assert slack.world.channel(CURATORS).members == {ADA, slack.app.bot_user}
    assert events(slack, "@mlops-learn hi", CURATORS) == ["app_mention"]


def events(slack: LocalSlack, text: str, channel: str) -> list[Any]:
    return [payload["event"]["type"] for payload in slack.act.write(text, ADA, channel)]


def test_the_app_hears_of_what_it_has_subscribed_to(slack: LocalSlack) -> None:
    direct = slack.world.direct_channel(ADA, slack.app.bot_user).id

    assert events(slack, "@mlops-learn hi", MLOPS) == ["app_mention"]
    assert events(slack, "hi", MLOPS) == []
    assert events(slack, "@mlops-learn hi", RANDOM) == []  # where it is no member
    assert events(slack, "@mlops-learn hi", direct) == ["message"]


def test_the_app_hears_that_it_was_invited(slack: LocalSlack) -> None:
    (payload,) = slack.act.invite("#random", BEN)

    event = payload["event"]
    assert event.pop("event_ts") > "1"
    assert event == {
        "type": "member_joined_channel",
        "user": slack.app.bot_user,
        "channel": RANDOM,
        "channel_type": "C",
        "team": slack.world.team,
        "inviter": BEN,
    }
    assert slack.app.bot_user in slack.world.channel(RANDOM).members
    assert slack.act.invite(RANDOM, BEN) == []  # where it is by now


def test_a_private_channel_is_told_as_one(slack: LocalSlack) -> None:
    slack.world.channel(RANDOM).is_private = True

    assert slack.act.invite(RANDOM, BEN)[0]["event"]["channel_type"] == "G"


def test_an_app_that_has_not_subscribed_is_invited_without_a_word() -> None:
    with LocalSlack(Manifest(events=frozenset())) as slack:
        assert slack.act.invite(RANDOM, BEN) == []
        assert slack.app.bot_user in slack.world.channel(RANDOM).members


def test_an_event_tells_what_slack_tells(slack: LocalSlack) -> None:
    first = slack.act.say("question", ADA, MLOPS)

    (payload,) = slack.act.write("@mlops-learn istio", ADA, MLOPS, first.ts)

    event = payload["event"]
    assert payload["context_team_id"] == payload["team_id"] == event["team"]
    assert event["text"] == "<@U0BOT> istio"
    assert event["blocks"][0]["type"] == "rich_text"
    assert (event["thread_ts"], event["parent_user_id"]) == (first.ts, ADA)
    assert re.fullmatch(r"[0-9a-f-]{36}", event["client_msg_id"])


def test_there_is_no_writing_in_a_thread_that_is_not_there(slack: LocalSlack) -> None:
    with pytest.raises(LookupError, match="no thread"):
        slack.act.write("hi", ADA, MLOPS, "1.2")
