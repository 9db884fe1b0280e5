"""The words of one language: one TOML file a language under ``catalogs/``, or in the folder that
the environment names in ``DASHBOARD_CATALOGS``."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import babel

from dashboard.errors import ChoiceError, DashboardError
from dashboard.records import Agreement, Dataset, DateSpan, Party, Place, Seeds, Text, column
from dashboard.wording.cldr import Locale, SpanStyle

#: The language whose catalog has every phrase; it stands in for phrases that others lack.
COMPLETE = "en"
_CATALOGS = Path(__file__).parent / "catalogs"
#: Ending of phrases for data sets whose control comes from published areas.
_OF_AREAS = "_of_areas"


def languages() -> tuple[str, ...]:
    """Codes of the languages that have a catalog."""
    return tuple(sorted(_files()))


def catalogs_sha256() -> str:
    """The hash of all catalogs, and of the CLDR data by which numbers and days are written."""
    return _sha256(tuple(sorted(_files().values())))


@functools.cache
def _sha256(paths: tuple[Path, ...]) -> str:
    parts = [babel.__version__.encode(), *(path.read_bytes() for path in paths)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _files() -> Mapping[str, Path]:
    """The catalog of each language."""
    return _files_in(os.environ.get("DASHBOARD_CATALOGS"))


@functools.cache
def _files_in(further: str | None) -> Mapping[str, Path]:
    folders = (_CATALOGS, Path(further)) if further else (_CATALOGS,)
    return {path.stem: path for folder in folders for path in folder.glob("*.toml")}


class Wording:
    """The words of one language.

    ``wording["key"]`` gives a phrase and fails for an unknown key, so a missing word is found by
    the first test that shows it. ``browser`` are the phrases the map's runtime needs. ``texts``
    maps texts of records, as they were entered in the language ``entered_in``, to this one. A text
    in several languages is looked up in the order of ``languages``, this one first. See
    ``of_seeds``.
    """

    def __init__(
        self,
        language: str,
        phrases: Mapping[str, str],
        browser: Mapping[str, str],
        meta: Mapping[str, Any],
    ):
        self.language, self.name, self.direction = language, meta["name"], meta["direction"]
        self.locale = Locale(meta["locale"])
        self._phrases, self.browser = {**browser, **phrases}, dict(browser)
        self.texts: Mapping[str, str] = MappingProxyType({})
        self.entered_in = COMPLETE
        self.languages: tuple[str, ...] = (language, COMPLETE)

    def of_seeds(self, seeds: Seeds) -> Wording:
        """This wording with the languages of the seeds and the translations entered there.

        Where control is known from published areas, phrases that have a form ``…_of_areas`` say
        that instead.
        """
        made = copy.copy(self)
        if seeds.published_areas:
            own = {
                key.removesuffix(_OF_AREAS): phrase
                for key, phrase in self._phrases.items()
                if key.endswith(_OF_AREAS)
            }
            made._phrases = {**self._phrases, **own}
            made.browser = {key: own.get(key, phrase) for key, phrase in self.browser.items()}
        made.entered_in = seeds.dataset.languages[0]
        made.languages = (self.language, *seeds.dataset.languages)
        made.texts = MappingProxyType(
            {
                row.text: row.translation
                for row in seeds.translations
                if row.language == self.language
            }
        )
        return made

    def __getitem__(self, key: str) -> str:
        return self._phrases[key]

    def get(self, key: str) -> str | None:
        """The phrase, or ``None`` where the language has none."""
        return self._phrases.get(key)

    def fill(self, key: str, **values: Any) -> str:
        """The phrase with its ``{names}`` filled in."""
        return self._phrases[key].format(**values)

    def counted(self, key: str, n: float, **values: Any) -> str:
        """A phrase whose form depends on a number: ``{n}`` is that number, the other values are
        filled in.

        Such a phrase is a table of CLDR plural categories in the catalog:
        ``key = {one = "a day", other = "{n} days"}``.
        """
        forms = self._phrases[key]
        if isinstance(forms, str):
            phrase = forms
        else:
            phrase = forms.get(self.locale.plural(n)) or forms["other"]
        return phrase.format(n=self.locale.number(n), **values)

    def of(self, record: Any, field: str) -> str:
        """The text ``field`` of a record in this language, else in the first of the data set that
        has it."""
        text: Text | None = getattr(record, field)
        return text.in_language(*self.languages) if text else ""

    def holder(self, party: Party | None, field: str = "name") -> str:
        """The name of a holder of land; the word for *unknown* for ``None``."""
        return self.of(party, field) if party else self["unknown_controller"]

    def of_properties(self, properties: Mapping[str, Any], name: str) -> str:
        """The text ``name`` of a feature, which has a property a language; empty for none."""
        given = (properties.get(column(name, code)) for code in self.languages)
        return str(next(filter(None, given), ""))

    def map_name(self, place: Place) -> str:
        """The name of a place for a map: without the part that only distinguishes it from others of
        that name."""
        name = self.of(place, "name")
        short = re.sub(r"\s*[(\[].*?[)\]]", "", name).rpartition(": ")[2]
        return short.replace("`", "").strip() or name

    def text(self, entered: str) -> str:
        """The text of a record in this language; untranslated text as it was entered."""
        return self.texts.get(entered, entered)

    def area(self, dataset: Dataset, name: str) -> str:
        """The name of an administrative unit, given by the name its places carry; that name itself
        if no unit is entered."""
        area = dataset.areas_by_name.get(name)
        return self.of(area, "name") if area else name

    def agreement(self, record: Agreement) -> str:
        """An agreement's short name in this language."""
        return self.of(record, "short_name")

    def reference(self, record: Agreement | None) -> str:
        """The start that land taken is counted from: an agreement, or the start of the series."""
        return self.agreement(record) if record else self["series_start"]

    def date(self, day: dt.date) -> str:
        """A day in words: ``5 March 2020``."""
        return self.locale.date(day)

    def error(self, error: DashboardError) -> str:
        """What went wrong, with what is wanted; as on the command line where it has no phrase."""
        if not isinstance(error, ChoiceError) or not error.phrase:
            return str(error)
        values = {name: self._in_words(value) for name, value in error.values.items()}
        near = [self.fill("did_you_mean", name=error.near)] if error.near else []
        return " ".join((self.fill(error.phrase, **values), *near))

    def _in_words(self, value: object) -> object:
        if isinstance(value, dt.date):
            return self.date(value)
        return value.in_language(*self.languages) if isinstance(value, Text) else value

    def position(self, lat: float, lon: float) -> str:
        """A position in degrees and words: ``0.5000° S, 20.5000° E``."""
        lon = lon - 360 if lon > 180 else lon
        sides = (
            ("degrees_south" if lat < 0 else "degrees_north", lat),
            ("degrees_west" if lon < 0 else "degrees_east", lon),
        )
        written = (self.fill(key, n=self.locale.number(abs(n), 0.0001)) for key, n in sides)
        return self["list_comma"].join(written)

    def days(self, count: float) -> str:
        """A number of days in words, in the plural form of the language."""
        return self.locale.unit(self.locale.number(count), "days", count)

    def date_span(self, span: DateSpan, style: SpanStyle = "long") -> str:
        """A date as exactly as it is known, in words; days in full or ``brief``."""
        first, _, last = span.text.partition("/")
        styles: tuple[SpanStyle, ...] = ("year", "month", style)
        ends = span.earliest, span.latest
        if last and last.count("-") == first.count("-"):
            return self.locale.span(*ends, styles[first.count("-")])
        return " – ".join(
            self.locale.span(day, day, styles[part.count("-")])
            for part, day in zip((first, last), ends, strict=True)
            if part
        )


def load(language: str = COMPLETE) -> Wording:
    """The wording of a language.

    Without a catalog for it the program speaks the language of the complete one, in its phrases,
    numbers, days and direction of writing; names and texts of the data are in their own. Raises
    ``ChoiceError`` if there is no such language.
    """
    return _load(language, _files().get(language))


def exists(language: str) -> bool:
    """Whether a language is known: it has a catalog, or the CLDR has it."""
    return language in _files() or Locale.known(language) is not None


def of_seeds(seeds: Seeds, language: str = "") -> Wording:
    """The wording of a language of the data set with the translations of its seeds; by default the
    first language.

    Raises ``ChoiceError`` if the data set has no such language.
    """
    spoken = seeds.dataset.languages
    language = language or spoken[0]
    if language not in spoken:
        raise ChoiceError(f"no language {language!r}; one of {', '.join(spoken)} is wanted")
    return load(language).of_seeds(seeds)


@functools.cache
def _load(language: str, path: Path | None) -> Wording:
    english = _read(_CATALOGS / f"{COMPLETE}.toml")
    data = _read(path) if path else {"meta": english["meta"] | {"name": _name(language)}}
    # a phrase not yet translated is shown in English rather than not at all
    app, browser, briefing = ({**english[t], **data.get(t, {})} for t in ("app", "map", "briefing"))
    named = {f"briefing.{key}": phrase for key, phrase in briefing.items()}
    return Wording(language, {**app, **named}, browser, data["meta"])


def _name(language: str) -> str:
    """The name of a language without a catalog, in that language."""
    locale = Locale.known(language)
    if locale is None:
        raise ChoiceError(
            f"no language {language!r}; a code of the CLDR is wanted, or one with a catalog: "
            f"{', '.join(languages())}"
        )
    return locale.name


@functools.cache
def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
