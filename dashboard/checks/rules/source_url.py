"""A source has a web address, once, or a note that says what it is.

Readers follow the link, so it begins with ``http://`` or ``https://``, names a host and has no
spaces. Two rows with one address are one source under two ids.

Bad: ``www.example.org/1``. Good: ``https://www.example.org/1``.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.store.display import shown

ID = "source-url"


def check(subject: Subject) -> Iterator[Problem]:
    """Addresses that cannot be followed, that are given twice, or that are missing unexplained."""
    first: dict[str, str] = {}
    for source in subject.seeds.sources if subject.seeds else ():
        where = at(source, "url")
        if not source.url:
            if not source.note:
                what = f"{source.id!r} has no address and no note"
                yield Problem(where, what, "give the address, or say in note what it is", ID)
        elif not _followable(source.url):
            yield _no_address(where, source.url)
        elif first.setdefault(source.url, source.id) != source.id:
            what = f"the address is that of {first[source.url]!r} too"
            yield Problem(where, what, "keep one of the two and cite it", ID)


def _no_address(where: str, url: str) -> Problem:
    wanted = "write it in full, with https:// and no spaces"
    return Problem(where, f"{shown(url)} is no web address", wanted, ID)


def _followable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a port can be beyond counting, too
    except ValueError:
        return False
    spaced = any(character.isspace() for character in url)
    return parts.scheme in ("http", "https") and bool(host) and not spaced
