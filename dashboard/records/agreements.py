"""Agreements: texts, what each side declared, claims about keeping them, what they draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.records.base import (
    AgreementId,
    Dated,
    Day,
    GroupId,
    Id,
    Int,
    LeadsTo,
    Prose,
    ProseList,
    RecipeId,
    Record,
    SeriesDay,
    Sourced,
    Sources,
    StringList,
)
from dashboard.records.text import Text


class InForce(Sourced):
    """From when until when a text is in force, as days ``[from_day, until_day)``.

    ``from_day`` is empty where sides announced different starts (see the declarations);
    ``until_day`` is empty where no end was stated; ``rule`` says what the text says of its term.
    ``from_local`` keeps the announced clock time with ``tz``.
    """

    from_day: Day | None = None
    from_local: str = ""
    tz: Prose = ""
    utc: Prose = ""
    until_day: Day | None = None
    rule: Prose = ""
    until_note: Prose = ""
    until_sources: Sources = ()


class Declaration(Sourced):
    """What one side announced, when, and from when the text applied by its account."""

    by: Prose
    declared_on: Dated | None = None
    says: Prose = ""
    effective_day: Day | None = None
    effective_local: str = ""
    tz: Prose = ""
    utc: Prose = ""


class Drawing(Record):
    """What a provision draws. ``recipes`` is empty where it cannot be drawn; ``how`` says why.

    ``layers`` show what it speaks of where that was there before the text: a road, posts.
    """

    defines: Prose
    named: Prose = ""
    how: Prose = ""
    precision: Prose = ""
    recipes: Annotated[StringList, LeadsTo("recipe")] = ()
    layers: Annotated[StringList, LeadsTo("layer")] = ()


class GroupTest(Record):
    """What the places known to be some groups' can tell of a provision: those within the depths of
    the recipe ``within`` on ``day``. ``limits`` says what they cannot."""

    groups: Annotated[tuple[GroupId, ...], Field(min_length=1)]
    within: RecipeId
    day: SeriesDay
    limits: Prose


class Provision(Sourced):
    """One article. ``article_verified = false``: the number was not read in the text."""

    id: Id
    article: Prose = ""
    article_verified: bool = True
    text: Prose
    deadline: Dated | None = None
    deadline_note: Prose = ""
    drawing: Drawing | None = None
    group_test: GroupTest | None = None
    conflict: Prose = ""
    conflict_sources: Sources = ()


Status = Literal[
    "met",
    "mostly_met",
    "partly_met",
    "met_late",
    "not_met",
    "disputed",
    "suspended",
    "resumed",
    "last_known",
    "ended",
]


class Compliance(Sourced):
    """What a named claimant asserted about a provision: a reading, not a finding of fact."""

    provisions: StringList
    status: Status
    date: Dated
    claim: Prose
    by: Prose


class NonObligation(Sourced):
    """Something the text does not oblige anyone to do."""

    text: Prose


class Dispute(Sourced):
    """A point of the text read in several ways."""

    point: Prose
    readings: ProseList


class Fact(Sourced):
    """A dated circumstance of the agreement."""

    text: Prose
    date: Dated | None = None


class Figure(Sourced):
    """A figure published about the agreement."""

    what: Prose
    value: Prose
    unit: Prose = ""
    as_of: Prose = ""
    by: Prose = ""


class ThirdParty(Sourced):
    """Somebody named in or present at the agreement without being a party."""

    name: Prose
    capacity: Prose = ""


class Signatory(Sourced):
    """Who signed, for whom."""

    name: Prose
    signed_for: Prose = ""


Role = Literal[
    "core", "context", "implementation", "statement", "ceasefire", "event", "local_context"
]


class Agreement(Sourced):
    """One agreement, truce, statement or arrangement, in the terms of PA-X where it has them.

    ``short_name`` is what lists, flags and legends call it. ``within`` is the area it is for, named
    as the ``headline_zone`` of ``dataset.toml`` is; if it is left out the one area that it draws,
    else that zone.
    """

    id: Id
    role: Role
    official_name: Prose
    short_name: Text
    type: Prose
    form: Prose
    signed_on: Dated
    signed_note: Prose = ""
    further_dates: tuple[Day, ...] = ()
    signing_place: Prose = ""
    parties: ProseList = ()
    guarantors: ProseList = ()
    not_signed_by: ProseList = ()
    not_signed_by_sources: Sources = ()
    announced_by: Prose = ""
    welcomed_by: ProseList = ()
    amends: tuple[AgreementId, ...] = ()
    supports: tuple[AgreementId, ...] = ()
    alters: tuple[AgreementId, ...] = ()
    amends_note: Prose = ""
    within: str | None = None
    pax_agtid: tuple[Int, ...] = ()
    pax_note: Prose = ""
    un_symbol: str = ""
    un_symbol_verified: bool = True
    un_note: Prose = ""
    un_symbol_sources: Sources = ()
    in_force: InForce | None = None
    fighting_ban: InForce | None = None
    third_parties: tuple[ThirdParty, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    provisions: tuple[Provision, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    silences: tuple[NonObligation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    related: tuple[Fact, ...] = ()
    pax_coding: Mapping[str, Any] = Field(default_factory=dict)
    pax_sources: Sources = ()

    def force_on(self, day: dt.date) -> Literal["yes", "disputed", "no", "unknown"]:
        """Whether the text was in force on ``day``.

        ``disputed`` while only some sides' announced start has come; ``unknown`` where the
        record has no start at all (statements and deals whose period is not recorded).
        """
        if self.in_force is None:
            return "unknown"
        if self.end_day and day >= self.end_day:
            return "no"
        if not self.starts:
            return "unknown"
        begun = sum(day >= start for start in self.starts)
        return "no" if not begun else "yes" if begun == len(self.starts) else "disputed"

    @property
    def starts(self) -> dict[dt.date, tuple[str, ...]]:
        """First days in force: that of the record, announced by nobody in particular, or else
        those that sides announced, in time order, each with who did."""
        if self.in_force and self.in_force.from_day:
            return {self.in_force.from_day: ()}
        return self.declared_starts

    @property
    def first_day(self) -> dt.date:
        """First day in force by any account; the day it was signed where none is given."""
        return min(self.starts, default=self.flag_day)

    @property
    def end_day(self) -> dt.date | None:
        """The first day no longer in force, where there is one."""
        return self.in_force.until_day if self.in_force else None

    @property
    def draws(self) -> frozenset[str]:
        """Ids of the recipes that its provisions draw."""
        drawings = (provision.drawing for provision in self.provisions if provision.drawing)
        return frozenset(recipe for drawing in drawings for recipe in drawing.recipes)

    @property
    def declared_starts(self) -> dict[dt.date, tuple[str, ...]]:
        """First days that sides announced, in time order, each with who did."""
        starts: dict[dt.date, tuple[str, ...]] = {}
        for declared in self.declarations:
            if day := declared.effective_day:
                starts[day] = (*starts.get(day, ()), declared.by)
        return dict(sorted(starts.items()))

    @property
    def flag_day(self) -> dt.date:
        """The day the timeline flags: first day of the signing date."""
        return self.signed_on.earliest
