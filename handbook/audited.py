"""Which files of a site passed the audit, so that none is read again that is as it was.

A site is audited before it is published. The verdict on a file stands while the file, the results
and the program stay as they are; what is edited in the definitions since is not on the site yet.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from catalog.definitions import Team
from catalog.workspace import Workspace
from handbook.made_from import CODE, digest_files
from handbook.site_files import site_files


def rule_of(workspace: Workspace) -> str:
    """A digest of what decides what may be told: the results, and the program that reads them."""
    return digest_files(sha256(), (workspace.results, *CODE))


def note_audited(workspace: Workspace, rule: str, teams: Sequence[Team]) -> None:
    """Note that the published site passed the audit by this rule, with the teams called so."""
    files = [file.digest for file in site_files(workspace.site.resolve())]
    _note(workspace).write_text("\n".join([rule, _called(teams), *files]))


def passed(workspace: Workspace, rule: str, teams: Sequence[Team]) -> frozenset[str]:
    """The digests of the files that passed by this rule, with the teams called so."""
    noted = _noted(workspace)
    return frozenset(noted[2:] if noted[:2] == [rule, _called(teams)] else ())


def is_audited(workspace: Workspace) -> bool:
    """Whether the published site passed the audit and nothing that matters for it has changed."""
    rule, _, *files = _noted(workspace) or ["", ""]
    return rule == rule_of(workspace) and {
        file.digest for file in site_files(workspace.site.resolve())
    }.issubset(files)


def is_older(workspace: Workspace) -> bool:
    """Whether the results, or the program that reads them, changed since the site was audited."""
    noted = _noted(workspace)
    return bool(noted) and noted[0] != rule_of(workspace)


def _called(teams: Sequence[Team]) -> str:
    """A digest of the words by which a page names a team."""
    return sha256(repr([(team.id, team.name) for team in teams]).encode()).hexdigest()


def _noted(workspace: Workspace) -> list[str]:
    """The rule, the teams and the digests of the files; nothing if nothing was noted."""
    note = _note(workspace)
    return note.read_text().split() if note.is_file() else []


def _note(workspace: Workspace) -> Path:
    return workspace.build / "audited"
