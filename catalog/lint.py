"""What both teams would want to know about definitions that hold together; never stops a build.

Each rule is a small function that yields findings; they are warnings.
"""

from datetime import date

from catalog.definitions import Agreed, Definitions
from catalog.locked import changed_since_opening
from catalog.messages import Finding, Findings
from catalog.results import OpenQuarter


def lint(given: Definitions, open_quarter: OpenQuarter | None, today: date) -> Findings:
    """Everything worth a look on a day."""
    yield from _stages_in_use(given)
    yield from _goals_in_use(given)
    yield from _things_in_use(given)
    yield from _signatures(given, today)
    yield from _due(given, today)
    if open_quarter:
        yield from changed_since_opening(given, open_quarter)


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
        if not given.roles_with("responsible", stage.id):
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


def _due(given: Definitions, today: date) -> Findings:
    for index, ritual in enumerate(given.rituals):
        if ritual.due and ritual.due < today:
            reason = f"this was due on {ritual.due}; hold it, and put the new date here"
            yield Finding("rituals", ("rituals", index, "last_held"), reason)
    for index, action in enumerate(given.actions):
        if action.done is None and action.due < today:
            yield Finding("actions", ("actions", index, "due"), f"this was due on {action.due}")
