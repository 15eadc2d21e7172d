"""The modal in which a digest is set by clicking: opened, filled in, submitted."""

import json
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

import pytest
from slack_bolt import BoltResponse

from bot.digest.desk import ONLY_WEEKENDS
from bot.local import now
from bot.names import DIGEST_MODAL
from bot.store import Subscription
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from bot.workspace.elements import Value, initial
from bot.workspace.views import View
from bot.workspace.world import Json
from tests.bot.rig import Bot, click, start_bot
from tests.digest.asking import answered, lines, subscription


def opened(slack: LocalSlack, bot: Bot) -> View:
    bot.get(click(slack, answered(slack, bot, "digest"), "digest.change"))
    view = slack.views.modal(ADA)
    assert view
    return view


def filled(view: View) -> dict[str, Any]:
    """Give what stands in the modal before anybody touches it."""
    return {block["block_id"]: initial(block["element"]) for block in view.body["blocks"]}


def submitted(slack: LocalSlack, bot: Bot, view: View, **values: Value) -> BoltResponse:
    return bot.get(
        slack.touch.submit(view, {(block, "value"): given for block, given in values.items()})
    )


def errors(response: BoltResponse) -> Mapping[str, str]:
    found = json.loads(response.body)
    assert found["response_action"] == "errors"
    told: Mapping[str, str] = found["errors"]
    return told


def made(slack: LocalSlack, bot: Bot) -> Subscription:
    found = subscription(slack, bot)
    assert found
    return found


def told(slack: LocalSlack) -> str:
    return slack.from_bot(MLOPS, seen_by=ADA)[-1].text


def test_it_opens_with_what_suits_most_people(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)

    stands = filled(view)
    assert view.body["title"]["text"] == "Resource of the week"
    assert view.body["submit"]["text"] == "Set up"
    assert view.body["callback_id"] == DIGEST_MODAL
    assert stands.pop("day")["text"]["text"] == "Monday"
    assert stands == {
        "time": "09:00",
        "zone": "Europe/Amsterdam",
        "topics": None,
        "weekends": None,
        "holidays": None,
    }


def test_it_opens_with_what_is_set(slack: LocalSlack, bot: Bot) -> None:
    answered(
        slack,
        bot,
        "digest weekly fri 16:30 london no weekends topics: git, k8s"
        " holidays: 2027-01-01 2026-12-25",
    )

    view = opened(slack, bot)

    stands = filled(view)
    assert view.body["submit"]["text"] == "Save"
    assert stands["day"]["text"]["text"] == "Friday"
    assert (stands["time"], stands["zone"]) == ("16:30", "Europe/London")
    assert [option["value"] for option in stands["topics"]] == ["git", "kubernetes"]
    assert len(stands["weekends"]) == 1
    assert stands["holidays"] == "2026-12-25, 2027-01-01"


def test_submitted_as_it_opened_it_changes_nothing(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly fri 16:30 london no weekends topics: git, k8s")
    before = made(slack, bot)

    response = submitted(slack, bot, opened(slack, bot))

    assert response.body == ""
    assert made(slack, bot) == before
    assert told(slack).startswith("Set. This is how it comes:")


def test_what_is_filled_in_is_set_and_shown(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)

    submitted(
        slack,
        bot,
        view,
        day="2",
        time="16:45",
        zone="new york",
        topics=("kubernetes", "git"),
        weekends=("yes",),
        holidays="2027-01-01 2026-12-25",
    )

    found = made(slack, bot)
    assert (found.weekday, found.time, found.zone) == (2, time(16, 45), "America/New_York")
    assert set(found.topics) == {"git", "kubernetes"}
    assert found.weekdays_only
    assert found.holidays == (date(2026, 12, 25), date(2027, 1, 1))
    (_, reply) = slack.from_bot(MLOPS, seen_by=ADA)
    assert lines(reply)[:2] == [
        "Set. This is how it comes:",
        "• Every Wednesday at 16:45 (America/New_York), set by <@U0ADA>",
    ]
    assert slack.from_bot(MLOPS) == []


@pytest.mark.parametrize(
    ("values", "block", "said"),
    [
        ({"zone": "nowhere"}, "zone", "I know no zone “nowhere”; write a zone such as"),
        ({"zone": "CST"}, "zone", "CST may mean several zones; write a zone such as"),
        ({"zone": "eastern"}, "zone", "“eastern” may mean "),
        ({"zone": "x" * 3000}, "zone", f"I know no zone “{'x' * 40}”"),
        ({"holidays": "xmas"}, "holidays", "“xmas” is no day that I can read; write days as"),
        ({"holidays": "2026-12-25 2026-02-30"}, "holidays", "“2026-02-30” is no day that I"),
        ({"day": "6", "weekends": ("yes",)}, "weekends", ONLY_WEEKENDS),
    ],
)
def test_what_is_wrong_is_said_where_it_stands_and_nothing_is_set(
    slack: LocalSlack, bot: Bot, values: dict[str, Value], block: str, said: str
) -> None:
    view = opened(slack, bot)

    found = errors(submitted(slack, bot, view, **values))

    assert list(found) == [block]
    assert found[block].startswith(said)
    assert subscription(slack, bot) is None


def test_all_that_is_wrong_is_said_at_once_and_can_be_mended(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    wrong: dict[str, Value] = {"zone": "nowhere", "holidays": "xmas", "day": "5"}

    found = errors(submitted(slack, bot, view, weekends=("yes",), **wrong))
    submitted(slack, bot, view, zone="utc")

    assert set(found) == {"zone", "holidays", "weekends"}
    assert made(slack, bot).zone == "UTC"


def test_slack_may_send_the_same_submission_twice(slack: LocalSlack, bot: Bot) -> None:
    payload = slack.touch.submit(opened(slack, bot), {})
    bot.get(payload)
    answered(slack, bot, "digest off")
    before = len(slack.from_bot(MLOPS, seen_by=ADA))

    response = bot.get(payload)

    assert response.status == 200
    assert subscription(slack, bot) is None
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == before


def test_it_can_be_submitted_after_a_restart(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    bot.close()
    restarted = start_bot(slack, bot.store.location, clock=lambda: now(slack))

    submitted(slack, restarted, view, time="10:30")

    assert made(slack, restarted).time == time(10, 30)
    restarted.close()


def test_a_disk_that_does_not_last_is_told_of(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    forgetful = start_bot(slack, bot.store.location, clock=lambda: now(slack), forgets=True)

    submitted(slack, forgetful, view)
    forgetful.close()

    assert "DATABASE_URL" in told(slack)
    assert subscription(slack, bot) is None


def test_where_the_bot_was_removed_meanwhile_nothing_is_set(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    slack.world.leave(slack.world.channel(MLOPS), slack.app.bot_user)

    assert submitted(slack, bot, view).status == 200

    assert subscription(slack, bot) is None


def test_a_reply_that_is_lost_loses_nothing_else(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    slack.fail("chat.postEphemeral", faults.lost_reply())

    submitted(slack, bot, view)

    assert made(slack, bot)
    assert "did not confirm" in told(slack)


Forge = Callable[[Json], None]


def state(block: str, **stands: object) -> Forge:
    def forge(view: Json) -> None:
        view["state"]["values"][block]["value"] = stands

    return forge


def metadata(content: str) -> Forge:
    return lambda view: view.update(private_metadata=content)


FORGERIES: Mapping[str, Forge] = {
    "no channel": metadata(""),
    "a channel that there is not": metadata("C0NOWHERE"),
    "an order for a channel": metadata("<!channel>"),
    "another form of channel": metadata('{"channel":"C0MLOPS"}'),
    "a direct message": metadata("D0ADA"),
    "nothing": lambda view: view.update(state={"values": {}}),
    "no day": lambda view: view["state"]["values"].pop("day"),
    "no time": lambda view: view["state"]["values"].pop("time"),
    "no zone": lambda view: view["state"]["values"].pop("zone"),
    "an eighth day": state("day", selected_option={"value": "7"}),
    "a day in words": state("day", selected_option={"value": "monday"}),
    "an empty day": state("day", selected_option=None),
    "a late hour": state("time", selected_time="25:00"),
    "an empty time": state("time", selected_time=None),
    "an order for a time": state("time", selected_time="<!channel>"),
    "a path for a zone": state("zone", value="../../etc/passwd"),
    "a zone that is no text": state("zone", value="\0"),
    "an order for a holiday": state("holidays", value="<!channel>"),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_submission_does_no_harm(slack: LocalSlack, bot: Bot, forge: Forge) -> None:
    payload = slack.touch.submit(opened(slack, bot), {})
    forge(payload["view"])

    response = bot.get(payload)

    assert response.status == 200
    assert list(bot.store.subscriptions.all_of(slack.world.team)) == []
    assert slack.from_bot(MLOPS) == []
    submitted(slack, bot, opened(slack, bot))
    assert made(slack, bot)


@pytest.mark.parametrize("topics", [["nonesuch"], ["<!channel>"], ["git", "x" * 5000]])
def test_topics_that_are_not_known_are_not_set(
    slack: LocalSlack, bot: Bot, topics: list[str]
) -> None:
    payload = slack.touch.submit(opened(slack, bot), {})
    chosen = {"selected_options": [{"value": topic} for topic in topics]}
    payload["view"]["state"]["values"]["topics"]["value"] = chosen

    bot.get(payload)

    found = subscription(slack, bot)
    assert found is None or set(found.topics) <= {"git"}


def test_what_is_forged_is_told_where_it_can_be(slack: LocalSlack, bot: Bot) -> None:
    payload = slack.touch.submit(opened(slack, bot), {})
    payload["view"]["state"]["values"]["day"]["value"]["selected_option"] = None

    bot.get(payload)

    assert told(slack).startswith("That button is from an older message")
