"""Data directories of any size for the benchmarks: invented places or published areas, two parties.

``write_places`` makes a country of many places of which few change hands, at the front;
``write_areas`` one that was published as an area a day.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import shapely
from dated_areas import FIRST_DAY as FIRST
from dated_areas import LAND_M, dated_areas

from dashboard.derive.grid import metric, to_degrees

#: Days on which places change hands.
STEPS = 150
#: How far apart places stand, in degrees; a district is so many of them wide.
APART, DISTRICT = 0.012, 10
#: The measuring CRS of the areas.
AREAS_CRS = "EPSG:32636"
STYLES = {
    "control_areas": "control",
    "line_of_contact": "contact",
    "zone": "agreed_area",
    "agreed_line": "agreed_line",
    "distance": "distance",
    "territory_taken": "taken",
    "observation_posts": "post",
    "roads": "road",
    "rivers": "river",
    "places": "place",
    "basemap": "basemap",
}


def write_places(folder: Path, places: int, changes: int) -> None:
    """Seeds of some ``places``, as many wide as high; ``changes`` of them change hands in all.

    The north is held by BBB and the south by AAA; a change moves the front between them by a place.
    """
    side = round(places**0.5)
    chance = random.Random(1)
    names = [f"p{i}" for i in range(side * side)]
    half = side * (side // 2)
    holder = {name: "AAA" if i < half else "BBB" for i, name in enumerate(names)}
    width = side * APART
    box = (10 - APART, -APART, 10 + width, width)
    events = _events(side, names, dict(holder), changes, chance)
    _write(folder, box, "EPSG:32632", f'"{names[-1]}"', "", STEPS + 10, {
        "places.csv": ("id,name_en,lon,lat,rank,precision_m,certainty,sources,district,district_code", (
            (name, f"Place {i}", *_position(i, side, chance), 4, 300, "medium", "s",
             *_district(i, side))
            for i, name in enumerate(names))),
        "control/baseline.csv": ("place,controller,certainty,basis,method,sources",
            ((name, holder[name], "medium", "reported", "invented", "s") for name in names)),
        "control/events.csv": (
            "id,day,seq,place,from_party,to_party,certainty,basis,sources", events),
    })  # fmt: skip


def write_areas(folder: Path, days: int, vertices: int) -> None:
    """Seeds of published areas: what AAA held on each of so many days."""
    to_m = metric(AREAS_CRS)
    areas = folder / "seeds" / "areas"
    areas.mkdir(parents=True)
    rows = []
    for day, area in dated_areas(days, vertices):
        drawn = shapely.set_precision(to_degrees(area, to_m), 1e-6)
        feature = {
            "type": "Feature",
            "id": "AAA",
            "properties": {"party": "AAA"},
            "geometry": shapely.geometry.mapping(drawn),
        }
        collection = {"type": "FeatureCollection", "features": [feature]}
        (areas / f"{day}.geojson").write_text(json.dumps(collection), "utf-8")
        rows.append((day, f"{day}.geojson", "s", "none", "medium", 300))
    box = to_degrees(shapely.box(*LAND_M).buffer(-10_000), to_m).bounds
    rules = '[published_areas]\nrest = "BBB"\n'
    header = "day,file,sources,licence,certainty,precision_m"
    _write(folder, box, AREAS_CRS, None, rules, days, {
        "places.csv": ("id,name_en,lon,lat,rank,precision_m,certainty", ()),
        "control/baseline.csv": ("place,controller,certainty,basis,method,sources", ()),
        "control/published_areas.csv": (header, rows),
    })  # fmt: skip


def without_last(folder: Path) -> Callable[[], None]:
    """Take the last change, or the last day of published areas, out; what puts it back."""
    control = folder / "seeds" / "control"
    areas = control / "published_areas.csv"
    table = areas if areas.exists() else control / "events.csv"
    whole = table.read_text("utf-8")
    *kept, last = whole.splitlines(keepends=True)
    table.write_text("".join(kept), "utf-8")
    aside, file = folder / "aside", folder / "seeds" / "areas" / last.split(",")[1]
    if table == areas:
        file.rename(aside)

    def put_back() -> None:
        table.write_text(whole, "utf-8")
        if table == areas:
            aside.rename(file)

    return put_back


def build(folder: Path) -> resource.struct_rusage:
    """Derive the layers of a data directory, as ``build`` on the command line; what it used.

    As a user's Python, it compiles the program once and not in each run.
    """
    command = [sys.executable, "-m", "dashboard", "build", "--data", folder]
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=compiled
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{folder}: it cannot be built")
    return used


def _position(i: int, side: int, chance: random.Random) -> tuple[str, str]:
    lon, lat = (at + chance.uniform(-0.4, 0.4) for at in (i % side, i // side))
    return f"{10 + lon * APART:.5f}", f"{lat * APART:.5f}"


def _district(i: int, side: int) -> tuple[str, str]:
    code = f"D{i % side // DISTRICT}-{i // side // DISTRICT}"
    return f"District {code}", code


def _events(
    side: int, names: list[str], now: dict[str, str], changes: int, chance: random.Random
) -> Iterator[tuple]:
    for number in range(changes):
        column = chance.randrange(side)
        held = [i for i in range(column, len(names), side) if now[names[i]] == "AAA"]
        place = names[max(held) + side if chance.random() < 0.5 else max(held)]
        was = now[place]
        now[place] = "BBB" if was == "AAA" else "AAA"
        day = FIRST + dt.timedelta(days=1 + number * STEPS // changes)
        certainty = "low" if number % 10 == 0 else "medium"
        yield f"e{number}", day, number + 1, place, was, now[place], certainty, "reported", "s"


def _write(
    folder: Path,
    box: tuple[float, float, float, float],
    crs: str,
    held: str | None,
    more: str,
    days: int,
    tables: dict[str, tuple[str, Iterable[tuple]]],
) -> None:
    seeds = folder / "seeds"
    for sub in ("agreements", "control", "basemap"):
        (seeds / sub).mkdir(parents=True, exist_ok=True)
    tables["sources.csv"] = ("id,url,kind", [("s", "https://example.org/", "research")])
    for name, (header, rows) in tables.items():
        with (seeds / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header.split(","))
            writer.writerows(rows)
    land = shapely.geometry.mapping(shapely.box(*box).buffer(0.1, join_style="mitre"))
    properties = {
        "kind": "country",
        "name_en": "Land",
        "sources": ["s"],
        "licence": "none",
        "precision_m": 1,
    }
    feature = {"type": "Feature", "id": "land", "properties": properties, "geometry": land}
    (seeds / "basemap" / "countries.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8"
    )
    (seeds / "licences.toml").write_text(
        '[[licences]]\nid = "none"\nterms = "invented"\ngeometry_may_be_shipped = true\n', "utf-8"
    )
    (seeds / "agreements" / "truce.toml").write_text(
        'id = "truce"\nrole = "core"\nofficial_name = "Truce"\nshort_name.en = "Truce"\n'
        f'type = "truce"\nform = "written"\nsigned_on = "{FIRST + dt.timedelta(days=4)}"\n'
        'sources = ["s"]\n',
        "utf-8",
    )
    recipes = _recipes(held) if held else ""
    (seeds / "dataset.toml").write_text(
        _dataset(box, crs, days, bool(held)) + more + recipes, "utf-8"
    )


def _recipes(holding: str) -> str:
    """A zone, its line and the distance from it, and land taken."""
    pocket = f'day = {FIRST}\nheld_by = "BBB"\nholding = {holding}\n'
    kinds = {
        "zone": ("zone", "pocket", pocket),
        "line": ("agreed_line", "contact_line", f'{pocket}facing = "AAA"\n'),
        "distance": ("distance", "line_distance", 'line = "line"\n'),
        "taken": ("territory_taken", "taken_since", f"day = {FIRST}\n"),
    }
    return "".join(
        f'[[recipes]]\nid = "{name}"\nlayer = "{layer}"\nkind = "{kind}"\nagreement = "truce"\n'
        f'title.en = "{name}"\nvalid_from = {FIRST}\ncertainty = "high"\n'
        f'precision_m = 500\nsources = ["s"]\ncaveat.en = "Invented."\n{own}\n'
        for name, (layer, kind, own) in kinds.items()
    )


def _dataset(box: tuple[float, float, float, float], crs: str, days: int, zone: bool) -> str:
    layers = "".join(
        f'[[layers]]\nname = "{name}"\nstyle = "{style}"\ntitle.en = "{name}"\n'
        f'about.en = "{name}"\nlicence = "none"\n\n'
        for name, style in STYLES.items()
    )
    parties = "".join(
        f'[[parties]]\nid = "{party}"\nname.en = "Party {party}"\n'
        f'short.en = "{party}"\ncolour = "{colour}"\nhatch = "{hatch}"\n\n'
        for party, colour, hatch in (("AAA", "#DE1D11", "none"), ("BBB", "#8FE5A2", "diagonal"))
    )
    return f"""id = "grid"
languages = ["en"]
title.en = "Grid"
measuring_crs = "{crs}"
reference_agreement = "truce"
{'headline_zone = "zone"' if zone else ""}
opening_day = {FIRST}
breakdown_level = "district"
disclaimer.en = "Invented."
attribution = "Invented"

[[levels]]
id = "district"
title.en = "District"
unit.en = "{{name}} district"

[study_area]
bbox = {list(box)}
land_layer = "countries"
land_id = "land"
margin_km = 5.0

[series]
first_day = {FIRST}
last_day = {FIRST + dt.timedelta(days=days - 1)}
afterwards.en = "The series ends."

{parties}{layers}"""
