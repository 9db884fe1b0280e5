"""One agreement on a page of its own: the record, its chain, and how far the ground was from it."""

from __future__ import annotations

import datetime as dt

from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.views import agreement_record, gap_view
from dashboard.views.context import PageContext
from dashboard.views.parts import Columns, Html, Parts


def parts(page: PageContext) -> Parts:
    """The chosen agreement; where none is chosen, all of them and all they drew in force."""
    agreement = page.archive.agreements.get(page.choice.agreement or "")
    gap = tuple(gap_view.parts(page, agreement))
    if agreement is None:
        yield Columns((Html(agreement_record.list_html(page)),), gap)
        return
    yield Columns(
        (Html(agreement_record.head_html(page, agreement.id)), *gap),
        (Html(agreement_record.record_html(page, agreement.id)),),
    )


def milestones(archive: Archive, agreement: Agreement | None) -> list[tuple[str, dt.date]]:
    """Days worth a button: the first and the last in force and the last of the series; days outside
    the series are left out."""
    days = []
    if agreement:
        days.append(("day_began", agreement.first_day))
        if agreement.end_day:
            days.append(("day_last", agreement.end_day - dt.timedelta(days=1)))
    days.append(("day_series", archive.last_day))
    return [(key, day) for key, day in days if archive.first_day <= day <= archive.last_day]
