"""Open a quarter: lock what is asked and by which rules, and hand out the codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import OpenQuarter, to_json
from catalog.workspace import Workspace
from survey.codes import hash_code
from survey.files import write_file
from survey.questionnaire import questionnaire_of
from survey.states import QuarterError, UnsureError, opening
from survey.tallies import Tallies

_LONGEST = 120
"""Days that a quarter stays open, at most, unless somebody has mistyped the date."""


def open_quarter(
    tallies: Tallies,
    workspace: Workspace,
    definitions: Definitions,
    quarter: Quarter,
    codes: Mapping[str, Sequence[str]],
    closes: date,
    today: date,
) -> None:
    """Open a quarter for the people who get the codes, given by team.

    The definitions are stored as they are now and published in ``results/open.json``; changing
    the files later affects the next quarter only. Either all of it happens or nothing does.

    Raises:
        UnsureError: the database went away before it said that the quarter is open.
        QuarterError: it cannot be opened; the message says why.
    """
    _refuse(workspace, definitions, quarter, codes, closes, today)
    opened = OpenQuarter(
        format=1,
        quarter=str(quarter),
        definitions=definitions,
        closes=closes,
        invited={team: len(codes[team]) for team in definitions.team_ids},
    )
    teams = {hash_code(code): team for team in codes for code in codes[team]}
    published = workspace.results / "open.json"
    written = False
    try:
        with opening(tallies, opened, teams):
            write_file(published, to_json(opened))
            written = True
    except BaseException:
        if not written:
            raise
        if not _is_open(tallies, quarter):  # else only the database's yes was lost
            published.unlink(missing_ok=True)
            raise


def _is_open(tallies: Tallies, quarter: Quarter) -> bool:
    try:
        locked = tallies.lock()
    except SQLAlchemyError:
        raise UnsureError(
            f"the database went away while {quarter} was being opened. The codes are kept; see with"
            " scripts/quarter.py status whether it is open before you hand them out. If it is not,"
            " throw them away and open it again."
        ) from None
    return locked is not None and OpenQuarter.model_validate_json(locked).quarter == str(quarter)


def doubts(
    definitions: Definitions,
    quarter: Quarter,
    people: Mapping[str, int],
    closes: date,
    today: date,
) -> list[str]:
    """What is allowed when a quarter opens and seldom meant, a sentence each."""
    threshold = definitions.survey.threshold
    noticed = [
        f"{definitions.team_name(team)} has fewer than {threshold} people, so nothing that they"
        " say can ever be shown."
        for team, n in people.items()
        if n < threshold
    ]
    current = Quarter(today.year, (today.month + 2) // 3)
    if abs(quarter.since(current)) > 1:
        noticed.append(f"{quarter} is far from today, which lies in {current}.")
    if (closes - today).days > _LONGEST:
        noticed.append(f"people can answer until {closes}, {(closes - today).days} days from now.")
    return noticed


def _refuse(
    workspace: Workspace,
    definitions: Definitions,
    quarter: Quarter,
    codes: Mapping[str, Sequence[str]],
    closes: date,
    today: date,
) -> None:
    _refuse_past(workspace.results, quarter)
    for team in definitions.team_ids:
        if not codes.get(team):
            raise QuarterError(
                f"{definitions.team_name(team)} has nobody to invite; say how many people get a"
                f" code, 1 or more: --{team} 20"
            )
    if closes < today:
        raise QuarterError(
            f"the closing date {closes} is in the past; give a day from {today} on: --closes"
        )
    if not questionnaire_of(definitions).parts:
        raise QuarterError("survey.yml asks nothing; write at least one item")


def _refuse_past(results: Path, quarter: Quarter) -> None:
    """Quarters go forward: the handbook tells their story in order."""
    if (results / str(quarter)).exists():
        raise QuarterError(
            f"{quarter} is closed already: results/{quarter}/ is there; a quarter is asked only"
            " once."
        )
    later = [path.name for path in results.glob("[0-9][0-9][0-9][0-9]-Q[1-4]")]
    if later and max(later) > str(quarter):
        raise QuarterError(
            f"{quarter} is before {max(later)}, which is closed already: results/{max(later)}/ is"
            " there; open a quarter after it."
        )
