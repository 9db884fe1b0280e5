"""CSV and Parquet in blocks, columns as codes: a table of millions of rows never stands in memory.

A column of a block is a list of the values it has and an index into it for every row. What is
decided about a value is decided once a block, not once a row.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.csv
import pyarrow.parquet

from dashboard.errors import ReaderError
from dashboard.readers.reader import Progress
from dashboard.readers.report import Report

_BLOCK_BYTES = 8 << 20
_BLOCK_ROWS = 200_000
_TEXT = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())


@dataclass(frozen=True, slots=True)
class Codes:
    """A column: ``values`` stripped of blanks, and for each row its index in them; -1 if empty."""

    values: Sequence[str]
    index: np.ndarray

    def decide(self, decision: Callable[[str], int], empty: int = -1) -> np.ndarray:
        """What ``decision`` makes of each row's value, as N int32; ``empty`` for an empty cell."""
        decided = np.array([*map(decision, self.values), empty], dtype=np.int32)
        return np.asarray(decided[self.index])


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one file that follow each other; ``first`` is the number of the first, from 1."""

    file: str
    first: int
    rows: int
    columns: Mapping[str, Codes]

    def refuse(self, rows: np.ndarray, reason: str, report: Report) -> None:
        """Count the rows marked as refused, with the address of the first of them."""
        if marked := int(rows.sum()):
            where = f"{self.file}: row {self.first + int(rows.argmax())}"
            report.refuse(reason, where, marked)

    def refuse_values(self, rows: np.ndarray, name: str, reason: str, report: Report) -> None:
        """Count the rows marked as refused, each value of a column by itself in ``{value}``."""
        codes = self.columns[name]
        for code in np.unique(codes.index[rows]):
            value = repr(codes.values[code]) if code >= 0 else "nothing"
            self.refuse(rows & (codes.index == code), reason.format(value=value), report)


def text_rows(path: Path, columns: Sequence[str], delimiter: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file one by one, cells stripped of blanks, for tables that are not long.

    Raises
    ------
    ReaderError
        If the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter=delimiter, restval="")
            _require(path, columns, rows.fieldnames or ())
            for row in rows:
                yield {name: row[name].strip() for name in rows.fieldnames or ()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise ReaderError(f"{path.name}: {error}; a table in UTF-8 is wanted") from None


def blocks(
    path: Path, columns: Sequence[str], delimiter: str, report: Report, progress: Progress
) -> Iterator[Block]:
    """The rows of a CSV or Parquet file, block by block, with the columns named.

    Rows of a CSV file with too few or too many fields are refused; they have no number.

    Raises
    ------
    ReaderError
        If the file cannot be read or lacks a column.
    """
    wanted = list(dict.fromkeys(columns))
    parquet = path.suffix.lower() in (".parquet", ".pq")
    batches = _parquet(path, wanted) if parquet else _csv(path, wanted, delimiter, report)
    first = 1
    try:
        for batch, done, size in batches:
            codes = {name: _codes(batch.column(name)) for name in wanted}
            report.read += batch.num_rows
            yield Block(path.name, first, batch.num_rows, codes)
            first += batch.num_rows
            progress(f"read {path.name}", done, size)
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        raise ReaderError(f"{path.name}: {error}; a table in UTF-8 is wanted") from None


def _csv(
    path: Path, columns: Sequence[str], delimiter: str, report: Report
) -> Iterator[tuple[pyarrow.RecordBatch, int, int]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file, delimiter=delimiter), [])
    _require(path, columns, header)

    def refuse(row: pyarrow.csv.InvalidRow) -> str:
        report.read += 1
        report.refuse(f"a row does not have the {row.expected_columns} fields", path.name)
        return "skip"

    text = pyarrow.csv.ConvertOptions(
        include_columns=columns,
        column_types=dict.fromkeys(columns, _TEXT),
        strings_can_be_null=True,
        null_values=[""],
    )
    with pyarrow.OSFile(str(path)) as file:
        reader = pyarrow.csv.open_csv(
            file,
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, invalid_row_handler=refuse, newlines_in_values=True
            ),
            convert_options=text,
        )
        for batch in reader:
            yield batch, file.tell(), file.size()


def _parquet(path: Path, columns: Sequence[str]) -> Iterator[tuple[pyarrow.RecordBatch, int, int]]:
    with pyarrow.parquet.ParquetFile(path) as file:
        _require(path, columns, file.schema_arrow.names)
        done, size = 0, file.metadata.num_rows
        for batch in file.iter_batches(_BLOCK_ROWS, columns=columns):
            done += batch.num_rows
            yield batch, done, size


def _require(path: Path, columns: Sequence[str], there: Sequence[str]) -> None:
    if missing := [name for name in columns if name not in there]:
        listed = ", ".join(there)
        raise ReaderError(f"{path.name}: no column {', '.join(missing)}; it has {listed}")


def _codes(column: pyarrow.Array) -> Codes:
    if not pyarrow.types.is_dictionary(column.type):
        if pyarrow.types.is_timestamp(column.type):
            column = column.cast(pyarrow.date32())
        column = column.cast(pyarrow.string()).dictionary_encode()
    index = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    values = [(value or "").strip() for value in column.dictionary.to_pylist()]
    if empty := [code for code, value in enumerate(values) if not value]:
        index = np.where(np.isin(index, empty), -1, index)
    return Codes(values, index)
