"""The folder results/ in, Results out, or every problem of all its files at once."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TypeVar

from catalog.definitions import Definitions, Model
from catalog.definitions.base import did_you_mean
from catalog.fields import Loc
from catalog.results.contradictions import differences, miscounts
from catalog.results.error import ResultsError, shown
from catalog.results.evidence import Evidence
from catalog.results.files import RESTORE, RESTORE_BOTH, place_in, read_file
from catalog.results.folders import EVIDENCE_FILE, folders_in, quarter_of
from catalog.results.perceptions import Perceptions
from catalog.results.quarters import OpenQuarter, QuarterResults, Results, Snapshot
from catalog.results.rule import breaches
from catalog.results.validated import Validated

M = TypeVar("M", bound=Model)


def read_results(folder: Path) -> Results:
    """Read every closed quarter and ``open.json``.

    Raises:
        ResultsError: with every problem of every file: one is missing, is not what it should
            be, or belongs elsewhere.
    """
    validated = Validated()
    quarters: list[QuarterResults] = []
    problems: list[str] = []
    for path in folders_in(folder):
        try:
            quarters.append(_read_quarter(path, validated))
        except ResultsError as error:
            problems += error.problems
    path = folder / "open.json"
    opened = _read_into(validated, problems, path, OpenQuarter) if path.exists() else None
    if opened and (folder / opened.quarter).is_dir():
        problems.append(
            f"{place_in(path, ('quarter',))}: {opened.quarter} is open here, but its results are in"
            f" {shown(folder)}/{opened.quarter}; close it once more, that ends an"
            " interrupted close"
        )
    if problems:
        raise ResultsError(problems)
    return Results(tuple(quarters), opened)


def _read_quarter(folder: Path, validated: Validated) -> QuarterResults:
    quarter = quarter_of(folder)
    problems: list[str] = []
    perceptions = _read_into(validated, problems, folder / "perceptions.json", Perceptions)
    snapshot = _read_into(validated, problems, folder / "definitions.json", Snapshot)
    path = folder / EVIDENCE_FILE
    evidence = _read_into(validated, problems, path, Evidence) if path.exists() else None
    if perceptions and snapshot:
        problems += _misfits(folder, perceptions, snapshot)
        problems += _unpromised(path, evidence, snapshot) if evidence else ()
        if not problems:
            return QuarterResults(quarter, perceptions, snapshot.definitions, evidence)
    raise ResultsError(problems)


def _misfits(folder: Path, perceptions: Perceptions, snapshot: Snapshot) -> list[str]:
    """Where the two files of a quarter fit neither each other, their folder nor the rule."""
    files = folder / "perceptions.json", folder / "definitions.json"
    quarters = zip(files, (perceptions.quarter, snapshot.quarter), strict=True)
    found = [problem for path, said in quarters for problem in _misplaced(path, said)]
    stood = snapshot.definitions
    faults = [(_strangers(perceptions, stood), RESTORE), (breaches(perceptions), RESTORE)]
    if perceptions.quarter == snapshot.quarter:  # or what was asked is not known
        faults.append((miscounts(perceptions, stood), RESTORE))
        faults.append((differences(perceptions, stood), RESTORE_BOTH))
    return found + [
        f"{place_in(files[0], where)}: {text}; {remedy}"
        for each, remedy in faults
        for where, text in each
    ]


def _misplaced(path: Path, quarter: str) -> Iterator[str]:
    """What is wrong if a file says that it is of another quarter than its folder."""
    if quarter != path.parent.name:
        yield (
            f"{place_in(path, ('quarter',))}: says it is {quarter}; a quarter's files must lie in"
            " the folder of that name"
        )


def _unpromised(path: Path, evidence: Evidence, snapshot: Snapshot) -> Iterator[str]:
    """Where evidence is not of its folder's quarter, or of what was not promised then."""
    yield from _misplaced(path, evidence.quarter)
    promised = [sla.id for sla in snapshot.definitions.slas]
    for id in evidence.promises:
        if id not in promised:
            yield (
                f"{place_in(path, ('promises', id))}: '{id}' is not a promise of this quarter"
                f"{did_you_mean(id, promised)}; {RESTORE}"
            )


def _strangers(perceptions: Perceptions, definitions: Definitions) -> Iterator[tuple[Loc, str]]:
    """Where not exactly the two teams of a quarter have figures."""
    teams = sorted(definitions.team_ids)
    by_team: dict[Loc, Collection[str]] = {("response",): perceptions.response}
    for index, question in enumerate(perceptions.questions):
        by_team["questions", index, "answers"] = question.answers
    for where, named in by_team.items():
        if sorted(named) != teams:
            yield (
                where,
                f"has figures for {', '.join(sorted(named)) or 'nobody'}; the teams of this quarter"
                f" are {', '.join(teams)}",
            )


def _read_into(validated: Validated, problems: list[str], path: Path, model: type[M]) -> M | None:
    try:
        return read_file(path, model, validated)
    except ResultsError as error:
        problems += error.problems
        return None
