"""Staged pages in, a published site out: built aside, then swapped in whole.

Builds of one workspace take turns, by a lock that Windows does not have.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml

from catalog.results import unpublished_comments
from catalog.workspace import Workspace
from handbook.ahead import reading_ahead
from handbook.audit import Auditor, DisclosureError
from handbook.audited import note_audited, passed, rule_of
from handbook.made_from import made_from, note_shown
from handbook.reach import HOOK
from handbook.search import tag_sections
from handbook.settings import theme_name
from handbook.staging import REFUSALS, Staged, stage

KEPT = 3
"""How many finished sites are kept, the published one included."""


class PublishingError(Exception):
    """The engine could not build the site; the message is the engine's own."""


FAILURES = (*REFUSALS, PublishingError, DisclosureError)
"""What ``publish`` raises when people have something to mend."""


def publish(workspace: Workspace, today: date) -> None:
    """Build the handbook strictly and publish it; if anything fails the old site stays.

    Raises:
        DefinitionsError, ResultsError, SettingsError, TakenError: as ``stage`` does.
        PublishingError: the engine found something wrong.
        DisclosureError: a page or file tells what is hidden.
    """
    with turn(workspace):
        # Before: what is edited meanwhile is built, and audited, next time.
        origin, rule = made_from(workspace, today), rule_of(workspace)
        staged = stage(workspace, today)
        finished = new_site(workspace)
        try:
            auditor = Auditor(staged.book, unpublished_comments(workspace.results))
            before = passed(workspace, rule, staged.book.teams)
            settings = write_settings(workspace, staged, finished)
            with reading_ahead(auditor.problems, (staged.docs, finished), before) as ahead:
                run_mkdocs(settings)
            tag_sections(finished, staged.book)
            auditor.audit(finished, before | ahead)
        except BaseException:
            shutil.rmtree(finished)
            raise
        swap(workspace, finished)
        note_audited(workspace, rule, staged.book.teams)
        note_shown(workspace, origin)


@contextmanager
def turn(workspace: Workspace) -> Iterator[None]:
    """Wait until no other build of the workspace is under way, then keep others waiting."""
    workspace.build.mkdir(exist_ok=True)
    with (workspace.build / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is under way here; this one follows it.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def new_site(workspace: Workspace) -> Path:
    """An empty folder to build a site in, numbered one up from the newest; unfinished ones go."""
    sites = workspace.build / "sites"
    sites.mkdir(parents=True, exist_ok=True)
    if workspace.site.is_symlink():
        published = _number(workspace.site.resolve())
        for unfinished in [site for site in _numbered(workspace) if _number(site) > published]:
            shutil.rmtree(unfinished)
    folder = sites / str(max(map(_number, _numbered(workspace)), default=0) + 1)
    folder.mkdir()
    return folder


def swap(workspace: Workspace, finished: Path) -> None:
    """Point ``site`` at a finished site in one step, and let go of the oldest ones.

    A real folder in its place, from before Common Ground or another tool, is set aside.
    """
    if workspace.site.is_dir() and not workspace.site.is_symlink():
        workspace.site.rename(workspace.build / "sites" / f"set-aside-{finished.name}")
    link = workspace.build / "site"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(finished, workspace.root))
    link.replace(workspace.site)
    for old in sorted(_numbered(workspace), key=_number)[:-KEPT]:
        shutil.rmtree(old)


def write_settings(workspace: Workspace, staged: Staged, finished: Path) -> Path:
    """Write the settings that every engine can build the staged pages with."""
    path = workspace.build / "mkdocs.yml"
    settings = {
        "INHERIT": os.path.relpath(workspace.mkdocs_yml, workspace.build),
        "docs_dir": os.path.relpath(staged.docs, workspace.build),
        "site_dir": os.path.relpath(finished, workspace.build),
        "theme": {
            "name": theme_name(workspace),
            "custom_dir": os.path.relpath(staged.theme, workspace.build),
        },
        "nav": staged.nav,
        "hooks": [os.path.relpath(HOOK, workspace.build)],
        "watch": [],
    }
    path.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))
    return path


def run_mkdocs(settings: Path) -> None:
    """Build a site strictly.

    Raises:
        PublishingError: MkDocs found something wrong.
    """
    # -P: nothing that lies in the folder one stands in is taken for a module.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "-f", str(settings)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PublishingError(_without_chatter(done.stderr + done.stdout))


def _without_chatter(output: str) -> str:
    return "\n".join(line for line in output.splitlines() if not line.startswith("INFO"))


def _numbered(workspace: Workspace) -> Iterator[Path]:
    return (path for path in (workspace.build / "sites").iterdir() if path.name.isdecimal())


def _number(site: Path) -> int:
    return int(site.name) if site.name.isdecimal() else 0
