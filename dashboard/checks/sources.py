"""What facts rest on."""

from __future__ import annotations

from urllib.parse import urlsplit

from dashboard import records
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.errors import shown
from dashboard.records import Record, Sourced

_ALWAYS = (
    records.AreaStatement,
    records.GroupHolding,
    records.UnplacedEvent,
    records.Incident,
    records.Operation,
    records.Place,
    records.Post,
    records.PublishedFigure,
    records.Attestation,
    records.TruthCheck,
    records.Recipe,
)


@rule
def missing_source(subject: Subject) -> Findings:
    """A fact names its source.

    Reported events and baselines, and those read from a statement about an area, cite the source
    that says so; inferred ones cite a source or say in ``method`` or ``note`` how they were
    inferred. What is said of agreements cites a source or is marked ``verified = false``.
    Statements about areas, operations, places, posts, incidents, figures, attestations, recipes,
    lines and basemap features cite a source.

    Bad: ``basis`` reported, ``sources`` empty. Good: ``basis`` reported, ``sources`` gazette.
    """
    for kind, records_of_kind in subject.entries.items():
        for record in records_of_kind if "sources" in kind.model_fields else ():
            if not record.sources and (wanted := _wanted(record)):
                yield record.at("sources"), "no source is given", wanted
    for shape in subject.shapes:
        if shape.is_drawn and not shape.feature.properties.get("sources"):
            yield shape.at("sources"), "no source is given", "list the ids of sources"


def _wanted(record: Record) -> str | None:
    """What a record without sources should be given; ``None`` if it needs none."""
    if isinstance(record, Sourced):
        return "cite one or mark it verified = false" if record.verified else None
    if isinstance(record, records.Baseline | records.Event):
        reason = record.note if isinstance(record, records.Event) else record.method
        if record.basis != "inferred":
            return f"cite what it is known from: the basis is {record.basis}"
        return None if reason else "cite one or say how it was inferred"
    return "cite one" if isinstance(record, _ALWAYS) else None


@rule
def source_url(subject: Subject) -> Findings:
    """A source has a web address, once, or a note that says what it is.

    Readers follow the link, so it begins with ``http://`` or ``https://``, names a host and has no
    spaces. Two rows with one address are one source under two ids.

    Bad: ``www.example.org/1``. Good: ``https://www.example.org/1``.
    """
    first: dict[str, str] = {}
    for source in subject.seeds.sources:
        where = source.at("url")
        if not source.url:
            if not source.note:
                what = f"{source.id!r} has no address and no note"
                yield where, what, "give the address, or say in note what it is"
        elif not _followable(source.url):
            wanted = "write it in full, with https:// and no spaces"
            yield where, f"{shown(source.url)} is no web address", wanted
        elif first.setdefault(source.url, source.id) != source.id:
            what = f"the address is that of {first[source.url]!r} too"
            yield where, what, "keep one of the two and cite it"


def _followable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a port can be beyond counting, too
    except ValueError:
        return False
    spaced = any(character.isspace() for character in url)
    return parts.scheme in ("http", "https") and bool(host) and not spaced


@rule
def unverified_note(subject: Subject) -> Findings:
    """What is marked unverified says why.

    ``verified = false`` is shown to readers; without a note they cannot tell a rumour from a fact
    whose source has gone.

    Bad: ``verified = false``. Good: ``verified = false``, ``note = "from hearsay only"``.
    """
    for record in subject.of_type(Sourced):
        if not record.verified and not record.note:
            what = "the statement is unverified and has no note"
            yield record.at("note"), what, "say what is not verified, and why"
