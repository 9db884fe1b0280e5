"""Turns tables with an agreement or ceasefire a row into agreement files for a person to complete.

A row has what a database knows of a text: name, day, parties, its own codes. What the text says,
what it draws and how it was kept is entered by hand, so a file that is there is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.readers.days import DayFormat, PeriodColumns, joined, read_day
from dashboard.readers.mapping import Column, Columns, Mapping, Only, require_wanted
from dashboard.readers.tables import text_rows
from dashboard.readers.task import Refused, Task, require_id
from dashboard.records import Agreement, DateSpan, InForce, Record, Role, Text
from dashboard.store import Entries, toml_text

_HEAD = (
    "#:schema ../../docs/schema/agreement.json\n"
    "# From a database; to be completed: short_name, provisions, what they draw, compliance.\n"
)


class AgreementColumns(Record):
    """Columns of the table. ``parties`` and ``guarantors`` are lists parted by ``separator``;
    ``parties`` may be several columns, ``signed`` one each for year, month and day.

    Without ``date_format`` a day is written as exactly as it is known: 2018, 2018-05, 2018-05-16.
    """

    id: Column
    name: Column
    signed: Columns
    date_format: DayFormat | Literal[""] = ""
    parties: Columns = ()
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
    only: Only = Field(default_factory=dict)
    role: Role
    type: Annotated[str, Field(min_length=1)]
    form: Annotated[str, Field(min_length=1)]
    period: PeriodColumns = PeriodColumns()
    coding: tuple[str, ...] = ()
    pax: bool = False

    def named(self) -> Iterator[str]:
        """Every column it names."""
        columns = self.columns
        yield from (columns.id, columns.name, *columns.signed, *self.only, *self.coding)
        yield from (*columns.parties, *self.period.start, *self.period.end)
        yield from filter(None, (columns.guarantors, columns.note))


def read(task: Task[AgreementsMapping]) -> Entries:
    """A file for each agreement of the tables."""
    mapping, language = task.mapping, task.seeds.dataset.languages[0]
    columns = list(mapping.named())
    found = task.by_id(
        lambda path: text_rows(path, columns, task.report),
        lambda row: _agreement(mapping, row, language),
    )
    texts = {ident: _HEAD + toml_text(agreement) for ident, agreement in found.items()}
    return Entries(files={f"agreements/{ident}.toml": text for ident, text in texts.items()})


def _agreement(mapping: AgreementsMapping, row: dict[str, str], language: str) -> Agreement:
    require_wanted(mapping.only, row)
    columns, source = mapping.columns, mapping.source.id
    ident = row[columns.id]
    require_id(columns.id, ident)
    if not row[columns.name]:
        raise Refused(f"{columns.name} is empty")
    coding: dict[str, Any] = {name: row[name] for name in mapping.coding if row[name]}
    if mapping.pax and not ident.isdecimal():
        raise Refused(f"{columns.id} {{value}} is no number of PA-X", ident)
    return Agreement(
        id=f"{source}-{ident}",
        role=mapping.role,
        official_name=row[columns.name],
        short_name=Text({language: row[columns.name]}),
        type=mapping.type,
        form=mapping.form,
        signed_on=_signed(joined(row, columns.signed), columns.date_format),
        parties=_listed(row, columns.parties, columns.separator),
        guarantors=_listed(row, (columns.guarantors,), columns.separator),
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
        raise Refused("{value} is no date written YYYY, YYYY-MM or YYYY-MM-DD", text) from None


def _listed(row: dict[str, str], columns: Iterable[str], separator: str) -> tuple[str, ...]:
    parts = (part.strip() for name in columns if name for part in row[name].split(separator))
    return tuple(filter(None, parts))


def _in_force(mapping: AgreementsMapping, row: dict[str, str]) -> InForce | None:
    period = mapping.period.read(row)
    if not period.valid_from and not period.valid_to:
        return None
    days = {"from_day": period.valid_from, "until_day": period.valid_to}
    return InForce(**days, sources=(mapping.source.id,))
