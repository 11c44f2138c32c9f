"""What an edit changes, as it is told before a build."""

import pytest

from scripts.changes import show_changes

PAGE = (
    b"# Goals {: #goals }\n\nTwelve <b>&#37;</b>.\n\n<svg id='a'><title>The tree</title></svg>\n\n"
    b"[Edit this in definitions/goals.yml, line 7](goals.md#line-7)\n\n*[CRM]: Leads.\n"
)


def told(capsys: pytest.CaptureFixture[str], before: dict[str, bytes], **after: bytes) -> str:
    show_changes(before, {name.replace("_", "."): text for name, text in after.items()})
    return capsys.readouterr().out


def test_an_edit_that_changes_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, {"goals.md": PAGE}, goals_md=PAGE) == "The edit changes no page.\n"


def test_changed_text_stands_old_beside_new(capsys: pytest.CaptureFixture[str]) -> None:
    edited = PAGE.replace(b"Twelve", b"Ten").replace(b"The tree", b"A tree")
    assert told(capsys, {"goals.md": PAGE, "a.md": b""}, goals_md=edited, a_md=b"") == (
        "Changed (1): goals.md\n"
        "--- built: goals.md\n"
        "+++ edited: goals.md\n"
        "@@ -1,5 +1,5 @@\n"
        " # Goals\n"
        " \n"
        "-Twelve %.\n"
        "+Ten %.\n"
        " \n"
        "-(drawing: The tree)\n"
        "+(drawing: A tree)\n"
    )


def test_pages_that_come_and_go_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, {"old.md": b"Old\n", "x.png": b"\xff"}, new_md=b"New\n").splitlines()
    assert lines[:2] == ["New (1): new.md", "Gone (2): old.md, x.png"]
    assert {"+New", "-Old"} <= set(lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"id='a'", b"id='b'"),
        (b"Leads.", b"Others."),
        (b"Leads.", b"Leads.\n\n*[SQL]: More."),
        (b"line 7", b"line 8"),
    ],
)
def test_a_page_that_reads_as_before_is_only_named(
    capsys: pytest.CaptureFixture[str], old: bytes, new: bytes
) -> None:
    edited = PAGE.replace(old, new)
    assert told(capsys, {"goals.md": PAGE}, goals_md=edited) == (
        "Changed in drawings, data, explained words or line numbers only (1): goals.md\n"
    )
