"""The eight quarters of the demo: what the people of the shipped company answer, made from a seed.

The teams see leads and hand-offs more alike after the follow-up promise is tightened in 2025-Q3;
who contributes what stays contested. In 2026-Q1 too few people in marketing score one statement.
From 2025-Q2 on, somebody counts in the CRM: follow-up feels more kept than it is, the notes on why
proposals were won or lost less.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.definitions import Definitions, Item, Vignette
from catalog.quarters import Quarter

SEED = 20261004
TEAMS = {"sales": 34, "marketing": 21}
FIRST, LAST, OPEN = Quarter(2024, 4), Quarter(2026, 3), Quarter(2026, 4)
TIGHTENED = Quarter(2025, 3)
FEW = (Quarter(2026, 1), "marketing", "own.knows-sales")
"""In this quarter, of this team, only four people score this."""

RESPONSE = {
    "sales": (0.62, 0.68, 0.65, 0.74, 0.79, 0.76, 0.82, 0.85),
    "marketing": (0.62, 0.71, 0.67, 0.76, 0.86, 0.81, 0.76, 0.86),
}
"""Share of each team that answers, quarter by quarter."""

EARLIER_FOLLOW_UP = (
    (
        "every handed-over lead in person within four business hours.",
        "handed-over leads in person within two working days.",
    ),
    (
        "within: {amount: 4, unit: business-hours}",
        "within: {amount: 2, unit: business-days}",
    ),
    (
        "at_least: 90\n      unit: percent of handed-over leads",
        "at_least: 75\n      unit: percent of handed-over leads",
    ),
    (
        "agreed: {sales: 2025-06-24, marketing: 2025-06-24}",
        "agreed: {sales: 2024-07-02, marketing: 2024-07-02}",
    ),
)
"""How slas.yml read before 2025-Q3: what stands there now, and what stood there then."""


@dataclass(frozen=True)
class Path:
    """A mean score that stays until the promise is tightened, then moves to its end."""

    start: float
    end: float

    def at(self, quarter: Quarter) -> float:
        """The mean in a quarter."""
        return self.start + (self.end - self.start) * progress(quarter)


def progress(quarter: Quarter) -> float:
    """0 before the promise is tightened, then in equal steps up to 1 in the last quarter."""
    steps = quarter.since(TIGHTENED) + 1
    return min(1.0, max(0, steps) / (LAST.since(TIGHTENED) + 1))


# What sales thinks, what marketing thinks; what sales guesses of marketing, what marketing guesses
# of sales.
ITEMS: Mapping[str, tuple[Path, Path, Path, Path]] = {
    "craft-marketing": (Path(3.5, 3.8), Path(4.4, 4.4), Path(4.7, 4.6), Path(2.2, 2.9)),
    "craft-sales": (Path(4.4, 4.4), Path(3.7, 3.9), Path(2.4, 3.0), Path(4.7, 4.6)),
    "revenue-marketing": (Path(2.4, 2.5), Path(4.2, 4.2), Path(4.7, 4.7), Path(1.6, 1.7)),
    "revenue-sales": (Path(4.6, 4.6), Path(2.9, 2.9), Path(2.4, 2.5), Path(4.8, 4.8)),
    "horizon-sales": (Path(3.4, 3.5), Path(2.3, 2.6), Path(2.1, 2.4), Path(4.0, 4.0)),
    "horizon-marketing": (Path(2.6, 2.9), Path(3.8, 3.8), Path(4.3, 4.2), Path(2.0, 2.4)),
    "knows-marketing": (Path(2.7, 3.3), Path(3.6, 3.5), Path(4.3, 4.0), Path(2.2, 3.0)),
    "knows-sales": (Path(4.0, 4.0), Path(3.0, 3.4), Path(2.4, 3.2), Path(4.4, 4.2)),
    "lead-quality": (Path(2.3, 3.6), Path(4.1, 3.9), Path(4.6, 4.1), Path(1.8, 3.2)),
    "lead-follow-up": (Path(4.2, 4.1), Path(2.1, 3.8), Path(1.9, 3.5), Path(4.6, 4.3)),
    "same-goals": (Path(3.1, 3.7), Path(3.3, 3.8), Path(2.3, 3.3), Path(2.1, 3.2)),
    "fair-measures": (Path(3.0, 3.1), Path(2.5, 2.8), Path(3.0, 3.0), Path(3.4, 3.3)),
    "no-blame": (Path(2.7, 3.4), Path(2.5, 3.4), Path(2.1, 2.9), Path(2.2, 3.0)),
    "direction-top": (Path(3.2, 3.4), Path(2.8, 3.2), Path(3.0, 3.1), Path(3.3, 3.4)),
}
OTHER_ITEM = (Path(3.2, 3.4), Path(3.1, 3.3), Path(2.7, 3.0), Path(2.8, 3.0))

# How kept a promise feels to the team that gives it and to the team that receives it.
KEPT: Mapping[str, tuple[Path, Path]] = {
    "follow-up": (Path(4.0, 4.2), Path(2.2, 3.9)),
    "complete-leads": (Path(4.1, 4.1), Path(2.6, 3.4)),
    "sent-back": (Path(3.6, 3.9), Path(2.4, 3.3)),
    "win-loss-notes": (Path(3.0, 3.2), Path(2.3, 2.6)),
}
OTHER_PROMISE = (Path(3.8, 3.9), Path(3.2, 3.4))

RIGHT_STAGE = {"sales": Path(0.40, 0.72), "marketing": Path(0.58, 0.80)}
"""Share of a team that places a described lead where the handbook does."""

COMMENTS = (
    "The monthly numbers meeting is the first one I look forward to.",
    "Please keep the ride-alongs, even in busy months.",
    "I would like to know what happened to the leads I sent back.",
    "It helps to hear why a campaign was planned, not just when.",
)
"""Left by four people of the last quarter."""


COUNTED: Mapping[str, tuple[tuple[int, int], ...]] = {
    "follow-up": ((236, 183), (248, 149), (255, 171), (251, 181), (262, 204), (271, 228)),
    "sent-back": ((21, 17), (14, 13)),
    "win-loss-notes": ((34, 28), (31, 27), (38, 34)),
}
"""Cases, and in how many of them a promise was kept, in the quarters up to the last."""

SOURCE = "CRM, report “Promises, quarter by quarter”"


def counts(quarter: Quarter) -> str:
    """What was counted in a quarter, as a spreadsheet saves it; nothing if nobody counted yet."""
    back = LAST.since(quarter) + 1
    counted = {promise: each[-back] for promise, each in COUNTED.items() if back <= len(each)}
    rows = [f"{promise};{cases};{kept}" for promise, (cases, kept) in counted.items()]
    return "\n".join(["promise;cases;kept", *rows]) if rows else ""


def people(definitions: Definitions, quarter: Quarter) -> Iterator[tuple[str, dict[str, str]]]:
    """Everybody who answers in a quarter: their team, and their answer to each question.

    Answers are form fields: ``{"own.craft-sales": "4", "stage.vignette-webinar": "engaged", …}``.
    """
    index = quarter.since(FIRST)
    for team, size in TEAMS.items():
        for person in range(round(size * RESPONSE[team][index])):
            chance = random.Random(f"{SEED} {quarter} {team} {person}")
            answers = dict(_answers(definitions, quarter, team, chance))
            few_quarter, few_team, few_question = FEW
            if (quarter, team) == (few_quarter, few_team):
                answers[few_question] = "cannot-say" if person >= 4 else "3"
            if quarter == LAST and team == "sales" and person < len(COMMENTS):
                answers["comment"] = COMMENTS[person]
            yield team, answers


def _answers(
    definitions: Definitions, quarter: Quarter, team: str, chance: random.Random
) -> Iterator[tuple[str, str]]:
    side = definitions.team_ids.index(team)
    for theme in definitions.survey.themes:
        for item in theme.items:
            yield from _item(item, quarter, side, chance)
        for vignette in theme.vignettes:
            yield f"stage.{vignette.id}", _stage(definitions, vignette, quarter, team, chance)
    for sla in definitions.slas:
        giver, receiver = KEPT.get(sla.id, OTHER_PROMISE)
        path = giver if sla.from_team == team else receiver
        yield f"kept.{sla.id}", _score(path.at(quarter), chance)


def _item(
    item: Item, quarter: Quarter, side: int, chance: random.Random
) -> Iterator[tuple[str, str]]:
    paths = ITEMS.get(item.id, OTHER_ITEM)
    yield f"own.{item.id}", _score(paths[side].at(quarter), chance)
    if item.mirrored:
        yield f"guess.{item.id}", _score(paths[2 + side].at(quarter), chance)


def _score(mean: float, chance: random.Random) -> str:
    if chance.random() < 0.04:
        return "cannot-say"
    return str(min(5, max(1, round(chance.gauss(mean, 0.8)))))


def _stage(
    definitions: Definitions,
    vignette: Vignette,
    quarter: Quarter,
    team: str,
    chance: random.Random,
) -> str:
    if chance.random() < RIGHT_STAGE[team].at(quarter):
        return vignette.stage
    near = [stage.id for stage in definitions.stages if stage.kind == "open"]
    return chance.choice([stage for stage in near if stage != vignette.stage])
