"""The browser's code: the map and its widgets, which move through time without asking the server.

Nothing here knows Streamlit: ``ui.component`` mounts it in the app, the offline page carries it
as it is.
"""

from __future__ import annotations

import functools
from pathlib import Path

from xstatic.pkg import leaflet

_WEB = Path(__file__).parent


@functools.cache
def runtime_js() -> str:
    """Leaflet and the runtime as one script, without the Streamlit entry."""
    parts = sorted(path for path in _WEB.glob("[0-8]*.js"))
    source = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text("utf-8")
    # the source map is not shipped to the browser; naming it makes the console ask for it
    source = source.split("//# sourceMappingURL")[0]
    return "\n".join([source, "const L = globalThis.L;", *(p.read_text("utf-8") for p in parts)])


@functools.cache
def runtime_css() -> str:
    """Leaflet's and the runtime's style sheets."""
    sheet = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text("utf-8")
    return sheet + "\n" + (_WEB / "timemap.css").read_text("utf-8")


@functools.cache
def stage_js() -> str:
    """The runtime as the module Streamlit loads for the map."""
    ends = ((_WEB / name).read_text("utf-8") for name in ("90-packed.js", "99-entry.js"))
    return "\n".join([runtime_js(), *ends])


@functools.cache
def slot_js() -> str:
    """The module Streamlit loads for a slot."""
    return (_WEB / "slot.js").read_text("utf-8")


@functools.cache
def blocks_js() -> str:
    """The runtime's smallest pieces, for other components: elements from data, packed data."""
    return "\n".join((_WEB / n).read_text("utf-8") for n in ("00-dom.js", "90-packed.js"))
