"""Where everything of a trend's chart stands.

Places are in units from the plot's upper left corner.
"""

from dataclasses import dataclass
from functools import cached_property

from catalog.quarters import Quarter
from handbook.labels import LINE, EndLabel, end_labels, width_of
from handbook.layers import ROOM, WIDTH
from handbook.scores import HIDDEN
from handbook.trends import Series, Trend

PLOT = 180
"""How high the plot is."""
ASIDE = 10
"""From the plot to the words at its right."""
LANE = 30
"""The height of the lane below the scale in which hidden figures stand."""
LANE_MIDDLE = PLOT + 3 + LANE / 2
LANE_ROW = 6
"""How far hidden own views stand above the middle of the lane, and guesses below it."""
TOO_FEW = ("too few", "answers")
RANGE = "Answers too alike: in this range"
"""What the key says about figures of which only a range is shown."""
_ROW = 22
"""The height of a row above the scale: the letters of changes, the key."""
_APART_IN_STEPS = 0.24
"""From one mark to the next where quarters are narrow, in widths of a quarter: four fit in."""
_BETWEEN = 0.1
"""How much stays free between two marks at least."""
_LEAST_ROOM = 4
"""The width of the smallest mark that is seen to be one; with over twelve quarters they touch."""
_LINE, _LINE_IN_ROOMS = 2.5, 0.35
"""The width of a line, and where marks are small in widths of a mark."""


@dataclass(frozen=True)
class Plot:
    """The places of a trend's marks and words."""

    shown: Trend

    @cached_property
    def own(self) -> list[Series]:
        """What the teams said themselves."""
        return [series for series in self.shown.series if not series.guess]

    @cached_property
    def names(self) -> list[EndLabel]:
        """The labels at the right ends of the lines."""
        return end_labels(self.own, self.shown.quarters[-1], self.shown.unit, PLOT)

    @cached_property
    def lane(self) -> float:
        """The height of the lane for hidden figures; 0 if there are none."""
        return LANE * any(HIDDEN in series.figures.values() for series in self.shown.series)

    @cached_property
    def padding(self) -> dict[str, float]:
        """The room around the plot."""
        beside = [line for label in self.names for line in label.lines]
        beside += TOO_FEW * bool(self.lane)
        return {
            "left": self._left,
            "right": ASIDE + 2 + max(map(width_of, beside), default=0),
            "top": 10 + self._letters + _ROW * len({y for _, _, y in self.key}),
            "bottom": self.lane + 2 * LINE + 8,
        }

    @cached_property
    def width(self) -> float:
        """The width of the plot."""
        return WIDTH - self.padding["left"] - self.padding["right"]

    @cached_property
    def step(self) -> float:
        """From one quarter to the next."""
        return self.width / len(self.shown.quarters)

    @cached_property
    def _left(self) -> float:
        """The width of the values to the left of the plot."""
        unit = self.shown.unit
        return 13 + max(width_of(f"{tick}{unit.sign}") for tick in unit.ticks)

    @cached_property
    def _letters(self) -> float:
        """The height of the row of letters that name changes."""
        return _ROW * bool(self.shown.marks)

    @cached_property
    def key(self) -> list[tuple[Series | None, float, float]]:
        """What the key above the plot explains, each with its place; None: a range."""
        bottom = -self._letters - 17
        return [
            (each, sum(self._key_width(before) for before in row[:n]), bottom - _ROW * up)
            for up, row in enumerate(reversed(self._key_rows))
            for n, each in enumerate(row)
        ]

    @property
    def _key_rows(self) -> list[list[Series | None]]:
        """Guesses side by side if they fit, ranges below."""
        guesses = [series for series in self.shown.series if series.guess]
        fit = sum(map(self._key_width, guesses)) < WIDTH - self._left
        rows: list[list[Series | None]] = [[*guesses]] if fit else [[each] for each in guesses]
        return [row for row in rows if row] + [[None]] * self._ranges

    @staticmethod
    def _key_width(series: Series | None) -> float:
        return width_of(series.name if series else RANGE) + 34

    @cached_property
    def _ranges(self) -> bool:
        """Whether any figure is shown as a range only."""
        return any(each.band for series in self.shown.series for each in series.figures.values())

    def middle(self, quarter: Quarter) -> float:
        """The middle of a quarter, from the left."""
        return (quarter.since(self.shown.quarters[0]) + 0.5) * self.step

    @cached_property
    def _apart(self) -> float:
        """From one mark to the next in the same quarter."""
        return min(ROOM, _APART_IN_STEPS * self.step)

    @cached_property
    def room(self) -> float:
        """How wide a mark is, so that those of equal figures stand side by side."""
        return max(_LEAST_ROOM, self._apart - _BETWEEN)

    @cached_property
    def line(self) -> float:
        """How wide the lines through the marks are."""
        return min(_LINE, _LINE_IN_ROOMS * self.room)

    def across(self, series: Series, quarter: Quarter) -> float:
        """Where the marks of a series stand in a quarter: own views inside, guesses beside them."""
        apart = self._apart * (1.5 if series.guess else 0.5)
        return self.middle(quarter) + (apart if series.place else -apart)

    def down(self, value: float) -> float:
        """Where a value lies, from the top."""
        return PLOT * self.shown.unit.below_top(value)
