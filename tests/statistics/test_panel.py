"""What curators see in their App Home, and nobody else."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.names import Action
from bot.views.statistics import (
    HELPFUL,
    NOTHING,
    TITLE,
    Demand,
    Judged,
    Statistics,
    Week,
    alt_text,
    panel,
    table,
)
from bot.workspace import ADA, BEN, CURATORS, LocalSlack, faults
from bot.workspace.blocks import view_problems
from knowledge import Resource, Topic
from tests.bot.drawing import parsed, strings
from tests.bot.rig import Bot
from tests.statistics.rows import WEEK, ask, judge

ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=400)


def shown(slack: LocalSlack, bot: Bot, person: str = ADA) -> list[Any]:
    (payload,) = slack.act.open_home(person, slack.views.home(person))
    bot.get(payload)
    home = slack.views.home(person)
    assert home
    return list(home.body["blocks"])


def fill(bot: Bot) -> None:
    for number in range(14):
        ask(bot.store, ago=number * WEEK / 2)
    ask(bot.store, outcome="nothing")
    for asker in "ab":
        judge(bot.store, True, ["metallb-site"], asker)
        judge(
            bot.store, False, ["k8s-docs-pods"], f"{asker}2", why=f"<!channel> too *long* {asker}"
        )


def test_curators_see_the_figures(slack: LocalSlack, bot: Bot) -> None:
    fill(bot)

    said = "\n".join(strings(shown(slack, bot)))
    assert TITLE in said
    assert "15 questions in 7 weeks, the last of them not over: 93% answered surely" in said
    assert "2026-W48      3   67%       0%      33%" in said
    assert "https://metallb.io" in said
    assert ": 2 useful, 0 not" in said
    assert ": 0 useful, 2 not" in said
    assert "MetalLB: asked 15 times, 7 resources" in said
    assert "<!channel> too *long* a" in said


def test_nobody_else_sees_a_trace(slack: LocalSlack, bot: Bot) -> None:
    fill(bot)

    said = strings(shown(slack, bot, BEN))
    for trace in (TITLE, HELPFUL, Action.CHART, "metallb", "asked 15"):
        assert not any(trace in text for text in said)


def test_who_joins_the_channel_of_the_curators_sees_them(slack: LocalSlack, bot: Bot) -> None:
    assert TITLE not in strings(shown(slack, bot, BEN))

    slack.world.join(slack.world.channel(CURATORS), BEN)
    assert TITLE in strings(shown(slack, bot, BEN))

    slack.world.leave(slack.world.channel(CURATORS), BEN)
    assert TITLE not in strings(shown(slack, bot, BEN))


def test_where_slack_does_not_tell_they_are_left_out_and_that_is_logged(
    slack: LocalSlack, bot: Bot, log: Callable[[], str]
) -> None:
    slack.fail("conversations.members", faults.refused("internal_error"))
    slack.fail("users.info", faults.refused("internal_error"))

    said = strings(shown(slack, bot))
    assert TITLE not in said
    assert "What I can do" in said
    assert "left out of App Home" in log()


def test_before_anything_was_asked_it_says_so(slack: LocalSlack, bot: Bot) -> None:
    said = strings(shown(slack, bot))

    assert TITLE in said
    assert NOTHING in said
    assert Action.CHART not in said


def test_the_table_is_aligned_and_short() -> None:
    weeks = [Week(f"2026-W{number}", number * 100, 1, 0) for number in range(10, 22)]
    blocks = panel(Statistics(weeks=weeks))

    (table_text,) = (
        element["elements"][0]["text"]
        for element in blocks[1]["elements"]
        if element["type"] == "rich_text_preformatted"
    )
    lines = table_text.splitlines()
    assert len(lines) == 12
    assert len({len(line) for line in lines}) == 1
    assert "2026-W21" in lines[-1]
    assert table([Week("2026-W01")])[1].split() == ["2026-W01", "0", "-", "-", "-"]


@given(text=ANY, count=st.integers(0, 10**9))
def test_any_text_stays_text_and_slack_takes_it(text: str, count: int) -> None:
    judged = [Judged(Resource(id="x", title=f"a{text}", url="https://x.org/"), count, 1)] * 5
    demand = [Demand(Topic(id="t", name=f"a{text}"), count, count)] * 8
    statistics = Statistics(
        weeks=[Week("2026-W48", count, count, 1)] * 12,
        helpful=judged,
        disliked=judged,
        demand=demand,
        why=[text] * 5,
        read=count,
    )

    blocks = panel(statistics)
    assert view_problems({"type": "home", "blocks": blocks}, "home") == []
    assert parsed(blocks) == []
    assert len(blocks) < 10
    assert len(alt_text(statistics)) <= 1000


def test_the_alternative_text_says_the_figures() -> None:
    demand = [Demand(Topic(id="t", name="Wombats"), 1, 0)]
    weeks = [Week("2026-W47", 1), Week("2026-W48", 2, 1, 1)]

    said = alt_text(Statistics(weeks=weeks, demand=demand, read=5))
    assert "Wombats: asked 1 time, 0 resources." in said
    assert "2026-W48: 4, of which 2 surely, 1 with the closest, 1 not at all; 2026-W47: 1" in said
    assert "5 questions in 2 weeks" in said


def test_it_says_so_where_topics_are_not_of_all_questions() -> None:
    demand = [Demand(Topic(id="t", name="Wombats"), 7, 0)]

    part = strings(panel(Statistics(weeks=[Week("2026-W48", 9)], demand=demand, read=7)))
    assert any(text.endswith(", in the last 7 questions") for text in part)
    whole = strings(panel(Statistics(weeks=[Week("2026-W48", 9)], demand=demand, read=9)))
    assert not any("in the last" in text for text in whole)
