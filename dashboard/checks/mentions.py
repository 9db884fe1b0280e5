"""Which field of which record mentions the id of what, told once for all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dashboard import records
from dashboard.records import Record, Seeds

_PARTIES = {"from_party": "party", "to_party": "party"}
#: Record -> field -> what the ids in it lead to, where it has that field. Fields named
#: ``…sources`` always hold sources.
_FIELDS: Mapping[type[Record], Mapping[str, str]] = {
    records.Dataset: {"reference_agreement": "agreement", "headline_zone": "recipe"},
    records.Recipe: {
        "layer": "layer",
        "agreement": "agreement",
        "held_by": "party",
        "facing": "party",
        "holding": "place",
        "road": "road",
        "from_place": "place",
        "to_place": "place",
    },
    records.DayNote: {"layer": "layer"},
    records.Baseline: {"place": "place", "controller": "party"},
    records.Event: {"place": "place", "operation": "operation", **_PARTIES},
    records.AreaStatement: {"operation": "operation", **_PARTIES},
    records.UnplacedEvent: {"operation": "operation", **_PARTIES},
    records.Post: {"operator": "operator"},
    records.PublishedFigure: {"compare_party": "party"},
    records.Attestation: {"controller": "party"},
    records.Agreement: {"amends": "agreement", "supports": "agreement", "alters": "agreement"},
    records.Drawing: {"recipes": "recipe", "layers": "layer"},
    records.Claim: {"concerns": "agreement or recipe"},
    records.ClaimTest: {
        "party": "party",
        "against": "party",
        "agreements": "agreement",
        "layers": "layer",
    },
}


@dataclass(frozen=True, slots=True)
class Mention:
    """An id that stands at ``where`` and should lead to a ``kind``."""

    where: str
    identifier: str
    kind: str


def at(record: Record, name: str) -> str:
    """The address of a field: ``seeds/places.csv:17:lon``, ``seeds/dataset.toml:recipes.2.day``."""
    return f"{record.origin}{'.' if '.toml:' in record.origin else ':'}{name}"


def entries(seeds: Seeds) -> Iterator[Record]:
    """Every record entered, in file order, each followed by the records inside it."""
    yield from seeds.dataset.walk()
    for kind in (
        seeds.sources,
        seeds.places,
        seeds.unresolved_places,
        seeds.baseline,
        seeds.events,
        seeds.area_statements,
        seeds.unplaced_events,
        seeds.operations,
        seeds.chain_fixes,
        seeds.posts,
        seeds.published_figures,
        seeds.attestations,
        seeds.translations,
    ):
        yield from kind  # rows are flat
    documents = [seeds.claims_document] if seeds.claims_document else []
    for record in (*seeds.agreements, *documents, *seeds.claims):
        yield from record.walk()


def mentions(listed: Iterable[Record]) -> Iterator[Mention]:
    """Every mention of an id in these records."""
    fields: dict[type[Record], list[tuple[str, str]]] = {}
    for record in listed:
        kind = type(record)
        if kind not in fields:
            named = next((_FIELDS[each] for each in kind.__mro__ if each in _FIELDS), {})
            sources = ((name, "source") for name in kind.model_fields if name.endswith("sources"))
            known = ((name, to) for name, to in named.items() if name in kind.model_fields)
            fields[kind] = [*known, *sources]
        for name, target in fields[kind]:
            value = getattr(record, name)
            for identifier in value if isinstance(value, tuple) else (value,):
                if identifier:
                    yield Mention(at(record, name), identifier, target)
