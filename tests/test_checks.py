"""Contradictions that take more than one change to bring about; the others are in test_reading."""

import shutil
from pathlib import Path

import pytest

from catalog.reading import DefinitionsError, read_definitions

SMALL = Path(__file__).parent / "small" / "definitions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "definitions"))


def rename(folder: Path, old: str, new: str) -> None:
    for path in folder.iterdir():
        path.write_text(path.read_text().replace(old, new))


def problems(folder: Path) -> list[str]:
    with pytest.raises(DefinitionsError) as caught:
        read_definitions(folder)
    return [str(problem) for problem in caught.value.problems]


def test_no_stage_can_be_called_like_the_answer_of_people_without_a_view(folder: Path) -> None:
    rename(folder, "offer", "cannot-say")
    assert problems(folder) == [
        "definitions/stages.yml:16:5: stages.1.id: 'cannot-say' is an answer of the survey; choose"
        " another id"
    ]


def test_a_stage_cannot_lead_to_itself(folder: Path) -> None:
    rename(folder, "next: [offer, recycled]", "next: [offer, enquiry]")
    assert problems(folder) == [
        "definitions/stages.yml:10:19: stages.0.next.1: 'enquiry' leads to itself; name only stages"
        " a lead can move to"
    ]


def test_no_team_can_be_called_both(folder: Path) -> None:
    rename(folder, "field", "both")
    assert (
        "definitions/company.yml:12:5: teams.0.id: 'both' means both teams; choose another id"
        in problems(folder)
    )


def test_a_theme_without_questions_is_refused(folder: Path) -> None:
    path = folder / "survey.yml"
    path.write_text(path.read_text().replace("    vignettes:", "    vignettes: []\nx:"))
    path.write_text(path.read_text().split("x:")[0] + "promises: {name: a, intro: b}\n")
    assert problems(folder) == [
        "definitions/survey.yml:19:5: themes.1: this theme asks nothing; give it items"
    ]


def test_drivers_cannot_go_round_in_a_circle(folder: Path) -> None:
    path = folder / "goals.yml"
    first, second, third = path.read_text().split("parent: margin")
    path.write_text(f"{first}parent: brand{second}parent: retention{third}")
    assert [problem.split(": ")[:2] for problem in problems(folder)] == [
        ["definitions/goals.yml:19:5", "drivers.0.parent"],
        ["definitions/goals.yml:25:5", "drivers.1.parent"],
    ]


def test_a_stage_with_another_role_accountable_beside_its_owner_holds_together(
    folder: Path,
) -> None:
    rename(folder, "stages: {recycled: responsible}", "stages: {recycled: accountable}")
    assert read_definitions(folder)


def test_a_word_is_explained_once(folder: Path) -> None:
    """Planted: capitals make it another word."""
    with (folder / "glossary.yml").open("a") as glossary:
        glossary.write("  - {term: Crm, meaning: Something else.}\n")
    (problem,) = problems(folder)
    assert problem.endswith("glossary.1.term: 'Crm' is explained before; keep one of both")


@pytest.mark.parametrize(
    ("number", "unit"), [("100", "percent of calls"), ("240", "calls"), ("0", "calls")]
)
def test_a_target_may_be_none_all_or_many(folder: Path, number: str, unit: str) -> None:
    """Fault: no number may be above 100, or all of them is too many."""
    rename(folder, "at_least: 90", f"at_least: {number}")
    rename(folder, "unit: percent of enquiries", f"unit: {unit}")
    assert read_definitions(folder)
