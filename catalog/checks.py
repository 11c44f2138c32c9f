"""Rules about how definitions fit together, each a small function that yields findings.

``CONTRADICTIONS`` are errors: the handbook would say two things at once, or could not be drawn.
``lint`` finds what both teams would want to know about; that never stops a build.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from catalog.definitions import Agreed, Definitions, Part, Role, Sla, Stage
from catalog.messages import Loc
from catalog.results import OpenQuarter


class Finding(NamedTuple):
    """What a rule found: in which file, where in it, and what it says."""

    file: str
    loc: Loc
    message: str


Findings = Iterator[Finding]


def _reserved_ids(given: Definitions) -> Findings:
    for index, team in enumerate(given.company.teams):
        if team.id == "both":
            reason = "'both' means both teams; choose another id"
            yield Finding("company", ("teams", index, "id"), reason)


def _page_addresses(given: Definitions) -> Findings:
    taken = "'{}' is taken by a page of its own; choose another id"
    for index, theme in enumerate(given.survey.themes):
        if theme.id in ("promises", "index"):
            yield Finding("survey", ("themes", index, "id"), taken.format(theme.id))
        if not theme.items and not theme.vignettes:
            yield Finding("survey", ("themes", index), "this theme asks nothing; give it items")
    with_page: tuple[tuple[str, tuple[Stage | Sla | Role, ...]], ...] = (
        ("stages", given.stages),
        ("slas", given.slas),
        ("roles", given.roles),
    )
    for file, entries in with_page:
        for index, entry in enumerate(entries):
            if entry.id == "index":
                yield Finding(file, (file, index, "id"), taken.format("index"))


def _business_hours(given: Definitions) -> Findings:
    hours = given.company.business_hours
    if hours.start >= hours.end:
        yield Finding(
            "company",
            ("business_hours", "end"),
            "the working day ends before it starts; swap the two",
        )


def _driver_circles(given: Definitions) -> Findings:
    parents = {driver.id: driver.parent for driver in given.goals.drivers}
    for index, driver in enumerate(given.goals.drivers):
        above, here = set[str](), driver.id
        while here in parents and here not in above:
            above.add(here)
            here = parents[here]
        if here == driver.id:
            yield Finding(
                "goals",
                ("drivers", index, "parent"),
                f"'{driver.id}' is its own parent, directly or through others; every driver must"
                f" lead up to '{given.goals.measure.id}'",
            )


def _promise_sides(given: Definitions) -> Findings:
    team_of = {role.id: role.team for role in given.roles}
    for index, sla in enumerate(given.slas):
        if sla.from_team == sla.to_team:
            yield Finding(
                "slas", ("slas", index, "to"), f"'{sla.to_team}' cannot make a promise to itself"
            )
        if team_of[sla.owner] != sla.from_team:
            yield Finding(
                "slas",
                ("slas", index, "owner"),
                f"'{sla.owner}' belongs to '{team_of[sla.owner]}', but this promise is made by"
                f" '{sla.from_team}'; the owner must be in the team that makes it",
            )


def _accountable(given: Definitions) -> Findings:
    for index, stage in enumerate(given.stages):
        accountable = _with_part(given, stage.id, "accountable")
        if accountable != [stage.owner]:
            found = ", ".join(f"'{role}'" for role in accountable) or "nobody"
            yield Finding(
                "stages",
                ("stages", index, "owner"),
                f"the owner is '{stage.owner}', but in roles.yml {found} is accountable for"
                f" '{stage.id}'; exactly one role is, and both files must name it",
            )


def _with_part(given: Definitions, stage: str, part: Part) -> list[str]:
    return [role.id for role in given.roles if role.stages.get(stage) == part]


def _stages_in_use(given: Definitions) -> Findings:
    reached = {given.stages[0].id} if given.stages else set()
    reached |= {following for stage in given.stages for following in stage.next}
    for index, stage in enumerate(given.stages):
        here = ("stages", index)
        if stage.id not in reached:
            yield Finding(
                "stages", here, f"no stage leads to '{stage.id}'; name it in a stage's next"
            )
        if stage.kind == "open" and not stage.next:
            yield Finding("stages", here, f"'{stage.id}' leads nowhere; say which stages are next")
        if stage.kind == "open" and not stage.exit:
            yield Finding("stages", here, f"'{stage.id}' has no exit criteria")
        if not _with_part(given, stage.id, "responsible"):
            yield Finding("stages", here, f"no role in roles.yml is responsible for '{stage.id}'")


def _goals_in_use(given: Definitions) -> Findings:
    served = {metric.driver for role in given.roles for metric in role.metrics}
    served |= {driver.parent for driver in given.goals.drivers}
    for index, driver in enumerate(given.goals.drivers):
        if driver.id not in served:
            yield Finding("goals", ("drivers", index), f"no role's metric serves '{driver.id}'")
    for index, role in enumerate(given.roles):
        for number, metric in enumerate(role.metrics):
            if metric.driver is None:
                reason = f"'{metric.name}' rolls up to nothing; give it a driver"
                yield Finding("roles", ("roles", index, "metrics", number), reason)
        shares = sum(pay.share for pay in role.paid_on)
        if role.paid_on and shares != 100:
            reason = f"the shares add up to {shares} percent, not 100"
            yield Finding("roles", ("roles", index, "paid_on"), reason)


def _things_in_use(given: Definitions) -> Findings:
    for team in given.company.teams:
        if all(sla.from_team != team.id for sla in given.slas):
            yield Finding("slas", ("slas",), f"'{team.id}' promises nothing to the other team")
    for index, persona in enumerate(given.personas):
        if not persona.messages:
            yield Finding("personas", ("personas", index), f"nothing is said to '{persona.id}' yet")
    for index, role in enumerate(given.roles):
        if not role.stages:
            yield Finding(
                "roles", ("roles", index, "stages"), f"'{role.id}' has a part in no stage"
            )
    for index, action in enumerate(given.actions):
        if not (action.items or action.slas):
            yield Finding(
                "actions", ("actions", index), f"'{action.id}' names no item or promise to move"
            )


def _signatures(given: Definitions, today: date) -> Findings:
    agreed: tuple[tuple[str, tuple[Agreed, ...]], ...] = (
        ("stages", given.stages),
        ("slas", given.slas),
    )
    for file, entries in agreed:
        for index, entry in enumerate(entries):
            for team in given.team_ids:
                if team not in entry.agreed:
                    yield Finding(
                        file, (file, index, "agreed"), f"'{team}' has not signed this yet"
                    )
            if entry.review_by < today:
                yield Finding(
                    file, (file, index, "review_by"), f"the review was due on {entry.review_by}"
                )


def _locked(given: Definitions, open_quarter: OpenQuarter) -> Findings:
    """Changes that people who answer now do not see."""
    later = (
        f"this has changed since {open_quarter.quarter} opened; the open survey keeps the questions"
        " it was opened with, the change takes effect with the next quarter"
    )
    locked = open_quarter.definitions
    if given.survey != locked.survey:
        yield Finding("survey", (), later)
    promised = {sla.id: (sla.promise, sla.from_team) for sla in locked.slas}
    for index, sla in enumerate(given.slas):
        if promised.get(sla.id) != (sla.promise, sla.from_team):
            yield Finding("slas", ("slas", index, "promise"), later)


def _due(given: Definitions, today: date) -> Findings:
    for index, action in enumerate(given.actions):
        if action.done is None and action.due < today:
            yield Finding("actions", ("actions", index, "due"), f"this was due on {action.due}")


CONTRADICTIONS: tuple[tuple[tuple[str, ...], Callable[[Definitions], Findings]], ...] = (
    (("company",), _reserved_ids),
    (("survey", "stages", "slas", "roles"), _page_addresses),
    (("company",), _business_hours),
    (("goals",), _driver_circles),
    (("slas", "roles"), _promise_sides),
    (("stages", "roles"), _accountable),
)
"""Each rule with the files it reads, so that it can run while other files have faults."""

_WARNINGS = (_stages_in_use, _goals_in_use, _things_in_use)


def lint(given: Definitions, open_quarter: OpenQuarter | None, today: date) -> Findings:
    """What both teams would want to know about definitions that otherwise hold together."""
    for rule in _WARNINGS:
        yield from rule(given)
    yield from _signatures(given, today)
    yield from _due(given, today)
    if open_quarter:
        yield from _locked(given, open_quarter)
