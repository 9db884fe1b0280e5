"""Everything people entered under ``seeds/``, read in one pass with every finding."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard import records
from dashboard.errors import Problem, SeedsError
from dashboard.records import Feature, Record, Seeds
from dashboard.store.display import word
from dashboard.store.documents import csv_rows, json_document, read_bytes, reason_of, toml_table
from dashboard.store.features import features_of
from dashboard.store.layout import AGREEMENTS, CLAIMS, DATASET, LICENCES, ROW_KINDS, SHAPES, TABLES
from dashboard.store.reading import Pass, Reading, sha256_of
from dashboard.store.validation_errors import unknown_field


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
    return _SeedsPass(folder.resolve()).run()


def seeds_sha256(folder: Path) -> str:
    """The ``sha256`` of the seeds under ``folder``, as ``load_seeds`` gives it, read or not.

    A file that is missing or cannot be opened is left out.
    """
    try:
        agreements = [f"{AGREEMENTS}/{name}" for name in _agreement_files(folder)]
    except OSError:
        agreements = []
    names = (DATASET, CLAIMS, LICENCES, *TABLES, *SHAPES, *agreements)
    files = {name: read_bytes(folder / name, name, []) for name in names}
    return sha256_of({name: data for name, data in files.items() if data is not None})


def _agreement_files(folder: Path) -> list[str]:
    # hidden files are locks and drafts of editors
    names = sorted(os.listdir(folder / AGREEMENTS))
    return [name for name in names if name.endswith(".toml") and not name.startswith(".")]


class _SeedsPass(Pass):
    """A pass over the seeds: every table, document and shape the layout names."""

    def run(self) -> Reading:
        """Read everything."""
        if not self.folder.is_dir():
            self.problems.append(
                Problem(
                    self.folder.name,
                    "the folder of seeds is missing",
                    "name an existing folder",
                    "file-missing",
                )
            )
            return Reading(None, tuple(self.problems), self.unread)
        dataset = self._document(DATASET, records.Dataset, "dataset")
        kinds: dict[str, Any] = {
            kind: self._table(name, model, kind) for name, (model, kind) in TABLES.items()
        }
        kinds |= self._claims()
        kinds["licences"] = self._licences()
        kinds["agreements"] = self._agreements()
        for name, (kind, layer) in SHAPES.items():
            kinds.setdefault(kind, {})[layer] = self._shapes(name, kind, layer)
        self._unknown_files()
        seeds = dataset and Seeds(dataset=dataset, sha256=self.sha256(), **kinds)
        return Reading(seeds, tuple(self.problems), self.unread)

    def _unknown_files(self) -> None:
        """A misspelt file would be left out in silence: say so instead."""
        known = {DATASET, CLAIMS, LICENCES, *TABLES, *SHAPES}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            agreement = path.parent == self.folder / AGREEMENTS and path.suffix == ".toml"
            if path.is_file() and not (
                hidden or agreement or name in known or path.name == "README.md"
            ):
                self.problems.append(
                    Problem(
                        self.where(name),
                        "no seeds file has this name",
                        "rename or remove it: it would not be read",
                        "file-unknown",
                    )
                )

    def _table(self, name: str, model: type[Record], kind: str) -> tuple[Record, ...]:
        column, kinds = ROW_KINDS.get(model, ("", {}))
        every = (model, *kinds.values())
        known = list(dict.fromkeys(key for each in every for key in each.model_fields))
        known.remove("origin")
        required = [key for key, info in model.model_fields.items() if info.is_required()]
        before = len(self.problems)
        rows = self.parsed(
            name, kind, lambda text, where, found: csv_rows(text, where, known, required, found)
        )
        if len(self.problems) > before:
            self.lost_kinds.add(kind)  # a row of the wrong length: its id is not known
        where = self.where(name)
        made = (
            self.row(kinds.get(row.get(column, ""), model), row, f"{where}:{line}", kind)
            for line, row in rows or ()
        )
        return tuple(filter(None, made))

    def _document(self, name: str, model: type[Record], kind: str) -> Any:
        raw = self.parsed(name, kind, toml_table)
        return None if raw is None else self.record(model, raw, self.where(name), kind)

    def _agreement(self, name: str) -> Record | None:
        """One agreement; if it is refused, its file still tells the id it was meant to have."""
        made: Record | None = self._document(
            f"{AGREEMENTS}/{name}", records.Agreement, "agreements"
        )
        if made is None:
            self.lose("agreements", {"id": name.removesuffix(".toml")})
        return made

    def _agreements(self) -> tuple[Record, ...]:
        try:
            names = _agreement_files(self.folder)
        except OSError as error:
            what = f"the folder cannot be opened: {reason_of(error)}"
            wanted = "give it, with one toml file for each agreement"
            self.problems.append(Problem(self.where(AGREEMENTS), what, wanted, "file-missing"))
            self.lost_kinds.add("agreements")
            names = []
        return tuple(filter(None, map(self._agreement, names)))

    def _parts(self, name: str, kind: str, parts: Sequence[str]) -> dict[str, Any]:
        """The parts of a document that holds nothing else; the list of its ``kind`` is one."""
        raw = self.parsed(name, kind, toml_table)
        if raw is None:
            return {}
        where = self.where(name)
        for part in raw.keys() - set(parts):
            self.problems.append(unknown_field(f"{where}:{word(part)}", part, list(parts)))
        if not isinstance(raw.get(kind, []), list):
            self.problems.append(
                Problem(
                    f"{where}:{kind}",
                    f"{kind} is not a list",
                    f"start each with [[{kind}]]",
                    "field-value",
                )
            )
            raw = {**raw, kind: []}
        return {kind: [], **raw}

    def _licences(self) -> tuple[Record, ...]:
        where = self.where(LICENCES)
        listed = self._parts(LICENCES, "licences", ["licences"]).get("licences", ())
        made = (
            self.record(records.Licence, each, f"{where}:licences.{number}", "licences", ".")
            for number, each in enumerate(listed, start=1)
        )
        return tuple(filter(None, made))

    def _claims(self) -> dict[str, Any]:
        raw = self._parts(CLAIMS, "claims", ["document", "claims"])
        if not raw:
            return {}
        where, listed, document = self.where(CLAIMS), raw["claims"], raw.get("document")
        claims = (
            self.record(records.Claim, claim, f"{where}:claims.{number}", "claims", ".")
            for number, claim in enumerate(listed, start=1)
        )
        made = document is not None and self.record(
            records.ClaimsDocument, document, f"{where}:document", "claims_document", "."
        )
        return {"claims": tuple(filter(None, claims)), "claims_document": made or None}

    def _shapes(self, name: str, kind: str, layer: str) -> tuple[Feature, ...]:
        document = self.parsed(name, kind, json_document)
        if document is None:
            return ()
        before = len(self.problems)
        features = features_of(document, layer, self.where(name), self.problems)
        if len(self.problems) > before:
            self.lost_kinds.add(kind)  # a feature that was left out: its id may not be known
        return features
