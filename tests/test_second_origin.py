"""A page on another origin can neither post nor frame the form, tried in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Error, Frame, Page
from playwright.sync_api import Response as PlaywrightResponse
from werkzeug.wrappers import Request, Response

from survey import create_app
from tests.answering import OpenSurvey
from tests.conftest import StartServer
from tests.running import serving

WAYS = {
    "form": "form.submit()",
    "form-in-frame": "form.target = 'inside'; form.submit()",
    "script": "fetch(form.action, {method: 'POST', mode: 'no-cors', body: fields()})",
    "beacon": "navigator.sendBeacon(form.action, fields())",
    "other-window": "form.target = '_blank'; form.submit()",
}
"""What a page elsewhere can try, in its own script."""

FRAMES = ("<iframe src='{}'></iframe>", "<object data='{}'></object>", "<embed src='{}'>")


@dataclass
class Elsewhere:
    """A page of somebody else; a real server gives it out, or Chromium would trust it less."""

    host: str
    port: int = 0
    body: str = ""

    def visit(self, page: Page, body: str) -> None:
        """Go there and find this."""
        self.body = body
        page.goto(f"http://{self.host}:{self.port}/")


@pytest.fixture(params=["localhost", "127.0.0.1"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    """Another site, and the same site at another port."""
    place = Elsewhere(request.param)

    @Request.application
    def page(_: Request) -> Response:
        return Response(place.body, content_type="text/html")

    with serving(page) as place.port:
        yield place


@contextmanager
def unguarded(survey: OpenSurvey, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The fault: the survey takes posts from anywhere, and its pages say nothing of frames."""
    monkeypatch.setattr("survey.is_from_our_form", lambda *_: True)
    monkeypatch.setattr("survey.guard.HEADERS", {})
    with serving(create_app(survey.config)) as port:
        yield f"http://127.0.0.1:{port}"


def attack(page: Page, elsewhere: Elsewhere, origin: str, survey: OpenSurvey, way: str) -> int:
    """Let a page elsewhere send a whole ballot. Gives the status of what came back."""
    fields = survey.answers() | {"code": survey.codes["sales"][0], "go": "send"}
    inputs = "".join(f"<input name='{name}' value='{value}'>" for name, value in fields.items())
    form = f"<form method=post action='{origin}/survey/'>{inputs}</form>"
    elsewhere.visit(page, f"{form}<iframe name=inside></iframe>")
    script = (
        "const form = document.querySelector('form');"
        f"const fields = () => new URLSearchParams(new FormData(form)); {WAYS[way]}"
    )
    statuses: list[int] = []
    page.context.on("response", lambda got: statuses.append(got.status if posted(got) else 0))
    page.evaluate(f"() => {{ {script} }}")
    for _ in range(50):
        page.wait_for_timeout(100)
        if any(statuses):
            break
    return max(statuses)


def posted(response: PlaywrightResponse) -> bool:
    return response.request.method == "POST"


def framed(page: Page, elsewhere: Elsewhere, origin: str, frame: str) -> bool:
    """Whether a page elsewhere gets to show the form within itself."""
    came: list[str] = []  # or was kept out
    for event in ("requestfinished", "requestfailed"):
        page.on(event, lambda request: came.append(request.url))
    elsewhere.visit(page, frame.format(f"{origin}/survey/"))
    for _ in range(100):
        if f"{origin}/survey/" in came:
            break
        page.wait_for_timeout(100)
    assert f"{origin}/survey/" in came
    return any(map(shows_the_form, page.frames[1:]))


def shows_the_form(frame: Frame) -> bool:
    try:
        return "Your code" in frame.content()
    except Error:  # an object whose page was kept out takes its frame away
        assert frame.is_detached()
        return False


def counted(survey: OpenSurvey) -> int:
    count = survey.count()
    assert count
    return count.answered["sales"]


@pytest.mark.parametrize("way", WAYS)
def test_a_page_elsewhere_cannot_send_a_ballot(
    survey: OpenSurvey,
    start_server: StartServer,
    sqlite_url: str,
    page: Page,
    elsewhere: Elsewhere,
    way: str,
) -> None:
    origin = start_server(DATABASE_URL=sqlite_url).origin
    assert attack(page, elsewhere, origin, survey, way) == 403
    assert counted(survey) == 0


@pytest.mark.parametrize("way", WAYS)
def test_planted_without_the_guard_a_page_elsewhere_sends_a_ballot(
    survey: OpenSurvey, page: Page, elsewhere: Elsewhere, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unguarded(survey, monkeypatch) as origin:
        assert attack(page, elsewhere, origin, survey, way) == 303
    assert counted(survey) == 1


@pytest.mark.parametrize("frame", FRAMES)
def test_a_page_elsewhere_cannot_frame_the_form(
    survey: OpenSurvey,
    start_server: StartServer,
    sqlite_url: str,
    page: Page,
    elsewhere: Elsewhere,
    frame: str,
) -> None:
    origin = start_server(DATABASE_URL=sqlite_url).origin
    assert not framed(page, elsewhere, origin, frame)


@pytest.mark.parametrize("frame", FRAMES)
def test_planted_without_the_headers_a_page_elsewhere_frames_the_form(
    survey: OpenSurvey,
    page: Page,
    elsewhere: Elsewhere,
    frame: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with unguarded(survey, monkeypatch) as origin:
        assert framed(page, elsewhere, origin, frame)
