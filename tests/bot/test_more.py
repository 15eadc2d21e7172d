"""*More*: the next page, from what the button carries."""

from pathlib import Path

import pytest

from bot.names import Action
from bot.views.sentences import OUTDATED
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from tests.bot.rig import Bot, buttons, click, command, first_buttons, links, mention, start_bot
from tests.shipped import FINDER

QUESTION = "load balancing"


def all_links() -> list[str]:
    return [match.resource.url for match in FINDER.ask(QUESTION, limit=100).matches]


def test_every_page_shows_the_next_three(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, QUESTION))
    page = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    seen = links(page)

    while Action.MORE in buttons(page):
        bot.get(click(slack, page, Action.MORE))
        page = slack.from_bot(MLOPS, seen_by=ADA)[-1]
        assert len(links(page)) <= 3
        seen += links(page)

    assert len(seen) > 6
    assert seen == all_links()


def test_a_button_works_after_the_bot_was_started_anew(
    slack: LocalSlack, bot: Bot, tmp_path: Path
) -> None:
    bot.get(command(slack, QUESTION))
    page = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    another = start_bot(slack, tmp_path / "bot.sqlite3")

    another.get(click(slack, page, Action.MORE))
    another.close()

    assert links(slack.from_bot(MLOPS, seen_by=ADA)[-1]) == all_links()[3:6]


def test_the_next_page_of_a_public_answer_is_for_the_one_who_clicked(
    slack: LocalSlack, bot: Bot
) -> None:
    asked = mention(slack, QUESTION)
    bot.get(asked)
    (public,) = slack.from_bot(MLOPS)

    bot.get(click(slack, public, Action.MORE, BEN))

    (private,) = slack.from_bot(MLOPS, seen_by=BEN)
    assert private.thread == asked["event"]["ts"]
    assert first_buttons(private) == [Action.POST_IN_THREAD, Action.MORE, Action.PATH]
    assert len(slack.from_bot(MLOPS)) == 1


def test_in_a_direct_message_the_next_page_stands_below(slack: LocalSlack, bot: Bot) -> None:
    asked = slack.act.direct_message(QUESTION, ADA)
    bot.get(asked)
    channel = asked["event"]["channel"]

    bot.get(click(slack, slack.from_bot(channel)[-1], Action.MORE))

    first, second = slack.from_bot(channel)
    assert links(first) + links(second) == all_links()[:6]
    assert first_buttons(second) == [Action.MORE, Action.PATH]


def test_the_same_click_delivered_twice_shows_one_page(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, QUESTION))
    payload = click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.MORE)

    bot.get(payload)
    bot.get(payload)

    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 2


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        "not JSON",
        '{"question": 1}',
        '{"question": "x", "start": -1}',
        '{"question": "x", "thread": "C1"}',
        '{"question": "x", "page": 2}',
        "[" * 1900,
    ],
)
def test_a_value_that_is_not_ours_is_told_to_be_outdated(
    slack: LocalSlack, bot: Bot, value: str
) -> None:
    bot.get(command(slack, QUESTION))
    payload = click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.MORE)
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text == OUTDATED
