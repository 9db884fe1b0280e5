"""Slips a person makes in entering: each well-formed, each wrong in one record.

``SLIPS`` has the kinds; ``seen`` makes some of each at random and says what share `check` sees.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from dashboard import checks
from dashboard.checks.rule import RULES
from dashboard.records import DateSpan, DepthBandRecipe, Record, Seeds, Text, Unit

R = TypeVar("R", bound=Record)
Slip = Callable[[Seeds, random.Random], Seeds]

#: The rules that could see a slip, the quick ones first.
_PLACE = (
    "outside-unit",
    "unlikely-precision",
    "outside-study-area",
    "same-position",
    "code-against-name",
    "off-land",
    "unlike-names",
    "held-alone",
    "taken-from-afar",
)
_CONTROL = (
    "layer-losses",
    "after-series",
    "outside-series",
    "backward-dates",
    "empty-event",
    "same-day-order",
    "high-certainty",
    "unused-source",
    "outside-operation",
    "source-of-another-time",
    "broken-chain",
    "taken-from-afar",
    "held-alone",
)
_TIME = (
    "agreement-days",
    "agreement-order",
    "backward-dates",
    "operation-days",
    "outside-operation",
    "source-of-another-time",
)


def _one(rows: Sequence[R], chance: random.Random, fits: Callable[[R], bool] | None = None) -> R:
    return chance.choice([row for row in rows if fits is None or fits(row)])


def _with(seeds: Seeds, kind: str, old: Record, new: Record | None) -> Seeds:
    """The seeds with one record replaced, or left out."""
    rows = [new if row is old else row for row in getattr(seeds, kind)]
    return replace(seeds, **{kind: tuple(row for row in rows if row is not None)})


def _edited(seeds: Seeds, kind: str, record: Record, **fields: Any) -> Seeds:
    return _with(seeds, kind, record, record.model_copy(update=fields))


def _year_off(day: dt.date, chance: random.Random) -> dt.date:
    year = day.year + chance.choice((-1, 1))
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


# --- places -------------------------------------------------------------------------------


def place_moved_11_km(seeds: Seeds, chance: random.Random) -> Seeds:
    """A place, 11 km away in some direction."""
    place, turn = _one(seeds.places, chance), chance.random() * 2 * math.pi
    north, east = 11 * math.cos(turn) / 111.2, 11 * math.sin(turn) / 111.2
    lon = place.lon + east / math.cos(math.radians(place.lat))
    return _edited(seeds, "places", place, lon=round(lon, 5), lat=round(place.lat + north, 5))


def two_places_exchanged(seeds: Seeds, chance: random.Random) -> Seeds:
    """The positions of two places, exchanged."""
    one, other = chance.sample(seeds.places, 2)
    seeds = _edited(seeds, "places", one, lon=other.lon, lat=other.lat)
    return _edited(seeds, "places", other, lon=one.lon, lat=one.lat)


def lon_and_lat_exchanged(seeds: Seeds, chance: random.Random) -> Seeds:
    """Longitude and latitude of a place, exchanged."""
    place = _one(seeds.places, chance)
    return _edited(seeds, "places", place, lon=place.lat, lat=place.lon)


def code_of_another_unit(seeds: Seeds, chance: random.Random) -> Seeds:
    """The code of a place's sub-district, that of another."""
    place = _one(seeds.places, chance)
    *larger, level = seeds.dataset.level_ids
    other = _one(seeds.places, chance, lambda p: p.unit(level)[1] != place.unit(level)[1])
    units = [unit for unit in place.units if unit.level in larger]
    name, code = place.unit(level)[0], other.unit(level)[1]
    units.append(Unit(level=level, name=name, code=code))
    return _edited(seeds, "places", place, units=tuple(units))


def name_of_another_place(seeds: Seeds, chance: random.Random) -> Seeds:
    """The Arabic name of a place, that of another."""
    place = _one(seeds.places, chance, lambda p: "ar" in p.name)
    other = _one(seeds.places, chance, lambda p: p.name.get("ar") not in (None, place.name["ar"]))
    name = Text({**place.name, "ar": other.name["ar"]})
    return _edited(seeds, "places", place, name=name)


def precision_of_another_size(seeds: Seeds, chance: random.Random) -> Seeds:
    """A nought too many or too few in the error of a position."""
    place = _one(seeds.places, chance)
    metres = chance.choice((place.precision_m * 10, place.precision_m // 10))
    return _edited(seeds, "places", place, precision_m=metres)


# --- control ------------------------------------------------------------------------------


def month_and_day_exchanged(seeds: Seeds, chance: random.Random) -> Seeds:
    """The month and the day of an event, exchanged."""
    event = _one(seeds.events, chance, lambda e: e.day.day <= 12 and e.day.day != e.day.month)
    day = event.day.replace(month=event.day.day, day=event.day.month)
    return _edited(seeds, "events", event, day=day)


def event_a_year_off(seeds: Seeds, chance: random.Random) -> Seeds:
    """An event of the year before or after."""
    event = _one(seeds.events, chance)
    return _edited(seeds, "events", event, day=_year_off(event.day, chance))


def digit_of_a_year(seeds: Seeds, chance: random.Random) -> Seeds:
    """An event of another decade or century: 2091, 1919."""
    event, years = _one(seeds.events, chance), chance.choice((-100, -10, 10, 70))
    day = min(event.day.day, 28)
    return _edited(
        seeds, "events", event, day=event.day.replace(year=event.day.year + years, day=day)
    )


def another_source(seeds: Seeds, chance: random.Random) -> Seeds:
    """A source of an event, some other one of the list."""
    event = _one(seeds.events, chance, lambda e: bool(e.sources))
    other = _one(seeds.sources, chance, lambda s: s.id not in event.sources)
    return _edited(seeds, "events", event, sources=(other.id, *event.sources[1:]))


def another_operation(seeds: Seeds, chance: random.Random) -> Seeds:
    """The operation of an event, some other one of the list."""
    event = _one(seeds.events, chance, lambda e: bool(e.operation))
    other = _one(seeds.operations, chance, lambda o: o.id != event.operation)
    return _edited(seeds, "events", event, operation=other.id)


def another_place(seeds: Seeds, chance: random.Random) -> Seeds:
    """The place of an event, some other one of the list."""
    event = _one(seeds.events, chance)
    other = _one(seeds.places, chance, lambda p: p.id != event.place)
    return _edited(seeds, "events", event, place=other.id)


def parties_exchanged(seeds: Seeds, chance: random.Random) -> Seeds:
    """Who lost and who took a place, exchanged."""
    event = _one(seeds.events, chance)
    return _edited(seeds, "events", event, from_party=event.to_party, to_party=event.from_party)


def another_taker(seeds: Seeds, chance: random.Random) -> Seeds:
    """A place taken by a third party."""
    event = _one(seeds.events, chance)
    parties = (event.from_party, event.to_party)
    other = _one(seeds.dataset.parties, chance, lambda p: p.id not in parties)
    return _edited(seeds, "events", event, to_party=other.id)


def event_left_out(seeds: Seeds, chance: random.Random) -> Seeds:
    """An event that is not there."""
    return _with(seeds, "events", _one(seeds.events, chance), None)


def event_entered_twice(seeds: Seeds, chance: random.Random) -> Seeds:
    """An event, once more under another id, some days later."""
    event = _one(seeds.events, chance)
    day = event.day + dt.timedelta(days=chance.randrange(8))
    return replace(
        seeds,
        events=(*seeds.events, event.model_copy(update={"id": f"{event.id}-again", "day": day})),
    )


def another_holder(seeds: Seeds, chance: random.Random) -> Seeds:
    """A place that another party held on the first day."""
    row = _one(seeds.baseline, chance)
    other = _one(seeds.dataset.parties, chance, lambda p: p.id != row.controller)
    return _edited(seeds, "baseline", row, controller=other.id)


def baseline_left_out(seeds: Seeds, chance: random.Random) -> Seeds:
    """A place without the row that says who held it first."""
    return _with(seeds, "baseline", _one(seeds.baseline, chance), None)


# --- operations, sources, texts -----------------------------------------------------------


def operation_a_year_off(seeds: Seeds, chance: random.Random) -> Seeds:
    """An operation of the year before or after."""
    operation, years = _one(seeds.operations, chance), chance.choice((-1, 1))
    ends = {
        name: day.replace(year=day.year + years, day=min(day.day, 28))
        for name in ("start_on", "end_on")
        if (day := getattr(operation, name))
    }
    return _edited(seeds, "operations", operation, **ends)


def source_a_year_off(seeds: Seeds, chance: random.Random) -> Seeds:
    """The source of an event, published a year before or after."""
    cited = {name for event in seeds.events for name in event.sources}
    source = _one(seeds.sources, chance, lambda s: bool(s.published_on) and s.id in cited)
    year = source.published_on.earliest.year
    text = source.published_on.text.replace(str(year), str(year + chance.choice((-1, 1))))
    return _edited(
        seeds, "sources", source, published_on=DateSpan.parse(text.replace("02-29", "02-28"))
    )


def agreement_a_year_off(seeds: Seeds, chance: random.Random) -> Seeds:
    """An agreement signed a year before or after."""
    agreement = _one(seeds.agreements, chance, lambda a: a.signed_on.earliest == a.signed_on.latest)
    day = DateSpan.parse(_year_off(agreement.signed_on.earliest, chance))
    return _edited(seeds, "agreements", agreement, signed_on=day)


def size_of_another_size(seeds: Seeds, chance: random.Random) -> Seeds:
    """A depth or a width of ten times or a tenth."""
    recipes = [r for r in seeds.dataset.recipes if r.kind in ("depth_band", "road_corridor")]
    recipe, times = chance.choice(recipes), chance.choice((0.1, 10))
    if isinstance(recipe, DepthBandRecipe):
        fields: dict[str, Any] = {"depths_km": tuple(km * times for km in recipe.depths_km)}
    else:
        fields = {"each_side_km": recipe.each_side_km * times}
    changed = recipe.model_copy(update=fields)
    listed = tuple(changed if each is recipe else each for each in seeds.dataset.recipes)
    return replace(seeds, dataset=seeds.dataset.model_copy(update={"recipes": listed}))


#: Every kind of slip, with the rules that could see it.
SLIPS: Mapping[Slip, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            place_moved_11_km,
            two_places_exchanged,
            lon_and_lat_exchanged,
            code_of_another_unit,
            name_of_another_place,
            precision_of_another_size,
        ),
        _PLACE,
    ),
    **dict.fromkeys(
        (
            month_and_day_exchanged,
            event_a_year_off,
            digit_of_a_year,
            another_source,
            another_operation,
            another_place,
            parties_exchanged,
            another_taker,
            event_left_out,
            event_entered_twice,
            another_holder,
            baseline_left_out,
        ),
        _CONTROL,
    ),
    **dict.fromkeys((operation_a_year_off, source_a_year_off, agreement_a_year_off), _TIME),
    size_of_another_size: ("size-of-text", "recipe-fields"),
}


@dataclass(frozen=True)
class Tried:
    """How many slips of a kind were made, and how many of them were seen."""

    slip: Slip
    made: int
    seen: int

    @property
    def share(self) -> float:
        """Those seen, as a share."""
        return self.seen / self.made


def tried(subject: checks.Subject, each: int, seed: int = 14) -> list[Tried]:
    """``each`` slips of every kind made in the seeds of ``subject``, which have no problem."""
    found = []
    for slip, rules in SLIPS.items():
        chance = random.Random(f"{seed} {slip.__name__}")
        seen = 0
        for _ in range(each):
            slipped = slip(subject.reading.seeds, chance)
            reading = replace(subject.reading, seeds=slipped)
            looked_at = replace(subject, reading=reading)
            seen += any(any(RULES[name].check(looked_at)) for name in rules)
        found.append(Tried(slip, each, seen))
    return found


def table(found: Iterable[Tried]) -> str:
    """What was seen, one kind a line, and the whole."""
    rows = list(found)
    lines = [
        f"{t.slip.__name__.replace('_', ' '):28} {t.seen:4} of {t.made:4}  {t.share:4.0%}"
        for t in rows
    ]
    made, seen = sum(t.made for t in rows), sum(t.seen for t in rows)
    return "\n".join([*lines, f"{'all':28} {seen:4} of {made:4}  {seen / made:4.0%}"])
