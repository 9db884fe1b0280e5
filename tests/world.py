"""The invented conflict: what tests know by heart.

As files it is ``tests/data/good``, the coast of Almera, with all that seeds can hold.

As code it is a country of twelve squares of ten kilometres, so that every figure can be verified
by eye::

        0   10   20   30   40 km
    30  +----+----+----+----+      Until day 20 RED holds columns a and b, BLUE c and d.
        | a3 | b3 | c3 | d3 |      The pact of day 10 fixes the line between b and c.
    20  +----+----+----+----+      c2 passes to RED on day 20, back on day 22, to RED on day 25;
        | a2 | b2 | c2 | d2 |      c1 to RED on day 26 (low certainty, inferred);
    10  +----+----+----+----+      c3 to RED on day 40 (a statement on an area), back on day 60.
        | a1 | b1 | c1 | d1 |
     0  +----+----+----+----+

A truce holds from day 19 (says RED) or day 23 (says BLUE) until day 30; a deal from day 45 on.
A road runs along the middle row; post p1 stands in c2 since day 5.

``make_squares`` gives its seeds, by its own events or others; ``make_world`` those of a country
with as few places as a test is about; ``with_maps`` and ``with_contested`` change either;
``archive_of`` builds what one can ask. Days are numbered from ``FIRST``, a text no test reads is
empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import shapely
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pyproj import Transformer

from dashboard import build
from dashboard.archive import Archive
from dashboard.cache import no_cache
from dashboard.records import (
    AdminLevel,
    Agreement,
    AnyRecipe,
    AreaRules,
    Baseline,
    BaselinesTest,
    CeasefiresTest,
    Claim,
    ClaimTest,
    Compliance,
    Dataset,
    DateSpan,
    DayReading,
    Declaration,
    Drawing,
    Event,
    Feature,
    GainTest,
    InForce,
    KeptGainTest,
    LayerText,
    NamedTest,
    Operation,
    Operator,
    Party,
    Period,
    Place,
    Post,
    Provision,
    PublishedAreas,
    Recipe,
    RivalStartsTest,
    Seeds,
    Series,
    ShareTest,
    Source,
    StaircaseTest,
    StudyArea,
    Text,
    Unit,
    UnmovedTest,
)

#: Its files.
SEEDS = Path(__file__).parent / "data" / "good" / "seeds"
FIRST = dt.date(2001, 1, 1)
LAYERS = ("control_areas", "line_of_contact", "observation_posts", "roads", "rivers", "places",
          "basemap", "agreed")  # fmt: skip
STYLES = {
    "line_of_contact": "contact",
    "observation_posts": "post",
    "roads": "road",
    "rivers": "river",
    "places": "place",
    "basemap": "basemap",
    "agreed": "agreed_area",
}
#: A mainland with a slanting coast and a bay, and an island off it: cells get several parts.
LAND = shapely.union_all(
    [
        shapely.Polygon([(10.3, 49.0), (10.35, 51.0), (9.0, 51.0), (9.0, 49.0)])
        - shapely.box(10.2, 50.1, 10.5, 50.12),
        shapely.box(10.36, 50.11, 10.39, 50.2),
    ]
)


def nth_day(number: int) -> dt.date:
    """The ``number``-th day of the series; 0 is the first."""
    return FIRST + dt.timedelta(days=number)


def text(words: str) -> Text:
    """A text in the one language of these countries."""
    return Text({"en": words})


def district(code: str, name: str = "") -> tuple[Unit, ...]:
    """The units of a place in a district, the one level of these countries."""
    return (Unit(level="district", name=name or code, code=code),)


def make_world(
    places: Mapping[str, tuple[float, float]],
    baseline: Mapping[str, str],
    events: Sequence[tuple[int, str, str, str]] = (),
    recipes: Sequence[Mapping[str, Any]] = (),
    land: shapely.Geometry = LAND,
    dataset: Mapping[str, Any] | None = None,
    **more: Any,
) -> Seeds:
    """Seeds of an invented country, measured in the UTM zone of 9° east.

    ``places`` gives positions in degrees, ``baseline`` who held them, ``events`` are
    (day number, place, from, to) in order; ``dataset`` are further fields of ``Dataset``, ``more``
    of ``Seeds``.
    """
    return Seeds(
        **{
            "dataset": _dataset(recipes, **(dataset or {})),
            "places": tuple(
                Place(
                    id=p, name=text(p.title()), lon=lon, lat=lat, rank=4, precision_m=100,
                    certainty="high",
                )
                for p, (lon, lat) in places.items()
            ),
            "baseline": tuple(
                Baseline(
                    place=p, controller=c, certainty="high", basis="reported", method="told",
                    sources=("s",),
                )
                for p, c in baseline.items()
            ),
            "events": _events(events),
            **more,
            "shapes": {
                "countries": (Feature("land", "countries", land, Period()),),
                **more.get("shapes", {}),
            },
        }
    )  # fmt: skip


def _dataset(
    recipes: Sequence[Mapping[str, Any]],
    layers: Sequence[str] = LAYERS,
    parties: Sequence[str] = ("RED", "BLUE", "GREEN"),
    **fields: Any,
) -> Dataset:
    known: dict[str, Any] = {
        "id": "invented", "languages": ("en",), "title": text("Invented"),
        "disclaimer": text("Invented."), "attribution": "", "headline_zone": "pocket",
        "measuring_crs": "EPSG:32632", "reference_agreement": "pact", "opening_day": FIRST,
        "study_area": StudyArea(bbox=(10.0, 50.0, 10.4, 50.3), land_layer="countries",
                                land_id="land", margin_km=5),
        "series": Series(first_day=FIRST, last_day=nth_day(59), afterwards=text("-")),
    }  # fmt: skip
    known["breakdown_level"] = "district"
    known["levels"] = (
        AdminLevel(id="district", title=text("District"), unit=text("{name} district")),
    )
    shared = {
        "layer": "agreed", "agreement": "pact", "valid_from": FIRST, "title": text("-"),
        "caveat": text("-"), "certainty": "low", "precision_m": 1,
    }  # fmt: skip
    return Dataset(
        **known | fields,
        recipes=tuple(shared | dict(recipe) for recipe in recipes),
        parties=tuple(
            Party(id=p, name=text(p), short=text(p), colour="#000000", hatch="none")
            for p in parties
        ),
        layers=tuple(
            LayerText(
                name=n,
                style=STYLES.get(n, "control"),
                title=text(n),
                about=text(n),
                licence="none",
            )
            for n in layers
        ),
    )


def _events(events: Sequence[tuple[int, str, str, str]]) -> tuple[Event, ...]:
    seen: dict[tuple[int, str], int] = {}
    rows = []
    for number, (when, place, was, now) in enumerate(events):
        seen[when, place] = seen.get((when, place), 0) + 1
        rows.append(
            Event(
                id=f"E{number}", day=nth_day(when), seq=seen[when, place], place=place,
                from_party=was, to_party=now, certainty="medium", basis="reported",
                sources=(f"s{number}",),
            )
        )  # fmt: skip
    return tuple(rows)


def segments(geometry) -> list:
    """The straight pieces of a geometry, each as its two ends in ascending order."""
    pieces: list = []
    for part in shapely.get_parts(geometry):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            ends = [tuple(xy) for xy in shapely.get_coordinates(ring).tolist()]
            pieces.extend((one, two) if one < two else (two, one) for one, two in pairwise(ends))
    return pieces


#: Days after the first of the series, and how far east RED then holds the land on published maps.
#: Between the first two a boundary is drawn anew.
REACH = {0: 10.1, 4: 10.1021, 5: 10.15, 9: 10.12}


def map_of(east: float) -> tuple[Feature, ...]:
    """A published map: RED holds the land west of a line."""
    area = shapely.Polygon([(9, 49), (east, 49), (east + 0.02, 51), (9, 51)])
    return (Feature("RED", "published_areas", area, Period(), {"party": "RED"}),)


def with_maps(seeds: Seeds, reach: Mapping[int, float] = MappingProxyType(REACH)) -> Seeds:
    """The same state with published maps of some days, BLUE holding what they do not show."""
    rows = (
        PublishedAreas(
            day=nth_day(number),
            file=f"{number}.geojson",
            sources=("atlas",),
            licence="none",
            certainty="medium",
            precision_m=300,
        )
        for number in reach
    )
    return replace(
        seeds,
        dataset=seeds.dataset.model_copy(update={"published_areas": AreaRules(rest="BLUE")}),
        published_areas=tuple(rows),
        areas={f"{number}.geojson": map_of(east) for number, east in reach.items()},
    )


def with_contested(seeds: Seeds, ident: str) -> Seeds:
    """The same state, one of its parties standing for contested land."""
    parties = (
        party.model_copy(update={"kind": "contested"}) if party.id == ident else party
        for party in seeds.dataset.parties
    )
    dataset = seeds.dataset.model_copy(update={"parties": tuple(parties)})
    return replace(seeds, dataset=dataset)


def archive_of(seeds: Seeds) -> Archive:
    """Seeds and the layers built from them, to be asked."""
    layers = build.derive(seeds)
    entries = {name: layers.written(name, no_cache, b"")[1] for name in layers}
    return Archive(seeds, dict(layers), build.catalog(seeds, entries))


# --- twelve squares ------------------------------------------------------------

CRS = "EPSG:32632"
_X0, _Y0 = 500_000, 5_500_000
_TO_DEGREES = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
SQUARES_LAYERS = ("control_areas", "line_of_contact", "zone", "lines", "taken", "corridor", "apart",
          "observation_posts", "roads", "rivers", "places", "basemap")  # fmt: skip
SPAN = DateSpan.parse


def at_km(geometry):
    """A geometry drawn in km from the south-west corner, in degrees."""
    metres = shapely.transform(geometry, lambda xy: xy * 1000 + (_X0, _Y0))
    dense = shapely.segmentize(metres, 1000)
    return shapely.transform(dense, _TO_DEGREES.transform, interleaved=False)


def event(ident: str, number: int, place: str, was: str, now: str, **more) -> Event:
    fields = {"certainty": "high", "basis": "reported", "sources": (f"s-{ident}",)} | more
    return Event(id=ident, day=nth_day(number), place=place, from_party=was, to_party=now, **fields)


EVENTS = (
    event("e1", 20, "c2", "BLUE", "RED"),
    event("e2", 22, "c2", "RED", "BLUE"),
    event("e3", 25, "c2", "BLUE", "RED"),
    event("e4", 26, "c1", "BLUE", "RED", certainty="low", basis="inferred", operation="push"),
    event("e5", 40, "c3", "BLUE", "RED", basis="area_statement"),
    event("e6", 60, "c3", "RED", "BLUE"),
)
_TEXT = {"caveat": text("derived"), "certainty": "low", "precision_m": 1}
_POCKET = {"day": nth_day(10), "held_by": "BLUE", "holding": "d2"}
_AROUND = {**_POCKET, "facing": "RED"}


def _recipe(ident: str, kind: str, layer: str, **fields) -> Recipe:
    known = {"agreement": "pact", "valid_from": nth_day(10), "title": text(ident.title()), **_TEXT}
    return TypeAdapter(AnyRecipe).validate_python(
        {"id": ident, "kind": kind, "layer": layer, **known, **fields}
    )


RECIPES = (
    _recipe("zone", "pocket", "zone", **_POCKET | {"day": nth_day(0)}, valid_from=nth_day(0)),
    _recipe("line", "contact_line", "lines", **_AROUND),
    _recipe("band", "depth_band", "lines", **_AROUND, depths_km=(5.0, 15.0)),
    _recipe("taken", "taken_since", "taken", day=nth_day(10)),
    _recipe("apart", "line_distance", "apart", line="line"),
    _recipe("corridor", "road_corridor", "corridor", road="R1", from_place="a2", to_place="d2",
            each_side_km=2.0, agreement="deal", valid_from=nth_day(10), valid_to=nth_day(90)),
)  # fmt: skip


def _agreement(ident: str, signed: int, **fields) -> Agreement:
    known = {"role": "core", "official_name": ident, "short_name": text(ident), "type": "accord"}
    known |= {"form": "written", "signed_on": SPAN(nth_day(signed)), "sources": ("s-e1",)}
    return Agreement(id=ident, **known | fields)


def _claimed(provision: str, status: str, number: int, by: str) -> Compliance:
    return Compliance(
        provisions=(provision,), status=status, date=SPAN(nth_day(number)), claim=status, by=by
    )


AGREEMENTS = (
    _agreement(
        "pact", 10, in_force=InForce(from_day=nth_day(10)), parties=("Red", "Blue", "Green State"),
        provisions=(
            Provision(id="stay", text="Stay.", drawing=Drawing(defines="line", recipes=("line",))),
            Provision(id="clear", text="Clear.",
                      drawing=Drawing(defines="band", recipes=("band",))),
            Provision(id="talk", text="Talk."),
        ),
        compliance=(
            _claimed("stay", "met", 15, "Red"), _claimed("stay", "not_met", 21, "Blue"),
            _claimed("clear", "partly_met", 15, "Red"), _claimed("clear", "suspended", 30, "Blue"),
        ),
    ),
    _agreement(
        "truce", 18, role="ceasefire", in_force=InForce(until_day=nth_day(30), until_note="a raid"),
        declarations=(Declaration(by="Red", effective_day=nth_day(19)),
                      Declaration(by="Blue", effective_day=nth_day(23))),
        provisions=(Provision(id="stop", text="Stop.",
                              drawing=Drawing(defines="zone", recipes=("zone",))),),
    ),
    _agreement(
        "deal", 44, type="ceasefire", in_force=InForce(from_day=nth_day(45)), amends=("pact",),
        parties=("Red", "Blue"),
        provisions=(Provision(id="open", text="Open.",
                              drawing=Drawing(defines="strip", recipes=("corridor",))),),
    ),
    _agreement("old", -400, type="ceasefire", in_force=InForce(from_day=nth_day(-400))),
    _agreement("vague", 12, type="ceasefire"),
    _agreement("later", 80, amends=("deal",)),
)  # fmt: skip


def _claim(ident: str, test: ClaimTest | None) -> Claim:
    return Claim(id=ident, claim=ident, speaker="Red", stated_on="2001", concerns=("pact",),
                 verdict="partly", reason="none", map_test="in words", test=test,
                 sources=("s-e1",))  # fmt: skip


_RED = {"party": "RED", "against": "BLUE", "within": "zone", "to_day": nth_day(50)}
CLAIMS = (
    _claim("none", None),
    _claim("gain", GainTest(**_RED, from_day=nth_day(10), layers=("control_areas",))),
    _claim("kept", KeptGainTest(**_RED, from_day=nth_day(10), until_day=nth_day(70))),
    _claim("unmoved", UnmovedTest(from_day=nth_day(26), to_day=nth_day(39),
                                until_day=nth_day(50), within="zone")),
    _claim("ceasefires", CeasefiresTest(agreements=("truce", "deal"))),
    _claim("stairs", StaircaseTest(party="BLUE", within="zone",
                               agreements=("pact", "deal"))),
    _claim("share", ShareTest(to_day=nth_day(30), areas=("zone", "district:CC"))),
    _claim("rivals", RivalStartsTest(agreements=("truce",))),
    _claim("baselines", BaselinesTest(**_RED,
                                  days=(nth_day(10), nth_day(25), nth_day(45)))),
    _claim("named", NamedTest(name="green", agreements=("pact", "deal"))),
)  # fmt: skip


def make_squares(events: Iterable[Event] = EVENTS) -> Seeds:
    """The seeds of the country, by its own events or others."""
    centres = {f"{c}{r + 1}": at_km(shapely.Point(10 * i + 5, 10 * r + 5))
               for i, c in enumerate("abcd") for r in range(3)}  # fmt: skip
    road = at_km(shapely.LineString([(-5, 15), (45, 15)]))
    made = make_world(
        {place: (centre.x, centre.y) for place, centre in centres.items()},
        {place: "RED" if place[0] in "ab" else "BLUE" for place in centres},
        land=at_km(shapely.box(0, 0, 40, 30)),
        dataset={
            "id": "squares", "title": text("Squares"), "headline_zone": "zone",
            "layers": SQUARES_LAYERS, "parties": ("RED", "BLUE"),
            "study_area": StudyArea(bbox=(8, 49, 11, 51), land_layer="countries", land_id="land",
                                    margin_km=5),
            "series": Series(first_day=nth_day(0), last_day=nth_day(99), afterwards=text("-")),
            "operators": (Operator(id="OBS", name=text("Observers")),),
            "day_readings": (
                DayReading(basis="area_statement", days=(nth_day(40),), earlier_days=5),
                DayReading(basis="inferred", within_operation=True),
            ),
        },
        events=(), agreements=AGREEMENTS, claims=CLAIMS,
        sources=tuple(Source(id=f"s-{e.id}", url=f"https://example.org/{e.id}") for e in EVENTS),
        operations=(Operation(id="push", name="Push", kind="offensive", start_on=nth_day(18),
                              end_on=nth_day(30)),),
        posts=(Post(id="p1", label="Post 1", operator="OBS", official=True, locality="c2",
                    lon=centres["c2"].x, lat=centres["c2"].y, established=SPAN(nth_day(5))),),
        shapes={"roads": (Feature("R1", "roads", road, Period(), {"ref": "R1"}),)},
    )  # fmt: skip
    districts = {c: {"rank": 2, "units": district(f"C{c.upper()}", f"Column {c}")} for c in "abcd"}
    return replace(
        made,
        dataset=made.dataset.model_copy(update={"recipes": RECIPES}),
        events=tuple(events),
        places=tuple(
            p.model_copy(update={"name": text(f"Square {p.id}"), **districts[p.id[0]]})
            for p in made.places
        ),
    )


@st.composite
def doubtful_events(draw) -> list[Event]:
    found: list[Event] = []
    for place in draw(st.sets(st.sampled_from(["b2", "c1", "c2", "c3", "d2"]), max_size=3)):
        held = "RED" if place[0] in "ab" else "BLUE"
        for number in sorted(draw(st.sets(st.integers(11, 98), min_size=1, max_size=3))):
            other = "RED" if held == "BLUE" else "BLUE"
            more = {
                "certainty": draw(st.sampled_from(["high", "low"])),
                "basis": draw(st.sampled_from(["reported", "inferred"])), "operation": "push",
            }  # fmt: skip
            found.append(event(f"x{len(found)}", number, place, held, other, **more))
            held = other
    return found
