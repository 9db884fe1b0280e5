"""Lines and basemap features entered say how good they are and under which licence they stand.

``precision_m`` is a number above 0, ``licence`` a text, ``sources`` a list of ids; names, numbers
of roads and notes are text; lengths and areas are numbers above 0. The build copies properties as
they are.

Bad: ``"precision_m": "50 m"``. Good: ``"precision_m": 50``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.store.display import shown

ID = "shape-properties"
_NEEDED = ("precision_m", "licence")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_size(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _are_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


#: Property -> whether a value has its form, and what that is.
_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "precision_m": (_is_size, "metres, more than 0"),
    "length_km": (_is_size, "km, more than 0"),
    "area_km2": (_is_size, "km², more than 0"),
    "licence": (lambda value: _is_text(value) and bool(value.strip()), "the licence and credit"),
    "sources": (_are_ids, "a list of ids of sources"),
    **dict.fromkeys(
        ("name_en", "name_ar", "ref", "class", "kind", "iso_n3", "note", "precision_basis"),
        (_is_text, "text in quotes"),
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Properties that are missing or have another form."""
    for where, feature in subject.shapes:
        for name in _NEEDED:
            if name not in feature.properties:
                what, wanted = f"{name} is missing", f"give {_FORMS[name][1]}"
                yield Problem(f"{where}.properties.{name}", what, wanted, ID)
        for name, (fits, form) in _FORMS.items():
            if name in feature.properties and not fits(feature.properties[name]):
                what = f"{name} is {shown(feature.properties[name])}"
                yield Problem(f"{where}.properties.{name}", what, f"give {form}", ID)
