"""What a reader sees of a picture: how much of it is map, its type, what its colours mean."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
import shapely
from briefs import DRAWN, picture_of, spec_of
from colours import delta_e
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from PIL import Image
from world import archive_of, make_squares, nth_day

from dashboard import briefing, wording
from dashboard.briefing import (
    SIZES,
    BriefSpec,
    charts,
    drawing,
    fonts,
    furniture,
    labels,
    layouts,
    margin,
    output,
    render,
    tagged,
)
from dashboard.briefing.findings import Findings
from dashboard.style import ACCENT, class_of

pytestmark = pytest.mark.no_cover  # the lines that draw are counted where each kind is drawn once
DAY, SINCE = dt.date(2020, 3, 5), dt.date(2018, 9, 17)
DATES = (SINCE, dt.date(2019, 9, 1), dt.date(2020, 1, 28), DAY)
#: Sizes laid out each in its own way: A3 is A4 enlarged, the largest screen the usual one.
LAYOUTS = [size for size in SIZES if size not in ("4k", "a3", "a3_portrait")]
#: In points: on a slide; on a square or a tall picture as it is seen in a chat; else on paper.
LEAST_TYPE = {"square": 9 * 7.5 / (400 / 96), "portrait": 14.0, "1080p": 12.0}
#: Of the page's shorter side, for maps that share a page.
LEAST_SHARE = {"sequence": 0.17}


def asked(**fields: object) -> BriefSpec:
    dates = DATES if fields.get("kind") == "sequence" else ()
    return spec_of(**{"day": DAY, "since": SINCE, "dates": dates, **fields})


def drawn(archive, **fields: object) -> layouts.Picture:
    return picture_of(archive, asked(**fields))


def words_of_legend(picture: layouts.Picture) -> set[str]:
    return {word for title in picture.titles.values() for word in title.split()}


def words_on(picture: layouts.Picture) -> set[str]:
    figures = picture.figures
    texts = [t for each in figures for t in (*each.texts, *(t for a in each.axes for t in a.texts))]
    return {word for text in texts for word in text.get_text().split()}


@pytest.mark.parametrize("size", LAYOUTS)
def test_a_picture_can_be_read(bundled, size):
    """At every size its type is large enough, and so are its maps, with little blank land."""
    languages = wording.languages()
    for turn, kind in enumerate(DRAWN, start=LAYOUTS.index(size)):
        picture = drawn(bundled, kind=kind, size=size, language=languages[turn % len(languages)])
        assert smallest_type(picture) >= LEAST_TYPE.get(size, 7.0) - 0.01, kind
        page, share = picture.context.size, LEAST_SHARE.get(kind, 0.25)
        assert bool(picture.frames) == (kind != "chart")
        for frame in picture.frames:
            assert min(frame.box.width, frame.box.height) >= share * min(page.width, page.height)
            assert blank_share(frame) <= 0.1, kind
        assert len({frame.bounds for frame in picture.frames}) <= 1, "maps of one extent"
        assert words_of_legend(picture) <= words_on(picture), f"{kind}: all of it, no word broken"
        assert picture.has_room, f"{kind}: no text of the legend in many lines"


@pytest.mark.parametrize("size", ["1080p", "portrait"])
def test_what_stands_on_a_map_stands_where_it_is_blank(bundled, size):
    """The frame of a difference shows all its change, also where that leaves more of it blank, as
    in December 2024: there its scale stands, where it lies in its country, and whose land is
    next to it."""
    spec = {"kind": "difference", "since": dt.date(2024, 11, 26), "day": dt.date(2024, 12, 8)}
    picture = drawn(bundled, size=size, **spec)
    (frame,), context = picture.frames, picture.context
    land = shapely.union_all(list(context.geometry.changed(context.findings.change).values()))
    shown = shapely.box(*frame.bounds)
    assert shown.buffer(1).covers(land)
    boxes = [(*frame.metres(*box[:2]), *frame.metres(*box[2:])) for box in frame.taken]
    blank = shown.difference(context.geometry.study_area)
    left = blank.difference(shapely.union_all([shapely.box(*box) for box in boxes]))
    assert left.area <= 0.1 * shown.area < blank.area
    assert "TÜRKIYE" in [t.get_text().replace("\u200a", "").upper() for t in frame.ax.texts]
    assert frame.inset in frame.taken
    assert blank.covers(shapely.box(*boxes[frame.taken.index(frame.inset)]).buffer(-1000))


def test_a_figure_in_a_narrow_margin_is_in_one_piece(bundled):
    """Where it has no room beside what it is of, all of its table stand under the beginning."""
    picture = drawn(bundled, kind="difference", size="a4_portrait")
    words, texts = picture.context.words, picture.figures[0].texts
    (table,) = (table for table in picture.context.findings.tables if table.bar)
    shown = [row.text(words) for row in table.rows]
    starts = [
        {t.get_position()[0] for t in texts if t.get_text() == wanted.replace("\u00a0", " ")}
        for row in shown
        for wanted in (row.label, row.value)
    ]
    assert all(starts)
    assert set.intersection(*starts)


@pytest.mark.parametrize("language", wording.languages())
def test_six_dates_can_be_read_on_a_square(bundled, language):
    """Each map has a fifth of the page's side, its date in one line over it, no day cut off, and
    names a place that is in all, and no name is over the dot of another."""
    dates = (*DATES, dt.date(2024, 11, 30), dt.date(2024, 12, 8))
    picture = drawn(bundled, kind="sequence", size="square", language=language, dates=dates)
    assert len(picture.frames) == len(dates)
    for frame in picture.frames:
        assert min(frame.box.width, frame.box.height) >= 0.205 * picture.context.size.width
        assert frame.named
        assert_dots_are_nearest_to_their_names(frame, picture.context.words)
    assert set.intersection(*(set(frame.named) for frame in picture.frames)), "the same in all"
    words, texts = picture.context.words, [t.get_text() for t in picture.figures[0].texts]
    for day in dates:
        ways = {words.date(day), words.locale.brief_date(day), day.isoformat()}
        assert any(way in text for way in ways for text in texts), day


def test_no_place_among_three_maps_on_a_square_is_empty(bundled):
    """They stand in one row, where each is larger than in two with a hole."""
    picture = drawn(bundled, kind="sequence", size="square", dates=DATES[-3:])
    assert picture.has_room
    assert len({box.y for box in picture.maps}) == 1
    assert min(frame.box.width for frame in picture.frames) >= 0.29 * picture.context.size.width


def test_a_road_number_on_a_small_page_is_a_plate_and_no_block(bundled):
    """It is higher than its letters by as little as keeps them apart from the road."""
    picture = drawn(bundled, size="square")
    (frame,) = picture.frames
    numbers = [text for text in frame.ax.texts if re.fullmatch(r"M\d", text.get_text())]
    plates = [patch for patch in frame.ax.patches if isinstance(patch, FancyBboxPatch)]
    assert numbers
    assert len(plates) == len(numbers)
    for number, plate in zip(numbers, plates, strict=True):
        letters, edge = number.get_window_extent(), plate.get_window_extent()
        assert edge.x0 < letters.x0
        assert letters.x1 < edge.x1
        points = edge.height * 72 / picture.figures[0].dpi
        assert points <= 1.3 * number.get_fontsize()


def test_a_figure_stands_at_the_first_line_of_its_label(bundled):
    """At the last of several it would be read with the next row."""
    texts = drawn(bundled, size="a3").figures[0].texts
    height = {text.get_text(): text.get_position()[1] for text in texts}
    assert height["29 Dec 2016"] == height["Nationwide"] > height["ceasefire"]


def assert_dots_are_nearest_to_their_names(frame, words):
    places = {place.id: place for place in frame.geometry.archive.gazetteer}
    names = {words.map_name(places[ident]): ident for ident in frame.named}
    boxes = {
        names[text.get_text()]: shapely.box(*text.get_window_extent().extents)
        for text in frame.ax.texts
        if text.get_text() in names
    }
    for ident in boxes:
        dot = shapely.Point(frame.ax.transData.transform(frame.geometry.places[ident]))
        assert min(boxes, key=lambda other: boxes[other].distance(dot)) == ident


@pytest.mark.parametrize(("size", "first"), [("1080p", 0), ("square", 1)])
def test_every_number_of_dates_leaves_the_legend_its_room(bundled, size, first):
    """Also where larger maps show more, and their legend is longer; in each language by turns."""
    days = (*DATES, dt.date(2019, 12, 19), dt.date(2020, 2, 15), dt.date(2024, 11, 30))
    languages = wording.languages()
    for count in range(3, len(days) + 1):
        language = languages[(first + count) % len(languages)]
        words = wording.load(language).of_seeds(bundled.seeds)
        more = {"size": size, "language": language, "dates": tuple(sorted(days[:count]))}
        assert layouts.arranged(bundled, words, asked(kind="sequence", **more)).has_room, count


def test_eight_dates_take_a_third_of_a_slide(bundled):
    """Rows, columns, head and legend stand where they leave the maps that much."""
    days = bundled.change_days[:: len(bundled.change_days) // 7][:8]
    spec = spec_of(kind="sequence", day=days[-1], dates=days)
    picture = layouts.arranged(bundled, wording.load("en").of_seeds(bundled.seeds), spec)
    size, boxes = picture.context.size, [frame.box for frame in picture.frames]
    assert sum(box.width * box.height for box in boxes) >= size.width * size.height / 3


def test_parties_that_look_alike_are_said_to():
    """Two of one colour and hatch; the bundled ones differ in lightness or hatch."""
    squares = archive_of(make_squares())
    words = wording.load("en").of_seeds(squares.seeds)
    picture = layouts.draw(squares, words, spec_of(day=nth_day(1)))
    note = words.counted("legend_look_alikes", 2)
    assert picture.titles["look_alikes"] == note
    assert note[:20] in " ".join(text.get_text() for text in picture.figures[0].texts)


@pytest.mark.parametrize("name", ["طالبان", "पूर्व", "თბილისი", "ไทย", "Nord طالبان"])
def test_a_name_whose_script_has_no_capitals_is_not_set_wide(name):
    """Its letters are joined, or make one sign with the next."""
    assert labels._spaced(name) == name
    assert labels._spaced("Nord 1") == "N\u200aO\u200aR\u200aD\u200a \u200a1"


def test_villages_are_named_where_there_are_few_places():
    """All twelve are of the lowest rank, as places of a file are; none changed hands by day 1."""
    seeds = make_squares()
    villages = tuple(place.model_copy(update={"rank": 4}) for place in seeds.places)
    squares = archive_of(replace(seeds, places=villages))
    words = wording.load("en").of_seeds(squares.seeds)
    picture = layouts.draw(squares, words, spec_of(day=nth_day(1)))
    assert len(picture.frames[0].named) > 6


@pytest.mark.parametrize("kind", ["situation", "difference", "side"])
def test_what_was_agreed_is_explained_on_a_square(bundled, kind):
    """It bears no name on so small a map; the zone is drawn by few kinds."""
    assert {"agreed_area", "agreed_line"} <= set(drawn(bundled, kind=kind, size="square").titles)


@pytest.mark.parametrize("size", ["square", "portrait"])
def test_the_zone_of_an_agreement_is_explained_on_a_small_page(bundled, size):
    """Each of its depths, and the lines of them, on maps that are as large as those of a pair."""
    picture = drawn(bundled, kind="agreement", size=size, since=None)
    assert {"band", "band_outer", "depth_line"} <= set(picture.titles)
    assert min(frame.box.width for frame in picture.frames) >= 0.36 * picture.context.size.width


@pytest.mark.parametrize(
    ("kind", "size", "share"),
    [
        ("situation", "square", 0.45),
        ("difference", "square", 0.32),
        ("side", "square", 0.25),
        ("situation", "1080p", 0.75),
        ("difference", "1080p", 0.43),
    ],
)
@pytest.mark.parametrize("language", wording.languages())
def test_a_long_legend_leaves_a_map_its_room(bundled, language, kind, size, share):
    """Also when every kind of transfer is on the map, as late in the series."""
    day = dt.date(2024, 12, 8 if kind == "situation" else 4)
    picture = drawn(bundled, kind=kind, size=size, day=day, language=language)
    assert picture.has_room
    for frame in picture.frames:
        least = min(frame.box.width, frame.box.height)
        assert least >= share * picture.context.size.height


def test_a_transfer_is_explained_once(bundled):
    """By the sample beside its figure, or in the legend."""
    picture = drawn(bundled, kind="difference")
    table = picture.context.findings.tables[0]
    gained = {row.style for row in table.rows if row.style}
    assert gained
    assert gained <= set(picture.titles)
    assert picture.beside
    assert not gained & set(picture.beside.entries)


def test_the_preview_says_when_maps_are_small(bundled):
    """Six dates on a square are; upright they have room, and so has one date."""
    dates = (*DATES, dt.date(2024, 11, 30), dt.date(2024, 12, 8))
    six = spec_of(kind="sequence", day=DAY, dates=dates, format="png", size="square")
    advice = wording.load("en")["briefing.preview_cramped"]
    assert briefing.preview(bundled, six).note == advice
    assert not briefing.preview(bundled, replace(six, size="portrait")).note
    assert not briefing.preview(bundled, spec_of(day=DAY, format="png", size="square")).note


def test_a_preview_is_drawn_once_for_all_files_that_show_the_same(bundled):
    """The first slide of a deck is the picture of its day."""
    as_png, as_pdf, as_deck = (
        briefing.preview(bundled, spec_of(day=DAY, format=form)) for form in ("png", "pdf", "pptx")
    )
    assert as_pdf.picture is as_png.picture is as_deck.picture
    assert (as_png.note, bool(as_deck.note)) == ("", True)


def test_the_figures_of_an_agreement_are_on_its_sheet(bundled):
    """What it drew and who held it goes on under the maps where the margin is too low for it."""
    picture = drawn(bundled, kind="agreement", size="a4", since=None)
    texts = " ".join(text.get_text() for text in picture.figures[0].texts)
    for row in picture.context.findings.tables[0].rows:
        label, value, _ = row.text(picture.context.words)
        assert value.replace("\u00a0", " ") in texts, label


def test_who_held_an_area_stands_under_it(bundled):
    """Of a table too long for a column no row is parted from what it says more of."""
    context = drawn(bundled, kind="agreement", size="a4", since=None).context
    table = context.findings.tables[0]
    assert [row for group in table.groups for row in group] == list(table.rows)
    areas = [group for group in table.groups if any(row.share for row in group)]
    assert areas
    for whole, *parts in areas:
        assert whole.share is None
        assert all(part.share for part in parts)
    assert len(margin.table(context, table)) == len(table.groups)


@pytest.mark.parametrize("size", ["1080p", "square"])
def test_the_scale_of_several_maps_hides_none_of_them(bundled, size):
    """It stands in the legend, as long as it is on a map."""
    picture = drawn(bundled, kind="sequence", size=size)
    assert not [t for frame in picture.frames for t in frame.ax.texts if "km" in t.get_text()]
    frame, (overlay,) = picture.frames[0], [ax for ax in picture.figures[0].axes if not ax.axison]
    km, text = furniture.scale_of(frame, picture.context.words)
    assert text.replace(fonts.NO_BREAK, " ") in [t.get_text() for t in picture.figures[0].texts]
    inches = km * 1000 / frame.metres_per_inch / 2
    bars = [p for p in overlay.patches if isinstance(p, Rectangle)]
    assert [bar.get_width() for bar in bars] == pytest.approx([inches, inches])


def test_the_name_of_a_pocket_lies_on_no_outline(bundled):
    """It stands beside what is left out of the zone, or within."""
    frame = drawn(bundled, kind="situation").frames[0]
    texts = [t for t in frame.ax.texts if t.get_text() == "not in the zone"]
    canvas = FigureCanvasAgg(frame.page.figure)
    box = (
        texts[0].get_window_extent(canvas.get_renderer()).transformed(frame.ax.transData.inverted())
    )
    zone = frame.geometry.project(bundled.headline_zone)
    assert not shapely.box(*box.extents).intersects(zone.boundary)


def test_no_part_is_more_than_the_whole(bundled):
    """Of figures rounded to tens the whole is rounded to tens: nobody holds 9,710 of 9,705 km²."""
    words = wording.load("en").of_seeds(bundled.seeds)
    table = Findings(bundled, words, spec_of(day=dt.date(2024, 12, 8))).held(dt.date(2024, 12, 8))
    (most, *_) = (words.locale.number(row.value.value, 10) for row in table.rows if row.share)
    assert table.remark == f"{most}\u00a0km² in all"


def test_an_agreed_line_on_the_earlier_line_of_contact_is_one_line(bundled):
    """What is drawn under another line is no entry of the legend."""
    on_its_day = drawn(bundled, kind="difference")
    later = drawn(bundled, kind="difference", since=dt.date(2020, 1, 28))
    assert "contact_a" not in on_its_day.titles
    assert "contact_a" in later.titles


def test_a_chart_shows_operations_on_an_axis_of_their_own(bundled):
    """Those in which most land changed hands, in time order; weeks of the end can be seen."""
    picture = drawn(bundled, kind="chart", size="a4", dates=())
    main, *zooms = [ax for ax in picture.figures[0].axes if ax.get_lines()]
    spans = [ax.get_xlim() for ax in zooms]
    assert len(spans) == 3
    assert spans == sorted(spans)
    whole = main.get_xlim()
    for start, end in spans:
        assert whole[0] - 2 <= start < end <= whole[1] + 2
        assert end - start < 0.1 * (whole[1] - whole[0])


def test_a_low_chart_shows_one_operation_beside_it(bundled):
    """That in which most land changed hands, on the same axis of areas, after it in time."""
    picture = drawn(bundled, kind="chart", size="square", dates=())
    main, zoom = [ax for ax in picture.figures[0].axes if ax.get_lines()]
    assert zoom.get_ylim() == main.get_ylim()
    assert zoom.get_position().x0 > main.get_position().x1
    assert zoom.get_position().y0 == pytest.approx(main.get_position().y0)
    start, end = num2date(zoom.get_xlim()[0]).date(), num2date(zoom.get_xlim()[1]).date()
    assert dt.date(2024, 11, 25) <= start < end <= dt.date(2024, 12, 10)
    (operation,) = charts.zooms_of(picture.context, 1)
    named = charts.name_of(picture.context.words, operation)
    assert named in [text.get_text() for text in picture.figures[0].texts], "in one line"
    bars = [[line for line in ax.get_lines() if line.get_color() == ACCENT] for ax in (main, zoom)]
    assert [len(each) for each in bars] == [1, 1], "by the bar under it, which is on both axes"


@pytest.mark.parametrize("size", ["1080p", "square"])
def test_a_date_on_a_chart_stands_at_its_foot_but_hides_no_letter(bundled, size):
    """Of the last operation, which a small page has no letter for."""
    picture = drawn(bundled, kind="chart", size=size, day=dt.date(2024, 12, 1), since=None)
    main = next(ax for ax in picture.figures[0].axes if ax.get_lines())
    FigureCanvasAgg(picture.figures[0]).draw()
    plates = ((text.get_text(), text.get_bbox_patch()) for text in main.texts)
    texts = {text: plate.get_window_extent() for text, plate in plates if plate}
    letters = [texts[key] for key in "AB" if key in texts]
    date = next(box for text, box in texts.items() if "2024" in text)
    assert len(letters) == (0 if size == "square" else 2)
    assert not any(date.overlaps(letter) for letter in letters)
    assert letters or date.y0 < main.bbox.y0 + 0.05 * main.bbox.height


@pytest.mark.parametrize("language", wording.languages())
def test_a_chart_without_a_frame_cuts_no_label(bundled, language):
    picture = drawn(bundled, kind="chart", size="square", sheet="map", language=language)
    page = picture.figures[0].bbox
    for ax in picture.figures[0].axes:
        for label in (*ax.get_yticklabels(), *ax.get_xticklabels()):
            box = label.get_window_extent()
            assert not ax.axison or (box.x0 > page.x0 and box.x1 < page.x1), label.get_text()


@pytest.mark.parametrize(
    "days",
    [
        (dt.date(2018, 2, 1),),
        (DAY,),
        (dt.date(2021, 6, 1),),
        (dt.date(2019, 2, 25), dt.date(2020, 8, 6), dt.date(2022, 1, 16), dt.date(2023, 6, 28)),
    ],
)
def test_a_date_on_a_chart_covers_no_name_of_a_holder(bundled, days):
    """Early, in the middle of the longest time without a change, and where one follows another."""
    picture = drawn(bundled, kind="chart", day=days[-1], dates=days, since=None)
    main = next(ax for ax in picture.figures[0].axes if ax.get_lines())
    texts = {text.get_text(): text.get_window_extent() for text in main.texts}
    years = [str(day.year) for day in days]
    dates = [box for text, box in texts.items() if any(year in text for year in years)]
    names = [box for text, box in texts.items() if text in ("Government", "Opposition")]
    assert (len(dates), len(names)) == (len(days), 2)
    assert not any(name.overlaps(d.padded(d.height / 2)) for name in names for d in dates)


def test_the_axes_of_a_chart_are_labelled_in_words(bundled):
    """Days and months as the language writes them, and km² beside those of the operations too."""
    picture = drawn(bundled, kind="chart", dates=())
    main, first, *others = [ax for ax in picture.figures[0].axes if ax.get_lines()]
    locale = picture.context.words.locale
    months = [num2date(at) for at in first.get_xticks()]
    assert labels_of(first.xaxis) == [locale.brief_month(month) for month in months]
    days = [num2date(at) for at in others[-1].get_xticks()]
    assert labels_of(others[-1].xaxis) == [locale.day_of_year(day) for day in days]
    for ax in (main, first):
        assert labels_of(ax.yaxis)[-1].endswith("km²")
        assert len(labels_of(ax.yaxis)) > 1


def labels_of(axis) -> list[str]:
    """What the labels of an axis say."""
    return [label.get_text() for label in axis.get_ticklabels()]


def smallest_type(picture: layouts.Picture) -> float:
    """Size of the smallest text of a picture, in points."""
    axes = [ax for figure in picture.figures for ax in figure.axes]
    texts = [text for part in (*picture.figures, *axes) for text in part.texts]
    scales = [axis for ax in axes if ax.axison for axis in (ax.xaxis, ax.yaxis)]
    texts += [label for axis in scales for label in axis.get_ticklabels()]
    return min(text.get_size() for text in texts if text.get_text().strip())


def blank_share(frame) -> float:
    """Share of a map that is land nothing is claimed of, or margin."""
    shown = shapely.box(*frame.bounds)
    return 1 - shown.intersection(frame.geometry.study_area).area / shown.area


def pixels(figure: Figure) -> np.ndarray:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].astype(float)


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("situation", {"control.GOV", "control.OPP", "control.SDF", "taken.GOV.OPP"}),
        (
            "difference",
            {"control.GOV", "control.OPP", "control.SDF", "control.TUR", "gained.GOV.OPP"},
        ),
    ],
)
def test_a_sample_of_the_legend_is_the_colour_on_the_map(bundled, kind, entries):
    """Hatched land compared with its sample, on average: ΔE00 of 5 at most for every entry
    of which enough is seen."""
    left_out = ("place", "distance", "agreed_line")  # whose stripes have a test of their own
    layers = tuple(la.name for la in bundled.dataset.layers if la.style not in left_out)
    words = wording.load("en").of_seeds(bundled.seeds)
    picture = layouts.draw(bundled, words, asked(kind=kind, layers=layers, sheet="transparent"))
    frame, context = picture.frames[0], picture.context
    hide_strokes(frame)
    seen, dpi = pixels(context.page.figure), context.page.figure.dpi
    fills = {key: look.style for key, look in frame.drawn.items() if look.style.fill}
    compared = set()
    for key in fills:
        if fills[key].radius or key in ("land", "lake"):
            continue
        land = frame.seen(areas(frame, picture, key))
        for other in fills:
            if other != key and other not in (*fills[key].over, "land"):
                land = land.difference(areas(frame, picture, other))
        for below in fills[key].over:
            land = land.intersection(areas(frame, picture, below))
        spot = widest(land, frame.metres_per_inch * 0.16)
        if spot is None:
            continue  # nowhere is enough of it to be compared
        x, y = frame.inches(spot.x, spot.y)
        column, line = x * dpi, (frame.box.height - y) * dpi
        reach = int(0.09 * dpi)
        map_colour = seen[
            int(line) - reach : int(line) + reach, int(column) - reach : int(column) + reach
        ].mean(axis=(0, 1))
        assert delta_e(map_colour, sample(context, key)) <= 5, key
        compared.add(key)
    assert compared == entries


@pytest.mark.parametrize(
    ("asked_for", "lands"),
    [
        ({"kind": "situation", "day": dt.date(2020, 3, 10)}, ("control.GOV", "control.OPP")),
        (
            {"kind": "difference", "since": dt.date(2024, 11, 26), "day": dt.date(2024, 12, 8)},
            ("gained.OPP.GOV", "control.OPP"),
        ),
    ],
)
def test_an_agreed_zone_is_as_in_the_legend_on_every_land(bundled, asked_for, lands):
    """The stripe along its edge, wherever it crosses what a party held, or took."""
    layers = ("control_areas", "sochi_lines", "basemap")
    words = wording.load("en").of_seeds(bundled.seeds)
    picture = layouts.draw(bundled, words, asked(**asked_for, layers=layers, sheet="transparent"))
    frame, context = picture.frames[0], picture.context
    hide_strokes(frame)
    seen, dpi = pixels(context.page.figure), context.page.figure.dpi
    wide = frame.drawn["band"].style.weight * 0.8 / 72 * frame.metres_per_inch
    stripe = areas(frame, picture, "band").buffer(-wide / 2).boundary
    for key in lands:
        line = frame.seen(stripe.intersection(areas(frame, picture, key).buffer(-2 * wide)))
        spots = shapely.line_interpolate_point(line, np.linspace(0, 1, 40), normalized=True)
        places = [frame.inches(spot.x, spot.y) for spot in spots]
        colours = [seen[int((frame.box.height - y) * dpi), int(x * dpi)] for x, y in places]
        assert delta_e(np.median(colours, axis=0), sample(context, "band")) <= 5, key


def hide_strokes(frame) -> None:
    """What is compared lies between lines, which no shape cuts off as it does a hatch."""
    for artist in frame.ax.patches:
        if artist.get_facecolor()[3] == 0 and artist.get_clip_path() is None:
            artist.set_visible(False)


def areas(frame, picture, key):
    """Where a class lies on a map, in metres."""
    geometry, findings = frame.geometry, picture.context.findings
    kind, *parties = key.split(".")
    state, empty = findings.state, shapely.Polygon()
    if kind == "control":
        return geometry.held(state).get(parties[0], empty)
    if kind == "low_certainty":
        return geometry.low_certainty(state)
    if kind == "gained":
        return geometry.changed(findings.change).get((parties[0], parties[1]), empty)
    layers = picture.context.archive.dataset.layers
    pairs = [
        (f, la.style) for la in layers if la.style != "control" for f in state.features(la.name)
    ]
    found = [geometry.of(f) for f, layer_style in pairs if class_of(f, layer_style) == key]
    return shapely.union_all(found)


def widest(land, least: float):
    """The middle of the roomiest part of an area, if a circle of that radius fits there."""
    parts = [part for part in shapely.get_parts(land.buffer(-least)) if not part.is_empty]
    return max(parts, key=lambda part: part.area).representative_point() if parts else None


def sample(context, key: str) -> np.ndarray:
    """The average colour of a legend's sample of an area, drawn large, or that of its stripe."""
    figure = Figure((2, 2), dpi=context.page.figure.dpi)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 2), ylim=(2, 0))
    ax.axis("off")
    drawing.swatch(ax, (0, 0, 2, 2), context.styles, key, context.look, framed=False)
    seen = pixels(figure)
    rows = slice(40, -40) if context.styles[key].fill else slice(2, 4)
    return seen[rows, 40:-40].mean(axis=(0, 1))


# between them all that is drawn; other kinds put the same maps beside each other
@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("situation", "1080p"),
        ("difference", "square"),
        ("agreement", "square"),
        ("chart", "square"),
    ],
)
def test_a_pdf_looks_the_same_in_two_programs(bundled, kind, size, tmp_path):
    """Hatches, ribbons, code and logo: PDFium's picture of a page, poppler's where it is there, and
    the PNG."""
    logo = io.BytesIO()
    Image.new("RGB", (60, 40), "#0072BC").save(logo, "png")
    added = {"link": "https://maps.example.org/?s=1", "logo": logo.getvalue()}
    picture = drawn(bundled, kind=kind, size=size, **added)
    png, pdf = (output.encode(picture.figures[:1], each, picture.about) for each in ("png", "pdf"))
    pages = [pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()]
    has_poppler = shutil.which("pdftoppm") is not None
    if has_poppler:
        (tmp_path / "page.pdf").write_bytes(pdf)
        made = ["pdftoppm", "-r", "144", "-singlefile", "page.pdf", "page"]
        subprocess.run(made, cwd=tmp_path, check=True)
        pages.append(Image.open(tmp_path / "page.ppm"))
    wanted = small(Image.open(io.BytesIO(png)))
    for shown in pages:
        off = np.abs(small(shown) - wanted).max(axis=2)
        assert (off > 24).mean() < 0.005, "more than a pixel in 200 has another colour"
    if not has_poppler:
        pytest.skip("pdftoppm is not installed: only PDFium's picture was compared")


def test_the_letters_of_a_pdf_stand_where_those_of_a_picture_do():
    """Signs of numbers between marks without a shape, and vowels over letters, among others."""
    for text in (
        "على 67\u200e%\u200e من: \u200f\u200e6,590\xa0±\xa0700 كم²",
        "آخر تغيّر مُبلَّغ عنه",
        "الشمال المبيَّن هو Ḥamā",
    ):
        figure = Figure((4, 0.5), dpi=144)
        page_label = {"label": "head/P:1", "fontproperties": fonts.properties(text, 14)}
        figure.text(0.05, 0.4, text, **page_label)
        png = Image.fromarray(pixels(figure).astype(np.uint8))
        pdf = tagged.pdf([figure], {}, language="ar", pictures={})
        shown = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
        seen = [
            np.asarray(each.convert("L").resize((144, 18), Image.Resampling.BOX)).astype(float)
            for each in (png, shown)
        ]
        assert np.abs(seen[0] - seen[1]).max() < 80, text


def small(image: Image.Image) -> np.ndarray:
    """A page as it is seen from afar: edges and hatches as the colour they give."""
    high = 108
    shape = (round(high * image.width / image.height), high)
    return np.asarray(image.convert("RGB").resize(shape, Image.Resampling.BOX)).astype(float)


def test_a_map_alone_has_the_shape_of_its_frame_and_can_be_laid_over_another(archive):
    """No margin on any side; see-through outside of the study area, in its own colours within."""
    words = wording.load("en")
    data = render(archive, words, spec_of(sheet="transparent"))
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    frame = layouts.draw(archive, words, spec_of(sheet="transparent")).frames[0]
    area, box = frame.geometry.study_area, shapely.box(*frame.bounds)
    far = box - area.boundary.buffer(0.01 * box.length)
    alpha = np.asarray(image.getchannel("A"))
    for parts, wanted in ((far - area, 0), (far & area, 255)):
        points = [part.representative_point() for part in shapely.get_parts(parts)]
        assert points, "the map shows what is within and what is outside of the study area"
        for point in points:
            right, up = frame.inches(point.x, point.y)
            seen = alpha[int((frame.box.height - up) * 144), int(right * 144)]
            assert seen == wanted, point
    assert image.width / image.height == pytest.approx(frame.box.width / frame.box.height, 0.01)
    plain = Image.open(io.BytesIO(render(archive, words, spec_of(sheet="map"))))
    assert image.size == plain.size
    assert briefing.file_name(spec_of(sheet="map"), archive).endswith("_1080p_map_20010615.png")


def test_names_on_a_map_have_no_signs_of_a_list(bundled):
    """No disambiguators in brackets, no marks of transliteration."""
    for kind in ("situation", "difference", "sequence"):
        for frame in drawn(bundled, kind=kind).frames:
            assert not [
                t.get_text()
                for t in frame.ax.texts
                if re.search(r"[()`:]", t.get_text()) and not t.get_text().startswith("Scale")
            ]


def test_a_name_stands_on_its_places_side_of_the_line(bundled):
    """Nobody reads a town as held by who stands across from it."""
    frame = drawn(bundled, kind="situation").frames[0]
    line = shapely.union_all(frame.lines)
    words = wording.load("en").of_seeds(bundled.seeds)
    at = {words.map_name(bundled.places[p]): frame.geometry.places[p] for p in frame.named}
    for text in frame.ax.texts:
        if text.get_text() in at:
            way = shapely.LineString([at[text.get_text()], text.get_position()])
            assert not line.intersects(way), text.get_text()


def test_letters_of_a_name_are_in_the_room_it_takes(bundled):
    """Where no other words may stand, and level with its dot."""
    words = wording.load("en").of_seeds(bundled.seeds)
    picture = layouts.draw(bundled, words, asked(kind="situation", size="1080p"))
    (frame,), figure = picture.frames, picture.figures[0]
    names = {words.map_name(bundled.places[ident]) for ident in frame.named}
    shown = {text.get_text(): text for text in frame.ax.texts if text.get_text() in names}
    for artist in (*figure.texts, *figure.axes, *frame.ax.get_children()):
        artist.set_visible(artist is frame.ax)
    for text in list(shown.values())[:4]:
        text.set_visible(True)
        rows, columns = np.nonzero(pixels(figure).min(axis=2) < 128)
        text.set_visible(False)
        high = figure.dpi * (frame.box.y + frame.box.height)
        low, top = ((high - row) / figure.dpi for row in (rows.max(), rows.min()))
        middle = columns.mean() / figure.dpi - frame.box.x
        boxes = [b for b in frame.taken if b[0] < middle < b[2] and b[1] < (low + top) / 2 < b[3]]
        assert any(b[1] <= low + 0.02 and top <= b[3] + 0.02 for b in boxes), text.get_text()
