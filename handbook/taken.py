"""Which addresses the generated pages take, so that no hand-written one takes them too.

They are known before a single figure is worked out and without loading what works figures out.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from catalog.definitions import FILES, Definitions
from catalog.results import PROMISES, Results
from catalog.workspace import Workspace
from handbook.addresses import (
    ACTIONS_PAGE,
    CHANGES,
    CHANGES_FEED,
    GLOSSARY,
    GOALS,
    OPEN_DATA,
    RITUALS,
    RITUALS_CALENDAR,
    brief_page,
    data_file,
    quarter_page,
    role_page,
    sla_page,
    source_page,
    stage_page,
    team_page,
    theme_page,
)
from handbook.settings import edit_base

_DATA_SETS = (
    *("teams", "stages", "promises", "roles", "measures", "drivers", "objectives", "personas"),
    *("messages", "rituals", "actions", "glossary", "statements", "vignettes", "perceptions"),
    *("response", "movements", "evidence", "changes"),
)
DATA_FILES = (
    *(data_file("index", suffix) for suffix in ("json", "schema.json")),
    *(data_file(id, suffix) for id in _DATA_SETS for suffix in ("json", "csv", "schema.json")),
)
"""Where all files of open data lie."""

PATHS = (*DATA_FILES, CHANGES_FEED, RITUALS_CALENDAR)
"""Where everything for programs lies in the staged tree and on the site."""

_ALWAYS = (
    *("index.md", "stages/index.md", "promises/index.md", "roles/index.md", GOALS),
    *("buyers.md", RITUALS, "perceptions/index.md", theme_page(PROMISES), ACTIONS_PAGE),
    *("quarters/index.md", CHANGES, GLOSSARY, OPEN_DATA),
)


class TakenError(Exception):
    """Hand-written files stand where generated ones go; ``problems`` has a line for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def check_names(workspace: Workspace, definitions: Definitions, results: Results) -> None:
    """See that no hand-written file takes the address of a generated one.

    Raises:
        SettingsError: mkdocs.yml cannot be used.
        TakenError: it lists every file that does.
    """
    with_sources = edit_base(workspace) is None
    ours = set(map(_address, taken(definitions, results, with_sources=with_sources)))
    clashes = [path for path in files_in(workspace.docs) if _address(path) in ours]
    if clashes:
        raise TakenError(
            f"docs/{path}: a page at this address is generated; give yours another name"
            for path in clashes
        )


def taken(definitions: Definitions, results: Results, *, with_sources: bool) -> Iterator[str]:
    """The path of every generated page and file; of the definition files only if they have one."""
    yield from _ALWAYS
    yield from PATHS
    yield from (stage_page(stage.id) for stage in definitions.stages)
    yield from (sla_page(sla.id) for sla in definitions.slas)
    yield from (role_page(role.id) for role in definitions.roles)
    yield from map(team_page, definitions.team_ids)
    yield from (theme_page(theme.id) for theme in definitions.survey.themes)
    for closed in results.quarters:
        yield from (quarter_page(closed.quarter), brief_page(closed.quarter))
        yield from {theme_page(question.theme) for question in closed.perceptions.questions}
    if with_sources:
        yield from map(source_page, FILES)


def is_page(path: str) -> bool:
    """Whether a staged file becomes a page of the site."""
    return path.endswith(".md")


def _address(path: str) -> str:
    """The address a staged file is built at: of ``goals.md`` and ``goals/index.md`` the same."""
    page = PurePosixPath(path)
    if page.suffix == ".md":
        page = page.parent if page.stem in ("index", "README") else page.with_suffix("")
    return page.as_posix().casefold()


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
