"""Data directories of any size for the benchmarks: a square grid of places, two invented parties."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

from dashboard import build, store

FIRST = dt.date(2001, 1, 1)
STEPS = 120
STYLES = {
    "control_areas": "control", "line_of_contact": "contact", "zone": "agreed_area", "territory_taken": "taken",
    "observation_posts": "post", "roads": "road", "rivers": "river", "places": "place", "basemap": "basemap",
}  # fmt: skip


def write_grid(folder: Path, side: int, changes: int) -> None:
    """Seeds and layers of ``side`` × ``side`` places; ``changes`` of them change hands a day."""
    seeds = folder / "seeds"
    for sub in ("agreements", "control", "lines", "basemap"):
        (seeds / sub).mkdir(parents=True, exist_ok=True)
    step = 0.012
    width = side * step
    names = [f"p{i}" for i in range(side * side)]
    _rows(seeds / "places.csv", "id,name_en,lon,lat,rank,precision_m,certainty,district,district_pcode", (
        (n, f"Place {i}", f"{10 + (i % side) * step:.5f}", f"{(i // side) * step:.5f}", 4, 300, "high", "D", "D1")
        for i, n in enumerate(names)))  # fmt: skip
    half = side * side // 2
    holder = {n: "AAA" if i < half else "BBB" for i, n in enumerate(names)}
    _rows(seeds / "control" / "baseline.csv", "place,controller,certainty,basis,method,sources",
          ((n, holder[n], "high", "reported", "invented", "s") for n in names))  # fmt: skip
    _rows(
        seeds / "control" / "events.csv",
        "id,day,seq,place,from_party,to_party,certainty,basis,sources",
        _events(names, holder, changes),
    )
    headers = {
        "unplaced_events": "id,day,place_name,from_party,to_party,certainty", "operations": "id,name,kind,start_on",
        "chain_fixes": "place,action",
    }  # fmt: skip
    for name, header in headers.items():
        _rows(seeds / "control" / f"{name}.csv", header, ())
    _rows(seeds / "sources.csv", "id,url", [("s", "https://example.org/")])
    for name, header in {"posts": "id,label,operator,official,locality,established", "unresolved_places": "name,reason",
                         "published_figures": "id,value,unit,as_of,measures", "attestations": "place_name,controller,basis"}.items():  # fmt: skip
        _rows(seeds / f"{name}.csv", header, ())
    (seeds / "claims.toml").write_text("", "utf-8")
    for name in ("lines/roads", "lines/rivers", "basemap/coast", "basemap/lakes"):
        (seeds / f"{name}.geojson").write_text(
            '{"type": "FeatureCollection", "features": []}\n', "utf-8"
        )
    box = [
        [9.9, -0.1],
        [10.1 + width, -0.1],
        [10.1 + width, 0.1 + width],
        [9.9, 0.1 + width],
        [9.9, -0.1],
    ]
    (seeds / "basemap" / "countries.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "land", "properties": {"kind": "country", "name_en": "Land", '
        f'"sources": ["s"], "licence": "none", "precision_m": 1}}, "geometry": {{"type": "Polygon", "coordinates": [{box}]}}}}]}}\n', "utf-8")  # fmt: skip
    (seeds / "agreements" / "truce.toml").write_text(
        'id = "truce"\nrole = "core"\nofficial_name = "Truce"\nshort_name = "Truce"\ntype = "truce"\nform = "written"\n'
        'signed_on = "2001-01-20"\nsources = ["s"]\n', "utf-8")  # fmt: skip
    (seeds / "dataset.toml").write_text(_dataset(width, names[-1]), "utf-8")
    entered = store.load_seeds(seeds)
    layers = build.build(entered)
    texts = {name: store.geojson_text(features) for name, features in layers.items()}
    store.write_layers(folder / "data" / "geo", texts, build.catalog(entered, texts, layers))


def _events(names, holder, changes):
    chance = random.Random(1)
    now = dict(holder)
    for day in range(1, STEPS + 1):
        for i, place in enumerate(sorted(chance.sample(names, changes))):
            was = now[place]
            now[place] = "BBB" if was == "AAA" else "AAA"
            yield (
                f"e{day}-{i}",
                FIRST + dt.timedelta(days=day),
                1,
                place,
                was,
                now[place],
                "high",
                "reported",
                "s",
            )


def _rows(path: Path, header: str, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _dataset(width: float, held: str) -> str:
    layers = "".join(
        f'[[layers]]\nname = "{name}"\nstyle = "{style}"\ntitle.en = "{name}"\nabout.en = "{name}"\nlicence = "none"\n\n'
        for name, style in STYLES.items()
    )
    last = FIRST + dt.timedelta(days=STEPS + 10)
    return f"""id = "grid"
languages = ["en"]
title.en = "Grid"
measuring_crs = "EPSG:32632"
reference_agreement = "truce"
headline_zone = "zone"
opening_day = 2001-01-10
disclaimer.en = "Invented."
attribution = "Invented"

[study_area]
bbox = [9.99, -0.01, {10.0 + width}, {width}]
land_layer = "countries"
land_id = "land"
margin_km = 5.0

[series]
first_day = {FIRST}
last_day = {last}
afterwards.en = "The series ends."

[[parties]]
id = "AAA"
name.en = "Party A"
short.en = "A"
colour = "#DE1D11"
hatch = "none"

[[parties]]
id = "BBB"
name.en = "Party B"
short.en = "B"
colour = "#8FE5A2"
hatch = "diagonal"

{layers}[[recipes]]
id = "zone"
layer = "zone"
kind = "pocket"
agreement = "truce"
title.en = "Zone"
day = {FIRST}
held_by = "BBB"
holding = "{held}"
valid_from = {FIRST}
certainty = "high"
precision_m = 500
caveat.en = "Invented."

[[recipes]]
id = "taken"
layer = "territory_taken"
kind = "taken_since"
agreement = "truce"
title.en = "Taken"
day = 2001-01-20
valid_from = 2001-01-20
certainty = "high"
precision_m = 500
caveat.en = "Invented."
"""
