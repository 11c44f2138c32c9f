from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.results import Comments, ResultsError, comments_text, published_comments
from catalog.yaml_nodes import MAX_BYTES, parse_document


def written(folder: Path, text: str) -> Path:
    results = folder / "results"
    (results / "2026-Q3").mkdir(parents=True)
    (results / "2026-Q3" / "comments.yml").write_text(text, encoding="utf-8")
    return results


def test_comments_are_published_only_when_their_file_says_so(tmp_path: Path) -> None:
    yes = written(tmp_path / "yes", "publish: true\ncomments: [Thank you., 'no', 'A: b']\n")
    no = written(tmp_path / "no", "publish: false\ncomments: [Thank you.]\n")
    assert published_comments(yes) == {"2026-Q3": ("A: b", "Thank you.", "no")}
    assert published_comments(no) == {"2026-Q3": ()}


def test_a_quarter_without_comments_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "results" / "2026-Q3").mkdir(parents=True)
    assert published_comments(tmp_path / "results") == {}


def test_a_folder_that_is_still_being_written_is_not_read(tmp_path: Path) -> None:
    results = written(tmp_path, "")
    (results / "2026-Q3").rename(results / ".2026-Q3.part")
    assert published_comments(results) == {}


def test_a_new_file_tells_its_reader_and_the_editor_what_it_is() -> None:
    assert comments_text(("Zebra", "No.", "é")) == (
        "# yaml-language-server: $schema=../../schema/results-comments.schema.json\n"
        "# Read them first; publish: true shows them in the handbook.\n"
        "publish: false\n"
        "comments:\n- No.\n- Zebra\n- é\n"
    )


RARE_LINE_BREAKS = "\x85\u2028\u2029"
"""YAML takes these for what they are, line breaks, and gives back another one."""


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=RARE_LINE_BREAKS)))
)
def test_whatever_people_write_reads_back(comments: list[str]) -> None:
    data = parse_document(comments_text(comments)).data
    assert Comments.model_validate(data) == Comments(
        publish=False, comments=tuple(sorted(comments))
    )


@given(st.text(RARE_LINE_BREAKS + "\n\r\t :#-'\"a"))
def test_rare_line_breaks_do_not_keep_a_file_from_being_read(comment: str) -> None:
    [read] = parse_document(comments_text([comment])).data["comments"]
    assert "".join(read.split()) == "".join(comment.split())


def test_the_comments_of_a_thousand_people_can_be_read(tmp_path: Path) -> None:
    text = comments_text(f"{n:04} {'ä🎉' * 490}" for n in range(1000))
    assert len(text.encode()) > 5 * MAX_BYTES
    read = published_comments(written(tmp_path, text.replace("publish: false", "publish: true")))
    assert len(read["2026-Q3"]) == 1000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "publish: 'yes'\ncomments: []\n",
            ":1:1: publish: 'yes' is not true or false; write true or false, without quotes",
        ),
        (
            "comments: [Thank you.]\n",
            ":1:1: publish: 'publish' is missing: true: the comments stand in the handbook",
        ),
        (
            "publish: true\ncomments:\n  - 12\n",
            ":3:5: comments.0: '12' is not text; if it is meant as text, put it in quotes",
        ),
        (
            "publish: true\ncomments:\n",
            ":2:1: comments: this is empty: what people wrote, sorted; write [] for none",
        ),
        (
            "publish: true\ncomments: []\nwho: [me]\n",
            ":3:1: who: 'who' is not a field here; the fields are publish, comments",
        ),
        (
            "publish: true\ncomments: &a [x]\n",
            ":2:11: anchors (&) and aliases (*) are not used here; write the value out, or put the"
            " text in quotes",
        ),
        (
            "- 1\n",
            ":1:1: the whole file: this list is not a set of 'name: value' lines; the fields are"
            " publish, comments",
        ),
        ("", ":1:1: this file is empty; fill it in or restore it"),
    ],
)
def test_a_file_that_is_not_as_closing_writes_it_is_named_with_the_line(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(ResultsError) as caught:
        published_comments(written(tmp_path, text))
    assert caught.value.problems == (f"results/2026-Q3/comments.yml{expected}",)


def test_all_problems_of_all_quarters_come_at_once(tmp_path: Path) -> None:
    results = written(tmp_path, "publish: maybe\ncomments: [1]\n")
    (results / "2026-Q3").rename(results / "2026-Q2")
    written(tmp_path, "")
    with pytest.raises(ResultsError) as caught:
        published_comments(results)
    assert [problem.split(": ")[0] for problem in caught.value.problems] == [
        "results/2026-Q2/comments.yml:1:1",
        "results/2026-Q2/comments.yml:2:12",
        "results/2026-Q3/comments.yml:1:1",
    ]
