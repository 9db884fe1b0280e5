"""A fact names its source.

Reported events and baselines, and those read from a statement about an area, cite the source that
says so; inferred ones cite a source or say in ``method`` or ``note`` how they were inferred. What
is said of agreements cites a source or is marked ``verified = false``. Statements about areas,
operations, places, posts, figures, attestations, recipes, lines and basemap features cite a source.

Bad: ``basis`` reported, ``sources`` empty. Good: ``basis`` reported, ``sources`` gazette.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import records
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Record, Sourced

ID = "missing-source"
_ALWAYS = (
    records.AreaStatement,
    records.UnplacedEvent,
    records.Operation,
    records.Place,
    records.Post,
    records.PublishedFigure,
    records.Attestation,
    records.Recipe,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Records and features without the source they need."""
    for record in subject.entries:
        if wanted := _wanted(record):
            yield Problem(at(record, "sources"), "no source is given", wanted, ID)
    for where, feature in subject.shapes:
        if not feature.properties.get("sources"):
            at_sources = f"{where}.properties.sources"
            yield Problem(at_sources, "no source is given", "list the ids of sources", ID)


def _wanted(record: Record) -> str | None:
    """What a record without sources should be given; ``None`` if nothing is amiss."""
    if getattr(record, "sources", ("none needed",)):
        return None
    if isinstance(record, Sourced):
        return "cite one or mark it verified = false" if record.verified else None
    if isinstance(record, records.Baseline | records.Event):
        reason = record.note if isinstance(record, records.Event) else record.method
        if record.basis != "inferred":
            return f"cite what it is known from: the basis is {record.basis}"
        return None if reason else "cite one or say how it was inferred"
    return "cite one" if isinstance(record, _ALWAYS) else None
