"""The invented conflict of ``tests/data/good``, and what is made of seeds like its."""

from __future__ import annotations

from pathlib import Path

from dashboard import build, store
from dashboard.archive import Archive
from dashboard.records import Seeds

SEEDS = Path(__file__).parent / "data" / "good" / "seeds"


def write_layers(seeds: Seeds, geo: Path) -> None:
    """Build the layers of seeds into a folder."""
    layers = build.build(seeds)
    texts = {name: store.geojson_text(features) for name, features in layers.items()}
    store.write_layers(geo, texts, build.catalog(seeds, texts, layers))


def archive_of(seeds: Seeds, geo: Path) -> Archive:
    """An archive whose layers were built, written to a folder and read again."""
    write_layers(seeds, geo)
    catalog, layers = store.read_layers(geo)
    return Archive(seeds, layers, catalog)
