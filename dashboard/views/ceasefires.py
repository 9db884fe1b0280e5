"""Did it hold? The outcome in words, a chart of every ceasefire, and the table of their figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.analysis.ceasefires import WINDOWS, Ceasefires, Window, ceasefires
from dashboard.analysis.scenarios import across
from dashboard.quantity import Quantity, Unit, total
from dashboard.views.context import PageContext
from dashboard.views.parts import Parts
from dashboard.wording import Wording, format


def parts(page: PageContext) -> Parts:
    """The summary, the chart and the table for one window, sorted by land that changed hands. Every
    figure links to the changes it counts."""
    found = across(page.archive, ceasefires)
    window = page.choice.window or "first_30"
    yield head_html(page, found, window)
    ordered = found.by_change(window)
    if ordered.measured:
        yield chart_html(page, ordered, window)
    if table := table_html(page, ordered).strip():
        yield table


def head_html(page: PageContext, found: Ceasefires, window: str) -> str:
    """The outcome of all ceasefires in a sentence, the number of starts, and links to the other
    windows."""
    names = window_names(page.words)
    return page.render("ceasefires_head.html", found=found, window=window, window_names=names)


def window_names(words: Wording) -> dict[str, str]:
    """What each of ``WINDOWS`` is called."""
    return {
        key: words.fill("first_days", days=words.days(n)) if n else words["while_in_force"]
        for key, n in WINDOWS.items()
    }


def table_html(page: PageContext, found: Ceasefires) -> str:
    """Every ceasefire, each figure with its range and a link to the changes it counts; then those
    that cannot be measured."""
    names = window_names(page.words)
    return page.render("ceasefires_table.html", found=found, window_names=names)


# --- the chart ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """What some parties took in one window: km² by party; parties that took nothing are
    left out."""

    taken: Mapping[str, Quantity]

    @property
    def changed(self) -> Quantity:
        """All of it, with its range."""
        return total(Unit.KM2, self.taken.values())

    @property
    def takers(self) -> tuple[str, ...]:
        """The parties that took land as entered, not only in a scenario."""
        return tuple(party for party, km2 in self.taken.items() if km2.value)


def chart_html(page: PageContext, found: Ceasefires, window: str) -> str:
    """Land that changed hands in a window of each ceasefire, each direction to its own side.

    What the first party of the data set took stands after the middle, what others took before it.
    A thin line at the end of a bar spans the range of its figure.
    """
    parties = tuple(page.archive.parties)
    windows = [outcome.window(window) for outcome in found.measured]
    bars = [(_bar(each, parties[1:]), _bar(each, parties[:1])) for each in windows]
    longest = [max((pair[i].changed.high or 0.0 for pair in bars), default=0.0) for i in (0, 1)]
    takers = {party for pair in bars for bar in pair for party in bar.takers}
    return page.render(
        "ceasefires_chart.html",
        label=f"{page.words['view_ceasefires']} {window_names(page.words)[window]}",
        rows=zip(found.measured, windows, bars, (_ranges(page, *b) for b in bars), strict=True),
        longest=longest,
        takers=[party for party in parties if party in takers],
        has_ranges=any(format.span(page.words, bar.changed) for pair in bars for bar in pair),
    )


def _bar(window: Window, parties: Iterable[str]) -> Bar:
    taken = {party: window.taken_by(party) for party in parties}
    return Bar({party: km2 for party, km2 in taken.items() if km2.high})


def _ranges(page: PageContext, *bars: Bar) -> str:
    """The ranges of the bars of one row, in words; where both have one, each names the party that
    took the land."""
    words, both = page.words, all(bar.changed.high for bar in bars)
    parts = []
    for bar in bars:
        if moves := format.scenarios(words, bar.changed):
            names = words["list_comma"].join(page.party(p) for p in bar.takers or bar.taken)
            to = words.fill("to_party", party=names)
            parts.append(words.fill("range_to", to=to, range=moves) if both else moves)
    return words["list_semicolon"].join(parts)
