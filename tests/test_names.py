"""What is found by search, and which words explain themselves."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from catalog.definitions import Definitions, Term
from catalog.reading import Catalog
from handbook.headings import with_names
from handbook.markdown import inert
from handbook.model import gather
from handbook.names import Names, other_names
from handbook.pages import pages
from handbook.tooltips import tooltips, without_tooltips
from tests.played import played, with_synonyms
from tests.test_markdown import engine

TERMS = (
    Term(term="hand-off", meaning="A lead changes hands."),
    Term(term="CRM", meaning="The database."),
    Term(term="href", meaning="A word that is in tags, too."),
)


@pytest.fixture(scope="module")
def made(small_catalog: Catalog) -> dict[str, str]:
    results = played(small_catalog.definitions, 1)
    book = gather(small_catalog, results, {}, date(2026, 11, 22), None)
    return pages(book, lambda *_: "<svg></svg>")


def section(made: dict[str, str], place: str) -> str:
    """What stands on a page up to the next heading: from an anchor on, or from its top."""
    path, _, anchor = place.partition("#")
    text = made[path]
    start = text.index(f"{{: #{anchor} }}") if anchor else text.index("\n# ") + 2
    return re.split(r"\n#+ ", text[start:], maxsplit=1)[0]


def test_roles_promises_buyers_and_rituals_are_found_by_other_names_too(
    small_catalog: Catalog, small: Definitions
) -> None:
    """Planted: of one of the four they are left out."""
    catalog = Catalog(with_synonyms(small), small_catalog.documents)
    names = other_names(gather(catalog, played(small, 1), {}, date(2026, 11, 22), None))
    found = {word for each in names.values() for word in each}
    assert {"other roles", "other slas", "other personas", "other rituals"} <= found


def test_every_entity_is_found_by_its_id_and_synonyms_where_it_stands(
    made: dict[str, str], small_catalog: Catalog, small: Definitions
) -> None:
    book = gather(small_catalog, played(small, 1), {}, date(2026, 11, 22), None)
    names = other_names(book)
    for place, words in names.items():
        assert f"<p hidden>{', '.join(words)}</p>" in section(made, place), place
    goals, themes = small.goals, small.survey.themes
    ids = {stage.id for stage in small.stages} | {sla.id for sla in small.slas}
    ids |= {role.id for role in small.roles} | {persona.id for persona in small.personas}
    ids |= {ritual.id for ritual in small.rituals} | {action.id for action in small.actions}
    ids |= {team.id for team in small.company.teams} | {driver.id for driver in goals.drivers}
    ids |= {objective.id for objective in goals.objectives} | {theme.id for theme in themes}
    ids |= {item.id for theme in themes for item in theme.items}
    ids |= {vignette.id for theme in themes for vignette in theme.vignettes}
    found = {word for words in names.values() for word in words}
    assert ids | {goals.measure.id, "Inquiry"} <= found


def test_a_synonym_stays_text() -> None:
    names: Names = {"stages/won.md": ("<b>won</b>", "a*b*")}
    text = with_names("stages/won.md", "# Won\n\nText", names, lambda heading: heading)
    hidden = BeautifulSoup(engine().reset().convert(text), "html.parser").find("p", hidden=True)
    assert hidden is not None
    assert hidden.get_text() == "<b>won</b>, a*b*"


def explained(text: str) -> BeautifulSoup:
    plain = without_tooltips(TERMS)
    finished = with_names("page.md", text, {}, plain) + tooltips(TERMS, text)
    return BeautifulSoup(engine().reset().convert(finished), "html.parser")


def test_a_word_of_the_glossary_is_explained_in_texts() -> None:
    page = explained("# Page\n\nThe hand-off is in the CRM. Hand-off!")
    assert [tag.get_text() for tag in page.select("abbr")] == ["hand-off", "CRM", "Hand-off"]


def test_several_of_a_thing_are_explained_too() -> None:
    page = explained("## Hand-offs\n\nHand-offs: two hand-offs, three CRMs, and no hand-offset.")
    assert [tag.get_text() for tag in page.select("abbr")] == ["Hand-offs", "hand-offs", "CRMs"]


SIGNS = [*"&<>\"\\`*_{}[]|~^#()!?.:;%+'/-", " ", "ß", "é", "7"]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_term_that_pages_cannot_explain_is_known(sign: str) -> None:
    """It catches a term with brackets or a star, whose tooltip is on no page, unsaid."""
    for word in (f"a{sign}b", f"{sign}b", f"a{sign}"):
        term = Term(term=word, meaning="Our own word.")
        text = f"Here is {inert(term.term)} now."
        html = engine().reset().convert(text + f"\n\n*[{term.term}]: Our own word.\n")
        seen = BeautifulSoup(html, "html.parser").select_one("abbr")
        assert (seen is not None and seen.get_text() == term.term) == term.found_in_texts, word


def test_each_word_is_explained_by_itself_where_it_stands() -> None:
    """Fails when they stand together: Markdown then takes three times as long for a page."""
    found = tooltips(TERMS, "A hand-off, two hand-offs, a CRM").strip().split("\n\n")
    assert [text[: text.index(":")] for text in found] == ["*[hand-off]", "*[hand-offs]", "*[CRM]"]


def test_headings_and_code_are_left_alone() -> None:
    page = explained(
        '## Hand-off in the CRM, [by hand-off](hand-off.md "CRM") <i title="CRM">CRM</i>'
        " {: #hand-off }\n\n`CRM`\n\n    CRM\n"
    )
    heading = page.select_one("h2#hand-off")
    assert heading is not None
    assert heading.get_text() == "Hand-off in the CRM, by hand-off CRM"
    assert not page.select("abbr")
    assert [tag["href"] for tag in page.select("h2 a")] == ["hand-off.md"]
    assert [tag["title"] for tag in page.select("h2 i")] == ["CRM"]


def test_without_a_glossary_headings_are_as_they_were() -> None:
    assert without_tooltips(())("## CRM") == "## CRM"
