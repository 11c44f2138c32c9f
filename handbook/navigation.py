"""The order in which a reader meets the pages."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from handbook.addresses import OPEN_DATA

_SECTIONS = {
    "stages": "Stages",
    "promises": "Promises",
    "roles": "Roles",
    "perceptions": "Perceptions",
    "quarters": "Quarters",
    "teams": "Teams",
    "definitions": "The files",
}


def navigation(generated: Iterable[str], written: Iterable[str]) -> list[Any]:
    """MkDocs' ``nav``: generated pages by folder in their order, hand-written ones under About.

    Only the home page has a title here: engines take the others from the pages' headings.
    """
    entries: list[Any] = []
    made = list(generated)
    about: list[Any] = [*sorted(written), *(path for path in made if path == OPEN_DATA)]
    for folder, paths in groupby(
        (path for path in made if path != OPEN_DATA), lambda path: path.rpartition("/")[0]
    ):
        if not folder:
            entries += ({"Home": path} if path == "index.md" else path for path in paths)
        elif folder == "definitions":
            about.append({_SECTIONS[folder]: list(paths)})
        else:
            entries.append({_SECTIONS[folder]: list(paths)})
    return [*entries, {"About": about}] if about else entries
