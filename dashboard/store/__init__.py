"""Seeds and GeoJSON to records and back: the only package that opens data files.

- ``documents`` turns bytes into text, rows, tables and JSON, and says which line is malformed.
- ``validation_errors`` says what a record refuses, so that a person can act on it;
  ``source_location`` sets on each record where it was read (``origin``).
- ``features`` reads GeoJSON and ``geojson`` writes it.
- ``layout`` says which file holds what, ``reading`` is one pass over such files, ``seeds`` the one
  that reads everything people entered.
- ``layers`` reads what the build derived, and ``atomic_write`` replaces it in one step.

Every position in a finding counts from one: ``seeds/places.csv:17:lon`` is line 17,
``seeds/dataset.toml:recipes.2.day`` belongs to the second recipe.
"""

from dashboard.store.atomic_write import CATALOG, catalog_text, layer_file, write_layers, write_text
from dashboard.store.geojson import geojson_text
from dashboard.store.layers import (
    LayerReading,
    file_texts,
    holds_layers,
    layers_version,
    read_layers,
    scan_layers,
    stale_layers,
    text_of,
)
from dashboard.store.reading import Reading, Unread
from dashboard.store.seeds import load_seeds, read_seeds, scan_seeds, seeds_sha256

__all__ = [
    "CATALOG",
    "LayerReading",
    "Reading",
    "Unread",
    "catalog_text",
    "file_texts",
    "geojson_text",
    "holds_layers",
    "layer_file",
    "layers_version",
    "load_seeds",
    "read_layers",
    "read_seeds",
    "scan_layers",
    "scan_seeds",
    "seeds_sha256",
    "stale_layers",
    "text_of",
    "write_layers",
    "write_text",
]
