"""Where a record was read: set on it and on every record inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.records import Record
from dashboard.store.validation_errors import field_path

#: Names of fields, and places in their tuples, that lead to a value inside a record.
Path = tuple[str | int, ...]


def typed_origins(record: Record, path: Path = ()) -> Iterator[Path]:
    """Paths at which somebody typed ``origin``: a field only reading may set."""
    if "origin" in record.model_fields_set:
        yield (*path, "origin")
    for inner, member in _members(record):
        yield from typed_origins(member, (*path, *inner))


def with_origin(record: Record, where: str, sep: str) -> Record:
    """The record with ``origin`` set on itself and on every record inside it."""
    update: dict[str, Any] = {"origin": where}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            update[name] = with_origin(value, f"{where}{sep}{field_path([name])}", ".")
        elif isinstance(value, tuple) and any(isinstance(member, Record) for member in value):
            update[name] = tuple(
                with_origin(member, f"{where}{sep}{field_path([name, index])}", ".")
                for index, member in enumerate(value)
            )
    return record.model_copy(update=update)


def _members(record: Record) -> Iterator[tuple[Path, Record]]:
    """The records directly inside ``record``, each with its path."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield (name,), value
        elif isinstance(value, tuple):
            for index, member in enumerate(value):
                if isinstance(member, Record):
                    yield (name, index), member
