"""A table with a row of HXL tags as CSV and as a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io

import xlsxwriter

from dashboard.archive import Archive
from dashboard.archive.frames import harmless
from dashboard.briefing.hxl import Table, table
from dashboard.briefing.notes import notes
from dashboard.briefing.spec import BriefSpec
from dashboard.wording import Wording

_WIDTH, _WIDE = 14, 60
"""Characters of a column of the table, and of the words of the notes."""


def csv_bytes(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The table. Lines end as RFC 4180 says; a mark at the start tells spreadsheets it is UTF-8."""
    found, made = table(archive, words, spec), io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows(_heads(found))
    writer.writerows([harmless(value) for value in row] for row in found.rows)
    return made.getvalue().encode("utf-8-sig")


def xlsx_bytes(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The table with days as days and numbers as numbers, and a second sheet of notes."""
    found, about, made = table(archive, words, spec), notes(archive, words, spec), io.BytesIO()
    # a place's name is never run as a formula, nor an address made a link
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    created = dt.datetime.combine(spec.produced_on, dt.time())
    who = {"title": about["title"], "author": about["attribution"], "created": created}
    book.set_properties(who)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("data")
    names, tags = _heads(found)
    sheet.write_row(0, 0, names, bold)
    sheet.write_row(1, 0, tags)
    for n, row in enumerate(found.rows, 2):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(n, column, value, day)
            else:
                sheet.write(n, column, value)
    sheet.set_column(0, len(names) - 1, _WIDTH)
    sheet.freeze_panes(2, 0)
    sheet = book.add_worksheet("about")
    for n, pair in enumerate(about.items()):
        sheet.write_row(n, 0, pair)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, _WIDE)
    book.close()
    return made.getvalue()


def _heads(found: Table) -> tuple[list[str], list[str]]:
    return [name for name, _ in found.columns], [tag for _, tag in found.columns]
