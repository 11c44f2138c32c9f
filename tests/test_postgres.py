import pytest
import sqlalchemy as sa

from survey import postgres
from survey.casting import Outcome
from survey.codes import hash_code
from survey.database import codes
from tests.conftest import NewTallies, OpenASurvey


def test_a_server_that_vanished_in_the_middle_of_a_ballot_does_not_keep_its_code(
    open_survey: OpenASurvey,
    new_tallies: NewTallies,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing tells the database that it is gone; after a while it undoes what was begun.

    Planted: no such limit; sending again ended in "cannot reach our records", for hours.
    """
    monkeypatch.setattr(postgres, "_LEFT_ALONE", 1)
    survey = open_survey(postgres_url)
    vanished, code = new_tallies(survey.config.database), survey.codes["sales"][0]
    with vanished.reading() as connection:
        connection.execute(sa.delete(codes).where(codes.c.hash == hash_code(code)))
        assert survey.cast(code, survey.ballot()) is Outcome.COUNTED
        with pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.text("SELECT 1"))
    assert survey.unused()["sales"] == 5


def test_a_statement_that_is_never_answered_ends_with_its_connection(
    new_tallies: NewTallies, postgres_url: str
) -> None:
    """Planted: the connection is kept; the next statement on it failed too."""
    tallies = new_tallies(postgres_url)
    with pytest.raises(sa.exc.OperationalError, match="timeout"), tallies.reading() as connection:
        connection.execute(sa.text("SELECT pg_sleep(30)"))
    assert tallies.lock() is None
