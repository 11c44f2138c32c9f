"""From a YAML file and a browser to a published number: open, answer, close, build, read."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from catalog.definitions import Definitions
from catalog.workspace import Workspace
from survey.codes import read_code
from tests.answering import answers_of, post
from tests.conftest import NewPage, StartServer
from tests.running import ROOT

# The answers of each team: own view, guess of the other team, everything else. From 0.
SALES, MARKETING = (3, 2, 3), (1, 4, 3)


Run = Callable[..., str]


@pytest.fixture
def run(workspace: Workspace, sqlite_url: str) -> Run:
    """Run one of the scripts as a file, on the workspace and the database of the test."""

    def run_it(script: str, *arguments: str) -> str:
        result = subprocess.run(
            [sys.executable, ROOT / "scripts" / script, *arguments, "--workspace", workspace.root],
            env=os.environ | {"DATABASE_URL": sqlite_url},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    return run_it


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that comes."""
    heading = page.locator("h1")
    before = heading.inner_text()
    page.get_by_role("button", name=button, exact=True).click()
    expect(heading).not_to_have_text(before)


def fill_in(page: Page, choices: tuple[int, int, int]) -> None:
    own, guess, rest = choices
    press(page, "Begin")
    while page.locator("fieldset").count():
        for kind, choice in (("own", own), ("guess", guess), ("stage", rest), ("kept", rest)):
            for fieldset in page.locator(f"fieldset.{kind}").all():
                fieldset.locator("label").nth(choice).click()
        press(page, "Next")
    press(page, "Send")
    assert page.locator("h1").inner_text() == "Thank you"


def send(origin: str, link: str, definitions: Definitions, choices: tuple[int, int, int]) -> None:
    own, guess, rest = (answers_of(definitions, choice) for choice in choices)
    by_kind = {"own": own, "guess": guess}
    answers = {key: by_kind.get(key.split(".")[0], rest)[key] for key in rest}
    assert post(origin, answers | {"code": read_code(link), "go": "send"}).status_code == 303


def first_row(table: Locator) -> dict[str, str]:
    """The newest quarter's cells by the names of their columns."""
    names = [name.strip() for name in table.locator("th").all_inner_texts()]
    cells = table.locator("tbody tr").first.locator("td").all_inner_texts()
    return dict(zip(names, cells, strict=True))


def test_what_people_answer_in_the_browser_is_what_the_trend_page_says(
    run: Run,
    definitions: Definitions,
    start_server: StartServer,
    new_page: NewPage,
    sqlite_url: str,
) -> None:
    sizes = ("--sales", "7", "--marketing", "5", "--closes", "2099-12-18")
    printed = run("quarter.py", "open", "2026-Q4", *sizes).split()
    sales, marketing = printed[1:8], printed[9:]
    origin = start_server(DATABASE_URL=sqlite_url).origin

    for link, javascript in ((sales[0], True), (sales[1], False)):
        page = new_page(javascript=javascript, width=360)
        page.goto(f"{origin}/survey/")
        page.get_by_label("Your code").fill(link)
        fill_in(page, (4, 2, 3))
    for link in sales[2:6]:
        send(origin, link, definitions, SALES)
    for link in marketing:
        send(origin, link, definitions, MARKETING)
    run("quarter.py", "close", "2026-Q4")
    run("build.py")

    page = new_page()
    page.goto(f"{origin}/perceptions/respect/")
    own = first_row(page.locator("#statement-craft-sales ~ .cg-scores table").first)
    numbers = page.locator("#statement-craft-sales ~ .cg-numbers").first
    numbers.locator("summary").click()
    guess_by_sales, guess_by_marketing = (
        first_row(numbers.locator("table").nth(place)) for place in range(2)
    )
    assert own["Quarter"] == "2026-Q4"
    assert own["Sales"].startswith("4.2 or more")  # (2 * 5 + 4 * 4) / 6: so near the end, a range
    assert own["Sales"].endswith("6 of 7")
    assert own["Marketing"].startswith("2.0 or less")  # all five said 2: a range is all that shows
    assert guess_by_sales["Guess"].startswith("3.0 ")
    assert guess_by_marketing["Guess"].startswith("4.0 or more")
