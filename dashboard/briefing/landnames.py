"""Countries by name across what is seen of their land."""

from __future__ import annotations

import shapely

from dashboard.archive import Archive
from dashboard.briefing import fonts
from dashboard.briefing.labels import free, seen, write
from dashboard.briefing.mapframe import MapFrame
from dashboard.records import Feature
from dashboard.wording import Wording


def countries(frame: MapFrame, archive: Archive, words: Wording) -> None:
    """Country names across what is seen of their land, outside the study area where possible."""
    study = frame.geometry.study_area()
    size = frame.page.body * 0.95
    for feature in archive.layers.get("basemap", ()):
        if feature.properties.get("kind") != "country":
            continue
        land = shapely.make_valid(frame.geometry.of(feature))
        shown = seen(frame, land).difference(study)
        part = max(shapely.get_parts(shown), key=lambda g: g.area, default=None)
        if part is None or part.is_empty:
            continue
        name = name_of(feature, words)
        spaced = name if frame.page.right_to_left else " ".join(name.upper())
        centre = shapely.maximum_inscribed_circle(part, tolerance=frame.metres_per_inch / 20)
        x, y = frame.inches(*centre.coords[0])
        width = fonts.width(spaced, size, 500) / 72
        box = (x - width / 2, y - size / 72, x + width / 2, y + size / 72)
        inside = shapely.box(*frame.metres(*box[:2]), *frame.metres(*box[2:]))
        if free(frame, box) and part.buffer(frame.metres_per_inch * 0.15).contains(inside):
            write(frame, spaced, x, y, size, 500, colour="#6D675A", halo=1.5)
            frame.taken.append(box)


def name_of(feature: Feature, words: Wording) -> str:
    """A feature's name in the reader's language, in English where it has none."""
    return feature.properties.get(f"name_{words.language}") or feature.properties["name_en"]
