"""*Easier*, *Deeper* and *Videos only*: the same question with a preference, which is said."""

import json

import pytest

from bot.local import now
from bot.names import Action, Marked
from bot.store import Mark
from bot.views.sentences import OUTDATED
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from knowledge import Resource
from knowledge.preferences import TO_WATCH, Preferences
from tests.bot.rig import Bot, buttons, click, labels, links, mention
from tests.people.asking import ask, choosing, last, pressed, shows
from tests.shipped import FINDER

QUESTION = "kubernetes networking"
FOLLOW_UPS = {
    "again.easier": (Preferences(levels=("beginner",)), "beginner"),
    "again.deeper": (Preferences(levels=("advanced",)), "advanced"),
    "again.videos": (Preferences(formats=TO_WATCH), "videos"),
}
LABELS = {"again.easier": "Easier", "again.deeper": "Deeper", "again.videos": "Videos only"}


def found(wanted: Preferences, question: str = QUESTION) -> list[Resource]:
    return [m.resource for m in FINDER.ask(question, limit=100, wanted=wanted).matches]


def test_they_stand_behind_the_other_buttons_in_plain_words(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot, QUESTION)

    assert buttons(answer)[:3] == [Action.SHARE, Action.MORE, Action.PATH]
    behind = dict(list(labels(answer).items())[3:])
    assert behind == LABELS


@pytest.mark.parametrize("action", FOLLOW_UPS)
def test_each_asks_with_its_preference_and_says_it(
    slack: LocalSlack, bot: Bot, action: str
) -> None:
    wanted, said = FOLLOW_UPS[action]
    answer = ask(slack, bot, QUESTION)

    pressed(slack, bot, answer, action)

    other = last(slack)
    assert shows(other, *found(wanted)[:3])
    assert all(wanted.fits(resource) for resource in found(wanted)[:3])
    assert other.text.startswith(f"Worth opening on “{QUESTION}” ({said}):")
    assert other.ts != answer.ts  # what was there stays
    assert slack.from_bot(MLOPS) == []


@pytest.mark.parametrize("action", FOLLOW_UPS)
def test_more_after_one_keeps_to_it(slack: LocalSlack, bot: Bot, action: str) -> None:
    wanted, said = FOLLOW_UPS[action]
    pressed(slack, bot, ask(slack, bot, QUESTION), action)
    page = last(slack)
    seen = links(page)
    while Action.MORE in buttons(page):
        pressed(slack, bot, page, Action.MORE)
        page = last(slack)
        assert f"({said})" in page.text.partition("\n")[0]
        seen += links(page)

    assert seen == [resource.url for resource in found(wanted)]


def test_they_add_up(slack: LocalSlack, bot: Bot) -> None:
    question = "what is kubernetes"
    pressed(slack, bot, ask(slack, bot, question), "again.videos")
    assert "again.videos" not in buttons(last(slack))  # it would show nothing new

    pressed(slack, bot, last(slack), "again.deeper")

    wanted = Preferences(formats=TO_WATCH, levels=("advanced",))
    assert shows(last(slack), *found(wanted, question)[:3])
    assert last(slack).text.startswith(f"Worth opening on “{question}” (videos, advanced):")


def test_what_the_words_prefer_is_said_and_comes_first(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot, "short videos on istio")

    assert answer.text.startswith("Worth opening on “short videos on istio” (videos, short):")
    first = FINDER.ask("short videos on istio").matches[0].resource
    assert first.format in TO_WATCH
    assert links(answer)[0] == first.url


def test_what_the_words_prefer_is_given_up_openly(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot, "podcast about istio")

    said = "I have nothing on “podcast about istio” that fits “podcasts”. Without that:\n"
    assert answer.text.startswith(said)
    assert links(answer)


def test_of_a_public_answer_they_are_for_the_one_who_clicked(slack: LocalSlack, bot: Bot) -> None:
    bot.get(mention(slack, QUESTION))
    (public,) = slack.from_bot(MLOPS)

    bot.get(click(slack, public, "again.videos", BEN))

    assert shows(last(slack, BEN), *found(Preferences(formats=TO_WATCH))[:3])
    assert last(slack, BEN).thread == public.thread
    assert buttons(last(slack, BEN))[0] == Action.POST_IN_THREAD
    assert slack.from_bot(MLOPS) == [public]


def test_what_is_shared_after_one_is_what_it_showed(slack: LocalSlack, bot: Bot) -> None:
    pressed(slack, bot, ask(slack, bot, QUESTION), "again.videos")
    private = last(slack)

    pressed(slack, bot, private, Action.SHARE)

    (public,) = slack.from_bot(MLOPS)
    assert links(public) == links(private)
    assert public.text.startswith(f"<@{ADA}> shared: Worth opening on “{QUESTION}” (videos):")


def test_in_a_direct_message_the_other_answer_stands_below(slack: LocalSlack, bot: Bot) -> None:
    bot.get(slack.act.direct_message(QUESTION, ADA))
    bot.get(click(slack, slack.from_bot("D0ADA")[-1], "again.videos"))

    _, other = slack.from_bot("D0ADA")
    assert shows(other, *found(Preferences(formats=TO_WATCH))[:3])


def test_what_is_over_is_hidden_there_too(slack: LocalSlack, bot: Bot) -> None:
    videos = found(Preferences(formats=TO_WATCH))
    bot.store.marks.put(slack.world.team, ADA, videos[0].id, Mark.DONE, now(slack))

    pressed(slack, bot, ask(slack, bot, QUESTION), "again.videos")

    assert shows(last(slack), *videos[1:4])
    pressed(slack, bot, last(slack), "again.hidden")
    assert shows(last(slack), *videos[:3])  # still videos


def test_one_that_has_become_empty_says_so(slack: LocalSlack, bot: Bot) -> None:
    answer = ask(slack, bot, QUESTION)
    for resource in found(Preferences(formats=TO_WATCH)):
        bot.store.marks.put(slack.world.team, ADA, resource.id, Mark.DONE, now(slack))

    pressed(slack, bot, answer, "again.videos")

    assert last(slack).text.startswith(f"You are done with all that I have on “{QUESTION}”")
    assert "again.hidden" in buttons(last(slack))


@pytest.mark.parametrize(
    "wanted",
    [
        *(
            '{"levels":["easy"]}',
            '{"formats":["film"]}',
            '{"length":"long ago"}',
            '{"colour":"red"}',
        ),
        *('"videos"', '{"levels":"beginner"}', '{"source":7}', "[]"),
    ],
)
def test_forged_preferences_are_told_to_be_outdated(
    slack: LocalSlack, bot: Bot, wanted: str
) -> None:
    payload = click(slack, ask(slack, bot, QUESTION), "again.videos")
    payload["actions"][0]["value"] = f'{{"question":"istio","wanted":{wanted}}}'

    bot.get(payload)

    assert last(slack).text == OUTDATED


def test_a_forged_source_can_do_no_harm(slack: LocalSlack, bot: Bot) -> None:
    evil = "<!channel>\u202e *x* <https://evil.example|x>\n" + "x" * 1500
    payload = click(slack, ask(slack, bot, QUESTION), "again.videos")
    forged = {"question": "istio", "wanted": {"source": evil}}
    payload["actions"][0]["value"] = json.dumps(forged)

    bot.get(payload)

    assert "<!" not in last(slack).text
    assert "\u202e" not in last(slack).text


def test_the_same_click_delivered_twice_asks_once(slack: LocalSlack, bot: Bot) -> None:
    payload = click(slack, ask(slack, bot, QUESTION), "again.videos")
    for _ in range(2):
        bot.get(payload)

    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 2


def test_they_change_nothing_of_what_was_asked(slack: LocalSlack, bot: Bot) -> None:
    pressed(slack, bot, ask(slack, bot, QUESTION), "again.videos")
    bot.get(choosing(slack, last(slack), found(Preferences(formats=TO_WATCH))[0], Marked.SAVED))

    noted = bot.store.questions.since(slack.world.team, MLOPS, now(slack).replace(hour=0), 9)
    assert [question.text for question in noted] == [QUESTION]
