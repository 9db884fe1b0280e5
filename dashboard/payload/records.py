"""Names and short records of everything that can be found."""

from __future__ import annotations

import re

from dashboard.analysis.areas import unit_around
from dashboard.analysis.findable import findable
from dashboard.archive import Archive
from dashboard.archive.references import in_words
from dashboard.payload.layers import shapes
from dashboard.payload.types import FindableEntry, OperationEntry, PlaceEntry, PostEntry
from dashboard.records import AreaCell, Post
from dashboard.standing import credibility
from dashboard.wording import Wording


def places(archive: Archive, words: Wording) -> dict[str, PlaceEntry]:
    """Every place by its id: those that have a cell in the order of ``cells``, then the others."""
    found: dict[str, PlaceEntry] = {}
    cells = (archive.cells[cell] for cell in shapes(archive).order)
    for p in map(archive.places.__getitem__, dict.fromkeys((*cells, *archive.places))):
        name, label = words.of(p, "name"), words.map_name(p)
        found[p.id] = {"name": name, "unit": unit_around(archive, words, p.id), "rank": p.rank}
        if label != name:
            found[p.id]["label"] = label
        if others := {other: code for code, other in p.name.items() if other != name}:
            found[p.id]["translated"] = list(others)
            found[p.id]["translated_into"] = list(others.values())
        if alt_names := [other for other in p.alt_names if other not in p.name.values()]:
            found[p.id]["alt_names"] = alt_names
        if isinstance(p, AreaCell):
            found[p.id]["unnamed"] = True
    return found


def posts(archive: Archive, words: Wording) -> dict[str, PostEntry]:
    """Every observation post by its id, also those nobody can put on the map."""
    operators = {o.id: words.of(o, "name") for o in archive.dataset.operators}
    return {
        p.id: {
            "label": words.text(p.label),
            "short": _short(p, words),
            "operator": operators.get(p.operator, p.operator),
            "locality": words.text(p.locality),
            "at": None if p.lat is None or p.lon is None else [p.lat, p.lon],
            "established": words.date_span(p.established),
            "encircled": words.date_span(p.encircled) if p.encircled else "",
            "withdrawn": words.date_span(p.withdrawn) if p.withdrawn else "",
            "note": in_words(archive, p.note),
            "sources": list(p.sources),
            "credibility": str(credibility([archive.sources[s] for s in p.sources]) or ""),
        }
        for p in archive.seeds.posts
    }


def _short(post: Post, words: Wording) -> str:
    """The number of a post, if it has one, and the first name in its locality."""
    number = re.search(r"[0-9]+", post.label)
    name = re.split(r"[,،(/]", words.text(post.locality))[0].strip()
    return f"{number[0]} {name}" if number else name


def operations(archive: Archive, words: Wording) -> dict[str, OperationEntry]:
    """Every operation by its id."""
    found = findable(archive)
    return {
        o.id: {
            "name": words.text(o.name),
            "dated": found[f"operation:{o.id}"].context(words),
            "sides": words.text(o.belligerents),
            "sources": list(o.sources),
        }
        for o in archive.operations.values()
    }


def others(archive: Archive, words: Wording) -> list[FindableEntry]:
    """Everything that can be found besides places."""
    sources = {entry.name: list(entry.sources) for entry in archive.seeds.unresolved_places}
    found: list[FindableEntry] = []
    for each in findable(archive).values():
        if each.kind == "place":
            continue
        title = each.title(words)
        found.append(
            {
                "record": each.record,
                "title": title,
                "context": each.context(words),
                "rank": each.rank,
                "names": [name for name in each.names if name != title],
            }
        )
        if each.kind == "name" and sources[each.id]:
            found[-1]["sources"] = sources[each.id]
    return found
