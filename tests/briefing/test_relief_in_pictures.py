"""Pictures of a data set with a relief: it lies under all else, and colours stay what they mean."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import numpy as np
import pytest
import shapely
from briefs import spec_of
from colours import delta_e
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from reliefs import shade_at

from dashboard import briefing, wording
from dashboard.archive import Archive
from dashboard.briefing import layouts
from dashboard.cli import main
from dashboard.style import CONTROL_OPACITY, LAND, style_table

DAY = dt.date(2001, 3, 15)
ALL = ("relief", "control_areas", "line_of_contact", "roads")


@pytest.fixture(scope="module")
def hilly(relief_data: Path) -> Archive:
    return Archive.load(relief_data)


def asked(**fields: object) -> briefing.BriefSpec:
    return spec_of(**{"day": DAY, "layers": ALL, **fields})


@pytest.fixture(scope="module")
def both(hilly: Archive) -> tuple[tuple[layouts.Picture, np.ndarray], ...]:
    """A picture with its relief and without, and the pixels of each."""

    def drawn(layers: tuple[str, ...]) -> tuple[layouts.Picture, np.ndarray]:
        words = wording.load("en").of_seeds(hilly.seeds)
        picture = layouts.draw(hilly, words, asked(sheet="transparent", layers=layers))
        canvas = FigureCanvasAgg(picture.context.page.figure)
        canvas.draw()
        return picture, np.asarray(canvas.buffer_rgba()).astype(float)

    return drawn(ALL), drawn(ALL[1:])


def test_slopes_away_from_the_light_are_darker_where_they_are(hilly, both):
    """The picture is in web Mercator, the map in the measuring CRS: each slope has its place."""
    (picture, shaded), (_, plain) = both
    (frame,), dpi = picture.frames, picture.context.page.figure.dpi
    darker = (plain - shaded)[..., :3].mean(axis=-1)
    assert darker.min() >= -1
    lon, lat = np.meshgrid(np.linspace(9.99, 10.28, 60), np.linspace(0.02, 0.28, 60))
    shade = shade_at(hilly.layers["relief"], lon, lat)
    points = frame.geometry.project(shapely.points(lon, lat))
    x, y = shapely.get_x(points), shapely.get_y(points)
    right = (x - frame.bounds[0]) / frame.metres_per_inch * dpi
    down = (frame.box.height - (y - frame.bounds[1]) / frame.metres_per_inch) * dpi
    inside = (right > 0) & (right < darker.shape[1] - 1) & (down > 0) & (down < darker.shape[0] - 1)
    seen = darker[down[inside].astype(int), right[inside].astype(int)]
    assert seen[shade[inside] > 200].mean() > 8
    assert seen[shade[inside] == 0].mean() < 1


def test_no_slope_takes_a_colour_from_its_sample_in_the_legend(hilly, bundled):
    """The darkest slope is within ΔE00 of 5 of level land, whoever holds it."""
    shade = 1 - style_table(hilly.dataset)["relief"].fill_opacity
    land = rgb(LAND)
    for archive in (hilly, bundled):
        for party in archive.dataset.parties:
            over = CONTROL_OPACITY * rgb(party.colour)
            level, dark = (over + (1 - CONTROL_OPACITY) * below for below in (land, land * shade))
            assert delta_e(level, dark) <= 5, party.id


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def test_a_see_through_sheet_has_relief_on_land_of_the_study_area_alone(both):
    """Nothing is drawn where the page behind it is to be seen."""
    (_, shaded), (_, plain) = both
    assert np.array_equal(shaded[..., 3] == 0, plain[..., 3] == 0)


def test_the_picture_is_in_pages_and_slides_and_equal_requests_make_equal_files(hilly):
    words = wording.load("en").of_seeds(hilly.seeds)

    def made(format: str, layers: tuple[str, ...]) -> bytes:
        return briefing.make(hilly, words, asked(format=format, layers=layers)).data

    for format in ("svg", "pdf", "pptx"):
        assert len(whole := made(format, ALL)) > len(made(format, ALL[1:])), format
        assert made(format, ALL) == whole, format


@pytest.mark.parametrize("format", ["geojson", "gpkg", "parquet", "kml"])
def test_data_files_have_no_picture(hilly, format):
    words = wording.load("en").of_seeds(hilly.seeds)
    one, plain = (
        briefing.make(hilly, words, asked(format=format, layers=layers)).data
        for layers in (ALL, ALL[1:])
    )
    assert one == plain


def test_credits_name_who_made_it(hilly, relief_data, tmp_path):
    """The page, which has the picture in it, names its licence; so does the map for notebooks."""
    assert hilly.layer_licences["relief"] == ("public domain",)
    out = str(tmp_path)
    for name in ("html", "png"):
        assert main(["brief", "--data", str(relief_data), "--format", name, "-o", out]) == 0
    page = hilly.as_of(DAY).to_folium().get_root().render()
    assert "L.imageOverlay" in page
    assert "data:image/png;base64," in page


def test_the_map_on_screen_has_it_under_all_layers_until_it_is_switched_off(
    browser: Browser, hilly, tmp_path
):
    """Of the page that is a file, whose map is that of the app."""
    words = wording.load("en").of_seeds(hilly.seeds)
    file = tmp_path / "map.html"
    file.write_bytes(briefing.make(hilly, words, asked(format="html")).data)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(file.as_uri())
    image = page.locator("#map_main .leaflet-tm-relief-pane img")
    expect(image).to_be_visible()
    hilly_map = screen(page)
    page.get_by_role("button", name="Layers").click()
    page.get_by_role("checkbox", name="Relief").uncheck()
    expect(image).to_have_count(0)
    page.keyboard.press("Escape")
    darker = (screen(page) - hilly_map).mean(axis=-1)
    assert (darker > 8).mean() > 0.02
    assert darker.max() < 255 * 0.1 + 2
    page.close()


def screen(page: Page) -> np.ndarray:
    """The pixels of the middle of the map, where no widget lies."""
    box = page.locator("#map_main").bounding_box()
    clip = {"x": box["x"] + 60, "y": box["y"] + 100, "width": 400, "height": 250}
    shot = page.screenshot(clip=clip, animations="disabled")
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(float)
