import pytest

from handbook.addresses import relative, served


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.md", "stages/index.md", "stages/index.md"),
        ("stages/won.md", "stages/lost.md", "lost.md"),
        ("stages/won.md", "goals.md#measure", "../goals.md#measure"),
        ("goals.md", "goals.md#measure", "goals.md#measure"),
    ],
)
def test_a_link_between_markdown_files_is_relative(page: str, target: str, link: str) -> None:
    assert relative(page, target) == link


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("stages/index.md", "stages/won.md", "won/"),
        ("stages/won.md", "stages/index.md", "../"),
        ("index.md", "stages/won.md", "stages/won/"),
        ("goals.md", "index.md", "../"),
        ("stages/won.md", "goals.md#measure", "../../goals/#measure"),
    ],
)
def test_a_link_in_raw_html_is_as_the_browser_needs_it(page: str, target: str, link: str) -> None:
    assert served(page, target) == link
