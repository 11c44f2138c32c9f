"""Everything that is wrong with a workspace and its built site, in one list."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from catalog.problems import read_error
from catalog.reading import Catalog, DefinitionsError, read_definitions
from catalog.results import (
    Results,
    ResultsError,
    published_comments,
    read_results,
    unpublished_comments,
    unread_in,
)
from catalog.workspace import Workspace
from handbook.audited import is_audited, is_older
from handbook.settings import SettingsError, edit_base, own_theme
from handbook.taken import TakenError, check_names
from scripts.reporting import report

T = TypeVar("T")

_OLDER = (
    "site: this site is older than the results; build it anew with scripts/build.py, then check"
    " again. What follows may come from that alone"
)
_NOT_SEARCHED = " so far; more are looked for once the errors in the definitions are mended"


def check_all(workspace: Workspace, today: date, form: str) -> int:
    """Print every problem in a format, errors first; the exit code is 1 if there is an error."""
    errors: list[str] = []
    catalog = _tried(errors, lambda: read_definitions(workspace.definitions))
    results = _tried(errors, lambda: read_results(workspace.results))
    comments = _tried(errors, lambda: published_comments(workspace.results))
    _tried(errors, lambda: (edit_base(workspace), own_theme(workspace)))
    if catalog and results and comments is not None and not errors:
        _tried(errors, lambda: check_names(workspace, catalog.definitions, results))
        if workspace.site.is_dir() and not is_audited(workspace):
            errors += _told(workspace, catalog, results, comments, today)
    noticed = catalog.warnings(results, today) if catalog else []
    found = [*map(read_error, errors), *noticed, *unread_in(workspace.results)]
    report(found, form, "" if catalog else _NOT_SEARCHED)
    return 1 if errors else 0


def _tried(errors: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (DefinitionsError, ResultsError, SettingsError, TakenError) as error:
        errors += map(str, error.problems)
        return None


def _told(
    workspace: Workspace,
    catalog: Catalog,
    results: Results,
    comments: Mapping[str, tuple[str, ...]],
    today: date,
) -> Iterable[str]:
    """What the built site tells although it is hidden."""
    # Loaded here: most checks find a site that was audited when it was built.
    from handbook.audit import Auditor, DisclosureError
    from handbook.model import gather

    book = gather(catalog, results, comments, today, edit_base(workspace))
    try:
        Auditor(book, unpublished_comments(workspace.results)).audit(workspace.site.resolve())
    except DisclosureError as error:
        return (_OLDER, *error.problems) if is_older(workspace) else error.problems
    return ()
