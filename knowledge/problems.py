"""What is wrong with a catalogue, in sentences that say where it is and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in which file, at which entry and field, and how."""

    file: str
    entry: str
    cure: str

    def __str__(self) -> str:
        line = ": ".join(part for part in (self.file, self.entry, self.cure) if part)
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


class CatalogueError(Exception):
    """The catalogue cannot be used. `problems` holds every fault that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def cure_of(fault: dict[str, Any]) -> str:
    """Say in one sentence what is wrong with a field, and what it should be.

    Takes a fault as pydantic describes it.
    """
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "unknown key; mend its spelling or take it out"
        case "string_type":
            return f"{fault['input']!r:.80} is not text; put it in quotes"
        case "literal_error":
            return f"{fault['input']!r:.80} is not one of {context['expected']}"
        case "string_pattern_mismatch":
            return f"{fault['input']!r:.80} must be of small letters, digits, dots and dashes"
        case "tuple_type":
            return f"{fault['input']!r:.80} is not a list; write [ ] around it"
        case "int_type":
            return f"{fault['input']!r:.80} is not a whole number"
        case "bool_type":
            return f"{fault['input']!r:.80} is neither true nor false"
        case "greater_than":
            return f"{fault['input']!r:.80} is too small; it must be more than {context['gt']}"
        case "too_short":
            return "is an empty list; at least one entry is needed"
        case "invisible" | "title" | "too_long_text":
            return str(fault["msg"])
        case _:
            return f"{fault['msg']} (found {fault['input']!r:.80})"
