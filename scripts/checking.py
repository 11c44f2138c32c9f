"""Everything that is wrong with a workspace and its built site, in one list."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from catalog.problems import read_error
from catalog.reading import read_definitions
from catalog.results import published_comments, read_results, unpublished_comments
from catalog.workspace import Workspace
from handbook.audit import DisclosureError, audit
from handbook.model import gather
from handbook.settings import edit_base
from handbook.staging import REFUSALS, check_names
from scripts.reporting import report

T = TypeVar("T")


def check_all(workspace: Workspace, today: date, form: str) -> int:
    """Print every problem in a format, errors first; the exit code is 1 if there is an error."""
    errors: list[str] = []
    catalog = _tried(errors, lambda: read_definitions(workspace.definitions))
    results = _tried(errors, lambda: read_results(workspace.results))
    comments = _tried(errors, lambda: published_comments(workspace.results))
    base = _tried(errors, lambda: edit_base(workspace))
    if catalog and results and comments is not None and not errors:
        _tried(errors, lambda: check_names(workspace, catalog.definitions, results))
        if workspace.site.is_dir():
            book = gather(catalog, results, comments, today, base)
            withheld = unpublished_comments(workspace.results)
            _tried(errors, lambda: audit(workspace.site.resolve(), book, withheld))
    noticed = catalog.warnings(results.open if results else None, today) if catalog else []
    report([*map(read_error, errors), *noticed], form)
    return 1 if errors else 0


def _tried(errors: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (*REFUSALS, DisclosureError) as error:
        errors += map(str, error.problems)
        return None
