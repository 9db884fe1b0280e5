"""Every ceasefire in one table: each figure leads to the changes it counts, its range under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from html import escape

from dashboard.analysis.ceasefires import WINDOWS, CeasefireOutcome
from dashboard.analysis.doubt import IN_FORCE, of_ceasefires
from dashboard.analysis.scenarios import Spread
from dashboard.analysis.transfers import Transfers
from dashboard.archive import Archive
from dashboard.ui import doubt
from dashboard.ui.choice import Choice
from dashboard.ui.figures import days, flows, km2, number, prose, table
from dashboard.ui.links import address, anchor, to_evidence
from dashboard.wording import Wording

_DAY = dt.timedelta(days=1)
Moved = Mapping[Hashable, Spread]
"""The figures of one ceasefire with their ranges, as ``analysis.doubt`` names them."""


def table_html(
    archive: Archive, words: Wording, choice: Choice, measured: tuple[CeasefireOutcome, ...]
) -> str:
    """Every ceasefire; each figure is a link to the events and sources it counts."""
    head = [
        words["ceasefire"], words["in_force"], words["first_change"],
        *(window_name(words, n) for n in WINDOWS), words["while_in_force"],
        words["quiet_days"], words["how_ended"],
    ]  # fmt: skip
    doubts = of_ceasefires(archive)
    rows = [
        _row(archive, words, choice, hold, doubts[hold.agreement.id, hold.start])
        for hold in measured
    ]
    note = f'<p class="src">{escape(words["holds_links"])}</p>'
    return table(head, rows, caption=words["holds_title"]) + note


def _row(
    archive: Archive, words: Wording, choice: Choice, hold: CeasefireOutcome, moved: Moved
) -> tuple[str, ...]:
    href = address(choice, view="agreement", agreement=hold.agreement.id, day=hold.start)
    names = words["list_comma"].join(prose(words, name) for name in hold.by)
    by = f'<div class="src">{escape(words["start_by"])} {names}</div>' if hold.by else ""
    by += "".join(
        f'<div class="src">{escape(words.fill("start_other", day=words.date(day)))} '
        f"{words['list_comma'].join(prose(words, name) for name in who)}</div>"
        for day, who in hold.others.items()
    )
    area = "" if hold.area_drawn else f'<div class="src">{escape(words["area_assumed"])}</div>'
    end = words.date(hold.end) if hold.end else words["no_end"]
    windows = [_size(archive, words, choice, hold, n, moved[n]) for n in (*WINDOWS, IN_FORCE)]
    quiet = words.fill("quiet_of", quiet=f"{hold.quiet_days:,}", all=f"{hold.days_in_force:,}")
    # a change of the first day is one of its days in force
    before = max(hold.start - _DAY, archive.first_day)
    quiet = evidence_link(words, choice, hold, before, hold.measured_through, quiet)
    longest = words.fill("quiet_longest", calm=f"{hold.longest_calm:,}")
    ended = words["list_semicolon"].join(prose(words, text) for text in hold.ended)
    return (
        anchor(words.agreement(hold.agreement), href) + by + area,
        escape(words.fill("from_until", start=words.date(hold.start), end=end)),
        _first(archive, words, choice, hold, moved), *windows,
        f"{quiet}{doubt.under(words, moved['quiet'], doubt.COUNT)}"
        f'<div class="src">{escape(longest)}</div>{doubt.under(words, moved["calm"], doubt.COUNT)}',
        ended or escape(words["not_recorded"]),
    )  # fmt: skip


def _first(
    archive: Archive, words: Wording, choice: Choice, hold: CeasefireOutcome, moved: Moved
) -> str:
    """Days to the first reported change, and what was reported on the first day itself."""
    html = escape(words["no_change_after"])
    if hold.first_change is not None:
        count = days(words, hold.first_change_days)
        html = f"<b>{evidence_link(words, choice, hold, hold.start, hold.first_change, count)}</b>"
    html += doubt.under(words, moved["first"], doubt.DAYS, "no_change_variant")
    if hold.first_change is not None:
        when = words["still_in_force"] if hold.first_change_in_force else words["after_its_end"]
        dated = f"{words.date(hold.first_change)}{words['list_comma']}{when}"
        html += f'<div class="src">{escape(dated)}</div>'
    return html + _on_start(archive, words, choice, hold, moved["start"])


def _on_start(
    archive: Archive, words: Wording, choice: Choice, hold: CeasefireOutcome, moved: Spread
) -> str:
    """What changed hands on the first day, told where anything did in some scenario."""
    reach = doubt.under(words, moved, doubt.KM2)
    if not hold.on_start_day.km2 and not reach:
        return ""
    text = words.fill("on_first_day", n=number(hold.on_start_day.km2))
    since = max(hold.start - _DAY, archive.first_day)
    shown = evidence_link(words, choice, hold, since, hold.start, text)
    return f'<div class="src whole">{shown}</div>{reach}'


def _size(
    archive: Archive,
    words: Wording,
    choice: Choice,
    hold: CeasefireOutcome,
    window: int,
    moved: Spread,
) -> str:
    """What changed hands in a window; the range is of both directions together, as the figure."""
    found, last = window_of(hold, window)
    if found is None:
        return escape(words["not_measured"])
    reach = doubt.under(words, moved, doubt.KM2)
    if not found.km2:  # nothing is a figure too, and opens to the lack of reports
        return f"{evidence_link(words, choice, hold, hold.start, last, '0')}{reach}"
    link = evidence_link(words, choice, hold, hold.start, last, km2(words, found.km2))
    return f'<b>{link}</b>{reach}<div class="src">{flows(archive, words, found.flows)}</div>'


def window_name(words: Wording, window: int) -> str:
    """What a window is called: its first days, or the time in force."""
    if window == IN_FORCE:
        return words["while_in_force"]
    return words.fill("first_days", days=days(words, window))


def window_of(hold: CeasefireOutcome, window: int) -> tuple[Transfers | None, dt.date]:
    """What changed hands in a window of a ceasefire, and the window's last day."""
    if window == IN_FORCE:
        return hold.in_force, hold.measured_through
    return hold.windows[window], hold.start + window * _DAY


def evidence_link(
    words: Wording, choice: Choice, hold: CeasefireOutcome, since: dt.date, last: dt.date, text: str
) -> str:
    """Link to the changes counted: those after one day up to another, in the ceasefire's area."""
    label = f"{text}: {words['events_behind']}"
    return to_evidence(words, choice, area=hold.area, since=since, day=last, text=text, label=label)
