"""What facts rest on and are held against: sources, others' figures, independent attestations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field

from dashboard.records.base import (
    Dated,
    Id,
    LicenceId,
    Meant,
    Number,
    PartyId,
    PlaceId,
    Record,
    SeriesDay,
    Sources,
)

_FILE_ENDING = re.compile(r"(\.[a-z]{2,5})+$")
_BETWEEN_WORDS = re.compile(r"[\s\-_+.,:;()–—\"“”]+")


@lru_cache(4096)
def _words_of_address(url: str) -> str:
    """The readable words of an address: those of the part of its path that has most.

    A number of up to four digits is read between words only (35 villages): at either end it is the
    site's own, as are codes (``m4`` and ``9th`` stay). Parts of one or two words are left out,
    which are sections of a site (``middle-east``). Empty where the address has no words.

    Examples
    --------
    >>> _words_of_address("https://example.org/news/army-takes-35-villages-from-9th-post-105323.html")
    'army takes 35 villages from 9th post'
    """

    def is_word(token: str) -> bool:
        letters = any(c.isalpha() for c in token)
        return letters and (len(token) <= 4 or not any(c.isdigit() for c in token))

    named: list[str] = []
    for part in unquote(urlsplit(url).path).split("/"):
        tokens = _BETWEEN_WORDS.split(_FILE_ENDING.sub("", part))
        of_words = [i for i, token in enumerate(tokens) if is_word(token)]
        if len(of_words) > len([t for t in named if is_word(t)]):
            phrase = tokens[of_words[0] : of_words[-1] + 1]
            named = [t for t in phrase if is_word(t) or (t.isdigit() and len(t) <= 4)]
    return " ".join(named) if len(named) > 2 else ""


#: Kinds of sources; ``dashboard.standing`` says how far each can be trusted.
SourceKind = Literal[
    "united nations",
    "database",
    "gazetteer",
    "map data",
    "government",
    "news agency",
    "monitor",
    "research",
    "news",
    "state media",
    "encyclopedia",
    "copy",
    "blog or forum",
    "social/video",
    "content farm",
    "unstable page",
    "unclassified",
]


class Source(Record):
    """What supports a fact. Empty ``title`` or ``publisher`` means we have not read it.

    ``url`` is empty only for a source that is not on the web (then ``note`` says what it is).
    ``originator`` is whose report it is where the publisher repeats another's: sources of one
    originator do not confirm each other. ``licence`` is that of material taken from it; empty where
    nothing but facts was.
    """

    id: Id
    url: str = ""
    title: str = ""
    publisher: str = ""
    published_on: Dated | None = None
    kind: SourceKind = "unclassified"
    language: str = ""
    note: str = ""
    originator: str = ""
    licence: LicenceId = ""
    meant: Meant = ()

    @property
    def address_words(self) -> str:
        """The readable words of its address, which stand for a title that was not read."""
        return _words_of_address(self.url)

    @property
    def label(self) -> str:
        """How a source is named to readers, never by its id.

        Its title where we have read it, else its publisher, day and, in square brackets, the words
        of its address, or the site where the address has none.
        """
        day = f", {self.published_on}" if self.published_on else ""
        if self.title:
            by = f" ({self.publisher})" if self.publisher else ""
            return f"{self.title}{by}{day}"
        site = (urlsplit(self.url).hostname or "").removeprefix("www.")
        by = self.publisher or site or self.note
        if self.address_words:
            return f"{by}{day}: [{self.address_words}]"
        return f"{by}{day}" if site in by.lower() else f"{by}{day}: {site}"

    @property
    def short_label(self) -> str:
        """How it is named where its label is a link away: publisher, or title, and day."""
        site = (urlsplit(self.url).hostname or "").removeprefix("www.")
        day = f", {self.published_on}" if self.published_on else ""
        return f"{self.publisher or self.title or site or self.note}{day}"

    @property
    def name(self) -> str:
        """Its title; where none was read, in square brackets, the words of its address or, where it
        has none, its publisher. Never its id."""
        by = self.publisher or urlsplit(self.url).hostname or self.note
        return self.title or f"[{self.address_words or by}]"

    @property
    def archive_url(self) -> str:
        """Where the Internet Archive would have the page: near its day, else all its copies.

        Whether it has one is not looked up. Empty for a source that is not on the web.
        """
        if not self.url:
            return ""
        on = self.published_on
        near = f"{on.earliest:%Y%m%d}" if on and on.earliest == on.latest else "2*"
        return f"https://web.archive.org/web/{near}/{self.url}"


class Licence(Record):
    """Terms under which material may be used; ``id`` is the usual short name.

    Where ``geometry_may_be_shipped`` is false a layer under it can be looked at here and is never
    handed on. ``credit`` names those who have to be named, ``terms`` is an address.
    """

    id: Annotated[str, Field(min_length=1)]
    terms: str
    geometry_may_be_shipped: bool
    credit: str = ""


class LicencesFile(Record):
    """``licences.toml``: terms under which material of others is used."""

    licences: tuple[Licence, ...] = ()


class PublishedFigure(Record):
    """A figure somebody else published, kept to be shown beside ours. Never tuned to.

    ``compare`` says which figure of ours it can be set beside; empty where there is none.
    """

    id: Id
    value: str
    unit: str
    as_of: str
    measures: str
    sources: Sources = ()
    compare: Literal["", "net_gain", "gain", "held_area", "held_share"] = ""
    reason: str = ""


class ComparedFigure(PublishedFigure):
    """A figure with ours beside it: ``compare_party``'s, on ``compare_to``.

    ``compare_within`` is a recipe id, ``LEVEL:CODE`` for an administrative unit or empty
    for the whole study area. ``reason`` is the likely reason for a difference.
    """

    compare_party: PartyId
    compare_to: SeriesDay
    compare_within: str = ""
    compare_value: Number


class HeldFigure(ComparedFigure):
    """What the party holds, in km² or as a share."""

    compare: Literal["held_area", "held_share"]


class GainFigure(ComparedFigure):
    """What the party gained since ``compare_from``, or gained less what it lost."""

    compare: Literal["gain", "net_gain"]
    compare_from: SeriesDay


class Attestation(Record):
    """A place a source puts on one side while the line was frozen: an independent check."""

    place_name: str
    controller: PartyId
    basis: str
    sources: Sources = ()


class TruthCheck(Record):
    """Who held a place on a day, says a source no event rests on: a test of the map, no input.

    Where ``day`` is an interval, the party held the place on all of it.
    """

    day: Dated
    place: PlaceId
    party: PartyId
    sources: Sources = ()
    note: str = ""
    meant: Meant = ()


class ChainFix(Record):
    """One decision taken while histories were made consistent, with the reason."""

    place: str
    event: str = ""
    action: str
    reason: str = ""
