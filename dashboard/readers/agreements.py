"""Tables of agreements and ceasefires, one a row, to agreement files that a person completes.

A row tells what a database knows of a text: name, day, parties, its own codes. What the text says,
what it draws and how it was kept is entered by hand, so a file that is there is never touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.readers.mapping import Column, Mapping
from dashboard.readers.periods import PeriodColumns, Refused, read_day
from dashboard.readers.reader import Reader, Task
from dashboard.readers.tables import text_rows
from dashboard.records import Agreement, DateSpan, InForce, Record, Text, is_id
from dashboard.store import Entries, toml_text

_HEAD = (
    "#:schema ../../docs/schema/agreement.json\n"
    "# From a database; to be completed: short_name, provisions, what they draw, compliance.\n"
)


class AgreementColumns(Record):
    """Columns of the table. ``parties`` and ``third_parties`` are lists parted by ``separator``.

    Without ``date_format`` a day is written as exactly as it is known: 2018, 2018-05, 2018-05-16.
    """

    id: Column
    name: Column
    signed: Column
    date_format: str = ""
    parties: str = ""
    guarantors: str = ""
    separator: Annotated[str, Field(min_length=1)] = ";"
    note: str = ""


class AgreementsMapping(Mapping):
    """A table of agreements. ``only`` keeps rows whose columns have one of the values named.

    ``role``, ``type`` and ``form`` are a person's words for all rows kept; ``period`` are columns
    with the days a text is in force. ``coding`` are columns kept as the database's own codes, and
    ``pax`` says that its ids are those of PA-X.
    """

    kind: Literal["agreements"]
    columns: AgreementColumns
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    role: Literal[
        "core", "context", "implementation", "statement", "ceasefire", "event", "local_context"
    ]
    type: Annotated[str, Field(min_length=1)]
    form: Annotated[str, Field(min_length=1)]
    period: PeriodColumns = PeriodColumns()
    coding: tuple[str, ...] = ()
    pax: bool = False

    def named(self) -> Iterator[str]:
        """Every column it names."""
        columns = self.columns
        yield from (columns.id, columns.name, columns.signed, *self.only, *self.coding)
        optional = (columns.parties, columns.guarantors, columns.note)
        yield from filter(None, (*optional, self.period.start, self.period.end))


def read(task: Task) -> Entries:
    """A file for each agreement of the tables."""
    mapping: AgreementsMapping = task.mapping
    files: dict[str, str] = {}
    for done, path in enumerate(task.files, start=1):
        rows = text_rows(path, list(mapping.named()), mapping.delimiter)
        for number, row in enumerate(rows, start=1):
            task.report.read += 1
            try:
                agreement = _agreement(mapping, row, task.seeds.dataset.languages[0])
                name = f"agreements/{agreement.id}.toml"
                if name in files:
                    raise Refused("two rows have one id")
            except Refused as refused:
                task.report.refuse(str(refused), f"{path.name}: row {number}")
                continue
            files[name] = _HEAD + toml_text(agreement)
        task.progress(f"read {path.name}", done, len(task.files))
    task.report.used = len(files)
    return Entries(files=files)


def _agreement(mapping: AgreementsMapping, row: dict[str, str], language: str) -> Agreement:
    for name, wanted in mapping.only.items():
        if row[name] not in wanted:
            raise Refused(f"{name} is none of those asked for")
    columns, source = mapping.columns, mapping.source.id
    ident = row[columns.id]
    if not is_id(ident):
        raise Refused(f"{columns.id} is no id of letters, digits, - and _")
    if not row[columns.name]:
        raise Refused(f"{columns.name} is empty")
    coding: dict[str, Any] = {name: row[name] for name in mapping.coding if row[name]}
    if mapping.pax and not ident.isdecimal():
        raise Refused(f"{columns.id} is no number of PA-X")
    return Agreement(
        id=f"{source}-{ident}",
        role=mapping.role,
        official_name=row[columns.name],
        short_name=Text({language: row[columns.name]}),
        type=mapping.type,
        form=mapping.form,
        signed_on=_signed(row[columns.signed], columns.date_format),
        parties=_listed(row, columns.parties, columns.separator),
        guarantors=_listed(row, columns.guarantors, columns.separator),
        in_force=_in_force(mapping, row),
        pax_agtid=(int(ident),) if mapping.pax else (),
        pax_coding=coding,
        pax_sources=(source,) if coding else (),
        note=row[columns.note] if columns.note else "",
        sources=(source,),
    )


def _signed(text: str, date_format: str) -> DateSpan:
    if date_format:
        return DateSpan.parse(read_day(text, date_format))
    try:
        return DateSpan.parse(text)
    except ValueError:
        raise Refused(f"{text!r} is no date written YYYY, YYYY-MM or YYYY-MM-DD") from None


def _listed(row: dict[str, str], column: str, separator: str) -> tuple[str, ...]:
    parts = row[column].split(separator) if column else []
    return tuple(filter(None, map(str.strip, parts)))


def _in_force(mapping: AgreementsMapping, row: dict[str, str]) -> InForce | None:
    period = mapping.period.read(row)
    if not period.valid_from and not period.valid_to:
        return None
    days = {"from_day": period.valid_from, "until_day": period.valid_to}
    return InForce(**days, sources=(mapping.source.id,))


READER = Reader(
    "agreements",
    "a table of agreements or ceasefires (PA-X, ETH/PRIO) in CSV: a file each, to be completed",
    AgreementsMapping,
    read,
)
