"""What the browser is given, typed: the source of ``web/payload.d.ts``.

Days are numbers, 0 the first day of the series; periods are half-open. Figures over time have one
value for each of the days listed with them. Everything is a plain JSON value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NotRequired, TypedDict, TypeVar, cast

from dashboard.mapview import MapView, Tiles
from dashboard.style import Style, ViewLook
from dashboard.wording.cldr import BrowserLocale

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Item(NamedTuple):
    """One period of a geometry; items travel as flat rows of integers, see ``flat``.

    ``geometry``, ``style`` and ``row`` are indices into a layer's geometries, classes and
    properties. In a scenario's rows ``geometry`` is a cell, ``style`` the index of the party, -1
    where it is not known, and ``row`` is 1 where it began only because a boundary was drawn anew,
    else 0.
    """

    geometry: int
    first: int
    beyond: int
    style: int
    row: int


def flat(items: Iterable[Item]) -> list[int]:
    """Items one after the other, each as its integers in the order of ``Item``."""
    return [number for item in items for number in item]


Fields = TypeVar("Fields", bound="DataclassInstance")


def plain(value: Fields) -> Fields:
    """A dataclass as the JSON object of its fields, typed as what it was."""
    return cast(Fields, asdict(value))


class Cells(TypedDict):
    """The cells that make up the shapes of control, those of a shape together.

    By cell: the id of its place, its shape (a geometry of the control layer), where the place
    lies, its land if it ever changes hands, and its error. ``spells`` are those of each cell in
    turn, one for each item of its shape. A point of a shape is in the cell of the nearest of its
    places.
    """

    places: list[str]
    shapes: list[int]
    at: list[list[int]]
    km2: list[float | None]
    precision_m: list[int]
    spells: list[dict[str, Any]]


class Stretches(TypedDict):
    """What the line of contact consists of, by geometry: the two shapes of control it lies between,
    and its error. It is there on the days on which two known parties hold these."""

    sides: list[list[int]]
    precision_m: list[int]


class Layer(TypedDict):
    """One layer as it is drawn: each geometry once, its periods as items.

    ``geometries`` are ``payload.positions``. Control has its cells, the line of contact its
    ``stretches``, relief the address of its ``image``.
    """

    layer: str
    style: str
    sea: str
    kind: Literal["point", "path"]
    classes: list[str]
    styles: list[Style]
    geometries: list[Any]
    items: list[int]
    properties: list[dict[str, Any]]
    cells: NotRequired[Cells]
    stretches: NotRequired[Stretches]
    image: NotRequired[str]


class Party(TypedDict):
    id: str
    name: str
    short: str
    colour: str
    contested: bool


class OverTime(TypedDict):
    """km² by party, held and gained less lost since the reference day; their errors. A party that
    borders no line of contact has no error of what it holds. ``unknown`` is what nobody is known to
    hold, empty where there is never any."""

    areas: dict[str, list[float]]
    unknown: list[float]
    error: dict[str, list[float]]
    net: dict[str, list[float]]
    net_error: dict[str, list[float]]


class Headline(TypedDict):
    """A figure whose series is that of a chart; ``range`` is the least and the most by party over
    the scenarios, on ``Facts.range_days``."""

    range: dict[str, list[list[float]]]


class NetSince(Headline):
    """Of the whole study area. No net includes the km² that differ only because a boundary was
    drawn anew (``redrawn``), or those of unknown holder on one of the days (``unheld``)."""

    redrawn: list[float]
    unheld: list[float]


class Zone(Headline):
    id: str
    title: str
    km2: float


class Chart(OverTime):
    id: str
    title: str


class Reference(TypedDict):
    day: int
    short: str


#: How far the line of contact stands from an agreed line, as text, on ``days``, and whether
#: scenarios move it.
Distance = TypedDict(
    "Distance",
    {
        "layer": str,
        "agreement": str | None,
        "sources": list[str],
        "caveat": str,
        "from": int,
        "to": int,
        "days": list[int],
        "mean": list[str | None],
        "most": list[str | None],
        "moves": list[bool],
    },
)


class AgreementEntry(TypedDict):
    """``force`` are spans in force, each with ``yes`` or ``disputed``."""

    id: str
    short: str
    official: str
    role: str
    dated: str
    day: int
    force: list[tuple[int, int, str]]
    draws: list[str]


#: A bar of the timeline in its lane; ``starts`` and ``ends`` are the days stated, also where the
#: series does not have them. A truce has the agreement and its force.
Bar = TypedDict(
    "Bar",
    {
        "from": int,
        "to": int,
        "name": str,
        "starts": int,
        "ends": int | None,
        "lane": int,
        "agreement": NotRequired[str],
        "force": NotRequired[str],
    },
)


#: What readers must know of a layer on certain days: the text on each of ``days``, until ``to``.
Note = TypedDict(
    "Note", {"layer": str, "from": int, "to": int, "days": list[int], "texts": list[str]}
)


class PlaceEntry(TypedDict):
    """``label`` is its name on the map, where that is another; ``translated`` are its names in the
    languages ``translated_into``, ``alt_names`` further spellings; ``rank`` is 1 for the most
    important. ``unit`` is the name of the administrative unit that figures are broken down by.
    ``unnamed``: a cell of published areas, called by where it lies."""

    name: str
    unit: str
    rank: int
    label: NotRequired[str]
    translated: NotRequired[list[str]]
    translated_into: NotRequired[list[str]]
    alt_names: NotRequired[list[str]]
    unnamed: NotRequired[bool]


class PostEntry(TypedDict):
    """An observation post; days as text. ``at`` is [lat, lon], null where nobody knows it.

    ``short`` is its number and the place it is named after.
    """

    label: str
    short: str
    operator: str
    locality: str
    at: list[float] | None
    established: str
    encircled: str
    withdrawn: str
    note: str
    sources: list[str]
    credibility: str


class IncidentEntry(TypedDict):
    """An incident: its kind in words, its days as text, and who reports it. It is on the map on
    the days from ``first`` to before ``beyond``."""

    kind: str
    dated: str
    by: str
    first: int
    beyond: int


class OperationEntry(TypedDict):
    """An operation; ``dated`` is from when to when, in words."""

    name: str
    dated: str
    sides: str
    sources: list[str]


class FindableEntry(TypedDict):
    """What can be found besides places, which have their names in ``Facts.places``.

    ``title`` is what it is called, ``context`` what tells it from others of that name, ``names``
    are all spellings in any language. ``sources`` say where an unplaced name stands.
    """

    record: str
    title: str
    context: str
    rank: float
    names: list[str]
    sources: NotRequired[list[str]]


class SourceEntry(TypedDict):
    """``archived`` is where a copy may be kept, ``reliability`` a letter of the Admiralty scale."""

    label: str
    url: str
    archived: str
    reliability: str


class Facts(TypedDict):
    """Records and figures. ``scenarios`` has rows of items of the cells whose history differs,
    ``areas`` the shapes of control that lie in each."""

    title: str
    attribution: str
    first: str
    last: str
    opening_bbox: list[float]
    parties: list[Party]
    scenarios: list[list[int]]
    range_days: list[int]
    state_days: list[int]
    change_days: list[int]
    change_km2: list[float]
    change_places: list[int]
    zone: Zone
    reference: Reference
    net: NetSince
    distances: dict[str, Distance]
    charts: list[Chart]
    agreements: list[AgreementEntry]
    truces: list[Bar]
    offensives: list[Bar]
    notes: list[Note]
    groups: dict[str, str]
    incidents: dict[str, IncidentEntry]
    posts: dict[str, PostEntry]
    operations: dict[str, OperationEntry]
    places: dict[str, PlaceEntry]
    findable: list[FindableEntry]
    areas: dict[str, list[int]]
    levels: list[str]
    sources: dict[str, SourceEntry]


class LegendItem(TypedDict):
    """``measured`` names the recipe whose distances stand with the entry, ``alike`` the parties
    that look the same in greyscale or with colour blindness."""

    key: str
    title: str
    measured: NotRequired[str]
    alike: NotRequired[list[str]]


class KindChoice(TypedDict):
    id: str
    title: str


class LayerChoice(TypedDict):
    """``kinds`` are those of incidents, to be shown one by one."""

    name: str
    title: str
    about: str
    kinds: NotRequired[list[KindChoice]]


class LanguageChoice(TypedDict):
    code: str
    name: str


class Choices(TypedDict):
    layers: list[LayerChoice]
    bases: list[str]
    languages: list[LanguageChoice]


class Payload(TypedDict):
    """Everything the map is given.

    ``format`` is how its language writes figures and days, ``opening`` what a link without
    parameters opens, in a link's words.
    """

    map: MapView
    tiles: list[Tiles]
    layers: list[Layer]
    facts: Facts
    words: Mapping[str, Any]
    language: str
    format: BrowserLocale
    looks: dict[str, ViewLook]
    styles: dict[str, Style]
    legend: list[LegendItem]
    choices: Choices
    opening: Mapping[str, str]


#: Whole numbers in a text: see ``payload.encoding.polyline``. ``Differences`` are each less the one
#: before it.
Polyline = str
Differences = str


class Columns(TypedDict):
    """A field of rows: its different values, and by row which; -1 for none."""

    values: list[Any]
    at: Differences


class EncodedCells(TypedDict):
    """``Cells`` as they travel: places by their number, positions by that of the geometry."""

    places: Differences
    shapes: Differences
    at: Differences
    km2: list[float | None]
    precision_m: list[int]
    spells: dict[str, Columns]


class EncodedLayer(TypedDict):
    """A layer as it travels (``payload.encoding``).

    ``items`` are columns; the days of an item are counted from the end of the one before. ``layer``
    has all other fields. The line of contact has no items, only the errors of its stretches: its
    items, and the shapes on both sides of a stretch, follow from control. ``sides`` are the
    exceptions: columns of the number of the stretch and its two shapes.
    """

    layer: dict[str, Any]
    geometries: Differences
    items: list[Polyline]
    properties: dict[str, Columns]
    cells: NotRequired[EncodedCells]
    precision_m: NotRequired[Differences]
    sides: NotRequired[list[Differences]]


class EncodedOutlines(TypedDict):
    """The different geometries, made of arcs (``payload.topology``).

    By arc, ``positions``: latitude and longitude, each less the one before; ``lengths``: the number
    of its positions. By geometry, ``nesting``: how deep positions are nested in it, and how many
    lists are in each list of lists; ``sizes``: the number of arcs of each point, line and ring;
    ``arcs``: which these are, see ``payload.topology.codes``.
    """

    positions: Polyline
    lengths: Polyline
    nesting: Polyline
    sizes: Polyline
    arcs: Polyline


class EncodedPlaces(TypedDict):
    """``Facts.places`` as it travels; cells named by their position have no id and no name."""

    ids: list[str | None]
    columns: dict[str, Columns]


class EncodedPayload(TypedDict):
    """A payload as it travels; ``payload`` has all other fields."""

    payload: dict[str, Any]
    layers: list[EncodedLayer]
    outlines: EncodedOutlines
    places: EncodedPlaces
    scenarios: list[list[Polyline]]


class SharedPayload(TypedDict):
    """What encoded payloads in all languages share: geometries, facts, layers by number."""

    outlines: EncodedOutlines
    scenarios: list[list[Polyline]]
    facts: dict[str, Any]
    layers: dict[str, EncodedLayer]


class OwnPayload(TypedDict):
    """The rest of one payload; ``None`` for a shared layer."""

    payload: dict[str, Any]
    layers: list[EncodedLayer | None]
    places: EncodedPlaces
