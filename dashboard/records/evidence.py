"""What facts rest on and are held against: sources, others' figures, independent attestations."""

from __future__ import annotations

from typing import Literal

from dashboard.records.base import Dated, Day, Id, Listed, Number, Record


class Source(Record):
    """What supports a fact. Empty ``title`` or ``publisher`` means we have not read it.

    ``url`` is empty only for a source that is not on the web (then ``note`` says what it is).
    """

    id: Id
    url: str = ""
    title: str = ""
    publisher: str = ""
    published_on: Dated | None = None
    kind: str = "unclassified"
    language: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """How it is named to readers: its title where we have read it, else its publisher."""
        name = self.title or self.publisher or self.note or self.url
        published = f", {self.published_on}" if self.published_on else ""
        by = f" ({self.publisher})" if self.title and self.publisher else ""
        tail = "" if self.title else f" [{self.id}]"
        return f"{name}{by}{published}{tail}"


class PublishedFigure(Record):
    """A figure somebody else published, kept to be shown beside ours. Never tuned to.

    The ``compare_*`` fields say which figure of ours it can be set beside; ``compare`` is empty
    where there is none. ``compare_within`` is a recipe id, ``LEVEL:CODE`` for
    a unit of ``LEVELS`` (P-codes) or empty for the whole study area. ``reason`` is the likely
    reason for a difference.
    """

    id: Id
    value: str
    unit: str
    as_of: str
    measures: str
    sources: Listed = ()
    compare: Literal["", "net_gain", "gain", "held_area", "held_share"] = ""
    compare_party: Id | None = None
    compare_from: Day | None = None
    compare_to: Day | None = None
    compare_within: str = ""
    compare_value: Number | None = None
    reason: str = ""


class Attestation(Record):
    """A place a source puts on one side while the line was frozen: an independent check."""

    place_name: str
    controller: Id
    basis: str
    sources: Listed = ()


class ChainFix(Record):
    """One decision taken while histories were made consistent, with the reason."""

    place: str
    event: str = ""
    action: str
    reason: str = ""
