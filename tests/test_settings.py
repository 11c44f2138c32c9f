import pytest

from catalog.workspace import Workspace
from handbook.settings import SettingsError, edit_base, own_theme, theme_name


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("site_name: Us\n", None),
        ("extra:\n", None),
        (
            "extra: {edit_base: https://git.example.com/us/book/edit/main}\n",
            "https://git.example.com/us/book/edit/main/",
        ),
        (
            "extra: {edit_base: https://git.example.com/us/book/edit/main/}\n",
            "https://git.example.com/us/book/edit/main/",
        ),
    ],
)
def test_where_files_can_be_edited_is_read_from_the_settings(
    workspace: Workspace, text: str, base: str | None
) -> None:
    workspace.mkdocs_yml.write_text(text)
    assert edit_base(workspace) == base


def test_settings_can_inherit_from_others_and_name_folders_as_mkdocs_does(
    workspace: Workspace,
) -> None:
    (workspace.root / "base.yml").write_text("extra: {edit_base: https://git.example.com/us/}\n")
    workspace.mkdocs_yml.write_text(
        "INHERIT: base.yml\nmarkdown_extensions:\n  - x: {y: !relative $docs_dir}\n"
    )
    assert edit_base(workspace) == "https://git.example.com/us/"


def test_a_line_under_extra_overrides_only_itself(workspace: Workspace) -> None:
    (workspace.root / "base.yml").write_text("extra: {edit_base: https://git.example.com/us/}\n")
    workspace.mkdocs_yml.write_text("INHERIT: base.yml\nextra: {generator: false}\n")
    assert edit_base(workspace) == "https://git.example.com/us/"


def test_of_an_inherited_theme_each_line_stands_that_is_not_overridden(
    workspace: Workspace,
) -> None:
    """Planted: a name that is lost beside a palette of one's own."""
    (workspace.root / "ours").mkdir()
    (workspace.root / "base.yml").write_text("theme: {name: material, custom_dir: ours}\n")
    workspace.mkdocs_yml.write_text("INHERIT: base.yml\ntheme: {palette: {scheme: slate}}\n")
    assert theme_name(workspace) == "material"
    assert own_theme(workspace) == workspace.root / "ours"


def test_settings_can_come_from_the_environment(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDIT_BASE", "https://git.example.com/us/")
    workspace.mkdocs_yml.write_text("extra: {edit_base: !ENV EDIT_BASE}\n")
    assert edit_base(workspace) == "https://git.example.com/us/"


def test_what_only_the_engine_understands_is_passed_over(workspace: Workspace) -> None:
    workspace.mkdocs_yml.write_text("x: !!python/name:material.extensions.emoji.twemoji\n")
    assert edit_base(workspace) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "mkdocs.yml: this file is missing; copy the shipped one"),
        (
            "site_name: Us\nnav: [\n",
            "mkdocs.yml:3:1: this is not YAML: did not find expected node content",
        ),
        ("INHERIT: no.yml", "no.yml: this file is missing; copy the shipped one"),
        ("INHERIT: mkdocs.yml", "mkdocs.yml: INHERIT: 'mkdocs.yml' inherits from itself"),
        ("just words", "mkdocs.yml:1:1: this must be lines of the form 'name: value'"),
        ("7", "mkdocs.yml:1:1: this must be lines of the form 'name: value'"),
        (
            "repo_url: https://git.example.com/us\n",
            "mkdocs.yml: repo_url makes readers' browsers call on another site; take it out, and"
            " give the address where files are edited as edit_base under extra",
        ),
        (
            "extra: {edit_base: javascript:alert(1)}\n",
            "mkdocs.yml: extra.edit_base: 'javascript:alert(1)' is not a web address; write it as"
            " https://git.example.com/team/handbook/edit/main/",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    workspace: Workspace, text: str | None, problem: str
) -> None:
    workspace.mkdocs_yml.unlink()
    if text is not None:
        workspace.mkdocs_yml.write_text(text)
    with pytest.raises(SettingsError) as refused:
        edit_base(workspace)
    assert refused.value.problems == (problem,)


def test_settings_that_are_no_text_are_named(workspace: Workspace) -> None:
    workspace.mkdocs_yml.write_bytes(b"site_name: \xff\xfe")
    with pytest.raises(SettingsError, match=r"^mkdocs\.yml: "):
        edit_base(workspace)
