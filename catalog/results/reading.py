"""The files of results/ in, Results out, or every problem at once; and the text of such a file."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog.definitions import Model
from catalog.fields import Loc
from catalog.ids import known_ids
from catalog.messages import explain, place
from catalog.quarters import Quarter
from catalog.results.error import ResultsError, shown
from catalog.results.perceptions import Perceptions
from catalog.results.places import Position, of_fault, of_repeated, position
from catalog.results.quarters import OpenQuarter, QuarterResults, Results, Snapshot
from catalog.results.rule import breaches

M = TypeVar("M", bound=Model)

_FORMAT = 1
_RESTORE = "restore the file from your backup or git"


def to_json(model: Model) -> str:
    """The text of a results file: sorted, indented, the same for the same value."""
    return (
        json.dumps(model.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False)
        + "\n"
    )


def read_results(folder: Path) -> Results:
    """Read every closed quarter and ``open.json``.

    Raises:
        ResultsError: with every problem of every file: one is missing, is not what it should
            be, or belongs elsewhere.
    """
    quarters: list[QuarterResults] = []
    opened: OpenQuarter | None = None
    problems: list[str] = []
    for path in sorted(path for path in folder.glob("[!.]*") if path.is_dir()):
        try:
            quarters.append(_read_quarter(path))
        except ResultsError as error:
            problems += error.problems
    try:
        opened = _read_open(folder / "open.json")
    except ResultsError as error:
        problems += error.problems
    if opened and (folder / opened.quarter).is_dir():
        problems.append(
            f"{_place(folder / 'open.json', ('quarter',))}: {opened.quarter} is open here, but its"
            f" results are in {shown(folder)}/{opened.quarter}; close it once more, that ends an"
            " interrupted close"
        )
    if problems:
        raise ResultsError(problems)
    return Results(tuple(quarters), opened)


def _read_open(path: Path) -> OpenQuarter | None:
    return _read(path, OpenQuarter) if path.exists() else None


def _read_quarter(folder: Path) -> QuarterResults:
    try:
        quarter = Quarter.parse(folder.name)
    except ValueError as error:
        raise ResultsError([f"{shown(folder)}: {error}, or move the folder elsewhere"]) from None
    problems: list[str] = []
    perceptions = _read_into(problems, folder / "perceptions.json", Perceptions)
    snapshot = _read_into(problems, folder / "definitions.json", Snapshot)
    if perceptions and snapshot:
        problems += _misfits(folder, perceptions, snapshot)
        if not problems:
            return QuarterResults(quarter, perceptions, snapshot.definitions)
    raise ResultsError(problems)


def _misfits(folder: Path, perceptions: Perceptions, snapshot: Snapshot) -> list[str]:
    """Where the two files of a quarter fit neither each other, their folder nor the rule."""
    files = folder / "perceptions.json", folder / "definitions.json"
    found = [
        f"{_place(path, ('quarter',))}: says it is {said}; a quarter's files must lie in the folder"
        " of that name"
        for path, said in zip(files, (perceptions.quarter, snapshot.quarter), strict=True)
        if said != folder.name
    ]
    teams = snapshot.definitions.team_ids
    by_team: dict[Loc, set[str]] = {("response",): set(perceptions.response)}
    for index, question in enumerate(perceptions.questions):
        by_team["questions", index, "answers"] = set(question.answers)
    strangers = [
        (
            where,
            f"has figures for {', '.join(sorted(named)) or 'nobody'}; the teams of this quarter are"
            f" {', '.join(sorted(teams))}",
        )
        for where, named in by_team.items()
        if named != set(teams)
    ]
    return found + [
        f"{_place(files[0], where)}: {text}; {_RESTORE}"
        for where, text in chain(strangers, breaches(perceptions))
    ]


def _read_into(problems: list[str], path: Path, model: type[M]) -> M | None:
    try:
        return _read(path, model)
    except ResultsError as error:
        problems += error.problems
        return None


class _RepeatedError(Exception):
    """A name stands twice in one JSON object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedError(next(name for name in names if names.count(name) > 1))
    return found


def _place(path: Path, loc: Loc) -> str:
    """A place in a results file as people read it, with line and column."""
    return f"{_at(path, position(path.read_text(encoding='utf-8'), loc))}: {place(loc)}"


def _at(path: Path, found: Position) -> str:
    return f"{shown(path)}:{found[0]}:{found[1]}"


def _known_ids(text: bytes) -> dict[str, list[str]]:
    """The ids that the definitions in a file give to things; what is no JSON is told later."""
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return {}
    files = data.get("definitions") if isinstance(data, dict) else None
    if not isinstance(files, dict):
        return {}
    return known_ids(
        {name: each if isinstance(each, dict) else {name: each} for name, each in files.items()}
    )


def _read(path: Path, model: type[M]) -> M:
    try:
        text = path.read_bytes()
        return model.model_validate_json(text, context=_known_ids(text))
    except _RepeatedError as error:
        at = _at(path, of_repeated(text.decode(errors="replace")))
        raise ResultsError([f"{at}: '{error}' stands twice in one place; {_RESTORE}"]) from None
    except FileNotFoundError:
        raise ResultsError([f"{shown(path)}: this file is missing; {_RESTORE}"]) from None
    except OSError as error:
        raise ResultsError([f"{shown(path)}: cannot be read: {error.strerror}"]) from None
    except ValidationError as error:
        raise ResultsError(_explained(path, text.decode(errors="replace"), error, model)) from None


def _explained(path: Path, text: str, error: ValidationError, model: type[M]) -> Iterator[str]:
    """What is wrong with a file, in words; of one from a newer version only that."""
    newer = next((each["input"] for each in error.errors() if each["loc"] == ("format",)), 1)
    if isinstance(newer, int) and newer > _FORMAT:
        yield (
            f"{_at(path, position(text, ('format',)))}: format: a newer version of Common Ground"
            f" wrote this file (format {newer}, this one reads {_FORMAT}); bring this one up to"
            " date"
        )
        return
    for loc, words in explain(error, model):
        found = position(text, loc) if loc else of_fault(words)
        yield f"{_at(path, found)}: {place(loc)}: {words}; {_RESTORE}"
