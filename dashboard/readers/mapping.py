"""The mapping file: what a person says of other people's files, so that nothing is guessed."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import Annotated, TypeVar, get_args

from pydantic import Field, ValidationError

from dashboard.errors import MappingError, Problem, shown
from dashboard.readers.task import Refused
from dashboard.records import Basis, Certainty, Licence, Record, Seeds, Source, StringList
from dashboard.store import validation_problems

Column = Annotated[str, Field(min_length=1)]
#: One column, or several.
Columns = StringList
#: Party by the word a file has for it; empty for a word that names nobody.
PartyByWord = dict[str, str]
#: Values by column: rows are kept that have one of them in each.
Only = dict[str, tuple[str, ...]]
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

    def problems(self, seeds: Seeds) -> Iterator[Problem]:
        """Problems for what it names and neither it nor the data set has."""
        known = [licence.id for licence in (*seeds.licences, *self.licences)]
        if not self.source.licence:
            wanted = "say under which licence the files stand"
            yield Problem(self.at("source.licence"), "licence is missing", wanted, "field-missing")
        elif self.source.licence not in known:
            what = f"there is no licence {shown(self.source.licence)}"
            wanted = f"give it under [licence], or one of {', '.join(known) or 'those there'}"
            yield Problem(self.at("source.licence"), what, wanted, "unknown-licence")

    def unknown(
        self, at: str, named: AnyMapping[str, str], known: Collection[str], kind: str, wanted: str
    ) -> Iterator[Problem]:
        """A problem for each word, at a path of the mapping, that stands for what is not known."""
        rule = f"unknown-{kind.replace(' ', '-')}"
        for word, value in named.items():
            if value and value not in known:
                what = f"{shown(value)} is no {kind}"
                yield Problem(self.at(f"{at}.{word}"), what, wanted, rule)

    def unknown_parties(self, at: str, named: PartyByWord, seeds: Seeds) -> Iterator[Problem]:
        """A problem for each word that stands for a party the data set has not."""
        known = [party.id for party in seeds.dataset.parties]
        wanted = f"give one of {', '.join(known)}, or nothing for a word that names nobody"
        return self.unknown(at, named, known, "party", wanted)


class PartyMapping(Mapping):
    """A mapping of who holds what: ``values`` says which party each word of the file stands for.

    A word that stands for nothing (``"nan" = ""``) is one that names nobody.
    """

    values: PartyByWord

    def problems(self, seeds: Seeds) -> Iterator[Problem]:
        """Problems for what it names and neither it nor the data set has."""
        yield from super().problems(seeds)
        yield from self.unknown_parties("values", self.values, seeds)


class Standing(Record):
    """How far what a file says can be trusted: a person's judgement of all its rows."""

    certainty: Certainty
    basis: Basis


def require_wanted(only: Only, row: AnyMapping[str, str]) -> None:
    """Raises ``Refused`` for a row that is not among those to keep."""
    for name, wanted in only.items():
        if row.get(name, "") not in wanted:
            raise Refused(f"{name} {{value}} is none of those asked for", row.get(name, ""))


def load_mapping(path: Path, model: type[_AnyMapping], seeds: Seeds) -> _AnyMapping:
    """The mapping in a TOML file, for a data set.

    Raises ``MappingError`` with every problem, where it stands, what is wrong and what is wanted;
    ``OSError`` if the file cannot be opened.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        wanted = "correct it (UTF-8 and TOML are wanted)"
        raise MappingError([Problem(path.name, str(error), wanted, "toml-syntax")]) from None
    (kind,) = get_args(model.model_fields["kind"].annotation)
    if (named := raw.get("kind", kind)) != kind:  # no other field of it would fit
        what, wanted = f"the mapping is for {shown(named)}", f"import {named}, or map {kind}"
        raise MappingError([Problem(f"{path.name}:kind", what, wanted, "field-value")])
    try:
        mapping = model.model_validate(raw)
    except ValidationError as error:
        raise MappingError(validation_problems(error, model, path.name)) from None
    mapping.set_origin(path.name)
    if problems := list(mapping.problems(seeds)):
        raise MappingError(problems)
    return mapping
