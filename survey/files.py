"""Files that are there whole or not at all, also after a power cut."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory


def write_file(path: Path, text: str) -> None:
    """Write a file, replacing what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.part")
    _write(scratch, text)
    scratch.replace(path)
    _keep(path.parent)


def write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Write a folder of files, all of them at once.

    A folder that is there already stays as it is, unless it is empty: whoever needs to know
    what became of theirs reads it again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as scratch:
        folder = Path(scratch, path.name)
        folder.mkdir()
        for name, text in files.items():
            _write(folder / name, text)
        _keep(folder)
        try:
            folder.rename(path)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
    _keep(path.parent)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _keep(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
