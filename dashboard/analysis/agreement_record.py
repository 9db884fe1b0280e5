"""Everything recorded of one agreement, with its codes in other data sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.analysis.ceasefires import is_ceasefire
from dashboard.analysis.compliance import (
    BetweenStarts,
    Ledger,
    Link,
    amendments_of,
    between_starts,
    ledger,
    links,
    other_links,
    unassigned,
)
from dashboard.analysis.groups import GroupsWithin, groups_within
from dashboard.archive import Archive
from dashboard.records import Agreement, Compliance


@dataclass(frozen=True, slots=True)
class Step:
    """An agreement in a chain, with those of the chain that it amends."""

    agreement: Agreement
    amends: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """An agreement on a day."""

    agreement: Agreement
    #: ``yes``, ``no`` or ``disputed``: whether it was in force.
    force: str
    ledgers: tuple[Ledger, ...]
    #: Entries on compliance that are about no provision of the record.
    unassigned: tuple[Compliance, ...]
    #: ``None`` unless different first days were announced, within the series.
    between_starts: BetweenStarts | None
    #: Agreements it amends or is amended by, however many steps away, in time order.
    chain: tuple[Step, ...]
    #: Other agreements it refers to (``supports``) or that refer to it (``supports_by``).
    related: tuple[tuple[str, Agreement], ...]
    #: By provision, the places known to be held by the groups it is about.
    group_tests: Mapping[str, GroupsWithin]
    #: Its pages in PA-X by number.
    pax_pages: Mapping[int, str]
    #: Its codes in PA-X and in the ceasefire data set, as text by variable.
    pax_coding: Mapping[str, str]
    ceasefire_coding: Mapping[str, str]


def agreement_record(archive: Archive, ident: str, day: dt.date) -> AgreementRecord:
    """Everything recorded of an agreement, as of a day of the series."""
    agreement, amendments = archive.agreements[ident], amendments_of(archive, ident)
    within = {one for link in amendments for one in (link.later, link.earlier)}
    rows = ceasefire_rows(agreement)
    return AgreementRecord(
        agreement=agreement,
        force=agreement.force_on(day),
        ledgers=ledger(agreement),
        unassigned=unassigned(agreement),
        between_starts=between_starts(archive, agreement),
        chain=_steps(archive, within, amendments),
        related=_related(archive, ident),
        group_tests={
            provision.id: groups_within(archive, provision.group_test)
            for provision in agreement.provisions
            if provision.group_test
        },
        pax_pages=pax_pages(agreement),
        pax_coding={name: _coded(code) for name, code in agreement.pax_coding.items()},
        ceasefire_coding={
            name: " | ".join(dict.fromkeys(row[name] for row in rows))
            for name in (rows[0] if rows else ())
        },
    )


def in_time_order(archive: Archive) -> tuple[Step, ...]:
    """Every agreement of the data set with those it amends."""
    return _steps(archive, archive.agreements, links(archive))


def _steps(archive: Archive, ids: Collection[str], links: Sequence[Link]) -> tuple[Step, ...]:
    known = archive.agreements
    amends = [(link.later, link.earlier) for link in links if link.kind == "amends"]
    return tuple(
        Step(known[ident], tuple(known[earlier] for later, earlier in amends if later == ident))
        for ident in known
        if ident in ids
    )


def _related(archive: Archive, ident: str) -> tuple[tuple[str, Agreement], ...]:
    return tuple(
        (link.kind, archive.agreements[link.earlier])
        if link.later == ident
        else (f"{link.kind}_by", archive.agreements[link.later])
        for link in other_links(archive, ident)
    )


def _coded(code: object) -> str:
    """A code of PA-X as text; a table of codes as ``code value`` pairs."""
    if isinstance(code, Mapping):
        return ", ".join(f"{name} {value}" for name, value in code.items())
    return str(code)


CEASEFIRE_DATA = (
    "ETH/PRIO Civil Conflict Ceasefire Dataset, Clayton et al. 2022, doi:10.1177/00220027221129195"
)
_PAX = "https://pax.peaceagreements.org/agreements/{}"
Coding = Mapping[str, str]
"""Variable -> value, as text; empty: the record does not say."""


def pax_pages(agreement: Agreement) -> dict[int, str]:
    """AgtId -> address of its page in PA-X."""
    return {number: _PAX.format(number) for number in agreement.pax_agtid}


def ceasefire_rows(agreement: Agreement) -> tuple[Coding, ...]:
    """The record as rows of the ceasefire data set: one for each announced start.

    Returns ``cf_dec_*`` (declared), ``cf_effect_*`` (in effect), ``end_*`` (the day it ended: the
    first no longer in force), each as ``yr``, ``month`` and ``day``; ``written`` (1 if there is a
    text), ``pax_id``. There are no rows for what is no ceasefire.
    """
    if not is_ceasefire(agreement):
        return ()
    declared = agreement.signed_on
    known = declared.earliest if declared.earliest == declared.latest else None
    signed = _parts("cf_dec", known, declared.text)
    ended = {
        **_parts("end", agreement.end_day),
        "written": str(int(agreement.form.startswith("written"))),
        "pax_id": "; ".join(map(str, agreement.pax_agtid)),
    }
    starts: Iterable[dt.date | None] = agreement.starts or (None,)
    return tuple({**signed, **_parts("cf_effect", day), **ended} for day in starts)


def _parts(name: str, day: dt.date | None, text: str = "") -> dict[str, str]:
    """A date as three variables; empty where it is not known."""
    parts = day.isoformat() if day else text if "/" not in text else ""
    found = [str(int(part)) for part in parts.split("-") if part]
    found += [""] * (3 - len(found))
    return {
        f"{name}_{unit}": part for unit, part in zip(("yr", "month", "day"), found, strict=True)
    }
