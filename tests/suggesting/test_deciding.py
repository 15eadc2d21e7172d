"""What curators make of a suggestion, and who hears of it."""

from datetime import timedelta

from bot.names import Action
from bot.store import Fate, Suggestion
from bot.suggesting.decisions import Decisions
from bot.views.resource import OWN
from bot.views.sentences import NO_REASON
from bot.views.suggestion_card import CardPlace
from bot.workspace import ADA, BEN, CLEO, CURATORS, MLOPS, LocalSlack, faults
from tests.bot.rig import Bot, buttons, click, start_bot
from tests.digest.asking import SUNDAY
from tests.suggesting.acting import (
    FREE,
    KNOWN,
    TITLE,
    URL,
    asked,
    cards,
    declined,
    entered,
    errors,
    form,
    heard,
    payload,
    press,
    shown,
    submitted,
    suggested,
    whispered,
)
from tests.suggesting.conftest import Start

TEAM = "T0LOCAL"
REASON = "It is an advertisement."


def fates(bot: Bot) -> list[Fate]:
    return [fate for fate in Fate for _ in bot.store.suggestions.with_fate(TEAM, fate)]


def curators_read(slack: LocalSlack, person: str = ADA) -> list[str]:
    return whispered(slack, person, CURATORS)


def test_what_is_accepted_is_answered_at_once_and_marked(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)

    press(slack, bot, "accept")

    answer = asked(slack, bot, TITLE)
    assert URL in shown(answer)
    assert OWN in shown(answer)
    (card,) = cards(slack)
    assert card.text == f"Accepted by <@{ADA}>: {TITLE}"
    assert buttons(card) == []
    assert URL in shown(card)
    (told,) = heard(slack)
    assert told.startswith(f"{TITLE} is accepted")


def test_what_is_declined_is_told_with_the_reason(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)

    declined(slack, bot, f"  {REASON}\n")

    (told,) = heard(slack)
    assert f"A curator says: “{REASON}”" in told
    (card,) = cards(slack)
    assert card.text == f"Declined by <@{ADA}>: {TITLE} ({REASON})"
    assert buttons(card) == []
    assert URL not in shown(asked(slack, bot, TITLE))


def test_a_reason_has_to_be_given(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    press(slack, bot, "decline")

    found = errors(submitted(slack, bot, form(slack, ADA), reason=" \u200b "))

    assert found == {"reason": NO_REASON}
    assert fates(bot) == [Fate.OPEN]


def test_what_is_edited_is_accepted_as_it_was_written_anew(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot, why="How to feed them")
    press(slack, bot, "edit")
    view = form(slack, ADA)
    assert entered(view)["link"] == URL
    assert (entered(view)["title"], entered(view)["why"]) == (TITLE, "How to feed them")

    submitted(
        slack,
        bot,
        view,
        title="Zebrafish",
        author="Ben",
        format="video",
        level="advanced",
        question=FREE,
    )

    (kept,) = bot.store.suggestions.with_fate(TEAM, Fate.ACCEPTED)
    proposal = kept.proposal
    assert (proposal.title, proposal.author, proposal.why) == (
        "Zebrafish",
        "Ben",
        "How to feed them",
    )
    assert (proposal.format, proposal.level, proposal.question) == ("video", "advanced", FREE)
    assert URL in shown(asked(slack, bot, FREE))
    assert cards(slack)[0].text == f"Accepted by <@{ADA}>: Zebrafish"
    assert len(heard(slack)) == 1


def test_what_is_wrong_with_an_edit_is_said_where_it_stands(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    press(slack, bot, "edit")

    found = errors(submitted(slack, bot, form(slack, ADA), link=KNOWN.url, title="https://a.org/"))

    assert set(found) == {"link"}
    assert fates(bot) == [Fate.OPEN]


def test_of_two_curators_one_decides_and_the_other_reads_what_was_decided(
    slack: LocalSlack, bot: Bot, start: Start
) -> None:
    suggested(slack, bot)
    (card,) = cards(slack)
    late = slack.touch.click(card, "suggestion.accept", CLEO)
    other = start()
    press(slack, bot, "decline")
    first, second = payload(slack, form(slack, ADA), reason=REASON), late

    bot.get(first)
    other.get(second)

    assert fates(bot) == [Fate.DECLINED]
    assert curators_read(slack, CLEO) == [f"It was declined already: “{REASON}”."]
    assert len(heard(slack)) == 1
    assert cards(slack)[0].text.startswith(f"Declined by <@{ADA}>")


def test_a_form_that_is_submitted_too_late_decides_nothing(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    press(slack, bot, "edit", CLEO)
    press(slack, bot, "accept", ADA)

    submitted(slack, bot, form(slack, CLEO), title="Other")

    assert bot.store.suggestions.with_fate(TEAM, Fate.ACCEPTED)[0].proposal.title == TITLE
    assert curators_read(slack, CLEO) == ["It was accepted already."]


def test_a_click_delivered_twice_decides_once(slack: LocalSlack, bot: Bot, start: Start) -> None:
    suggested(slack, bot)
    pressed = slack.touch.click(cards(slack)[0], "suggestion.accept", ADA)

    for each in (bot, bot, start()):
        each.get(pressed)

    assert len(heard(slack)) == 1
    assert curators_read(slack) == []


def test_it_can_be_decided_after_a_restart(slack: LocalSlack, bot: Bot, start: Start) -> None:
    suggested(slack, bot)
    press(slack, bot, "decline")
    pressed = slack.touch.click(cards(slack)[0], "suggestion.accept", CLEO)
    bot.close()

    start().get(pressed)

    assert fates(start()) == [Fate.ACCEPTED]


def test_another_process_answers_with_it_after_its_next_round(
    slack: LocalSlack, bot: Bot, start: Start
) -> None:
    other = start()
    suggested(slack, bot)
    press(slack, bot, "accept")
    assert URL not in shown(asked(slack, other, TITLE))

    for duty in other.staff.duties:
        duty()

    assert URL in shown(asked(slack, other, TITLE))


def test_what_one_workspace_adds_another_never_sees(
    slack: LocalSlack, bot: Bot, tmp_path: object
) -> None:
    suggested(slack, bot)
    press(slack, bot, "accept")
    with LocalSlack() as elsewhere:
        elsewhere.world.team = "T0OTHER"
        other = start_bot(elsewhere, f"sqlite:///{tmp_path}/bot.sqlite3")
        for duty in other.staff.duties:
            duty()

        answer = asked(elsewhere, other, TITLE)

        assert other.staff.box.team == "T0OTHER"
        assert URL not in shown(answer)
        other.close()


def test_what_was_decided_but_not_told_is_told_in_the_next_round_once(
    slack: LocalSlack, bot: Bot, start: Start
) -> None:
    suggested(slack, bot)
    (found,) = bot.store.suggestions.with_fate(TEAM, Fate.OPEN)
    bot.store.suggestions.decide(TEAM, found.id, Fate.DECLINED, SUNDAY, REASON)

    for each in (bot, start(), bot):
        each.staff.decisions.tell_all()

    (told,) = heard(slack)
    assert REASON in told


def test_an_outcome_that_may_have_arrived_is_not_told_again(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    slack.fail("chat.postMessage", faults.lost_reply())

    press(slack, bot, "accept")
    bot.staff.decisions.tell_all()

    assert len(heard(slack)) == 1
    assert curators_read(slack) == []


def test_who_had_their_data_deleted_hears_nothing(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    bot.store.forget_person(TEAM, BEN, "code")

    press(slack, bot, "accept")
    bot.staff.decisions.tell_all()

    assert heard(slack) == []
    assert fates(bot) == [Fate.ACCEPTED]


def test_a_card_that_was_left_as_it_was_is_replaced_when_it_is_pressed_later(
    slack: LocalSlack, bot: Bot
) -> None:
    suggested(slack, bot)
    slack.fail("chat.update", faults.unavailable())
    press(slack, bot, "accept")
    (left,) = cards(slack)
    assert buttons(left)

    slack.world.travel((SUNDAY + timedelta(minutes=2)).timestamp())
    press(slack, bot, "accept", CLEO)

    assert curators_read(slack, CLEO) == ["It was accepted already."]
    assert cards(slack)[0].text == f"Accepted: {TITLE}"


def test_with_the_database_away_the_curator_is_told(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    with bot.store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE suggestions")

    press(slack, bot, "accept")

    assert curators_read(slack)[0].startswith("Something broke on my side")


def test_what_answers_a_question_is_passed_on_once_it_is_accepted(
    slack: LocalSlack, bot: Bot
) -> None:
    passed: list[tuple[str, Suggestion]] = []
    staff = bot.staff.decisions
    decisions = Decisions(**{**vars(staff), "on_accepted": lambda *both: passed.append(both)})
    bot.get(click(slack, asked(slack, bot, FREE), Action.SUGGEST, BEN))
    submitted(slack, bot, form(slack), link=URL, title=TITLE)
    suggested(slack, bot, link="https://other.example.org/")
    waiting = bot.store.suggestions.with_fate(TEAM, Fate.OPEN)

    for found in waiting:
        place = CardPlace(channel=CURATORS, message=found.card or "", suggestion=found.id)
        decisions.accept(ADA, place)

    assert [(asked_for, each.fate) for asked_for, each in passed] == [(FREE, Fate.ACCEPTED)]


def test_an_outcome_that_slack_takes_later_is_told_later_and_once(
    slack: LocalSlack, bot: Bot
) -> None:
    suggested(slack, bot)
    slack.fail("chat.postMessage", faults.rate_limited(300))
    press(slack, bot, "accept")
    assert heard(slack) == []

    for _ in range(2):
        bot.staff.decisions.tell_all()

    assert len(heard(slack)) == 1


def test_a_question_of_one_person_is_not_quoted_to_others(slack: LocalSlack, bot: Bot) -> None:
    nothing = asked(slack, bot, FREE)
    bot.get(click(slack, nothing, Action.SUGGEST, BEN))
    submitted(slack, bot, form(slack), link=URL, title=TITLE)
    press(slack, bot, "accept")

    bot.get(slack.act.mention(f"{FREE} please", CLEO, MLOPS))

    answer = shown(slack.from_bot(MLOPS)[-1])
    assert URL in str(slack.from_bot(MLOPS)[-1].blocks)
    assert "answers what was asked here" in answer
    assert f"“{FREE}”" not in answer
    (facts,) = [line for line in answer.splitlines() if OWN in line]
    assert "free" not in facts.split(" · ")  # as nobody has said
