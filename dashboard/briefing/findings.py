"""The figures of a briefing: rows under headings, the same on a page, a slide and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property

from dashboard.analysis.distance import distance_on, distance_recipes
from dashboard.analysis.situation import Difference, difference
from dashboard.archive import Archive, Snapshot
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.rows import Phrase, Row, Table
from dashboard.briefing.sentences import Sentences
from dashboard.briefing.spec import dates_of, layers_of
from dashboard.records import Agreement
from dashboard.wording import format

FLAGGED = ("core", "ceasefire")
"""Roles of the agreements marked on the chart."""


class Findings(Sentences):
    """The words and figures of one briefing."""

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The figures in the margin, by kind."""
        kind, day = self.spec.kind, self.spec.day
        if kind == "difference":
            return (self.flows(), self.held(day, dated=True), self.in_force(self.state))
        if kind in ("side", "swipe"):
            days = (self.difference.since, self.difference.until)
            held = tuple(self.held(each, dated=True) for each in days)
            return (*held, self.flows(), self.lines(*days))
        if kind == "agreement":
            tables = AgreementTables(self)
            # who held an area the agreement drew stands there, with its range
            held = () if tables.measures(self.zone) else (self.held(day, dated=True),)
            return (tables.drawn(), tables.left(), *held)
        if kind == "sequence":
            return (self.course(),)
        if kind == "chart":
            return (self.flags(), self.held(day, dated=True))  # the chart has the flags' numbers
        return (self.held(day), self.net(day), self.lines(day), self.in_force(self.state))

    def held(self, day: dt.date, *, dated: bool = False) -> Table:
        """Area by party in the headline zone; ``dated`` where the title does not say the day."""
        found = self.situation(day)
        rows = [
            Row(
                self.short(party),
                area,
                f"control.{party}",
                share=found.share(party),
            )
            for party, area in found.held.items()
        ]
        if found.unknown.value:
            name = self.words["unknown_controller"]
            rows.append(Row(name, found.unknown, "control.unknown", share=found.unknown_share))
        heading = self.say("held_in", zone=self.zone_name)
        if dated:
            heading = self.say("held_in_on", zone=self.zone_name, day=self.words.date(day))
        total = format.whole(self.words, found.total, found.held.values())
        return Table(heading, tuple(rows), self.say("of_total", area=total), bar=True)

    def course(self) -> Table:
        """What the party of the headline held on each date of a set, each with its own error."""
        days = sorted(set(self.spec.dates))
        found = self.mover(days)
        if not found:
            return Table(self.say("held_in", zone=self.zone_name), ())
        party, held = found
        heading = self.say("held_by_in", party=self.short(party), zone=self.zone_name)
        rows = (
            Row(self.words.locale.brief_date(day), km2, write=format.number_with_error)
            for day, km2 in zip(days, held, strict=True)
        )
        return Table(heading, tuple(rows))

    def _apart(self, found: Difference) -> Iterator[Row]:
        """Land that is in no gain or loss: boundaries drawn anew, holders not known on a day."""
        for phrase, apart in (("redrawn", found.redrawn), ("unheld", found.unheld)):
            if round(apart.value or 0.0):
                yield Row(self.say(phrase), apart)

    def net(self, day: dt.date) -> Table:
        """Net area taken since the reference agreement, or the start of the series."""
        since = self.archive.reference_day
        reference = self.words.reference(self.archive.reference)
        rows: list[Row] = []
        if day >= since:
            found = difference(self.archive, since, day)
            net = found.net
            rows = [
                Row(self.short(party), area, f"control.{party}", write=format.signed_with_error)
                for party, area in net.items()
                if round(area.value or 0.0)
            ]
            rows += self._apart(found)
        heading = self.say("net_since", agreement=reference, day=self.words.date(since))
        return Table(heading, tuple(rows), self.words["whole_area"])

    def flows(self) -> Table:
        """Area by direction of change."""
        found = self.difference
        kind = "gained" if self.spec.kind == "difference" else "taken"
        rows = [
            Row(
                self.flow_title(flow.taker, flow.giver),
                flow.area,
                f"{kind}.{flow.taker}.{flow.giver}",
            )
            for flow in found.flows
            if not format.is_zero(flow.area)
        ]
        if self.zone:
            inside = difference(self.archive, found.since, found.until, self.zone).changed
            label = self.say("in_the_zone", zone=self.zone_name)
            rows.append(Row(label, inside))
        rows += self._apart(found)
        return Table(self.say("taken"), tuple(rows), self.words["whole_area"])

    def lines(self, *days: dt.date) -> Table:
        """Length of the line of contact, a row a day; how far from agreed ones, where shown."""
        rows = [Row(self.words.date(day), self.situation(day).line, "contact") for day in days]
        rows += [row for day in days for row in self._distances(day, len(days) > 1)]
        return Table(self.words["legend_contact"], tuple(rows), self._brackets(rows))

    def _brackets(self, rows: Iterable[Row]) -> str:
        """What the ranges in brackets in some rows mean; empty where they have none."""
        ranged = any(row.has_range(self.words) for row in rows)
        return self.words["scenarios_in_brackets"] if ranged else ""

    def distance_line(self) -> str:
        """How far the line of contact stands from agreed ones, in a line under the finding; empty
        where the layer of the distance is not drawn."""
        kind = self.spec.kind
        if kind == "chart":
            return ""
        days = (self.spec.day,) if kind == "difference" else dates_of(self.spec, self.archive)
        found = [row for day in days for row in self._distances(day, len(days) > 1)]
        brackets = self._brackets(found)
        if kind == "sequence" or not found:  # each map of a sequence has its own
            return brackets
        each = (f"{row.label}: {row.text(self.words).value}" for row in found)
        listed = f"{self.words['list_semicolon'].join(each)}."
        return f"{listed} {brackets}" if brackets else listed

    def distance_remark(self, day: dt.date) -> str:
        """How far the line stands from agreed ones on one day, for a map among many."""
        return " · ".join(row.text(self.words).value for row in self._distances(day, dated=False))

    def _distances(self, day: dt.date, dated: bool) -> Iterator[Row]:
        shown = layers_of(self.spec, self.archive)
        for recipe in distance_recipes(self.archive):
            if recipe.layer not in shown:
                continue
            if found := distance_on(self.archive, recipe, day):
                name = self.words.of(recipe, "title")
                if dated:
                    name += self.words["list_comma"] + self.words.date(day)
                figures = {"mean": found.mean, "most": found.maximum}
                phrase = Phrase("distance_measured", figures)
                yield Row(name, phrase, "distance", write=format.compact)

    def in_force(self, state: Snapshot) -> Table:
        """Agreements in force; a start only some sides announced is marked. No row where the data
        set has no agreements at all."""
        rows = tuple(
            Row(
                self.words.agreement(a),
                self.words.date_span(a.signed_on, "brief"),
                "",
                self.say("disputed") if force == "disputed" else "",
            )
            for a, force in state.in_force()
        )
        heading = self.say("in_force", day=self.words.date(state.day))
        none = (Row(self.words["none_in_force"]),) if self.archive.agreements else ()
        return Table(heading, rows or none)

    def flags(self) -> Table:
        """The agreements marked on the chart, by the numbers they have there."""
        rows = (
            Row(
                self.words.agreement(a),
                note=self.words.date_span(a.signed_on, "brief"),
                mark=str(i),
            )
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
