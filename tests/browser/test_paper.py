"""The map's page on paper: all that is on screen is on the sheet."""

from __future__ import annotations

import io

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Page

A4 = {"format": "A4", "margin": dict.fromkeys(("top", "right", "bottom", "left"), "10mm")}
LOOK = "{ zoom: map.getZoom(), size: map.getSize() }"


def test_the_page_prints_whole(show_map, show_on_phone):
    """From a wide screen and from a phone, in either direction of writing, upright and across; also
    after two maps stood side by side."""
    both = pdf_page(show_map("?date=2020-03-05&compare=side"), landscape=True)
    assert sum(has_land_held(found.image) for found in both.images if found.image.width > 400) == 2
    page = show_map("?date=2020-03-05")
    prints_all_land(page, landscape=True)
    page = show_map("?date=2020-03-05&lang=ar")
    cuts_nothing_at_its_sides(page)
    page.emulate_media(media="null")
    page = show_on_phone("?date=2020-03-05")
    prints_all_land(page, landscape=False)
    cuts_nothing_at_its_sides(page)
    page.emulate_media(media="null")


def pdf_page(page: Page, landscape: bool) -> pypdf.PageObject:
    """The first page of what is printed."""
    return pypdf.PdfReader(io.BytesIO(page.pdf(**A4, landscape=landscape))).pages[0]


def prints_all_land(page: Page, landscape: bool) -> None:
    """No land is missing to the east of what would fit; the legend and the date stand beside it."""
    land = page.evaluate("conflictMap.maps.extent()")
    page.evaluate(
        """addEventListener("beforeprint", () => {
          const { map, view } = conflictMap.maps, control = view.dateLayers.find("control");
          const frame = map.getContainer().getBoundingClientRect();
          const onOwnLand = view.holders.drawn.map(({ node, key }) => {
            const { left, right, top, bottom } = node.getBoundingClientRect();
            const { lat, lng } = map.containerPointToLatLng([(left + right) / 2 - frame.left, (top + bottom) / 2 - frame.top]);
            return control.classKeyOf(view.dateLayers.cells.shapeAt([lat * 1e5, lng * 1e5])) === key;
          });
          globalThis.paper = [conflictMap.maps.extent(), map.getSize().x, onOwnLand];
        })"""
    )
    center, before = page.evaluate(f"(({{ map }}) => [map.getCenter(), {LOOK}])(conflictMap.maps)")
    printed = pdf_page(page, landscape)
    extent, across, on_own_land = page.evaluate("paper")
    assert on_own_land
    assert all(on_own_land), "parties are named on their land also on paper"
    assert across == pytest.approx(1000, abs=4)
    west, south, east, north = extent
    assert (west, south, -east, -north) <= (land[0], land[1], -land[2], -land[3])
    # letters stand where they do on the screen, so spaces between them are not those between words
    text = "".join(printed.extract_text().split())
    assert "5March2020" in text
    assert "Syriangovernmentandallies" in text
    images = [found.image for found in printed.images if found.image.width > 900]
    assert any(map(has_land_held, images))
    after, moved = page.evaluate(
        f"""(center) => (({{ map }}) => [
          {LOOK}, map.latLngToContainerPoint(center).distanceTo(map.getSize().divideBy(2))
        ])(conflictMap.maps)""",
        center,
    )
    assert after == before
    assert moved <= 1  # pixels: the opening view is fitted anew


SHEETS = {"portrait": (718, 1047), "landscape": (1047, 718)}  # A4 within its margins, in CSS pixels


def cuts_nothing_at_its_sides(page: Page) -> None:
    """On a sheet timeline and chart are drawn as wide as the map."""
    page.emulate_media(media="print")
    for name, sheet in SHEETS.items():
        page.set_viewport_size(dict(zip(("width", "height"), sheet, strict=True)))
        cut, across = page.evaluate(
            """() => {
              dispatchEvent(new Event("beforeprint"));
              const box = (node) => node.getBoundingClientRect();
              const isSeen = (node) => node.checkVisibility({ visibilityProperty: true });
              const parts = [...document.querySelectorAll(".stApp :is(h1, h2, p, li, svg, .tm-maps, .tm-card, .tm-thumb)")]
                .filter((node) => isSeen(node) && !node.closest(".unseen, .tm-map, [popover]"));
              const cut = parts.filter((node) => box(node).left < -1 || box(node).right > innerWidth + 1);
              const across = [".tm-maps", ".tm-track-svg", ".tm-chart-svg"].map((css) => box(document.querySelector(css)).width);
              dispatchEvent(new Event("afterprint"));
              return [cut.map((node) => node.outerHTML.slice(0, 80)), across];
            }"""
        )
        assert not cut, name
        assert across == pytest.approx([across[0]] * 3, abs=2), name


def has_land_held(image: Image.Image) -> bool:
    """The land the government held, in its red, takes a good part of the picture."""
    colours = image.convert("RGB").resize((100, 60)).getcolors(6000)
    return sum(n for n, (r, g, b) in colours if r > g + 40 and r > b + 40) > 300
