"""Results of all quarters, gathered by theme and by quarter: what the two teams think."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, dropwhile

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import PROMISES, Kind, OpenQuarter, Results
from handbook.distributions import distribution
from handbook.history import Change, changes
from handbook.movements import MovedByQuestion, Movement, by_question, movements
from handbook.published import read_quarter, theme_words
from handbook.readings import Placement, Reading, Teams, not_asked, not_placed
from handbook.rounds import QuarterRound
from handbook.subjects import Subject, promises, statements, vignettes
from handbook.themes import Statement, ThemeView, Vignette
from handbook.ties import Ties, concerning, ties
from handbook.trends import trend


@dataclass(frozen=True)
class PerceptionBook:
    """Everything the closed quarters say about what the teams think of their work together."""

    teams: Teams
    quarters: tuple[QuarterRound, ...]
    """Oldest first."""
    themes: tuple[ThemeView, ...]
    """Today's themes in their order, then those that are no longer asked; without promises."""
    promises: ThemeView
    movements: Mapping[Quarter, tuple[Movement, ...]]
    """Every figure of each closed quarter against earlier ones."""
    changes: tuple[Change, ...]
    """What changed in the agreement since the first closed quarter, oldest first."""
    open: OpenQuarter | None

    @property
    def latest(self) -> QuarterRound | None:
        """The quarter that closed last."""
        return self.quarters[-1] if self.quarters else None

    @property
    def current(self) -> tuple[ThemeView, ...]:
        """What the survey asks today, promises last."""
        return (*(theme for theme in self.themes if theme.current), self.promises)

    @property
    def past(self) -> tuple[ThemeView, ...]:
        """The themes that only earlier quarters asked."""
        return tuple(theme for theme in self.themes if not theme.current)

    def theme(self, id: str) -> ThemeView:
        """The theme with this id."""
        return next(theme for theme in (*self.themes, self.promises) if theme.id == id)


def perceive(results: Results, definitions: Definitions) -> PerceptionBook:
    """Gather all closed quarters under today's teams, themes, statements and promises.

    What is defined today and was never asked is there without readings; what was asked once
    and is no longer defined keeps its page.
    """
    changed = changes(results, definitions)
    quarters = tuple(read_quarter(closed, definitions, changed) for closed in results.quarters)
    snapshots = (definitions, *(closed.definitions for closed in reversed(results.quarters)))
    moved = movements(quarters)
    views = tuple(_views(snapshots, quarters, changed, by_question(moved.values())))
    return PerceptionBook(
        teams=definitions.team_ids,
        quarters=quarters,
        themes=views[:-1],
        promises=views[-1],
        movements=moved,
        changes=changed,
        open=results.open,
    )


def _views(
    snapshots: Sequence[Definitions],
    quarters: Sequence[QuarterRound],
    changed: Sequence[Change],
    moved: MovedByQuestion,
) -> Iterator[ThemeView]:
    """Every theme's page, that of the promises last; ``snapshots`` are newest first."""
    definitions = snapshots[0]
    named = [theme.id for theme in definitions.survey.themes]
    asked = [theme.id for closed in quarters for theme in closed.themes if theme.id != PROMISES]
    tied = ties(snapshots)
    scored = [*statements(definitions, quarters), *promises(definitions, quarters)]
    placed = vignettes(definitions, quarters)
    for id in dict.fromkeys([*named, *asked, PROMISES]):
        words = (theme_words(each, id) for each in snapshots)
        name, intro = next(filter(None, words), (id, ""))
        rounds = (theme for closed in quarters for theme in closed.themes if theme.id == id)
        yield ThemeView(
            id=id,
            name=name,
            intro=intro,
            current=id in named or id == PROMISES,
            statements=tuple(
                _statement(each, definitions, quarters, changed, tied, moved)
                for each in scored
                if each.theme == id
            ),
            vignettes=tuple(
                _vignette(each, definitions, quarters, changed, tied, moved)
                for each in placed
                if each.theme == id
            ),
            rounds=tuple(rounds),
        )


def _statement(
    subject: Subject,
    definitions: Definitions,
    quarters: Sequence[QuarterRound],
    changed: Sequence[Change],
    tied: Ties,
    moved: MovedByQuestion,
) -> Statement:
    promise = subject.theme == PROMISES
    kinds: tuple[Kind, ...] = ("kept",) if promise else ("own", "guess")
    names = {team.id: team.name for team in definitions.company.teams}
    readings = [_reading(subject, closed) for closed in quarters]
    since_asked = tuple(dropwhile(lambda reading: not reading.asked, readings))
    own, others = concerning(("sla" if promise else "item", subject.id), changed, tied)
    labels = _labels(subject, readings, names) if promise else names
    return Statement(
        id=subject.id,
        wording=subject.wording,
        about=subject.about,
        current=subject.current,
        names=names,
        readings=since_asked,
        movements=tuple(chain(*(moved.get((kind, subject.id), ()) for kind in kinds))),
        trend=trend(subject.wording, readings, names, labels, own, others) if since_asked else None,
        distribution=distribution(subject.wording, readings, names, labels),
    )


def _reading(subject: Subject, closed: QuarterRound) -> Reading:
    asked = closed.promises if subject.theme == PROMISES else closed.statements
    found = (reading for reading in asked if reading.id == subject.id)
    return next(found, not_asked(closed.quarter, subject.id, closed.teams))


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


def _vignette(
    subject: Subject,
    definitions: Definitions,
    quarters: Sequence[QuarterRound],
    changed: Sequence[Change],
    tied: Ties,
    moved: MovedByQuestion,
) -> Vignette:
    names = {team.id: team.name for team in definitions.company.teams}
    placements = [_placement(subject, closed) for closed in quarters]
    asked = tuple(each for each in placements if each.asked)
    own, others = concerning(("vignette", subject.id), changed, tied)
    return Vignette(
        id=subject.id,
        wording=subject.wording,
        names=names,
        placements=asked,
        movements=tuple(moved.get(("stage", subject.id), ())),
        trend=trend(subject.wording, placements, names, names, own, others) if asked else None,
    )


def _placement(subject: Subject, closed: QuarterRound) -> Placement:
    found = (placement for placement in closed.placements if placement.id == subject.id)
    return next(found, not_placed(closed.quarter, subject.id, closed.teams))
