"""Which words of the glossary the keyboard reaches."""

import pytest
from bs4 import BeautifulSoup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from handbook.reach import on_page_content

CRM = '<abbr title="The database.">CRM</abbr>'
CRMS = '<abbr title="The database.">CRMs</abbr>'
GAP = '<abbr title="Own &quot;against&quot; own.">gap</abbr>'


def stops(html: str, *features: str) -> list[str]:
    """The words that take the focus."""
    config = MkDocsConfig()
    config.theme = Theme(name="material", features=list(features))
    page = BeautifulSoup(on_page_content(html, config=config), "html.parser")
    assert [(word.get_text(), word["title"]) for word in page.select("abbr")] == [
        (word.get_text(), word["title"])
        for word in BeautifulSoup(html, "html.parser").select("abbr")
    ]
    return [word.get_text() for word in page.select("[tabindex='0']")]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (f"<p>{CRM} {GAP} {CRMS} {CRM}</p>", ["CRM", "gap"]),
        (f'<p><a href="x">in the {CRM}</a> {CRMS}</p>', ["CRMs"]),
        (f'<p><a\nhref="x">a\n{GAP}</a></p>', []),
        (f"<article><address>{GAP}</address></article>", ["gap"]),
    ],
)
def test_the_first_of_each_meaning_takes_the_focus_if_it_is_in_no_link(
    html: str, words: list[str]
) -> None:
    """Planted: every word a stop; one inside a link, which is a stop already."""
    assert stops(html, "content.tooltips") == words


def test_where_the_theme_shows_no_meanings_nothing_takes_the_focus() -> None:
    assert stops(f"<p>{CRM}</p>", "navigation.tabs") == []
    assert stops(f"<p>{CRM}</p>") == []
