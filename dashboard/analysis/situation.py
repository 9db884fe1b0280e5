"""Who holds what on a day, and what differs between two days.

Ask them with ``scenarios.across`` where their ranges are shown. A unit of any level is an area as
``Archive.within`` takes it, so the same two functions answer for the study area and a unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboard.archive import Archive, per_archive
from dashboard.measure import geodesic_length_km
from dashboard.quantity import Evidence, Quantity, Unit, count

_NONE = Quantity(0.0, Unit.KM2)


@dataclass(frozen=True, slots=True)
class Situation:
    """Who holds what of an area on a day."""

    day: dt.date
    #: As ``Archive.within`` takes it; ``None`` for the whole study area.
    area: str | None
    #: km² of all of it, whoever holds it.
    total: Quantity
    #: km² by party, in the data set's order, those who hold nothing left out.
    held: Mapping[str, Quantity]
    #: km² whose holder nobody knows.
    unknown: Quantity
    #: km of the line of contact in the whole study area.
    line: Quantity

    def share(self, party: str) -> Quantity:
        """Per cent of the area a party holds: 0 of one that holds nothing."""
        return self.held.get(party, _NONE).share_of(self.total.value or 0.0)

    @property
    def unknown_share(self) -> Quantity:
        """Per cent of the area whose holder nobody knows."""
        return self.unknown.share_of(self.total.value or 0.0)


@dataclass(frozen=True, slots=True)
class Flow:
    """km² that one party held on the earlier day and another holds on the later."""

    giver: str
    taker: str
    area: Quantity

    @property
    def key(self) -> tuple[str, str]:
        """Unique among the flows of a difference."""
        return self.giver, self.taker


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in an area between two days."""

    since: dt.date
    until: dt.date
    #: As ``Archive.within`` takes it; ``None`` for the whole study area.
    area: str | None
    #: ``gained``, ``lost``, ``net``: km² by party, in the data set's order, parties without any
    #: change left out.
    gained: Mapping[str, Quantity]
    lost: Mapping[str, Quantity]
    net: Mapping[str, Quantity]
    #: By pair of parties, the largest first.
    flows: tuple[Flow, ...]
    #: km² that changed hands.
    changed: Quantity
    #: km² whose holder differs only because boundaries were drawn anew: in no other figure.
    redrawn: Quantity
    #: km² that nobody known held on one of the days, contested land too: in no other figure.
    unheld: Quantity
    #: ``places``, ``events``: how many cells changed hands, and how many events lie between the two
    #: days anywhere.
    places: Quantity
    events: Quantity


@per_archive
def situation(archive: Archive, day: dt.date, area: str | None = None) -> Situation:
    """Who holds what on a day of the series.

    Raises ``ChoiceError`` if the day lies outside the series, or the data set has no such area.
    """
    state, evidence = archive.as_of(day), Evidence(day, area=area)
    errors = state.error_by_party(area)
    held = {
        party: Quantity(km2, Unit.KM2, errors.get(party), evidence=evidence)
        for party, km2 in state.area_by_party(area).items()
    }
    return Situation(
        day=day,
        area=area,
        total=Quantity(state.area_km2(area), Unit.KM2),
        held=MappingProxyType(held),
        unknown=Quantity(state.unknown_km2(area), Unit.KM2, evidence=evidence),
        line=Quantity(_line_km(archive, day), Unit.KM, evidence=Evidence(day)),
    )


@per_archive
def _line_km(archive: Archive, day: dt.date) -> float:
    line = archive.as_of(day).features("line_of_contact")
    return float(geodesic_length_km(f.geometry for f in line).sum())


def difference(
    archive: Archive, since: dt.date, until: dt.date, area: str | None = None
) -> Difference:
    """What changed from the earlier to the later of two days of the series.

    Raises ``ChoiceError`` if a day lies outside the series, or the data set has no such area.
    """
    since, until = sorted((since, until))
    change, evidence = archive.between(since, until), Evidence(until, since, area)

    def km2(value: float, error: float) -> Quantity:
        return Quantity(value, Unit.KM2, error, evidence=evidence)

    flows = change.flows(area)
    parties = [p for p in archive.parties if any(p in pair for pair in flows)]
    errors = {p: change.error_km2(area, [p]) for p in parties}
    return Difference(
        since=since,
        until=until,
        area=area,
        gained=MappingProxyType({p: km2(change.gained_km2(p, area), errors[p]) for p in parties}),
        lost=MappingProxyType({p: km2(change.lost_km2(p, area), errors[p]) for p in parties}),
        net=MappingProxyType({p: km2(change.net_km2(p, area), errors[p]) for p in parties}),
        flows=tuple(
            Flow(*pair, km2(value, change.error_km2(area, pair)))
            for pair, value in sorted(flows.items(), key=lambda item: -item[1])
        ),
        changed=km2(sum(flows.values()), change.error_km2(area)),
        redrawn=Quantity(change.redrawn_km2(area), Unit.KM2),
        unheld=Quantity(change.unheld_km2(area), Unit.KM2),
        places=count(len(change.places(area)), evidence),
        events=count(len(change.events()), Evidence(until, since)),
    )
