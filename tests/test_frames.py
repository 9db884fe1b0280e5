"""GeoDataFrames of an archive, a day and a change."""

from __future__ import annotations

import json

import geopandas
import pytest

from dashboard.errors import ChoiceError

DAY = "2001-03-01"


def test_a_frame_of_a_day_holds_what_holds_on_it(invented):
    """One row a feature in degrees, by id, with its period and every property."""
    day = invented.as_of(DAY)
    frame = day.to_gdf("control_areas")
    held = day.features("control_areas")
    assert frame.crs == 4326
    assert frame.index.tolist() == [feature.id for feature in held]
    assert frame.geometry.tolist() == [feature.geometry for feature in held]
    assert {"valid_from", "valid_to", "controller", "area_km2"} <= set(frame.columns)
    assert ((frame.valid_from <= DAY) & (frame.valid_to > DAY)).all()
    areas = frame.groupby("controller").area_km2.sum().to_dict()
    assert areas == pytest.approx(day.area_by_party())


def test_a_frame_of_the_archive_holds_all_periods(invented):
    """What held at any time is a row."""
    for name, features in invented.layers.items():
        assert invented.to_gdf(name).index.tolist() == [feature.id for feature in features]


def test_a_frame_without_a_row_has_the_columns_of_its_layer(invented):
    """Code written for one day runs on any other."""
    name = next(n for n in invented.layers if not invented.as_of(invented.first_day).features(n))
    empty = invented.as_of(invented.first_day).to_gdf(name)
    assert empty.empty
    assert empty.crs == 4326
    assert list(empty.columns) == list(invented.to_gdf(name).columns)


def test_a_layer_that_does_not_exist_is_refused_with_those_that_do(invented):
    """A wrong name names the right ones."""
    for made in (invented, invented.as_of(DAY)):
        with pytest.raises(ChoiceError, match="line_of_contact"):
            made.to_gdf("borders")


def test_a_frame_of_a_change_tells_who_held_what_before_and_after(invented):
    """One row a cell that changed hands; its areas sum to the flows."""
    change = invented.between(invented.first_day, invented.last_day)
    frame = change.to_gdf()
    assert tuple(frame.place) == change.places()
    flows = frame.groupby(["from_party", "to_party"]).area_km2.sum().to_dict()
    assert flows == pytest.approx(change.flows())
    for _, row in frame.iterrows():
        assert all(invented.events[e].place == row.place for e in row.events.split(";"))
        assert row.held_since == str(invented.events[row.events.split(";")[-1]].day)


def test_a_change_that_changed_nothing_is_an_empty_frame(invented):
    """No row, the same columns."""
    none = invented.between(DAY, DAY).to_gdf()
    assert none.empty
    some = invented.between(invented.first_day, invented.last_day).to_gdf()
    assert list(none.columns) == list(some.columns)


@pytest.mark.no_cover  # most lines are those of folium
def test_every_frame_can_be_written_and_shown(invented, tmp_path):
    """GeoPackage, GeoJSON and an interactive map take the columns as they are."""
    frames = {name: invented.to_gdf(name) for name in invented.layers}
    frames["change"] = invented.between(invented.first_day, invented.last_day).to_gdf()
    for name, frame in frames.items():
        frame.to_file(tmp_path / f"{name}.gpkg")
        back = geopandas.read_file(tmp_path / f"{name}.gpkg")
        assert back["id"].tolist() == frame.index.tolist()
        assert [f["id"] for f in json.loads(frame.to_json())["features"]] == frame.index.tolist()
    frames["control_areas"].explore("controller")
    frames["change"].explore("to_party")
