"""What the database has of tokens, and how keys and tokens are exchanged."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.tenants.encryption import Cipher
from bot.views.sentences import LOCKED
from bot.workspace import ADA, MLOPS, faults
from tests.bot.rig import command, mention
from tests.tenants.conftest import T1, T2, Bot, Town
from tests.tenants.installing import KEY, OTHER_KEY

HOUR = 60 * 60
NOT_OPENED = "no key of MLOPS_LEARN_SECRET_KEY opens its token"
ANEW = "tokens encrypted by the first key"


def columns(town: Town, *names: str) -> list[str]:
    """Read what the database has, as whoever steals it would."""
    with closing(sqlite3.connect(town.folder / "bot.sqlite3")) as connection:
        return [
            row[0]
            for table in ("slack_bots", "slack_installations")
            for name in names
            for row in connection.execute(f"SELECT {name} FROM {table}")
        ]


def expiring(
    town: Town, bot: Bot, seconds: float, team: str = T1, at: datetime | None = None
) -> str:
    """Install the app with a token that ends then."""
    slack = town.slacks[team]
    slack.grants.rotate = True
    granted = slack.grants.tokens()
    made = town.installed(bot, team, at)
    made.bot_token, made.bot_refresh_token = granted["access_token"], granted["refresh_token"]
    made.bot_token_expires_at = int(town.clock.now.timestamp() + seconds)
    bot.installations.save(made)
    return str(made.bot_token)


@contextmanager
def unwritable(town: Town) -> Iterator[None]:
    """Let the database take no installation meanwhile."""
    with closing(sqlite3.connect(town.folder / "bot.sqlite3")) as connection:
        for act in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TRIGGER no_{act} BEFORE {act} ON slack_installations"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        yield
        for act in ("INSERT", "UPDATE"):
            connection.execute(f"DROP TRIGGER no_{act}")


def token_of(bot: Bot) -> str | None:
    (tenant,) = bot.tenants.all()
    return tenant.client.token


def test_no_token_can_be_read_in_the_database(town: Town) -> None:
    bot = town.start()
    token = expiring(town, bot, 12 * HOUR)

    found = columns(town, "bot_token", "bot_refresh_token")
    assert len(set(found)) == 4  # nor told that two are the same
    assert not any(token in each or "xox" in each for each in found)
    bot.tenants.look()
    assert token_of(bot) == token


def test_a_key_is_exchanged_by_naming_the_new_one_first(town: Town) -> None:
    town.installed(town.start(KEY), T1)
    before = columns(town, "bot_token")

    both = town.start(OTHER_KEY, KEY)
    both.tenants.look()
    assert token_of(both) == town.slacks[T1].app.bot_token
    assert all(Cipher([OTHER_KEY]).decrypt(each) for each in columns(town, "bot_token"))
    assert set(columns(town, "bot_token")).isdisjoint(before)

    after = town.start(OTHER_KEY)
    after.tenants.look()
    assert token_of(after) == town.slacks[T1].app.bot_token


def test_who_has_the_old_key_alone_goes_on_until_it_is_replaced(town: Town) -> None:
    old = town.start(KEY)
    town.installed(old, T1)
    old.tenants.look()
    town.start(OTHER_KEY, KEY).tenants.look()

    old.tenants.look()

    old.get(mention(town.slacks[T1], "istio"))
    assert len(town.slacks[T1].from_bot(MLOPS)) == 1


def test_who_is_installed_by_the_old_key_during_the_exchange_is_not_lost(town: Town) -> None:
    old, both = town.start(KEY), town.start(OTHER_KEY, KEY)
    town.installed(old, T1)
    both.tenants.look()
    town.installed(old, T2)

    with capture_logs() as lines:
        for _ in range(3):
            both.tenants.look()

    assert [line["rows"] for line in lines if line["event"] == ANEW] == [2]
    after = town.start(OTHER_KEY)
    after.tenants.look()
    assert {tenant.identity.team for tenant in after.tenants.all()} == {T1, T2}


def test_processes_that_name_the_keys_in_either_order_serve_until_one_is_gone(town: Town) -> None:
    before, after = town.start(KEY, OTHER_KEY), town.start(OTHER_KEY, KEY)
    town.installed(before, T1)
    for process in (before, after, before, after, before):
        process.tenants.look()
        assert token_of(process) == town.slacks[T1].app.bot_token
    assert all(Cipher([KEY]).decrypt(each) for each in columns(town, "bot_token"))

    after.tenants.look()

    assert all(Cipher([OTHER_KEY]).decrypt(each) for each in columns(town, "bot_token"))


def test_what_no_key_opens_keeps_no_other_workspace(town: Town) -> None:
    town.installed(town.start(OTHER_KEY), T1)
    bot = town.start(KEY)
    town.installed(bot, T2)
    with capture_logs() as lines:
        bot.tenants.look()

    assert [tenant.identity.team for tenant in bot.tenants.all()] == [T2]
    assert [line["workspace"] for line in lines if line["event"] == NOT_OPENED] == [T1]
    assert len(columns(town, "bot_token")) == 4  # the right key may come back
    assert bot.get(mention(town.slacks[T1], "istio")).status == 200


def test_who_asks_where_no_key_opens_the_token_is_told_so(town: Town) -> None:
    town.installed(town.start(OTHER_KEY), T1)
    bot, slack = town.start(KEY), town.slacks[T1]
    with capture_logs() as lines:
        for _ in range(2):
            bot.tenants.look()
            assert bot.get(command(slack, "istio")).status == 200

    assert [said.text for said in slack.from_bot(MLOPS, seen_by=ADA)] == [LOCKED, LOCKED]
    assert [line["event"] for line in lines if line["log_level"] == "error"] == [NOT_OPENED]

    town.installed(town.start(KEY), T1, at=town.clock.now + timedelta(minutes=1))
    bot.get(mention(slack, "istio"))
    assert len(slack.from_bot(MLOPS)) == 1


@given(st.text(), st.text(min_size=1), st.text(min_size=1))
def test_any_text_comes_back_by_its_key_alone(text: str, key: str, other: str) -> None:
    text, key, other = (each.encode(errors="replace").decode() for each in (text, key, other))
    kept = Cipher([key]).encrypt(text)

    assert Cipher([other, key]).decrypt(kept) == text
    assert (Cipher([other]).decrypt(kept) == text) == (key == other)


def test_a_token_that_ends_soon_is_exchanged_by_one_process(town: Town) -> None:
    bots = [town.start() for _ in range(3)]
    old = expiring(town, bots[0], HOUR)
    for bot in bots:
        bot.tenants.look()
    for bot in bots:
        bot.tenants.look()

    (token,) = {token_of(bot) for bot in bots}
    assert token != old
    bots[2].get(mention(town.slacks[T1], "istio"))
    assert len(town.slacks[T1].from_bot(MLOPS)) == 1


def test_a_token_that_is_good_for_hours_is_left_alone(town: Town) -> None:
    bot = town.start()
    old = expiring(town, bot, 3 * HOUR)

    bot.tenants.look()

    assert token_of(bot) == old


def test_an_exchange_that_slack_refuses_is_tried_again(town: Town) -> None:
    bot = town.start()
    old = expiring(town, bot, HOUR)
    town.slacks[T1].fail("oauth.v2.access", faults.refused("internal_error"))

    with capture_logs() as lines:
        bot.tenants.look()
    assert token_of(bot) == old
    assert "token not renewed" in [line["event"] for line in lines]

    bot.tenants.look()
    assert token_of(bot) != old


NOT_SAVED = "renewed token not saved: it is lost if this process ends before it can be"


def test_a_new_token_that_could_not_be_saved_is_kept_until_it_can_be(town: Town) -> None:
    bot, other = town.start(), town.start()
    old = expiring(town, bot, HOUR)

    with unwritable(town), capture_logs() as lines:
        for _ in range(3):
            bot.tenants.look()
    token = token_of(bot)
    assert token != old
    assert [line["log_level"] for line in lines if line["event"] == NOT_SAVED] == ["error"]

    town.clock.now += timedelta(minutes=6)  # the claim is over, and there is nothing to exchange
    other.tenants.look()
    assert token_of(other) == old
    bot.tenants.look()
    other.tenants.look()
    assert token_of(bot) == token_of(other) == token
    bot.get(mention(town.slacks[T1], "istio"))
    assert len(town.slacks[T1].from_bot(MLOPS)) == 1

    after = town.start()
    after.tenants.look()
    assert token_of(after) == token


def test_who_installs_anew_is_served_with_that_and_not_with_what_was_kept(town: Town) -> None:
    bot = town.start()
    expiring(town, bot, HOUR)
    with unwritable(town):
        bot.tenants.look()

    town.clock.now += timedelta(minutes=1)
    anew = expiring(town, town.start(), 12 * HOUR)

    for process in (bot, bot, town.start()):
        process.tenants.look()
        assert token_of(process) == anew
