from pathlib import Path

from sqlalchemy import make_url

from catalog.workspace import Workspace
from scripts.load import measure_load
from survey.counts import unused_codes
from tests.conftest import NewTallies


def test_the_load_that_is_measured_is_ballots_that_were_counted(
    workspace: Workspace, tmp_path: Path, new_tallies: NewTallies
) -> None:
    """Planted: the forms lack an answer; the server replied with the gap, and it was refused."""
    database = f"sqlite:///{tmp_path}/load.db"
    load = measure_load(workspace, database, workers=1, ballots=40)
    assert load.survey.replies == {"303": 40}
    assert load.nothing.replies == load.form.replies == {"200": 40}
    assert 0 < load.survey.p99 < 10_000
    with new_tallies(str(make_url(database))).reading() as connection:
        assert unused_codes(connection) == {}
