"""Those who do the bot's work in one workspace, and how they are put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from bot.askers import Askers
from bot.claims import Claims
from bot.critics import Critics
from bot.curators import Curators
from bot.digest.desk import Desk
from bot.digest.editor import Editor
from bot.digest.lease import Leases
from bot.digest.pace import Pace
from bot.digest.poster import Poster
from bot.digest.publisher import Publisher
from bot.gaps import Gaps
from bot.home import Home
from bot.house import House
from bot.identity import Identity
from bot.journal import Journal
from bot.learners import Learners
from bot.librarian import Librarian
from bot.metrics import Metrics
from bot.onboarding.sponsor import Sponsor
from bot.onboarding.tutor import Tutor
from bot.outbox import Outbox
from bot.people import People
from bot.shelf import Shelf
from bot.statistics import Statistician
from bot.store import Store
from bot.suggesting.box import SuggestionBox
from bot.suggesting.cards import Cards
from bot.suggesting.decisions import Decisions
from bot.suggesting.neighbours import Neighbours


@dataclass(frozen=True)
class Staff:
    """Everybody whom a listener, or the clock, may hand something to."""

    librarian: Librarian
    shelf: Shelf
    desk: Desk
    poster: Poster
    journal: Journal
    askers: Askers
    learners: Learners
    critics: Critics
    curators: Curators
    home: Home
    sponsor: Sponsor
    tutor: Tutor
    statistician: Statistician
    gaps: Gaps
    box: SuggestionBox
    cards: Cards
    decisions: Decisions
    claims: Claims
    outbox: Outbox
    metrics: Metrics
    store: Store
    clock: Callable[[], datetime]

    @property
    def duties(self) -> Sequence[Callable[[], None]]:
        """What is to be done again and again, beside the digests."""
        return (
            self.shelf.refresh,
            self.journal.forget,
            self.gaps.look_again,
            self.gaps.note_weekly,
            self.cards.catch_up,
            self.decisions.tell_all,
            self.tutor.round,
        )


def staff_of(client: WebClient, identity: Identity, house: House) -> Staff:
    """Put everybody together; nobody calls Slack or the database by that."""
    store, clock = house.store, house.clock
    claims, outbox = house.claims, house.outbox.of(identity.team)
    editor = Editor(house.library, store)
    people = People(client, house.admins, None if identity.enterprise else identity.team)
    shelf = Shelf(house.library, store, identity.team)
    askers = Askers(store, clock)
    journal = Journal(store, askers, clock, house.kept)
    learners = Learners(store, clock)
    committee = Curators(people, store, identity.team, house.curators)
    statistician = Statistician(store, shelf, clock, house.kept)
    gaps = Gaps(
        team=identity.team,
        client=client,
        store=store,
        shelf=shelf,
        curators=committee,
        claims=claims,
        outbox=outbox,
        clock=clock,
    )
    neighbours = Neighbours(shelf)
    cards = Cards(
        team=identity.team,
        us=identity.bot_user,
        curators=committee,
        client=client,
        store=store,
        shelf=shelf,
        neighbours=neighbours,
        claims=claims,
        clock=clock,
    )
    tutor = Tutor(
        team=identity.team,
        client=client,
        store=store,
        shelf=shelf,
        learners=learners,
        people=people,
        outbox=outbox,
        clock=clock,
    )
    sponsor = Sponsor(
        team=identity.team,
        client=client,
        store=store,
        shelf=shelf,
        learners=learners,
        people=people,
        tutor=tutor,
        claims=claims,
        outbox=outbox,
        clock=clock,
        forgets=house.forgets,
    )
    leases = Leases(house.lease)
    publisher = Publisher(
        store=store,
        editor=editor,
        people=people,
        identity=identity,
        metrics=house.metrics,
        clock=clock,
        leases=leases,
        pace=Pace(house.posts_a_second),
        late=house.late,
    )
    return Staff(
        librarian=Librarian(shelf, house.metrics, journal.days),
        shelf=shelf,
        desk=Desk(
            team=identity.team,
            store=store,
            editor=editor,
            people=people,
            clock=clock,
            forgets=house.forgets,
        ),
        poster=Poster(
            team=identity.team,
            store=store,
            editor=editor,
            publisher=publisher,
            leases=leases,
            late=house.late,
            clock=clock,
        ),
        journal=journal,
        askers=askers,
        learners=learners,
        critics=Critics(store, askers, clock),
        curators=committee,
        home=Home(
            store=store,
            shelf=shelf,
            learners=learners,
            journal=journal,
            curators=committee,
            statistician=statistician,
            sponsor=sponsor,
            tutor=tutor,
        ),
        sponsor=sponsor,
        tutor=tutor,
        statistician=statistician,
        gaps=gaps,
        box=SuggestionBox(
            team=identity.team,
            store=store,
            shelf=shelf,
            neighbours=neighbours,
            claims=claims,
            clock=clock,
        ),
        cards=cards,
        decisions=Decisions(
            team=identity.team,
            client=client,
            store=store,
            shelf=shelf,
            curators=committee,
            cards=cards,
            outbox=outbox,
            clock=clock,
            on_accepted=gaps.fill,
        ),
        claims=claims,
        outbox=outbox,
        metrics=house.metrics,
        store=store,
        clock=clock,
    )
