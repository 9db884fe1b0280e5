"""Turns edges and spells into stretches: where, and on which days, two parties faced each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np

from dashboard.derive.cells import Edge, Edges
from dashboard.derive.grid import LENGTH_DECIMALS
from dashboard.derive.histories import Histories, Spell
from dashboard.measure import geodesic_length_km
from dashboard.records import Feature, Period

#: From the firmest to the weakest.
CERTAINTIES = ("high", "medium", "low")
BASES = ("reported", "published_area", "area_statement", "inferred", "redrawn")


class Stretch(NamedTuple):
    """An edge while the places on its two sides had different, known controllers."""

    edge: Edge
    period: Period
    a: Spell
    b: Spell

    @property
    def controllers(self) -> tuple[str, str]:
        """The two parties, in alphabetical order."""
        one, two = sorted((str(self.a.controller), str(self.b.controller)))
        return one, two

    @property
    def events(self) -> tuple[str, ...]:
        """The events that opened the stretch; none where it was there from the first day."""
        start = self.period.valid_from
        opened = {event for s in (self.a, self.b) if s.day == start for event in s.events}
        return tuple(sorted(opened))

    @property
    def sources(self) -> tuple[str, ...]:
        """What supports the control on either side."""
        one, other = self.a.sources, self.b.sources
        return one if one == other else tuple(sorted({*one, *other}))

    @property
    def certainty(self) -> str:
        """The weaker of the two sides."""
        return _weaker(self.a.certainty, self.b.certainty, CERTAINTIES)

    @property
    def basis(self) -> str:
        """The weaker of the two sides."""
        return _weaker(self.a.basis, self.b.basis, BASES)


def _weaker(one: str | None, other: str | None, order: Sequence[str]) -> str:
    """Of two values of known control the later one in an order."""
    assert one
    assert other
    return one if one == other else max(one, other, key=order.index)


def stretches(
    edges: Edges, histories: Histories, contested: Set[str] = frozenset()
) -> tuple[Stretch, ...]:
    """Every stretch of the line of contact.

    ``edges``: common edges of cells; both places have a history.
    ``histories``: spells by place, in time order.
    ``contested``: what is written as the controller of contested land. Where that begins is not
    where two parties stand against each other: it is part of no line.

    Returns them in order of edge and day. On any day those in force are exactly the edges whose
    two controllers are known and differ, each once.
    """
    nobody = {None, *contested}
    return tuple(
        Stretch(edge, Period(max(a.day, b.day), min(a.end, b.end)), a, b)
        for edge in edges.where(_may_differ(edges, histories))
        for a, b in _together(histories[edge.a], histories[edge.b])
        if a.controller != b.controller
        if a.controller not in nobody and b.controller not in nobody
    )


def _may_differ(edges: Edges, histories: Histories) -> np.ndarray:
    number: dict[str | None, int] = {}
    spells = [histories.get(cell, ()) for cell in edges.cells]
    held = [number.setdefault(s[0].controller, len(number)) if len(s) == 1 else -1 for s in spells]
    return facing(edges, np.array(held))


def facing(edges: Edges, always_held_by: np.ndarray) -> np.ndarray:
    """Which edges two may have faced each other at: not where one held both sides all the time.

    ``always_held_by``: a number for whoever that was, for each of ``edges.cells``; below zero where
    there were several.
    """
    a, b = always_held_by[edges.sides].T
    differ: np.ndarray = (a != b) | (a < 0)
    return differ


def _together(ones: Sequence[Spell], others: Sequence[Spell]) -> Iterator[tuple[Spell, Spell]]:
    """Spells of two places on the same days, in time order."""
    i = j = 0
    while i < len(ones) and j < len(others):
        a, b = ones[i], others[j]
        yield a, b
        end, other_end = a.end, b.end
        i += end <= other_end
        j += other_end <= end


def line_of_contact(
    found: Sequence[Stretch], in_force: Callable[[dt.date], list[str]]
) -> Iterator[Feature]:
    """The layer: a feature per edge and spell in which two known parties faced each other.

    ``in_force``: ids of the agreements in force on a day.
    """
    edges = list({id(stretch.edge): stretch.edge for stretch in found}.values())
    lengths = geodesic_length_km(edge.geometry for edge in edges).round(LENGTH_DECIMALS)
    length_km = {(e.a, e.b): km for e, km in zip(edges, lengths.tolist(), strict=True)}
    for stretch in found:
        edge, start = stretch.edge, stretch.period.valid_from
        assert start is not None
        properties = {
            "controllers": list(stretch.controllers),
            "places": [edge.a, edge.b],
            "length_km": length_km[edge.a, edge.b],
            "events": list(stretch.events),
            "agreements": in_force(start),
            "sources": list(stretch.sources),
            "certainty": stretch.certainty,
            "basis": stretch.basis,
            "method": "common edge of two cells whose controllers differ",
            "precision_m": edge.precision_m,
        }
        ident = f"contact.{edge.a}~{edge.b}.{start.isoformat()}"
        yield Feature(ident, "line_of_contact", edge.geometry, stretch.period, properties)
