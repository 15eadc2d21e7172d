"""What is asked in channels is noted for the weekly choice, and told only where it was public."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.names import Action
from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Message
from tests.bot.drawing import strings
from tests.bot.rig import Bot, click, command, links, mention, shortcut
from tests.digest.asking import MONDAY, SUNDAY, answered, posted

QUESTION = "podman desktop free for work?"


def noted(slack: LocalSlack, bot: Bot, channel: str = MLOPS) -> list[tuple[str, bool]]:
    """List what was noted of a channel, and whether it was public there."""
    since = SUNDAY - timedelta(days=365)
    found = bot.store.questions.since(slack.world.team, channel, since, 100)
    return [(question.text, question.public) for question in found]


def rows(bot: Bot) -> list[tuple[object, ...]]:
    """Read the whole table, as somebody would who has the database."""
    engine = create_engine(bot.store.location)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text("SELECT * FROM questions"))]
    engine.dispose()
    return found


def test_what_is_asked_by_the_command_alone_is_private(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, QUESTION))
    bot.get(command(slack, "istio", BEN, RANDOM))

    assert noted(slack, bot) == [(QUESTION, False)]
    assert noted(slack, bot, RANDOM) == [("istio", False)]


def test_what_is_asked_for_all_to_read_is_public(slack: LocalSlack, bot: Bot) -> None:
    bot.get(mention(slack, QUESTION))

    assert noted(slack, bot) == [(QUESTION, True)]


def test_what_is_shared_becomes_public(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, QUESTION))

    bot.get(click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.SHARE))

    assert (QUESTION, True) in noted(slack, bot)


def test_how_it_was_answered_is_noted_once_and_whose_it_was_by_a_code(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(command(slack, QUESTION))
    bot.get(click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.SHARE))
    bot.get(command(slack, "what's for lunch"))
    bot.get(command(slack, QUESTION, BEN))

    asked, shared, lunch, bens = bot.store.questions.since("T0LOCAL", MLOPS, SUNDAY, 9)
    assert [each.outcome for each in (asked, lunch, bens)] == ["confident", "nothing", "confident"]
    assert (shared.outcome, shared.asker, shared.public) == (None, None, True)
    assert asked.asker == lunch.asker != bens.asker
    assert {each.person for each in (asked, shared, lunch, bens)} == {None}


def test_what_resources_were_posted_for_becomes_public(slack: LocalSlack, bot: Bot) -> None:
    bot.get(shortcut(slack, slack.act.say(QUESTION, BEN, MLOPS)))
    assert noted(slack, bot) == []

    bot.get(click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.POST_IN_THREAD))

    assert noted(slack, bot) == [(QUESTION, True)]


@pytest.mark.parametrize(
    "said",
    ["", "help", "Help!", "?!", "topics", "topics kubernetes", "path istio", "path isto", "saved"],
)
def test_what_is_no_question_is_not_noted(slack: LocalSlack, bot: Bot, said: str) -> None:
    bot.get(command(slack, said))
    bot.get(mention(slack, said))

    assert noted(slack, bot) == []


@pytest.mark.parametrize("said", ["digest", "digest preview", "digest weekly monday 9", "digest x"])
def test_what_is_about_the_digest_is_not_noted(slack: LocalSlack, bot: Bot, said: str) -> None:
    bot.get(command(slack, said))

    assert noted(slack, bot) == []


def test_what_only_begins_like_a_request_is_noted(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "path to becoming an mlops engineer?"))

    assert noted(slack, bot) == [("path to becoming an mlops engineer?", False)]


def test_of_direct_messages_the_words_are_noted_and_not_whose_they_were(
    slack: LocalSlack, bot: Bot
) -> None:
    place = slack.world.direct_channel(ADA, slack.app.bot_user).id
    payload = slack.act.direct_message(QUESTION, ADA)

    bot.get(payload)
    bot.get(command(slack, QUESTION, channel=place))

    assert len(slack.from_bot(place)) == 1
    assert noted(slack, bot, "D") == [(QUESTION, False)] * 2
    assert ADA.removeprefix("U") not in str(rows(bot))


def test_the_same_event_is_noted_once(slack: LocalSlack, bot: Bot) -> None:
    payload = mention(slack, QUESTION)

    bot.get(payload)
    bot.get(payload)

    assert noted(slack, bot) == [(QUESTION, True)]


def test_nobody_who_asked_is_ever_named(slack: LocalSlack, bot: Bot) -> None:
    for person in (ADA, BEN, CLEO):
        bot.get(command(slack, QUESTION, person))
        bot.get(slack.act.mention(f"@ada @ben @cleo {QUESTION}", person, MLOPS))
    bot.get(click(slack, slack.from_bot(MLOPS, seen_by=BEN)[-1], Action.SHARE, BEN))

    assert len(rows(bot)) == 7
    for person in (ADA, BEN, CLEO):
        assert person not in str(rows(bot))


def test_what_is_older_than_ninety_days_is_forgotten(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "istio"))
    slack.world.travel((SUNDAY + timedelta(days=1)).timestamp())
    bot.get(command(slack, "metallb"))

    slack.world.travel((SUNDAY + timedelta(days=90, hours=1)).timestamp())
    bot.get(command(slack, "linkerd"))
    for duty in bot.staff.duties:
        duty()

    assert [question for question, _ in noted(slack, bot)] == ["metallb", "linkerd"]


def test_what_cannot_be_noted_is_answered_all_the_same(
    slack: LocalSlack, bot: Bot, tmp_path: Path
) -> None:
    engine = create_engine(bot.store.location)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE questions"))
    engine.dispose()

    bot.get(command(slack, QUESTION))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert links(answer)


MOST_ASKED = "It answers what was asked most here this week: "


def asked_line(digest: Message) -> str:
    return next((line for line in strings(digest.blocks) if line.startswith(MOST_ASKED)), "")


def test_the_digest_quotes_what_was_asked_most_in_public(slack: LocalSlack, bot: Bot) -> None:
    bot.get(mention(slack, "istio"))
    for _ in range(2):
        bot.get(mention(slack, QUESTION))
    answered(slack, bot, "digest weekly monday 09:00 topics: podman")

    digest = posted(slack, bot, MONDAY)

    assert asked_line(digest) == f"{MOST_ASKED}“{QUESTION}” (2 times)"
    assert f"further on what was asked here: “{QUESTION}”" in digest.text


def test_what_was_asked_by_the_command_alone_is_never_quoted(slack: LocalSlack, bot: Bot) -> None:
    for _ in range(5):
        bot.get(command(slack, QUESTION, BEN))
    answered(slack, bot, "digest weekly monday 09:00 topics: podman")

    digest = posted(slack, bot, MONDAY)

    assert asked_line(digest) == ""
    assert QUESTION not in str(digest.blocks) + digest.text
    assert "asked" not in digest.text


def test_what_was_asked_in_another_channel_is_none_of_its_business(
    slack: LocalSlack, bot: Bot
) -> None:
    slack.act.invite(RANDOM, CLEO)
    bot.get(slack.act.mention(QUESTION, CLEO, RANDOM))
    answered(slack, bot, "digest weekly monday 09:00 topics: podman")

    digest = posted(slack, bot, MONDAY)

    assert asked_line(digest) == ""
    assert "asked" not in digest.text


def test_what_was_asked_longer_than_a_week_ago_is_not_quoted(slack: LocalSlack, bot: Bot) -> None:
    bot.get(mention(slack, QUESTION))
    slack.world.travel((SUNDAY + timedelta(days=7)).timestamp())
    answered(slack, bot, "digest weekly monday 09:00 topics: podman")

    assert asked_line(posted(slack, bot, MONDAY + timedelta(weeks=1))) == ""


def test_a_hostile_question_is_quoted_as_it_stands_and_pings_nobody(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(mention(slack, "<!channel> @ben podman *desktop* free? <https://evil.example|x>"))
    answered(slack, bot, "digest weekly monday 09:00 topics: podman")

    digest = posted(slack, bot, MONDAY)

    assert asked_line(digest)
    assert not any(sign in digest.text for sign in ("<!", "<@", "<http", "<#"))
    assert "mrkdwn" not in str(digest.blocks)
    assert "evil.example" not in str(digest.blocks)
