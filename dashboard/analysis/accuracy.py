"""Our figures beside published ones, and what the control on the map rests on.

Published figures, attestations and truth checks are only compared: no build reads them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dashboard import standing
from dashboard.archive import UNKNOWN, Archive
from dashboard.archive.columns import Codes
from dashboard.derive import contact
from dashboard.derive.published import maps_that_count
from dashboard.quantity import Quantity, Unit
from dashboard.records import (
    Attestation,
    Certainty,
    ComparedFigure,
    Feature,
    GainFigure,
    TruthCheck,
)
from dashboard.standing import Credibility

CERTAINTIES = (*contact.CERTAINTIES, "unknown")
"""Of the control shown, from the firmest."""
BASES = (*contact.BASES, "unknown")
"""What the control shown rests on."""
_NEAR = 0.25
"""How far a ratio may be from one to lie within a quarter."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure and ours for the same thing, in the same unit (km² or percent)."""

    figure: ComparedFigure
    ours: Quantity

    @property
    def ratio(self) -> float | None:
        """Ours divided by theirs; ``None`` where theirs is zero."""
        theirs = self.figure.compare_value
        return self.ours.value / theirs if theirs and self.ours.value is not None else None

    @property
    def is_near(self) -> bool | None:
        """Whether ours is within a quarter of theirs; ``None`` where they have no ratio."""
        return None if self.ratio is None else abs(self.ratio - 1) <= _NEAR

    @property
    def within_error(self) -> bool:
        """Whether theirs lies within the stated error of ours."""
        ours, error = self.ours.value, self.ours.error or 0.0
        return ours is not None and abs(ours - self.figure.compare_value) <= error


@dataclass(frozen=True, slots=True)
class AttestationResult:
    """Whether the map agrees with an attestation on a day, or the ``trouble`` in checking it.

    ``held_by`` is who held the ``place`` by the map. ``independent``: whether none of the sources
    of the control shown is one of the attestations'; otherwise the two can hardly disagree.
    """

    attestation: Attestation
    place: str | None = None
    held_by: str | None = None
    independent: bool = False
    trouble: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the map puts the place on the attested side."""
        return self.held_by == self.attestation.controller


@dataclass(frozen=True, slots=True)
class TruthCheckResult:
    """A truth check, and the spells of control of its place on the days it is about."""

    check: TruthCheck
    spells: tuple[Feature, ...]

    @property
    def held_by(self) -> tuple[str | None, ...]:
        """Who holds the place on the map, in order of time."""
        return tuple(spell.properties["controller"] for spell in self.spells)

    @property
    def agrees(self) -> bool:
        """Whether the party held it on all of the days."""
        return set(self.held_by) == {self.check.party}

    @property
    def certainty(self) -> str:
        """The lowest certainty of the spells: one of ``CERTAINTIES``."""
        levels = [str(spell.properties["certainty"] or "unknown") for spell in self.spells]
        return max(levels, key=CERTAINTIES.index, default="unknown")


@dataclass(frozen=True, slots=True)
class Firmness:
    """Per cent of the study area on a day by certainty and by basis of the control shown."""

    day: dt.date
    by_certainty: Mapping[str, Quantity]
    by_basis: Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class Support:
    """How many changes of control of a certainty rest on how many independent sources."""

    certainty: str
    changes: int
    by_credibility: Mapping[Credibility, int]
    one_of_record: int
    """Of those with a single independent source, how many rest on one of record."""


def compare(figure: ComparedFigure, archive: Archive) -> Compared:
    """Our figure for what ``figure`` measures.

    Raises ``ChoiceError`` if a day the comparison needs is outside the series, or the area unknown.
    """
    party, within = figure.compare_party, figure.compare_within or None
    if isinstance(figure, GainFigure):
        change = archive.between(figure.compare_from, figure.compare_to)
        passed = change.gained_km2 if figure.compare == "gain" else change.net_km2
        km2, error = passed(party, within), change.error_km2(within, [party])
        return Compared(figure, Quantity(km2, Unit.KM2, error))
    state = archive.as_of(figure.compare_to)
    km2 = state.area_by_party(within).get(party, 0.0)
    held = Quantity(km2, Unit.KM2, state.error_by_party(within).get(party))
    whole = state.area_km2(within)
    return Compared(figure, held if figure.compare == "held_area" else held.share_of(whole))


def check_attestations(
    attestations: Iterable[Attestation], archive: Archive, day: dt.date
) -> tuple[AttestationResult, ...]:
    """Compare attestations with the holders on ``day`` of the places of exactly these names.

    One result for each distinct place and controller, in order of name.
    """
    distinct = {(a.place_name, a.controller): a for a in sorted(attestations, key=repr)}
    named: dict[str, set[str]] = defaultdict(set)
    for place in archive.places.values() if distinct else ():
        for name in (*place.name.values(), *place.alt_names):
            named[name].add(place.id)
    state = archive.as_of(day)
    attesting = {source for attestation in distinct.values() for source in attestation.sources}
    found = []
    for _, attestation in sorted(distinct.items()):
        places = sorted(named.get(attestation.place_name, ()))
        if len(places) != 1:
            trouble = f"several places: {', '.join(places)}" if places else "no place of that name"
            found.append(AttestationResult(attestation, trouble=trouble))
        elif (spell := state.spell(places[0])) is None:
            found.append(AttestationResult(attestation, places[0], trouble="the place has no cell"))
        else:
            shown = spell.properties
            independent = attesting.isdisjoint(shown["sources"])
            found.append(
                AttestationResult(attestation, places[0], shown["controller"], independent)
            )
    return tuple(found)


def quiet_day(archive: Archive) -> dt.date:
    """The middle of the longest time without a change of control."""
    end = archive.dataset.series.end
    start, stop = max(
        pairwise([archive.first_day, *archive.change_days, end]),
        key=lambda pair: pair[1] - pair[0],
    )
    return start + (stop - start) / 2


def check_truth(row: TruthCheck, archive: Archive) -> TruthCheckResult:
    """Compare a truth check with the map."""
    first, last = row.day.earliest, row.day.latest
    days = [first, *(day for day in archive.state_days if first < day <= last)]
    spells = [archive.as_of(day).spell(row.place) for day in days]
    return TruthCheckResult(row, tuple({spell.id: spell for spell in spells if spell}.values()))


def firmness(archive: Archive, day: dt.date) -> Firmness:
    """The shares of the study area by certainty and by basis on a day."""
    state, control = archive.as_of(day), archive.control
    km2, whole = control.km2[control.cell[state.rows]], state.area_km2()

    def shares(codes: Codes, values: Sequence[str]) -> dict[str, Quantity]:
        # the code UNKNOWN has the last of the values
        held = [
            float(km2[codes[state.rows] == code].sum())
            for code in (*range(len(values) - 1), UNKNOWN)
        ]
        return {
            value: Quantity(area, Unit.KM2).share_of(whole)
            for value, area in zip(values, held, strict=True)
        }

    return Firmness(day, shares(control.certainty, CERTAINTIES), shares(control.basis, BASES))


def support(archive: Archive) -> Iterator[Support]:
    """What changes of control rest on, the most certain first."""
    known, changes = archive.sources, _changes(archive)
    for certainty in CERTAINTIES[:-1]:
        credibilities, alone = Counter[Credibility](), 0
        citing = {idents: count for (level, idents), count in changes.items() if level == certainty}
        for idents, count in citing.items():
            cited = [known[ident] for ident in idents if ident in known]
            credibilities[standing.credibility(cited)] += count
            if len(standing.independent(cited)) == 1 and any(map(standing.of_record, cited)):
                alone += count
        yield Support(certainty, sum(citing.values()), credibilities, alone)


def _changes(archive: Archive) -> Counter[tuple[Certainty, tuple[str, ...]]]:
    """How many changes of control, entered or shown by published areas, have each certainty and set
    of sources."""
    found = Counter((event.certainty, event.sources) for event in archive.entered.events)
    known, control = {place.id for place in archive.entered.places}, archive.control
    new = np.array([cell not in known for cell in archive.cells], dtype=bool)
    days = Counter(control.start[new[control.cell]].tolist())
    for row in maps_that_count(archive.entered)[1:]:
        found[row.certainty, row.sources] += days[row.day.toordinal()]
    return found
