"""Tables of incidents: docs/readers/incidents.md as it stands, and what a row can lack."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from edits import edited

from dashboard import wording
from dashboard.analysis.incidents import incidents_at, incidents_between
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, render
from dashboard.briefing.gis import features
from dashboard.briefing.spec import check
from dashboard.cli import main
from dashboard.errors import ChoiceError
from dashboard.payload.build import build_payload
from dashboard.store import load_seeds
from dashboard.views.choice import Choice


def imported(file: str = "brenn-acled.csv", mapping: str = "acled.toml") -> int:
    return main(["import", "incidents", file, "--mapping", mapping, "--into", "brenn"])


@pytest.fixture(scope="module")
def archive(followed: Path) -> Archive:
    return Archive.load(followed / "brenn")


@pytest.fixture
def fresh(brenn: Path) -> Path:
    """The example before anything came in."""
    for name in ("incidents.csv", "control/events.csv"):
        path = brenn / "brenn" / "seeds" / name
        lines = path.read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(("acled-", "ged-"))]
        path.write_text("\n".join(kept) + "\n", "utf-8")
    return brenn


def test_rows_of_both_forms_become_dated_points(followed: Path, archive: Archive):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    (points,) = (archive.layers["incidents"],)
    days = {p.properties["incident"]: (p.period.valid_from, p.period.valid_to) for p in points}
    assert days == {
        "acled-BRE1": (dt.date(2001, 2, 3), dt.date(2001, 2, 10)),
        "acled-BRE2": (dt.date(2001, 2, 5), dt.date(2001, 2, 12)),
        "acled-BRE3": (dt.date(2001, 5, 10), dt.date(2001, 5, 17)),
        "acled-BRE4": (dt.date(2001, 5, 20), dt.date(2001, 5, 27)),
        "ged-501": (dt.date(2001, 2, 6), dt.date(2001, 2, 15)),
        "ged-502": (dt.date(2001, 4, 2), dt.date(2001, 4, 9)),
    }
    rows = {row.id: row for row in archive.seeds.incidents}
    licences = {source.id: source.licence for source in archive.seeds.sources}
    assert {licences[s] for row in rows.values() for s in row.sources} == {
        "terms of the database",
        "CC BY 4.0",
    }
    killed = rows["ged-501"]
    assert (killed.fatalities_low, killed.fatalities, killed.fatalities_high) == (8, 12, 20)
    assert rows["acled-BRE1"].reported_by == "Courier; Atlas"


def test_the_page_tells_every_property_of_the_layer(archive: Archive):
    page = (Path(__file__).parents[2] / "docs" / "readers" / "incidents.md").read_text("utf-8")
    documented = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(documented) == sorted(archive.layers["incidents"][0].properties)


def test_they_change_nobodys_land_but_where_the_mapping_says_so(archive: Archive):
    (taken,) = (event for event in archive.events.values() if event.id.startswith("acled-"))
    assert (taken.id, taken.day, taken.place) == ("acled-BRE3", dt.date(2001, 5, 10), "example-3")
    assert (taken.from_party, taken.to_party) == ("SOU", "NOR")
    assert (taken.certainty, taken.basis) == ("medium", "reported")


def test_they_are_asked_for_by_day_and_by_whose_land_they_are_on(archive: Archive):
    february = (dt.date(2001, 2, 4), dt.date(2001, 2, 28))
    assert [row.id for row in incidents_between(archive, *february)] == ["acled-BRE2", "ged-501"]
    # one that goes on is there on each of its days
    assert [r.id for r in incidents_between(archive, dt.date(2001, 2, 8), dt.date(2001, 2, 8))] == [
        "ged-501"
    ]
    assert [row.id for row in incidents_at(archive, "example-3")] == ["acled-BRE3"]


def test_the_browser_draws_a_mark_for_all_of_a_kind_at_a_position(archive: Archive):
    payload = build_payload(archive, wording.load("en").of_seeds(archive.seeds))
    (layer,) = (each for each in payload["layers"] if each["style"] == "incident")
    assert len(layer["geometries"]) == 5
    found = [each["incidents"] for each in layer["properties"]]
    assert ["ged-501", "acled-BRE1"] in found
    # the ring of a shelling lies under the dot of a clash, and round it
    assert found.index(["acled-BRE2"]) < found.index(["ged-501", "acled-BRE1"])
    look = dict(zip(layer["classes"], layer["styles"], strict=True))
    clash, shelling = look["incident.clash"], look["incident.shelling"]
    assert clash["radius"] + clash["weight"] < shelling["radius"]
    entry = payload["facts"]["incidents"]["ged-501"]
    assert (entry["kind"], entry["by"], entry["dated"]) == (
        "Clash",
        "Courier",
        "6–8 Feb 2001",
    )
    assert (entry["first"], entry["beyond"]) == (36, 45)
    assert {"incident.clash", "incident.shelling"} <= {e["key"] for e in payload["legend"]}


def test_kinds_chosen_are_part_of_the_link(archive: Archive):
    choice, refused = Choice.from_query({"incidents": "shelling"}, archive)
    assert (choice.incident_kinds, refused) == (("shelling",), ())
    assert Choice.from_query(choice.to_query(), archive) == (choice, ())
    every, _ = Choice.from_query({"incidents": "shelling.one-sided.clash"}, archive)
    assert every == Choice.opening(archive)
    assert Choice.from_query({"incidents": "clash.sheling"}, archive)[1] == ("incidents",)


def test_files_hold_the_kinds_chosen(archive: Archive):
    day = dt.date(2001, 2, 8)
    spec = BriefSpec(
        kind="situation", day=day, produced_on=day, format="geojson", incident_kinds=("shelling",)
    )
    points = features(archive, spec)["incidents"]
    assert [point.properties["incident"] for point in points] == ["acled-BRE2"]


def test_a_picture_shows_the_kinds_chosen(brenn: Path):
    edited(brenn / "brenn" / "seeds" / "licences.toml", "shipped = false", "shipped = true")
    assert main(["build", "--data", str(brenn / "brenn")]) == 0
    archive = Archive.load(brenn / "brenn")
    day, words = dt.date(2001, 2, 8), wording.of_seeds(archive.seeds, "en")
    spec = BriefSpec(
        kind="situation", day=day, produced_on=day, format="svg", incident_kinds=("shelling",)
    )
    svg = render(archive, words, spec).decode()
    assert "Shelling, in the 7 days" in svg
    assert "Clash" not in svg


def test_a_kind_nobody_knows_is_named(archive: Archive):
    day = dt.date(2001, 2, 8)
    layers = ("control_areas",)  # that of incidents may not be handed on
    spec = BriefSpec(
        kind="situation", day=day, produced_on=day, layers=layers, incident_kinds=("sheling",)
    )
    with pytest.raises(ChoiceError, match="no kind of incident 'sheling'"):
        check(spec, archive)


def test_a_data_set_without_incidents_has_no_trace_of_them(invented: Archive):
    payload = build_payload(invented, wording.load("en"))
    assert not payload["facts"]["incidents"]
    assert not any(entry["key"].startswith("incident") for entry in payload["legend"])
    assert "incident" not in {layer["style"] for layer in payload["layers"]}


def test_the_app_shows_them_on_the_page_of_evidence_and_of_a_place(followed: Path, open_app):
    page = open_app(data=followed / "brenn", view="evidence", since="2001-01-01", date="2001-06-30")
    assert not page.exception
    shown = "\n".join(element.proto.body for element in page.get("html"))
    assert "Incidents from 1 January 2001 to 30 June 2001" in shown
    page = open_app(data=followed / "brenn", tab="record", record="place:example-3")
    assert not page.exception
    assert "Incidents on this land: 1" in [each.label for each in page.expander]


def test_a_folium_map_tells_what_an_incident_was(archive: Archive):
    html = archive.as_of("2001-02-08").to_folium().get_root().render()
    for text in ("Shelling", "Shells fell on the market.", "6–8 Feb 2001"):
        assert text in html


def test_what_is_there_already_stays(brenn: Path, capsys):
    assert imported() == 0
    out = capsys.readouterr().out
    assert "seeds/incidents.csv: 0 new, 4 there already" in out
    assert "seeds/control/events.csv: 0 new, 1 there already" in out


def test_a_dry_run_writes_nothing(fresh: Path, capsys):
    path = fresh / "brenn" / "seeds" / "incidents.csv"
    before = path.read_bytes()
    arguments = ["brenn-ged.csv", "--mapping", "ged.toml", "--into", "brenn", "--dry-run"]
    assert main(["import", "incidents", *arguments]) == 0
    assert "seeds/incidents.csv: 2 new" in capsys.readouterr().out
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("BRE1,", "BRE 1,", "event_id_cnty 'BRE 1' is no id of letters, digits, - and _"),
        ("BRE1,", "BRE2,", "two have the id 'acled-BRE2'"),
        ("2001-02-03", "03 February 2001", "'03 February 2001' is no day written %Y-%m-%d"),
        ("2001-02-03", "2000-12-31", "before the first day of the series"),
        ("2001-02-03", "2001-07-01", "after the last day of the series"),
        ("-0.5,20.5,1,Courier; Atlas", ",20.5,1,Courier", "a row has no position in degrees"),
        ("-0.5,20.5,1,Courier; Atlas", "-95,20.5,1,", "the position of a row is not on the globe"),
        ("-0.5,20.5,1,Courier; Atlas", "-5,20.5,1,", "a row is more than 15 km outside"),
        ("Armed clash,Military", "Air/drone strike,Military", "'Air/drone strike' is not in the"),
        ('no change.",3', 'no change.",some', "fatalities 'some' is no number of people"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_name(
    fresh: Path, capsys, before: str, after: str, reason: str
):
    edited(fresh / "brenn-acled.csv", before, after)
    assert imported() == 0
    out = capsys.readouterr().out
    assert re.search(rf"refused \d: [^\n]*{re.escape(reason)}", out), out


def test_days_of_a_row_that_run_backwards_are_refused(fresh: Path, capsys):
    edited(fresh / "brenn-ged.csv", "2001-02-08 00", "2001-02-05 00")
    assert imported("brenn-ged.csv", "ged.toml") == 0
    assert ": the last day is before the first (first: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "before", "after", "reason"),
    [
        ("acled.toml", '{"Southern Front" = "SOU"}', '{"Other" = "SOU"}', "none is a taker in the"),
        (
            "acled.toml",
            '{"Military Forces of Brenn" = "NOR"}',
            '{"Military Forces of Brenn" = "NOR", "Southern Front" = "SOU"}',
            "more than one is a taker in the mapping",
        ),
        ("acled.toml", "nearest_within_km = 2 ", "nearest_within_km = 1 ", "is not known to 1 km"),
        ("acled.toml", "nearest_within_km = 2 ", "", "the mapping names no place 'Hof'"),
        ("brenn-acled.csv", "Hof,-0.9,20.1", "Ort,-0.5,20.75", "rows of one place and day differ"),
        ("brenn-acled.csv", "2001-05-10", "2001-01-01", "which the baseline tells of"),
    ],
)
def test_a_row_that_does_not_tell_who_took_which_place_stays_an_incident(
    fresh: Path, capsys, file: str, before: str, after: str, reason: str
):
    if reason.startswith("rows of one place"):
        edited(fresh / "brenn-acled.csv", "2001-05-20", "2001-05-10")
    edited(fresh / file, before, after)
    assert imported() == 0
    out = capsys.readouterr().out
    assert re.search(rf"refused \d: [^\n]*{re.escape(reason)}", out), out
    assert "7 rows read, 4 used, 3 refused" in out


def test_the_nearest_place_is_meant_where_the_row_is_near_and_exact_enough(fresh: Path, capsys):
    # example-2 was taken from SOU on 1 April by what the seeds say
    edited(fresh / "brenn-acled.csv", "Hof,-0.9,20.1", "Hof,-0.51,20.5")
    edited(fresh / "brenn-acled.csv", "2001-05-10", "2001-05-25")
    assert imported() == 0
    assert "who took a place: 2 rows read, 2 used, 0 refused" in capsys.readouterr().out
    events = {e.id: e for e in load_seeds(fresh / "brenn" / "seeds").events}
    taken = events["acled-BRE4"]
    assert (taken.place, taken.from_party, taken.to_party) == ("example-2", "NOR", "SOU")
    assert taken.certainty == "low"
    assert imported("brenn-ged.csv", "ged.toml") == 0
    assert main(["check", "--data", "brenn"]) == 0


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2001-03-20", "the taker held the place already"),
        ("2001-04-01", "another change of that place and day is entered"),
    ],
)
def test_a_change_that_contradicts_the_seeds_is_refused(fresh: Path, capsys, day: str, reason: str):
    edited(fresh / "brenn-acled.csv", "Hof,-0.9,20.1", "Hof,-0.51,20.5")
    edited(fresh / "brenn-acled.csv", "2001-05-20", day)
    assert imported() == 0
    assert f"refused 1: {reason} (first: acled-BRE4)" in capsys.readouterr().out


def test_a_change_that_the_next_one_does_not_follow_from_is_refused(fresh: Path, capsys):
    # the next change of example-2 that is entered is from SOU
    edited(fresh / "acled.toml", '"Unter" = "example-3"', '"Unter" = "example-2"')
    edited(fresh / "brenn-acled.csv", "2001-05-10", "2001-03-10")
    assert imported() == 0
    out = capsys.readouterr().out
    assert "refused 1: the next change of the place that is entered is not from the taker" in out


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (
            '"Armed clash" = "clash"',
            '"Armed clash" = "clashes"',
            "'clashes' is no incident kind",
        ),
        ('"Southern Front" = "SOU"', '"Southern Front" = "SUO"', "'SUO' is no party"),
        ('"Unter" = "example-3"', '"Unter" = "example-9"', "'example-9' is no place"),
    ],
)
def test_a_mistake_in_the_mapping_is_told_with_its_place(
    fresh: Path, capsys, before: str, after: str, finding: str
):
    edited(fresh / "acled.toml", before, after)
    assert imported() == 1
    assert finding in capsys.readouterr().out
