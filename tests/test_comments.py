from pathlib import Path

import pytest

from catalog.results import ResultsError
from handbook.comments import published_comments


def written(results: Path, text: str) -> Path:
    (results / "2026-Q3").mkdir(parents=True)
    (results / "2026-Q3" / "comments.yml").write_text(text, encoding="utf-8")
    return results


def test_comments_are_published_only_when_their_file_says_so(tmp_path: Path) -> None:
    yes = written(tmp_path / "yes", "publish: true\ncomments: [Thank you., 'no', 'A: b']\n")
    no = written(tmp_path / "no", "publish: false\ncomments: [Thank you.]\n")
    assert published_comments(yes) == {"2026-Q3": ("A: b", "Thank you.", "no")}
    assert published_comments(no) == {"2026-Q3": ()}


def test_a_quarter_without_comments_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "2026-Q3").mkdir()
    assert published_comments(tmp_path) == {}


@pytest.mark.parametrize(
    "text",
    [
        "publish: 'yes'\ncomments: []\n",
        "comments: [Thank you.]\n",
        "publish: true\ncomments: &a [x]\n",
        "publish: true\ncomments: [[1]]\nwho: [me]\n",
        "- 1\n",
        "",
    ],
)
def test_a_file_that_is_not_as_closing_writes_it_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ResultsError, match=r"^results/2026-Q3/comments\.yml"):
        published_comments(written(tmp_path, text))
