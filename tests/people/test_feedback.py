"""*Useful*, *Not useful* and why: noted once for each person, under a code and not a name."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.local import now
from bot.names import Action
from bot.store import Verdict
from bot.views.feedback import ASK, THANKS, TOO_LATE, WHY_CHARACTERS, Opinion, thumbs
from bot.views.sentences import FAILED, OUTDATED
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.blocks import block_problems
from bot.workspace.world import Json, Message
from tests.bot.rig import Bot, mention
from tests.people.asking import FOUND, QUESTION, SUNDAY, ask, execute, last, pressed

SHOWN = tuple(resource.id for resource in FOUND[:3])


def judging(slack: LocalSlack, answer: Message, person: str = ADA, *, useful: bool) -> Json:
    (block,) = [block for block in answer.blocks if block["type"] == "context_actions"]
    half = block["elements"][0]["positive_button" if useful else "negative_button"]
    return slack.touch.click(answer, Action.FEEDBACK, person, value=half["value"])


def explaining(slack: LocalSlack, asked: Message, why: str, person: str = ADA) -> Json:
    return slack.touch.click(asked, Action.WHY, person, value=why)


def verdicts(slack: LocalSlack, bot: Bot) -> list[Verdict]:
    return bot.store.feedback.since(slack.world.team, SUNDAY - timedelta(days=1))


def opinions(slack: LocalSlack, bot: Bot) -> list[tuple[bool, str | None]]:
    return sorted(((v.useful, v.why) for v in verdicts(slack, bot)), key=str)


def test_useful_is_noted_with_what_was_shown_and_thanked_for(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)

    bot.get(judging(slack, answer, useful=True))

    (verdict,) = verdicts(slack, bot)
    assert (verdict.useful, verdict.question, verdict.resources) == (True, QUESTION, SHOWN)
    assert last(slack).text == THANKS
    assert not any(block["type"] == "input" for block in last(slack).blocks)


def test_not_useful_asks_why_and_a_line_with_enter_says_it(slack: LocalSlack, bot: Bot) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=False))
    asked = last(slack)
    assert asked.text.startswith(ASK)
    assert opinions(slack, bot) == [(False, None)]

    bot.get(explaining(slack, asked, "  too\n old  "))

    assert opinions(slack, bot) == [(False, "too old")]
    assert last(slack).text == THANKS  # in place of the line
    assert last(slack).ts == asked.ts
    assert not any(block["type"] == "input" for block in last(slack).blocks)
    assert slack.from_bot(MLOPS) == []


@pytest.mark.parametrize("why", ["", "   ", None])
def test_an_empty_line_is_no_reason_and_no_trouble(
    slack: LocalSlack, bot: Bot, why: str | None
) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=False))
    payload = explaining(slack, last(slack), "x")
    payload["actions"][0]["value"] = why

    bot.get(payload)

    assert opinions(slack, bot) == [(False, None)]
    assert last(slack).text == THANKS


def test_who_changes_their_mind_has_the_last_word(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    bot.get(judging(slack, answer, useful=False))
    asked = last(slack)
    bot.get(explaining(slack, asked, "too old"))

    bot.get(judging(slack, answer, useful=True))
    assert opinions(slack, bot) == [(True, None)]

    bot.get(judging(slack, answer, useful=False))
    assert opinions(slack, bot) == [(False, None)]


def test_a_reason_without_such_a_verdict_is_not_kept(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    bot.get(judging(slack, answer, useful=False))
    asked = last(slack)
    bot.get(judging(slack, answer, useful=True))

    bot.get(explaining(slack, asked, "an afterthought"))
    bot.get(explaining(slack, asked, "somebody else's", BEN))

    assert opinions(slack, bot) == [(True, None)]


@pytest.mark.parametrize(
    "block", ["why", "why:", "why:x", "why:C1:1.5;x", "other:\nC1:1.5", "why:C0MLOPS:", None]
)
def test_a_forged_name_of_an_answer_is_told_to_be_outdated(
    slack: LocalSlack, bot: Bot, block: str | None
) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=False))
    payload = explaining(slack, last(slack), "too old")
    payload["actions"][0]["block_id"] = block

    bot.get(payload)

    assert last(slack).text == OUTDATED
    assert opinions(slack, bot) == [(False, None)]


@pytest.mark.parametrize(
    "value",
    [
        *("", "{}", "[]", '{"useful":true}', '{"useful":1.5,"question":"x"}'),
        f'{{"useful":true,"question":"{"x" * 301}"}}',
        f'{{"useful":true,"question":"x","resources":{["x"] * 11}}}'.replace("'", '"'),
    ],
    ids=lambda value: value[:30],
)
def test_a_forged_verdict_is_told_to_be_outdated(slack: LocalSlack, bot: Bot, value: str) -> None:
    payload = judging(slack, ask(slack, bot), useful=True)
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert last(slack).text == OUTDATED
    assert verdicts(slack, bot) == []


def test_what_no_database_takes_is_noted_as_far_as_it_goes(slack: LocalSlack, bot: Bot) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=False))
    payload = explaining(slack, last(slack), "x")
    payload["actions"][0]["value"] = "nul \0 half \ud800 " + "x" * 1000

    bot.get(payload)

    ((_, why),) = opinions(slack, bot)
    assert why
    assert why.startswith("nul   half ? xxx")
    assert len(why) == WHY_CHARACTERS


def test_two_people_on_one_public_answer_have_a_verdict_each(slack: LocalSlack, bot: Bot) -> None:
    bot.get(mention(slack, QUESTION))
    (public,) = slack.from_bot(MLOPS)

    bot.get(judging(slack, public, useful=True))
    bot.get(judging(slack, public, BEN, useful=False))
    bot.get(explaining(slack, last(slack, BEN), "no videos", BEN))

    assert opinions(slack, bot) == [(False, "no videos"), (True, None)]
    assert last(slack, BEN).thread == public.thread
    assert slack.from_bot(MLOPS) == [public]


def test_the_same_click_in_two_processes_is_thanked_for_once(slack: LocalSlack, bot: Bot) -> None:
    payload = judging(slack, ask(slack, bot), useful=True)
    for _ in range(2):
        bot.get(payload)

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=ADA)].count(THANKS) == 1


def test_what_cannot_be_noted_is_not_thanked_for(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot)
    execute(bot, "DROP TABLE feedback")

    bot.get(judging(slack, answer, useful=True))

    assert last(slack).text == FAILED


def test_nobody_is_named_anywhere_in_the_database(
    slack: LocalSlack, bot: Bot, database: Path
) -> None:
    """Not by their id, and not by the direct message that is theirs alone."""
    bot.get(slack.act.direct_message(QUESTION, ADA))
    (direct,) = slack.from_bot("D0ADA")
    bot.get(mention(slack, QUESTION))
    (public,) = slack.from_bot(MLOPS)
    for answer in (direct, public, ask(slack, bot)):
        bot.get(judging(slack, answer, useful=False))
        bot.get(explaining(slack, last(slack, ADA, answer.channel), "too old"))
    pressed(slack, bot, ask(slack, bot), Action.SHARE)
    assert opinions(slack, bot) == [(False, "too old")] * 3
    execute(bot, "DELETE FROM handled")  # what was done already, for a day, by its message
    bot.close()
    execute(bot, "VACUUM")

    held = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert QUESTION.encode() in held
    assert ADA.removeprefix("U").encode() not in held


def test_after_its_week_nobody_can_tell_whose_a_verdict_was(slack: LocalSlack, bot: Bot) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=True))
    (asker,) = {row[0] for row in execute(bot, "SELECT asker FROM feedback")}
    assert asker == bot.staff.askers.code(slack.world.team, ADA)

    slack.world.travel((SUNDAY + timedelta(days=7)).timestamp())
    for duty in bot.staff.duties:
        duty()

    assert bot.staff.askers.code(slack.world.team, ADA) != asker
    kept = {row[0] for row in execute(bot, "SELECT week FROM weekly_keys")}
    assert kept <= {"2026-W49"}
    assert len(verdicts(slack, bot)) == 1
    assert now(slack) > SUNDAY


def test_verdicts_are_forgotten_like_questions(slack: LocalSlack, bot: Bot) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=True))
    for days, left in ((89, 1), (91, 0)):
        slack.world.travel((SUNDAY + timedelta(days=days)).timestamp())
        bot.staff.journal.forget()
        assert len(verdicts(slack, bot)) == left


@pytest.mark.parametrize("kind", ["x", '"', "\\", "é"])
@pytest.mark.parametrize("length", [40, 140, 290, 300, 1000])
def test_however_long_the_ids_are_slack_takes_the_thumbs(kind: str, length: int) -> None:
    ids = [f"{number}{kind * length}" for number in range(3)]

    drawn = thumbs('"' * 300, ids)

    assert block_problems([drawn]) == []
    if length == 40:  # more than any of our own has
        value = drawn["elements"][0]["negative_button"]["value"]
        assert Opinion.model_validate_json(value).resources == tuple(ids)


def test_a_reason_that_comes_when_its_week_is_over_is_not_thanked_for(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(judging(slack, ask(slack, bot), useful=False))
    asked = last(slack)
    slack.world.travel((SUNDAY + timedelta(days=2)).timestamp())
    bot.staff.journal.forget()

    bot.get(explaining(slack, asked, "too old"))

    assert last(slack).text == TOO_LATE
    assert opinions(slack, bot) == [(False, None)]
