"""*Delete my data*: nothing of that person is left, and all of everybody else's is."""

from pathlib import Path

from bot.local import now
from bot.names import Marked
from bot.store import Mark, Question, Verdict
from bot.views.sentences import NOT_DRAWN
from bot.workspace import ADA, BEN, MLOPS, LocalSlack, faults
from bot.workspace.views import View
from bot.workspace.world import Json
from tests.bot.rig import Bot, mention
from tests.people.asking import (
    FOUND,
    QUESTION,
    ask,
    choosing,
    execute,
    home,
    home_links,
    marked,
    shown_home,
    shows,
)
from tests.people.test_feedback import judging
from tests.people.test_home import headings, switch

TABLES = ("marks", "people", "questions", "feedback", "plans", "suggestions", "subscriptions")


def live(slack: LocalSlack, bot: Bot, person: str, *, hears: bool) -> None:
    """Do all that leaves a trace."""
    home(slack, bot, person)
    answer = ask(slack, bot, QUESTION, person)
    for resource, mark in zip(FOUND, Marked, strict=False):
        bot.get(choosing(slack, answer, resource, mark, person))
    bot.get(judging(slack, answer, person, useful=False))
    if hears:
        switch(slack, bot, "home.hear", person)
    bot.get(slack.act.direct_message("istio", person))
    bot.get(slack.act.mention("linkerd", person, MLOPS))


def contents(bot: Bot) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(execute(bot, f"SELECT * FROM {table}"), key=str) for table in TABLES}


def deletion(slack: LocalSlack, person: str = ADA) -> Json:
    return slack.touch.use(shown_home(slack, person), "home.delete")


def button(view: View) -> Json:
    (found,) = [
        element
        for block in view.body["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "home.delete"
    ]
    return dict(found)


def test_it_asks_before_it_does_what_cannot_be_undone(slack: LocalSlack, bot: Bot) -> None:
    drawn = button(home(slack, bot))

    assert drawn["style"] == drawn["confirm"]["style"] == "danger"
    assert "cannot be undone" in drawn["confirm"]["text"]["text"]


def test_everything_of_that_person_goes_and_of_nobody_else(
    slack: LocalSlack, bot: Bot, database: Path
) -> None:
    live(slack, bot, BEN, hears=True)
    elsewhere = ("T2", ADA)  # the same id in another workspace
    bot.store.marks.put(*elsewhere, FOUND[0].id, Mark.DONE, now(slack))
    bot.store.people.set_hears(*elsewhere, hears=True)
    bot.store.questions.add("T2", "C2", Question("istio", now(slack), public=True, person=ADA))
    verdict = Verdict(useful=True, question="istio", resources=(), at=now(slack))
    bot.store.feedback.put("T2", "C2:1.1", "code", verdict)
    others = contents(bot)
    live(slack, bot, ADA, hears=False)
    switch(slack, bot, "home.hear")
    ask(slack, bot, "kubeflow")
    mine = bot.staff.askers.code(slack.world.team, ADA)
    assert len(str(contents(bot))) > len(str(others)) + 500

    bot.get(deletion(slack))

    assert contents(bot) == others
    execute(bot, "DELETE FROM marks WHERE team = 'T2'")
    execute(bot, "DELETE FROM people WHERE team = 'T2'")
    execute(bot, "DELETE FROM questions WHERE team = 'T2'")
    execute(bot, "DELETE FROM handled")  # what was done already, for a day, by its message
    bot.close()
    execute(bot, "VACUUM")
    held = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert BEN.encode() in held
    assert ADA.removeprefix("U").encode() not in held
    assert mine.encode() not in held


def test_app_home_shows_it_at_once(slack: LocalSlack, bot: Bot) -> None:
    live(slack, bot, ADA, hears=True)
    assert home_links(home(slack, bot)) == [FOUND[0].url]
    assert headings(shown_home(slack))[:2] == ["Continue", "Done"]

    bot.get(deletion(slack))

    assert not {"Continue", "Done"} & set(headings(shown_home(slack)))
    assert "Write to me" in str(shown_home(slack).body)
    assert shows(ask(slack, bot), *FOUND[:3])  # what was done comes again


def test_where_nothing_is_kept_it_does_no_harm_and_may_be_repeated(
    slack: LocalSlack, bot: Bot
) -> None:
    live(slack, bot, BEN, hears=False)
    others = contents(bot)
    home(slack, bot)
    for _ in range(2):
        bot.get(deletion(slack))

    assert contents(bot) == others


def test_what_cannot_be_deleted_is_not_shown_as_gone(slack: LocalSlack, bot: Bot) -> None:
    live(slack, bot, ADA, hears=True)
    home(slack, bot)
    execute(bot, "ALTER TABLE plans RENAME TO away")

    bot.get(deletion(slack))

    assert home_links(shown_home(slack)) == [FOUND[0].url]
    execute(bot, "ALTER TABLE away RENAME TO plans")
    assert len(bot.store.marks.of(slack.world.team, ADA, Mark.SAVED)) == 1  # all or nothing


def test_the_digest_that_they_set_for_a_channel_stays(slack: LocalSlack, bot: Bot) -> None:
    bot.get(slack.act.slash_command("digest weekly monday 9", ADA, MLOPS, "/mlops-learn"))
    home(slack, bot)

    bot.get(deletion(slack))

    assert bot.store.subscriptions.find(slack.world.team, MLOPS)
    bot.get(mention(slack, QUESTION))
    assert shows(slack.from_bot(MLOPS)[-1], *FOUND[:3])


def test_where_slack_does_not_show_it_the_person_reads_that_it_is_done(
    slack: LocalSlack, bot: Bot
) -> None:
    live(slack, bot, ADA, hears=True)
    deleting = deletion(slack)
    slack.fail("views.publish", faults.refused("internal_error"))

    bot.get(deleting)

    assert marked(slack, bot) == {}
    assert slack.from_bot(f"D{ADA[1:]}")[-1].text == NOT_DRAWN
