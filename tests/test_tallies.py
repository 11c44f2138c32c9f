import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Barrier

import psycopg
import pytest
import sqlalchemy as sa

from survey.ballots import COMMENT_LENGTH, Ballot
from survey.casting import Outcome
from survey.codes import hash_code, new_code
from survey.counts import Count
from survey.states import QuarterError, begin_closing, opening
from survey.states import closing as closing_quarter
from survey.tallies import Tallies
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import NewTallies, OpenASurvey

Q4 = str(QUARTER)


@pytest.fixture
def survey(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    return open_survey(database_url)


def counted(survey: OpenSurvey) -> Count:
    count = survey.count()
    assert count
    return count


def test_a_ballot_adds_one_to_each_of_its_answers(survey: OpenSurvey) -> None:
    codes = survey.codes
    for code, choice in zip(codes["sales"], (3, 3, 4, 0), strict=False):
        assert survey.cast(code, survey.ballot(choice)) is Outcome.COUNTED
    survey.cast(codes["marketing"][0], survey.ballot(5))
    count = counted(survey)
    key = "own.craft-sales"
    assert count.tallies["sales", key] == {"4": 2, "5": 1, "1": 1}
    assert count.tallies["marketing", key] == {"cannot-say": 1}
    assert count.answered == {"sales": 4, "marketing": 1}
    assert {sum(answers.values()) for (team, _), answers in count.tallies.items()} == {4, 1}


def test_a_used_code_is_unknown_and_counts_nothing(survey: OpenSurvey) -> None:
    code = survey.codes["sales"][0]
    assert survey.cast(code, survey.ballot()) is Outcome.COUNTED
    before = counted(survey)
    assert survey.cast(code, survey.ballot(1, "again")) is Outcome.UNKNOWN
    assert counted(survey) == before
    assert survey.tallies.team_of(hash_code(code)) is None


def test_a_code_that_was_never_handed_out_is_unknown_and_counts_nothing(survey: OpenSurvey) -> None:
    assert survey.cast(new_code(), survey.ballot()) is Outcome.UNKNOWN
    assert counted(survey).tallies == {}


def test_a_code_belongs_to_its_team(survey: OpenSurvey) -> None:
    for team, codes in survey.codes.items():
        assert {survey.tallies.team_of(hash_code(code)) for code in codes} == {team}


def test_once_the_close_has_begun_no_ballot_is_taken_and_no_code_spent(survey: OpenSurvey) -> None:
    begin_closing(survey.tallies, Q4)
    code = survey.codes["sales"][0]
    assert survey.cast(code, survey.ballot()) is Outcome.CLOSED
    assert counted(survey).answered == {"sales": 0, "marketing": 0}
    assert survey.tallies.lock() is None
    assert survey.tallies.interrupted() == Q4


def test_two_people_with_the_same_code_at_the_same_moment_count_once(
    open_survey: OpenASurvey, new_tallies: NewTallies, database_url: str
) -> None:
    survey = open_survey(database_url, {"sales": 25, "marketing": 1})
    both = [new_tallies(survey.config.database) for _ in range(2)]
    ready = Barrier(2)

    def cast(tallies: Tallies, code: str) -> Outcome:
        ready.wait()
        return tallies.cast(hash_code(code), survey.ballot())

    with ThreadPoolExecutor(2) as people:
        for code in survey.codes["sales"]:
            outcomes = people.map(cast, both, [code, code])
            assert sorted(outcome.value for outcome in outcomes) == ["counted", "unknown"]
    count = counted(survey)
    assert count.answered["sales"] == 25
    assert {sum(answers.values()) for answers in count.tallies.values()} == {25}


def mixed_ballot(survey: OpenSurvey, chance: Random) -> Ballot:
    """Answers drawn from two choices, their questions in any order."""
    one, other = survey.answers(1), survey.answers(2)
    answers = [(key, chance.choice([one[key], other[key]])) for key in one]
    return Ballot(tuple(chance.sample(answers, len(answers))), "")


def test_ballots_of_many_people_at_once_are_all_counted(
    open_survey: OpenASurvey, database_url: str
) -> None:
    survey = open_survey(database_url, {"sales": 60, "marketing": 60})
    codes = [code for pair in zip(*survey.codes.values(), strict=True) for code in pair]
    chance = Random(7)
    ballots = [mixed_ballot(survey, chance) for _ in codes]
    with ThreadPoolExecutor(8) as people:
        outcomes = set(people.map(survey.cast, codes, ballots))
    assert outcomes == {Outcome.COUNTED}
    assert {sum(answers.values()) for answers in counted(survey).tallies.values()} == {60}


def test_a_close_in_the_middle_loses_no_ballot_that_was_acknowledged(
    open_survey: OpenASurvey, new_tallies: NewTallies, database_url: str
) -> None:
    survey = open_survey(database_url, {"sales": 60, "marketing": 1})
    closer = new_tallies(survey.config.database)
    begun = Barrier(2)

    def answer(code: str) -> Outcome:
        if code == survey.codes["sales"][20]:
            begun.wait()
        return survey.cast(code, survey.ballot())

    def close_it() -> Count:
        begun.wait()
        return close(closer)

    with ThreadPoolExecutor(5) as people:
        closing = people.submit(close_it)
        outcomes = list(people.map(answer, survey.codes["sales"]))
        count = closing.result()
    acknowledged = outcomes.count(Outcome.COUNTED)
    assert outcomes.count(Outcome.CLOSED) == 60 - acknowledged
    assert count.answered["sales"] == acknowledged
    assert {sum(answers.values()) for answers in count.tallies.values()} == {acknowledged}


def close(tallies: Tallies) -> Count:
    begin_closing(tallies, Q4)
    with closing_quarter(tallies, Q4) as count:
        assert count
    return count


def test_a_close_waits_for_a_ballot_that_is_half_counted(
    open_survey: OpenASurvey, new_tallies: NewTallies, postgres_url: str
) -> None:
    survey = open_survey(postgres_url)
    first, second = survey.codes["sales"][:2]
    survey.cast(first, survey.ballot())
    with ThreadPoolExecutor(2) as people, psycopg.connect(postgres_url) as holding:
        holding.execute("SELECT 1 FROM tallies FOR UPDATE")  # the next ballot stops at its counts
        casting = people.submit(survey.cast, second, survey.ballot())
        wait([casting], timeout=0.5)
        closing = people.submit(close, new_tallies(survey.config.database))
        wait([closing], timeout=0.5)
        assert not closing.done()
        holding.rollback()
        assert casting.result() is Outcome.COUNTED
        assert closing.result().answered["sales"] == 2


def test_a_ballot_waits_for_its_counts_in_the_order_of_their_keys(
    open_survey: OpenASurvey, postgres_url: str
) -> None:
    """Two ballots that took theirs in different orders could wait for each other for ever."""
    survey = open_survey(postgres_url)
    first, second = survey.codes["sales"][:2]
    survey.cast(first, survey.ballot())
    row = "SELECT 1 FROM tallies WHERE question = %s FOR UPDATE NOWAIT"
    keys = sorted(survey.answers())
    backwards = Ballot(survey.ballot().answers[::-1], "")
    with ThreadPoolExecutor(1) as person, psycopg.connect(postgres_url) as holding:
        holding.execute(row, [keys[0]])
        casting = person.submit(survey.cast, second, backwards)
        wait([casting], timeout=0.5)
        assert not casting.done()
        holding.execute(row, [keys[-1]])
        holding.rollback()
        assert casting.result() is Outcome.COUNTED


def test_equal_comments_are_counted_and_the_longest_one_fits(survey: OpenSurvey) -> None:
    longest = "".join(chr(0x4E00 + number) for number in range(COMMENT_LENGTH))
    for code, comment in zip(
        survey.codes["sales"], ("Thanks", longest, "Thanks", ""), strict=False
    ):
        survey.cast(code, survey.ballot(3, comment))
    assert counted(survey).comments == ("Thanks", "Thanks", longest)


def test_nothing_is_stored_beyond_codes_counts_and_comments(survey: OpenSurvey) -> None:
    engine = sa.create_engine(survey.config.database)
    inspector = sa.inspect(engine)
    stored = {
        table: {column["name"] for column in inspector.get_columns(table)}
        for table in inspector.get_table_names()
    }
    engine.dispose()
    assert stored == {
        "codes": {"place", "bucket", "hash", "team"},
        "tallies": {"team", "question", "answer", "n"},
        "comments": {"slot", "is_free", "text"},
        "quarters": {"quarter", "state", "opened"},
    }


def test_opening_is_undone_when_what_goes_with_it_fails(survey: OpenSurvey) -> None:
    tallies = survey.tallies
    opened = counted(survey).opened.model_copy(update={"quarter": "2027-Q1"})
    close(tallies)
    with pytest.raises(OSError, match="disk"), opening(tallies, opened, {"a" * 64: "sales"}):
        raise OSError("disk full")
    assert tallies.lock() is None
    assert survey.unused() == {}


def test_only_one_quarter_is_open_at_a_time(survey: OpenSurvey) -> None:
    opened = counted(survey).opened
    another = opened.model_copy(update={"quarter": "2027-Q1"})
    with (
        pytest.raises(QuarterError, match="2026-Q4 is still open; close it first"),
        opening(survey.tallies, another, {}),
    ):
        pytest.fail("it was opened")


def test_of_two_who_open_a_quarter_at_the_same_moment_one_is_refused(
    survey: OpenSurvey, new_tallies: NewTallies
) -> None:
    opened = counted(survey).opened
    close(survey.tallies)

    def open_it(quarter: str) -> None:
        another = opened.model_copy(update={"quarter": quarter})
        with opening(new_tallies(survey.config.database), another, {"b" * 64: "sales"}):
            pass

    first = opened.model_copy(update={"quarter": "2027-Q1"})
    with ThreadPoolExecutor(1) as person:
        with opening(survey.tallies, first, {"a" * 64: "sales"}):
            second = person.submit(open_it, "2027-Q2")
            wait([second], timeout=0.5)
            assert not second.done()
        with pytest.raises(QuarterError, match="2027-Q1 is still open"):
            second.result()


def test_no_row_has_a_number_that_tells_when_it_came(
    open_survey: OpenASurvey, sqlite_url: str
) -> None:
    survey = open_survey(sqlite_url)
    with closing(sqlite3.connect(str(survey.config.database.database))) as connection:
        hashes = [
            hashed for (hashed,) in connection.execute("SELECT hash FROM codes ORDER BY rowid")
        ]
        assert hashes == sorted(hashes)  # its number is its place, from the start
        for table in ("tallies", "comments"):
            with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
                connection.execute(f"SELECT rowid FROM {table}")


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_spent_code_is_nowhere_in_the_files_of_sqlite(
    open_survey: OpenASurvey, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    survey = open_survey(f"sqlite:///{data}/survey.db")
    spent, kept = survey.codes["sales"][:2]
    assert hash_code(spent).encode() in everything(data)
    survey.cast(spent, survey.ballot())
    assert hash_code(spent).encode() not in everything(data)
    assert hash_code(kept).encode() in everything(data)
    assert spent.encode() not in everything(data)


def test_after_a_close_the_files_of_sqlite_tell_neither_codes_nor_answers_nor_order(
    open_survey: OpenASurvey, tmp_path: Path
) -> None:
    left = []
    chance = Random(3)
    order = list(range(150))
    for name in "abc":
        data = tmp_path / name
        survey = open_survey(f"sqlite:///{data}/survey.db", {"sales": 150, "marketing": 1})
        ballots = [mixed_ballot(survey, Random(number)) for number in order]
        for number, code, ballot in zip(order, survey.codes["sales"], ballots, strict=True):
            survey.cast(code, replace(ballot, comment=f"Comment {number}" * 9))
        close(survey.tallies)
        left.append(everything(data))
        assert b"craft-sales" not in left[-1]
        assert b"Comment" not in left[-1]
        assert not any(hash_code(code).encode() in left[-1] for code in survey.codes["sales"])
        chance.shuffle(order)
    assert left[0] == left[1] == left[2]


def test_after_a_close_postgres_has_made_its_tables_anew(
    open_survey: OpenASurvey, postgres_url: str
) -> None:
    survey = open_survey(postgres_url)
    survey.cast(survey.codes["sales"][0], survey.ballot())
    tables = "SELECT relfilenode FROM pg_class WHERE relname IN ('codes', 'tallies', 'comments')"
    with psycopg.connect(postgres_url) as connection:
        before = connection.execute(tables).fetchall()
    close(survey.tallies)
    with psycopg.connect(postgres_url) as connection:
        after = connection.execute(tables).fetchall()
        size = connection.execute("SELECT pg_relation_size('codes')").fetchone()
    assert len(before) == len(after) == 3
    assert not set(before) & set(after)
    assert size == (0,)


def test_a_ballot_without_answers_cannot_be_cast_half(survey: OpenSurvey) -> None:
    code = survey.codes["sales"][0]
    broken = Ballot((("own.craft-sales", "3"), ("own.craft-marketing", None)), "")  # type: ignore[arg-type]
    with pytest.raises(sa.exc.SQLAlchemyError):
        survey.cast(code, broken)
    assert counted(survey).tallies == {}
    assert survey.cast(code, survey.ballot()) is Outcome.COUNTED
