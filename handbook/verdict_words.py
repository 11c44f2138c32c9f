"""Verdicts in a sentence: what moved, what did not, and what cannot be told and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from handbook.movements import A_YEAR, Movement
from handbook.verdicts import CLEAR
from handbook.words import capital, listed

_NOTHING_EARLIER = "There is no earlier quarter to compare with yet."
_WHAT = {"own": "own view", "guess": "guess", "kept": "score", "stage": "share"}


def verdict_since(moved: Sequence[Movement], names: Mapping[str, str]) -> str:
    """What moved since the earlier quarters that one quarter is compared with, in a sentence.

    Args:
        moved: the movements of one question up to one quarter.
        names: what each team is called.
    """
    return _sentence(moved, names, _since) or _NOTHING_EARLIER


def verdict_by(moved: Sequence[Movement], names: Mapping[str, str]) -> str:
    """What had moved by the later quarters that are compared with one, in a sentence.

    Empty where no later quarter was. ``moved`` are the movements of one question from one quarter.
    """
    return _sentence(moved, names, lambda each: f"by {each.quarter}")


def _since(moved: Movement) -> str:
    a_year = moved.quarter.since(moved.since) == A_YEAR
    return f"over the year since {moved.since}" if a_year else f"since {moved.since}"


def _sentence(
    moved: Sequence[Movement], names: Mapping[str, str], when: Callable[[Movement], str]
) -> str:
    """A clause for each span of time; spans of which the same is to be said share one."""
    spans: dict[str, list[Movement]] = {}
    for each in moved:
        spans.setdefault(when(each), []).append(each)
    clauses: dict[str, list[str]] = {}
    for span, within in spans.items():
        clauses.setdefault(_clause(within, names), []).append(span)
    told = "; ".join(f"{listed(shared)}, {clause}" for clause, shared in clauses.items())
    return f"{capital(told)}." if told else ""


def _clause(moved: Sequence[Movement], names: Mapping[str, str]) -> str:
    """All of one span's verdicts: clear changes, then what cannot be told, then the rest."""
    parts = [*_clear_changes(moved, names), *_untold(moved, names)]
    if any(each.verdict == "no clear change" for each in moved):
        parts.append("otherwise no clear change" if parts else "no clear change")
    return ", ".join(parts)


def _clear_changes(moved: Sequence[Movement], names: Mapping[str, str]) -> Iterator[str]:
    for verdict in CLEAR:
        found = [
            f"{_series(each, names)} ({_from_to(each)})"
            for each in moved
            if each.verdict == verdict
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
    if moved.key.kind == "stage":
        return f"{moved.before.percent} to {moved.now.percent}"
    return f"{moved.before.text} to {moved.now.text}"
