"""A gap is filled: it is no longer listed, and who wanted to hear of it does, once."""

from bot.library import Edition
from bot.workspace import ADA, BEN, CLEO, faults
from knowledge import Finder
from tests.gaps.conftest import PIZZA, TEAM, Stage
from tests.gaps.test_listing import listed
from tests.shipped import FINDER

URL = "https://food.example/pizza"


def test_those_who_asked_and_want_to_hear_are_told_once(stage: Stage) -> None:
    stage.hears(BEN)
    for user in (BEN, BEN, CLEO):
        stage.ask(PIZZA, user)
    stage.ask("when is the summer party", BEN)
    accepted = stage.accepted(PIZZA, URL)

    stage.bot.staff.gaps.fill(PIZZA, accepted)
    stage.bot.staff.gaps.fill(PIZZA, accepted)

    (told,) = stage.told(BEN)
    assert told.startswith(f"You asked “{PIZZA}”. There is something now:")
    assert URL in told
    assert stage.told(CLEO) == stage.told(ADA) == []
    assert listed(stage) == ["• “when is the summer party”: 1 person"]


def test_of_two_processes_one_tells(stage: Stage) -> None:
    stage.hears(BEN)
    stage.ask(PIZZA, BEN)
    accepted = stage.accepted(PIZZA, URL)
    other = stage.another()
    other.staff.shelf.refresh()

    stage.bot.staff.gaps.fill(PIZZA, accepted)
    other.staff.gaps.fill(PIZZA, accepted)
    for bot in (stage.bot, other):
        bot.staff.gaps.look_again()

    assert len(stage.told(BEN)) == 1
    other.close()


def test_who_suggested_it_hears_nothing_more(stage: Stage) -> None:
    stage.hears(BEN)
    stage.ask(PIZZA, BEN)

    stage.bot.staff.gaps.fill(PIZZA, stage.accepted(PIZZA, URL, by=BEN))

    assert stage.told(BEN) == []


def test_a_gap_that_nobody_has_asked_for_fills_nothing(stage: Stage) -> None:
    stage.hears(BEN)
    stage.ask(PIZZA, BEN)

    stage.bot.staff.gaps.fill("when is the summer party", stage.accepted(None, URL))

    assert stage.told(BEN) == []
    assert listed(stage) == [f"• “{PIZZA}”: 1 person"]


def test_each_reads_their_own_words_and_nobody_elses(stage: Stage) -> None:
    for user in (BEN, CLEO):
        stage.hears(user)
    stage.ask(PIZZA, BEN)
    stage.ask("what is the best pizza in town?", CLEO)

    stage.bot.staff.gaps.fill(PIZZA, stage.accepted(PIZZA, URL))

    assert f"You asked “{PIZZA}”." in stage.told(BEN)[0]
    assert "You asked “what is the best pizza in town?”." in stage.told(CLEO)[0]


def test_what_a_new_catalogue_answers_is_told_too(stage: Stage) -> None:
    stage.hears(BEN)
    stage.ask(PIZZA, BEN)
    stage.bot.staff.gaps.look_again()
    assert stage.told(BEN) == []
    stage.accepted(PIZZA, URL)  # by another process, which ended before it told anybody

    for _ in range(2):
        stage.bot.staff.gaps.look_again()

    assert len(stage.told(BEN)) == 1
    assert URL in stage.told(BEN)[0]


def test_looking_again_settles_nothing_that_is_still_in_vain(stage: Stage) -> None:
    stage.ask(PIZZA)
    stage.bot.house.library.edition = Edition(Finder(FINDER.catalogue))

    stage.bot.staff.gaps.look_again()

    assert listed(stage) == [f"• “{PIZZA}”: 1 person"]


def test_a_slack_that_refuses_keeps_nobody_else_from_hearing(stage: Stage) -> None:
    for user in (BEN, CLEO):
        stage.hears(user)
        stage.ask(PIZZA, user)
    stage.slack.fail("chat.postMessage", faults.refused("user_not_found"))

    stage.bot.staff.gaps.fill(PIZZA, stage.accepted(PIZZA, URL))

    assert len(stage.told(BEN)) + len(stage.told(CLEO)) == 1


def test_of_those_who_did_not_ask_for_it_no_name_is_kept(stage: Stage) -> None:
    stage.ask(PIZZA, BEN)
    stage.hears(BEN)
    stage.ask("when is the summer party", BEN)

    people = [question.person for question in stage.bot.store.questions.in_vain(TEAM, 9)]
    assert people == [None, BEN]


def test_what_slack_takes_later_is_told_later_and_once(stage: Stage) -> None:
    stage.hears(BEN)
    stage.ask(PIZZA, BEN)
    stage.slack.fail("chat.postMessage", faults.rate_limited(300), times=2)

    stage.bot.staff.gaps.fill(PIZZA, stage.accepted(PIZZA, URL))
    stage.bot.staff.gaps.look_again()
    assert stage.told(BEN) == []
    for _ in range(3):
        stage.bot.staff.gaps.look_again()

    assert len(stage.told(BEN)) == 1


def test_what_is_not_on_the_shelf_yet_closes_no_gap(stage: Stage) -> None:
    stage.hears(BEN)
    stage.ask(PIZZA, BEN)
    other = stage.another()
    accepted = stage.accepted(PIZZA, URL)

    other.staff.gaps.fill(PIZZA, accepted)  # which has not looked yet
    assert stage.told(BEN) == []
    other.staff.shelf.refresh()
    other.staff.gaps.look_again()

    assert len(stage.told(BEN)) == 1
    other.close()
