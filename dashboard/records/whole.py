"""What readers and the build hand on: a feature of a layer, and the whole of the seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.records.agreements import Agreement
from dashboard.records.claims import Claim, ClaimsDocument
from dashboard.records.control import (
    Baseline,
    Event,
    Operation,
    Place,
    Post,
    UnplacedEvent,
    UnresolvedPlace,
)
from dashboard.records.dataset import Dataset
from dashboard.records.days import Period
from dashboard.records.evidence import Attestation, ChainFix, PublishedFigure, Source


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer: a geometry in EPSG:4326 that holds for a period.

    ``properties`` are those written to the file except ``valid_from`` and ``valid_to``.
    """

    id: str
    layer: str
    geometry: Any
    period: Period
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything entered, as read: one tuple a kind, in file order, duplicates included.

    ``lines`` and ``basemap`` hold Features by layer name (roads, rivers, lakes; countries,
    coast). ``sha256`` is that of the files read.
    """

    dataset: Dataset
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    events: tuple[Event, ...] = ()
    unplaced_events: tuple[UnplacedEvent, ...] = ()
    unresolved_places: tuple[UnresolvedPlace, ...] = ()
    operations: tuple[Operation, ...] = ()
    posts: tuple[Post, ...] = ()
    published_figures: tuple[PublishedFigure, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    chain_fixes: tuple[ChainFix, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    claims: tuple[Claim, ...] = ()
    claims_document: ClaimsDocument | None = None
    lines: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    basemap: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    sha256: str = ""
