"""Tables with HXL tags: who holds each place, with the codes of its units; areas over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dashboard.analysis.over_time import OverTime, ranges
from dashboard.analysis.scenarios import scenario_days
from dashboard.archive import Archive, Snapshot
from dashboard.briefing.spec import TWO_DATES, BriefSpec, since_of
from dashboard.records import Dataset, Feature, Place, code_column, column
from dashboard.standing import cite_feature, standing_list
from dashboard.wording import Wording

Columns = tuple[tuple[str, str], ...]
_PLACE: Columns = (("as_of", "#date+asof"), ("place", "#loc+code"))
_HELD: Columns = (
    ("lat", "#geo+lat"),
    ("lon", "#geo+lon"),
    ("controller", "#group+controller+code"),
    ("controller_name", "#group+controller+name"),
    ("held_since", "#date+start"),
    ("previous", "#group+previous+code"),
    ("area_km2", "#indicator+area+num"),
    ("certainty", "#meta+certainty"),
    ("basis", "#meta+basis"),
    ("precision_m", "#indicator+precision+num"),
    ("sources", "#meta+source+list"),
    ("standing", "#meta+source+standing"),
)
SERIES: Columns = (
    ("day", "#date"),
    ("zone", "#loc+code"),
    ("party", "#group+controller+code"),
    ("party_name", "#group+controller+name"),
    ("area_km2", "#indicator+area+num"),
    ("error_km2", "#indicator+area+error+num"),
    ("low_km2", "#indicator+area+min+num"),
    ("high_km2", "#indicator+area+max+num"),
)
_CHANGE: Columns = (
    ("compared_with", "#date+compared"),
    ("controller_then", "#group+then+code"),
    ("changed", "#status+changed"),
)


class Table(NamedTuple):
    """Columns with their HXL tags, and rows of as many values: words, numbers and days."""

    columns: Columns
    rows: list[list[object]]


def columns_of(dataset: Dataset) -> Columns:
    """The columns about a place: its names, the units it lies in, who holds it."""
    names = [(column("name", code), f"#loc+name+i_{code}") for code in dataset.languages]
    for number, level in enumerate(dataset.levels, start=1):
        whose = f"+{level.hxl}" if level.hxl else ""
        names.append((level.id, f"#adm{number}+name"))
        names.append((code_column(level.id), f"#adm{number}+code{whose}"))
    return (*_PLACE, *names, *_HELD)


def table(archive: Archive, words: Wording, spec: BriefSpec) -> Table:
    """Areas over time for a chart; else one row a place and date.

    A kind of two dates adds who held the place on the earlier one.
    """
    if spec.kind == "chart":
        columns, rows = SERIES, _series(archive, words)
    else:
        columns = (*columns_of(archive.dataset), *(_CHANGE if spec.kind in TWO_DATES else ()))
        rows = _places(archive, words, spec)
    return Table(columns, [[row[name] for name, _ in columns] for row in rows])


def _series(archive: Archive, words: Wording) -> Iterator[dict[str, object]]:
    """km² of the headline zone by day and party, on every day on which a figure or range changes.

    Low and high are the least and most of all scenarios.
    """
    zone, days = archive.dataset.headline_zone, scenario_days(archive)
    over = OverTime(archive, days)
    held, errors = over.area_km2(zone), over.error_km2(zone)
    spans = ranges(archive, lambda each: each.area_km2(zone))
    none = np.zeros(len(days))
    for n, day in enumerate(days):
        for party, km2 in held.items():
            figures = (km2[n], errors.get(party, none)[n], *(end[n] for end in spans[party]))
            names = ("area_km2", "error_km2", "low_km2", "high_km2")
            yield {
                "day": day,
                "zone": zone,
                "party": party,
                "party_name": words.of(archive.parties[party], "name"),
                **{name: round(float(v), 3) for name, v in zip(names, figures, strict=True)},
            }


def _places(archive: Archive, words: Wording, spec: BriefSpec) -> Iterator[dict[str, object]]:
    before = archive.as_of(since_of(spec, archive)) if spec.kind in TWO_DATES else None
    for day in spec.dates or (spec.day,):
        state = archive.as_of(day)
        for cell in archive.cells:
            spell = state.spell(cell)
            if spell is None:
                continue
            row = _row(archive, words, archive.places[cell], spell) | {"as_of": day}
            if before:
                row |= _compared(before, cell, spell.properties["controller"])
            yield row


def _compared(before: Snapshot, cell: str, now: str | None) -> dict[str, object]:
    """Who held a place before; where either holder is not known, so is whether it changed."""
    spell = before.spell(cell)
    then = spell.properties["controller"] if spell else None
    changed = "unknown" if not (then and now) else "no" if then == now else "yes"
    return {"compared_with": before.day, "controller_then": then or "", "changed": changed}


def _row(archive: Archive, words: Wording, place: Place, spell: Feature) -> dict[str, object]:
    p = spell.properties
    holder = archive.parties.get(p["controller"])
    dataset = archive.dataset
    own = place.name.flat("name", dataset.languages) | place.flat_units(dataset.level_ids)
    return own | {
        "place": place.id,
        "lat": place.lat,
        "lon": place.lon,
        "controller": p["controller"] or "",
        "controller_name": words.holder(holder),
        "held_since": spell.period.valid_from or "",
        "previous": p.get("previous") or "",
        "area_km2": round(p["area_km2"], 3),
        "certainty": p.get("certainty", ""),
        "basis": p.get("basis", ""),
        "precision_m": p.get("precision_m", ""),
        "sources": ";".join(p.get("sources") or ()),
        "standing": standing_list(cite_feature(archive.sources, p)),
    }
