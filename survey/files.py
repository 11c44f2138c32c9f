"""Files that are there whole or not at all, also after a power cut."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def write_file(path: Path, text: str) -> None:
    """Write a file, replacing what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.part")
    _write(scratch, text)
    scratch.replace(path)
    _keep(path.parent)


def write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Write a new folder of files, all of them at once."""
    scratch = path.with_name(f".{path.name}.part")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name, text in files.items():
        _write(scratch / name, text)
    _keep(scratch)
    scratch.rename(path)
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
