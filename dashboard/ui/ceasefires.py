"""Did it hold? Every ceasefire in one table and one chart."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.analysis.holds import WINDOWS, Hold, Unmeasured, ceasefires
from dashboard.archive import Archive
from dashboard.ui import behind, charts
from dashboard.ui.choice import Choice
from dashboard.ui.figures import days, flows, km2, number, table
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the caution, the chart, the table, and what stands behind each row."""
    measured, unmeasured = ceasefires(archive)
    st.html(
        f'<div class="rec page"><h2>{escape(words["holds_title"])}</h2>'
        f"<p>{escape(told(words, measured))}</p>"
        f'<p class="notice">{escape(words["holds_caution"])}</p></div>'
    )
    if measured:
        _chart(archive, words, measured)
        st.html(f'<div class="rec page">{_table(archive, words, choice, measured)}</div>')
        _behind(archive, words, measured)
    if unmeasured:
        st.html(f'<div class="rec page">{_unmeasured(words, choice, unmeasured)}</div>')


def told(words: Wording, measured: tuple[Hold, ...]) -> str:
    """The outcome in one sentence: how many saw a change in force, and within a month."""
    in_force = sum(hold.first_change_in_force for hold in measured)
    month = sum(bool(w and w.km2) for w in (hold.windows[30] for hold in measured))
    longest = max(measured, key=lambda hold: hold.longest_calm, default=None)
    if longest is None:
        return words["holds_none"]
    return words.fill(
        "holds_told", n=len({hold.agreement.id for hold in measured}), starts=len(measured),
        in_force=in_force, month=month,
        longest=longest.agreement.short_name, days=f"{longest.longest_calm:,}",
    )  # fmt: skip


def _chart(archive: Archive, words: Wording, measured: tuple[Hold, ...]) -> None:
    names = {**{n: words.fill("first_days", n=n) for n in WINDOWS}, 0: words["while_in_force"]}
    window = st.segmented_control(
        words["holds_window"], list(names), default=30, format_func=names.get, key="holds-window"
    )
    window = 30 if window is None else window
    st.altair_chart(charts.holds(archive, words, measured, window or None), width="stretch")
    parts = []
    for hold in measured:
        found = hold.windows[window] if window else hold.in_force
        size = words["not_measured"] if found is None else km2(words, found.km2)
        parts.append(f"{hold.agreement.short_name} ({words.date(hold.start)}): {size}")
    st.caption(words.fill("chart_told", what=names[window], parts="; ".join(parts)))


def _table(archive: Archive, words: Wording, choice: Choice, measured: tuple[Hold, ...]) -> str:
    head = [
        words["ceasefire"], words["in_force"], words["first_change"],
        *(words.fill("first_days", n=n) for n in WINDOWS), words["while_in_force"],
        words["quiet_days"], words["how_ended"],
    ]  # fmt: skip
    return table(head, [_row(archive, words, choice, hold) for hold in measured])


def _row(archive: Archive, words: Wording, choice: Choice, hold: Hold) -> tuple[str, ...]:
    href = address(choice, view="agreement", agreement=hold.agreement.id, day=hold.start)
    said = (
        f'<div class="src">{escape(words.fill("start_by", names=", ".join(hold.by)))}</div>'
        if hold.by
        else ""
    )
    area = "" if hold.area_drawn else f'<div class="src">{escape(words["area_assumed"])}</div>'
    end = words.date(hold.end) if hold.end else words["no_end"]
    first = words["no_change_after"]
    if hold.first_change_days is not None:
        when = words["still_in_force"] if hold.first_change_in_force else words["after_its_end"]
        first = days(words, hold.first_change_days)
        first = (
            f"<b>{escape(first)}</b><div class='src'>{escape(words.date(hold.first_change))}, "
            f"{escape(when)}</div>"
        )
    else:
        first = escape(first)
    on_day = ""
    if hold.on_start_day.km2:
        text = words.fill("on_first_day", n=number(hold.on_start_day.km2))
        on_day = f'<div class="src">{escape(text)}</div>'
    windows = [
        escape(words["not_measured"]) if w is None else _size(archive, words, w)
        for w in (hold.windows[n] for n in WINDOWS)
    ]
    quiet = words.fill(
        "quiet_of",
        quiet=f"{hold.quiet_days:,}",
        all=f"{hold.days_in_force:,}",
        calm=f"{hold.longest_calm:,}",
    )
    return (
        anchor(hold.agreement.short_name, href) + said + area,
        escape(words.fill("from_until", start=words.date(hold.start), end=end)),
        first + on_day, *windows,
        _size(archive, words, hold.in_force), escape(quiet),
        escape("; ".join(hold.ended)) or escape(words["not_recorded"]),
    )  # fmt: skip


def _size(archive: Archive, words: Wording, found) -> str:
    if not found.km2:
        return "0"
    return (
        f"<b>{escape(km2(words, found.km2))}</b><div class='src'>"
        f"{flows(archive, words, found.flows)}</div>"
    )


def _behind(archive: Archive, words: Wording, measured: tuple[Hold, ...]) -> None:
    """The events behind one row, chosen by name: any can be opened, one at a time."""
    names = [
        words.fill("hold_label", name=hold.agreement.short_name, day=words.date(hold.start))
        for hold in measured
    ]
    row = st.selectbox(
        words["behind_which"], range(len(measured)), index=None, format_func=names.__getitem__,
        key="holds-behind", placeholder=words["choose"], width=420,
    )  # fmt: skip
    if row is None:
        return
    hold, quarter = measured[row], measured[row].windows[WINDOWS[-1]]
    passed = (hold.on_start_day, *((quarter,) if quarter else ()), hold.in_force)
    events = tuple(dict.fromkeys(event for found in passed for event in found.events))
    behind.events_frame(archive, words, events, key=f"hold-{row}")


def _unmeasured(words: Wording, choice: Choice, unmeasured: tuple[Unmeasured, ...]) -> str:
    items = []
    for left_out in unmeasured:
        record = left_out.agreement
        href = address(choice, view="agreement", agreement=record.id)
        why = escape(words[f"unmeasured_{left_out.why}"])
        items.append(f"<li>{anchor(record.short_name, href)}: {why}</li>")
    return f"<h3>{escape(words['unmeasured'])}</h3><ul>{''.join(items)}</ul>"
