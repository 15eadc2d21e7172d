"""Who may change the digest of a channel, asked at the moment of each act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.digest.permission import NEEDED
from bot.local import MANIFEST, now
from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack, Manifest
from bot.workspace.faults import reset
from bot.workspace.views import View
from tests.bot.rig import Bot, click, start_bot
from tests.digest.asking import MONDAY, SUNDAY, answered, subscription


@dataclass(frozen=True)
class Act:
    """Something to do, by a command or with a button, and what was done before it."""

    before: str = ""
    command: str | None = None
    button: str | None = None

    def prepare(self, slack: LocalSlack, bot: Bot) -> None:
        slack.act.invite(RANDOM, CLEO)
        answered(slack, bot, "digest weekly monday 09:00", ADA, RANDOM)
        if self.before:
            answered(slack, bot, self.before, ADA, RANDOM)
        if self.button == "digest.keep":
            change(slack, ADA, deleted=True)
            slack.world.travel((MONDAY + timedelta(hours=1)).timestamp())
            bot.staff.poster.round()
            change(slack, ADA, deleted=False)

    def do(self, slack: LocalSlack, bot: Bot, person: str) -> None:
        if self.command:
            answered(slack, bot, self.command, person, RANDOM)
            return
        assert self.button
        is_public = self.button == "digest.keep"
        shown = (
            slack.from_bot(RANDOM)[-1]
            if is_public
            else answered(slack, bot, "digest", person, RANDOM)
        )
        bot.get(click(slack, shown, self.button, person))


ACTS = {
    "set": Act(command="digest weekly friday 10:00 topics: git"),
    "skip": Act(command="digest skip"),
    "pause": Act(command="digest pause"),
    "pause until": Act(command="digest pause until 2027-01-10"),
    "resume": Act("digest pause", command="digest resume"),
    "off": Act(command="digest off"),
    "button skip": Act(button="digest.skip"),
    "button unskip": Act("digest skip", button="digest.unskip"),
    "button pause": Act(button="digest.pause"),
    "button resume": Act("digest pause", button="digest.resume"),
    "button off": Act(button="digest.off"),
    "button keep": Act(button="digest.keep"),
    "button change": Act(button="digest.change"),
}

every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


def change(slack: LocalSlack, person: str, **what: bool) -> None:
    slack.world.people[person] = replace(slack.world.people[person], **what)  # type: ignore[arg-type]


def state(slack: LocalSlack, bot: Bot, person: str) -> tuple[object, ...]:
    """Give all that an act may change."""
    return (
        subscription(slack, bot, RANDOM),
        bot.store.slots.history(slack.world.team, RANDOM),
        slack.views.modal(person),
    )


@contextmanager
def with_admins(slack: LocalSlack, bot: Bot, *admins: str) -> Iterator[Bot]:
    """The same bot, as it runs when the operator has named admins."""
    named = start_bot(slack, bot.store.location, clock=lambda: now(slack), admins=admins)
    yield named
    named.close()


@every_act
@pytest.mark.parametrize("person", [ADA, CLEO], ids=["an admin", "who made the channel"])
def test_admins_and_who_made_the_channel_may_do_it(
    slack: LocalSlack, bot: Bot, act: Act, person: str
) -> None:
    act.prepare(slack, bot)
    before = state(slack, bot, person)

    act.do(slack, bot, person)

    assert state(slack, bot, person) != before


@every_act
def test_an_owner_of_the_workspace_may_do_it(slack: LocalSlack, bot: Bot, act: Act) -> None:
    act.prepare(slack, bot)
    change(slack, BEN, is_owner=True)
    before = state(slack, bot, BEN)

    act.do(slack, bot, BEN)

    assert state(slack, bot, BEN) != before


@every_act
def test_who_is_named_by_the_operator_may_do_it(slack: LocalSlack, bot: Bot, act: Act) -> None:
    act.prepare(slack, bot)
    before = state(slack, bot, BEN)

    with with_admins(slack, bot, BEN) as named:
        act.do(slack, named, BEN)

    assert state(slack, bot, BEN) != before


@every_act
def test_others_read_a_sentence_and_nothing_changes(slack: LocalSlack, bot: Bot, act: Act) -> None:
    act.prepare(slack, bot)
    before = state(slack, bot, BEN)

    act.do(slack, bot, BEN)

    assert slack.from_bot(RANDOM, seen_by=BEN)[-1].text == f"{NEEDED}. It was made by <@U0CLEO>."
    assert state(slack, bot, BEN) == before


@every_act
def test_who_is_no_admin_any_more_may_not(slack: LocalSlack, bot: Bot, act: Act) -> None:
    act.prepare(slack, bot)
    change(slack, BEN, is_admin=True)
    answered(slack, bot, "digest list", BEN, RANDOM)
    change(slack, BEN, is_admin=False)
    before = state(slack, bot, BEN)

    act.do(slack, bot, BEN)

    assert slack.from_bot(RANDOM, seen_by=BEN)[-1].text == f"{NEEDED}. It was made by <@U0CLEO>."
    assert state(slack, bot, BEN) == before


def modal_of(slack: LocalSlack, bot: Bot, person: str, channel: str = RANDOM) -> View:
    shown = answered(slack, bot, "digest", person, channel)
    bot.get(click(slack, shown, "digest.change", person))
    view = slack.views.modal(person)
    assert view
    return view


@pytest.mark.parametrize("person", [ADA, CLEO])
def test_who_may_can_submit_the_modal(slack: LocalSlack, bot: Bot, person: str) -> None:
    slack.act.invite(RANDOM, CLEO)

    bot.get(slack.touch.submit(modal_of(slack, bot, person), {}))

    made = subscription(slack, bot, RANDOM)
    assert made
    assert made.owner == person


def test_who_may_no_longer_when_the_modal_is_submitted_is_refused(
    slack: LocalSlack, bot: Bot
) -> None:
    ACTS["set"].prepare(slack, bot)
    change(slack, BEN, is_admin=True)
    view = modal_of(slack, bot, BEN)
    change(slack, BEN, is_admin=False)
    before = state(slack, bot, BEN)

    bot.get(slack.touch.submit(view, {("time", "value"): "23:00"}))

    assert slack.from_bot(RANDOM, seen_by=BEN)[-1].text == f"{NEEDED}. It was made by <@U0CLEO>."
    assert state(slack, bot, BEN) == before


def test_the_modal_of_one_channel_gives_no_right_on_another(slack: LocalSlack, bot: Bot) -> None:
    slack.act.invite(RANDOM, CLEO)
    answered(slack, bot, "digest weekly monday 09:00")
    payload = slack.touch.submit(modal_of(slack, bot, CLEO), {("time", "value"): "23:00"})
    payload["view"]["private_metadata"] = MLOPS
    before = subscription(slack, bot)

    bot.get(payload)

    assert slack.from_bot(MLOPS, seen_by=CLEO)[-1].text == f"{NEEDED}. It was made by <@U0ADA>."
    assert subscription(slack, bot) == before


@pytest.fixture
def without_people() -> Iterator[LocalSlack]:
    """A workspace that does not tell the bot who people are."""
    manifest = Manifest(
        scopes=MANIFEST.scopes - {"users:read"}, events=MANIFEST.events, commands=MANIFEST.commands
    )
    with LocalSlack(manifest, clock=SUNDAY.timestamp) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("digest weekly monday 9", NEEDED),
        ("digest off", NEEDED),
        ("digest list", "This is for workspace admins, and those whom my operator has named"),
    ],
)
def test_where_slack_does_not_tell_who_somebody_is_nobody_may(
    without_people: LocalSlack, tmp_path: Path, text: str, said: str
) -> None:
    database = tmp_path / "bot.sqlite3"
    blind = start_bot(without_people, database, clock=lambda: now(without_people))

    refused = answered(without_people, blind, text)

    why = (
        "Slack does not tell me who that is: the app lacks a scope; mlops-learn doctor says which."
    )
    assert refused.text == f"{said}, and {why}"
    assert subscription(without_people, blind) is None
    blind.close()


def test_who_is_named_by_the_operator_may_even_then(
    without_people: LocalSlack, tmp_path: Path
) -> None:
    database = tmp_path / "bot.sqlite3"
    blind = start_bot(without_people, database, clock=lambda: now(without_people), admins={BEN})

    made = answered(without_people, blind, "digest weekly monday 9", BEN)

    assert "• Every Monday at 09:00 (UTC), set by <@U0BEN>" in made.text
    blind.close()


def test_where_slack_is_away_nothing_changes(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("users.info", reset(), times=2)

    refused = answered(slack, bot, "digest weekly monday 9 utc")

    assert refused.text.startswith("Something broke on my side")
    assert subscription(slack, bot) is None
