"""Statements made about the agreements, and how a map can test them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from dashboard.records.base import (
    IN_SERIES,
    Dated,
    Day,
    Id,
    LeadsTo,
    Number,
    PartyId,
    Prose,
    Record,
    SeriesDay,
    SomeStrings,
    Sourced,
    Sources,
    StringList,
)

Agreements = Annotated[SomeStrings, LeadsTo("agreement")]


class ClaimTest(Record):
    """How a claim is tested on the map; the figures are computed when asked for.

    ``layers`` are those the saved view shows. ``compare_value`` is a figure others published, in
    km², to be shown beside ours.
    """

    layers: Annotated[StringList, LeadsTo("layer")] = ()
    compare_value: Number | None = None
    compare_by: Prose = ""
    compare_sources: Sources = ()


class _Balance(ClaimTest):
    """What ``party`` took from ``against`` by ``to_day``, less the reverse, ``within`` an area."""

    party: PartyId
    against: PartyId
    to_day: SeriesDay
    within: str | None = None


class GainTest(_Balance):
    """What ``party`` holds on ``to_day`` and ``against`` held on ``from_day``, less the reverse."""

    kind: Literal["gain"] = "gain"
    from_day: SeriesDay


class KeptGainTest(_Balance):
    """A gain, and what ``party`` gave back after ``to_day`` up to ``until_day``."""

    kind: Literal["kept_gain"] = "kept_gain"
    from_day: SeriesDay
    until_day: SeriesDay


class BaselinesTest(_Balance):
    """A gain counted from each of ``days``."""

    kind: Literal["baselines"] = "baselines"
    days: Annotated[tuple[Day, ...], Field(min_length=1), IN_SERIES]


class UnmovedTest(ClaimTest):
    """Days from ``from_day`` to the first change and the longest run without one, up to
    ``until_day``; what changed hands on ``from_day``, after it up to ``to_day``, and then up to
    ``until_day``."""

    kind: Literal["unmoved"] = "unmoved"
    from_day: SeriesDay
    to_day: SeriesDay
    until_day: SeriesDay
    within: str | None = None


class CeasefiresTest(ClaimTest):
    """What changed hands while each of ``agreements`` was in force, and in its first 30 days."""

    kind: Literal["ceasefires"] = "ceasefires"
    agreements: Agreements


class RivalStartsTest(ClaimTest):
    """What changed hands between the announced starts of ``agreements``, and after the last."""

    kind: Literal["rival_starts"] = "rival_starts"
    agreements: Agreements


class StaircaseTest(ClaimTest):
    """Share of ``party`` on the day each of ``agreements`` was signed."""

    kind: Literal["staircase"] = "staircase"
    party: PartyId
    agreements: Agreements
    within: str | None = None


class ShareTest(ClaimTest):
    """Shares of all parties on ``to_day``, in each of ``areas``."""

    kind: Literal["share"] = "share"
    to_day: SeriesDay
    areas: SomeStrings


class NamedTest(ClaimTest):
    """Whether ``name`` is a party or guarantor of ``agreements``: not a test of land."""

    kind: Literal["named"] = "named"
    name: Annotated[str, Field(min_length=1)]
    agreements: Agreements


AnyClaimTest = Annotated[
    GainTest
    | KeptGainTest
    | BaselinesTest
    | UnmovedTest
    | CeasefiresTest
    | RivalStartsTest
    | StaircaseTest
    | ShareTest
    | NamedTest,
    Field(discriminator="kind"),
]


#: What is found of a claim: five words, each a phrase ``verdict_…`` of the wording.
Verdict = Literal["supported", "partly", "contradicted", "not_testable", "attribution_unclear"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Claim(Sourced):
    """A statement made about the agreements, our verdict, and how a map can test it.

    ``claim`` says it in our words; ``statement_sources`` are where it stands, ``sources`` those the
    verdict rests on, for the ``reason`` given. ``stated_on`` is empty where nobody knows the day.
    ``map_test`` tells the test in words, and where there is no ``test``, why there is none.
    """

    id: Id
    claim: Prose
    speaker: Prose
    stated_on: Dated | None = None
    concerns: Annotated[StringList, LeadsTo("agreement or recipe")]
    verdict: Verdict
    reason: Prose
    map_test: Prose
    test: AnyClaimTest | None = None
    statement_sources: Sources = ()


class Ingredient(Sourced):
    """One text the claims document was put together from."""

    part: Prose
    status: Prose


class ClaimsDocument(Sourced):
    """The document the claims were taken from: what it is, and ``why`` its claims are tested."""

    file: str
    provenance: Prose
    why: Prose
    twins: Prose = ""
    twins_sources: Sources = ()
    ingredients: tuple[Ingredient, ...] = ()


class ClaimsFile(Record):
    """``claims.toml``: the document that makes claims, and each of them."""

    document: ClaimsDocument | None = None
    claims: tuple[Claim, ...] = ()
