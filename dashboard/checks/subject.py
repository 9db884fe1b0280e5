"""What rules look at: the seeds, the layers, and what reading them found."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

import numpy as np

from dashboard import store
from dashboard.cache import Cache, Steps, no_cache
from dashboard.checks.nearest import Holders, Nearest, on_plane_km
from dashboard.derive.area_statements import changes
from dashboard.derive.cells import names_area_cell
from dashboard.derive.histories import Spell, histories
from dashboard.errors import Problem, word
from dashboard.records import (
    Event,
    Feature,
    Record,
    Seeds,
    Source,
    Text,
    links_of,
    text_fields,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A feature of a file, entered or derived, and its address."""

    where: str
    feature: Feature

    @property
    def is_drawn(self) -> bool:
        """Whether the map shows it, so that it needs a source and a licence."""
        return self.feature.layer not in ("zone", "units")

    @property
    def meant(self) -> tuple[str, ...]:
        """Its answers to rules that ask whether something is meant."""
        return _texts(self.feature.properties.get("meant"))

    def at(self, name: str) -> str:
        """The address of a property, of the geometry, or of the whole by its ``id``."""
        if name == "id":
            return self.where
        return f"{self.where}.{name if name == 'geometry' else f'properties.{name}'}"


class Links(NamedTuple):
    """A field of like records, or of shapes, with ids that should lead to a ``kind``.

    ``listed`` are the ids that each of the ``holders`` has in it.
    """

    kind: str
    field: str
    holders: Sequence[Record | Shape]
    listed: Sequence[tuple[str, ...]]

    @property
    def ids(self) -> frozenset[str]:
        """All ids in the field."""
        return frozenset(itertools.chain.from_iterable(self.listed))


_DOCUMENTS = "documents"
#: What can be looked at apart: the rows of each table, which are flat, and the documents.
PARTS = (*(kind for _, kind in store.TABLES.values()), _DOCUMENTS)
#: Records by their type.
Entries = Mapping[type[Record], Sequence[Any]]
#: Where something is wrong, what it is, and what is wanted: see ``Problem``.
Findings = Iterator[tuple[str, str, str]]

_FIELDS = frozenset(each.name for each in fields(Seeds))
_Made = TypeVar("_Made")


class _Noting(Seeds):
    """Seeds that tell ``note`` which of their fields are read."""

    def __getattribute__(self, name: str) -> Any:
        if name in _FIELDS:
            object.__getattribute__(self, "note")(name)
        return object.__getattribute__(self, name)

    @staticmethod
    def note(name: str) -> None:
        """Set for each subject."""

    @classmethod
    def of(cls, seeds: Seeds, note: Callable[[str], None]) -> Seeds:
        """These seeds, with ``note`` called for each field that is read."""
        made = cls(**{name: getattr(seeds, name) for name in _FIELDS})
        object.__setattr__(made, "note", note)
        return made


class _derived(Generic[_Made]):
    """A cached property; whoever asks for it is noted as reading what it was made from."""

    def __init__(self, make: Callable[[Any], _Made]):
        self.__doc__, self._make = make.__doc__, make

    def __get__(self, subject: Subject, owner: type) -> _Made:
        if self not in subject.made:
            with subject.steps.noted() as read:
                subject.made[self] = self._make(subject), read
        made, read = subject.made[self]
        subject.steps.note(*read)
        return cast(_Made, made)


@dataclass(frozen=True)
class Subject:
    """Seeds and layers under check.

    What a rule reads of the seeds is noted, and what it found is cached as long as that stays the
    same (``Steps``). So whatever rules look at is reached through here.
    """

    #: What reading the seeds gave; rules are asked only if it found no problem.
    reading: store.Reading
    #: What reading the layers gave; nothing if they are not checked.
    layers: store.LayerReading
    #: Why the layers cannot go to their folder, if so.
    taken: Problem | None
    #: The catalog of the layers built last, if there are any of this data set.
    last_catalog: Mapping[str, Any] | None
    #: How the two folders are called in findings.
    seeds_name: str
    geo_name: str
    #: Cache of what rules found.
    cache: Cache = no_cache
    #: What was derived of the seeds, and what was read for it.
    made: dict[object, tuple[Any, set[str]]] = field(default_factory=dict, init=False, repr=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What reading found."""
        taken = (self.taken,) if self.taken else ()
        return (*self.reading.problems, *self.layers.problems, *taken)

    @cached_property
    def steps(self) -> Steps:
        """What is read of the seeds, and what was found in what was read."""
        assert self.reading.seeds is not None
        versions = store.field_versions(self.reading.seeds).items()
        return Steps(
            {name: f"{self.seeds_name} {version}" for name, version in versions}, self.cache
        )

    def cached(self, name: str, search: Callable[[], Any]) -> Any:
        """What a search finds, as JSON would give it back; cached by what it reads."""
        return self.steps.result(name, search)

    @cached_property
    def seeds(self) -> Seeds:
        """What was entered."""
        assert self.reading.seeds is not None
        return _Noting.of(self.reading.seeds, self.steps.note)

    @property
    def built(self) -> store.LayerReading:
        """What reading the layers gave; nothing if they are not checked."""
        self.steps.note("built")
        return self.layers

    @property
    def catalog(self) -> Mapping[str, Any] | None:
        """The catalog of the layers built last, if there are any of this data set."""
        self.steps.note("built")
        return self.last_catalog

    @_derived
    def entries(self) -> Entries:
        """Every record entered, those inside others included, by its type."""
        return {kind: of_kind for part in PARTS for kind, of_kind in self.entries_in(part).items()}

    def entries_in(self, part: str) -> Entries:
        """The records of one of ``PARTS``, by their type."""
        found: dict[type[Record], list[Record]] = defaultdict(list)
        for record in (
            _in_documents(self.seeds) if part == _DOCUMENTS else getattr(self.seeds, part)
        ):
            found[type(record)].append(record)
        return found

    def in_each_part(self, name: str, search: Callable[[Subject, Entries], Findings]) -> Findings:
        """The findings of a search that looks at one record at a time, cached by ``PARTS``.

        The search is given this subject and the entries of a part.
        """
        for part in PARTS:

            def found(part: str = part) -> list[tuple[str, str, str]]:
                return list(search(self, self.entries_in(part)))

            yield from self.cached(f"{name} {part}", found)

    def of_type(self, wanted: Any) -> Iterator[Any]:
        """Every record entered of a type, or of several joined by ``|``."""
        of_each = (records for kind, records in self.entries.items() if issubclass(kind, wanted))
        return itertools.chain.from_iterable(of_each)

    @_derived
    def links(self) -> Sequence[Links]:
        """Every field with ids."""
        return [*links_in(self.entries), *self.links_in_shapes]

    @_derived
    def mentioned(self) -> Mapping[str, Set[str]]:
        """Every id in those fields, by what it should lead to; cached for each of ``PARTS``."""
        found: dict[str, set[str]] = defaultdict(set)
        for part in PARTS:

            def search(part: str = part) -> list[tuple[str, list[str]]]:
                return [(each.kind, sorted(each.ids)) for each in links_in(self.entries_in(part))]

            for kind, ids in self.cached(f"mentioned {part}", search):
                found[kind].update(ids)
        for links in self.links_in_shapes:
            found[links.kind] |= links.ids
        return found

    @_derived
    def links_in_shapes(self) -> tuple[Links, Links]:
        """The fields of shapes with ids."""
        of_shapes = [shape.feature.properties for shape in self.shapes]
        sources = [_texts(properties.get("sources")) for properties in of_shapes]
        licences = [_texts([properties.get("licence")]) for properties in of_shapes]
        return (
            Links("source", "sources", self.shapes, sources),
            Links("licence", "licence", self.shapes, licences),
        )

    @_derived
    def shapes(self) -> tuple[Shape, ...]:
        """Every shape entered."""
        return tuple(
            Shape(f"{self.seeds_name}/{name}:{word(feature.id)}", feature)
            for name, layer in store.SHAPES.items()
            for feature in self.seeds.shapes.get(layer, ())
        )

    @_derived
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.seeds.sources}

    @_derived
    def changes(self) -> tuple[Event, ...]:
        """Every change of control, those that statements about areas stand for included."""
        return changes(self.seeds)

    @_derived
    def histories(self) -> Mapping[str, tuple[Spell, ...]]:
        """The spells of every place with a known history."""
        return histories(self.seeds)

    @_derived
    def positions(self) -> np.ndarray:
        """Where the places are: N × 2 in degrees."""
        return np.array([(place.lon, place.lat) for place in self.seeds.places]).reshape(-1, 2)

    @_derived
    def positions_km(self) -> np.ndarray:
        """Where the places are, on a plane: N × 2 in km."""
        return on_plane_km(self.positions)

    @_derived
    def nearest(self) -> Nearest:
        """The places around each place."""
        return Nearest.of(self.positions_km, self.cache)

    @_derived
    def holders(self) -> Holders:
        """Who held each place when."""
        return Holders.of(self.seeds.places, self.histories, self.seeds.dataset)

    @_derived
    def answerable(self) -> tuple[Any, ...]:
        """Everything that has answers to rules that ask whether something is meant."""
        asked = (records for kind, records in self.entries.items() if "meant" in kind.model_fields)
        return tuple(x for x in itertools.chain(*asked, self.shapes) if x.meant)

    @_derived
    def known(self) -> Mapping[str, frozenset[str]]:
        """Ids that exist, by what a mention can point to."""
        seeds, dataset = self.seeds, self.seeds.dataset
        named: dict[str, Iterable[Any]] = {
            "place": seeds.places,
            "source": seeds.sources,
            "licence": seeds.licences,
            "agreement": seeds.agreements,
            "event": self.changes,
            "operation": seeds.operations,
            "party": dataset.parties,
            "operator": dataset.operators,
            "group": dataset.groups,
            "incident kind": dataset.incident_kinds,
            "recipe": dataset.recipes,
            "road": seeds.shapes.get("roads", ()),
            "shape": seeds.shapes.get("agreed", ()),
        }
        known = {kind: frozenset(item.id for item in items) for kind, items in named.items()}
        known["layer"] = frozenset(layer.name for layer in dataset.layers)
        known["agreement or recipe"] = known["agreement"] | known["recipe"]
        return known

    def exists(self, kind: str, identifier: str) -> bool:
        """Whether ``identifier`` leads to something: a record, or a cell that the build makes."""
        return not self.unknown(kind, {identifier})

    def unknown(self, kind: str, identifiers: Set[str]) -> Set[str]:
        """The identifiers that lead to nothing."""
        unknown = identifiers - self.known[kind]
        if kind == "place" and self.seeds.published_areas:
            unknown = {each for each in unknown if not names_area_cell(each)}
        return unknown


def subject_of(
    seeds: Path, geo: Path | None = None, *, layers: bool = True, cache: Cache = no_cache
) -> Subject:
    """Read what is to be checked.

    ``seeds``: the folder of what was entered.
    ``geo``: the folder the layers go to; nothing is said of it if left out.
    ``layers``: whether the layers in it are to be checked. Those of another data set never are, and
    of layers built from earlier seeds only that they are.
    ``cache``: of what was found.
    """
    reading = store.scan_seeds(seeds, cache)
    called = geo.resolve().name if geo else "geo"
    taken = geo and reading.seeds and store.irreplaceable(geo, reading.seeds.dataset.id, called)
    built = store.LayerReading(None, {}, ())
    if geo and layers and not taken:
        built = store.scan_layers(geo, cache)
    entered, catalog = reading.seeds, built.catalog
    if entered and catalog and store.stale_layers(catalog, entered.sha256, called):
        # what else is wrong with them follows from that, and a build replaces them
        built = store.LayerReading(catalog, {}, ())
    catalog = store.catalog_of(geo) if geo and not taken else None
    return Subject(reading, built, taken or None, catalog, seeds.resolve().name, called, cache)


def links_in(entries: Entries) -> Iterator[Links]:
    """Every field of records with ids."""
    for kind, records in entries.items():
        for name, target in links_of(kind):
            yield Links(target, name, records, [_ids(getattr(each, name)) for each in records])


def texts_in(entries: Entries) -> Iterator[tuple[Record, str, Text]]:
    """Every text in languages, with its record and field."""
    for kind, of_kind in entries.items():
        for name in text_fields(kind):
            for record in of_kind:
                if (text := getattr(record, name)) is not None:
                    yield record, name, text


def _in_documents(seeds: Seeds) -> Iterator[Record]:
    """Every record of documents, in file order, each followed by the records inside."""
    documents = [seeds.claims_document] if seeds.claims_document else []
    for record in (seeds.dataset, *seeds.licences, *seeds.agreements, *documents, *seeds.claims):
        yield from record.walk()


def _ids(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """The ids in a field; none where it is empty."""
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _texts(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(item for item in listed if isinstance(item, str))
