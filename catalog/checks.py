"""Contradictions: the handbook would say two things at once, or could not be drawn.

Each rule is a small function that yields findings; they are errors.
"""

from collections.abc import Callable

from catalog.definitions import Definitions, Role, Sla, Stage
from catalog.messages import Finding, Findings
from catalog.results import CANNOT_SAY, PROMISES


def _reserved_ids(given: Definitions) -> Findings:
    for index, team in enumerate(given.company.teams):
        if team.id == "both":
            reason = "'both' means both teams; choose another id"
            yield Finding("company", ("teams", index, "id"), reason)


def _answers(given: Definitions) -> Findings:
    for index, stage in enumerate(given.stages):
        if stage.id == CANNOT_SAY:
            reason = f"'{CANNOT_SAY}' is an answer of the survey; choose another id"
            yield Finding("stages", ("stages", index, "id"), reason)


def _leads_elsewhere(given: Definitions) -> Findings:
    for index, stage in enumerate(given.stages):
        for place, following in enumerate(stage.next):
            if following == stage.id:
                reason = f"'{stage.id}' leads to itself; name only stages a lead can move to"
                yield Finding("stages", ("stages", index, "next", place), reason)


_TAKEN_BY_PAGES = (PROMISES, "index", "said-did-moved")
"""What no theme can be called: the handbook has pages of its own beside those of themes."""


def _page_addresses(given: Definitions) -> Findings:
    taken = "'{}' is taken by a page of its own; choose another id"
    for index, theme in enumerate(given.survey.themes):
        if theme.id in _TAKEN_BY_PAGES:
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
            reason = f"'{sla.to_team}' cannot make a promise to itself; name the other team here"
            yield Finding("slas", ("slas", index, "to"), reason)
        if team_of[sla.owner] != sla.from_team:
            yield Finding(
                "slas",
                ("slas", index, "owner"),
                f"'{sla.owner}' belongs to '{team_of[sla.owner]}', but this promise is made by"
                f" '{sla.from_team}'; the owner must be in the team that makes it",
            )


def _targets(given: Definitions) -> Findings:
    for index, sla in enumerate(given.slas):
        number = sla.target.at_least
        here = ("slas", index, "target", "at_least")
        if number < 0:
            yield Finding("slas", here, f"'{number:.10g}' is too small; it must be 0 or more")
        elif number > 100 and sla.target.is_percentage:
            reason = f"'{number:.10g}' is too large; in percent it must be 100 or less"
            yield Finding("slas", here, reason)


def _explained_twice(given: Definitions) -> Findings:
    met: set[str] = set()
    for index, each in enumerate(given.glossary):
        if each.term.casefold() in met:
            reason = f"'{each.term}' is explained before; keep one of both"
            yield Finding("glossary", ("glossary", index, "term"), reason)
        met.add(each.term.casefold())


def _accountable(given: Definitions) -> Findings:
    for index, stage in enumerate(given.stages):
        accountable = given.roles_with("accountable", stage.id)
        if stage.owner is not None and stage.owner not in accountable:
            found = ", ".join(f"'{role}'" for role in accountable) or "nobody"
            yield Finding(
                "stages",
                ("stages", index, "owner"),
                f"the owner is '{stage.owner}', but in roles.yml {found} is accountable for"
                f" '{stage.id}'; both files must name the same role",
            )


CONTRADICTIONS: tuple[tuple[tuple[str, ...], Callable[[Definitions], Findings]], ...] = (
    (("company",), _reserved_ids),
    (("glossary",), _explained_twice),
    (("stages",), _answers),
    (("stages",), _leads_elsewhere),
    (("survey", "stages", "slas", "roles"), _page_addresses),
    (("company",), _business_hours),
    (("goals",), _driver_circles),
    (("slas", "roles"), _promise_sides),
    (("slas",), _targets),
    (("stages", "roles"), _accountable),
)
"""Each rule with the files it reads, so that it can run while other files have faults."""
