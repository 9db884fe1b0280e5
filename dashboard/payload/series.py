"""Figures over the whole series as the browser looks them up: one value a state, or a day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping

import numpy as np

from dashboard.analysis import distance
from dashboard.analysis.over_time import OverTime, ranges
from dashboard.archive import Archive
from dashboard.payload import types
from dashboard.payload.layers import day_range
from dashboard.quantity import Quantity
from dashboard.wording import Wording, format


def number_of(archive: Archive, day: dt.date) -> int:
    """A day as the browser counts it: 0 is the first day of the series."""
    return (day - archive.first_day).days


def change_km2(archive: Archive) -> list[float]:
    """km² that changed hands on each change day, unknown counted as a controller."""
    return [round(float(archive.cell_area_km2[cells].sum()), 2) for cells in _changed(archive)]


def change_places(archive: Archive) -> list[int]:
    """How many places did."""
    return [int(cells.sum()) for cells in _changed(archive)]


def _changed(archive: Archive) -> list[np.ndarray]:
    """Whether each cell changed hands, by change day."""
    states = [archive.as_of(day).controller for day in archive.state_days]
    return [before != after for before, after in itertools.pairwise(states)]


def charts(archive: Archive, wording: Wording, series: OverTime) -> list[types.Chart]:
    """Areas over time that can be charted: the zone, the study area, then every district."""
    zone = archive.dataset.headline_zone
    titles = {zone: wording.of(next(r for r in archive.dataset.recipes if r.id == zone), "title")}
    titles[""] = wording["study_area"]
    named = {
        f"district:{p.district_pcode}": wording.area(archive.dataset, p.district)
        for p in archive.places.values()
        if p.district_pcode
    }
    cells = {archive.places[cell].district_pcode for cell in archive.cells}
    districts = {k: v for k, v in named.items() if k.removeprefix("district:") in cells}
    titles |= dict(sorted(districts.items(), key=lambda pair: pair[1]))
    return [
        {"id": within, "title": title, **over_time(archive, series, within or None)}
        for within, title in titles.items()
    ]


def over_time(archive: Archive, series: OverTime, within: str | None) -> types.OverTime:
    """Held and net since the reference day, each with how far it can be off; one a state."""
    held, net = series.area_km2(within), series.net_km2(archive.reference_day, within)
    errors = series.area_error_km2(within), series.net_error_km2(archive.reference_day, within)
    return {
        "areas": {party: _rounded(km2) for party, km2 in held.items()},
        "error": _rounded(errors[0]),
        "net": {party: _rounded(km2) for party, km2 in net.items()},
        "net_error": _rounded(errors[1]),
    }


def scenario_ranges(
    archive: Archive, question: Callable[[OverTime], Mapping[str, np.ndarray]]
) -> dict[str, list[list[float]]]:
    """Least and most of a headline figure by party, over the scenarios."""
    found = ranges(archive, question)
    return {party: [_rounded(least), _rounded(most)] for party, (least, most) in found.items()}


def distances(archive: Archive, wording: Wording) -> dict[str, types.Distance]:
    """By recipe, how far the line of contact stands from the agreed line; one value a state."""
    found: dict[str, types.Distance] = {}
    for recipe in archive.dataset.recipes:
        if recipe.kind != "line_distance":
            continue
        found_on = distance.over_time(archive, recipe)
        start, end = day_range(archive, recipe.period)
        found[recipe.id] = {
            "layer": recipe.layer, "agreement": recipe.agreement, "sources": list(recipe.sources),
            "caveat": wording.of(recipe, "caveat"), "from": start, "to": end,
            "days": [number_of(archive, each.day) for each in found_on],
            "mean": [_text(wording, each.mean) for each in found_on],
            "most": [_text(wording, each.maximum) for each in found_on],
            "moves": [
                any(format.span(wording, km) for km in (each.mean, each.maximum))
                for each in found_on
            ],
        }  # fmt: skip
    return found


def _text(wording: Wording, km: Quantity) -> str | None:
    """A distance as it is written; nothing where none is known."""
    return None if km.value is None else format.compact(wording, km)


def _rounded(values: np.ndarray) -> list[float]:
    """To a hundred square metres: rounded again to whole km² it is what Python itself shows."""
    return [float(value) for value in np.round(values, 4)]
