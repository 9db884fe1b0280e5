"""Which file under ``seeds/`` holds what: the only place where their names stand."""

from __future__ import annotations

from dashboard import records
from dashboard.records import Record

DATASET = "dataset.toml"
CLAIMS = "claims.toml"
LICENCES = "licences.toml"
AGREEMENTS = "agreements"
#: Table -> its record, and the field of ``Seeds`` its rows go to.
TABLES: dict[str, tuple[type[Record], str]] = {
    "sources.csv": (records.Source, "sources"),
    "places.csv": (records.Place, "places"),
    "unresolved_places.csv": (records.UnresolvedPlace, "unresolved_places"),
    "control/baseline.csv": (records.Baseline, "baseline"),
    "control/events.csv": (records.Event, "events"),
    "control/unplaced_events.csv": (records.UnplacedEvent, "unplaced_events"),
    "control/operations.csv": (records.Operation, "operations"),
    "control/chain_fixes.csv": (records.ChainFix, "chain_fixes"),
    "posts.csv": (records.Post, "posts"),
    "published_figures.csv": (records.PublishedFigure, "published_figures"),
    "attestations.csv": (records.Attestation, "attestations"),
    "translations.csv": (records.Translation, "translations"),
}
#: Record of a table -> the column that says of which kind a row is, and the record of each kind.
ROW_KINDS: dict[type[Record], tuple[str, dict[str, type[Record]]]] = {
    records.PublishedFigure: (
        "compare",
        {
            "held_area": records.HeldFigure,
            "held_share": records.HeldFigure,
            "gain": records.GainFigure,
            "net_gain": records.GainFigure,
        },
    ),
}
#: GeoJSON file -> the field of ``Seeds`` and the layer its features go to.
SHAPES: dict[str, tuple[str, str]] = {
    "lines/roads.geojson": ("lines", "roads"),
    "lines/rivers.geojson": ("lines", "rivers"),
    "basemap/countries.geojson": ("basemap", "countries"),
    "basemap/coast.geojson": ("basemap", "coast"),
    "basemap/lakes.geojson": ("basemap", "lakes"),
}
