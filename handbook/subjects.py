"""Everything that was ever scored or placed: today's, then what only earlier quarters asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.definitions import Definitions
from catalog.results import PROMISES
from handbook.rounds import QuarterRound


@dataclass(frozen=True)
class Subject:
    """A statement, promise or vignette with its wording and theme: today's, or else the last."""

    id: str
    theme: str
    wording: str
    about: str
    """The team it is about or the one that gives the promise; ``both``."""
    current: bool
    """Whether the definitions still have it."""


def statements(definitions: Definitions, quarters: Sequence[QuarterRound]) -> list[Subject]:
    """The statements of all themes."""
    now = [
        Subject(item.id, theme.id, item.statement, item.about, current=True)
        for theme in definitions.survey.themes
        for item in theme.items
    ]
    return _joined(now, [each for each in _scored(quarters) if each.theme != PROMISES])


def promises(definitions: Definitions, quarters: Sequence[QuarterRound]) -> list[Subject]:
    """The promises, in the order of slas.yml."""
    now = [
        Subject(sla.id, PROMISES, sla.promise, sla.from_team, current=True)
        for sla in definitions.slas
    ]
    return _joined(now, [each for each in _scored(quarters) if each.theme == PROMISES])


def vignettes(definitions: Definitions, quarters: Sequence[QuarterRound]) -> list[Subject]:
    """The vignettes of all themes."""
    now = [
        Subject(vignette.id, theme.id, vignette.lead, "both", current=True)
        for theme in definitions.survey.themes
        for vignette in theme.vignettes
    ]
    earlier = [
        Subject(placement.id, theme.id, placement.wording, "both", current=False)
        for closed in quarters
        for theme in closed.themes
        for placement in theme.placements
    ]
    return _joined(now, earlier)


def _scored(quarters: Sequence[QuarterRound]) -> Iterator[Subject]:
    for closed in quarters:
        for theme in closed.themes:
            for reading in theme.readings:
                yield Subject(
                    reading.id, theme.id, reading.wording, reading.about or "both", current=False
                )


def _joined(now: list[Subject], asked: list[Subject]) -> list[Subject]:
    """Today's subjects, then those of earlier quarters that are gone, each as asked last."""
    today = {subject.id for subject in now}
    return [*now, *{each.id: each for each in asked if each.id not in today}.values()]
