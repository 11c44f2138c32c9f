"""How often promises were kept, as somebody counted it, beside what was agreed then."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from catalog.definitions.agreement import Target
from catalog.quarters import Quarter
from catalog.results import Results, percent

_FEW = 20
"""Of fewer cases no share is shown: one more or less would move it by five points or more."""
_PERCENT = re.compile(r"(%|percent\b|per cent\b)", re.IGNORECASE)


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
    def share(self) -> int | None:
        """Whole percent of the cases in which it was kept; None of few cases.

        It is never rounded up to what it does not reach, be that the target or 100.
        """
        if self.cases < _FEW:
            return None
        rounded = percent(self.kept, self.cases)
        overstates = any(self._exact < bar <= rounded for bar in (self._target, 100))
        return int(self._exact) if overstates else rounded

    @property
    def reached(self) -> bool | None:
        """Whether the share is what was agreed; None of few cases, or if no share was agreed."""
        is_share = _PERCENT.match(self.agreed.unit) and self._target <= 100
        return self._exact >= self._target if is_share and self.cases >= _FEW else None

    @property
    def _exact(self) -> Fraction:
        return Fraction(100 * self.kept, self.cases)

    @property
    def _target(self) -> Fraction:
        return Fraction(str(self.agreed.at_least))


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
