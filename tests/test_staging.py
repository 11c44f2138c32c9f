import time
from datetime import date
from pathlib import Path

import pytest

from catalog.reading import DefinitionsError
from catalog.workspace import Workspace
from handbook.staging import stage
from handbook.taken import PATHS, TakenError
from tests.conftest import OpenASurvey
from tests.running import edit

TODAY = date(2026, 11, 22)


def times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_hand_written_and_generated_pages_lie_side_by_side(small_workspace: Workspace) -> None:
    staged = stage(small_workspace, TODAY)
    for path in ("index.md", "stages/enquiry.md", "protection.md", "assets/handbook.css"):
        assert (staged.docs / path).is_file()
    assert staged.nav[0] == {"Home": "index.md"}
    assert {"editing.md", "numbers.md", "protection.md"} <= {
        page for page in staged.nav[-1]["About"] if isinstance(page, str)
    }


def test_an_edit_rewrites_the_pages_it_touches_and_no_others(small_workspace: Workspace) -> None:
    docs = stage(small_workspace, TODAY).docs
    before = times(docs)
    time.sleep(0.01)  # so that a rewritten file has another time
    edit(small_workspace.definitions / "roles.yml", "Routes are planned", "Tours are planned")
    stage(small_workspace, TODAY)
    changed = {path for path, at in times(docs).items() if before.get(path) != at}
    pages = {"roles/field-planner.md", "definitions/roles.md"}
    assert changed == pages | {"data/roles.json", "data/roles.csv"}


def test_a_page_whose_entry_is_gone_goes_too(small_workspace: Workspace) -> None:
    (small_workspace.docs / "extra").mkdir()
    (small_workspace.docs / "extra" / "page.md").write_text("# Extra\n")
    docs = stage(small_workspace, TODAY).docs
    assert (docs / "extra" / "page.md").is_file()
    (small_workspace.docs / "extra" / "page.md").unlink()
    stage(small_workspace, TODAY)
    assert not (docs / "extra").exists()


def test_a_page_explains_the_words_of_the_glossary_that_stand_in_it(
    small_workspace: Workspace,
) -> None:
    (small_workspace.docs / "extra.md").write_text("# Extra\n\nCRMs are where the CRM is.\n")
    docs = stage(small_workspace, TODAY).docs
    meaning = "The database of everybody who ever asked us something."
    own = (docs / "extra.md").read_text()
    assert own.endswith(f"*[CRM]: {meaning}\n\n*[CRMs]: {meaning}\n")
    pages = {path: path.read_text() for path in docs.rglob("*.md")}
    assert {"CRM" in text for text in pages.values()} == {True, False}
    assert all(("CRM" in text) == (f"*[CRM]: {meaning}" in text) for text in pages.values())


def test_a_word_of_the_glossary_is_explained_at_the_start_of_a_sentence_too(
    small_workspace: Workspace,
) -> None:
    glossary = small_workspace.definitions / "glossary.yml"
    glossary.write_text(glossary.read_text().replace("term: CRM", "term: real gap"))
    (small_workspace.docs / "extra.md").write_text("# Extra\n\nReal gap: a real gap.\n")
    page = (stage(small_workspace, TODAY).docs / "extra.md").read_text()
    assert "*[real gap]: The database" in page
    assert "*[Real gap]: The database" in page


def test_a_hand_written_page_in_the_place_of_a_generated_one_is_refused(
    small_workspace: Workspace,
) -> None:
    (small_workspace.docs / "goals.md").write_text("# Ours\n")
    with pytest.raises(TakenError, match=r"^docs/goals\.md: a page at this address is generated"):
        stage(small_workspace, TODAY)
    assert not small_workspace.build.exists()


def test_a_hand_written_file_in_the_place_of_open_data_is_refused(
    small_workspace: Workspace,
) -> None:
    (small_workspace.docs / "data").mkdir()
    (small_workspace.docs / "data" / "stages.csv").write_text("ours")
    with pytest.raises(TakenError, match=r"^docs/data/stages\.csv: a page at this address"):
        stage(small_workspace, TODAY)


def test_open_data_feed_and_calendar_lie_beside_the_pages(small_workspace: Workspace) -> None:
    docs = stage(small_workspace, TODAY).docs
    assert all((docs / path).is_file() for path in PATHS)
    assert "http://127.0.0.1:8000/rituals/#ride-along" in (docs / "rituals.ics").read_text()


def test_with_a_problem_in_the_definitions_nothing_is_written(small_workspace: Workspace) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: field", "from: filed")
    with pytest.raises(DefinitionsError):
        stage(small_workspace, TODAY)
    assert not small_workspace.build.exists()


def test_every_clash_of_addresses_is_listed_at_once(small_workspace: Workspace) -> None:
    (small_workspace.docs / "goals").mkdir()
    (small_workspace.docs / "goals" / "index.md").write_text("# Ours\n")
    (small_workspace.docs / "README.md").write_text("# Read me\n")
    (small_workspace.docs / "stages").write_text("a file where a folder goes")
    with pytest.raises(TakenError) as refused:
        stage(small_workspace, TODAY)
    pages = [problem.partition(":")[0] for problem in refused.value.problems]
    assert pages == ["docs/README.md", "docs/goals/index.md", "docs/stages"]


def test_a_folder_and_a_file_can_change_places(small_workspace: Workspace) -> None:
    first, second = small_workspace.docs / "first", small_workspace.docs / "second"
    first.write_text("a file")
    second.mkdir()
    (second / "page.txt").write_text("in a folder")
    docs = stage(small_workspace, TODAY).docs
    first.unlink()
    first.mkdir()
    (second / "page.txt").rename(first / "page.txt")
    second.rmdir()
    second.write_text("a file")
    stage(small_workspace, TODAY)
    assert (docs / "first" / "page.txt").read_text() == "in a folder"
    assert (docs / "second").read_text() == "a file"


def test_where_files_can_be_edited_edit_this_leads_there(small_workspace: Workspace) -> None:
    edit(
        small_workspace.mkdocs_yml,
        "  generator: false",
        "  generator: false\n  edit_base: https://git.example.com/us/book/edit/main/",
    )
    docs = stage(small_workspace, TODAY).docs
    page = (docs / "promises" / "call-back.md").read_text()
    lines = (small_workspace.definitions / "slas.yml").read_text().splitlines()
    line = lines.index("  - id: call-back") + 1
    assert f"(https://git.example.com/us/book/edit/main/definitions/slas.yml#L{line})" in page
    assert not (docs / "definitions").exists()


def protection(workspace: Workspace) -> str:
    return (stage(workspace, TODAY).docs / "protection.md").read_text()


def test_the_page_about_protection_names_the_limit_that_is_locked(
    workspace: Workspace, open_survey: OpenASurvey, sqlite_url: str
) -> None:
    """The limit of the definitions is raised meanwhile: naming that one would be the fault."""
    open_survey(sqlite_url)
    edit(workspace.definitions / "survey.yml", "threshold: 5", "threshold: 8")
    page = protection(workspace)
    assert "In the survey of 2026-Q4, which is open now, the limit is **5 people**." in page


def test_while_none_is_open_the_page_about_protection_names_the_next_limit(
    workspace: Workspace,
) -> None:
    edit(workspace.definitions / "survey.yml", "threshold: 5", "threshold: 8")
    assert "the limit of the next survey is **8 people**" in protection(workspace)
    assert "<!-- the limit" not in protection(workspace)
