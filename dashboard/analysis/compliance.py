"""What is claimed of each provision, how agreements amend each other, and rival announcements of a
start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dashboard.analysis.ceasefires import area_of
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive
from dashboard.records import Agreement, Compliance, Provision, Status

_DAY = dt.timedelta(days=1)
#: Verdicts that do not contradict each other, the weakest last; the other statuses say how a
#: provision was being carried out.
VERDICTS: tuple[tuple[Status, ...], ...] = (
    ("met", "met_late", "mostly_met"),
    ("partly_met",),
    ("not_met",),
)
PROGRESS = ("suspended", "resumed", "last_known", "ended")
Summary = Status | Literal["none", "progress"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything claimed about one provision, in time order."""

    provision: Provision
    entries: tuple[Compliance, ...]
    #: ``disputed`` where claimants contradict each other (kept, partly kept, not kept), or an entry
    #: says so itself; else the weakest verdict given. What was not or partly kept before it was
    #: *met late* is no contradiction. ``none`` without an entry; ``progress`` where there is no
    #: verdict.
    summary: Summary
    #: The latest entry that is no verdict, unless a verdict is newer.
    progress: Compliance | None


def ledger(agreement: Agreement) -> tuple[Ledger, ...]:
    """A ledger for every provision, in the order of the text."""
    return tuple(
        _of(p, [e for e in agreement.compliance if p.id in e.provisions])
        for p in agreement.provisions
    )


def unassigned(agreement: Agreement) -> tuple[Compliance, ...]:
    """Entries about no provision of the record, in time order."""
    known = {provision.id for provision in agreement.provisions}
    return _in_time(e for e in agreement.compliance if not known & set(e.provisions))


def _in_time(entries: Iterable[Compliance]) -> tuple[Compliance, ...]:
    return tuple(sorted(entries, key=lambda e: (e.date.earliest, e.date.latest, e.by)))


def _of(provision: Provision, entries: list[Compliance]) -> Ledger:
    ordered = _in_time(entries)
    verdicts = [e for e in ordered if e.status not in PROGRESS]
    progress = [e for e in ordered if e.status in PROGRESS]
    last = progress[-1] if progress else None
    if last and verdicts and last.date.latest < max(e.date.earliest for e in verdicts):
        last = None
    return Ledger(provision, ordered, _summary(verdicts) if ordered else "none", last)


def _summary(verdicts: list[Compliance]) -> Summary:
    """The summary of verdicts in time order."""
    if not verdicts:
        return "progress"
    late = max((e.date.earliest for e in verdicts if e.status == "met_late"), default=None)
    standing = [
        e for e in verdicts if e.status in VERDICTS[0] or late is None or e.date.latest >= late
    ]
    found = {e.status for e in standing}
    kinds = [kind for kind in VERDICTS if found & {*kind}]
    if "disputed" in found or (len(kinds) > 1 and len({e.by for e in standing}) > 1):
        return "disputed"
    if len(kinds) > 1:  # one claimant, who changed their verdict
        return standing[-1].status
    return [status for status in kinds[0] if status in found][-1]


# --- rival starts ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BetweenStarts:
    """What changed hands from the first start that rivals announced up to the day before the last,
    in the area the agreement was for."""

    first: dt.date
    last: dt.date
    transfers: Transfers


def between_starts(archive: Archive, agreement: Agreement) -> BetweenStarts | None:
    """The change between rival starts; ``None`` unless different first days were announced within
    the series."""
    first, *later = agreement.declared_starts or (archive.first_day,)
    if not later or first < archive.first_day or later[-1] > archive.last_day:
        return None
    area, _ = area_of(archive, agreement)
    found = transfers(archive, first - _DAY, later[-1] - _DAY, area)
    return BetweenStarts(first, later[-1], found)


# --- the chain ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """One agreement refers to an earlier one: it ``amends``, ``supports`` or ``alters`` it."""

    later: str
    kind: Literal["amends", "supports", "alters"]
    earlier: str


def links(archive: Archive) -> tuple[Link, ...]:
    """Every link between agreements of the data set, in time order of the later one."""
    return tuple(
        Link(a.id, kind, earlier)
        for a in archive.agreements.values()
        for kind in ("amends", "supports", "alters")
        for earlier in getattr(a, kind)
        if earlier in archive.agreements
    )


def amendments_of(archive: Archive, agreement: str) -> tuple[Link, ...]:
    """Amendments that lead to an agreement or from it, however many steps away."""
    amendments = [link for link in links(archive) if link.kind == "amends"]
    found: set[Link] = set()
    for near, far in (("later", "earlier"), ("earlier", "later")):
        reached, before = {agreement}, set[str]()
        while reached != before:
            before = reached
            steps = {link for link in amendments if getattr(link, near) in reached}
            reached = reached | {getattr(link, far) for link in steps}
            found |= steps
    return tuple(link for link in amendments if link in found)


def other_links(archive: Archive, agreement: str) -> tuple[Link, ...]:
    """Other links of an agreement, besides amendments."""
    others = (link for link in links(archive) if link.kind != "amends")
    return tuple(link for link in others if agreement in (link.later, link.earlier))
