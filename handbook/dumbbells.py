"""All statements of a quarter in one drawing: what both teams said, and what they guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from handbook.canvas import TALLEST, Part, canvas, wrapped
from handbook.dumbbell_key import Key
from handbook.dumbbell_rows import Row
from handbook.layers import Spec, bars, marks, rules, texts
from handbook.readings import Reading
from handbook.rounds import QuarterRound, furthest_apart, most_misjudged
from handbook.scores import widest_first
from handbook.words import capital, listed, quoted

_BETWEEN = 20
"""From one statement to the next."""


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
        return any(row.drawn for rows in self._rows for row in rows)

    @property
    def title(self) -> str:
        """What the drawing is about."""
        return f"What both teams said and guessed in {self.quarter.quarter}"

    @property
    def description(self) -> str:
        """What all of it shows, in a sentence."""
        return self._told(self.quarter.statements)

    def _told(self, statements: Sequence[Reading]) -> str:
        """What the drawing of these statements shows, in a sentence."""
        start = f"In {self.quarter.quarter}"
        if len(statements) < len(self.quarter.statements):
            start += ", among these statements"
        worst, apart = most_misjudged(statements), furthest_apart(statements)
        if apart is None:
            return f"{start}, too little can be shown to compare the two teams."
        said = []
        if worst is not None:
            said.append(
                f"the guesses were furthest off on {quoted(worst.wording)},"
                f" by {worst.misjudged.text} points on average"
            )
        scores = listed([f"{self.names[team]} {apart.own[team].text}" for team in apart.teams])
        said.append(
            f"what the teams said differs most on {quoted(apart.wording)},"
            f" by {apart.real_gap.size} points ({scores})"
        )
        return f"{start}, {'; '.join(said)}."

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
        return f"{capital('; '.join(missing))}." if missing else ""

    @property
    def parts(self) -> list[Part]:
        """The drawing, in parts that fit on paper."""
        return [Part(self._spec(rows), self._told(self._in(rows))) for rows in self._rows]

    def _in(self, rows: Iterable[Row]) -> list[Reading]:
        """The statements in these rows, in the order in which they were asked."""
        drawn = {row.reading.id for row in rows}
        return [each for each in self.quarter.statements if each.id in drawn]

    def _spec(self, rows: list[Row]) -> Spec:
        key, drawn = self._key, [row for row in rows if row.drawn]
        return canvas(
            rows[-1].bottom + 4,
            [
                *bars((row.lane for row in drawn), cornerRadius=3),
                *rules(chain(key.lines, *(row.lines for row in drawn))),
                *marks(chain(key.marks, *(row.marks for row in drawn))),
                *texts(chain(key.words, *(row.words for row in rows))),
            ],
        )

    @cached_property
    def _key(self) -> Key:
        names = tuple(self.names[team] for team in self.quarter.teams)
        return Key(names, guesses=bool(self.quarter.mirrored))

    @cached_property
    def _rows(self) -> list[list[Row]]:
        """The statements with their places, one below the other, each part below its own key."""
        parts: list[list[Row]] = [[]]
        top = self._key.bottom
        for reading in self.readings:
            notes = wrapped(self.note(reading), most_lines=None)
            row = Row(reading, self.names, tuple(wrapped(reading.wording)), tuple(notes), top)
            if parts[-1] and row.bottom > TALLEST:
                row = replace(row, top=self._key.bottom)
                parts.append([])
            parts[-1].append(row)
            top = row.bottom + _BETWEEN
        return parts


def _most_misjudged_first(reading: Reading) -> tuple[bool, float, bool, float]:
    return *widest_first(reading.misjudged), *widest_first(reading.real_gap)
