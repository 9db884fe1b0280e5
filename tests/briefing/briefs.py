"""The invented data set as an archive, and specs of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard import build, store
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec
from dashboard.records import Seeds

DAY, EARLIER = dt.date(2001, 6, 15), dt.date(2001, 2, 10)
PRODUCED = dt.date(2002, 3, 4)


def archive_of(seeds: Seeds, folder: Path) -> Archive:
    """An archive whose layers were built, written and read again."""
    layers = build.build(seeds)
    texts = {name: store.geojson_text(features) for name, features in layers.items()}
    store.write_layers(folder, texts, build.catalog(seeds, texts, layers))
    catalog, read = store.read_layers(folder)
    return Archive(seeds, read, catalog)


def spec_of(**fields: object) -> BriefSpec:
    """A spec with the tests' own dates unless others are asked for."""
    return BriefSpec(**{"kind": "situation", "day": DAY, "produced_on": PRODUCED, **fields})
