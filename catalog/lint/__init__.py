"""What both teams would want to know about definitions that hold together; never stops a build.

Each rule is a small function that yields findings; they are warnings, each with a code from
``CODES`` by which it can be switched off.
"""

from collections.abc import Mapping
from datetime import date

from catalog.definitions import Definitions
from catalog.lint.called import changed_ids
from catalog.lint.due import early, late, signed_before_change, unsigned
from catalog.lint.people import buyers, metrics, pay, roles
from catalog.lint.promises import clocks, directions
from catalog.lint.stages import owners, path
from catalog.lint.terms import unknown_terms, unshown_terms
from catalog.lint.tone import avoidable_words
from catalog.locked import changed_since_opening
from catalog.messages import Findings
from catalog.results import Results
from catalog.yaml_nodes import Document

CODES = {
    "action-overdue": "An action that was due and is not done.",
    "action-without-aim": "An action that names no item or promise it should move.",
    "changed-since-opening": "A change that people who answer the open survey do not see.",
    "clock-without-stop": "A promise whose clock nothing stops, or what starts it.",
    "date-in-future": "A day on which something was done, such as signed, that is still to come.",
    "file-not-read": "A file beside the definitions, or beside the results of a quarter, that"
    " looks like one of them and is none; the comment that allows it is its first line.",
    "hurried-metric": "A metric that is to pay off sooner than the driver it serves.",
    "id-changed": "Something that is called as before and has another id.",
    "leads-nowhere": "A stage that is open and has no next one.",
    "no-exit": "A stage that is open and does not say when a lead leaves it.",
    "no-message": "A kind of buyer to whom nothing is said.",
    "nobody-responsible": "A stage in which no role does the work.",
    "not-signed": "A stage or promise that a team has not signed.",
    "objective-overdue": "A common objective that should have been reached.",
    "one-direction": "A team that promises nothing to the other.",
    "orphan-metric": "A metric that rolls up to no driver.",
    "pay-beside-measure": "Pay for something that leads to no goal both teams share.",
    "pay-shares": "Shares of variable pay that do not add up to 100 percent.",
    "promise-not-asked": "A promise about which the open survey has no question.",
    "review-overdue": "A stage or promise that should have been looked at again.",
    "ritual-overdue": "A ritual that should have taken place.",
    "role-without-stage": "A role that has a part in no stage.",
    "signed-before-change": "A stage or promise that reads otherwise than what a team signed.",
    "stage-without-owner": "A stage that no role owns.",
    "term-without-tooltip": "A term of the glossary that pages cannot explain where it stands in a"
    " text, for it has brackets, stars or the like.",
    "text-cut-short": "A text that goes on in a comment, because a space stands before its '#'.",
    "tone": "A word that tone.yml asks to avoid.",
    "two-accountable": "A stage for which more than one role is accountable.",
    "unknown-term": "An abbreviation, or several capitalised words within a sentence, that the"
    " glossary does not explain.",
    "unreached-stage": "A stage that no other leads to.",
    "unserved-driver": "A driver that no role's metric serves.",
    "untested-message": "A message that was never tried in the field.",
}
"""Every warning about the agreement, by its code, with what it is about."""


def lint(
    given: Definitions,
    documents: Mapping[str, Document],
    results: Results | None,
    today: date,
) -> Findings:
    """Everything worth a look on a day; with results, what differs from earlier quarters too."""
    for rule in (path, owners, directions, clocks, roles, metrics, pay, buyers, unsigned):
        yield from rule(given)
    yield from late(given, today)
    yield from early(given, today)
    yield from unknown_terms(given.glossary, documents)
    yield from unshown_terms(given.glossary)
    yield from avoidable_words(given.tone, documents)
    if results:
        yield from signed_before_change(given, results.stood)
        yield from changed_ids(given, results.stood)
    if results and results.open:
        yield from changed_since_opening(given, results.open)
