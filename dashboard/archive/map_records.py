"""The record of a feature that a map shows in its tooltip and popup, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.archive.data import ArchiveData
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.standing import Citation, cite_feature
from dashboard.wording import Wording, format


@dataclass(frozen=True, slots=True)
class Record:
    """What a popup says of a feature; all of it plain text."""

    #: ``title``, ``subtitle``: its name, and the first thing to know of it: the two make the
    #: tooltip.
    title: str
    subtitle: str = ""
    #: A sentence or two.
    text: str = ""
    #: Terms and their values.
    rows: tuple[tuple[str, str], ...] = ()
    sources: tuple[Citation, ...] = ()


class Records:
    """Makes the record of a feature in one language."""

    def __init__(self, data: ArchiveData, words: Wording):
        self.data, self.words = data, words
        self._made: dict[str, Callable[[Feature], Record]] = {
            "control": self.of_cell,
            "contact": self._contact,
            "contact_a": self._contact,
            "post": self._post,
            "group": self._group,
            "incident": self._incident,
            "road": self._named,
            "river": self._named,
            "place": self._place,
            "distance": self._distance,
        }

    def of(self, style: str, feature: Feature) -> Record:
        """The record of a feature drawn in a style of ``DRAW_ORDER``."""
        return self._made.get(style, self._agreed)(feature)

    def of_cell(self, spell: Feature, before: Feature | None = None) -> Record:
        """The cell of a place: who holds it since when; ``before``, in another state, as well."""
        p, words, data = spell.properties, self.words, self.data
        place = data.places[p["place"]]
        levels = data.dataset.level_ids
        units = (words.area(data.dataset, place.unit(level)[0]) for level in reversed(levels))
        holder = self.party(p["controller"])
        if before:
            was = self.party(before.properties["controller"])
            holder = words.fill("from_to", **{"from": was, "to": holder})
        return Record(
            words.of(place, "name"),
            holder,
            words["list_comma"].join(dict.fromkeys(filter(None, units))),
            (*self._taken(spell), *self._worth(p)),
            self._sources(p),
        )

    def _taken(self, spell: Feature) -> list[tuple[str, str]]:
        p, words = spell.properties, self.words
        event = self.data.events.get(p["event"] or "")
        if event is None:
            return [(words["since"], words["held_from_start"])] if p["controller"] else []
        was = self.party(p["previous"] or event.from_party)
        day = words.locale.brief_date(spell.period.valid_from or event.day)
        since = "taken_from_on" if p["controller"] else "held_by_until"
        rows = [(words["since"], words.fill(since, **{"from": was, "day": day}))]
        if operation := self.data.operations.get(event.operation):
            rows.append((words["operation"], words.text(operation.name)))
        return [*rows, (words["event_note"], words.text(event.note))] if event.note else rows

    def party(self, ident: str | None) -> str:
        """Name of a party; the word for *unknown* where nobody is known to hold."""
        return self.words.holder(self.data.parties.get(ident or ""))

    def _worth(self, p: Mapping[str, Any]) -> list[tuple[str, str]]:
        """How sure it is, and how far it can be off."""
        words, rows = self.words, []
        if p.get("certainty"):
            known = [words[f"certainty_{p['certainty']}"]]
            known += [words[f"basis_{p['basis']}"]] if p.get("basis") else []
            rows.append((words["certainty"], " · ".join(known)))
        if p.get("precision_m"):
            km = words.locale.number(p["precision_m"] / 1000, 0.1)
            rows.append((words["precision"], words.fill("precision_value", km=km)))
        return rows

    def _sources(self, p: Mapping[str, Any]) -> tuple[Citation, ...]:
        return cite_feature(self.data.sources, p)

    def _contact(self, feature: Feature) -> Record:
        p = feature.properties
        sides = self.words.locale.list(self.party(ident) for ident in p["controllers"])
        title = self.words["legend_contact"]
        return Record(title, sides, "", tuple(self._worth(p)), self._sources(p))

    def _agreed(self, feature: Feature) -> Record:
        p, words = feature.properties, self.words
        title, caveat = words.of_properties(p, "title"), words.of_properties(p, "caveat")
        depth = words.locale.unit(f"{p['depth_km']:g}", "km") if p.get("depth_km") else ""
        return Record(title, depth, caveat, tuple(self._worth(p)), self._sources(p))

    def _distance(self, feature: Feature) -> Record:
        length = Quantity(feature.properties["length_km"], Unit.KM)
        made = self._agreed(feature)
        subtitle = format.text(self.words, length)
        return Record(made.title, subtitle, made.text, made.rows, made.sources)

    def _post(self, feature: Feature) -> Record:
        p, words = feature.properties, self.words
        operators = {o.id: words.of(o, "name") for o in self.data.dataset.operators}
        values = {
            "operator": operators.get(p["operator"], p["operator"]),
            "established": p["established"],
            "encircled": p["encircled"],
            "withdrawn": p["withdrawn"],
            "position": words["post_position"],
            "note": words.text(p["note"]),
        }
        rows = tuple((words[name], value) for name, value in values.items() if value)
        subtitle = words[f"post_{p['status']}"]
        return Record(words.text(p["label"]), subtitle, "", rows, self._sources(p))

    def _group(self, feature: Feature) -> Record:
        p, words = feature.properties, self.words
        group = next(g for g in self.data.dataset.groups if g.id == p["group"])
        title = words.of(self.data.places[p["place"]], "name")
        rows = tuple(self._worth({"certainty": p["certainty"]}))
        rows += ((words["note"], words.text(p["note"])),) if p["note"] else ()
        return Record(title, words.of(group, "name"), "", rows, self._sources(p))

    def _incident(self, feature: Feature) -> Record:
        p, words = feature.properties, self.words
        first, last = (dt.date.fromisoformat(p[end] or p["day"]) for end in ("day", "last_day"))
        dated = words.locale.span(first, last, "brief")
        rows = (
            (words["place_as_reported"], p["place_as_reported"]),
            (words["actors"], words.locale.list(p["actors"])),
            (words["fatalities"], "" if p["fatalities"] is None else str(p["fatalities"])),
            (words["reported_by"], p["reported_by"]),
            (words["note"], p["note"]),
        )
        kept = (*(row for row in rows if row[1]), *self._worth({"precision_m": p["precision_m"]}))
        return Record(words.of_properties(p, "name"), dated, "", kept, self._sources(p))

    def _place(self, feature: Feature) -> Record:
        return Record(self.words.map_name(self.data.places[feature.id]))

    def _named(self, feature: Feature) -> Record:
        return Record(self.words.of_properties(feature.properties, "name"))
