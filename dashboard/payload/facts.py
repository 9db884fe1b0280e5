"""Records by day number, 0 the first day of the series, with the figures of ``series``."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np

from dashboard.analysis.over_time import OverTime
from dashboard.analysis.scenarios import scenario_days, scenarios
from dashboard.archive import Archive
from dashboard.payload import series
from dashboard.payload.layers import day_range
from dashboard.payload.series import number_of
from dashboard.payload.types import AgreementEntry, Bar, Facts, Item, flat
from dashboard.records import LEVELS, Agreement, Operation, Period, Place
from dashboard.wording import Wording


def facts(archive: Archive, wording: Wording) -> Facts:
    """Records and figures by day number (0 = first day of the series)."""
    zone = archive.dataset.headline_zone
    reference = archive.agreements[archive.dataset.reference_agreement]
    made = OverTime(archive)
    return {
        "title": wording.of(archive.dataset, "title"),
        "attribution": archive.dataset.attribution,
        "first": archive.first_day.isoformat(),
        "last": archive.last_day.isoformat(),
        "opening_bbox": _zone_bbox(archive),
        "parties": [
            {
                "id": p.id,
                "name": wording.of(p, "name"),
                "short": wording.of(p, "short"),
                "colour": p.colour,
            }
            for p in archive.dataset.parties
        ],
        "operators": {o.id: wording.of(o, "name") for o in archive.dataset.operators},
        "scenarios": _scenarios(archive),
        "range_days": [number_of(archive, day) for day in scenario_days(archive)],
        "state_days": [number_of(archive, day) for day in archive.state_days],
        "change_km2": series.change_km2(archive),
        "change_places": series.change_places(archive),
        "zone": {
            "id": zone,
            "title": wording.of(next(r for r in archive.dataset.recipes if r.id == zone), "title"),
            "km2": round(archive.as_of(archive.first_day).area_km2(zone), 4),
            **series.over_time(archive, made, zone),
            "range": series.scenario_ranges(archive, lambda each: each.area_km2(zone)),
        },
        "reference": {
            "day": number_of(archive, archive.reference_day),
            "short": wording.agreement(reference),
        },
        "net": {
            **series.over_time(archive, made, None),
            "range": series.scenario_ranges(
                archive, lambda each: each.net_km2(archive.reference_day)
            ),
        },
        "distances": series.distances(archive, wording),
        "charts": series.charts(archive, wording, made),
        "agreements": [_agreement(archive, a, wording) for a in archive.agreements.values()],
        "truces": _truces(archive, wording),
        "offensives": _packed(
            [
                _offensive(archive, o, wording)
                for o in archive.operations.values()
                if o.kind == "offensive"
            ]
        ),
        "posts": {p.id: wording.text(p.label) for p in archive.seeds.posts},
        "operations": {o.id: wording.text(o.name) for o in archive.operations.values()},
        "places": {
            p.id: {
                "en": p.name_en,
                "ar": p.name_ar,
                "district": wording.area(archive.dataset, p.district),
                "area": _area_words(archive, wording, p),
            }
            for p in archive.places.values()
        },
        "areas": _areas(archive),
        "events": {
            e.id: {"operation": e.operation, "note": e.note, "from": e.from_party}
            for e in archive.events.values()
        },
        "sources": {s.id: {"label": s.label, "url": s.url} for s in archive.sources.values()},
    }


def _zone_bbox(archive: Archive) -> list[float]:
    """West, south, east, north of the headline zone: the map opens on it."""
    return [round(float(x), 4) for x in archive.headline_zone.geometry.bounds]


def _offensive(archive: Archive, operation: Operation, wording: Wording) -> Bar:
    """Its span on the ribbon; one with no stated end is drawn to its last entered change.

    ``starts`` and ``ends`` are the days stated, also where the series does not have them.
    """
    end = operation.end_on
    if end is None:
        days = [e.day for e in archive.events.values() if e.operation == operation.id]
        end = max(days, default=operation.start_on)
    start, beyond = day_range(archive, Period(operation.start_on, end + dt.timedelta(days=1)))
    return {
        "from": start, "to": beyond, "name": wording.text(operation.name),
        "starts": number_of(archive, operation.start_on),
        "ends": number_of(archive, operation.end_on) if operation.end_on else None,
        "lane": 0,
    }  # fmt: skip


def _packed(spans: list[Bar]) -> list[Bar]:
    """Spans with the lane each is drawn in: the lowest in which it overlaps none before it."""
    ends: list[int] = []
    for span in sorted(spans, key=lambda s: (s["from"], s["to"])):
        free = [lane for lane, end in enumerate(ends) if end <= span["from"]]
        span["lane"] = free[0] if free else len(ends)
        ends[span["lane"] : span["lane"] + 1] = [span["to"]]
    return spans


def _area_words(archive: Archive, wording: Wording, place: Place) -> str:
    units = (place.unit(level)[0] for level in reversed(LEVELS))
    names = (wording.area(archive.dataset, name) for name in units if name)
    return wording["list_comma"].join(dict.fromkeys(names))


def _areas(archive: Archive) -> dict[str, list[int]]:
    """Which cells an area that can be asked about is made of, by their number in the archive.

    The control layer sends its outlines in the same order.
    """
    return {
        area: [int(cell) for cell in np.flatnonzero(archive.within(area))] for area in archive.areas
    }


def _scenarios(archive: Archive) -> list[list[int]]:
    """Who controls the cells whose history differs in a scenario, one list a scenario."""
    row = {cell: i for i, cell in enumerate(archive.cells)}
    party: dict[str | None, int] = {p: i for i, p in enumerate(archive.party_ids)}
    known, found = _histories(archive), []
    for made in scenarios(archive).values():
        differing = (s for s in _histories(made).items() if s[1] != known[s[0]])
        found.append(flat(
            Item(row[place], *day_range(archive, period), party.get(holder, -1), 0)
            for place, spells in differing for period, holder in spells
        ))  # fmt: skip
    return found


def _histories(archive: Archive) -> dict[str, list[tuple[Period, str | None]]]:
    held: dict[str, list[tuple[Period, str | None]]] = {}
    for spell in archive.spells:
        spells = held.setdefault(spell.properties["place"], [])
        spells.append((spell.period, spell.properties["controller"]))
    return held


def _agreement(archive: Archive, agreement: Agreement, wording: Wording) -> AgreementEntry:
    draws = {recipe for p in agreement.provisions if p.drawing for recipe in p.drawing.recipes}
    return {
        "id": agreement.id,
        "short": wording.agreement(agreement),
        "official": wording.text(agreement.official_name),
        "role": agreement.role,
        "dated": wording.date_span(agreement.signed_on),
        "day": number_of(archive, agreement.flag_day),
        "force": force_spans(archive, agreement),
        "draws": sorted(draws),
    }


def _truces(archive: Archive, wording: Wording) -> list[Bar]:
    """Agreements in force as bars, packed into lanes, those signed before the series left out."""
    beyond = number_of(archive, archive.last_day) + 1
    spans: list[Bar] = []
    for a in (a for a in archive.agreements.values() if a.flag_day >= archive.first_day):
        until = a.in_force and a.in_force.until_day
        stated = number_of(archive, until) - 1 if until else None
        spans += [
            {
                "from": start, "to": end, "name": wording.agreement(a), "force": force,
                "agreement": a.id, "starts": start,
                "ends": end - 1 if end < beyond else stated, "lane": 0,
            }
            for start, end, force in force_spans(archive, a)
        ]  # fmt: skip
    return _packed(spans)


def force_spans(archive: Archive, agreement: Agreement) -> list[tuple[int, int, str]]:
    """Half-open spans of day numbers in which the text is in force, with ``yes`` or ``disputed``.

    Found by asking the record on every day on which its answer can change.
    """
    if agreement.in_force is None:
        return []
    beyond = number_of(archive, archive.last_day) + 1
    days = [agreement.in_force.from_day, agreement.in_force.until_day]
    days += [declaration.effective_day for declaration in agreement.declarations]
    turns = sorted({0, beyond, *(min(max(number_of(archive, d), 0), beyond) for d in days if d)})
    spans: list[tuple[int, int, str]] = []
    for start, end in itertools.pairwise(turns):
        force = agreement.force_on(archive.first_day + dt.timedelta(days=start))
        if force in ("yes", "disputed"):
            spans.append((start, end, force))
    return spans
