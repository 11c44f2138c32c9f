"""What the two teams are asked: the definitions as a list of questions."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.definitions import Definitions
from catalog.results.perceptions import PROMISES, Kind


@dataclass(frozen=True)
class Asked:
    """One thing people are asked.

    ``about`` is the team the statement is about, or ``both``; for a promise the team that gives
    it; none for a lead to place in a stage.
    """

    kind: Kind
    id: str
    theme: str
    about: str | None
    wording: str


def asked_of(definitions: Definitions) -> Iterator[Asked]:
    """What the definitions ask, in order: theme by theme, then one question a promise.

    A guess stands right after the own view it belongs to.
    """
    for theme in definitions.survey.themes:
        for item in theme.items:
            yield Asked("own", item.id, theme.id, item.about, item.statement)
            if item.mirrored:
                yield Asked("guess", item.id, theme.id, item.about, item.statement)
        for vignette in theme.vignettes:
            yield Asked("stage", vignette.id, theme.id, None, vignette.lead)
    for sla in definitions.slas:
        yield Asked("kept", sla.id, PROMISES, sla.from_team, sla.promise)
