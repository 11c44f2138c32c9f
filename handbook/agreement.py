"""The pages of what the two teams agreed: stages, promises, roles."""

from collections.abc import Iterator, Mapping
from typing import Literal

from catalog.definitions import Definitions, Sla, Stage
from handbook.addresses import role_page, sla_page, stage_page
from handbook.edits import by_thing
from handbook.evidence import Measurement
from handbook.matrices import messages, parts_in
from handbook.model import Handbook, Page
from handbook.path import stage_path
from handbook.readings import Reading
from handbook.standing import late
from handbook.themes import Statement, ThemeView, Vignette


def stage_pages(book: Handbook) -> Iterator[Page]:
    """The path of a lead, then each stage."""
    named = book.definitions
    path = "stages/index.md"
    yield Page(
        path,
        "stages.md.j2",
        "The path of a lead from first touch to its end, with who owns each step.",
        ("stages", ()),
        {"figure": stage_path(named, path)},
    )
    edited = by_thing(book.perceptions.changes)
    for index, stage in enumerate(named.stages):
        context = {
            "stage": stage,
            "standing": book.standings["stages"][stage.id],
            "parts": parts_in(named, stage),
            "starts": _clocks(named, stage, "start"),
            "stops": _clocks(named, stage, "stop"),
            "told": [
                each for each in messages(named, book.today) if each.message.stage == stage.id
            ],
            "vignettes": _vignettes(book, stage),
            "edits": edited["stage", stage.id],
        }
        source = ("stages", ("stages", index))
        yield Page(stage_page(stage.id), "stage.md.j2", stage.definition, source, context)


def _clocks(definitions: Definitions, stage: Stage, end: Literal["start", "stop"]) -> list[Sla]:
    """The promises whose clock starts or stops in a stage."""
    moments = ((sla, getattr(sla.clock, end)) for sla in definitions.slas)
    return [sla for sla, moment in moments if moment and moment.stage == stage.id]


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


def sla_pages(book: Handbook) -> Iterator[Page]:
    """All promises, then each of them."""
    named = book.definitions
    felt = {statement.id: statement for statement in book.perceptions.promises.statements}
    yield _board(book, felt)
    edited = by_thing(book.perceptions.changes)
    for index, sla in enumerate(named.slas):
        evidence = book.evidence.get(sla.id, ())
        context = {
            "sla": sla,
            "standing": book.standings["slas"][sla.id],
            "evidence": evidence,
            "agreed_otherwise": any(each.agreed != sla.target for each in evidence),
            "felt_then": _felt_then(felt[sla.id], evidence[-1]) if evidence else None,
            "statement": felt[sla.id],
            "actions": [
                (action, late(action, book.today))
                for action in named.actions
                if sla.id in action.slas
            ],
            "edits": edited["sla", sla.id],
        }
        yield Page(sla_page(sla.id), "sla.md.j2", sla.promise, ("slas", ("slas", index)), context)


def _board(book: Handbook, felt: Mapping[str, Statement]) -> Page:
    """All promises in both directions, and how often those were kept that somebody counted."""
    slas = book.definitions.slas
    context = {
        "directions": [
            (team, [sla for sla in slas if sla.from_team == team.id]) for team in book.teams
        ],
        "measured": [
            (sla, evidence[-1], _felt_then(felt[sla.id], evidence[-1]))
            for sla in slas
            if (evidence := book.evidence.get(sla.id))
        ],
    }
    about = "What the two teams promise each other, in both directions."
    return Page("promises/index.md", "slas.md.j2", about, ("slas", ()), context)


def _felt_then(statement: Statement, measured: Measurement) -> Reading:
    """How kept a promise felt in the quarter in which it was measured; each quarter asks it."""
    return next(each for each in statement.readings if each.quarter == measured.quarter)


def role_pages(book: Handbook) -> Iterator[Page]:
    """All roles with the responsibility matrix, then each of them."""
    named = book.definitions
    by_team = [
        (team, [role for role in named.roles if role.team == team.id]) for team in book.teams
    ]
    yield Page(
        "roles/index.md",
        "roles.md.j2",
        "Who does what in each stage, in both teams.",
        ("roles", ()),
        {"by_team": by_team},
    )
    edited = by_thing(book.perceptions.changes)
    for index, role in enumerate(named.roles):
        context = {
            "role": role,
            "owned": [sla for sla in named.slas if sla.owner == role.id],
            "about": _about(book, role.team),
            "rituals": [ritual for ritual in named.rituals if role.id in ritual.who],
            "edits": edited["role", role.id],
        }
        yield Page(
            role_page(role.id), "role.md.j2", role.purpose, ("roles", ("roles", index)), context
        )


def _about(book: Handbook, team: str) -> list[tuple[ThemeView, Statement]]:
    """Today's statements about a team, with their themes; the widest blind spot first."""
    found = [
        (theme, statement)
        for theme in book.perceptions.themes
        for statement in theme.statements
        if statement.current and statement.about == team
    ]
    return sorted(found, key=lambda each: _width(each[1]), reverse=True)


def _width(statement: Statement) -> float:
    """How wide its blind spot is, in points; below zero where none is shown."""
    width = abs(statement.latest.blind_spot).value if statement.latest else None
    return -1 if width is None else width
