"""Everything people entered under ``seeds/``, read in one pass with every finding.

The names of the files, and the record each is made of, stand here only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from dashboard import records
from dashboard.cache import Cache, no_cache
from dashboard.errors import Problem, SeedsError, word
from dashboard.records import Feature, Record, Seeds, SeedsFile
from dashboard.store.areas import AREAS, AreaFiles
from dashboard.store.columns import as_columns, of_columns
from dashboard.store.documents import (
    decoded,
    json_document,
    read_bytes,
    reason_of,
    toml_table,
)
from dashboard.store.geojson import features_of
from dashboard.store.tables import ROW_KINDS, TABLES, Columns
from dashboard.store.validation_errors import validation_problems

_Listed = TypeVar("_Listed", bound=Record)

DATASET = "dataset.toml"
CLAIMS = "claims.toml"
LICENCES = "licences.toml"
AGREEMENTS = "agreements"
#: The field with answers to rules that ask: no layer is made from it.
ANSWERS = "meant"
#: Files no data set can do without; any other that is absent counts as an empty one.
REQUIRED = (DATASET, LICENCES, "sources.csv", "places.csv", "control/baseline.csv")
#: What is counted in a file, by its kind: a table, shapes, a document.
COUNTED = ("rows", "features", "fields")
#: GeoJSON file -> its name in ``Seeds.shapes``, the layer of its features.
SHAPES = {
    "control/published_areas_zone.geojson": "zone",
    "control/units.geojson": "units",
    "lines/roads.geojson": "roads",
    "lines/rivers.geojson": "rivers",
    "lines/agreed.geojson": "agreed",
    "basemap/countries.geojson": "countries",
    "basemap/coast.geojson": "coast",
    "basemap/built_up.geojson": "built_up",
    "basemap/lakes.geojson": "lakes",
}
RELIEF = "basemap/relief.tif"
#: Describes the columns of tables to other programs; made, not entered, so it is not read.
PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of one pass: seeds (``None`` without a usable dataset.toml) and findings."""

    seeds: Seeds | None
    problems: tuple[Problem, ...]


def load_seeds(folder: Path) -> Seeds:
    """The seeds under ``folder``, all of them readable.

    Files of published areas are read when they are asked for: ``areas`` may raise the same then.
    Raises ``SeedsError`` if any file or record cannot be read; it carries every problem.
    """
    reading = _Pass(folder.resolve()).run()
    if reading.seeds is None or reading.problems:
        raise SeedsError(reading.problems)
    return reading.seeds


def scan_seeds(folder: Path, cache: Cache = no_cache) -> Reading:
    """The seeds under ``folder`` as far as they can be read, and every problem in reading them.

    Bad data never raises. There are no seeds only when ``dataset.toml`` cannot be used. Rows of
    long tables are cached, and what was found in a file of published areas.
    """
    reading = _Pass(folder.resolve(), cache).run()
    if reading.seeds is None:
        return reading
    areas, versions = reading.seeds.areas, reading.seeds.area_versions
    assert isinstance(areas, AreaFiles)
    found = (problem for name in areas for problem in areas.problems(name, versions, cache))
    return replace(reading, problems=(*reading.problems, *found))


def manifest(seeds: Seeds) -> dict[str, dict[str, Any]]:
    """What each file holds, by name: ``sha256``; of a table ``rows`` and ``columns`` that some row
    fills; of shapes ``features``; of a document ``fields``.
    """
    made: dict[str, dict[str, Any]] = {}
    for name, file in sorted(seeds.files.items()):
        made[name] = {"sha256": file.sha256}
        if name in TABLES:
            rows = getattr(seeds, TABLES[name][1])
            made[name] |= {"rows": len(rows), "columns": list(file.columns)}
        elif name in SHAPES:
            made[name]["features"] = len(seeds.shapes.get(SHAPES[name], ()))
        elif name.endswith(".toml"):
            made[name]["fields"] = file.fields
    return made


def field_versions(seeds: Seeds) -> dict[str, str]:
    """A version of each field of seeds, by name: equal only for equal files.

    It is the hash of the file that the field is read from, or of all of them; ``dataset.toml`` says
    how the tables are read.
    """
    dataset = _version(seeds, {DATASET})
    of_files = {
        "dataset": {DATASET},
        "claims": {CLAIMS},
        "claims_document": {CLAIMS},
        "licences": {LICENCES},
        "agreements": {name for name in seeds.files if name.startswith(f"{AGREEMENTS}/")},
        "shapes": set(SHAPES),
        "relief": {RELIEF},
        **{kind: {name} for name, (_, kind) in TABLES.items()},
    }
    made = {name: f"{dataset} {_version(seeds, files)}" for name, files in of_files.items()}
    return {field.name: made.get(field.name, seeds.sha256) for field in fields(Seeds)}


def _version(seeds: Seeds, names: Set[str]) -> str:
    there = sorted(names & seeds.files.keys())
    return _sha256_of_all({name: seeds.files[name].sha256 for name in there})


def seeds_sha256(folder: Path) -> str:
    """The ``sha256`` of the seeds under ``folder``, as ``load_seeds`` gives it, read or not.

    A file that is missing or cannot be opened is left out.
    """
    try:
        agreements = [f"{AGREEMENTS}/{name}" for name in _agreement_files(folder)]
    except OSError:
        agreements = []
    areas = [f"{AREAS}/{name}" for name in _area_files(folder)]
    names = (DATASET, CLAIMS, LICENCES, RELIEF, *TABLES, *SHAPES, *agreements, *areas)
    files = {name: read_bytes(folder / name, name, []) for name in names}
    return _sha256_of_all({name: _sha256(data) for name, data in files.items() if data is not None})


def _agreement_files(folder: Path) -> list[str]:
    # hidden files are locks and drafts of editors
    names = sorted(os.listdir(folder / AGREEMENTS))
    return [name for name in names if name.endswith(".toml") and not name.startswith(".")]


def _area_files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / AREAS).glob("[!.]*.geojson"))


def _values(raw: Any) -> int:
    """How many values a document has, answers to rules left out; a list of values is one."""
    if isinstance(raw, Mapping):
        return sum(_values(value) for name, value in raw.items() if name != ANSWERS)
    if isinstance(raw, list) and any(isinstance(member, Mapping) for member in raw):
        return sum(map(_values, raw))
    return 1


def _sha256(data: bytes) -> str:
    """The hash of a file, whatever the ends of its lines."""
    if b"\r" in data:  # the test takes a tenth of the time
        data = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(data).hexdigest()


def _sha256_of_all(files: Mapping[str, str]) -> str:
    """One hash of all files, from that of each by name, whatever their order."""
    lines = (f"{sha256} {name}\0" for name, sha256 in sorted(files.items()))
    # a file can have a name that is in no encoding
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


class _Pass:
    """One pass over the folder, and what it collects: problems, and the files read."""

    def __init__(self, folder: Path, cache: Cache = no_cache):
        self.folder, self.cache = folder, cache
        self.problems: list[Problem] = []
        self.read: dict[str, SeedsFile] = {}

    def _where(self, name: str) -> str:
        """The address of a file in findings."""
        return f"{self.folder.name}/{word(name)}"

    def _bytes(self, name: str) -> bytes | None:
        """A file: ``None`` where it is absent or cannot be opened."""
        if name not in REQUIRED and not os.path.lexists(self.folder / name):
            return None
        data = read_bytes(self.folder / name, self._where(name), self.problems)
        if data is not None:
            self.read[name] = SeedsFile(_sha256(data))
        return data

    def _parsed(
        self, name: str, data: bytes | None, parse: Callable[[str, str, list[Problem]], Any]
    ) -> Any:
        """What ``parse`` makes of a file: ``None`` where there is none or it cannot be used."""
        where = self._where(name)
        text = decoded(data, where, self.problems) if data is not None else None
        return parse(text, where, self.problems) if text is not None else None

    def _record(
        self, model: type[Record], raw: Any, where: str, columns: Columns | None = None
    ) -> Record | None:
        """The record, its origin set throughout; ``None`` (with problems) if it is refused.

        With ``columns`` it is a row of a table.
        """
        try:
            record = model.model_validate(columns.fields(model, raw) if columns else raw)
        except ValidationError as error:
            self.problems.extend(validation_problems(error, model, where, columns))
            return None
        record.set_origin(where)
        return record

    def run(self) -> Reading:
        """Read everything."""
        if not self.folder.is_dir():
            what = "the folder of seeds is missing"
            wanted = "name an existing folder"
            self.problems.append(Problem(self.folder.name, what, wanted, "file-missing"))
            return Reading(None, tuple(self.problems))
        dataset = self._document(DATASET, records.Dataset)
        columns = Columns.of_dataset(dataset) if dataset else None
        kinds: dict[str, Any] = {
            kind: self._table(name, model, columns) for name, (model, kind) in TABLES.items()
        }
        claims = self._listed(CLAIMS, records.ClaimsFile)
        kinds |= {"claims": claims.claims, "claims_document": claims.document}
        kinds["licences"] = self._listed(LICENCES, records.LicencesFile).licences
        kinds["agreements"] = self._agreements()
        kinds["shapes"] = {layer: self._shapes(name, layer) for name, layer in SHAPES.items()}
        kinds["relief"] = None if self._bytes(RELIEF) is None else self.folder / RELIEF
        kinds |= self._areas({row.file for row in kinds["published_areas"]})
        self._unknown_files()
        sha256 = _sha256_of_all({name: file.sha256 for name, file in self.read.items()})
        seeds = dataset and Seeds(dataset=dataset, files=self.read, sha256=sha256, **kinds)
        return Reading(seeds, tuple(self.problems))

    def _unknown_files(self) -> None:
        """A misspelt file would be left out in silence: say so instead."""
        known = {DATASET, CLAIMS, LICENCES, RELIEF, *TABLES, *SHAPES}
        known.add(PACKAGE)
        known.add(f"{RELIEF}.aux.xml")  # statistics, left by programs that open the raster
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            agreement = path.parent == self.folder / AGREEMENTS and path.suffix == ".toml"
            area = path.parent == self.folder / AREAS and path.suffix == ".geojson"
            if path.is_file() and not (
                hidden or agreement or area or name in known or path.name == "README.md"
            ):
                what = "no seeds file has this name"
                wanted = "rename or remove it: it would not be read"
                self.problems.append(Problem(self._where(name), what, wanted, "file-unknown"))

    def _areas(self, wanted: Set[str]) -> dict[str, Any]:
        """The files of published areas: those that rows name, and those that are there."""
        there, versions = _area_files(self.folder), {}
        for name in there:
            data = read_bytes(self.folder / AREAS / name, self._where(f"{AREAS}/{name}"), [])
            if data is not None:
                versions[name] = _sha256(data)
                self.read[f"{AREAS}/{name}"] = SeedsFile(versions[name])
        files = AreaFiles(self.folder, sorted({*there, *wanted}))
        return {"areas": files, "area_versions": versions}

    def _table(self, name: str, model: type[Record], columns: Columns | None) -> tuple[Record, ...]:
        """The rows of a table; without ``columns``, by the languages its header seems to name."""
        if (data := self._bytes(name)) is None:
            return ()
        before, made = len(self.problems), list[tuple[tuple[Record, ...], tuple[str, ...]]]()

        def read() -> bytes:
            made.append(self._rows(name, data, model, columns))
            return as_columns(*made[0]) if len(self.problems) == before else b""

        inputs = (b"table", name.encode(), repr(columns).encode(), self.read[name].sha256.encode())
        cached = self.cache(inputs, read) if columns else b""
        if cached and not made:
            made.append(of_columns(model, cached, self._where(name)))
        elif not made:
            read()
        rows, filled = made[0]
        self.read[name] = replace(self.read[name], columns=filled)
        return rows

    def _rows(
        self, name: str, data: bytes, model: type[Record], columns: Columns | None
    ) -> tuple[tuple[Record, ...], tuple[str, ...]]:
        """The rows of a table one by one, and the columns that some row fills."""

        def parse(text: str, where: str, found: list[Problem]) -> Any:
            made = columns or Columns.of_text(text)
            rows = made.rows(model, text, where, found)
            return None if rows is None else (made, rows)

        parsed = self._parsed(name, data, parse)
        if parsed is None:
            return (), ()
        filled = {column for _, row in parsed[1] for column in row} - {ANSWERS}
        where = self._where(name)
        column, kinds = ROW_KINDS.get(model, ("", {}))
        made = (
            self._record(kinds.get(row.get(column, ""), model), row, f"{where}:{line}", parsed[0])
            for line, row in parsed[1]
        )
        return tuple(filter(None, made)), tuple(sorted(filled))

    def _document(self, name: str, model: type[Record]) -> Any:
        raw = self._parsed(name, self._bytes(name), toml_table)
        if raw is None:
            return None
        self.read[name] = replace(self.read[name], fields=_values(raw))
        return self._record(model, raw, self._where(name))

    def _agreements(self) -> tuple[Record, ...]:
        try:
            names = _agreement_files(self.folder)
        except FileNotFoundError:
            names = []
        except OSError as error:
            what = f"the folder cannot be opened: {reason_of(error)}"
            wanted = "make it readable, with one toml file for each agreement"
            self.problems.append(Problem(self._where(AGREEMENTS), what, wanted, "file-missing"))
            names = []
        made = (self._document(f"{AGREEMENTS}/{name}", records.Agreement) for name in names)
        return tuple(filter(None, made))

    def _listed(self, name: str, model: type[_Listed]) -> _Listed:
        """A document of many records, empty if there is none."""
        return self._document(name, model) or model()

    def _shapes(self, name: str, layer: str) -> tuple[Feature, ...]:
        document = self._parsed(name, self._bytes(name), json_document)
        if document is None:
            return ()
        return features_of(document, layer, self._where(name), self.problems)
