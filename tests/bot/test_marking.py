"""The digest that everybody sees; and *Save*, *Done* and *Not useful* below it, for each person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.local import now
from bot.names import Action
from bot.store import Mark
from bot.views.blocks import site
from bot.views.sentences import FAILED, OUTDATED
from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Json, Message
from tests.bot.drawing import strings
from tests.bot.rig import FINDER, Bot, buttons, click, command, links, mention, start_bot
from tests.bot.test_digest_command import MONDAY, SUNDAY, answered, bot, lines, posted, slack

__all__ = ["bot", "slack"]

FALSE = (False, "0", "false")
SAID = {
    Action.SAVE: "Saved: it stands in my App Home, where only you see it.",
    Action.DONE: "Done: my App Home counts it, where only you see that.",
    Action.NOT_USEFUL: "Thank you. I am less likely to choose it for other channels; nobody sees"
    " who said so.",
}
MARKS = {Action.SAVE: Mark.SAVED, Action.DONE: Mark.DONE, Action.NOT_USEFUL: Mark.NOT_USEFUL}


@pytest.fixture
def digest(slack: LocalSlack, bot: Bot) -> Message:
    """A digest that everybody in the channel sees."""
    answered(slack, bot, "digest weekly monday 09:00 topics: kubernetes")
    return posted(slack, bot, MONDAY)


@pytest.fixture
def marks_away(slack: LocalSlack, bot: Bot) -> Iterator[None]:
    """The table of marks is away for as long as this lasts."""
    rename(bot, "marks", "away")
    yield
    rename(bot, "away", "marks")


def drawn(blocks: list[Json]) -> list[Json]:
    """Leave out the ids that Slack gives to blocks."""
    return [{name: part for name, part in b.items() if name != "block_id"} for b in blocks]


def texts(part: Json) -> list[str]:
    """List the texts in a block of rich text, in their order."""
    inside = part.get("elements", [])
    return [part["text"]] if "text" in part else [t for each in inside for t in texts(each)]


def rename(bot: Bot, table: str, name: str) -> None:
    engine = create_engine(bot.store.location)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
    engine.dispose()


def marked(slack: LocalSlack, bot: Bot, person: str = BEN) -> dict[Mark, int]:
    """Count what somebody has marked, by the mark."""
    counts = {mark: len(bot.store.marks.of(slack.world.team, person, mark)) for mark in Mark}
    return {mark: count for mark, count in counts.items() if count}


def home(slack: LocalSlack, bot: Bot, person: str = BEN) -> list[str]:
    for payload in slack.act.open_home(person, slack.views.home(person)):
        bot.get(payload)
    view = slack.views.home(person)
    assert view
    return strings(view.body["blocks"])


def title(digest: Message) -> str:
    url = links(digest)[0]
    return next(r.title for r in FINDER.catalogue.resources if r.url == url)


def test_a_digest_says_what_it_is_why_it_comes_and_what_is_around_it(
    slack: LocalSlack, digest: Message
) -> None:
    resource = next(r for r in FINDER.catalogue.resources if r.title == title(digest))
    known = {r.title for r in FINDER.catalogue.resources}

    heading, facts, around = digest.blocks[:3]
    assert links(digest)[0] == resource.url
    assert texts(heading) == [
        *("Resource of the week\n", resource.title, f"\n{resource.summary}"),
    ]
    assert site(resource.url) in facts["elements"][0]["text"]
    why, before, last, after, following = texts(around)
    assert why == "Why this one: on Kubernetes, which this channel follows"
    assert (before, after) == ("Before it: ", "After it: ")
    assert {last, following} <= known - {resource.title}
    assert buttons(digest) == [Action.SAVE, Action.DONE, Action.NOT_USEFUL]
    assert digest.text.splitlines() == [
        f"Resource of the week: {resource.title} {resource.url}",
        "Why this one: on Kubernetes, which this channel follows",
    ]


def test_a_digest_unfolds_no_links_and_carries_the_name_of_its_slot(
    slack: LocalSlack, digest: Message
) -> None:
    (sent,) = [call.sent for call in slack.calls if call.name == "chat.postMessage"]

    assert sent["unfurl_links"] in FALSE
    assert sent["unfurl_media"] in FALSE
    assert digest.thread is None
    assert digest.metadata == {
        "event_type": "mlops_learn_digest",
        "event_payload": {"slot": "T0LOCAL/C0MLOPS/2026-W49"},
    }


def test_a_digest_names_what_is_new_in_the_catalogue(slack: LocalSlack, bot: Bot) -> None:
    pool = [r for r in FINDER.catalogue.resources if "kubernetes" in r.topics]
    other = next(r for r in FINDER.catalogue.resources if r.topics[:1] == ("git",))
    new = {each.id for each in (*pool[:4], other)}
    old = set(FINDER.catalogue.by_id) - new
    bot.store.arrivals.note(old, SUNDAY - timedelta(days=30))
    answered(slack, bot, "digest weekly monday 09:00 topics: kubernetes")

    first = posted(slack, bot, MONDAY)
    second = posted(slack, bot, MONDAY + timedelta(weeks=1, hours=1))

    named = [each for each in pool[:4] if each.title != title(first)]
    assert texts(first.blocks[-1]) == [
        *("New in the catalogue: ", named[0].title, " · ", named[1].title),
        f" · and {len(named) - 2} more",
    ]
    assert "New in the catalogue: " not in strings(second.blocks)


def test_what_was_shown_in_advance_is_what_is_posted(slack: LocalSlack, bot: Bot) -> None:
    shown = answered(slack, bot, "digest weekly monday 09:00 topics: kubernetes, mlops")
    for week in range(4):
        title = lines(shown)[-1].partition(" at 09:00: ")[2]
        assert title
        if week % 2:
            bot.get(mention(slack, "how do I monitor drift of a model?"))
            bot.get(command(slack, "why is my pod pending?"))
        preview = answered(slack, bot, "digest preview", BEN)
        when = MONDAY + timedelta(weeks=week)
        assert lines(preview)[0] == (
            f"This resource will be posted Monday {when.day} {when:%B} {when.year} at 09:00."
            " Only you see it now."
        )

        post = posted(slack, bot, when + timedelta(minutes=1))

        assert f"Resource of the week: {title} https://" in post.text
        assert drawn(post.blocks) == drawn(preview.blocks)[1:]
        assert post.text == "\n".join(lines(preview)[1:])
        shown = answered(slack, bot, "digest", BEN)


def test_what_is_asked_after_a_preview_does_not_change_which_resource_is_posted(
    slack: LocalSlack, bot: Bot
) -> None:
    answered(slack, bot, "digest weekly monday 09:00 topics: podman")
    preview = answered(slack, bot, "digest preview")

    bot.get(mention(slack, title(preview)))
    bot.get(mention(slack, "podman desktop free for work?"))

    assert title(posted(slack, bot, MONDAY)) == title(preview)


@pytest.mark.parametrize("action", MARKS)
def test_a_mark_is_noted_and_confirmed_to_the_one_who_set_it(
    slack: LocalSlack, bot: Bot, digest: Message, action: Action
) -> None:
    bot.get(click(slack, digest, action, BEN))

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=BEN)] == [SAID[action]]
    assert slack.from_bot(MLOPS) == [digest]
    assert marked(slack, bot) == {MARKS[action]: 1}
    assert marked(slack, bot, CLEO) == {}


@pytest.mark.parametrize("action", MARKS)
def test_a_mark_set_twice_is_one(
    slack: LocalSlack, bot: Bot, digest: Message, action: Action
) -> None:
    payload = click(slack, digest, action, BEN)
    bot.get(payload)
    bot.get(payload)
    assert len(slack.from_bot(MLOPS, seen_by=BEN)) == 1

    bot.get(click(slack, digest, action, BEN))

    assert marked(slack, bot) == {MARKS[action]: 1}


def test_a_later_mark_takes_the_place_of_an_earlier_one(
    slack: LocalSlack, bot: Bot, digest: Message
) -> None:
    for action in (Action.SAVE, Action.NOT_USEFUL, Action.DONE):
        bot.get(click(slack, digest, action, BEN))

    assert marked(slack, bot) == {Mark.DONE: 1}


def test_in_a_preview_and_after_a_restart_they_work_the_same(slack: LocalSlack, bot: Bot) -> None:
    preview = answered(slack, bot, "digest preview", BEN)
    bot.close()
    restarted = start_bot(slack, bot.store.location, clock=lambda: now(slack))

    restarted.get(click(slack, preview, Action.SAVE, BEN))

    assert slack.from_bot(MLOPS, seen_by=BEN)[-1].text == SAID[Action.SAVE]
    assert marked(slack, restarted) == {Mark.SAVED: 1}
    restarted.close()


@pytest.mark.parametrize(
    "value",
    [
        *("", "no json", "[]", "{}", '{"resource":7}', '{"resource":"x","mark":"done"}'),
        f'{{"resource":"{"x" * 501}"}}',
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("action", MARKS)
def test_a_forged_value_is_taken_for_an_outdated_button(
    slack: LocalSlack, bot: Bot, digest: Message, action: Action, value: str
) -> None:
    payload = click(slack, digest, action, BEN)
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=BEN)] == [OUTDATED]
    assert marked(slack, bot) == {}


def test_a_resource_that_is_gone_is_in_nobodys_way(
    slack: LocalSlack, bot: Bot, digest: Message
) -> None:
    payload = click(slack, digest, Action.SAVE, BEN)
    payload["actions"][0]["value"] = '{"resource":"<!channel>"}'

    bot.get(payload)

    assert "What you saved" not in home(slack, bot)


def test_app_home_lists_what_was_saved_and_counts_what_is_done(
    slack: LocalSlack, bot: Bot, digest: Message
) -> None:
    assert "What you saved" not in home(slack, bot)
    bot.get(click(slack, digest, Action.SAVE, BEN))

    saved = home(slack, bot)

    assert saved.index("What you saved") < saved.index(title(digest))
    assert "What you saved" not in home(slack, bot, CLEO)

    bot.get(click(slack, digest, Action.DONE, BEN))

    done = home(slack, bot)
    assert "You are done with 1." in done
    assert title(digest) not in done


@pytest.mark.usefixtures("marks_away")
def test_without_its_marks_app_home_still_helps(slack: LocalSlack, bot: Bot) -> None:
    shown = home(slack, bot)

    assert "/mlops-learn your question" in shown
    assert "What you saved" not in shown


def test_a_mark_that_cannot_be_noted_is_not_confirmed(
    slack: LocalSlack, bot: Bot, digest: Message, marks_away: None
) -> None:
    bot.get(click(slack, digest, Action.SAVE, BEN))

    assert [m.text for m in slack.from_bot(MLOPS, seen_by=BEN)] == [FAILED]


def test_what_people_found_not_useful_comes_elsewhere_later(slack: LocalSlack, bot: Bot) -> None:
    preview = answered(slack, bot, "digest preview", ADA, RANDOM)
    for person in (ADA, BEN, CLEO):
        bot.get(click(slack, preview, Action.NOT_USEFUL, person))

    assert title(answered(slack, bot, "digest preview", BEN, RANDOM)) != title(preview)
