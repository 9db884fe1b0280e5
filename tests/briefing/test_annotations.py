"""What the author adds to a map: read from lines, placed over no words, marked as theirs."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pptx
import pytest
import shapely
from briefs import EARLIER, spec_of
from lxml import etree
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches

from dashboard import briefing, wording
from dashboard.annotations import Annotation, read_annotations, write_annotations
from dashboard.briefing import cards, fonts
from dashboard.briefing.context import render_context
from dashboard.briefing.layouts import draw
from dashboard.briefing.mapframe import overlap
from dashboard.briefing.spec import Size
from dashboard.errors import ChoiceError


@pytest.fixture
def two(archive):
    """Ids of the two most important places."""
    first, second, *_ = sorted(archive.places.values(), key=lambda place: place.rank)
    return first, second


def test_a_line_is_a_place_or_position_with_a_text(archive, two):
    """By id or name whatever its case, with an arrow, with a circle; remarks are none."""
    a, b = two
    text = (
        f"# seen\n{a.id}: closed\n\n{b.name['en'].upper()} > {a.id}: convoy: large\n"
        f"{a.lat}, {a.lon}: here\r\n{a.id} 2.5 km: no access\n"
        f"[{a.id}]: empty\n[ {b.name['en'].upper()} , {a.id}]: [both]\n"
        "[10 30, 10 32,12 32 , 12 30]: camps"
    )
    at, to = (a.lon, a.lat), (b.lon, b.lat)
    assert read_annotations(text, archive, "notes") == (
        Annotation("closed", at),
        Annotation("convoy: large", to, at),
        Annotation("here", at),
        Annotation("no access", at, radius_km=2.5),
        Annotation("empty", at, land=(a.id,)),
        Annotation("[both]", to, land=(b.id, a.id)),
        Annotation("camps", (31, 11), corners=((30, 10), (32, 10), (32, 12), (30, 12))),
    )


def test_a_list_written_from_annotations_reads_as_them(archive, two):
    """Without a name: whoever reads it need know none."""
    a, b = two
    area = archive.areas_of_cells[0]
    area_of_mine = "[10.0000 11.0000, 11.0000 11.0000, 11.0000 12.0000]: mine"
    text = f"{a.name['en']} > {b.id}: convoy\n10.00001 11 3 km: here\n[{area}, {a.id}]: land"
    text += f"\n{area_of_mine}"
    listed = read_annotations(text, archive, "notes")
    written = write_annotations(listed)
    assert written.splitlines()[1:] == [
        "10.0000 11.0000 3 km: here",
        f"[{area}, {a.id}]: land",
        area_of_mine,
    ]
    again = read_annotations(written, archive, "link", by_name=False)
    assert write_annotations(again) == written
    assert [each.text for each in again] == ["convoy", "here", "land", "mine"]


def test_the_text_of_land_belongs_in_its_middle(archive):
    """At one of its places."""
    area = archive.areas_of_cells[0]
    (made,) = read_annotations(f"[{area}]: all of it", archive, "notes")
    inside = {archive.cells[cell] for cell in np.flatnonzero(archive.within(area))}
    assert made.at in [(archive.places[each].lon, archive.places[each].lat) for each in inside]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("nothing", "notes:1: 'nothing'; 'place: text'"),
        ("atlantis: here", "notes:1: 'atlantis' is no place"),
        ("95 10: here", "'95 10' is not on Earth"),
        ("10 10 0 km: here", "a circle of 0 km; a radius up to 500 km is wanted"),
        ("10 10 > 11 11 5 km: here", "an arrow with a circle; one of them is wanted"),
        ("[atlantis]: here", "'atlantis' is no place"),
        ("[]: here", "'[]: here'; 'place: text'"),
        ("10 10: a\u202eb", "has signs nobody sees; plain text is wanted"),
        ("10 10: a\0b", "has signs nobody sees; plain text is wanted"),
        ("10 10" + " " * 700 + ": here", "a line of 711 letters; at most 600 are wanted"),
        ("[10 10, 11 11, here]: x", "'here' is no corner; latitude longitude is wanted"),
        ("[10 10, 11 11]: x", "an area of 2 corners; 3 to 24 are wanted"),
        (f"[{', '.join(f'10 {n}' for n in range(25))}]: x", "an area of 25 corners; 3 to 24"),
        ("10 10: " + "x" * 121, "a text of 121 letters; at most 120 are wanted"),
        ("10 10: x\n" * 13, "13 annotations; at most 12 are wanted"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_what_is_wanted(archive, line, wanted):
    """Where it was written, what is wrong with it."""
    with pytest.raises(ChoiceError, match=re.escape(wanted)):
        read_annotations(line, archive, "notes")


def test_annotations_stand_over_no_words_and_are_marked_as_the_authors(archive):
    """In the picture, its legend and its alternative text."""
    frame = draw(archive, wording.load("en"), spec_of()).frames[0]
    a, b, *_ = frame.named
    lines = f"{a}: closed\n{b} > {a}: convoy\n{b} 3 km: no access\n[{a}]: empty"
    spec = spec_of(annotations=read_annotations(lines, archive, "notes"))
    words = wording.load("en")
    picture = draw(archive, words, spec)
    assert picture.titles[cards.KEY] == words["briefing.annotation"]
    assert "closed; convoy; no access; empty" in picture.about.alt
    written = list(frame.taken)
    cards.place(frame, spec.annotations)
    placed = [card.box for card in frame.cards]
    for one, other in [*combinations(placed, 2), *product(placed, written)]:
        assert not overlap(one, other)


def test_no_text_hides_what_an_arrow_beside_it_points_at(archive):
    """Whichever of them is written first."""
    words, whole = wording.load("en"), draw(archive, wording.load("en"), spec_of()).frames[0]
    lon, lat = whole.geometry.degrees(*whole.metres(whole.box.width / 2, whole.box.height / 2))
    east = whole.geometry.degrees(*whole.metres(whole.box.width / 2 + 0.5, whole.box.height / 2))
    text = Annotation("closed", (lon, lat))
    arrow = Annotation("convoy", whole.geometry.degrees(*whole.metres(0.5, 0.5)), to=east)
    for written in ((text, arrow), (arrow, text)):
        frame = draw(archive, words, spec_of(annotations=written)).frames[0]
        x, y = frame.inches(*frame.geometry.metres(*east))
        assert not any(overlap(card.box, (x, y, x, y)) for card in frame.cards)


def test_what_stands_in_corners_hides_nothing_that_is_marked(bundled):
    """Locator, scale and arrow to the north leave them to a place, an area and an arrow."""
    days = {"since": dt.date(2024, 11, 26), "day": dt.date(2024, 12, 8)}
    spec, words = spec_of(kind="difference", **days), wording.load("en").of_seeds(bundled.seeds)
    frame = draw(bundled, words, spec).frames[0]
    locator, scale, north = frame.taken[:3]
    assert frame.inset == locator

    def at(plate, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
        west, south, east, top = plate
        spot = frame.metres(west + x * (east - west), south + y * (top - south))
        return frame.geometry.degrees(*spot)

    corners = (at(scale, 0.3, 0.3), at(scale, 0.7, 0.3), at(scale, 0.5, 0.7))
    annotations = (
        Annotation("place", at(locator)),
        Annotation("area", at(scale), corners=corners),
        Annotation("arrow", at(north, 0.5, -2), to=at(north)),
    )
    for chosen in (*((each,) for each in annotations), annotations):
        seen = draw(bundled, words, replace(spec, annotations=chosen)).frames[0]
        marked = cards.marked(seen.geometry, chosen)
        for plate in seen.taken[: 2 + bool(seen.inset)]:
            ends = (*seen.metres(*plate[:2]), *seen.metres(*plate[2:]))
            assert not marked.intersects(shapely.box(*ends)), [each.text for each in chosen]


def test_a_map_reaches_as_far_as_what_is_marked_on_it(archive):
    """The map of a difference is of what changed, and of where its author points."""
    spec, places = spec_of(kind="difference", since=EARLIER), archive.places
    west = min((places[ident] for ident in archive.cells), key=lambda place: place.lon)

    def shows(*annotations: Annotation) -> bool:
        context = render_context(
            archive, wording.load("en"), replace(spec, annotations=annotations)
        )
        at = context.geometry.metres(west.lon, west.lat)
        return shapely.box(*context.bounds).intersects(shapely.Point(at))

    at = (west.lon, west.lat)
    assert not shows()
    assert shows(Annotation("text", at))
    assert shows(Annotation("circle", at, radius_km=1))
    assert shows(Annotation("land", at, land=(west.id,)))


def test_on_a_slide_annotations_can_be_edited(archive):
    """Text, arrow, circle and outlines are shapes, over their places on the slide's picture."""
    words = wording.load("en")
    a, b, *_ = draw(archive, words, spec_of()).frames[0].named
    lon, lat = archive.places[a].lon, archive.places[a].lat
    corners = f"{lat - 0.02} {lon - 0.02}, {lat - 0.02} {lon + 0.02}, {lat + 0.02} {lon}"
    lines = f"{a} 3 km: no access\n{b} > {a}: convoy\n[{a}]: empty\n[{corners}]: camps"
    listed = read_annotations(lines, archive, "notes")
    data = briefing.render(archive, words, spec_of(format="pptx", annotations=listed))
    shapes = pptx.Presentation(io.BytesIO(data)).slides[0].shapes
    mine = [shape for shape in shapes if shape.name == "Annotation"]
    assert {s.text_frame.text.replace(fonts.NO_BREAK, " ") for s in mine if s.has_text_frame} == {
        "",
        "no access",
        "convoy",
        "empty",
        "camps",
    }
    land, area = (s for s in mine if s.shape_type == MSO_SHAPE_TYPE.FREEFORM)
    assert sum(b"tailEnd" in etree.tostring(shape._element) for shape in mine) == 1
    picture = next(s for s in shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    circle = next(s for s in mine if s.has_text_frame and not s.text_frame.text)
    x = (circle.left + circle.width / 2 - picture.left) / picture.width
    for outline in (land, area):
        assert outline.left <= picture.left + x * picture.width <= outline.left + outline.width
    wide, high = picture.width / Inches(1), picture.height / Inches(1)
    size = Size("slide", wide, high, 200, 12.5, 12)
    frame = draw(archive, words, spec_of(sheet="map"), size).frames[0]
    lon_lat = frame.inches(*frame.geometry.places[a])
    assert x == pytest.approx(lon_lat[0] / frame.box.width, abs=0.01)


def test_what_lies_outside_the_map_is_told(archive):
    """No annotation is left out without a word, and a chart has no map."""
    far = (Annotation("far", (0.0, 0.0)),)
    words = wording.load("en")
    with pytest.raises(ChoiceError, match="'far' lies outside the map"):
        briefing.render(archive, words, spec_of(annotations=far))
    beyond = (Annotation("beyond", (0.0, 0.0), land=far_land(archive)),)
    extent = (30.0, 5.0, 30.1, 5.1)
    with pytest.raises(ChoiceError, match="'beyond' lies outside the map"):
        briefing.render(archive, words, spec_of(annotations=beyond, extent=extent))
    with pytest.raises(ChoiceError, match="a kind with a map is wanted"):
        briefing.render(archive, words, spec_of(kind="chart", annotations=far))


def far_land(archive) -> tuple[str, ...]:
    """A place with land."""
    return archive.cells[:1]


def test_who_prepared_it_and_the_logo_stand_in_the_foot(archive):
    """A file that is no picture is refused by what is wanted."""
    made = io.BytesIO()
    Image.new("RGB", (60, 20), "#00AA55").save(made, "PNG")
    words, spec = wording.load("en"), spec_of(credit="Field Desk", logo=made.getvalue())
    svg = briefing.render(archive, words, replace(spec, format="svg")).decode("utf-8")
    shown = re.sub(r"<[^>]+>", " ", svg.replace("&#32;", " ")).split()  # lines end anywhere
    assert "Prepared by Field Desk." in " ".join(shown)
    image = Image.open(io.BytesIO(briefing.render(archive, words, spec))).convert("RGB")
    assert any(colour == (0, 170, 85) for _, colour in image.getcolors(image.width * image.height))
    for kind, form in (("situation", "html"), ("situation", "pptx"), ("difference", "docx")):
        data = briefing.render(archive, words, replace(spec, kind=kind, format=form))
        if form == "html":
            assert b'src="data:image/png;base64,' in data
            assert b"Prepared by Field Desk." in data
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [package.read(name) for name in package.namelist()]
        assert spec.logo in parts
        assert any(b"Prepared by Field" in part for part in parts)
    with pytest.raises(ChoiceError, match="a PNG or JPEG is wanted"):
        briefing.render(archive, words, spec_of(logo=b"no picture"))
