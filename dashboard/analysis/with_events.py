"""An archive with other events: the same cells, other histories, and the line that follows.

Control is made at once. The line of contact is derived when it is first asked for, by the rules of
the build and from the edges of the same cells: most figures need none, and it takes as long again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from dashboard.archive import Archive, per_archive
from dashboard.derive.cells import Edge, common_edges
from dashboard.derive.contact import line_of_contact, stretches
from dashboard.derive.force import in_force
from dashboard.derive.histories import Histories, histories
from dashboard.records import Event, Feature, Period

_CONTROL, _CONTACT = "control_areas", "line_of_contact"


def with_events(archive: Archive, events: tuple[Event, ...]) -> Archive:
    """The archive as other events would have it, and no statements about areas.

    Layers an agreement draws, and land taken, stay those of ``archive``.
    """
    seeds = replace(archive.seeds, events=events, area_statements=())
    made, known = histories(seeds), {s.properties["place"]: s for s in archive.spells}
    spells = tuple(
        Feature(
            f"control.{place}.{spell.day}", _CONTROL, cell.geometry, spell.period,
            {
                **cell.properties, "controller": spell.controller, "previous": spell.previous,
                "event": spell.event, "events": list(spell.events), "sources": list(spell.sources),
                "certainty": spell.certainty, "basis": spell.basis, "operation": spell.operation,
            },
        )
        for place, cell in known.items()
        for spell in made.get(place, ())
    )  # fmt: skip
    unknown = (_unknown(cell, archive) for place, cell in known.items() if not made.get(place))
    layers = {**archive.layers, _CONTROL: (*spells, *unknown)}
    return Archive(seeds, _Layers(layers, archive, made), archive.catalog)


class _Layers(Mapping[str, tuple[Feature, ...]]):
    """Layers whose line of contact is derived when it is first asked for.

    Parameters
    ----------
    layers
        All layers; the line of contact among them gives only its name.
    original
        The archive whose cells they are.
    made
        Who held each place when.
    """

    def __init__(
        self, layers: Mapping[str, tuple[Feature, ...]], original: Archive, made: Histories
    ):
        self._layers, self._original, self._made = layers, original, made

    def __getitem__(self, name: str) -> tuple[Feature, ...]:
        return self._contact if name == _CONTACT else self._layers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)

    @cached_property
    def _contact(self) -> tuple[Feature, ...]:
        held = {place: self._made.get(place, ()) for place in self._original.cells}
        found = stretches(_edges(self._original), held)
        return tuple(line_of_contact(found, in_force(self._original.seeds)))


@per_archive
def _edges(archive: Archive) -> tuple[Edge, ...]:
    """What any two cells of an archive have in common, whether a line ran there or not."""
    polygons = {spell.properties["place"]: spell.geometry for spell in archive.spells}
    places = [archive.places[place] for place in polygons]
    return common_edges(polygons, places, archive.dataset.measuring_crs)


def _unknown(cell: Feature, archive: Archive) -> Feature:
    """A cell of which nothing is left to say: it stays where it is, its holder not known."""
    nothing: dict[str, Any] = {
        "controller": None, "previous": None, "event": None, "events": [], "sources": [],
        "operation": None,
    }  # fmt: skip
    return Feature(
        f"control.{cell.properties['place']}.unknown", _CONTROL, cell.geometry,
        Period(archive.first_day, None), {**cell.properties, **nothing},
    )  # fmt: skip
