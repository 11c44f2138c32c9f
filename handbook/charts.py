"""A trend in, its Vega-Lite specification out.

Colours are the stylesheet's variables. The teams are told apart by shape as well: the first of
company.yml is a circle, the second a diamond.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from catalog.quarters import Quarter
from handbook.labels import LINE, fitted, quarter_labels
from handbook.layers import (
    DASHED,
    QUIET,
    Spec,
    bar,
    bars,
    colour,
    drawing,
    lines,
    mark,
    marks,
    range_mark,
    rule,
    rules,
    shades,
    texts,
    words,
)
from handbook.plots import ASIDE, LANE, LANE_MIDDLE, LANE_ROW, PLOT, RANGE, TOO_FEW, Plot
from handbook.scores import HIDDEN
from handbook.trends import Series, Trend


def trend(shown: Trend) -> Spec:
    """The chart of one statement's, promise's or vignette's trend.

    Own figures are filled marks on a line that breaks where nothing is shown and where people read
    something else; behind each is its interval, and between both lines a shade. Guesses are hollow
    marks. Where only a range is shown, the mark is as high as the range. What is hidden stands in
    a lane below the scale. A dashed line with a letter marks each change between two quarters.
    """
    return _Chart(shown, Plot(shown)).spec


@dataclass(frozen=True)
class _Chart:
    shown: Trend
    plot: Plot

    @property
    def spec(self) -> Spec:
        layers = [
            *shades(self._gap()),
            *bars(self._lane()),
            *rules([*self._grid(), *self._changes(), *self._intervals()]),
            *lines(self._lines(), self.plot.line),
            *marks([*self._marks(), *self._hidden(), *self._key_marks()]),
            *texts([*self._axes(), *self._words()]),
        ]
        return drawing(self.plot.width, PLOT, self.plot.padding, layers)

    def _lines(self) -> Iterator[Spec]:
        """The points of the teams' lines, with the unbroken run that each belongs to."""
        for series in self.plot.own:
            look = {"colour": colour(series.place)}
            for quarter, run in self._runs([series]):
                x, y = self._point(series, quarter)
                yield {"x": x, "y": y, "run": f"{series.place}.{run}", **look}

    def _gap(self) -> Iterator[Spec]:
        """The corners of the areas between both teams' lines: along one, back along the other."""
        first, second = self.plot.own[0], self.plot.own[-1]
        for run, found in groupby(self._runs(self.plot.own), key=lambda each: each[1]):
            quarters = [quarter for quarter, _ in found]
            there = [self._point(first, quarter) for quarter in quarters]
            back = [self._point(second, quarter) for quarter in reversed(quarters)]
            for turn, (x, y) in enumerate([*there, *back] if len(quarters) > 1 else []):
                yield {"x": x, "y": y, "turn": turn, "run": run}

    def _runs(self, together: list[Series]) -> Iterator[tuple[Quarter, int]]:
        """The quarters in which all of these are shown, with the unbroken run each belongs to."""
        run = 0
        for quarter in self.shown.quarters:
            shown = all(series.at(quarter).shown for series in together)
            run += quarter in self.shown.breaks or not shown
            if shown:
                yield quarter, run

    def _point(self, series: Series, quarter: Quarter) -> tuple[float, float]:
        value = series.at(quarter).value
        assert value is not None, "runs are of figures that are shown"
        return self.plot.across(series, quarter), self.plot.down(value)

    def _lane(self) -> Iterator[Spec]:
        """The lane that hidden figures stand in."""
        if self.plot.lane:
            yield bar(0, self.plot.width, LANE_MIDDLE, LANE - 4, QUIET, 0.08)

    def _grid(self) -> Iterator[Spec]:
        for tick in self.shown.unit.ticks:
            y = self.plot.down(tick)
            yield rule((0, y), (self.plot.width, y), opacity=0.18)

    def _changes(self) -> Iterator[Spec]:
        """A dashed line between two quarters for what changed there."""
        for each in self.shown.marks:
            x = self.plot.middle(each.quarter) - self.plot.step / 2
            yield rule((x, -4), (x, PLOT + self.plot.lane), opacity=0.7, dash=DASHED)

    def _intervals(self) -> Iterator[Spec]:
        """Where the mean of the whole team may lie, behind each team's own figures."""
        for series in self.plot.own:
            for quarter in self.shown.quarters:
                if estimate := series.at(quarter).estimate:
                    x, ends = self.plot.across(series, quarter), estimate.interval
                    low, high = self.plot.down(ends.low), self.plot.down(ends.high)
                    stroke = colour(series.place)
                    yield rule((x, low), (x, high), stroke, width=1.5, opacity=0.75)

    def _marks(self) -> Iterator[Spec]:
        for series in self.shown.series:
            for quarter in self.shown.quarters:
                figure, told = series.at(quarter), self.shown.told(series, quarter)
                x = self.plot.across(series, quarter)
                if figure.band:
                    bottom, top = map(self.plot.down, figure.band)
                    look = series.place, series.guess, x, (top + bottom) / 2
                    yield range_mark(*look, bottom - top, told)
                elif figure.value is not None:
                    y = self.plot.down(figure.value)
                    yield mark(series.place, series.guess, x, y, told, self.plot.room)

    def _hidden(self) -> Iterator[Spec]:
        """A mark in the lane for each figure that is hidden: guesses in a row of their own."""
        row = LANE_ROW * (self.plot.own != list(self.shown.series))
        for series in self.shown.series:
            for quarter in self.shown.quarters:
                if series.at(quarter) == HIDDEN:
                    x = self.plot.across(series, quarter)
                    y = LANE_MIDDLE + (row if series.guess else -row)
                    told = self.shown.told(series, quarter)
                    yield mark(series.place, series.guess, x, y, told, self.plot.room)

    def _key_marks(self) -> Iterator[Spec]:
        for series, x, y in self.plot.key:
            if series:
                yield mark(series.place, True, x, y)
            else:
                yield range_mark(0, False, x, y, 18) | {"colour": QUIET}

    def _axes(self) -> Iterator[Spec]:
        """The values at the left, the quarters below."""
        unit = self.shown.unit
        for tick in unit.ticks:
            y = self.plot.down(tick)
            yield words(f"{tick}{unit.sign}", -8, y, align="right")
        labels = quarter_labels(self.shown.quarters, self.plot.width)
        for quarter, label in zip(self.shown.quarters, labels, strict=True):
            for line, text in enumerate(label):
                y = PLOT + self.plot.lane + 6 + (line + 0.5) * LINE
                yield words(text, self.plot.middle(quarter), y, align="center")

    def _words(self) -> Iterator[Spec]:
        aside = self.plot.width + ASIDE
        for label in self.plot.names:
            for line, text in enumerate(label.lines):
                y = label.top + (line + 0.5) * LINE
                yield words(text, aside, y, colour(label.series.place), weight=600)
        for line, text in enumerate(TOO_FEW if self.plot.lane else ()):
            yield words(text, aside, LANE_MIDDLE + (line - 0.5) * LINE, weight=600)
        for series, x, y in self.plot.key:
            name = fitted(series.name, 35) if series else RANGE
            fill = colour(series.place) if series else QUIET
            yield words(name, x + 12, y, fill, weight=600)
        for each in self.shown.marks:
            x = self.plot.middle(each.quarter) - self.plot.step / 2
            yield words(each.letter, x, -13, align="center", weight=600)
