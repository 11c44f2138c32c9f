"""Stages: how a lead gets in and out, and who looks after it."""

from catalog.definitions import Definitions
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
    """Stages that nobody works in, or for which several roles answer."""
    for index, stage in enumerate(given.stages):
        if not given.roles_with("responsible", stage.id):
            reason = f"no role in roles.yml is responsible for '{stage.id}'; add it to one's stages"
            yield Finding("stages", ("stages", index), reason, "nobody-responsible")
    owner = {stage.id: stage.owner for stage in given.stages}
    for index, role in enumerate(given.roles):
        for id, part in role.stages.items():
            if part == "accountable" and role.id != owner[id]:
                reason = (
                    f"'{role.id}' is accountable beside the owner '{owner[id]}'; when two answer"
                    " for a stage, it is easily nobody"
                )
                yield Finding("roles", ("roles", index, "stages", id), reason, "two-accountable")
