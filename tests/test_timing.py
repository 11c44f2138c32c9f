"""A used code and one that was never handed out bring about the same; times can be compared."""

from collections.abc import Iterator
from time import sleep

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from catalog.workspace import Workspace
from scripts.timing import measure_timing, share_longer
from survey.ballots import Ballot
from survey.casting import Outcome
from survey.codes import hash_code, new_code, shown
from survey.tallies import Tallies
from tests.answering import OpenSurvey
from tests.conftest import OpenASurvey


@pytest.fixture
def survey(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    """The first code of sales is used."""
    survey = open_survey(database_url)
    survey.cast(used(survey), survey.ballot())
    return survey


def used(survey: OpenSurvey) -> str:
    return survey.codes["sales"][0]


def reply(client: FlaskClient, survey: OpenSurvey, code: str, button: str) -> tuple[int, str]:
    """Status and page, without the code that the page repeats."""
    response = client.post(
        "/survey/",
        data=survey.answers() | {"code": code, "go": button},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return response.status_code, response.text.replace(shown(code), "")


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that is sent to the database, as it is sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def asked(
    client: FlaskClient, survey: OpenSurvey, statements: list[str], code: str
) -> list[object]:
    """All that a code brings about: pages, and what the database is asked for them."""
    statements.clear()
    replies = [reply(client, survey, code, button) for button in ("begin", "send")]
    assert statements
    return [*replies, *statements]


@pytest.fixture
def used_codes_are_kept(monkeypatch: pytest.MonkeyPatch, survey: OpenSurvey) -> None:
    """The fault: hashes of used codes are kept, and looked at again to say more about them."""
    kept = {hash_code(used(survey))}
    look_up = Tallies.team_of

    def look_up_twice(tallies: Tallies, hashed: str) -> str | None:
        if hashed in kept:
            look_up(tallies, hashed)
        return look_up(tallies, hashed)

    monkeypatch.setattr(Tallies, "team_of", look_up_twice)


def test_used_and_unknown_codes_bring_about_the_same(
    client: FlaskClient, survey: OpenSurvey, statements: list[str]
) -> None:
    known = asked(client, survey, statements, used(survey))
    assert known == asked(client, survey, statements, new_code())


@pytest.mark.usefixtures("used_codes_are_kept")
def test_planted_with_used_codes_kept_they_bring_about_more(
    client: FlaskClient, survey: OpenSurvey, statements: list[str]
) -> None:
    known = asked(client, survey, statements, used(survey))
    assert known != asked(client, survey, statements, new_code())


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ([3, 4], [1, 2], 1),
        ([1, 2], [3, 4], 0),
        ([1, 2, 3], [3, 1, 2], 0.5),
        ([2, 2], [2, 2], 0.5),
        ([1, 5], [2, 3, 4], 0.5),
        ([5], [1, 5, 9, 4], 0.625),
    ],
)
def test_times_are_compared_each_with_each_and_ties_count_half(
    first: list[float], second: list[float], share: float
) -> None:
    assert share_longer(first, second) == share


@pytest.mark.alone
def test_time_tells_nothing_of_a_code(workspace: Workspace, sqlite_url: str) -> None:
    """2,000 requests each; `make bench` takes 10,000. By chance alone a share leaves these bounds
    less than once in ten million runs."""
    for alike in measure_timing(workspace, sqlite_url, requests=2000):
        assert 0.45 < alike.longer < 0.55, alike


@pytest.mark.alone
def test_planted_with_a_delay_for_used_codes_the_measure_shows_it(
    workspace: Workspace, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault: used codes are kept, and somebody takes 50 ms to look at them again."""
    kept: set[str] = set()
    look_up, cast = Tallies.team_of, Tallies.cast

    def cast_and_keep(tallies: Tallies, hashed: str, ballot: Ballot) -> Outcome:
        kept.add(hashed)
        return cast(tallies, hashed, ballot)

    def look_up_slowly(tallies: Tallies, hashed: str) -> str | None:
        sleep(0.05 if hashed in kept else 0)
        return look_up(tallies, hashed)

    monkeypatch.setattr(Tallies, "cast", cast_and_keep)
    monkeypatch.setattr(Tallies, "team_of", look_up_slowly)
    used, _ = measure_timing(workspace, sqlite_url, requests=30)
    assert used.longer > 0.9
