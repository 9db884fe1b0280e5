"""Control, land taken and the line of contact of one day, dissolved: one area for each holder, one
line for each pair of parties."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shapely

from dashboard.analysis.situation import difference, situation
from dashboard.archive import Archive
from dashboard.derive.contact import BASES, CERTAINTIES
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature, Period


def dissolved(archive: Archive, day: dt.date, layer: str) -> tuple[Feature, ...]:
    """Features of a layer on a day of the series, one for each holder or pair of parties.

    They are valid until control changes anywhere. Areas and their errors are the figures of every
    other surface; where places differ in certainty or basis the weakest is given. Other layers stay
    as they are.
    """
    style = archive.layer_styles[layer]
    if layer == "control_areas":
        return tuple(_areas(archive, day))
    if layer == "line_of_contact":
        return tuple(_lines(archive, day))
    if style == "taken":
        return tuple(_taken(archive, day, layer))
    return archive.as_of(day).features(layer)


def _areas(archive: Archive, day: dt.date) -> Iterator[Feature]:
    found, period = situation(archive, day), _period(archive, day)
    held = archive.as_of(day).features("control_areas")
    for (party,), cells in _grouped(held, "controller").items():
        properties = {
            "controller": party,
            "places_count": len(cells),
            **_area(found.held.get(party, found.unknown)),
            **_common(cells),
        }
        geometry = shapely.coverage_union_all([cell.geometry for cell in cells])
        ident = f"control.{party or 'unknown'}.{period.valid_from}"
        yield Feature(ident, "control_areas", geometry, period, properties)


def _taken(archive: Archive, day: dt.date, layer: str) -> Iterator[Feature]:
    period = _period(archive, day)
    held = archive.as_of(day).features(layer)
    since = {r.id: r.day for r in archive.dataset.recipes if r.kind == "taken_since"}
    groups = _grouped(held, "recipe", "taken_by", "taken_from")
    passed = {
        (recipe, *flow.key): flow.area
        for recipe in {recipe for recipe, _, _ in groups}
        for flow in difference(archive, since[recipe], day).flows
    }
    for (recipe, taker, giver), cells in groups.items():
        drawn = Quantity(sum(cell.properties["area_km2"] for cell in cells), Unit.KM2)
        properties = {
            "taken_by": taker,
            "taken_from": giver,
            "kind": cells[0].properties["kind"],
            "places_count": len(cells),
            **_area(
                passed.get((recipe, giver, taker), drawn)
            ),  # a boundary drawn anew is in no flow
            **_common(cells),
        }
        geometry = shapely.coverage_union_all([cell.geometry for cell in cells])
        ident = f"{recipe}.{taker}.{giver}.{period.valid_from}"
        yield Feature(ident, layer, geometry, period, properties)


def _lines(archive: Archive, day: dt.date) -> Iterator[Feature]:
    period = _period(archive, day)
    stretches = archive.as_of(day).features("line_of_contact")
    for (pair,), edges in _grouped(stretches, "controllers").items():
        properties = {
            "controllers": list(pair),
            "length_km": round(sum(edge.properties["length_km"] for edge in edges), 3),
            **_common(edges),
        }
        geometry = shapely.line_merge(shapely.union_all([edge.geometry for edge in edges]))
        ident = f"contact.{'~'.join(pair)}.{period.valid_from}"
        yield Feature(ident, "line_of_contact", geometry, period, properties)


def _area(km2: Quantity) -> dict[str, float | None]:
    """An area with its error, from the error of the line of contact."""
    error = None if km2.error is None else round(km2.error, 3)
    return {"area_km2": round(km2.value or 0.0, 3), "area_error_km2": error}


def _grouped(features: Iterable[Feature], *names: str) -> Mapping[Any, list[Feature]]:
    """Features by the values of some properties, a list as a tuple."""
    found = defaultdict(list)
    for feature in features:
        values = (feature.properties[name] for name in names)
        key = tuple(tuple(each) if isinstance(each, list | tuple) else each for each in values)
        found[key].append(feature)
    return found


def _common(members: list[Feature]) -> dict[str, Any]:
    """What is true of all members: the weakest certainty and basis, the largest error."""
    each = [member.properties for member in members]

    def weakest(name: str, order: tuple[str, ...]) -> str | None:
        return max((p[name] for p in each if p.get(name)), key=order.index, default=None)

    return {
        "certainty": weakest("certainty", CERTAINTIES),
        "basis": weakest("basis", BASES),
        "precision_m": max(p["precision_m"] for p in each),
        "sources": sorted({source for p in each for source in p.get("sources") or ()}),
        "method": "dissolved from the cells",
    }


def _period(archive: Archive, day: dt.date) -> Period:
    """From the last change of the map up to the next one."""
    start = max(each for each in archive.state_days if each <= day)
    end = min((each for each in archive.state_days if each > day), default=None)
    return Period(start, end or archive.dataset.series.end)
