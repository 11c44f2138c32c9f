"""What people have to mend or may want to look at, with its place."""

import re
from dataclasses import dataclass

_PLACED = re.compile(
    r"(?P<file>[^:\n]+)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?: (?P<message>.*)", re.DOTALL
)


_LONGEST = 60  # characters of what somebody wrote that a message repeats


def legible(text: str) -> str:
    """What somebody wrote, fit for one line of a terminal: cut short, signs of no shape as codes.

    Otherwise a text could colour, move or hide what is printed after it.
    """
    cut = f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in cut
    )


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file as people know it, ``definitions/slas.yml``; line 0 is the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend. An error stops the build, a warning does not.

    A warning's ``code`` is what it can be switched off by, see ``catalog.allowances``.
    """

    severity: str
    place: Place
    message: str
    code: str = ""

    def __str__(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        code = f" [{self.code}]" if self.code else ""
        return f"{self.place}: {warning}{self.message}{code}"


def read_error(line: str) -> Problem:
    """An error as it was printed, ``mkdocs.yml:3:1: this is not YAML``, taken apart again."""
    found = _PLACED.fullmatch(line)
    if not found:
        return Problem("error", Place("."), line)
    line_number, column = int(found["line"] or 0), int(found["column"] or 0)
    return Problem("error", Place(found["file"], line_number, column), found["message"])
