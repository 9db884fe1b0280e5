"""The payload: everything the browser is given of an archive.

Figures are computed here, one for each state of the series, so that the browser only looks them
up while a date is dragged and cannot disagree with Python.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import mapview, style
from dashboard.analysis.distance import distance_recipes
from dashboard.archive import Archive
from dashboard.legend import legend_entries
from dashboard.payload.facts import facts
from dashboard.payload.layers import layer_specs
from dashboard.payload.types import Choices, LayerChoice, LegendItem, Payload, plain
from dashboard.records import LayerText
from dashboard.wording import Wording, load


def build_payload(
    archive: Archive,
    words: Wording,
    *,
    bases: Sequence[str] = mapview.ONLINE_BASES,
    opening: Mapping[str, str] | None = None,
) -> Payload:
    """The payload as plain JSON values; equal for equal inputs.

    ``bases`` are the online maps that can be chosen; none for a page that must not fetch any.
    ``opening`` is what a link without parameters opens; nothing for a page without links.
    """
    table = style.style_table(archive.dataset)
    layers = list(layer_specs(archive, words).values())
    return {
        "map": plain(mapview.map_view(archive.dataset)),
        "tiles": [plain(mapview.tiles(name)) for name in bases],
        "layers": layers,
        "facts": facts(archive, words, layers),
        "words": words.browser,
        "language": words.language,
        "format": words.locale.browser(),
        "looks": {mode: plain(look) for mode, look in style.VIEW_LOOKS.items()},
        "styles": {key: plain(entry) for key, entry in table.items()}
        | {"highlight": plain(style.HIGHLIGHT)},
        "legend": legend(archive, words),
        "choices": choices(archive, words, bases),
        "opening": opening or {},
    }


def packed(payload: Mapping[str, Any]) -> bytes:
    """A payload as JSON in gzip; equal bytes for equal payloads.

    A fifth of the size on the wire, and nothing for Streamlit to write out anew on every run of
    the page. The checksum that ends it tells one payload from another.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)


def choices(archive: Archive, words: Wording, bases: Sequence[str]) -> Choices:
    """What the reader can choose: layers, online base maps, languages."""
    spoken = map(load, archive.dataset.languages)
    return {
        "layers": [_layer_choice(archive, words, layer) for layer in archive.switchable_layers],
        "bases": list(bases),
        "languages": [{"code": each.language, "name": each.name} for each in spoken],
    }


def _layer_choice(archive: Archive, words: Wording, layer: LayerText) -> LayerChoice:
    title, about = words.of(layer, "title"), words.of(layer, "about")
    choice: LayerChoice = {"name": layer.name, "title": title, "about": about}
    kinds = archive.dataset.incident_kinds
    if layer.style == "incident" and len(kinds) > 1:
        choice["kinds"] = [{"id": kind.id, "title": words.of(kind, "name")} for kind in kinds]
    return choice


def legend(archive: Archive, words: Wording) -> list[LegendItem]:
    """The entries of the legend in reading order: class key and title.

    ``measured``, for a distance: the recipe whose figures stand with the entry. ``alike``, for a
    party: those that look like it in greyscale or with colour blindness.
    """
    alike = style.look_alikes(archive.dataset)
    measured = {recipe.id for recipe in distance_recipes(archive)}
    listed: list[LegendItem] = []
    for entry in legend_entries(archive.dataset, archive.reference, words):
        listed.append({"key": entry.key, "title": entry.title})
        if entry.recipe in measured:
            listed[-1]["measured"] = entry.recipe
        if entry.key in alike:
            listed[-1]["alike"] = sorted(alike[entry.key])
    return listed
