"""Did it hold? Every ceasefire in one table and one chart."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from dashboard.analysis.holds import WINDOWS, Hold, Unmeasured, ceasefires
from dashboard.analysis.passages import Passed
from dashboard.archive import Archive
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, days, fill, flows, km2, number, party, said, swatch, table
from dashboard.ui.links import address, anchor, to_evidence
from dashboard.wording import Wording

_DAY = dt.timedelta(days=1)
_IN_FORCE = 0
"""Stands for the time in force among the windows, which are numbers of days."""


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the caution, the chart and the table, whose figures lead to what stands behind them."""
    measured, unmeasured = ceasefires(archive)
    st.html(
        block(
            words,
            f"<h1>{escape(words['holds_title'])}</h1><p>{escape(told(words, measured))}</p>"
            f'<p class="notice">{escape(words["holds_caution"])}</p>',
        )
    )
    if measured:
        names = {n: _window(words, n) for n in (*WINDOWS, _IN_FORCE)}
        chosen = st.segmented_control(
            words["holds_window"], list(names), default=30, format_func=names.get,
            key="holds-window",
        )  # fmt: skip
        window = 30 if chosen is None else chosen
        st.html(block(words, bars_html(archive, words, choice, measured, window)))
        st.html(block(words, table_html(archive, words, choice, measured)))
    if unmeasured:
        st.html(block(words, _unmeasured(words, choice, unmeasured)))


def _window(words: Wording, window: int) -> str:
    if window == _IN_FORCE:
        return words["while_in_force"]
    return words.fill("first_days", days=days(words, window))


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
        longest=words.agreement(longest.agreement), days=f"{longest.longest_calm:,}",
    )  # fmt: skip


def _found(hold: Hold, window: int) -> tuple[Passed | None, dt.date]:
    """What changed hands in a window of a ceasefire, and the window's last day."""
    if window == _IN_FORCE:
        return hold.in_force, hold.measured_through
    return hold.windows[window], hold.start + window * _DAY


# --- the chart ------------------------------------------------------------------------------


def bars_html(
    archive: Archive, words: Wording, choice: Choice, measured: tuple[Hold, ...], window: int
) -> str:
    """Land that changed hands in a window of each ceasefire, each direction to its own side.

    What the first party of the data set took stands after the middle, what others took before it.
    """
    taking = tuple(archive.parties)
    found = [(hold, *_found(hold, window)) for hold in measured]
    sides = [_sides(archive, passed) for _, passed, _ in found]
    most = [max((sum(side[i].values()) for side in sides), default=0.0) for i in (0, 1)]
    per_km2 = 100 / sum(most) if any(most) else 0.0
    shown = [p for p in taking if any(p in side[i] for side in sides for i in (0, 1))]
    legend = " ".join(
        f"<span>{swatch(archive, p, f'gained.{p}')} "
        f"{escape(words.fill('to_party', party=party(archive, words, p)))}</span>"
        for p in shown
    )
    rows = "".join(
        _bar(archive, words, choice, hold, passed, last, side, per_km2, per_km2 * most[0])
        for (hold, passed, last), side in zip(found, sides, strict=True)
    )
    label = escape(f"{words['holds_title']} {_window(words, window)}", quote=True)
    return f'<p class="legend">{legend}</p><ul class="holdbars" aria-label="{label}">{rows}</ul>'


def _sides(archive: Archive, passed: Passed | None) -> tuple[dict[str, float], dict[str, float]]:
    """km² by taking party: before the middle, and after it."""
    first = next(iter(archive.parties))
    sides: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for (_, to), size in (passed.flows if passed else {}).items():
        side = sides[to == first]
        side[to] = side.get(to, 0.0) + size
    return sides


def _bar(
    archive: Archive,
    words: Wording,
    choice: Choice,
    hold: Hold,
    passed: Passed | None,
    last: dt.date,
    sides: tuple[dict[str, float], dict[str, float]],
    per_km2: float,
    middle: float,
) -> str:
    """One ceasefire: its name, and its bars to either side of the middle, in per cent."""
    name = said(words.fill(
        "hold_label", name=words.agreement(hold.agreement), day=words.date(hold.start)
    ))  # fmt: skip
    parts = []
    for side, width, kind in zip(sides, (middle, 100 - middle), ("before", "after"), strict=True):
        pieces = "".join(
            f'<i style="width:{100 * size * per_km2 / width:.2f}%;'
            f'{fill(archive, f"gained.{to}")}"></i>'
            for to, size in side.items()
        )
        size = f"<b>{escape(km2(words, sum(side.values())))}</b>" if side else ""
        if kind == "after" and not any(sides):
            size = f"<b>{escape(words['not_measured'] if passed is None else km2(words, 0))}</b>"
        parts.append(f'<div class="{kind}" style="width:{width:.2f}%">{pieces}{size}</div>')
    if passed and passed.km2:
        name += " " + _evidence(words, choice, hold, hold.start, last, words["events_behind"])
    return f'<li><div>{name}</div><div class="track">{"".join(parts)}</div></li>'


def _evidence(
    words: Wording, choice: Choice, hold: Hold, since: dt.date, last: dt.date, text: str
) -> str:
    """Link to the changes counted: those after one day up to another, in the ceasefire's area."""
    label = f"{text}: {words['events_behind']}"
    return to_evidence(words, choice, area=hold.area, since=since, day=last, text=text, label=label)


# --- the table ------------------------------------------------------------------------------


def table_html(archive: Archive, words: Wording, choice: Choice, measured: tuple[Hold, ...]) -> str:
    """Every ceasefire; each figure is a link to the events and sources it counts."""
    head = [
        words["ceasefire"], words["in_force"], words["first_change"],
        *(_window(words, n) for n in WINDOWS), words["while_in_force"],
        words["quiet_days"], words["how_ended"],
    ]  # fmt: skip
    rows = [_row(archive, words, choice, hold) for hold in measured]
    note = f'<p class="src">{escape(words["holds_links"])}</p>'
    return table(head, rows, caption=words["holds_title"]) + note


def _row(archive: Archive, words: Wording, choice: Choice, hold: Hold) -> tuple[str, ...]:
    href = address(choice, view="agreement", agreement=hold.agreement.id, day=hold.start)
    names = words["list_comma"].join(hold.by)
    by = f'<div class="src">{escape(words["start_by"])} {said(names)}</div>' if hold.by else ""
    area = "" if hold.area_drawn else f'<div class="src">{escape(words["area_assumed"])}</div>'
    end = words.date(hold.end) if hold.end else words["no_end"]
    windows = [_size(archive, words, choice, hold, n) for n in (*WINDOWS, _IN_FORCE)]
    quiet = words.fill("quiet_of", quiet=f"{hold.quiet_days:,}", all=f"{hold.days_in_force:,}")
    longest = words.fill("quiet_longest", calm=f"{hold.longest_calm:,}")
    ended = words["list_semicolon"].join(said(text) for text in hold.ended)
    return (
        anchor(words.agreement(hold.agreement), href) + by + area,
        escape(words.fill("from_until", start=words.date(hold.start), end=end)),
        _first(archive, words, choice, hold), *windows,
        f'{escape(quiet)}<div class="src">{escape(longest)}</div>',
        ended or escape(words["not_recorded"]),
    )  # fmt: skip


def _first(archive: Archive, words: Wording, choice: Choice, hold: Hold) -> str:
    """Days to the first reported change, and what was reported on the first day itself."""
    html = escape(words["no_change_after"])
    if hold.first_change is not None:
        when = words["still_in_force"] if hold.first_change_in_force else words["after_its_end"]
        count = days(words, hold.first_change_days)
        link = _evidence(words, choice, hold, hold.start, hold.first_change, count)
        dated = f"{words.date(hold.first_change)}{words['list_comma']}{when}"
        html = f'<b>{link}</b><div class="src">{escape(dated)}</div>'
    if hold.on_start_day.km2:
        text = words.fill("on_first_day", n=number(hold.on_start_day.km2))
        since = max(hold.start - _DAY, archive.first_day)
        link = _evidence(words, choice, hold, since, hold.start, text)
        html += f'<div class="src">{link}</div>'
    return html


def _size(archive: Archive, words: Wording, choice: Choice, hold: Hold, window: int) -> str:
    found, last = _found(hold, window)
    if found is None:
        return escape(words["not_measured"])
    if not found.km2:
        return "0"
    link = _evidence(words, choice, hold, hold.start, last, km2(words, found.km2))
    return f'<b>{link}</b><div class="src">{flows(archive, words, found.flows)}</div>'


def _unmeasured(words: Wording, choice: Choice, unmeasured: tuple[Unmeasured, ...]) -> str:
    items = []
    for left_out in unmeasured:
        record = left_out.agreement
        href = address(choice, view="agreement", agreement=record.id)
        why = escape(words[f"unmeasured_{left_out.why}"])
        items.append(f"<li>{anchor(words.agreement(record), href)}: {why}</li>")
    return f"<h2>{escape(words['unmeasured'])}</h2><ul>{''.join(items)}</ul>"
