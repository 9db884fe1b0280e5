"""Text holds what a reader sees, and names stand on one line.

Control characters come with a careless paste, and U+FFFD is what a program puts where it could not
read a letter. Characters that turn the direction of writing round can make a text read as another;
Arabic needs none of them here, as the page sets the direction. Tabs and line breaks may stand in
notes, not in names and titles.

Bad: a note with a NUL byte, ``"Coast\\ntruce"`` as a name. Good: ``"Coast truce"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Record
from dashboard.store.display import word

ID = "unprintable-text"
_UNSEEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tab and line break
    r"\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd"
)
_ANYWHERE = re.compile(f"[{_UNSEEN}]")
_IN_NAMES = re.compile(f"[{_UNSEEN}\t\n]")
_NAME = re.compile(r"name|title|label|short|locality|publisher")


def check(subject: Subject) -> Iterator[Problem]:
    """Texts with such a character; the first one of a text is named."""
    for record in subject.entries:
        for name, unwanted in _fields(type(record)):
            for text in _texts(getattr(record, name)):
                if found := unwanted.search(text):
                    yield _problem(at(record, name), found)
    for where, feature in subject.shapes:
        for name, value in feature.properties.items():
            for text in (name, *_texts(value)):
                if found := (_IN_NAMES if _NAME.search(name) else _ANYWHERE).search(text):
                    yield _problem(f"{where}.properties.{word(name)}", found)


@cache
def _fields(kind: type[Record]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Fields of a record, each with what may not stand in its text."""
    names = (name for name in kind.model_fields if name != "origin")
    return tuple((name, _IN_NAMES if _NAME.search(name) else _ANYWHERE) for name in names)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from (*_texts(key), *_texts(member))
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _texts(member)


def _problem(where: str, found: re.Match[str]) -> Problem:
    before = found.string[max(0, found.start() - 20) : found.start()]
    after = f" after {before!r}" if before else " at its start"
    character = f"U+{ord(found[0]):04X}"
    return Problem(where, f"the text has {character}{after}", "take that character out", ID)
