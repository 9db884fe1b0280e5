"""Records and figures of the payload; days are numbers, 0 the first day of the series.

Figures are looked up by the browser: one value a state, or a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.analysis import distance
from dashboard.analysis.areas import headline_title, unit_name
from dashboard.analysis.over_time import OverTime, ranges
from dashboard.analysis.scenarios import scenario_days, scenarios
from dashboard.archive import Archive
from dashboard.payload import incidents, records, timeline, types
from dashboard.payload.layers import day_range, number_of, shapes
from dashboard.payload.timeline import force_spans
from dashboard.payload.types import AgreementEntry, Facts, Item, Layer, SourceEntry, flat
from dashboard.quantity import Quantity
from dashboard.records import Agreement
from dashboard.standing import Citation, cite
from dashboard.wording import Wording, format


def facts(archive: Archive, words: Wording, layers: Sequence[Layer]) -> Facts:
    """Records and figures by day number.

    Only sources that a record or a feature of ``layers`` names are included.
    """
    zone = archive.dataset.headline_zone
    made = OverTime(archive)
    changed = _changed(archive)
    found: Facts = {
        "title": words.of(archive.dataset, "title"),
        "attribution": archive.seeds.attribution,
        "first": archive.first_day.isoformat(),
        "last": archive.last_day.isoformat(),
        "opening_bbox": [round(float(x), 4) for x in archive.opening_bounds],
        "parties": [
            {
                "id": p.id,
                "name": words.of(p, "name"),
                "short": words.of(p, "short"),
                "colour": p.colour,
                "contested": p.kind == "contested",
            }
            for p in archive.dataset.parties
        ],
        "scenarios": _scenarios(archive),
        "range_days": [number_of(archive, day) for day in scenario_days(archive)],
        "state_days": [number_of(archive, day) for day in archive.state_days],
        "change_days": [number_of(archive, day) for day in archive.change_days],
        "change_km2": np.round(changed[0], 2).tolist(),
        "change_places": changed[1].astype(int).tolist(),
        "zone": {
            "id": zone or "",
            "title": headline_title(archive, words),
            "km2": round(archive.as_of(archive.first_day).area_km2(zone), 4),
            "range": _scenario_ranges(archive, lambda each: each.area_km2(zone)),
        },
        "reference": {
            "day": number_of(archive, archive.reference_day),
            "short": words.reference(archive.reference),
        },
        "net": {
            "redrawn": _rounded(made.redrawn_km2(archive.reference_day)),
            "unheld": _rounded(made.unheld_km2(archive.reference_day)),
            "range": _scenario_ranges(archive, lambda each: each.net_km2(archive.reference_day)),
        },
        "distances": _distances(archive, words),
        "charts": _charts(archive, words, made),
        "agreements": [_agreement(archive, words, a) for a in archive.agreements.values()],
        "truces": timeline.truces(archive, words),
        "offensives": timeline.offensives(archive, words),
        "notes": [timeline.note_entry(archive, words, n) for n in archive.dataset.day_notes],
        "groups": {g.id: words.of(g, "name") for g in archive.dataset.groups},
        "incidents": incidents.entries(archive, words),
        "posts": records.posts(archive, words),
        "operations": records.operations(archive, words),
        "places": records.places(archive, words),
        "findable": records.others(archive, words),
        "areas": _areas(archive),
        "levels": list(archive.dataset.level_ids),
        "sources": {},
    }
    cited = cite(archive.sources, _cited(layers, found))
    found["sources"] = {each.source.id: _source(each) for each in cited}
    return found


def _source(cited: Citation) -> SourceEntry:
    return {
        "label": cited.label,
        "url": cited.url,
        "archived": cited.archive_url,
        "reliability": cited.reliability,
    }


def _cited(layers: Sequence[Layer], made: Facts) -> dict[str, None]:
    """The ids of all sources that records in the browser name, in alphabetical order."""
    rows: list[Any] = [row for layer in layers for row in layer["properties"]]
    rows += [row for layer in layers if "cells" in layer for row in layer["cells"]["spells"]]
    rows += [*made["posts"].values(), *made["operations"].values(), *made["findable"]]
    rows += made["distances"].values()
    return dict.fromkeys(sorted({source for row in rows for source in row.get("sources", ())}))


def _areas(archive: Archive) -> dict[str, list[int]]:
    """The shapes of cells that each area made of them consists of."""
    of_cell = np.array([shapes(archive).of_place[place] for place in archive.cells])
    inside = ((area, archive.within(area)) for area in archive.areas_of_cells)
    return {area: np.unique(of_cell[mask]).tolist() for area, mask in inside}


def _scenarios(archive: Archive) -> list[list[int]]:
    """For each scenario, the holders of the cells whose history differs in it."""
    number = np.argsort(shapes(archive).order)
    known = _histories(archive, number)
    return [_differing(known, _histories(made, number)) for made in scenarios(archive).values()]


def _histories(archive: Archive, number: np.ndarray) -> np.ndarray:
    """A row for each spell: the ``number`` of its cell, its days, its party, and whether its
    boundary was only redrawn."""
    control, zero = archive.control, archive.first_day.toordinal()
    beyond = archive.last_day.toordinal() + 1 - zero
    first, end = np.maximum(control.start - zero, 0), np.minimum(control.end - zero, beyond)
    cell = number[control.cell]
    return np.stack([cell, first, end, control.code, control.redrawn], axis=1)


def _differing(known: np.ndarray, made: np.ndarray) -> list[int]:
    """Items of the cells that have other spells in ``made``."""
    rows, count = np.unique(np.vstack([known, made]), axis=0, return_counts=True)
    cells = np.unique(rows[count == 1, 0])
    other = made[np.isin(made[:, 0], cells)].tolist()
    return flat(Item(*spell) for spell in other)


def _agreement(archive: Archive, words: Wording, agreement: Agreement) -> AgreementEntry:
    return {
        "id": agreement.id,
        "short": words.agreement(agreement),
        "official": words.text(agreement.official_name),
        "role": agreement.role,
        "dated": words.date_span(agreement.signed_on),
        "day": number_of(archive, agreement.flag_day),
        "force": force_spans(archive, agreement),
        "draws": sorted(agreement.draws),
    }


def _changed(archive: Archive) -> tuple[np.ndarray, np.ndarray]:
    """km² and number of cells that changed hands on each day of change. Unknown counts as a holder;
    redrawn boundaries do not count."""
    control, days = archive.control, [day.toordinal() for day in archive.change_days]
    taken = (control.code != control.previous) & ~control.redrawn & np.isin(control.start, days)
    day, cell = np.searchsorted(days, control.start[taken]), control.cell[taken]
    km2 = np.bincount(day, control.km2[cell], len(days))
    return km2, np.bincount(day, minlength=len(days))


def _charts(archive: Archive, words: Wording, series: OverTime) -> list[types.Chart]:
    """The areas that have a chart: the zone, the study area, then every unit."""
    titles = {archive.dataset.headline_zone or "": headline_title(archive, words)}
    titles[""] = words["study_area"]
    level = f"{archive.dataset.breakdown_level}:"
    units = {
        area: unit_name(archive, words, area) for area in archive.areas if area.startswith(level)
    }
    titles |= dict(sorted(units.items(), key=lambda pair: pair[1]))
    return [
        {"id": within, "title": title, **_over_time(archive, series, within or None)}
        for within, title in titles.items()
    ]


def _over_time(archive: Archive, series: OverTime, within: str | None) -> types.OverTime:
    """Area held, and net change since the reference day, with errors: one value a state."""
    held, net = series.held_km2(within), series.net_km2(archive.reference_day, within)
    errors = series.error_km2(within)
    net_errors = series.net_error_km2(archive.reference_day, within)
    return {
        "areas": {party: _rounded(km2) for party, km2 in held.items() if party},
        "unknown": _rounded(held[None]) if None in held else [],
        "error": {party: _rounded(errors[party]) for party in errors},
        "net": {party: _rounded(km2) for party, km2 in net.items()},
        "net_error": {party: _rounded(net_errors[party]) for party in net if party in net_errors},
    }


def _scenario_ranges(
    archive: Archive, question: Callable[[OverTime], Mapping[str, np.ndarray]]
) -> dict[str, list[list[float]]]:
    """The least and the greatest value of a headline figure over the scenarios, by party."""
    found = ranges(archive, question)
    return {party: [_rounded(least), _rounded(most)] for party, (least, most) in found.items()}


def _distances(archive: Archive, words: Wording) -> dict[str, types.Distance]:
    """For each recipe, how far the line of contact stands from the agreed line."""
    found: dict[str, types.Distance] = {}
    for recipe in distance.distance_recipes(archive):
        found_on = distance.over_time(archive, recipe)
        start, end = day_range(archive, recipe.period)
        found[recipe.id] = {
            "layer": recipe.layer,
            "agreement": recipe.agreement,
            "sources": list(recipe.sources),
            "caveat": words.of(recipe, "caveat"),
            "from": start,
            "to": end,
            "days": [number_of(archive, each.day) for each in found_on],
            "mean": [_text(words, each.mean) for each in found_on],
            "most": [_text(words, each.maximum) for each in found_on],
            "moves": [
                any(format.span(words, km) for km in (each.mean, each.maximum)) for each in found_on
            ],
        }
    return found


def _text(words: Wording, km: Quantity) -> str | None:
    """A distance in words; ``None`` where it is not known."""
    return None if km.value is None else format.compact(words, km)


def _rounded(values: np.ndarray) -> list[float]:
    """To a hundred square metres: rounded again to whole km² it is what Python itself shows."""
    return [float(value) for value in np.round(values, 4)]
