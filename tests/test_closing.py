import json
from pathlib import Path

import pytest
import yaml

from catalog.quarters import Quarter
from catalog.results import Hidden, Score, read_results
from catalog.workspace import Workspace
from survey.closing import close_quarter, results_files
from survey.files import write_folder
from survey.tallies import QuarterError
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import OpenASurvey

Q4 = str(QUARTER)


@pytest.fixture
def survey(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    """Six of sales and four of marketing have answered."""
    survey = open_survey(database_url)
    for code in survey.codes["sales"]:
        survey.cast(code, survey.ballot(3))
    for code in survey.codes["marketing"][:4]:
        survey.cast(code, survey.ballot(1))
    return survey


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def close(survey: OpenSurvey, workspace: Workspace) -> dict[str, bytes]:
    return contents(close_quarter(survey.tallies, workspace, QUARTER))


def test_a_closed_quarter_can_be_read_with_what_may_be_shown(
    survey: OpenSurvey, workspace: Workspace
) -> None:
    close(survey, workspace)
    results = read_results(workspace.results)
    assert results.open is None
    assert results.latest
    assert results.latest.quarter == QUARTER
    assert results.latest.definitions == survey.definitions
    question = results.latest.perceptions.question("own", "craft-sales")
    assert question
    assert question.answers == {
        "sales": Score(n=6, mean=4.0),
        "marketing": Hidden(hidden="too few answers"),
    }
    assert results.latest.perceptions.response["marketing"].answered == 4


def test_a_close_leaves_neither_codes_nor_counts(survey: OpenSurvey, workspace: Workspace) -> None:
    close(survey, workspace)
    assert survey.tallies.unused() == {}
    assert survey.tallies.count(Q4) is None
    assert survey.tallies.lock() is None
    assert not list(workspace.results.glob(".*"))


def test_a_second_close_is_refused(survey: OpenSurvey, workspace: Workspace) -> None:
    published = close(survey, workspace)
    with pytest.raises(QuarterError, match="2026-Q4 is closed already"):
        close(survey, workspace)
    assert contents(workspace.results / Q4) == published


def test_a_quarter_that_was_never_opened_is_not_closed(
    survey: OpenSurvey, workspace: Workspace
) -> None:
    with pytest.raises(QuarterError, match="2027-Q1 was never opened"):
        close_quarter(survey.tallies, workspace, Quarter(2027, 1))
    assert survey.tallies.lock()
    assert not (workspace.results / "2027-Q1").exists()


def test_the_next_quarter_can_be_opened_after_a_close(
    survey: OpenSurvey, workspace: Workspace, open_survey: OpenASurvey, database_url: str
) -> None:
    close(survey, workspace)
    following = open_survey(database_url, quarter=QUARTER.next)
    assert following.cast(survey.codes["marketing"][5], survey.ballot()).value == "unknown"
    assert following.cast(following.codes["sales"][0], survey.ballot()).value == "counted"


def test_a_close_that_stopped_after_any_step_carries_on_to_the_same_bytes(
    open_survey: OpenASurvey, workspace: Workspace, tmp_path: Path
) -> None:
    def begun(survey: OpenSurvey) -> None:
        survey.tallies.begin_closing(Q4)

    def half_written(survey: OpenSurvey) -> None:
        begun(survey)
        (workspace.results / f".{Q4}.part").mkdir()
        (workspace.results / f".{Q4}.part" / "perceptions.json").write_text("{")

    def written(survey: OpenSurvey) -> None:
        begun(survey)
        count = survey.tallies.count(Q4)
        assert count
        write_folder(workspace.results / Q4, results_files(count))

    def told(survey: OpenSurvey) -> None:
        written(survey)
        (workspace.results / "open.json").unlink()

    def wiped(survey: OpenSurvey) -> None:
        told(survey)
        survey.tallies.wipe(Q4)

    left = []
    for number, stop in enumerate((None, begun, half_written, written, told, wiped)):
        survey = open_survey(f"sqlite:///{tmp_path}/{number}.db")
        for choice, code in enumerate(survey.codes["sales"]):
            survey.cast(code, survey.ballot(choice % 6))
        if stop:
            stop(survey)
            assert survey.cast(survey.codes["marketing"][0], survey.ballot()).value == "closed"
        left.append((close(survey, workspace), survey.tallies.unused()))
        (workspace.results / Q4).rename(tmp_path / f"results-{number}")
        assert not any(workspace.results.iterdir())
    assert all(each == left[0] for each in left)


def test_answers_in_any_order_give_the_same_results(
    open_survey: OpenASurvey, workspace: Workspace, tmp_path: Path
) -> None:
    published = []
    for number, choices in enumerate(([1, 2, 3, 4, 4, 0], [4, 4, 3, 0, 2, 1])):
        survey = open_survey(f"sqlite:///{tmp_path}/{number}.db")
        for choice, code in zip(choices, survey.codes["sales"], strict=True):
            survey.cast(code, survey.ballot(choice))
        published.append(close(survey, workspace))
        (workspace.results / Q4).rename(tmp_path / f"results-{number}")
    assert published[0] == published[1]


def test_a_folder_of_that_name_from_elsewhere_is_not_taken_for_the_results(
    survey: OpenSurvey, workspace: Workspace
) -> None:
    (workspace.results / Q4).mkdir()
    with pytest.raises(QuarterError, match="results/2026-Q4/ is there already"):
        close(survey, workspace)
    (workspace.results / Q4).rmdir()
    assert json.loads(close(survey, workspace)["perceptions.json"])["response"]["sales"] == {
        "answered": 6,
        "invited": 6,
    }


def with_comment(survey: OpenSurvey, team: str, number: int, comment: str) -> None:
    survey.cast(survey.codes[team][number], survey.ballot(3, comment))


def test_comments_wait_for_somebody_to_read_them_when_ten_people_answered(
    open_survey: OpenASurvey, workspace: Workspace, database_url: str
) -> None:
    survey = open_survey(database_url)
    for number, comment in enumerate(("Zebra", "", "Ärger: 'so'\nlines", "Zebra", "#no", "")):
        with_comment(survey, "sales", number, comment)
    for number in range(4):
        with_comment(survey, "marketing", number, "")
    text = close(survey, workspace)["comments.yml"].decode()
    assert yaml.safe_load(text) == {
        "publish": False,
        "comments": ["#no", "Zebra", "Zebra", "Ärger: 'so'\nlines"],
    }


def test_comments_of_nine_people_are_discarded(
    open_survey: OpenASurvey, workspace: Workspace, database_url: str
) -> None:
    survey = open_survey(database_url)
    for number in range(6):
        with_comment(survey, "sales", number, "A comment")
    for number in range(3):
        with_comment(survey, "marketing", number, "Another comment")
    assert set(close(survey, workspace)) == {"perceptions.json", "definitions.json"}


def test_no_comments_make_no_file(survey: OpenSurvey, workspace: Workspace) -> None:
    assert set(close(survey, workspace)) == {"perceptions.json", "definitions.json"}
