"""The site as it is being edited, kept by the engine in memory so that one page is quick to redo.

MkDocs builds all pages anew at every change, or with --dirty forgets what the others are called.
Here its pages, navigation and templates stay, and only the pages that changed are made again.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _populate_page, build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from catalog.workspace import Workspace
from handbook.publishing import PublishingError
from handbook.reach import HOOK
from handbook.search import tag_sections
from handbook.staging import Composed, write
from handbook.taken import is_page
from handbook.theming import theme_files

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PLACE = re.compile(r'<svg n="(\d+)"></svg>')
_DOUBTED_PAGE = re.compile(r"Doc file '(.+?)'")


class Draft:
    """A site in a folder of its own that follows what is composed for it."""

    def __init__(self, workspace: Workspace, folder: Path, address: str) -> None:
        self._workspace, self._address = workspace, address
        self._docs, self._theme, self.site = folder / "docs", folder / "theme", folder / "site"
        self._files: dict[str, bytes] = {}
        self._nav: list[Any] = []
        self._looks: tuple[bytes, dict[str, bytes]] | None = None
        self._kept: _Kept | None = None
        self._doubts: list[str] = []

    def update(self, composed: Composed) -> tuple[str, ...]:
        """Make the site show what was composed.

        Returns:
            What the engine doubts: a build that is published would be refused for it.

        Raises:
            PublishingError: the engine could not build the site.
        """
        looks = self._workspace.mkdocs_yml.read_bytes(), theme_files(self._workspace)
        files = composed.files
        changed = [path for path in files if self._files.get(path) != files[path]]
        write(self._docs, files)
        with _doubts() as doubts:
            try:
                shape = files.keys(), composed.nav, looks
                same = shape == (self._files.keys(), self._nav, self._looks)
                if not (self._kept and same and self._redo(self._kept, changed)):
                    self._doubts = []
                    write(self._theme, looks[1])
                    self._kept = self._all_anew(composed.nav)
                    tag_sections(self.site, composed.book)
            except Exception as error:  # whatever somebody's own extension may raise
                self._kept = None
                raise PublishingError("\n".join([*doubts, str(error)]).strip()) from error
        self._files, self._nav, self._looks = files, composed.nav, looks
        self._doubts = list(dict.fromkeys([*self._still_doubted(changed), *doubts]))
        return tuple(self._doubts)

    def _all_anew(self, nav: list[Any]) -> "_Kept":
        config = load_config(
            str(self._workspace.mkdocs_yml),
            docs_dir=str(self._docs),
            site_dir=str(self.site),
            site_url=self._address,
            nav=nav,
            hooks=[HOOK],
        )
        config.theme.dirs.insert(0, str(self._theme))
        kept = _Kept()
        kept.config = config
        config.plugins["keep-for-the-preview"] = kept
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        _leave_search(config)
        return kept

    def _redo(self, kept: "_Kept", changed: list[str]) -> bool:
        """Make the changed pages again, unless one is called otherwise: its name stands on all."""
        for path in changed:
            if not is_page(path):
                target = self.site / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._docs.joinpath(path).read_bytes())
        redone = [file for file in kept.files.documentation_pages() if file.src_uri in changed]
        for file in redone:
            title = file.page.title
            _populate_page(file.page, kept.config, kept.files)
            if file.page.title != title:
                return False
        pages = kept.files.documentation_pages()
        for file in redone:
            _build_page(file.page, kept.config, pages, kept.nav, kept.env)
        for file in pages:
            file.page.validate_anchor_links(
                files=kept.files, log_level=kept.config.validation.links.anchors
            )
        return True

    def _still_doubted(self, changed: Iterable[str]) -> Iterator[str]:
        """Earlier doubts about pages that were not made again; anchors are looked at each time."""
        for each in self._doubts:
            page = _DOUBTED_PAGE.match(each)
            if page and page[1] not in changed and "anchor" not in each:
                yield each


class _Kept(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # MkDocs' types
    """Told by MkDocs while it builds; what it is told is what the next pages need."""

    config: MkDocsConfig
    files: Any
    nav: Any
    env: Any
    drawings: tuple[str, ...] = ()
    """Those of the page that is being made."""

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Any) -> Any:
        self.nav, self.files = nav, files
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Any) -> Any:
        self.env = env
        return env

    def on_page_markdown(self, markdown: str, **_: Any) -> str:
        """Keep drawings out of Markdown, which would leave them alone but reads them thrice."""
        self.drawings = tuple(_DRAWING.findall(markdown))
        places = count()
        return _DRAWING.sub(lambda _: f'<svg n="{next(places)}"></svg>', markdown)

    def on_page_content(self, html: str, **_: Any) -> str:
        """Put each drawing where it was."""
        return _PLACE.sub(lambda place: self.drawings[int(place[1])], html)


def _leave_search(config: MkDocsConfig) -> None:
    """Take nothing more into the index: only a whole build writes it, and reading a page is slow.

    The plugin still sees the page, from which it takes its own marks.
    """
    for plugin in config.plugins.values():
        if index := getattr(plugin, "search_index", None):
            index.add_entry_from_context = lambda page: None


@contextmanager
def _doubts() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield told
    finally:
        logger.removeHandler(handler)
