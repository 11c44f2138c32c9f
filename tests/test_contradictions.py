"""Results that contradict themselves stop the build, by name and line; the old site stays."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.definitions import Definitions
from catalog.results import OpenQuarter, Snapshot, to_json
from catalog.workspace import Workspace
from tests.answering import CLOSES
from tests.played import played
from tests.running import ROOT, run_python

BUILD = str(ROOT / "scripts" / "build.py")
PLACE = r"results/2026-Q3/perceptions\.json:[0-9]+:[0-9]+: "


@pytest.fixture
def closed(small_workspace: Workspace, small: Definitions) -> Path:
    """The results folder of a workspace with one closed quarter and an old site."""
    results = played(small, 1)
    folder = small_workspace.results / "2026-Q3"
    folder.mkdir()
    (folder / "perceptions.json").write_text(to_json(results.quarters[0].perceptions))
    stood = Snapshot(format=1, quarter="2026-Q3", definitions=small)
    (folder / "definitions.json").write_text(to_json(stood))
    old = small_workspace.build / "sites" / "1"
    old.mkdir(parents=True)
    (old / "index.html").write_text("the old one")
    small_workspace.site.symlink_to(old)
    return folder


def change(path: Path, old: str, new: str) -> int:
    """Put another text in the place of the first such text; the line it is in."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text.count("\n", 0, text.index(old)) + 1


def more_scores_than_people(folder: Path) -> str:
    path = folder / "perceptions.json"
    data = json.loads(path.read_text())
    data["questions"][0]["answers"]["field"] = {"n": 29, "mean": 3.1}
    path.write_text(json.dumps(data, indent=2))
    line = change(path, '"field": {', '"field": {')
    return (
        f"perceptions.json:{line}:9: questions.0.answers.field: 29 people are counted, but only 28"
    )


def more_answers_than_invitations(folder: Path) -> str:
    change(folder / "perceptions.json", '"invited": 34', '"invited": 20')
    line = change(
        folder / "perceptions.json", '"response": {\n    "field"', '"response": {\n    "field"'
    )
    return f"perceptions.json:{line + 1}:5: response.field: 28 answered but only 20 were invited;"


def an_unknown_team(folder: Path) -> str:
    line = change(folder / "perceptions.json", '"field": {', '"sales": {')
    return (
        f"perceptions.json:{line - 1}:7: questions.0.answers: has figures for growth, sales; the"
        " teams of this quarter are field, growth"
    )


def a_quarter_in_two_folders(folder: Path) -> str:
    shutil.copytree(folder, folder.parent / "2026-Q2")
    line = change(folder / "perceptions.json", '"quarter"', '"quarter"')
    return (
        f"results/2026-Q2/perceptions.json:{line}:3: quarter: says it is 2026-Q3; a quarter's files"
    )


def a_quarter_both_open_and_closed(folder: Path) -> str:
    stood = json.loads((folder / "definitions.json").read_text())
    opened = OpenQuarter(**stood | {"closes": CLOSES, "invited": {"field": 9, "growth": 9}})
    path = folder.parent / "open.json"
    path.write_text(to_json(opened))
    line = change(path, '\n  "quarter"', '\n  "quarter"') + 1
    return f"results/open.json:{line}:3: quarter: 2026-Q3 is open here, but its results are in"


def a_question_twice(folder: Path) -> str:
    path = folder / "perceptions.json"
    data = json.loads(path.read_text())
    data["questions"].insert(1, data["questions"][0])
    path.write_text(json.dumps(data, indent=2))
    return ": questions.1: the question own of 'craft' stands here once more"


def a_newer_format(folder: Path) -> str:
    line = change(folder / "perceptions.json", '"format": 1', '"format": 2,\n  "mood": 1')
    return f"perceptions.json:{line}:3: format: a newer version of Common Ground wrote this file"


def a_mean_that_tells_too_much(folder: Path) -> str:
    path = folder / "perceptions.json"
    data = json.loads(path.read_text())
    data["questions"][0]["answers"]["field"] = {"n": 6, "mean": 5.0}
    path.write_text(json.dumps(data, indent=2))
    line = change(path, '"field": {', '"field": {')
    return f"perceptions.json:{line}:9: questions.0.answers.field: from a mean of 5.0 of 6 people"


@pytest.mark.parametrize(
    "contradict",
    [
        more_scores_than_people,
        more_answers_than_invitations,
        an_unknown_team,
        a_quarter_in_two_folders,
        a_quarter_both_open_and_closed,
        a_question_twice,
        a_newer_format,
        a_mean_that_tells_too_much,
    ],
)
def test_a_contradiction_is_named_with_its_line_and_the_old_site_stays(
    closed: Path, small_workspace: Workspace, contradict: Callable[[Path], str]
) -> None:
    told = contradict(closed)
    built = run_python(BUILD, "--workspace", str(small_workspace.root))
    assert built.returncode == 1
    first, *more, unchanged = built.stderr.splitlines()
    assert told in first
    assert first.startswith("results/")
    assert len(more) == (contradict is a_quarter_in_two_folders), "each of its files is named"
    assert unchanged == "The handbook was not built; what was there before is unchanged."
    assert (small_workspace.site / "index.html").read_text() == "the old one"
