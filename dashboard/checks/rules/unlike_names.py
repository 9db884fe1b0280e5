"""The Arabic name of a place and its English one can be heard as the same name.

A gazetteer record of the neighbour joined by mistake brings the neighbour's name with it, and the
Arabic page then calls the place by another village. The consonants of ``name_ar`` are compared with
those of ``name_en`` and of the Latin spellings in ``alt_names``. A place that has two names says so
in ``alt_names``: the Arabic one stands there in Latin letters.

Bad: ``name_en`` Pellin, ``name_ar`` أرفل. Good: بيلين, or أرفل with Arvel among ``alt_names``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.spellings import likeness
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unlike-names"
#: What no spelling of a right pair falls below, wide as transliteration is.
_LEAST = 55
_ASIDE = re.compile(r"\s*\(.*?\)")


def check(subject: Subject) -> Iterator[Problem]:
    """Places whose two names have too little in common."""
    if not subject.seeds:
        return
    for place in subject.seeds.places:
        latin = (place.name_en, _ASIDE.sub("", place.name_en), *place.alt_names)
        if place.name_ar and likeness(place.name_ar, latin) < _LEAST:
            what = f"{place.name_ar!r} is no spelling of {place.name_en!r}"
            wanted = "give its own Arabic name, or this one in Latin letters in alt_names"
            yield Problem(at(place, "name_ar"), what, wanted, ID)
