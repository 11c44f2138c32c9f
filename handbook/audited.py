"""Whether the published site is still as it was audited: reading it all again takes long.

A site is audited before it is published. The verdict stands while the site, the results and the
program stay as they are; what is edited in the definitions since is not on the site yet.
"""

from hashlib import sha256
from pathlib import Path

from catalog.workspace import Workspace
from handbook.made_from import CODE, digest_files


def rule_of(workspace: Workspace) -> str:
    """A digest of what decides what may be told: the results, and the program that reads them."""
    return digest_files(sha256(), (workspace.results, *CODE))


def note_audited(workspace: Workspace, rule: str) -> None:
    """Note that the published site passed the audit by this rule."""
    _note(workspace).write_text(_noted(workspace, rule))


def is_audited(workspace: Workspace) -> bool:
    """Whether the published site passed the audit and nothing that matters for it has changed."""
    note = _note(workspace)
    return note.is_file() and note.read_text() == _noted(workspace, rule_of(workspace))


def is_older(workspace: Workspace) -> bool:
    """Whether the results, or the program that reads them, changed since the site was audited."""
    note = _note(workspace)
    return note.is_file() and note.read_text().split()[:1] != [rule_of(workspace)]


def _note(workspace: Workspace) -> Path:
    return workspace.build / "audited"


def _noted(workspace: Workspace, rule: str) -> str:
    """The rule, and a digest of the site."""
    return f"{rule} {digest_files(sha256(), (workspace.site.resolve(),))}\n"
