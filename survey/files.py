"""Files that are there whole or not at all, also after a power cut."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory


def write_file(path: Path, text: str, mode: int = 0o666) -> None:
    """Write a file, replacing what was there; ``mode`` says who may use it, less the umask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = _scratch(path)
    try:
        _write(scratch, text, mode)
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    _keep(path.parent)


def remove_file(path: Path) -> None:
    """Remove a file that may be there, and what an interrupted writing of it left behind."""
    for each in (path, _scratch(path)):
        each.unlink(missing_ok=True)
    if path.parent.is_dir():
        _keep(path.parent)


def _scratch(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


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


def _write(path: Path, text: str, mode: int = 0o666) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
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
