"""A page before it is written."""

from dataclasses import dataclass, field
from typing import Any

from catalog.messages import Loc


@dataclass(frozen=True)
class Page:
    """A page to write: where, from which template, with what, and where its words come from."""

    path: str
    template: str
    description: str
    source: tuple[str, Loc] | None
    """The definition file and the place in it; None where nothing is to be edited."""
    context: dict[str, Any] = field(default_factory=dict)
