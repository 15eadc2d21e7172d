"""What becomes of a token's renewal that goes another way than it should."""

from datetime import timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.workspace import MLOPS
from bot.workspace.faults import Fault
from tests.bot.rig import mention
from tests.tenants.conftest import T1, T2, Bot, Town
from tests.tenants.test_tokens import HOUR, expiring

RENEWAL = "oauth.v2.access"
GOOD: dict[str, object] = {
    "ok": True,
    "token_type": "bot",
    "access_token": "xoxe.xoxb-1-new",
    "refresh_token": "xoxe-1-new",
    "expires_in": 12 * HOUR,
}
ODD: dict[str, object] = {
    "a list": ["ok"],
    "a word": "ok",
    "nothing": {"ok": True},
    **{
        f"{name} {value!r:.9}": GOOD | {name: value}
        for name, value in (
            ("token_type", "user"),
            ("token_type", None),
            ("access_token", None),
            ("access_token", ""),
            ("access_token", 5),
            ("access_token", "xoxb\r\nX-A: b"),
            ("access_token", "\ud800"),
            ("refresh_token", None),
            ("refresh_token", ""),
            ("refresh_token", ["xoxe-1"]),
            ("expires_in", None),
            ("expires_in", "soon"),
            ("expires_in", True),
            ("expires_in", -1),
            ("expires_in", float("inf")),
            ("expires_in", float("nan")),
            ("expires_in", 10**30),
        )
    },
}


def tokens(bot: Bot) -> dict[str, str | None]:
    return {tenant.identity.team: tenant.client.token for tenant in bot.tenants.all()}


@pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
def test_a_renewal_that_is_answered_oddly_keeps_the_token_and_is_tried_again(
    town: Town, reply: object
) -> None:
    bot, (one, two) = town.start(), town.slacks.values()
    old = expiring(town, bot, HOUR)
    town.installed(bot, T2, town.clock.now + timedelta(seconds=1))
    one.fail(RENEWAL, Fault(reply=lambda: web.json_response(reply)))

    with capture_logs() as lines:
        bot.tenants.look()

    assert tokens(bot) == {T1: old, T2: two.app.bot_token}
    assert [each["workspace"] for each in lines if each["event"] == "token not renewed"] == [T1]
    after = town.start()
    after.tenants.look()  # which finds the old one in the database, and tries again
    assert tokens(after)[T1] not in (old, GOOD["access_token"])
    for process, question in ((bot, "istio"), (after, "linkerd")):
        process.get(mention(one, question))
    assert len(one.from_bot(MLOPS)) == 2
