"""What the figures of an area rest on: the changes between two days, and their events."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.analysis.situation import Difference, Situation, difference, situation
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """The figures of an area, and the changes between two days that they rest on."""

    #: Who holds what on the later day.
    situation: Situation
    #: What differs between the two days.
    difference: Difference
    #: What changed hands: unlike ``difference`` it counts each change, back and forth included.
    transfers: Transfers


def area_evidence(
    archive: Archive, since: dt.date, until: dt.date, area: str | None = None
) -> AreaEvidence:
    """The evidence of an area between two days of the series, ``since`` not after ``until``.

    Raises ``ChoiceError`` if a day lies outside the series, or the data set has no such area.
    """
    return AreaEvidence(
        situation=situation(archive, until, area),
        difference=difference(archive, since, until, area),
        transfers=transfers(archive, since, until, area),
    )


def area_ids(archive: Archive) -> tuple[str, ...]:
    """Areas that can be asked about: agreed ones first, then units, the largest first."""
    found = list(archive.dataset.agreed_areas)
    places = [archive.places[cell] for cell in archive.cells]
    for level in archive.dataset.level_ids:
        units = {place.unit(level) for place in places}
        found += [f"{level}:{code}" for _, code in sorted(units) if code]
    return tuple(found)
