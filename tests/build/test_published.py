"""Published areas through the build: cells, events, the line of contact, zones beside places."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import numpy as np
import pytest
import shapely
from world import REACH, archive_of, district, make_world, map_of, nth_day, segments, with_maps

from dashboard.analysis.over_time import OverTime
from dashboard.analysis.situation import difference
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.build import accuracy_markdown, build, derive
from dashboard.derive import cells
from dashboard.derive.cells import study_area
from dashboard.derive.grid import metric, to_metric
from dashboard.derive.histories import histories
from dashboard.records import Feature, Period
from dashboard.store import geojson_text

#: Maps that count north of 50.15° alone; places on both sides of that, and who holds them.
NORTH = {"zone": (Feature("z", "zone", shapely.box(9, 50.15, 11, 51), Period()),)}
BESIDE = (
    {"west": (10.1, 50.05), "east": (10.25, 50.05), "north": (10.2, 50.2)},
    {"west": "RED", "east": "BLUE", "north": "GREEN"},
)


@pytest.fixture
def published():
    """The invented state with a map on four days, BLUE holding the rest; more as ``world``."""

    def make(places=(), baseline=(), reach=REACH, **more):
        return with_maps(make_world(dict(places), dict(baseline), **more), reach)

    return make


def held(features, day):
    return [f for f in features if f.period.contains(day)]


def test_each_day_is_as_it_was_published(published):
    seeds = published()
    control = build(seeds)["control_areas"]
    to_m = metric(seeds.dataset.measuring_crs)
    area = study_area(seeds)
    for number, east in REACH.items():
        today = held(control, nth_day(number))
        polygons = np.array([f.geometry for f in today])
        assert shapely.coverage_is_valid(polygons)
        assert shapely.area(polygons).sum() == pytest.approx(area.area, rel=1e-6)
        red = [f.geometry for f in today if f.properties["controller"] == "RED"]
        drawn = shapely.segmentize(map_of(east)[0].geometry, 0.01)
        wanted = to_metric(shapely.intersection(drawn, area), to_m).area
        assert shapely.area(to_metric(np.array(red), to_m)).sum() == pytest.approx(wanted, abs=5e5)


def test_what_is_noded_gives_the_cells_that_noding_everything_does(published, monkeypatch):
    """Beside places, too: edges of faces come near the rim, the edges of the zone and of places."""
    worlds = [published(), published(*BESIDE, shapes=NORTH)]
    made = [[geojson_text(layer) for layer in build(seeds).values()] for seeds in worlds]
    monkeypatch.setattr(cells, "_come_near", lambda edges, lines: np.ones(len(edges), bool))
    assert made == [[geojson_text(layer) for layer in build(seeds).values()] for seeds in worlds]


def test_the_line_of_contact_is_where_holders_differ(published):
    layers = build(published())
    for number in range(11):
        sides: dict = {}
        for cell in held(layers["control_areas"], nth_day(number)):
            for piece in segments(cell.geometry):
                sides.setdefault(piece, set()).add(cell.properties["controller"])
        differing = {piece for piece, parties in sides.items() if len(parties) == 2}
        line = held(layers["line_of_contact"], nth_day(number))
        drawn = [piece for stretch in line for piece in segments(stretch.geometry)]
        assert set(drawn) == differing
        assert len(drawn) == len(differing)
        assert {f.properties["precision_m"] for f in line} == {300}
        rim = shapely.buffer(shapely.boundary(study_area(published())), 0.0008)  # some 60 m
        along = shapely.intersection(shapely.union_all([f.geometry for f in line]), rim)
        assert along.length < 0.01


def test_a_change_is_of_the_day_of_the_map_and_says_since_when_it_can_be(published):
    archive = archive_of(published())
    found = {(e.day, e.day_earliest, e.basis, e.to_party) for e in archive.events.values()}
    assert found == {
        (nth_day(4), nth_day(1), "redrawn", "RED"),
        (nth_day(5), None, "published_area", "RED"),
        (nth_day(9), nth_day(6), "published_area", "BLUE"),
    }
    assert {row.basis for row in archive.seeds.baseline} == {"published_area"}
    assert archive.gazetteer == ()


def test_a_boundary_drawn_anew_is_in_no_gain_and_told_apart(published):
    """Day 4 moves it by 150 m; on day 5 land changes hands."""
    archive = archive_of(published())
    anew = archive.between(nth_day(0), nth_day(4))
    assert anew.gained_km2("RED") == anew.lost_km2("BLUE") == 0
    held = [archive.as_of(nth_day(day)).area_by_party()["RED"] for day in (0, 4, 5)]
    assert anew.redrawn_km2() == pytest.approx(held[1] - held[0])
    both = archive.between(nth_day(4), nth_day(0))
    assert (both.flows(), both.redrawn_km2()) == (anew.flows(), anew.redrawn_km2())
    taken = archive.between(nth_day(0), nth_day(5))
    assert taken.redrawn_km2() == pytest.approx(anew.redrawn_km2())
    assert taken.net_km2("RED") == pytest.approx(held[2] - held[1])
    assert transfers(archive, nth_day(0), nth_day(4)).km2.value == 0
    passed = transfers(archive, nth_day(0), nth_day(5)).passed("BLUE", "RED")
    assert passed.value == pytest.approx(taken.gained_km2("RED"))
    series = OverTime(archive)
    net = series.net_km2(nth_day(0))["RED"]
    redrawn = series.redrawn_km2(nth_day(0))
    for day, km2, only_drawn in zip(series.days, net, redrawn, strict=True):
        change = archive.between(nth_day(0), day)
        assert km2 == pytest.approx(change.net_km2("RED"), abs=1e-6)
        assert only_drawn == pytest.approx(change.redrawn_km2(), abs=1e-6)
    found = difference(archive, nth_day(0), nth_day(5))
    assert found.redrawn.value == anew.redrawn_km2()
    assert found.changed.value == pytest.approx(taken.gained_km2("RED"))


def test_the_archive_has_the_events_the_build_made_and_reads_no_map(published):
    layers = build(published())
    seeds = dataclasses.replace(published(), areas={})
    archive = Archive(seeds, layers)
    again = Archive(archive.seeds, layers)
    assert again.events == archive.events
    control = {
        (place, spell.period, spell.controller)
        for place, spells in histories(archive.seeds).items()
        for spell in spells
    }
    assert control == {
        (f.properties["place"], f.period, f.properties["controller"])
        for f in layers["control_areas"]
    }


@pytest.mark.parametrize("beside", [False, True])
def test_an_archive_of_columns_answers_as_one_of_features(published, beside):
    """The build asks what it says of accuracy without making every feature."""
    seeds = published(*BESIDE, shapes=NORTH) if beside else published()
    layers = derive(seeds)
    archive, whole = Archive(seeds, {}, control=layers.control), Archive(seeds, layers)
    for name, column in vars(whole.control).items():
        assert (np.asarray(getattr(archive.control, name)) == np.asarray(column)).all(), name
    assert accuracy_markdown(archive) == accuracy_markdown(whole)
    given = Archive(whole.seeds, layers)  # with the cells among the places
    assert accuracy_markdown(given) == accuracy_markdown(whole)


def test_maps_in_any_order_give_the_same_layers(published):
    seeds = published()
    turned = dataclasses.replace(seeds, published_areas=seeds.published_areas[::-1])
    texts = [{n: geojson_text(f) for n, f in build(s).items()} for s in (seeds, turned)]
    assert texts[0] == texts[1]


def test_places_hold_the_land_outside_the_zone(published):
    """North of 50.15° the maps count, south of it two places; one cell reaches up to the zone."""
    seeds = published(*BESIDE, shapes=NORTH)
    control = build(seeds)["control_areas"]
    for number in (0, 5):
        today = held(control, nth_day(number))
        polygons = np.array([f.geometry for f in today])
        assert shapely.coverage_is_valid(polygons)
        assert shapely.area(polygons).sum() == pytest.approx(study_area(seeds).area, rel=1e-6)
        for cell in today:
            named = cell.properties["place"] in ("west", "east", "north")
            inside = cell.geometry.representative_point().y > 50.15
            assert named != inside
            assert named == (cell.properties["basis"] == "reported")


def test_cells_lie_in_the_unit_they_share_most_land_with_or_that_of_the_nearest_place(published):
    """Without areas of units the nearest place tells; the archive knows the same."""
    inhabited = published({"west": (10.02, 50.05), "east": (10.25, 50.05)})
    codes = {"west": "W", "east": "E"}
    places = tuple(
        place.model_copy(update={"units": district(codes[place.id], f"D{codes[place.id]}")})
        for place in inhabited.places
    )
    seeds = dataclasses.replace(inhabited, places=places)
    archive = archive_of(seeds)
    assert {a for a in archive.areas if a.startswith("district:")} == {"district:W", "district:E"}
    for cell in archive.cells:
        place = archive.places[cell]
        assert (place.lon > 10.135) == (place.unit("district") == ("DE", "E"))
    assert (archive.within("district:W") ^ archive.within("district:E")).all()

    south = shapely.box(9, 49, 11, 50.05)
    unit = Feature("S", "units", south, Period(), {"district": "South", "district_code": "S"})
    with_areas = dataclasses.replace(seeds, shapes={**seeds.shapes, "units": (unit,)})
    archive = archive_of(with_areas)
    assert archive.within("district:S").any()
    for spell in archive.spells:
        share = spell.geometry.intersection(south).area
        assert (spell.properties["district"] == "South") == (share > 0)


def test_only_the_last_map_before_the_series_counts(published):
    """What was held before the first day, or after the last, makes no cell."""
    before = {-9: 10.2, -2: 10.1, 90: 10.2}
    control = build(published(reach=before))["control_areas"]
    assert {f.period.valid_from for f in control} == {nth_day(0)}
    assert {f.properties["controller"] for f in control} == {"RED", "BLUE"}
    assert nth_day(90) > dt.date(2001, 3, 1)


def test_cells_without_units_are_called_by_the_nearest_place(published):
    """And how far it is; the archive knows the same as the build."""
    places = {"west": (10.02, 50.05), "east": (10.25, 50.05)}
    archive = archive_of(published(places))
    for cell in archive.cells:
        place = archive.places[cell]
        nearest = min(places, key=lambda name: abs(places[name][0] - place.lon)).title()
        written = rf"near {nearest}, [0-9.]+\skm \({place.lat:.5f}, {place.lon:.5f}\)"
        assert re.fullmatch(written, place.name["en"])
        assert place.name["en"] == archive.spells_of[cell][0].properties["name_en"]
