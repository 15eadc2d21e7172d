"""What somebody is done with no longer comes in their answers; nobody else notices."""

import pytest

from bot.local import now
from bot.names import Action, Marked
from bot.store import Mark
from bot.views.sentences import FAILED
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.world import Message
from tests.bot.drawing import strings
from tests.bot.rig import Bot, buttons, click, mention
from tests.people.asking import (
    FOUND,
    ask,
    choosing,
    execute,
    home,
    last,
    marked,
    pressed,
    said,
    shows,
)

A, B, C, D = FOUND[:4]
OVER = [Marked.DONE, Marked.NOT_FOR_ME]


@pytest.mark.parametrize("mark", OVER)
def test_what_is_over_no_longer_comes_and_can_be_shown(
    slack: LocalSlack, bot: Bot, mark: Marked
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, mark))

    answer = ask(slack, bot)
    assert shows(answer, B, C, D)
    assert "1 hidden, which you are done with or do not want." in strings(answer.blocks)

    pressed(slack, bot, answer, "again.hidden")

    assert shows(last(slack), A, B, C)
    assert "again.hidden" not in buttons(last(slack))


def test_what_is_saved_still_comes(slack: LocalSlack, bot: Bot) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.SAVED))

    assert shows(ask(slack, bot), A, B, C)
    assert "again.hidden" not in buttons(last(slack))


def test_what_one_is_done_with_comes_to_others(slack: LocalSlack, bot: Bot) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.DONE))

    assert shows(ask(slack, bot, person=BEN), A, B, C)


def test_the_pages_leave_out_what_is_hidden_and_nothing_else(slack: LocalSlack, bot: Bot) -> None:
    for resource in FOUND[1:6:2]:
        bot.store.marks.put(slack.world.team, ADA, resource.id, Mark.DONE, now(slack))
    page, seen = ask(slack, bot), []
    while True:
        seen += [r.id for r in FOUND if f"<{r.url}|" in str(page.blocks)]
        if Action.MORE not in buttons(page):
            break
        pressed(slack, bot, page, Action.MORE)
        page = last(slack)

    assert seen == [r.id for r in FOUND if r not in FOUND[1:6:2]]

    pressed(slack, bot, page, "again.hidden")

    assert shows(last(slack), *FOUND[:3])  # from the beginning, where they stood


def test_who_is_done_with_everything_is_told_so_and_may_see_it(slack: LocalSlack, bot: Bot) -> None:
    for resource in FOUND:
        bot.store.marks.put(slack.world.team, ADA, resource.id, Mark.DONE, now(slack))

    answer = ask(slack, bot)

    assert answer.text == "You are done with all that I have on “load balancing”."
    note = f"{len(FOUND)} hidden, which you are done with or do not want."
    assert note in strings(answer.blocks)
    assert not {Action.SHARE, Action.MORE} & set(buttons(answer))
    pressed(slack, bot, answer, "again.hidden")
    assert shows(last(slack), A, B, C)


def test_a_public_answer_is_the_same_for_all_whatever_its_asker_is_done_with(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.DONE))

    bot.get(mention(slack, "load balancing"))

    (public,) = slack.from_bot(MLOPS)
    assert shows(public, A, B, C)
    assert "again.hidden" not in buttons(public)

    bot.get(choosing(slack, public, B, Marked.DONE, BEN))

    assert last(slack, BEN).text == said(Marked.DONE, B)
    assert last(slack, BEN).thread == public.thread
    assert slack.from_bot(MLOPS) == [public]
    assert marked(slack, bot) == {A.id: Mark.DONE}


def test_sharing_shares_what_the_sharer_saw_and_not_how_much_they_hide(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.NOT_FOR_ME))

    pressed(slack, bot, ask(slack, bot), Action.SHARE)

    (public,) = slack.from_bot(MLOPS)
    assert shows(public, B, C, D)
    assert "hidden" not in str(public.blocks)


def test_with_the_marks_away_questions_are_answered_and_marks_are_not_confirmed(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.DONE))
    execute(bot, "ALTER TABLE marks RENAME TO away")

    answer = ask(slack, bot)
    assert shows(answer, A, B, C)
    bot.get(choosing(slack, answer, B, Marked.DONE))
    assert last(slack).text == FAILED

    execute(bot, "ALTER TABLE away RENAME TO marks")
    assert marked(slack, bot) == {A.id: Mark.DONE}


def test_a_resource_that_the_catalogue_lost_is_in_nobodys_way(slack: LocalSlack, bot: Bot) -> None:
    bot.store.marks.put(slack.world.team, ADA, "of-yesterday", Mark.DONE, now(slack))
    bot.store.marks.put(slack.world.team, ADA, "<!channel>", Mark.SAVED, now(slack))

    assert shows(ask(slack, bot), A, B, C)
    assert "again.hidden" not in buttons(last(slack))
    assert "1 in other places" in str(home(slack, bot).body)


def test_picks_for_somebody_else_hold_what_the_helper_is_done_with(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.DONE))
    question = slack.act.say("load balancing", BEN, MLOPS)

    bot.get(slack.touch.shortcut(question, ADA, "find_resources"))
    picks = last(slack)
    assert shows(picks, A, B, C)
    bot.get(click(slack, picks, Action.POST_IN_THREAD))

    (public,) = slack.from_bot(MLOPS)
    assert shows(public, A, B, C)


def test_what_is_marked_between_two_pages_moves_nothing_over(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    bot.get(choosing(slack, answer, A, Marked.DONE))

    pressed(slack, bot, answer, Action.MORE)

    assert shows(last(slack), *FOUND[3:6])


def test_what_was_seen_is_shared_whatever_was_marked_since(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    slack.world.travel(slack.world.clock() + 60)
    bot.get(choosing(slack, answer, A, Marked.DONE))

    pressed(slack, bot, answer, Action.SHARE)

    (public,) = slack.from_bot(MLOPS)
    assert shows(public, A, B, C)


def test_the_menu_knows_what_is_marked_already(slack: LocalSlack, bot: Bot) -> None:
    bot.get(choosing(slack, ask(slack, bot), A, Marked.SAVED))
    assert first_menu(ask(slack, bot)) == ["Done", "Not for me", "Take the mark off"]

    bot.get(choosing(slack, last(slack), A, None))

    assert marked(slack, bot) == {}
    assert first_menu(ask(slack, bot)) == ["Save for later", "Done", "Not for me"]


def first_menu(message: Message) -> list[str]:
    menus = [block["accessory"] for block in message.blocks if block.get("accessory")]
    return [option["text"]["text"] for option in menus[0]["options"]]
