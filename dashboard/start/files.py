"""The files of a new data directory, made from a plan by the definitions of the records.

They hold what a map needs to open: three example places, who held them, one change, each marked as
an example to be replaced. Tables nobody has entered anything in have their header alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import shapely

from dashboard import markup, store, wording
from dashboard.records import Baseline, Event, Feature, Period, Place, Record, Source, Text, column
from dashboard.start.plan import LOOKS, Plan
from dashboard.store.schema import schemas

#: The source every example cites.
_EXAMPLE = "example"
_NOTE = "an example: replace it"
_MARGIN_KM = 15


def files(plan: Plan) -> dict[str, str]:
    """Text by path of every file of the data directory a plan begins, schemas included."""
    rows: dict[str, Sequence[Record]] = {
        "sources.csv": [Source(id=_EXAMPLE, title="Example", note=_NOTE)]
    }
    rows |= _example_rows(plan) if plan.examples else {}
    columns = store.Columns(plan.languages)
    tables = {name: columns.table(name, rows.get(name, ())) for name in store.TABLES}
    documents = {
        store.DATASET: _document("dataset.toml", plan),
        store.LICENCES: _document("licences.toml", plan),
        "basemap/countries.geojson": store.geojson_text([_land(plan)]),
        "README.md": _document("README.md", plan),
    }
    made = {f"seeds/{name}": text for name, text in (tables | documents).items()}
    return made | schemas(columns, tables)


def _example_rows(plan: Plan) -> Mapping[str, Sequence[Record]]:
    """The example rows, by table: three places, their first holders, a change of the middle one."""
    west, south, east, north = plan.bbox
    lat = (south + north) / 2
    cited = {"sources": (_EXAMPLE,), "certainty": "low"}
    places = [
        Place(
            id=f"example-{number}",
            name=Text({plan.languages[0]: f"Example {number}"}),
            lon=round(west + (east - west) * number / 4, 5),
            lat=round(lat, 5),
            rank=1,
            precision_m=1000,
            note=_NOTE,
            **cited,
        )
        for number in (1, 2, 3)
    ]
    taker, holder, *_ = plan.parties
    pairs = list(zip(places, (taker, holder, holder), strict=True))
    middle = plan.first_day + (plan.last_day - plan.first_day + dt.timedelta(days=1)) // 2
    change = Event(
        id="e1",
        day=middle,
        place=places[1].id,
        from_party=holder.id,
        to_party=taker.id,
        basis="inferred",
        note=_NOTE,
        **cited,
    )
    return {
        "places.csv": places,
        "control/baseline.csv": [
            Baseline(place=place.id, controller=who.id, basis="inferred", method=_NOTE, **cited)
            for place, who in pairs
        ],
        "control/events.csv": [change],
    }


def _land(plan: Plan) -> Feature:
    """The land of the study area for a start, to be replaced by the land there is: a box that
    fills the map, since where a coast lies is not known."""
    west, south, east, north = plan.bbox
    beside = 2 * max(east - west, north - south)
    end = 180 if east <= 180 else 360
    box = shapely.box(
        max(west - beside, end - 360),
        max(south - beside, -90),
        min(east + beside, end),
        min(north + beside, 90),
    )
    name = column("name", plan.languages[0])
    properties = {"kind": "country", name: "Example land", "sources": [_EXAMPLE]}
    about = {"licence": "own work", "precision_m": 1000, "note": _NOTE}
    return Feature("land", "countries", box, Period(), properties | about)


def _document(name: str, plan: Plan) -> str:
    made = markup.plain_environment("dashboard.start")
    made.filters["toml"] = store.toml_value
    return made.get_template(name).render(
        plan=plan,
        looks=LOOKS,
        margin_km=_MARGIN_KM,
        required=store.REQUIRED,
        phrase=lambda key: _phrase(plan, key),
    )


def _phrase(plan: Plan, key: str) -> Text:
    """A phrase in the languages of a plan that have it; in the first, to be translated, if not.

    For a data set of published areas it is the form about these, if it has one.
    """
    first, *others = plan.languages
    spoken = [first, *(code for code in others if code in wording.languages())]
    wordings = {code: wording.load(code) for code in spoken}
    of_areas = f"start_{key}_of_areas" if plan.rest else ""
    return Text(
        {code: words.get(of_areas) or words[f"start_{key}"] for code, words in wordings.items()}
    )
