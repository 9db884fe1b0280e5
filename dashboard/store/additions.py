"""Add rows and files to seeds: what is new is added, what is there already stays as it is.

``additions`` says what each file would become, so that a person can look at it first;
``write_additions`` writes every file beside its place and then renames all. If it is killed in
between, a second run adds what is still missing. Read the seeds and do both within
``locked_seeds``, so that nobody else adds rows meanwhile.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dashboard import records
from dashboard.records import (
    AdminLevel,
    AnyRecipe,
    Feature,
    IncidentKind,
    LayerText,
    Licence,
    Record,
    Seeds,
)
from dashboard.store.atomic import locked, write_synced
from dashboard.store.geojson import geojson_text
from dashboard.store.layers import text_of
from dashboard.store.seeds import DATASET, LICENCES, SHAPES
from dashboard.store.tables import TABLES, Columns
from dashboard.store.toml import toml_text

_Entered = TypeVar("_Entered", bound=Record)
#: Records with another key than ``id``; any other without one is its own key.
_KEYS: dict[type[Record], str] = {
    records.Baseline: "place",
    records.LayerText: "name",
    records.PublishedAreas: "day",
}


@dataclass(frozen=True, slots=True)
class Entries:
    """What is to be entered: rows by table of ``TABLES``, licences, layers, recipes, kinds of
    incidents and levels of units, features by file of ``SHAPES``, and whole files by name."""

    rows: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    licences: Sequence[Licence] = ()
    layers: Sequence[LayerText] = ()
    recipes: Sequence[AnyRecipe] = ()
    incident_kinds: Sequence[IncidentKind] = ()
    levels: Sequence[AdminLevel] = ()
    shapes: Mapping[str, Sequence[Feature]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addition:
    """One file of the seeds with what is added to it."""

    name: str
    #: The file with the new rows at its end; ``None`` if nothing is new.
    text: str | None
    #: ``new``, ``known``: how many entries are added, and how many are there already, word for
    #: word.
    new: int
    known: int
    #: Keys of entries that are there with other values. They stay as they are.
    differing: tuple[str, ...]


def additions(folder: Path, seeds: Seeds, entries: Entries) -> tuple[Addition, ...]:
    """What entering ``entries`` would change in ``seeds``, the seeds under ``folder``.

    Returns an addition for each file that entries go to, in the order they are to be written: what
    is cited before what cites it.
    """
    dataset = seeds.dataset
    parts = ("layers", "recipes", "incident_kinds", "levels")
    documents: dict[str, dict[str, tuple[Sequence[Record], Sequence[Record]]]] = {
        LICENCES: {"licences": (seeds.licences, entries.licences)},
        DATASET: {part: (getattr(dataset, part), getattr(entries, part)) for part in parts},
    }
    return (
        *(
            _document(folder, name, added)
            for name, added in documents.items()
            if any(rows for _, rows in added.values())
        ),
        *(
            _rows(folder, seeds, name, entries.rows[name])
            for name in TABLES
            if name in entries.rows
        ),
        *(_shapes(seeds, name, features) for name, features in entries.shapes.items()),
        *(_file(folder, name, text) for name, text in entries.files.items()),
    )


@contextmanager
def locked_seeds(folder: Path) -> Iterator[None]:
    """Wait until nobody else adds to the seeds, and delete what an interrupted writer left."""
    with locked(folder):
        for ending in ("csv", "toml", "geojson"):
            for begun in folder.rglob(f".*.{ending}.new"):
                begun.unlink()
        yield


def write_additions(folder: Path, made: Iterable[Addition]) -> None:
    """Write the files that have something new: all beside their places first, then renamed.

    Raises ``OSError`` if one cannot be written; as long as none was renamed, all are as before.
    """
    texts = {(folder / each.name).resolve(): each.text for each in made if each.text is not None}
    staged = {path.with_name(f".{path.name}.new"): path for path in texts}
    try:
        for beside, path in staged.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_synced(beside, texts[path].encode("utf-8"))
        for beside, path in staged.items():
            os.replace(beside, path)
    finally:
        for beside in staged:
            beside.unlink(missing_ok=True)


def _rows(folder: Path, seeds: Seeds, name: str, rows: Sequence[Record]) -> Addition:
    there = {_key(row): row for row in getattr(seeds, TABLES[name][1])}
    new, known, differing = _sorted_out(there, rows)
    columns = Columns.of_dataset(seeds.dataset)
    text = _with_rows(text_of(folder / name), name, new, columns) if new else None
    return Addition(name, text, len(new), known, differing)


def _document(
    folder: Path, name: str, parts: Mapping[str, tuple[Sequence[Record], Sequence[Record]]]
) -> Addition:
    """A TOML document with more tables at its end; ``parts`` are those there and those to add."""
    texts, known, differing = [(text_of(folder / name) or "").rstrip("\n")], 0, list[str]()
    for part, (there, rows) in parts.items():
        new, same, others = _sorted_out({_key(row): row for row in there}, rows)
        texts += [f"[[{part}]]\n{toml_text(row, part)}".rstrip("\n") for row in new]
        known, differing = known + same, [*differing, *others]
    text = "\n\n".join(filter(None, texts)) + "\n" if len(texts) > 1 else None
    return Addition(name, text, len(texts) - 1, known, tuple(differing))


def _shapes(seeds: Seeds, name: str, features: Sequence[Feature]) -> Addition:
    """A GeoJSON file with more features; all of it is written again, in canonical form."""
    there = {feature.id: feature for feature in seeds.shapes.get(SHAPES[name], ())}
    new = [feature for feature in features if feature.id not in there]
    old = [feature for feature in features if feature.id in there]
    same = [f for f in old if geojson_text([f]) == geojson_text([there[f.id]])]
    differing = tuple(feature.id for feature in old if feature not in same)
    text = geojson_text([*there.values(), *new]) if new else None
    return Addition(name, text, len(new), len(same), differing)


def _file(folder: Path, name: str, text: str) -> Addition:
    there = text_of(folder / name)
    if there is None:
        return Addition(name, text, 1, 0, ())
    return Addition(name, None, 0, int(there == text), () if there == text else (name,))


def _sorted_out(
    there: Mapping[Hashable, Record], rows: Sequence[_Entered]
) -> tuple[list[_Entered], int, tuple[str, ...]]:
    """The rows that are new; how many are there already; the keys of those that differ."""
    known = {key: dict(row) for key, row in there.items()}
    new: list[_Entered] = []
    same, differing = 0, []
    for row in rows:
        before = known.get(key := _key(row))
        if before is None:
            new.append(row)
        elif before == dict(row):
            same += 1
        else:
            differing.append(str(key))
    return new, same, tuple(differing)


def _key(row: Record) -> Hashable:
    name = _KEYS.get(type(row), "id")
    return getattr(row, name) if name in type(row).model_fields else tuple(dict(row).items())


def _with_rows(before: str | None, name: str, rows: Sequence[Record], columns: Columns) -> str:
    """A table with more rows at its end. The text before them stays as it was, unless they need
    columns that it lacks."""
    if before is None:
        return columns.table(name, rows)
    before = before.removeprefix("\ufeff")
    header = next(csv.reader(io.StringIO(before)))
    cells = [columns.cells(row) for row in rows]
    needed = [c for c in columns.of(TABLES[name][0]) if any(row.get(c) for row in cells)]
    written = io.StringIO()
    if wider := [column for column in needed if column not in header]:
        table = csv.DictWriter(written, [*header, *wider], restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(csv.DictReader(io.StringIO(before, newline="")))
    else:
        written.write(before if before.endswith("\n") else f"{before}\n")
        table = csv.DictWriter(written, header, extrasaction="ignore", lineterminator="\n")
    table.extrasaction = "ignore"
    table.writerows(cells)
    return written.getvalue()
