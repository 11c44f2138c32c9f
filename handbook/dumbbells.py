"""All statements of a quarter in one drawing: what both teams said, and what they guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from handbook.canvas import boxes, canvas, line, rules, side_by_side, wrapped, writing
from handbook.dumbbell_rows import Row
from handbook.labels import fitted, width_of
from handbook.layers import Spec, colour, mark, marks, words
from handbook.readings import Reading
from handbook.rounds import QuarterRound
from handbook.words import listed, quoted

_BETWEEN = 20
"""From one statement to the next."""
_KEY_ROW = 24
_DOTTED = {"strokeDash": [2, 3]}
_THICK = {"strokeWidth": 3}
_BAND = {"strokeWidth": 7, "opacity": 0.35}


_Sign = tuple[int, bool] | Literal["gap", "misread"]
"""A mark of the team in this place, hollow for a guess; or one of the lines."""


@dataclass(frozen=True)
class _Meaning:
    """What a mark or line means, and where in the key it stands."""

    text: str
    sign: _Sign
    x: float
    row: int

    @property
    def middle(self) -> float:
        return _KEY_ROW * (self.row + 0.5)


@dataclass(frozen=True)
class Dumbbells:
    """Both teams' own views and guesses, a row a statement, most misjudged first."""

    quarter: QuarterRound
    names: Mapping[str, str]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The statements: those whose guesses can be compared, then others by their real gap."""
        return tuple(sorted(self.quarter.statements, key=_most_misjudged_first))

    @property
    def drawn(self) -> bool:
        """Whether any statement has something to draw."""
        return any(row.drawn for row in self._rows)

    @property
    def title(self) -> str:
        """What the drawing is about."""
        return f"What both teams said and guessed in {self.quarter.quarter}"

    @property
    def description(self) -> str:
        """What it shows, in a sentence."""
        quarter = self.quarter
        worst, apart = quarter.most_misjudged, quarter.furthest_apart
        if apart is None:
            return f"In {quarter.quarter}, too little can be shown to compare the two teams."
        said = []
        if worst is not None:
            said.append(
                f"the guesses were furthest off on {quoted(worst.wording)},"
                f" by {worst.misjudged.text} points on average"
            )
        scores = listed([f"{self.names[team]} {apart.own[team].text}" for team in quarter.teams])
        said.append(
            f"what the teams said differs most on {quoted(apart.wording)},"
            f" by {apart.real_gap.size} points ({scores})"
        )
        return f"In {quarter.quarter}, {'; '.join(said)}."

    def note(self, reading: Reading) -> str:
        """Why a statement has not all of its marks; empty if it has."""
        figures = {self.names[team]: reading.own[team] for team in reading.teams}
        if reading.mirrored:
            figures |= {
                f"guess by {self.names[team]}": reading.guess[team] for team in reading.teams
            }
        missing = [f"{name}: {each.text}" for name, each in figures.items() if not each.shown]
        reasons = {each.text for each in figures.values()}
        if len(missing) == len(figures) and len(reasons) == 1:
            return f"Nothing can be shown: {reasons.pop()}."
        if not reading.mirrored:
            missing.append("guesses were not asked for")
        text = "; ".join(missing)
        return f"{text[:1].upper()}{text[1:]}." if text else ""

    @property
    def spec(self) -> Spec:
        """The specification of the drawing."""
        rows = [row for row in self._rows if row.drawn]
        return canvas(
            self._rows[-1].bottom + 4,
            [
                *boxes((row.lane for row in rows), opacity=0.06),
                *rules(chain(*(row.ticks for row in rows)), opacity=0.2),
                *self._bands(rows),
                *rules(chain(self._strokes("misread"), *(row.misreads for row in rows)), **_DOTTED),
                *rules(chain(self._strokes("gap"), *(row.gap for row in rows)), **_THICK),
                *marks(chain(self._signs(), *(row.marks for row in rows)), off_axes=True),
                *writing(chain(self._meanings(), *(row.words for row in self._rows))),
                *writing(chain(*(row.ends for row in rows)), "center"),
                *writing(chain(*(row.misread for row in rows)), "right", 600),
                *writing(chain(*(row.unit for row in rows)), "right"),
            ],
        )

    @cached_property
    def _rows(self) -> list[Row]:
        """The statements with their places, one below the other."""
        rows: list[Row] = []
        top = _KEY_ROW * (1 + self._key[-1].row) + 8.0
        for reading in self.readings:
            notes = wrapped(self.note(reading), most_lines=None)
            rows.append(Row(reading, tuple(wrapped(reading.wording)), tuple(notes), top))
            top = rows[-1].bottom + _BETWEEN
        return rows

    def _bands(self, rows: list[Row]) -> Iterator[Spec]:
        for place, team in enumerate(self.quarter.teams):
            found = chain(*(row.bands(team) for row in rows))
            yield from rules(found, stroke=colour(place), **_BAND)

    @cached_property
    def _key(self) -> list[_Meaning]:
        """What the marks and lines mean, side by side as far as there is room."""
        names = [self.names[team] for team in self.quarter.teams]
        told: list[tuple[str, _Sign]] = [(name, (place, False)) for place, name in enumerate(names)]
        if self.quarter.mirrored:
            told += [(f"Guess by {name}", (place, True)) for place, name in enumerate(names)]
            told += [("Misread", "misread")]
        told += [("Real gap", "gap")]
        fitting = [(fitted(text, 34), sign) for text, sign in told]
        places = side_by_side([width_of(text) + 38 for text, _ in fitting])
        return [_Meaning(*each, *place) for each, place in zip(fitting, places, strict=True)]

    def _signs(self) -> Iterator[Spec]:
        for each in self._key:
            if not isinstance(each.sign, str):
                yield mark(*each.sign, each.x + 9, each.middle)

    def _strokes(self, sign: str) -> Iterator[Spec]:
        for each in self._key:
            if each.sign == sign:
                yield line(each.x, each.middle, each.x + 18, each.middle)

    def _meanings(self) -> Iterator[Spec]:
        for each in self._key:
            yield words(each.text, each.x + 24, each.middle)


def _most_misjudged_first(reading: Reading) -> tuple[bool, float, bool, float]:
    misjudged, gap = reading.misjudged, abs(reading.real_gap)
    return (not misjudged.shown, -(misjudged.value or 0), not gap.shown, -(gap.value or 0))
