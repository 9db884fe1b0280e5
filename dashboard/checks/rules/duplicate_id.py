"""An id is given once.

Everything points to everything by id: records of one kind, features of one file, provisions of one
agreement. Events, area statements and unplaced events share their ids, and a place has one baseline
row. Two ids that differ in capitals only are one to a reader, and one file on some machines. A list
names an id once.

Bad: two rows ``e01`` in ``control/events.csv``. Good: ``e01`` and ``e02``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Record, Seeds

ID = "duplicate-id"


def check(subject: Subject) -> Iterator[Problem]:
    """Second and later uses of an id."""
    if not subject.seeds:
        return
    for field, kind in _kinds(subject.seeds):
        yield from _repeated((getattr(record, field), at(record, field)) for record in kind)
    files: dict[str, list[tuple[str, str]]] = {}
    for where, feature in subject.shapes:
        # one layer is built from all basemap files, so their ids are shared
        group = "basemap" if feature.layer in subject.seeds.basemap else feature.layer
        files.setdefault(group, []).append((feature.id, where))
    for used in files.values():
        yield from _repeated(used)
    listed = Counter((mention.where, mention.identifier) for mention in subject.mentions)
    for (where, identifier), times in listed.items():
        if times > 1:
            yield Problem(where, f"{identifier!r} stands there {times} times", "name it once", ID)


def _kinds(seeds: Seeds) -> Iterator[tuple[str, Iterable[Record]]]:
    dataset = seeds.dataset
    yield "place", seeds.baseline
    yield "name", dataset.layers
    for kind in (
        dataset.parties,
        dataset.recipes,
        dataset.areas,
        seeds.sources,
        seeds.places,
        seeds.operations,
        seeds.posts,
        seeds.published_figures,
        seeds.agreements,
        seeds.claims,
        (*seeds.events, *seeds.area_statements, *seeds.unplaced_events),
        *(agreement.provisions for agreement in seeds.agreements),
    ):
        yield "id", kind


def _repeated(used: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    first: dict[str, tuple[str, str]] = {}
    for identifier, where in used:
        same, earlier = first.setdefault(identifier.casefold(), (identifier, where))
        if earlier is not where:
            shape = "" if same == identifier else f" as {same!r}"
            what = f"{identifier!r} is used before{shape}, at {earlier}"
            yield Problem(where, what, "give each its own", ID)
