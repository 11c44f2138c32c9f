"""What is wrong with a file that is no YAML, in words for somebody who only wants to edit it.

libyaml says what it met ("did not find expected key"); here that becomes what to do about it, at
the line where the cause lies rather than where reading gave up.
"""

import re
from typing import Any

import yaml

from catalog.problems import legible


class YamlError(Exception):
    """A file that cannot be read as YAML; lines and columns count from 1."""

    def __init__(self, message: str, mark: Any = None) -> None:
        super().__init__(message)
        self.line = mark.line + 1 if mark else 1
        self.column = mark.column + 1 if mark else 1


def start_of(line: int) -> yaml.Mark:
    """Where a line starts; here and in all marks, lines count from 0."""
    return yaml.Mark("", 0, line, 0, None, 0)


def merge_marker(text: str) -> YamlError | None:
    """The first line that Git put between two versions; inside a quoted text it would be text."""
    found = _MERGE_MARKER.search(text)
    return YamlError(_MERGE, start_of(text.count("\n", 0, found.start()))) if found else None


_MERGE_MARKER = re.compile(r"^(?:<{7}|={7}|>{7})(?=\s|$)", re.MULTILINE)
_MERGE = (
    "two people changed the same lines and Git left both versions here; keep one of them, and take"
    " out the three lines that start with <<<<<<<, ======= and >>>>>>>"
)


def turning(text: str, mark: Any = None) -> YamlError | None:
    """The first invisible character that turns the words after it on a page, if there is one.

    Its place is the mark, or else where it stands in the text. Texts that are read from the right
    may need U+200E and U+200F, which turn no words.
    """
    found = _TURNING.search(text)
    if not found:
        return None
    lines = text[: found.start()].split("\n")
    at = mark or yaml.Mark("", 0, len(lines) - 1, len(lines[-1]), None, 0)
    code = f"U+{ord(found[0]):04X}"
    return YamlError(f"an invisible character here, {code}, turns words around; take it out", at)


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def in_plain_words(error: yaml.MarkedYAMLError, text: str, loader: Any) -> YamlError:
    """The same fault with its likely cause, what to do, and the place of the cause."""
    mark: Any = error.problem_mark or error.context_mark
    start: Any = error.context_mark or mark
    problem, lines = error.problem or "", text.splitlines()
    for number in (mark.line, mark.line - 1):
        if odd := _ODD_INDENT.match(_at(lines, number)):
            kind = "a tab" if "\t" in odd[0] else "a space of another kind"
            return YamlError(
                f"this line is indented with {kind}; use plain spaces", start_of(number)
            )
    if problem.startswith("mapping values are not allowed"):
        return _second_colon(mark, lines)
    if problem.startswith("did not find expected ',' or"):
        opening, closing = _at(lines, start.line)[start.column :][:1], problem[-2]
        return YamlError(_NOT_CLOSED.format(opening=opening, closing=closing), start)
    if problem.startswith("did not find expected key"):
        return _unexpected(mark, text, loader)
    for known, (words, at_start) in _WORDS.items():
        if problem.startswith(known):
            at = start if at_start else mark
            character = _at(lines, at.line)[at.column :][:1]
            return YamlError(words.format(character=legible(character)), at)
    return YamlError(f"this is not YAML: {problem}; {_QUOTES}", mark)


_ODD_INDENT = re.compile(r" *[^\S ]\s*(?=\S)")
"""Indentation with anything but spaces in it."""

_QUOTES = "a text that holds ': ' or starts with a special character needs quotes"
_NO_COLON = "a ':' is missing in this line; write 'name: value', with a space"
_LINED_UP = "line it up with the other lines of its entry"
_BACKSLASH = "a backslash has a meaning of its own in double quotes; use single ones"
_AFTER_BRACKET = "the text goes on after the closing bracket; put all of it in quotes"
_QUOTED_IN_PART = (
    "the text goes on after the closing quote; put all of it in single quotes and write each '"
    " within it twice: '\"All\" that''s due'"
)
_NOT_CLOSED = (
    "the '{opening}' that stands here is not closed: a comma or '{closing}' is missing; if it"
    " belongs to a text, put the text in quotes"
)
_WORDS = {
    "could not find expected ':'": (_NO_COLON, True),
    "did not find expected '-' indicator": (
        f"this line fits neither the entry above nor the list; {_LINED_UP}, or start a new entry"
        " with '- '",
        False,
    ),
    "block sequence entries are not allowed": (
        "a list cannot start here; put each '- ' on a line of its own under the field's name",
        False,
    ),
    "did not find expected node content": (
        "a value is missing here; close the bracket, or take out a comma that stands alone",
        False,
    ),
    "found unexpected end of stream": (
        "the quote that opens here is never closed; close it where the text ends",
        True,
    ),
    "found character that cannot start": (
        "a text cannot start with '{character}'; put it in quotes",
        False,
    ),
    "did not find expected alphabetic or numeric": (
        "a text cannot start with '{character}'; put it in quotes",
        True,
    ),
    "found unknown escape": (_BACKSLASH, False),
    "did not find expected hex": (_BACKSLASH, False),
    "found invalid Unicode": (_BACKSLASH, False),
    "did not find expected <document start>": (
        "what stands before this ends the file: a line '...', or a text or bracket outside of any"
        " field; take it out",
        False,
    ),
}
"""What libyaml says, in plain words, and whether the cause lies where it began to read."""


def _second_colon(mark: Any, lines: list[str]) -> YamlError:
    """The cause of a ': ' after what cannot be a name."""
    line = _at(lines, mark.line)
    if ": " in line[: mark.column]:
        return YamlError("a text that holds ': ' needs quotes around it", mark)
    above = max((n for n in range(mark.line) if _at(lines, n).strip()), default=mark.line)
    if above < mark.line and _indent(lines[above]) == _indent(line):
        return YamlError(_NO_COLON, start_of(above))
    return YamlError(f"this line is indented further than the lines above allow; {_LINED_UP}", mark)


def _unexpected(mark: Any, text: str, loader: Any) -> YamlError:
    """The cause of a token that fits nowhere: mostly a quote or bracket just before it."""
    before = _token_before(mark, text, loader)
    quoted = isinstance(before, yaml.ScalarToken) and before.style in ("'", '"')
    if quoted and before.start_mark.line < before.end_mark.line:
        return YamlError(
            f"the quote that opens here is closed only in line {before.end_mark.line + 1}; close"
            " it where the text ends",
            before.start_mark,
        )
    if before and before.end_mark.line == mark.line:
        return YamlError(_QUOTED_IN_PART if quoted else _AFTER_BRACKET, mark)
    return YamlError(f"this line does not begin where the lines of its entry do; {_LINED_UP}", mark)


def _token_before(mark: Any, text: str, loader: Any) -> Any:
    """The last thing that was read before a place; reading got that far, so it does again."""
    last = None
    for token in yaml.scan(text, Loader=loader):
        if (token.start_mark.line, token.start_mark.column) >= (mark.line, mark.column):
            break
        last = token
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _at(lines: list[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""
