"""What makes plain `mkdocs build` and `mkdocs serve` work in a workspace; named in mkdocs.yml.

MkDocs calls the functions below by their names. The generated pages are written first, MkDocs is
pointed at them, and a finished build is swapped in whole, as `scripts/build.py` does it.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import CountHandler

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.results import unpublished_comments
from catalog.workspace import Workspace
from handbook.audit import Auditor, DisclosureError
from handbook.audited import note_audited, passed, rule_of
from handbook.model import Handbook
from handbook.publishing import new_site, swap, turn
from handbook.reach import on_page_content as on_page_content
from handbook.search import tag_sections
from handbook.staging import REFUSALS, stage

_building = ExitStack()
"""Holds this workspace's turn from the first call of a build to its last."""
_books: dict[Path, tuple[Handbook, str]] = {}
"""What the pages of a workspace were made from, and the rule for what may be told of it."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Write the pages and point MkDocs at them."""
    workspace = _workspace(config)
    _building.enter_context(turn(workspace))
    rule = rule_of(workspace)  # before: what is edited meanwhile is audited next time
    try:
        staged = stage(workspace, date.today())
    except REFUSALS as error:
        raise Abort(f"The handbook was not built:\n{error}") from None
    _books[workspace.root] = staged.book, rule
    config.docs_dir = str(staged.docs)
    config.theme.dirs.insert(0, str(staged.theme))
    config.nav = staged.nav
    if Path(config.site_dir) == workspace.site:
        config.site_dir = str(new_site(workspace))
    return config


def on_post_build(config: MkDocsConfig) -> None:
    """Publish a build that would have gone to ``site``, unless strict MkDocs will refuse it.

    One that tells what is hidden is refused wherever it went.
    """
    workspace, site = _workspace(config), Path(config.site_dir)
    book, rule = _books[workspace.root]
    tag_sections(site, book)
    before = passed(workspace, rule, book.teams)
    try:
        Auditor(book, unpublished_comments(workspace.results)).audit(site, before)
    except DisclosureError as error:
        raise Abort(f"The handbook was not published:\n{error}") from None
    counters = (h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler))
    if site.parent == workspace.build / "sites" and not any(h.get_counts() for h in counters):
        swap(workspace, site)
        note_audited(workspace, rule, book.teams)
    _building.close()


def on_build_error(error: Exception) -> None:
    """Let the next build have its turn."""
    _building.close()


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]
) -> LiveReloadServer:
    """Watch what people edit, not the pages made from it; a mistake leaves the last good page."""
    workspace = _workspace(config)
    server.unwatch(config.docs_dir)
    for folder in filter(Path.exists, (workspace.docs, workspace.definitions, workspace.results)):
        server.watch(str(folder))
    server.builder = lambda: _build_if_right(builder)
    return server


def _build_if_right(builder: Callable[..., None]) -> None:
    try:
        builder()
    except MkDocsException as error:
        error.show()


def _workspace(config: MkDocsConfig) -> Workspace:
    return Workspace(Path(config.config_file_path).parent)
