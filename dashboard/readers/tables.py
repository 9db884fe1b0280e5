"""CSV and Parquet in blocks, columns as codes: a table of millions of rows never stands in memory.

A column of a block is a list of the values it has and an index into it for every row. What is
decided about a value is decided once a block, not once a row.
"""

from __future__ import annotations

import csv
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.csv
import pyarrow.parquet

from dashboard.console import Progress
from dashboard.errors import ReaderError, shown, word
from dashboard.readers.task import Refused, Report

_BLOCK_BYTES = 8 << 20
_BLOCK_ROWS = 200_000
_PATIENCE_S = 1
_DELIMITERS = ",;\t|"
_ZIPPED = b"PK\x03\x04"
_UNCLOSED = "a quote is not closed, or one within a cell is not doubled"
_RAGGED = "a row does not have the {} fields"
_TEXT = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())


@dataclass(frozen=True, slots=True)
class Codes:
    """A column: ``values`` stripped of blanks, and for each row its index in them; -1 if empty."""

    values: Sequence[str]
    index: np.ndarray

    def value(self, row: int) -> str:
        """The value of a row; empty if its cell is."""
        code = self.index[row]
        return self.values[code] if code >= 0 else ""

    def decide(self, decision: Callable[[str], int], empty: int = -1) -> np.ndarray:
        """The result of ``decision`` for each row's value, as N int32; ``empty`` for an empty
        cell."""
        decided = np.array([*map(decision, self.values), empty], dtype=np.int32)
        return np.asarray(decided[self.index])


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one file that follow each other; ``first`` is the number of the first, from 1."""

    file: str
    first: int
    rows: int
    columns: Mapping[str, Codes]

    def refuse(self, rows: np.ndarray, reason: str, report: Report, name: str = "") -> None:
        """Count the rows marked as refused, with the address of the first of them.

        ``{value}`` in the reason is what stands in the column ``name``.
        """
        if not name:
            self._refuse(rows, Refused(reason), report)
            return
        codes = self.columns[name]
        first = codes.index == codes.index[rows.argmax()]
        for part in (rows & first, rows & ~first):  # the report says whether values differ
            self._refuse(part, Refused(reason, codes.value(int(part.argmax()))), report)

    def refuse_values(self, rows: np.ndarray, name: str, reason: str, report: Report) -> None:
        """Count the rows marked as refused, by the value they have in a column: a reason each."""
        codes = self.columns[name]
        for code in np.unique(codes.index[rows]):
            of_value = rows & (codes.index == code)
            why = str(Refused(reason, codes.value(int(of_value.argmax()))))
            self._refuse(of_value, Refused(why), report)

    def _refuse(self, rows: np.ndarray, refused: Refused, report: Report) -> None:
        if marked := int(rows.sum()):
            report.refuse(refused, f"{self.file}: row {self.first + int(rows.argmax())}", marked)


def text_rows(
    path: Path, columns: Sequence[str], report: Report
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file one by one, for tables that are not long: the address, the cells
    stripped of blanks.

    Rows with too few or too many fields are refused. Raises ``ReaderError`` if the file cannot be
    read or lacks a column.
    """
    with _reading(path), path.open(encoding="utf-8-sig", newline="") as file:
        # strict: a quote nobody closed would take all rows after it into one cell
        rows = csv.reader(file, delimiter=_delimiter(path, columns), strict=True)
        header = next(rows, [])
        try:
            for number, row in enumerate(filter(None, rows), start=1):
                where = f"{path.name}: row {number}"
                if len(row) == len(header):
                    yield where, dict(zip(header, map(str.strip, row), strict=True))
                else:
                    report.read += 1
                    report.refuse(_RAGGED.format(len(header)), where)
        except csv.Error:
            what = (
                f"in line {rows.line_num} a quote is not closed, or one within a cell not doubled"
            )
            raise ReaderError(f"{path.name}: {what}") from None


def blocks(
    path: Path, columns: Sequence[str], report: Report, progress: Progress
) -> Iterator[Block]:
    """The rows of a CSV or Parquet file, block by block, with the columns named.

    Rows of a CSV file with too few or too many fields are refused; they have no number. Raises
    ``ReaderError`` if the file cannot be read or lacks a column.
    """
    wanted = list(dict.fromkeys(columns))
    parquet = path.suffix.lower() in (".parquet", ".pq")
    batches = _parquet(path, wanted) if parquet else _csv(path, wanted, report)
    first = 1
    with _reading(path):
        for batch, done, size in batches:
            codes = {name: _codes(batch.column(name)) for name in wanted}
            report.read += batch.num_rows
            yield Block(path.name, first, batch.num_rows, codes)
            first += batch.num_rows
            progress(f"read {path.name}", done, size)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tells what a person can do about a file that is no table."""
    with path.open("rb") as file:
        if (start := file.read(4)) == _ZIPPED:
            what = "a zip archive or a workbook; unpack it, or save its sheet as CSV UTF-8"
            raise ReaderError(f"{path.name}: it is {what}")
    try:
        yield
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
            utf16 = start[:2] in (b"\xff\xfe", b"\xfe\xff")
            error_text = f"it is not in UTF-8{' but in UTF-16' if utf16 else ''}"
            raise ReaderError(f"{path.name}: {error_text}; save it as CSV UTF-8") from None
        raise ReaderError(
            f"{path.name}: {error}; a table in CSV UTF-8 or Parquet is wanted"
        ) from None


def _csv(
    path: Path, columns: Sequence[str], report: Report
) -> Iterator[tuple[pyarrow.RecordBatch, int, int]]:
    delimiter = _delimiter(path, columns)
    unclosed: list[str] = []

    def refuse(row: pyarrow.csv.InvalidRow) -> str:
        report.read += 1
        report.refuse(_RAGGED.format(row.expected_columns), path.name)
        if row.text and "\n" in row.text:  # rows after it went into one cell
            unclosed.append(row.text.partition("\n")[0])
        return "skip"

    released = threading.Event()
    weakref.finalize(refuse, released.set)
    parse = pyarrow.csv.ParseOptions(
        delimiter=delimiter, invalid_row_handler=refuse, newlines_in_values=True
    )
    try:
        yield from _batches(path, columns, parse)
    finally:  # a thread of the reader's that lets go of Python's function after Python ended aborts
        del refuse, parse
        released.wait(_PATIENCE_S)
    if unclosed:
        raise ReaderError(f"{path.name}: {_UNCLOSED}, in the row {shown(unclosed[0])}")


def _batches(
    path: Path, columns: Sequence[str], parse: pyarrow.csv.ParseOptions
) -> Iterator[tuple[pyarrow.RecordBatch, int, int]]:
    text = pyarrow.csv.ConvertOptions(
        include_columns=columns,
        column_types=dict.fromkeys(columns, _TEXT),
        strings_can_be_null=True,
        null_values=[""],
    )
    with (
        pyarrow.OSFile(str(path)) as file,
        pyarrow.csv.open_csv(
            file,
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES),
            parse_options=parse,
            convert_options=text,
        ) as reader,
    ):
        for batch in reader:
            yield batch, file.tell(), file.size()


def _parquet(path: Path, columns: Sequence[str]) -> Iterator[tuple[pyarrow.RecordBatch, int, int]]:
    with pyarrow.parquet.ParquetFile(path) as file:
        _require(path, columns, file.schema_arrow.names)
        done, size = 0, file.metadata.num_rows
        for batch in file.iter_batches(_BLOCK_ROWS, columns=columns):
            done += batch.num_rows
            yield batch, done, size


def _delimiter(path: Path, columns: Sequence[str]) -> str:
    """What parts the columns of a CSV file: with it the first line names all of those wanted."""
    headers: dict[str, list[str]] = {}
    for delimiter in _DELIMITERS:
        with path.open(encoding="utf-8-sig", newline="") as file:
            headers[delimiter] = next(csv.reader(file, delimiter=delimiter), [])
    best = max(headers, key=lambda each: (len({*columns} & {*headers[each]}), len(headers[each])))
    _require(path, columns, headers[best])
    return best


def _require(path: Path, columns: Sequence[str], there: Sequence[str]) -> None:
    if double := [name for name in dict.fromkeys(columns) if there.count(name) > 1]:
        raise ReaderError(f"{path.name}: two columns are called {word(double[0])}; rename one")
    missing = [name for name in dict.fromkeys(columns) if name not in there]
    if not missing:
        return
    if not any(there):
        blank = "its first line is empty, and has to name the columns"
        raise ReaderError(f"{path.name}: {blank if path.stat().st_size else 'it is empty'}")
    listed = ", ".join(map(word, there))
    first = "" if len(missing) < len(set(columns)) else "; its first line has to name the columns"
    raise ReaderError(f"{path.name}: no column {', '.join(missing)}; it has {listed}{first}")


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
