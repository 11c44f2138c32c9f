"""A trend in, its Vega-Lite specification out.

A chart is 380 units wide with text of 14, so that on a phone, where it is 330 pixels wide, text
keeps 12. Colours are the stylesheet's variables. The teams are told apart by shape as well: the
first of company.yml is a circle, the second a diamond.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handbook.labels import LINE, TEXT, EndLabel, end_labels, fitted, quarter_labels, width_of
from handbook.layers import QUIET, Spec, at, colour, layer, lines, mark, marks, texts, words
from handbook.scores import HIDDEN, NOT_ASKED
from handbook.trends import Mark, Series, Trend

WIDTH = 380
PLOT = 180
"""The height of the scale from 1 to 5."""
_LEFT = 22
_ASIDE = 10
"""From the plot to the words at its right."""
_LANE = 30
"""The height of the lane below the scale in which hidden figures stand."""
_LANE_MIDDLE = PLOT + 3 + _LANE / 2
_ROW = 22
"""The height of a row above the scale: the letters of changes, the key of guesses."""
_TOO_FEW = ("too few", "answers")

_CONFIG = {
    "aria": False,  # the drawing as a whole has a title and a description instead
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "gridColor": QUIET,
        "gridOpacity": 0.18,
        "labelColor": QUIET,
        "labelFontSize": TEXT,
        "labelLineHeight": LINE,
        "ticks": False,
        "title": None,
    },
    "text": {"fontSize": TEXT, "baseline": "middle"},
}


def trend(shown: Trend) -> Spec:
    """The chart of one statement's or promise's trend.

    Own views are filled marks on a line that breaks where nothing is shown and where the wording
    changed; guesses are hollow marks. What is hidden stands in a lane below the scale. A dashed
    line with a letter marks each change between two quarters.
    """
    return _Chart(shown).spec


@dataclass(frozen=True)
class _Chart:
    shown: Trend

    @property
    def spec(self) -> Spec:
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": self._plot,
            "height": PLOT,
            "autosize": "none",
            "padding": {
                "left": _LEFT,
                "right": self._right,
                "top": 10 + self._letter_row + _ROW * len({y for _, _, y in self._key}),
                "bottom": self._lane + 2 * LINE + 8,
            },
            "background": None,
            "config": _CONFIG,
            "encoding": self._axes(),
            "layer": [
                *self._band(),
                *self._changes(),
                *lines(point for series in self._own for point in self._points(series)),
                *marks(point for series in self.shown.series for point in self._points(series)),
                *marks([*self._hidden(), *self._key_marks()], off_axes=True),
                *texts(self._words()),
            ],
        }

    @cached_property
    def _own(self) -> list[Series]:
        return [series for series in self.shown.series if not series.guess]

    @cached_property
    def _guesses(self) -> list[Series]:
        return [series for series in self.shown.series if series.guess]

    @cached_property
    def _names(self) -> list[EndLabel]:
        return end_labels(self._own, self.shown.quarters[-1], PLOT)

    @cached_property
    def _lane(self) -> float:
        return _LANE * any(HIDDEN in series.figures.values() for series in self.shown.series)

    @cached_property
    def _letter_row(self) -> float:
        return _ROW * bool(self.shown.marks)

    @cached_property
    def _right(self) -> float:
        """The width of the words to the right of the plot."""
        beside = [line for label in self._names for line in label.lines]
        beside += _TOO_FEW * bool(self._lane)
        return _ASIDE + 2 + max(map(width_of, beside), default=0)

    @cached_property
    def _plot(self) -> float:
        """The width of the plot."""
        return WIDTH - _LEFT - self._right

    @cached_property
    def _step(self) -> float:
        """From one quarter to the next."""
        return self._plot / len(self.shown.quarters)

    @cached_property
    def _key(self) -> list[tuple[Series, float, float]]:
        """The guesses with their places above the plot: side by side if they fit."""
        widths = [width_of(series.name) + 34 for series in self._guesses]
        bottom = -self._letter_row - 14
        if sum(widths) < WIDTH - _LEFT:
            return [(each, sum(widths[:n]), bottom) for n, each in enumerate(self._guesses)]
        return [(each, 0, bottom - _ROW * n) for n, each in enumerate(reversed(self._guesses))]

    def _axes(self) -> Spec:
        quarters = self.shown.quarters
        labels = json.dumps(quarter_labels(quarters, self._plot))
        whole = {"nice": False, "zero": False}
        return {
            "x": {
                "field": "x",
                "type": "quantitative",
                "scale": {"domain": [-0.5, len(quarters) - 0.5], **whole},
                "axis": {
                    "values": list(range(len(quarters))),
                    "labelExpr": f"{labels}[datum.value]",
                    "labelOverlap": False,
                    "grid": False,
                    "offset": self._lane,
                },
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": {"domain": [1, 5], **whole},
                "axis": {"values": [1, 2, 3, 4, 5]},
            },
        }

    def _points(self, series: Series) -> Iterator[Spec]:
        """A mark for each figure that is shown, with the unbroken run it belongs to."""
        run = 0
        for x, quarter in enumerate(self.shown.quarters):
            figure = series.figures.get(quarter, NOT_ASKED)
            run += quarter in self.shown.breaks or not figure.shown
            if figure.value is not None:
                here = mark(series.place, series.guess, x, figure.value)
                yield {**here, "run": f"{series.place}.{run}"}

    def _band(self) -> Iterator[Spec]:
        """The lane that hidden figures stand in."""
        band = {"type": "rect", "opacity": 0.08, "cornerRadius": 4, "fill": QUIET}
        sides = at(x=0, x2=self._plot, y=PLOT + 6, y2=PLOT + _LANE)
        yield from layer(band, [{}] if self._lane else [], sides)

    def _hidden(self) -> Iterator[Spec]:
        """A mark in the lane for each figure that is hidden, the teams side by side."""
        for series in self.shown.series:
            for number, quarter in enumerate(self.shown.quarters):
                if series.figures.get(quarter) == HIDDEN:
                    x = (number + 0.5 + (series.place - 0.5) * 0.4) * self._step
                    yield mark(series.place, series.guess, x, _LANE_MIDDLE)

    def _key_marks(self) -> Iterator[Spec]:
        for series, x, y in self._key:
            yield mark(series.place, True, x, y)

    def _changes(self) -> Iterator[Spec]:
        """A dashed line between two quarters for what changed there."""
        changed = [{"x": self._number(each) - 0.5} for each in self.shown.marks]
        rule = {"type": "rule", "strokeDash": [4, 3], "opacity": 0.7, "stroke": QUIET}
        yield from layer(rule, changed, at(y=-4, y2=PLOT + self._lane))

    def _number(self, change: Mark) -> int:
        return self.shown.quarters.index(change.quarter)

    def _words(self) -> Iterator[Spec]:
        for label in self._names:
            for line, text in enumerate(label.lines):
                middle = label.top + (line + 0.5) * LINE
                yield words(text, self._plot + _ASIDE, middle, colour(label.series.place))
        for line, text in enumerate(_TOO_FEW if self._lane else ()):
            yield words(text, self._plot + _ASIDE, _LANE_MIDDLE + (line - 0.5) * LINE)
        for series, x, y in self._key:
            yield words(fitted(series.name, 36), x + 12, y, colour(series.place))
        for each in self.shown.marks:
            middle = self._number(each) * self._step
            yield words(each.letter, middle - width_of(each.letter) / 2, -13)
