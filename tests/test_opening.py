from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.results import OpenQuarter, read_results
from catalog.workspace import Workspace
from survey.closing import close_quarter
from survey.codes import draw_codes, hash_code
from survey.counts import unused_codes
from survey.invitations import kept_if_open
from survey.opening import doubts, open_quarter
from survey.states import QuarterError, UnsureError
from survey.tallies import Tallies
from tests.answering import CLOSES, QUARTER, SIX_EACH, TODAY
from tests.conftest import NewTallies, OpenASurvey


@pytest.fixture
def tallies(new_tallies: NewTallies, sqlite_url: str) -> Tallies:
    return new_tallies(sqlite_url)


@pytest.fixture
def given(tallies: Tallies, workspace: Workspace, definitions: Definitions) -> dict[str, Any]:
    return {
        "tallies": tallies,
        "workspace": workspace,
        "definitions": definitions,
        "quarter": QUARTER,
        "codes": draw_codes(SIX_EACH),
        "closes": CLOSES,
        "today": TODAY,
    }


def unused(tallies: Tallies) -> dict[str, int]:
    with tallies.reading() as connection:
        return unused_codes(connection)


def nothing_happened(tallies: Tallies, results: Path) -> bool:
    return tallies.lock() is None and unused(tallies) == {} and not any(results.iterdir())


def test_opening_locks_the_definitions_and_tells_the_handbook(
    given: dict[str, Any], workspace: Workspace, definitions: Definitions
) -> None:
    open_quarter(**given)
    opened = read_results(workspace.results).open
    assert opened
    assert (opened.quarter, opened.closes, opened.invited) == ("2026-Q4", CLOSES, SIX_EACH)
    assert opened.definitions == definitions
    assert OpenQuarter.model_validate_json(given["tallies"].lock()) == opened
    assert unused(given["tallies"]) == SIX_EACH


def test_codes_are_stored_as_hashes_of_their_team_only(given: dict[str, Any]) -> None:
    open_quarter(**given)
    for team, codes in given["codes"].items():
        for code in codes:
            assert given["tallies"].team_of(hash_code(code)) == team
            assert given["tallies"].team_of(code) is None


def test_the_closing_date_can_be_today(given: dict[str, Any]) -> None:
    open_quarter(**given | {"today": CLOSES})
    assert given["tallies"].lock()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"today": CLOSES + timedelta(days=1)}, "closing date 2026-12-18 is in the past; give a"),
        ({"codes": {"sales": ["A"], "marketing": []}}, "Marketing has nobody to invite; say how"),
        ({"codes": {"marketing": ["A"]}}, "Sales has nobody to invite; .*--sales 20"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_leaves_nothing(
    given: dict[str, Any], workspace: Workspace, changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(QuarterError, match=reason):
        open_quarter(**given | changed)
    assert nothing_happened(given["tallies"], workspace.results)


def test_a_survey_that_asks_nothing_is_not_opened(
    given: dict[str, Any], workspace: Workspace, definitions: Definitions
) -> None:
    themes = tuple(
        theme.model_copy(update={"items": (), "vignettes": ()})
        for theme in definitions.survey.themes
    )
    survey = definitions.survey.model_copy(update={"themes": themes})
    empty = definitions.model_copy(update={"survey": survey, "slas": ()})
    with pytest.raises(QuarterError, match=r"survey\.yml asks nothing"):
        open_quarter(**given | {"definitions": empty})
    assert nothing_happened(given["tallies"], workspace.results)


def test_a_quarter_that_has_results_is_not_opened(
    given: dict[str, Any], workspace: Workspace
) -> None:
    (workspace.results / "2026-Q4").mkdir()
    with pytest.raises(QuarterError, match="2026-Q4 is closed already: results/2026-Q4/ is there"):
        open_quarter(**given)
    assert given["tallies"].lock() is None


def test_quarters_go_forward(given: dict[str, Any], workspace: Workspace, tmp_path: Path) -> None:
    open_quarter(**given)
    folder = close_quarter(given["tallies"], workspace, QUARTER)
    earlier = given | {"quarter": Quarter(2026, 3)}
    with pytest.raises(QuarterError, match="2026-Q3 is before 2026-Q4, which is closed already"):
        open_quarter(**earlier)
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(QuarterError, match="2026-Q3 is before 2026-Q4, which was opened before"):
        open_quarter(**earlier)
    assert nothing_happened(given["tallies"], workspace.results)
    open_quarter(**given | {"quarter": Quarter(2027, 1)})


def test_what_is_seldom_meant_is_noticed(definitions: Definitions) -> None:
    few = "Marketing has fewer than 5 people, so nothing that they say can ever be shown."
    far = "2027-Q2 is far from today, which lies in 2026-Q4."
    long = "people can answer until 2027-01-30, 121 days from now."
    longest = TODAY + timedelta(120)
    assert doubts(definitions, QUARTER, {"sales": 5, "marketing": 5}, longest, TODAY) == []
    assert doubts(definitions, QUARTER.next, SIX_EACH, CLOSES, TODAY) == []
    assert doubts(definitions, QUARTER.previous, SIX_EACH, CLOSES, TODAY) == []
    people = {"sales": 5, "marketing": 4}
    late = longest + timedelta(1)
    assert doubts(definitions, Quarter(2027, 2), people, late, TODAY) == [few, far, long]


def test_a_quarter_is_opened_once_even_if_its_results_are_gone(
    given: dict[str, Any], workspace: Workspace
) -> None:
    open_quarter(**given)
    folder = close_quarter(given["tallies"], workspace, QUARTER)
    folder.rename(workspace.root / "elsewhere")
    with pytest.raises(QuarterError, match="2026-Q4 was opened before"):
        open_quarter(**given | {"codes": draw_codes(SIX_EACH)})
    assert nothing_happened(given["tallies"], workspace.results)


def test_a_second_quarter_leaves_the_open_one_as_it_is(
    given: dict[str, Any], workspace: Workspace, open_survey: OpenASurvey, database_url: str
) -> None:
    survey = open_survey(database_url)
    before = (workspace.results / "open.json").read_bytes()
    another = {"tallies": survey.tallies, "quarter": Quarter(2027, 1), "closes": date(2027, 3, 1)}
    with pytest.raises(QuarterError, match="2026-Q4 is still open; close it first"):
        open_quarter(**given | another)
    assert (workspace.results / "open.json").read_bytes() == before
    assert survey.unused() == SIX_EACH


def test_nothing_is_open_when_the_results_folder_cannot_be_written(
    given: dict[str, Any], workspace: Workspace
) -> None:
    workspace.results.rmdir()
    workspace.results.write_text("a file in the way")
    with pytest.raises(OSError, match="results"):
        open_quarter(**given)
    assert given["tallies"].lock() is None
    assert unused(given["tallies"]) == {}


def lose_the_reply(tallies: Tallies, and_the_database: bool) -> None:
    """The next commit happens, but nobody hears of it; then the database may be away."""

    @sa.event.listens_for(tallies._engine, "commit", once=True)
    def lose(connection: sa.Connection) -> None:
        connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]
        if and_the_database:
            sa.event.listen(tallies._engine, "begin", away)
        raise sa.exc.OperationalError("COMMIT", {}, ConnectionError("lost"))

    def away(_: sa.Connection) -> None:
        raise sa.exc.OperationalError("BEGIN", {}, ConnectionError("away"))


def test_codes_are_kept_when_only_the_reply_of_the_database_is_lost(
    given: dict[str, Any], workspace: Workspace, tmp_path: Path
) -> None:
    """Planted: any error takes the codes of an open quarter away; nobody could ever answer."""
    lose_the_reply(given["tallies"], and_the_database=False)
    with kept_if_open(tmp_path / "codes.txt", "codes"):
        open_quarter(**given)
    assert (tmp_path / "codes.txt").read_text() == "codes"
    assert (workspace.results / "open.json").exists()
    assert unused(given["tallies"]) == SIX_EACH


def test_codes_are_kept_when_nobody_can_tell_whether_the_quarter_is_open(
    given: dict[str, Any], workspace: Workspace, tmp_path: Path
) -> None:
    lose_the_reply(given["tallies"], and_the_database=True)
    with (
        pytest.raises(UnsureError, match=r"see with scripts/quarter\.py status whether it is open"),
        kept_if_open(tmp_path / "codes.txt", "codes"),
    ):
        open_quarter(**given)
    assert (tmp_path / "codes.txt").read_text() == "codes"
    assert (workspace.results / "open.json").exists()


COMMIT_FAILS = """
    CREATE FUNCTION fail() RETURNS trigger AS $$ BEGIN RAISE 'no'; END $$ LANGUAGE plpgsql;
    CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON quarters DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fail()
"""


def test_the_handbook_is_told_nothing_when_the_database_fails_at_the_last_moment(
    given: dict[str, Any], workspace: Workspace, new_tallies: NewTallies, postgres_url: str
) -> None:
    url = make_url(postgres_url).set(drivername="postgresql+psycopg")
    tallies = new_tallies(url)
    with psycopg.connect(postgres_url) as connection:
        connection.execute(COMMIT_FAILS)
    with pytest.raises(SQLAlchemyError):
        open_quarter(**given | {"tallies": tallies})
    assert nothing_happened(tallies, workspace.results)
