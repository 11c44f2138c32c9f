import subprocess
import sys
from datetime import date

import pytest
import yaml

from catalog.workspace import Workspace
from catalog.yaml_nodes import read_document
from handbook.publishing import PublishingError, new_site, publish, swap, write_settings
from handbook.staging import stage
from tests.running import ROOT, run_python
from tests.spoiling import dangers, spoilt

TODAY = date(2026, 11, 22)


def finished(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.build / "sites").iterdir())


def publish_quickly(workspace: Workspace, words: str) -> None:
    site = new_site(workspace)
    (site / "index.html").write_text(words)
    swap(workspace, site)


def test_a_published_handbook_is_a_site_with_all_pages(small_workspace: Workspace) -> None:
    publish(small_workspace, TODAY)
    assert "Halden Pumps" in (small_workspace.site / "index.html").read_text()
    assert (small_workspace.site / "promises" / "call-back" / "index.html").is_file()
    assert (small_workspace.site / "protection" / "index.html").is_file()


def test_no_file_of_the_folder_one_stands_in_is_run(
    small_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: Python looks for the engine's modules here first."""
    (small_workspace.root / "click.py").write_text("raise SystemExit('this was run')\n")
    monkeypatch.chdir(small_workspace.root)
    publish(small_workspace, TODAY)
    assert (small_workspace.site / "index.html").is_file()


def test_a_build_that_fails_leaves_the_old_site_and_says_why(small_workspace: Workspace) -> None:
    publish_quickly(small_workspace, "the old one")
    (small_workspace.docs / "broken.md").write_text("# Broken\n\n[nowhere](nowhere.md)\n")
    with pytest.raises(PublishingError, match=r"broken\.md.*nowhere\.md"):
        publish(small_workspace, TODAY)
    assert (small_workspace.site / "index.html").read_text() == "the old one"
    assert finished(small_workspace) == ["1"]


def test_the_last_three_sites_are_kept(small_workspace: Workspace) -> None:
    for number in range(1, 12):
        publish_quickly(small_workspace, f"site {number}")
    assert (small_workspace.site / "index.html").read_text() == "site 11"
    assert finished(small_workspace) == ["10", "11", "9"]


def test_a_build_that_never_finished_takes_no_place(small_workspace: Workspace) -> None:
    publish_quickly(small_workspace, "published")
    for _ in range(4):
        new_site(small_workspace)
    publish_quickly(small_workspace, "newer")
    assert finished(small_workspace) == ["1", "2"]


def test_a_real_folder_in_the_place_of_the_site_is_set_aside(small_workspace: Workspace) -> None:
    small_workspace.site.mkdir()
    (small_workspace.site / "index.html").write_text("made by hand")
    publish_quickly(small_workspace, "new")
    assert (small_workspace.site / "index.html").read_text() == "new"
    aside = small_workspace.build / "sites" / "set-aside-1" / "index.html"
    assert aside.read_text() == "made by hand"


def test_the_site_can_be_moved_with_its_workspace(small_workspace: Workspace) -> None:
    publish_quickly(small_workspace, "here")
    moved = Workspace(small_workspace.root.rename(small_workspace.root.with_name("moved")))
    assert (moved.site / "index.html").read_text() == "here"


def test_two_builds_at_once_take_turns(small_workspace: Workspace) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "build.py")]
    command += ["--workspace", str(small_workspace.root)]
    builds = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [build.communicate(timeout=60)[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    assert sorted(said) == ["", "Another build is under way here; this one follows it.\n"]
    assert finished(small_workspace) == ["1", "2"]
    assert (small_workspace.site / "promises" / "call-back" / "index.html").is_file()


def test_zensical_builds_the_same_pages(small_workspace: Workspace) -> None:
    staged = stage(small_workspace, TODAY)
    site = new_site(small_workspace)
    settings = write_settings(small_workspace, staged, site)
    built = run_python("-m", "zensical", "build", "--strict", "-f", str(settings))
    assert built.returncode == 0, built.stdout + built.stderr
    pages = [path.relative_to(staged.docs) for path in staged.docs.rglob("*.md")]
    for page in pages:
        folder = page.parent if page.name == "index.md" else page.with_suffix("")
        assert (site / folder / "index.html").is_file()
    stages = (site / "stages" / "index.html").read_text()
    assert "Hand-off to Field: Offer" in stages
    assert '<abbr title="The database of' in (site / "stages/enquiry/index.html").read_text()


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_nasty_text_in_any_field_stays_text_on_the_built_pages(
    small_workspace: Workspace, engine: str
) -> None:
    for path in small_workspace.definitions.glob("*.yml"):
        path.write_text(yaml.safe_dump(spoilt(read_document(path).data), sort_keys=False))
    staged = stage(small_workspace, TODAY)
    site = new_site(small_workspace)
    settings = str(write_settings(small_workspace, staged, site))
    assert run_python("-m", engine, "build", "-f", settings).returncode == 0
    built = list(site.rglob("*.html"))
    assert len(built) > 30
    for page in built:
        assert not dangers(page.read_text()), page
