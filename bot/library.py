"""The catalogue that all workspaces are answered from, and how a changed one takes its place."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from knowledge import Catalogue, Finder, prepared
from knowledge.loading import fit
from knowledge.prepared import files_of
from knowledge.weekly import Weekly


class Edition:
    """The catalogue as it was at one moment, ready to be asked; never changed."""

    def __init__(self, finder: Finder, version: str = "") -> None:
        self.finder = finder
        self.version = version

    @property
    def catalogue(self) -> Catalogue:
        return self.finder.catalogue

    @cached_property
    def weekly(self) -> Weekly:
        return Weekly(self.finder)


class Library:
    """`edition` is there at any time, and never waits; safe to use from many threads.

    Who needs several things of one edition takes it once, since the next look may give another.
    """

    def __init__(self, finder: Finder, path: Path | None = None, cache: Path | None = None) -> None:
        self._path = path
        self._cache = cache
        self._lock = threading.Lock()
        self._stamp = self._stamped()
        self.edition = Edition(finder, self._version())

    @classmethod
    def at(cls, path: Path, cache: Path) -> "Library":
        """Read the catalogue at a path. Raises CatalogueError where it is broken."""
        return cls(prepared(path, cache), path, cache)

    @property
    def has_changed(self) -> bool:
        """Whether its files are others than those that were last read, or tried to."""
        return self._stamped() != self._stamp

    def reload(self) -> None:
        """Read it anew beside the edition in use, and put it in its place.

        Raises CatalogueError where it is broken; the edition in use stays.
        """
        if self._path is None or self._cache is None:
            return
        with self._lock:
            self._stamp = self._stamped()  # before it is read: what changes meanwhile is seen later
            finder = prepared(self._path, self._cache)
            if finder.catalogue != self.edition.catalogue:
                self.edition = Edition(finder, self._version())

    def _version(self) -> str:
        """Name the catalogue by its bytes, in twelve hexadecimal digits."""
        digest = hashlib.sha256()
        for file in self._files():
            with suppress(OSError):
                digest.update(fit(file).read_bytes())
        return digest.hexdigest()[:12]

    def _stamped(self) -> frozenset[tuple[str, int, int]]:
        return frozenset(self._stamps())

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        for file in self._files():
            try:
                found = file.stat()
            except OSError:  # it is being replaced
                continue
            yield str(file), found.st_mtime_ns, found.st_size

    def _files(self) -> Iterator[Path]:
        return files_of(self._path) if self._path else iter(())
