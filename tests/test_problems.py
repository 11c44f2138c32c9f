import pytest

from catalog.problems import Place, Problem, legible, read_error


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("definitions/slas.yml:7:5: 'x' is empty: the owner", Place("definitions/slas.yml", 7, 5)),
        ("mkdocs.yml:3: this is not YAML", Place("mkdocs.yml", 3)),
        ("results/open.json: this is missing", Place("results/open.json")),
        ("mkdocs.yml: two\nlines", Place("mkdocs.yml")),
        ("without any place", Place(".")),
    ],
)  # fmt: skip
def test_an_error_that_was_printed_can_be_taken_apart(line: str, place: Place) -> None:
    assert read_error(line).place == place


@pytest.mark.parametrize(
    "problem",
    [
        Problem("error", Place("definitions/slas.yml", 7, 5), "'x': is: odd"),
        Problem("error", Place("docs/goals.md"), "choose another name"),
    ],
)
def test_what_is_taken_apart_is_what_was_printed(problem: Problem) -> None:
    assert read_error(str(problem)) == problem


def test_a_warning_says_its_code() -> None:
    warning = Problem("warning", Place("definitions/slas.yml", 2, 1), "not signed", "not-signed")
    assert str(warning) == "definitions/slas.yml:2:1: warning: not signed [not-signed]"


def test_what_somebody_wrote_is_told_short_and_without_signs_that_have_no_shape() -> None:
    assert legible("café, “so” 日本") == "café, “so” 日本"
    assert legible("a\nb\x1b[31m\u202e\u00a0") == "a\\nb\\x1b[31m\\u202e\\xa0"
    assert legible("x" * 61) == "x" * 60 + "…"
