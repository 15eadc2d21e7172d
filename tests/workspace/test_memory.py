"""A workspace that ends and begins again, and one whose clock is set."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.store import Store, open_store
from bot.workspace import ADA, BEN, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Json
from tests.workspace.conftest import Clock


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'bot.sqlite3'}")
    store.migrate()
    yield store
    store.close()


def client_of(slack: LocalSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])


def test_all_that_happened_is_there_again(store: Store, clock: Clock) -> None:
    divider: list[Json] = [{"type": "divider"}]
    with LocalSlack(clock=clock, memory=store.documents) as slack:
        slack.act.write("hello", ADA, MLOPS)
        slack.act.direct_message("istio", BEN)
        slack.world.join(slack.world.channel(RANDOM), slack.app.bot_user)
        posted = client_of(slack).chat_postMessage(channel=MLOPS, text="one", blocks=divider)
        client_of(slack).chat_update(channel=MLOPS, ts=posted["ts"], text="two", blocks=divider)
        client_of(slack).chat_postEphemeral(channel=MLOPS, user=ADA, text="private")
        gone = client_of(slack).chat_postMessage(channel=MLOPS, text="gone")
        client_of(slack).chat_delete(channel=MLOPS, ts=gone["ts"])
        header = {"type": "header", "text": {"type": "plain_text", "text": "Home"}}
        client_of(slack).views_publish(user_id=ADA, view={"type": "home", "blocks": [header]})
        slack.world.travel(clock.now + 3600)
        before = {place: slack.world.messages(place) for place in slack.world.channels}

    with LocalSlack(clock=clock, memory=store.documents) as slack:
        assert {place: slack.world.messages(place) for place in slack.world.channels} == before
        assert [message.text for message in before[MLOPS]] == ["hello", "two", "private"]
        assert [message.text for message in slack.messages(MLOPS)] == ["hello", "two"]
        assert slack.app.bot_user in slack.world.channel(RANDOM).members
        home = slack.views.home(ADA)
        assert home
        assert home.body["blocks"][0]["type"] == "header"
        assert slack.world.clock() == clock.now + 3600
        clock.now -= 7200  # as clocks of machines may
        later = slack.act.say("later", ADA, MLOPS)
        assert float(later.ts) > float(before[MLOPS][-1].ts)
        clock.now += 7200
        later = slack.act.say("later", ADA, MLOPS)
        assert float(later.ts) > clock.now + 3599


def test_a_channel_stays_archived_and_left(store: Store, clock: Clock) -> None:
    with LocalSlack(clock=clock, memory=store.documents) as slack:
        slack.world.archive(slack.world.channel(RANDOM))
        slack.world.leave(slack.world.channel(MLOPS), slack.app.bot_user)

    with LocalSlack(clock=clock, memory=store.documents) as slack:
        assert slack.world.channel(RANDOM).is_archived
        assert slack.app.bot_user not in slack.world.channel(MLOPS).members


def test_a_channel_of_an_older_version_is_taken_up(clock: Clock) -> None:
    kept = {"id": RANDOM, "name": "random", "members": [ADA, "U0BOT"]}
    memory = {f"channel/{RANDOM}": {**kept, "is_direct": False, "is_archived": False}}

    with LocalSlack(clock=clock, memory=memory) as slack:
        assert slack.world.channel(RANDOM).members == {ADA, "U0BOT"}


def test_starting_over_leaves_nothing(store: Store, clock: Clock) -> None:
    with LocalSlack(clock=clock, memory=store.documents) as slack:
        slack.act.write("hello", ADA, MLOPS)
        slack.world.join(slack.world.channel(RANDOM), slack.app.bot_user)
        client_of(slack).views_publish(
            user_id=ADA,
            view={"type": "home", "blocks": [{"type": "divider"}]},
        )
        slack.world.travel(clock.now + 3600)

        slack.start_over()

        assert slack.world.messages(MLOPS) == []
        assert slack.app.bot_user not in slack.world.channel(RANDOM).members
        assert slack.views.home(ADA) is None
        assert slack.world.clock() == clock.now
        assert list(slack.traffic) == []
    assert dict(store.documents) == {}


def test_time_goes_on_from_where_it_was_set(slack: LocalSlack, clock: Clock) -> None:
    slack.world.travel(clock.now + 60)
    clock.now += 5

    assert slack.world.clock() == clock.now + 60


def test_time_goes_forward_only(slack: LocalSlack, clock: Clock) -> None:
    slack.world.travel(clock.now + 3600)
    slack.act.say("later", ADA, MLOPS)

    with pytest.raises(ValueError, match="forward"):
        slack.world.travel(clock.now)
    with pytest.raises(ValueError, match="too far"):
        slack.world.travel(clock.now + 4e9)
    assert slack.world.clock() == clock.now + 3600


def test_what_cannot_be_read_is_left_out(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    memory: dict[str, Any] = {}
    with LocalSlack(clock=clock, memory=memory) as slack:
        slack.act.say("kept", ADA, MLOPS)
    (name,) = memory
    kept = memory[name]
    memory.update(
        {
            "message/from a later version": {**kept, "ts": "1.000001", "unheard_of": 1},
            "message/in no time": {**kept, "ts": "soon"},
            "message/from nobody": {**kept, "ts": "1.000002", "author": "U0"},
            "message/as blocks": {**kept, "blocks": "x"},
            "message/empty": {},
            "channel/list": [],
            "home/empty": {},
            "clock/now": {"ahead": "nan"},
        }
    )

    with LocalSlack(clock=clock, memory=memory) as slack:
        assert [message.text for message in slack.messages(MLOPS)] == ["kept", "kept"]
        assert slack.world.clock() == clock.now
    assert "message/in no time cannot be read" in caplog.text


class Full(dict[str, Any]):
    """A memory in which nothing has room."""

    def __setitem__(self, name: str, body: Any) -> None:
        raise OSError("no space left")


def test_what_cannot_be_kept_is_not_shown(clock: Clock) -> None:
    with LocalSlack(clock=clock, memory=Full()) as slack:
        with pytest.raises(OSError, match="no space"):
            slack.act.say("lost", ADA, MLOPS)
        assert slack.messages(MLOPS) == []
