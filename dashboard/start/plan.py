"""What has to be known of a data set to begin one, as it is typed by a person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dashboard.errors import ChoiceError

#: Colours that readers of any colour vision tell apart (Okabe and Ito), a hatch to each.
LOOKS = (
    ("#0072B2", "none"),
    ("#E69F00", "diagonal"),
    ("#009E73", "back_diagonal"),
    ("#CC79A7", "cross"),
    ("#56B4E9", "horizontal"),
    ("#D55E00", "vertical"),
    ("#F0E442", "dots"),
)
_WIDEST_UTM = 9.0
"""Degrees of longitude that one UTM zone still measures within a few metres in a thousand."""


@dataclass(frozen=True, slots=True)
class PlanParty:
    """Who can hold a place: id, name, and the name in Arabic if there is one."""

    id: str
    name: str
    name_ar: str

    @classmethod
    def parse(cls, text: str) -> PlanParty:
        """``ID=NAME`` or ``ID=NAME=ARABIC NAME``.

        Raises
        ------
        ChoiceError
            If it is neither.
        """
        parts = [part.strip() for part in text.split("=")]
        if not 2 <= len(parts) <= 3 or not all(parts) or not _is_id(parts[0]):
            raise ChoiceError(f"{text!r} is no party; ID=NAME is wanted, such as NOR=North")
        return cls(parts[0], parts[1], parts[-1])


@dataclass(frozen=True, slots=True)
class Plan:
    """A data set to begin.

    Parameters
    ----------
    id
        Its id: letters, digits, ``-`` and ``_``.
    bbox
        West, south, east, north of the study area, in degrees.
    first_day, last_day
        The days control is known for, both inclusive.
    parties
        Two to seven.
    examples
        Whether it begins with three example places, so that its map opens.
    rest
        The party that holds what no published area covers; none for a data set without such areas.

    Raises
    ------
    ChoiceError
        If a value cannot be used.
    """

    id: str
    title: str
    bbox: tuple[float, float, float, float]
    first_day: dt.date
    last_day: dt.date
    parties: tuple[PlanParty, ...]
    examples: bool = True
    rest: str = ""

    def __post_init__(self) -> None:
        west, south, east, north = self.bbox
        if not self.title:
            raise ChoiceError("the title is empty; what the map is about is wanted")
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ChoiceError(
                f"{list(self.bbox)} is no box; west,south,east,north in degrees is wanted"
            )
        if self.first_day >= self.last_day:
            raise ChoiceError(f"the last day {self.last_day} is not after the first")
        ids = {party.id.casefold() for party in self.parties}
        if not 2 <= len(ids) == len(self.parties) <= len(LOOKS):
            raise ChoiceError(
                f"{len(self.parties)} parties; from 2 to {len(LOOKS)} are wanted, each with its "
                "own id (more can be added in dataset.toml)"
            )

        if self.rest and self.rest not in {party.id for party in self.parties}:
            raise ChoiceError(f"{self.rest!r} is none of the parties; the id of one is wanted")

    @property
    def measuring_crs(self) -> str:
        """The UTM zone of the study area; an equal-area projection on its middle if it is wide."""
        west, south, east, north = self.bbox
        lon, lat = (west + east) / 2, (south + north) / 2
        if east - west > _WIDEST_UTM or not -80 <= south < north <= 84:
            return f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} +datum=WGS84 +units=m"
        zone = min(int((lon + 180) // 6) + 1, 60)
        return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def parse_bbox(text: str) -> tuple[float, float, float, float]:
    """``west,south,east,north`` as numbers.

    Raises
    ------
    ChoiceError
        If it is not four numbers.
    """
    try:
        west, south, east, north = (float(part) for part in re.split(r"[,\s]+", text.strip()))
    except ValueError:
        raise ChoiceError(f"{text!r} is no box; west,south,east,north is wanted") from None
    return west, south, east, north


def parse_day(text: str) -> dt.date:
    """A day ``YYYY-MM-DD``.

    Raises
    ------
    ChoiceError
        If it is none.
    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ChoiceError(f"{text!r} is no day; YYYY-MM-DD is wanted") from None


def id_of(name: str) -> str:
    """An id made of a folder's name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_").lower() or "conflict"


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text) is not None
