"""One JSON file of results/ in, its model out, or every problem with its place; and its text."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog.definitions import Model
from catalog.fields import Loc
from catalog.messages import explain, place
from catalog.ordinary import bytes_of
from catalog.results.error import ResultsError, shown
from catalog.results.places import Position, of_fault, of_repeated, position
from catalog.results.validated import Validated

M = TypeVar("M", bound=Model)

_FORMAT = 1
RESTORE = "restore the file from your backup or git"
RESTORE_BOTH = "restore both files from your backup or git"


def to_json(model: Model) -> str:
    """The text of a results file: sorted, indented, the same for the same value."""
    return (
        json.dumps(model.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False)
        + "\n"
    )


def read_file(path: Path, model: type[M], validated: Validated) -> M:
    """A results file; ``validated`` is what was read before it.

    Raises:
        ResultsError: with every problem of the file.
    """
    try:
        text = bytes_of(path).removeprefix(BOM_UTF8)  # some editors put it there
        return _valid(text, model, validated)
    except _RepeatedError as error:
        at = _at(path, of_repeated(text.decode(errors="replace")))
        raise ResultsError([f"{at}: '{error}' stands twice in one place; {RESTORE}"]) from None
    except FileNotFoundError:
        raise ResultsError([f"{shown(path)}: this file is missing; {RESTORE}"]) from None
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
        yield f"{_at(path, found)}: {place(loc)}: {words}; {RESTORE}"


class _RepeatedError(Exception):
    """A name stands twice in one JSON object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedError(next(name for name in names if names.count(name) > 1))
    return found


def _valid(text: bytes, model: type[M], validated: Validated) -> M:
    try:
        data = json.loads(text.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return model.model_validate_json(text)  # says where this ends to be JSON
    return validated.as_model(model, data)


def place_in(path: Path, loc: Loc) -> str:
    """A place in a results file as people read it, with line and column."""
    return f"{_at(path, position(path.read_text(encoding='utf-8'), loc))}: {place(loc)}"


def _at(path: Path, found: Position) -> str:
    return f"{shown(path)}:{found[0]}:{found[1]}"
