"""A plan is proposed once, calmly, to people who may say no; and what its sender reads of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.local import MANIFEST
from bot.names import PlanAct
from bot.onboarding.request import IN_PRIVATE, USAGE
from bot.onboarding.sponsor import (
    CANNOT_WRITE,
    FORGETS,
    FULL_MEMBERS,
    HAS_ONE,
    TO_PEOPLE,
    UNCONFIRMED,
)
from bot.store import Mark, Stage
from bot.views.plan_item import GONE
from bot.views.plan_offer import ACCEPTED, DECLINED
from bot.workspace import ADA, BEN, CLEO, MLOPS, LocalSlack, faults
from bot.workspace.faults import Fault
from bot.workspace.world import Json
from tests.bot.drawing import strings
from tests.bot.rig import command, links, mention, start_bot
from tests.onboarding.scene import DAY, TEAM, Scene, buttons
from tests.shipped import FINDER

PROPOSED = "Proposed to <@U0BEN>: “Networking in Kubernetes”. I tell you whether they accept."
QUIET = timedelta(days=90)


def told(person: str, **fields: object) -> Fault:
    """Let Slack tell this of a person."""
    user: Json = {"id": person, "team_id": TEAM, **fields}
    return Fault(reply=lambda: web.json_response({"ok": True, "user": user}))


def test_the_person_is_asked_and_nothing_comes_unless_they_accept(scene: Scene) -> None:
    assert scene.propose("kubernetes networking") == PROPOSED

    (offer,) = scene.read()
    plan = scene.plan()
    assert offer.text.splitlines()[:2] == [
        "<@U0ADA> proposes a plan to you, to learn step by step: “Networking in Kubernetes”.",
        "Four weeks, two items a week.",
    ]
    assert links(offer) == []
    shown = [text for text in strings(offer.blocks) if text.startswith("https://")]
    assert shown == [FINDER.catalogue.by_id[id].url for id in plan.steps[:3]]
    assert buttons(offer) == ["Accept", "No, thanks"]
    assert len(plan.steps) == 8

    assert scene.pass_days(9) == []
    assert scene.read() == [offer]
    assert scene.read(ADA) == []


def test_the_sender_hears_that_it_was_accepted_and_nothing_else_ever(scene: Scene) -> None:
    scene.propose("kubernetes networking")
    scene.press(PlanAct.ACCEPT)
    for act in (PlanAct.NEXT, PlanAct.FASTER, PlanAct.PAUSE, PlanAct.RESUME, PlanAct.NEXT):
        scene.press(act)
    scene.pass_days(7)
    scene.press(PlanAct.STOP)
    scene.pass_days(7)

    accepted = "<@U0BEN> has accepted the plan that you proposed: “Networking in Kubernetes”."
    assert [m.text for m in scene.read(ADA)] == [accepted]
    assert [m.text for m in scene.slack.from_bot(MLOPS, seen_by=ADA)] == [PROPOSED]
    assert scene.read(CLEO) == scene.slack.from_bot(MLOPS) == []


def test_who_declines_is_left_alone_and_the_sender_hears_it_once(scene: Scene) -> None:
    scene.propose("kubernetes networking")
    (offer,) = scene.read()
    scene.press(PlanAct.DECLINE)
    scene.press(PlanAct.DECLINE, offer)
    scene.press(PlanAct.ACCEPT, offer)

    assert [m.text for m in scene.read()] == [DECLINED]
    assert scene.whispered() == [GONE]
    assert scene.pass_days(5) == []
    declined = "<@U0BEN> does not want the plan that you proposed: “Networking in Kubernetes”."
    assert [m.text for m in scene.read(ADA)] == [declined]


@pytest.mark.parametrize("pace", [1, 2, 3])
def test_the_pace_is_chosen_before(scene: Scene, pace: int) -> None:
    scene.propose()
    value = f'{{"plan":"{scene.plan().id}","pace":{pace}}}'
    scene.press(PlanAct.PACE, value=value)

    (offer,) = scene.read()
    weeks = {1: "Eight weeks, one item", 2: "Four weeks, two items", 3: "Three weeks, three items"}
    assert f"{weeks[pace]} a week." in offer.text
    scene.press(PlanAct.ACCEPT)
    assert scene.read()[0].text == ACCEPTED
    assert scene.plan().pace == pace
    assert len(scene.pass_days(14)) == {1: 1, 2: 3, 3: 6}[pace]


@pytest.mark.parametrize("end", [PlanAct.DECLINE, PlanAct.STOP])
def test_who_said_no_is_not_asked_again_by_the_same_person_for_ninety_days(
    scene: Scene, end: PlanAct
) -> None:
    scene.propose()
    if end is PlanAct.STOP:
        scene.press(PlanAct.ACCEPT)
        scene.pass_days(20)
    scene.press(end)
    before = scene.read()

    assert scene.propose("git") == HAS_ONE
    scene.clock.now += QUIET - timedelta(seconds=1)
    assert scene.propose("git") == HAS_ONE
    assert scene.read() == before
    scene.clock.now += timedelta(seconds=1)
    assert scene.propose("git").startswith("Proposed to <@U0BEN>: “Git”")


def test_somebody_else_may_ask_who_said_no(scene: Scene) -> None:
    scene.propose()
    scene.press(PlanAct.DECLINE)

    assert scene.propose("git", sender=CLEO).startswith("Proposed")


@pytest.mark.parametrize("act", [None, PlanAct.ACCEPT, PlanAct.PAUSE])
@pytest.mark.parametrize("sender", [ADA, CLEO, BEN])
def test_nobody_has_two_at_a_time_and_the_sender_does_not_learn_how_far_they_are(
    scene: Scene, act: PlanAct | None, sender: str
) -> None:
    scene.propose()
    if act:
        scene.press(PlanAct.ACCEPT)
    if act is PlanAct.PAUSE:
        scene.press(act)
    before = scene.read()

    assert scene.propose("git", sender=sender) == HAS_ONE
    assert scene.read() == before


def test_an_offer_that_nobody_answers_stands_in_nobodys_way_for_ever(scene: Scene) -> None:
    scene.propose()
    (offer,) = scene.read()
    scene.clock.now += QUIET

    assert scene.propose("git").startswith("Proposed")
    scene.press(PlanAct.ACCEPT, offer)
    assert scene.whispered() == [GONE]
    scene.press(PlanAct.ACCEPT)
    assert [plan.stage for plan in scene.bot.store.plans.of(TEAM, BEN)] == [
        Stage.OFFERED,
        Stage.RUNNING,
    ]


def test_two_who_ask_at_the_same_time_ask_once(scene: Scene) -> None:
    """The second process has looked before the first one has asked."""
    other = scene.start()
    assert other.staff.claims.take("offer", TEAM, BEN)

    assert scene.propose() == HAS_ONE
    assert scene.read() == []
    other.staff.claims.give_back("offer", TEAM, BEN)


def test_one_may_propose_a_plan_to_oneself_and_is_not_told_what_one_did(scene: Scene) -> None:
    assert scene.propose("git", to="@ada").startswith("Proposed to <@U0ADA>")
    scene.press(PlanAct.ACCEPT, person=ADA)

    assert [m.text.splitlines()[0] for m in scene.read(ADA)] == [ACCEPTED, "Git, 1 of 5:"]


@pytest.mark.parametrize("to", ["@mlops-learn", "<@UGONE>", "<@USLACKBOT>"])
def test_it_is_not_proposed_to_bots_or_to_nobody(scene: Scene, to: str) -> None:
    payload = command(scene.slack, "onboard", ADA)
    payload["text"] = f"onboard {to}" if "<" in to else "onboard <@U0BOT|mlops-learn>"
    scene.bot.get(payload)

    assert [m.text for m in scene.slack.from_bot(MLOPS, seen_by=ADA)] == [TO_PEOPLE]
    assert [call.name for call in scene.slack.calls if call.name == "chat.postMessage"] == []


@pytest.mark.parametrize(
    "fields",
    [{"is_bot": True}, {"deleted": True}, {"is_stranger": True}, {"team_id": "T0OTHER"}],
    ids=str,
)
def test_it_is_proposed_to_people_of_this_workspace_only(
    scene: Scene, fields: dict[str, object]
) -> None:
    scene.slack.fail("users.info", told(ADA))
    scene.slack.fail("users.info", told(BEN, **fields))

    assert scene.propose() == TO_PEOPLE
    assert scene.read() == []


@pytest.mark.parametrize("fields", [{"is_restricted": True}, {"team_id": "T0OTHER"}], ids=str)
def test_guests_propose_nothing(scene: Scene, fields: dict[str, object]) -> None:
    scene.slack.fail("users.info", told(ADA, **fields))

    assert scene.propose() == FULL_MEMBERS
    assert scene.read() == []


def test_a_guest_of_this_workspace_may_have_a_plan(scene: Scene) -> None:
    scene.slack.fail("users.info", told(ADA))
    scene.slack.fail("users.info", told(BEN, is_restricted=True))

    assert scene.propose().startswith("Proposed")


def test_where_slack_does_not_tell_who_that_is_nothing_is_proposed(scene: Scene) -> None:
    scene.slack.fail("users.info", faults.refused("missing_scope"))

    assert "(missing_scope)" in scene.propose()
    assert scene.read() == []


def test_where_slack_does_not_let_us_write_nothing_stands_in_the_way_later(scene: Scene) -> None:
    scene.slack.fail("chat.postMessage", faults.refused("cannot_dm_user"))

    assert scene.propose() == CANNOT_WRITE
    assert scene.propose().startswith("Proposed")
    assert len(scene.read()) == 1


def test_what_slack_does_not_confirm_is_not_asked_twice(scene: Scene) -> None:
    scene.slack.fail("chat.postMessage", faults.lost_reply())

    assert scene.propose() == UNCONFIRMED
    assert scene.propose() == HAS_ONE
    assert len(scene.read()) == 1


def test_a_plan_begins_behind_what_they_know_already(scene: Scene) -> None:
    scene.propose("kubernetes networking", to="@cleo")
    known = scene.plan(CLEO).steps[0]
    scene.bot.staff.learners.mark(TEAM, BEN, known, Mark.DONE)
    scene.propose("kubernetes networking")

    assert known not in scene.plan().steps


def test_who_knows_all_of_a_chapter_is_asked_as_anybody_is(scene: Scene) -> None:
    chapter = next(c for c in FINDER.catalogue.chapters if c.name == "skills/feedback")
    for resource in chapter.resources:
        scene.bot.staff.learners.mark(TEAM, BEN, resource.id, Mark.NOT_FOR_ME)

    assert scene.propose("giving feedback").startswith("Proposed to")
    (offer,) = scene.read()
    assert "It begins with" in offer.text


def test_what_is_no_chapter_is_told_to_the_sender_alone(scene: Scene) -> None:
    assert scene.propose("bananas").startswith("I know no chapter “bananas”. The nearest: ")
    assert scene.propose("networking").startswith("“networking” may mean ")
    assert scene.read() == []


def test_without_a_person_one_reads_how_to_write_it(scene: Scene) -> None:
    assert scene.propose(to="nobody") == USAGE


def test_a_question_is_asked(scene: Scene) -> None:
    scene.bot.get(command(scene.slack, "onboarding checklist for ml engineers?", ADA))

    (answer,) = scene.slack.from_bot(MLOPS, seen_by=ADA)
    assert answer.text not in (USAGE, TO_PEOPLE)
    assert any(block["type"] == "section" for block in answer.blocks)


def test_in_public_it_is_not_done(scene: Scene) -> None:
    scene.bot.get(mention(scene.slack, "onboard @ben kubernetes"))

    assert [m.text for m in scene.slack.from_bot(MLOPS)] == [IN_PRIVATE]
    assert scene.read() == []


def test_what_names_nobody_in_public_is_a_question(scene: Scene) -> None:
    scene.bot.get(mention(scene.slack, "onboard new people to kubernetes"))

    (answer,) = scene.slack.from_bot(MLOPS)
    assert answer.text != USAGE
    assert links(answer)


def test_a_direct_message_will_do(scene: Scene) -> None:
    scene.bot.get(scene.slack.act.direct_message("onboard @ben git", ADA))

    assert scene.read(ADA)[-1].text.startswith("Proposed to <@U0BEN>")
    assert len(scene.read()) == 1


def test_where_nothing_is_kept_nothing_is_proposed(scene: Scene) -> None:
    forgetful = start_bot(scene.slack, scene.database, clock=lambda: scene.clock.now, forgets=True)
    forgetful.get(command(scene.slack, "onboard @ben", ADA))
    forgetful.close()

    assert [m.text for m in scene.slack.from_bot(MLOPS, seen_by=ADA)] == [FORGETS]


def test_a_sender_who_had_their_data_deleted_is_named_nowhere(scene: Scene) -> None:
    scene.propose()
    scene.bot.store.forget_person(TEAM, ADA, "code")
    value = f'{{"plan":"{scene.plan().id}","pace":1}}'
    scene.press(PlanAct.PACE, value=value)

    (offer,) = scene.read()
    assert ADA not in strings(offer.blocks)
    assert offer.text.startswith("Somebody proposes")
    scene.press(PlanAct.ACCEPT)
    assert scene.read(ADA) == []
    assert len(scene.read()) == 2


def test_what_is_hostile_in_what_was_written_stays_text(scene: Scene) -> None:
    payload = command(scene.slack, "onboard", ADA)
    payload["text"] = "onboard <@U0BEN|ben> &lt;!channel&gt; <https://evil.example|k8s>"
    scene.bot.get(payload)

    (answer,) = scene.slack.from_bot(MLOPS, seen_by=ADA)
    assert answer.text.startswith("I know no chapter “&lt;!channel&gt; k8s”.")
    assert {block["type"] for block in answer.blocks} == {"rich_text"}


def test_the_manifest_lets_people_come_with_their_ids() -> None:
    with LocalSlack(MANIFEST) as slack:
        assert command(slack, "onboard @ben git")["text"] == "onboard <@U0BEN|ben> git"


def test_in_app_home_it_can_be_accepted_too(scene: Scene) -> None:
    scene.propose("git")
    shown = scene.home()
    assert "Your plan" in shown
    assert "Accept" in shown
    scene.press_home(PlanAct.ACCEPT)

    assert scene.plan().stage is Stage.RUNNING
    assert "Git · 1 of 5" in scene.home_shown()
    assert "Your plan" not in scene.home(ADA)
    assert [m.text.splitlines()[0] for m in scene.read()[1:]] == ["Git, 1 of 5:"]


def test_a_person_without_a_zone_has_that_of_the_sender(scene: Scene) -> None:
    people = scene.slack.world.people
    people[BEN] = replace(people[BEN], zone="")
    scene.accepted("kubernetes networking", sender=CLEO)
    scene.round(scene.now + DAY)

    due = scene.plan().due
    assert due
    assert due.hour == 15  # ten in New York
