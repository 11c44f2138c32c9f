"""Results that contradict themselves stop the build, by name and line; the old site stays."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.definitions import Definitions
from catalog.results import (
    Agreement,
    OpenQuarter,
    ResultsError,
    Score,
    Snapshot,
    percent,
    read_results,
    tenths,
    to_json,
)
from catalog.results.contradictions import differences, miscounts
from catalog.results.files import RESTORE, RESTORE_BOTH
from catalog.workspace import Workspace
from scripts.figures import many_quarters
from tests.answering import CLOSES
from tests.played import played
from tests.running import ROOT, run_python

BUILD = str(ROOT / "scripts" / "build.py")
PLACED = re.compile(r"results/2026-Q3/perceptions\.json:([0-9]+):([0-9]+): (.*)")
TAKEN_OUT = object()


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


def a_share_beside_other_counts(folder: Path) -> str:
    path = folder / "perceptions.json"
    data = json.loads(path.read_text())
    counts = {"enquiry": 24, "offer": 4}
    data["questions"][3]["answers"]["field"] = {"n": 28, "share": 10, "counts": counts}
    path.write_text(json.dumps(data, indent=2))
    line = change(path, '"share": 10', '"share": 10')
    return f"perceptions.json:{line}:11: questions.3.answers.field.share: 24 of 28 named"


def a_question_that_reads_otherwise_than_it_was_asked(folder: Path) -> str:
    line = change(folder / "perceptions.json", '"wording": "', '"wording": "It seems that ')
    return (
        f"perceptions.json:{line}:7: questions.0.wording: definitions.json beside this file says"
        " 'Growth's work takes skill.', as it was when the quarter opened; restore both files"
    )


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
        a_share_beside_other_counts,
        a_question_that_reads_otherwise_than_it_was_asked,
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


SAYS = "definitions.json beside this file says {}, as it was when the quarter opened"
MISSING = "questions: the question {}, asked in definitions.json beside this file, is missing"


def edit(folder: Path, *keys: str | int, value: object) -> None:
    """Put another value at a place of the figures."""
    path = folder / "perceptions.json"
    data = inner = json.loads(path.read_text())
    for key in keys[:-1]:
        inner = inner[key]
    if value is TAKEN_OUT:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = value
    path.write_text(json.dumps(data, indent=2))


def refused(folder: Path) -> list[tuple[str, str]]:
    """Each problem of the figures: what stands at its line and column, and what is said of it."""
    with pytest.raises(ResultsError) as caught:
        read_results(folder.parent)
    lines = (folder / "perceptions.json").read_text().splitlines()
    found = [PLACED.fullmatch(problem) for problem in caught.value.problems]
    return [(lines[int(at[1]) - 1][int(at[2]) - 1 :], at[3]) for at in found if at]


@pytest.mark.parametrize(
    ("keys", "value", "names", "expected"),
    [
        (("threshold",), 6, '"threshold"', ["threshold: " + SAYS.format("'5'")]),
        (("scale", 4), "Very much", '"Very', ["scale.4: " + SAYS.format("'Strongly agree'")]),
        (
            ("questions", 0, "theme"),
            "nonsense",
            '"theme": "nonsense"',
            ["questions.0.theme: " + SAYS.format("'respect'")],
        ),
        (
            ("questions", 0, "about"),
            "sales",
            '"about": "sales"',
            ["questions.0.about: " + SAYS.format("'growth'")],
        ),
        (
            ("questions", 3, "about"),
            "field",
            '"about": "field"',
            ["questions.3.about: " + SAYS.format("null")],
        ),
        (
            ("questions", 0, "id"),
            "kraft",
            "{",
            [
                "questions.0: the question own of 'kraft' is not asked in definitions.json beside"
                " this file",
                MISSING.format("own of 'craft'"),
            ],
        ),
        (("questions", 0), TAKEN_OUT, '"questions"', [MISSING.format("own of 'craft'")]),
    ],
    ids=["threshold", "scale", "theme", "about", "about of a lead", "not asked", "missing"],
)
def test_results_that_do_not_say_what_was_asked_are_refused(
    closed: Path, keys: tuple[str | int, ...], value: object, names: str, expected: list[str]
) -> None:
    """Planted faults, one at a time: each comparison left out."""
    edit(closed, *keys, value=value)
    told = refused(closed)
    assert [said for _, said in told] == [f"{each}; {RESTORE_BOTH}" for each in expected]
    assert told[0][0].startswith(names)


@pytest.mark.parametrize(
    ("place", "figure", "expected"),
    [
        (0, {"n": 28, "mean": 4.04}, "mean: '4.04' has too many decimals; a mean has one"),
        (0, {"n": 5, "mean": 3.3}, "mean: no 5 scores from 1 to 5 have a mean of 3.3"),
        (3, {"n": 7, "share": 50}, "share: no number of 7 people is 50 percent of them"),
        (
            3,
            {"n": 28, "share": 64, "counts": {"ofer": 10, "enquiry": 18}},
            "counts.ofer: 'ofer' is not a stage of this quarter; did you mean 'offer'?",
        ),
    ],
    ids=["two decimals", "a mean of five", "a share of seven", "a stage"],
)
def test_figures_that_nobody_can_have_given_are_refused(
    closed: Path, place: int, figure: dict[str, object], expected: str
) -> None:
    """Planted faults, one at a time: each check left out."""
    edit(closed, "questions", place, "answers", "field", value=figure)
    ((stands, said),) = refused(closed)
    assert said == f"questions.{place}.answers.field.{expected}; {RESTORE}"
    assert stands.startswith(f'"{expected.partition(":")[0].rpartition(".")[2]}"')


def test_a_mean_is_what_the_counts_beside_it_give_to_one_decimal(closed: Path) -> None:
    """Planted fault: 3.4 is near enough to 3.45, which the survey writes as 3.5."""
    figure = {"n": 20, "mean": 3.4, "counts": {"3": 11, "4": 9}}
    edit(closed, "questions", 0, "answers", "field", value=figure)
    told = "questions.0.answers.field: the counts do not add up to n and mean"
    assert [said for _, said in refused(closed)] == [f"{told}; {RESTORE}"]
    edit(closed, "questions", 0, "answers", "field", "mean", value=3.5)
    assert read_results(closed.parent).quarters


@pytest.mark.parametrize(
    ("team", "n", "word", "expected"),
    [
        (
            "field",
            27,
            "half or more",
            "27 of the 28 who answered gave a view, so this must be 'under a tenth'",
        ),
        (
            "field",
            14,
            "under half",
            "14 of the 28 who answered gave a view, so this must be 'half or more'",
        ),
        ("sales", 27, "under half", "'sales' is not a team of this quarter"),
    ],
    ids=["one of 28", "half of 28", "a team"],
)
def test_how_many_cannot_say_follows_from_how_many_can(
    closed: Path, team: str, n: int, word: str, expected: str
) -> None:
    """Planted faults: the word is not compared; a team that is not there is passed over."""
    edit(closed, "questions", 0, "answers", "field", value={"n": n, "mean": 3.0})
    edit(closed, "questions", 0, "cannot_say", value={team: word})
    ((stands, said),) = refused(closed)
    assert said == f"questions.0.cannot_say.{team}: {expected}; {RESTORE}"
    assert stands.startswith(f'"{team}"')


def test_whatever_the_survey_writes_does_not_contradict_itself(small: Definitions) -> None:
    """Planted fault: the nearest number of people is looked for below only."""
    for closed in many_quarters(small).quarters:
        assert not [*miscounts(closed.perceptions, small), *differences(closed.perceptions, small)]


def test_a_stage_that_nobody_named_need_not_be_counted(closed: Path) -> None:
    """Planted fault: the handbook's stage is taken to be among the counts."""
    figure = {"n": 28, "share": 0, "counts": {"offer": 14, "won": 14}}
    edit(closed, "questions", 3, "answers", "field", value=figure)
    assert read_results(closed.parent).quarters


@pytest.mark.parametrize("n", range(5, 130))
def test_every_mean_and_share_that_people_can_give_is_allowed(small: Definitions, n: int) -> None:
    """Planted fault: the nearest number of people is looked for below only."""
    perceptions = played(small, 1).quarters[0].perceptions
    scored, placed = perceptions.questions[0], perceptions.questions[3]
    for total in range(n, 5 * n + 1):
        mean = Score(n=n, mean=tenths(total, n))
        share = Agreement(n=n, share=percent(min(total - n, n), n))
        questions = (
            scored.model_copy(update={"answers": {"field": mean}}),
            placed.model_copy(update={"answers": {"field": share}}),
        )
        told = perceptions.model_copy(update={"questions": questions})
        assert not list(miscounts(told, small)), (mean, share)


def test_files_of_two_quarters_are_not_compared(closed: Path) -> None:
    """Planted fault: the figures are compared with what another quarter asked."""
    edit(closed, "threshold", value=6)
    edit(closed, "quarter", value="2026-Q2")
    assert [said.partition(";")[0] for _, said in refused(closed)] == [
        "quarter: says it is 2026-Q2"
    ]
