"""What a source can carry: see ``dashboard.standing``."""

from __future__ import annotations

from dashboard import standing
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.records import Baseline, Claim, Event, Place, Provision, UnplacedEvent


@rule
def high_certainty(subject: Subject) -> Findings:
    """What is of high certainty rests on a source of record, or on two independent ones.

    Of record are sources of reliability A or B. Two are independent if neither is of reliability E
    or F and they have different originators: a copy confirms nothing.

    Bad: ``certainty`` high with one news page for source. Good: ``medium``, or a second source.
    """
    known = subject.sources
    for record in subject.entries:
        if not isinstance(record, Baseline | Event | Place | UnplacedEvent):
            continue
        if record.certainty != "high" or not record.sources:
            continue
        if not set(record.sources) <= known.keys():
            continue  # a source that is unknown is told of by its own rule
        if not standing.supports_high_certainty(known[ident] for ident in record.sources):
            cited = standing.standing_list(standing.cite(known, record.sources))
            what = f"certainty is high, and the standing of its sources is {cited}"
            wanted = "cite one of record or two independent ones, or give medium"
            yield record.at("certainty"), what, wanted


@rule
def weak_support(subject: Subject) -> Findings:
    """No verdict and no provision rests on a page nobody answers for.

    A source of reliability E or F (blogs and forums, videos, content farms, pages that cannot be
    looked up again) supports neither. Where only such a page says it, the record is marked
    ``verified = false`` and its note says so.

    Bad: a provision with a forum among its sources. Good: the same with ``verified = false``, or
    with another source.
    """
    known = subject.sources
    for record in subject.entries:
        if not isinstance(record, Claim | Provision) or not record.verified:
            continue
        for cited in standing.cite(known, record.sources):
            if cited.reliability in "EF":
                what = f"{cited.source.id!r} is of reliability {cited.reliability}"
                wanted = "cite another source, or mark it verified = false with a note"
                yield record.at("sources"), what, wanted
