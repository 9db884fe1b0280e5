"""Everything people entered under ``seeds/``, read in one pass with every finding."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dashboard import records
from dashboard.errors import Problem, SeedsError
from dashboard.records import Feature, Record, Seeds
from dashboard.store.display import word
from dashboard.store.documents import csv_rows, decoded, json_document, read_bytes, toml_table
from dashboard.store.features import features_of
from dashboard.store.origins import typed_origins, with_origin
from dashboard.store.refusals import field_path, refusals, unknown_field

DATASET = "dataset.toml"
CLAIMS = "claims.toml"
AGREEMENTS = "agreements"
#: Table -> its record, and the field of ``Seeds`` its rows go to.
TABLES: dict[str, tuple[type[Record], str]] = {
    "sources.csv": (records.Source, "sources"),
    "places.csv": (records.Place, "places"),
    "unresolved_places.csv": (records.UnresolvedPlace, "unresolved_places"),
    "control/baseline.csv": (records.Baseline, "baseline"),
    "control/events.csv": (records.Event, "events"),
    "control/unplaced_events.csv": (records.UnplacedEvent, "unplaced_events"),
    "control/operations.csv": (records.Operation, "operations"),
    "control/chain_fixes.csv": (records.ChainFix, "chain_fixes"),
    "posts.csv": (records.Post, "posts"),
    "published_figures.csv": (records.PublishedFigure, "published_figures"),
    "attestations.csv": (records.Attestation, "attestations"),
}
#: GeoJSON file -> the field of ``Seeds`` and the layer its features go to.
SHAPES: dict[str, tuple[str, str]] = {
    "lines/roads.geojson": ("lines", "roads"),
    "lines/rivers.geojson": ("lines", "rivers"),
    "basemap/countries.geojson": ("basemap", "countries"),
    "basemap/coast.geojson": ("basemap", "coast"),
    "basemap/lakes.geojson": ("basemap", "lakes"),
}


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


def load_seeds(folder: Path) -> Seeds:
    """The seeds under ``folder``, all of them readable.

    Raises
    ------
    SeedsError
        If any file or record cannot be read; it carries every problem.
    """
    seeds, problems = read_seeds(folder)
    if seeds is None or problems:
        raise SeedsError(problems)
    return seeds


def read_seeds(folder: Path) -> tuple[Seeds | None, tuple[Problem, ...]]:
    """The seeds under ``folder`` as far as they can be read, and every problem in reading them.

    Bad data never raises. The seeds are ``None`` only when ``dataset.toml`` cannot be used.
    """
    reading = scan_seeds(folder)
    return reading.seeds, reading.problems


def scan_seeds(folder: Path) -> Reading:
    """Like ``read_seeds``, with what was entered but could not be read."""
    return _Pass(folder.resolve()).run()


class _Pass:
    """One pass over one folder: collects records, problems and the bytes read."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[Problem] = []
        self.read: dict[str, bytes] = {}
        self.lost_rows: dict[str, list[Mapping[str, Any]]] = {}
        self.lost_kinds: set[str] = set()

    def run(self) -> Reading:
        if not self.folder.is_dir():
            self.problems.append(Problem(self.folder.name, "the folder of seeds is missing",
                                         "name an existing folder", "file-missing"))  # fmt: skip
            return Reading(None, tuple(self.problems), Unread())
        dataset = self._document(DATASET, records.Dataset, "dataset")
        kinds: dict[str, Any] = {
            kind: self._table(name, model, kind) for name, (model, kind) in TABLES.items()
        }
        kinds |= self._claims()
        kinds["agreements"] = self._agreements()
        for name, (kind, layer) in SHAPES.items():
            kinds.setdefault(kind, {})[layer] = self._shapes(name, kind, layer)
        self._unknown_files()
        seeds = dataset and Seeds(dataset=dataset, sha256=self._sha256(), **kinds)
        rows = {kind: tuple(lost) for kind, lost in self.lost_rows.items()}
        unread = Unread(rows, frozenset(self.lost_kinds))
        return Reading(seeds, tuple(self.problems), unread)

    # --- files ----------------------------------------------------------------------------

    def _where(self, name: str) -> str:
        return f"{self.folder.name}/{name}"

    def _parsed(self, name: str, kind: str, parse: Callable[[str, str, list[Problem]], Any]) -> Any:
        """What ``parse`` makes of the file; ``None`` notes that the kind lost a whole file."""
        where = self._where(name)
        data = read_bytes(self.folder / name, where, self.problems)
        if data is not None:
            self.read[name] = data
        text = decoded(data, where, self.problems) if data is not None else None
        parsed = parse(text, where, self.problems) if text is not None else None
        if parsed is None:
            self.lost_kinds.add(kind)
        return parsed

    def _sha256(self) -> str:
        digest = hashlib.sha256()
        for name in sorted(self.read):
            data = self.read[name]
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
        return digest.hexdigest()

    def _unknown_files(self) -> None:
        """A misspelt file would be left out in silence: say so instead."""
        known = {DATASET, CLAIMS, *TABLES, *SHAPES}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            agreement = path.parent == self.folder / AGREEMENTS and path.suffix == ".toml"
            if path.is_file() and not (
                hidden or agreement or name in known or path.name == "README.md"
            ):
                self.problems.append(Problem(self._where(word(name)), "no seeds file has this name",
                                             "rename or remove it: it would not be read",
                                             "file-unknown"))  # fmt: skip

    # --- records --------------------------------------------------------------------------

    def _record(
        self, model: type[Record], raw: Any, where: str, kind: str, sep: str = ":"
    ) -> Record | None:
        """The record, its origin set throughout; ``None`` (with problems) if it is refused."""
        try:
            record = model.model_validate(raw)
        except ValidationError as error:
            self.problems.extend(refusals(error, model, where, sep))
            self._lose(kind, raw)
            return None
        typed = list(typed_origins(record))
        fields = [name for name in model.model_fields if name != "origin"]
        for path in typed:
            at = f"{where}{sep}{field_path(path)}"
            self.problems.append(unknown_field(at, "origin", fields))
        if typed:
            self._lose(kind, raw)
            return None
        return with_origin(record, where, sep)

    def _row(self, model: type[Record], row: dict, where: str, kind: str) -> Record | None:
        """Like ``_record`` for a flat one: thousands of them, so the origin goes in at once."""
        try:
            return model.model_validate({**row, "origin": where})
        except ValidationError as error:
            self.problems.extend(refusals(error, model, where))
            self._lose(kind, row)
            return None

    def _lose(self, kind: str, raw: Any) -> None:
        if isinstance(raw, Mapping):
            self.lost_rows.setdefault(kind, []).append(raw)

    def _table(self, name: str, model: type[Record], kind: str) -> tuple[Record, ...]:
        fields = {key: info for key, info in model.model_fields.items() if key != "origin"}
        required = [key for key, info in fields.items() if info.is_required()]
        before = len(self.problems)
        rows = self._parsed(
            name, kind, lambda text, where, found: csv_rows(text, where, [*fields], required, found)
        )
        if len(self.problems) > before:
            self.lost_kinds.add(kind)  # a row of the wrong length: its id is not known
        where = self._where(name)
        made = (self._row(model, row, f"{where}:{line}", kind) for line, row in rows or ())
        return tuple(filter(None, made))

    def _document(self, name: str, model: type[Record], kind: str) -> Any:
        raw = self._parsed(name, kind, toml_table)
        return None if raw is None else self._record(model, raw, self._where(name), kind)

    def _agreements(self) -> tuple[Record, ...]:
        folder = self.folder / AGREEMENTS
        if not folder.is_dir():
            self.problems.append(Problem(self._where(AGREEMENTS), "the folder is missing",
                                         "add it, with one toml file for each agreement",
                                         "file-missing"))  # fmt: skip
        names = sorted(path.name for path in folder.glob("*.toml"))
        made = (self._document(f"{AGREEMENTS}/{name}", records.Agreement, "agreements")
                for name in names)  # fmt: skip
        return tuple(filter(None, made))

    def _claims(self) -> dict[str, Any]:
        raw = self._parsed(CLAIMS, "claims", toml_table)
        if raw is None:
            return {}
        where = self._where(CLAIMS)
        for name in raw.keys() - {"document", "claims"}:
            self.problems.append(
                unknown_field(f"{where}:{word(name)}", name, ["document", "claims"])
            )
        listed, document = raw.get("claims", []), raw.get("document")
        if not isinstance(listed, list):
            self.problems.append(Problem(f"{where}:claims", "claims is not a list",
                                         "start each claim with [[claims]]",
                                         "field-value"))  # fmt: skip
            listed = []
        claims = (
            self._record(records.Claim, claim, f"{where}:claims.{number}", "claims", ".")
            for number, claim in enumerate(listed, start=1)
        )
        made = document is not None and self._record(
            records.ClaimsDocument, document, f"{where}:document", "claims_document", "."
        )
        return {"claims": tuple(filter(None, claims)), "claims_document": made or None}

    def _shapes(self, name: str, kind: str, layer: str) -> tuple[Feature, ...]:
        document = self._parsed(name, kind, json_document)
        if document is None:
            return ()
        return features_of(document, layer, self._where(name), self.problems)
