"""How far a source and a report can be trusted: the Admiralty scale, by stated rules.

*Reliability*, A to F, is that of the source and follows from its kind. *Credibility*, 1 to 6, is
that of the report and follows from how many independent originators say the same. Together they
are the *standing* of a citation, such as ``B2``. Nothing here judges a single text: a report that
others contradict is entered with low certainty; 4 and 5 (doubtful, improbable) are never derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.records import Source, SourceKind

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 6]

#: A completely, B usually, C fairly, D not usually reliable; E unreliable; F cannot be judged.
RELIABILITY: Mapping[SourceKind, Reliability] = {
    "united nations": "A",
    "database": "A",
    "gazetteer": "A",
    "map data": "A",
    "government": "B",
    "news agency": "B",
    "monitor": "B",
    "research": "B",
    "news": "C",
    "state media": "C",
    "encyclopedia": "D",
    "copy": "D",
    "blog or forum": "E",
    "social/video": "E",
    "content farm": "E",
    "unstable page": "F",
    "unclassified": "F",
}
_COUNTS = "ABCD"
_OF_RECORD = "AB"


def reliability(source: Source) -> Reliability:
    """How reliable the source is, A to F, by its kind."""
    return RELIABILITY[source.kind]


def originator(source: Source) -> str:
    """The originator of a report: sources of one originator do not confirm each other."""
    return source.originator or source.publisher or source.id


def independent(sources: Iterable[Source]) -> frozenset[str]:
    """The originators of the sources of reliability A to D."""
    return frozenset(originator(s) for s in sources if reliability(s) in _COUNTS)


def credibility(sources: Iterable[Source]) -> Credibility:
    """How credible what these sources all say is.

    Returns 1 with three or more independent originators, 2 with two, 3 with one; 6, cannot be
    judged, where none of the sources counts.
    """
    found = len(independent(sources))
    return 1 if found > 2 else 2 if found == 2 else 3 if found else 6


def of_record(source: Source) -> bool:
    """Whether a source can carry high certainty alone: its reliability is A or B."""
    return reliability(source) in _OF_RECORD


def supports_high_certainty(sources: Iterable[Source]) -> bool:
    """Whether a fact may be of high certainty: one source of record, or two independent ones."""
    listed = tuple(sources)
    return any(map(of_record, listed)) or len(independent(listed)) > 1


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as readers see it, with the standing it has for what it is cited for.

    ``credibility`` is ``None`` where the sources cited together stand behind several facts.
    """

    source: Source
    credibility: Credibility | None = None

    @property
    def label(self) -> str:
        """Its title, or publisher, day and, in square brackets, words of its address."""
        return self.source.label

    @property
    def short_label(self) -> str:
        """Its publisher and day: for places from which a link leads to the label."""
        return self.source.short_label

    @property
    def url(self) -> str:
        """Its address; empty where it is not on the web."""
        return self.source.url if self.source.url.startswith(("http://", "https://")) else ""

    @property
    def archive_url(self) -> str:
        """The address of an archived copy; empty for a source that is not on the web."""
        return self.source.archive_url if self.url else ""

    @property
    def reliability(self) -> Reliability:
        """How reliable the source is, A to F."""
        return reliability(self.source)

    @property
    def standing(self) -> str:
        """Letter and number in one: ``B2``, or ``B`` where it is cited for several facts."""
        return f"{self.reliability}{self.credibility or ''}"


def cite(
    sources: Mapping[str, Source], ids: Iterable[str], *, one_fact: bool = True
) -> tuple[Citation, ...]:
    """The sources with these ids, in their order; ids that are not entered are left out.

    ``one_fact``: whether all of them are cited for one fact, so that they confirm each other.
    """
    found = tuple(sources[ident] for ident in ids if ident in sources)
    number = credibility(found) if one_fact else None
    return tuple(Citation(source, number) for source in found)


def cite_feature(
    sources: Mapping[str, Source], properties: Mapping[str, Any]
) -> tuple[Citation, ...]:
    """The sources of a feature of a layer."""
    ids = properties.get("sources") or ()
    return cite(sources, ids, one_fact=is_one_fact(properties))


def is_one_fact(properties: Mapping[str, Any]) -> bool:
    """Whether the sources of a feature stand behind one fact, so that they confirm each other.

    Those of a cell, a post and an incident do; those of a line or an area that follows from many
    places do not.
    """
    return not {"place", "operator", "incident"}.isdisjoint(properties)


def standing_list(cited: Iterable[Citation], separator: str = ";") -> str:
    """The standing of each citation, joined as ids of sources are in a data file."""
    return separator.join(each.standing for each in cited)
