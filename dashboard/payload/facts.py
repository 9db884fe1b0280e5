"""Records and figures of the payload; days are numbers, 0 the first day of the series.

Figures are looked up by the browser: one value a state, or a day.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.analysis import distance
from dashboard.analysis.areas import headline_title, unit_name
from dashboard.analysis.over_time import OverTime, ranges
from dashboard.analysis.scenarios import scenario_days, scenarios
from dashboard.archive import Archive
from dashboard.archive.day_notes import note_on
from dashboard.payload import incidents, records, types
from dashboard.payload.cells import shapes
from dashboard.payload.layers import day_range
from dashboard.payload.types import (
    AgreementEntry,
    Bar,
    Facts,
    Item,
    Layer,
    Note,
    SourceEntry,
    flat,
)
from dashboard.quantity import Quantity
from dashboard.records import Agreement, DayNote, Operation, Period
from dashboard.standing import Citation, cite
from dashboard.wording import Wording, format


def facts(archive: Archive, words: Wording, layers: Sequence[Layer]) -> Facts:
    """Records and figures by day number.

    Of the sources there are those that a record or a feature of ``layers`` names.
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
            "unknown": _rounded(made.unknown_km2(zone)),
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
        "truces": _truces(archive, words),
        "offensives": _packed(
            [
                _offensive(archive, words, o)
                for o in archive.operations.values()
                if o.kind == "offensive"
            ]
        ),
        "notes": [_note(archive, words, note) for note in archive.dataset.day_notes],
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


def _offensive(archive: Archive, words: Wording, operation: Operation) -> Bar:
    """The bar of an operation on the slider; one with no stated end ends with its last entered
    change.

    ``starts`` and ``ends`` are the days stated, also where the series does not have them.
    """
    end = operation.end_on
    if end is None:
        days = [e.day for e in archive.events.values() if e.operation == operation.id]
        end = max(days, default=operation.start_on)
    start, beyond = day_range(archive, Period(operation.start_on, end + dt.timedelta(days=1)))
    return {
        "from": start,
        "to": beyond,
        "name": words.text(operation.name),
        "starts": number_of(archive, operation.start_on),
        "ends": number_of(archive, operation.end_on) if operation.end_on else None,
        "lane": 0,
    }


def _packed(spans: list[Bar]) -> list[Bar]:
    """Bars with their lanes: each lies in the lowest lane where it overlaps no bar before it."""
    ends: list[int] = []
    for span in sorted(spans, key=lambda s: (s["from"], s["to"])):
        free = [lane for lane, end in enumerate(ends) if end <= span["from"]]
        span["lane"] = free[0] if free else len(ends)
        ends[span["lane"] : span["lane"] + 1] = [span["to"]]
    return spans


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


def _truces(archive: Archive, words: Wording) -> list[Bar]:
    """Agreements in force as bars with lanes, without those signed before the series."""
    beyond = number_of(archive, archive.last_day) + 1
    spans: list[Bar] = []
    for a in (a for a in archive.agreements.values() if a.flag_day >= archive.first_day):
        stated = number_of(archive, a.end_day) - 1 if a.end_day else None
        spans += [
            {
                "from": start,
                "to": end,
                "name": words.agreement(a),
                "force": force,
                "agreement": a.id,
                "starts": start,
                "ends": end - 1 if end < beyond else stated,
                "lane": 0,
            }
            for start, end, force in force_spans(archive, a)
        ]
    return _packed(spans)


def _note(archive: Archive, words: Wording, note: DayNote) -> Note:
    """A note: its text on its first day, and on each later day that may change a figure in it."""
    periods = [feature.period for feature in archive.layers.get(note.layer, ())]
    turns = {day for period in periods for day in (period.valid_from, period.valid_to) if day}
    turns |= set(archive.state_days)
    inside = sorted(day for day in turns if note.first_day < day <= note.last_day)
    days = [note.first_day, *(inside if note.figure else ())]
    return {
        "layer": note.layer,
        "from": number_of(archive, note.first_day),
        "to": number_of(archive, note.last_day) + 1,
        "days": [number_of(archive, day) for day in days],
        "texts": [note_on(archive, words, note, day) for day in days],
    }


def force_spans(archive: Archive, agreement: Agreement) -> list[tuple[int, int, str]]:
    """Half-open spans of days in which the agreement is in force, each with ``yes`` or
    ``disputed``.

    Found by asking the record on every day on which its answer can change.
    """
    if agreement.in_force is None:
        return []
    beyond = number_of(archive, archive.last_day) + 1
    days = [*agreement.starts, agreement.end_day]
    turns = sorted({0, beyond, *(min(max(number_of(archive, d), 0), beyond) for d in days if d)})
    spans: list[tuple[int, int, str]] = []
    for start, end in itertools.pairwise(turns):
        force = agreement.force_on(archive.first_day + dt.timedelta(days=start))
        if force in ("yes", "disputed"):
            spans.append((start, end, force))
    return spans


def number_of(archive: Archive, day: dt.date) -> int:
    """A day as the browser counts it: 0 is the first day of the series."""
    return (day - archive.first_day).days


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
    held, net = series.area_km2(within), series.net_km2(archive.reference_day, within)
    errors = series.error_km2(within)
    net_errors = series.net_error_km2(archive.reference_day, within)
    return {
        "areas": {party: _rounded(km2) for party, km2 in held.items()},
        "error": {party: _rounded(errors[party]) for party in held if party in errors},
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
    for recipe in archive.dataset.recipes:
        if recipe.kind != "line_distance":
            continue
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
