"""The browser's code: the map and its widgets, which move through time without asking the server.

ES modules: ``core/`` computes and knows neither page nor map, ``map/`` draws on Leaflet,
``widgets/`` are the controls and figures, ``app.js`` joins them, and an ``entry.*.js`` is
where each page begins. Nothing here knows Streamlit's Python: ``ui.component`` mounts it in the
app, the offline page carries it as it is.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import posixpath
import re
from pathlib import Path

from dashboard import leaflet

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
    sources = [_bare(_EXPORT.sub("", _IMPORT.sub("", _read(name)))) for name in modules(*entries)]
    if with_leaflet:
        sources = [leaflet.script(), "const L = globalThis.L;", *sources]
    return "\n".join(sources)


def _bare(source: str) -> str:
    """A module without what is for its readers only."""
    return _SPACE.sub("\n", _COMMENT.sub("", source)).strip()


@functools.cache
def map_style() -> str:
    """The style sheets of Leaflet and of all that is drawn with it, besides ``colours``."""
    return leaflet.style_sheet() + "\n" + _read("map.css")


@functools.cache
def colours() -> str:
    """The style sheet that gives all others their colours, by light and in the dark."""
    return _read("colours.css")


@functools.cache
def records_style() -> str:
    """The style sheet of what pages say in HTML, besides ``colours``."""
    return _read("records.css")


@functools.cache
def search_style() -> str:
    """The style sheet of the search in the header of every page."""
    return _read("search.css")


@functools.cache
def table_style() -> str:
    """The style sheet of tables."""
    return _read("table.css")


@functools.cache
def site_style() -> str:
    """The style sheet of a site of files, besides those of the offline page and of records."""
    return _read("site.css")


@functools.cache
def page_style() -> str:
    """The style sheet of the offline page, besides ``map_style``."""
    return _read("page.css")


def policy_hash(script: str) -> str:
    """How a content security policy names the one inline script that may run."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _read(name: str) -> str:
    return (_WEB / name).read_text("utf-8")
