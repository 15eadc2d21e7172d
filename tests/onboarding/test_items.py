"""Four weeks of a plan, and what people do in between: at their own pace, as long as they like."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.library import Edition
from bot.names import PlanAct
from bot.store import Mark, Stage
from bot.views.plan_item import LAST, LOST, NOTHING_LEFT
from bot.workspace import ADA, BEN, CLEO, faults
from knowledge import Finder
from tests.bot.drawing import strings
from tests.bot.rig import links
from tests.onboarding.scene import AMSTERDAM, DAY, MONDAY, TEAM, Scene, buttons, place
from tests.shipped import FINDER

WEEK = 7 * DAY
RUNS = ["Done, next now", "Slower", "Faster", "Pause", "Stop"]


def state(scene: Scene) -> str:
    """Read the last line of the latest item."""
    return scene.read()[-1].text.splitlines()[-1]


def titles(scene: Scene) -> list[str]:
    """List what was brought, by its links."""
    return [links(message)[0] for message in scene.read()[1:]]


def test_two_a_week_for_four_weeks_and_then_nothing(scene: Scene) -> None:
    first = scene.accepted("kubernetes networking")

    assert place(first) == "1 of 8"
    assert buttons(first) == RUNS
    assert state(scene) == "Two items a week; the next one comes on Thursday, 3 December."
    assert scene.pass_days(31) == [
        ("Thu 10:00", "2 of 8"),
        ("Tue 10:00", "3 of 8"),
        ("Thu 10:00", "4 of 8"),
        ("Tue 10:00", "5 of 8"),
        ("Thu 10:00", "6 of 8"),
        ("Tue 10:00", "7 of 8"),
        ("Thu 10:00", "8 of 8"),
    ]
    known = FINDER.catalogue.by_id
    assert titles(scene) == [known[id].url for id in scene.plan().steps]
    assert buttons(scene.read()[-1]) == ["Done"]
    assert state(scene) == LAST
    assert scene.plan().stage is Stage.FINISHED
    assert scene.whispered() == []


def test_an_item_says_what_it_gives_and_has_the_menu_of_resources(scene: Scene) -> None:
    first = scene.accepted("kubernetes networking")
    resource = FINDER.catalogue.by_id[scene.plan().steps[0]]

    assert resource.summary in strings(first.blocks)
    menu = next(b["accessory"] for b in first.blocks if "accessory" in b)
    assert menu["action_id"] == "mark"
    payload = scene.slack.touch.click(first, "mark", BEN, value=menu["options"][0]["value"])
    scene.bot.get(payload)
    assert scene.bot.store.marks.of(TEAM, BEN, Mark.SAVED) == [resource.id]


def test_done_brings_the_next_one_at_once_to_the_end(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    for number in range(2, 9):
        scene.press(PlanAct.NEXT)
        assert place(scene.read()[-1]) == f"{number} of 8"
        assert scene.read()[-2].text.splitlines()[-1] == "Done. The next one has come already."
        assert buttons(scene.read()[-2]) == []
    scene.press(PlanAct.NEXT)

    assert len(scene.read()) == 9
    assert state(scene) == f"Done. {LAST}"
    assert buttons(scene.read()[-1]) == []
    done = scene.bot.store.marks.of(TEAM, BEN, Mark.DONE)
    assert sorted(done) == sorted(scene.plan().steps)
    assert scene.pass_days(5) == []


def test_after_done_the_next_one_comes_at_its_usual_time(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.press(PlanAct.NEXT)

    assert scene.pass_days(8)[:2] == [("Thu 10:00", "3 of 8"), ("Tue 10:00", "4 of 8")]


def test_slower_and_faster(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.press(PlanAct.SLOWER)

    assert state(scene) == "One item a week; the next one comes on Tuesday, 8 December."
    assert buttons(scene.read()[-1]) == ["Done, next now", "Faster", "Pause", "Stop"]
    assert scene.pass_days(15) == [("Tue 10:00", "2 of 8"), ("Tue 10:00", "3 of 8")]

    scene.press(PlanAct.FASTER)
    scene.press(PlanAct.FASTER)
    assert buttons(scene.read()[-1]) == ["Done, next now", "Slower", "Pause", "Stop"]
    assert scene.pass_days(7) == [
        ("Wed 10:00", "4 of 8"),
        ("Fri 10:00", "5 of 8"),
        ("Mon 10:00", "6 of 8"),
    ]


def test_who_wants_more_does_not_wait_for_longer(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.pass_days(7)  # it is Monday evening, and the next one comes tomorrow
    scene.press(PlanAct.FASTER)

    assert scene.pass_days(1) == [("Tue 10:00", "3 of 8")]


def test_paused_nothing_comes_until_it_is_resumed(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.press(PlanAct.PAUSE)

    assert state(scene) == "Paused: nothing comes until you resume."
    assert buttons(scene.read()[-1]) == ["Resume", "Done", "Stop"]
    assert scene.pass_days(7) == []

    scene.press(PlanAct.RESUME)
    assert buttons(scene.read()[-1]) == RUNS
    assert scene.pass_days(3) == [("Tue 10:00", "2 of 8"), ("Thu 10:00", "3 of 8")]


def test_what_is_done_in_a_pause_does_not_end_it(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.press(PlanAct.PAUSE)
    scene.press(PlanAct.NEXT)

    assert state(scene) == "Done. Paused: nothing comes until you resume."
    assert len(scene.read()) == 2
    assert scene.pass_days(5) == []


def test_stopped_nothing_comes_any_more(scene: Scene) -> None:
    first = scene.accepted("kubernetes networking")
    scene.press(PlanAct.STOP)

    assert state(scene) == "The plan has been stopped: nothing more comes."
    assert buttons(scene.read()[-1]) == []
    for act in (PlanAct.NEXT, PlanAct.FASTER, PlanAct.PAUSE):
        scene.press(act, first)  # as it stands on another screen
    assert scene.plan().stage is Stage.STOPPED
    assert len(scene.read()) == 2
    assert scene.pass_days(5) == []


def test_app_home_shows_where_they_are_with_the_same_buttons(scene: Scene) -> None:
    scene.accepted("kubernetes networking")

    shown = scene.home()
    assert "Networking in Kubernetes · 1 of 8" in shown
    assert [label for label in RUNS if label in shown] == RUNS
    scene.press_home(PlanAct.NEXT)
    assert "Networking in Kubernetes · 2 of 8" in scene.home_shown()
    assert place(scene.read()[-1]) == "2 of 8"
    scene.press_home(PlanAct.PAUSE)
    assert "Resume" in scene.home_shown()
    scene.press_home(PlanAct.RESUME)
    scene.press_home(PlanAct.STOP)
    assert "Your plan" not in scene.home_shown()
    assert scene.whispered() == []


def test_what_they_know_meanwhile_is_left_out(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    second, third = scene.plan().steps[1:3]
    scene.bot.staff.learners.mark(TEAM, BEN, second, Mark.DONE)
    scene.bot.staff.learners.mark(TEAM, BEN, third, Mark.NOT_FOR_ME)

    assert scene.pass_days(3) == [("Thu 10:00", "4 of 8")]


def test_the_last_one_of_which_the_rest_is_known_says_so(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    for id in scene.plan().steps[2:]:
        scene.bot.staff.learners.mark(TEAM, BEN, id, Mark.DONE)

    assert scene.pass_days(9) == [("Thu 10:00", "2 of 8")]
    assert state(scene) == LAST


def test_where_nothing_is_left_it_ends_with_a_line(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    for id in scene.plan().steps[1:]:
        scene.bot.staff.learners.mark(TEAM, BEN, id, Mark.DONE)

    assert scene.pass_days(9) == [("Thu 10:00", NOTHING_LEFT)]
    assert scene.plan().stage is Stage.FINISHED


def test_what_the_catalogue_has_lost_is_left_out(scene: Scene) -> None:
    first = scene.accepted("kubernetes networking")
    lost, second = scene.plan().steps[:2]
    kept = tuple(r for r in FINDER.catalogue.resources if r.id not in (lost, second))
    scene.bot.house.library.edition = Edition(Finder(replace(FINDER.catalogue, resources=kept)))

    assert scene.pass_days(3) == [("Thu 10:00", "3 of 8")]
    scene.press(PlanAct.NEXT, first)
    assert scene.whispered() == [LOST]
    assert scene.bot.store.marks.of(TEAM, BEN, Mark.DONE) == [lost]


@pytest.mark.parametrize(
    ("zone", "hour"), [("America/New_York", 15), ("Asia/Kolkata", 4), ("Nowhere/Town", 9)]
)
def test_it_comes_in_the_morning_where_the_person_is(scene: Scene, zone: str, hour: int) -> None:
    """Of a zone that nobody knows, that of the sender counts, who is in Amsterdam."""
    people = scene.slack.world.people
    people[BEN] = replace(people[BEN], zone=zone)
    scene.accepted("kubernetes networking", sender=ADA)

    due = scene.plan().due
    assert due
    assert (due.hour, due.weekday()) == (hour, 3)
    scene.round(due - timedelta(minutes=1))
    assert len(scene.read()) == 2
    scene.round(due)
    assert len(scene.read()) == 3


def test_in_summer_it_is_ten_oclock_too(scene: Scene) -> None:
    scene.clock.now = datetime(2027, 3, 26, 12, tzinfo=UTC)  # two days before clocks change
    scene.accepted("kubernetes networking")

    assert scene.pass_days(4) == [("Tue 10:00", "2 of 8")]


@pytest.mark.parametrize(
    ("back", "came"),
    [
        (MONDAY + 10 * DAY, ["Thu 12:00"]),
        (MONDAY + 10 * DAY + timedelta(hours=15), ["Fri 10:00"]),  # it is night
        (MONDAY + 12 * DAY, ["Mon 10:00"]),  # it is Saturday
    ],
)
def test_after_an_outage_one_comes_and_no_heap(
    scene: Scene, back: datetime, came: list[str]
) -> None:
    scene.accepted("kubernetes networking")
    scene.round(back)
    got = [f"{scene.now.astimezone(AMSTERDAM):%a %H:%M}"] * (len(scene.read()) - 2)
    while not got:
        scene.clock.now += timedelta(minutes=30)
        scene.round()
        got = [f"{scene.now.astimezone(AMSTERDAM):%a %H:%M}"] * (len(scene.read()) - 2)

    assert got == came
    scene.round(scene.now + timedelta(hours=1))
    assert len(scene.read()) == 3


def test_each_follows_their_own_plan(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.propose("git", to="@cleo")
    scene.press(PlanAct.ACCEPT, person=CLEO)
    scene.press(PlanAct.STOP)
    scene.pass_days(8)

    assert [place(m) for m in scene.read(CLEO)[1:]] == ["1 of 5", "2 of 5", "3 of 5"]
    assert len(scene.read()) == 2


def test_before_the_first_item_app_home_shows_the_plan_that_can_be_paused_and_stopped(
    scene: Scene,
) -> None:
    assert scene.propose("kubernetes networking").startswith("Proposed")
    scene.slack.fail("chat.postMessage", faults.refused("internal_error"), times=9)
    scene.press(PlanAct.ACCEPT)

    assert {"Pause", "Stop"} <= set(scene.home())
    scene.press_home(PlanAct.PAUSE)
    assert {"Resume", "Stop"} <= set(scene.home_shown())
    scene.press_home(PlanAct.STOP)
    assert scene.plan().stage is Stage.STOPPED


def test_a_clock_that_was_wrong_for_a_while_stops_no_plan(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    there = scene.now
    scene.round(there + 365 * DAY)
    assert len(scene.read()) == 3

    scene.clock.now = there
    assert len(scene.pass_days(7)) >= 1
