"""Each item is sent at most once: by many processes, after restarts, refusals and odd clicks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.names import PlanAct
from bot.onboarding.sponsor import HAS_ONE
from bot.store import Mark, Stage
from bot.views.plan_item import GONE
from bot.views.plan_offer import OVER, UNDER_WAY
from bot.views.sentences import OUTDATED
from bot.workspace import ADA, BEN, CLEO, faults
from bot.workspace.faults import Fault
from tests.onboarding.scene import DAY, TEAM, Scene, place

THURSDAY = 3 * DAY - timedelta(hours=2)
"""From Monday noon to when the second item is due."""


def places(scene: Scene) -> list[str]:
    return [place(message) for message in scene.read()[1:]]


def cleo_follows_another(scene: Scene) -> None:
    """Have a second plan, of which items are due when Ben's are, and after them."""
    people = scene.slack.world.people
    people[CLEO] = replace(people[CLEO], zone=people[BEN].zone)
    scene.clock.now += timedelta(minutes=1)
    scene.propose("git", to="@cleo")
    scene.press(PlanAct.ACCEPT, person=CLEO)


def test_of_two_processes_one_sends(scene: Scene) -> None:
    scene.start()
    scene.accepted("kubernetes networking")

    assert scene.pass_days(8) == [("Thu 10:00", "2 of 8"), ("Tue 10:00", "3 of 8")]


def test_what_another_process_has_sent_since_we_looked_is_not_sent_again(scene: Scene) -> None:
    other = scene.start()
    scene.accepted("kubernetes networking")
    found = scene.plan()

    assert scene.bot.staff.tutor.send_next(found)
    assert not other.staff.tutor.send_next(found)
    assert places(scene) == ["1 of 8", "2 of 8"]


def test_after_a_restart_it_goes_on(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.bots.pop().close()
    scene.start()

    assert scene.pass_days(4) == [("Thu 10:00", "2 of 8")]
    scene.press(PlanAct.NEXT)
    assert places(scene) == ["1 of 8", "2 of 8", "3 of 8"]


def test_who_dies_after_the_acceptance_leaves_the_first_item_to_others(scene: Scene) -> None:
    scene.propose("git")
    plan = scene.plan()
    scene.bot.store.plans.change(TEAM, plan, stage=Stage.RUNNING, due=scene.now)
    scene.round()
    scene.round()

    assert places(scene) == ["1 of 5"]


def test_what_slack_refuses_comes_later_and_once(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.slack.fail("chat.postMessage", faults.refused("restricted_action"), times=2)

    scene.round(scene.now + THURSDAY)
    scene.round(scene.now + timedelta(minutes=14))
    assert (places(scene), scene.plan().step) == (["1 of 8"], 1)
    scene.round(scene.now + timedelta(minutes=1))
    scene.round(scene.now + timedelta(minutes=15))
    assert places(scene) == ["1 of 8", "2 of 8"]
    assert scene.pass_days(6) == [("Tue 10:00", "3 of 8")]


def test_a_last_item_that_slack_refuses_comes_later(scene: Scene) -> None:
    scene.accepted("git")
    for _ in range(3):
        scene.press(PlanAct.NEXT)
    scene.slack.fail("chat.postMessage", faults.refused("restricted_action"))
    scene.round(scene.now + THURSDAY)
    assert scene.plan().stage is Stage.RUNNING
    scene.round(scene.now + timedelta(minutes=15))

    assert places(scene)[-1] == "5 of 5"
    assert scene.plan().stage is Stage.FINISHED


def test_a_pause_while_slack_refuses_stays_one(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    refusal = faults.refused("restricted_action")

    def pause() -> None:
        scene.bot.staff.tutor.pause(BEN, scene.plan().id)

    scene.slack.fail("chat.postMessage", Fault(reply=refusal.reply, then=pause))
    scene.round(scene.now + THURSDAY)

    plan = scene.plan()
    assert (plan.stage, plan.step, plan.due) == (Stage.PAUSED, 1, None)
    assert scene.pass_days(7) == []


@pytest.mark.parametrize("fault", [faults.lost_reply(), faults.unavailable(takes_effect=True)])
def test_what_may_have_arrived_is_never_sent_again(scene: Scene, fault: Fault) -> None:
    scene.accepted("kubernetes networking")
    cleo_follows_another(scene)
    scene.slack.fail("chat.postMessage", fault)
    scene.round(scene.now + THURSDAY)

    assert places(scene) == ["1 of 8", "2 of 8"]
    assert [place(m) for m in scene.read(CLEO)[1:]] == ["1 of 5", "2 of 5"]
    assert scene.pass_days(6) == [("Tue 10:00", "3 of 8")]


@pytest.mark.parametrize("error", ["account_inactive", "user_not_found"])
def test_who_cannot_be_reached_any_more_is_left_alone(scene: Scene, error: str) -> None:
    scene.accepted("kubernetes networking")
    before = scene.read("U0ADA")
    scene.slack.fail("chat.postMessage", faults.refused(error))
    scene.round(scene.now + THURSDAY)

    assert scene.plan().stage is Stage.STOPPED
    assert scene.pass_days(5) == []
    assert scene.read("U0ADA") == before


@pytest.mark.parametrize("is_known", [True, False])
def test_who_has_left_gets_nothing(scene: Scene, is_known: bool) -> None:
    scene.accepted("kubernetes networking")
    people = scene.slack.world.people
    if is_known:
        people[BEN] = replace(people[BEN], deleted=True)
    else:
        del people[BEN]

    assert scene.pass_days(7) == []
    assert scene.plan().stage is Stage.STOPPED


@pytest.mark.parametrize("fault", [faults.refused("account_inactive"), faults.reset()])
def test_where_slack_tells_nothing_of_anybody_all_waits(scene: Scene, fault: Fault) -> None:
    """A token that was revoked, or a network that is down, ends nobody's plan."""
    scene.accepted("kubernetes networking")
    cleo_follows_another(scene)
    scene.slack.fail("users.info", fault)
    scene.round(scene.now + THURSDAY)
    assert places(scene) == ["1 of 8"]
    assert [place(m) for m in scene.read(CLEO)[1:]] == ["1 of 5", "2 of 5"]

    scene.round()
    assert places(scene) == ["1 of 8", "2 of 8"]


def test_a_click_that_slack_delivers_twice_counts_once(scene: Scene) -> None:
    other = scene.start()
    scene.propose("kubernetes networking")
    payload = scene.press(PlanAct.ACCEPT)
    scene.bot.get(payload)
    other.get(payload)
    payload = scene.press(PlanAct.NEXT)
    other.get(payload)

    assert places(scene) == ["1 of 8", "2 of 8"]
    assert len(scene.read("U0ADA")) == 1


def test_a_double_click_counts_once(scene: Scene) -> None:
    scene.propose("kubernetes networking")
    (offer,) = scene.read()
    scene.press(PlanAct.ACCEPT, offer)
    scene.press(PlanAct.ACCEPT, offer)
    first = scene.read()[-1]
    slower = [scene.pressing(PlanAct.SLOWER, first) for _ in range(2)]
    clicks = [scene.pressing(PlanAct.NEXT, first) for _ in range(2)]
    for payload in (*slower, *clicks):
        scene.bot.get(payload)

    assert places(scene) == ["1 of 8", "2 of 8"]
    assert len(scene.read("U0ADA")) == 1
    assert scene.plan().pace == 1


def test_a_button_of_an_earlier_item_does_not_skip_the_latest_one(scene: Scene) -> None:
    first = scene.accepted("kubernetes networking")
    scene.pass_days(3)
    scene.press(PlanAct.NEXT, first)

    assert places(scene) == ["1 of 8", "2 of 8"]
    assert scene.read()[1].text.splitlines()[-1] == "Done. The next one has come already."
    assert scene.bot.store.marks.of(TEAM, BEN, Mark.DONE) == [scene.plan().steps[0]]


def test_nobody_acts_on_the_plan_of_somebody_else(scene: Scene) -> None:
    scene.propose("kubernetes networking")
    (offer,) = scene.read()
    accept = scene.pressing(PlanAct.ACCEPT, offer, CLEO)
    decline = scene.pressing(PlanAct.DECLINE, offer, CLEO)
    scene.bot.get(accept)
    scene.bot.get(decline)
    assert scene.plan().stage is Stage.OFFERED

    scene.press(PlanAct.ACCEPT, offer)
    first = scene.read()[-1]
    before = scene.plan()
    for act in (PlanAct.NEXT, PlanAct.FASTER, PlanAct.PAUSE, PlanAct.STOP):
        scene.bot.get(scene.pressing(act, first, CLEO))
    assert scene.plan() == before
    assert scene.bot.store.marks.of(TEAM, CLEO, Mark.DONE) == []
    assert places(scene) == ["1 of 8"]


@pytest.mark.parametrize(
    "value",
    [
        *("", "{}", "[]", '{"plan":"x"}', '{"plan":"%s","number":-1}', '{"plan":"%s","pace":9}'),
        '{"plan":"%s","who":"U0CLEO"}',
    ],
)
def test_a_forged_value_is_taken_for_an_outdated_button(scene: Scene, value: str) -> None:
    scene.accepted("kubernetes networking")
    before = scene.plan()
    payload = scene.pressing(PlanAct.NEXT)
    payload["actions"][0]["value"] = value.replace("%s", before.id)
    scene.bot.get(payload)

    assert scene.whispered() == [OUTDATED]
    assert scene.plan() == before


@pytest.mark.parametrize("number", [0, 2, 8, 999])
def test_an_item_that_was_not_sent_cannot_be_done(scene: Scene, number: int) -> None:
    scene.accepted("kubernetes networking")
    before = scene.plan()
    payload = scene.pressing(PlanAct.NEXT)
    payload["actions"][0]["value"] = f'{{"plan":"{before.id}","number":{number}}}'
    scene.bot.get(payload)

    assert scene.plan() == before
    assert scene.bot.store.marks.of(TEAM, BEN, Mark.DONE) == []
    assert len(scene.read()) == 2


@pytest.mark.parametrize("act", ["later", "", "accept.x"])
def test_an_act_that_nobody_knows_is_taken_for_an_outdated_button(scene: Scene, act: str) -> None:
    scene.accepted("kubernetes networking")
    before = scene.plan()
    payload = scene.pressing(PlanAct.NEXT)
    payload["actions"][0]["action_id"] = f"plan.{act}"
    scene.bot.get(payload)

    assert scene.plan() == before
    assert len(scene.read()) == 2


def test_the_buttons_of_who_had_their_data_deleted_say_so(scene: Scene) -> None:
    scene.accepted("kubernetes networking")
    scene.bot.store.forget_person(TEAM, BEN, "code")

    for act in (PlanAct.NEXT, PlanAct.SLOWER, PlanAct.PAUSE, PlanAct.STOP):
        scene.bot.get(scene.press(act))  # which Slack delivers twice
    assert scene.whispered() == [GONE] * 4
    assert scene.bot.store.marks.of(TEAM, BEN, Mark.DONE) == []
    assert scene.pass_days(5) == []
    assert "Your plan" not in scene.home()


def test_the_buttons_of_an_offer_that_was_accepted_elsewhere_say_so(scene: Scene) -> None:
    assert scene.propose("kubernetes networking").startswith("Proposed")
    (offer,) = scene.read()
    declining = scene.pressing(PlanAct.DECLINE, offer)
    again = scene.pressing(PlanAct.DECLINE, offer)
    scene.home()
    scene.press_home(PlanAct.ACCEPT)

    scene.bot.get(declining)
    assert scene.read()[0].text == UNDER_WAY
    assert scene.plan().stage is Stage.RUNNING

    scene.press_home(PlanAct.STOP)
    scene.bot.get(again)
    assert scene.read()[0].text == OVER


def test_who_declined_is_not_asked_anew_after_the_sender_deleted_their_data(scene: Scene) -> None:
    assert scene.propose("kubernetes networking").startswith("Proposed")
    scene.press(PlanAct.DECLINE)
    store, askers = scene.bot.store, scene.bot.staff.askers
    store.forget_person(TEAM, ADA, askers.code(TEAM, ADA))

    assert scene.propose("ssh") == HAS_ONE
