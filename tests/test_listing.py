from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from handbook.listing import listing
from tests.test_markdown import engine

LINES = st.text(alphabet="ab `~<>&*_[]{}#|-:'\"\\é", max_size=20)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_a_file_is_shown_as_it_was_written(lines: list[str]) -> None:
    text = "\n".join(lines)
    soup = BeautifulSoup(engine().reset().convert(f"Before\n\n{listing(text)}\n"), "html.parser")
    shown = soup.find("code")
    assert shown is not None
    assert shown.get_text() == text


def test_every_line_has_an_anchor() -> None:
    soup = BeautifulSoup(listing("a: 1\n\nb: 2\n"), "html.parser")
    assert {tag["id"]: tag.get_text() for tag in soup.find_all("span")} == {
        "line-1": "a: 1",
        "line-2": "",
        "line-3": "b: 2",
        "line-4": "",
    }


def test_comments_can_be_told_apart() -> None:
    soup = BeautifulSoup(listing("# why\na: 1  # not this"), "html.parser")
    assert [tag["id"] for tag in soup.select(".cg-comment")] == ["line-1"]
