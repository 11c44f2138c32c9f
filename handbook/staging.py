"""Hand-written and generated pages, side by side in ``build/docs``, for any engine to build."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalog.reading import DefinitionsError, read_definitions
from catalog.results import ResultsError, published_comments, read_results
from catalog.workspace import Workspace
from handbook.drawing import Drawing
from handbook.feeds import feeds
from handbook.model import Handbook, gather
from handbook.navigation import navigation
from handbook.pages import pages
from handbook.settings import SettingsError, edit_base, site_address
from handbook.taken import TakenError, check_names, files_in, is_page
from handbook.theming import theme_files
from handbook.tooltips import tooltips

_LIMIT = b"<!-- the limit for small groups -->"
"""Where a hand-written page has this, it says from how many people on something is shown."""


REFUSALS = (DefinitionsError, ResultsError, SettingsError, TakenError)
"""What ``stage`` raises when people have something to mend."""


@dataclass(frozen=True)
class Composed:
    """Every staged file by its path, and the order of the pages."""

    files: dict[str, bytes]
    nav: list[Any]
    book: Handbook
    """What the pages were made from."""


@dataclass(frozen=True)
class Staged:
    """Folders of Markdown, assets and templates that an engine can build, and the pages' order."""

    docs: Path
    theme: Path
    """Templates to look for before those of the theme."""
    nav: list[Any]
    book: Handbook
    """What the pages were made from."""


def stage(workspace: Workspace, today: date) -> Staged:
    """Write all pages into ``build/docs``; files that are right already are left alone.

    Raises:
        DefinitionsError, ResultsError, SettingsError, TakenError: as ``compose`` does; nothing
            was written.
    """
    composed, templates = compose(workspace, today), theme_files(workspace)
    docs, theme = staged_docs(workspace), workspace.build / "theme"
    write(docs, composed.files)
    write(theme, templates)
    return Staged(docs, theme, composed.nav, composed.book)


def staged_docs(workspace: Workspace) -> Path:
    """Where the pages lie as the last build had them."""
    return workspace.build / "docs"


def compose(workspace: Workspace, today: date) -> Composed:
    """All pages as the workspace's files are now; nothing is written but drawings kept for later.

    Raises:
        DefinitionsError: the definitions have problems.
        ResultsError: a results file cannot be read.
        SettingsError: mkdocs.yml cannot be used.
        TakenError: a hand-written page stands where a generated one goes.
    """
    catalog = read_definitions(workspace.definitions)
    results = read_results(workspace.results)
    comments = published_comments(workspace.results)
    check_names(workspace, catalog.definitions, results)
    book = gather(catalog, results, comments, today, edit_base(workspace))
    generated = pages(book, Drawing(workspace.build / "charts").svg)
    offered = feeds(book, site_address(workspace))
    written = {
        path: content.replace(_LIMIT, _limit(book).encode()) if is_page(path) else content
        for path, content in files_in(workspace.docs).items()
    }
    glossary = book.definitions.glossary
    files = {path: text.encode() for path, text in (generated | offered).items()} | written
    return Composed(
        {
            path: text + tooltips(glossary, text.decode(errors="replace")).encode()
            if is_page(path)
            else text
            for path, text in files.items()
        },
        navigation(generated, filter(is_page, written)),
        book,
    )


def _limit(book: Handbook) -> str:
    """The limit of the open quarter, locked, or else of the next one as things stand."""
    if opened := book.results.open:
        limit = opened.definitions.survey.threshold
        return (
            f"In the survey of {opened.quarter}, which is open now, the limit is"
            f" **{limit} people**. It was locked when the survey opened."
        )
    limit = book.definitions.survey.threshold
    return f"As things stand, the limit of the next survey is **{limit} people**."


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files, touching no more than it must.

    What is in the way goes first: a folder where a file must stand, a name in another case.
    """
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
