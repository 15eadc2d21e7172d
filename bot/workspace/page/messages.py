"""Draws messages: the timeline of a channel, and a thread beside it."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from htpy import (
    Node,
    a,
    article,
    button,
    details,
    div,
    figcaption,
    figure,
    header,
    img,
    p,
    span,
    strong,
    summary,
    time,
)

from bot.workspace.page.blocks import blocks
from bot.workspace.page.moments import clock_time, day, moment
from bot.workspace.page.mrkdwn import mrkdwn
from bot.workspace.page.scene import scene_of
from bot.workspace.world import App, Channel, File, Message, World

IMAGES = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})
"""What is shown; other kinds of images may hold scripts."""

EARLIER = div(".earlier", id="earlier")[
    button(".button", type="button", data_earlier=True)["Show earlier messages"]
]


def timeline(
    world: World, app: App, channel: Channel, viewer: str, zone: tzinfo, most: int
) -> list[Node]:
    """Draw what a person sees in a channel, oldest first; replies are in their threads.

    Of more messages than `most`, those are the last ones, and a way to the others.
    """
    seen = _seen(world, channel, viewer)
    replies: dict[str, list[Message]] = {}
    for message in seen:
        if message.thread and message.thread != message.ts:
            replies.setdefault(message.thread, []).append(message)
    shown = [message for message in seen if message.thread in (None, message.ts)]
    drawn = list(_drawn(world, app, shown[-most:], zone, "m", replies))
    return [*([EARLIER] if len(shown) > most else []), *drawn]


def thread(
    world: World, app: App, channel: Channel, ts: str, viewer: str, zone: tzinfo, most: int
) -> list[Node]:
    """Draw a thread, its first message on top; nothing when that is gone."""
    seen = _seen(world, channel, viewer)
    shown = [message for message in seen if ts in (message.ts, message.thread)]
    if not shown or shown[0].ts != ts or shown[0].thread not in (None, ts):
        return []
    first, *replies = shown
    drawn = list(_drawn(world, app, [first, *replies[-most:]], zone, "t", None))
    return [*([EARLIER] if len(replies) > most else []), *drawn]


def _seen(world: World, channel: Channel, viewer: str) -> list[Message]:
    return [m for m in world.messages(channel.id) if m.seen_by in (None, viewer)]


def _drawn(
    world: World,
    app: App,
    shown: Sequence[Message],
    zone: tzinfo,
    key: str,
    replies: dict[str, list[Message]] | None,
) -> Iterator[Node]:
    last = ""
    for message in shown:
        today = day(moment(message.ts, zone))
        if today != last:
            yield div(".day", id=f"{key}-day-{message.ts}")[span[today]]
        last = today
        yield _message(world, app, message, zone, key, replies)


def _message(
    world: World,
    app: App,
    message: Message,
    zone: tzinfo,
    key: str,
    replies: dict[str, list[Message]] | None,
) -> Node:
    author = world.people[message.author]
    when = moment(message.ts, zone)
    id = f"{key}-{message.channel}-{message.ts}"
    return div(
        class_="message private" if message.seen_by else "message",
        id=id,
        data_channel=message.channel,
        data_ts=message.ts,
    )[
        article(aria_labelledby=f"{id}-author", tabindex="-1")[
            div(class_=f"avatar {author.id}", aria_hidden="true")[author.name[0].upper()],
            div(".said")[
                message.seen_by and p(".only")["Only visible to you"],
                header[
                    strong(id=f"{id}-author")[author.real_name],
                    author.is_bot and span(".badge")["APP"],
                    time(datetime=when.isoformat(timespec="seconds"))[clock_time(when)],
                    message.edited and span(".about")["(edited)"],
                ],
                _content(message, world, id),
                replies is not None and _replies(message, replies.get(message.ts, [])),
            ],
            None if message.seen_by else _menu(app, author.real_name, replies is not None),
        ]
    ]


def _content(message: Message, world: World, id: str) -> Node:
    scene = scene_of(world, id)
    said = blocks(message.blocks, scene) if message.blocks else div[mrkdwn(message.text, scene)]
    return div(".blocks")[said, (_file(file) for file in world.shared_with(message))]


def _file(file: File) -> Node:
    """Draw what is shared with a message: an image, or a link to anything else."""
    address = f"/page/files/{file.id}"
    if file.kind not in IMAGES:
        return p[a(href=address, download=file.name)[file.title]]
    return figure[figcaption[file.title], img(src=address, alt=file.alt or file.title)]


def _replies(message: Message, replies: Sequence[Message]) -> Node:
    if not replies:
        return None
    count = sum(reply.seen_by is None for reply in replies)
    said = {0: "A reply that only you see", 1: "1 reply"}.get(count, f"{count} replies")
    return button(".replies", type="button", data_thread=message.ts)[said]


def _menu(app: App, author: str, can_open_thread: bool) -> Node:
    """Draw what can be done with a message; a private one has no menu in Slack."""
    return details(".menu.of-message")[
        summary(".button", aria_label=f"Actions on the message of {author}")["⋮"],
        div(".choices")[
            can_open_thread and button(type="button", data_reply=True)["Reply in thread"],
            (
                button(type="button", data_shortcut=shortcut.callback_id)[shortcut.name]
                for shortcut in app.shortcuts
            ),
        ],
    ]
