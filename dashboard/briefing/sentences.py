"""What a briefing says in sentences, whatever it is printed on: headline, finding, small print."""

from __future__ import annotations

import hashlib

from dashboard import store
from dashboard.archive import Archive, Change, Snapshot
from dashboard.briefing.spec import TWO_DATES, BriefSpec, agreement_of, dates_of, since_of
from dashboard.records import Party
from dashboard.wording import Wording


class Sentences:
    """What one briefing says in sentences."""

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
        """The change between two dates, from the earlier date to the as-of date."""
        return self.archive.between(since_of(self.spec, self.archive), self.spec.day)

    # --- sentences ------------------------------------------------------------------------

    def title(self) -> str:
        """The headline: what is shown, with its date or dates."""
        words, spec = self.wording, self.spec
        if spec.kind == "difference":
            a = words.date(since_of(spec, self.archive))
            return self.say("title_difference", a=a, b=words.date(spec.day))
        if spec.kind in TWO_DATES:
            a = words.date(since_of(spec, self.archive))
            return self.say("title_side", a=a, b=words.date(spec.day))
        if spec.kind == "agreement":
            name = words.agreement(self.archive.agreements[agreement_of(spec, self.archive)])
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
        if spec.kind in TWO_DATES:
            return self.flow_sentence(self.change())
        if spec.kind == "agreement":
            agreement = self.archive.agreements[agreement_of(spec, self.archive)]
            dated = self.wording.date_span(agreement.signed_on)
            n = (spec.day - agreement.flag_day).days
            if not n:
                return self.say("lead_agreement_day", dated=dated)
            return self.say(
                "lead_agreement" if n > 0 else "lead_agreement_before",
                dated=dated,
                day=self.wording.date(spec.day),
                days=self.wording.days(abs(n)),
            )
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
        taken = self.wording["list_semicolon"].join(
            self.say(
                "lead_flow", **{"to": self.short(to), "from": self.short(was), "km2": number(v)}
            )
            for (was, to), v in flows
        )
        count = self.say(
            "lead_changes", places=number(len(change.places())), events=number(len(change.events()))
        )
        return f"{taken}. {count}"

    def age(self, state: Snapshot) -> str:
        """How old the state is."""
        n = state.age_days
        if n is None:
            return self.say("age_none", day=self.wording.date(self.archive.first_day))
        key = {0: "age_today", 1: "age_one"}.get(n, "age")
        return self.say(key, day=self.wording.date(state.last_change), n=n)

    # --- the small print ------------------------------------------------------------------

    def notice(self) -> str:
        """That lines are derived, and how well."""
        return f"{self.wording['reconstruction']} {self.wording['reconstruction_notice']}"

    def disclaimer(self) -> str:
        """The data set's own disclaimer."""
        return self.wording.of(self.archive.dataset, "disclaimer")

    def credits(self) -> str:
        """How many sources the state rests on, and whose material is shown."""
        shown = (*self.spec.dates, *dates_of(self.spec, self.archive))
        rows = {int(i) for day in shown for i in self.archive.as_of(day).rows}
        named = {s for i in rows for s in self.archive.spells[i].properties.get("sources") or ()}
        return (
            f"{self.say('sources_count', n=number(len(named)))} {self.archive.dataset.attribution}"
        )

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


def number(value: float) -> str:
    """A whole number with thousands apart."""
    return f"{value:,.0f}"
