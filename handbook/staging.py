"""Hand-written and generated pages, side by side in ``build/docs``, for any engine to build."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from catalog.definitions import Definitions
from catalog.reading import DefinitionsError, read_definitions
from catalog.results import Results, ResultsError, published_comments, read_results
from catalog.workspace import Workspace
from handbook.drawing import Drawing
from handbook.feeds import feeds
from handbook.model import Handbook, gather
from handbook.navigation import navigation
from handbook.pages import pages
from handbook.settings import SettingsError, edit_base, site_address
from handbook.taken import taken
from handbook.tooltips import tooltips

_LIMIT = b"<!-- the limit for small groups -->"
"""Where a hand-written page has this, it says from how many people on something is shown."""


class StagingError(Exception):
    """The pages cannot be laid out; ``problems`` says why and what to do, a line for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


REFUSALS = (DefinitionsError, ResultsError, SettingsError, StagingError)
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
    """A folder of Markdown and assets that an engine can build, and the order of its pages."""

    docs: Path
    nav: list[Any]
    book: Handbook
    """What the pages were made from."""


def stage(workspace: Workspace, today: date) -> Staged:
    """Write all pages into ``build/docs``; files that are right already are left alone.

    Raises:
        DefinitionsError, ResultsError, SettingsError, StagingError: as ``compose`` does; nothing
            was written.
    """
    composed = compose(workspace, today)
    write(staged_docs(workspace), composed.files)
    return Staged(staged_docs(workspace), composed.nav, composed.book)


def staged_docs(workspace: Workspace) -> Path:
    """Where the pages lie as the last build had them."""
    return workspace.build / "docs"


def compose(workspace: Workspace, today: date) -> Composed:
    """All pages as the workspace's files are now; nothing is written but drawings kept for later.

    Raises:
        DefinitionsError: the definitions have problems.
        ResultsError: a results file cannot be read.
        SettingsError: mkdocs.yml cannot be used.
        StagingError: a hand-written page stands where a generated one goes.
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
    explained = tooltips(book.definitions.glossary).encode()
    files = {path: text.encode() for path, text in (generated | offered).items()} | written
    return Composed(
        {path: text + explained if is_page(path) else text for path, text in files.items()},
        navigation(generated, filter(is_page, written)),
        book,
    )


def check_names(workspace: Workspace, definitions: Definitions, results: Results) -> None:
    """See that no hand-written file takes the address of a generated one.

    Raises:
        SettingsError: mkdocs.yml cannot be used.
        StagingError: it lists every page that does.
    """
    with_sources = edit_base(workspace) is None
    ours = set(map(_address, taken(definitions, results, with_sources=with_sources)))
    clashes = [path for path in files_in(workspace.docs) if _address(path) in ours]
    if clashes:
        raise StagingError(
            f"docs/{path}: a page at this address is generated; give yours another name"
            for path in clashes
        )


def is_page(path: str) -> bool:
    """Whether a staged file becomes a page of the site."""
    return path.endswith(".md")


def _address(path: str) -> str:
    """The address a staged file is built at: of ``goals.md`` and ``goals/index.md`` the same."""
    page = PurePosixPath(path)
    if page.suffix == ".md":
        page = page.parent if page.stem in ("index", "README") else page.with_suffix("")
    return page.as_posix().casefold()


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


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
