"""What is published of the survey and of changes, as rows of open data.

A row never holds more than the pages may show: its figures come from ``results/``, and what is
hidden there has empty fields here.
"""

from collections.abc import Iterator

from catalog.results import QuarterResults
from handbook.estimates import Range
from handbook.followed import todays_teams
from handbook.model import Handbook
from handbook.movements import Movement
from handbook.records import ChangeRow, EvidenceRow, MovementRow, PerceptionRow, ResponseRow
from handbook.rounds import QuarterRound
from handbook.scores import Figure
from handbook.words import target


def perception_rows(book: Handbook) -> Iterator[PerceptionRow]:
    """Every published figure, in the order in which quarters closed and questions were asked."""
    for closed, read in zip(book.results.quarters, book.perceptions.quarters, strict=True):
        yield from _of_quarter(closed, read, book)


def _of_quarter(
    closed: QuarterResults, read: QuarterRound, book: Handbook
) -> Iterator[PerceptionRow]:
    teams = todays_teams(closed.definitions.team_ids, book.definitions.team_ids)
    for question in closed.perceptions.questions:
        for then in question.answers:
            figure = read.figures[question.kind, question.id][teams[then]]
            yield PerceptionRow(
                quarter=str(closed.quarter),
                kind=question.kind,
                id=question.id,
                theme=question.theme,
                about=teams.get(question.about, question.about) if question.about else None,
                wording=question.wording,
                team=teams[then],
                invited=closed.perceptions.response[then].invited,
                cannot_say=question.cannot_say.get(then),
                **_figures(figure, share=question.kind == "stage"),
            )


def _figures(figure: Figure, *, share: bool) -> dict[str, object]:
    """The fields of one team's answer; all but the reason are None where it is hidden."""
    estimate = figure.estimate
    value = figure.value
    return {
        "n": figure.n,
        "mean": None if share else value,
        "share": int(value) if share and value is not None else None,
        "why_not": figure.why_not,
        "counts": figure.counts,
        **_ends("band", Range(*figure.band) if figure.band else None),
        **_ends("interval", estimate.interval if estimate else None),
        **_ends("bounds", estimate.bounds if estimate else None),
    }


def _ends(name: str, span: Range | None) -> dict[str, float | None]:
    low, high = (round(span.low, 2), round(span.high, 2)) if span else (None, None)
    return {f"{name}_low": low, f"{name}_high": high}


def response_rows(book: Handbook) -> Iterator[ResponseRow]:
    """Who took part, by quarter and team."""
    for closed in book.perceptions.quarters:
        for team, response in closed.response.items():
            yield ResponseRow(
                quarter=str(closed.quarter),
                team=team,
                invited=response.invited,
                answered=response.answered,
                threshold=closed.threshold,
            )


def evidence_rows(book: Handbook) -> Iterator[EvidenceRow]:
    """How often promises were kept, of those that somebody counted, promise by promise."""
    return (
        EvidenceRow(
            quarter=str(each.quarter),
            id=id,
            cases=each.cases,
            kept=each.kept,
            agreed=target(each.agreed),
            source=each.source,
        )
        for id, measurements in book.evidence.items()
        for each in measurements
    )


def movement_rows(book: Handbook) -> Iterator[MovementRow]:
    """What moved, by the later quarter."""
    return (_movement(each) for moved in book.perceptions.movements.values() for each in moved)


def _movement(movement: Movement) -> MovementRow:
    return MovementRow(
        quarter=str(movement.quarter),
        since=str(movement.since),
        **movement.key._asdict(),
        before=_rounded(movement.before),
        now=_rounded(movement.now),
        verdict=movement.verdict,
        why=movement.why,
    )


def _rounded(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value, 1)


def change_rows(book: Handbook) -> Iterator[ChangeRow]:
    """What changed in the agreement, oldest first."""
    return (
        ChangeRow(
            quarter=str(change.quarter) if change.quarter else None,
            kind=change.kind,
            id=change.id,
            name=change.name,
            field=change.field,
            old=change.old,
            new=change.new,
        )
        for change in book.perceptions.changes
    )
