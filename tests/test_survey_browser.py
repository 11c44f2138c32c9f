"""The form in a real Chromium, as people meet it: on a phone, by keyboard, without JavaScript."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from survey.codes import shown
from tests.answering import QUARTER, OpenSurvey
from tests.conftest import NewPage, StartServer
from tests.filling import choose

Q4 = str(QUARTER)
TOGGLE_LIMIT = 400  # more presses of Tab than any page has places to stop


@pytest.fixture
def origin(survey: OpenSurvey, start_server: StartServer, sqlite_url: str) -> str:
    return start_server(DATABASE_URL=sqlite_url).origin


@contextmanager
def turning(page: Page) -> Iterator[None]:
    """What leads to another page; afterwards that page is there, not only its address."""
    before = page.locator("h1").inner_text()
    yield
    expect(page.locator("h1")).not_to_have_text(before, timeout=30_000)


def press(page: Page, button: str) -> None:
    """Press a button that leads to another page, and be there."""
    with turning(page):
        page.get_by_role("button", name=button).click()


def press_main(page: Page) -> None:
    with turning(page):
        page.locator("button.main").click()


def begin(page: Page, origin: str, code: str) -> None:
    page.goto(f"{origin}/survey/")
    page.get_by_label("Your code").fill(shown(code))
    press(page, "Begin")


def choose_by_hand(page: Page, choice: int) -> None:
    for fieldset in page.locator("fieldset").all():
        fieldset.locator("label").nth(choice).click()


def fill_all(page: Page, choice: int, choose: Callable[[Page, int], None] = choose) -> None:
    while page.locator("fieldset").count():
        choose(page, choice)
        press_main(page)


def answered(survey: OpenSurvey) -> dict[str, int]:
    count = survey.count()
    assert count
    return dict(count.answered)


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 360)])
def test_a_person_fills_in_the_form_and_sends_it(
    survey: OpenSurvey, origin: str, new_page: NewPage, javascript: bool, width: int
) -> None:
    page = new_page(width=width, javascript=javascript)
    begin(page, origin, survey.codes["sales"][0])
    fill_all(page, 3, choose_by_hand)
    assert page.locator("h1").inner_text() == "Your answers"
    page.get_by_label("Is there anything else").fill("Two\nlines")
    press(page, "Send")
    assert page.locator("h1").inner_text() == "Thank you"
    assert page.url == f"{origin}/survey/thanks"
    count = survey.count()
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
    press(page, "Begin")
    assert page.locator("h1").inner_text() == "Respect"
    assert not any(code in url or shown(code) in url for url in asked)


def test_without_javascript_a_link_says_where_the_code_is(
    survey: OpenSurvey, origin: str, new_page: NewPage
) -> None:
    page = new_page(javascript=False)
    page.goto(f"{origin}/survey/#{shown(survey.codes['sales'][0])}")
    assert "at the end of it, after the #" in page.locator("main").inner_text()
    page.get_by_label("Your code").fill(page.url)
    press(page, "Begin")
    assert page.locator("h1").inner_text() == "Respect"


@pytest.mark.parametrize("fragment", ["foo", "ABCD-EFGH", "0" * 28, "<b>" * 9])
def test_a_link_that_was_cut_off_says_so(
    survey: OpenSurvey, origin: str, page: Page, fragment: str
) -> None:
    page.goto(f"{origin}/survey/#{fragment}")
    assert "seems to be incomplete" in page.locator("[id='code.cut']").inner_text()
    expect(page.locator("[id='code.cut']")).to_be_in_viewport()
    assert page.get_by_label("Your code").input_value() == ""
    assert page.url == f"{origin}/survey/"


def test_a_link_with_a_whole_code_gives_no_cause_for_alarm(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    page.goto(f"{origin}/survey/#{shown(survey.codes['sales'][0])}")
    for unsaid in ("code.cut", "gone"):
        assert not page.locator(f"[id='{unsaid}']").is_visible()


@pytest.mark.parametrize("width", [320, 360])
def test_a_whole_code_can_be_seen_on_a_phone(
    survey: OpenSurvey, origin: str, new_page: NewPage, width: int
) -> None:
    page = new_page(width=width)
    page.goto(f"{origin}/survey/#{shown(survey.codes['sales'][0])}")
    field = page.get_by_label("Your code")
    assert field.evaluate("field => field.scrollWidth <= field.clientWidth")


def press_tab_until(page: Page, selector: str) -> None:
    for _ in range(TOGGLE_LIMIT):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard never reached {selector}")


def press_enter(page: Page) -> None:
    with turning(page):
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
    count = survey.count()
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


def heading(page: Page, expected: str) -> None:
    page.get_by_role("heading", name=expected, level=1).wait_for()


def chosen(page: Page) -> list[str]:
    return [str(each.get_attribute("id")) for each in page.locator("input:checked").all()]


def test_the_browsers_own_back_and_forward_keep_every_answer(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    choose(page, 1)
    first = chosen(page)
    press(page, "Next")
    page.locator("label").nth(2).click()  # one answer only, before going back
    second = chosen(page)
    page.go_back()
    heading(page, "Respect")
    assert chosen(page) == first
    page.locator("label").first.click()
    changed = chosen(page)
    assert changed != first
    page.go_forward()
    heading(page, "Contribution")
    assert chosen(page) == second
    page.go_back()
    heading(page, "Respect")
    assert chosen(page) == changed
    press(page, "Next")
    heading(page, "Contribution")
    assert chosen(page) == second
    fill_all(page, 3)
    press(page, "Send")
    count = survey.count()
    assert count
    assert count.tallies["sales", changed[0].rpartition(".")[0]] == {"1": 1}
    assert {sum(n.values()) for n in count.tallies.values()} == {1}


def test_back_twice_leads_from_the_third_page_to_the_first(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    for _ in range(2):
        choose(page, 2)
        press(page, "Next")
    heading(page, "Time horizon")
    choose(page, 4)
    third = chosen(page)
    page.go_back()
    page.go_back()
    heading(page, "Respect")
    assert all(each.endswith(".3") for each in chosen(page))
    page.go_back()
    page.get_by_label("Your code").wait_for()
    assert page.get_by_label("Your code").input_value() == shown(survey.codes["sales"][0])
    for _ in range(3):
        press_main(page)
    heading(page, "Time horizon")
    assert chosen(page) == third


def test_back_leads_from_the_review_to_the_last_part_and_from_a_change_to_the_review(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    fill_all(page, 3)
    page.get_by_label("Is there anything else").fill("Kept")
    press(page, "Change answers in Contribution")
    choose(page, 0)
    page.go_back()
    heading(page, "Your answers")
    assert page.locator("dd", has_text=re.compile("^Strongly disagree$")).count() == 4
    assert page.get_by_label("Is there anything else").input_value() == "Kept"
    page.go_back()
    heading(page, "Promises")
    assert page.locator("input:checked").count() == page.locator("fieldset").count()


def test_the_history_of_the_browser_holds_neither_code_nor_answers(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    choose(page, 1)
    press(page, "Next")
    assert page.evaluate("history.state") == {"go": "next", "page": "1", "changing": ""}
    assert page.url == f"{origin}/survey/"
    stored = "[localStorage.length, sessionStorage.length, document.cookie, window.name]"
    assert page.evaluate(stored) == [0, 0, "", ""]


def test_a_link_pasted_over_the_address_fills_in_its_code_and_leaves_the_address(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    """Planted: the code is taken once, when the page loads; it stayed in the address."""
    code = survey.codes["sales"][0]
    page.goto(f"{origin}/survey/#{code[:9]}")
    expect(page.locator("#code\\.cut")).to_be_visible()
    page.evaluate("link => { location.href = link }", f"{origin}/survey/#{code}")
    expect(page.get_by_label("Your code")).to_have_value(code)
    expect(page.locator("#code\\.cut")).to_be_hidden()
    assert page.url == f"{origin}/survey/"


def test_after_sending_back_shows_no_answer_and_says_that_they_are_counted(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    fill_all(page, 3)
    press(page, "Send")
    heading(page, "Thank you")
    page.go_back()
    note = page.locator("#gone")
    note.wait_for()
    expect(note).to_be_in_viewport()
    assert "If you read “Thank you”, they are counted" in " ".join(note.inner_text().split())
    assert page.locator("main input[type=hidden]").count() == 0
    assert page.get_by_label("Your code").input_value() == ""
    page.go_back()
    assert page.locator("main input[type=hidden]").count() == 0
    assert answered(survey) == {"sales": 1, "marketing": 0}


def test_pressing_send_twice_in_haste_counts_once_and_says_thank_you(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    fill_all(page, 3)
    page.get_by_role("button", name="Send").dblclick()
    heading(page, "Thank you")
    assert answered(survey) == {"sales": 1, "marketing": 0}


def test_leaving_with_answers_is_asked_about_and_without_any_it_is_not(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{origin}/survey/")
    page.locator("h1").click()
    page.reload()
    assert asked == []
    begin(page, origin, survey.codes["sales"][0])
    choose(page, 1)
    page.reload()
    assert asked == ["beforeunload"]
    assert page.locator("#gone").is_visible()


def test_while_the_server_is_away_the_page_stays_and_can_be_sent_again(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    choose(page, 1)
    before = chosen(page)
    page.route("**/survey/", lambda route: route.abort())
    page.get_by_role("button", name="Next").click()
    page.get_by_role("alert").wait_for()
    assert "We cannot reach the survey just now" in page.get_by_role("alert").inner_text()
    assert chosen(page) == before
    page.unroute("**/survey/")
    press(page, "Next")
    heading(page, "Contribution")
    assert page.get_by_role("alert").count() == 0


def test_back_from_a_page_that_took_nothing_leads_to_the_answers(
    survey: OpenSurvey, origin: str, page: Page
) -> None:
    begin(page, origin, survey.codes["sales"][0])
    fill_all(page, 3)
    comment = page.get_by_label("Is there anything else")
    comment.evaluate("field => { field.maxLength = 100000; field.value = 'x'.repeat(70000); }")
    press(page, "Send")
    heading(page, "That was too much text")
    page.go_back()
    heading(page, "Your answers")
    assert len(comment.input_value()) == 70000
    comment.fill("Shorter")
    press(page, "Send")
    heading(page, "Thank you")
    assert answered(survey) == {"sales": 1, "marketing": 0}


def test_without_javascript_the_pages_say_which_back_button_keeps_the_answers(
    survey: OpenSurvey, origin: str, new_page: NewPage
) -> None:
    page = new_page(javascript=False)
    begin(page, origin, survey.codes["sales"][0])
    assert "To go back, use the button above" in page.locator("main").inner_text()


def test_back_and_change_keep_every_answer(survey: OpenSurvey, origin: str, page: Page) -> None:
    begin(page, origin, survey.codes["sales"][0])
    choose(page, 1)
    press(page, "Next")
    page.locator("label").first.click()
    press(page, "Back")
    assert page.locator("input:checked").count() == 4
    press(page, "Next")
    assert page.locator("input:checked").count() == 1
    fill_all(page, 3)
    press(page, "Change answers in Contribution")
    assert page.locator("input:checked").count() == 4
    choose(page, 0)
    press_main(page)
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
        page.get_by_role("alert").wait_for()
        check()
        choose(page, 5)
        press_main(page)
        check()
    press(page, "Send")
    check()
    page.goto(f"{origin}/survey/nowhere")
    check()
    assert asked
    assert {request.url.split("/survey")[0] for request in asked} <= {origin, "data:,"}
    assert page.context.cookies() == []


@pytest.mark.parametrize(("dark", "paper"), [(False, "251, 250, 247"), (True, "21, 25, 28")])
def test_the_form_follows_the_palette_of_the_device(
    survey: OpenSurvey, origin: str, new_page: NewPage, dark: bool, paper: str
) -> None:
    page = new_page(dark=dark)
    page.goto(f"{origin}/survey/")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == f"rgb({paper})"


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
