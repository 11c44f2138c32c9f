"""A used code and one that was never handed out cannot be told apart, by answer or by time."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from survey import create_app
from survey.codes import hash_code, new_code
from survey.tallies import Tallies
from tests.answering import OpenSurvey
from tests.conftest import OpenASurvey

pytestmark = pytest.mark.alone

USED = 40
ROUNDS = 400
ALIKE = 1.25  # how far apart two medians may be on a busy machine


@pytest.fixture
def survey(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    """Forty codes are used."""
    survey = open_survey(database_url, {"sales": USED + 5, "marketing": 5})
    for code in used(survey):
        survey.cast(code, survey.ballot())
    return survey


def used(survey: OpenSurvey) -> list[str]:
    return survey.codes["sales"][:USED]


@pytest.fixture
def client(survey: OpenSurvey) -> Iterator[FlaskClient]:
    app = create_app(survey.config)
    yield app.test_client()
    app.extensions["tallies"].close()


def reply(client: FlaskClient, survey: OpenSurvey, code: str, button: str) -> tuple[int, str]:
    """Status and page, without the code that the page repeats."""
    response = client.post(
        "/survey/",
        data=survey.answers() | {"code": code, "go": button},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return response.status_code, response.text.replace(code, "")


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
    kept = {hash_code(code) for code in used(survey)}
    look_up = Tallies.team_of

    def look_up_twice(tallies: Tallies, hashed: str) -> str | None:
        if hashed in kept:
            look_up(tallies, hashed)
        return look_up(tallies, hashed)

    monkeypatch.setattr(Tallies, "team_of", look_up_twice)


def test_used_and_unknown_codes_bring_about_the_same(
    client: FlaskClient, survey: OpenSurvey, statements: list[str]
) -> None:
    known = asked(client, survey, statements, used(survey)[0])
    assert known == asked(client, survey, statements, new_code())


@pytest.mark.usefixtures("used_codes_are_kept")
def test_planted_with_used_codes_kept_they_bring_about_more(
    client: FlaskClient, survey: OpenSurvey, statements: list[str]
) -> None:
    known = asked(client, survey, statements, used(survey)[0])
    assert known != asked(client, survey, statements, new_code())


def slower(client: FlaskClient, survey: OpenSurvey) -> float:
    """How many times as long a used code takes as an unknown one, by medians, in turns."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(ROUNDS):
        for is_used in (turn % 2 == 0, turn % 2 == 1):
            code = used(survey)[turn % USED] if is_used else new_code()
            start = perf_counter()
            reply(client, survey, code, "begin")
            times[is_used].append(perf_counter() - start)
    return median(times[True]) / median(times[False])


def test_used_and_unknown_codes_take_equally_long(client: FlaskClient, survey: OpenSurvey) -> None:
    assert 1 / ALIKE < slower(client, survey) < ALIKE


@pytest.mark.usefixtures("used_codes_are_kept")
def test_planted_with_another_look_used_codes_take_longer(
    client: FlaskClient, survey: OpenSurvey
) -> None:
    assert slower(client, survey) > 1.02
