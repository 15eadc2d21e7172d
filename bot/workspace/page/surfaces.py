"""Draws what surrounds conversations: the sidebar, the title, App Home, modals and the clock."""

from datetime import tzinfo

from htpy import (
    Node,
    a,
    button,
    code,
    dialog,
    div,
    form,
    h1,
    h2,
    input,
    label,
    li,
    option,
    p,
    span,
    ul,
)

from bot.workspace.page.blocks import blocks
from bot.workspace.page.commands import COMMANDS, OF_THE_APP
from bot.workspace.page.moments import LOCAL, clock_time, day, moment
from bot.workspace.page.scene import scene_of
from bot.workspace.views import View
from bot.workspace.world import App, Channel, World

DIRECT, HOME = "direct", "home"
"""Places that each person has their own of."""


def sidebar(world: World, app: App, person: str, place: str) -> Node:
    """Draw the places that a person can go to."""

    def entry(key: str, sign: str, name: str) -> Node:
        here = "page" if key == place else None
        return li[
            a(href=f"?in={key}", data_place=key, aria_current=here)[
                span(".sign", aria_hidden="true")[sign], name
            ]
        ]

    channels = [c for c in world.channels.values() if person in c.members and not c.is_direct]
    return [
        h2(id="channels")["Channels"],
        ul(aria_labelledby="channels")[(entry(c.id, "#", c.name) for c in channels)],
        h2(id="apps")["App"],
        ul(aria_labelledby="apps")[entry(DIRECT, "✉", app.name), entry(HOME, "⌂", "App Home")],
    ]


def people(world: World, person: str) -> Node:
    """Draw the choice of who to act as."""
    return [
        option(value=each.id, selected=each.id == person)[
            each.real_name, each.is_admin and " (admin)"
        ]
        for each in world.people.values()
        if not each.is_bot
    ]


def title(world: World, app: App, channel: Channel | None) -> Node:
    """Draw the head of the main column; without a channel it is that of App Home."""
    if channel is None:
        return [h1["App Home"], p(".about")[f"What {app.name} shows to each person."]]
    if channel.is_direct:
        return [h1[app.name], p(".about")["A direct message, which nobody else sees."]]
    names = [p.name for p in world.people.values() if p.id in channel.members]
    return [
        h1[f"#{channel.name}"],
        p(".about")[", ".join(names), channel.is_archived and " · archived: nobody can write here"],
    ]


def empty(app: App, channel: Channel) -> Node:
    """Say what can be done where nobody has written yet."""
    command = next(iter(app.commands), None)
    ways = [f"@{app.name} "] if app.bot_user in channel.members else []
    if channel.is_direct:
        ways = [""]
    if command:
        ways.append(f"{command.name} ")
    return div(".empty", id=f"empty-{channel.id}")[
        p["Nobody has written here yet. Try:"],
        div(".examples")[
            (
                button(".button", type="button", data_example=f"{way}how does MetalLB work")[
                    f"{way}how does MetalLB work"
                ]
                for way in ways
            )
        ],
    ]


def hints(world: World, app: App) -> Node:
    """Draw what the composer offers while somebody types."""
    commands = [(c.name, c.hint, c.about) for c in app.commands]
    own = [
        (name, f"@{app.name}" if name in OF_THE_APP else "", about)
        for name, about in COMMANDS.items()
    ]
    others = [each for each in world.people.values() if not each.is_bot]
    names = [
        (f"@{each.name}", "", each.real_name) for each in (world.people[app.bot_user], *others)
    ]
    return [
        li(data_begins=begins)[code[begins], " ", span[hint], " ", span(".about")[about]]
        for begins, hint, about in (*commands, *own, *names)
    ]


def home(world: World, app: App, view: View | None) -> Node:
    if view is None:
        return p(".empty")[f"{app.name} shows nothing here yet."]
    return div(".blocks", data_view=view.id, id=f"home-{view.id}")[
        blocks(view.body["blocks"], scene_of(world, view.id))
    ]


def modal(world: World, view: View) -> Node:
    """Draw a modal as a dialog, which the script opens."""
    body = view.body
    close = (body.get("close") or {"text": "Close"})["text"]
    wrong = view.errors.get("")
    return dialog(id=f"view-{view.id}", data_view=view.id, aria_labelledby=f"title-{view.id}")[
        form(method="dialog")[
            div(".of-title")[
                h2(id=f"title-{view.id}")[body["title"]["text"]],
                button(".button", type="button", data_close_all=True, aria_label="Close all")["✕"],
            ],
            wrong and p(".error", role="alert")[wrong],
            div(".blocks")[blocks(body["blocks"], scene_of(world, view.id, view.errors))],
            div(".actions.of-view")[
                button(".button", type="button", data_close=True)[close],
                body.get("submit")
                and button(".button.primary", type="submit")[body["submit"]["text"]],
            ],
        ]
    ]


def clock(now: float, zone: tzinfo) -> Node:
    """Draw the time of the workspace, and the ways to a later one."""
    when = moment(now, zone)
    return [
        p[f"It is {day(when)}, ", span[clock_time(when)], "."],
        p(".about")["The workspace and the bot go by this clock: what is due by then, comes."],
        div(".actions")[
            (
                button(".button", type="button", data_ahead=str(seconds))[name]
                for name, seconds in (("+1 hour", 3600), ("+1 day", 86_400), ("+1 week", 604_800))
            )
        ],
        label(for_="moment")["Or go to"],
        input(id="moment", type="datetime-local", value=f"{when:{LOCAL}}", required=True),
        button(".button.primary", type="submit")["Go"],
    ]
