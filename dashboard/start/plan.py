"""What has to be known of a data set to begin one, as it is typed by a person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import wording
from dashboard.errors import ChoiceError
from dashboard.records import Text, is_box, is_id

#: Colours far from each other, with hatches; the first seven are told apart with any colour vision
#: (Okabe and Ito). Dots are left to what is of low certainty.
LOOKS = (
    ("#0072B2", "none"),
    ("#E69F00", "diagonal"),
    ("#009E73", "back_diagonal"),
    ("#CC79A7", "cross"),
    ("#56B4E9", "horizontal"),
    ("#D55E00", "vertical"),
    ("#F0E442", "none"),
    ("#661100", "none"),
    ("#AAFFC3", "diagonal"),
    ("#000075", "back_diagonal"),
    ("#C9B18B", "cross"),
    ("#1A4D2E", "horizontal"),
    ("#E6194B", "vertical"),
    ("#808000", "none"),
    ("#000000", "none"),
)
#: Contested land has the first hatch that no party has, on a grey.
_CONTESTED_COLOUR = "#B8B0A4"
_CONTESTED_HATCHES = ("cross", "vertical", "horizontal", "back_diagonal", "dots")
_WIDEST_UTM = 9.0
"""Degrees of longitude that one UTM zone still measures within a few metres in a thousand."""


@dataclass(frozen=True, slots=True)
class PlanParty:
    """Who can hold a place: its id, and its names in the languages of the data set, in order."""

    id: str
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> PlanParty:
        """``ID=NAME``, with ``=NAME`` for each further language.

        Raises ``ChoiceError`` if it is not.
        """
        ident, *names = (part.strip() for part in text.split("="))
        if not names or not all(names) or not is_id(ident):
            raise ChoiceError(f"{text!r} is no party; ID=NAME is wanted, such as NOR=North")
        return cls(ident, tuple(names))


@dataclass(frozen=True, slots=True)
class Plan:
    """A data set to begin.

    Raises ``ChoiceError`` if a value cannot be used.
    """

    #: Its id: letters of any script, digits, ``-`` and ``_``.
    id: str
    #: Codes of those it can be read in; every text has the first.
    languages: tuple[str, ...]
    #: What the map is about, in these languages, in their order; at least in the first.
    titles: tuple[str, ...]
    #: West, south, east, north of the study area, in degrees.
    bbox: tuple[float, float, float, float]
    #: ``first_day``, ``last_day``: the days control is known for, both inclusive.
    first_day: dt.date
    last_day: dt.date
    #: Two to fifteen parties.
    parties: tuple[PlanParty, ...]
    #: Whether it begins with three example places, so that its map opens.
    examples: bool = True
    #: The party that holds what no published area covers; none for a data set without such areas.
    rest: str = ""
    #: What is written where land is contested, none holding it, if that can be.
    contested: PlanParty | None = None

    def __post_init__(self) -> None:
        if not all(map(str.strip, self.titles)) or not self.titles:
            raise ChoiceError("the title is empty; what the map is about is wanted")
        states = [*self.parties, *([self.contested] if self.contested else ())]
        named = [self.titles, *(state.names for state in states)]
        if excess := next((names for names in named if len(names) > len(self.languages)), None):
            raise ChoiceError(
                f"{' = '.join(excess)}: {len(excess)} names; one for each of "
                f"{', '.join(self.languages)} is wanted"
            )
        if not is_box(*self.bbox):
            raise ChoiceError(
                f"{list(self.bbox)} is no box; west,south,east,north in degrees is wanted"
            )
        if self.first_day >= self.last_day:
            raise ChoiceError(f"the last day {self.last_day} is not after the first")
        ids = {state.id.casefold() for state in states}
        if not 2 <= len(self.parties) <= len(LOOKS) or len(ids) != len(states):
            raise ChoiceError(
                f"{len(self.parties)} parties; from 2 to {len(LOOKS)} are wanted, each with its "
                "own id (more can be added in dataset.toml)"
            )
        if self.rest and self.rest not in {party.id for party in self.parties}:
            raise ChoiceError(f"{self.rest!r} is none of the parties; the id of one is wanted")

    def text(self, words: Sequence[str]) -> Text:
        """Words in the languages of the data set, in their order, as far as they go."""
        return Text(dict(zip(self.languages, words, strict=False)))

    @property
    def contested_look(self) -> tuple[str, str]:
        """Colour and hatch of contested land."""
        taken = {hatch for _, hatch in LOOKS[: len(self.parties)]}
        free = (hatch for hatch in _CONTESTED_HATCHES if hatch not in taken)
        return _CONTESTED_COLOUR, next(free, _CONTESTED_HATCHES[0])

    @property
    def measuring_crs(self) -> str:
        """The UTM zone of the study area; an equal-area projection on its middle if it is wide or
        reaches over the antimeridian."""
        west, south, east, north = self.bbox
        lon, lat = (west + east) / 2, (south + north) / 2
        if east - west > _WIDEST_UTM or east > 180 or not -80 <= south < north <= 84:
            return f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} +datum=WGS84 +units=m"
        zone = min(int((lon + 180) // 6) + 1, 60)
        return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def parse_bbox(text: str) -> tuple[float, float, float, float]:
    """``west,south,east,north`` as numbers; over the antimeridian east may be given either way.

    Raises ``ChoiceError`` if it is not four numbers.
    """
    try:
        west, south, east, north = (float(part) for part in re.split(r"[,\s]+", text.strip()))
    except ValueError:
        raise ChoiceError(f"{text!r} is no box; west,south,east,north is wanted") from None
    if west - east > 180:  # -178 for 182
        east += 360
    return west, south, east, north


def parse_languages(text: str) -> tuple[str, ...]:
    """Codes of languages, ``en,uk``, each once.

    Raises ``ChoiceError`` if one is no language, or there is none.
    """
    codes = tuple(dict.fromkeys(re.split(r"[,\s]+", text.strip())))
    if unknown := [code for code in codes if not wording.exists(code)]:
        raise ChoiceError(f"{unknown[0]!r} is no language; codes are wanted, such as en,uk")
    return codes


def parse_day(text: str) -> dt.date:
    """A day ``YYYY-MM-DD``.

    Raises ``ChoiceError`` if it is none.
    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ChoiceError(f"{text!r} is no day; YYYY-MM-DD is wanted") from None
