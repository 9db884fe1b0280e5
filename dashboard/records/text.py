"""Texts that a data set gives in its languages, each named by its code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

#: A language by its code in CLDR: ``en``, ``pt-BR``.
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


_Words = Annotated[
    dict[Language, str],
    Field(min_length=1, description="language → what it says there"),
]


class Text(Mapping[str, str]):
    """What something is called or what is said of it: one language or more → the words in it.

    Frozen; equal to another that says the same. In TOML ``title = {en = "…", uk = "…"}``; in a
    table and in the properties of a feature one column or property a language, ``name_uk``.

    Examples
    --------
    >>> name = Text({"en": "League", "uk": "Ліга"})
    >>> name.in_language("uk", "en"), name.in_language("ka", "en")
    ('Ліга', 'League')
    """

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str]):
        self._words = dict(words)

    def __getitem__(self, language: str) -> str:
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __hash__(self) -> int:
        return hash(frozenset(self._words.items()))

    def __repr__(self) -> str:
        return f"Text({self._words!r})"

    def language(self, *wanted: str) -> str:
        """The first language wanted that it has, else its first."""
        return next(code for code in (*wanted, *self._words) if code in self._words)

    def in_language(self, *wanted: str) -> str:
        """Its words in ``language(*wanted)``."""
        return self._words[self.language(*wanted)]

    def flat(self, name: str, languages: Iterable[str]) -> dict[str, str]:
        """Its words as properties or cells, one a language, empty where it has none.

        ``name`` comes before each: ``{"name_uk": "Ліга", "name_ka": ""}``.
        """
        return {column(name, code): self._words.get(code, "") for code in languages}

    @classmethod
    def in_flat(cls, flat: Mapping[str, Any], name: str, languages: Iterable[str]) -> Text:
        """The text that properties or cells have, as ``flat`` gives them."""
        return cls({code: words for code in languages if (words := flat.get(column(name, code)))})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            handler.generate_schema(_Words),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )


@cache
def code_column(level: str) -> str:
    """Name of the column or property that has the code of a unit; ``level`` is that of its name."""
    return f"{level}_code"


@cache
def column(name: str, language: str) -> str:
    """Name of the column or property that has a text in a language."""
    return f"{name}_{language}"
