"""scripts/quarter.py: what people type, and what they get."""

import csv
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.results import read_results
from catalog.workspace import Workspace
from scripts import opening
from scripts.quarter import main
from survey.ballots import Ballot
from survey.codes import hash_code, new_code, read_code
from survey.questionnaire import questionnaire_of
from survey.states import begin_closing
from survey.tallies import Tallies
from tests.answering import config_of
from tests.conftest import NewTallies
from tests.running import ROOT, edit

Run = Callable[..., Result]

CLOSING = ("close", "2026-Q4")
SIZES = ("--sales", "6", "--marketing", "5", "--closes", "2099-12-18")


@pytest.fixture
def run(workspace: Workspace) -> Run:
    """Run a command on the workspace, as the script does."""

    def run_it(*arguments: str, **environment: str) -> Result:
        settings = {"COMMON_GROUND_WORKSPACE": str(workspace.root)} | environment
        return CliRunner().invoke(main, arguments, env=settings)

    return run_it


def codes_in(text: str) -> dict[str, list[str]]:
    """Links by the name of the team they stand under."""
    blocks = (block.splitlines() for block in text.strip().split("\n\n"))
    return {name: links for name, *links in blocks}


def done(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(result: Result) -> str:
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code in (1, 2)
    assert not result.stdout
    return " ".join(result.stderr.split())


def test_open_prints_a_link_for_each_person_by_team(run: Run, workspace: Workspace) -> None:
    printed = done(run("open", "2026-Q4", *SIZES, SURVEY_ORIGIN="https://survey.example.com"))
    codes = codes_in(printed)
    assert {team: len(links) for team, links in codes.items()} == {"Sales": 6, "Marketing": 5}
    for link in [link for links in codes.values() for link in links]:
        assert re.fullmatch(r"https://survey\.example\.com/survey/#([0-9A-Z]{4}-){6}\w{3}", link)
        assert read_code(link)
    opened = read_results(workspace.results).open
    assert opened
    assert opened.invited == {"sales": 6, "marketing": 5}


def test_codes_written_to_a_file_are_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "codes.txt"
    assert done(run("open", "2026-Q4", *SIZES, "--codes", str(file))) == ""
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(codes_in(file.read_text())["Marketing"]) == 5


def test_a_file_that_is_there_is_not_overwritten_and_nothing_is_opened(
    run: Run, tmp_path: Path, workspace: Workspace
) -> None:
    file = tmp_path / "codes.txt"
    file.write_text("precious")
    result = run("open", "2026-Q4", *SIZES, "--codes", str(file))
    assert "cannot write the codes to a new file" in refused(result)
    assert file.read_text() == "precious"
    assert read_results(workspace.results).open is None


def test_csv_has_a_row_for_each_person_shuffled_within_the_team(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = {"sales": [new_code() for _ in range(60)], "marketing": [new_code()]}
    monkeypatch.setattr(opening, "draw_codes", lambda people: drawn)
    file = tmp_path / "codes.csv"
    assert done(run("open", "2026-Q4", *SIZES, "--csv", str(file))) == ""
    assert file.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert list(rows[0]) == ["team", "link", "code"]
    assert all(row["link"] == f"http://127.0.0.1:8000/survey/#{row['code']}" for row in rows)
    sales = [read_code(row["code"]) for row in rows if row["team"] == "sales"]
    assert sorted(sales) == sorted(drawn["sales"])
    assert sales != drawn["sales"]


def test_slips_are_for_their_owner_only(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slips.html"
    origin = "https://survey.example.com"
    assert done(run("open", "2026-Q4", *SIZES, "--slips", str(file), SURVEY_ORIGIN=origin)) == ""
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().count("<svg") == 11


def test_no_slips_are_made_that_lead_nowhere(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "slips.html"
    said = refused(run("open", "2026-Q4", *SIZES, "--slips", str(file)))
    assert "set SURVEY_ORIGIN to the address at which people reach the survey" in said
    assert not file.exists()
    assert read_results(workspace.results).open is None


def test_codes_are_handed_out_in_one_way_only(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    files = ("--slips", str(tmp_path / "a.html"), "--csv", str(tmp_path / "b.csv"))
    twice = run("open", "2026-Q4", *SIZES, *files)
    assert "would hand out every code twice; choose one" in refused(twice)
    assert read_results(workspace.results).open is None


def test_no_file_of_codes_is_left_when_the_quarter_cannot_be_opened(
    run: Run, tmp_path: Path
) -> None:
    done(run("open", "2026-Q4", *SIZES))
    file = tmp_path / "codes.txt"
    assert "2026-Q4 is still open" in refused(run("open", "2027-Q1", *SIZES, "--codes", str(file)))
    assert not file.exists()


def test_a_results_folder_that_cannot_be_written_is_named_and_nothing_is_opened(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.results.rmdir()
    workspace.results.write_text("a file in the way")
    file = tmp_path / "codes.txt"
    assert "workspace/results: File exists" in refused(
        run("open", "2026-Q4", *SIZES, "--codes", str(file))
    )
    assert not file.exists()
    assert "No quarter is open." in done(run("status"))


def test_open_prints_every_problem_of_the_definitions_and_does_nothing(
    run: Run, workspace: Workspace
) -> None:
    for name, right, wrong in (
        ("survey.yml", "about: marketing", "about: marketting"),
        ("company.yml", "name: Sales", "nam: Sales"),
    ):
        path = workspace.definitions / name
        path.write_text(path.read_text().replace(right, wrong, 1))
    result = run("open", "2026-Q4", *SIZES)
    message = refused(result)
    assert result.exit_code == 1
    assert re.search(r"definitions/company\.yml:\d+:\d+: .*'nam' is not a field here", message)
    assert re.search(r"definitions/survey\.yml:\d+:\d+: .*did you mean 'marketing'", message)
    assert not any(workspace.results.iterdir())
    assert not workspace.data.exists()


def test_teams_by_other_names_have_options_of_their_own(run: Run, workspace: Workspace) -> None:
    for path in workspace.definitions.glob("*.yml"):
        text = re.sub(r"(?<=[ {])sales(?=:|\n|,)", "field-sales", path.read_text())
        path.write_text(text.replace("    name: Sales\n", "    name: Field\n", 1))
    sizes = ("--field-sales", "3", "--marketing", "2", "--closes", "2099-12-18")
    assert "No such option" in refused(run("open", "2026-Q4", *SIZES))
    assert list(codes_in(done(run("open", "2026-Q4", *sizes)))) == ["Field", "Marketing"]


def test_help_names_the_teams_and_works_without_a_workspace(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    assert "How many people of Marketing get a code" in done(run("open", "--help"))
    assert "--closes" in done(run("open", "--help", "--workspace", str(tmp_path)))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("open", "2026-4", *SIZES), "'2026-4' is not a quarter; write it as 2026-Q4"),
        (
            ("open", "2026-Q4", *SIZES, "--sales", "0"),
            "0 people cannot answer; say how many there are",
        ),
        (("open", "2026-Q4", *SIZES, "--sales", "some"), "'some' is not a number of people"),
        (("open", "2026-Q4", *SIZES, "--sales", "100001"), "100001 people are more than a team"),
        (("open", "2026-Q4", *SIZES[:4]), "Missing option '--closes'"),
        (("open", "2026-Q4", *SIZES[2:]), "Missing option '--sales'"),
        (("open", "2026-Q4", *SIZES, "--closes", "2020-01-01"), "2020-01-01 is in the past"),
        (
            ("open", "2026-Q4", *SIZES, "--closes", "18.12.2026"),
            "not a day; write it as 2026-12-18",
        ),
        (("close", "2026-Q4"), "2026-Q4 was never opened"),
        (("status", "--workspace", "/nowhere"), "has no folder definitions/; set COMMON_GROUND"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    run: Run, arguments: tuple[str, ...], reason: str
) -> None:
    assert reason in refused(run(*arguments))


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL names a database we cannot use"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL names a database we cannot use"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": "postgresql://u@127.0.0.1:1/x"}, "the database does not answer"),
        ({"SURVEY_ORIGIN": "survey.example.com"}, "write the address people type"),
        ({"SURVEY_ORIGIN": "https://example.com/survey/"}, "write the address people type"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_to_set(
    run: Run, environment: dict[str, str], reason: str
) -> None:
    assert reason in refused(run("status", **environment))


def test_open_answer_status_close(
    run: Run, workspace: Workspace, new_tallies: NewTallies, database_url: str
) -> None:
    assert "No quarter is open." in done(run("status", DATABASE_URL=database_url))
    codes = codes_in(done(run("open", "2026-Q4", *SIZES, DATABASE_URL=database_url)))
    opened = read_results(workspace.results).open
    assert opened
    questions = questionnaire_of(opened.definitions).questions
    ballot = Ballot(tuple((question.key, "cannot-say") for question in questions), "")
    tallies: Tallies = new_tallies(config_of(workspace, database_url).database)
    for link in codes["Sales"][:2]:
        tallies.cast(hash_code(read_code(link)), ballot)
    status = done(run("status", DATABASE_URL=database_url))
    assert re.search(r"Sales\W+fewer than 5 of 6\W", status)
    assert re.search(r"Marketing\W+fewer than 5 of 5\W", status)
    assert "Sales: perhaps fewer than 60% have answered so far." in status
    assert "results/2026-Q4" in done(run(*CLOSING, DATABASE_URL=database_url))
    latest = read_results(workspace.results).latest
    assert latest
    assert latest.perceptions.response["sales"].answered == 2
    again = run(*CLOSING, DATABASE_URL=database_url)
    assert "2026-Q4 is closed already" in refused(again)
    reopened = run("open", "2026-Q4", *SIZES, DATABASE_URL=database_url)
    assert "2026-Q4 is closed already" in refused(reopened)


def test_status_says_when_a_close_was_interrupted(
    run: Run, workspace: Workspace, new_tallies: NewTallies
) -> None:
    done(run("open", "2026-Q4", *SIZES))
    tallies = new_tallies(config_of(workspace, "").database)
    begin_closing(tallies, "2026-Q4")
    said = done(run("status"))
    assert "The close of 2026-Q4 was interrupted; run it again:" in said
    assert "scripts/quarter.py close 2026-Q4" in said
    done(run(*CLOSING))
    assert "No quarter is open." in done(run("status"))


def test_a_close_before_its_time_says_so(run: Run, workspace: Workspace) -> None:
    done(run("open", "2026-Q4", *SIZES))
    result = run("close", "2026-Q4")
    assert "Please note: People were told that they can answer until 2099-12-18." in result.stderr
    assert "Please note: Marketing: fewer than 5 of 5 have answered, so nothing" in result.stderr
    assert "2026-Q4 is closed." in done(result)
    assert read_results(workspace.results).open is None


def test_a_close_says_no_more_than_the_status_of_how_many_have_answered(
    run: Run, workspace: Workspace, new_tallies: NewTallies
) -> None:
    """Fault: the number itself held against a limit of 6; whoever asked and did not confirm could
    see the sixth answer come in."""
    edit(workspace.definitions / "survey.yml", "threshold: 5", "threshold: 6")
    codes = codes_in(done(run("open", "2026-Q4", *SIZES)))
    tallies: Tallies = new_tallies(config_of(workspace, "").database)
    for link in codes["Sales"]:
        tallies.cast(hash_code(read_code(link)), Ballot((), ""))
    said = run("close", "2026-Q4").stderr
    assert "Sales: perhaps fewer than 6 of 6 have answered; then nothing of that team can" in said


def test_a_close_that_was_interrupted_is_carried_on_without_asking(
    run: Run, workspace: Workspace, new_tallies: NewTallies
) -> None:
    done(run("open", "2026-Q4", *SIZES))
    begin_closing(new_tallies(config_of(workspace, "").database), "2026-Q4")
    assert "2026-Q4 is closed." in done(run("close", "2026-Q4"))


@pytest.mark.parametrize(("typed", "is_closed"), [("y\n", True), ("n\n", False)])
def test_somebody_at_a_terminal_is_asked(
    workspace: Workspace, run: Run, typed: str, is_closed: bool
) -> None:
    done(run("open", "2026-Q4", *SIZES))
    terminal, end = pty.openpty()
    os.write(terminal, typed.encode())
    command = [sys.executable, str(ROOT / "scripts" / "quarter.py"), "close", "2026-Q4"]
    result = subprocess.run(
        [*command, "--workspace", str(workspace.root)],
        stdin=end,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(terminal)
    os.close(end)
    assert "Close 2026-Q4?" in result.stdout + result.stderr
    assert (result.returncode == 0) == is_closed
    assert (workspace.results / "2026-Q4").is_dir() == is_closed


@pytest.mark.parametrize(("given", "is_asked"), [((), True), (("--yes",), False)])
def test_somebody_at_a_terminal_is_asked_about_an_opening_unless_told_not_to(
    workspace: Workspace, given: tuple[str, ...], is_asked: bool
) -> None:
    terminal, end = pty.openpty()
    os.write(terminal, b"n\n")
    command = [sys.executable, str(ROOT / "scripts" / "quarter.py"), "open", "2026-Q4", *SIZES]
    result = subprocess.run(
        [*command, *given, "--workspace", str(workspace.root)],
        stdin=end,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(terminal)
    os.close(end)
    assert ("Open 2026-Q4 all the same?" in result.stdout + result.stderr) == is_asked
    assert (read_results(workspace.results).open is None) == is_asked


def test_two_closes_at_the_same_moment_leave_whole_results(
    run: Run, workspace: Workspace, database_url: str
) -> None:
    done(run("open", "2026-Q4", *SIZES, DATABASE_URL=database_url))
    command = [sys.executable, str(ROOT / "scripts" / "quarter.py"), *CLOSING]
    both = [
        subprocess.Popen(
            [*command, "--workspace", str(workspace.root)],
            env=os.environ | {"DATABASE_URL": database_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = ["".join(each.communicate(timeout=60)) for each in both]
    assert 0 in {each.returncode for each in both}
    assert all("2026-Q4 is closed" in each and "Traceback" not in each for each in said)
    latest = read_results(workspace.results).latest
    assert latest
    assert latest.perceptions.response["sales"].invited == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2026-Q4", *SIZES), "people can answer until 2099-12-18, "),
        (("2031-Q1", *SIZES), "2031-Q1 is far from today, which lies in 20"),
        (("2026-Q4", *SIZES, "--marketing", "4"), "Marketing has fewer than 5 people, so nothing"),
    ],
)
def test_what_is_seldom_meant_is_said_and_done(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("open", *arguments)
    assert f"Please note: {sentence}" in result.stderr
    assert codes_in(done(result))


def test_changes_after_opening_affect_the_next_quarter_only(run: Run, workspace: Workspace) -> None:
    done(run("open", "2026-Q4", *SIZES))
    path = workspace.definitions / "survey.yml"
    path.write_text(path.read_text().replace("threshold: 5", "threshold: 9"))
    done(run(*CLOSING))
    latest = read_results(workspace.results).latest
    assert latest
    assert latest.perceptions.threshold == 5
    assert latest.definitions.survey.threshold == 5
    done(run("open", "2027-Q1", *SIZES))
    opened = read_results(workspace.results).open
    assert opened
    assert opened.definitions.survey.threshold == 9


@pytest.mark.parametrize(
    ("how", "folder"),
    [((str(ROOT / "scripts" / "quarter.py"),), "/"), (("-m", "scripts.quarter"), ROOT)],
)
def test_it_runs_as_a_file_from_any_folder_and_as_a_module(
    workspace: Workspace, how: tuple[str, ...], folder: str
) -> None:
    result = subprocess.run(
        [sys.executable, *how, "status", "--workspace", str(workspace.root)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "No quarter is open." in result.stdout
