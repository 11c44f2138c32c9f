"""What a quarter publishes, and its files.

``results/2026-Q4/`` is written once, when the quarter closes: ``perceptions.json`` holds the
figures that may be shown, ``definitions.json`` the agreement as it stood when the quarter
opened. While a quarter is open, ``results/open.json`` holds what was locked.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, ValidationError, model_validator

from catalog.definitions import Definitions, Model
from catalog.messages import explain, place
from catalog.quarters import Quarter

M = TypeVar("M", bound=Model)

Kind = Literal["own", "guess", "stage", "kept"]
"""What a question asks: an own view, a guess of the other team's, the stage of a vignette,
or whether a promise is kept."""

Format = Annotated[
    Literal[1], Field(description="The version of this file's format; this describes version 1.")
]


class Score(Model):
    """How one team answered a scored question."""

    n: int = Field(ge=5, description="How many gave a score; those who cannot say are not counted.")
    mean: float = Field(ge=1, le=5, description="Their mean score from 1 to 5, to one decimal.")


class Agreement(Model):
    """How one team placed the lead of a vignette."""

    n: int = Field(
        ge=5, description="How many named a stage; those who cannot say are not counted."
    )
    share: int = Field(
        ge=0,
        le=100,
        description="Percent of them who named the handbook's stage, to whole percent.",
    )


class Hidden(Model):
    """A figure that is not shown because too few people stand behind it."""

    hidden: Literal["too few answers"] = Field(
        description="Why nothing is shown: fewer answers than the threshold."
    )


class Question(Model):
    """One question of the survey and what each team answered."""

    kind: Kind = Field(
        description="own: the person's own view; guess: their guess of the other team's typical"
        " score; stage: which stage a described lead is in; kept: whether a promise is kept."
    )
    about: str | None = Field(
        description="The team the statement is about, or both; null for vignettes. For a promise,"
        " the team that gives it."
    )
    id: str = Field(description="The item, vignette or promise (SLA) that was asked about.")
    theme: str = Field(description="The theme it belongs to, or promises.")
    wording: str = Field(description="The statement, lead or promise as people read it.")
    answers: dict[str, Score | Agreement | Hidden] = Field(
        description="By team. For a guess, the team that guessed."
    )

    @model_validator(mode="after")
    def _figures_fit_the_question(self) -> Self:
        expected = Agreement if self.kind == "stage" else Score
        for team, figure in self.answers.items():
            if not isinstance(figure, expected | Hidden):
                raise ValueError(
                    f"the figure of {team} does not fit a question of kind '{self.kind}'"
                )
        return self


class Response(Model):
    """How many of a team took part."""

    invited: int = Field(ge=0, description="How many codes were handed out.")
    answered: int = Field(ge=0, description="How many were used.")

    @model_validator(mode="after")
    def _no_more_than_invited(self) -> Self:
        if self.answered > self.invited:
            raise ValueError(f"{self.answered} answered but only {self.invited} were invited")
        return self


class Perceptions(Model):
    """What the two teams said in one quarter: every figure that may be shown, and nothing else."""

    format: Format
    quarter: str = Field(pattern=r"^[0-9]{4}-Q[1-4]$", description="The survey round.")
    threshold: int = Field(ge=5, description="The smallest group whose result is published.")
    scale: tuple[str, ...] = Field(description="The answers 1 to 5 in words.")
    response: dict[str, Response] = Field(description="By team.")
    questions: tuple[Question, ...] = Field(description="In the order in which they were asked.")

    def question(self, kind: Kind, id: str) -> Question | None:
        """The question of this kind about this item, vignette or promise, if it was asked."""
        return next((q for q in self.questions if (q.kind, q.id) == (kind, id)), None)


class Snapshot(Model):
    """The agreement as it stood when a quarter opened."""

    format: Format
    quarter: str = Field(pattern=r"^[0-9]{4}-Q[1-4]$", description="The survey round.")
    definitions: Definitions = Field(description="All definition files, as they were read.")


class OpenQuarter(Snapshot):
    """What was locked when the quarter that is now open was opened."""

    closes: date = Field(description="The last day people are asked to answer by.")
    invited: dict[str, int] = Field(description="How many codes were handed out, by team.")


@dataclass(frozen=True)
class QuarterResults:
    """A closed quarter."""

    quarter: Quarter
    perceptions: Perceptions
    definitions: Definitions


@dataclass(frozen=True)
class Results:
    """All closed quarters, oldest first, and the one that is open, if any."""

    quarters: tuple[QuarterResults, ...]
    open: OpenQuarter | None

    @property
    def latest(self) -> QuarterResults | None:
        """The quarter that closed last."""
        return self.quarters[-1] if self.quarters else None


class ResultsError(Exception):
    """A results file cannot be read; the message names it and says what is wrong."""


def to_json(model: Model) -> str:
    """The text of a results file: sorted, indented, the same for the same value."""
    return (
        json.dumps(model.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False)
        + "\n"
    )


def read_results(folder: Path) -> Results:
    """Read every closed quarter and ``open.json``.

    Raises:
        ResultsError: a file is missing, is not what it should be, or belongs elsewhere.
    """
    folders = sorted(path for path in folder.glob("[!.]*") if path.is_dir())
    open_json = folder / "open.json"
    return Results(
        quarters=tuple(_read_quarter(path) for path in folders),
        open=_read(open_json, OpenQuarter) if open_json.is_file() else None,
    )


def _read_quarter(folder: Path) -> QuarterResults:
    try:
        quarter = Quarter.parse(folder.name)
    except ValueError as error:
        raise ResultsError(f"{_shown(folder)}: {error}") from None
    perceptions = _read(folder / "perceptions.json", Perceptions)
    snapshot = _read(folder / "definitions.json", Snapshot)
    for name, said in (("perceptions", perceptions.quarter), ("definitions", snapshot.quarter)):
        if said != folder.name:
            raise ResultsError(
                f"{_shown(folder)}/{name}.json: says it is {said}; a quarter's files must lie in"
                " the folder of that name"
            )
    _check_teams(folder, perceptions, snapshot.definitions.team_ids)
    return QuarterResults(quarter, perceptions, snapshot.definitions)


def _check_teams(folder: Path, perceptions: Perceptions, teams: tuple[str, ...]) -> None:
    named = [set(perceptions.response), *(set(each.answers) for each in perceptions.questions)]
    for by_team in named:
        if by_team != set(teams):
            raise ResultsError(
                f"{_shown(folder)}/perceptions.json: has figures for {', '.join(sorted(by_team))};"
                f" the teams of this quarter are {', '.join(sorted(teams))}"
            )


def _read(path: Path, model: type[M]) -> M:
    if not path.is_file():
        raise ResultsError(
            f"{_shown(path)}: this file is missing; restore it from your backup or git"
        )
    try:
        return model.model_validate_json(path.read_bytes())
    except ValidationError as error:
        wrong = "".join(f"\n  {place(loc)}: {text}" for loc, text in explain(error, model))
        raise ResultsError(
            f"{_shown(path)}: this is not a results file as Common Ground writes it:{wrong}\n"
            "  Results are never edited by hand; restore the file from your backup or git."
        ) from None


def _shown(path: Path) -> str:
    """The path from the results folder on, as people know it."""
    parts = path.parts
    return "/".join(parts[max(i for i, part in enumerate(parts) if part == "results") :])
