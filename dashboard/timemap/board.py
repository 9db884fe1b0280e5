"""What the browser needs of an archive: the map, its records, and every figure it will show.

Figures are computed here, one for each state of the series, so that the browser only looks them
up while a date is dragged and cannot disagree with Python.
"""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from dashboard import mapview, style
from dashboard.analysis.distance import over_time
from dashboard.analysis.over_time import OverTime, ranges
from dashboard.analysis.sensitivity import varied_days
from dashboard.archive import Archive
from dashboard.records import Agreement, Operation, Period, Place, Recipe, Source
from dashboard.wording import Wording, languages, load


def board(
    archive: Archive, wording: Wording, *, bases: Sequence[str] = mapview.ONLINE_BASES
) -> dict[str, Any]:
    """Everything the runtime is given, as plain JSON values; equal for equal inputs.

    ``bases`` are the online maps that can be chosen; none for a page that must not fetch any.
    """
    layers = mapview.layer_specs(archive)
    table = style.style_table(archive.dataset)
    return {
        "script": mapview.map_script(mapview.build_map(archive, layers, bases)),
        "layers": layers,
        "facts": facts(archive, wording),
        "words": wording.browser,
        "language": wording.language,
        "locale": wording.locale,
        "control_opacity": style.CONTROL_OPACITY,
        "table": {key: entry.to_dict() for key, entry in table.items()},
        "legend": legend(archive, wording),
        "lit": style.LIT.to_dict(),
        "choices": choices(archive, wording, bases),
    }


def packed(board: dict[str, Any]) -> bytes:
    """A board as the browser unpacks it: JSON in gzip; equal bytes for equal boards.

    A fifth of the size on the wire, and nothing for Streamlit to write out anew on every run of
    the page. The checksum that ends it tells one board from another.
    """
    text = json.dumps(board, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)


def choices(archive: Archive, wording: Wording, bases: Sequence[str]) -> dict[str, list]:
    """What the reader can choose from: layers, online base maps, languages."""
    return {
        "layers": [
            {
                "name": layer.name,
                "title": wording.of(layer, "title"),
                "about": wording.of(layer, "about"),
            }
            for layer in mapview.switchable(archive)
        ],
        "bases": list(bases),
        "languages": [{"code": code, "name": load(code).name} for code in languages()],
    }


def legend(archive: Archive, wording: Wording) -> list[dict[str, str]]:
    """Legend entries in reading order: class key and its words in the reader's language."""
    entries = [("contact", wording["legend_contact"]), ("contact_a", wording["legend_contact_a"])]
    entries += [(f"control.{p.id}", wording.of(p, "name")) for p in archive.dataset.parties]
    entries += [
        ("control.unknown", wording["unknown_controller"]),
        ("doubt", wording["legend_doubt"]),
    ]
    reference = wording.agreement(archive.agreements[archive.dataset.reference_agreement])
    for party in archive.dataset.parties:
        entries.append(
            (
                f"taken.{party.id}",
                wording.fill("legend_taken", party=wording.of(party, "short"), agreement=reference),
            )
        )
        entries.append(
            (f"gained.{party.id}", wording.fill("legend_gained", party=wording.of(party, "short")))
        )
    entries += [
        (key, title)
        for recipe in archive.dataset.recipes
        for key, title in _recipe_legend(recipe, wording)
    ]
    entries += [
        ("post.standing", wording["post_standing"]),
        ("post.encircled", wording["post_encircled"]),
    ]
    entries += [
        (t.style, wording.of(t, "title"))
        for t in archive.dataset.layers
        if t.style in ("road", "river")
    ]
    listed = [{"key": key, "title": title} for key, title in entries]
    for recipe in archive.dataset.recipes:
        if recipe.kind == "line_distance":
            next(e for e in listed if e["key"] == "distance")["measured"] = recipe.id
    return listed


def _recipe_legend(recipe: Recipe, wording: Wording) -> list[tuple[str, str]]:
    title = wording.of(recipe, "title")
    if recipe.kind == "depth_band":
        least, *_, most = (*recipe.depths_km, recipe.depths_km[-1])
        bands = [("band", wording.fill("legend_band", title=title, km=f"{least:g}"))]
        if most > least:
            bands.append(("band_outer", wording.fill("legend_band", title=title, km=f"{most:g}")))
        return [("depth_line", wording["legend_depth_line"]), *bands]
    keys = {
        "pocket": "agreed_area", "contact_line": "agreed_line", "road_corridor": "corridor",
        "line_distance": "distance",
    }  # fmt: skip
    return [(keys[recipe.kind], title)] if recipe.kind in keys else []


def facts(archive: Archive, wording: Wording) -> dict[str, Any]:
    """Records and figures by day number (0 = first day of the series)."""
    zone = archive.dataset.headline_zone
    reference = archive.agreements[archive.dataset.reference_agreement]
    series = OverTime(archive)
    return {
        "title": wording.of(archive.dataset, "title"),
        "attribution": archive.dataset.attribution,
        "first": archive.first_day.isoformat(),
        "last": archive.last_day.isoformat(),
        "bbox": archive.dataset.study_area.bbox,
        "opening_bbox": _zone_bbox(archive),
        "parties": [
            {
                "id": p.id,
                "name": wording.of(p, "name"),
                "short": wording.of(p, "short"),
                "colour": p.colour,
            }
            for p in archive.dataset.parties
        ],
        "operators": {o.id: wording.of(o, "name") for o in archive.dataset.operators},
        "doubt_days": [_number(archive, day) for day in varied_days(archive)],
        "state_days": [_number(archive, day) for day in archive.state_days],
        "change_km2": _change_km2(archive),
        "zone": {
            "id": zone,
            "title": wording.of(next(r for r in archive.dataset.recipes if r.id == zone), "title"),
            "km2": round(archive.as_of(archive.first_day).area_km2(zone), 2),
            **_over_time(archive, series, zone),
            "doubt": _doubt(archive, lambda made: made.area_km2(zone)),
        },
        "reference": {
            "day": _number(archive, archive.reference_day),
            "short": wording.agreement(reference),
        },
        "net": _over_time(archive, series, None)
        | {"doubt": _doubt(archive, lambda made: made.net_km2(archive.reference_day))},
        "distances": _distances(archive, wording),
        "charts": _charts(archive, wording, series),
        "agreements": [_agreement(archive, a, wording) for a in archive.agreements.values()],
        "truces": _truces(archive, wording),
        "offensives": _packed(
            [
                _offensive(archive, o, wording)
                for o in archive.operations.values()
                if o.kind == "offensive"
            ]
        ),
        "operations": {o.id: o.name for o in archive.operations.values()},
        "places": {
            cell: {
                "en": p.name_en,
                "ar": p.name_ar,
                "district": wording.area(archive.dataset, p.district),
                "area": _area_words(archive, wording, p),
            }
            for cell in archive.cells
            if (p := archive.places.get(cell))
        },
        "areas": _areas(archive),
        "events": {
            e.id: {"operation": e.operation, "note": e.note, "from": e.from_party}
            for e in archive.events.values()
        },
        "sources": {
            s.id: {"label": source_label(s), "url": s.url} for s in archive.sources.values()
        },
    }


def source_label(source: Source) -> str:
    """How a source is named to readers: its title where we have read it, else its publisher."""
    name = source.title or source.publisher or source.note or source.url
    said = f", {source.published_on}" if source.published_on else ""
    by = f" ({source.publisher})" if source.title and source.publisher else ""
    tail = "" if source.title else f" [{source.id}]"
    return f"{name}{by}{said}{tail}"


def _zone_bbox(archive: Archive) -> list[float]:
    """West, south, east, north of the headline zone: the map opens on it."""
    zone = [f.geometry for f in archive.all_features() if f.id == archive.dataset.headline_zone]
    return [round(float(x), 4) for x in shapely.total_bounds(zone)]


def _number(archive: Archive, day: dt.date) -> int:
    return (day - archive.first_day).days


def _offensive(archive: Archive, operation: Operation, wording: Wording) -> dict[str, Any]:
    """Its span on the ribbon; one with no stated end is drawn to its last entered change."""
    end, name = operation.end_on, operation.name
    if end is None:
        days = [e.day for e in archive.events.values() if e.operation == operation.id]
        end = max(days, default=operation.start_on)
        name = f"{name} ({wording['open_end']})"
    start, beyond = mapview.day_range(
        archive, Period(operation.start_on, end + dt.timedelta(days=1))
    )
    return {"from": start, "to": beyond, "name": name}


def _packed(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spans with the lane each is drawn in: the lowest in which it overlaps none before it."""
    ends: list[int] = []
    for span in sorted(spans, key=lambda s: (s["from"], s["to"])):
        free = [lane for lane, end in enumerate(ends) if end <= span["from"]]
        span["lane"] = free[0] if free else len(ends)
        ends[span["lane"] : span["lane"] + 1] = [span["to"]]
    return spans


def _area_words(archive: Archive, wording: Wording, place: Place) -> str:
    units = (place.subdistrict, place.district, place.governorate)
    names = (wording.area(archive.dataset, name) for name in units if name)
    return wording["list_comma"].join(dict.fromkeys(names))


def _change_km2(archive: Archive) -> list[float]:
    """km² that changed hands on each change day, unknown counted as a controller."""
    states = [archive.as_of(day).controller for day in archive.state_days]
    pairs = itertools.pairwise(states)
    return [
        round(float(archive.cell_area_km2[before != after].sum()), 2) for before, after in pairs
    ]


def _charts(archive: Archive, wording: Wording, series: OverTime) -> list[dict[str, Any]]:
    """Areas over time that can be charted: the zone, the study area, then every district."""
    zone = archive.dataset.headline_zone
    titles = {zone: wording.of(next(r for r in archive.dataset.recipes if r.id == zone), "title")}
    titles[""] = wording["study_area"]
    named = {
        f"district:{p.district_pcode}": wording.area(archive.dataset, p.district)
        for p in archive.places.values()
        if p.district_pcode
    }
    cells = {archive.places[cell].district_pcode for cell in archive.cells}
    districts = {k: v for k, v in named.items() if k.removeprefix("district:") in cells}
    titles |= dict(sorted(districts.items(), key=lambda pair: pair[1]))
    return [{"id": within, "title": title} | _over_time(archive, series, within or None)
            for within, title in titles.items()]  # fmt: skip


def _areas(archive: Archive) -> dict[str, list[int]]:
    """Which cells an area that can be asked about is made of: their row in the control layer."""
    places = dict.fromkeys(spell.properties["place"] for spell in archive.spells)
    row = {place: i for i, place in enumerate(places)}
    cells = np.array([row[cell] for cell in archive.cells])
    return {area: sorted(cells[archive.within(area)].tolist()) for area in archive.areas}


def _distances(archive: Archive, wording: Wording) -> dict[str, dict[str, Any]]:
    """By recipe, how far the line of contact stands from the agreed line; one value a state."""
    found = {}
    for recipe in archive.dataset.recipes:
        if recipe.kind != "line_distance":
            continue
        days, (figure, least, most) = over_time(archive, recipe)
        start, end = mapview.day_range(archive, Period(recipe.valid_from, recipe.valid_to))
        found[recipe.id] = {
            "layer": recipe.layer, "agreement": recipe.agreement, "sources": list(recipe.sources),
            "caveat": wording.of(recipe, "caveat"), "from": start, "to": end,
            "days": [_number(archive, day) for day in days],
            **{
                name: {"km": _known(figure[i]), "doubt": [_known(least[i]), _known(most[i])]}
                for i, name in enumerate(("mean", "most"))
            },
        }  # fmt: skip
    return found


def _known(values: np.ndarray) -> list[float | None]:
    """Values as JSON has them: nothing where none is known."""
    return [None if np.isnan(value) else round(float(value), 3) for value in values]


def _over_time(archive: Archive, series: OverTime, within: str | None) -> dict[str, Any]:
    """Held and net since the reference day, each with how far it can be off; one a state."""
    held, net = series.area_km2(within), series.net_km2(archive.reference_day, within)
    errors = series.area_error_km2(within), series.net_error_km2(archive.reference_day, within)
    return {
        "areas": {party: _rounded(km2) for party, km2 in held.items()},
        "error": _rounded(errors[0]),
        "net": {party: _rounded(km2) for party, km2 in net.items()},
        "net_error": _rounded(errors[1]),
    }


def _doubt(
    archive: Archive, question: Callable[[OverTime], Mapping[str, np.ndarray]]
) -> dict[str, list[list[float]]]:
    """Least and most of a headline figure by party, doubtful events left out or dated otherwise."""
    found = ranges(archive, question)
    return {party: [_rounded(least), _rounded(most)] for party, (least, most) in found.items()}


def _rounded(values: np.ndarray) -> list[float]:
    """To a hundred square metres: rounded again to whole km² it is what Python itself shows."""
    return np.round(values, 4).tolist()


def _agreement(archive: Archive, agreement: Agreement, wording: Wording) -> dict[str, Any]:
    draws = {recipe for p in agreement.provisions if p.drawing for recipe in p.drawing.recipes}
    return {
        "id": agreement.id,
        "short": wording.agreement(agreement),
        "official": agreement.official_name,
        "role": agreement.role,
        "dated": wording.date_span(agreement.signed_on),
        "day": _number(archive, agreement.flag_day),
        "force": force_spans(archive, agreement),
        "draws": sorted(draws),
    }


def _truces(archive: Archive, wording: Wording) -> list[dict[str, Any]]:
    """Agreements in force as bars, packed into lanes, those signed before the series left out."""
    spans = [
        {"from": start, "to": end, "name": wording.agreement(a), "force": force, "agreement": a.id}
        for a in archive.agreements.values()
        if a.flag_day >= archive.first_day
        for start, end, force in force_spans(archive, a)
    ]
    return _packed(spans)


def force_spans(archive: Archive, agreement: Agreement) -> list[tuple[int, int, str]]:
    """Half-open spans of day numbers in which the text is in force, with ``yes`` or ``disputed``.

    Found by asking the record on every day on which its answer can change.
    """
    if agreement.in_force is None:
        return []
    beyond = _number(archive, archive.last_day) + 1
    days = [agreement.in_force.from_day, agreement.in_force.until_day]
    days += [declaration.effective_day for declaration in agreement.declarations]
    turns = sorted({0, beyond, *(min(max(_number(archive, d), 0), beyond) for d in days if d)})
    spans = []
    for start, end in itertools.pairwise(turns):
        force = agreement.force_on(archive.first_day + dt.timedelta(days=start))
        if force in ("yes", "disputed"):
            spans.append((start, end, force))
    return spans
