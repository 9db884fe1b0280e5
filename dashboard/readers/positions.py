"""Positions in the columns or fields of a file, and the places that stand there."""

from __future__ import annotations

import numpy as np

from dashboard.derive.antimeridian import continued
from dashboard.measure import km_outside, pairs_within
from dashboard.readers.task import Refused
from dashboard.records import (
    Certainty,
    Dataset,
    Place,
    PrecisionM,
    Rank,
    Record,
    Seeds,
    StudyArea,
    Text,
)

_APART_M = 2
DOUBLED = "a place stands within two metres of another"


class JudgedPlaces(Record):
    """A person's judgement of all places of a file, as of any; ``rank`` from 1, a city, to 4, a
    village."""

    rank: Rank = 4
    precision_m: PrecisionM
    certainty: Certainty

    def place(
        self, ident: str, name: str, lon: str, lat: str, source: str, dataset: Dataset
    ) -> Place:
        """A place of the file; raises ``Refused`` where its position cannot be used."""
        x, y = read_position(lon, lat, dataset.study_area, "a place")
        return Place(
            id=ident,
            name=Text({dataset.languages[0]: name}),
            lon=x,
            lat=y,
            rank=self.rank,
            precision_m=self.precision_m,
            certainty=self.certainty,
            sources=(source,),
        )


def read_position(lon: str, lat: str, area: StudyArea, what: str) -> tuple[float, float]:
    """Longitude and latitude in degrees, as the data set counts them; raises ``Refused``.

    A decimal comma is as good as a point. ``what`` is what the position is of, such as ``a place``:
    it has to lie in the study area or its margin.
    """
    try:
        x, y = (float(text.replace(",", ".")) for text in (lon, lat))
    except ValueError:
        raise Refused(f"{what} has no position in degrees: {{value}}", f"{lon} {lat}") from None
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise Refused(f"the position of {what} is not on the globe: {{value}}", f"{lon} {lat}")
    if not is_near(x, y, area):
        exchanged = abs(x) <= 90 and is_near(y, x, area)
        hint = "; are longitude and latitude exchanged?" if exchanged else ""
        raise Refused(f"{what} is more than {area.margin_km:g} km outside the area{hint}")
    return continued(x, area), y


def is_near(lon: float, lat: float, area: StudyArea) -> bool:
    """Whether a position lies in the study area or its margin."""
    x = continued(lon, area)
    west, south, east, north = area.bbox
    if west <= x <= east and south <= lat <= north:
        return True
    return bool(km_outside(np.array([(x, lat)]), area.bbox)[0] <= area.margin_km)


def doubled(found: dict[str, Place], seeds: Seeds) -> list[str]:
    """Words of places that stand where the seeds or an earlier word have one."""
    there = [place for place in seeds.places if place.id not in found]
    points = [(place.lon, place.lat) for place in (*there, *found.values())]
    pairs = pairs_within(np.array(points).reshape(-1, 2), _APART_M)
    numbers = set(pairs[:, 0].tolist())
    return [word for number, word in enumerate(found, start=len(there)) if number in numbers]
