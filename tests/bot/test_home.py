"""App Home: what the bot can do, for each who looks."""

from bot.workspace import ADA, BEN, LocalSlack, faults
from bot.workspace.world import Json
from tests.bot.rig import Bot


def opened(slack: LocalSlack) -> Json:
    (payload,) = slack.act.open_home(ADA, slack.views.home(ADA))
    return payload


def test_it_explains_every_way_to_ask(slack: LocalSlack, bot: Bot) -> None:
    bot.get(opened(slack))

    home = slack.views.home(ADA)
    assert home
    assert "/mlops-learn your question" in str(home.body["blocks"])
    assert slack.views.home(BEN) is None


def test_it_can_be_opened_again(slack: LocalSlack, bot: Bot) -> None:
    bot.get(opened(slack))
    bot.get(opened(slack))

    assert [call.error for call in slack.calls if call.name == "views.publish"] == [None, None]


def test_the_direct_message_is_no_home(slack: LocalSlack, bot: Bot) -> None:
    payload = opened(slack)
    payload["event"]["tab"] = "messages"

    bot.get(payload)

    assert slack.views.home(ADA) is None


def test_what_fails_is_logged_and_nobody_is_bothered(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("views.publish", faults.refused("internal_error"))

    bot.get(opened(slack))

    assert slack.views.home(ADA) is None
    assert [call for call in slack.calls if call.name.startswith("chat.")] == []
