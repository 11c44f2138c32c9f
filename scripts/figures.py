"""What the bench computes and draws: many quarters of many statements; a handbook's charts."""

from datetime import date
from typing import Any

import numpy as np
from markupsafe import Markup

from catalog.definitions import Definitions, Item
from catalog.quarters import Quarter
from catalog.reading import read_definitions
from catalog.results import OpenQuarter, QuarterResults, Results, read_results
from catalog.workspace import Workspace
from handbook.model import gather
from handbook.pages import pages
from survey.disclosure import disclose
from survey.questionnaire import questionnaire_of

QUARTERS, STATEMENTS = 40, 60
_INVITED = 30


def many_statements(definitions: Definitions) -> Definitions:
    """The same definitions with sixty statements, all of them mirrored."""
    themes = definitions.survey.themes
    items = [
        Item(id=f"s{n}", statement=f"Statement {n}.", about="both", mirrored=True)
        for n in range(STATEMENTS)
    ]
    shared = (
        theme.model_copy(update={"items": tuple(items[place :: len(themes)])})
        for place, theme in enumerate(themes)
    )
    survey = definitions.survey.model_copy(update={"themes": tuple(shared)})
    return definitions.model_copy(update={"survey": survey})


def many_quarters(definitions: Definitions) -> Results:
    """Forty closed quarters of random answers, published as the survey publishes them."""
    chance = np.random.default_rng(1)
    quarter, closed = Quarter(2026, 3), []
    for _ in range(QUARTERS):
        closed.append(closed_quarter(quarter, definitions, chance))
        quarter = quarter.previous
    return Results(tuple(reversed(closed)), None)


def closed_quarter(
    quarter: Quarter, definitions: Definitions, chance: np.random.Generator
) -> QuarterResults:
    """A quarter of random answers, published as the survey publishes them."""
    opened = OpenQuarter(
        format=1,
        quarter=str(quarter),
        definitions=definitions,
        closes=date(2026, 9, 30),
        invited=dict.fromkeys(definitions.team_ids, _INVITED),
    )
    answered = {team: int(chance.integers(8, _INVITED)) for team in definitions.team_ids}
    tallies = {}
    for question in questionnaire_of(definitions).questions:
        for team, people in answered.items():
            shares = chance.dirichlet(np.ones(len(question.choices)))
            values = (choice.value for choice in question.choices)
            given = chance.multinomial(people, shares).tolist()
            tallies[team, question.key] = dict(zip(values, given, strict=True))
    return QuarterResults(quarter, disclose(opened, answered, tallies), definitions)


def charts_of(workspace: Workspace, today: date) -> list[tuple[dict[str, Any], str, str]]:
    """Every chart of a handbook: specification, title and description."""
    found: list[tuple[dict[str, Any], str, str]] = []

    def note(spec: dict[str, Any], title: str, description: str) -> Markup:
        found.append((spec, title, description))
        return Markup("")

    catalog = read_definitions(workspace.definitions)
    pages(gather(catalog, read_results(workspace.results), {}, today, None), note)
    return found
