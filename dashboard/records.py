"""The records: what people enter and what the build derives. No input or output here.

Every record entered under ``seeds/`` is a frozen model that refuses unknown fields. ``origin``
says where it was read (``seeds/places.csv:17``), so that a finding can point back to the line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Certainty = Literal["high", "medium", "low"]
#: ``area_statement``: a source closed a whole area on that day without naming each place.
Basis = Literal["reported", "area_statement", "inferred"]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Hatch = Literal["none", "diagonal", "back_diagonal", "cross", "horizontal", "vertical", "dots"]


def _split(value: Any) -> Any:
    """A CSV cell ``a;b`` as ``("a", "b")``; lists from TOML pass through."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


Listed = Annotated[tuple[str, ...], BeforeValidator(_split)]


# --- time ---------------------------------------------------------------------------------


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Half-open days ``[valid_from, valid_to)``; ``None`` on either side is open.

    Raises
    ------
    ValueError
        If both ends are given and ``valid_to`` is not after ``valid_from``.

    Examples
    --------
    >>> spell = Period(dt.date(2020, 2, 5), dt.date(2020, 2, 8))
    >>> spell.holds(dt.date(2020, 2, 7)), spell.holds(dt.date(2020, 2, 8))
    (True, False)
    """

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def __post_init__(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError(f"{self.valid_to} is not after valid_from {self.valid_from}")

    def holds(self, day: dt.date) -> bool:
        """Whether ``day`` lies in the period."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share a day."""
        return (
            self.valid_from is None or other.valid_to is None or self.valid_from < other.valid_to
        ) and (
            other.valid_from is None or self.valid_to is None or other.valid_from < self.valid_to
        )


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _partial_days(text: str) -> tuple[dt.date, dt.date]:
    """First and last day that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` can mean."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date")
    year, month, day = (int(part) if part else None for part in match.groups())
    first = dt.date(year, month or 1, day or 1)
    if day:
        return first, first
    after = dt.date(year + 1, 1, 1) if not month or month == 12 else dt.date(year, month + 1, 1)
    return first, after - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date as exactly as the source gives it: ``2018``, ``2018-05``, ``2018-05-16`` or an
    interval ``2017-12/2018-02`` (the notation of ISO 8601-2 level 0).

    ``earliest`` and ``latest`` are the first and last day it can mean.

    Examples
    --------
    >>> DateSpan.parse("2018-02").latest
    datetime.date(2018, 2, 28)
    """

    text: str
    earliest: dt.date
    latest: dt.date

    @classmethod
    def parse(cls, value: Any) -> DateSpan:
        """Read a date, a ``DateSpan`` or its text.

        Raises
        ------
        ValueError
            If the text is none of the four forms, names no real day or runs backwards.
        """
        if isinstance(value, DateSpan):
            return value
        text = value.isoformat() if isinstance(value, dt.date) else str(value)
        start, _, end = text.partition("/")
        earliest, latest = _partial_days(start)
        if end:
            end_first, latest = _partial_days(end)
            if end_first < earliest:
                raise ValueError(f"{text!r} runs backwards")
        return cls(text, earliest, latest)

    def __str__(self) -> str:
        return self.text


Dated = Annotated[DateSpan, BeforeValidator(DateSpan.parse)]


def _written_day(value: Any) -> Any:
    """A day, or ``YYYY-MM-DD``; a bare number would pass as seconds since 1970."""
    if isinstance(value, dt.date) or (
        isinstance(value, str) and re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", value)
    ):
        return value
    raise PydanticCustomError("date_type", "not a day")


Day = Annotated[dt.date, BeforeValidator(_written_day)]


# --- what people enter --------------------------------------------------------------------


class Record(BaseModel):
    """Base of every entered record: frozen, strict about names, knows where it was read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True,
        allow_inf_nan=False,
    )  # fmt: skip
    origin: str = Field("", exclude=True, repr=False)


class Party(Record):
    """Who can hold a place. ``hatch`` tells parties apart where colour cannot."""

    id: Id
    name_en: str
    name_ar: str
    short_en: str
    short_ar: str
    colour: Colour
    hatch: Hatch
    note: str = ""


class Operator(Record):
    """Who runs observation posts: an id of its own, since an operator need not hold land."""

    id: Id
    name_en: str
    name_ar: str


class StudyArea(Record):
    """Where control is reconstructed: a box in degrees, cut to the land of one basemap feature.

    Places may lie up to ``margin_km`` outside: they shape the cells at the rim.
    """

    bbox: tuple[float, float, float, float]
    land_layer: str
    land_id: str
    margin_km: float


class Series(Record):
    """The days control is known for (both inclusive) and, in words, what followed."""

    first_day: Day
    last_day: Day
    afterwards_en: str
    afterwards_ar: str
    afterwards_sources: Listed = ()


#: How a layer is drawn; ``style.DRAW_ORDER`` puts them from bottom to top.
LayerStyle = Literal[
    "basemap", "control", "taken", "river", "corridor", "agreed_area", "agreed_line", "road",
    "contact", "post", "place",
]  # fmt: skip


class LayerText(Record):
    """A layer of ``data/geo``: its names, what it shows, how it is drawn and credited."""

    name: Id
    style: LayerStyle
    title_en: str
    title_ar: str
    about_en: str
    about_ar: str = ""
    licence: str
    shown: bool = True


class Recipe(Record):
    """How one agreed or derived geometry follows from control and lines.

    ``kind`` decides which fields are read:

    - ``pocket``: land held by ``held_by`` on ``day``, contiguous with place ``holding``.
    - ``contact_line``: edges between ``held_by`` and ``facing`` on ``day`` around that pocket.
    - ``depth_band``: what lies within each of ``depths_km`` of that line, inside the pocket.
    - ``taken_since``: cells whose controller differs from the one on ``day``.
    - ``road_corridor``: ``each_side_km`` around ``road`` between two places, flat ends.
    """

    id: Id
    layer: Id
    kind: Literal["pocket", "contact_line", "depth_band", "taken_since", "road_corridor"]
    agreement: Id
    title_en: str
    title_ar: str
    day: Day | None = None
    held_by: Id | None = None
    facing: Id | None = None
    holding: Id | None = None
    depths_km: tuple[float, ...] = ()
    road: str | None = None
    from_place: Id | None = None
    to_place: Id | None = None
    each_side_km: float | None = None
    valid_from: Day
    valid_to: Day | None = None
    certainty: Certainty
    precision_m: int
    caveat_en: str
    caveat_ar: str = ""
    sources: Listed = ()


class DayReading(Record):
    """How far the reported day of some events may be from the day control changed.

    It is about events of ``basis``, on ``days`` (any day if empty). The day can be up to
    ``earlier_days`` before and ``later_days`` after the one entered or, ``within_operation``,
    any day of the operation the event belongs to.
    """

    basis: Basis
    days: tuple[Day, ...] = ()
    earlier_days: Annotated[int, Field(ge=0)] = 0
    later_days: Annotated[int, Field(ge=0)] = 0
    within_operation: bool = False
    note: str = ""


class Dataset(Record):
    """``dataset.toml``: what the conflict's data set is called and how it is derived."""

    id: Id
    title_en: str
    title_ar: str
    subtitle_en: str = ""
    subtitle_ar: str = ""
    measuring_crs: str
    reference_agreement: Id
    headline_zone: Id
    opening_day: Day
    disclaimer_en: str
    disclaimer_ar: str
    attribution: str
    study_area: StudyArea
    series: Series
    parties: tuple[Party, ...]
    operators: tuple[Operator, ...] = ()
    layers: tuple[LayerText, ...]
    recipes: tuple[Recipe, ...]
    day_readings: tuple[DayReading, ...] = ()


class Source(Record):
    """What supports a fact. Empty ``title`` or ``publisher`` means we have not read it.

    ``url`` is empty only for a source that is not on the web (then ``note`` says what it is).
    """

    id: Id
    url: str = ""
    title: str = ""
    publisher: str = ""
    published_on: Dated | None = None
    kind: str = "unclassified"
    language: str = ""
    note: str = ""


class Place(Record):
    """A populated or named place with a position; ``precision_m`` is its position's error."""

    id: Id
    name_en: str
    name_ar: str = ""
    alt_names: Listed = ()
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    governorate: str = ""
    governorate_pcode: str = ""
    district: str = ""
    district_pcode: str = ""
    subdistrict: str = ""
    subdistrict_pcode: str = ""
    rank: Annotated[int, Field(ge=1, le=4)]
    geonames_id: str = ""
    precision_m: Annotated[int, Field(gt=0)]
    certainty: Certainty
    sources: Listed = ()
    note: str = ""


class Baseline(Record):
    """Who held a place on the first day of the series, and how that is known."""

    place: Id
    controller: Id
    certainty: Certainty
    basis: Basis
    method: str
    sources: Listed = ()


class Event(Record):
    """A place passed from one party to another on a day, says a source.

    ``seq`` orders several changes of one place on one day, so that row order never matters.
    """

    id: Id
    day: Day
    seq: Annotated[int, Field(ge=1)] = 1
    place: Id
    from_party: Id
    to_party: Id
    operation: str = ""
    certainty: Certainty
    basis: Basis
    sources: Listed = ()
    place_as_reported: str = ""
    note: str = ""


class UnplacedEvent(Record):
    """A sourced change of control of a place without a safe position: listed, never drawn."""

    id: Id
    day: Day
    place_name: str
    alt_names: Listed = ()
    area: str = ""
    from_party: Id
    to_party: Id
    operation: str = ""
    certainty: Certainty
    sources: Listed = ()
    note: str = ""


class UnresolvedPlace(Record):
    """A name in the sources for which no safe position was found.

    ``note`` keeps a candidate position that is not trusted, ``sources`` where it was found.
    """

    name: str
    alt_names: Listed = ()
    area: str = ""
    reason: str
    sources: Listed = ()
    note: str = ""


class Operation(Record):
    """An offensive, a deployment, or a spell of calm under an arrangement.

    ``end_on`` empty means open.
    """

    id: Id
    name: str
    kind: Literal["offensive", "deployment", "arrangement"]
    start_on: Day
    end_on: Day | None = None
    belligerents: str = ""
    sources: Listed = ()


class Post(Record):
    """An observation post or military point, with its dates as exactly as they are known.

    ``lon`` and ``lat`` are those of the named locality; both empty means unknown.
    """

    id: Id
    label: str
    operator: Id
    official: bool
    locality: str
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    position_quality: str = ""
    established: Dated
    encircled: Dated | None = None
    withdrawn: Dated | None = None
    sources: Listed = ()
    note: str = ""


class PublishedFigure(Record):
    """A figure somebody else published, kept to be shown beside ours. Never tuned to.

    The ``compare_*`` fields say which figure of ours it can be set beside; ``compare`` is empty
    where there is none. ``compare_within`` is a recipe id, ``district:CODE``,
    ``governorate:CODE`` (P-codes) or empty for the whole study area. ``reason`` is the likely
    reason for a difference.
    """

    id: Id
    value: str
    unit: str
    as_of: str
    measures: str
    sources: Listed = ()
    compare: Literal["", "net_gain", "gain", "held_area", "held_share"] = ""
    compare_party: Id | None = None
    compare_from: Day | None = None
    compare_to: Day | None = None
    compare_within: str = ""
    compare_value: float | None = None
    reason: str = ""


class Attestation(Record):
    """A place a source puts on one side while the line was frozen: an independent check."""

    place_name: str
    controller: Id
    basis: str
    sources: Listed = ()


class ChainFix(Record):
    """One decision taken while histories were made consistent, with the reason."""

    place: str
    event: str = ""
    action: str
    reason: str = ""


# --- agreements ---------------------------------------------------------------------------


class Sourced(Record):
    """A statement with what supports it. ``verified = false``: nobody has found it in a source."""

    sources: Listed = ()
    verified: bool = True
    note: str = ""


class InForce(Sourced):
    """From when until when a text is in force, as days ``[from_day, until_day)``.

    ``from_day`` is empty where sides announced different starts (see the declarations);
    ``until_day`` is empty where no end was stated; ``rule`` says what the text says of its term.
    ``from_local`` keeps the announced clock time with ``tz``.
    """

    from_day: Day | None = None
    from_local: str = ""
    tz: str = ""
    utc: str = ""
    until_day: Day | None = None
    until_local: str = ""
    rule: str = ""
    until_note: str = ""
    until_sources: Listed = ()


class Declaration(Sourced):
    """What one side announced, when, and from when it said the text applied."""

    by: str
    said_on: Dated | None = None
    says: str = ""
    effective_day: Day | None = None
    effective_local: str = ""
    tz: str = ""
    utc: str = ""


class Drawing(Record):
    """What a provision draws. ``recipes`` is empty where it cannot be drawn; ``how`` says why."""

    defines: str
    named: str = ""
    how: str = ""
    precision: str = ""
    recipes: Listed = ()


class Provision(Sourced):
    """One article. ``article_verified = false``: the number was not read in the text."""

    id: Id
    article: str = ""
    article_verified: bool = True
    text: str
    deadline: Dated | None = None
    deadline_note: str = ""
    drawing: Drawing | None = None
    conflict: str = ""
    conflict_sources: Listed = ()


class Compliance(Sourced):
    """What a named claimant asserted about a provision: a reading, not a finding of fact."""

    provisions: Listed
    status: Literal[
        "met", "mostly_met", "partly_met", "met_late", "not_met",
        "disputed", "suspended", "resumed", "last_known", "ended",
    ]  # fmt: skip
    date: Dated
    claim: str
    by: str


class Silence(Sourced):
    """Something the text does not oblige anyone to do."""

    text: str


class Dispute(Sourced):
    """A point of the text read in several ways."""

    point: str
    readings: tuple[str, ...]


class Fact(Sourced):
    """A dated circumstance of the agreement."""

    text: str
    date: Dated | None = None


class Figure(Sourced):
    """A figure published about the agreement."""

    what: str
    value: str
    unit: str = ""
    as_of: str = ""
    by: str = ""


class ThirdParty(Sourced):
    """Somebody named in or present at the agreement without being a party."""

    name: str
    capacity: str = ""


class Signatory(Sourced):
    """Who signed, for whom."""

    name: str
    signed_for: str = ""


class Agreement(Sourced):
    """One agreement, truce, statement or arrangement, in the terms of PA-X where it has them.

    ``short_name_ar`` is our translation of ``short_name``, empty where there is none;
    ``wording.Wording.agreement`` chooses between them.
    """

    id: Id
    role: Literal[
        "core", "context", "implementation", "statement", "ceasefire", "event", "local_context"
    ]
    official_name: str
    short_name: str
    short_name_ar: str = ""
    type: str
    form: str
    signed_on: Dated
    signed_note: str = ""
    further_dates: tuple[Day, ...] = ()
    signing_place: str = ""
    parties: tuple[str, ...] = ()
    guarantors: tuple[str, ...] = ()
    not_signed_by: tuple[str, ...] = ()
    not_signed_by_sources: Listed = ()
    announced_by: str = ""
    welcomed_by: tuple[str, ...] = ()
    amends: tuple[Id, ...] = ()
    supports: tuple[Id, ...] = ()
    alters: tuple[Id, ...] = ()
    amends_note: str = ""
    pax_agtid: tuple[int, ...] = ()
    pax_url: str = ""
    pax_note: str = ""
    un_symbol: str = ""
    un_symbol_verified: bool = True
    un_note: str = ""
    un_symbol_sources: Listed = ()
    in_force: InForce | None = None
    fighting_ban: InForce | None = None
    third_parties: tuple[ThirdParty, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    provisions: tuple[Provision, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    silences: tuple[Silence, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    related: tuple[Fact, ...] = ()
    pax_coding: Mapping[str, Any] = Field(default_factory=dict)
    pax_sources: Listed = ()

    def force_on(self, day: dt.date) -> Literal["yes", "disputed", "no", "unknown"]:
        """Whether the text was in force on ``day``.

        ``disputed`` while only some sides' announced start has come; ``unknown`` where the
        record has no start at all (statements and deals whose period is not recorded).
        """
        if self.in_force is None:
            return "unknown"
        if self.in_force.until_day and day >= self.in_force.until_day:
            return "no"
        if self.in_force.from_day:
            return "yes" if day >= self.in_force.from_day else "no"
        starts = [d.effective_day for d in self.declarations if d.effective_day]
        if not starts:
            return "unknown"
        begun = sum(day >= start for start in starts)
        return "no" if not begun else "yes" if begun == len(starts) else "disputed"

    @property
    def flag_day(self) -> dt.date:
        """The day the timeline flags: first day of the signing date."""
        return self.signed_on.earliest


class ClaimTest(Record):
    """How a claim is tested on the map; the figures are computed when asked for.

    ``kind`` decides which fields are read, all of them on land ``within`` an area:

    - ``gain``: what ``party`` took of ``against`` between ``from_day`` and ``to_day``.
    - ``kept_gain``: the same, and what ``party`` gave back after ``to_day`` up to ``until_day``.
    - ``unmoved``: what changed hands after ``from_day`` up to ``to_day``, and then up to
      ``until_day``.
    - ``ceasefires``: what changed hands while each of ``agreements`` was in force and after.
    - ``staircase``: share of ``party`` on the day each of ``agreements`` was signed.
    - ``share``: shares of all parties on ``to_day``, in each of ``areas``.
    - ``rival_starts``: what changed hands between the announced starts of ``agreements``.
    - ``baselines``: ``gain`` counted from each of ``days``.
    - ``named``: whether ``name`` is a party or guarantor of ``agreements``: not a test of land.

    ``compare_value`` is a figure others published, to be shown beside ours. ``layers`` are those
    the saved view shows.
    """

    kind: Literal[
        "gain", "kept_gain", "unmoved", "ceasefires", "staircase", "share", "rival_starts",
        "baselines", "named",
    ]  # fmt: skip
    party: Id | None = None
    against: Id | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    until_day: Day | None = None
    days: tuple[Day, ...] = ()
    within: str = ""
    areas: Listed = ()
    agreements: Listed = ()
    name: str = ""
    compare_value: float | None = None
    compare_by: str = ""
    compare_sources: Listed = ()
    layers: Listed = ()


class Claim(Sourced):
    """A statement made about the agreements, our verdict, and how a map can test it.

    ``map_test`` tells it in words, and where there is no ``test``, why there is none.
    """

    id: Id
    claim: str
    speaker: str
    date: str
    concerns: Listed
    verdict: str
    map_test: str
    test: ClaimTest | None = None


class Ingredient(Sourced):
    """One text the claims document was put together from."""

    part: str
    status: str


class ClaimsDocument(Sourced):
    """The document the claims were taken from, and how far it can be trusted."""

    file: str
    provenance: str
    twins: str = ""
    twins_sources: Listed = ()
    ingredients: tuple[Ingredient, ...] = ()


# --- what is derived ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer: a geometry in EPSG:4326 that holds for a period.

    ``properties`` are those written to the file except ``valid_from`` and ``valid_to``.
    """

    id: str
    layer: str
    geometry: Any
    period: Period
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything entered, as read: one tuple a kind, in file order, duplicates included.

    ``lines`` and ``basemap`` hold Features by layer name (roads, rivers, lakes; countries,
    coast). ``sha256`` is that of the files read.
    """

    dataset: Dataset
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    events: tuple[Event, ...] = ()
    unplaced_events: tuple[UnplacedEvent, ...] = ()
    unresolved_places: tuple[UnresolvedPlace, ...] = ()
    operations: tuple[Operation, ...] = ()
    posts: tuple[Post, ...] = ()
    published_figures: tuple[PublishedFigure, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    chain_fixes: tuple[ChainFix, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    claims: tuple[Claim, ...] = ()
    claims_document: ClaimsDocument | None = None
    lines: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    basemap: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    sha256: str = ""
