"""Places, who held them and when that changed; operations and posts on the ground."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.records.base import (
    WRITTEN,
    Basis,
    Certainty,
    Dated,
    Day,
    GroupId,
    Id,
    Latitude,
    LeadsTo,
    LicenceId,
    Longitude,
    Meant,
    OperationId,
    PartyId,
    PlaceId,
    PrecisionM,
    Prose,
    Rank,
    Record,
    SeriesDay,
    SomeStrings,
    Sources,
    StringList,
    UnitIds,
)
from dashboard.records.days import Period
from dashboard.records.text import Text, code_column


class Unit(Record):
    """The administrative unit of a level that a place lies in, by name and code.

    Places in one share the record, so that it has no origin.
    """

    level: Id
    name: str = ""
    code: str = ""

    def set_origin(self, where: str, sep: str = ":") -> None:
        """Does nothing: several places share the unit."""


@cache
def _unit(level: str, name: str, code: str) -> Unit:
    return Unit(level=level, name=name, code=code)


def units_in(flat: Mapping[str, Any], levels: Iterable[str]) -> tuple[Unit, ...]:
    """The units that properties or cells name, as ``Place.flat_units`` gives them."""
    return _units(
        tuple([(level, flat.get(level), flat.get(code_column(level))) for level in levels])
    )


@cache
def _units(named: tuple[tuple[str, str | None, str | None], ...]) -> tuple[Unit, ...]:
    return tuple(
        _unit(level, name or "", code or "") for level, name, code in named if name or code
    )


class Place(Record):
    """A populated or named place with a position; ``precision_m`` is its position's error."""

    id: Id
    name: Text
    alt_names: StringList = ()
    lon: Longitude
    lat: Latitude
    units: tuple[Unit, ...] = ()
    rank: Rank
    geonames_id: str = ""
    precision_m: PrecisionM
    certainty: Certainty
    sources: Sources = ()
    note: str = ""
    meant: Meant = ()

    def unit(self, level: str) -> tuple[str, str]:
        """Name and code of the unit of a level; blank where it is not recorded."""
        for unit in self.units:
            if unit.level == level:
                return unit.name, unit.code
        return "", ""

    def flat_units(self, levels: Iterable[str]) -> dict[str, str]:
        """The units it lies in as properties or cells: name and code a level, empty for none."""
        units, made = {unit.level: unit for unit in reversed(self.units)}, {}
        for level in levels:
            unit = units.get(level)
            made[level], made[code_column(level)] = (unit.name, unit.code) if unit else ("", "")
        return made


class AreaCell(Place):
    """The cell of a face of published areas: found by where it lies, since nobody named it."""


class Baseline(Record):
    """Who held a place on the first day of the series, and how that is known."""

    place: PlaceId
    controller: PartyId
    certainty: Certainty
    basis: Basis
    method: str
    sources: Sources = ()
    meant: Meant = ()


class Event(Record):
    """A place passed from one party to another on a day, says a source.

    Without ``from_party`` nobody is known to have held it before, without ``to_party`` nobody is
    known to have held it since.
    ``day_earliest`` and ``day_latest`` bound the day where the sources do; one of them left out is
    the day itself. ``seq`` orders several changes of one place on one day, so that row order never
    matters.
    """

    id: Id
    day: Day
    day_earliest: Day | None = None
    day_latest: Day | None = None
    seq: Annotated[int, Field(ge=1), WRITTEN] = 1
    place: PlaceId
    from_party: PartyId | None = None
    to_party: PartyId | None = None
    operation: OperationId = ""
    certainty: Certainty
    basis: Basis
    sources: Sources = ()
    place_as_reported: str = ""
    note: str = ""
    meant: Meant = ()

    @property
    def order(self) -> tuple[dt.date, int, str]:
        """The sort key that puts the changes of a place in time order."""
        return self.day, self.seq, self.id


class GroupHolding(Record):
    """A group within a party held a place on the days ``[valid_from, valid_to)``.

    Places and days that no row names are not known, not empty.
    """

    place: PlaceId
    group: GroupId
    valid_from: Day
    valid_to: Day
    certainty: Certainty
    sources: Sources = ()
    place_as_reported: str = ""
    note: str = ""
    meant: Meant = ()

    @property
    def period(self) -> Period:
        """``valid_from`` and ``valid_to`` as one."""
        return Period(self.valid_from, self.valid_to)

    @property
    def last_day(self) -> dt.date:
        """The last day the group is known to have held it."""
        return self.valid_to - dt.timedelta(days=1)


class AreaStatement(Record):
    """A source says that a party left a whole area by the end of a day, without naming each place.

    Without ``areas`` it is about every place. Other fields are those of the events it stands for:
    ``derive.area_statements`` says of which places.
    """

    id: Id
    day: Day
    day_earliest: Day | None = None
    day_latest: Day | None = None
    areas: UnitIds = ()
    from_party: PartyId
    to_party: PartyId
    operation: OperationId = ""
    certainty: Certainty
    sources: Sources = ()
    area_as_reported: str
    note: str = ""
    meant: Meant = ()


class PublishedAreas(Record):
    """Who held which areas on a day, as somebody published it: a GeoJSON file of ``areas/``.

    ``precision_m`` is how far its outlines can be off.
    """

    day: Day
    file: Annotated[str, Field(pattern=r"^[^/\\]+\.geojson$")]
    sources: Annotated[SomeStrings, LeadsTo("source")]
    licence: LicenceId
    certainty: Certainty
    precision_m: PrecisionM
    note: str = ""


class Incident(Record):
    """Something that happened at a place on a day, as a source reports it: no change of control.

    It was on one of the days from ``day`` to ``last_day``, or on all of them; without ``last_day``
    on ``day``. ``kind`` is one of the data set's ``incident_kinds``, ``precision_m`` how far its
    position can be off. ``fatalities`` is the source's best figure, ``fatalities_low`` and
    ``fatalities_high`` its range. ``reported_by`` is whom the source itself goes by.
    """

    id: Id
    day: SeriesDay
    last_day: Day | None = None
    kind: Annotated[Id, LeadsTo("incident kind")]
    lon: Longitude
    lat: Latitude
    precision_m: PrecisionM
    place_as_reported: str = ""
    actors: StringList = ()
    fatalities: Annotated[int, Field(ge=0), WRITTEN] | None = None
    fatalities_low: Annotated[int, Field(ge=0), WRITTEN] | None = None
    fatalities_high: Annotated[int, Field(ge=0), WRITTEN] | None = None
    reported_by: str = ""
    sources: Sources = ()
    note: str = ""
    meant: Meant = ()


class UnplacedEvent(Record):
    """A sourced change of control of a place without a safe position: listed, never drawn."""

    id: Id
    day: Day
    place_name: str
    alt_names: StringList = ()
    area: str = ""
    from_party: PartyId
    to_party: PartyId
    operation: OperationId = ""
    certainty: Certainty
    sources: Sources = ()
    note: str = ""
    meant: Meant = ()


class UnresolvedPlace(Record):
    """A name in the sources for which no safe position was found.

    ``note`` keeps a candidate position that is not trusted, ``sources`` where it was found.
    """

    name: str
    alt_names: StringList = ()
    area: str = ""
    reason: str
    sources: Sources = ()
    note: str = ""


class Operation(Record):
    """An offensive, a deployment, or a spell of calm under an arrangement.

    ``end_on`` empty means open; ``belligerents`` says in words who was on which side.
    """

    id: Id
    name: Prose
    kind: Literal["offensive", "deployment", "arrangement"]
    start_on: Day
    end_on: Day | None = None
    belligerents: Prose = ""
    sources: Sources = ()
    meant: Meant = ()


class Post(Record):
    """An observation post or military point, with its dates as exactly as they are known.

    ``lon`` and ``lat`` are those of the named locality; both empty means unknown.
    """

    id: Id
    label: Prose
    operator: Annotated[Id, LeadsTo("operator")]
    official: bool
    locality: Prose
    lon: Longitude | None = None
    lat: Latitude | None = None
    position_quality: str = ""
    established: Dated
    encircled: Dated | None = None
    withdrawn: Dated | None = None
    sources: Sources = ()
    note: str = ""
    meant: Meant = ()
