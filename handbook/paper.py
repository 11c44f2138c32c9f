"""How much one sheet of paper holds: texts that are cut, and lists that share its lines.

Lines are estimated, rather too many, since no font is known.
"""

from collections.abc import Sequence
from math import ceil
from textwrap import shorten

from handbook.labels import fitted

_COLUMN, _ACROSS = 47, 98
"""How many characters a line holds, in one of two columns and across both, on A4."""

SHEET = 45
"""How many lines of lists fit below their headings; Letter, which is shorter, decides."""

WORDING = 100
"""From so many characters on, a wording or name is cut short."""

_BETWEEN = 0.25
"""The space after an item, in lines."""
_AND_MORE = 1.25
"""The lines that say how many items are left out."""


def cut(text: str, most: int = WORDING) -> str:
    """A text of at most so many characters, cut short after a whole word if need be."""
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    short = shorten(whole, most, placeholder="…")
    return short if len(short) > most // 2 else fitted(text, most)


def in_column(wording: str, beside: int) -> float:
    """The lines of an item in one of two columns: a wording, and so many characters beside it."""
    return _lines(len(cut(wording)) + beside, _COLUMN)


def across(wording: str, beside: int) -> float:
    """The same for an item across both columns."""
    return _lines(len(cut(wording)) + beside, _ACROSS)


def _lines(characters: int, width: int) -> float:
    return ceil(characters / width) + _BETWEEN


def shares(
    room: float, left: Sequence[float], right: Sequence[float], below: Sequence[float]
) -> tuple[int, int, int]:
    """How many items are shown of two lists side by side, and of one below them.

    Each has one at least; then they get another one in turns, as long as it fits.

    Args:
        room: lines for all of them.
        left: the lines of each item, those that matter most first.
        right: those of the items beside them.
        below: those of the items across both columns.
    """
    lists = (left, right, below)
    shown = [min(1, len(items)) for items in lists]
    growing = [0, 1, 2]
    while growing:
        place = growing.pop(0)
        more = [number + (at == place) for at, number in enumerate(shown)]
        one, two, three = map(_height, lists, more)
        if more[place] <= len(lists[place]) and max(one, two) + three <= room:
            shown = more
            growing.append(place)
    one_shown, two_shown, three_shown = shown
    return one_shown, two_shown, three_shown


def _height(items: Sequence[float], shown: int) -> float:
    return sum(items[:shown]) + (_AND_MORE if shown < len(items) else 0)
