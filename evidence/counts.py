"""What somebody counted in the CRM, as a spreadsheet saves it, read as evidence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from textwrap import shorten
from typing import NamedTuple

from pydantic import ValidationError

from catalog.definitions import Definitions
from catalog.definitions.base import closest
from catalog.messages import explain, place
from catalog.problems import legible
from catalog.quarters import Quarter
from catalog.results import Counted, Evidence
from catalog.spreadsheets import SpreadsheetError, rows

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_MOST = 120  # characters of ids that a message lists


class CountsError(Exception):
    """The counts cannot be published; ``problems`` says why, all of it, each in a line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _Row(NamedTuple):
    """A line of the file as it was typed."""

    line: int
    promise: str
    cases: str
    kept: str


def evidence_of(
    text: str, name: str, quarter: Quarter, source: str, definitions: Definitions
) -> Evidence:
    """What a quarter's ``promises.json`` says, from CSV with ``promise``, ``cases`` and ``kept``.

    Args:
        text: the CSV; commas or semicolons separate, other columns are passed over.
        name: what messages call the file.
        quarter: when the cases were.
        source: where the figures come from.
        definitions: as they stood in that quarter.

    Raises:
        CountsError: every line that cannot be used, by number, or what is lacking.
    """
    ids = {name.casefold(): sla.id for sla in definitions.slas for name in (sla.name, sla.id)}
    amounts = {sla.id for sla in definitions.slas if not sla.target.is_percentage}
    lines: dict[str, int] = {}
    counted: dict[str, Counted] = {}
    problems: list[str] = []
    for row in _rows(text, name):
        if found := list(_problems(row, ids, amounts, lines)):
            problems += (f"{name}:{row.line}: {problem}" for problem in found)
        else:
            counted[row.promise] = Counted(cases=int(row.cases), kept=int(row.kept))
        lines.setdefault(row.promise, row.line)
    if not lines:
        problems.append(f"{name}: nothing is counted here; write a line for each promise")
    try:
        evidence = Evidence(format=1, quarter=str(quarter), source=source, promises=counted)
    except ValidationError as error:
        problems += (f"{place(loc)}: {words}" for loc, words in explain(error, Evidence))
    if problems:
        raise CountsError(problems)
    return evidence


def _rows(text: str, name: str) -> Iterator[_Row]:
    """Every row that is not empty; ids are in small letters, as spreadsheets may not leave them."""
    try:
        for line, (promise, cases, kept) in rows(text, name, ("promise", "cases", "kept")):
            yield _Row(line, promise.casefold(), cases, kept)
    except SpreadsheetError as error:
        raise CountsError([str(error)]) from None


def _problems(
    row: _Row, ids: Mapping[str, str], amounts: Set[str], lines: Mapping[str, int]
) -> Iterator[str]:
    """What is wrong with a row.

    Args:
        row: the row.
        ids: the ids of that quarter's promises, by their names and by themselves.
        amounts: those of promises that are no share of cases.
        lines: the ids that stood in earlier lines, with the line.
    """
    if row.promise not in ids.values():
        yield f"'{legible(row.promise)}' is not a promise of this quarter{_hint(row.promise, ids)}"
    elif row.promise in amounts:
        yield f"{row.promise} promises an amount and no share of cases; leave this line out"
    elif row.promise in lines:
        yield f"{row.promise} stands in line {lines[row.promise]} already; one line a promise"
    numbers = [number for number in (row.cases, row.kept) if not _DIGITS.fullmatch(number)]
    for number in numbers:
        yield f"'{legible(number)}' is not a number of cases; write digits only, such as 55"
    if numbers:
        return
    if not int(row.cases):
        yield "no case was counted; leave this line out"
    elif int(row.kept) > int(row.cases):
        yield f"it was kept {int(row.kept)} times, but only {int(row.cases)} cases were counted"


def _hint(written: str, ids: Mapping[str, str]) -> str:
    if meant := closest(written, ids):
        return f"; did you mean '{ids[meant]}'?"
    return (
        f"; its ids are {shorten(', '.join(dict.fromkeys(ids.values())), _MOST, placeholder=' …')}"
    )
