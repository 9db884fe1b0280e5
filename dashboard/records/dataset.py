"""What a data set says of itself: area, series, parties, layers, and how lines are derived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from dashboard.records.base import (
    WRITTEN,
    AgreementId,
    Basis,
    Certainty,
    Colour,
    Day,
    Hatch,
    Id,
    IncidentMark,
    LayerName,
    LeadsTo,
    Meant,
    Number,
    PartyId,
    PlaceId,
    PrecisionM,
    Prose,
    Record,
    SeriesDay,
    SomeStrings,
    Sources,
    StringList,
)
from dashboard.records.days import Period
from dashboard.records.text import Language, Text


class Party(Record):
    """Who can hold a place. ``hatch`` tells parties apart where colour cannot.

    ``kind`` is ``contested`` for what is written where several are there and none holds the place:
    land with a name and look of its own that counts for nobody.
    """

    id: Id
    kind: Literal["party", "contested"] = "party"
    name: Text
    short: Text
    colour: Colour
    hatch: Hatch
    note: str = ""
    meant: Meant = ()


class Group(Record):
    """A group within a party that is told apart where sources do: a mark on the party's land.

    ``mark`` tells groups apart where colour cannot.
    """

    id: Id
    party: PartyId
    name: Text
    short: Text
    colour: Colour
    mark: Literal["filled", "open", "small"]


class Operator(Record):
    """Who runs observation posts: an id of its own, since an operator need not hold land."""

    id: Id
    name: Text


class IncidentKind(Record):
    """A kind of incidents: what ``kind`` in ``incidents.csv`` names.

    ``mark`` is how it is drawn, told from others by lightness and size; without it the marks are
    given out in turn.
    """

    id: Id
    name: Text
    mark: IncidentMark | None = None


class AdminLevel(Record):
    """A level of administrative units that places lie in.

    ``places.csv`` has two columns of it: its ``id`` for a unit's name, ``ID_code`` for its code.
    ``title`` heads what is listed by unit; ``unit`` is what one is called, ``{name}`` standing for
    its name. ``hxl`` says whose codes they are, as an attribute of HXL (``v_iso``).
    """

    id: Id
    title: Text
    unit: Text
    hxl: str = ""


class AdminArea(Record):
    """An administrative unit places lie in, by the code they carry, with its names.

    ``name`` has the gazetteer's spelling where a place gives the unit its name; ``alt_names`` are
    others, that of the places' rows among them.
    """

    id: Id
    name: Text
    alt_names: StringList = ()


def is_box(west: float, south: float, east: float, north: float) -> bool:
    """Whether degrees are those of a box on the globe; over the antimeridian east is beyond 180."""
    return -180 <= west < 180 and west < east < west + 360 and -90 <= south < north <= 90


class StudyArea(Record):
    """Where control is reconstructed: a box in degrees, cut to the land of basemap features.

    Where it reaches over the antimeridian longitudes go on beyond 180, in ``bbox`` and everywhere
    else: 182 is 178° W. ``land_id`` are ids of land, as many as there are countries. Places may lie
    up to ``margin_km`` outside: they shape the cells at the rim.
    """

    bbox: tuple[Number, Number, Number, Number]
    land_layer: str
    land_id: SomeStrings
    margin_km: Number

    @property
    def easternmost(self) -> float:
        """The greatest longitude there is: 180, or 360 over the antimeridian."""
        return 180 if self.bbox[2] <= 180 else 360


class Series(Record):
    """The days control is known for (both inclusive) and, in words, what followed.

    Without ``afterwards`` the series goes on: its last day is that of the last update.
    """

    first_day: Day
    last_day: Day
    afterwards: Text | None = None
    afterwards_sources: Sources = ()
    meant: Meant = ()

    @property
    def end(self) -> dt.date:
        """The day after the last."""
        return self.last_day + dt.timedelta(days=1)


#: How a layer is drawn; ``style.DRAW_ORDER`` puts them from bottom to top. ``later_line`` is the
#: agreed line of a later text, drawn otherwise than the one before.
LayerStyle = Literal[
    "basemap",
    "relief",
    "control",
    "taken",
    "river",
    "corridor",
    "agreed_area",
    "agreed_line",
    "later_line",
    "road",
    "contact",
    "distance",
    "post",
    "group",
    "incident",
    "place",
]

#: The style of each layer whose name says what is in it; it is no other layer's.
STYLE_OF: Mapping[str, LayerStyle] = {
    "basemap": "basemap",
    "relief": "relief",
    "control_areas": "control",
    "rivers": "river",
    "roads": "road",
    "line_of_contact": "contact",
    "observation_posts": "post",
    "party_groups": "group",
    "incidents": "incident",
    "places": "place",
}


class LayerText(Record):
    """A layer of ``data/geo``: its names, what it shows, how it is drawn and credited.

    ``licence`` are ids of ``licences.toml``, of what was made for this data set; those of the
    material in the layer are added to them (``Seeds.licences_of``).
    """

    name: Id
    style: LayerStyle
    title: Text
    about: Text
    licence: Annotated[SomeStrings, LeadsTo("licence")]
    shown: bool = True


class Relief(Record):
    """Whose the heights of ``basemap/relief.tif`` are, and how exactly they lie where they are."""

    sources: Annotated[Sources, Field(min_length=1)]
    licence: Annotated[str, LeadsTo("licence")]
    precision_m: PrecisionM


class DayNote(Record):
    """What readers of a layer must know on certain days, both inclusive; shown with the layer.

    ``figure`` is shown with it: the share of the area that rests on statements about areas, or how
    many places each group is known to hold and for how many no group is known.
    """

    layer: LayerName
    figure: Literal["", "area_statements", "groups"] = ""
    first_day: SeriesDay
    last_day: SeriesDay
    text: Text

    def covers(self, day: dt.date) -> bool:
        """Whether a day is one of them."""
        return self.first_day <= day <= self.last_day


class Recipe(Record):
    """How one agreed or derived geometry follows from control and lines.

    ``kind`` says which recipe it is; ``period`` are the days it is in force.
    """

    id: Id
    layer: LayerName
    kind: str
    agreement: AgreementId
    title: Text
    valid_from: Day
    valid_to: Day | None = None
    certainty: Certainty
    precision_m: PrecisionM
    caveat: Text
    sources: Sources = ()
    meant: Meant = ()

    @property
    def period(self) -> Period:
        """``valid_from`` and ``valid_to`` as one."""
        return Period(self.valid_from, self.valid_to)


class OfPocket(Recipe):
    """A recipe about the pocket of ``held_by`` on ``day``: land contiguous with ``holding``."""

    day: SeriesDay
    held_by: PartyId
    holding: PlaceId


class PocketRecipe(OfPocket):
    """The pocket itself."""

    kind: Literal["pocket"] = "pocket"


class OfLine(OfPocket):
    """A recipe about the edges of a pocket towards the cells of ``facing``."""

    facing: PartyId


class ContactLineRecipe(OfLine):
    """The edges of the pocket towards ``facing``: a line of contact as an agreed line."""

    kind: Literal["contact_line"] = "contact_line"


class DrawnAreaRecipe(Recipe):
    """Areas that were published, as entered in ``lines/agreed.geojson``: features of these ids."""

    kind: Literal["drawn_area"] = "drawn_area"
    features: Annotated[SomeStrings, LeadsTo("shape")]


class DrawnLineRecipe(Recipe):
    """A line that was published, as entered there, between ``held_by`` and ``facing``.

    ``day`` is the one from which movements are counted.
    """

    kind: Literal["drawn_line"] = "drawn_line"
    features: Annotated[SomeStrings, LeadsTo("shape")]
    day: SeriesDay
    held_by: PartyId
    facing: PartyId


class DepthBandRecipe(OfLine):
    """The land of the pocket within each of ``depths_km`` of its line of contact."""

    kind: Literal["depth_band"] = "depth_band"
    depths_km: Annotated[tuple[Number, ...], Field(min_length=1)]


class TakenSinceRecipe(Recipe):
    """Cells whose controller differs from the one on ``day``."""

    kind: Literal["taken_since"] = "taken_since"
    day: SeriesDay


class RoadCorridorRecipe(Recipe):
    """``each_side_km`` around ``road`` between two places, flat ends."""

    kind: Literal["road_corridor"] = "road_corridor"
    road: Annotated[str, LeadsTo("road")]
    from_place: PlaceId
    to_place: PlaceId
    each_side_km: Annotated[float, Field(gt=0), WRITTEN]


class LineDistanceRecipe(Recipe):
    """From the ``contact_line`` recipe ``line`` to the line of contact between the same two
    parties, day by day."""

    kind: Literal["line_distance"] = "line_distance"
    line: Id


#: Kinds of recipes that draw land, the same on every day.
_WHOLE = ("pocket", "drawn_area")
_OF_LAND = (*_WHOLE, "depth_band", "road_corridor")

AnyRecipe = Annotated[
    PocketRecipe
    | ContactLineRecipe
    | DepthBandRecipe
    | DrawnAreaRecipe
    | DrawnLineRecipe
    | TakenSinceRecipe
    | RoadCorridorRecipe
    | LineDistanceRecipe,
    Field(discriminator="kind"),
]


class DayReading(Record):
    """How far the reported day of some events may be from the day control changed.

    It is about events of ``basis``, on ``days`` (any day if empty). The day can be up to
    ``earlier_days`` before and ``later_days`` after the one entered or, ``within_operation``,
    any day of the operation the event belongs to.
    """

    basis: Basis
    days: tuple[Day, ...] = ()
    earlier_days: Annotated[int, Field(ge=0, le=366), WRITTEN] = 0
    later_days: Annotated[int, Field(ge=0, le=366), WRITTEN] = 0
    within_operation: bool = False
    note: Prose = ""


class AreaRules(Record):
    """How published areas become cells.

    ``rest`` is the party that holds what no area covers. Outlines are rounded to a grid of
    ``grid_m``; a face narrower than ``sliver_m`` is joined to a neighbour. Land that changes hands
    on a day in a piece narrower than ``redrawn_m`` or smaller than ``redrawn_km2`` counts as a
    boundary drawn anew.
    """

    rest: PartyId
    grid_m: Annotated[float, Field(ge=1), WRITTEN] = 50.0
    sliver_m: Annotated[float, Field(ge=0), WRITTEN] = 100.0
    redrawn_m: Annotated[float, Field(ge=0), WRITTEN] = 200.0
    redrawn_km2: Annotated[float, Field(ge=0), WRITTEN] = 0.1


class Dataset(Record):
    """``dataset.toml``: what the conflict's data set is called and how it is derived.

    ``languages`` are those it can be read in. The first is the one all is entered in: every
    ``Text`` has it, and it stands in where another is missing.
    ``reference_agreement`` is the one land taken is counted from, the start of the series for want
    of one; ``headline_zone`` the area headline figures are about, a recipe that draws one or
    ``LEVEL:CODE`` of an administrative unit, else the whole study area.
    ``levels`` are those of administrative units, the largest first; figures are broken down by
    ``breakdown_level``, by none if it is left out. ``attribution`` are those to credit
    (``Seeds.attribution``); ``attribution_short`` stands on pages with little room, as a picture
    for a chat. An incident is on the map for ``incident_days``, the
    first of them its own.
    """

    id: Id
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    title: Text
    subtitle: Text | None = None
    measuring_crs: str
    reference_agreement: AgreementId | None = None
    headline_zone: str | None = None
    opening_day: SeriesDay
    disclaimer: Text
    attribution: str = ""
    attribution_short: str = ""
    study_area: StudyArea
    series: Series
    published_areas: AreaRules | None = None
    parties: tuple[Party, ...]
    groups: tuple[Group, ...] = ()
    operators: tuple[Operator, ...] = ()
    incident_days: Annotated[int, Field(ge=1, le=366), WRITTEN] = 7
    incident_kinds: tuple[IncidentKind, ...] = ()
    layers: tuple[LayerText, ...]
    relief: Relief | None = None
    day_notes: tuple[DayNote, ...] = ()
    recipes: tuple[AnyRecipe, ...] = ()
    levels: tuple[AdminLevel, ...] = ()
    breakdown_level: Id | None = None
    areas: tuple[AdminArea, ...] = ()
    day_readings: tuple[DayReading, ...] = ()
    meant: Meant = ()

    @property
    def contested(self) -> frozenset[str]:
        """Ids of what is written where land is contested: it counts for nobody."""
        return frozenset(party.id for party in self.parties if party.kind == "contested")

    @property
    def level_ids(self) -> tuple[str, ...]:
        """Ids of the levels of administrative units, the largest first."""
        return tuple(level.id for level in self.levels)

    @property
    def agreed_areas(self) -> tuple[str, ...]:
        """Ids of the recipes that draw land: figures can be asked for in each."""
        return tuple(recipe.id for recipe in self.recipes if recipe.kind in _OF_LAND)

    @property
    def whole_areas(self) -> tuple[str, ...]:
        """Ids of the recipes that draw land neither along a line nor along a road."""
        return tuple(recipe.id for recipe in self.recipes if recipe.kind in _WHOLE)

    @property
    def breakdown(self) -> AdminLevel | None:
        """The level that figures are broken down by."""
        return next((level for level in self.levels if level.id == self.breakdown_level), None)

    @cached_property
    def areas_by_name(self) -> Mapping[str, AdminArea]:
        """The administrative units by each name they go by; the first of that name."""
        named: dict[str, AdminArea] = {}
        for area in self.areas:
            for name in (*area.name.values(), *area.alt_names):
                named.setdefault(name, area)
        return named
