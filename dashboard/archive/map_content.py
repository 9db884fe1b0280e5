"""What a map of a day or of a change shows: its layers, from the bottom up. No map library here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely

from dashboard.archive.data import ArchiveData
from dashboard.archive.day_notes import day_notes
from dashboard.archive.map_records import Record, Records
from dashboard.records import Feature
from dashboard.style import VIEW_LOOKS, ViewLook, class_of, parts
from dashboard.wording import Wording

#: Features that hold on a day, by layer name.
Held = Mapping[str, Sequence[Feature]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Features of one class.

    ``style`` is their place in ``style.DRAW_ORDER``, ``key`` their class in the style table.
    """

    style: str
    key: str
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class MapLayer:
    """A layer a reader can switch; ``shown`` at first or not."""

    title: str
    shown: bool
    drawings: tuple[Drawing, ...]
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class MapContent:
    """All that a map shows."""

    data: ArchiveData
    words: Wording
    look: ViewLook
    #: The as-of date, or the two dates of a change.
    days: tuple[dt.date, ...]
    #: What readers must know of the layers shown on those days.
    notes: tuple[str, ...]
    layers: tuple[MapLayer, ...]
    #: The record of a feature drawn in a style.
    record: Callable[[str, Feature], Record]
    #: West, south, east, north of what the map opens on, in degrees.
    bounds: tuple[float, float, float, float]


def of_day(data: ArchiveData, words: Wording, day: dt.date, held: Held) -> MapContent:
    """What a map of a day shows."""
    look = VIEW_LOOKS["single"]
    drawn = tuple(_layers(data, words, look, held))
    notes, record = _notes(data, words, (day,)), Records(data, words).of
    return MapContent(data, words, look, (day,), notes, drawn, record, _bounds(data, ()))


def of_change(
    data: ArchiveData,
    words: Wording,
    days: tuple[dt.date, dt.date],
    held: tuple[Held, Held],
    spells: Sequence[tuple[Feature, Feature]],
) -> MapContent:
    """What a map of a change shows.

    ``held``: for each of the two days.
    ``spells``: the spells of control of each cell that changed hands, on the first day and the
    second.
    """
    look, records = VIEW_LOOKS["difference"], Records(data, words)
    before, now = {b.id: a for a, b in spells}, [b for _, b in spells]
    contact = [la.name for la in data.dataset.layers if la.style == "contact"]
    earlier = tuple(f for name in contact for f in held[0].get(name, ()))
    gained = tuple(_by_class(now, "gained", lambda f, _: _gained(before[f.id], f)))
    line = (Drawing("contact_a", "contact_a", earlier),)
    drawn = (
        *([MapLayer(words["difference"], True, gained)] if gained else ()),
        *([MapLayer(words["legend_contact_a"], True, line)] if earlier else ()),
        *_layers(data, words, look, held[1]),
    )

    def record(style: str, feature: Feature) -> Record:
        was = before.get(feature.id) if style == "control" else None
        return records.of_cell(feature, was) if was else records.of(style, feature)

    notes = _notes(data, words, days)
    return MapContent(data, words, look, days, notes, drawn, record, _bounds(data, now))


def _notes(data: ArchiveData, words: Wording, days: Sequence[dt.date]) -> tuple[str, ...]:
    shown = {layer.name for layer in data.dataset.layers if layer.shown}
    return day_notes(data, words, days, shown)


def _gained(was: Feature, now: Feature) -> str:
    return f"gained.{now.properties['controller']}.{was.properties['controller']}"


def _layers(data: ArchiveData, words: Wording, look: ViewLook, held: Held) -> Iterable[MapLayer]:
    for layer in data.dataset.layers:
        drawings = [
            drawing
            for style, features in parts(layer.style, held.get(layer.name, ()))
            if style in look.styles
            for drawing in _by_class(features, style)
        ]
        if drawings:
            title, is_base = words.of(layer, "title"), layer.style == "basemap"
            yield MapLayer(title, layer.shown, tuple(drawings), is_base)


def _by_class(
    features: Iterable[Feature], style: str, key: Callable[[Feature, str], str] = class_of
) -> Iterable[Drawing]:
    """One drawing a class, in the order in which the classes come."""
    classes: dict[str, list[Feature]] = {}
    for feature in features:
        classes.setdefault(key(feature, style), []).append(feature)
    for name, members in classes.items():
        yield Drawing(style, name, tuple(members))


def _bounds(data: ArchiveData, spells: Iterable[Feature]) -> tuple[float, float, float, float]:
    """The headline zone and the cells of ``spells``."""
    shapes = [shapely.box(*data.opening_bounds), *(spell.geometry for spell in spells)]
    found = shapely.total_bounds(shapes)
    west, south, east, north = (float(x) for x in found)
    return west, south, east, north
