"""A place passes from whoever held it.

Baseline and events of a place form one chain: each event starts from the holder the one before
left. A break means that a change is missing, or that two sources disagree; either is to be settled
(and told in ``chain_fixes.csv``), because area would otherwise change hands unseen. Only a place
without a baseline may begin with any holder.

Bad: ``brissa`` held by NOR, then an event from ISL to SOU. Good: an event from NOR to SOU.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.derive.area_statements import changes
from dashboard.errors import Problem
from dashboard.records import Event

ID = "broken-chain"


def check(subject: Subject) -> Iterator[Problem]:
    """Events whose ``from_party`` did not hold the place, in the order of day and seq."""
    if not subject.seeds or subject.unread.kinds & {"baseline", "events"}:
        return
    baseline = subject.seeds.baseline
    times = Counter(row.place for row in baseline)
    held = {row.place: row.controller for row in baseline}
    chains: dict[str, list[Event]] = defaultdict(list)
    for event in changes(subject.seeds):
        chains[event.place].append(event)
    for place, events in chains.items():
        if times[place] > 1 or _partly_unread(subject, place):
            continue  # the chain is not known: another rule has said why
        holder, since = held.get(place), "by the baseline"
        for event in sorted(events, key=lambda event: (event.day, event.seq, event.id)):
            known = subject.exists("party", event.from_party)  # else another rule says so
            if holder is not None and event.from_party != holder and known:
                what = f"{place!r} passes from {event.from_party}, but {holder} held it {since}"
                wanted = f"begin with {holder} or enter the change between"
                yield Problem(at(event, "from_party"), what, wanted, ID)
            known = subject.exists("party", event.to_party)
            holder = event.to_party if known else None
            since = f"since {event.day} ({event.id})"


def _partly_unread(subject: Subject, place: str) -> bool:
    return any(subject.unread.may_hold(kind, place, "place") for kind in ("baseline", "events"))
