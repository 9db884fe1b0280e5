"""The pages in ``docs`` say what is in the files."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pyogrio
import pytest
import shapely

from dashboard.build import accuracy_markdown
from dashboard.build.catalog import Brief, catalog, catalog_entry
from dashboard.derive.area_statements import changes
from dashboard.store import geojson_bytes

ROOT = Path(__file__).parents[2]
FORMAT = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
LAYERS = tuple(json.loads((ROOT / "data/geo/catalog.json").read_text(encoding="utf-8"))["layers"])


def is_day(value) -> bool:
    return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value


TYPES = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: type(value) is int,
    "day": is_day,
    "table": lambda value: isinstance(value, dict),
    "true or false": lambda value: isinstance(value, bool),
    "list of text": lambda value: all(isinstance(item, str) for item in value),
    "list of number": lambda value: all(isinstance(item, float) for item in value),
}


def documented(text: str) -> dict[str, str]:
    """Property or member → documented type, from the tables in ``text``."""
    return dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", text, flags=re.MULTILINE))


def section(title: str) -> str:
    (found,) = re.findall(rf"^### {title}\n(.*?)(?=^##)", FORMAT, re.MULTILINE | re.DOTALL)
    return found


def properties_of(layer: str) -> dict[str, str]:
    """Those of its section, and of the sections it refers to."""
    own = section(f"`{layer}`")
    shared = (section(title.capitalize()) for title in re.findall(r"\[(.+?)\]\(#", own))
    return {name: kind for text in (*shared, own) for name, kind in documented(text).items()}


def fits(value, kind: str) -> bool:
    if kind.endswith(" or null"):
        return value is None or TYPES[kind.removesuffix(" or null")](value)
    return TYPES[kind](value)


def test_every_layer_has_its_section_and_no_other():
    """Those of the bundled data, and the one that others can have beside them."""
    assert sorted(re.findall(r"^### `(\w+)`", FORMAT, re.MULTILINE)) == sorted((*LAYERS, "relief"))


@pytest.mark.parametrize("layer", LAYERS)
def test_documented_properties_are_those_of_the_file(layer, bundled):
    table = properties_of(layer)
    found = {name for feature in bundled.layers[layer] for name in feature.properties}
    assert set(table) == found
    for feature in bundled.layers[layer]:
        for name, value in feature.properties.items():
            assert fits(value, table[name]), f"{feature.id}: {name} = {value!r}, not {table[name]}"


#: Properties with ids, by what they are ids of.
IDS = {
    "agreements": ("agreements",),
    "sources": ("sources",),
    "places": ("place", "places"),
    "events": ("event", "events", "same_day_events"),
    "operations": ("operation",),
    "recipes": ("recipe",),
    "parties": ("controller", "controllers", "previous", "taken_from", "taken_by", "held_before"),
}


@pytest.mark.parametrize("data", ["bundled", "invented"])
def test_features_are_sound_and_their_ids_lead_to_records(data, request):
    archive = request.getfixturevalue(data)
    operators = {operator.id for operator in archive.dataset.operators}
    for feature in archive.all_features():
        west, south, east, north = feature.geometry.bounds
        assert feature.geometry.is_valid, feature.id
        assert -180 <= west <= east <= 180, feature.id
        assert -90 <= south <= north <= 90, feature.id
        assert feature.properties.get("operator") in {None, *operators}
        for kind, names in IDS.items():
            for value in filter(None, map(feature.properties.get, names)):
                listed = set(value if isinstance(value, list) else [value])
                assert listed <= getattr(archive, kind).keys(), feature.id


def test_the_catalog_is_as_documented(bundled):
    entries = {
        name: catalog_entry(bundled.seeds, name, geojson_bytes(features), Brief.of(features))
        for name, features in bundled.layers.items()
    }
    made = catalog(bundled.seeds, entries)
    committed = json.loads((ROOT / "data/geo/catalog.json").read_text(encoding="utf-8"))
    assert made == committed
    head, members = FORMAT.split("## `catalog.json`")[1].split("| member of a layer")
    for entry, table in (
        (made, documented(head)),
        *((e, documented(members)) for e in made["layers"].values()),
    ):
        assert set(entry) == set(table)
        assert all(fits(entry[name], kind) for name, kind in table.items())


@pytest.mark.parametrize("layer", ["control_areas", "line_of_contact", "territory_taken"])
def test_gis_programs_read_the_periods_as_dates(layer):
    info = pyogrio.read_info(ROOT / "data" / "geo" / f"{layer}.geojson")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (types["valid_from"], types["valid_to"]) == ("OFTDate", "OFTDate")
    assert info["crs"] == "EPSG:4326"


def test_the_accuracy_page_is_in_step(bundled):
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert page == accuracy_markdown(bundled)


def test_ids_of_features_on_the_method_page_exist(bundled):
    ids = {feature.id for features in bundled.layers.values() for feature in features}
    named = set(re.findall(r"`((?:control|contact|taken)\.[^`]+)`", METHOD))
    assert len(named) == 4
    assert named <= ids


def test_the_worked_trace_leads_where_it_says(bundled):
    spells = [
        f
        for f in bundled.layers["control_areas"]
        if f.period.contains(dt.date(2019, 9, 1))
        and f.geometry.contains(shapely.Point(36.651, 35.442))
    ]
    (spell,) = spells
    (event,) = [e for e in bundled.seeds.events if e.id == spell.properties["event"]]
    sources = [s for s in bundled.seeds.sources if s.id in event.sources]
    expected = (
        spell.id,
        spell.properties["place"],
        f"{spell.properties['area_km2']:.2f} km²",
        event.id,
        str(event.day),
        *(part for source in sources for part in (source.id, source.url)),
        f"{spell.properties['precision_m']:,}",
    )
    assert [part for part in expected if part not in METHOD] == []


def test_counts_on_the_method_page_are_those_of_the_seeds(bundled):
    made = changes(bundled.seeds)
    basis = Counter(event.basis for event in made)
    starts = Counter(re.split("[(:;]", row.method)[0].strip() for row in bundled.seeds.baseline)
    explicit = [count for method, count in starts.items() if method.startswith("explicit")]
    counts = (
        starts["mark of the control map module, undated, read as July 2017"],
        starts["party that lost the place in its first event"],
        starts["rear area"],
        starts["holder of the three nearest places with a known holder"],
        starts["derived"],
        sum(explicit),
    )
    assert sum(counts) == len(bundled.seeds.baseline), (
        "every way a place got its first holder is told"
    )
    mark, lost, rear, nearest, derived, named = counts
    cells = {f.properties["place"] for f in bundled.layers["control_areas"]}
    expected = (
        f"holds {len(bundled.seeds.places):,} places",
        f"{len(cells):,} of the places have a cell",
        *(f"| {basis[name]} |" for name in ("reported", "area_statement", "inferred")),
        f"Of {len(bundled.seeds.baseline):,} places with a holder",
        f"{mark} follow\na mark",
        f"{lost} are given to",
        f"{rear} lie in a rear area",
        f"{nearest} follow their three",
        f"{derived} lie where",
        f"{named} have the\nholder a source names",
        f"stand for {len(made) - len(bundled.seeds.events)} changes",
    )
    assert [part for part in expected if part not in METHOD] == []
