"""Text that is there, can be printed, and is translated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, get_args

from dashboard import store, wording
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Entries, Subject, texts_in
from dashboard.errors import shown, word
from dashboard.records import Place, Record, Translation, code_column, text_fields


@rule
def field_missing(subject: Subject) -> Findings:
    """Every field without a default is filled in.

    An empty CSV cell counts as missing, and so does empty text in TOML.

    Bad: a place without ``lat``. Good: a place with ``lon`` and ``lat``; one whose position is not
    known belongs in ``unresolved_places.csv``.
    """
    yield from subject.in_each_part("field-missing", _missing)


def _missing(_: Subject, entries: Entries) -> Findings:
    required = ((of, name) for kind, of in entries.items() for name in _required(kind))
    for records, name in required:
        for record in records:
            if getattr(record, name) == "":
                what = f"{name} is empty"
                yield record.at(name), what, "fill it in: the field has no default"
    for record, name, text in texts_in(entries):
        for language, words in text.items():
            if not words:
                what = f"{name} is empty in {language!r}"
                yield record.at(name, language), what, "fill it in or take it out"


@rule
def text_languages(subject: Subject) -> Findings:
    """A text has the first language of the data set, and none that the data set does not name.

    Readers are offered the ``languages`` of ``dataset.toml``. The first stands in wherever a text
    has no other, so every text has it; one in a language not named is never shown.

    Bad: ``title = {ar = "…"}`` where ``languages = ["en", "ar"]``. Good: ``en`` there as well.
    """
    for code in subject.seeds.dataset.languages:
        if not wording.exists(code):
            what, known = f"{code!r} is no language", "give a code of the CLDR, such as en or pt-BR"
            yield subject.seeds.dataset.at("languages"), what, known
    yield from subject.in_each_part("text-languages", _in_other_languages)


def _in_other_languages(subject: Subject, entries: Entries) -> Findings:
    languages = subject.seeds.dataset.languages
    wanted = f"use {', '.join(languages)}, or add it to languages in {store.DATASET}"
    for record, name, text in texts_in(entries):
        given = list(text)
        if languages[0] not in given:
            what = f"{name} is not given in {languages[0]!r}"
            yield record.at(name), what, "give it in the first language of the data set"
        for code in given:
            if code not in languages:
                what = f"the data set has no language {code!r}"
                yield record.at(name, code), what, wanted


@cache
def _required(kind: type[Record]) -> tuple[str, ...]:
    """Fields without a default; a text in languages is looked at in each of them."""
    required = (name for name, field in kind.model_fields.items() if field.is_required())
    return tuple(name for name in required if name not in text_fields(kind))


@rule
def stale_translation(subject: Subject) -> Findings:
    """A translation is of a record's text, into a language of the data set, and the only one.

    ``text`` is the record's own, letter for letter. Once the record is changed its old translation
    would be shown for what it no longer says, so it is looked up by the whole text and found no
    more: look at both again.

    Bad: a row for ``Signed at see.`` where the record says ``Signed at sea.``; two rows for one
    text.
    Good: one row for ``Signed at sea.``.
    """
    prose = subject.seeds.prose()
    first: dict[tuple[str, str], Translation] = {}
    entered_in, *spoken = subject.seeds.dataset.languages
    for row in subject.seeds.translations:
        if row.language not in spoken:
            what = f"texts in {entered_in!r} are not translated into {shown(row.language)}"
            yield row.at("language"), what, f"use one of languages: {', '.join(spoken)}"
        if row.text not in prose:
            what = f"no record says {shown(row.text)}"
            yield row.at("text"), what, "give the text of a record, or remove it"
        earlier = first.setdefault((row.language, row.text), row)
        if earlier is not row:
            what = f"{shown(row.text)} is translated before, at {earlier.origin}"
            yield row.at("text"), what, "keep one of them"


_UNSEEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tab and line break
    r"\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd\ufdd0-\ufdef\ufffe\uffff"
)
_ANYWHERE = re.compile(f"[{_UNSEEN}]")
_IN_NAMES = re.compile(f"[{_UNSEEN}\t\n]")
_NAME = re.compile(r"name|title|label|short|locality|publisher")


@rule
def unprintable_text(subject: Subject) -> Findings:
    """Text holds what a reader sees, and names stand on one line.

    Control characters come with a careless paste, U+FFFD is what a program puts where it could not
    read a letter, and U+FFFF and its like are no characters at all. Those that turn the direction
    of writing round can make a text read as another; Arabic needs none of them here, as the page
    sets the direction. Tabs and line breaks may stand in notes, not in names and titles.

    Bad: a note with a NUL byte, ``"Coast\\ntruce"`` as a name. Good: ``"Coast truce"``.
    """
    yield from subject.in_each_part("unprintable-text", _unprintable)
    for shape in subject.shapes:
        for name, value in shape.feature.properties.items():
            for text in (name, *_texts(value)):
                if found := _unwanted(name).search(text):
                    yield _finding(shape.at(word(name)), found)


def _unprintable(_: Subject, entries: Entries) -> Findings:
    fields = ((of, *field) for kind, of in entries.items() for field in _fields(kind))
    for records, name, unwanted in fields:
        for record in records:
            if value := getattr(record, name):
                for text in (value,) if type(value) is str else _texts(value):
                    if found := unwanted.search(text):
                        yield _finding(record.at(name), found)
    for record, name, words in texts_in(entries):
        unwanted = _unwanted(name)
        for language, text in words.items():
            if found := unwanted.search(text):
                yield _finding(record.at(name, language), found)
    for place in entries.get(Place, ()):
        for unit in place.units:
            if found := _IN_NAMES.search(unit.name):
                yield _finding(place.at(unit.level), found)
            if found := _IN_NAMES.search(unit.code):
                yield _finding(place.at(code_column(unit.level)), found)


@cache
def _fields(kind: type[Record]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Fields of a record that hold text in one language, each with what may not stand in it."""
    named = (name for name, field in kind.model_fields.items() if _has_text(field.annotation))
    return tuple((name, _unwanted(name)) for name in named)


@lru_cache(maxsize=1024)  # properties of shapes have any name
def _unwanted(name: str) -> re.Pattern[str]:
    return _IN_NAMES if _NAME.search(name) else _ANYWHERE


def _has_text(annotation: Any) -> bool:
    """Whether a value of a type can be, or have in it, text that people chose."""
    return annotation is str or any(map(_has_text, get_args(annotation)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _texts(member)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from (*_texts(key), *_texts(member))


def _finding(where: str, found: re.Match[str]) -> tuple[str, str, str]:
    before = found.string[max(0, found.start() - 20) : found.start()]
    after = f" after {before!r}" if before else " at its start"
    character = f"U+{ord(found[0]):04X}"
    return where, f"the text has {character}{after}", "take that character out"
