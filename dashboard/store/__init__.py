"""Reads seeds and GeoJSON into records and writes them: no other package opens data files.

- ``documents`` turns bytes into text, TOML and JSON, and says which line is malformed.
- ``geojson`` reads and writes features.
- ``validation_errors`` says what a record refuses, so that a person can act on it.
- ``tables`` reads and writes tables (CSV) by their columns; ``columns`` keeps long ones.
- ``raster`` lays a raster of heights on a grid.
- ``seeds`` reads everything people entered; ``additions`` adds to it; ``toml`` writes documents.
- ``layers`` reads what the build derived, and replaces it; ``file_cache`` has what it need not do
  again; ``site`` writes a folder of files, ``packages`` one file of several.
- ``atomic`` replaces files and folders atomically.

Every position in a finding counts from one: ``seeds/places.csv:17:lon`` is line 17,
``seeds/dataset.toml:recipes.2.day`` belongs to the second recipe.
"""

from dashboard.store.additions import Addition, Entries, additions, locked_seeds, write_additions
from dashboard.store.areas import AREAS
from dashboard.store.atomic import set_aside, write_bytes, write_text
from dashboard.store.file_cache import FileCache, program_sha256, read_cache, write_cache
from dashboard.store.geojson import (
    Groups,
    cache_groups,
    geojson_bytes,
    geojson_text,
    group_starts,
    grouped_bytes,
)
from dashboard.store.layers import (
    CATALOG,
    LayerReading,
    cache_as_sound,
    catalog_of,
    catalog_sha256,
    catalog_text,
    file_bytes,
    foreign_layers,
    has_layers,
    irreplaceable,
    layer_bytes,
    layer_file,
    layers_version,
    read_layers,
    scan_layers,
    stale_layers,
    text_of,
    write_layers,
)
from dashboard.store.packages import without_times, zipped
from dashboard.store.raster import heights
from dashboard.store.seeds import (
    COUNTED,
    DATASET,
    LICENCES,
    PACKAGE,
    RELIEF,
    REQUIRED,
    SHAPES,
    Reading,
    field_versions,
    load_seeds,
    manifest,
    scan_seeds,
    seeds_sha256,
)
from dashboard.store.site import MANIFEST, Written, write_site
from dashboard.store.tables import TABLES, Columns
from dashboard.store.toml import toml_text, toml_value
from dashboard.store.validation_errors import validation_problems
