"""The form: what it says while it is filled in, and what it takes."""

import json
from urllib.parse import urlsplit

import pytest

from bot.names import Action
from bot.store import Fate
from bot.views.sentences import SUGGESTED_ALREADY
from bot.views.suggestion_thanks import GOES_ON, KEPT
from bot.workspace import ADA, BEN, CLEO, MLOPS, LocalSlack, faults
from bot.workspace.views import View
from bot.workspace.world import Json
from tests.bot.drawing import strings
from tests.bot.rig import Bot, click
from tests.shipped import FINDER
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
    opened,
    payload,
    shown,
    submitted,
    suggested,
    whispered,
)
from tests.suggesting.conftest import Start

TEAM = "T0LOCAL"
LINK, TOPICS = ("link", f"{Action.SUGGEST}.link"), f"{Action.SUGGEST}.topics"


def entering(slack: LocalSlack, view: View, link: str, **values: str) -> Json:
    """Press Enter in the input of the link."""
    written = {(block, f"{Action.SUGGEST}.{block}"): text for block, text in values.items()}
    return slack.touch.use(view, LINK[1], value=link, values=written)


def offered(slack: LocalSlack, bot: Bot, view: View, typed: str) -> list[str]:
    """Type in the menu of topics; gives the ids of what it offers."""
    typing = slack.touch.suggest(view, TOPICS, typed)
    reply = json.loads(bot.get(typing).body)
    slack.offers.take(typing, reply)
    return [option["value"] for option in reply["options"]]


def test_enter_shows_whether_the_link_is_known_and_keeps_what_was_typed(
    slack: LocalSlack, bot: Bot
) -> None:
    view = opened(slack, bot)

    bot.get(entering(slack, view, f"{KNOWN.url}?utm_source=chat", title="MetalLB", why="Ours"))

    updated = form(slack)
    assert updated.id == view.id
    assert "I know it already" in shown(updated)
    assert KNOWN.title in shown(updated)
    stands = entered(updated)
    assert (stands["title"], stands["why"]) == ("MetalLB", "Ours")
    assert stands["link"] == f"{KNOWN.url}?utm_source=chat"


def test_enter_shows_what_is_near(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)

    bot.get(entering(slack, view, URL, title="How MetalLB gives services addresses"))

    near = [text for text in strings(form(slack).body["blocks"]) if text.startswith("http")]
    assert "I do not know this link yet." in shown(form(slack))
    assert KNOWN.url in near
    assert len([url for url in near if url not in (URL, "https://")]) <= 3


def test_enter_after_the_form_has_changed_or_was_closed_changes_nothing(
    slack: LocalSlack, bot: Bot
) -> None:
    view = opened(slack, bot)
    first = entering(slack, view, URL)
    bot.get(first)
    standing = form(slack)

    bot.get(first)
    slack.views.close(standing)
    bot.get(first)

    assert standing.hash != view.hash
    assert [c.error for c in slack.calls if c.name == "views.update"] == [
        None,
        "hash_conflict",
        "not_found",
    ]
    assert not any(metric.samples for metric in bot.metrics.failures.collect())


def test_topics_are_found_by_the_beginning_of_any_spelling(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)

    assert offered(slack, bot, view, "k8s")[0] == "kubernetes"
    assert "kubernetes-networking" in offered(slack, bot, view, "Kubernetes-Net")
    assert "prometheus" in offered(slack, bot, view, "prom")
    assert offered(slack, bot, view, "zzzzz")
    assert len(offered(slack, bot, view, "")) == 100
    assert len(offered(slack, bot, view, "k" * 3000)) <= 100


def test_what_is_filled_in_is_kept_shown_to_curators_and_confirmed(
    slack: LocalSlack, bot: Bot
) -> None:
    view = opened(slack, bot)
    offered(slack, bot, view, "metallb")

    submitted(
        slack,
        bot,
        view,
        link=f"{URL}?utm_source=chat",
        title="  MetalLB in\nthe cellar ",
        topics=("metallb",),
        why="How to begin",
    )

    (kept,) = bot.store.suggestions.with_fate(TEAM, Fate.OPEN)
    assert (kept.person, kept.proposal.url) == (BEN, URL)
    assert kept.proposal.title == "MetalLB in the cellar"
    assert (kept.proposal.topics, kept.proposal.why) == (("metallb",), "How to begin")
    (card,) = cards(slack)
    assert card.ts == kept.card
    for said in (URL, "MetalLB in the cellar", BEN, "Topics: MetalLB", "How to begin"):
        assert said in shown(card)
    assert KNOWN.url in shown(card)
    (thanks,) = whispered(slack)
    assert thanks.startswith(GOES_ON)
    assert KNOWN.url in thanks


def test_a_question_goes_with_it_to_the_curators(slack: LocalSlack, bot: Bot) -> None:
    bot.get(click(slack, asked(slack, bot, FREE), Action.SUGGEST, BEN))

    submitted(slack, bot, form(slack), link=URL, title=TITLE)

    assert f"To answer: “{FREE}”" in shown(cards(slack)[0])


def test_a_link_that_may_have_moved_is_taken_and_the_curators_read_of_it(
    slack: LocalSlack, bot: Bot
) -> None:
    place = urlsplit(FINDER.catalogue.by_id["k8s-docs-endpointslices"].url)
    moved = place._replace(netloc=f"old.{place.netloc}").geturl()

    suggested(slack, bot, link=moved)

    assert "It looks like a moved " in shown(cards(slack)[0])


@pytest.mark.parametrize(
    ("values", "block", "said"),
    [
        ({"link": KNOWN.url}, "link", f"I know it already, as “{KNOWN.title}”."),
        ({"link": f"{KNOWN.url}/?utm_source=x"}, "link", "I know it already"),
        ({"link": "https://ada:secret@example.org/"}, "link", "A link carries no user name"),
        ({"link": f"https://example.org/{'x' * 2000}"}, "link", "A link has at most 2000"),
        ({"title": "\u200b"}, "title", "Say what it is called."),
        ({"title": "www.example.com, the book"}, "title", "Looks like a link to elsewhere"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    slack: LocalSlack, bot: Bot, values: dict[str, str], block: str, said: str
) -> None:
    view = opened(slack, bot)

    found = errors(submitted(slack, bot, view, **{"link": URL, "title": TITLE, **values}))

    assert list(found) == [block]
    assert found[block].startswith(said)
    assert bot.store.suggestions.with_fate(TEAM, Fate.OPEN) == []
    assert submitted(slack, bot, view, link=URL, title=TITLE).body == ""


def test_all_that_is_wrong_is_said_at_once(slack: LocalSlack, bot: Bot) -> None:
    filling = payload(slack, opened(slack, bot))
    values = filling["view"]["state"]["values"]
    values["why"]["suggest.why"]["value"] = "x" * 251
    values["link"]["suggest.link"]["value"] = "example"

    assert set(errors(bot.get(filling))) == {"link", "title", "why"}


def test_the_same_page_is_not_suggested_twice(slack: LocalSlack, bot: Bot, start: Start) -> None:
    suggested(slack, bot)

    suggested(slack, start(), CLEO, link="http://www.flyte.example.org/blog/retries/#top")

    assert whispered(slack, CLEO) == [SUGGESTED_ALREADY]
    assert len(cards(slack)) == 1


def test_what_was_declined_may_be_suggested_again(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    declined(slack, bot)

    suggested(slack, bot, CLEO)

    assert len(cards(slack)) == 2


def test_a_submission_delivered_twice_is_one_suggestion(
    slack: LocalSlack, bot: Bot, start: Start
) -> None:
    filling = payload(slack, opened(slack, bot), link=URL, title=TITLE)
    bot.get(filling)
    declined(slack, bot)

    bot.get(filling)
    start().get(filling)

    assert len(cards(slack)) == 1
    assert whispered(slack) == [GOES_ON]


def test_it_can_be_submitted_to_another_process_after_a_restart(
    slack: LocalSlack, bot: Bot, start: Start
) -> None:
    view = opened(slack, bot, f"suggest {URL}")

    submitted(slack, start(), view, title=TITLE)

    assert len(cards(slack)) == 1


def test_without_a_channel_of_curators_it_is_kept_and_that_is_said(
    slack: LocalSlack, start: Start
) -> None:
    bot = start(curators=None)

    suggested(slack, bot)

    assert whispered(slack) == [KEPT]
    assert len(bot.store.suggestions.with_fate(TEAM, Fate.OPEN)) == 1
    assert cards(slack) == []
    start().staff.cards.catch_up()
    assert len(cards(slack)) == 1


def test_where_the_bot_is_not_it_confirms_in_a_direct_message(slack: LocalSlack, bot: Bot) -> None:
    slack.world.leave(slack.world.channel(MLOPS), slack.app.bot_user)

    suggested(slack, bot)

    assert [message.text for message in slack.from_bot("D0BEN")] == [GOES_ON]


def test_with_the_database_away_the_person_is_told(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    bot.store.close()
    with bot.store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE suggestions")

    assert submitted(slack, bot, view, link=URL, title=TITLE).body == ""

    assert whispered(slack)[0].startswith("Something broke on my side")


def test_a_confirmation_that_is_lost_keeps_no_card(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("chat.postEphemeral", faults.lost_reply())

    suggested(slack, bot)
    bot.staff.cards.catch_up()

    assert len(cards(slack)) == 1


def test_topics_that_there_are_not_are_left_out(slack: LocalSlack, bot: Bot) -> None:
    filling = payload(slack, opened(slack, bot), link=URL, title=TITLE)
    options = [{"value": value} for value in ("nonesuch", "<!channel>", "istio", "istio")]
    filling["view"]["state"]["values"]["topics"] = {TOPICS: {"selected_options": options}}

    bot.get(filling)

    (kept,) = bot.store.suggestions.with_fate(TEAM, Fate.OPEN)
    assert kept.proposal.topics == ("istio",)


def test_who_is_no_curator_fills_no_gap(slack: LocalSlack, bot: Bot) -> None:
    pressed = click(slack, asked(slack, bot, FREE), Action.SUGGEST, BEN)
    pressed["actions"][0]["value"] = json.dumps({"question": FREE, "fills": True})
    bot.get(pressed)

    submitted(slack, bot, form(slack), link=URL, title=TITLE)

    assert whispered(slack)[-1].startswith("This is for curators")
    assert bot.store.suggestions.with_fate(TEAM, Fate.ACCEPTED) == []
    assert bot.store.suggestions.with_fate(TEAM, Fate.OPEN) == []


def test_a_curator_fills_a_gap_at_once(slack: LocalSlack, bot: Bot) -> None:
    pressed = click(slack, asked(slack, bot, FREE, ADA), Action.SUGGEST, ADA)
    pressed["actions"][0]["value"] = json.dumps({"question": FREE, "fills": True})
    bot.get(pressed)

    submitted(slack, bot, form(slack, ADA), link=URL, title=TITLE)

    assert URL in shown(asked(slack, bot, FREE))
    assert cards(slack) == []
    bot.staff.decisions.tell_all()
    assert slack.from_bot("D0ADA") == []


def test_enter_says_that_a_link_waits_for_the_curators(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    view = opened(slack, bot, person=CLEO)

    bot.get(entering(slack, view, f"{URL}/?utm_source=x"))

    assert SUGGESTED_ALREADY in shown(form(slack, CLEO))
