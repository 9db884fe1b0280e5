"""What readers and the build hand on: a feature of a layer, and the whole of the seeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.records.agreements import Agreement
from dashboard.records.base import Record
from dashboard.records.claims import Claim, ClaimsDocument
from dashboard.records.control import (
    AreaStatement,
    Baseline,
    Event,
    GroupHolding,
    Incident,
    Operation,
    Place,
    Post,
    PublishedAreas,
    UnplacedEvent,
    UnresolvedPlace,
)
from dashboard.records.dataset import Dataset, LayerText
from dashboard.records.days import Period
from dashboard.records.evidence import (
    Attestation,
    ChainFix,
    Licence,
    PublishedFigure,
    Source,
    TruthCheck,
)
from dashboard.records.text import Language


class Feature(NamedTuple):
    """One feature of a layer: a geometry in EPSG:4326 that holds for a period.

    ``properties`` are those written to the file except ``valid_from`` and ``valid_to``.
    """

    id: str
    layer: str
    geometry: Any
    period: Period
    properties: Mapping[str, Any] = {}


class Translation(Record):
    """What a text of the records says in another language, as our own translation.

    ``text`` is the text as it was entered, letter for letter: one that is changed there has no
    translation until somebody looks at it again.
    """

    language: Language
    text: str
    translation: str


#: Lines entered, each a layer of its own.
LINES = ("roads", "rivers")
#: Shapes entered that are the base map, with the ``kind`` their features have in its layer.
BASEMAP = {
    "countries": "country",
    "coast": "coast",
    "built_up": "built_up",
    "lakes": "lake",
}
#: A report that control changed.
Report = Event | AreaStatement | UnplacedEvent


@dataclass(frozen=True, slots=True)
class SeedsFile:
    """A file as read: the hash of its content, the same whatever the ends of its lines.

    ``columns`` are those of a table that some row fills, ``fields`` how many values a document has.
    """

    sha256: str
    columns: tuple[str, ...] = ()
    fields: int = 0


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything entered, as read: one tuple a kind, in file order, duplicates included.

    ``shapes`` are the Features of ``LINES`` and ``BASEMAP``; ``agreed``, what agreements drew and
    somebody published; ``zone``, where published areas count; ``units``, the areas of
    administrative units. ``areas`` are those of published areas by the name of their file, each
    with its ``party``, and ``area_versions`` tell what is in one of these files from anything else.
    ``relief`` is the file of heights, if there is one. ``files`` are those read, by name, and
    ``sha256`` is that of them all.
    """

    dataset: Dataset
    sources: tuple[Source, ...] = ()
    licences: tuple[Licence, ...] = ()
    places: tuple[Place, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    events: tuple[Event, ...] = ()
    area_statements: tuple[AreaStatement, ...] = ()
    published_areas: tuple[PublishedAreas, ...] = ()
    group_holdings: tuple[GroupHolding, ...] = ()
    unplaced_events: tuple[UnplacedEvent, ...] = ()
    unresolved_places: tuple[UnresolvedPlace, ...] = ()
    incidents: tuple[Incident, ...] = ()
    operations: tuple[Operation, ...] = ()
    posts: tuple[Post, ...] = ()
    published_figures: tuple[PublishedFigure, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    truth_checks: tuple[TruthCheck, ...] = ()
    chain_fixes: tuple[ChainFix, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    claims: tuple[Claim, ...] = ()
    claims_document: ClaimsDocument | None = None
    translations: tuple[Translation, ...] = ()
    shapes: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    areas: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    area_versions: Mapping[str, str] = field(default_factory=dict)
    relief: Path | None = None
    files: Mapping[str, SeedsFile] = field(default_factory=dict)
    sha256: str = ""

    @property
    def reports(self) -> tuple[Report, ...]:
        """Every report that control changed: of a place, of a whole area, without a position."""
        return (*self.events, *self.area_statements, *self.unplaced_events)

    @property
    def attribution(self) -> str:
        """Whom the map credits: as the data set says, else those its licences ask to name."""
        named = (f"{row.credit} ({row.id})" for row in self.licences if row.credit)
        return self.dataset.attribution or ", ".join(named)

    @property
    def layers_needed(self) -> tuple[str, ...]:
        """Names of the layers that ``dataset.toml`` has to describe.

        Control, the line of contact, the places and the base map; posts, groups, incidents, relief,
        roads and rivers where any are entered; those that recipes draw.
        """
        entered = {
            "observation_posts": self.posts,
            "party_groups": self.group_holdings,
            "incidents": self.incidents,
            "relief": self.relief,
            **{name: self.shapes.get(name) for name in LINES},
        }
        drawn = (recipe.layer for recipe in self.dataset.recipes)
        always = ("control_areas", "line_of_contact", "places", "basemap")
        named = (*always, *(name for name, rows in entered.items() if rows), *drawn)
        return tuple(dict.fromkeys(named))

    def licences_of(self, layer: LayerText, features: Iterable[Feature]) -> tuple[str, ...]:
        """Ids of the licences a layer stands under: those it states, then those of its features and
        of the sources they cite."""
        stated, cited = set[str](), set[str]()
        for each in features:
            stated.add(each.properties.get("licence") or "")
            cited.update(each.properties.get("sources") or ())
        return self.licences_with(layer, stated, cited)

    def licences_with(
        self, layer: LayerText, stated: Iterable[str], cited: Iterable[str]
    ) -> tuple[str, ...]:
        """The same of features that state some licences and cite some sources."""
        of_sources = {source.id: source.licence for source in self.sources}
        found = {*stated, *(of_sources.get(ident, "") for ident in cited)}
        return (*layer.licence, *sorted(found - {"", *layer.licence}))

    def prose(self) -> dict[str, str]:
        """Every text readers are shown that can be translated, with where it first stands.

        Those of agreements, claims, operations, posts and doubtful days: a name of its own for each
        language is a field of its record. A text without letters needs no translation.
        """
        found: dict[str, str] = {}
        documents = (self.claims_document,) if self.claims_document else ()
        listed = (*self.agreements, *documents, *self.claims, *self.operations, *self.posts)
        for record in (*listed, *self.dataset.day_readings):
            for inner in record.walk():
                for text in inner.prose():
                    if re.search(r"[^\W\d_]{2}", text):
                        found.setdefault(text, inner.origin)
        return found
