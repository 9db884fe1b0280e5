"""The invented data set as an archive, and specs of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from dashboard import build, store
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec
from dashboard.records import Seeds

_STYLES = {
    "zone": "agreed_area",
    "lines": "agreed_line",
    "posts": "post",
    "roads": "road",
    "rivers": "river",
    "places": "place",
}
_KINDS = {"countries": "country", "coast": "coast", "lakes": "lake"}
DAY, EARLIER = dt.date(2001, 6, 15), dt.date(2001, 2, 10)
PRODUCED = dt.date(2002, 3, 4)


def mapped(seeds: Seeds) -> Seeds:
    """The seeds with the map's own names for layer styles and kinds of land."""
    layers = tuple(
        layer.model_copy(update={"style": _STYLES.get(layer.style, layer.style)})
        for layer in seeds.dataset.layers
    )
    basemap = {
        name: tuple(replace(f, properties={"kind": _KINDS[name], **f.properties}) for f in features)
        for name, features in seeds.basemap.items()
    }
    dataset = seeds.dataset.model_copy(update={"layers": layers})
    return replace(seeds, dataset=dataset, basemap=basemap)


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
