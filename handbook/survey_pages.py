"""The pages of what the survey said: by theme, by quarter, and what became of decisions."""

from collections.abc import Iterator

from catalog.fields import Loc
from handbook.addresses import ACTIONS_PAGE, brief_page, quarter_page, theme_page
from handbook.briefs import brief
from handbook.model import Handbook, Page
from handbook.outcomes import outcomes
from handbook.overview import overview
from handbook.paper import cut
from handbook.rounds import QuarterRound
from handbook.standing import late


def survey_pages(book: Handbook) -> Iterator[Page]:
    """All perceptions and each theme, what became of actions, each quarter with its brief."""
    yield from _themes(book)
    yield _actions(book)
    yield from _quarters(book)


def _themes(book: Handbook) -> Iterator[Page]:
    perceptions, survey = book.perceptions, book.definitions.survey
    yield Page(
        "perceptions/index.md",
        "perceptions.md.j2",
        "How the two teams see their work together, and how well they read each other.",
        ("survey", ("themes",)),
        {"overview": overview(perceptions, book.definitions.team_names)},
    )
    places: dict[str, Loc] = {
        theme.id: ("themes", index) for index, theme in enumerate(survey.themes)
    }
    places[perceptions.promises.id] = ("promises",)
    for theme in (*perceptions.themes, perceptions.promises):
        source = ("survey", places[theme.id]) if theme.current else None
        yield Page(theme_page(theme.id), "theme.md.j2", theme.intro, source, {"theme": theme})


def _actions(book: Handbook) -> Page:
    context = {
        "outcomes": outcomes(book.definitions, book.perceptions, book.today),
        "closed": [quarter.quarter for quarter in book.perceptions.quarters],
    }
    return Page(
        ACTIONS_PAGE,
        "actions.md.j2",
        "What was decided because of the survey, and whether the scores moved.",
        ("actions", ("actions",)),
        context,
    )


def _quarters(book: Handbook) -> Iterator[Page]:
    yield Page(
        "quarters/index.md", "quarters.md.j2", "Every round of the survey, as published.", None
    )
    for quarter in book.perceptions.quarters:
        actions = [(action, late(action, book.today)) for action in quarter.actions]
        yield Page(
            quarter_page(quarter.quarter),
            "quarter.md.j2",
            f"What both teams said in {quarter.quarter}.",
            None,
            {"quarter": quarter, "actions": actions},
        )
        yield _brief(book, quarter)


def _brief(book: Handbook, quarter: QuarterRound) -> Page:
    found = brief(quarter, book.perceptions, book.definitions)
    actions = [(action, late(action, book.today)) for action in found.actions]
    return Page(
        brief_page(quarter.quarter),
        "brief.md.j2",
        f"What to talk over when both teams meet about {quarter.quarter}, on one sheet.",
        None,
        {"brief": found, "actions": actions, "cut": cut},
    )
