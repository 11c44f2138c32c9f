"""Which pages a handbook has, and what each of them shows."""

from collections.abc import Iterator

from catalog.definitions import FILES
from catalog.fields import Loc
from handbook.addresses import brief_page, quarter_page, source_page, theme_page
from handbook.agreement import role_pages, sla_pages, stage_pages
from handbook.briefs import brief, cut
from handbook.markdown import listing
from handbook.model import Handbook, Page
from handbook.practice import buyers_page, goals_page, rituals_page
from handbook.standing import overdue


def contents(book: Handbook) -> Iterator[Page]:
    """Every generated page, each kind's overview first."""
    yield _home(book)
    yield from stage_pages(book)
    yield from sla_pages(book)
    yield from role_pages(book)
    yield goals_page(book)
    yield buyers_page(book)
    yield rituals_page(book)
    yield from _perceptions(book)
    yield _glossary(book)
    if book.edit_base is None:
        yield from _sources(book)


def _home(book: Handbook) -> Page:
    open_actions = [
        (action, overdue(action.due, book.today))
        for action in book.definitions.actions
        if action.done is None
    ]
    return Page(
        "index.md",
        "home.md.j2",
        book.definitions.company.mission,
        ("goals", ("measure",)),
        {"open_actions": open_actions},
    )


def _perceptions(book: Handbook) -> Iterator[Page]:
    perceptions, survey = book.perceptions, book.definitions.survey
    names = {team.id: team.name for team in book.teams}
    yield Page(
        "perceptions/index.md",
        "perceptions.md.j2",
        "How the two teams see their work together, and how well they read each other.",
        ("survey", ("themes",)),
    )
    places: dict[str, Loc] = {
        theme.id: ("themes", index) for index, theme in enumerate(survey.themes)
    }
    places[perceptions.promises.id] = ("promises",)
    for theme in (*perceptions.themes, perceptions.promises):
        source = ("survey", places[theme.id]) if theme.current else None
        yield Page(theme_page(theme.id), "theme.md.j2", theme.intro, source, {"theme": theme})
    yield Page(
        "quarters/index.md", "quarters.md.j2", "Every round of the survey, as published.", None
    )
    for quarter in perceptions.quarters:
        yield Page(
            quarter_page(quarter.quarter),
            "quarter.md.j2",
            f"What both teams said in {quarter.quarter}.",
            None,
            {"quarter": quarter},
        )
        yield Page(
            brief_page(quarter.quarter),
            "brief.md.j2",
            f"What to talk over when both teams meet about {quarter.quarter}, on one sheet.",
            None,
            {"brief": brief(quarter, perceptions, book.definitions.actions, names), "cut": cut},
        )


def _glossary(book: Handbook) -> Page:
    terms = sorted(book.definitions.glossary, key=lambda each: each.term.casefold())
    return Page(
        "glossary.md",
        "glossary.md.j2",
        "Words and what they mean here.",
        ("glossary", ()),
        {"terms": terms},
    )


def _sources(book: Handbook) -> Iterator[Page]:
    for file in FILES:
        yield Page(
            source_page(file),
            "file.md.j2",
            f"definitions/{file}.yml as it was written.",
            None,
            {"file": file, "listing": listing(book.catalog.documents[file].text)},
        )
