"""Quarters are opened, answered, closed and interrupted in any order, as a model says.

Planted, and found: a code that is not deleted; a ballot that is counted while a quarter closes; a
close that wipes before it writes, and one that leaves the tallies.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import OpenQuarter
from catalog.workspace import Workspace
from survey.ballots import Ballot
from survey.casting import Outcome
from survey.closing import close_quarter, results_files
from survey.codes import draw_codes, hash_code, new_code
from survey.counts import Count
from survey.opening import open_quarter
from survey.states import QuarterError
from survey.tallies import Tallies
from tests.answering import CLOSES, QUARTER, TODAY, answers_of, counts_in
from tests.running import Postgres

STEPS = settings(
    max_examples=7,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # to make a failure shorter takes minutes with a database
    suppress_health_check=list(HealthCheck),
)
CHOICES = st.integers(0, 2)


@dataclass
class Round:
    """A quarter as it should be: who may still answer, and what was said."""

    quarter: Quarter
    state: str
    invited: dict[str, int]
    codes: dict[str, str]  # the team of each code that is not used
    used: list[str] = field(default_factory=list)
    counts: dict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    comments: list[str] = field(default_factory=list)
    is_wiped: bool = False

    def count(self, code: str, ballot: Ballot) -> None:
        """Take a ballot."""
        team = self.codes.pop(code)
        self.used.append(code)
        for question, answer in ballot.answers:
            self.counts[team, question][answer] += 1
        if ballot.comment:
            self.comments.append(ballot.comment)

    @property
    def answered(self) -> dict[str, int]:
        """How many of each team have."""
        left = Counter(self.codes.values())
        return {team: n - left[team] for team, n in self.invited.items()}

    def published(self, definitions: Definitions) -> dict[str, str]:
        """The files of its results."""
        opened = OpenQuarter(
            format=1,
            quarter=str(self.quarter),
            definitions=definitions,
            closes=CLOSES,
            invited=self.invited,
        )
        comments = tuple(sorted(self.comments))
        return results_files(Count(opened, self.answered, self.counts, comments))


class Quarters(RuleBasedStateMachine):
    """What people of ops and those who answer do, one after the other."""

    def __init__(self, url: str, folder: Path, definitions: Definitions) -> None:
        super().__init__()
        self.url, self.definitions = sa.make_url(url), definitions
        self.workspace = Workspace(folder)
        self.tallies = Tallies(self.url)
        self.round: Round | None = None
        self.next = QUARTER

    def teardown(self) -> None:
        self.tallies.close()

    def ballot(self, choice: int, comment: str) -> Ballot:
        answers = answers_of(self.definitions, choice)
        return Ballot(tuple(sorted(answers.items())), comment)

    def is_open(self) -> bool:
        return self.round is not None and self.round.state == "open"

    @rule(people=st.integers(1, 7))
    def open(self, people: int) -> None:
        codes = draw_codes(dict.fromkeys(self.definitions.team_ids, people))
        given = self.tallies, self.workspace, self.definitions, self.next, codes, CLOSES, TODAY
        if self.round and self.round.state != "closed":
            with pytest.raises(QuarterError, match="close it first"):
                open_quarter(*given)
            return
        open_quarter(*given)
        teams = {code: team for team, drawn in codes.items() for code in drawn}
        invited = {team: len(drawn) for team, drawn in codes.items()}
        self.round, self.next = Round(self.next, "open", invited, teams), self.next.next

    @precondition(lambda self: self.round)
    @rule(data=st.data(), choice=CHOICES, comment=st.sampled_from(["", "", "Hello", "“Ö”\nb"]))
    def cast(self, data: st.DataObject, choice: int, comment: str) -> None:
        assert self.round
        if not self.round.codes:
            return
        code = data.draw(st.sampled_from(sorted(self.round.codes)))
        ballot = self.ballot(choice, comment)
        outcome = self.tallies.cast(hash_code(code), ballot, str(self.round.quarter))
        if self.is_open():
            self.round.count(code, ballot)
        assert outcome is (Outcome.COUNTED if self.is_open() else Outcome.CLOSED)

    @precondition(lambda self: self.round and self.round.used)
    @rule(data=st.data(), choice=CHOICES)
    def retry(self, data: st.DataObject, choice: int) -> None:
        assert self.round
        code = data.draw(st.sampled_from(self.round.used))
        outcome = self.tallies.cast(hash_code(code), self.ballot(choice, ""))
        assert outcome is (Outcome.UNKNOWN if self.is_open() else Outcome.CLOSED)

    @rule(choice=CHOICES)
    def cast_with_an_unknown_code(self, choice: int) -> None:
        outcome = self.tallies.cast(hash_code(new_code()), self.ballot(choice, "?"))
        assert outcome is (Outcome.UNKNOWN if self.is_open() else Outcome.CLOSED)

    @precondition(lambda self: self.is_open() and self.round.codes)
    @rule(choice=CHOICES)
    def cast_a_form_of_an_earlier_quarter(self, choice: int) -> None:
        assert self.round
        hashed = hash_code(min(self.round.codes))
        earlier = str(self.round.quarter.previous)
        assert self.tallies.cast(hashed, self.ballot(choice, ""), earlier) is Outcome.CLOSED

    @rule()
    def start_the_server_anew(self) -> None:
        self.tallies.close()
        self.tallies = Tallies(self.url)

    @precondition(lambda self: self.round)
    @rule()
    def close(self) -> None:
        assert self.round
        if self.round.state == "closed":
            with pytest.raises(QuarterError, match="is closed already"):
                close_quarter(self.tallies, self.workspace, self.round.quarter)
            return
        folder = close_quarter(self.tallies, self.workspace, self.round.quarter)
        self.round.state, self.round.is_wiped = "closed", True
        files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
        assert files == self.round.published(self.definitions)

    @precondition(lambda self: self.round and self.round.state != "closed")
    @rule(steps=st.integers(0, 7))
    def close_until_the_power_goes(self, steps: int) -> None:
        assert self.round
        with power_for(self.tallies, steps) as done, suppress(PowerError):
            close_quarter(self.tallies, self.workspace, self.round.quarter)
        commits = done.count("commit")
        if commits:
            self.round.state = "closed" if commits == 3 else "closing"
        if commits > 1:
            self.round.is_wiped = True

    @invariant()
    def everything_stored_is_what_the_model_says(self) -> None:
        progress = self.tallies.progress()
        is_kept = self.round and not self.round.is_wiped
        assert counts_in(self.tallies) == (self.round.counts if self.round and is_kept else {})
        if not self.is_open():
            assert progress is None
            return
        assert self.round
        assert progress
        assert progress[0].quarter == str(self.round.quarter)
        assert progress[1] == self.round.answered


class PowerError(Exception):
    """The power is gone."""


@contextmanager
def power_for(tallies: Tallies, steps: int) -> Iterator[list[str]]:
    """It lasts for so many commits and files kept; gives which of them were done."""
    done: list[str] = []
    fsync = os.fsync

    def go_on(step: str) -> None:
        if len(done) == steps:
            raise PowerError
        done.append(step)

    def commit(_: sa.Connection) -> None:
        go_on("commit")

    def keep(descriptor: int) -> None:
        go_on("fsync")
        fsync(descriptor)

    sa.event.listen(tallies._engine, "commit", commit)
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(os, "fsync", keep)
            yield done
    finally:
        sa.event.remove(tallies._engine, "commit", commit)


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """A fresh database at each call, given as its URL."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{mkdtemp(dir=tmp_path)}/survey.db"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new_database


def test_whatever_happens_in_which_order_quarters_go_as_the_model_says(
    new_database: Callable[[], str], small: Definitions, tmp_path: Path
) -> None:
    class Here(Quarters):
        def __init__(self) -> None:
            super().__init__(new_database(), Path(mkdtemp(dir=tmp_path)), small)

    run_state_machine_as_test(Here, settings=STEPS)
