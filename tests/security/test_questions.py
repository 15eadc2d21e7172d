"""What people write, in any way of asking: no order to Slack, no long time, no failure."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names import COMMAND
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.bot.rig import Bot, command, mention, shortcut
from tests.security.markup import HOSTILE, orders
from tests.security.often import OFTEN, SELDOM
from tests.security.test_presses import failures

Ask = Callable[[LocalSlack, str], Json]

WAYS: dict[str, Ask] = {
    "command": lambda slack, text: command(slack, text),
    "mention": mention,
    "direct message": lambda slack, text: slack.act.direct_message(text, ADA),
    "shortcut": lambda slack, text: shortcut(slack, slack.act.say(text, BEN, MLOPS)),
}
BEGINNINGS = st.sampled_from(
    """
    digest path topics saved suggest onboard gaps curators help istio kubernetes <@U0ADA> <#C0X|x>
    """.split()  # noqa: SIM905
)


def raw(payload: Json, text: str) -> Json:
    """Let it say what nobody can type: as a foreign Slack, or a forged app, may send it."""
    if "command" in payload:
        return payload | {"text": text}
    inner = "event" if "event" in payload else "message"
    return payload | {inner: payload[inner] | {"text": text, "blocks": []}}


@OFTEN
@given(
    way=st.sampled_from([*WAYS]),
    beginning=st.just("") | BEGINNINGS,
    text=HOSTILE,
)
def test_no_text_is_a_failure_or_an_order_to_slack(
    slack: LocalSlack, bot: Bot, log: Callable[[], str], way: str, beginning: str, text: str
) -> None:
    payload = raw(WAYS[way](slack, "istio"), f"{beginning} {text}".strip())
    slack.traffic.clear()

    assert bot.get(payload).status == 200

    assert "request not understood" not in log()
    assert failures(bot) == set(), log()[-3000:]
    assert list(orders(slack)) == []


@SELDOM
@given(name=HOSTILE, text=st.sampled_from(["what is <#C0MLOPS> about", "path <#C0MLOPS>"]))
def test_no_name_of_a_channel_is_an_order_to_slack(
    slack: LocalSlack, bot: Bot, name: str, text: str
) -> None:
    label = name.replace("|", "").replace(">", "")
    asked = raw(command(slack, "istio"), text.replace("MLOPS", f"MLOPS|{label}"))
    slack.traffic.clear()

    assert bot.get(asked | {"channel_name": name}).status == 200

    assert failures(bot) == set()
    assert list(orders(slack)) == []


LONG = {
    "one letter": "a" * 100_000,
    "brackets": "(" * 100_000,
    "nearly markup": "<" * 100_000,
    "nearly a link": "<https://" * 10_000,
    "entities": "&amp;" * 20_000,
    "words": "kubernetes istio metallb " * 4000,
    "slips": "kubernets istoi metalb " * 4000,
    "marks that combine": "e" + "\u0301" * 10_000,
    "spaces": " " * 100_000 + "istio",
    "a path": "path " + "-" * 100_000,
    "a digest": "digest weekly " + "monday " * 15_000,
    "days": "digest weekly monday 09:00 except " + "2026-12-24, " * 8000,
    "a link": "suggest https://a.example/" + "a" * 100_000,
    "someone to onboard": "onboard <@U0BEN> " + "istio, " * 15_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_text_takes_long(slack: LocalSlack, bot: Bot, text: str) -> None:
    bot.get(slack.act.slash_command("istio", ADA, MLOPS, COMMAND))  # what is loaded at first
    asked = raw(command(slack, "istio"), text)
    slack.traffic.clear()
    begun = time.process_time()

    assert bot.get(asked).status == 200

    assert time.process_time() - begun < 1
    assert failures(bot) == set()
