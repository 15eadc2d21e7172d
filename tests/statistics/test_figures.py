"""The figures, out of rows in each kind of database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.library import Library
from bot.shelf import Shelf
from bot.statistics import MOST_READ, Statistician, Topics, first_week
from bot.store import Answered, Fate, Proposal, Store, open_store
from bot.store.address import read_url
from bot.store.engine import open_engine
from bot.store.tables import questions
from bot.views.statistics import Statistics, Week
from knowledge import Catalogue, Finder, Resource, Topic
from tests.shipped import FINDER
from tests.statistics.rows import NOW, OTHER, OUTCOMES, WEEK, ask, counted, judge, refuse

DAY = timedelta(days=1)
TIMES = st.integers(200_000_000, 3_700_000_000)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=400)


def shelf(*resources: Resource, topics: tuple[Topic, ...]) -> Finder:
    return Finder(Catalogue(resources, {topic.id: topic for topic in topics}))


def test_nothing_gives_nothing(store: Store) -> None:
    assert counted(store) == Statistics(weeks=[], helpful=[], disliked=[], demand=[], why=[])


def test_questions_are_counted_by_week_and_outcome(store: Store) -> None:
    for outcome, times in zip(OUTCOMES, (3, 2, 1), strict=True):
        for _ in range(times):
            ask(store, outcome=outcome)
    ask(store, ago=2 * WEEK)

    assert counted(store).weeks == [
        Week("2026-W46", confident=1),
        Week("2026-W47"),
        Week("2026-W48", confident=3, closest=2, nothing=1),
    ]


def test_a_week_begins_on_monday_in_utc(store: Store) -> None:
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    ask(store, ago=NOW - monday)
    ask(store, ago=NOW - monday + timedelta(seconds=1))

    assert [(week.name, week.asked) for week in counted(store).weeks] == [
        ("2026-W47", 1),
        ("2026-W48", 1),
    ]


def test_what_was_shared_again_counts_once(store: Store) -> None:
    ask(store)
    ask(store, outcome=None)

    found = counted(store)
    assert (found.total.asked, found.read) == (1, 1)
    assert [(each.topic.id, each.asked) for each in found.demand] == [("metallb", 1)]


def test_another_workspace_is_none_of_its_business(store: Store) -> None:
    ask(store, team=OTHER)
    for asker in "ab":
        judge(store, True, ["metallb-site"], asker, team=OTHER)
        refuse(store, "k8s-docs-pods", asker, team=OTHER)
    judge(store, False, [], why="of others", team=OTHER)

    assert counted(store) == Statistics(weeks=[], helpful=[], disliked=[], demand=[], why=[])
    others = counted(store, team=OTHER)
    assert (others.total.asked, others.why) == (1, ["of others (on “a question”)"])


def test_twelve_weeks_are_counted_at_most(store: Store) -> None:
    for number in range(20):
        ask(store, ago=number * WEEK)

    weeks = counted(store).weeks
    assert [week.name for week in weeks] == [f"2026-W{number}" for number in range(37, 49)]
    assert all(week.asked == 1 for week in weeks)


@pytest.mark.parametrize(
    ("now", "days", "first"),
    [
        (NOW, 90, "2026-09-07"),
        (NOW, 3650, "2026-09-07"),
        (NOW, 80, "2026-09-14"),
        (NOW, 10, "2026-11-23"),
        (NOW, 11, "2026-11-16"),
        (NOW, 1, "2026-11-23"),
        (datetime(2026, 11, 29, 23, 59, 59, tzinfo=UTC), 90, "2026-09-07"),
        (datetime(2027, 1, 1, tzinfo=UTC), 90, "2026-10-12"),
    ],
)
def test_no_week_is_counted_of_which_a_part_was_deleted(
    now: datetime, days: int, first: str
) -> None:
    assert first_week(now, days * DAY).isoformat() == f"{first}T00:00:00+00:00"


@given(
    now=st.builds(datetime.fromtimestamp, TIMES, st.timezones()),
    kept=st.integers(1, 3650).map(lambda days: days * DAY),
)
def test_the_first_week_is_whole_and_this_one_is_counted(now: datetime, kept: timedelta) -> None:
    first = first_week(now, kept)

    assert first.weekday() == 0
    assert first <= now < first + 12 * WEEK
    assert first >= now - kept or now - first < WEEK


def test_a_resource_is_named_from_two_verdicts_on(store: Store) -> None:
    judge(store, True, ["metallb-site", "metallb-docs-concepts"], "a")
    assert counted(store).helpful == []

    judge(store, True, ["metallb-site"], "b")
    found = counted(store)
    assert [(h.resource.id, h.useful, h.not_useful) for h in found.helpful] == [
        ("metallb-site", 2, 0)
    ]
    assert found.disliked == []


def test_a_changed_mind_is_one_verdict(store: Store) -> None:
    judge(store, True, ["metallb-site"])
    judge(store, False, ["metallb-site"])

    found = counted(store)
    assert (found.helpful, found.disliked) == ([], [])


def test_marks_count_where_more_people_set_them_than_said_so(store: Store) -> None:
    judge(store, False, ["metallb-site"], "a")
    for person in ("U1", "U2"):
        refuse(store, "metallb-site", person)

    found = counted(store)
    assert [(d.resource.id, d.useful, d.not_useful) for d in found.disliked] == [
        ("metallb-site", 0, 2)
    ]
    assert found.helpful == []


def test_one_person_alone_names_no_resource_to_curators(store: Store) -> None:
    for day in range(3):  # who does all that there is to do
        judge(store, False, ["metallb-site"], "a", ago=day * DAY)
        judge(store, True, ["k8s-docs-pods"], "a", ago=day * DAY + timedelta(hours=1))
    refuse(store, "metallb-site", "U1")

    found = counted(store)
    assert (found.disliked, found.helpful) == ([], [])


def test_the_clearest_verdicts_come_first_and_not_too_many(store: Store) -> None:
    resources = [resource.id for resource in FINDER.catalogue.resources[:8]]
    for number, resource in enumerate(resources):
        for asker in range(number + 2):
            judge(store, True, [resource], f"{number}.{asker}")

    assert [each.resource.id for each in counted(store).helpful] == resources[:2:-1]


def test_what_the_catalogue_no_longer_has_is_left_out(store: Store) -> None:
    for asker in "abc":
        judge(store, True, ["gone", "metallb-site"], asker)
        judge(store, False, ["gone too", "\u202e<!channel>"], asker, ago=DAY)

    found = counted(store)
    assert [each.resource.id for each in found.helpful] == ["metallb-site"]
    assert found.disliked == []


def test_the_latest_reasons_are_given(store: Store) -> None:
    for number in range(8):
        judge(store, False, [], f"{number}", why=f"reason {number}", ago=number * DAY)
    judge(store, False, [], "silent")

    assert counted(store).why == [f"reason {number} (on “a question”)" for number in range(5)]


def test_what_is_asked_much_and_held_little_comes_first(store: Store) -> None:
    topics = tuple(Topic(id=name, name=name) for name in ("quokka", "wombat", "numbat"))
    resources = [
        Resource(id=f"{topic}{n}", title=f"{topic} {n}", url=f"https://x.org/{topic}/{n}",
                 topics=(topic,))
        for topic, count in (("quokka", 4), ("wombat", 1))
        for n in range(count)
    ]  # fmt: skip
    for text, times in (("quokka", 6), ("wombat", 4), ("numbat food", 1), ("what's for lunch", 9)):
        for number in range(times):
            ask(store, text, ago=number * DAY / 10)

    demand = counted(store, shelf(*resources, topics=topics)).demand
    assert [(each.topic.id, each.asked, each.held) for each in demand] == [
        ("wombat", 4, 1),
        ("quokka", 6, 4),
        ("numbat", 1, 0),
    ]


def test_a_resource_on_a_part_of_a_topic_is_held_by_the_whole(store: Store) -> None:
    topics = (
        Topic(id="marsupial", name="marsupial"),
        Topic(id="wombat", name="wombat", broader="marsupial"),
    )
    resource = Resource(id="w", title="W", url="https://x.org/w", topics=("wombat",))
    ask(store, "marsupial")

    (demand,) = counted(store, shelf(resource, topics=topics)).demand
    assert (demand.topic.id, demand.held) == ("marsupial", 1)


def test_what_a_workspace_adds_is_held(store: Store) -> None:
    topics = Topic(id="wombat", name="wombat"), Topic(id="quokka", name="quokka")
    resource = Resource(id="q", title="Q", url="https://x.org/q", topics=("quokka",))
    own = Shelf(Library(shelf(resource, topics=topics)), store, "T0LOCAL")
    statistician = Statistician(store, own, lambda: NOW, 90 * DAY)
    ask(store, "wombat")
    assert [each.held for each in statistician.of("T0LOCAL").demand] == [0]

    proposal = Proposal(url="https://x.org/w", title="Wombats", topics=("wombat",))
    added = store.suggestions.add("T0LOCAL", "U1", proposal, NOW)
    store.suggestions.decide("T0LOCAL", added.id, Fate.ACCEPTED, NOW)
    own.refresh()
    assert [each.held for each in statistician.of("T0LOCAL").demand] == [1]


def test_the_same_figures_come_again_and_new_ones_with_new_rows(store: Store) -> None:
    ask(store)
    assert counted(store) == counted(store)

    ask(store, "kafka")
    assert {each.topic.id for each in counted(store).demand} == {"metallb", "kafka"}


def test_topics_are_of_the_latest_questions() -> None:
    latest = [Answered(f"{number} metallb", "confident", NOW) for number in range(MOST_READ)]
    older = [Answered(latest[0].text, "nothing", NOW - DAY), Answered("istio", "nothing", NOW)]

    demand, read = Topics(FINDER).demand([*latest, *older])
    assert read == MOST_READ + 1
    assert [(each.topic.id, each.asked) for each in demand] == [("metallb", MOST_READ + 1)]


def test_twenty_thousand_questions_are_counted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    store, engine = open_store(url), open_engine(read_url(url))
    store.migrate()
    row = {"team": "T0LOCAL", "channel": "C1", "public": True}
    rows = [
        {
            **row,
            "at": int((NOW - number * DAY / 1000).timestamp()),
            "question": f"metallb {number % 40}",
            "outcome": OUTCOMES[number % 3],
        }
        for number in range(20_000)
    ]
    with engine.begin() as connection:
        connection.execute(insert(questions), rows)

    found = counted(store)
    assert (found.total.confident, found.total.closest, found.total.nothing) == (6667, 6667, 6666)
    assert [week.asked for week in found.weeks] == [2374, 7000, 7000, 3626]
    assert [(each.topic.id, each.asked) for each in found.demand] == [("metallb", 20_000)]
    engine.dispose()
    store.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, outcome=st.sampled_from(OUTCOMES))
def test_any_question_is_counted(store: Store, text: str, outcome: str) -> None:
    store.forget_team("T0LOCAL")
    ask(store, text, outcome)

    found = counted(store)
    assert (found.total.asked, found.read) == (1, 1)
    assert getattr(found.total, outcome) == 1
    assert sum(each.asked for each in found.demand) <= 1


def test_the_store_gives_answers_the_latest_first(store: Store) -> None:
    ask(store, "older", "nothing", ago=DAY)
    ask(store, "newer", "closest")
    ask(store, "too old", ago=3 * DAY)

    assert store.questions.answered("T0LOCAL", NOW - 2 * DAY) == [
        Answered("newer", "closest", NOW),
        Answered("older", "nothing", NOW - DAY),
    ]
