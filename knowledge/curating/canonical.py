"""The one way to write a catalogue file, so that changes show what changed and nothing else."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.loading import TOPICS_FILE
from knowledge.models import Catalogue, Chapter, Entry
from knowledge.order import BOOK_FILE

WIDTH = 120
INDENT = " " * 4
A_LINE_EACH = {"answers"}  # others fill lines
WRAPPED = {"intro"}  # a text of several sentences; others stay on one line

_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\])*"|\'\'\'.*?\'\'\'|\'[^\']*\'|(#)', re.DOTALL
)


def files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Write a catalogue as a folder: yields the name of each file and its text."""
    if catalogue.intro:
        parts = [
            _filled(
                folder=part.folder,
                title=part.title,
                intro=part.intro,
                chapters=[
                    chapter.name.removeprefix(f"{part.folder}/") for chapter in part.chapters
                ],
            )
            for part in catalogue.parts
            if part.intro
        ]
        yield (
            BOOK_FILE,
            document(_filled(title=catalogue.title, intro=catalogue.intro), "part", parts),
        )
    for chapter in catalogue.chapters:
        yield f"{chapter.name}.toml", chapter_file(chapter)
    topics = [fields(topic) for topic in catalogue.topics.values()]
    yield TOPICS_FILE, document({}, "topic", topics)


def chapter_file(chapter: Chapter) -> str:
    head = _filled(title=chapter.title, intro=chapter.intro)
    return document(head, "resource", [fields(resource) for resource in chapter.resources])


def fields(entry: Entry) -> dict[str, Any]:
    """Give what an entry says beyond the defaults, in the order of its fields."""
    return entry.model_dump(exclude_defaults=True)


def document(head: Mapping[str, Any], key: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """Write a head and the `[[key]]` entries that follow it as TOML."""
    blocks = [_table(head)] if head else []
    blocks += [f"[[{key}]]\n{_table(entry)}" for entry in entries]
    return "\n".join(blocks)


def has_comments(text: str) -> bool:
    """Tell whether TOML holds comments, which would be lost if it were written anew."""
    return any(found.group(1) for found in _COMMENT.finditer(text))


def strays(root: Path, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Find the files that are not in canonical form: the name of each, and what it should hold."""
    for name, text in files(catalogue):
        if (root / name).read_text(encoding="utf-8") != text:
            yield name, text


def _filled(**fields: object) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value}


def _table(fields: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_value(key, value)}\n" for key, value in fields.items())


def _value(key: str, value: object) -> str:
    if isinstance(value, str):
        one_line = quoted(value)
        fits = len(key) + len(" = ") + len(one_line) <= WIDTH
        return one_line if fits or key not in WRAPPED else _lines_of_text(one_line)
    if isinstance(value, Sequence):
        return _list(key, [quoted(item) for item in value])
    return json.dumps(value)  # numbers, true and false are written alike


def _list(key: str, items: Sequence[str]) -> str:
    one_line = f"[{', '.join(items)}]"
    fits = len(key) + len(" = ") + len(one_line) <= WIDTH
    if not items or (fits and key not in A_LINE_EACH):
        return one_line
    lines = list(items) if key in A_LINE_EACH else _packed(items)
    return "\n".join(["[", *(f"{INDENT}{line}," for line in lines), "]"])


def _packed(items: Iterable[str]) -> list[str]:
    """Put as many items on each line as fit, with room for the comma at its end."""
    lines: list[str] = []
    for item in items:
        if lines and len(INDENT) + len(lines[-1]) + len(f", {item},") <= WIDTH:
            lines[-1] += f", {item}"
        else:
            lines.append(item)
    return lines


def _lines_of_text(one_line: str) -> str:
    """Break a string at single spaces; TOML joins lines that end in a backslash."""
    text = re.sub(r"^ ", r"\\u0020", one_line[1:-1])  # a space that begins a line would be lost
    pieces = re.split(r"(?<=\S) (?=\S)", text)
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if len(INDENT) + len(lines[-1]) + len(f" {piece} \\") <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    text = " \\\n".join(lines) + "\\\n"
    return f'"""\\\n{textwrap.indent(text, INDENT)}{INDENT}"""'


def quoted(text: str) -> str:
    """Write a basic string of TOML, whose escapes are those of JSON, and one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
