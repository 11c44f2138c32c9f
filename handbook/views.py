"""Everything that was asked, gathered by theme: each question over the quarters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, dropwhile

from catalog.definitions import Definitions
from catalog.results import PROMISES, Kind
from handbook.distributions import distribution
from handbook.history import Change
from handbook.movements import MovedByQuestion
from handbook.published import theme_words
from handbook.readings import Placement, Reading, not_asked, not_placed
from handbook.rounds import QuarterRound
from handbook.subjects import Subject, promises, statements, vignettes
from handbook.themes import Statement, ThemeView, Vignette
from handbook.ties import Ties, concerning, ties
from handbook.trends import trend


@dataclass(frozen=True)
class Views:
    """What the pages of themes are made from."""

    snapshots: Sequence[Definitions]
    """Today's definitions, then those of the closed quarters, newest first."""
    quarters: Sequence[QuarterRound]
    """Oldest first."""
    changes: Sequence[Change]
    moved: MovedByQuestion

    @property
    def themes(self) -> Iterator[ThemeView]:
        """Every theme, that of the promises last."""
        named = [theme.id for theme in self._definitions.survey.themes]
        rounds = [theme for closed in self.quarters for theme in closed.themes]
        asked = [theme.id for theme in rounds if theme.id != PROMISES]
        of_today = self._definitions, self.quarters
        scored = [*statements(*of_today), *promises(*of_today)]
        placed = vignettes(*of_today)
        for id in dict.fromkeys([*named, *asked, PROMISES]):
            name, intro = self._words(id)
            yield ThemeView(
                id=id,
                name=name,
                intro=intro,
                current=id in named or id == PROMISES,
                statements=tuple(self._statement(each) for each in scored if each.theme == id),
                vignettes=tuple(self._vignette(each) for each in placed if each.theme == id),
                rounds=tuple(theme for theme in rounds if theme.id == id),
            )

    @cached_property
    def _definitions(self) -> Definitions:
        return self.snapshots[0]

    @cached_property
    def _ties(self) -> Ties:
        return ties(self.snapshots)

    def _words(self, theme: str) -> tuple[str, str]:
        """The newest name and intro of a theme."""
        words = (theme_words(each, theme) for each in self.snapshots)
        return next(filter(None, words), (theme, ""))

    def _statement(self, subject: Subject) -> Statement:
        promise = subject.theme == PROMISES
        kinds: tuple[Kind, ...] = ("kept",) if promise else ("own", "guess")
        readings = [_reading(subject, closed) for closed in self.quarters]
        since_asked = tuple(dropwhile(lambda reading: not reading.asked, readings))
        tied = concerning(("sla" if promise else "item", subject.id), self.changes, self._ties)
        names = self._definitions.team_names
        called = (names, _labels(subject, readings, names) if promise else names)
        read = _last_read(subject, readings)
        return Statement(
            id=subject.id,
            wording=subject.wording,
            about=subject.about,
            current=subject.current,
            names=names,
            readings=since_asked,
            movements=tuple(chain(*(self.moved.get((kind, subject.id), ()) for kind in kinds))),
            trend=trend(read, readings, *called, *tied) if since_asked else None,
            distribution=distribution(read, readings, *called),
        )

    def _vignette(self, subject: Subject) -> Vignette:
        placements = [_placement(subject, closed) for closed in self.quarters]
        asked = tuple(each for each in placements if each.asked)
        tied = concerning(("vignette", subject.id), self.changes, self._ties)
        names = self._definitions.team_names
        read = _last_read(subject, placements)
        return Vignette(
            id=subject.id,
            wording=subject.wording,
            names=names,
            placements=asked,
            movements=tuple(self.moved.get(("stage", subject.id), ())),
            trend=trend(read, placements, names, names, *tied) if asked else None,
        )


def _last_read(subject: Subject, answered: Sequence[Reading | Placement]) -> str:
    """What people read the last time it was asked: their answers stand under no other words."""
    return next((each.wording for each in reversed(answered) if each.asked), subject.wording)


def _reading(subject: Subject, closed: QuarterRound) -> Reading:
    found = closed.by_id.get((subject.id, subject.theme == PROMISES))
    return found or not_asked(closed.quarter, subject.id, closed.teams)


def _labels(
    subject: Subject, readings: Sequence[Reading], names: Mapping[str, str]
) -> Mapping[str, str]:
    """What a promise's chart calls the teams: it says who gives it, if that was always so."""
    if any(reading.asked and reading.about != subject.about for reading in readings):
        return names
    return {
        team: f"{name} {'gives' if team == subject.about else 'receives'}"
        for team, name in names.items()
    }


def _placement(subject: Subject, closed: QuarterRound) -> Placement:
    found = (placement for placement in closed.placements if placement.id == subject.id)
    return next(found, not_placed(closed.quarter, subject.id, closed.teams))
