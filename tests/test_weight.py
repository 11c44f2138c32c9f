"""A page of the form is light: under 15 kB on its way in all, and one request besides it at most.

Measured in Chromium, as the real server sends it. Planted, and caught: pages that are sent
uncompressed, and a page that asks for one thing more.
"""

import pytest
from playwright.sync_api import Page, Request
from werkzeug.wrappers import Response

from survey import create_app
from survey.codes import shown
from tests.answering import OpenSurvey
from tests.conftest import NewPage, StartServer
from tests.filling import choose
from tests.running import serving

MOST_BYTES = 15_000
MOST_REQUESTS = 2

Weights = dict[str, tuple[int, int]]
"""By page: bytes in all, as if the browser had nothing yet, and requests."""


def is_answered(request: Request) -> bool:
    """Not merely sent on to another address, as after the last button."""
    return request.redirected_to is None


def weights(page: Page, origin: str, code: str) -> Weights:
    """Walk the form as a browser without JavaScript does, every page a document of its own."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    found: Weights = {}
    style = 0

    def note() -> None:
        nonlocal style
        page.wait_for_load_state("load")
        sent = [each for each in asked if not each.url.startswith("data:")]
        sizes = {each.url: each.sizes()["responseBodySize"] for each in sent if is_answered(each)}
        of_style = [size for url, size in sizes.items() if ".css" in url]
        style = max(style, *of_style)  # from the browser's own store it weighs nothing
        found[page.title()] = (sum(sizes.values()) - sum(of_style) + style, len(sizes))
        asked.clear()

    page.goto(f"{origin}/survey/")
    note()
    page.get_by_label("Your code").fill(shown(code))
    page.locator("button.main").click()
    note()
    while page.locator("fieldset").count():
        page.locator("button.main").click()  # with every question named as missing
        note()
        choose(page, 3)
        page.locator("button.main").click()
        note()
    page.get_by_label("Is there anything else").fill("A comment. " * 90)
    page.locator("button.main").click()
    note()
    return found


def too_heavy(found: Weights) -> list[str]:
    return [name for name, (size, _) in found.items() if size >= MOST_BYTES]


def asks_too_much(found: Weights) -> list[str]:
    return [name for name, (_, requests) in found.items() if requests > MOST_REQUESTS]


def test_every_page_is_light_and_asks_for_its_style_at_most(
    survey: OpenSurvey, start_server: StartServer, sqlite_url: str, new_page: NewPage
) -> None:
    origin = start_server(DATABASE_URL=sqlite_url).origin
    found = weights(new_page(javascript=False), origin, survey.codes["sales"][0])
    print({name: size for name, (size, _) in found.items()})
    assert len(found) == 1 + 2 * 8 + 2  # first page, each part with and without gaps, the end
    assert not too_heavy(found)
    assert not asks_too_much(found)


def test_with_javascript_a_step_is_one_request(
    survey: OpenSurvey, start_server: StartServer, sqlite_url: str, page: Page
) -> None:
    origin = start_server(DATABASE_URL=sqlite_url).origin
    asked: list[Request] = []
    page.goto(f"{origin}/survey/", wait_until="networkidle")
    page.on("request", lambda request: asked.append(request))
    page.get_by_label("Your code").fill(shown(survey.codes["sales"][0]))
    page.locator("button.main").click()
    page.locator("fieldset").first.wait_for()
    assert len(asked) == 1
    assert asked[0].sizes()["responseBodySize"] < MOST_BYTES


def test_planted_what_is_sent_uncompressed_is_too_heavy(
    survey: OpenSurvey, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.compress", lambda response: response)
    app = create_app(survey.config)
    with serving(app) as port:
        origin = f"http://127.0.0.1:{port}"
        found = weights(new_page(javascript=False), origin, survey.codes["sales"][0])
    app.extensions["tallies"].close()
    assert too_heavy(found)


def test_planted_one_more_request_is_noticed(survey: OpenSurvey, new_page: NewPage) -> None:
    app = create_app(survey.config)

    @app.after_request
    def spoil(response: Response) -> Response:
        if response.mimetype == "text/html":
            text = response.get_data(as_text=True)
            response.set_data(text.replace("<main>", "<main><img src='/survey/logo.png'>"))
        return response

    with serving(app) as port:
        origin = f"http://127.0.0.1:{port}"
        found = weights(new_page(javascript=False), origin, survey.codes["sales"][0])
    app.extensions["tallies"].close()
    assert asks_too_much(found)
