"""Names and short records of everything that can be found."""

from __future__ import annotations

import itertools
import re

from dashboard.analysis.findable import Findable, findable
from dashboard.analysis.profiles import area_title, first_place_in
from dashboard.archive import Archive
from dashboard.archive.references import in_words
from dashboard.payload.cells import shapes
from dashboard.payload.types import FindableEntry, OperationEntry, PlaceEntry, PostEntry
from dashboard.records import AreaCell, Operation, Post
from dashboard.standing import credibility
from dashboard.wording import Wording


def places(archive: Archive, wording: Wording) -> dict[str, PlaceEntry]:
    """Every place by its id: those that have a cell in the order of ``cells``, then the others."""
    found: dict[str, PlaceEntry] = {}
    cells = (archive.cells[cell] for cell in shapes(archive).order)
    for p in map(archive.places.__getitem__, dict.fromkeys((*cells, *archive.places))):
        name, label = wording.of(p, "name"), wording.map_name(p)
        found[p.id] = {"name": name, "unit": unit_name(archive, wording, p.id), "rank": p.rank}
        if label != name:
            found[p.id]["label"] = label
        if translated := [other for other in dict.fromkeys(p.name.values()) if other != name]:
            found[p.id]["translated"] = translated
        if also := [other for other in p.alt_names if other not in p.name.values()]:
            found[p.id]["also"] = also
        if isinstance(p, AreaCell):
            found[p.id]["unnamed"] = True
    return found


def unit_name(archive: Archive, wording: Wording, place: str) -> str:
    """The administrative unit of a place at the level of the breakdown; empty for none."""
    name, _ = archive.places[place].unit(archive.dataset.breakdown_level or "")
    return wording.area(archive.dataset, name)


def posts(archive: Archive, wording: Wording) -> dict[str, PostEntry]:
    """Every observation post by its id, also those nobody can put on the map."""
    operators = {o.id: wording.of(o, "name") for o in archive.dataset.operators}
    return {
        p.id: {
            "label": wording.text(p.label),
            "short": _short(p, wording),
            "operator": operators.get(p.operator, p.operator),
            "locality": wording.text(p.locality),
            "at": None if p.lat is None or p.lon is None else [p.lat, p.lon],
            "established": wording.date_span(p.established),
            "encircled": wording.date_span(p.encircled) if p.encircled else "",
            "withdrawn": wording.date_span(p.withdrawn) if p.withdrawn else "",
            "note": in_words(archive, p.note),
            "sources": list(p.sources),
            "credibility": str(credibility([archive.sources[s] for s in p.sources]) or ""),
        }
        for p in archive.seeds.posts
    }


def _short(post: Post, wording: Wording) -> str:
    """The number of a post, if it has one, and the first name in its locality."""
    number = re.search(r"[0-9]+", post.label)
    name = re.split(r"[,،(/]", wording.text(post.locality))[0].strip()
    return f"{number[0]} {name}" if number else name


def operations(archive: Archive, wording: Wording) -> dict[str, OperationEntry]:
    """Every operation by its id."""
    return {
        o.id: {
            "name": wording.text(o.name),
            "dated": _dated(o, wording),
            "sides": wording.text(o.belligerents),
            "sources": list(o.sources),
        }
        for o in archive.operations.values()
    }


def _dated(operation: Operation, wording: Wording) -> str:
    start = wording.date(operation.start_on)
    if operation.end_on == operation.start_on:
        return start
    end = wording.date(operation.end_on) if operation.end_on else wording["no_end"]
    return wording.fill("from_until", start=start, end=end)


def others(archive: Archive, wording: Wording) -> list[FindableEntry]:
    """Everything that can be found besides places."""
    sources = {entry.name: list(entry.sources) for entry in archive.seeds.unresolved_places}
    found: list[FindableEntry] = []
    for each in findable(archive).values():
        if each.kind == "place":
            continue
        title, context = _named(archive, wording, each)
        found.append(
            {
                "record": each.record,
                "title": title,
                "context": context,
                "rank": each.rank,
                "names": [name for name in each.names if name != title],
            }
        )
        if each.kind == "name" and sources[each.id]:
            found[-1]["sources"] = sources[each.id]
    return found


def title(archive: Archive, wording: Wording, record: str) -> str:
    """The title of anything that can be found, by its record."""
    each = findable(archive)[record]
    if each.kind == "place":
        return wording.of(archive.places[each.id], "name")
    return _named(archive, wording, each)[0]


def _named(archive: Archive, wording: Wording, each: Findable) -> tuple[str, str]:
    """The title of something, and what tells it from others of that title."""
    match each.kind:
        case "area":
            return area_title(archive, wording, each.id), _above(archive, wording, each.id)
        case "agreement":
            agreement = archive.agreements[each.id]
            return wording.agreement(agreement), wording.date_span(agreement.signed_on)
        case "operation":
            operation = archive.operations[each.id]
            return wording.text(operation.name), _dated(operation, wording)
        case "post":
            post = archive.posts[each.id]
            return wording.text(post.label), wording.text(post.locality)
        case "name":
            entry = next(u for u in archive.seeds.unresolved_places if u.name == each.id)
            return entry.name, entry.area
        case "drawn":
            recipe = archive.recipes[each.id]
            drawn_by = archive.agreements[recipe.agreement]
            return wording.of(recipe, "title"), wording.agreement(drawn_by)
        case _:
            return _of_line(archive, wording, each.id), ""


def _of_line(archive: Archive, wording: Wording, ident: str) -> str:
    features = (f for features in archive.layers.values() for f in features if f.id == ident)
    p = next(f.properties for f in features if "recipe" not in f.properties)
    return wording.of_properties(p, "name")


def _above(archive: Archive, wording: Wording, area: str) -> str:
    """The units that an administrative unit lies in, and its code."""
    level, _, code = area.partition(":")
    if not code:
        return ""
    place = first_place_in(archive)[area]
    larger = itertools.takewhile(lambda each: each != level, archive.dataset.level_ids)
    names = [wording.area(archive.dataset, place.unit(each)[0]) for each in larger][::-1]
    return wording["list_comma"].join(dict.fromkeys([*filter(None, names), code]))
