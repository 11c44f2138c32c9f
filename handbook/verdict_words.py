"""Verdicts in a sentence: what moved, what did not, and what cannot be told and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from catalog.quarters import Quarter
from handbook.movements import A_YEAR, Movement, SeriesKey
from handbook.verdicts import CLEAR
from handbook.words import capital, listed

_NOTHING_EARLIER = "There is no earlier quarter to compare with yet."
_WHAT = {"own": "own view", "guess": "guess", "kept": "score", "stage": "share"}


def verdict_since(moved: Sequence[Movement], names: Mapping[str, str]) -> str:
    """What moved since the earlier quarters that one quarter is compared with, in a sentence.

    Spans of time of which the same is to be said share a clause.

    Args:
        moved: the movements of one question up to one quarter.
        names: what each team is called.
    """
    spans: dict[str, list[Movement]] = {}
    for each in moved:
        spans.setdefault(_since(each), []).append(each)
    clauses: dict[str, list[str]] = {}
    for span, within in spans.items():
        clauses.setdefault(_clause(within, names, _from_to), []).append(span)
    told = "; ".join(f"{listed(shared)}, {clause}" for clause, shared in clauses.items())
    return f"{capital(told)}." if told else _NOTHING_EARLIER


def verdict_up_to_last(moved: Sequence[Movement], names: Mapping[str, str]) -> str:
    """What moved within a span of quarters up to the last one, in a sentence.

    Empty if nothing was compared. ``moved`` are all movements of one question within the span,
    those of each series in the order of the quarters.
    """
    if not moved:
        return ""
    last = max(each.quarter for each in moved)
    series: dict[SeriesKey, list[Movement]] = {}
    for each in moved:
        series.setdefault(each.key, []).append(each)
    outstanding = [each for within in series.values() for each in _outstanding(within, last)]
    return f"Up to {last}, {_clause(outstanding, names, _from_to_when)}."


def moved_in_a_year(moved: Iterable[Movement]) -> str:
    """How many scores rose and fell clearly within a year, in a sentence; empty if none was judged.

    Args:
        moved: all movements of one quarter; guesses and vignettes are passed over.
    """
    judged = [
        each
        for each in moved
        if each.key.kind in ("own", "kept")
        and each.quarter.since(each.since) == A_YEAR
        and each.verdict != "cannot tell"
    ]
    if not judged:
        return ""
    rose, fell = (sum(each.verdict == clear for each in judged) for clear in CLEAR)
    return (
        f"Clearly risen since {judged[0].since}: {rose} of {len(judged)} scores that can be"
        f" compared; clearly fallen: {fell}."
    )


def _outstanding(moved: Sequence[Movement], last: Quarter) -> Iterable[Movement]:
    """The last clear rise and the last clear fall of one series.

    Without either, one comparison with the last quarter: that it is clear in none, or, if none
    could be judged, why nobody can tell.
    """
    clear = {each.verdict: each for each in moved if each.verdict in CLEAR}
    up_to_last = [each for each in moved if each.quarter == last]
    untold_last = sorted(up_to_last, key=lambda each: each.verdict == "cannot tell")
    return clear.values() or untold_last[:1]


def _since(moved: Movement) -> str:
    a_year = moved.quarter.since(moved.since) == A_YEAR
    return f"over the year since {moved.since}" if a_year else f"since {moved.since}"


def _clause(
    moved: Sequence[Movement], names: Mapping[str, str], figures: Callable[[Movement], str]
) -> str:
    """All of one span's verdicts: clear changes, then what cannot be told, then the rest."""
    parts = [*_clear_changes(moved, names, figures), *_untold(moved, names)]
    if any(each.verdict == "no clear change" for each in moved):
        parts.append("otherwise no clear change" if parts else "no clear change")
    return ", ".join(parts)


def _clear_changes(
    moved: Sequence[Movement], names: Mapping[str, str], figures: Callable[[Movement], str]
) -> Iterator[str]:
    for verdict in CLEAR:
        found = [
            f"{_series(each, names)} ({figures(each)})" for each in moved if each.verdict == verdict
        ]
        if found:
            yield f"a {verdict} in {listed(found)}"


def _untold(moved: Sequence[Movement], names: Mapping[str, str]) -> Iterator[str]:
    whys: dict[str, list[str]] = {}
    for each in moved:
        if each.verdict == "cannot tell":
            whys.setdefault(each.why, []).append(_series(each, names))
    for why, found in whys.items():
        about = "" if len(found) == len(moved) else f" about {listed(found)}"
        yield f"we cannot tell{about} ({why})"


def _series(moved: Movement, names: Mapping[str, str]) -> str:
    """Whose answers moved: ``Sales' own view``, ``Marketing's guess``."""
    name = names[moved.key.team]
    owner = f"{name}'" if name.endswith("s") else f"{name}'s"
    return f"{owner} {_WHAT[moved.key.kind]}"


def _from_to(moved: Movement) -> str:
    return " to ".join(_figures(moved))


def _from_to_when(moved: Movement) -> str:
    before, now = _figures(moved)
    return f"{before} in {moved.since} to {now} in {moved.quarter}"


def _figures(moved: Movement) -> tuple[str, str]:
    if moved.key.kind == "stage":
        return moved.before.percent, moved.now.percent
    return moved.before.text, moved.now.text
