"""As much of CommonMark as books and lists of links use: text written safely, and blocks read."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape
from urllib.parse import SplitResult, urlsplit

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$·]")
_AT_START = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")
_UNSAFE_SPACE = re.compile(r"[^\S ]|[\x00-\x1f\x7f]|^ | $|(?<= ) ")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{1,7});|(&\w+;|&#x[0-9a-f]{1,6};)", re.IGNORECASE)
_URL_SPECIAL = re.compile(r"[\\()<>]|&(?=#?\w+;)")

LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:\\.|!\[[^\]]*\]\([^)]*\)|\[[^\[\]]*\]|!(?!\[)|[^\[\]\\!])*)\]"
    r"\(\s*(?P<url><[^<>\n]*>|(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\)"
    r"|<(?P<bare>https?://[^\s<>]+)>"
)
"""A link in a line, with its text and address as they are written, or a bare address in < >."""

_IMAGE = re.compile(r"\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?")
_MARKUP = re.compile(r"(?<!\\)(?:\*\*?|__?|`+|~~)")
_TAG = re.compile(r"<!--.*?-->|</?[a-z][^<>]*>", re.IGNORECASE)

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])\s+(.*)$")
_FENCE = re.compile(r"\s*(```+|~~~+)")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")


def escaped(text: str) -> str:
    """Write text so that it is read as it is, on one line, wherever in a line it stands."""
    text = _SPECIAL.sub(
        lambda found: _entity(found[0]) if found[0] == "·" else f"\\{found[0]}", text
    )
    text = _AT_START.sub(lambda found: _entity(found[0][0]) + found[0][1:], text)
    return _UNSAFE_SPACE.sub(lambda found: _entity(found[0]), text)


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def unescaped(text: str) -> str:
    """Read text back, as `escaped` or anyone else wrote it."""

    def meant(found: re.Match[str]) -> str:
        mark, code, _ = found.groups()
        if mark:
            return str(mark)
        char = chr(int(code)) if code and int(code) <= sys.maxunicode else unescape(found[0])
        return "\ufffd" if "\ud800" <= char <= "\udfff" else char  # half a character is none

    return _ESCAPED.sub(meant, text)


def link(text: str, url: str) -> str:
    return f"[{escaped(text)}]({_URL_SPECIAL.sub(_backslashed, url)})"


def _backslashed(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def address(url: str) -> str:
    """Read the address of a link as it stands between its parentheses."""
    return unescaped(url[1:-1] if url.startswith("<") else url)


def parts_of(url: str) -> SplitResult:
    """Take an address apart; a broken one has no parts."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def plain(text: str) -> str:
    """Take markup out of a line: the text of links, emphasis and code stays, images and tags go."""
    text = LINK.sub(lambda found: found["text"] or found["bare"] or "", _IMAGE.sub("", text))
    return " ".join(unescaped(_MARKUP.sub("", _TAG.sub("", text))).split())


class Kind(Enum):
    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    OTHER = "other"  # code, rules


@dataclass(frozen=True)
class Block:
    """A piece of a page. The depth is a heading's level, or how far something is indented."""

    kind: Kind
    depth: int
    text: str
    line: int  # from 1


def blocks(page: str) -> Iterator[Block]:
    """Split a page into blocks; lines that belong together are joined with a space.

    Everything but empty lines is in one of them.
    """
    block: Block | None = None
    fence: str | None = None
    for number, line in enumerate(page.split("\n"), start=1):
        line = line.rstrip("\r")
        begun = None
        opening = _FENCE.match(line)
        if fence or opening:
            if block:
                yield block
                block = None
            yield Block(Kind.OTHER, 0, line, number)
            if opening and (fence is None or opening[1].startswith(fence)):
                fence = None if fence else opening[1]
            continue
        if not line.strip():
            begun, ends = None, True
        elif heading := _HEADING.match(line):
            begun, ends = Block(Kind.HEADING, len(heading[1]), heading[2], number), True
        elif block and block.kind is Kind.TEXT and (under := _UNDERLINE.match(line)):
            yield Block(Kind.HEADING, 1 if under[1][0] == "=" else 2, block.text, block.line)
            block = None
            continue
        elif _RULE.match(line):
            begun, ends = Block(Kind.OTHER, 0, line, number), True
        elif item := _ITEM.match(line):
            depth = len(item[1].expandtabs(4))
            begun, ends = Block(Kind.ITEM, depth, item[2], number), True
        elif block and block.kind in (Kind.ITEM, Kind.TEXT):
            block = Block(block.kind, block.depth, f"{block.text} {line.strip()}", block.line)
            continue
        else:
            depth = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            begun, ends = Block(Kind.TEXT, depth, line.strip(), number), True
        if ends and block:
            yield block
        block = begun
    if block:
        yield block
