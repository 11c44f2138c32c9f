"""The themes of a quarter on a map: how high the scores are, and how far the teams are apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from math import ceil

from handbook.canvas import FAINT, Part, canvas
from handbook.labels import LINE, fitted
from handbook.layers import DASHED, QUIET, WIDTH, Spec, bar, bars, rule, rules, texts, words
from handbook.placing import Box, name_places
from handbook.readings import ThemeRound
from handbook.rounds import QuarterRound
from handbook.scores import HIGHEST, Figure, average, widest_first
from handbook.theme_marks import ThemeMark
from handbook.words import listed

_LEFT, _RIGHT = 30, WIDTH - 8
_POINT = (_RIGHT - _LEFT) / 4
"""How long a point of the level is."""
_TOP = 2 * LINE + 8
"""Where the map itself starts, below the words for its upper corners."""
_LOWEST, _HIGHER = 270, 40
"""The least height of the map, and by how much it grows until all names have room."""
_LEAST_GAP = 2
"""The widest gap for which the map has room, unless there is a wider one; in points."""


@dataclass(frozen=True)
class ThemeMap:
    """Level against gap: a mark for each theme of which both are shown.

    The mark is a square, because circle and diamond are the teams'.
    """

    quarter: QuarterRound

    @cached_property
    def themes(self) -> tuple[ThemeRound, ...]:
        """The themes on the map, furthest apart first."""
        shown = (each for each in self.quarter.themes if not _why_not(each))
        return tuple(sorted(shown, key=lambda each: widest_first(each.real_gap)))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The themes that are not on the map, each with why."""
        return tuple(
            f"{each.name} ({why})" for each in self.quarter.themes if (why := _why_not(each))
        )

    @property
    def title(self) -> str:
        """What the map is about."""
        return f"How far apart the teams were on each theme in {self.quarter.quarter}"

    @property
    def description(self) -> str:
        """What it shows, in a sentence."""
        start, themes = f"In {self.quarter.quarter}, ", self.themes
        if not themes:
            return f"{start}no theme can be put on the map: {listed(self.left_out)}."
        said = f"{start}the teams were furthest apart on {_told(themes[0])}"
        if len(themes) == 1:
            said = f"{start}the teams were apart on {_told(themes[0])}"
        else:
            said += f" and closest on {_told(themes[-1])}"
        if self.left_out:
            said += f"; not on the map: {listed(self.left_out)}"
        return f"{said}."

    @property
    def parts(self) -> list[Part]:
        """The drawing, which always fits on a sheet."""
        return [Part(self._spec, self.description)]

    @property
    def _spec(self) -> Spec:
        frame, marks = self._placed
        area = bar(_LEFT, _RIGHT, frame.middle, frame.bottom - frame.top, QUIET, 0.06)
        labels = (mark.label for mark in marks)
        layers = [
            *bars([area], cornerRadius=3),
            *rules([*_halves(frame), *chain(*(mark.tie for mark in marks))]),
            *bars((mark.square for mark in marks), cornerRadius=1),
            *texts([*labels, *_corners(frame), *self._numbers(frame)]),
        ]
        return canvas(frame.bottom + 4 * LINE + 14, layers)

    @cached_property
    def _placed(self) -> tuple[Box, list[ThemeMark]]:
        """The map's frame, just so high that every name has room, and the themes in it."""
        frames = (Box(_LEFT, _TOP, _RIGHT, _TOP + height) for height in count(_LOWEST, _HIGHER))
        tried = ((frame, self._marks(frame)) for frame in frames)
        return next((frame, marks) for frame, marks in tried if marks is not None)

    def _marks(self, frame: Box) -> list[ThemeMark] | None:
        names = [fitted(each.name, 28) for each in self.themes]
        points = [(_x(each), self._y(each, frame)) for each in self.themes]
        places = name_places(names, points, frame)
        if places is None:
            return None
        placed = zip(names, map(_told, self.themes), points, places, strict=True)
        return [ThemeMark(name, told, x, y, box) for name, told, (x, y), box in placed]

    @cached_property
    def _widest(self) -> int:
        """The gap at the upper edge, in whole points."""
        return max(_LEAST_GAP, *(ceil(each.real_gap.value or 0) for each in self.themes))

    def _y(self, theme: ThemeRound, frame: Box) -> float:
        return frame.bottom - (theme.real_gap.value or 0) / self._widest * (
            frame.bottom - frame.top
        )

    def _numbers(self, frame: Box) -> Iterator[Spec]:
        for score in range(1, HIGHEST + 1):
            yield words(
                str(score), _LEFT + (score - 1) * _POINT, frame.bottom + 12, FAINT, "center"
            )
        for points in range(self._widest + 1):
            y = frame.bottom - points / self._widest * (frame.bottom - frame.top)
            yield words(str(points), _LEFT - 14, y, FAINT, "center")


def level(theme: ThemeRound) -> Figure:
    """The average of both teams' levels, shown only where both are."""
    return average(theme.level(team) for team in theme.teams)


def _why_not(theme: ThemeRound) -> str:
    """Why a theme is not on the map; empty if it is."""
    if not theme.readings:
        return "no statements"
    figures = (theme.real_gap, level(theme))
    return next((each.why_not for each in figures if not each.shown), "")


def _told(theme: ThemeRound) -> str:
    return f"{theme.name} ({theme.real_gap.text} points, level {level(theme).text})"


def _x(theme: ThemeRound) -> float:
    return _LEFT + ((level(theme).value or 0) - 1) * _POINT


def _halves(frame: Box) -> Iterator[Spec]:
    """The lines that cut the map into four."""
    across = (_LEFT + _RIGHT) / 2
    yield rule((across, frame.top), (across, frame.bottom), opacity=0.25, dash=DASHED)
    yield rule((_LEFT, frame.middle), (_RIGHT, frame.middle), opacity=0.25, dash=DASHED)


def _corners(frame: Box) -> Iterator[Spec]:
    """What lies in each quarter of the map."""
    for gap, top in (("Far apart,", 0.0), ("Close together,", frame.bottom + 24)):
        for number, (low, high) in enumerate(((gap, gap), ("low scores", "high scores"))):
            y = top + (number + 0.5) * LINE
            yield words(low, _LEFT, y)
            yield words(high, _RIGHT, y, align="right")
