"""What was asked in vain, as curators see it."""

import pytest

from bot.names import Action, GapAct
from bot.views.gaps import NONE
from bot.views.sentences import FOR_CURATORS_ALONE, OUTDATED
from bot.workspace import ADA, BEN, CLEO, CURATORS, MLOPS
from tests.bot.drawing import strings
from tests.bot.rig import buttons, mention
from tests.gaps.conftest import PIZZA, Stage

ASIDE = f"{Action.GAP}.{GapAct.ASIDE}"
LIST = f"{Action.GAP}.{GapAct.LIST}"
TEN = [
    "best pizza in town",
    "when is the summer party",
    "who won the football game",
    "where can I park my car",
    "is the dentist open today",
    "how do I water orchids",
    "cheap flights to Lisbon",
    "recommend a movie",
    "does anybody sell a bicycle",
    "my chair squeaks",
]


def listed(stage: Stage, user: str = ADA) -> list[str]:
    """List the lines after the heading."""
    return stage.gaps(user).text.splitlines()[1:]


def test_without_any_it_says_so(stage: Stage) -> None:
    stage.ask("how does MetalLB work")

    assert stage.gaps().text == NONE


def test_questions_of_one_meaning_are_one_gap_counted_by_people(stage: Stage) -> None:
    for user in (ADA, BEN, BEN, CLEO):
        stage.ask(PIZZA, user)
    stage.ask("what is the best pizza in town?", CLEO)
    stage.ask("when is the summer party", BEN)

    assert listed(stage) == [
        "• “what is the best pizza in town?”: 3 people, 5 times",
        "• “when is the summer party”: 1 person",
    ]


def test_what_was_asked_by_mention_and_in_direct_messages_counts(stage: Stage) -> None:
    stage.bot.get(mention(stage.slack, PIZZA))
    stage.bot.get(stage.slack.act.direct_message(PIZZA, BEN))

    assert listed(stage) == [f"• “{PIZZA}”: 2 people"]


def test_what_a_sure_answer_was_found_for_is_no_gap(stage: Stage) -> None:
    stage.ask(PIZZA)
    stage.ask("how does MetalLB work", BEN)

    assert listed(stage) == [f"• “{PIZZA}”: 1 person"]


def test_only_curators_see_it(stage: Stage) -> None:
    stage.ask(PIZZA)

    refused = stage.gaps(BEN)

    assert refused.text.startswith("This is for curators")
    assert PIZZA not in str(refused.blocks)
    stage.slack.world.channels[CURATORS].members.add(BEN)
    assert listed(stage, BEN) == [f"• “{PIZZA}”: 1 person"]


def test_in_a_public_mention_nothing_is_listed(stage: Stage) -> None:
    stage.ask(PIZZA)

    stage.bot.get(mention(stage.slack, "gaps"))

    assert stage.slack.from_bot(MLOPS)[-1].text == FOR_CURATORS_ALONE


def test_a_question_about_gaps_is_a_question(stage: Stage) -> None:
    assert "gaps in my prometheus metrics" in stage.reply("gaps in my prometheus metrics").text


def test_what_is_set_aside_does_not_come_again(stage: Stage) -> None:
    stage.ask(PIZZA)
    stage.ask("pizza in town?", BEN)
    stage.ask("when is the summer party")
    shown = stage.gaps()
    assert buttons(shown)[:2] == [Action.SUGGEST, ASIDE]

    payload = stage.slack.touch.click(shown, ASIDE, ADA, block_id=shown.blocks[3]["block_id"])
    stage.bot.get(payload)
    stage.bot.get(payload)

    replies = [m.text for m in stage.slack.from_bot(MLOPS, seen_by=ADA)]
    assert replies.count("Set aside: it does not come again.") == 1
    assert listed(stage) == ["• “when is the summer party”: 1 person"]
    stage.ask(PIZZA)
    assert len(listed(stage)) == 2  # somebody asks it anew


def test_setting_aside_is_for_curators_at_the_moment_of_the_act(stage: Stage) -> None:
    stage.ask(PIZZA)
    shown = stage.gaps()

    stage.bot.get(stage.slack.touch.click(shown, ASIDE, BEN))

    refusal = stage.slack.from_bot(MLOPS, seen_by=BEN)[-1]
    assert refusal.text.startswith("This is for curators")
    assert listed(stage) == [f"• “{PIZZA}”: 1 person"]


def test_many_gaps_come_page_by_page(stage: Stage) -> None:
    for question in TEN:
        stage.ask(question)
    total = len(stage.bot.staff.gaps.all())
    assert total > 6
    first = stage.gaps()

    stage.bot.get(stage.slack.touch.click(first, LIST, ADA))

    second = stage.slack.from_bot(MLOPS, seen_by=ADA)[-1]
    shown = [*first.text.splitlines()[1:], *second.text.splitlines()[1:]]
    assert len(shown) == len(set(shown)) == total


@pytest.mark.parametrize(
    "value", ["", "[]", '{"wording":7}', '{"start":-1}', f'{{"wording":"{"x" * 301}"}}']
)
@pytest.mark.parametrize("action", [ASIDE, LIST, f"{Action.GAP}.other"])
def test_a_forged_value_changes_nothing(stage: Stage, action: str, value: str) -> None:
    stage.ask(PIZZA)
    payload = stage.slack.touch.click(stage.gaps(), ASIDE, ADA)
    payload["actions"][0] |= {"value": value, "action_id": action}

    stage.bot.get(payload)

    assert stage.slack.from_bot(MLOPS, seen_by=ADA)[-1].text == OUTDATED
    assert listed(stage) == [f"• “{PIZZA}”: 1 person"]


def test_what_people_typed_is_never_parsed(stage: Stage) -> None:
    stage.ask("best <!channel> pizza *in* town <@U0BEN> & <https://evil.example|here>")

    shown = stage.gaps()

    assert not any(sign in shown.text for sign in ("<!", "<@", "<http"))
    assert "mrkdwn" not in str(shown.blocks)
    assert any("pizza" in text for text in strings(shown.blocks))
