"""Who held what: events and the chains they form."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.errors import shown
from dashboard.records import Event, GroupHolding


@rule
def broken_chain(subject: Subject) -> Findings:
    """A place passes from whoever held it.

    Baseline and events of a place form one chain: each event starts from the holder the one before
    left. A break means that a change is missing, or that two sources disagree; either is to be
    settled (and noted in ``chain_fixes.csv``), because area would otherwise change hands unseen.
    Only a place without a baseline may begin with any holder, or with none: an event without
    ``from_party`` says that nobody is known to have held it.

    Bad: ``brissa`` held by NOR, then an event from ISL to SOU. Good: an event from NOR to SOU.
    """
    baseline = subject.seeds.baseline
    times = Counter(row.place for row in baseline)
    held = {row.place: row.controller for row in baseline}
    chains: dict[str, list[Event]] = defaultdict(list)
    for event in subject.changes:
        chains[event.place].append(event)
    for place, events in chains.items():
        if times[place] > 1:
            continue  # the chain is not known: another rule reports why
        holder, since = held.get(place), "by the baseline"
        for event in sorted(events, key=lambda event: event.order):
            begins = event.from_party
            known = begins is None or subject.exists("party", begins)  # else another rule says so
            if holder is not None and event.from_party != holder and known:
                what = f"{place!r} passes from {begins or 'nobody'}, but {holder} held it {since}"
                wanted = f"begin with {holder} or enter the change between"
                yield event.at("from_party"), what, wanted
            to = event.to_party
            holder = to if to and subject.exists("party", to) else None
            since = f"since {event.day} ({event.id})"


@rule
def empty_event(subject: Subject) -> Findings:
    """An event changes who holds the place.

    A report that a party holds what it held is no event; it may be worth an entry in
    ``attestations.csv``.

    Bad: ``from_party`` NOR, ``to_party`` NOR. Good: ``from_party`` NOR, ``to_party`` SOU.
    """
    for event in subject.seeds.reports:
        if event.from_party == event.to_party:
            named = event.to_party or "nobody known"
            what = f"{event.id!r} passes from {named} to {named}"
            yield event.at("to_party"), what, "name two parties or remove the event"


@rule
def same_day_order(subject: Subject) -> Findings:
    """Several events of one place on one day have their order in ``seq``.

    The order of rows never matters, so two changes of a place on one day need ``seq`` 1 and 2; with
    the same number it would be open who held the place in the evening.

    Bad: two rows ``2001-03-10,1,brissa``. Good: ``2001-03-10,1,brissa`` and
    ``2001-03-10,2,brissa``.
    """
    seen: dict[tuple[str, dt.date, int], Event] = {}
    for event in subject.seeds.events:
        other = seen.setdefault((event.place, event.day, event.seq), event)
        if other is not event:
            what = f"seq {event.seq} of {event.place!r} on {event.day} is that of {other.id!r}"
            yield event.at("seq"), what, "number them in the order they happened"


@rule
def area_statement(subject: Subject) -> Findings:
    """A statement about an area is about areas there are, and changes the control of some place.

    ``areas`` are administrative units by codes that some place has; none means everywhere. A
    statement that covers no place the party still held says nothing, or is entered for the wrong
    day or party.

    Bad: ``areas`` ``county:XX``. Good: ``areas`` ``county:AL11`` where a place has that code.
    """
    seeds = subject.seeds
    units = {f"{unit.level}:{unit.code}" for place in seeds.places for unit in place.units}
    wanted = f"use {' or '.join(f'{level}:CODE' for level in seeds.dataset.level_ids)}"
    covering = {event.origin for event in subject.changes}
    for statement in seeds.area_statements:
        unknown = [area for area in statement.areas if area not in units]
        for area in unknown:
            yield statement.at("areas"), f"there is no area {shown(area)}", wanted
        if not unknown and statement.origin not in covering:
            what = f"{statement.id!r} covers no place that {statement.from_party} held"
            yield statement.at("areas"), what, "correct its areas, day or party"


@rule
def group_holding(subject: Subject) -> Findings:
    """A place is one group's at a time, and its party's while a group has it.

    A group is within a party: a place of another party cannot be its own, and two groups in one
    place on one day contradict each other.

    Bad: a group of NOR in ``arvel``, which SOU holds. Good: the same on days on which NOR does.
    """
    seeds, held = subject.seeds, subject.histories
    parties = {group.id: group.party for group in seeds.dataset.groups}
    earlier: dict[str, list[GroupHolding]] = defaultdict(list)
    for row in seeds.group_holdings:
        if row.valid_to <= row.valid_from:
            continue  # another rule says so
        party = parties.get(row.group)
        for other in earlier[row.place]:
            if row.period.overlaps(other.period):
                what = f"{row.place!r} is that of {other.group!r} until {other.valid_to}"
                yield row.at("valid_from"), what, "give days that do not overlap"
        earlier[row.place].append(row)
        wrong = (s for s in held.get(row.place, ()) if s.period.overlaps(row.period))
        if party and any(spell.controller != party for spell in wrong):
            what = f"{row.place!r} is not held by {party} on all these days"
            yield row.at("place"), what, "give days on which its party holds the place"


@rule
def truth_check(subject: Subject) -> Findings:
    """A test of the map rests on none of the sources the map is made from.

    ``truth_checks.csv`` says who held a place on a day of the series, from sources that no
    baseline, event or statement about an area cites: else the map could hardly disagree.

    Bad: a row that cites the ``gazette``, from which an event was read. Good: one that cites
    another source.
    """
    seeds, series = subject.seeds, subject.seeds.dataset.series
    used = {source for row in (*seeds.baseline, *seeds.reports) for source in row.sources}
    for row in seeds.truth_checks:
        for source in row.sources:
            if source in used:
                what = f"{source!r} is a source of what the map is made from"
                yield row.at("sources"), what, "cite another, or remove the row"
        if row.day.earliest < series.first_day or row.day.latest > series.last_day:
            wanted = f"give a day from {series.first_day} to {series.last_day}"
            yield row.at("day"), f"{row.day} is outside the series", wanted
