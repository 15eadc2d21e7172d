"""The ways in which the form is opened, and what stands in it then."""

import pytest

from bot.names import SUGGEST_LINK, Action, Surface
from bot.reception import Typed
from bot.suggesting.first_link import first_link, link_in
from bot.views.suggest_button import PRESS, Idea
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from tests.bot.rig import Bot, buttons, click
from tests.suggesting.acting import FREE, KNOWN, URL, asked, entered, form, opened, shown

SHORT = "https://example.org"


def test_the_command_opens_an_empty_form(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)

    assert set(entered(view).values()) == {None}
    assert list(entered(view)) == ["link", "title", "topics", "why"]
    assert slack.from_bot(MLOPS, seen_by=BEN) == []


@pytest.mark.parametrize("text", [f"suggest {URL}", f"Suggest  {URL} "])
def test_a_link_after_the_command_stands_in_the_form(
    slack: LocalSlack, bot: Bot, text: str
) -> None:
    view = opened(slack, bot, text)

    assert entered(view)["link"] == URL
    assert "I do not know this link yet." in shown(view)


def test_a_known_link_is_said_to_be_from_the_start(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot, f"suggest {KNOWN.url}")

    assert "I know it already, as " in shown(view)
    assert KNOWN.title in shown(view)


def test_what_cannot_be_a_link_for_us_is_said_in_the_form(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot, "suggest ftp://example.org/book")

    assert entered(view)["link"] is None
    assert "A link starts with https:// or http:// and names a host." in shown(view)


@pytest.mark.parametrize("length", [2500, 40_000])
def test_a_link_that_is_too_long_is_said_to_be_in_the_form(
    slack: LocalSlack, bot: Bot, length: int
) -> None:
    view = opened(slack, bot, f"suggest https://example.org/{'x' * length}")

    assert "at most 2000 characters" in shown(view)


@pytest.mark.parametrize(
    "text", ["suggest a book on istio", "suggest istio", "suggest?", "suggestions", f"see {URL}"]
)
def test_all_else_is_a_question(slack: LocalSlack, bot: Bot, text: str) -> None:
    answer = asked(slack, bot, text)

    assert answer.text
    assert slack.views.modal(BEN) is None


def test_the_same_command_delivered_twice_opens_one_form(slack: LocalSlack, bot: Bot) -> None:
    payload = slack.act.slash_command("suggest", BEN, MLOPS, "/mlops-learn")

    bot.get(payload)
    bot.get(payload)

    assert [call.name for call in slack.calls if call.name == "views.open"] == ["views.open"]


def test_a_direct_message_is_answered_with_a_button_that_carries_the_link(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(slack.act.direct_message(f"suggest {URL}", BEN))
    (offer,) = slack.from_bot("D0BEN")

    bot.get(click(slack, offer, Action.SUGGEST, BEN))

    assert offer.text == PRESS
    assert entered(form(slack))["link"] == URL


def test_a_mention_is_answered_in_its_thread_for_whoever_presses(
    slack: LocalSlack, bot: Bot
) -> None:
    bot.get(slack.act.mention("suggest", ADA, MLOPS))
    (offer,) = slack.from_bot(MLOPS)

    bot.get(click(slack, offer, Action.SUGGEST, BEN))

    assert offer.thread
    assert entered(form(slack))["link"] is None
    assert slack.views.modal(ADA) is None


def test_a_link_too_long_for_a_button_is_entered_anew(slack: LocalSlack, bot: Bot) -> None:
    bot.get(slack.act.direct_message(f"suggest {URL}?q={'x' * 1950}", BEN))
    (offer,) = slack.from_bot("D0BEN")

    bot.get(click(slack, offer, Action.SUGGEST, BEN))

    assert entered(form(slack))["link"] is None


def test_the_question_that_found_nothing_is_carried_along(slack: LocalSlack, bot: Bot) -> None:
    bot.get(slack.act.mention(FREE, ADA, MLOPS))
    (answer,) = slack.from_bot(MLOPS)
    assert Action.SUGGEST in buttons(answer)

    bot.get(click(slack, answer, Action.SUGGEST, BEN))

    assert f"It is to answer “{FREE}”." in shown(form(slack))


def test_a_click_delivered_twice_opens_one_form(slack: LocalSlack, bot: Bot) -> None:
    payload = click(slack, asked(slack, bot, FREE), Action.SUGGEST, BEN)

    bot.get(payload)
    bot.get(payload)

    assert len([call for call in slack.calls if call.name == "views.open"]) == 1


@pytest.mark.parametrize(
    "value",
    ["", "null", "[]", '{"question": 1}', '{"url": "x", "more": 1}', f'{{"url": "{"x" * 2001}"}}'],
)
def test_a_forged_button_opens_nothing(slack: LocalSlack, bot: Bot, value: str) -> None:
    payload = click(slack, asked(slack, bot, FREE), Action.SUGGEST, BEN)
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert slack.views.modal(BEN) is None
    assert "older message" in slack.from_bot(MLOPS, seen_by=BEN)[-1].text


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (f"have a look at {URL} and https://example.org/b", URL),
        (f"<{URL}|the retries>", URL),
        (f"(ftp://example.org/a) {URL}?utm_source=x&a=1", f"{URL}?a=1"),
        ("no link at all", None),
    ],
)
def test_the_shortcut_takes_the_first_link_of_a_message(
    slack: LocalSlack, bot: Bot, written: str, found: str | None
) -> None:
    message = slack.act.say(written, ADA, MLOPS)

    bot.get(slack.touch.shortcut(message, BEN, SUGGEST_LINK))

    assert entered(form(slack))["link"] == found


def test_the_shortcut_reads_the_blocks_of_a_message(slack: LocalSlack, bot: Bot) -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "link", "url": URL}]}
    blocks = [{"type": "rich_text", "elements": [section]}]
    message = slack.act.say("https://example.org/other", ADA, MLOPS, blocks=blocks)
    payload = slack.touch.shortcut(message, BEN, SUGGEST_LINK)

    bot.get(payload)
    bot.get(payload)

    assert entered(form(slack))["link"] == URL
    assert len([call for call in slack.calls if call.name == "views.open"]) == 1


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (SHORT, SHORT),
        ("www.example.org", "https://www.example.org"),
        ("example.org/docs", "https://example.org/docs"),
        (f"<{SHORT}|example>", SHORT),
        (f"<{SHORT}?a=1&amp;b=2>", f"{SHORT}?a=1&b=2"),
        ("javascript://x", "javascript://x"),
        ("node.js", None),
        ("CI/CD", None),
        ("<@U0ADA>", None),
        ("istio", None),
        ("", None),
        (f"{SHORT} {SHORT}", None),
    ],
)
def test_what_looks_like_a_link(text: str, link: str | None) -> None:
    assert link_in(text) == link


def test_a_message_of_any_shape_has_no_link_or_one() -> None:
    deep: object = {"type": "link", "url": URL}
    for _ in range(5000):
        deep = [deep]

    assert first_link({"blocks": deep}) == URL
    assert first_link({"blocks": "text", "text": None}) is None
    assert first_link({"blocks": [{"type": "link", "url": 1}, None]}) is None
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"<{URL}|x>"}}
    assert first_link({"blocks": [section]}) == URL


def test_the_button_carries_what_it_began_with() -> None:
    idea = Idea(question="what?", url=URL, fills=True)

    assert Idea.model_validate_json(idea.value()) == idea


def test_only_a_command_opens_the_form_by_itself() -> None:
    typed = Typed("suggest", "T", BEN, MLOPS, Surface.DIRECT_MESSAGE)

    assert typed.trigger is None
