"""Warnings switched off in a comment, with a reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.reading import read_definitions
from tests.spoiling import change

SMALL = Path(__file__).parent / "small" / "definitions"
SIGNED = "agreed: {field: 2026-01-12, growth: 2026-01-12}"
ONE_SIDED = "agreed: {field: 2026-01-12}"
IDLE = "there is no warning 'not-signed' here to allow; take this comment out"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "definitions"))


def warnings(folder: Path) -> list[str]:
    return [str(each) for each in read_definitions(folder).warnings(None, date(2026, 11, 22))]


@pytest.mark.parametrize(
    "written",
    [
        f"{ONE_SIDED} # allow not-signed: growth signs in May",
        f"{ONE_SIDED}\t#allow not-signed : growth signs in May",
        f"# allow not-signed: growth signs in May\n    {ONE_SIDED}",
        f"# allow not-signed: growth signs in May,\n    # after its fair\n\n    {ONE_SIDED}",
    ],
)
def test_a_warning_with_a_reason_beside_it_is_not_given(folder: Path, written: str) -> None:
    change(folder, "slas", SIGNED, written)
    assert warnings(folder) == []


def test_two_warnings_of_one_line_are_allowed_one_by_one(folder: Path) -> None:
    both = "# allow leads-nowhere: on trial\n  # allow no-exit: on trial\n  - id: offer"
    change(folder, "stages", "- id: offer", both)
    change(folder, "stages", "next: [won, lost]", "next: []")
    change(folder, "stages", "    exit: [The waterworks answered]\n", "")
    assert [line.rpartition("[")[2] for line in warnings(folder)] == ["unreached-stage]"] * 2


def test_a_word_in_a_long_text_is_allowed_where_the_text_begins(folder: Path) -> None:
    long = "purpose: >- # allow tone: a customer's words\n      Their war room.\n"
    change(folder, "roles", "purpose: Leads the people who visit waterworks.\n", long)
    assert warnings(folder) == []


def test_a_comment_after_a_long_text_is_none_of_it(folder: Path) -> None:
    long = f"promise: >-\n      Field calls.\n\n    # allow not-signed: soon\n    {ONE_SIDED}\n"
    change(folder, "slas", "promise: Field calls every enquiry back within a day.\n", long)
    change(folder, "slas", f"    {SIGNED}\n", "")
    assert warnings(folder) == []


def test_without_a_reason_the_warning_stays(folder: Path) -> None:
    change(folder, "slas", SIGNED, f"{ONE_SIDED} # allow not-signed")
    assert warnings(folder) == [
        "definitions/slas.yml:23:5: warning: slas.0.agreed: 'growth' has not signed this yet;"
        " once it has, add the day [not-signed]",
        "definitions/slas.yml:23:33: warning: say why: # allow not-signed: because …",
    ]


def test_what_is_allowed_and_not_there_is_a_warning(folder: Path) -> None:
    change(folder, "slas", SIGNED, f"{SIGNED} # allow not-signed: soon")
    assert warnings(folder) == [f"definitions/slas.yml:23:53: warning: {IDLE}"]


def test_a_line_above_or_below_is_not_allowed_with_it(folder: Path) -> None:
    change(folder, "slas", SIGNED, f"{ONE_SIDED}\n    # allow not-signed: soon")
    found = warnings(folder)
    assert found[0].endswith("[not-signed]")
    assert found[1:] == [f"definitions/slas.yml:24:5: warning: {IDLE}"]


def test_an_unknown_code_is_named_with_what_was_meant(folder: Path) -> None:
    change(folder, "slas", SIGNED, f"{SIGNED} # allow not-sined: soon")
    assert warnings(folder) == [
        "definitions/slas.yml:23:53: warning: no warning is called 'not-sined'; did you mean"
        " 'not-signed'?"
    ]


def test_a_code_that_is_like_none_is_told_where_the_codes_stand(folder: Path) -> None:
    """Fault: it says that there is none, and not what to write."""
    change(folder, "slas", SIGNED, f"{SIGNED} # allow everything: soon")
    assert warnings(folder) == [
        "definitions/slas.yml:23:53: warning: no warning is called 'everything'; put in the name"
        " that a warning ends with"
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"Of all # allow not-signed: this"',
        ">-\n      Of all\n      # allow not-signed: this",
        "Of#allow not-signed all",
        "'Of all\n      # allow not-signed: this'",
    ],
)
def test_what_looks_like_a_comment_inside_a_text_is_text(folder: Path, text: str) -> None:
    change(folder, "slas", "Share of enquiries called back in time.", text)
    assert [line for line in warnings(folder) if "allow" in line] == []


def test_a_comment_may_speak_of_allowing_something(folder: Path) -> None:
    change(folder, "slas", "slas:", "# allow two days\n# allow for delays\nslas:")
    assert warnings(folder) == []


def test_a_file_full_of_comments_is_read_at_once(folder: Path) -> None:
    path = folder / "slas.yml"
    path.write_text(path.read_text() + "# allow no-exit: x\n" * 12_000)
    assert len(warnings(folder)) == 12_000
