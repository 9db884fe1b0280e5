"""What rules look at: the seeds, the layers, and what reading them found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard import store
from dashboard.checks.mentions import Mention, entries, mentions
from dashboard.derive.area_statements import changes
from dashboard.errors import Problem
from dashboard.records import Feature, Record, Seeds
from dashboard.store.display import word
from dashboard.store.layout import SHAPES
from dashboard.store.reading import Unread

#: What a mention can point to -> the field of ``Seeds`` that defines it.
_DEFINED_IN = {
    "place": "places",
    "source": "sources",
    "agreement": "agreements",
    "event": "events",
    "operation": "operations",
    "road": "lines",
}


@dataclass(frozen=True)
class Subject:
    """Seeds and layers under check.

    Attributes
    ----------
    seeds
        ``None`` if ``dataset.toml`` could not be used: rules about content then find nothing.
    read
        What reading the seeds and the layers found.
    unread
        What was entered but could not be read; nothing is called unknown on its account.
    layers, catalog
        The layers by name and their catalog; empty if they are not checked.
    seeds_name, geo_name
        How the two folders are called in findings.
    """

    seeds: Seeds | None
    read: tuple[Problem, ...] = ()
    unread: Unread = field(default_factory=Unread)
    layers: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)
    catalog: Mapping[str, Any] | None = None
    seeds_name: str = "seeds"
    geo_name: str = "geo"

    def found_in_reading(self, rule: str) -> Iterator[Problem]:
        """Findings of one rule that reading made."""
        return (problem for problem in self.read if problem.rule == rule)

    @cached_property
    def entries(self) -> tuple[Record, ...]:
        """Every record entered, those inside others included."""
        return tuple(entries(self.seeds)) if self.seeds else ()

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every mention of an id, with where it stands and what it should lead to."""
        if not self.seeds:
            return ()
        in_shapes = (
            Mention(f"{where}.properties.sources", source, "source")
            for where, feature in self.shapes
            for source in _texts(feature.properties.get("sources"))
        )
        return (*mentions(self.entries), *in_shapes)

    @cached_property
    def shapes(self) -> tuple[tuple[str, Feature], ...]:
        """Every line and basemap feature entered, with its address."""
        if not self.seeds:
            return ()
        return tuple(
            (f"{self.seeds_name}/{name}:{word(feature.id)}", feature)
            for name, (kind, layer) in SHAPES.items()
            for feature in getattr(self.seeds, kind).get(layer, ())
        )

    @cached_property
    def features(self) -> tuple[tuple[str, Feature], ...]:
        """Every derived feature, with its address."""
        return tuple(
            (f"{self.geo_name}/{store.layer_file(name)}:{word(feature.id)}", feature)
            for name, features in self.layers.items()
            for feature in features
        )

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """Ids that exist, by what a mention can point to."""
        if not self.seeds:
            return {}
        seeds, dataset = self.seeds, self.seeds.dataset
        named: dict[str, Iterable[Any]] = {
            "place": seeds.places,
            "source": seeds.sources,
            "agreement": seeds.agreements,
            "event": changes(seeds),
            "operation": seeds.operations,
            "party": dataset.parties,
            "operator": dataset.operators,
            "recipe": dataset.recipes,
            "road": seeds.lines.get("roads", ()),
        }
        known = {kind: frozenset(item.id for item in items) for kind, items in named.items()}
        known["layer"] = frozenset(layer.name for layer in dataset.layers)
        known["agreement or recipe"] = known["agreement"] | known["recipe"]
        return known

    def exists(self, kind: str, identifier: str) -> bool:
        """Whether ``identifier`` leads to something, or may lead to something unread."""
        if identifier in self.known[kind]:
            return True
        defined_in = _DEFINED_IN.get(kind.split(" or ")[0])
        return defined_in is not None and self.unread.may_hold(defined_in, identifier)


def subject_of(seeds: Path, geo: Path | None = None) -> Subject:
    """Read what is to be checked; ``geo`` is left out if there are no layers to check."""
    reading = store.scan_seeds(seeds)
    layers = store.scan_layers(geo) if geo else store.LayerReading(None, {}, ())
    return Subject(
        seeds=reading.seeds,
        read=(*reading.problems, *layers.problems),
        unread=reading.unread,
        layers=layers.layers,
        catalog=layers.catalog,
        seeds_name=seeds.resolve().name,
        geo_name=geo.resolve().name if geo else "geo",
    )


def _texts(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(item for item in listed if isinstance(item, str))
