"""Which pages a handbook has, and what each of them shows."""

from collections.abc import Iterator

from catalog.definitions import FILES
from handbook.addresses import (
    ACTIONS_PAGE,
    CHANGES,
    GLOSSARY,
    GOALS,
    OPEN_DATA,
    RITUALS,
    source_page,
)
from handbook.agreement import role_pages, sla_pages, stage_pages
from handbook.datasets import AGREED, OVER_TIME
from handbook.edits import edits
from handbook.home import home_page
from handbook.markdown import listing
from handbook.model import Handbook, Page
from handbook.practice import buyers_page, goals_page, rituals_page
from handbook.survey_pages import survey_pages
from handbook.teams import team_pages


def contents(book: Handbook) -> Iterator[Page]:
    """Every generated page, each kind's overview first."""
    yield home_page(book)
    yield from stage_pages(book)
    yield from sla_pages(book)
    yield from role_pages(book)
    yield goals_page(book)
    yield buyers_page(book)
    yield rituals_page(book)
    yield from team_pages(book)
    yield from survey_pages(book)
    yield _changes(book)
    yield _glossary(book)
    yield _open_data()
    if book.edit_base is None:
        yield from _sources(book)


def _changes(book: Handbook) -> Page:
    perceptions = book.perceptions
    found = edits(perceptions.changes)
    by_quarter = [
        (quarter, [edit for edit in found if edit.quarter == quarter])
        for quarter in (closed.quarter for closed in reversed(perceptions.quarters))
    ]
    return Page(
        CHANGES,
        "changes.md.j2",
        "What changed in the agreement, quarter by quarter, old beside new.",
        None,
        {
            "asked": [edit for edit in found if edit.quarter == perceptions.last_opened],
            "not_asked": [edit for edit in found if edit.quarter is None],
            "by_quarter": by_quarter,
        },
    )


def _open_data() -> Page:
    return Page(
        OPEN_DATA,
        "data.md.j2",
        "Everything in this handbook as JSON and CSV, for programs and spreadsheets.",
        None,
        {"agreed": AGREED, "over_time": OVER_TIME},
    )


def _glossary(book: Handbook) -> Page:
    terms = sorted(book.definitions.glossary, key=lambda each: each.term.casefold())
    return Page(
        GLOSSARY,
        "glossary.md.j2",
        "Words and what they mean here.",
        ("glossary", ()),
        {"terms": terms},
    )


_SHOWN_ON = {
    "company": ("index.md", "the first page"),
    "goals": (GOALS, "the goals"),
    "stages": ("stages/index.md", "the path of a lead"),
    "slas": ("promises/index.md", "the promises in both directions"),
    "roles": ("roles/index.md", "the roles side by side"),
    "personas": ("buyers.md", "the buyers and what we tell them"),
    "rituals": (RITUALS, "the rituals and when they come round"),
    "survey": ("perceptions/index.md", "what both teams answered"),
    "actions": (ACTIONS_PAGE, "what became of each decision"),
    "glossary": (GLOSSARY, "the glossary"),
    "tone": ("editing.md", "how texts are looked over"),
}
"""Where a reader meets what a definition file holds, with what stands there."""


def _sources(book: Handbook) -> Iterator[Page]:
    for file in FILES:
        yield Page(
            source_page(file),
            "file.md.j2",
            f"definitions/{file}.yml as it was written.",
            None,
            {
                "file": file,
                "listing": listing(book.catalog.documents[file].text),
                "shown_on": _SHOWN_ON[file],
            },
        )
