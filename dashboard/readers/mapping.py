"""The mapping file: what a person says of other people's files, so that nothing is guessed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from dashboard.errors import MappingError, Problem, shown
from dashboard.records import Basis, Certainty, Licence, Record, Seeds, Source
from dashboard.store import validation_problems

Column = Annotated[str, Field(min_length=1)]
_AnyMapping = TypeVar("_AnyMapping", bound="Mapping")


class Mapping(Record):
    """What every mapping says: the kind of the files, whose they are, under which licence.

    ``source`` becomes a row of ``sources.csv``, cited by everything that comes in; ``licence`` an
    entry of ``licences.toml``, which can be left out where the licence of the source is there.
    """

    kind: str
    source: Source
    licence: Licence | None = None

    @property
    def licences(self) -> tuple[Licence, ...]:
        """The licence to enter, if any."""
        return (self.licence,) if self.licence else ()


class Standing(Record):
    """How far what a file says can be trusted: a person's judgement of all its rows."""

    certainty: Certainty
    basis: Basis


#: Party by the word a file has for it; empty for a word that names nobody.
PartyByWord = dict[str, str]


def require_parties(
    mapping: Mapping, values: PartyByWord, seeds: Seeds, at: str = "values"
) -> None:
    """All parties of a mapping's ``values``, which stand ``at`` a path, are those of the data set.

    Raises
    ------
    MappingError
        With a problem for each that is not.
    """
    known = [party.id for party in seeds.dataset.parties]
    wanted = f"give one of {', '.join(known)}, or nothing for a word that names nobody"
    problems = [
        Problem(mapping.at(f"{at}.{word}"), f"{shown(party)} is no party", wanted, "unknown-party")
        for word, party in values.items()
        if party and party not in known
    ]
    if problems:
        raise MappingError(problems)


def load_mapping(path: Path, model: type[_AnyMapping]) -> _AnyMapping:
    """The mapping in a TOML file.

    Raises
    ------
    MappingError
        With every problem: where it stands, what is wrong, what is wanted.
    OSError
        If the file cannot be opened.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        wanted = "correct it (UTF-8 and TOML are wanted)"
        raise MappingError([Problem(path.name, str(error), wanted, "toml-syntax")]) from None
    try:
        mapping = model.model_validate(raw)
    except ValidationError as error:
        raise MappingError(validation_problems(error, model, path.name)) from None
    mapping.set_origin(path.name)
    if not mapping.source.licence:
        what, wanted = "licence is missing", "say under which licence the files stand"
        problem = Problem(f"{path.name}:source.licence", what, wanted, "field-missing")
        raise MappingError([problem])
    return mapping
