"""The figures of a briefing: rows under headings, the same on a page, a slide and in words.

This module and ``sentences`` take every number from a ``Snapshot``, a ``Change`` or ``analysis``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.analysis.distance import Distance, distance_on
from dashboard.archive import Archive, Change, Snapshot
from dashboard.briefing.paper import Paper
from dashboard.briefing.rows import Row, Table
from dashboard.briefing.sentences import Sentences, number
from dashboard.briefing.spec import dates_of, layers_of
from dashboard.measure import geodesic_length_km
from dashboard.records import Agreement
from dashboard.wording import LEFT_TO_RIGHT, format

FLAGGED = ("core", "ceasefire")
"""Roles of the agreements marked on the chart."""


class Findings(Sentences):
    """The words and figures of one briefing."""

    def tables(self) -> tuple[Table, ...]:
        """The figures in the margin, by kind."""
        if self.spec.kind == "difference":
            held = self.held(self.state, dated=True)
            return (self.flows(self.change()), held, self.in_force(self.state))
        if self.spec.kind in ("side", "swipe"):
            states = (self.change().a, self.change().b)
            held = tuple(self.held(state, dated=True) for state in states)
            return (*held, self.flows(self.change()), self.lines(*states))
        if self.spec.kind == "agreement":
            paper = Paper(self)
            told = paper.measures(self.zone)  # with its ranges; not once more without
            held = () if told else (self.held(self.state, dated=True),)
            return (paper.drawn(), paper.left(), *held)
        if self.spec.kind == "sequence":
            return ()  # each map carries its own
        if self.spec.kind == "chart":
            return (self.held(self.state, dated=True), self.flags())
        return (
            self.held(self.state),
            self.net(self.state),
            self.lines(self.state),
            self.in_force(self.state),
        )

    def held(self, state: Snapshot, *, dated: bool = False) -> Table:
        """Area by party in the headline zone; ``dated`` where the title does not say the day."""
        total = state.area_km2(self.zone)
        rows = [
            Row(
                self.short(p),
                f"{number(area)} {self.say('km2')}",
                f"control.{p}",
                share=100 * area / total,
            )
            for p, area in state.area_by_party(self.zone).items()
        ]
        if unknown := state.unknown_km2(self.zone):
            rows.append(
                Row(
                    self.wording["unknown_controller"],
                    f"{number(unknown)} {self.say('km2')}",
                    "control.unknown",
                    share=100 * unknown / total,
                )
            )
        rows.append(self._range(state.area_error_km2(self.zone)))
        heading = self.say("held_in", zone=self.zone_name)
        if dated:
            heading = self.say("held_in_on", zone=self.zone_name, day=self.wording.date(state.day))
        return Table(heading, tuple(rows), self.say("of_total", km2=number(total)), bar=True)

    def _range(self, km2: float) -> Row:
        """How far each area of a table can be off, as its last row."""
        return Row(self.say("range_of"), self.say("range_km2", km2=number(km2)))

    def net(self, state: Snapshot) -> Table:
        """Net area taken since the reference agreement."""
        change = self.archive.between(self.archive.reference_day, state.day)
        agreement = self.archive.agreements[self.archive.dataset.reference_agreement]
        values = [(p, change.net_km2(p)) for p in self.archive.parties]
        rows = tuple(
            Row(self.short(p), f"{signed(v)} {self.say('km2')}", f"control.{p}")
            for p, v in values
            if round(v)
        )
        if rows:
            rows = (*rows, self._range(change.error_km2()))
        heading = self.say(
            "net_since",
            agreement=self.wording.agreement(agreement),
            day=self.wording.date(self.archive.reference_day),
        )
        return Table(
            heading, rows if state.day >= self.archive.reference_day else (), self.say("whole_area")
        )

    def flows(self, change: Change) -> Table:
        """Area by direction of change."""
        rows = [
            Row(
                self.say("taken_from", **{"from": self.short(was), "to": self.short(to)}),
                f"{number(v)} {self.say('km2')}",
                f"taken.{to}",
            )
            for (was, to), v in sorted(change.flows().items(), key=lambda pair: -pair[1])
        ]
        inside = sum(change.flows(self.zone).values())
        rows.append(
            Row(self.say("in_the_zone", zone=self.zone_name), f"{number(inside)} {self.say('km2')}")
        )
        if inside or len(rows) > 1:
            rows.append(self._range(change.error_km2()))
        return Table(self.say("taken"), tuple(rows), self.say("whole_area"))

    def lines(self, *states: Snapshot) -> Table:
        """Length of the line of contact, a row a state; how far from agreed ones, where shown."""
        rows = [
            Row(
                self.wording.date(state.day),
                f"{number(line_km(state))} {self.say('km')}",
                "contact",
            )
            for state in states
        ]
        rows += [row for state in states for row in self._distances(state, len(states) > 1)]
        ranged = any("(" in row.value for row in rows)
        remark = self.wording["doubt_brackets"] if ranged else ""
        return Table(self.say("line_length"), tuple(rows), remark)

    def distance_line(self, printed: Iterable[Table]) -> str:
        """How far the line of contact stands from agreed ones, in a line under the finding.

        Empty where the layer of the distance is not drawn, or ``printed`` tables tell it.
        """
        kind, rows = self.spec.kind, [row for table in printed for row in table.rows]
        if kind == "chart" or any(row.style == "distance" for row in rows):
            return ""
        days = (self.spec.day,) if kind == "difference" else dates_of(self.spec, self.archive)
        found = [
            f"{row.label}: {row.value}"
            for day in days
            for row in self._distances(self.archive.as_of(day), len(days) > 1)
        ]
        told = self.wording["list_semicolon"].join(found)
        brackets = self.wording["doubt_brackets"] if "(" in told else ""
        if kind == "sequence":  # each map carries its own
            return brackets
        return " ".join(part for part in (told and f"{told}.", brackets) if part)

    def distance_remark(self, state: Snapshot) -> str:
        """The same figures of one state alone, for a map among many."""
        return " · ".join(row.value for row in self._distances(state, dated=False))

    def _distances(self, state: Snapshot, dated: bool) -> Iterator[Row]:
        shown = layers_of(self.spec, self.archive)
        for recipe in self.archive.dataset.recipes:
            if recipe.kind != "line_distance" or recipe.layer not in shown:
                continue
            if found := distance_on(self.archive, recipe, state.day):
                name = self.wording.of(recipe, "title")
                if dated:
                    name += self.say("list_comma") + self.wording.date(state.day)
                yield Row(name, self._distance(found), "distance")

    def _distance(self, found: Distance) -> str:
        shown = {"mean": found.mean, "most": found.maximum}
        words = {name: format.compact(self.wording, km) for name, km in shown.items()}
        return self.wording.fill("distance_measured", **words)

    def in_force(self, state: Snapshot) -> Table:
        """Agreements in force; a start only some sides announced is marked."""
        rows = tuple(
            Row(
                self.wording.agreement(a),
                self.wording.date_span(a.signed_on),
                "",
                self.say("disputed") if force == "disputed" else "",
            )
            for a, force in state.in_force()
        )
        heading = self.say("in_force", day=self.wording.date(state.day))
        return Table(heading, rows or (Row(self.say("in_force_none"), ""),))

    def flags(self) -> Table:
        """The agreements marked on the chart, by the numbers they have there."""
        rows = (
            Row(self.wording.agreement(a), self.wording.date_span(a.signed_on), mark=str(i))
            for i, a in enumerate(flagged(self.archive), 1)
        )
        return Table(self.say("agreed_flag"), tuple(rows))


def flagged(archive: Archive) -> tuple[Agreement, ...]:
    """Agreements marked on the chart, in time order, within the series."""
    return tuple(
        a
        for a in archive.agreements.values()
        if a.role in FLAGGED and archive.first_day <= a.flag_day <= archive.last_day
    )


def line_km(state: Snapshot) -> float:
    """Geodesic length of the line of contact on a day; 0 where the data set has none."""
    contact = [la.name for la in state.archive.dataset.layers if la.style == "contact"]
    lines = [f.geometry for name in contact for f in state.features(name)]
    return float(geodesic_length_km(lines).sum())


def signed(value: float) -> str:
    """A whole number with its sign before it, in either direction of writing; a true minus."""
    return f"{LEFT_TO_RIGHT}{'+' if value > 0 else '−'}{number(abs(value))}"
