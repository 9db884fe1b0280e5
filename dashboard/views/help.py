"""Help: what to do first, the keys, and every mark and colour of the map."""

from __future__ import annotations

from dashboard.legend import LegendEntry, legend_entries
from dashboard.style import VIEW_LOOKS
from dashboard.views.context import PageContext
from dashboard.views.parts import Html, Parts

#: What is pressed, and the phrase of what it does.
KEYS = (
    ("/", "key_search"),
    ("← →", "key_day"),
    ("Shift + ← →", "key_change"),
    ("Page Up, Page Down", "key_month"),
    ("Home, End", "key_ends"),
    ("Space", "key_play"),
    ("+ − 0", "key_zoom"),
    ("Enter", "key_enter"),
    ("Esc", "key_escape"),
)


def parts(page: PageContext) -> Parts:
    """The page."""
    opacity = VIEW_LOOKS["single"].control_opacity
    yield Html(page.render("help.html", keys=KEYS, marks=marks(page), control_opacity=opacity))


def marks(page: PageContext) -> list[LegendEntry]:
    """The legend: land that changed hands once, not for each pair of parties."""
    kept, seen = [], set()
    for entry in legend_entries(page.archive.dataset, page.archive.reference, page.words):
        kind = entry.key.partition(".")[0]
        if kind in ("taken", "gained") and kind in seen:
            continue
        seen.add(kind)
        kept.append(entry)
    return kept
