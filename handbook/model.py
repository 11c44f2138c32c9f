"""Everything a page can show, gathered into one value; and a page before it is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from catalog.definitions import Definitions, Driver, Role, Sla, Stage, Team
from catalog.fields import Loc
from catalog.reading import Catalog
from catalog.results import Results
from catalog.signing import File, earlier
from handbook.evidence import Measurement, measured
from handbook.perceptions import PerceptionBook, perceive
from handbook.standing import Standing, standing


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True)
class Handbook:
    """The one value that templates see."""

    catalog: Catalog
    results: Results
    perceptions: PerceptionBook
    comments: Mapping[str, tuple[str, ...]]
    """What people wrote and ops published, by quarter."""
    today: date
    edit_base: str | None = None
    """Where the workspace's files can be edited on the web, ending in a slash, if anywhere."""

    @property
    def definitions(self) -> Definitions:
        """What the two teams agreed, as it stands now."""
        return self.catalog.definitions

    @property
    def teams(self) -> tuple[Team, ...]:
        """The two teams, in the order of company.yml."""
        return self.definitions.company.teams

    @cached_property
    def standings(self) -> Mapping[File, Mapping[str, Standing]]:
        """How each stage and promise stands today, by its id."""
        files: tuple[File, ...] = ("stages", "slas")
        return {
            file: {
                each.id: standing(each, self.teams, self.today, before)
                for each in getattr(self.definitions, file)
            }
            for file in files
            for before in [earlier(file, self.results.stood)]
        }

    @cached_property
    def evidence(self) -> Mapping[str, tuple[Measurement, ...]]:
        """How often each promise was kept, of those that somebody counted, oldest first."""
        return measured(self.results)

    def team(self, id: str) -> Team:
        """A team by its id."""
        return _find(self.teams, id)

    def stage(self, id: str) -> Stage:
        """A stage by its id."""
        return _find(self.definitions.stages, id)

    def sla(self, id: str) -> Sla:
        """A promise by its id."""
        return _find(self.definitions.slas, id)

    def role(self, id: str) -> Role:
        """A role by its id."""
        return _find(self.definitions.roles, id)

    def driver(self, id: str) -> Driver:
        """A driver by its id."""
        return _find(self.definitions.goals.drivers, id)


def gather(
    catalog: Catalog,
    results: Results,
    comments: Mapping[str, tuple[str, ...]],
    today: date,
    edit_base: str | None,
) -> Handbook:
    """Everything the pages need, computed once."""
    return Handbook(
        catalog=catalog,
        results=results,
        perceptions=perceive(results, catalog.definitions),
        comments=comments,
        today=today,
        edit_base=edit_base,
    )


def _find(things: Iterable[T], id: str) -> T:
    return next(thing for thing in things if thing.id == id)


@dataclass(frozen=True)
class Page:
    """A page to write: where, from which template, with what, and where its words come from."""

    path: str
    template: str
    description: str
    source: tuple[str, Loc] | None
    """The definition file and the place in it; None where nothing is to be edited."""
    context: dict[str, Any] = field(default_factory=dict)
