"""A day of published areas that is added gives the files of a full build."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.build import layers as build_layers
from dashboard.cli import main
from dashboard.store import columns, geojson, layers
from dashboard.store.areas import AreaFiles

FIRST = dt.date(2001, 1, 1)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory of two parties, without maps."""
    folder = tmp_path_factory.mktemp("begun") / "d"
    asked = ["--bbox", "20,-1,21,0", "--first-day", "2001-01-01", "--last-day", "2001-01-09"]
    parties = ["--party", "NOR=North", "--party", "SOU=South", "--rest", "SOU", "--title", "D"]
    assert main(["new", str(folder), "--empty", "--languages", "en", *asked, *parties]) == 0
    return folder


@st.composite
def areas(draw) -> shapely.Geometry:
    """An area of a few corners."""
    x, y = draw(st.tuples(st.integers(0, 9), st.integers(0, 9)))
    reach = draw(st.lists(st.integers(5, 60), min_size=3, max_size=6))
    turn = np.linspace(0, 2 * np.pi, len(reach), endpoint=False)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * np.array(reach)[:, None] / 100
    return shapely.Polygon(np.round(ring + np.array([20 + x / 10, -1 + y / 10]), 6))


def enter(folder: Path, drawn: list[shapely.Geometry], days: Sequence[int] = range(9)) -> None:
    """Maps of some days."""
    rows = ["day,file,sources,licence,certainty,precision_m"]
    shutil.rmtree(folder / "seeds" / "areas", ignore_errors=True)
    (folder / "seeds" / "areas").mkdir()
    for number, area in zip(days, drawn, strict=False):
        day = FIRST + dt.timedelta(days=number)
        feature = {
            "type": "Feature",
            "id": "NOR",
            "properties": {"party": "NOR"},
            "geometry": shapely.geometry.mapping(area),
        }
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (folder / "seeds" / "areas" / f"{day}.geojson").write_text(text, "utf-8")
        rows.append(f"{day},{day}.geojson,example,own work,medium,200")
    table = folder / "seeds" / "control" / "published_areas.csv"
    table.write_text("\n".join(rows) + "\n", "utf-8")


def built(folder: Path) -> dict[str, bytes]:
    """The layers and the accuracy page of a build."""
    assert main(["build", "--data", str(folder), "--accept-losses"]) == 0
    layers = {path.name: path.read_bytes() for path in (folder / "data" / "geo").iterdir()}
    return {**layers, "accuracy.md": (folder / "docs" / "accuracy.md").read_bytes()}


WEST = shapely.box(20, -0.5, 20.5, 0)
#: 55 m beyond it: a sliver, joined to a neighbour until a day shows another side of it.
BEYOND = shapely.box(20, -0.5, 20.5005, 0)
#: Cuts the face that it is of.
HALF = shapely.box(20, -0.5, 20.3, 0)


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(areas(), min_size=2, max_size=4), added=st.integers(1, 3))
@example(drawn=[WEST, HALF, BEYOND], added=1)
@example(drawn=[WEST, BEYOND, shapely.box(20.5002, -0.5, 20.9, 0)], added=2)
def test_a_day_that_is_added_gives_the_bytes_of_a_full_build(begun, tmp_path, drawn, added):
    """At the end or in between."""
    grown, full = tmp_path / "grown", tmp_path / "full"
    for folder in (grown, full):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(begun, folder)
    days = list(range(len(drawn)))
    del days[min(added, days[-1])]
    enter(grown, [drawn[day] for day in days], days)
    before = built(grown)
    assert (grown / "data" / ".cache").exists()
    enter(grown, drawn)
    enter(full, drawn)
    assert built(grown) == built(full)
    enter(grown, [drawn[day] for day in days], days)
    assert built(grown) == before


def test_a_day_that_is_added_makes_the_features_of_cells_that_it_changes(
    begun, tmp_path, monkeypatch
):
    folder, made = tmp_path / "few", []
    shutil.copytree(begun, folder)
    islands = [shapely.box(20 + x, -0.5, 20.2 + x, -0.3) for x in (0.1, 0.4, 0.7)]
    maps = [shapely.union_all(islands[:count]) for count in (1, 2, 3)]
    enter(folder, maps[:2])
    monkeypatch.setattr(build_layers, "_IN_A_GROUP", 1)
    built(folder)
    control_of = build_layers._Layers._control_of
    monkeypatch.setattr(
        build_layers._Layers,
        "_control_of",
        lambda self, cell, spells: made.append(spells) or control_of(self, cell, spells),
    )
    enter(folder, maps)
    assert built(folder)["control_areas.geojson"].count(b'"previous":null') == 4
    # the third island was part of the land around; two are what they were
    controllers = sorted([spell.controller for spell in spells] for spells in made)
    assert controllers == [["SOU"], ["SOU", "NOR"]]


def test_a_file_that_was_mended_is_read_again(begun, tmp_path, capsys):
    folder = tmp_path / "corrected"
    shutil.copytree(begun, folder)
    enter(folder, [shapely.box(20, -0.5, 20.5, 0), shapely.box(20, -0.5, 20.6, 0)])
    good = built(folder)
    bad = folder / "seeds" / "areas" / "2001-01-02.geojson"
    text = bad.read_text("utf-8")
    bad.write_text(text.replace('"party": "NOR"', '"party": "NORTH"'), "utf-8")
    assert main(["build", "--data", str(folder)]) == 1
    assert "'NORTH' is no party" in capsys.readouterr().out
    bad.write_text(text, "utf-8")
    assert built(folder) == good


def test_a_check_after_a_build_reads_new_and_changed_maps_only(
    begun, tmp_path, monkeypatch, capsys
):
    folder, read = tmp_path / "checked", []
    shutil.copytree(begun, folder)
    maps = [shapely.box(20, -0.5, 20.5, 0), shapely.box(20, -0.5, 20.6, 0)]
    enter(folder, maps)
    built(folder)
    scan = AreaFiles.scan
    monkeypatch.setattr(AreaFiles, "scan", lambda self, name: read.append(name) or scan(self, name))
    assert main(["check", "--data", str(folder)]) == 0
    assert not read
    enter(folder, [*maps, shapely.Polygon([(20, 0), (20.5, -0.5), (20.5, 0), (20, -0.5)])])
    capsys.readouterr()
    assert main(["check", "--data", str(folder)]) == 1
    assert set(read) == {"2001-01-03.geojson"}
    assert "the area is invalid: self-intersection" in capsys.readouterr().out


def test_a_check_after_a_build_reads_changed_layers_only(begun, tmp_path, monkeypatch, capsys):
    folder, read = tmp_path / "layers", []
    shutil.copytree(begun, folder)
    enter(folder, [shapely.box(20, -0.5, 20.5, 0)])
    built(folder)
    features_of = layers.features_of
    monkeypatch.setattr(
        layers, "features_of", lambda *asked: read.append(asked[1]) or features_of(*asked)
    )
    assert main(["check", "--data", str(folder)]) == 0
    assert not read
    path = folder / "data" / "geo" / "control_areas.geojson"
    path.write_text(path.read_text("utf-8").replace("NOR", "SOU"), "utf-8")
    capsys.readouterr()
    assert main(["check", "--data", str(folder)]) == 1
    assert read == ["control_areas"]
    assert "not the one the catalog describes" in capsys.readouterr().out


def test_what_is_changed_in_tables_gives_the_bytes_of_a_full_build(project, tmp_path, monkeypatch):
    monkeypatch.setattr(columns, "_LONG", 1)
    full, events = tmp_path / "full", project / "seeds" / "control" / "events.csv"
    rows = events.read_text("utf-8").splitlines(keepends=True)
    places, sources = project / "seeds" / "places.csv", project / "seeds" / "sources.csv"
    built(project)
    for path, text in (
        (events, "".join(rows[:-2])),
        (events, "".join(rows)),
        (places, places.read_text("utf-8").replace("Velm", "Vellem")),
        (sources, sources.read_text("utf-8").replace("news agency", "monitor")),
    ):
        assert path.read_text("utf-8") != text
        path.write_text(text, "utf-8")
        shutil.rmtree(full, ignore_errors=True)
        shutil.copytree(project / "seeds", full / "seeds")
        assert built(project) == built(full), path


def test_a_build_without_a_change_keeps_what_is_known_of_the_layers(project, monkeypatch):
    """After it an edit writes only the features that it changed."""
    monkeypatch.setattr(geojson, "_IN_A_GROUP", 1)
    written, members = [], geojson._members
    monkeypatch.setattr(
        geojson, "_members", lambda group, shapes: written.extend(group) or members(group, shapes)
    )
    places = project / "seeds" / "places.csv"
    built(project)
    built(project)
    written.clear()
    places.write_text(places.read_text("utf-8").replace("Velm", "Vellem"), "utf-8")
    built(project)
    assert [f.id for f in written if f.layer in ("places", "basemap")] == ["velm"]
