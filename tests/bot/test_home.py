"""App Home: what the bot can do, and what each who looks has saved."""

from datetime import UTC, datetime, timedelta

from bot.store import Mark
from bot.workspace import ADA, BEN, LocalSlack, faults
from bot.workspace.world import Json
from knowledge.reading_order import reading_order
from tests.bot.drawing import strings
from tests.bot.rig import Bot, links_in
from tests.shipped import FINDER


def opened(slack: LocalSlack) -> Json:
    (payload,) = slack.act.open_home(ADA, slack.views.home(ADA))
    return payload


def test_it_explains_every_way_to_ask(slack: LocalSlack, bot: Bot) -> None:
    bot.get(opened(slack))

    home = slack.views.home(ADA)
    assert home
    for way in ("your question", "path istio", "topics", "digest"):
        assert f"/mlops-learn {way}" in strings(home.body["blocks"])
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


def test_what_was_saved_comes_in_reading_order_and_the_rest_is_counted(
    slack: LocalSlack, bot: Bot
) -> None:
    saved = FINDER.catalogue.resources[:11]
    begun = datetime(2026, 11, 29, tzinfo=UTC)
    for number, resource in enumerate(saved):
        moment = begun + timedelta(minutes=number)
        bot.store.marks.put(slack.world.team, ADA, resource.id, Mark.SAVED, moment)
    bot.store.marks.put(slack.world.team, BEN, "metallb-site", Mark.DONE, begun)

    bot.get(opened(slack))

    home = slack.views.home(ADA)
    assert home
    ordered = reading_order(FINDER.catalogue, saved)
    assert links_in(home.body["blocks"]) == [resource.url for resource in ordered[:8]]
    shown = strings(home.body["blocks"])
    assert "and 3 more: /mlops-learn saved lists them" in shown
    assert not any(text.startswith("Done:") for text in shown)
