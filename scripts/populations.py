"""Made-up teams and the answers of those who reply, in the form in which figures are published."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalog.results import SCORES, Agreement, Kind, Score
from handbook.estimates import Estimate, estimate_of
from survey.disclosure import figure
from survey.questionnaire import Question

THRESHOLD = 5
_STAGES = ("ours", "next", "later", "last")

Tally = tuple[int, ...]
"""How many gave each answer; of a vignette the first is the handbook's stage."""

Counts = NDArray[np.int64]
Shape = tuple[int, ...]
"""In which proportions a team gives each answer."""

SCORED: Mapping[str, Shape] = {
    "all five alike": (1, 1, 1, 1, 1),
    "around the middle": (1, 2, 4, 2, 1),
    "nearly all in the middle": (0, 1, 8, 1, 0),
    "most agree": (1, 2, 4, 8, 10),
    "most disagree": (10, 8, 4, 2, 1),
    "one long tail": (1, 1, 1, 1, 16),
    "both ends": (4, 1, 1, 1, 4),
    "two camps": (1, 0, 0, 0, 1),
    "two camps, one larger": (1, 0, 0, 0, 4),
    "one step apart": (0, 0, 1, 1, 0),
    "all but few at the end": (1, 0, 0, 0, 19),
    "all but very few at the end": (1, 0, 0, 0, 99),
    "all but few at the end, close by": (0, 0, 0, 1, 19),
    "nearly all the same": (0, 0, 1, 38, 1),
    "all the same": (0, 0, 0, 1, 0),
    "one end, few close by, one far off": (13, 2, 0, 0, 1),
}
PLACED: Mapping[str, Shape] = {
    f"{right} in 100, {stages}": (right * sum(wrong), *(each * (100 - right) for each in wrong))
    for right in (2, 5, 20, 50, 80, 95)
    for stages, wrong in {"one other stage": (1,), "three other stages": (3, 2, 1)}.items()
}


def team(shape: Shape, people: int) -> Counts:
    """A team that answers in these proportions as nearly as so many people can."""
    exact = np.array(shape) * people / sum(shape)
    whole = np.floor(exact).astype(np.int64)
    left = people - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return whole


@lru_cache(maxsize=100_000)
def estimate(kind: Kind, tally: Tally, invited: int) -> Estimate | None:
    """What the handbook makes of answers: counted, published and read; None of a band or less."""
    answers = SCORES if kind == "own" else _STAGES[: len(tally)]
    asked = Question(kind, "id", "theme", None, "Wording.", ())
    shown = figure(asked, dict(zip(answers, tally, strict=True)), THRESHOLD, answers[0])
    return estimate_of(shown, invited) if isinstance(shown, Score | Agreement) else None
