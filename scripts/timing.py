"""Whether the time of an answer tells anything about a code."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from random import SystemRandom
from statistics import mean, median
from time import perf_counter

import click
from flask.testing import FlaskClient
from stdnum import luhn

from catalog.quarters import Quarter
from catalog.reading import read_definitions
from catalog.workspace import Workspace
from survey import create_app
from survey.ballots import Ballot
from survey.codes import ALPHABET, draw_codes, hash_code, new_code
from survey.config import Config
from survey.opening import open_quarter
from survey.tallies import Tallies

_PEOPLE = 500
_WARMING = 200
_QUARTER, _TODAY = Quarter(2027, 1), date(2027, 1, 15)
_CHANCE = SystemRandom()


@dataclass(frozen=True)
class Alike:
    """How long two kinds of codes took, in ms by median, and how often the first took longer.

    ``longer`` is the probability that a request of the first kind takes longer than one of the
    second, ties counted half: 0.5 says that time tells nothing
    (the Mann-Whitney statistic over the number of pairs).
    """

    what: str
    first: float
    second: float
    longer: float


def measure_timing(workspace: Workspace, database: str, requests: int) -> list[Alike]:
    """Ask the survey in its own process, which is exacter than anybody's network, in turns.

    A used code, then one that differs from a live one in its last character, each beside codes
    that were never handed out; so many requests each.
    """
    config = Config.from_environment(
        {"COMMON_GROUND_WORKSPACE": str(workspace.root), "DATABASE_URL": database}
    )
    live, used = _open(config)
    app = create_app(config)
    with closing(app.extensions["tallies"]):
        client = app.test_client()
        return [
            _alike("used", client, lambda: _CHANCE.choice(used), requests),
            _alike("nearly right", client, lambda: _near(_CHANCE.choice(live)), requests),
        ]


def _open(config: Config) -> tuple[list[str], list[str]]:
    """Open a quarter in which half of the codes are used: the live ones and the used ones."""
    definitions = read_definitions(config.workspace.definitions).definitions
    codes = draw_codes(dict.fromkeys(definitions.team_ids, _PEOPLE // 2))
    with closing(Tallies(config.database)) as tallies:
        closes = _TODAY + timedelta(days=30)
        open_quarter(tallies, config.workspace, definitions, _QUARTER, codes, closes, _TODAY)
        live, used = codes.values()
        for code in used:
            tallies.cast(hash_code(code), Ballot((), ""))
    return live, used


def _near(code: str) -> str:
    """The code with another last character, and the check character that goes with it."""
    other = _CHANCE.choice(ALPHABET.replace(code[-2], ""))
    return code[:-2] + other + luhn.calc_check_digit(code[:-2] + other, ALPHABET)


def _alike(what: str, client: FlaskClient, code: Callable[[], str], requests: int) -> Alike:
    for _ in range(_WARMING):
        _ask(client, new_code())
    times = [(_ask(client, code()), _ask(client, new_code())) for _ in range(requests)]
    first, second = ([1000 * seconds for seconds in each] for each in zip(*times, strict=True))
    return Alike(what, median(first), median(second), share_longer(first, second))


def _ask(client: FlaskClient, code: str) -> float:
    fields, headers = {"code": code, "go": "begin"}, {"Sec-Fetch-Site": "same-origin"}
    start = perf_counter()
    status = client.post("/survey/", data=fields, headers=headers).status_code
    seconds = perf_counter() - start
    if status != 403:
        raise click.ClickException(f"a code that opens nothing was answered with {status}")
    return seconds


def share_longer(first: Sequence[float], second: Sequence[float]) -> float:
    """How often a time of the first is longer than one of the second, as in Alike."""
    ordered = sorted(second)
    ranks = (bisect_left(ordered, each) + bisect_right(ordered, each) for each in first)
    return mean(ranks) / 2 / len(ordered)
