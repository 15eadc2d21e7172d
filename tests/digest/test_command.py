"""`/mlops-learn digest …`: a channel's weekly post is looked at, set, left out and ended."""

from datetime import timedelta

import pytest

from bot.digest.desk import ENOUGH, FORGETS, NONE_SET, NOT_A_CHANNEL, ONLY_WEEKENDS
from bot.local import now
from bot.names import Action
from bot.views.sentences import NOT_A_MEMBER
from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Channel
from tests.bot.rig import Bot, buttons, links, mention, start_bot
from tests.digest.asking import MONDAY, SETTINGS, answered, lines, posted, subscription
from tests.shipped import FINDER


def test_a_channel_without_a_digest_hears_how_to_get_one(slack: LocalSlack, bot: Bot) -> None:
    shown = answered(slack, bot, "digest", BEN)

    assert lines(shown) == [
        "This channel has no digest. Once a week I could post one resource worth opening.",
        "In words: /mlops-learn digest weekly monday 09:00 Europe/London topics: kubernetes, mlops",
    ]
    assert buttons(shown) == ["digest.change", "digest.preview"]
    assert slack.from_bot(MLOPS) == []


def test_what_is_set_can_be_looked_at_by_everybody(slack: LocalSlack, bot: Bot) -> None:
    made = answered(slack, bot, "digest weekly monday 09:00 topics: k8s, MLOps, kubernetes")

    seen = answered(slack, bot, " Digest ", BEN)

    assert lines(made)[0] == "Set. This is how it comes:"
    assert lines(seen)[:3] == [
        "The digest of this channel:",
        "• Every Monday at 09:00 (Europe/Amsterdam), set by <@U0ADA>",
        "• Topics: Kubernetes, MLOps",
    ]
    assert lines(seen)[3].startswith("• Next: Monday 30 November 2026 at 09:00: ")
    assert lines(made)[1:] == lines(seen)[1:]
    assert buttons(made) == buttons(seen) == SETTINGS
    assert slack.from_bot(MLOPS) == []


@pytest.mark.parametrize(
    ("written", "rhythm"),
    [
        ("mondays at 9am", "Every Monday at 09:00 (Europe/Amsterdam)"),
        ("every Fri, 16:30 London time", "Every Friday at 16:30 (Europe/London)"),
        ("noon on tuesday new york", "Every Tuesday at 12:00 (America/New_York)"),
        ("sunday 9 p.m. utc", "Every Sunday at 21:00 (UTC)"),
        ("WEDNESDAY 08.15 asia/kolkata", "Every Wednesday at 08:15 (Asia/Kolkata)"),
    ],
)
def test_days_times_and_zones_are_read_as_people_write_them(
    slack: LocalSlack, bot: Bot, written: str, rhythm: str
) -> None:
    made = answered(slack, bot, f"digest weekly {written}")

    assert lines(made)[1:3] == [f"• {rhythm}, set by <@U0ADA>", "• From the whole catalogue"]


def test_who_names_no_zone_means_their_own(slack: LocalSlack, bot: Bot) -> None:
    slack.act.invite(RANDOM, CLEO)

    made = answered(slack, bot, "digest weekly monday 9", CLEO, RANDOM)

    assert "• Every Monday at 09:00 (America/New_York), set by <@U0CLEO>" in lines(made)


@pytest.mark.parametrize(
    ("options", "said", "when"),
    [
        ("holidays: 2026-11-30", "not on 2026-11-30", "Tuesday 1 December"),
        (
            "no weekends, holidays: 2026-12-25 2026-11-30; topics: mlops",
            "not on weekends and not on 2026-11-30, 2026-12-25",
            "Tuesday 1 December",
        ),
        ("topics: mlops weekdays only", "not on weekends", "Monday 30 November"),
    ],
)
def test_days_on_which_nothing_comes_are_kept_free(
    slack: LocalSlack, bot: Bot, options: str, said: str, when: str
) -> None:
    made = answered(slack, bot, f"digest weekly monday 9 {options}")

    assert any(line.startswith(f"• But {said}; on such a day") for line in lines(made))
    assert f"• Next: {when} 2026 at 09:00" in made.text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "I miss a day such as monday and a time such as 09:00, 9am or 16:30."),
        ("monday", "I miss a time such as 09:00, 9am or 16:30."),
        ("09:00", "I miss a day such as monday."),
        ("blue monday 9", "“blue” is unclear; write a day such as monday, a time such as"),
        ("monday 25:00", "“25:00” is no time that I can read; write a time such as"),
        ("monday friday 9", "That is too much: I need one day and one time, and one zone at most."),
        ("monday 9 eastern", "“eastern” may mean "),
        ("monday 9 CST", "CST may mean several zones; write a zone such as Europe/London or UTC."),
        ("monday 9 holidays: xmas", "“xmas” is no day that I can read; write days as 2026-12-25."),
        ("monday 9 topics: zzyzx", "I have no topic “zzyzx”. The nearest: "),
        ("monday 9 topics: registry", "“registry” may mean one of these: "),
        ("saturday 9, no weekends", ONLY_WEEKENDS),
        ("<!channel> 9", "“&lt;!channel&gt;” is unclear; write"),
        ("monday 9 topics: <!here>", "I have no topic “&lt;!here&gt;”. The nearest: "),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_set(
    slack: LocalSlack, bot: Bot, written: str, said: str
) -> None:
    refused = answered(slack, bot, f"digest weekly {written}")

    assert refused.text.startswith(said)
    assert "mrkdwn" not in str(refused.blocks)
    assert subscription(slack, bot) is None


def test_setting_it_anew_chooses_anew(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00 topics: kubernetes")

    made = answered(slack, bot, "digest weekly tuesday 10:00 utc topics: git")

    assert lines(made)[1:3] == ["• Every Tuesday at 10:00 (UTC), set by <@U0ADA>", "• Topics: Git"]
    (shown,) = links(posted(slack, bot, MONDAY + timedelta(days=1, hours=2)))[:1]
    assert "git" in {
        topic for r in FINDER.catalogue.resources if r.url == shown for topic in r.topics
    }


def test_setting_another_time_keeps_what_is_not_named_and_what_was_shown(
    slack: LocalSlack, bot: Bot
) -> None:
    made = answered(
        slack, bot, "digest weekly monday 09:00 topics: kubernetes no weekends holidays: 2026-12-25"
    )
    bot.get(mention(slack, "why is my pod pending?"))

    anew = answered(slack, bot, "digest weekly monday 10:30")

    assert lines(anew)[2:-1] == lines(made)[2:-1]
    assert lines(anew)[-1] == lines(made)[-1].replace("09:00", "10:30")
    everything = answered(slack, bot, "digest weekly monday 10:30 topics: all")
    assert "• From the whole catalogue" in lines(everything)


def test_setting_it_during_a_pause_does_not_end_the_pause(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00")
    answered(slack, bot, "digest pause until 2027-01-10")

    changed = answered(slack, bot, "digest weekly friday 09:00")

    assert any("It comes again from Sunday 10 January 2027" in line for line in lines(changed))


def test_what_was_skipped_or_planned_is_forgotten_with_the_digest(
    slack: LocalSlack, bot: Bot
) -> None:
    answered(slack, bot, "digest weekly monday 09:00")
    answered(slack, bot, "digest skip")
    answered(slack, bot, "digest off")

    anew = answered(slack, bot, "digest weekly monday 09:00")

    assert lines(anew)[-1].startswith("• Next: Monday 30 November 2026")
    assert not any("Left out" in line for line in lines(anew))


def test_a_few_can_be_left_out_in_advance(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00")
    for _ in range(4):
        answered(slack, bot, "digest skip")

    assert answered(slack, bot, "digest skip").text == ENOUGH


@pytest.mark.parametrize(
    "text", ["digest help", "digest frobnicate", "digest skip 2", "digest skip next week"]
)
def test_what_is_no_request_and_no_question_gets_the_usage(
    slack: LocalSlack, bot: Bot, text: str
) -> None:
    shown = answered(slack, bot, text)

    assert lines(shown)[0] == "What you can write:"
    assert any(line.startswith("• /mlops-learn digest pause until") for line in lines(shown))


@pytest.mark.parametrize(
    ("text", "as_if"),
    [
        ("digest status", "digest"),
        ("digest stop", "digest off"),
        ("digest mondays at 9am", "digest weekly monday 9"),
        ("digest every monday at 9", "digest weekly monday 9"),
        ("digest set weekly monday 09:00", "digest weekly monday 9"),
    ],
)
def test_other_words_do_the_same(slack: LocalSlack, bot: Bot, text: str, as_if: str) -> None:
    answered(slack, bot, "digest weekly friday 16:00")
    wanted = answered(slack, bot, as_if).text
    answered(slack, bot, "digest weekly friday 16:00")

    assert answered(slack, bot, text).text == wanted


def test_elsewhere_it_says_where_the_digest_is_set(slack: LocalSlack, bot: Bot) -> None:
    bot.get(mention(slack, "digest weekly monday 9"))
    bot.get(slack.act.direct_message("digest", ADA))

    said = "write /mlops-learn digest in the channel that it is for"
    assert said in slack.from_bot(MLOPS)[-1].text
    assert said in slack.from_bot("D0ADA")[-1].text


def test_a_preview_shows_what_one_could_look_like(slack: LocalSlack, bot: Bot) -> None:
    shown = answered(slack, bot, "digest preview", BEN)

    assert lines(shown)[0] == "It could look so:"
    assert lines(shown)[1].startswith("Resource of the week: ")
    assert buttons(shown) == [Action.SAVE, Action.DONE, Action.NOT_USEFUL]
    assert bot.staff.poster.round().posted == 0


def test_skipping_twice_leaves_out_two_weeks(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00")

    first = answered(slack, bot, "digest skip")
    second = answered(slack, bot, "digest skip")

    assert lines(first)[0] == "Left out: the digest of Monday 30 November 2026 at 09:00."
    assert "• Next: Monday 7 December 2026 at 09:00: " in first.text
    assert lines(second)[0] == "Left out: the digest of Monday 7 December 2026 at 09:00."
    assert "• Next: Monday 14 December 2026 at 09:00: " in second.text
    for week in (0, 1):
        slack.world.travel((MONDAY + timedelta(weeks=week)).timestamp())
        assert bot.staff.poster.round().posted == 0
    assert posted(slack, bot, MONDAY + timedelta(weeks=2))


def test_a_pause_lasts_until_somebody_ends_it(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00")

    paused = answered(slack, bot, "digest pause")

    assert lines(paused)[0] == "Paused."
    assert lines(paused)[-1] == "• The digest is paused."
    assert "digest.resume" in buttons(paused)
    for act, said in (
        ("preview", "No digest comes as long as it is paused."),
        ("skip", "No digest comes as long as it is paused."),
    ):
        assert answered(slack, bot, f"digest {act}").text == said
    slack.world.travel((MONDAY + timedelta(hours=1)).timestamp())
    assert bot.staff.poster.round().posted == 0

    resumed = answered(slack, bot, "digest resume")

    assert lines(resumed)[0] == "It comes again."
    assert "• Next: Monday 7 December 2026 at 09:00: " in resumed.text
    assert bot.staff.poster.round().posted == 0  # nothing is made up for


def test_a_pause_may_end_by_itself(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00")

    paused = answered(slack, bot, "digest pause until 2026-12-10")

    assert lines(paused)[0] == "Paused until Thursday 10 December 2026."
    assert "• The digest is paused. It comes again from Thursday 10 December 2026 on." in lines(
        paused
    )
    assert "• Next: Monday 14 December 2026 at 09:00: " in paused.text
    slack.world.travel((MONDAY + timedelta(weeks=1)).timestamp())
    assert bot.staff.poster.round().posted == 0
    assert posted(slack, bot, MONDAY + timedelta(weeks=2))
    assert "paused" not in answered(slack, bot, "digest").text


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("until 2026-11-29", "2026-11-29 has come already: choose a later day."),
        ("2020-01-01", "2020-01-01 has come already: choose a later day."),
        ("until later", "Write the day to pause until, as in: digest pause until 2027-01-10"),
        ("until 2026-12-01 2026-12-02", "Write the day to pause until, as in: digest pause until"),
        ("for a week", "Write the day to pause until, as in: digest pause until 2027-01-10"),
        ("until", "Write the day to pause until, as in: digest pause until 2027-01-10"),
    ],
)
def test_a_pause_until_no_day_ahead_is_refused(
    slack: LocalSlack, bot: Bot, until: str, said: str
) -> None:
    answered(slack, bot, "digest weekly monday 09:00")

    assert answered(slack, bot, f"digest pause {until}").text.startswith(said)
    assert "paused" not in answered(slack, bot, "digest").text


def test_what_is_switched_off_comes_no_more(slack: LocalSlack, bot: Bot) -> None:
    answered(slack, bot, "digest weekly monday 09:00")

    ended = answered(slack, bot, "digest off")

    assert lines(ended)[0].startswith("Switched off. This channel has no digest.")
    assert buttons(ended) == ["digest.change", "digest.preview"]
    slack.world.travel(MONDAY.timestamp())
    assert bot.staff.poster.round().posted == 0


@pytest.mark.parametrize("act", ["skip", "pause", "resume", "off"])
def test_where_none_is_set_there_is_nothing_to_change(
    slack: LocalSlack, bot: Bot, act: str
) -> None:
    assert answered(slack, bot, f"digest {act}").text == NONE_SET


def test_admins_see_the_digests_of_all_channels(slack: LocalSlack, bot: Bot) -> None:
    none = answered(slack, bot, "digest list")
    slack.act.invite(RANDOM, CLEO)
    answered(slack, bot, "digest weekly monday 09:00")
    answered(slack, bot, "digest weekly friday 16:00", CLEO, RANDOM)
    answered(slack, bot, "digest pause", CLEO, RANDOM)

    shown = answered(slack, bot, "digest list")
    refused = answered(slack, bot, "digest list", CLEO)

    assert none.text == "No channel has a digest."
    assert lines(shown) == [
        "2 channels have a digest:",
        "• <#C0MLOPS>: Every Monday at 09:00 (Europe/Amsterdam), set by <@U0ADA>",
        "• <#C0RANDOM>: Every Friday at 16:00 (America/New_York), set by <@U0CLEO>."
        " The digest is paused.",
    ]
    assert "This is for workspace admins" in refused.text
    assert "C0MLOPS" not in refused.text


@pytest.mark.parametrize(
    "text",
    [
        "digest authentication in kafka?",
        "digest skip?",
        "digests",
        "digest weekly report in airflow?",
        "digest pause in kafka?",
    ],
)
def test_a_question_about_digests_is_a_question(slack: LocalSlack, bot: Bot, text: str) -> None:
    answered(slack, bot, "digest weekly monday 09:00")

    assert f"“{text}”" in answered(slack, bot, text).text
    assert "digest.unskip" not in buttons(answered(slack, bot, "digest"))


@pytest.mark.parametrize("act", ["", "preview", "weekly monday 9", "skip", "off"])
def test_a_direct_message_has_no_digest(slack: LocalSlack, bot: Bot, act: str) -> None:
    place = slack.world.direct_channel(ADA, slack.app.bot_user).id

    assert answered(slack, bot, f"digest {act}", channel=place).text == NOT_A_CHANNEL


def test_where_the_bot_is_no_member_it_says_how_to_invite_it(slack: LocalSlack, bot: Bot) -> None:
    refused = answered(slack, bot, "digest weekly monday 9", CLEO, RANDOM)

    assert refused.text == NOT_A_MEMBER
    assert "/invite @mlops-learn" in refused.text
    assert subscription(slack, bot, RANDOM) is None


def test_a_private_channel_that_the_bot_is_not_in_gets_no_digest(
    slack: LocalSlack, bot: Bot
) -> None:
    slack.world.channels["C0SECRET"] = Channel(
        "C0SECRET", "secret", {ADA}, is_private=True, creator=ADA
    )

    refused = answered(slack, bot, "digest weekly monday 9", channel="C0SECRET")

    assert refused.text == NOT_A_MEMBER
    assert subscription(slack, bot, "C0SECRET") is None


def test_where_the_disk_does_not_last_no_digest_is_set(slack: LocalSlack, bot: Bot) -> None:
    url = bot.store.location
    forgetful = start_bot(slack, url, clock=lambda: now(slack), forgets=True)

    refused = answered(slack, forgetful, "digest weekly monday 9")
    forgetful.close()

    assert refused.text == FORGETS
    assert "DATABASE_URL" in refused.text
    assert subscription(slack, bot) is None
