"""What is known of links from earlier days, in a small file."""

import json
from collections.abc import Container
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge.curating.link_check.verdict import Seen
from knowledge.whole_file import write_whole


class MemoryFileError(Exception):
    """The file cannot be used; the message says what to do with it."""


class Known(BaseModel):
    """What was seen of a link before."""

    model_config = ConfigDict(extra="forbid")

    etag: str | None = None
    modified: str | None = None
    failing_since: date | None = None  # days in a row on which it was looked at, and failed


_KNOWN = TypeAdapter(dict[str, Known])
NOTHING = Known()


class Memory:
    """Remembers links by their address."""

    def __init__(self, file: Path, known: dict[str, Known]) -> None:
        self._file = file
        self._known = known

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read the file, if there is one.

        Raises:
            MemoryFileError: when it is damaged; it is left as it is.
        """
        try:
            return cls(file, _KNOWN.validate_json(file.read_bytes()))
        except FileNotFoundError:
            return cls(file, {})
        except (OSError, ValidationError) as error:
            said = str(error).splitlines()[0]
            raise MemoryFileError(
                f"{file} cannot be read ({said}): mend it, or delete it to begin anew"
            ) from None

    def of(self, url: str) -> Known:
        return self._known.get(url, NOTHING)

    def note(self, url: str, seen: Seen, today: date) -> bool:
        """Note what was seen today; tell whether the link is dead: failing, and not since today."""
        since = (self.of(url).failing_since or today) if seen.verdict.is_failure else None
        known = Known(etag=seen.etag, modified=seen.modified, failing_since=since)
        if known == NOTHING:
            self._known.pop(url, None)
        else:
            self._known[url] = known
        return since is not None and since < today

    def keep_only(self, urls: Container[str]) -> None:
        """Forget links that are in the catalogue no more."""
        self._known = {url: known for url, known in self._known.items() if url in urls}

    def save(self) -> None:
        """Write the file as a whole, or leave the one that is there.

        Raises:
            MemoryFileError: when it cannot be written.
        """
        known = _KNOWN.dump_python(self._known, mode="json", exclude_defaults=True)
        try:
            write_whole(self._file, json.dumps(known, indent=1, sort_keys=True).encode())
        except OSError as error:
            cure = "what was seen today is not remembered; name another file with --state"
            raise MemoryFileError(
                f"{self._file} cannot be written ({error.strerror}): {cure}"
            ) from None
