"""Help: what to do first, the keys, and every mark and colour of the map."""

from __future__ import annotations

from dashboard.archive import Archive, per_archive
from dashboard.legend import LegendEntry, legend_entries, look_alike_note
from dashboard.style import VIEW_LOOKS, class_of
from dashboard.style import parts as parts_of
from dashboard.views.context import PageContext
from dashboard.views.parts import Parts

#: Keys, and the phrase that says what they do.
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


#: Terms that are explained; the last only where the data set has posts.
TERMS = ("reconstruction", "contact", "error", "range", "certainty", "encircled")
#: Classes that the browser draws without a feature of a layer.
_OF_THE_BROWSER = ("contact_error", "contact_a", "gained")


def parts(page: PageContext) -> Parts:
    """The page."""
    opacity = VIEW_LOOKS["single"].control_opacity
    terms = TERMS if page.archive.seeds.posts else TERMS[:-1]
    position = ", ".join(page.position(0.5))
    note = look_alike_note(page.archive.dataset, _drawn(page.archive), page.words)
    given = {"keys": KEYS, "terms": terms, "position": position, "control_opacity": opacity}
    yield page.render("help.html", marks=marks(page), note=note, **given)


def marks(page: PageContext) -> list[LegendEntry]:
    """The legend of everything that can be on the map; land that changed hands stands once, not for
    each pair of parties."""
    kept, seen, drawn = [], set(), _drawn(page.archive)
    for entry in legend_entries(page.archive.dataset, page.archive.reference, page.words):
        kind = entry.key.partition(".")[0]
        if entry.key not in drawn and kind not in _OF_THE_BROWSER:
            continue
        if kind in ("taken", "gained") and kind in seen:
            continue
        seen.add(kind)
        kept.append(entry)
    return kept


@per_archive
def _drawn(archive: Archive) -> frozenset[str]:
    """Classes of the style table that some feature is drawn in."""
    found = {
        class_of(feature, style)
        for layer in archive.dataset.layers
        for style, members in parts_of(layer.style, archive.layers.get(layer.name, ()))
        for feature in members
    }
    return frozenset(found)
