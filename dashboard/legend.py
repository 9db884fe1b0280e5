"""The entries of the legend, the same for every map."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import permutations

from dashboard.records import Agreement, Dataset, DepthBandRecipe
from dashboard.style import look_alikes
from dashboard.wording import Wording


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A class of the style table in words; ``recipe`` is the recipe that draws it, if one does."""

    key: str
    title: str
    recipe: str | None = None


def legend_entries(
    dataset: Dataset, reference: Agreement | None, words: Wording
) -> tuple[LegendEntry, ...]:
    """An entry for every class a map of the data set can show, in reading order.

    ``reference`` is the data set's reference agreement, if it has one: land taken is counted from
    its day.
    """
    return (
        LegendEntry("annotation", words["annotation_by"]),  # of the author of the link: not data
        LegendEntry("contact", words["legend_contact"]),
        LegendEntry("contact_error", words["legend_contact_error"]),
        LegendEntry("contact_a", words["legend_contact_a"]),
        *(LegendEntry(f"control.{p.id}", words.of(p, "name")) for p in dataset.parties),
        *(LegendEntry(f"group.{g.id}", words.of(g, "name")) for g in dataset.groups),
        LegendEntry("control.unknown", words["unknown_controller"]),
        LegendEntry("low_certainty", words["legend_low_certainty"]),
        *_of_changes(dataset, words.reference(reference), words),
        *_of_recipes(dataset, words),
        *_of_incidents(dataset, words),
        LegendEntry("post.standing", words["post_standing"]),
        LegendEntry("post.encircled", words["post_encircled"]),
        LegendEntry("built_up", words["legend_built_up"]),
        *(
            LegendEntry(layer.style, words.of(layer, "title"))
            for layer in dataset.layers
            if layer.style in ("road", "river")
        ),
    )


def look_alike_note(dataset: Dataset, keys: Collection[str], words: Wording) -> str:
    """How many parties of a map that shows some classes look alike in greyscale or with colour
    blindness, so that they go by their names; empty where none do."""
    alike = look_alikes(dataset)
    count = sum(not alike.get(key, set()).isdisjoint(keys) for key in keys)
    return words.counted("legend_look_alikes", count) if count else ""


def _of_incidents(dataset: Dataset, words: Wording) -> Iterator[LegendEntry]:
    for kind in dataset.incident_kinds:
        named = {"kind": words.of(kind, "name")}
        title = words.counted("legend_incident", dataset.incident_days, **named)
        yield LegendEntry(f"incident.{kind.id}", title)


def _of_changes(dataset: Dataset, reference: str, words: Wording) -> Iterator[LegendEntry]:
    holders = [party for party in dataset.parties if party.kind == "party"]
    for taker, giver in permutations(holders, 2):
        names = {"party": words.of(taker, "short"), "giver": words.of(giver, "short")}
        pair = f"{taker.id}.{giver.id}"
        taken = words.fill("legend_taken", agreement=reference, **names)
        yield LegendEntry(f"taken.{pair}", taken)
        yield LegendEntry(f"gained.{pair}", words.fill("legend_gained", **names))


def _of_recipes(dataset: Dataset, words: Wording) -> Iterator[LegendEntry]:
    styles = {layer.name: layer.style for layer in dataset.layers}
    for recipe in dataset.recipes:
        if recipe.kind == "depth_band":
            yield from _of_depths(recipe, words)
        elif recipe.kind != "taken_since":  # land taken has an entry for each party instead
            yield LegendEntry(styles[recipe.layer], words.of(recipe, "title"), recipe.id)


def _of_depths(recipe: DepthBandRecipe, words: Wording) -> Iterator[LegendEntry]:
    title, (least, *more) = words.of(recipe, "title"), recipe.depths_km
    yield LegendEntry("depth_line", words["legend_depth_line"], recipe.id)
    for key, depths in (("band", [least]), ("band_outer", more[-1:])):
        for depth in depths:
            named = words.fill("legend_band", title=title, km=f"{depth:g}")
            yield LegendEntry(key, named, recipe.id)
