"""What a source can carry: see ``dashboard.standing``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from dashboard import standing
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.records import (
    AreaStatement,
    Baseline,
    Claim,
    Event,
    GroupHolding,
    Place,
    Provision,
    Source,
    UnplacedEvent,
)

_Rated = AreaStatement | Baseline | Event | GroupHolding | Place | UnplacedEvent


def _rated(subject: Subject, wanting: Callable[[tuple[Source, ...]], bool]) -> Iterator[_Rated]:
    """What has a certainty and sources of which ``wanting`` is true; an unknown source has a rule
    of its own."""
    known = subject.sources

    @cache  # few sources support many records
    def is_wanting(ids: tuple[str, ...]) -> bool:
        return bool(ids) and known.keys() >= set(ids) and wanting(tuple(known[i] for i in ids))

    return (record for record in subject.of_type(_Rated) if is_wanting(record.sources))


def _kinds(subject: Subject, record: _Rated) -> str:
    """The kinds of its sources, each with its reliability."""
    cited = standing.cite(subject.sources, record.sources)
    return ", ".join(dict.fromkeys(f"{each.source.kind} ({each.reliability})" for each in cited))


@rule
def high_certainty(subject: Subject) -> Findings:
    """What is of high certainty rests on a source of record, or on two independent ones.

    Of record are sources of reliability A or B. Two are independent if neither is of reliability E
    or F and they have different originators: a copy confirms nothing.

    Bad: ``certainty`` high with one news page for source. Good: ``medium``, or a second source.
    """
    for record in _rated(subject, lambda cited: not standing.supports_high_certainty(cited)):
        if record.certainty == "high":
            what = f"certainty is high, and it rests on {_kinds(subject, record)}"
            wanted = "cite a source of record (A, B) or two independent ones, or give medium"
            yield record.at("certainty"), what, wanted


@rule
def low_certainty(subject: Subject) -> Findings:
    """What only unreliable sources say is of low certainty.

    Unreliable are sources of reliability E or F: blogs and forums, videos, content farms, pages
    that cannot be looked up again.

    Bad: ``certainty`` medium with one forum for source. Good: ``low``, or another source.
    """
    for record in _rated(subject, lambda cited: standing.credibility(cited) == 6):
        if record.certainty != "low":
            what = f"certainty is {record.certainty}, and it rests on {_kinds(subject, record)}"
            yield record.at("certainty"), what, "cite one of reliability A to D, or give low"


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
    for record in subject.of_type(Claim | Provision):
        for cited in standing.cite(known, record.sources) if record.verified else ():
            if cited.reliability in "EF":
                what = f"{cited.source.id!r} is of reliability {cited.reliability}"
                wanted = "cite another source, or mark it verified = false with a note"
                yield record.at("sources"), what, wanted
