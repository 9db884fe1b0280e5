"""Every derived feature carries the properties that tell where it comes from.

What follows from control says which agreements, sources, certainty, basis, method and precision it
has; what was entered says its sources. ``docs/data-format.md`` lists the properties layer by layer.

Bad: a cell without ``sources``. Good: ``"sources": []`` for a cell inferred without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Basis, Certainty

ID = "layer-properties"
_DERIVED = ("agreements", "sources", "certainty", "basis", "method", "precision_m")
_ENTERED = ("sources", "precision_m", "licence")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "control_areas": (*_DERIVED, "place", "name_en", "controller", "events", "area_km2"),
    "line_of_contact": (*_DERIVED, "controllers", "places", "events", "length_km"),
    "observation_posts": (*_DERIVED, "label", "operator", "status"),
    "roads": _ENTERED,
    "rivers": _ENTERED,
    "basemap": (*_ENTERED, "kind"),
    "places": ("name_en", "rank", "sources", "certainty", "precision_m"),
}
#: Properties of fixed form, wherever they stand -> whether a value has it, and what it is.
_FORMS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "certainty": (lambda value: value in get_args(Certainty), "high, medium or low"),
    "basis": (lambda value: value in get_args(Basis), " or ".join(get_args(Basis))),
    "method": (lambda value: isinstance(value, str) and bool(value), "a sentence"),
    "precision_m": (lambda value: _number(value) and value > 0, "metres, more than 0"),
    "area_km2": (lambda value: _number(value) and value > 0, "km², more than 0"),
    "length_km": (lambda value: _number(value) and value > 0, "km, more than 0"),
    "agreements": (lambda value: _ids(value), "a list of ids"),
    "sources": (lambda value: _ids(value), "a list of ids"),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Features that lack a property, or have it in another form."""
    recipes = subject.seeds.dataset.recipes if subject.seeds else ()
    drawn = {recipe.layer: (*_DERIVED, "recipe", "kind") for recipe in recipes}
    for where, feature in subject.features:
        for name in (*drawn.get(feature.layer, ()), *_NEEDED.get(feature.layer, ())):
            if name not in feature.properties:
                what = f"{name} is missing"
                yield Problem(f"{where}.{name}", what, "build the layers again", ID)
        for name, (fits, wanted) in _FORMS.items():
            value = feature.properties.get(name)
            if name in feature.properties and not fits(value) and not _unknown(feature, name):
                yield Problem(f"{where}.{name}", f"{name} is {value!r}", f"give {wanted}", ID)


def _unknown(feature: Any, name: str) -> bool:
    """Where nobody is known to hold a cell, nothing is known of how firmly."""
    return (
        name in ("certainty", "basis")
        and feature.properties[name] is None
        and feature.properties.get("controller", "") is None
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
