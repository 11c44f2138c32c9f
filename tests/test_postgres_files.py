"""What PostgreSQL keeps of a quarter: spent codes and an order while it is open, nothing after."""

from collections import Counter

import psycopg
import pytest
import sqlalchemy as sa

from catalog.workspace import Workspace
from survey.closing import close_quarter
from survey.database import ANSWERS
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import OpenASurvey
from tests.relinking import Files, copy_while_in_use, traced
from tests.running import Postgres


@pytest.fixture
def survey(open_survey: OpenASurvey, postgres_url: str) -> OpenSurvey:
    """Forty of sixty people have answered."""
    survey = open_survey(postgres_url, {"sales": 30, "marketing": 30})
    for number, code in enumerate(spent(survey)):
        survey.cast(code, survey.ballot(number % 6))
    return survey


def spent(survey: OpenSurvey) -> list[str]:
    return survey.codes["sales"][:20] + survey.codes["marketing"][:20]


def all_codes(survey: OpenSurvey) -> set[str]:
    return {code for codes in survey.codes.values() for code in codes}


def table_files(postgres: Postgres, url: str) -> Files:
    """The files of this database's tables, with all that waits to be written there."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row
    return copy_while_in_use(postgres.folder / "data" / "base" / str(row[0]))


def transactions(url: str) -> Counter[str]:
    """How many rows of the tallies can be told to come from each transaction."""
    with psycopg.connect(url) as connection:
        return Counter(xmin for (xmin,) in connection.execute("SELECT xmin::text FROM tallies"))


def test_after_an_opening_all_tallies_come_from_one_transaction(
    open_survey: OpenASurvey, postgres_url: str
) -> None:
    """Planted: each row is written in a savepoint of its own."""
    survey = open_survey(postgres_url)
    [rows] = transactions(postgres_url).values()
    assert rows > len(survey.answers())


def test_after_a_close_the_files_hold_no_code_and_the_tallies_no_row(
    survey: OpenSurvey, workspace: Workspace, postgres: Postgres, postgres_url: str
) -> None:
    close_quarter(survey.tallies, workspace, QUARTER)
    assert traced(table_files(postgres, postgres_url), all_codes(survey)) == set()
    assert transactions(postgres_url) == {}


def test_while_a_quarter_is_open_the_files_hold_spent_codes_and_the_tallies_an_order(
    survey: OpenSurvey, postgres: Postgres, postgres_url: str
) -> None:
    """What the protection page says of PostgreSQL; it also shows that the test above can see."""
    assert traced(table_files(postgres, postgres_url), spent(survey)) == set(spent(survey))
    assert len(transactions(postgres_url)) > 1


def test_planted_with_rows_deleted_instead_of_tables_dropped_codes_are_found(
    survey: OpenSurvey,
    workspace: Workspace,
    postgres: Postgres,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fault: a close deletes the rows, and PostgreSQL leaves their bytes."""

    def delete_only(connection: sa.Connection, quarter: str) -> None:
        for table in ANSWERS:
            connection.execute(sa.delete(table))

    monkeypatch.setattr("survey.states.wipe", delete_only)
    close_quarter(survey.tallies, workspace, QUARTER)
    assert traced(table_files(postgres, postgres_url), all_codes(survey)) == all_codes(survey)
