"""Dates as people write them."""

from datetime import date


def day(value: date) -> str:
    """A date in a sentence: 12 March 2026."""
    return f"{value.day} {value:%B %Y}"
