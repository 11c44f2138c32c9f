"""Ballots that wait are committed together, each once, or fail together.

Every test names the fault that was planted to see it fail.
"""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from random import random
from threading import Event, Thread
from time import sleep
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from survey import create_app
from survey.ballots import Ballot
from survey.batches import Batches
from survey.casting import Outcome, Vote, cast_all
from survey.codes import hash_code, new_code
from survey.counts import Count
from survey.states import begin_closing
from survey.states import closing as closing_quarter
from survey.tallies import Tallies
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import NewTallies, OpenASurvey

Q4 = str(QUARTER)
PROCESSES = 8


@pytest.fixture
def survey(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    return open_survey(database_url)


def vote(survey: OpenSurvey, code: str, choice: int = 3, comment: str = "") -> Vote:
    return Vote(hash_code(code), survey.ballot(choice, comment), Q4)


def cast_together(survey: OpenSurvey, votes: Sequence[Vote]) -> list[Outcome]:
    with survey.tallies.writing() as connection:
        return cast_all(connection, votes)


def counted(survey: OpenSurvey) -> Count:
    count = survey.count()
    assert count
    return count


class Gate:
    """A commit that waits to be let through, and keeps what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.open = Event(), Event()

    def commit(self, items: Sequence[int]) -> list[int]:
        self.batches.append(sorted(items))
        self.begun.set()
        assert self.open.wait(10)
        if 13 in items:
            raise LookupError("thirteen")
        return [item * 2 for item in items]


@contextmanager
def gathered(gate: Gate, items: Sequence[int]) -> Iterator[list[Future[int]]]:
    """The first item's commit is on its way, the others wait for the next one."""
    with closing(Batches(gate.commit)) as batches:
        first = batches.put(items[0])
        assert gate.begun.wait(10)
        others = [batches.put(item) for item in items[1:]]
        gate.open.set()
        yield [first, *others]


def test_what_waits_while_a_batch_is_committed_makes_the_next_one() -> None:
    """Planted: a batch takes the first item only; five batches came instead of two."""
    gate = Gate()
    with gathered(gate, [1, 2, 3, 4, 5]) as results:
        assert [result.result() for result in results] == [2, 4, 6, 8, 10]
    assert gate.batches == [[1], [2, 3, 4, 5]]


def test_nobody_is_answered_before_their_own_commit() -> None:
    """Planted: results are set before the commit is called; the first one was there at once."""
    gate = Gate()
    with closing(Batches(gate.commit)) as batches:
        answer = batches.put(1)
        assert gate.begun.wait(10)
        assert not answer.done()
        gate.open.set()
        assert answer.result(10) == 2


def test_a_commit_that_fails_fails_its_whole_batch_and_the_next_one_goes_on() -> None:
    """Planted: the exception ends the thread; the waiting callers were never answered."""
    gate = Gate()
    with gathered(gate, [1, 13, 14]) as results:
        assert results[0].result(10) == 2
        errors = [result.exception(10) for result in results[1:]]
    assert [str(error) for error in errors] == ["thirteen", "thirteen"]
    assert errors[0] is not errors[1]
    with closing(Batches(gate.commit)) as batches:
        with pytest.raises(LookupError):
            batches.put(13).result(10)
        assert batches.put(4).result(10) == 8


class OnceOnlyError(Exception):
    """One of those that cannot be copied."""

    def __copy__(self) -> "OnceOnlyError":
        raise TypeError("once only")


def test_an_error_that_cannot_be_copied_is_told_as_it_is() -> None:
    """Planted: each is told of a copy without more; the thread ended, and everybody waited."""
    once = OnceOnlyError()

    def fail(_: Sequence[int]) -> list[int]:
        raise once

    with closing(Batches(fail)) as batches:
        assert batches.put(1).exception(10) is once
        assert batches.put(2).exception(10) is once


def test_whoever_gives_up_waiting_keeps_nobody_else_from_being_counted() -> None:
    """Planted: futures that can be cancelled; the thread ended at the one that was."""
    gate = Gate()
    with gathered(gate, [1, 2, 3]) as results:
        assert not results[1].cancel()
        assert [result.result(10) for result in results] == [2, 4, 6]


def test_a_close_waits_for_what_is_on_its_way_and_ends_the_thread() -> None:
    """Planted: close does not join; the answer was not there when it returned."""
    gate = Gate()
    batches = Batches(gate.commit)
    with ThreadPoolExecutor(1) as people:
        answer = batches.put(1)
        assert gate.begun.wait(10)
        end = people.submit(batches.close)
        assert not end.done()
        gate.open.set()
        end.result(10)
        assert answer.result(10) == 2
    (writer,) = batches._writers.values()
    assert writer._thread is None
    assert batches.put(2).result(10) == 4
    batches.close()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_an_item_whose_thread_cannot_be_started_does_not_keep_the_next_ones_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: the thread is remembered before it is started; every later item waits for ever."""
    start, refused = Thread.start, iter([True])

    def refuse_once(thread: Thread) -> None:
        if next(refused, False):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(Thread, "start", refuse_once)
    with closing(Batches[str, str](list)) as batches:
        with pytest.raises(RuntimeError):
            batches.put("one")
        assert batches.put("two").result(10) == "two"


def test_a_process_that_is_forked_off_commits_by_a_thread_of_its_own() -> None:
    """Planted: one writer for all processes; the child waited for a thread it has not got."""
    with closing(Batches(partial(map_to, os.getpid))) as batches:
        assert batches.put(1).result(10) == os.getpid()
        context = multiprocessing.get_context("fork")
        answers = context.SimpleQueue()
        child = context.Process(target=lambda: answers.put(batches.put(2).result()))
        child.start()
        child.join(10)
        if child.exitcode is None:
            child.kill()
        assert child.exitcode == 0
        assert answers.get() == child.pid


def map_to(value: Callable[[], int], items: Sequence[int]) -> list[int]:
    return [value() for _ in items]


def test_the_same_code_twice_in_a_batch_counts_once_with_its_first_ballot(
    survey: OpenSurvey,
) -> None:
    """Planted: outcomes by code instead of by vote; both were told that they counted."""
    code, other = survey.codes["sales"][:2]
    votes = [vote(survey, code, 3), vote(survey, other, 3), vote(survey, code, 1)]
    assert cast_together(survey, votes) == [Outcome.COUNTED, Outcome.COUNTED, Outcome.UNKNOWN]
    assert counted(survey).tallies["sales", "own.craft-sales"] == {"4": 2}


def test_an_unknown_code_in_a_batch_does_no_harm_to_the_others(survey: OpenSurvey) -> None:
    """Planted: a batch with an unknown code is refused whole; the known ones did not count."""
    known = [survey.codes["sales"][0], survey.codes["marketing"][0]]
    votes = [vote(survey, code) for code in (new_code(), known[0], new_code(), known[1])]
    assert [outcome.value for outcome in cast_together(survey, votes)] == [
        "unknown",
        "counted",
        "unknown",
        "counted",
    ]
    assert counted(survey).answered == {"sales": 1, "marketing": 1}


def test_a_batch_of_unknown_codes_changes_nothing(survey: OpenSurvey) -> None:
    """Planted: the upsert runs without rows on an empty batch; PostgreSQL refused it."""
    before = counted(survey)
    assert cast_together(survey, [vote(survey, new_code())]) == [Outcome.UNKNOWN]
    assert counted(survey) == before


def test_a_batch_adds_up_answers_and_comments_of_its_ballots(survey: OpenSurvey) -> None:
    """Planted: n is set, and the second batch forgot the first; 1 is added instead of k."""
    sales, marketing = survey.codes["sales"], survey.codes["marketing"]
    said = [(sales[0], 3, "Thanks"), (sales[1], 3, ""), (marketing[0], 1, "Thanks")]
    cast_together(survey, [vote(survey, *one) for one in said])
    odd = "A “quote”, 😀, \\ and\na line"
    said = [(sales[2], 3, "Thanks"), (sales[4], 3, "Thanks"), (sales[3], 0, odd)]
    cast_together(survey, [vote(survey, *one) for one in said])
    count = counted(survey)
    assert count.tallies["sales", "own.craft-sales"] == {"4": 4, "1": 1}
    assert count.tallies["marketing", "own.craft-sales"] == {"2": 1}
    assert count.comments == (odd, *["Thanks"] * 4)


def test_a_ballot_for_a_quarter_that_is_over_is_not_counted_in_the_next_one(
    survey: OpenSurvey,
) -> None:
    """Planted: the vote's quarter is not looked at; the stale ballot was counted."""
    code, other = survey.codes["sales"][:2]
    stale = replace(vote(survey, code), quarter="2026-Q3")
    outcomes = cast_together(survey, [stale, vote(survey, other)])
    assert outcomes == [Outcome.CLOSED, Outcome.COUNTED]
    assert counted(survey).answered["sales"] == 1
    assert survey.cast(code, survey.ballot()) is Outcome.COUNTED


def test_a_database_that_fails_takes_no_ballot_of_the_batch(survey: OpenSurvey) -> None:
    """Planted: autocommit instead of a transaction; the codes were spent, nothing counted."""
    codes = survey.codes["sales"][:2]
    broken = Ballot((("own.other", None),), "")  # type: ignore[arg-type]
    votes = [vote(survey, codes[0]), Vote(hash_code(codes[1]), broken, Q4)]
    with pytest.raises(sa.exc.SQLAlchemyError):
        cast_together(survey, votes)
    assert counted(survey).answered["sales"] == 0
    assert counted(survey).tallies == {}
    assert survey.cast(codes[0], survey.ballot()) is Outcome.COUNTED


def send(client: FlaskClient, survey: OpenSurvey, code: str) -> tuple[int, str]:
    fields = survey.answers() | {"code": code, "page": "9", "go": "send"}
    response = client.post("/survey/", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    return response.status_code, response.text


def test_a_reply_lost_after_the_commit_and_a_retry_end_in_the_used_code_text(
    survey: OpenSurvey,
) -> None:
    """The database commits, but its answer never comes: nobody can know, so all send again.

    Planted: the batch is tried again by itself; people who were counted read "used" at once.
    """
    app = create_app(survey.config)
    tallies: Tallies = app.extensions["tallies"]
    codes = survey.codes["sales"][:3]
    lost: list[str] = []

    @sa.event.listens_for(tallies._engine, "commit")
    def lose(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes") and not lost:
            lost.append("the reply")
            connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]
            raise sa.exc.OperationalError("COMMIT", {}, ConnectionError("lost"))

    with closing(tallies):
        with ThreadPoolExecutor(3) as people:
            first = list(people.map(partial(send, app.test_client(), survey), codes[:1]))
        again = send(app.test_client(), survey, codes[0])
        other = send(app.test_client(), survey, codes[1])
    assert first[0][0] == 503
    assert "Send again" in first[0][1]
    assert again[0] == 403
    assert "used" in again[1]
    assert other[0] == 303
    assert counted(survey).answered["sales"] == 2


def test_a_form_seen_before_the_close_is_refused_calmly_after_it(survey: OpenSurvey) -> None:
    """Planted: what the process saw last is trusted; people were thanked for nothing."""
    app = create_app(survey.config)
    with closing(app.extensions["tallies"]):
        client = app.test_client()
        assert send(client, survey, survey.codes["sales"][0])[0] == 303
        begin_closing(survey.tallies, Q4)
        assert send(client, survey, survey.codes["sales"][1])[0] == 410
    assert counted(survey).answered["sales"] == 1


Votes = list[tuple[str, Ballot]]
Done = TypeVar("Done")


def cast_in_process(database: str, votes: Votes) -> list[Outcome]:
    """Cast votes by 8 threads of a process of its own."""
    tallies = patiently(Tallies, sa.make_url(database))
    with closing(tallies), ThreadPoolExecutor(8) as people:
        return list(people.map(lambda one: patiently(tallies.cast, *one), votes))


def patiently(do: Callable[..., Done], *given: Any) -> Done:
    """Do it, again if the file stays locked, as people do who are asked to send again.

    SQLite keeps no queue: one of eight processes may find no turn in the ten seconds it waits.
    """
    while True:
        try:
            return do(*given)
        except sa.exc.OperationalError as error:
            if "database is locked" not in str(error.orig):
                raise


def test_eight_processes_that_cast_each_code_twice_at_once_count_each_once(
    open_survey: OpenASurvey, database_url: str
) -> None:
    """2,000 codes; processes 2k and 2k+1 get the same ones, the one of them backwards.

    Planted: the spent codes are selected, then deleted; then codes in the order of arrival with
    comments and tallies unsorted, on which PostgreSQL found processes waiting for each other.
    """
    survey = open_survey(database_url, {"sales": 1000, "marketing": 1000})
    codes = list(chain(*survey.codes.values()))
    votes = [(hash_code(code), survey.ballot(number % 3)) for number, code in enumerate(codes)]
    shares = [votes[process // 2 :: PROCESSES // 2] for process in range(PROCESSES)]
    shares[1::2] = [share[::-1] for share in shares[1::2]]
    url = survey.config.database.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as processes:
        outcomes = Counter(chain(*processes.map(partial(cast_in_process, url), shares)))
    assert outcomes == {Outcome.COUNTED: 2000, Outcome.UNKNOWN: 2000}
    count = counted(survey)
    assert count.answered == {"sales": 1000, "marketing": 1000}
    assert {sum(answers.values()) for answers in count.tallies.values()} == {1000}


@pytest.mark.parametrize("after", [1, 60, 140])
def test_a_close_that_races_posts_publishes_what_was_acknowledged_and_nothing_else(
    open_survey: OpenASurvey, new_tallies: NewTallies, database_url: str, after: int
) -> None:
    """200 posts; the close comes in once so many are acknowledged, while others wait for the disk.

    Who has not sent by then waits until the close has begun its transaction, or SQLite would hardly
    ever let it have its turn; then they come at any moment of the close.

    Planted: no lock on the open quarter (PostgreSQL); ballots acknowledged were missing.
    """
    survey = open_survey(database_url, {"sales": 200, "marketing": 1})
    app = create_app(survey.config)
    closer = new_tallies(survey.config.database)
    acknowledged: list[str] = []
    enough, has_begun = Event(), Event()

    @sa.event.listens_for(closer._engine, "begin")
    def begin(_: sa.Connection) -> None:  # SQLite has the lock now, PostgreSQL waits for it yet
        has_begun.set()

    @sa.event.listens_for(app.extensions["tallies"]._engine, "commit")
    def wait_for_the_disk(_: sa.Connection) -> None:
        sleep(0.1 if enough.is_set() else 0.02)  # long enough for a close without a lock to slip in

    def answer(code: str) -> int:
        if enough.is_set():
            has_begun.wait(10)
            sleep(random() / 3)
        status, _ = send(app.test_client(), survey, code)
        if status == 303:
            acknowledged.append(code)
        if len(acknowledged) >= after:
            enough.set()
        return status

    def close_it() -> Count | None:
        assert enough.wait(30)
        begin_closing(closer, Q4)
        with closing_quarter(closer, Q4) as count:
            return count

    with closing(app.extensions["tallies"]), ThreadPoolExecutor(17) as people:
        close = people.submit(close_it)
        close.add_done_callback(lambda _: has_begun.set())
        statuses = Counter(people.map(answer, survey.codes["sales"]))
        count = close.result()
    assert count
    assert 0 < len(acknowledged) < 200
    assert statuses == {303: len(acknowledged), 410: 200 - len(acknowledged)}
    assert count.answered["sales"] == len(acknowledged)
    assert {sum(answers.values()) for answers in count.tallies.values()} == {len(acknowledged)}
