"""Area over time as the data of a native chart, with the workbook in which they are edited."""

from __future__ import annotations

import datetime as dt
import io
from bisect import bisect
from functools import cached_property
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from dashboard.analysis.over_time import held_over_time
from dashboard.archive import Archive
from dashboard.wording import Wording

_NUMBERS, _DAYS = "#,##0", "yyyy-mm-dd"


class AreaOverTime(CategoryChartData):
    """What each party holds of the headline zone on the last day of each state and the first of the
    next, within a ``span`` if one is given; ``parties`` in the order of the series.

    A chart and its workbook are written once, however many slides of a deck have them.
    """

    KIND = XL_CHART_TYPE.AREA_STACKED

    def __init__(
        self,
        archive: Archive,
        words: Wording,
        produced_on: dt.date,
        span: tuple[dt.date, dt.date] | None = None,
    ):
        super().__init__(number_format=_NUMBERS)
        self._produced_on = produced_on
        series = held_over_time(archive, archive.dataset.headline_zone)
        self.parties = list(series)
        self.total = sum(float(areas[-1]) for areas in series.values())
        days = [*archive.state_days, archive.last_day]
        first, last = span or (days[0], days[-1])
        ends = (d for day in days[1:] for d in (day - dt.timedelta(1), day) if first <= d <= last)
        self.days = sorted({first, last, *ends})
        self.categories = self.days
        states = [bisect(days, day, hi=len(days) - 1) - 1 for day in self.days]
        for party, areas in series.items():
            name = words.holder(archive.parties.get(party or ""), "short")
            self.add_series(name, [round(float(areas[i]), 1) for i in states])

    @cached_property
    def _chart_xml(self) -> bytes:
        return super().xml_bytes(self.KIND)

    def xml_bytes(self, chart_type: Any) -> bytes:
        """The chart as XML. The library calls this, always for ``KIND``."""
        return self._chart_xml

    @cached_property
    def xlsx_blob(self) -> bytes:
        """The workbook, made on the production date; a party's name is never run as a formula."""
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
        book.set_properties({"created": dt.datetime.combine(self._produced_on, dt.time())})
        day, number = (book.add_format({"num_format": each}) for each in (_DAYS, _NUMBERS))
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 10)
        sheet.write_column(1, 0, self.days, day)
        for column, series in enumerate(self, 1):
            sheet.write(0, column, series.name)
            sheet.write_column(1, column, series.values, number)
        book.close()
        return made.getvalue()
