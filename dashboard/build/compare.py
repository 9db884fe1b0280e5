"""Who held what in the built layers, set beside figures and statements of others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.errors import BuildError
from dashboard.records import LEVELS, Attestation, Feature, PublishedFigure, Seeds


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure and ours for the same thing, in the same unit (km² or percent)."""

    figure: PublishedFigure
    ours: float

    @property
    def ratio(self) -> float | None:
        """Ours divided by theirs; ``None`` where theirs is zero."""
        theirs = self.figure.compare_value
        return self.ours / theirs if theirs else None


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


class Control:
    """Who held which cell on a day, read from the layer ``control_areas``.

    Parameters
    ----------
    layers
        Features by layer name, as ``build`` gives them.
    """

    def __init__(self, layers: Mapping[str, Sequence[Feature]]):
        self.layers = layers
        self.spells = layers["control_areas"]

    def on(self, day: dt.date) -> dict[str, Feature]:
        """Place → its spell on ``day``."""
        return {s.properties["place"]: s for s in self.spells if s.period.holds(day)}

    def within(self, area: str) -> Callable[[Feature], bool]:
        """Whether a spell's cell lies in an area: a pocket's id, a coded unit, or everything.

        Raises
        ------
        BuildError
            If there is no such area.
        """
        level, colon, code = area.partition(":")
        if not area:
            return lambda spell: True
        if colon and level in LEVELS:
            return lambda spell: spell.properties[f"{level}_pcode"] == code
        for features in self.layers.values():
            for feature in features:
                if feature.id == area and feature.properties.get("kind") == "pocket":
                    places = frozenset(feature.properties["places"])
                    return lambda spell: spell.properties["place"] in places
        raise BuildError(f"published figures: no area {area!r}; wanted a pocket or a coded unit")

    def quiet_day(self) -> dt.date:
        """The middle of the longest time without a change of control."""
        ends = {d for s in self.spells for d in (s.period.valid_from, s.period.valid_to) if d}
        start, stop = max(pairwise(sorted(ends)), key=lambda pair: pair[1] - pair[0])
        return start + (stop - start) / 2


def compare(figure: PublishedFigure, control: Control) -> Compared:
    """Our figure for what ``figure`` measures.

    Raises
    ------
    BuildError
        If a day the comparison needs is missing or outside the series, or the area unknown.
    """
    inside = control.within(figure.compare_within)
    after = _state(figure, figure.compare_to, control, inside)
    party = figure.compare_party
    held = sum(km2(s) for s in after.values() if s.properties["controller"] == party)
    if figure.compare == "held_area":
        return Compared(figure, held)
    if figure.compare == "held_share":
        return Compared(figure, 100 * held / sum(map(km2, after.values())))
    before = _state(figure, figure.compare_from, control, inside)
    won, lost = 0.0, 0.0
    for place, spell in after.items():
        was, now = before[place].properties["controller"], spell.properties["controller"]
        if None not in (was, now):
            won += km2(spell) * (was != party and now == party)
            lost += km2(spell) * (was == party and now != party)
    return Compared(figure, won if figure.compare == "gain" else won - lost)


def check(
    attestations: Iterable[Attestation], seeds: Seeds, control: Control, day: dt.date
) -> tuple[Checked, ...]:
    """Each attestation beside who holds the place of exactly that name on ``day``.

    Returns
    -------
    tuple of Checked
        One a distinct place and controller, in order of name.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for place in seeds.places:
        for name in (place.name_en, place.name_ar, *place.alt_names):
            named[name].add(place.id)
    state = control.on(day)
    distinct = {(a.place_name, a.controller): a for a in sorted(attestations, key=repr)}
    attesting = {source for attestation in distinct.values() for source in attestation.sources}
    found = []
    for _, attestation in sorted(distinct.items()):
        places = sorted(named.get(attestation.place_name, ()))
        if len(places) != 1:
            trouble = f"several places: {', '.join(places)}" if places else "no place of that name"
            found.append(Checked(attestation, trouble=trouble))
        elif places[0] not in state:
            found.append(Checked(attestation, places[0], trouble="the place has no cell"))
        else:
            shown = state[places[0]].properties
            independent = attesting.isdisjoint(shown["sources"])
            found.append(Checked(attestation, places[0], shown["controller"], independent))
    return tuple(found)


def _state(
    figure: PublishedFigure,
    day: dt.date | None,
    control: Control,
    inside: Callable[[Feature], bool],
) -> dict[str, Feature]:
    state = control.on(day) if day else {}
    if not state:
        raise BuildError(
            f"published figure {figure.id}: compare day {day} has no control; "
            "wanted a day of the series"
        )
    return {place: spell for place, spell in state.items() if inside(spell)}


def km2(spell: Feature) -> float:
    """Geodesic area of the cell of a spell, in km²."""
    return float(spell.properties["area_km2"])
