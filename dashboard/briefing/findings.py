"""What a briefing says in words and figures, whatever it is printed on.

Figure, slide, page and alternative text take their sentences and rows from here, and this module
takes every number from a ``Snapshot`` or a ``Change``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dashboard import store
from dashboard.archive import Archive, Change, Snapshot
from dashboard.briefing.spec import BriefSpec, agreement_of, since_of
from dashboard.measure import geodesic_length_km
from dashboard.records import Party
from dashboard.wording import Wording


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what it is, its value in words, and the class whose swatch stands before it."""

    label: str
    value: str
    style: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under one heading, with a remark."""

    heading: str
    rows: tuple[Row, ...]
    remark: str = ""


class Findings:
    """The words and figures of one briefing."""

    def __init__(self, archive: Archive, wording: Wording, spec: BriefSpec):
        self.archive, self.wording, self.spec = archive, wording, spec
        self.state = archive.as_of(spec.day)
        self.zone = archive.dataset.headline_zone
        recipe = next(r for r in archive.dataset.recipes if r.id == self.zone)
        self.zone_name = wording.of(recipe, "title")

    def say(self, key: str, **values: object) -> str:
        """A phrase of the briefing's own table."""
        return self.wording.fill(f"briefing.{key}", **values)

    def change(self) -> Change:
        """The change a difference shows, from the earlier date to the as-of date."""
        return self.archive.between(since_of(self.spec, self.archive), self.spec.day)

    # --- sentences ------------------------------------------------------------------------

    def title(self) -> str:
        """The headline: what is shown, with its date or dates."""
        words, spec = self.wording, self.spec
        if spec.kind == "difference":
            a = words.date(since_of(spec, self.archive))
            return self.say("title_difference", a=a, b=words.date(spec.day))
        if spec.kind == "agreement":
            name = self.archive.agreements[agreement_of(spec, self.archive)].short_name
            return self.say("title_agreement", agreement=name, day=words.date(spec.day))
        if spec.kind == "sequence":
            a, b = words.date(spec.dates[0]), words.date(spec.dates[-1])
            return self.say("title_sequence", n=len(spec.dates), a=a, b=b)
        if spec.kind == "chart":
            ends = (self.archive.first_day, self.archive.last_day)
            return self.say("title_chart", a=words.date(ends[0]), b=words.date(ends[1]))
        return self.say("title_situation", day=words.date(spec.day))

    def lead(self) -> str:
        """One or two sentences under the headline: the finding itself."""
        spec = self.spec
        if spec.kind == "difference":
            return self.flow_sentence(self.change())
        if spec.kind == "agreement":
            agreement = self.archive.agreements[agreement_of(spec, self.archive)]
            n = (spec.day - agreement.flag_day).days
            key = "lead_agreement" if n >= 0 else "lead_agreement_before"
            return self.say(key, dated=self.wording.date_span(agreement.signed_on),
                            day=self.wording.date(spec.day), n=abs(n))  # fmt: skip
        if spec.kind == "sequence":
            return self.say("lead_sequence")
        if spec.kind == "chart":
            return self.say("lead_chart", zone=self.zone_name)
        return f"{self.held_sentence(self.state)} {self.age(self.state)}"

    def held_sentence(self, state: Snapshot) -> str:
        """Who holds which share of the headline zone."""
        total = state.area_km2(self.zone)
        held = sorted(state.area_by_party(self.zone).items(), key=lambda pair: -pair[1])
        holders = self.say("list_comma").join(
            self.say("lead_holder", party=self.short(party), share=f"{100 * area / total:.0f}")
            for party, area in held
            if area / total >= 0.005
        )
        return self.say("lead_held", zone=self.zone_name, holders=holders)

    def flow_sentence(self, change: Change) -> str:
        """What changed hands, largest first, and in how many places."""
        flows = sorted(change.flows().items(), key=lambda pair: -pair[1])[:3]
        if not flows:
            return self.say("lead_no_flow") + "."
        taken = "; ".join(
            self.say("lead_flow", **{"to": self.short(to), "from": self.short(was), "km2": number(v)})
            for (was, to), v in flows
        )
        count = self.say("lead_changes", places=number(len(change.places())), events=number(len(change.events())))
        return f"{taken}. {count}"

    def age(self, state: Snapshot) -> str:
        """How old the state is."""
        n = state.age_days
        if n is None:
            return self.say("age_none", day=self.wording.date(self.archive.first_day))
        key = {0: "age_today", 1: "age_one"}.get(n, "age")
        return self.say(key, day=self.wording.date(state.last_change), n=n)

    # --- figures --------------------------------------------------------------------------

    def tables(self) -> tuple[Table, ...]:
        """The figures in the margin, by kind."""
        if self.spec.kind == "difference":
            return (self.flows(self.change()), self.held(self.state), self.in_force(self.state))
        if self.spec.kind == "agreement":
            return (self.drawn(), self.held(self.state))
        if self.spec.kind == "sequence":
            return ()  # each map carries its own
        if self.spec.kind == "chart":
            return (self.held(self.state),)
        return (self.held(self.state), self.net(self.state), self.lines(self.state),
                self.in_force(self.state))  # fmt: skip

    def held(self, state: Snapshot) -> Table:
        """Area by party in the headline zone."""
        total = state.area_km2(self.zone)
        rows = [
            Row(self.short(p), f"{number(area)} {self.say('km2')}", f"control.{p}", f"{100 * area / total:.1f} %")
            for p, area in state.area_by_party(self.zone).items()
        ]
        if unknown := state.unknown_km2(self.zone):
            share = f"{100 * unknown / total:.1f} %"
            rows.append(Row(self.wording["unknown_controller"], f"{number(unknown)} {self.say('km2')}",
                            "control.unknown", share))  # fmt: skip
        return Table(self.say("held_in", zone=self.zone_name), tuple(rows), self.say("of_total", km2=number(total)))

    def net(self, state: Snapshot) -> Table:
        """Net area taken since the reference agreement."""
        change = self.archive.between(self.archive.reference_day, state.day)
        agreement = self.archive.agreements[self.archive.dataset.reference_agreement]
        values = [(p, change.net_km2(p)) for p in self.archive.parties]
        rows = tuple(Row(self.short(p), f"{signed(v)} {self.say('km2')}", f"control.{p}") for p, v in values if round(v))
        heading = self.say("net_since", agreement=agreement.short_name, day=self.wording.date(self.archive.reference_day))
        return Table(heading, rows if state.day >= self.archive.reference_day else (), self.say("whole_area"))

    def flows(self, change: Change) -> Table:
        """Area by direction of change."""
        rows = [
            Row(self.say("taken_from", **{"from": self.short(was), "to": self.short(to)}),
                f"{number(v)} {self.say('km2')}", f"taken.{to}")
            for (was, to), v in sorted(change.flows().items(), key=lambda pair: -pair[1])
        ]  # fmt: skip
        inside = sum(change.flows(self.zone).values())
        rows.append(Row(self.say("in_the_zone", zone=self.zone_name), f"{number(inside)} {self.say('km2')}"))
        return Table(self.say("taken"), tuple(rows), self.say("whole_area"))

    def lines(self, state: Snapshot) -> Table:
        """Length of the line of contact."""
        return Table(self.say("line_length"), (Row(self.wording.date(state.day), f"{number(line_km(state))} {self.say('km')}", "contact"),))

    def in_force(self, state: Snapshot) -> Table:
        """Agreements in force; a start only some sides announced is marked."""
        rows = tuple(
            Row(a.short_name, self.wording.date_span(a.signed_on), "", self.say("disputed") if force == "disputed" else "")
            for a, force in state.in_force()
        )
        heading = self.say("in_force", day=self.wording.date(state.day))
        return Table(heading, rows or (Row(self.say("in_force_none"), ""),))

    def drawn(self) -> Table:
        """What the agreement drew, with size and error."""
        features = self.archive.drawn_by(agreement_of(self.spec, self.archive))
        rows = []
        for feature in features:
            p = feature.properties
            if p.get("kind") == "taken_since" or (p.get("kind") == "depth_band" and "length_km" in p):
                continue  # counted from the agreement, or the edge of a band listed with its area
            size = f"{number(p['area_km2'])} {self.say('km2')}" if "area_km2" in p else f"{number(p['length_km'])} {self.say('km')}"
            depth = f", {p['depth_from_km']:g}–{p['depth_km']:g} {self.say('km')}" if p.get("depth_km") else ""
            name = p.get(f"title_{self.wording.language}") or p["title_en"]
            rows.append(Row(f"{name}{depth}", size, "", self.say("error_of", m=number(p["precision_m"]))))
        return Table(self.say("drawn_by"), tuple(rows) or (Row(self.say("drawn_nothing"), ""),))

    # --- the small print ------------------------------------------------------------------

    def notice(self) -> str:
        """That lines are derived, and how well."""
        return f"{self.wording['reconstruction']} {self.wording['reconstruction_notice']}"

    def disclaimer(self) -> str:
        """The data set's own disclaimer."""
        return self.wording.of(self.archive.dataset, "disclaimer")

    def credits(self) -> str:
        """How many sources the state rests on, and whose material is shown."""
        shown = (self.spec.day, *self.spec.dates, *([self.change().a.day] if self.spec.kind == "difference" else []))
        rows = {int(i) for day in shown for i in self.archive.as_of(day).rows}
        named = {s for i in rows for s in self.archive.spells[i].properties.get("sources") or ()}
        return f"{self.say('sources_count', n=number(len(named)))} {self.archive.dataset.attribution}"

    def version(self) -> str:
        """The data set and the hash of its catalog."""
        return self.say("version", id=self.archive.dataset.id, hash=version_hash(self.archive))

    def produced(self) -> str:
        """The production date in words."""
        return self.say("produced", day=self.wording.date(self.spec.produced_on))

    def short(self, party: str) -> str:
        """A party's short name."""
        record: Party = self.archive.parties[party]
        return self.wording.of(record, "short")


def version_hash(archive: Archive) -> str:
    """First twelve digits of the sha256 of ``catalog.json``."""
    return hashlib.sha256(store.catalog_text(dict(archive.catalog)).encode()).hexdigest()[:12]


def line_km(state: Snapshot) -> float:
    """Geodesic length of the line of contact on a day; 0 where the data set has none."""
    contact = [la.name for la in state.archive.dataset.layers if la.style == "contact"]
    lines = [f.geometry for name in contact for f in state.features(name)]
    return float(geodesic_length_km(lines).sum())


def number(value: float) -> str:
    """A whole number with thousands apart."""
    return f"{value:,.0f}"


def signed(value: float) -> str:
    """A whole number with its sign before it, in either direction of writing; a true minus."""
    return f"\u200e{'+' if value > 0 else '−'}{number(abs(value))}"
