"""The sets of records that are published as open data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, create_model

from catalog.definitions import (
    Action,
    Driver,
    Id,
    Model,
    Objective,
    Persona,
    Ritual,
    Role,
    Sla,
    Stage,
    Team,
    Term,
)
from catalog.definitions.company import Measure
from handbook.addresses import data_file
from handbook.model import Handbook
from handbook.records import (
    ChangeRow,
    EvidenceRow,
    MessageRow,
    MovementRow,
    PerceptionRow,
    ResponseRow,
    StatementRow,
    VignetteRow,
)
from handbook.series import (
    change_rows,
    evidence_rows,
    movement_rows,
    perception_rows,
    response_rows,
)

R = TypeVar("R", bound=Model)


@dataclass(frozen=True)
class DataSet(Generic[R]):
    """Records of one kind, published together."""

    id: str
    about: str
    record: type[R]
    records: Callable[[Handbook], Iterable[R]]

    @cached_property
    def model(self) -> type[Model]:
        """The model of its JSON file, made once: its schema is written once too."""
        records: Any = tuple[self.record, ...]  # type: ignore[name-defined]
        return create_model(
            f"{self.id.capitalize()}File",
            __base__=Model,
            __doc__=self.about,
            format=(Literal[1], Field(description="The version of this file's format.")),
            id=(Id, Field(description="Which records these are.")),
            records=(records, Field(description=self.about)),
        )

    def filled(self, records: Iterable[R]) -> Model:
        """Its JSON file, with these records."""
        return self.model.model_validate({"format": 1, "id": self.id, "records": tuple(records)})

    def file(self, suffix: Literal["json", "csv", "schema.json"]) -> str:
        """Where one of its files lies."""
        return data_file(self.id, suffix)


def _statements(book: Handbook) -> Iterable[StatementRow]:
    for theme in book.definitions.survey.themes:
        for item in theme.items:
            yield StatementRow(theme=theme.id, **dict(item))


def _vignettes(book: Handbook) -> Iterable[VignetteRow]:
    for theme in book.definitions.survey.themes:
        for vignette in theme.vignettes:
            yield VignetteRow(theme=theme.id, **dict(vignette))


def _messages(book: Handbook) -> Iterable[MessageRow]:
    for persona in book.definitions.personas:
        for message in persona.messages:
            yield MessageRow(persona=persona.id, **dict(message))


AGREED: tuple[DataSet[Any], ...] = (
    DataSet("teams", "The two teams.", Team, lambda book: book.teams),
    DataSet(
        "stages",
        "The path of a lead: what each stage means, who owns it, what leads in and out.",
        Stage,
        lambda book: book.definitions.stages,
    ),
    DataSet(
        "promises",
        "What each team owes the other, with measure, clock and target.",
        Sla,
        lambda book: book.definitions.slas,
    ),
    DataSet(
        "roles",
        "Who does what, what each role is judged by and paid on.",
        Role,
        lambda book: book.definitions.roles,
    ),
    DataSet(
        "measures",
        "The one measure of success that both teams share.",
        Measure,
        lambda book: (book.definitions.goals.measure,),
    ),
    DataSet(
        "drivers",
        "What moves the shared measure, as a tree.",
        Driver,
        lambda book: book.definitions.goals.drivers,
    ),
    DataSet(
        "objectives",
        "This year's common objectives.",
        Objective,
        lambda book: book.definitions.goals.objectives,
    ),
    DataSet(
        "personas",
        "The kinds of buyers, and what was heard from them.",
        Persona,
        lambda book: book.definitions.personas,
    ),
    DataSet("messages", "What we say to whom in each stage.", MessageRow, _messages),
    DataSet(
        "rituals",
        "What the two teams do together, and when it was last held.",
        Ritual,
        lambda book: book.definitions.rituals,
    ),
    DataSet(
        "actions",
        "What was decided because of the survey.",
        Action,
        lambda book: book.definitions.actions,
    ),
    DataSet(
        "glossary", "Words and what they mean here.", Term, lambda book: book.definitions.glossary
    ),
    DataSet("statements", "What the survey asks people to score.", StatementRow, _statements),
    DataSet(
        "vignettes",
        "Short descriptions of leads; the survey asks which stage they are in.",
        VignetteRow,
        _vignettes,
    ),
)
"""The collections: the agreement as it stands now."""

OVER_TIME: tuple[DataSet[Any], ...] = (
    DataSet(
        "perceptions",
        "What each team said: a row a quarter, question and team.",
        PerceptionRow,
        perception_rows,
    ),
    DataSet(
        "response", "How many took part: a row a quarter and team.", ResponseRow, response_rows
    ),
    DataSet(
        "movements",
        "Each figure beside that of the quarter before and of a year ago, with a verdict.",
        MovementRow,
        movement_rows,
    ),
    DataSet(
        "evidence",
        "How often promises were kept, where somebody counted: a row a promise and quarter.",
        EvidenceRow,
        evidence_rows,
    ),
    DataSet(
        "changes",
        "What changed in the agreement: a row a field, old beside new.",
        ChangeRow,
        change_rows,
    ),
)
"""The series: what closed quarters said, and what changed between them."""

DATA_SETS = (*AGREED, *OVER_TIME)
