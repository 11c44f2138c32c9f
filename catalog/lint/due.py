"""What waits for a signature, what is past its day, and what was done on a day to come."""

from collections.abc import Iterator, Sequence
from datetime import date

from catalog.definitions import Definitions
from catalog.fields import Loc
from catalog.messages import Finding, Findings
from catalog.signing import File, Signed, changed_since_signed, earlier


def unsigned(given: Definitions) -> Findings:
    """Stages and promises that a team has not signed."""
    for file, entries in _agreed(given).items():
        for index, entry in enumerate(entries):
            for team in given.team_ids:
                if team not in entry.agreed:
                    reason = f"'{team}' has not signed this yet; once it has, add the day"
                    yield Finding(file, (file, index, "agreed"), reason, "not-signed")


def signed_before_change(given: Definitions, stood: Sequence[Definitions]) -> Findings:
    """Stages and promises that read otherwise than what a team signed.

    Args:
        given: the definitions.
        stood: as they stood when earlier quarters opened, the newest first.
    """
    for file, entries in _agreed(given).items():
        before = earlier(file, stood)
        for index, entry in enumerate(entries):
            for team, day in entry.agreed.items():
                if changed := changed_since_signed(entry, team, before):
                    reason = (
                        f"'{team}' signed on {day}, and {', '.join(changed)} changed later; put in"
                        " the day it signs the change, and leave it out until then"
                    )
                    at = (file, index, "agreed", team)
                    yield Finding(file, at, reason, "signed-before-change")


def late(given: Definitions, today: date) -> Findings:
    """Reviews, rituals, objectives and actions whose day has passed."""
    for file, entries in _agreed(given).items():
        for index, entry in enumerate(entries):
            if entry.review_by < today:
                reason = (
                    f"the review was due on {entry.review_by}; look at this together, and put the"
                    " day of the next review here"
                )
                yield Finding(file, (file, index, "review_by"), reason, "review-overdue")
    for index, ritual in enumerate(given.rituals):
        if ritual.due and ritual.due < today:
            reason = f"this was due on {ritual.due}; hold it, and put the new date here"
            at = ("rituals", index, "last_held")
            yield Finding("rituals", at, reason, "ritual-overdue")
    for index, objective in enumerate(given.goals.objectives):
        if objective.due < today:
            reason = (
                f"this was due on {objective.due}; put in what is to be reached next, or a new day"
            )
            yield Finding("goals", ("objectives", index, "due"), reason, "objective-overdue")
    for index, action in enumerate(given.actions):
        here = ("actions", index)
        if action.done is None and action.due < today:
            reason = f"this was due on {action.due}; add the day it was done as done, or a new day"
            yield Finding("actions", (*here, "due"), reason, "action-overdue")
        if not (action.items or action.slas):
            reason = f"'{action.id}' names no item or promise to move; add items or slas"
            yield Finding("actions", here, reason, "action-without-aim")


def early(given: Definitions, today: date) -> Findings:
    """Days on which something was done, and which are still to come."""
    for file, loc, day in _past(given):
        if day and day > today:
            reason = (
                f"{day} is still to come, but this is a day on which something was done; mend it,"
                " or take it out until then"
            )
            yield Finding(file, loc, reason, "date-in-future")


def _past(given: Definitions) -> Iterator[tuple[str, Loc, date | None]]:
    """Every date that tells of the past."""
    for file, entries in _agreed(given).items():
        for index, entry in enumerate(entries):
            for team, day in entry.agreed.items():
                yield file, (file, index, "agreed", team), day
    for index, ritual in enumerate(given.rituals):
        yield "rituals", ("rituals", index, "last_held"), ritual.last_held
    for index, action in enumerate(given.actions):
        yield "actions", ("actions", index, "done"), action.done
    for index, persona in enumerate(given.personas):
        here = ("personas", index)
        for number, message in enumerate(persona.messages):
            yield "personas", (*here, "messages", number, "last_used"), message.last_used
        for number, note in enumerate(persona.field_notes):
            yield "personas", (*here, "field_notes", number, "heard"), note.heard


def _agreed(given: Definitions) -> dict[File, tuple[Signed, ...]]:
    return {"stages": given.stages, "slas": given.slas}
