import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.reading import read_definitions
from catalog.results import (
    Hidden,
    OpenQuarter,
    Perceptions,
    Question,
    Response,
    ResultsError,
    Score,
    Snapshot,
    read_results,
    to_json,
)

SMALL = Path(__file__).parent / "small" / "definitions"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A results folder with one closed quarter."""
    definitions = read_definitions(SMALL).definitions
    perceptions = Perceptions(
        format=1,
        quarter="2026-Q3",
        threshold=5,
        scale=definitions.survey.scale,
        response={
            "field": Response(invited=9, answered=8),
            "growth": Response(invited=7, answered=4),
        },
        questions=(
            Question(
                kind="own",
                about="growth",
                id="craft",
                theme="respect",
                wording="Growth's work takes skill.",
                answers={"field": Score(n=8, mean=3.4), "growth": Hidden(hidden="too few answers")},
            ),
        ),
    )
    folder = tmp_path / "results" / "2026-Q3"
    folder.mkdir(parents=True)
    (folder / "perceptions.json").write_text(to_json(perceptions))
    snapshot = Snapshot(format=1, quarter="2026-Q3", definitions=definitions)
    (folder / "definitions.json").write_text(to_json(snapshot))
    return folder.parent


def edit(path: Path, *keys: str | int, value: object) -> None:
    data = json.loads(path.read_text())
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    path.write_text(json.dumps(data))


def refusal(results: Path) -> str:
    with pytest.raises(ResultsError) as caught:
        read_results(results)
    return str(caught.value)


def test_results_read_back_as_they_were_written(results: Path) -> None:
    quarter = read_results(results).quarters[0]
    assert quarter.definitions == read_definitions(SMALL).definitions
    written = (results / "2026-Q3" / "perceptions.json").read_text()
    assert to_json(quarter.perceptions) == written


def test_quarters_come_oldest_first(results: Path) -> None:
    older = Path(shutil.copytree(results / "2026-Q3", results / "2025-Q4"))
    edit(older / "perceptions.json", "quarter", value="2025-Q4")
    edit(older / "definitions.json", "quarter", value="2025-Q4")
    read = read_results(results)
    assert [str(each.quarter) for each in read.quarters] == ["2025-Q4", "2026-Q3"]
    assert read.latest is read.quarters[-1]


def test_a_folder_without_results_is_no_fault(tmp_path: Path) -> None:
    read = read_results(tmp_path / "results")
    assert read.quarters == ()
    assert read.open is None
    assert read.latest is None


def test_the_open_quarter_is_read(results: Path) -> None:
    opened = OpenQuarter(
        format=1,
        quarter="2026-Q4",
        definitions=read_definitions(SMALL).definitions,
        closes=date(2026, 12, 18),
        invited={"field": 9, "growth": 7},
    )
    (results / "open.json").write_text(to_json(opened))
    assert read_results(results).open == opened


def test_results_are_sorted_text_that_ends_in_a_newline(results: Path) -> None:
    text = (results / "2026-Q3" / "perceptions.json").read_text()
    assert text.endswith("}\n")
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_corrupt_file_is_named_with_what_is_wrong(results: Path) -> None:
    (results / "2026-Q3" / "perceptions.json").write_text('{"format": 1,')
    assert refusal(results).startswith(
        "results/2026-Q3/perceptions.json: this is not a results file as Common Ground writes it:\n"
        "  the whole file: this is not JSON: "
    )


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (("questions", 0, "answers", "field", "mean"), 7, "questions.0.answers.field"),
        (("response", "field", "answered"), 10, "10 answered but only 9 were invited"),
        (("format",), 2, "format: '2' is not one of 1"),
        (("extra",), 1, "extra: 'extra' is not a field here"),
        (("quarter",), "2026-Q2", "says it is 2026-Q2; a quarter's files must lie in the folder"),
        (("questions", 0, "kind"), "stage", "the figure of field does not fit a question of kind"),
        (("questions", 0, "answers"), {}, "the teams of this quarter are field, growth"),
    ],
)
def test_a_changed_file_is_refused(
    results: Path, keys: tuple[str | int, ...], value: object, expected: str
) -> None:
    edit(results / "2026-Q3" / "perceptions.json", *keys, value=value)
    assert "results/2026-Q3/perceptions.json: " in refusal(results)
    assert expected in refusal(results)


def test_a_missing_file_is_named(results: Path) -> None:
    (results / "2026-Q3" / "definitions.json").unlink()
    assert refusal(results) == (
        "results/2026-Q3/definitions.json: this file is missing; restore it from your backup or git"
    )


def test_a_folder_that_is_no_quarter_is_named(results: Path) -> None:
    (results / "2026-Q9").mkdir()
    assert refusal(results) == "results/2026-Q9: '2026-Q9' is not a quarter; write it as 2026-Q4"
