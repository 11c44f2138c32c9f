"""Stages: how a lead gets in and out, and who looks after it."""

from catalog.definitions import Definitions, Stage
from catalog.messages import Finding, Findings


def path(given: Definitions) -> Findings:
    """Stages that cannot be entered or left."""
    reached = {given.stages[0].id} if given.stages else set()
    reached |= {following for stage in given.stages for following in stage.next}
    for index, stage in enumerate(given.stages):
        here = ("stages", index)
        if stage.id not in reached:
            reason = f"no stage leads to '{stage.id}'; name it in a stage's next"
            yield Finding("stages", here, reason, "unreached-stage")
        if stage.kind == "open" and not stage.next:
            reason = f"'{stage.id}' leads nowhere; say which stages are next"
            yield Finding("stages", here, reason, "leads-nowhere")
        if stage.kind == "open" and not stage.exit:
            reason = f"'{stage.id}' has no exit criteria; add as exit what must be true first"
            yield Finding("stages", here, reason, "no-exit")


def owners(given: Definitions) -> Findings:
    """Stages that nobody works in or owns, or for which several roles answer."""
    for index, stage in enumerate(given.stages):
        here = ("stages", index)
        if not given.roles_with("responsible", stage.id):
            reason = f"no role in roles.yml is responsible for '{stage.id}'; add it to one's stages"
            yield Finding("stages", here, reason, "nobody-responsible")
        if stage.owner is None:
            reason = f"'{stage.id}' has no owner; {_whom_to_add(given, stage)}"
            yield Finding("stages", here, reason, "stage-without-owner")
    answers: dict[str, str | None] = {stage.id: stage.owner for stage in given.stages}
    for index, role in enumerate(given.roles):
        for id, part in role.stages.items():
            if part != "accountable":
                continue
            answers[id] = first = answers[id] or role.id
            if role.id != first:
                reason = (
                    f"'{role.id}' is accountable beside '{first}'; when two answer for a stage, it"
                    " is easily nobody: give one of them another part"
                )
                yield Finding("roles", ("roles", index, "stages", id), reason, "two-accountable")


def _whom_to_add(given: Definitions, stage: Stage) -> str:
    if accountable := given.roles_with("accountable", stage.id):
        named = " or ".join(f"'{role}'" for role in accountable)
        return f"add as owner {named}, accountable for it in roles.yml"
    return "add as owner a role, and make it accountable for this stage in roles.yml"
