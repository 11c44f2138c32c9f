"""A workspace for a company of its own, as people start one."""

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalog.reading import read_definitions
from catalog.workspace import Workspace
from scripts.new import team_of
from survey import create_app
from survey.config import Config
from tests.running import ROOT, run_python

OTHERS = re.compile(r"\b(sales|marketing)\b", re.IGNORECASE)
"""The teams of the shipped example, which nobody else needs to have."""


def new(
    folder: Path, *teams: str, company: str = "Halden Pumps"
) -> "subprocess.CompletedProcess[str]":
    options = [part for pair in zip(("--first", "--second"), teams, strict=False) for part in pair]
    return run_python(ROOT / "scripts" / "new.py", folder, "--company", company, *options)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A new workspace of Field and Growth, with its handbook built."""
    folder = tmp_path_factory.mktemp("new") / "handbook"
    started = new(folder, "Field", "Growth")
    assert started.returncode == 0, started.stderr
    built = run_python(ROOT / "scripts" / "build.py", "--workspace", folder)
    assert built.returncode == 0, built.stderr
    return Workspace(folder)


def test_it_holds_together_and_warns_of_nothing_but_missing_signatures(made: Workspace) -> None:
    found = read_definitions(made.definitions).warnings(None, date.today())
    assert {each.code for each in found} == {"not-signed"}


def test_the_handbook_knows_no_other_teams(made: Workspace) -> None:
    pages = list(made.site.rglob("*.html"))
    assert len(pages) > 30
    assert [page for page in pages if OTHERS.search(page.read_text())] == []
    assert "Field" in (made.site / "index.html").read_text()


def test_the_definitions_know_no_other_teams(made: Workspace) -> None:
    files = list(made.definitions.glob("*.yml"))
    assert len(files) == 11
    assert [file for file in files if OTHERS.search(file.read_text())] == []


def test_what_editors_show_beside_a_field_knows_no_teams() -> None:
    files = list((ROOT / "schema").glob("*.json"))
    assert len(files) > 11
    assert [file for file in files if OTHERS.search(file.read_text())] == []


def test_every_file_names_a_schema_that_is_there(made: Workspace) -> None:
    for file in made.definitions.glob("*.yml"):
        _, _, schema = file.read_text().splitlines()[0].partition("$schema=")
        assert (file.parent / schema).is_file(), file


def test_the_form_knows_no_other_teams(made: Workspace) -> None:
    environment = {"COMMON_GROUND_WORKSPACE": str(made.root), "SURVEY_PREVIEW": "1"}
    app = create_app(Config.from_environment(environment))
    client = app.test_client()
    for team in ("field", "growth"):
        begun = {"team": team, "go": "begin"}
        same_origin = {"Sec-Fetch-Site": "same-origin"}
        form = client.post("/survey/preview", data=begun, headers=same_origin).text
        assert "The work of Field takes skill." in form
        assert not OTHERS.search(form)
    app.extensions["tallies"].close()


def test_a_quarter_can_be_opened(made: Workspace) -> None:
    today = date.today()
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    opened = run_python(
        ROOT / "scripts" / "quarter.py", "open", quarter, "--field", "8", "--growth", "7",
        "--closes", str(today + timedelta(days=14)), "--workspace", made.root,
    )  # fmt: skip
    assert opened.returncode == 0, opened.stderr
    assert opened.stdout.count("/survey/#") == 15
    assert not OTHERS.search(opened.stdout + opened.stderr)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Vertrieb & Söhne", 'The "other" team: #2'), ("Field\u2014East", "G")],
)
def test_names_that_yaml_would_read_otherwise_are_kept(
    tmp_path: Path, first: str, second: str
) -> None:
    started = new(tmp_path / "handbook", first, second, company="[Us]: {no}")
    assert started.returncode == 0, started.stderr
    company = read_definitions(tmp_path / "handbook" / "definitions").definitions.company
    assert [team.name for team in company.teams] == [first, second]
    assert company.name == "[Us]: {no}"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Außendienst: Süd", "aussendienst-sud"),
        ("Développement & Été", "developpement-ete"),
        ("Kjøp og Sprzedaż: Łódź", "kjop-og-sprzedaz-lodz"),
    ],
)
def test_an_id_is_written_as_people_do_who_have_no_accents(name: str, id: str) -> None:
    assert team_of("first", name).id == id


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Field", "field", "--second: the two teams need names of their own"),
        ("Field", "true", "--second: no id can be made from 'true'"),
        ("Both", "Growth", "--first: no id can be made from 'Both'"),
        ("Field", "販売", "--second: no id can be made from '販売'"),
        ("Field", " ", "--second: give a name of 1 to 60 letters"),
        ("F" * 61, "Growth", "--first: give a name of 1 to 60 letters"),
    ],
)
def test_names_that_cannot_be_used_are_refused_before_anything_is_written(
    tmp_path: Path, first: str, second: str, told: str
) -> None:
    started = new(tmp_path / "handbook", first, second)
    assert started.returncode == 2
    assert told in started.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    started = new(tmp_path, "Field", "Growth")
    assert started.returncode == 1
    assert started.stderr == f"Error: {tmp_path} is there already; name a new folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_what_is_not_said_is_asked(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "new.py", tmp_path / "handbook"],
        input="Halden Pumps\nField\nGrowth\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "The second team's name: " in asked.stdout
    ids = read_definitions(tmp_path / "handbook" / "definitions").definitions.team_ids
    assert ids == ("field", "growth")
