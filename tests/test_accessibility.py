"""The form for everybody: axe-core on every page in both palettes, screen readers, paper, motion.

Planted, and caught by the tests that say so: a label that is gone, a text too pale in one palette
only. Planted once by hand, and caught: a transition on the buttons, dark colours on paper, a
heading that does not say which part it is.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, PdfMargins, expect

from catalog.workspace import Workspace
from survey.closing import close_quarter
from survey.codes import new_code, shown
from tests.answering import QUARTER, OpenSurvey
from tests.axe import PALETTES, findings
from tests.conftest import NewPage, OpenASurvey, StartServer
from tests.running import edit


@pytest.fixture
def survey(open_survey: OpenASurvey, workspace: Workspace) -> OpenSurvey:
    return open_survey(f"sqlite:///{workspace.data / 'survey.db'}")


@pytest.fixture
def origin(survey: OpenSurvey, start_server: StartServer) -> str:
    return start_server(SURVEY_PREVIEW="1").origin


@pytest.fixture
def press(page: Page) -> Callable[[str], None]:
    """Press a button and be on the page that comes."""

    def press(selector: str = "button.main") -> None:
        before = page.locator("main").element_handle()
        page.locator(selector).first.click()
        page.wait_for_function("main => !main.isConnected", arg=before)

    return press


Press = Callable[..., None]


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def enter(page: Page, press: Press, origin: str, code: str) -> None:
    page.goto(f"{origin}/survey/")
    page.locator("#code").fill(shown(code))
    press()


def test_axe_finds_nothing_on_any_page_on_the_way_through_the_form(
    survey: OpenSurvey, origin: str, page: Page, press: Press
) -> None:
    found = {}
    page.goto(f"{origin}/survey/")
    found["enter"] = findings(page)
    press()
    found["no code"] = findings(page)
    page.locator("#code").fill(new_code())
    press()
    found["unknown code"] = findings(page)
    enter(page, press, origin, survey.codes["sales"][0])
    while page.locator("fieldset").count():
        found[heading(page)] = findings(page)
        if heading(page) in ("Respect", "Leads and hand-offs"):
            press()
            assert page.get_by_role("alert").count() == 1
            found[f"{heading(page)} with gaps"] = findings(page)
        for fieldset in page.locator("fieldset").all():
            fieldset.locator("label").nth(3).click()
        press()
    found["review"] = findings(page)
    page.get_by_label("Is there anything else").evaluate(
        "field => { field.maxLength = 9000; field.value = 'x'.repeat(2000) }"
    )
    press()
    found["review with a fault"] = findings(page)
    page.get_by_label("Is there anything else").fill("")
    page.locator("button.main").click()
    page.wait_for_url("**/thanks")
    found["thanks"] = findings(page)
    assert len(found) == 3 + 8 + 2 + 3
    assert not any(found.values()), found


def test_axe_finds_nothing_on_the_pages_beside_the_way(
    survey: OpenSurvey, workspace: Workspace, origin: str, page: Page, press: Press
) -> None:
    found = {}
    page.goto(f"{origin}/survey/nowhere")
    found[heading(page)] = findings(page)
    page.goto("about:blank")
    page.set_content(f"<form method=post action='{origin}/survey/'><button>Send</button></form>")
    page.get_by_role("button").click()
    page.wait_for_url(f"{origin}/survey/")
    found[heading(page)] = findings(page)
    enter(page, press, origin, survey.codes["sales"][0])
    page.locator("button.main").evaluate("button => { button.value = 'dance' }")
    press()
    found[heading(page)] = findings(page)
    press()
    page.locator("button.main").evaluate("button => { button.value = 'x'.repeat(70000) }")
    press()
    found[heading(page)] = findings(page)
    page.goto(f"{origin}/survey/")
    page.locator("#code").fill(new_code())
    page.locator("button.main").evaluate("button => { button.value = 'send' }")
    press()
    found[heading(page)] = findings(page)
    page.goto(f"{origin}/survey/")
    with survey.tallies.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE codes RENAME TO lost")
    page.locator("#code").fill(survey.codes["sales"][0])
    press()
    found[heading(page)] = findings(page)
    with survey.tallies.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE lost RENAME TO codes")
    press()
    page.route("**/survey/", lambda route: route.abort())
    page.locator("button.main").click()
    page.get_by_role("alert").wait_for()
    found["no server"] = findings(page)
    page.unroute("**/survey/")
    close_quarter(survey.tallies, workspace, QUARTER)
    press()
    found[heading(page)] = findings(page)
    page.goto(f"{origin}/survey/")
    found[heading(page)] = findings(page)
    assert list(found) == [
        "There is no page here",
        "This did not come from our form",
        "We could not read that",
        "That was too much text",
        "Already counted",
        "We cannot reach our records just now",
        "no server",
        "This survey has closed",
        "No survey is open at the moment",
    ]
    assert not any(found.values()), found


def test_axe_finds_nothing_on_the_pages_of_the_preview(
    workspace: Workspace, origin: str, page: Page, press: Press
) -> None:
    found = {}
    page.goto(f"{origin}/survey/preview")
    found["start"] = findings(page)
    press()
    found["part"] = findings(page)
    while page.locator("fieldset").count():
        press()
    found["review"] = findings(page)
    press()
    found["end"] = findings(page)
    edit(workspace.definitions / "survey.yml", "threshold: 5", "threshold: 3")
    page.goto(f"{origin}/survey/preview")
    assert heading(page) == "The files need mending first"
    found["mistakes"] = findings(page)
    assert not any(found.values()), found


def test_planted_a_label_that_is_gone_is_found(
    survey: OpenSurvey, origin: str, page: Page, press: Press
) -> None:
    page.goto(f"{origin}/survey/")
    page.locator("label[for=code]").evaluate("label => label.remove()")
    assert any("label" in each for each in findings(page))
    enter(page, press, origin, survey.codes["sales"][0])
    page.locator("label").first.evaluate("label => label.replaceWith(label.firstElementChild)")
    assert any("label" in each for each in findings(page))


@pytest.mark.parametrize("palette", PALETTES)
def test_planted_a_text_too_pale_in_one_palette_is_found(
    survey: OpenSurvey, origin: str, page: Page, palette: str
) -> None:
    page.goto(f"{origin}/survey/")
    page.evaluate(
        """palette => document.styleSheets[0].insertRule(
          `@media (prefers-color-scheme: ${palette}) { :root { --quiet: #808080 !important } }`)""",
        palette,
    )
    found = findings(page)
    assert found
    assert all(f" {palette}: color-contrast" in each for each in found)


def test_a_screen_reader_hears_the_statement_with_the_guess_and_the_part_with_the_heading(
    survey: OpenSurvey, origin: str, page: Page, press: Press
) -> None:
    enter(page, press, origin, survey.codes["sales"][0])
    statement = "Marketing's work takes as much skill as any other work in the company."
    own = page.get_by_role("group", name=f"Your own view, about Marketing {statement}", exact=True)
    expect(own).to_have_count(1)
    guess = page.get_by_role(
        "group", name="Your guess And what would most people in Marketing say?", exact=True
    ).first
    expect(guess).to_have_accessible_description(statement)
    for group in (own, guess):
        names = [
            radio.evaluate("radio => radio.labels[0].innerText.trim()")
            for radio in group.get_by_role("radio").all()
        ]
        assert names == [*survey.definitions.survey.scale, survey.definitions.survey.cannot_say]
    main = page.get_by_role("heading", level=1)
    expect(main).to_be_focused()
    expect(main).to_have_accessible_description("Part 1 of 8")


def test_a_screen_reader_hears_what_is_wrong_where_it_is_wrong(
    survey: OpenSurvey, origin: str, page: Page, press: Press
) -> None:
    page.goto(f"{origin}/survey/")
    press()
    expect(page.get_by_role("alert")).to_be_focused()
    field = page.locator("#code")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "Please type your code The 27 letters and digits"
        " from your invitation. Capitals, spaces and hyphens make no difference."
    )
    enter(page, press, origin, survey.codes["sales"][0])
    expect(page.locator("[role=alert], [role=status], [aria-live]")).to_have_count(0)
    press()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("group").first).to_have_accessible_description(
        "Please choose an answer."
    )


def test_nothing_moves(survey: OpenSurvey, origin: str, page: Page, press: Press) -> None:
    page.emulate_media(reduced_motion="reduce")
    moving = """[...document.querySelectorAll('*')].filter(element => {
      const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(element);
      return transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior !== 'auto';
    }).map(element => element.outerHTML.slice(0, 80))"""
    page.goto(f"{origin}/survey/")
    assert page.evaluate(moving) == []
    enter(page, press, origin, survey.codes["sales"][0])
    assert page.evaluate(moving) == []


def test_a_dark_form_is_printed_black_on_white_and_no_question_is_torn_apart(
    survey: OpenSurvey, origin: str, new_page: NewPage
) -> None:
    page = new_page(dark=True, javascript=False)
    page.goto(f"{origin}/survey/")
    page.locator("#code").fill(survey.codes["sales"][0])
    page.locator("button.main").click()
    page.locator("button.main").click()
    page.emulate_media(media="print")
    looks = """element => {
      const {color, backgroundColor, breakInside, breakBefore} = getComputedStyle(element);
      return [color, backgroundColor, breakInside, breakBefore];
    }"""
    assert page.locator("body").evaluate(looks)[:2] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.locator(".problem").first.evaluate(looks)[0] == "rgb(163, 36, 47)"
    assert page.locator("fieldset.own").first.evaluate(looks)[2] == "avoid"
    assert page.locator("fieldset.guess").first.evaluate(looks)[2:] == ["avoid", "avoid"]
    expect(page.get_by_role("button", name="Next")).to_be_hidden()


def test_a_part_is_printed_with_the_shapes_of_the_teams_and_without_an_empty_sheet(
    survey: OpenSurvey, origin: str, page: Page, press: Press
) -> None:
    """Faults: shapes that printers leave out; sizes as on a screen, so that own view and guess,
    which stay together, leave a sheet to the heading alone.
    """
    enter(page, press, origin, survey.codes["sales"][0])
    shape = "team => getComputedStyle(team, '::before').printColorAdjust"
    assert page.locator(".team").first.evaluate(shape) == "exact"
    margin: PdfMargins = {"top": "12mm", "right": "12mm", "bottom": "12mm", "left": "12mm"}
    assert page.pdf(format="A4", margin=margin).count(b"/Type /Page\n") == 2
