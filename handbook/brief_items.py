"""What a brief lists, and how many lines of paper each of it takes."""

from dataclasses import dataclass

from catalog.definitions import Action, Definitions
from handbook.movements import Movement
from handbook.paper import across, in_column
from handbook.readings import Reading
from handbook.scores import Figure

_WHAT = {
    "own": "own view",
    "guess": "guess",
    "kept": "how kept it feels",
    "stage": "share that named the stage",
}


@dataclass(frozen=True)
class Misread:
    """A team's guess of what the other one says, off by so much."""

    reading: Reading
    team: str

    @property
    def points(self) -> Figure:
        """Guess minus what the other team really said."""
        return self.reading.misread(self.team)


@dataclass(frozen=True)
class Moved:
    """A figure that clearly rose or fell, with the words that were scored."""

    wording: str
    movement: Movement

    @property
    def what(self) -> str:
        """Which answers they are, in words."""
        return _WHAT[self.movement.key.kind]


@dataclass(frozen=True)
class Question:
    """What to ask each other about a statement or promise."""

    wording: str
    asks: str


@dataclass(frozen=True)
class Sizes:
    """How many lines things take. The numbers are what the template puts beside the names."""

    definitions: Definitions

    def gap(self, reading: Reading) -> float:
        """A statement with both scores."""
        return in_column(reading.wording, 17 + self._both)

    def misread(self, misread: Misread) -> float:
        """A statement with a guess and a score."""
        return in_column(misread.reading.wording, 29 + self._name(misread.team))

    def moved(self, moved: Moved) -> float:
        """What was scored, by whom, and the change."""
        beside = 43 + len(moved.what) + self._name(moved.movement.key.team)
        return in_column(moved.wording, beside)

    def promise(self, reading: Reading) -> float:
        """A promise with both scores and who gives it."""
        return in_column(reading.wording, 32 + self._both)

    def action(self, action: Action) -> float:
        """An action with its state and its owners."""
        owners = (role for role in self.definitions.roles if role.id in action.owners)
        beside = 52 + self._both + sum(len(role.name) + 2 for role in owners)
        return across(action.name, beside)

    def question(self, question: Question) -> float:
        """A statement with what to ask."""
        return across(question.wording, 3 + len(question.asks))

    def _name(self, team: str) -> int:
        return len(self.definitions.team_names[team])

    @property
    def _both(self) -> int:
        return sum(map(self._name, self.definitions.team_ids))
