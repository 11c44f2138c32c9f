"""Slips of paper with QR codes.

Planted faults that these tests were shown to catch: the code left out of the QR code; both teams
in one section; a name not escaped; the codes in the order in which they were drawn.
"""

import pytest
import segno
from bs4 import BeautifulSoup, Tag

from catalog.definitions import Definitions
from survey.codes import draw_codes, new_code, read_code, shown
from survey.invitations import Invitation
from survey.slips import slips
from tests.answering import CLOSES, QUARTER
from tests.conftest import NewPage


@pytest.fixture
def invitation(definitions: Definitions) -> Invitation:
    return Invitation("https://survey.example.com", definitions, QUARTER, CLOSES)


def codes_on(section: Tag | None) -> list[str]:
    assert section
    return [read_code(code.get_text("")) for code in section.select(".code")]


def test_every_code_has_a_slip_in_its_team(invitation: Invitation) -> None:
    codes = draw_codes({"sales": 9, "marketing": 3})
    sections = BeautifulSoup(slips(invitation, codes), "html.parser").find_all("section")
    names = [section.h1.get_text() for section in sections if section.h1]
    assert names == ["Sales · 2026-Q4", "Marketing · 2026-Q4"]
    assert [sorted(codes_on(each)) for each in sections] == [sorted(codes[t]) for t in codes]


def test_slips_are_shuffled(invitation: Invitation) -> None:
    codes = draw_codes({"sales": 60})
    section = BeautifulSoup(slips(invitation, codes), "html.parser").section
    assert codes_on(section) != codes["sales"]


def test_slips_load_nothing_and_run_nothing(invitation: Invitation, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(slips(invitation, draw_codes({"sales": 2})))
    assert asked == []
    assert page.locator("script, link, img, iframe").count() == 0


def test_the_qr_code_holds_the_link(invitation: Invitation, new_page: NewPage) -> None:
    """Read back from the picture, as a phone does, by comparing it with the link's own squares."""
    code = new_code()
    page = new_page()
    page.set_content(slips(invitation, {"sales": [code]}))
    drawn = page.locator(".slips svg path").get_attribute("d")
    link = f"https://survey.example.com/survey/#{shown(code)}"
    assert drawn
    assert drawn in segno.make_qr(link, error="m").svg_inline(border=4)


def test_each_team_begins_on_a_new_sheet(invitation: Invitation, new_page: NewPage) -> None:
    page = new_page()
    page.set_content(slips(invitation, draw_codes({"sales": 1, "marketing": 1})))
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 2


def test_no_line_of_a_slip_is_cut_off(definitions: Definitions, new_page: NewPage) -> None:
    """Fault: slips of one height; the first line of a long name and the last line were lost."""
    teams = [
        team.model_copy(update={"name": f"{team.name} of the North and the South"})
        for team in definitions.company.teams
    ]
    company = definitions.company.model_copy(update={"teams": tuple(teams)})
    long = definitions.model_copy(update={"company": company})
    invitation = Invitation("https://common-ground.intranet.example.com", long, QUARTER, CLOSES)
    page = new_page(width=703)  # what an A4 sheet leaves between its margins
    page.set_content(slips(invitation, draw_codes({"sales": 4})))
    page.emulate_media(media="print")
    inside = """slips => slips.every(slip => {
      const [outer, inner] = [slip, slip.lastElementChild].map(e => e.getBoundingClientRect());
      return inner.top >= outer.top && inner.bottom <= outer.bottom && inner.right <= outer.right;
    })"""
    assert page.locator(".slips li").evaluate_all(inside)


def test_a_name_with_signs_of_html_is_only_a_name(definitions: Definitions) -> None:
    teams = [t.model_copy(update={"name": "<b>R&D</b>"}) for t in definitions.company.teams]
    company = definitions.company.model_copy(update={"teams": tuple(teams)})
    odd = definitions.model_copy(update={"company": company})
    page = slips(Invitation("https://x.example", odd, QUARTER, CLOSES), draw_codes({"sales": 1}))
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in page
    assert "<b>" not in page
