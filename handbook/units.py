"""What figures are measured in: scores on a scale of five answers, or shares in percent."""

from dataclasses import dataclass

from handbook.estimates import PERCENT, POINTS, Range, Scale
from handbook.scores import Figure


@dataclass(frozen=True)
class Unit:
    """From where to where figures can go, and how they are told."""

    scale: Scale
    ticks: tuple[int, ...]
    """The values that an axis names, lowest first."""
    sign: str
    """What stands behind a number."""
    difference: str
    """What stands behind a difference in a sentence."""
    scored: str
    """What a team did whose figure is told, in a word or two."""
    figures: str
    """What the figures are called."""
    lead: str
    """How a sentence about them begins, where the figures alone do not say what they count."""

    def told(self, figure: Figure | Range) -> str:
        """In words: ``3.6``, ``72%``, ``4.5 or more``, ``3.5 to 4.1``, or why there is none."""
        return figure.percent if self.sign else figure.text

    def size(self, difference: Figure) -> str:
        """A difference without its direction: ``0.8``, ``20 points``."""
        return self.told(abs(difference)).removesuffix(self.sign) + self.difference

    def below_top(self, value: float) -> float:
        """How far a value lies below the highest one, 0 to 1."""
        return (self.scale.highest - value) / (self.scale.highest - self.scale.lowest)


SCORES = Unit(POINTS, (1, 2, 3, 4, 5), "", "", "scored", "scores", "")
SHARES = Unit(
    PERCENT,
    (0, 25, 50, 75, 100),
    "%",
    " points",
    "was at",
    "shares",
    "How many named the stage in the handbook: ",
)
