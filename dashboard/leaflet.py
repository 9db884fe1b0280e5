"""Leaflet as installed with the program: a map on any page without a network."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from xstatic.pkg import leaflet


@functools.cache
def script() -> str:
    """Leaflet, which defines ``L`` for the whole page."""
    text = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text("utf-8")
    # the source map is not shipped to the browser; naming it makes the console ask for it
    return text.split("//# sourceMappingURL")[0]


@functools.cache
def style_sheet() -> str:
    """Leaflet's style sheet without the images it names, of controls that are not used here."""
    text = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text("utf-8")
    return re.sub(r"url\([^)]*\)", "none", text)
