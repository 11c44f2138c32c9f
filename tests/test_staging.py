import time
from datetime import date
from pathlib import Path

import pytest

from catalog.reading import DefinitionsError
from catalog.workspace import Workspace
from handbook.staging import StagingError, edit_base, stage

TODAY = date(2026, 11, 22)


def times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_hand_written_and_generated_pages_lie_side_by_side(small_workspace: Workspace) -> None:
    staged = stage(small_workspace, TODAY)
    for path in ("index.md", "stages/enquiry.md", "protection.md", "assets/handbook.css"):
        assert (staged.docs / path).is_file()
    assert staged.nav[0] == {"Home": "index.md"}
    assert staged.nav[-1]["About"][:2] == ["editing.md", "protection.md"]


def test_an_edit_rewrites_the_pages_it_touches_and_no_others(small_workspace: Workspace) -> None:
    docs = stage(small_workspace, TODAY).docs
    before = times(docs)
    time.sleep(0.01)  # so that a rewritten file has another time
    edit(small_workspace.definitions / "roles.yml", "Routes are planned", "Tours are planned")
    stage(small_workspace, TODAY)
    changed = {path for path, at in times(docs).items() if before.get(path) != at}
    assert changed == {"roles/field-planner.md", "definitions/roles.md"}


def test_a_page_whose_entry_is_gone_goes_too(small_workspace: Workspace) -> None:
    (small_workspace.docs / "extra").mkdir()
    (small_workspace.docs / "extra" / "page.md").write_text("# Extra\n")
    docs = stage(small_workspace, TODAY).docs
    assert (docs / "extra" / "page.md").is_file()
    (small_workspace.docs / "extra" / "page.md").unlink()
    stage(small_workspace, TODAY)
    assert not (docs / "extra").exists()


def test_every_page_explains_the_words_of_the_glossary(small_workspace: Workspace) -> None:
    docs = stage(small_workspace, TODAY).docs
    tooltip = "*[CRM]: The database of everybody who ever asked us something.\n"
    assert all(path.read_text().endswith(tooltip) for path in docs.rglob("*.md"))


def test_a_hand_written_page_in_the_place_of_a_generated_one_is_refused(
    small_workspace: Workspace,
) -> None:
    (small_workspace.docs / "goals.md").write_text("# Ours\n")
    with pytest.raises(StagingError, match=r"^docs/goals\.md: a page of this name is generated"):
        stage(small_workspace, TODAY)
    assert not small_workspace.build.exists()


def test_with_a_problem_in_the_definitions_nothing_is_written(small_workspace: Workspace) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: field", "from: filed")
    with pytest.raises(DefinitionsError):
        stage(small_workspace, TODAY)
    assert not small_workspace.build.exists()


@pytest.mark.parametrize(
    ("settings", "base"),
    [
        ("", None),
        ("repo_url: https://example.com/us/book\n", None),
        (
            "repo_url: https://example.com/us/book\nedit_uri: edit/main/docs/\n",
            "https://example.com/us/book/edit/main/",
        ),
        (
            "repo_url: https://example.com/us/book/\nedit_uri: edit/main/kit/docs\n",
            "https://example.com/us/book/edit/main/kit/",
        ),
        ("repo_url: https://example.com/us/book\nedit_uri: edit/main/other/\n", None),
    ],
)
def test_where_files_can_be_edited_is_read_from_the_settings(
    small_workspace: Workspace, settings: str, base: str | None
) -> None:
    with small_workspace.mkdocs_yml.open("a") as file:
        file.write(settings)
    assert edit_base(small_workspace) == base


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "^mkdocs.yml: this file is missing; copy the shipped one$"),
        ("site_name: [", "^mkdocs.yml: MkDocs encountered an error parsing"),
    ],
)
def test_settings_that_cannot_be_read_are_named(
    small_workspace: Workspace, text: str | None, problem: str
) -> None:
    small_workspace.mkdocs_yml.unlink()
    if text is not None:
        small_workspace.mkdocs_yml.write_text(text)
    with pytest.raises(StagingError, match=problem):
        stage(small_workspace, TODAY)
