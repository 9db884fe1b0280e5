"""What a briefing says in sentences, whatever it is printed on: headline, finding, small print."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cached_property

from dashboard.analysis.areas import headline_title
from dashboard.analysis.gap import gap
from dashboard.analysis.over_time import held_over_time
from dashboard.analysis.situation import Difference, Flow, Situation, difference, situation
from dashboard.archive import Archive, Change, Snapshot
from dashboard.archive.day_notes import day_notes
from dashboard.briefing.spec import (
    SIZES,
    TWO_DATES,
    BriefSpec,
    agreement_of,
    dates_of,
    layers_of,
    since_of,
)
from dashboard.quantity import Quantity, Unit
from dashboard.standing import cite
from dashboard.wording import Wording, format

_MONTH = 30.44
_NONE = Quantity(0.0, Unit.KM2)
_LEAST_SHARE = 0.5
"""Per cent of the headline zone below which a holder goes without mention."""


class Sentences:
    """What one briefing says in sentences."""

    def __init__(self, archive: Archive, words: Wording, spec: BriefSpec):
        self.archive, self.words, self.spec = archive, words, spec
        self.state = archive.as_of(spec.day)
        self.zone = archive.dataset.headline_zone
        self.zone_name = headline_title(archive, words)
        self._situations: dict[dt.date, Situation] = {}
        self._shares: dict[dt.date, list[str]] = {}

    def say(self, key: str, **values: object) -> str:
        """A phrase of the briefing's own table."""
        return self.words.fill(f"briefing.{key}", **values)

    def counted(self, key: str, n: int, **values: object) -> str:
        """A phrase of the briefing's own table that goes by a number, ``{n}`` in it."""
        return self.words.counted(f"briefing.{key}", n, **values)

    def situation(self, day: dt.date) -> Situation:
        """Who holds what of the headline zone on a day."""
        if day not in self._situations:
            self._situations[day] = situation(self.archive, day, self.zone)
        return self._situations[day]

    @cached_property
    def change(self) -> Change:
        """The change from the earlier date to the as-of date, cell by cell."""
        return self.archive.between(since_of(self.spec, self.archive), self.spec.day)

    @cached_property
    def difference(self) -> Difference:
        """The figures of that change."""
        return difference(self.archive, since_of(self.spec, self.archive), self.spec.day)

    # --- sentences ------------------------------------------------------------------------

    def headline(self) -> str:
        """The finding, with what it can be off by; the briefer's own words where there are some."""
        return self.spec.headline or self._finding

    @cached_property
    def _finding(self) -> str:
        if self.spec.kind in TWO_DATES:
            return self._flow_headline()
        if self.spec.kind == "agreement":
            return self._gap_headline() or self.title()
        if self.spec.kind in ("sequence", "chart"):
            dates = self.spec.dates or (self.archive.first_day, self.spec.day)
            return self._course_headline(min(dates), max(dates))
        found = self.situation(self.spec.day)
        return self._holder_headline(self.zone_name, found.held, found.share) or self.title()

    def _holder_headline(
        self, area: str, held: Mapping[str, Quantity], share: Callable[[str], Quantity]
    ) -> str:
        """Who held most of an area; empty where nobody is known to have held any."""
        parties = [party for party in held if party not in self._contested]
        party = max(parties, key=lambda party: held[party].value or 0.0, default="")
        if not party:
            return ""
        return self.say(
            "headline_situation",
            party=self.short(party),
            share=format.with_error(self.words, share(party)),
            zone=area,
            area=format.with_error(self.words, held[party]),
        )

    @property
    def _contested(self) -> Set[str]:
        """What holds no land of its own: no headline is about it."""
        return self.archive.dataset.contested

    def _flow_headline(self) -> str:
        """The largest flow that is clearly above its error, and in how long a time; if none is, the
        largest, as unclear."""
        found = self.difference
        if not found.flows:
            return self._no_flow()
        clear = [flow for flow in found.flows if format.is_clear(flow.area)]
        flow = (clear or found.flows)[0]
        return self.say(
            "headline_flow" if clear else "headline_unclear_flow",
            taker=self.short(flow.taker),
            giver=self.short(flow.giver),
            area=format.with_error(self.words, flow.area),
            span=self._span(found.until - found.since),
        )

    def _gap_headline(self) -> str:
        """How far the ground was from the first line the agreement drew, or who held most of the
        first area; empty without either."""
        found = gap(self.archive, self.spec.day, agreement_of(self.spec, self.archive))
        for line in found.lines:
            if line.is_measured and line.from_agreed.mean.value:
                ways = {"mean": line.from_agreed.mean, "most": line.from_agreed.maximum}
                figures = {name: format.with_error(self.words, km) for name, km in ways.items()}
                if SIZES[self.spec.size].is_small:  # nothing else there names the agreement
                    agreement = self.archive.agreements[agreement_of(self.spec, self.archive)]
                    name = self.words.agreement(agreement)
                    return self.say("headline_gap_brief", agreement=name, **figures)
                line_name = self.words.of(line.recipe, "title")
                return self.say("headline_gap", line=line_name, **figures)
        titled = ((self.words.of(area.recipe, "title"), area) for area in found.areas)
        headlines = (
            self._holder_headline(title, area.held, area.shares.__getitem__)
            for title, area in titled
            if area.depth_km is None
        )
        return next(filter(None, headlines), "")

    def _course_headline(self, first: dt.date, last: dt.date) -> str:
        """How the share of the party whose share changed most went from one day to another, if it
        changed by more than its error."""
        found = self.mover(sorted({first, last, *self.spec.dates}))
        if not found:
            return self.title()
        party, held = found
        if self.spec.kind == "chart":  # between the two days it shows all others
            turns = self._turns(party, first, last)
            held[1:1] = [self.situation(day).held.get(party, _NONE) for day in turns]
        course = [km2.share_of(self.situation(first).total.value or 0.0) for km2 in held]
        turn = max(course, key=lambda share: _beyond(share, course[0], course[-1]))
        named = {"party": self.short(party), "zone": self.zone_name}
        ways = {"a": course[0], "turn": turn, "b": course[-1]}
        named |= {name: format.with_error(self.words, share) for name, share in ways.items()}
        if _beyond(turn, course[0], course[-1]) > (turn.error or 0.0):
            return self.say("headline_turned_course", **named)
        net = difference(self.archive, first, last, self.zone).net.get(party)
        if not net or not format.is_clear(net):
            return self.say("headline_unclear_course", **named)
        if self.spec.kind == "chart":  # it shows the days between, too
            named |= {"first": self.words.date(first), "last": self.words.date(last)}
            return self.say("headline_dated_course", **named)
        return self.say("headline_course", **named)

    def _turns(self, party: str, first: dt.date, last: dt.date) -> list[dt.date]:
        """Days between two on which a party held the least and the most of the headline zone."""
        area = held_over_time(self.archive, self.zone)[party]
        states = zip(self.archive.state_days, area.tolist(), strict=True)
        held = {day: km2 for day, km2 in states if first < day < last}
        return [end(held, key=held.__getitem__) for end in (min, max) if held]

    def mover(self, days: Sequence[dt.date]) -> tuple[str, list[Quantity]] | None:
        """The party whose land in the headline zone differs most between the first and the last of
        some days, and how much it holds on each; ``None`` where nobody holds any."""
        states = [self.situation(day) for day in days]
        parties = {party: None for state in states for party in state.held}
        held = {
            p: [s.held.get(p, _NONE) for s in states] for p in parties if p not in self._contested
        }
        if not held:
            return None
        party = max(held, key=lambda p: abs(_value(held[p][-1]) - _value(held[p][0])))
        return party, held[party]

    def _span(self, time: dt.timedelta) -> str:
        """A length of time in months where it is long."""
        months = round(time.days / _MONTH)
        return self.words.days(time.days) if months < 3 else self.counted("months", months)

    def title(self) -> str:
        """What is shown, with its date or dates."""
        words, spec = self.words, self.spec
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
            a, b = words.date(min(spec.dates)), words.date(max(spec.dates))
            return self.counted("title_sequence", len(spec.dates), a=a, b=b)
        if spec.kind == "chart":
            ends = (self.archive.first_day, self.archive.last_day)
            return self.say("title_chart", a=words.date(ends[0]), b=words.date(ends[1]))
        return self.say("title_situation", day=words.date(spec.day))

    def lead(self) -> str:
        """One or two sentences under the headline: the briefer's own, or what it does not say of
        the finding; empty where it says all."""
        spec = self.spec
        if spec.subtitle:
            return spec.subtitle
        if spec.kind in TWO_DATES:
            if spec.headline or self._largest_flows[1:]:
                return self.flow_sentence()
            return self._count_sentence() if self._largest_flows else ""
        if spec.kind == "agreement":
            agreement = self.archive.agreements[agreement_of(spec, self.archive)]
            dated = self.words.date_span(agreement.signed_on)
            day, archive = self.words.date(spec.day), self.archive
            if not archive.first_day <= agreement.flag_day <= archive.last_day:
                return self.say("lead_agreement_outside", dated=dated, day=day)
            n = (spec.day - agreement.flag_day).days
            if not n:
                return self.say("lead_agreement_day", dated=dated)
            return self.say(
                "lead_agreement" if n > 0 else "lead_agreement_before",
                dated=dated,
                day=day,
                days=self.words.days(abs(n)),
            )
        if spec.kind == "sequence":
            return self.say("lead_sequence")
        if spec.kind == "chart":
            return self.say("lead_chart", zone=self.zone_name)
        return f"{self.held_sentence(spec.day)} {self.age(self.state)}"

    def held_sentence(self, day: dt.date) -> str:
        """Who holds which share of the headline zone."""
        holders = self.words["list_comma"].join(self.shares(day))
        return self.say("lead_held", zone=self.zone_name, holders=holders)

    def shares(self, day: dt.date) -> list[str]:
        """Each holder with its share of the headline zone, the largest first."""
        if day not in self._shares:
            found = self.situation(day)
            shares = {party: found.share(party) for party in found.held}
            self._shares[day] = [
                self.share_of(party, day)
                for party in sorted(shares, key=lambda each: -_value(shares[each]))
                if _value(shares[party]) >= _LEAST_SHARE
            ]
        return self._shares[day]

    def share_of(self, party: str, day: dt.date) -> str:
        """A party with its share of the headline zone, and by how much that can be off."""
        share = format.with_error(self.words, self.situation(day).share(party))
        return self.say("lead_holder", party=self.short(party), share=share)

    @cached_property
    def mover_shares(self) -> dict[dt.date, str]:
        """The share on each date of a set of the party its headline is about; empty without one."""
        days = dates_of(self.spec, self.archive)
        found = self.mover(sorted(days))
        return {day: self.share_of(found[0], day) for day in days} if found else {}

    def shares_remark(self) -> str:
        """What the shares over several maps are of; empty where one map is shown or nobody holds
        any."""
        days = dates_of(self.spec, self.archive)
        if self.spec.kind in ("difference", "chart") or not days[1:]:
            return ""
        is_held = any(self.situation(day).held for day in days)
        return self.say("shares", zone=self.zone_name) if is_held else ""

    def flow_sentence(self) -> str:
        """What changed hands, largest first, and in how many places."""
        if not self._largest_flows:
            return f"{self._no_flow()}."
        taken = self.words["list_semicolon"].join(
            self.say(
                "lead_flow",
                taker=self.short(flow.taker),
                giver=self.short(flow.giver),
                area=format.with_error(self.words, flow.area),
            )
            for flow in self._largest_flows
        )
        return f"{taken}. {self._count_sentence()}"

    def _no_flow(self) -> str:
        """That no land passed from party to party, and the land that differs all the same."""
        found = self.difference
        for phrase, km2 in (("lead_unheld", found.unheld), ("lead_redrawn", found.redrawn)):
            if km2.value:
                return self.say(phrase, area=format.text(self.words, km2))
        return self.say("lead_no_flow")

    @property
    def _largest_flows(self) -> Sequence[Flow]:
        """The three largest, without those that round to nothing at their error: the table has
        them."""
        flows = self.difference.flows
        return [flow for flow in flows[:3] if not format.is_zero(flow.area)] or flows[:1]

    def _count_sentence(self) -> str:
        found = self.difference
        places, events = (
            self.counted(key, round(figure.value or 0))
            for key, figure in (("lead_places", found.places), ("lead_events", found.events))
        )
        return self.say("lead_changes", places=places, events=events)

    def age(self, state: Snapshot) -> str:
        """How old the state is."""
        n = state.age_days
        if n is None or state.last_change is None:
            return self.say("age_none", day=self.words.date(self.archive.first_day))
        if not n:
            return self.say("age_today")
        return self.counted("age", n, day=self.words.date(state.last_change))

    # --- the small print ------------------------------------------------------------------

    def notice(self) -> str:
        """That lines are derived, and how well."""
        return f"{self.words['reconstruction']} {self.words['reconstruction_notice']}"

    def remarks(self) -> str:
        """The briefer's note, marked as theirs, and what is to be known of the layers drawn on the
        dates shown; often nothing."""
        days, layers = dates_of(self.spec, self.archive), layers_of(self.spec, self.archive)
        own = [self.say("own_note", text=self.spec.note)] if self.spec.note else []
        return " ".join([*own, *day_notes(self.archive, self.words, days, layers)])

    def disclaimer(self) -> str:
        """The data set's own disclaimer."""
        return self.words.of(self.archive.dataset, "disclaimer")

    def credits(self) -> str:
        """How many sources the state rests on, and whose material is shown."""
        return f"{self.counted('sources_count', len(self._cited))} {self.attribution()}"

    def most_cited(self, most: int) -> list[str]:
        """The sources that most of the state rests on, each with its standing."""
        ranked = [ident for ident, _ in self._cited.most_common() if ident in self.archive.sources]
        cited = cite(self.archive.sources, ranked[:most], one_fact=False)
        return [f"{each.label} ({format.standing(self.words, each)})" for each in cited]

    @cached_property
    def _cited(self) -> Counter[str]:
        """How many of the places shown rest on each source on any of the dates shown."""
        shown = (*self.spec.dates, *dates_of(self.spec, self.archive))
        rows = sorted({int(i) for day in shown for i in self.archive.as_of(day).rows})
        spells = (self.archive.spells[i].properties for i in rows)
        return Counter(source for p in spells for source in p.get("sources") or ())

    def attribution(self, *, short: bool = False) -> str:
        """Who prepared the briefing, where that is said, and whose material is shown."""
        named = self.archive.dataset.attribution_short if short else ""
        named = named or self.archive.seeds.attribution
        return " ".join(filter(None, (self.byline(), named and f"{named}.")))

    def byline(self) -> str:
        """Who prepared the briefing; empty where that is not said."""
        return self.say("prepared_by", name=self.spec.credit) if self.spec.credit else ""

    def version(self) -> str:
        """The data set and the hash of its catalog."""
        return self.say("version", id=self.archive.dataset.id, hash=self.archive.version)

    def produced(self) -> str:
        """The production date in words."""
        return self.say("produced", day=self.words.date(self.spec.produced_on))

    def imprint(self) -> str:
        """Which data it shows, and when it was made."""
        return f"{self.version()}. {self.produced()}."

    def flow_title(self, taker: str, giver: str) -> str:
        """What land is called that one party took from another."""
        return self.say("taken_from", giver=self.short(giver), taker=self.short(taker))

    def short(self, party: str) -> str:
        """A party's short name."""
        return self.words.of(self.archive.parties[party], "short")


def _value(figure: Quantity) -> float:
    return figure.value or 0.0


def _beyond(share: Quantity, a: Quantity, b: Quantity) -> float:
    """How far a share lies above both of two others, or below both."""
    low, high = sorted((_value(a), _value(b)))
    return max(_value(share) - high, low - _value(share))
