"""The changes panel: what was reported to change hands, latest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from dashboard.analysis.transfers import by_day_and_operation, event_areas_km2
from dashboard.quantity import Evidence, Unit
from dashboard.records import Event
from dashboard.ui import grid, state
from dashboard.views import events as listed
from dashboard.views.context import PageContext
from dashboard.views.tables import Column

_SHOWN = 200


def view(page: PageContext) -> None:
    """Draw the table; choosing a row opens the place.

    Up to the day shown the latest are listed, between two days that are compared all, before them
    the days of each operation.
    """
    archive, words, choice = page.archive, page.words, page.choice
    comparing = choice.compare != "single"
    since, until = choice.span if comparing else (dt.date.min, choice.day)
    events = [e for e in archive.events.values() if since < e.day <= until]
    events.sort(key=lambda e: (e.day, e.seq, e.place), reverse=True)
    rows = events if comparing else events[:_SHOWN]
    intro = _intro(page, (since, until) if comparing else None, len(events), len(rows))
    evidence = Evidence(until, since if comparing else archive.first_day)
    st.html(page.render("changes.html", intro=intro, evidence=evidence))
    if not rows:
        return
    if comparing:
        grid.table(
            words, words["changes_by_day"], _days(page, rows), key="changes-by-day", height=220
        )

    def chosen(row: int) -> None:
        state.change(record=f"place:{rows[row].place}", tab="record", day=rows[row].day)

    grid.table(
        words,
        words["changes"],
        _columns(page, rows),
        key="changes",
        height=430,
        on_choose=chosen,
        search_aliases=listed.other_names(page, rows),
    )


def _intro(page: PageContext, span: tuple[dt.date, dt.date] | None, count: int, shown: int) -> str:
    """A sentence on how many changes there are, and how many of them are listed."""
    words, (since, until) = page.words, span or (dt.date.min, page.choice.day)
    days = {"a": words.date(since), "b": words.date(until)} if span else {}
    if not count:
        sentences = [
            words.fill("changes_listed_none_between" if span else "changes_listed_none", **days)
        ]
    elif span:
        sentences = [words.counted("changes_listed_between", count, **days)]
    elif shown == count:
        sentences = [words.counted("changes_listed_all", count)]
    else:
        sentences = [words.counted("changes_listed_latest", count, shown=shown)]
    unplaced = sum(since < e.day <= until for e in page.archive.seeds.unplaced_events)
    if unplaced:
        sentences.append(words.counted("changes_unplaced", unplaced))
    if count:
        sentences.append(words["changes_choose"])
    return " ".join(sentences)


def _columns(page: PageContext, events: Sequence[Event]) -> list[Column]:
    """Columns of a list of events, with the operation and the land of each."""
    sizes = event_areas_km2(page.archive)
    operations = [_operation(page, e.operation) for e in events]
    return [
        *listed.columns(page, events),
        Column(page.words["operation"], operations, width=200),
        _km2(page, [sizes.get(e.id) for e in events]),
    ]


def _days(page: PageContext, events: Sequence[Event]) -> list[Column]:
    """The same changes by day and operation: how many, and how much land."""
    found = by_day_and_operation(page.archive, events)
    operations = [_operation(page, each.operation) for each in found]
    return [
        Column(page.words["day"], [each.day for each in found], "day", 92),
        Column(page.words["operation"], operations, width=176),
        Column(page.words["changes"], [len(each.events) for each in found], "number", 64),
        _km2(page, [each.area.value for each in found]),
    ]


def _operation(page: PageContext, operation: str | None) -> str:
    if not operation:
        return page.words["no_operation"]
    return page.words.text(page.archive.operations[operation].name)


def _km2(page: PageContext, values: Sequence[float | None]) -> Column:
    return Column(page.words["size_km2"], values, "number", 74, unit=Unit.KM2)
