"""Whether a site shows the workspace as it is: a digest of everything that it was made from.

It is worked out without reading what the files mean, so that a build with nothing to do ends
before anything that takes long is loaded.
"""

import sys
import sysconfig
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.workspace import Workspace
from handbook.settings import read_settings

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

_ROOT = Path(__file__).resolve().parents[1]
CODE = _ROOT / "catalog", _ROOT / "handbook"
"""The program that makes pages."""


def made_from(workspace: Workspace, today: date) -> str:
    """A digest of files, settings, program, libraries and day.

    The day is in it because pages say what is overdue; what mkdocs.yml names, a theme of one's
    own for instance, because the engine reads it too.

    Raises:
        SettingsError: mkdocs.yml cannot be read.
    """
    settings = read_settings(workspace)
    digest = sha256(repr((today, sys.version, _libraries(), settings)).encode())
    own = [workspace.definitions, workspace.results, workspace.docs]
    return digest_files(digest, (*own, *_named(workspace, settings), *CODE))


def digest_files(digest: "Hash", paths: Iterable[Path]) -> str:
    """The digest with every file under the paths added to it, each with its name from there on."""
    for path in paths:
        for file in _files(path):
            content = file.read_bytes()
            name = file.relative_to(path.parent)
            digest.update(f"{name} {len(content)}\0".encode(errors="surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def is_shown(workspace: Workspace, today: date) -> bool:
    """Whether the published site was made from the workspace as it is on this day.

    Raises:
        SettingsError: mkdocs.yml cannot be read.
    """
    note = note_of(workspace)
    if not note.is_file() or not (workspace.site / "index.html").is_file():
        return False
    return note.read_text() == _noted(workspace, made_from(workspace, today))


def note_shown(workspace: Workspace, digest: str) -> None:
    """Note beside the sites what the published one was made from."""
    note_of(workspace).write_text(_noted(workspace, digest))


def note_of(workspace: Workspace) -> Path:
    """Where the digest is noted; without it a build starts from what it finds."""
    return workspace.build / "made-from"


def _noted(workspace: Workspace, digest: str) -> str:
    """The digest and the number of the site; another one may have been published since."""
    return f"{workspace.site.resolve().name} {digest}\n"


def _libraries() -> list[str]:
    """Every installed library with its version, as its folder is called."""
    folders = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return sorted(path.name for folder in folders for path in Path(folder).glob("*.dist-info"))


def _named(workspace: Workspace, value: Any) -> Iterator[Path]:
    """The files and folders that settings name, but for what a build makes."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _named(workspace, each)
    elif isinstance(value, str) and value and "\n" not in value and len(value) < 256:
        path = workspace.root / value
        made = workspace.build, workspace.site, workspace.root
        if path not in made and path.exists():
            yield path


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc")
