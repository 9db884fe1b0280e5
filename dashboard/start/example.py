"""A worked example: a dozen places cut out of the data set that comes with the program.

Nothing in it is invented: places, who held them, what changed, the agreement and its line are rows
and records of that data set with their sources. Which ones follows from a rule: of the larger
places that only the two sides of the reference agreement's line held, from a month before its day
to a year after it, the largest that changed hands, and the eleven nearest to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import shapely

from dashboard import markup, store, wording
from dashboard.derive.histories import Spell, histories, holder_on
from dashboard.measure import geodesic_distance_km
from dashboard.records import (
    Agreement,
    Baseline,
    ContactLineRecipe,
    Dataset,
    Feature,
    LayerText,
    Place,
    Provision,
    Record,
    Seeds,
    StudyArea,
    Text,
)
from dashboard.store.schema import schema_texts

_PLACES, _LARGE = 12, 3
"""How many places, and the last rank that counts as a larger one."""
_BEFORE, _AFTER = dt.timedelta(days=30), dt.timedelta(days=365)
_RIM, _AROUND = 0.05, 2.0
"""Degrees by which the study area reaches beyond its places, and the base map beyond that."""
_MARGIN_KM = 15
_OF_AN_AGREEMENT = (
    *("id", "role", "official_name", "short_name", "type", "form", "signed_on", "signing_place"),
    *("parties", "guarantors", "in_force", "pax_agtid", "un_symbol", "un_symbol_sources"),
    "sources",
)
"""What the example tells of its agreement besides the provisions."""
_Entered = TypeVar("_Entered", bound=Record)
#: What a person is told above each part of dataset.toml.
_COMMENTS = {
    "[study_area]": "West, south, east, north in degrees, cut to a feature of basemap/.",
    "[series]": "The days control is known for, both inclusive.",
    "[[parties]]": "Who can hold a place.",
    "[[levels]]": "Administrative units, the largest first: two columns each in places.csv.",
    "[[layers]]": "What the map shows. The last one is drawn by the recipe below.",
    "[[recipes]]": "What the agreement draws, derived from who held what on that day.",
    "[[areas]]": "Names of administrative units, by the codes of places.csv.",
}


def example_files(whole: Seeds, ident: str) -> dict[str, str]:
    """Text by path of every file of the example cut out of a data set, schemas included.

    ``whole`` has a reference agreement that draws a line of contact; ``ident`` is the id of the
    example.
    """
    made = _cut(whole, ident)
    columns = store.Columns.of_dataset(made.dataset)
    tables = {
        name: columns.table(name, rows)
        for name, (_, kind) in store.TABLES.items()
        if (rows := getattr(made, kind))
    }
    (agreement,) = made.agreements
    licences = (f"[[licences]]\n{store.toml_text(each, 'licences')}" for each in made.licences)
    documents = {
        store.DATASET: _commented(store.toml_text(made.dataset)),
        store.LICENCES: "#:schema ../docs/schema/licences.json\n\n" + "\n".join(licences),
        f"agreements/{agreement.id}.toml": "#:schema ../../docs/schema/agreement.json\n"
        + store.toml_text(agreement),
        "README.md": _readme(whole, made),
    }
    documents |= {
        f"basemap/{layer}.geojson": store.geojson_text(features)
        for layer, features in made.basemap.items()
        if features
    }
    schemas = {f"docs/schema/{name}": text for name, text in schema_texts(columns).items()}
    return {f"seeds/{name}": text for name, text in (tables | documents).items()} | schemas


def _cut(whole: Seeds, ident: str) -> Seeds:
    """The example as seeds."""
    line = next(
        recipe
        for recipe in whole.dataset.recipes
        if isinstance(recipe, ContactLineRecipe)
        and recipe.agreement == whole.dataset.reference_agreement
    )
    days = line.day - _BEFORE, min(line.day + _AFTER, whole.dataset.series.last_day)
    places, spells = _places(whole, line, days)
    changed = {
        event for place in places for spell in spells[place.id][1:] for event in spell.events
    }
    events = [event for event in whole.events if event.id in changed]
    held = {spell.place for spell in _on(spells, line.day) if spell.controller == line.held_by}
    ranks = ((place.rank, place.id) for place in places if place.id in held)
    drawn = _plain(line).model_copy(update={"holding": min(ranks)[1]})
    agreement = next(each for each in whole.agreements if each.id == line.agreement)
    kept = Seeds(
        dataset=_dataset(whole.dataset, ident, places, days, drawn),
        places=places,
        baseline=tuple(_baseline(whole, spells[place.id][0]) for place in places),
        events=tuple(_plain(event).model_copy(update={"operation": ""}) for event in events),
        agreements=(_agreement(agreement, line.id),),
    )
    basemap = _basemap(whole, kept.dataset.study_area)
    return _with_what_it_cites(whole, replace(kept, basemap=basemap))


def _places(
    whole: Seeds, line: ContactLineRecipe, days: tuple[dt.date, dt.date]
) -> tuple[tuple[Place, ...], Mapping[str, Sequence[Spell]]]:
    """The places of the example in order of id, and the spells of each on these days."""
    first, last = days
    found: dict[str, Place] = {}
    held: dict[str, Sequence[Spell]] = {}
    known = histories(whole)
    for place in whole.places:
        spells = [
            spell
            for spell in known.get(place.id, ())
            if spell.day <= last and first < (spell.period.valid_to or dt.date.max)
        ]
        sides = {spell.controller for spell in spells} <= {line.held_by, line.facing}
        sure = all(spell.certainty != "low" for spell in spells) and place.certainty != "low"
        if spells and sides and sure and place.rank <= _LARGE:
            found[place.id], held[place.id] = place, spells
    middle = min((place.rank, name) for name, place in found.items() if len(held[name]) > 1)[1]
    near = sorted(zip(_km(found.values(), found[middle]), found, strict=True))[:_PLACES]
    names = sorted(name for _, name in near)
    return tuple(_plain(found[name]) for name in names), {name: held[name] for name in names}


def _km(places: Iterable[Place], middle: Place) -> list[float]:
    positions = np.array([(place.lon, place.lat) for place in places])
    here = (np.full(len(positions), value) for value in (middle.lon, middle.lat))
    km: list[float] = geodesic_distance_km(*here, *positions.T).tolist()
    return km


def _on(spells: Mapping[str, Sequence[Spell]], day: dt.date) -> Iterable[Spell]:
    return filter(None, (holder_on(each, day) for each in spells.values()))


def _baseline(whole: Seeds, spell: Spell) -> Baseline:
    """Who held a place when the example begins: by the data set's own row, or its last change."""
    if not spell.events:
        return _plain(next(row for row in whole.baseline if row.place == spell.place))
    return Baseline(
        place=spell.place,
        controller=spell.controller,
        certainty=spell.certainty,
        basis=spell.basis,
        method=f"taken on {spell.day}",
        sources=spell.sources,
    )


def _dataset(
    whole: Dataset,
    ident: str,
    places: Sequence[Place],
    days: tuple[dt.date, dt.date],
    line: ContactLineRecipe,
) -> Dataset:
    codes = {unit.code for place in places for unit in place.units}
    always = ("control_areas", "line_of_contact", "places", "basemap", line.layer)
    about = {line.layer: line.title}
    bounds = shapely.total_bounds(shapely.points([(place.lon, place.lat) for place in places]))
    rim = (-_RIM, -_RIM, _RIM, _RIM)
    bbox = tuple(round(float(at) + by, 2) for at, by in zip(bounds, rim, strict=True))
    first, last = days
    return Dataset(
        id=ident,
        languages=whole.languages,
        title=_phrase(whole, "start_example_title", whole.title),
        measuring_crs=whole.measuring_crs,
        reference_agreement=line.agreement,
        opening_day=last,
        disclaimer=whole.disclaimer,
        attribution=whole.attribution,
        study_area=whole.study_area.model_copy(update={"bbox": bbox, "margin_km": _MARGIN_KM}),
        series=whole.series.model_copy(
            update={
                "first_day": first,
                "last_day": last,
                "afterwards": _phrase(whole, "start_example_afterwards", whole.title),
                "afterwards_sources": (),
                "meant": (),
            }
        ),
        parties=tuple(_plain(p) for p in whole.parties if p.id in (line.held_by, line.facing)),
        layers=tuple(_layer(whole, name, about.get(name)) for name in always),
        recipes=(line,),
        levels=whole.levels,
        breakdown_level=whole.breakdown_level,
        areas=tuple(area for area in whole.areas if area.id in codes),
    )


def _layer(whole: Dataset, name: str, about: Text | None) -> LayerText:
    layer = next(each for each in whole.layers if each.name == name)
    return layer.model_copy(update={"title": about, "about": about}) if about else layer


def _phrase(whole: Dataset, key: str, title: Text) -> Text:
    """A phrase about the data set in its languages, as far as there is a catalog of them."""
    spoken = [code for code in whole.languages if code in wording.languages()]
    first = whole.languages[0]
    return Text(
        {
            code: wording.load(code).fill(key, title=title.in_language(code, first))
            for code in dict.fromkeys([first, *spoken])
        }
    )


def _agreement(whole: Agreement, recipe: str) -> Agreement:
    """What the agreement is, the provisions that draw its line, and how these were kept."""
    provisions = tuple(
        _provision(each, recipe) for each in whole.provisions if _draws(each, recipe)
    )
    drawing = {each.id for each in provisions}
    compliance = (
        entry.model_copy(update={"provisions": tuple(p for p in entry.provisions if p in drawing)})
        for entry in whole.compliance
        if drawing & set(entry.provisions)
    )
    fields = {name: getattr(whole, name) for name in _OF_AN_AGREEMENT}
    made = Agreement(**fields, provisions=provisions, compliance=tuple(compliance))
    return _plain(made)


def _draws(provision: Provision, recipe: str) -> bool:
    return provision.drawing is not None and recipe in provision.drawing.recipes


def _provision(whole: Provision, recipe: str) -> Provision:
    assert whole.drawing is not None
    drawing = whole.drawing.model_copy(update={"recipes": (recipe,), "layers": ()})
    return whole.model_copy(update={"drawing": drawing, "group_test": None})


def _plain(record: _Entered) -> _Entered:
    """A record without answers to questions of `check`, which are about the whole data set."""
    made: dict[str, Any] = {}
    for name, value in record:
        if name == "meant":
            made[name] = ()
        elif isinstance(value, Record):
            made[name] = _plain(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            made[name] = tuple(map(_plain, value))
    return record.model_copy(update=made)


def _basemap(whole: Seeds, area: StudyArea) -> Mapping[str, tuple[Feature, ...]]:
    """The base map as far as a map of the study area can be moved."""
    near = shapely.box(*area.bbox).buffer(_AROUND, join_style="mitre")
    cut = {
        layer: (replace(f, geometry=shapely.intersection(f.geometry, near)) for f in features)
        for layer, features in whole.basemap.items()
    }
    return {
        layer: tuple(feature for feature in features if not feature.geometry.is_empty)
        for layer, features in cut.items()
    }


def _with_what_it_cites(whole: Seeds, kept: Seeds) -> Seeds:
    """The example with its sources, licences and translations."""
    rows = (*kept.places, *kept.baseline, *kept.events)
    records = (each for row in (kept.dataset, *rows, *kept.agreements) for each in row.walk())
    shapes = [feature.properties for features in kept.basemap.values() for feature in features]
    cited = {
        source
        for record in records
        for name, value in record
        if name.endswith("sources")
        for source in value
    }
    cited |= {source for properties in shapes for source in properties["sources"]}
    sources = tuple(_plain(source) for source in whole.sources if source.id in cited)
    licences = {name for layer in kept.dataset.layers for name in layer.licence}
    licences |= {source.licence for source in sources} | {
        properties["licence"] for properties in shapes
    }
    prose = kept.prose()
    return replace(
        kept,
        sources=sources,
        licences=tuple(each for each in whole.licences if each.id in licences),
        translations=tuple(row for row in whole.translations if row.text in prose),
    )


def _commented(text: str) -> str:
    """dataset.toml with what a person is told above each of its parts."""
    for header, comment in _COMMENTS.items():
        text = text.replace(f"\n{header}\n", f"\n# {comment}\n{header}\n", 1)
    return f"#:schema ../docs/schema/dataset.json\n{text}"


def _readme(whole: Seeds, made: Seeds) -> str:
    page = markup.plain_environment("dashboard.start").get_template("example.md")
    return page.render(whole=whole.dataset.title.in_language(), seeds=made)
