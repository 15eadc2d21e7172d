"""Writes files whole or not at all, for those who may read them at the same time."""

import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(file: Path, content: bytes) -> None:
    """Put a file in the place of another, with its permissions; a new one is for its owner alone.

    Raises:
        OSError: when it cannot be written, as on a full disk; nothing is left behind then.
    """
    file = file.resolve()  # a link stays one
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as made:
        beside = Path(made.name)
    try:
        beside.write_bytes(content)
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
