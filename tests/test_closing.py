import json
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest
import sqlalchemy as sa
import yaml

from catalog.quarters import Quarter
from catalog.results import Hidden, Score, read_results
from catalog.workspace import Workspace
from survey.closing import close_quarter, reasons_to_wait, results_files
from survey.files import write_folder
from survey.states import QuarterError, begin_closing, closing
from survey.tallies import Tallies
from tests import played
from tests.answering import CLOSES, QUARTER, SIX_EACH, OpenSurvey
from tests.conftest import NewTallies, OpenASurvey

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
    question = played.question(results.latest.perceptions, "own", "craft-sales")
    assert question.answers == {
        "sales": Score(n=6, mean=4.0),
        "marketing": Hidden(hidden="too few answers"),
    }
    assert results.latest.perceptions.response["marketing"].answered == 4


def test_a_close_leaves_neither_codes_nor_counts(survey: OpenSurvey, workspace: Workspace) -> None:
    close(survey, workspace)
    assert survey.unused() == {}
    assert survey.count() is None
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
        begin_closing(survey.tallies, Q4)

    def half_written(survey: OpenSurvey) -> None:
        begun(survey)
        half = workspace.results / f".{Q4}.abc" / Q4
        half.mkdir(parents=True)
        (half / "perceptions.json").write_text("{")

    def written(survey: OpenSurvey) -> None:
        begun(survey)
        count = survey.count()
        assert count
        write_folder(workspace.results / Q4, results_files(count))

    def told(survey: OpenSurvey) -> None:
        written(survey)
        (workspace.results / "open.json").unlink()

    def wiped(survey: OpenSurvey) -> None:
        close_quarter(survey.tallies, workspace, QUARTER)
        with survey.tallies.writing() as connection:
            connection.execute(sa.text("UPDATE quarters SET state = 'closing'"))

    left = []
    for number, stop in enumerate((None, begun, half_written, written, told, wiped)):
        survey = open_survey(f"sqlite:///{tmp_path}/{number}.db")
        for choice, code in enumerate(survey.codes["sales"]):
            survey.cast(code, survey.ballot(choice % 6))
        if stop:
            stop(survey)
            assert survey.cast(survey.codes["marketing"][0], survey.ballot()).value == "closed"
        left.append((close(survey, workspace), survey.unused()))
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


@pytest.mark.parametrize("name", ["perceptions.json", "comments.yml", "notes.txt"])
def test_a_folder_of_that_name_from_elsewhere_is_kept_and_nothing_is_wiped(
    survey: OpenSurvey, workspace: Workspace, tmp_path: Path, name: str
) -> None:
    (workspace.results / Q4).mkdir()
    (workspace.results / Q4 / name).write_text("from elsewhere")
    before = survey.count()
    with pytest.raises(QuarterError, match=r"results/2026-Q4/ was there .* Nothing was wiped"):
        close(survey, workspace)
    assert contents(workspace.results / Q4) == {name: b"from elsewhere"}
    assert survey.count() == before
    assert not list(workspace.results.glob(".*"))
    (workspace.results / Q4).rename(tmp_path / "kept")
    assert json.loads(close(survey, workspace)["perceptions.json"])["response"]["sales"] == {
        "answered": 6,
        "invited": 6,
    }


def test_results_of_the_same_bytes_that_are_there_already_will_do(
    survey: OpenSurvey, workspace: Workspace, tmp_path: Path
) -> None:
    count = survey.count()
    assert count
    write_folder(workspace.results / Q4, results_files(count))
    place = (workspace.results / Q4).stat().st_ino
    close(survey, workspace)
    assert (workspace.results / Q4).stat().st_ino == place


def test_counts_that_were_published_meanwhile_do_not_stop_a_close_that_carries_on(
    survey: OpenSurvey, workspace: Workspace
) -> None:
    """Fault: every file of a quarter is compared with what the close would write."""
    count = survey.count()
    assert count
    write_folder(workspace.results / Q4, results_files(count))
    (workspace.results / Q4 / "promises.json").write_text("counted")
    assert close(survey, workspace)["promises.json"] == b"counted"


def test_nothing_is_wiped_when_the_results_cannot_be_written(
    survey: OpenSurvey, workspace: Workspace
) -> None:
    (workspace.results / Q4).write_text("a file in the way")
    before = survey.count()
    with pytest.raises(OSError, match="Not a directory"):
        close(survey, workspace)
    assert survey.count() == before
    assert (workspace.results / "open.json").is_file()
    (workspace.results / Q4).unlink()
    close(survey, workspace)


def test_a_close_whose_results_were_written_elsewhere_says_so(
    survey: OpenSurvey, workspace: Workspace, tmp_path: Path
) -> None:
    begin_closing(survey.tallies, Q4)
    with closing(survey.tallies, Q4):
        pass
    with survey.tallies.writing() as connection:
        connection.execute(sa.text("UPDATE quarters SET state = 'closing'"))
    with pytest.raises(QuarterError, match="2026-Q4 is closed, but its results are not in"):
        close(survey, workspace)


@pytest.mark.parametrize("attempt", range(4))
def test_two_closes_at_the_same_moment_end_well(
    survey: OpenSurvey, workspace: Workspace, new_tallies: NewTallies, attempt: int
) -> None:
    count = survey.count()
    assert count
    expected = {name: text.encode() for name, text in results_files(count).items()}
    closers = [new_tallies(survey.config.database) for _ in range(3)]
    ready = Barrier(len(closers))

    def close_too(tallies: Tallies) -> str:
        ready.wait()
        try:
            return str(close_quarter(tallies, workspace, QUARTER))
        except QuarterError as error:
            return str(error)

    with ThreadPoolExecutor(len(closers)) as people:
        told = set(people.map(close_too, closers))
    folder = workspace.results / Q4
    assert str(folder) in told
    assert told <= {str(folder), f"{Q4} is closed already; a quarter is closed only once."}
    assert contents(folder) == expected
    assert [path.name for path in workspace.results.iterdir()] == [Q4]
    assert survey.count() is None


def test_a_second_close_waits_for_the_first_and_leaves_the_next_quarter_alone(
    survey: OpenSurvey,
    workspace: Workspace,
    new_tallies: NewTallies,
    open_survey: OpenASurvey,
    database_url: str,
) -> None:
    other = new_tallies(survey.config.database)
    begin_closing(survey.tallies, Q4)
    with ThreadPoolExecutor(1) as person:
        with closing(survey.tallies, Q4) as count:
            second = person.submit(close_quarter, other, workspace, QUARTER)
            wait([second], timeout=0.5)
            assert not second.done()
            assert not (workspace.results / Q4).exists()
            assert count
            write_folder(workspace.results / Q4, results_files(count))
        following = open_survey_when_closed(open_survey, database_url)
        assert second.exception() is None or "is closed already" in str(second.exception())
    assert following.unused() == SIX_EACH
    opened = read_results(workspace.results).open
    assert opened
    assert opened.quarter == "2027-Q1"


def open_survey_when_closed(open_survey: OpenASurvey, database_url: str) -> OpenSurvey:
    """The next quarter, as soon as the other close lets it open."""
    for _ in range(100):
        try:
            return open_survey(database_url, quarter=QUARTER.next)
        except QuarterError:  # still closing
            sleep(0.05)
    pytest.fail("the quarter was never closed")


def test_reasons_to_wait_are_the_day_and_a_team_too_small_to_show(survey: OpenSurvey) -> None:
    few = "Marketing: fewer than 5 of 6 have answered, so nothing of that team can be shown."
    until = "People were told that they can answer until 2026-12-18."
    assert reasons_to_wait(survey.tallies, QUARTER, CLOSES) == [until, few]
    assert reasons_to_wait(survey.tallies, QUARTER, CLOSES + timedelta(1)) == [few]
    survey.cast(survey.codes["marketing"][4], survey.ballot())
    assert reasons_to_wait(survey.tallies, QUARTER, CLOSES + timedelta(1)) == []
    assert reasons_to_wait(survey.tallies, QUARTER.next, CLOSES) == []


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
