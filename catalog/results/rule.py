"""Whether published figures tell no more than the rule for small groups allows.

The survey applies the rule when a quarter closes. This looks at what came out, without the answers,
so that a figure that was written into a file by hand is found.
"""

from collections.abc import Iterator

from catalog.fields import Loc
from catalog.results.figures import (
    Agreement,
    AgreementBand,
    Hidden,
    Score,
    ScoreBand,
    TeamFigure,
    percent,
    tenths,
)
from catalog.results.perceptions import Perceptions


def breaches(perceptions: Perceptions) -> Iterator[tuple[Loc, str]]:
    """Each figure that tells too much: where it stands, and why nobody may see it."""
    whole = 2 * perceptions.threshold
    for index, question in enumerate(perceptions.questions):
        for team, figure in question.answers.items():
            where = ("questions", index, "answers", team)
            if why := _too_much(figure, whole):
                yield where, f"{why}; this may not be published"
            if isinstance(figure, Hidden) and team in question.cannot_say:
                yield (
                    ("questions", index, "cannot_say", team),
                    f"the figure of {team} is hidden, so this may not be published either",
                )


def _too_much(figure: TeamFigure, whole: int) -> str:
    """Why a figure tells too much; nothing if it does not.

    ``whole`` is from how many people on counts are shown.
    """
    match figure:
        case Score(n=n, counts=dict() as counts) if max(counts.values()) >= n - 1:
            return "all of them, or all but one, gave the same answer"
        case Score(n=n, counts=None, mean=mean) if not _is_open(mean, n):
            return f"from a mean of {mean} of {n} people others could tell what single ones said"
        case ScoreBand(n=n, low=low, high=high) if (low, high) not in _score_bands(n, whole):
            return f"{low} to {high} is not a band that {n} people may have"
        case Agreement(n=n, counts=dict() as counts) if max(counts.values()) >= n - 2:
            return "all of them, or all but two, named the same stage"
        case Agreement(n=n, counts=None, share=share) if not _is_open_share(share, n):
            return f"from {share} percent of {n} people others could tell what single ones said"
        case AgreementBand(n=n, share_low=low, share_high=high) if (low, high) not in {
            (0, percent(2, n)),
            (percent(n - 2, n), 100),
        }:
            return f"{low} to {high} percent is not a band that {n} people may have"
        case _:
            return ""


def _is_open(mean: float, n: int) -> bool:
    """Whether a mean of so many people leaves open what all but one of them said."""
    return tenths(n + 6, n) <= mean <= tenths(5 * n - 6, n)


def _is_open_share(share: int, n: int) -> bool:
    """Whether a share of so many people leaves open what all but two of them said."""
    return percent(3, n) <= share <= percent(n - 3, n)


def _score_bands(n: int, whole: int) -> set[tuple[float, float]]:
    if n >= whole:
        return {(1, 3.4), (3.5, 5)}
    return {(1, tenths(n + 5, n)), (tenths(5 * n - 5, n), 5)}
