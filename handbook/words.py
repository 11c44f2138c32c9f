"""Agreed values as people say them."""

from catalog.definitions import Target

HORIZONS = {"quarter": "This quarter", "year": "This year", "long-term": "Long-term"}
"""The horizons, nearest first."""

PARTS = {
    "responsible": "does the work",
    "accountable": "answers for the result",
    "consulted": "is asked before",
    "informed": "is told after",
}
"""The parts a role can have in a stage."""

STATES = {
    "works": ("●", "works"),
    "testing": ("◐", "being tested"),
    "untested": ("○", "not tested yet"),
    "retired": ("–", "retired"),
}
"""The field-test states of a message: a symbol and words."""

CADENCES = {
    "week": "every week",
    "month": "every month",
    "quarter": "every quarter",
    "year": "every year",
}
"""How often a ritual takes place."""


def target(value: Target) -> str:
    """What counts as kept: "at least 90 percent of leads within 4 business hours"."""
    words = f"at least {value.at_least:,.10g} {value.unit}"
    if value.within is None:
        return words
    amount, unit = value.within.amount, value.within.unit.replace("-", " ")
    return f"{words} within {amount} {unit.removesuffix('s') if amount == 1 else unit}"


def listed(names: list[str]) -> str:
    """Names in a sentence: "one", "one and two", "one, two and three"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
