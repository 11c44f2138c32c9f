"""Which pages a handbook has, and what each of them shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.definitions import FILES, Definitions, Sla, Stage
from catalog.messages import Loc
from handbook.figures import driver_tree, stage_path
from handbook.goals import judged, orphans, serving, tree
from handbook.links import quarter_page, role_page, sla_page, source_page, stage_page, theme_page
from handbook.listing import listing
from handbook.matrices import gaps, message_for, messages, parts_in
from handbook.model import Handbook
from handbook.standing import standing, turn
from handbook.themes import ThemeView, Vignette
from handbook.words import HORIZONS


@dataclass(frozen=True)
class Page:
    """A page to write: where, from which template, with what, and where its words come from."""

    path: str
    template: str
    description: str
    source: tuple[str, Loc] | None
    """The definition file and the place in it; None where nothing is to be edited."""
    context: dict[str, Any] = field(default_factory=dict)


def contents(book: Handbook) -> Iterator[Page]:
    """Every generated page, each kind's overview first."""
    yield _home(book)
    yield from _stages(book)
    yield from _slas(book)
    yield from _roles(book)
    yield from _practice(book)
    yield from _perceptions(book)
    yield _glossary(book)
    if book.edit_base is None:
        yield from _sources(book)


def _home(book: Handbook) -> Page:
    open_actions = tuple(each for each in book.definitions.actions if each.done is None)
    return Page(
        "index.md",
        "home.md.j2",
        book.definitions.company.mission,
        ("goals", ("measure",)),
        {"open_actions": open_actions},
    )


def _stages(book: Handbook) -> Iterator[Page]:
    named = book.definitions
    path = "stages/index.md"
    yield Page(
        path,
        "stages.md.j2",
        "The path of a lead from first touch to its end, with who owns each step.",
        ("stages", ()),
        {"figure": stage_path(named, path)},
    )
    for index, stage in enumerate(named.stages):
        context = {
            "stage": stage,
            "standing": standing(stage, book.teams, book.today),
            "parts": parts_in(named, stage),
            "starts": _clocks(named, stage, "start"),
            "stops": _clocks(named, stage, "stop"),
            "told": [each for each in messages(named, book.today) if each.message.stage == stage.id],
            "vignettes": _vignettes(book, stage),
        }
        source: Loc = ("stages", index)
        yield Page(stage_page(stage.id), "stage.md.j2", stage.definition, (source[0], source), context)


def _clocks(definitions: Definitions, stage: Stage, end: str) -> list[Sla]:
    return [sla for sla in definitions.slas if getattr(sla.clock, end).stage == stage.id]


def _vignettes(book: Handbook, stage: Stage) -> list[tuple[ThemeView, Vignette]]:
    """The leads that belong in a stage, with the theme that asks about them."""
    asked = {
        vignette.id
        for theme in book.definitions.survey.themes
        for vignette in theme.vignettes
        if vignette.stage == stage.id
    }
    return [
        (theme, vignette)
        for theme in book.perceptions.current
        for vignette in theme.vignettes
        if vignette.id in asked
    ]


def _slas(book: Handbook) -> Iterator[Page]:
    named = book.definitions
    directions = [
        (team, [sla for sla in named.slas if sla.from_team == team.id]) for team in book.teams
    ]
    standings = {sla.id: standing(sla, book.teams, book.today) for sla in named.slas}
    yield Page(
        "promises/index.md",
        "slas.md.j2",
        "What the two teams promise each other, in both directions.",
        ("slas", ()),
        {"directions": directions, "standings": standings},
    )
    felt = {statement.id: statement for statement in book.perceptions.promises.statements}
    for index, sla in enumerate(named.slas):
        context = {
            "sla": sla,
            "standing": standings[sla.id],
            "statement": felt[sla.id],
            "actions": [action for action in named.actions if sla.id in action.slas],
        }
        yield Page(sla_page(sla.id), "sla.md.j2", sla.promise, ("slas", ("slas", index)), context)


def _roles(book: Handbook) -> Iterator[Page]:
    named = book.definitions
    by_team = [(team, [role for role in named.roles if role.team == team.id]) for team in book.teams]
    yield Page(
        "roles/index.md",
        "roles.md.j2",
        "Who does what in each stage, in both teams.",
        ("roles", ()),
        {"by_team": by_team},
    )
    for index, role in enumerate(named.roles):
        context = {
            "role": role,
            "owned": [sla for sla in named.slas if sla.owner == role.id],
            "rituals": [ritual for ritual in named.rituals if role.id in ritual.who],
        }
        yield Page(
            role_page(role.id), "role.md.j2", role.purpose, ("roles", ("roles", index)), context
        )


def _practice(book: Handbook) -> Iterator[Page]:
    named = book.definitions
    yield Page(
        "goals.md",
        "goals.md.j2",
        named.goals.measure.definition,
        ("goals", ()),
        {
            "figure": driver_tree(named),
            "branches": [(each, serving(named, each.driver)) for each in tree(named)],
            "side_by_side": [
                (words, [(team, judged(named, team, horizon)) for team in book.teams])
                for horizon, words in HORIZONS.items()
            ],
            "orphans": orphans(named),
        },
    )
    said = messages(named, book.today)
    rows = [stage for stage in named.stages if stage.kind == "open"]
    yield Page(
        "buyers.md",
        "buyers.md.j2",
        "What we say to each kind of buyer in each stage, and what is missing.",
        ("personas", ()),
        {
            "rows": [(stage, [message_for(p, stage) for p in named.personas]) for stage in rows],
            "gaps": gaps(named),
            "unused": [each for each in said if each.unused],
        },
    )
    yield Page(
        "rituals.md",
        "rituals.md.j2",
        "What the two teams do together, and when it comes round again.",
        ("rituals", ()),
        {"turns": [turn(ritual, book.today) for ritual in named.rituals]},
    )


def _perceptions(book: Handbook) -> Iterator[Page]:
    perceptions, survey = book.perceptions, book.definitions.survey
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
