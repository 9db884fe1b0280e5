"""What the browser is given: plain, stable, equal to the archive, and safe whatever is entered."""

from __future__ import annotations

import bisect
import datetime as dt
import gzip
import itertools
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from world import archive_of, make_squares

from dashboard import standing, web, wording
from dashboard.analysis.distance import distance_on
from dashboard.analysis.over_time import OverTime
from dashboard.analysis.scenarios import scenarios
from dashboard.archive import Archive
from dashboard.payload.build import build_payload, legend, packed
from dashboard.payload.encoding import encode
from dashboard.payload.facts import facts, force_spans
from dashboard.payload.layers import day_range, shapes
from dashboard.payload.positions import positions
from dashboard.payload.types import Item
from dashboard.records import Seeds, Text, Unit
from dashboard.wording import format

DAYS = [
    dt.date.fromisoformat(day)
    for day in ("2017-09-15", "2018-09-17", "2018-09-18", "2020-01-10", "2020-03-05", "2024-12-08")
]
#: What the map calls the land of the invented data set, which leaves it to the file names.
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}{% raw %}\"'\\ \u2028`${1}"


@pytest.fixture(scope="module")
def given(bundled: Archive) -> dict[str, Any]:
    """The real payload as the browser parses it."""
    return json.loads(json.dumps(build_payload(bundled, wording.load("en")), allow_nan=False))


def payload_of(seeds: Seeds, language: str = "en") -> dict[str, Any]:
    """The payload of seeds, once their layers are built."""
    return build_payload(archive_of(seeds), wording.load(language))


@pytest.mark.parametrize("language", wording.languages())
def test_the_payload_is_plain_json_in_every_language(invented, language):
    """No value that JSON does not have, not even NaN, in any language."""
    made = payload_of(invented.seeds, language)
    assert json.loads(json.dumps(made, allow_nan=False))["language"] == language


def test_two_payloads_of_one_data_set_are_equal(invented):
    """The message never varies, to the byte, so Streamlit sends it once."""
    once, again = (build_payload(invented, wording.load("en")) for _ in range(2))
    assert once == again
    assert packed(once) == packed(again)


def test_a_payload_travels_within_the_budget(given):
    """At most 0.7 megabytes beyond Streamlit's own files, its code compressed by the web socket."""
    encoded = encode(given)
    sent = packed(encoded)
    assert json.loads(gzip.decompress(sent)) == encoded
    assert len(sent) < 0.8 * len(packed(given))
    code = gzip.compress(web.script("entry.streamlit.js", with_leaflet=True).encode())
    assert len(sent) + len(code) < 700_000


def test_another_data_set_is_another_payload(invented):
    """What the browser tells one payload from another by changes with the data."""
    place = invented.seeds.places[0].model_copy(update={"name": Text({"en": "Renamed"})})
    renamed = replace(invented.seeds, places=(place, *invented.seeds.places[1:]))
    ours, other = (payload_of(seeds) for seeds in (invented.seeds, renamed))
    assert packed(ours)[-8:] != packed(other)[-8:]


def state_index(given: dict, archive: Archive, day: dt.date) -> int:
    """Which state a day is in, as the browser finds it."""
    return bisect.bisect_right(given["facts"]["state_days"], (day - archive.first_day).days) - 1


def chart(given, area: str) -> dict:
    """The series of an area: the figures on the map are looked up in them."""
    return next(each for each in given["facts"]["charts"] if each["id"] == area)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_areas_on_screen_are_the_archives(bundled, given, day):
    """The figure looked up for a day is the one computed for it."""
    zone = given["facts"]["zone"]
    series = chart(given, zone["id"])["areas"]
    at = state_index(given, bundled, day)
    shown = {party: areas[at] for party, areas in series.items() if areas[at]}
    held = bundled.as_of(day).area_by_party(bundled.dataset.headline_zone)
    assert shown == pytest.approx(held, abs=0.06)
    assert zone["km2"] == pytest.approx(sum(held.values()), abs=0.02)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_net_gains_on_screen_are_the_archives(bundled, given, day):
    """Net territory taken is counted from the reference agreement, and is nothing before it."""
    at = state_index(given, bundled, day)
    shown = {party: net[at] for party, net in chart(given, "")["net"].items() if net[at]}
    change = bundled.between(bundled.reference_day, max(day, bundled.reference_day))
    net = {party: km2 for party in bundled.parties if (km2 := change.net_km2(party))}
    assert shown == pytest.approx(net, abs=0.06)


def test_figures_rounded_by_the_browser_are_those_python_rounds(bundled, given):
    """A figure on screen and the same figure in a slide never differ by one."""
    series = OverTime(bundled)
    zone = bundled.dataset.headline_zone
    since = bundled.reference_day
    exact = {
        (zone, "areas", "error"): (series.area_km2(zone), series.error_km2(zone)),
        ("", "net", "net_error"): (series.net_km2(since), series.net_error_km2(since)),
    }
    figures = [
        (chart(given, area)[name][party], exact_km2[party])
        for (area, *names), of_names in exact.items()
        for party in of_names[0]
        for name, exact_km2 in zip(names, of_names, strict=True)
        if party in exact_km2
    ]
    assert len(figures) > 4
    for sent, values in figures:
        shown = [math.floor(abs(value) + 0.5) for value in sent]  # as Math.round does
        assert [f"{km2}" for km2 in shown] == [f"{abs(value):.0f}" for value in values]


def test_every_change_has_a_tick_with_its_weight(bundled, given):
    """One tick a day of change, none without land."""
    facts = given["facts"]
    assert len(facts["change_km2"]) == len(facts["change_days"]) == len(bundled.change_days)
    assert min(facts["change_km2"]) > 0


def test_spans_in_force_are_what_the_record_says_day_by_day(bundled):
    """The bar under the slider covers a day exactly when the text was in force on it."""
    days = range((bundled.last_day - bundled.first_day).days + 1)
    for agreement in bundled.agreements.values():
        spans = force_spans(bundled, agreement)
        shown = {number: force for start, end, force in spans for number in range(start, end)}
        expected = {n: agreement.force_on(bundled.first_day + dt.timedelta(days=n)) for n in days}
        assert shown == {n: force for n, force in expected.items() if force in ("yes", "disputed")}


def test_bars_of_one_lane_never_overlap(given):
    """Two truces at once stand in two lanes."""
    for kind in ("truces", "offensives"):
        spans = sorted(given["facts"][kind], key=lambda span: (span["lane"], span["from"]))
        for left, right in itertools.pairwise(spans):
            assert left["lane"] != right["lane"] or left["to"] <= right["from"]


@pytest.mark.parametrize("end", [None, "2001-06-01", "2001-12-31", "2002-01-08"])
def test_the_ribbon_tells_the_end_that_is_stated_also_after_the_series(invented, end):
    """An end nobody drew is still known; none stated is given as none, and as nothing else."""
    end = end and dt.date.fromisoformat(end)
    operations = tuple(
        o.model_copy(update={"end_on": end, "start_on": dt.date(2000, 12, 1)})
        for o in invented.seeds.operations
    )
    agreements = tuple(
        a.model_copy(update={"in_force": a.in_force.model_copy(
            update={"until_day": end and end + dt.timedelta(days=1)})})
        for a in invented.seeds.agreements
    )  # fmt: skip
    seeds = replace(invented.seeds, operations=operations, agreements=agreements)
    facts = payload_of(seeds)["facts"]
    first = invented.dataset.series.first_day
    stated = end and (end - first).days
    assert {(o["starts"], o["ends"]) for o in facts["offensives"]} == {(-31, stated)}
    last = {truce["agreement"]: truce["ends"] for truce in facts["truces"]}
    assert last == {a.id: stated for a in agreements}


def test_every_record_a_click_names_is_there(bundled, given):
    """Each source, operation and place a feature points to can be looked up in the browser."""
    facts = given["facts"]
    agreements = {agreement["id"] for agreement in facts["agreements"]}
    records = [row for spec in given["layers"] for row in spec["properties"]]
    records += [*cells(given)["spells"], *facts["posts"].values(), *facts["operations"].values()]
    for row in records:
        assert set(row.get("sources", ())) <= facts["sources"].keys()
        assert set(row.get("agreements", ())) <= agreements
        assert row.get("operation") is None or row["operation"] in facts["operations"]
        assert row.get("place") is None or row["place"] in facts["places"]
    assert set(cells(given)["places"]) <= facts["places"].keys()
    (names,) = (layer for layer in given["layers"] if layer["style"] == "place")
    assert sorted(row["place"] for row in names["properties"]) == sorted(
        feature.id for feature in bundled.layers["places"]
    )


def test_a_cell_and_a_post_carry_the_credibility_of_what_they_cite(bundled, given):
    """A line or an agreed area, which follows from many facts, has none; every source a letter."""
    kept = 0
    records = [(False, row) for layer in given["layers"] for row in layer["properties"]]
    records += [(True, row) for row in cells(given)["spells"]]
    for of_one_fact, row in records:
        assert ("credibility" in row) == bool(of_one_fact and row.get("sources"))
        if "credibility" in row:
            cited = [bundled.sources[ident] for ident in row["sources"]]
            assert row["credibility"] == standing.credibility(cited)
            kept += 1
    assert kept
    sources = given["facts"]["sources"]
    assert {source["reliability"] for source in sources.values()} <= set("ABCDEF")


def test_the_legend_names_each_class_once(given):
    """No entry stands twice, and each has a style."""
    keys = [entry["key"] for entry in given["legend"]]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= given["styles"].keys()


# --- geometry -----------------------------------------------------------------------------


def vertices(sent: list) -> np.ndarray:
    """All vertices of a geometry as it was sent, in order."""
    if isinstance(sent[0], int):
        return np.array(sent).reshape(-1, 2)[:, ::-1] / 1e5
    return np.concatenate([vertices(part) for part in sent])


def own_vertices(geometry: shapely.Geometry) -> np.ndarray:
    """All vertices of a geometry, rings without their closing one."""
    if "Polygon" not in geometry.geom_type:
        return shapely.get_coordinates(geometry)
    rings = [
        ring
        for part in getattr(geometry, "geoms", [geometry])
        for ring in (part.exterior, *part.interiors)
    ]
    return np.concatenate([shapely.get_coordinates(ring)[:-1] for ring in rings])


def test_geometry_arrives_within_a_metre(bundled):
    """Whatever the shape."""
    shapes = set()
    for layer, features in bundled.layers.items():
        for feature in features[:: max(1, len(features) // 60)]:
            got = vertices(positions(np.array([feature.geometry]))[0])
            own = own_vertices(feature.geometry)
            assert got.shape == own.shape, layer
            assert np.abs(got - own).max() <= 1e-5
            shapes.add(feature.geometry.geom_type)
    assert {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"} <= shapes


# --- hostile text -------------------------------------------------------------------------


def hostile(seeds: Seeds) -> Seeds:
    """The same data set with markup, templates and quotes wherever a person can type words."""
    dataset = seeds.dataset
    hostile = Text({"en": HOSTILE, "ar": HOSTILE})
    titled = {"title": hostile}
    dataset = dataset.model_copy(
        update={
            **titled,
            "attribution": HOSTILE,
            "disclaimer": hostile,
            "parties": tuple(
                p.model_copy(update={"name": hostile, "short": hostile}) for p in dataset.parties
            ),
            "layers": tuple(
                layer.model_copy(update=titled | {"about": hostile}) for layer in dataset.layers
            ),
            "recipes": tuple(
                recipe.model_copy(update=titled | {"caveat": hostile}) for recipe in dataset.recipes
            ),
        }
    )
    words = {
        "places": {
            "name": hostile,
            "units": (Unit(level="district", name=HOSTILE, code="AL11"),),
        },
        "agreements": {"short_name": hostile, "official_name": HOSTILE},
        "sources": {"title": HOSTILE, "publisher": HOSTILE, "note": HOSTILE},
        "events": {"note": HOSTILE, "place_as_reported": HOSTILE},
        "operations": {"name": HOSTILE},
        "posts": {"label": HOSTILE, "locality": HOSTILE, "note": HOSTILE},
    }
    records = {
        kind: tuple(record.model_copy(update=update) for record in getattr(seeds, kind))
        for kind, update in words.items()
    }
    return replace(seeds, dataset=dataset, **records)


def test_hostile_text_arrives_as_it_was_typed(invented):
    """Nothing is evaluated, cut or escaped twice on the way: it is text, and is shown as text."""
    facts = json.loads(json.dumps(payload_of(hostile(invented.seeds))))["facts"]
    assert facts["title"] == HOSTILE
    assert facts["attribution"] == HOSTILE
    assert {place["name"] for place in facts["places"].values()} == {HOSTILE}
    assert {party["name"] for party in facts["parties"]} == {HOSTILE}
    assert {agreement["short"] for agreement in facts["agreements"]} == {HOSTILE}
    assert all(HOSTILE in source["label"] for source in facts["sources"].values())
    assert "49" not in facts["title"]


def control(given: dict) -> dict[str, Any]:
    """The layer of control."""
    (found,) = (layer for layer in given["layers"] if layer["style"] == "control")
    return found


def cells(given: dict) -> dict[str, Any]:
    """Its cells."""
    return control(given)["cells"]


def rows(items: list[int]) -> list[list[int]]:
    """Items, one a row."""
    return np.array(items).reshape(-1, len(Item._fields)).tolist()


def test_every_cell_is_part_of_the_shape_that_has_its_spells(bundled, given, invented):
    """By days and party: what is drawn of a shape is true of each of its cells."""
    for archive, made in (
        (bundled, given),
        (invented, build_payload(invented, wording.load("en"))),
    ):
        known = cells(made)
        assert sorted(known["places"]) == sorted(archive.cells)
        assert list(made["facts"]["places"])[: len(known["places"])] == known["places"]
        drawn: dict[int, list[tuple]] = {}
        for shape, first, beyond, style, _ in rows(control(made)["items"]):
            drawn.setdefault(shape, []).append((first, beyond, control(made)["classes"][style]))
        spells: dict[str, list[tuple]] = {place: [] for place in known["places"]}
        for spell in archive.spells:
            p = spell.properties
            holder = f"control.{p['controller'] or 'unknown'}"
            spells[p["place"]].append((*day_range(archive, spell.period), holder))
        for place, shape in zip(known["places"], known["shapes"], strict=True):
            assert sorted(drawn[shape]) == sorted(spells[place]), place
        assert len(known["spells"]) == len(archive.spells)


def test_fewer_shapes_than_cells_are_drawn_and_they_cover_what_their_cells_do(bundled, given):
    """What is seen of control, of low certainty and of land taken is what the cells show."""
    assert len(control(given)["geometries"]) < len(bundled.cells) / 3
    made = shapes(bundled)
    cell = {spell.properties["place"]: spell.geometry for spell in bundled.spells}
    for outline, members in zip(made.outlines, made.members, strict=True):
        own = shapely.area([cell[bundled.cells[member]] for member in members]).sum()
        assert outline.is_valid
        assert outline.area == pytest.approx(own)
    assert sum(map(len, made.members)) == len(bundled.cells)
    for layer in ("control", "low_certainty", "taken"):
        (spec,) = (each for each in given["layers"] if each["style"] == layer)
        for day in DAYS:
            number = (day - bundled.first_day).days
            shown = sum(
                polygon_of(spec["geometries"][geometry]).area
                for geometry, first, beyond, *_ in rows(spec["items"])
                if first <= number < beyond
            )
            features = bundled.as_of(day).features(spec["layer"])
            if layer == "low_certainty":
                features = [each for each in features if each.properties["certainty"] == "low"]
            own = sum(each.geometry.area for each in features)
            assert shown == pytest.approx(own, rel=1e-3), (layer, day)


def polygon_of(sent: list) -> shapely.Geometry:
    """An area as it was sent."""
    parts = []
    for outer, *holes in sent:
        rings = [np.array(ring).reshape(-1, 2)[:, ::-1] / 1e5 for ring in (outer, *holes)]
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return shapely.MultiPolygon(parts)


def test_what_never_changes_hands_has_no_figure_in_the_browser(bundled, given):
    """The land of a cell is sent where a difference can count it, as entered or in a scenario."""
    moved = {bundled.cells[cell] for cell in np.flatnonzero(np.bincount(bundled.control.cell) > 1)}
    for made in scenarios(bundled).values():
        moved |= {made.cells[c] for c in np.flatnonzero(np.bincount(made.control.cell) > 1)}
    km2 = dict(zip(cells(given)["places"], cells(given)["km2"], strict=True))
    assert {place for place, own in km2.items() if own is not None} == moved
    area = dict(zip(bundled.cells, bundled.cell_area_km2, strict=True))
    assert all(km2[place] == pytest.approx(area[place], abs=1e-4) for place in moved)


def test_an_area_is_made_of_the_cells_python_counts(bundled, given):
    """The outline round a district is that of the cells its figures are about."""
    areas, known = given["facts"]["areas"], cells(given)
    assert set(areas) == set(bundled.areas_of_cells)
    for area, found in areas.items():
        inside = {c for c, held in zip(bundled.cells, bundled.within(area), strict=True) if held}
        members = zip(known["places"], known["shapes"], strict=True)
        assert {place for place, shape in members if shape in found} == inside


def test_each_distance_has_an_entry_with_its_own_figures(bundled):
    """Two agreed lines measured are two entries, neither with the figures of the other."""
    (recipe,) = (r for r in bundled.dataset.recipes if r.kind == "line_distance")
    second = recipe.model_copy(update={"id": "second", "title": Text({"en": "Second distance"})})
    dataset = bundled.dataset.model_copy(update={"recipes": (*bundled.dataset.recipes, second)})
    two = Archive(replace(bundled.seeds, dataset=dataset), bundled.layers, bundled.catalog)
    listed = legend(two, wording.load("en"))
    measured = {e["title"]: e["measured"] for e in listed if e["key"] == "distance"}
    assert measured == {recipe.title["en"]: recipe.id, "Second distance": "second"}
    assert sum("measured" in entry for entry in listed) == 2


def test_without_its_line_there_is_no_distance():
    """Stale layers may lack a line that the seeds have now; the map goes on without its figures."""
    squares, words = archive_of(make_squares()), wording.load("en")
    assert facts(squares, words, ())["distances"].keys() == {"apart"}
    without: dict[str, Any] = dict.fromkeys(("lines", "apart"), ())
    lacking = Archive(squares.seeds, {**squares.layers, **without}, squares.catalog)
    assert not facts(lacking, words, ())["distances"]


def test_a_distance_reads_alike_on_every_day_in_the_legend_and_in_a_picture(bundled, given):
    """Rounded once: what the legend says while the date is dragged is what a picture prints."""
    for recipe in (r for r in bundled.dataset.recipes if r.kind == "line_distance"):
        sent = given["facts"]["distances"][recipe.id]
        for at, number in enumerate(sent["days"]):
            found = distance_on(bundled, recipe, bundled.first_day + dt.timedelta(days=number))
            expected = (None, None)
            if found:
                expected = tuple(
                    format.compact(wording.load("en"), km) for km in (found.mean, found.maximum)
                )
            assert (sent["mean"][at], sent["most"][at]) == expected, number
