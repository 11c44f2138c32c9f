"""The models of definitions/*.yml: frozen, strict, every field described for editors."""

from catalog.definitions.agreement import Clock, Metric, Part, Role, Sla, Stage, Target
from catalog.definitions.base import Agreed, Day, Id, Model, QuarterText
from catalog.definitions.company import Company, Driver, Goals, Objective, Team
from catalog.definitions.files import FILES, Definitions
from catalog.definitions.practice import Action, Message, Persona, Ritual, Term, ToneRule
from catalog.definitions.survey import Item, Survey, Theme, Vignette

__all__ = [
    "FILES",
    "Action",
    "Agreed",
    "Clock",
    "Company",
    "Day",
    "Definitions",
    "Driver",
    "Goals",
    "Id",
    "Item",
    "Message",
    "Metric",
    "Model",
    "Objective",
    "Part",
    "Persona",
    "QuarterText",
    "Ritual",
    "Role",
    "Sla",
    "Stage",
    "Survey",
    "Target",
    "Team",
    "Term",
    "Theme",
    "ToneRule",
    "Vignette",
]
