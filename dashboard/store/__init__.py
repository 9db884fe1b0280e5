"""Seeds and GeoJSON to records and back: the only package that opens data files.

- ``documents`` turns bytes into text, rows, tables and JSON, and says which line is malformed.
- ``refusals`` puts what a record refuses into words a person can act on.
- ``seeds`` reads everything people entered; ``geojson`` reads and writes features;
  ``layers`` reads the layers the build derived and replaces them in one step.

Every position in a finding counts from one: ``seeds/places.csv:17:lon`` is line 17,
``seeds/dataset.toml:recipes.2.day`` belongs to the second recipe.
"""

from dashboard.store.geojson import geojson_text
from dashboard.store.layers import (
    CATALOG,
    LayerReading,
    catalog_text,
    file_texts,
    layer_file,
    read_layers,
    scan_layers,
    write_layers,
    write_text,
)
from dashboard.store.seeds import Reading, Unread, load_seeds, read_seeds, scan_seeds

__all__ = [
    "CATALOG",
    "LayerReading",
    "Reading",
    "Unread",
    "catalog_text",
    "file_texts",
    "geojson_text",
    "layer_file",
    "load_seeds",
    "read_layers",
    "read_seeds",
    "scan_layers",
    "scan_seeds",
    "write_layers",
    "write_text",
]
