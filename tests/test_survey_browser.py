"""The form in a real Chromium, as people meet it: on a phone, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, Request

from survey.codes import shown
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import NewPage, OpenASurvey, StartServer

Q4 = str(QUARTER)
TOGGLE_LIMIT = 400  # more presses of Tab than any page has places to stop


@pytest.fixture
def survey(open_survey: OpenASurvey, sqlite_url: str) -> OpenSurvey:
    return open_survey(sqlite_url)


@pytest.fixture
def origin(survey: OpenSurvey, start_server: StartServer, sqlite_url: str) -> str:
    return start_server(DATABASE_URL=sqlite_url).origin


def begin(page: Page, origin: str, code: str) -> None:
    page.goto(f"{origin}/survey/")
    page.get_by_label("Your code").fill(shown(code))
    page.get_by_role("button", name="Begin").click()


def fill_part(page: Page, choice: int) -> None:
    for fieldset in page.locator("fieldset").all():
        fieldset.locator("label").nth(choice).click()


def fill_all(page: Page, choice: int) -> None:
    while page.locator("fieldset").count():
        fill_part(page, choice)
        page.locator("button.main").click()


def answered(survey: OpenSurvey) -> dict[str, int]:
    count = survey.tallies.count(Q4)
    assert count
    return dict(count.answered)


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 360)])
def test_a_person_fills_in_the_form_and_sends_it(
    survey: OpenSurvey, origin: str, new_page: NewPage, javascript: bool, width: int
) -> None:
    page = new_page(width=width, javascript=javascript)
    begin(page, origin, survey.codes["sales"][0])
    fill_all(page, 3)
    assert page.locator("h1").inner_text() == "Your answers"
    page.get_by_label("Is there anything else").fill("Two\nlines")
    page.get_by_role("button", name="Send").click()
    assert page.locator("h1").inner_text() == "Thank you"
    assert page.url == f"{origin}/survey/thanks"
    count = survey.tallies.count(Q4)
    assert count
    assert count.answered == {"sales": 1, "marketing": 0}
    assert {key: {value: 1} for key, value in survey.answers(3).items()} == {
        key: answers for (_, key), answers in count.tallies.items()
    }
    assert count.comments == ("Two\nlines",)


def test_a_link_fills_in_the_code_and_the_address_forgets_it(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = survey.codes["sales"][0]
    page.goto(f"{origin}/survey/#{shown(code)}")
    assert page.get_by_label("Your code").input_value() == shown(code)
    assert page.url == f"{origin}/survey/"
    page.get_by_role("button", name="Begin").click()
    assert page.locator("h1").inner_text() == "Respect"
    assert not any(code in url or shown(code) in url for url in asked)


def test_without_javascript_a_link_says_where_the_code_is(
    survey: OpenSurvey, origin: str, new_page: NewPage
) -> None:
    page = new_page(javascript=False)
    page.goto(f"{origin}/survey/#{shown(survey.codes['sales'][0])}")
    assert "at the end of it, after the #" in page.locator("main").inner_text()
    page.get_by_label("Your code").fill(page.url)
    page.get_by_role("button", name="Begin").click()
    assert page.locator("h1").inner_text() == "Respect"


def press_tab_until(page: Page, selector: str) -> None:
    for _ in range(TOGGLE_LIMIT):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard never reached {selector}")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_form_can_be_filled_in_by_keyboard_alone(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    page.goto(f"{origin}/survey/")
    press_tab_until(page, "#code")
    page.keyboard.type(survey.codes["marketing"][0].lower())
    press_enter(page)
    while groups := page.locator("fieldset").count():
        for _ in range(groups):
            press_tab_until(page, "input[type=radio]")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        press_tab_until(page, "button.main")
        press_enter(page)
    press_tab_until(page, "button[value=send]")
    press_enter(page)
    assert page.url == f"{origin}/survey/thanks"
    count = survey.tallies.count(Q4)
    assert count
    assert count.tallies["marketing", "own.craft-sales"] == {"2": 1}


def test_the_place_that_the_keyboard_is_at_can_be_seen(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    press_tab_until(page, "input[type=radio]")
    row = page.locator("label:has(:focus-visible)")
    assert row.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    press_tab_until(page, "button.main")
    button = page.locator("button.main")
    assert button.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_gap_is_announced_and_leads_to_its_field(
    survey: OpenSurvey, origin: str, new_page: NewPage, javascript: bool
) -> None:
    page = new_page(width=360, javascript=javascript)
    begin(page, origin, survey.codes["sales"][0])
    page.get_by_label("Agree", exact=True).first.check()
    page.get_by_role("button", name="Next").click()
    alert = page.get_by_role("alert")
    assert alert.evaluate("alert => alert === document.activeElement")
    assert page.locator("input:checked").count() == 1
    alert.get_by_role("link").first.click()
    page.keyboard.press("Space")
    guess = page.locator("[name='guess.craft-marketing']:checked")
    assert guess.count() == 1


def test_back_and_change_keep_every_answer(survey: OpenSurvey, origin: str, page: Page) -> None:
    begin(page, origin, survey.codes["sales"][0])
    fill_part(page, 1)
    page.get_by_role("button", name="Next").click()
    page.locator("label").first.click()
    page.get_by_role("button", name="Back").click()
    assert page.locator("input:checked").count() == 4
    page.get_by_role("button", name="Next").click()
    assert page.locator("input:checked").count() == 1
    fill_all(page, 3)
    page.get_by_role("button", name="Change answers in Contribution").click()
    assert page.locator("input:checked").count() == 4
    fill_part(page, 0)
    page.locator("button.main").click()
    assert page.locator("h1").inner_text() == "Your answers"
    assert page.locator("dd", has_text=re.compile("^Disagree$")).count() == 4
    assert page.locator("dd", has_text=re.compile("^Strongly disagree$")).count() == 4


def test_every_row_is_wide_and_high_enough_for_a_thumb(
    survey: OpenSurvey, origin: str, new_page: NewPage
) -> None:
    page = new_page(width=360)
    begin(page, origin, survey.codes["sales"][0])
    boxes = [row.bounding_box() for row in page.locator("label.choice, button").all()]
    assert len(boxes) > 20
    assert all(box and box["height"] >= 44 for box in boxes)
    row = page.locator("label.choice").nth(2)
    box = row.bounding_box()
    assert box
    assert box["width"] > 280
    page.mouse.click(box["x"] + box["width"] - 3, box["y"] + 3)
    assert row.locator("input").is_checked()


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_fits_a_phone_asks_no_third_party_and_sets_no_cookie(
    survey: OpenSurvey, origin: str, new_page: NewPage, dark: bool
) -> None:
    page = new_page(width=360, dark=dark)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    def check() -> None:
        overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(overflow)
        assert page.evaluate("document.cookie") == ""

    begin(page, origin, survey.codes["sales"][0])
    while page.locator("fieldset").count():
        page.locator("button.main").click()
        check()
        fill_part(page, 5)
        page.locator("button.main").click()
        check()
    page.get_by_role("button", name="Send").click()
    check()
    page.goto(f"{origin}/survey/nowhere")
    check()
    assert asked
    assert {request.url.split("/survey")[0] for request in asked} <= {origin, "data:,"}
    assert page.context.cookies() == []


CONTRAST = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(part => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.endsWith(', 0)')) return colour;
    }
  };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const texts = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!texts) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${element.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_stands_out_from_its_ground_in_both_palettes(
    survey: OpenSurvey, origin: str, new_page: NewPage, dark: bool
) -> None:
    page = new_page(width=360, dark=dark)
    page.goto(f"{origin}/survey/")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(21, 25, 28)" if dark else "rgb(251, 250, 247)")
    assert page.evaluate(CONTRAST) == []
    begin(page, origin, survey.codes["sales"][0])
    page.locator("button.main").click()
    fill_part(page, 2)
    assert page.evaluate(CONTRAST) == []
    fill_all(page, 2)
    assert page.evaluate(CONTRAST) == []


def test_a_page_elsewhere_can_neither_post_nor_frame_the_form(
    survey: OpenSurvey, origin: str, start_server: StartServer, page: Page, sqlite_url: str
) -> None:
    elsewhere = start_server(DATABASE_URL=sqlite_url).origin.replace("127.0.0.1", "localhost")
    fields = survey.answers() | {"code": survey.codes["sales"][0], "go": "send"}
    inputs = "".join(f"<input name='{name}' value='{value}'>" for name, value in fields.items())
    form = f"<form method=post action='{origin}/survey/'>{inputs}<button>Go</button></form>"
    page.route(
        f"{elsewhere}/attack",
        lambda route: route.fulfill(
            body=f"{form}<iframe src='{origin}/survey/'></iframe>", content_type="text/html"
        ),
    )
    page.goto(f"{elsewhere}/attack")
    assert "Your code" not in page.frames[1].content()
    page.locator("button").click()
    assert page.locator("h1").inner_text() == "This did not come from our form"
    assert answered(survey) == {"sales": 0, "marketing": 0}
