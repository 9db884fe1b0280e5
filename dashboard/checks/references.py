"""Ids: each is given once, each that is mentioned leads to something, each source is used."""

from __future__ import annotations

import difflib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from dashboard.checks.rule import Findings, add, nothing, rule
from dashboard.checks.subject import Links, Shape, Subject, links_in
from dashboard.errors import shown
from dashboard.records import BASEMAP, Record

#: Rules without code of their own; those with a kind are about mentions of it.
_WITHOUT_CODE = Path(__file__).with_name("manuals.toml")
_MANY = 20  # past this the same slip is everywhere, and comparing names would take long


def _unknown(subject: Subject, kind: str, defined_in: str) -> Findings:
    """Mentions of what does not exist; a kind ``"a or b"`` belongs to the rule of ``a``."""
    unknown = {
        named: found
        for named, ids in subject.mentioned.items()
        if named.split(" or ")[0] == kind and (found := subject.unknown(named, ids))
    }
    lost = [
        (links.kind, holder.at(links.field), identifier)
        for links in (subject.links if unknown else ())
        for holder, ids in zip(links.holders, links.listed, strict=True)
        for identifier in ids
        if identifier in unknown.get(links.kind, ())
    ]
    for named, where, identifier in lost:
        wanted = f"use an id entered in {defined_in}"
        if len(lost) <= _MANY and (hint := _close(subject, named, identifier)):
            wanted = f"did you mean {hint!r}? {wanted}"
        yield where, f"there is no {named} {shown(identifier)}", wanted


def _close(subject: Subject, kind: str, identifier: str) -> str | None:
    matches = difflib.get_close_matches(identifier, sorted(subject.known[kind]), n=1, cutoff=0.75)
    return matches[0] if matches else None


for _name, _rule in tomllib.loads(_WITHOUT_CODE.read_text("utf-8")).items():
    _search = nothing
    if "kind" in _rule:
        _search = partial(_unknown, kind=_rule["kind"], defined_in=_rule["entered_in"])
    add(_name, _rule["manual"], _search)


@rule
def unknown_provision(subject: Subject) -> Findings:
    """A compliance entry speaks of provisions of its own agreement.

    Claims of compliance are shown beside the provision they are about; one that leads nowhere would
    not be shown at all.

    Bad: ``provisions = ["lines"]``. Good: ``provisions = ["line"]``, with a provision of that id in
    the same file.
    """
    for agreement in subject.seeds.agreements:
        known = [provision.id for provision in agreement.provisions]
        for entry in agreement.compliance:
            for name in entry.provisions:
                if name not in known:
                    what = f"agreement {agreement.id!r} has no provision {name!r}"
                    wanted = f"use {', '.join(known) or 'none: it has no provisions'}"
                    yield entry.at("provisions"), what, wanted


@rule
def unused_source(subject: Subject) -> Findings:
    """A source is cited by something.

    A source nobody cites is left over from a change, or the record that should cite it does not.

    Bad: a row ``almanac`` in ``sources.csv`` and no mention of it. Good: no such row.
    """
    for source in subject.seeds.sources:
        if source.id not in subject.mentioned["source"]:
            what = f"nothing cites {source.id!r}"
            yield source.at("id"), what, "cite it or remove it"


@rule
def duplicate_id(subject: Subject) -> Findings:
    """An id is given once.

    Everything points to everything by id: records of one kind, features of one file, provisions of
    one agreement. Events, area statements and unplaced events share their ids, and a place has one
    baseline row. Two ids that differ in capitals only are one to a reader, and one file on some
    machines. A list names an id once.

    Bad: two rows ``e01`` in ``control/events.csv``. Good: ``e01`` and ``e02``.
    """
    for name, field in _ID_FIELDS.items():

        def search(name: str = name, field: str = field) -> list[tuple[str, str, str]]:
            return list(_repeated(_ids(getattr(subject.seeds, name), field)))

        yield from subject.cached(f"twice in {name}", search)
    dataset = subject.seeds.dataset
    yield from _repeated(_ids(dataset.layers, "name"))
    for kind in (
        dataset.parties,
        dataset.groups,
        dataset.incident_kinds,
        dataset.operators,
        dataset.recipes,
        dataset.areas,
        *(agreement.provisions for agreement in subject.seeds.agreements),
    ):
        yield from _repeated(_ids(kind, "id"))
    files: dict[str, list[tuple[str, Shape, str]]] = {}
    for shape in subject.shapes:
        # one layer is built from all basemap files, so their ids are shared
        layer = shape.feature.layer
        group = "basemap" if layer in BASEMAP else layer
        files.setdefault(group, []).append((shape.feature.id, shape, "id"))
    for used in files.values():
        yield from _repeated(used)
    yield from _named_twice(subject.links_in_shapes)
    yield from subject.in_each_part("twice", lambda _, entries: _named_twice(links_in(entries)))


def _named_twice(listed: Iterable[Links]) -> Findings:
    for links in listed:
        for holder, ids in zip(links.holders, links.listed, strict=True):
            if len(ids) > 1 and len(set(ids)) < len(ids):
                for identifier, times in Counter(ids).items():
                    if times > 1:
                        what = f"{identifier!r} stands there {times} times"
                        yield holder.at(links.field), what, "name it once"


#: The field of each kind of record by which others speak of it.
_ID_FIELDS = {
    "baseline": "place",
    **dict.fromkeys(
        (
            "licences",
            "sources",
            "places",
            "operations",
            "posts",
            "incidents",
            "published_figures",
            "agreements",
            "claims",
            "reports",
        ),
        "id",
    ),
}


def _ids(records: Iterable[Record], field: str) -> Iterator[tuple[str, Record, str]]:
    return ((getattr(record, field), record, field) for record in records)


def _repeated(used: Iterable[tuple[str, Record | Shape, str]]) -> Findings:
    """Ids given before, each with what has it in which field."""
    used = list(used)
    if len({identifier.casefold() for identifier, *_ in used}) == len(used):
        return
    first: dict[str, tuple[str, Record | Shape]] = {}
    for identifier, holder, field in used:
        same, earlier = first.setdefault(identifier.casefold(), (identifier, holder))
        if earlier is not holder:
            shape = "" if same == identifier else f" as {same!r}"
            what = f"{identifier!r} is used before{shape}, at {earlier.at(field)}"
            yield holder.at(field), what, "give each its own"
