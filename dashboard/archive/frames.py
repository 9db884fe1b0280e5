"""Features and changes as GeoDataFrames in EPSG:4326, one row a feature, its id as the index.

Days are text, ``YYYY-MM-DD``, as in the files: they sort and compare as days do, and every writer
and ``explore`` accepts them; ``pandas.to_datetime`` makes timestamps of a column. ``None`` in
``valid_from`` or ``valid_to`` means open. Lists are text joined with ``;``, mappings are JSON.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas
import pandas as pd

from dashboard.records import Dataset, Event, Feature, column

#: What a row of ``change_frame`` says of the spell that follows the change.
_SPELL = ("certainty", "basis", "precision_m", "sources")


def layer_frame(
    features: Sequence[Feature], of: Sequence[Feature] | None = None
) -> geopandas.GeoDataFrame:
    """Features of one layer: ``valid_from``, ``valid_to``, its properties, the geometry.

    ``features``: the rows, in this order.
    ``of``: the whole layer, if ``features`` are a part of it: its properties are the columns, so
    that frames of two days have the same, and one without a row has them too.
    """
    names = dict.fromkeys(name for f in (of or features) for name in f.properties)
    rows = [_days(f) | {name: cell(f.properties.get(name)) for name in names} for f in features]
    return _frame(rows, ("valid_from", "valid_to", *names), features)


def change_frame(
    spells: Sequence[tuple[Feature, Feature]], events: Sequence[Event], dataset: Dataset
) -> geopandas.GeoDataFrame:
    """Cells that changed hands: who held each before and after, and what is known of the change.

    ``spells``: for each cell the spell of control it was in and the one it is in; a row each.
    ``events``: events in between; a row names those of its place, in this order.
    ``dataset``: its languages and levels are columns, for the names and the units of a place.
    """
    names = (column("name", code) for code in dataset.languages)
    of_place = ("place", *names, *dataset.level_ids)
    at = defaultdict(list)
    for event in events:
        at[event.place].append(event.id)
    rows = [
        _change(was.properties, now, at[now.properties["place"]], of_place) for was, now in spells
    ]
    columns = (
        *of_place,
        "from_party",
        "to_party",
        "area_km2",
        "held_since",
        "events",
        *_SPELL,
    )
    return _frame(rows, columns, [now for _, now in spells])


def _change(
    was: Mapping[str, Any], now: Feature, events: list[str], of_place: Sequence[str]
) -> dict[str, Any]:
    after = now.properties
    known = {name: cell(after.get(name)) for name in (*of_place, "area_km2", *_SPELL)}
    return known | {
        "from_party": was["controller"],
        "to_party": after["controller"],
        "held_since": _days(now)["valid_from"],
        "events": cell(events),
    }


def _frame(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], features: Sequence[Feature]
) -> geopandas.GeoDataFrame:
    index = pd.Index([f.id for f in features], name="id", dtype="str")
    table = pd.DataFrame(rows, columns=list(columns), index=index)
    return geopandas.GeoDataFrame(table, geometry=[f.geometry for f in features], crs=4326)


def _days(feature: Feature) -> dict[str, str | None]:
    start, end = feature.period.valid_from, feature.period.valid_to
    return {
        "valid_from": start.isoformat() if start else None,
        "valid_to": end.isoformat() if end else None,
    }


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV, without its index, that no spreadsheet runs."""
    return str(table.map(harmless).to_csv(index=False))


def harmless(value: object) -> object:
    """Words that a spreadsheet would run as a formula, marked as words; all else as it is."""
    runs = isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@")
    return f"'{value}" if runs else value


def cell(value: Any) -> Any:
    """A value a cell can hold: lists joined, mappings as JSON, numbers and words as they are."""
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
