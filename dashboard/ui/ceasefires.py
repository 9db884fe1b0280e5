"""Did it hold? The outcome in words, a chart of every ceasefire, and the table of their figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.analysis.ceasefires import WINDOWS, CeasefireOutcome, Unmeasured, ceasefires, outcome
from dashboard.analysis.doubt import IN_FORCE, of_ceasefires, of_outcome
from dashboard.analysis.scenarios import Spread
from dashboard.analysis.transfers import Transfers
from dashboard.archive import Archive
from dashboard.ui import doubt
from dashboard.ui.ceasefire_table import evidence_link, table_html, window_name, window_of
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.figures import block, fill, km2, party, said, swatch
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def view(page: PageContext) -> None:
    """Draw the caution, the chart and the table, whose figures lead to what stands behind them."""
    archive, words, choice = page.archive, page.words, page.choice
    measured, unmeasured = ceasefires(archive)
    st.html(
        block(
            words,
            f"<h1>{escape(words['holds_title'])}</h1>"
            f"<p>{escape(told(archive, words, measured))}</p>"
            f'<p class="notice">{escape(words["holds_caution"])}</p>',
        )
    )
    if measured:
        names = {n: window_name(words, n) for n in (*WINDOWS, IN_FORCE)}
        chosen = st.segmented_control(
            words["holds_window"], list(names), default=30, format_func=names.get,
            key="holds-window",
        )  # fmt: skip
        window = 30 if chosen is None else chosen
        st.html(block(words, bars_html(archive, words, choice, measured, window)))
        html = f'<div class="holds">{table_html(archive, words, choice, measured)}</div>'
        st.html(block(words, html + doubt.how(archive, words, "holds_ranges")))
    if unmeasured:
        st.html(block(words, _unmeasured(words, choice, unmeasured)))


def told(archive: Archive, words: Wording, measured: tuple[CeasefireOutcome, ...]) -> str:
    """The outcome in one sentence: how many saw a change in force, and within a month."""
    if not measured:
        return words["holds_none"]
    longest = max(measured, key=lambda hold: hold.longest_calm)
    counted = {
        name: doubt.bracketed(words, f"{count:,}", of_outcome(archive)[name], doubt.COUNT)
        for name, count in outcome(measured).items()
    }
    return words.fill(
        "holds_told", n=len({hold.agreement.id for hold in measured}), starts=len(measured),
        in_force=counted["in_force"], month=counted["month"], days=counted["longest"],
        longest=words.agreement(longest.agreement),
    )  # fmt: skip


# --- the chart ------------------------------------------------------------------------------

Sides = tuple[Mapping[str, float], Mapping[str, float]]
"""km² by taking party: before the middle of the chart, and after it."""


def bars_html(
    archive: Archive,
    words: Wording,
    choice: Choice,
    measured: tuple[CeasefireOutcome, ...],
    window: int,
) -> str:
    """Land that changed hands in a window of each ceasefire, each direction to its own side.

    What the first party of the data set took stands after the middle, what others took before it.
    A thin line at the end of a bar spans the range of its figure.
    """
    doubts = of_ceasefires(archive)
    rows = []
    for hold in measured:
        passed, last = window_of(hold, window)
        moved = doubts[hold.agreement.id, hold.start]
        reach = tuple(moved[window, first] for first in (False, True))
        rows.append((hold, passed, last, _sides(archive, passed), reach))
    most = [max((reach[i].high or 0.0 for *_, reach in rows), default=0.0) for i in (0, 1)]
    per_km2 = 100 / sum(most) if any(most) else 0.0
    items = []
    for hold, passed, last, sides, reach in rows:
        name = _name(archive, words, hold, sides, reach)
        if passed and passed.km2:
            text = words["events_behind"]
            name += " " + evidence_link(words, choice, hold, hold.start, last, text)
        nothing = words["not_measured"] if passed is None else km2(words, 0)
        sizes = [km2(words, sum(side.values())) if side else "" for side in sides]
        sizes[1] = sizes[1] or ("" if sizes[0] else nothing)
        track = "".join(
            _side(archive, sides[i], reach[i], sizes[i], per_km2, per_km2 * most[i], i)
            for i in (0, 1)
        )
        items.append(f'<li><div>{name}</div><div class="track">{track}</div></li>')
    label = escape(f"{words['holds_title']} {window_name(words, window)}", quote=True)
    shown = [sides for *_, sides, _ in rows]
    key = any(doubt.reach(words, each, doubt.KM2) for *_, reach in rows for each in reach)
    return (
        f"{_legend(archive, words, shown, key)}"
        f'<ul class="holdbars" aria-label="{label}">{"".join(items)}</ul>'
    )


def _sides(archive: Archive, passed: Transfers | None) -> Sides:
    first = next(iter(archive.parties))
    sides: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for (_, to), size in (passed.flows if passed else {}).items():
        side = sides[to == first]
        side[to] = side.get(to, 0.0) + size
    return sides


def _legend(archive: Archive, words: Wording, shown: Iterable[Sides], ranges: bool) -> str:
    """Who took what, and what the thin lines are where there are any."""
    takers = {ident for sides in shown for side in sides for ident in side}
    items = [
        f"<span>{swatch(archive, p, f'gained.{p}')} "
        f"{escape(words.fill('to_party', party=party(archive, words, p)))}</span>"
        for p in archive.parties if p in takers
    ]  # fmt: skip
    if ranges:
        items.append(f'<span><s class="reach"></s> {escape(words["range_key"])}</span>')
    return f'<p class="legend">{" ".join(items)}</p>'


def _name(
    archive: Archive, words: Wording, hold: CeasefireOutcome, sides: Sides, reach: Sequence[Spread]
) -> str:
    """Which ceasefire from which start, and the range of each bar that moves; HTML."""
    name = said(words.fill(
        "hold_label", name=words.agreement(hold.agreement), day=words.date(hold.start)
    ))  # fmt: skip
    first, both = next(iter(archive.parties)), all(each.high for each in reach)
    told = []
    for side, each, default in zip(sides, reach, ("", first), strict=True):
        if text := doubt.text(words, each, doubt.KM2):
            takers = [party(archive, words, p) for p in side or filter(None, (default,))]
            to = words.fill("to_party", party=words["list_comma"].join(takers))
            to = to if takers else words["to_others"]
            told.append(words.fill("range_to", to=to, range=text) if both else text)
    if not told:
        return name
    return f'{name} <span class="range">{escape(words["list_semicolon"].join(told))}</span>'


def _side(
    archive: Archive,
    side: Mapping[str, float],
    reach: Spread,
    size: str,
    per_km2: float,
    width: float,
    after: int,
) -> str:
    """The bars of one side of the middle, its range as a thin line, and its size in words.

    ``width`` is that of the side in per cent of the track; all inside is in per cent of the side.
    """

    def long(size_km2: float) -> float:
        return 100 * size_km2 * per_km2 / width if width else 0.0

    pieces = "".join(
        f'<i style="width:{long(taken):.2f}%;{fill(archive, f"gained.{to}")}"></i>'
        for to, taken in side.items()
    )
    line, clear = "", ""
    low, high = reach.low or 0.0, reach.high or 0.0
    if long(high - low) > 0.2:
        edge = "start" if after else "end"  # the side's edge at the middle
        line = (
            f'<s class="reach" style="inset-inline-{edge}:{long(low):.2f}%;'
            f'width:{long(high - low):.2f}%"></s>'
        )
        beyond = long(high - sum(side.values()))
        clear = f' style="margin-inline-{edge}:{beyond:.2f}%"' if beyond > 0.2 else ""
    told = f"<b{clear}>{escape(size)}</b>" if size else ""
    kind = "after" if after else "before"
    return f'<div class="{kind}" style="width:{width:.2f}%">{pieces}{line}{told}</div>'


def _unmeasured(words: Wording, choice: Choice, unmeasured: tuple[Unmeasured, ...]) -> str:
    items = []
    for left_out in unmeasured:
        record = left_out.agreement
        href = address(choice, view="agreement", agreement=record.id)
        why = escape(words[f"unmeasured_{left_out.why}"])
        items.append(f"<li>{anchor(words.agreement(record), href)}: {why}</li>")
    return f"<h2>{escape(words['unmeasured'])}</h2><ul>{''.join(items)}</ul>"
