"""How far a source and a report can be trusted: the Admiralty scale, by stated rules.

*Reliability*, A to F, is that of the source and follows from its kind. *Credibility*, 1 to 6, is
that of the report and follows from how many independent originators say the same. Together they are
the *standing* of a citation, such as ``B2``. Nothing here judges a single text: a report that
others contradict is entered with low certainty, and 4 and 5 (doubtful, improbable) are never
derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

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
    """Whose report it is: sources of one originator do not confirm each other."""
    return source.originator or source.publisher or source.id


def independent(sources: Iterable[Source]) -> frozenset[str]:
    """Originators of the sources that count, A to D."""
    return frozenset(originator(s) for s in sources if reliability(s) in _COUNTS)


def credibility(sources: Iterable[Source]) -> Credibility:
    """How credible what these sources all say is.

    Returns
    -------
    int
        1 with three or more independent originators, 2 with two, 3 with one; 6, cannot be judged,
        where none of the sources counts.
    """
    found = len(independent(sources))
    return 1 if found > 2 else 2 if found == 2 else 3 if found else 6


def of_record(source: Source) -> bool:
    """Whether it can carry high certainty alone: reliability A or B."""
    return reliability(source) in _OF_RECORD


def supports_high_certainty(sources: Iterable[Source]) -> bool:
    """Whether a fact may be of high certainty: a source of record, or two independent ones."""
    listed = tuple(sources)
    return any(map(of_record, listed)) or len(independent(listed)) > 1


def standings(sources: Iterable[Source]) -> tuple[str, ...]:
    """The standing of each of the sources of one fact, ``B2``, in their order."""
    listed = tuple(sources)
    number = credibility(listed)
    return tuple(f"{reliability(source)}{number}" for source in listed)
