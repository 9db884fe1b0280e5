"""The style table: how every class of feature is drawn, wherever it is drawn.

One table feeds the map, its legend, the figure and the slides. A class is a short key such as
``control.<party>``, ``contact`` or ``depth_line``; ``class_of`` says which one a feature has.
Lengths are CSS pixels on screen and points on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, cycle, permutations

import numpy as np

from dashboard.colour import VISIONS, contrast, lab, mixed
from dashboard.records import Dataset, Feature, Hatch, IncidentMark, OfLine

INK = "#1B1F24"
LAND = "#F4F1EA"
ACCENT = "#5B2A86"
HATCHES: tuple[Hatch, ...] = ("diagonal", "vertical", "back_diagonal", "horizontal", "cross")
"""Hatches land that changed hands can have."""
HATCH_ANGLES: Mapping[str, tuple[int, ...]] = {
    "diagonal": (45,),
    "back_diagonal": (135,),
    "cross": (45, 135),
    "horizontal": (0,),
    "vertical": (90,),
}
"""Degrees of the lines of each hatch that is ruled."""
TAKEN_OPACITY = 0.62
"""Opacity of land that changed hands: saturated, where all other land is pale."""
CASING_EXTRA, CASING_OPACITY = 2.6, 0.85
"""How much wider than its stroke a casing is, and its opacity."""
CONTROL_OPACITY = 0.32
"""Opacity of the control layer as a whole, so that it is pale; fills inside it are opaque so that
neighbouring cells of one party show no seam."""
_LEAST_STEP = 15.0
"""Difference in lightness, L* of CIELAB, from which on two areas of one hatch are told apart."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one class of feature is drawn.

    ``stroke`` and ``fill`` are colours or ``None``; ``dash`` is on/off lengths; ``casing`` a
    light line under the stroke; ``inside`` lays the stroke of an area along the inside of its edge;
    ``radius`` applies to points. ``over`` names the classes it lies on, from the bottom up: a
    legend shows a class on them, as it is seen on the map. What agreements draw has no fill: it
    looks alike on any land.
    """

    stroke: str | None = None
    weight: float = 0.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    casing: str | None = None
    inside: bool = False
    fill: str | None = None
    fill_opacity: float = 1.0
    hatch: Hatch = "none"
    hatch_colour: str = INK
    hatch_opacity: float = 0.3
    radius: float = 0.0
    over: tuple[str, ...] = ()


_FIXED = {
    "control.unknown": Style(fill="#FFFFFF", hatch="dots", hatch_opacity=0.9),
    "low_certainty": Style(fill="#FFFFFF", fill_opacity=0.0, hatch="dots", hatch_opacity=0.5),
    "contact": Style(stroke=INK, weight=2.6),
    "contact_error": Style(stroke=INK, weight=8.0, opacity=0.22),
    "contact_a": Style(stroke=INK, weight=2.2, dash=(5, 4), casing="#FFFFFF"),
    "agreed_area": Style(stroke="#12355B", weight=2.4, dash=(9, 5), casing="#FFFFFF"),
    "agreed_line": Style(stroke=ACCENT, weight=2.8, casing="#FFFFFF"),
    "later_line": Style(stroke="#00696B", weight=2.8, dash=(10, 4), casing="#FFFFFF"),
    "distance": Style(stroke=ACCENT, weight=6.0, opacity=0.16),
    "depth_line": Style(stroke=ACCENT, weight=2.0, dash=(2, 4)),
    "band": Style(stroke="#A080C0", weight=4.5, casing="#FFFFFF", inside=True),
    "band_outer": Style(stroke="#A080C0", weight=2.2, casing="#FFFFFF", inside=True),
    "corridor": Style(stroke="#00696B", weight=1.8, dash=(6, 3), casing="#FFFFFF"),
    "post.standing": Style(stroke="#FFFFFF", weight=1.5, fill="#12355B", radius=5),
    "post.encircled": Style(stroke="#12355B", weight=2.5, fill="#FFFFFF", radius=5),
    "road": Style(stroke="#4A4A4A", weight=1.6, casing="#FFFFFF"),
    "river": Style(stroke="#7FA8C9", weight=1.2),
    "annotation": Style(stroke=INK, weight=1.8, dash=(2, 3), casing="#FFFFFF", fill="#FFFFFF"),
    "place": Style(stroke="#FFFFFF", weight=1.0, fill=INK, radius=2),
    "land": Style(fill=LAND, stroke="#8A8578", weight=1.1, dash=(7, 3, 2, 3)),
    "coast": Style(stroke="#7FA8C9", weight=1.0),
    "built_up": Style(fill="#3F4650", fill_opacity=0.34),
    "lake": Style(fill="#CFE0EC", stroke="#7FA8C9", weight=0.6),
    "relief": Style(fill="#000000", fill_opacity=0.1),
}
SEA = "#DCE8F0"
HIGHLIGHT = Style(stroke="#C2185B", weight=3.5, opacity=0.9)
"""Laid over geometry an agreement draws while that agreement is chosen."""

DRAW_ORDER = (
    "basemap",
    "relief",
    "control",
    "low_certainty",
    "gained",
    "contact_a",
    "topography",
    "taken",
    "river",
    "corridor",
    "agreed_area",
    "agreed_line",
    "later_line",
    "road",
    "contact",
    "group",
    "incident",
    "post",
    "distance",
    "place",
)
"""Layer styles from bottom to top. ``low_certainty`` marks such control, ``topography`` tops it;
``gained`` and ``contact_a`` are the land that changed hands and the line of the earlier of two
dates."""


@dataclass(frozen=True, slots=True)
class ViewLook:
    """What a map shows in one mode, on screen and on paper."""

    #: The layer styles drawn, from bottom to top, each as the style table says. A chosen layer of
    #: another style is hidden.
    styles: tuple[str, ...]
    #: Opacity of the control layer as a whole.
    control_opacity: float = CONTROL_OPACITY
    #: Factor on the widths and dashes of the style table.
    stroke_scale: float = 1.0

    def opacity(self, key: str) -> float:
        """The opacity of a class, besides that of its style."""
        return self.control_opacity if key.startswith("control.") else 1.0


def _all_but(*hidden: str) -> tuple[str, ...]:
    return tuple(layer_style for layer_style in DRAW_ORDER if layer_style not in hidden)


def _agreement_order() -> tuple[str, ...]:
    """Agreed lines over the line of contact: on the day of the agreement they lie on each other."""
    lines = ("agreed_line", "later_line")
    styles = list(_all_but("gained", "contact_a", "taken", *lines))
    over = styles.index("contact") + 1
    return (*styles[:over], *lines, *styles[over:])


_ONE_DATE = ViewLook(_all_but("gained", "contact_a"))
VIEW_LOOKS = {
    "single": _ONE_DATE,
    "difference": ViewLook(_all_but("taken", "low_certainty")),
    "swipe": _ONE_DATE,
    "side": _ONE_DATE,
}
"""The look of each way of comparing, by its word in a link, in the order they are offered."""
PRINT_LOOKS = {
    **VIEW_LOOKS,
    "situation": _ONE_DATE,
    "chart": _ONE_DATE,
    "agreement": ViewLook(_agreement_order()),
    "sequence": ViewLook(
        _all_but("gained", "contact_a", "taken", "road", "post", "group", "incident"),
        stroke_scale=0.62,
    ),
}
"""The look of each kind of briefing: those of the screen, and of maps that only paper has."""


def style_table(dataset: Dataset) -> dict[str, Style]:
    """Class key → style, for the fixed classes and those of the data set's parties.

    A hue is a party's: pale where it holds land, saturated where it took some, which is hatched in
    the hue of the party that lost it (``taken.<taker>.<giver>``, in a difference ``gained``).
    """
    table = dict(_FIXED)
    for party in dataset.parties:
        table[f"control.{party.id}"] = Style(
            fill=party.colour,
            stroke=party.colour,
            weight=1.0,
            hatch=party.hatch,
            hatch_colour=INK if party.kind == "contested" else mixed(party.colour, INK, 0.45),
            hatch_opacity=0.75,
        )
    for taker, giver in permutations(range(len(dataset.parties)), 2):
        style = _taken(dataset, taker, giver)
        pair = f"{dataset.parties[taker].id}.{dataset.parties[giver].id}"
        table[f"taken.{pair}"] = table[f"gained.{pair}"] = style
    held_by = next((r.held_by for r in dataset.recipes if isinstance(r, OfLine)), None)
    first = f"control.{held_by or dataset.parties[0].id}"
    for key in ("low_certainty", "built_up"):
        table[key] = replace(table[key], over=(first,))
    for kind, turn in zip(dataset.incident_kinds, cycle(INCIDENT_MARKS)):
        table[f"incident.{kind.id}"] = INCIDENT_MARKS[kind.mark or turn]
    for group in dataset.groups:
        table[f"group.{group.id}"] = _MARKS[group.mark](group.colour)
    return table


def look_alikes(dataset: Dataset) -> dict[str, set[str]]:
    """Keys of the classes of held land that lightness and hatch do not tell apart from that of a
    key, in greyscale or with colour blindness."""
    table, alike = style_table(dataset), dict[str, set[str]]()
    held = [key for key in table if key.startswith("control.")]
    seen = {}
    for key in held:
        pale = mixed(LAND, table[key].fill or LAND, CONTROL_OPACITY)
        seen[key] = np.array([lab(pale, vision)[0] for vision in VISIONS])
    for a, b in combinations(held, 2):
        is_near = bool(np.any(abs(seen[a] - seen[b]) < _LEAST_STEP))
        if is_near and table[a].hatch == table[b].hatch:
            alike.setdefault(a, set()).add(b)
            alike.setdefault(b, set()).add(a)
    return alike


#: Marks of kinds of incidents, told apart by lightness and size: one shows round another.
INCIDENT_MARKS: Mapping[IncidentMark, Style] = {
    "ring": Style(stroke=INK, weight=1.6, fill="#FFFFFF", radius=4.2),
    "disc": Style(stroke=INK, weight=1.2, fill="#8E959C", radius=6.0),
    "target": Style(stroke=INK, weight=2.8, fill="#FFFFFF", radius=7.6),
    "dot": Style(stroke="#FFFFFF", weight=1.2, fill=INK, radius=3.2),
}


#: Marks of groups, told apart by their lightness and size too.
_MARKS: Mapping[str, Callable[[str], Style]] = {
    "filled": lambda colour: Style(stroke="#FFFFFF", weight=1.2, fill=colour, radius=4.5),
    "open": lambda colour: Style(stroke=colour, weight=2.2, fill="#FFFFFF", radius=4),
    "small": lambda colour: Style(stroke=INK, weight=1.2, fill=colour, radius=2.5),
}


def _taken(dataset: Dataset, taker: int, giver: int) -> Style:
    """Land that passed between two parties, by their places in the data set's list.

    What one party took from others differs in hatch, and so does what others took from one; no
    such hatch is that of the taker's other land.
    """
    parties = dataset.parties
    hatches = [hatch for hatch in HATCHES if hatch != parties[taker].hatch]
    fill = parties[taker].colour
    dark = contrast(fill, "#FFFFFF") > contrast(fill, INK)
    lost = parties[giver].colour
    return Style(
        fill=fill,
        fill_opacity=TAKEN_OPACITY,
        hatch=hatches[(giver - taker - 1) % len(parties) % len(hatches)],
        hatch_colour=mixed(lost, "#FFFFFF", 0.62) if dark else mixed(lost, INK, 0.3),
        hatch_opacity=0.95,
        over=(f"control.{parties[taker].id}",),
    )


def class_of(feature: Feature, layer_style: str) -> str:
    """Class key of a feature in a layer drawn as ``layer_style``.

    Raises ``KeyError`` if the feature lacks the property its layer's style is chosen by.
    """
    properties = feature.properties
    if layer_style == "control":
        return f"control.{properties['controller'] or 'unknown'}"
    if layer_style == "taken":
        return f"taken.{properties['taken_by']}.{properties['taken_from']}"
    if layer_style == "group":
        return f"group.{properties['group']}"
    if layer_style == "incident":
        return f"incident.{properties['kind']}"
    if layer_style == "post":
        return f"post.{properties['status']}"
    if layer_style in ("basemap", "topography"):  # classes of one layer: see ``parts``
        return "land" if properties["kind"] == "country" else str(properties["kind"])
    if layer_style == "agreed_line" and properties.get("kind") == "depth_band":
        if "Polygon" not in feature.geometry.geom_type:
            return "depth_line"
        return "band_outer" if properties["depth_from_km"] else "band"
    return layer_style


def parts(layer_style: str, features: Sequence[Feature]) -> list[tuple[str, list[Feature]]]:
    """The styles of ``DRAW_ORDER`` a layer is drawn in, each with its features.

    Most layers are drawn in one piece, areas under lines; land lies under control, water and
    built-up areas over it, and what is of low certainty is marked on top of control.
    """
    if layer_style == "control":
        low = [f for f in features if f.properties["certainty"] == "low"]
        return [("control", list(features)), ("low_certainty", low)]
    if layer_style != "basemap":
        return [
            (layer_style, sorted(features, key=lambda f: "Polygon" not in f.geometry.geom_type))
        ]
    land = [f for f in features if f.properties["kind"] == "country"]
    rest = [f for f in features if f.properties["kind"] != "country"]
    return [("basemap", land), ("topography", rest)]
