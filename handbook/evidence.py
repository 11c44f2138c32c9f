"""How often promises were kept, as somebody counted it, beside what was agreed then."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from catalog.definitions.agreement import Target
from catalog.quarters import Quarter
from catalog.results import Results

_FEW = 20
"""Of fewer cases no share is shown: one more or less would move it by five points or more."""


@dataclass(frozen=True)
class Measurement:
    """How often one promise was kept in one quarter."""

    quarter: Quarter
    cases: int
    kept: int
    agreed: Target
    """What counted as kept then."""
    source: str

    @property
    def share(self) -> Decimal | None:
        """Percent of the cases in which it was kept, as finely as its target; None of few cases.

        It is rounded down, so that it never claims what was not reached.
        """
        if self.cases < _FEW:
            return None
        target = Decimal(str(self.agreed.at_least)) if self.agreed.is_percentage else Decimal(0)
        finely = target if target % 1 else Decimal(1)
        return (Decimal(100) * self.kept / self.cases).quantize(finely, ROUND_DOWN)

    @property
    def reached(self) -> bool | None:
        """Whether the share is what was agreed; None of few cases, or if no share was agreed."""
        if self.share is None or not self.agreed.is_percentage:
            return None
        return self.share >= Decimal(str(self.agreed.at_least))


def measured(results: Results) -> Mapping[str, tuple[Measurement, ...]]:
    """By promise, each quarter in which somebody counted it, oldest first."""
    found: dict[str, tuple[Measurement, ...]] = {}
    for closed in results.quarters:
        if closed.evidence is None:
            continue
        agreed = {sla.id: sla.target for sla in closed.definitions.slas}
        for id, counted in closed.evidence.promises.items():
            one = Measurement(
                closed.quarter, counted.cases, counted.kept, agreed[id], closed.evidence.source
            )
            found[id] = (*found.get(id, ()), one)
    return found
