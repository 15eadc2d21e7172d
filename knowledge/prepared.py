"""A catalogue that was read, checked and indexed before is not read again until a byte changes.

What is kept are Python's own pickles, so they are only ever taken from a folder of ours alone, and
each behind the digest of what was written, since a disk may lose a part of it.
"""

import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from knowledge.finder import Finder
from knowledge.loading import fit, load
from knowledge.whole_file import write_whole

PACKAGE = Path(__file__).parent
_LIBRARIES = ("numpy", "pydantic", "pydantic-core", "rapidfuzz")
_KEPT = 4  # preparations: of the shipped catalogue and some others; the least lately used go
_DIGEST_BYTES = hashlib.sha256().digest_size


def prepared(path: Path, cache: Path) -> Finder:
    """Give a Finder for the catalogue at a path, from the cache folder if that has it.

    It is known by all bytes of the catalogue and of this package, and by the versions of what they
    build on: another byte, and it is prepared anew. A cache that cannot be read or written is no
    reason to fail.

    Raises:
        CatalogueError: as `load` does; a broken catalogue is never kept.
    """
    name = cache / f"{_fingerprint(path)}.pickle"
    finder = _kept(name)
    if finder is None:
        finder = Finder(load(path))
        with suppress(OSError):  # a full or a read-only disk
            _keep(name, finder)
    return finder


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    ours = sorted(file for file in PACKAGE.iterdir() if file.suffix in (".py", ".npz", ".txt"))
    for file in (*ours, *files_of(path)):
        digest.update(f"{file}\0".encode(errors="surrogateescape"))
        with suppress(OSError):  # `load` says what is wrong with it
            digest.update(fit(file).read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    digest.update(f"{sys.version} {sys.byteorder}".encode())
    return digest.hexdigest()


def files_of(path: Path) -> Iterator[Path]:
    yield from sorted(path.rglob("*.toml")) if path.is_dir() else [path]


def _kept(file: Path) -> Finder | None:
    try:
        if not (_is_ours_alone(file.parent) and _is_ours_alone(file)):
            return None
        content = memoryview(file.read_bytes())
    except OSError:
        return None
    with suppress(OSError):  # a read-only disk
        os.utime(file)  # it is in use
    digest, pickled = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    if hashlib.sha256(pickled).digest() != digest:
        return None
    found: Finder = pickle.loads(pickled)  # noqa: S301 - nobody else can have written it
    return found


def _is_ours_alone(path: Path) -> bool:
    """Tell whether nobody else may write here; without such rights (Windows), trust the folder."""
    if not hasattr(os, "getuid"):
        return True
    seen = path.lstat()
    return seen.st_uid == os.getuid() and not seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _keep(file: Path, finder: Finder) -> None:
    pickled = pickle.dumps(finder, protocol=pickle.HIGHEST_PROTOCOL)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)  # with permissions that kept it from being read, maybe
    write_whole(file, hashlib.sha256(pickled).digest() + pickled)
    kept = sorted(file.parent.glob("*.pickle"), key=lambda other: other.stat().st_mtime)
    for old in kept[:-_KEPT]:
        old.unlink(missing_ok=True)
