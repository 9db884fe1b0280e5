"""What a data set may be: many parties, several countries, a series that goes on, any id."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import shapely

from dashboard import store, wording
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, render
from dashboard.briefing.charts import tick_step
from dashboard.briefing.layouts import draw
from dashboard.cli import main
from dashboard.mapview import map_view
from dashboard.payload.build import build_payload

pytestmark = pytest.mark.no_cover  # the lines of each page are counted in tests/publish


@pytest.fixture
def begun(tmp_path: Path) -> Callable[..., Path]:
    """Begins a data directory: ``begun("--bbox=…")`` with the options that differ."""

    def begin(*options: str, parties: int = 2, bbox: str = "20.0,-1.0,21.0,0.0") -> Path:
        folder = tmp_path / "brenn"
        named = [f"--party=P{n}=Party {n}" for n in range(1, parties + 1)]
        days = ["--first-day=2001-01-01", "--last-day=2001-06-30"]
        about = ["--languages=en", "--title=Brenn", f"--bbox={bbox}"]
        assert main(["new", str(folder), *about, *days, *named, *options]) == 0
        return folder

    return begin


def edit(folder: Path, before: str, after: str, name: str = "dataset.toml") -> None:
    path = folder / "seeds" / name
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def built(folder: Path) -> Archive:
    """Its archive, once check has nothing to say."""
    assert main(["check", "--data", str(folder)]) == 0
    assert main(["build", "--data", str(folder)]) == 0
    return Archive.load(folder)


def shown(open_app, folder: Path, views: Sequence[str]) -> str:
    """The HTML of pages, none of which fails."""
    texts = []
    for view in views:
        page = open_app(data=folder, view=view)
        assert not page.exception, view
        assert not page.error, view
        texts += [element.proto.body for element in page.get("html")]
    return "\n".join(texts)


def test_fifteen_parties_can_be_told_apart(begun, open_app, tmp_path: Path):
    """No two have a colour that check finds hard to tell from another, or that and the hatch."""
    folder = begun("--empty", parties=15)
    places, baseline = "id,name_en,lon,lat,rank,precision_m,certainty,sources\n", ""
    for party, lon, lat in itertools.product(range(1, 16), [20.0], (-0.47, -0.5, -0.53)):
        place = f"p{party}{lat}".replace(".", "-")
        places += f"{place},{place},{lon + party / 16:.4f},{lat},1,300,low,example\n"
        baseline += f"{place},P{party},low,reported,named in it,example\n"
    (folder / "seeds" / "places.csv").write_text(places, "utf-8")
    table = folder / "seeds" / "control" / "baseline.csv"
    table.write_text(f"place,controller,certainty,basis,method,sources\n{baseline}", "utf-8")
    events = "".join(
        f"e{n},2001-03-{n:02},p{n}-0-5,P{n},P{n + 1},low,reported,example\n"
        for n in range(1, 14, 2)
    )
    table = folder / "seeds" / "control" / "events.csv"
    head = "id,day,place,from_party,to_party,certainty,basis,sources\n"
    table.write_text(head + events, "utf-8")
    archive = built(folder)
    looks = {(party.colour, party.hatch) for party in archive.dataset.parties}
    assert len(looks) == 15
    shown(open_app, folder, ["map"])
    spec = BriefSpec(kind="situation", day=archive.first_day, produced_on=archive.first_day)
    words = wording.of_seeds(archive.seeds, "en")
    page = draw(archive, words, spec)
    map_height = page.frames[0].box.height
    assert map_height > 0.5 * page.context.size.height, (
        "a long legend has taken the room of the map"
    )
    assert set(page.titles) >= {f"control.P{number}" for number in range(1, 16)}
    later = {"kind": "difference", "day": archive.last_day, "since": archive.first_day}
    page = draw(archive, words, BriefSpec(**later, produced_on=archive.first_day))
    pairs = [title for key, title in page.titles.items() if key.startswith("gained.")]
    assert pairs == [words["briefing.legend_changed"]], "seven pairs are read by one rule"
    pair = draw(archive, words, BriefSpec(**later | {"kind": "side"}, produced_on=later["day"]))
    for frame in pair.frames:
        assert frame.box.height > 0.4 * page.context.size.height, "holders took its room"
    texts = [text.get_text() for text in pair.figures[0].texts]
    assert any(re.search(r"and \d+ more$", text) for text in texts), (
        "no holder is left out silently"
    )


def test_a_study_area_lies_on_the_land_of_several_countries(begun, tmp_path: Path):
    folder = begun()
    land = folder / "seeds" / "basemap" / "countries.geojson"
    (whole,) = store.load_seeds(folder / "seeds").shapes["countries"]
    assert whole.id == "land"
    about = '"properties":{"kind":"country","name_en":"Half","sources":["example"],'
    about += '"licence":"own work","precision_m":1000}'
    boxes = {"west": (19.5, 20.5), "east": (20.5, 21.5)}
    features = ",".join(
        f'{{"type":"Feature","id":"{name}",{about},"geometry":{{"type":"Polygon","coordinates":'
        f"[[[{w},-1.5],[{e},-1.5],[{e},0.5],[{w},0.5],[{w},-1.5]]]}}}}"
        for name, (w, e) in boxes.items()
    )
    land.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}\n', "utf-8")
    edit(folder, 'land_id = "land"', 'land_id = ["west", "east"]')
    archive = built(folder)
    cells = shapely.union_all(
        [f.geometry for f in archive.as_of("2001-01-01").features("control_areas")]
    )
    assert cells.bounds == pytest.approx((20.0, -1.0, 21.0, 0.0))
    assert main(["brief", "--data", str(folder), "--format", "png", "-o", str(tmp_path / "o")]) == 0


def test_a_series_that_goes_on_says_when_it_was_last_updated(begun, open_app):
    folder = begun()
    path = folder / "seeds" / "dataset.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("afterwards")]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    built(folder)
    text = shown(open_app, folder, ["about"])
    assert "Last updated on 30 June 2001; the series goes on." in text


def test_ids_are_words_in_any_script(begun, open_app, tmp_path: Path, capsys):
    folder = begun()
    for name in ("places.csv", "control/baseline.csv"):
        edit(folder, "example-1", "місто-1", name)
    edit(folder, '"P1"', '"Північ"')
    for name in ("control/baseline.csv", "control/events.csv"):
        edit(folder, "P1", "Північ", name)
    archive = built(folder)
    assert "місто-1" in archive.places
    page = open_app(data=folder, tab="record", record="place:місто-1")
    assert not page.exception
    shown(open_app, folder, ["map", "evidence", "download"])
    out = tmp_path / "o"
    asked = ["--format", "png,gpkg,kml,html", "-o", str(out)]
    assert main(["brief", "--data", str(folder), *asked]) == 0
    assert main(["publish", "--data", str(folder), "-o", str(tmp_path / "site")]) == 0
    assert "no --base-url" in capsys.readouterr().err


def test_a_wide_study_area_in_the_south(begun, open_app):
    folder = begun(bbox="110.0,-45.0,155.0,-10.0")
    archive = built(folder)
    # of a sphere: R² · Δλ · (sin φ₂ - sin φ₁)
    box = 6371.0**2 * math.radians(45) * (math.sin(math.radians(45)) - math.sin(math.radians(10)))
    total = sum(
        spell.properties["area_km2"]
        for spell in archive.as_of("2001-01-01").features("control_areas")
    )
    assert total == pytest.approx(box, rel=0.005)
    shown(open_app, folder, ["map", "evidence"])


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("top", [0.4, 12, 130, 9_000, 40_000, 100_000, 750_000, 17_000_000])
def test_the_axis_of_a_chart_has_labels_and_room_between_them(top: float, small: bool):
    count = top / tick_step(top, small=small)
    assert count <= (6 if small else 15)
    assert top < 2 or count >= 1


@pytest.mark.parametrize("bbox", ["177,-20,-178,-15", "177,-20,182,-15"])
def test_a_study_area_over_the_antimeridian_is_written_either_way(begun, bbox: str):
    dataset = store.load_seeds(begun(bbox=bbox) / "seeds").dataset
    assert dataset.study_area.bbox == (177, -20, 182, -15)


def test_a_study_area_may_reach_over_the_antimeridian(begun, open_app):
    folder = begun(bbox="177,-20,-178,-15")
    archive = built(folder)
    assert archive.places["example-3"].lon == 180.75
    shown(open_app, folder, ["map", "evidence", "download"])
    page = open_app(data=folder, tab="record", record="place:example-3")
    assert "17.5000° S, 179.2500° W" in "".join(e.proto.body for e in page.get("html"))


@pytest.mark.parametrize(("language", "is_silent"), [("uk", True), ("ar", False)])
def test_a_language_the_program_does_not_speak_is_told(tmp_path, capsys, language, is_silent):
    days = ["--first-day=2001-01-01", "--last-day=2001-06-30", "--party=A=A", "--party=B=B"]
    about = [f"--languages={language}", "--title=Brenn", "--bbox=20,-1,21,0"]
    assert main(["new", str(tmp_path / "d"), *about, *days]) == 0
    assert (f"no words of its own in {language}" in capsys.readouterr().err) is is_silent


def test_headline_figures_can_be_about_an_administrative_unit(begun, open_app):
    folder = begun()
    edit(folder, '# headline_zone = "zone"', 'headline_zone = "county:N1"')
    level = '[[levels]]\nid = "county"\ntitle = {en = "County"}\nunit = {en = "{name} county"}\n'
    edit(folder, "# What an agreement draws", f"{level}\n# What an agreement draws")
    path = folder / "seeds" / "places.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    units = ["Upper,N1", "Upper,N1", "Lower,N2"]
    lines = [f"{header},county,county_code", *map(",".join, zip(rows, units, strict=True))]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    archive = built(folder)
    assert (
        archive.as_of("2001-01-01").area_km2("county:N1")
        < 0.7 * archive.as_of("2001-01-01").area_km2()
    )
    west, _, east, _ = archive.opening_bounds
    assert (west, east) == pytest.approx((20, 20.625), abs=0.01)
    shown(open_app, folder, ["map", "evidence"])
    words, day = wording.of_seeds(archive.seeds, "en"), archive.last_day
    assert build_payload(archive, words)["facts"]["zone"]["title"] == "Upper county"
    spec = BriefSpec(kind="situation", day=day, produced_on=day, format="svg")
    assert "Upper county" in render(archive, words, spec).decode()


def test_a_column_of_ones_own_is_kept_as_a_note(begun, open_app):
    folder = begun()
    path = folder / "seeds" / "control" / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {"checked by": "a colleague", "Telegram": "channel 7"}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    archive = built(folder)
    (event,) = archive.events.values()
    assert event.note == "an example: replace it; checked by: a colleague; Telegram: channel 7"
    page = open_app(data=folder, tab="record", record="place:example-2")
    assert any("checked by: a colleague" in each.proto.body for each in page.get("html"))


def test_contested_land_is_begun_with_a_look_no_party_has(begun):
    archive = built(begun("--contested=CON=Contested", parties=6))
    (contested,) = (p for p in archive.dataset.parties if p.kind == "contested")
    assert (contested.id, contested.name["en"]) == ("CON", "Contested")
    assert contested.hatch not in {p.hatch for p in archive.dataset.parties if p is not contested}


def test_of_agreements_and_posts_nothing_is_said_where_there_are_none(begun, open_app):
    folder = begun()
    built(folder)
    text = shown(open_app, folder, ["about", "help", "download"])
    assert 'href="to be stated' not in text  # terms that are no address
    assert "3 places, 1 reported change of control and 1 source, from" in text
    assert "a position such as -0.50, 20.50," in text
    for word in ("Observation", "Encircled", "Not known"):
        assert word not in text, word
    page = open_app(data=folder)
    assert page.session_state["choice"].tab == "changes"
    panel = "".join(element.proto.body for element in page.get("html"))
    assert "One change entered up to this day." in panel


def test_who_a_licence_asks_to_name_is_credited_until_the_data_set_says_otherwise(begun):
    folder = begun()
    edit(folder, 'terms = "to be', 'credit = "The survey"\nterms = "to be', "licences.toml")
    assert store.load_seeds(folder / "seeds").attribution == "The survey (own work)"
    edit(folder, '# attribution = "The survey"', 'attribution = "All of us"')
    assert built(folder).seeds.attribution == "All of us"


@pytest.mark.parametrize("bbox", ["20.0,-1.0,20.1,-0.9", "10.0,-45.0,55.0,-10.0"])
def test_the_map_reaches_as_far_round_a_small_study_area_as_round_a_wide_one(begun, bbox: str):
    dataset = store.load_seeds(begun(bbox=bbox) / "seeds").dataset
    west, south, east, north = dataset.study_area.bbox
    view = map_view(dataset)
    assert (view.east - view.west) / (east - west) == pytest.approx(3)
    assert (view.north - view.south) / (north - south) > 2
