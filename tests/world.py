"""Small invented countries whose every figure can be known by heart.

Days are numbered from ``FIRST``; parties are RED, BLUE and GREEN; a text no test reads is empty.
The invented conflict as files, with all that seeds can hold, is ``tests/data/good``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import shapely

from dashboard.records import Baseline, Dataset, LayerText, Party, Text

FIRST = dt.date(2001, 1, 1)


def day(number: int) -> dt.date:
    """The ``number``-th day of the series; 0 is the first."""
    return FIRST + dt.timedelta(days=number)


def text(words: str) -> Text:
    """A text in the one language of these countries."""
    return Text({"en": words})


def dataset_of(layers: Iterable[str], parties: Iterable[str], **fields: Any) -> Dataset:
    """A data set of these layers and parties, measured in the UTM zone of 9° east."""
    return Dataset(
        languages=("en",),
        disclaimer=text("Invented."),
        attribution="",
        measuring_crs="EPSG:32632",
        reference_agreement="pact",
        opening_day=FIRST,
        parties=tuple(
            Party(id=p, name=text(p), short=text(p), colour="#000000", hatch="none")
            for p in parties
        ),
        layers=tuple(
            LayerText(name=n, style="control", title=text(n), about=text(n), licence="none")
            for n in layers
        ),
        **fields,
    )


def baseline_of(controllers: Mapping[str, str]) -> tuple[Baseline, ...]:
    """Who held each place on the first day, as a source reported it."""
    known = {"certainty": "high", "basis": "reported", "method": "told", "sources": ("s",)}
    return tuple(Baseline(place=p, controller=c, **known) for p, c in controllers.items())


def segments(geometry) -> list:
    """The straight pieces of a geometry, each as its two ends in ascending order."""
    pieces: list = []
    for part in shapely.get_parts(geometry):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            ends = [tuple(xy) for xy in shapely.get_coordinates(ring).tolist()]
            pieces.extend((one, two) if one < two else (two, one) for one, two in pairwise(ends))
    return pieces
