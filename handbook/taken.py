"""Which addresses the generated pages take, known before a single figure is worked out."""

from collections.abc import Iterator

from catalog.definitions import FILES, Definitions
from catalog.results import PROMISES, Results
from handbook.addresses import (
    ACTIONS_PAGE,
    CHANGES,
    OPEN_DATA,
    RITUALS,
    brief_page,
    quarter_page,
    role_page,
    sla_page,
    source_page,
    stage_page,
    team_page,
    theme_page,
)
from handbook.feeds import PATHS

_ALWAYS = (
    *("index.md", "stages/index.md", "promises/index.md", "roles/index.md", "goals.md"),
    *("buyers.md", RITUALS, "perceptions/index.md", theme_page(PROMISES), ACTIONS_PAGE),
    *("quarters/index.md", CHANGES, "glossary.md", OPEN_DATA),
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
