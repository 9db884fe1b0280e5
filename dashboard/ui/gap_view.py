"""The gap between paper and ground on the day chosen: areas, lines, posts, land left."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape

import streamlit as st

from dashboard.analysis.doubt import of_gap
from dashboard.analysis.gap import AreaGap, gap
from dashboard.analysis.lines import LineGap
from dashboard.analysis.scenarios import Spread
from dashboard.analysis.transfers import force_start
from dashboard.archive import Archive
from dashboard.quantity import Quantity, Unit
from dashboard.records import Agreement, Recipe
from dashboard.ui import behind, charts, doubt, gap_land, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import (
    bar,
    block,
    holder,
    km2,
    number,
    party,
    percent,
    said,
    table,
)
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording, format

Moved = Mapping[Hashable, Spread]
"""The figures of a gap with their ranges, as ``analysis.doubt`` names them."""


def view(archive: Archive, words: Wording, choice: Choice, agreement: Agreement | None) -> None:
    """Draw what the agreement drew beside what was there on the day; ``None`` for all in force."""
    ident = agreement.id if agreement else None
    found, moved = gap(archive, choice.day, ident), of_gap(archive, choice.day, ident)
    day = words.date(choice.day)
    title = f"<h2>{escape(words.fill('gap_title', day=day))}</h2>"
    drawn = found.is_drawn
    if not drawn:
        title += f'<p class="quiet">{_nothing(archive, words, choice, agreement)}</p>'
    st.html(block(words, title, ""))
    for area in found.areas:
        _area(archive, words, choice, area, agreement, moved)
    for line in filter(lambda each: each.is_measured, found.lines):
        _line(archive, words, choice, line, agreement, moved)
    left = found.left
    if left is not None:
        gap_land.left_land(archive, words, choice, agreement, left, moved)
    if drawn:
        gap_land.posts(archive, words, choice, found, moved)
    if drawn or left is not None:
        st.html(block(words, doubt.how(archive, words, "range_how_line"), ""))


def _nothing(archive: Archive, words: Wording, choice: Choice, agreement: Agreement | None) -> str:
    """Why nothing stands beside the ground, with the way to a day on which something does; HTML."""
    if agreement is None:
        return escape(words["gap_nothing_at_all"])
    if agreement.force_on(choice.day) != "no":
        return escape(words["gap_nothing"])
    start = force_start(archive, agreement.id)
    end = agreement.in_force.until_day
    told = words.fill(
        "gap_not_in_force" if end else "gap_not_yet", day=words.date(choice.day),
        start=words.date(start), end=words.date(end) if end else "",
    )  # fmt: skip
    if not archive.first_day <= start <= archive.last_day:
        return escape(told)
    way = anchor(words["gap_first_day"], address(choice, day=start))
    return f"{escape(told)} {way}"


# --- areas ----------------------------------------------------------------------------------


def _area(
    archive: Archive,
    words: Wording,
    choice: Choice,
    area: AreaGap,
    agreement: Agreement | None,
    moved: Moved,
) -> None:
    title = words.of(area.recipe, "title")
    if area.depth_km is not None:
        depth = format.exact(words, Quantity(area.depth_km, Unit.KM))
        title = words.fill("to_depth", title=title, depth=depth)
    rows, held = [], {party: km2.value for party, km2 in area.held.items()}
    for ident in archive.parties:
        share = moved.get(("share", area.recipe.id, area.depth_km, ident))
        reach = doubt.reach(words, share, doubt.PERCENT) if share else ""
        if ident in area.held or reach:  # or in a scenario only
            rows.append((
                holder(archive, words, ident), escape(km2(words, held.get(ident, 0.0))),
                f"<b>{escape(percent(words, share.value))}</b>", escape(reach),
            ))  # fmt: skip
    head = [words["holder"], words["area_held"], words["share"], words["range_head"]]
    by = "" if agreement else _drawn_by(archive, words, choice, area.recipe)
    html = (
        f"<h3>{escape(title)}</h3>{by}{bar(archive, words, held, area.unknown.value)}"
        f"{table(head, rows, caption=title)}{_about(archive, words, choice, area, agreement)}"
    )
    st.html(block(words, html, "gap"))
    events = area.transfers.events
    behind.expander(archive, words, events, key=f"{area.recipe.id}-{area.depth_km}")


def _drawn_by(archive: Archive, words: Wording, choice: Choice, recipe: Recipe) -> str:
    """The agreement that drew it, where the page is not that agreement's own."""
    record = archive.agreements[recipe.agreement]
    href = address(choice, view="agreement", agreement=record.id)
    return f'<p class="src">{anchor(words.agreement(record), href)}</p>'


def _about(
    archive: Archive, words: Wording, choice: Choice, area: AreaGap, agreement: Agreement | None
) -> str:
    """What the area is, how it was drawn and from which sources; folded."""
    notes = [words.fill("whole_area", n=number(area.area.value)), words.of(area.recipe, "caveat")]
    for key, size in (("unknown_part", area.unknown.value), ("outside_part", area.outside.value)):
        if size > 0.5:
            notes.append(words.fill(key, n=number(size)))
    features = archive.drawn_by(agreement.id) if agreement else archive.all_features()
    drawn = [
        f.properties
        for f in features
        if f.properties.get("recipe") == area.recipe.id and f.period.holds(choice.day)
    ]
    method = " ".join(dict.fromkeys(p["method"] for p in drawn if p.get("method")))
    cited = record.links(
        archive, words, dict.fromkeys(s for p in drawn for s in p.get("sources") or ())
    )
    return (
        f"<details><summary>{escape(words['about_geometry'])}</summary>"
        f'<p class="src">{escape(" ".join(notes))}</p><p class="src">{said(method)}</p>'
        f'<p class="src">{escape(words["sources"])}: {cited}</p></details>'
    )


# --- lines ----------------------------------------------------------------------------------

_MEASURES = {
    "length": doubt.LENGTH, "mean": doubt.KM, "maximum": doubt.KM,
    "moved": doubt.WHOLE_PERCENT,
}  # fmt: skip


def _measured(words: Wording, line: LineGap, way: str, name: str, moved: Moved) -> str:
    """One measure of one direction with its range; the distances stand out."""
    unit = _MEASURES[name]
    shown = escape(unit.one(words, getattr(getattr(line, way), name).value))
    shown = f"<b>{shown}</b>" if unit is doubt.KM else shown
    reach = moved["line", line.recipe.id, way, name]
    return shown + doubt.under(words, reach, unit, "no_line_between")


def _line(
    archive: Archive,
    words: Wording,
    choice: Choice,
    line: LineGap,
    agreement: Agreement | None,
    moved: Moved,
) -> None:
    ways = ("from_agreed", "from_ground")
    rows = [
        (escape(words[way]), *(_measured(words, line, way, name, moved) for name in _MEASURES))
        for way in ways
    ]
    head = [words["direction"], words["length"], words["mean"], words["maximum"], words["moved"]]
    title = words.fill("line_gap", line=words.of(line.recipe, "title"))
    how = f"{words['line_gap_how']} {words.of(line.recipe, 'caveat')}"
    by = "" if agreement else _drawn_by(archive, words, choice, line.recipe)
    html = (
        f"<h3>{escape(title)}</h3>{by}{table(head, rows, caption=title)}"
        f'<p class="src">{escape(how)} {_on_map(archive, words, choice, line.recipe)}</p>'
    )
    st.html(block(words, html, "gap"))
    behind.expander(archive, words, line.transfers.events, key=f"line-{line.recipe.id}")
    if st.toggle(words["ribbon"], key=f"ribbon-{line.recipe.id}"):
        worst = max(line.from_agreed.samples, key=lambda s: abs(s.km))
        told = words.fill(
            "ribbon_told", held=party(archive, words, line.recipe.held_by or ""),
            km=f"{abs(worst.km):.1f}", lat=f"{worst.lat:.2f}", lon=f"{worst.lon:.2f}",
            share=f"{line.from_agreed.moved.value:.0f}",
        )  # fmt: skip
        st.altair_chart(charts.ribbon(words, line.from_agreed, told), width="stretch")
        st.caption(told)


def _on_map(archive: Archive, words: Wording, choice: Choice, agreed: Recipe) -> str:
    """Link to the map of the day with the distance drawn; empty where no recipe measures it."""
    for recipe in archive.dataset.recipes:
        if recipe.kind == "line_distance" and recipe.line == agreed.id:
            layers = choice.with_layers(archive, agreed.layer, recipe.layer)
            href = address(choice, view="map", compare="single", layers=layers)
            return anchor(words["ribbon_on_map"], href)
    return ""
