"""What the browser needs of an archive: the map, its records, and every figure it will show.

Figures are computed here, one for each state of the series, so that the browser only looks them
up while a date is dragged and cannot disagree with Python. ``facts`` gathers records and figures,
``series`` makes the figures.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dashboard import mapview, style
from dashboard.archive import Archive
from dashboard.payload.facts import facts
from dashboard.payload.layers import layer_specs
from dashboard.records import Recipe
from dashboard.wording import Wording, languages, load


def build_payload(
    archive: Archive, wording: Wording, *, bases: Sequence[str] = mapview.ONLINE_BASES
) -> dict[str, Any]:
    """Everything the map is given, as plain JSON values; equal for equal inputs.

    ``bases`` are the online maps that can be chosen; none for a page that must not fetch any.
    """
    table = style.style_table(archive.dataset)
    return {
        "map": asdict(mapview.map_view(archive.dataset)),
        "tiles": [asdict(mapview.tiles(name)) for name in bases],
        "layers": list(layer_specs(archive).values()),
        "facts": facts(archive, wording),
        "words": wording.browser,
        "language": wording.language,
        "locale": wording.locale.tag,
        "styles": {key: entry.to_dict() for key, entry in table.items()},
        "looks": looks(),
        "legend": legend(archive, wording),
        "highlight": style.LIT.to_dict(),
        "choices": choices(archive, wording, bases),
    }


def packed(payload: dict[str, Any]) -> bytes:
    """A payload as the browser unpacks it: JSON in gzip; equal bytes for equal payloads.

    A fifth of the size on the wire, and nothing for Streamlit to write out anew on every run of
    the page. The checksum that ends it tells one payload from another.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)


def looks() -> dict[str, dict[str, Any]]:
    """How each way of comparing shows the map: styles of layers left out, opacity of control.

    In a difference the gained cells say what the layer of taken land says.
    """
    plain = {"hidden": [], "control_opacity": style.CONTROL_OPACITY}
    difference = {"hidden": ["taken", "doubt"], "control_opacity": 0.3}
    return {"single": plain, "difference": difference, "swipe": plain, "side": plain}


def choices(archive: Archive, wording: Wording, bases: Sequence[str]) -> dict[str, list]:
    """What the reader can choose from: layers, online base maps, languages."""
    return {
        "layers": [
            {
                "name": layer.name,
                "title": wording.of(layer, "title"),
                "about": wording.of(layer, "about"),
            }
            for layer in mapview.switchable(archive.dataset)
        ],
        "bases": list(bases),
        "languages": [{"code": code, "name": load(code).name} for code in languages()],
    }


def legend(archive: Archive, wording: Wording) -> list[dict[str, str]]:
    """Legend entries in reading order: class key and its words in the reader's language.

    The entry of a distance names in ``measured`` the recipe whose figures stand with it.
    """
    entries = [("contact", wording["legend_contact"]), ("contact_a", wording["legend_contact_a"])]
    entries += [(f"control.{p.id}", wording.of(p, "name")) for p in archive.dataset.parties]
    entries += [
        ("control.unknown", wording["unknown_controller"]),
        ("doubt", wording["legend_doubt"]),
    ]
    reference = wording.agreement(archive.agreements[archive.dataset.reference_agreement])
    for party in archive.dataset.parties:
        entries.append(
            (
                f"taken.{party.id}",
                wording.fill("legend_taken", party=wording.of(party, "short"), agreement=reference),
            )
        )
        entries.append(
            (f"gained.{party.id}", wording.fill("legend_gained", party=wording.of(party, "short")))
        )
    styles = {layer.name: layer.style for layer in archive.dataset.layers}
    listed = [{"key": key, "title": title} for key, title in entries]
    for recipe in archive.dataset.recipes:
        measured = {"measured": recipe.id} if recipe.kind == "line_distance" else {}
        listed += [
            {"key": key, "title": title, **measured}
            for key, title in _recipe_legend(recipe, styles[recipe.layer], wording)
        ]
    entries = [
        ("post.standing", wording["post_standing"]),
        ("post.encircled", wording["post_encircled"]),
    ]
    entries += [
        (t.style, wording.of(t, "title"))
        for t in archive.dataset.layers
        if t.style in ("road", "river")
    ]
    return listed + [{"key": key, "title": title} for key, title in entries]


def _recipe_legend(recipe: Recipe, style: str, wording: Wording) -> list[tuple[str, str]]:
    title = wording.of(recipe, "title")
    if recipe.kind == "depth_band":
        least, *_, most = (*recipe.depths_km, recipe.depths_km[-1])
        bands = [("band", wording.fill("legend_band", title=title, km=f"{least:g}"))]
        if most > least:
            bands.append(("band_outer", wording.fill("legend_band", title=title, km=f"{most:g}")))
        return [("depth_line", wording["legend_depth_line"]), *bands]
    # land taken has an entry for each party instead
    return [(style, title)] if recipe.kind != "taken_since" else []
