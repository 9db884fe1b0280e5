"""The browser's code: the map and its widgets, which move through time without asking the server.

ES modules: ``core/`` computes and knows neither page nor map, ``map/`` draws on Leaflet,
``widgets/`` are the controls and figures, ``app.js`` joins them, and an ``entry.*.js`` is
where each page begins. Other modules are of the page round the map: ``connection`` speaks with
Python, ``address`` writes links, ``announce``, ``dialog`` and ``oneStop`` serve the keyboard and
screen readers; ``standalone`` is the page without a server, ``pageSearch`` the search of pages
without a map. Nothing here knows Streamlit's Python: ``ui.component`` mounts it in the app, the
offline page carries it as it is.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import posixpath
import re
from pathlib import Path

from xstatic.pkg import leaflet

_WEB = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "([^"]+)";\n', re.M)
_EXPORT = re.compile(r"^export (?!default)", re.M)
#: Whole lines of comment, blank lines and indentation; no text in backticks runs over lines (a test
#: says so).
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/[ \t]*$|//[^\n]*$)", re.M | re.S)
_SPACE = re.compile(r"\n\s+")


def modules(*entries: str) -> list[str]:
    """Entries and every module they import, each after those it imports itself.

    Modules are named by their path within ``web``. The names at the top of all modules of a page
    differ from each other (a test says so), so that they can share one scope.
    """
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        for imported in imports(name):
            visit(imported)
        found[name] = None

    for entry in entries:
        visit(entry)
    return list(found)


def imports(module: str) -> list[str]:
    """The modules that a module imports."""
    folder = posixpath.dirname(module)
    return [
        posixpath.normpath(posixpath.join(folder, name)) for name in _IMPORT.findall(_read(module))
    ]


@functools.cache
def script(*entries: str, with_leaflet: bool = False) -> str:
    """Entries with all they import as one script, without comments, imports and exports."""
    sources = [
        _stripped(_EXPORT.sub("", _IMPORT.sub("", _read(name)))) for name in modules(*entries)
    ]
    if with_leaflet:
        sources = [leaflet_script(), "const L = globalThis.L;", *sources]
    return "\n".join(sources)


def _stripped(source: str) -> str:
    """A module without comments and blank lines."""
    return _SPACE.sub("\n", _COMMENT.sub("", source)).strip()


@functools.cache
def style(*names: str) -> str:
    """Style sheets one after the other: ``base``, on which all others rely, ``map`` with
    Leaflet's, ``records`` of what pages say in HTML, ``search``, ``table``, ``page`` of the offline
    page, ``site``."""
    sheets = [_read(f"{name}.css") for name in names]
    return "\n".join([leaflet_style(), *sheets] if "map" in names else sheets)


@functools.cache
def leaflet_script() -> str:
    """Leaflet as installed with the program, which defines ``L`` for the whole page."""
    text = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text("utf-8")
    # the source map is not shipped to the browser; naming it makes the console ask for it
    return text.split("//# sourceMappingURL")[0]


@functools.cache
def leaflet_style() -> str:
    """Leaflet's style sheet without the images it names, of controls that are not used here."""
    text = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text("utf-8")
    return re.sub(r"url\([^)]*\)", "none", text)


def policy_hash(script: str) -> str:
    """How a content security policy names the one inline script that may run."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _read(name: str) -> str:
    return (_WEB / name).read_text("utf-8")
