"""The kinds of files that can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard.readers import agreements, areas, features, incidents, marks, places, units, vector
from dashboard.readers.mapping import Mapping
from dashboard.readers.task import Task
from dashboard.store import Entries

_TABLE, _TEXT_TABLE = (".csv", ".parquet", ".pq"), (".csv",)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of other people's files: what it is, its mapping, how it is read, and the endings of
    its files.

    ``read`` raises ``ReaderError`` where a file cannot be read at all.
    """

    about: str
    mapping: type[Mapping]
    read: Callable[[Task[Any]], Entries]
    endings: tuple[str, ...]


KINDS = {
    "places": Kind(
        "a long table of places and dates (CSV, Parquet): who held which place when",
        places.PlacesMapping,
        places.read,
        _TABLE,
    ),
    "areas": Kind(
        "areas of control, dated or with periods (GeoJSON, GeoPackage, Shapefile, KML)",
        areas.AreasMapping,
        areas.read,
        vector.ENDINGS,
    ),
    "units": Kind(
        "a long table of administrative units and dates (CSV, Parquet), with the units' areas",
        units.UnitsMapping,
        units.read,
        _TABLE,
    ),
    "marks": Kind(
        "revisions of a Wikipedia map module (Lua): marks whose pictures stand for parties",
        marks.MarksMapping,
        marks.read,
        (".lua",),
    ),
    "features": Kind(
        "lines or areas with periods (GeoJSON, GeoPackage, Shapefile, KML): agreed lines, roads, "
        "land",
        features.FeaturesMapping,
        features.read,
        vector.ENDINGS,
    ),
    "agreements": Kind(
        "a table of agreements or ceasefires (PA-X, ETH/PRIO) in CSV: a file each, to be completed",
        agreements.AgreementsMapping,
        agreements.read,
        _TEXT_TABLE,
    ),
    "incidents": Kind(
        "a table of incidents (ACLED, UCDP GED) in CSV: dated points, by kind",
        incidents.IncidentsMapping,
        incidents.read,
        _TEXT_TABLE,
    ),
}
