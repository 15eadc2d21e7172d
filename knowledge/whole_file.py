"""Writes files whole or not at all, for those who may read them at the same time."""

from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(file: Path, content: bytes) -> None:
    """Put a file in the place of another, in a folder that is made if need be.

    Raises:
        OSError: when it cannot be written, as on a full disk; nothing is left behind then.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as written:
        beside = Path(written.name)
        try:
            written.write(content)
            written.flush()
            beside.replace(file)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
