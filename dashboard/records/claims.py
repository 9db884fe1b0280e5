"""Statements made about the agreements, and how a map can test them."""

from __future__ import annotations

from typing import Literal

from dashboard.records.base import Day, Id, Listed, Number, Prose, Record, Sourced


class ClaimTest(Record):
    """How a claim is tested on the map; the figures are computed when asked for.

    ``kind`` decides which fields are read, all of them on land ``within`` an area:

    - ``gain``: what ``party`` holds on ``to_day`` and ``against`` held on ``from_day``, less the
      reverse.
    - ``kept_gain``: the same, and what ``party`` gave back after ``to_day`` up to ``until_day``.
    - ``unmoved``: days from ``from_day`` to the first change and the longest run without one, up to
      ``until_day``; what changed hands on ``from_day``, after it up to ``to_day``, and then up to
      ``until_day``.
    - ``ceasefires``: what changed hands while each of ``agreements`` was in force and after.
    - ``staircase``: share of ``party`` on the day each of ``agreements`` was signed.
    - ``share``: shares of all parties on ``to_day``, in each of ``areas``.
    - ``rival_starts``: what changed hands between the announced starts of ``agreements``.
    - ``baselines``: ``gain`` counted from each of ``days``.
    - ``named``: whether ``name`` is a party or guarantor of ``agreements``: not a test of land.

    ``compare_value`` is a figure others published, to be shown beside ours. ``layers`` are those
    the saved view shows.
    """

    kind: Literal[
        "gain",
        "kept_gain",
        "unmoved",
        "ceasefires",
        "staircase",
        "share",
        "rival_starts",
        "baselines",
        "named",
    ]
    party: Id | None = None
    against: Id | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    until_day: Day | None = None
    days: tuple[Day, ...] = ()
    within: str = ""
    areas: Listed = ()
    agreements: Listed = ()
    name: str = ""
    compare_value: Number | None = None
    compare_by: Prose = ""
    compare_sources: Listed = ()
    layers: Listed = ()


class Claim(Sourced):
    """A statement made about the agreements, our verdict, and how a map can test it.

    ``map_test`` tells it in words, and where there is no ``test``, why there is none.
    """

    id: Id
    claim: Prose
    speaker: Prose
    date: Prose
    concerns: Listed
    verdict: Prose
    map_test: Prose
    test: ClaimTest | None = None


class Ingredient(Sourced):
    """One text the claims document was put together from."""

    part: Prose
    status: Prose


class ClaimsDocument(Sourced):
    """The document the claims were taken from, and how far it can be trusted."""

    file: str
    provenance: Prose
    twins: Prose = ""
    twins_sources: Listed = ()
    ingredients: tuple[Ingredient, ...] = ()
