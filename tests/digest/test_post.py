"""What the digest says, to everybody in the channel."""

from datetime import timedelta

from bot.names import Action
from bot.views.blocks import site
from bot.workspace import BEN, LocalSlack
from bot.workspace.world import Json, Message
from tests.bot.drawing import strings
from tests.bot.rig import Bot, buttons, command, links, mention
from tests.digest.asking import MONDAY, SUNDAY, answered, lines, posted, title
from tests.shipped import FINDER

FALSE = (False, "0", "false")


def drawn(blocks: list[Json]) -> list[Json]:
    """Leave out the ids that Slack gives to blocks."""
    return [{name: part for name, part in b.items() if name != "block_id"} for b in blocks]


def texts(part: Json) -> list[str]:
    """List the texts in a block of rich text, in their order."""
    inside = part.get("elements", [])
    return [part["text"]] if "text" in part else [t for each in inside for t in texts(each)]


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
    reasons = "on Kubernetes, which this channel follows · the first one here from “"
    assert why.startswith(f"Why this one: {reasons}")
    assert (before, after) == ("Before it: ", "After it: ")
    assert {last, following} <= known - {resource.title}
    assert buttons(digest) == [Action.SAVE, Action.DONE, Action.NOT_USEFUL]
    assert digest.text.splitlines() == [
        f"Resource of the week: {resource.title} {resource.url}",
        why,
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
