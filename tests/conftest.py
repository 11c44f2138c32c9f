"""What tests share: the shipped workspace, both databases, the real server, a real browser.

A test takes what it needs by name. Where the machine has no PostgreSQL or no Chromium the test
is skipped, and fails when CI=true, so that nothing goes unnoticed there.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import URL, make_url

from catalog.definitions import Definitions
from catalog.quarters import Quarter
from catalog.reading import Catalog, read_definitions
from catalog.workspace import Workspace
from survey import create_app
from survey.codes import draw_codes
from survey.opening import open_quarter
from survey.tallies import Tallies
from tests import running
from tests.answering import CLOSES, QUARTER, SIX_EACH, TODAY, OpenSurvey, config_of
from tests.running import ROOT, Postgres, Server, UnavailableError

hypothesis.settings.register_profile("shared machine", deadline=None)  # being busy is no fault
hypothesis.settings.load_profile("shared machine")

StartServer = Callable[..., Server]
NewPage = Callable[..., Page]
NewTallies = Callable[[URL | str], Tallies]
OpenASurvey = Callable[..., OpenSurvey]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often the server is killed."""
    parser.addoption("--kills", type=int, default=200, help="kills of the server under load")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How often, as asked for on the command line."""
    asked: int = request.config.getoption("kills")
    return asked


def unavailable(error: UnavailableError) -> NoReturn:
    """Skip the test, or fail it where nothing may go unnoticed."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The shipped definitions, read once."""
    return read_definitions(ROOT / "definitions").definitions


@pytest.fixture(scope="session")
def small_catalog() -> Catalog:
    """A small company whose teams have other names, with the place of everything."""
    return read_definitions(ROOT / "tests" / "small" / "definitions")


@pytest.fixture(scope="session")
def small(small_catalog: Catalog) -> Definitions:
    """The definitions of the small company."""
    return small_catalog.definitions


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of its own, copied from the shipped mkdocs.yml, definitions/ and docs/.

    No quarter is closed or open, nothing is built.
    """
    copy = Workspace(tmp_path / "workspace")
    shipped = Workspace(ROOT)
    copy.results.mkdir(parents=True)
    shutil.copytree(shipped.definitions, copy.definitions)
    if shipped.docs.is_dir():
        shutil.copytree(shipped.docs, copy.docs)
    if shipped.mkdocs_yml.is_file():
        shutil.copy(shipped.mkdocs_yml, copy.mkdocs_yml)
    return copy


@pytest.fixture
def small_workspace(workspace: Workspace) -> Workspace:
    """The same with the small company's definitions; MkDocs finds its hook."""
    shutil.rmtree(workspace.definitions)
    shutil.copytree(ROOT / "tests" / "small" / "definitions", workspace.definitions)
    settings = workspace.mkdocs_yml.read_text()
    hook = "scripts/mkdocs_hook.py"
    workspace.mkdocs_yml.write_text(settings.replace(f"- {hook}", f"- {ROOT / hook}"))
    return workspace


def started_postgres(**settings: str) -> Iterator[Postgres]:
    """A real PostgreSQL, set so, stopped in the end."""
    try:
        server = Postgres(**settings)
    except UnavailableError as error:
        unavailable(error)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, started once; `postgres.new_database()` gives a URL."""
    yield from started_postgres()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """DATABASE_URL of a fresh SQLite database."""
    return f"sqlite:///{tmp_path}/survey.db"


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """DATABASE_URL of a fresh PostgreSQL database."""
    return postgres.new_database()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """DATABASE_URL of a fresh database; the test runs once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def new_tallies() -> Iterator[NewTallies]:
    """Connect to a database: ``new_tallies(url) -> Tallies``; let go of after the test."""
    with ExitStack() as connected:
        yield lambda database: connected.enter_context(closing(Tallies(make_url(database))))


@pytest.fixture
def open_survey(
    workspace: Workspace, definitions: Definitions, new_tallies: NewTallies
) -> OpenASurvey:
    """Open a quarter: ``open_survey(database_url, people={"sales": 6, …}) -> OpenSurvey``.

    Without more said: six people a team, 2026-Q4, the shipped definitions.
    """

    def open_it(
        database_url: str,
        people: Mapping[str, int] = SIX_EACH,
        quarter: Quarter = QUARTER,
        definitions: Definitions = definitions,
    ) -> OpenSurvey:
        config = config_of(workspace, database_url)
        tallies, codes = new_tallies(config.database), draw_codes(people)
        open_quarter(tallies, workspace, definitions, quarter, codes, CLOSES, TODAY)
        return OpenSurvey(config, definitions, tallies, codes)

    return open_it


@pytest.fixture
def survey(open_survey: OpenASurvey, sqlite_url: str) -> OpenSurvey:
    """An open quarter on SQLite; some test files have one of their own."""
    return open_survey(sqlite_url)


@pytest.fixture
def client(survey: OpenSurvey) -> Iterator[FlaskClient]:
    """A browser, as it were, at the application of ``survey``, without a server."""
    app = create_app(survey.config)
    yield app.test_client()
    app.extensions["tallies"].close()


@pytest.fixture
def start_server(workspace: Workspace, tmp_path: Path) -> Iterator[StartServer]:
    """Start the real server: ``start_server(DATABASE_URL=…) -> Server`` with ``origin``.

    Serves ``workspace``; what is given by name is set in the environment. Without DATABASE_URL
    the survey's database is the workspace's own SQLite file. A command comes before the server's
    own, to watch over it; ``faulty`` is Python to run in place of it. Stopped after the test.
    """
    started: list[Server] = []

    def start(*command: str, faulty: str = "", **environment: str) -> Server:
        log = tmp_path / f"server-{len(started)}.log"
        program = ("-c", faulty) if faulty else running.SERVE
        server = running.start_server(workspace.root, log, environment, by=command, program=program)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def server(start_server: StartServer) -> Server:
    """A running server of ``workspace`` on its own SQLite file."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, steered by Playwright, started once."""
    try:
        executable = running.chromium()
    except UnavailableError as error:
        unavailable(error)
    quiet = ["--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-gpu"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=[*quiet, "--no-sandbox"],  # containers give Chromium no sandbox of its own
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open a page with nothing remembered: ``new_page(width=360, dark=True, javascript=False)``.

    Without arguments: a desktop of 1280 px, light, with JavaScript. An error in a page's own
    script fails the test.
    """
    contexts = []
    errors: list[str] = []

    def open_page(width: int = 1280, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desktop page, light, with JavaScript."""
    return new_page()
