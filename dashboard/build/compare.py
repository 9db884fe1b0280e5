"""Who held what in the built layers, set beside figures and statements of others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dashboard.archive import Archive
from dashboard.errors import BuildError, ChoiceError
from dashboard.quantity import Quantity, Unit
from dashboard.records import Attestation, ComparedFigure, GainFigure


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


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of an attestation: ``held_by`` on the day, or why it could not be checked.

    ``independent`` is false where the control shown rests on a publication that is attested
    from: such a place can hardly disagree.
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


def compare(figure: ComparedFigure, archive: Archive) -> Compared:
    """Our figure for what ``figure`` measures.

    Raises
    ------
    BuildError
        If a day the comparison needs is outside the series, or the area unknown.
    """
    party, within = figure.compare_party, figure.compare_within or None
    try:
        if isinstance(figure, GainFigure):
            change = archive.between(figure.compare_from, figure.compare_to)
            passed = change.gained_km2 if figure.compare == "gain" else change.net_km2
            km2, error = passed(party, within), change.error_km2(within)
            return Compared(figure, Quantity(km2, Unit.KM2, error))
        state = archive.as_of(figure.compare_to)
        km2, error = state.area_by_party(within).get(party, 0.0), state.area_error_km2(within)
        held, whole = Quantity(km2, Unit.KM2, error), state.area_km2(within)
        return Compared(figure, held if figure.compare == "held_area" else held.share_of(whole))
    except ChoiceError as unknown:
        raise BuildError(f"published figure {figure.id}: {unknown}") from unknown


def check(
    attestations: Iterable[Attestation], archive: Archive, day: dt.date
) -> tuple[Checked, ...]:
    """Each attestation beside who holds the place of exactly that name on ``day``.

    Returns
    -------
    tuple of Checked
        One a distinct place and controller, in order of name.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for place in archive.places.values():
        for name in (place.name_en, place.name_ar, *place.alt_names):
            named[name].add(place.id)
    state = archive.as_of(day)
    distinct = {(a.place_name, a.controller): a for a in sorted(attestations, key=repr)}
    attesting = {source for attestation in distinct.values() for source in attestation.sources}
    found = []
    for _, attestation in sorted(distinct.items()):
        places = sorted(named.get(attestation.place_name, ()))
        if len(places) != 1:
            trouble = f"several places: {', '.join(places)}" if places else "no place of that name"
            found.append(Checked(attestation, trouble=trouble))
        elif (spell := state.spell(places[0])) is None:
            found.append(Checked(attestation, places[0], trouble="the place has no cell"))
        else:
            shown = spell.properties
            independent = attesting.isdisjoint(shown["sources"])
            found.append(Checked(attestation, places[0], shown["controller"], independent))
    return tuple(found)


def quiet_day(archive: Archive) -> dt.date:
    """The middle of the longest time without a change of control."""
    after_last = archive.last_day + dt.timedelta(days=1)
    start, stop = max(
        pairwise([*archive.state_days, after_last]), key=lambda pair: pair[1] - pair[0]
    )
    return start + (stop - start) / 2
