"""What entered records have in common: the base classes, and the types of their fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from dashboard.records.days import DateSpan
from dashboard.records.text import Text, column

Certainty = Literal["high", "medium", "low"]
#: ``area_statement``: a source closed a whole area on that day without naming each place.
#: ``published_area``: a map of areas shows it; ``redrawn``: the map drew a boundary anew that day.
Basis = Literal["reported", "published_area", "area_statement", "inferred", "redrawn"]
#: What is in no id: spaces, what parts words in lists, links and addresses, what is not seen.
NOT_IN_IDS = r"\s\x00-,./:-@\[-\^`\x7b-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
#: A word in letters of any script, digits, ``-`` and ``_``.
ID_PATTERN = rf"^[^_\-{NOT_IN_IDS}][^{NOT_IN_IDS}]*$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
IncidentMark = Literal["ring", "disc", "target", "dot"]
Hatch = Literal["none", "diagonal", "back_diagonal", "cross", "horizontal", "vertical", "dots"]


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return re.fullmatch(ID_PATTERN, text) is not None


def id_of(name: str) -> str:
    """An id made of a name in any script; empty if nothing in it can be of one."""
    return re.sub(rf"[{NOT_IN_IDS}]+", "-", name).strip("-_").lower()


def _split(value: Any) -> Any:
    """A CSV cell ``a;b`` as ``("a", "b")``; lists from TOML pass through."""
    return _parts(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)  # many rows of a table have the same cell
def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """Marks ids of what was entered as a ``kind``, such as ``place``: see ``links_of``."""

    kind: str


AgreementId = Annotated[Id, LeadsTo("agreement")]
GroupId = Annotated[Id, LeadsTo("group")]
LayerName = Annotated[Id, LeadsTo("layer")]
LicenceId = Annotated[str, LeadsTo("licence")]
OperationId = Annotated[str, LeadsTo("operation")]
PartyId = Annotated[Id, LeadsTo("party")]
PlaceId = Annotated[Id, LeadsTo("place")]
RecipeId = Annotated[Id, LeadsTo("recipe")]
#: Marks a field whose text readers read as sentences or terms: it can be translated.
PROSE = object()
Prose = Annotated[str, PROSE]
ProseList = Annotated[tuple[str, ...], PROSE]
_Strings = tuple[Annotated[str, Field(min_length=1)], ...]
#: A list, or a text of its parts with ``;`` between them.
StringList = Annotated[_Strings, BeforeValidator(_split, json_schema_input_type=str | _Strings)]
SomeStrings = Annotated[StringList, Field(min_length=1)]
Sources = Annotated[StringList, LeadsTo("source")]
#: Administrative units by ``LEVEL:CODE``, with the codes that places carry.
UnitIds = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[^:]+:.+$")], ...], BeforeValidator(_split)
]
#: Answers to rules that ask whether something is meant, each ``RULE: why``.
Meant = Annotated[
    StringList,
    Field(description="answers to rules that ask whether something is meant, each 'RULE: why'"),
]
Dated = Annotated[
    DateSpan,
    BeforeValidator(DateSpan.parse),
    WithJsonSchema(
        {"type": "string", "description": "YYYY, YYYY-MM, YYYY-MM-DD, or two of them joined by '/'"}
    ),
]


def _written_day(value: Any) -> Any:
    """A day, or ``YYYY-MM-DD``; a bare number would pass as seconds since 1970.

    Elsewhere 9999-12-31 means "no end"; here such an end is left empty.
    """
    if str(value).strip().startswith("9999-"):
        raise PydanticCustomError("no_known_day", "stands for no known day")
    if isinstance(value, dt.date) or (
        isinstance(value, str) and re.fullmatch(r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*", value)
    ):
        return value
    raise PydanticCustomError("date_type", "not a day")


Day = Annotated[dt.date, BeforeValidator(_written_day)]
#: Marks days of which the map is asked: see ``series_days``.
IN_SERIES = object()
SeriesDay = Annotated[Day, IN_SERIES]


def _written_number(value: Any) -> Any:
    """Digits as people write them: ``1_0.5`` would pass as 10.5, and true as 1."""
    if isinstance(value, bool) or (isinstance(value, str) and "_" in value):
        raise PydanticCustomError("float_type", "not a number")
    return value


#: Bounds stand before it, where pydantic checks them without Python: tables have many numbers.
WRITTEN = BeforeValidator(_written_number)
Number = Annotated[float, WRITTEN]
Int = Annotated[int, WRITTEN]
#: In degrees; beyond 180 where the study area reaches over the antimeridian.
Longitude = Annotated[float, Field(ge=-180, le=360), WRITTEN]
Latitude = Annotated[float, Field(ge=-90, le=90), WRITTEN]
#: How much a place matters, from 1.
Rank = Annotated[int, Field(ge=1, le=4), WRITTEN]
#: How far a position can be off, in metres.
PrecisionM = Annotated[int, Field(gt=0, le=1_000_000), WRITTEN]


#: The names of fields that records were read with: a third of the memory of a row, so that rows
#: with the same share them.
_FIELDS_GIVEN: dict[frozenset[str], set[str]] = {}


class Record(BaseModel):
    """Base of every entered record: frozen, strict about names, knows where it was read."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
        allow_inf_nan=False,
        defer_build=True,  # most commands use few of the records
    )
    #: Beside the fields, in ``__dict__``: an attribute private to pydantic takes half as long again
    #: as all the rest of a row.
    _origin: ClassVar[str] = ""

    @property
    def origin(self) -> str:
        """Where it was read, as ``seeds/places.csv:17``; empty if it was not read."""
        return self._origin

    def set_origin(self, where: str, sep: str = ":") -> None:
        """Note where it was read, on every record inside it too; ``sep`` comes before a field."""
        self.__dict__["_origin"] = where
        given = self.__pydantic_fields_set__
        shared = _FIELDS_GIVEN.setdefault(frozenset(given), given)
        object.__setattr__(self, "__pydantic_fields_set__", shared)
        for path, member in self._members():
            member.set_origin(f"{where}{sep}{path}", ".")

    @classmethod
    def of_columns(
        cls, columns: Mapping[str, Iterable[Any]], origins: Iterable[str] | None = None
    ) -> tuple[Self, ...]:
        """Records of values that fit their fields, a column for each field that is given, as
        validation would make them; ``origins`` are where each was read, if it was. What the other
        fields have by default is shared by all.

        Raises ``ValueError`` if a field without a default is not given, a column is no field, or
        columns differ in length.
        """
        given, made, fields = set(columns), list[Self](), cls.model_fields
        required = {name for name, about in fields.items() if about.is_required()}
        if not required <= given <= fields.keys():
            listed = ", ".join(sorted(required - given | given - fields.keys()))
            raise ValueError(f"{cls.__name__}: {listed} missing, or no field of it")
        whole = {
            name: None if name in given else about.get_default(call_default_factory=True)
            for name, about in fields.items()
        }
        whole["_origin"] = ""
        read = columns if origins is None else {**columns, "_origin": origins}
        for values in zip(*read.values(), strict=True):
            record = cls.__new__(cls)
            entered = whole | dict(zip(read, values, strict=True))
            object.__setattr__(record, "__dict__", entered)
            object.__setattr__(record, "__pydantic_fields_set__", given)
            object.__setattr__(record, "__pydantic_extra__", None)
            object.__setattr__(record, "__pydantic_private__", None)
            made.append(record)
        return tuple(made)

    def at(self, name: str, language: str = "") -> str:
        """The address of a field: ``seeds/places.csv:17:lon``, ``seeds/x.toml:recipes.2.day``.

        With a language that of its words in a ``Text``: ``seeds/places.csv:17:name_uk``,
        ``seeds/x.toml:recipes.2.title.uk``.
        """
        if language:
            name = f"{name}.{language}" if ".toml" in self.origin else column(name, language)
        return f"{self.origin}{'.' if '.toml:' in self.origin else ':'}{name}"

    def walk(self) -> Iterator[Record]:
        """This record, and every record inside it, in the order of their fields."""
        yield self
        for _, member in self._members():
            yield from member.walk()

    def _members(self) -> Iterator[tuple[str, Record]]:
        """The records directly inside it, each with its path; members of a list from 1."""
        for name in _fields_of_records(type(self)):
            value = getattr(self, name)
            if isinstance(value, Record):
                yield name, value
            elif isinstance(value, tuple):
                for number, member in enumerate(value, start=1):
                    if isinstance(member, Record):
                        yield f"{name}.{number}", member

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Its own fields that are texts in languages, each with its name."""
        for name in text_fields(type(self)):
            if (value := getattr(self, name)) is not None:
                yield name, value

    def prose(self) -> Iterator[str]:
        """The texts of its own fields that can be translated, those that are not empty."""
        for name, about in type(self).model_fields.items():
            if PROSE in about.metadata:
                value = getattr(self, name)
                yield from filter(None, value if isinstance(value, tuple) else (value,))


@cache
def text_fields(model: type[Record]) -> tuple[str, ...]:
    """Names of the fields of a record that are texts in languages."""
    kinds = ((name, info.annotation) for name, info in model.model_fields.items())
    return tuple(name for name, kind in kinds if Text in (kind, *get_args(kind)))


@cache
def links_of(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """The fields of a record that hold ids, each with the kind of what these lead to."""
    fields = model.model_fields.items()
    return tuple((name, kind) for name, about in fields for kind in _kinds_in(about))


def _kinds_in(about: Any) -> Iterator[str]:
    """What ids in a field, or in a type within its annotation, lead to."""
    marks = getattr(about, "metadata", getattr(about, "__metadata__", ()))
    yield from (mark.kind for mark in marks if isinstance(mark, LeadsTo))
    inner = (about.annotation,) if isinstance(about, FieldInfo) else get_args(about)
    for each in inner:
        yield from _kinds_in(each)


@cache
def series_days(model: type[Record]) -> tuple[str, ...]:
    """Names of the fields of a record with days that have to lie in the series."""
    fields = model.model_fields.items()
    return tuple(name for name, about in fields if IN_SERIES in about.metadata)


@cache
def _fields_of_records(model: type[Record]) -> tuple[str, ...]:
    """The fields of a record that can hold another."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if _names_record(field.annotation))


def _names_record(annotation: Any) -> bool:
    is_record = isinstance(annotation, type) and issubclass(annotation, Record)
    return is_record or any(map(_names_record, get_args(annotation)))


class Sourced(Record):
    """A statement with what supports it. ``verified = false``: nobody has found it in a source."""

    sources: Sources = ()
    verified: bool = True
    note: Prose = ""
    meant: Meant = ()
