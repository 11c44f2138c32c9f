"""The key above a distribution: which strength of colour is which answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

from handbook.labels import LINE
from handbook.layers import QUIET, Spec, bar, words

STRENGTH = (1, 0.35, 0.12, 0.35, 1)
"""How strong the colour of each answer is: strongest at the ends."""
_PAPER = "var(--paper)"
_BOX = 22
"""How wide and high an answer is in the key."""
_SIDE_WORDS = 14
"""How many characters a line beside the key holds."""


def fill_on(number: int) -> str:
    """The colour of words on the bar of an answer, counted from 0."""
    return _PAPER if STRENGTH[number] == 1 else QUIET


@dataclass(frozen=True)
class Key:
    """Five boxes around ``middle``, and the words for the lowest and the highest answer."""

    scale: tuple[str, ...]
    middle: float

    @cached_property
    def _ends(self) -> tuple[list[str], list[str]]:
        """Those words, in lines."""
        lowest, highest = self.scale[0], self.scale[-1]
        return _lines(lowest), _lines(highest)

    @cached_property
    def height(self) -> float:
        """From its upper to its lower edge."""
        return max(_BOX, *(LINE * len(lines) for lines in self._ends))

    @property
    def boxes(self) -> Iterator[Spec]:
        """The answers."""
        for number, strength in enumerate(STRENGTH):
            x = self._left(number)
            yield bar(x, x + _BOX, self.height / 2, _BOX - 2, QUIET, strength)

    @property
    def words(self) -> Iterator[Spec]:
        """Their numbers, and what the ends mean."""
        middle, half = self.height / 2, 2.5 * _BOX + 8
        low, high = self._ends
        for line, text in enumerate(low):
            y = middle + (line - (len(low) - 1) / 2) * LINE
            yield words(text, self.middle - half, y, align="right")
        for line, text in enumerate(high):
            y = middle + (line - (len(high) - 1) / 2) * LINE
            yield words(text, self.middle + half, y)
        for number, _ in enumerate(STRENGTH):
            x = self._left(number) + _BOX / 2
            yield words(f"{number + 1}", x, middle, fill_on(number), "center", weight=600)

    def _left(self, number: int) -> float:
        return self.middle + (number - 2.5) * _BOX


def _lines(text: str) -> list[str]:
    """A text in three lines at most."""
    return wrap(text, _SIDE_WORDS, max_lines=3, placeholder="…")
