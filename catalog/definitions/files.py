"""Which file holds what, and all of it together."""

from typing import Any

from pydantic import Field

from catalog.definitions.agreement import Part, Role, Sla, Stage
from catalog.definitions.base import Model
from catalog.definitions.company import Company, Goals
from catalog.definitions.practice import Action, Persona, Ritual, Term, ToneRule
from catalog.definitions.survey import Survey


class Stages(Model):
    """The file stages.yml."""

    stages: tuple[Stage, ...] = Field(description="The path of a lead, in order.")


class Slas(Model):
    """The file slas.yml."""

    slas: tuple[Sla, ...] = Field(description="The promises, in both directions.")


class Roles(Model):
    """The file roles.yml."""

    roles: tuple[Role, ...] = Field(description="The jobs of both teams.")


class Personas(Model):
    """The file personas.yml."""

    personas: tuple[Persona, ...] = Field(
        description="The kinds of buyers, with what we tell them."
    )


class Rituals(Model):
    """The file rituals.yml."""

    rituals: tuple[Ritual, ...] = Field(description="What the two teams do together.")


class Actions(Model):
    """The file actions.yml."""

    actions: tuple[Action, ...] = Field(description="What was decided because of the survey.")


class Glossary(Model):
    """The file glossary.yml."""

    glossary: tuple[Term, ...] = Field(description="Words and what they mean here.")


class Tone(Model):
    """The file tone.yml."""

    tone: tuple[ToneRule, ...] = Field(description="Words that the handbook avoids.")


FILES: dict[str, type[Model]] = {
    "company": Company,
    "goals": Goals,
    "stages": Stages,
    "slas": Slas,
    "roles": Roles,
    "personas": Personas,
    "rituals": Rituals,
    "survey": Survey,
    "actions": Actions,
    "glossary": Glossary,
    "tone": Tone,
}
"""The model of each file, by the file's name without ``.yml``."""


class Definitions(Model):
    """Everything the two teams agreed, as it stands or as it stood when a quarter opened."""

    company: Company = Field(description="Who we are.")
    goals: Goals = Field(description="What both teams work for.")
    stages: tuple[Stage, ...] = Field(description="The path of a lead, in order.")
    slas: tuple[Sla, ...] = Field(description="The promises, in both directions.")
    roles: tuple[Role, ...] = Field(description="The jobs of both teams.")
    personas: tuple[Persona, ...] = Field(description="The kinds of buyers.")
    rituals: tuple[Ritual, ...] = Field(description="What the two teams do together.")
    survey: Survey = Field(description="What both teams are asked.")
    actions: tuple[Action, ...] = Field(description="What was decided because of the survey.")
    glossary: tuple[Term, ...] = Field(description="Words and what they mean here.")
    tone: tuple[ToneRule, ...] = Field(description="Words that the handbook avoids.")

    @classmethod
    def of(cls, files: dict[str, Model]) -> "Definitions":
        """Join the files' models; a file that is one list stands here as that list."""
        parts: dict[str, Any] = {name: getattr(model, name, model) for name, model in files.items()}
        return cls.model_construct(**parts)

    @property
    def team_ids(self) -> tuple[str, str]:
        """The ids of the two teams, in the order of company.yml."""
        first, second = self.company.teams
        return first.id, second.id

    def other_team(self, team: str) -> str:
        """The id of the team that is not this one."""
        first, second = self.team_ids
        return second if team == first else first

    def team_name(self, team: str) -> str:
        """The name people read for a team's id."""
        return self.team_names[team]

    @property
    def team_names(self) -> dict[str, str]:
        """The names of both teams by their ids."""
        return {team.id: team.name for team in self.company.teams}

    def roles_with(self, part: Part, stage: str) -> list[str]:
        """The ids of the roles that have this part in a stage."""
        return [role.id for role in self.roles if role.stages.get(stage) == part]
