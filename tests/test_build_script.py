import json
import re
import subprocess
from datetime import date
from pathlib import Path

from catalog.workspace import Workspace
from handbook.staging import stage
from tests.running import ROOT, edit, run_python

BUILD = str(ROOT / "scripts" / "build.py")
NOT_YAML = re.compile(r"mkdocs\.yml:[0-9]+:[0-9]+: this is not YAML: did not find expected")


def build(*options: str, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return run_python(BUILD, *options, folder=folder)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / "build" / "lock"
    }


def test_it_builds_the_workspace_it_is_run_in(small_workspace: Workspace) -> None:
    built = build(folder=small_workspace.root)
    assert built.returncode == 0, built.stderr
    assert built.stdout == f"The handbook is built: {small_workspace.site / 'index.html'}\n"
    assert (small_workspace.site / "index.html").is_file()


def test_a_problem_is_printed_with_its_place_and_nothing_is_written(
    small_workspace: Workspace, tmp_path: Path
) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: growth", "from: grwth")
    before = everything(small_workspace.root)
    built = build("--workspace", str(small_workspace.root), folder=tmp_path)
    assert built.returncode == 1
    assert built.stderr == (
        "definitions/slas.yml:27:5: slas.1.from: 'grwth' is not a team; did you mean 'growth'?\n"
        "The handbook was not built; what was there before is unchanged.\n"
    )
    assert everything(small_workspace.root) == before


def test_a_page_that_cannot_be_built_is_named(small_workspace: Workspace) -> None:
    (small_workspace.docs / "broken.md").write_text("# Broken\n\n[nowhere](nowhere.md)\n")
    built = build("--workspace", str(small_workspace.root))
    assert built.returncode == 1
    assert re.search(r"broken\.md.*nowhere\.md", built.stderr)
    assert not small_workspace.site.exists()


def test_a_folder_that_cannot_be_written_is_named(small_workspace: Workspace) -> None:
    small_workspace.build.write_text("a file where a folder goes")
    built = build("--workspace", str(small_workspace.root))
    assert built.returncode == 1
    assert built.stderr == f"Error: {small_workspace.build}: File exists\n"


def test_check_finds_nothing_wrong_with_the_small_company(small_workspace: Workspace) -> None:
    before = everything(small_workspace.root)
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert (checked.returncode, checked.stderr) == (0, "")
    assert re.fullmatch(r"0 errors, \d+ warnings?", checked.stdout.splitlines()[-1])
    assert everything(small_workspace.root) == before


def test_check_finds_what_only_a_build_would_refuse(small_workspace: Workspace) -> None:
    """Planted: the folder of templates is looked for by the build alone."""
    edit(small_workspace.mkdocs_yml, "  name: material\n", "  name: material\n  custom_dir: ours\n")
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert checked.returncode == 1
    assert "there is no folder 'ours' here; make it, or take that line out" in checked.stdout


def test_check_lists_all_errors_and_fails(small_workspace: Workspace) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: growth", "from: grwth")
    edit(small_workspace.definitions / "roles.yml", "team: field", "team: feild")
    (small_workspace.results / "2026-Q3").mkdir()
    (small_workspace.results / "2026-Q3" / "definitions - Copy.json").write_text("{}")
    edit(small_workspace.mkdocs_yml, "site_name: Common Ground", "site_name: [")
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert checked.returncode == 1
    lines = checked.stdout.splitlines()
    assert lines[0].startswith("definitions/roles.yml:5:5: roles.0.team: 'feild' is not a team")
    assert lines[1].startswith("definitions/slas.yml:27:5: slas.1.from: 'grwth' is not a team")
    assert lines[2].startswith("results/2026-Q3/perceptions.json: this file is missing")
    assert lines[3].startswith("results/2026-Q3/definitions.json: this file is missing")
    assert NOT_YAML.match(lines[4])
    copy = "results/2026-Q3/definitions - Copy.json:1:1: warning: this file is not read; "
    assert lines[5].startswith(copy)
    assert lines[6:] == [
        "5 errors, 1 warning so far; more are looked for once the errors in the definitions are"
        " mended"
    ]


def test_check_lists_hand_written_pages_in_the_place_of_generated_ones(
    small_workspace: Workspace,
) -> None:
    (small_workspace.docs / "goals.md").write_text("# Ours\n")
    (small_workspace.docs / "glossary.md").write_text("# Ours\n")
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert checked.returncode == 1
    told = "a page at this address is generated; give yours another name"
    assert checked.stdout.splitlines()[:2] == [
        f"docs/{name}.md: {told}" for name in ("glossary", "goals")
    ]
    assert "2 errors" in checked.stdout


def test_errors_stand_before_warnings(small_workspace: Workspace) -> None:
    slas = small_workspace.definitions / "slas.yml"
    edit(slas, "agreed: {field: 2026-01-12, growth: 2026-01-12}", "agreed: {field: 2026-01-12}")
    (small_workspace.results / "2026-Q3").mkdir()
    lines = build("--check", "--workspace", str(small_workspace.root)).stdout.splitlines()
    kinds = ["warning: " in line for line in lines[:-1]]
    assert kinds == sorted(kinds)
    assert set(kinds) == {False, True}


def test_settings_that_are_not_yaml_are_one_line(small_workspace: Workspace) -> None:
    edit(small_workspace.mkdocs_yml, "site_name: Common Ground", "site_name: [")
    built = build("--workspace", str(small_workspace.root))
    assert built.returncode == 1
    told, unchanged = built.stderr.splitlines()
    assert NOT_YAML.match(told)
    assert unchanged.startswith("The handbook was not built")


def test_check_warns_without_failing(small_workspace: Workspace) -> None:
    slas = small_workspace.definitions / "slas.yml"
    edit(slas, "agreed: {field: 2026-01-12, growth: 2026-01-12}", "agreed: {field: 2026-01-12}")
    checked = build("--check", "--workspace", str(small_workspace.root))
    assert checked.returncode == 0
    assert "warning: slas.0.agreed: 'growth' has not signed this yet" in checked.stdout


def test_what_programs_read_comes_alone(small_workspace: Workspace) -> None:
    edit(small_workspace.definitions / "slas.yml", "from: growth", "from: grwth")
    checked = build("--check", "--format", "json", "--workspace", str(small_workspace.root))
    assert (checked.returncode, checked.stderr) == (1, "")
    (problem,) = json.loads(checked.stdout)["problems"]
    assert (problem["file"], problem["line"]) == ("definitions/slas.yml", 27)


def test_a_check_loads_nothing_that_takes_long() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from scripts.build import main;"
        "assert CliRunner().invoke(main, ['--check']).exit_code == 0;"
        "print(*{'scipy', 'vl_convert', 'mkdocs', 'sqlalchemy', 'flask'} & sys.modules.keys())"
    )
    assert run_python("-c", program).stdout == "\n"


def test_what_an_edit_changes_is_shown_and_nothing_is_built(small_workspace: Workspace) -> None:
    stage(small_workspace, date.today())
    edit(small_workspace.definitions / "goals.yml", "12 percent", "14 percent")
    before = everything(small_workspace.root)
    shown = build("--diff", "--workspace", str(small_workspace.root))
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("Changed (")
    assert "goals.md" in shown.stdout.splitlines()[0]
    assert re.search("^-.*12 percent", shown.stdout, re.MULTILINE)
    assert re.search("^\\+.*14 percent", shown.stdout, re.MULTILINE)
    assert everything(small_workspace.root) == before


def test_there_is_nothing_to_compare_with_before_the_first_build(
    small_workspace: Workspace,
) -> None:
    shown = build("--diff", "--workspace", str(small_workspace.root))
    assert shown.returncode == 1
    assert shown.stderr == "Error: nothing was built here yet, so every page is new\n"


def test_an_edit_with_a_mistake_cannot_be_compared(small_workspace: Workspace) -> None:
    stage(small_workspace, date.today())
    edit(small_workspace.definitions / "slas.yml", "from: growth", "from: grwth")
    shown = build("--diff", "--workspace", str(small_workspace.root))
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr.startswith("definitions/slas.yml:27:5: slas.1.from: 'grwth' is not a team")
