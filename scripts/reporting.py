"""All problems at once, for people, for programs, or as notes beside the lines on GitHub."""

import json
import os
from collections.abc import Callable, Sequence

import click

from catalog.problems import Problem

_COLOURS = {"error": "red", "warning": "yellow"}


def report(problems: Sequence[Problem], form: str, rest: str = "") -> None:
    """Print the problems, errors first as given, and how many there are.

    All goes to standard output, the findings being what was asked for: ``--check > list.txt`` keeps
    them. Text has colours if that is a terminal and NO_COLOR is not set. ``rest`` ends the line of
    numbers that people read.
    """
    FORMATS[form](problems, rest)


def _text(problems: Sequence[Problem], rest: str) -> None:
    for each in problems:
        say(each)
    echo(_count(problems) + rest)


def say(problem: Problem) -> None:
    """Print one problem in a line, in the colour of its kind."""
    place = click.style(f"{problem.place}:", fg=_COLOURS[problem.severity])
    echo(place + str(problem).removeprefix(f"{problem.place}:"))


def echo(text: str) -> None:
    """Print a text; its colours only reach a terminal, and none where NO_COLOR is set."""
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def _json(problems: Sequence[Problem], _: str) -> None:
    listed = [
        {
            "severity": each.severity,
            "file": each.place.file,
            "line": each.place.line or None,
            "column": each.place.column or None,
            "code": each.code or None,
            "message": each.message,
        }
        for each in problems
    ]
    counts = {f"{kind}s": _number(problems, kind) for kind in _COLOURS}
    click.echo(json.dumps({"problems": listed, **counts}, indent=2, ensure_ascii=False))


def _github(problems: Sequence[Problem], rest: str) -> None:
    """Workflow commands, which GitHub shows beside the changed lines of a pull request."""
    for each in problems:
        at = {"file": each.place.file, "line": each.place.line, "col": each.place.column}
        at |= {"title": each.code}
        where = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in at.items() if value)
        click.echo(f"::{each.severity} {where}::{_escaped(each.message)}")
    click.echo(_count(problems) + rest)


FORMATS: dict[str, Callable[[Sequence[Problem], str], None]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
"""How problems can be printed, by the name that --format takes."""


def _escaped(value: object, more: str = "") -> str:
    """A value as workflow commands want it, the per cent sign first."""
    text = str(value)
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _count(problems: Sequence[Problem]) -> str:
    return ", ".join(counted(_number(problems, kind), kind) for kind in _COLOURS)


def _number(problems: Sequence[Problem], kind: str) -> int:
    return sum(each.severity == kind for each in problems)


def counted(number: int, word: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
