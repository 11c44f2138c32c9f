"""Which folders of results/ are quarters, and what lies in them that nobody reads."""

import re
from collections.abc import Iterator
from pathlib import Path

from catalog.definitions.base import closest
from catalog.problems import Place, Problem, legible
from catalog.quarters import Quarter
from catalog.results.error import ResultsError, shown
from catalog.unread import is_meant

CLOSE_FILES = ("perceptions.json", "definitions.json", "comments.yml")
"""What closing a quarter writes; no comments if nobody wrote any, or too few answered."""

EVIDENCE_FILE = "promises.json"
"""What is written later, if somebody counts how often the promises were kept."""

QUARTER_FILES = (*CLOSE_FILES, EVIDENCE_FILE)
"""The files of a closed quarter."""

_MEANT = re.compile(r"([0-9]{4})[-_. ]?q([1-4])(?![0-9])", re.IGNORECASE)
_LIKE_RESULTS = re.compile(r".*\.(json|ya?ml)(\.txt)?", re.IGNORECASE)
"""Some editors add .txt without showing it."""


def folders_in(results: Path) -> list[Path]:
    """Every folder that lies there, in order; those whose names start with a dot are no results."""
    return sorted(path for path in results.glob("[!.]*") if path.is_dir())


def quarter_of(folder: Path) -> Quarter:
    """The quarter a folder is named by.

    Raises:
        ResultsError: it is named by none, or not as a quarter is written.
    """
    try:
        return Quarter.parse(folder.name)
    except ValueError:
        raise ResultsError([f"{shown(folder)}: {_misnamed(folder)}"]) from None


def _misnamed(folder: Path) -> str:
    meant = _MEANT.search(folder.name)
    if not meant:
        return (
            f"'{legible(folder.name)}' is not a quarter: the year, a hyphen and Q1, Q2, Q3 or Q4;"
            " rename this folder, or move it out of results/"
        )
    quarter = f"{meant[1]}-Q{meant[2]}"
    # Looked up by name: where case makes no difference, 2026-q3 would be found as 2026-Q3.
    if quarter in (other.name for other in folders_in(folder.parent)):
        return f"{quarter} is there already; if this is a copy of it, move it out of results/"
    return f"a quarter is written {quarter}; rename this folder, or move it out of results/"


def unread_in(results: Path) -> Iterator[Problem]:
    """A warning for each file beside those of a quarter that looks like one of them, as a copy."""
    for folder in folders_in(results):
        names = sorted(path.name for path in folder.glob("[!.]*"))
        missing = [name for name in QUARTER_FILES if name not in names]
        alike = [name for name in names if _LIKE_RESULTS.fullmatch(name)]
        for name in alike:
            if name not in QUARTER_FILES and not is_meant(folder / name):
                meant = closest(name, missing)
                remedy = f"rename it to {meant}" if meant else "move a copy out of results/"
                told = f"this file is not read; a quarter has {', '.join(QUARTER_FILES)}; {remedy}"
                yield Problem("warning", Place(shown(folder / name), 1, 1), told, "file-not-read")
