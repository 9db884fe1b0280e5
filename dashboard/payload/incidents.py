"""Incidents in the payload: one mark for all incidents of a kind at one position."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import shapely

from dashboard.archive import Archive
from dashboard.payload.types import IncidentEntry
from dashboard.records import Feature, Period
from dashboard.wording import Wording


def entries(archive: Archive, words: Wording) -> dict[str, IncidentEntry]:
    """What the map says of each incident, by its id."""
    kinds = {kind.id: words.of(kind, "name") for kind in archive.dataset.incident_kinds}
    shown = archive.dataset.incident_days
    made: dict[str, IncidentEntry] = {}
    for row in archive.seeds.incidents:
        days = (row.day, row.last_day or row.day)
        first, last = ((day - archive.first_day).days for day in days)
        labels = (archive.sources[source].label for source in row.sources)
        made[row.id] = {
            "kind": kinds[row.kind],
            "dated": words.locale.span(*days, "brief"),
            "by": row.reported_by or words["list_semicolon"].join(labels),
            "first": first,
            "beyond": last + shown,
        }
    return made


def marks(features: Iterable[Feature]) -> list[Feature]:
    """One feature for each position, kind and unbroken run of days with incidents.

    So the map shows one mark a day at a position, of each kind. ``incidents`` are the ids of those
    in the run, the latest first.
    """
    together: dict[tuple[bytes, str], list[Feature]] = {}
    for feature in features:
        key = shapely.to_wkb(feature.geometry), feature.properties["kind"]
        together.setdefault(key, []).append(feature)
    return [mark for there in together.values() for mark in _runs(there)]


def _runs(features: list[Feature]) -> list[Feature]:
    """Features of one position with their periods joined where they meet."""
    made: list[Feature] = []
    end = dt.date.min
    for feature in sorted(features, key=lambda each: (each.properties["day"], each.id)):
        start, until = feature.period.valid_from, feature.period.valid_to
        assert start is not None
        assert until is not None
        within = [feature.properties["incident"]]
        if made and start <= end:
            before = made.pop()
            start, within = before.period.valid_from, [*within, *before.properties["incidents"]]
        end = max(until, end)
        properties = {"incidents": within, "kind": feature.properties["kind"]}
        period = Period(start, end)
        made.append(Feature(feature.id, feature.layer, feature.geometry, period, properties))
    return made
