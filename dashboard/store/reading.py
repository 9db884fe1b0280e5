"""One pass over a folder: files to records, with every finding and whatever was lost on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dashboard.errors import Problem
from dashboard.records import Record, Seeds
from dashboard.store.display import word
from dashboard.store.documents import decoded, read_bytes
from dashboard.store.source_location import typed_origins, with_origin
from dashboard.store.validation_errors import field_path, unknown_field, validation_problems


@dataclass(frozen=True, slots=True)
class Unread:
    """What was entered but could not be read, so that nothing is called missing for it.

    ``rows`` holds the raw rows of refused records by field of ``Seeds``; ``kinds`` names the
    fields of which a whole file was lost.
    """

    rows: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()

    def may_hold(self, kind: str, identifier: str, key: str = "id") -> bool:
        """Whether a refused record of ``kind`` may have had ``identifier``."""
        return kind in self.kinds or any(
            row.get(key) == identifier for row in self.rows.get(kind, ())
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of one pass: seeds (``None`` without a usable dataset.toml) and findings."""

    seeds: Seeds | None
    problems: tuple[Problem, ...]
    unread: Unread


def sha256_of(files: Mapping[str, bytes]) -> str:
    """One hash of all files, by name, whatever their order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        # a file can have a name that is in no encoding
        digest.update(f"{name}\0{len(files[name])}\0".encode("utf-8", "surrogateescape"))
        digest.update(files[name])
    return digest.hexdigest()


class Pass:
    """What one pass over one folder collects: problems, the bytes read, what could not be used."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[Problem] = []
        self.read: dict[str, bytes] = {}
        self.lost_rows: dict[str, list[Mapping[str, Any]]] = {}
        self.lost_kinds: set[str] = set()

    @property
    def unread(self) -> Unread:
        """What was entered but could not be read so far."""
        rows = {kind: tuple(lost) for kind, lost in self.lost_rows.items()}
        return Unread(rows, frozenset(self.lost_kinds))

    def where(self, name: str) -> str:
        """The address of a file in findings."""
        return f"{self.folder.name}/{word(name)}"

    def parsed(self, name: str, kind: str, parse: Callable[[str, str, list[Problem]], Any]) -> Any:
        """What ``parse`` makes of the file; ``None`` notes that the kind lost a whole file."""
        where = self.where(name)
        data = read_bytes(self.folder / name, where, self.problems)
        if data is not None:
            self.read[name] = data
        text = decoded(data, where, self.problems) if data is not None else None
        parsed = parse(text, where, self.problems) if text is not None else None
        if parsed is None:
            self.lost_kinds.add(kind)
        return parsed

    def sha256(self) -> str:
        """The hash of all files read, whatever the order they were read in."""
        return sha256_of(self.read)

    def record(
        self, model: type[Record], raw: Any, where: str, kind: str, sep: str = ":"
    ) -> Record | None:
        """The record, its origin set throughout; ``None`` (with problems) if it is refused."""
        try:
            record = model.model_validate(raw)
        except ValidationError as error:
            self.problems.extend(validation_problems(error, model, where, sep))
            self.lose(kind, raw)
            return None
        typed = list(typed_origins(record))
        fields = [name for name in model.model_fields if name != "origin"]
        for path in typed:
            at = f"{where}{sep}{field_path(path)}"
            self.problems.append(unknown_field(at, "origin", fields))
        if typed:
            self.lose(kind, raw)
            return None
        return with_origin(record, where, sep)

    def row(self, model: type[Record], row: dict[str, str], where: str, kind: str) -> Record | None:
        """Like ``record`` for a flat one: thousands of them, so the origin goes in at once."""
        try:
            return model.model_validate({**row, "origin": where})
        except ValidationError as error:
            self.problems.extend(validation_problems(error, model, where))
            self.lose(kind, row)
            return None

    def lose(self, kind: str, raw: Any) -> None:
        """Note a record that cannot be used."""
        if isinstance(raw, Mapping):
            self.lost_rows.setdefault(kind, []).append(raw)
