"""A figure as one value: number, unit, error, scenarios and evidence.

Analyses return dataclasses of quantities; ``wording.format`` writes them; every surface shows what
that gives. So two surfaces cannot show two figures for one thing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

#: Other readings of the events: without those of low certainty, and with doubtful days at their
#: earliest or latest. See ``analysis.scenarios``.
SCENARIOS = ("without_low", "earliest", "latest")


class Unit(StrEnum):
    """The unit of a quantity."""

    KM2 = "km2"
    KM = "km"
    M = "m"
    PERCENT = "percent"
    DAYS = "days"
    COUNT = "count"


#: Units in which a missing figure is 0: a party that is not listed holds 0 km². A missing distance
#: or time does not exist.
EXTENSIVE = frozenset({Unit.KM2, Unit.PERCENT, Unit.COUNT})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The changes of control a figure counts: those after ``since``, ``until`` included."""

    until: dt.date
    #: ``None`` for the first day of the series.
    since: dt.date | None = None
    #: As ``Archive.within`` takes it; ``None`` for the whole study area.
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure."""

    #: ``None`` where there is no such figure, as the day of a change that never came.
    value: float | None
    unit: Unit
    #: How far ``value`` can be off, in the same unit, from the error of the line of contact: an
    #: upper bound. ``None`` where the line has no part in it.
    error: float | None = None
    #: The figure in each of ``SCENARIOS``; empty where they were not asked.
    scenarios: Mapping[str, float | None] = field(default_factory=dict)
    #: The changes it counts.
    evidence: Evidence | None = None

    @property
    def low(self) -> float | None:
        """The least of the value and all scenarios; ``None`` if none of them has a value."""
        return min(self._known, default=None)

    @property
    def high(self) -> float | None:
        """The greatest of the value and all scenarios; ``None`` if none of them has a value."""
        return max(self._known, default=None)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Scenarios in which the figure does not exist."""
        return tuple(name for name, value in self.scenarios.items() if value is None)

    @property
    def having(self) -> tuple[str, ...]:
        """Scenarios in which the figure exists."""
        return tuple(name for name, value in self.scenarios.items() if value is not None)

    @property
    def _known(self) -> list[float]:
        return [v for v in (self.value, *self.scenarios.values()) if v is not None]

    def with_scenarios(self, answers: Mapping[str, Quantity]) -> Quantity:
        """This figure with its value in each scenario."""
        values = {name: answer.value for name, answer in answers.items()}
        return replace(self, scenarios=MappingProxyType(values))

    def share_of(self, whole: float) -> Quantity:
        """Per cent of a whole that is the same in every scenario; 0 if the whole is 0."""

        def share(value: float | None) -> float | None:
            return None if value is None else 100 * value / whole if whole else 0.0

        scenarios = {name: share(value) for name, value in self.scenarios.items()}
        return replace(
            self,
            value=share(self.value),
            unit=Unit.PERCENT,
            error=share(self.error),
            scenarios=MappingProxyType(scenarios),
        )


def count(number: int, evidence: Evidence | None = None) -> Quantity:
    """How many there are of something."""
    return Quantity(number, Unit.COUNT, evidence=evidence)


def total(unit: Unit, quantities: Iterable[Quantity]) -> Quantity:
    """The sum of figures of one unit, also in each scenario; 0 without any.

    Its error is the sum of theirs, which is the most it can be off. Without evidence.
    """
    known = list(quantities)
    names = dict.fromkeys(name for each in known for name in each.scenarios)
    sums = {name: sum(each.scenarios.get(name) or 0.0 for each in known) for name in names}
    errors = [each.error for each in known if each.error is not None]
    return Quantity(
        sum(each.value or 0.0 for each in known),
        unit,
        sum(errors) if errors else None,
        MappingProxyType(sums),
    )
