"""Draws Slack's own markup, `mrkdwn`.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Iterator
from itertools import groupby

from htpy import Element, Node, blockquote, code, em, pre, s, strong

from bot.workspace.page import mentions
from bot.workspace.page.scene import Scene

FENCE = re.compile(r"```(.*?)```", re.DOTALL)
TOKEN = re.compile(
    r"<(?P<control>[^<>\n]+)>"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?()\[\]'\"*_~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+):"
    r"|(?P<marker>[*_~])"
)
STYLES: dict[str, Element] = {"*": strong, "_": em, "~": s}
QUOTE = re.compile(r"(?:&gt;|>) ?")


def mrkdwn(text: str, scene: Scene) -> list[Node]:
    """Draw text as Slack would: what is not its markup stays the text it is."""
    drawn: list[Node] = []
    for number, piece in enumerate(FENCE.split(text)):
        drawn += [pre[_decoded(piece.strip("\n"))]] if number % 2 else _lines(piece, scene)
    return drawn


def _lines(text: str, scene: Scene) -> Iterator[Node]:
    for is_quote, lines in groupby(text.split("\n"), key=lambda line: bool(QUOTE.match(line))):
        if is_quote:
            quoted = "\n".join(QUOTE.sub("", line, count=1) for line in lines)
            yield blockquote[_inline(quoted, scene)]
        else:
            yield from _inline("\n".join(lines), scene)


def _inline(text: str, scene: Scene) -> list[Node]:
    """Draw styles, links and mentions; each style at most once within itself."""
    drawn: list[Node] = []
    open_styles: list[tuple[str, list[Node]]] = []
    """Each with what stands before it. What stands within it is in `drawn`."""

    def unopened() -> None:
        """Take the innermost style for the character that it began with."""
        nonlocal drawn
        marker, before = open_styles.pop()
        before.append(marker)
        before += drawn
        drawn = before

    end = 0
    for token in TOKEN.finditer(text):
        drawn.append(_decoded(text[end : token.start()]))
        end = token.end()
        marker = token["marker"]
        if not marker:
            drawn.append(_token(token, scene))
            continue
        is_open = any(marker == each for each, _ in open_styles)
        before, after = text[token.start() - 1 : token.start()], text[end : end + 1]
        if is_open and not before.isspace() and not after.isalnum():
            while open_styles[-1][0] != marker:
                unopened()
            _, outside = open_styles.pop()
            outside.append(STYLES[marker][drawn] if any(drawn) else marker * 2)
            drawn = outside
        elif not is_open and not before.isalnum() and after.strip():
            open_styles.append((marker, drawn))
            drawn = []
        else:
            drawn.append(marker)
    drawn.append(_decoded(text[end:]))
    while open_styles:
        unopened()
    return drawn


def _token(token: re.Match[str], scene: Scene) -> Node:
    if token["control"]:
        return _control(token["control"], scene)
    if token["code"]:
        return code[_decoded(token["code"])]
    if token["url"]:
        url = _decoded(token["url"])
        return mentions.link(url, url)
    return mentions.emoji(token["emoji"])


def _control(content: str, scene: Scene) -> Node:
    """Draw what stands between angle brackets, which nobody can type."""
    target, _, label = content.partition("|")
    kind, name = target[:1], target[1:]
    if kind == "@":
        return mentions.person(name, scene)
    if kind == "#":
        return mentions.channel(name, scene, _decoded(label))
    if kind == "!":
        return _decoded(label) if "^" in name else mentions.broadcast(name)
    url = _decoded(target)
    is_link = url.lower().startswith(mentions.SCHEMES)
    return mentions.link(url, _decoded(label or target)) if is_link else f"<{_decoded(content)}>"


def _decoded(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
