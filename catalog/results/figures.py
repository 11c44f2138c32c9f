"""What is published of one team's answers to one question: a figure, a band, or why neither."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from catalog.definitions import Id, Model
from catalog.fields import tag_of

SCORES = ("1", "2", "3", "4", "5")
"""The answers of a scored question, as they are stored."""

People = Annotated[int, Field(ge=0)]

_N = "How many gave {}; those who cannot say are not counted."
_COUNTS = "How many gave each answer; only of groups of twice the threshold or more."


class Score(Model):
    """How one team answered a scored question."""

    n: int = Field(ge=5, description=_N.format("a score"))
    mean: float = Field(ge=1, le=5, description="Their mean score from 1 to 5, to one decimal.")
    counts: dict[Literal["1", "2", "3", "4", "5"], People] | None = Field(
        default=None, description=_COUNTS
    )

    @model_validator(mode="after")
    def _counts_add_up(self) -> Self:
        if self.counts is not None:
            total = sum(int(score) * people for score, people in self.counts.items())
            if sum(self.counts.values()) != self.n or tenths(total, self.n) != self.mean:
                raise ValueError("the counts do not add up to n and mean")
        return self


class ScoreBand(Model):
    """Between which bounds a mean score lies, where more would tell what single people said."""

    n: int = Field(ge=5, description=_N.format("a score"))
    low: float = Field(ge=1, le=5, description="Their mean score is this or more.")
    high: float = Field(ge=1, le=5, description="Their mean score is this or less.")


class Agreement(Model):
    """How one team placed the lead of a vignette."""

    n: int = Field(ge=5, description=_N.format("a stage"))
    share: int = Field(
        ge=0,
        le=100,
        description="Percent of them who named the handbook's stage, to whole percent.",
    )
    counts: dict[Id, People] | None = Field(default=None, description=_COUNTS)

    @model_validator(mode="after")
    def _counts_add_up(self) -> Self:
        if self.counts is not None and sum(self.counts.values()) != self.n:
            raise ValueError("the counts do not add up to n")
        return self


class AgreementBand(Model):
    """Between which bounds a share lies, where more would tell what single people said."""

    n: int = Field(ge=5, description=_N.format("a stage"))
    share_low: int = Field(
        ge=0, le=100, description="So many percent or more named the handbook's stage."
    )
    share_high: int = Field(
        ge=0, le=100, description="So many percent or fewer named the handbook's stage."
    )


class Hidden(Model):
    """A figure that is not shown because too few people stand behind it."""

    hidden: Literal["too few answers"] = Field(
        description="Why nothing is shown: fewer answers than the threshold."
    )


_TELLING: Mapping[str, type[Model]] = {
    "hidden": Hidden,
    "low": ScoreBand,
    "share_low": AgreementBand,
    "share": Agreement,
}
"""Fields by which a figure is told from the others; without any of them it is a Score."""


def _meant(figure: Any) -> str:
    """Which of the five a figure is meant to be, so that a fault in it is said once."""
    if isinstance(figure, Model):
        return tag_of(type(figure))
    fields = figure if isinstance(figure, dict) else ()
    return tag_of(next((kind for field, kind in _TELLING.items() if field in fields), Score))


ShownFigure = Score | ScoreBand | Agreement | AgreementBand
TeamFigure = ShownFigure | Hidden
"""What is published of one team's answers to one question."""

TaggedFigure = Annotated[
    Annotated[Score, Tag(tag_of(Score))]
    | Annotated[ScoreBand, Tag(tag_of(ScoreBand))]
    | Annotated[Agreement, Tag(tag_of(Agreement))]
    | Annotated[AgreementBand, Tag(tag_of(AgreementBand))]
    | Annotated[Hidden, Tag(tag_of(Hidden))],
    Discriminator(_meant),
]
"""The same, as it is read from a file."""


def tenths(total: int, n: int) -> float:
    """A mean as it is published, to one decimal; halves go up, in whole numbers."""
    return (20 * total + n) // (2 * n) / 10


def percent(part: int, n: int) -> int:
    """A share as it is published, in whole percent; halves go up."""
    return (200 * part + n) // (2 * n)
