"""The gap between paper and ground on the day chosen: areas, lines, posts, land left."""

from __future__ import annotations

import datetime as dt
from html import escape

import numpy as np
import streamlit as st

from dashboard.analysis.gap import AreaGap, gap, left_by
from dashboard.analysis.lines import LineGap
from dashboard.analysis.passages import passed
from dashboard.analysis.sensitivity import Spread, moved_count, spread
from dashboard.archive import Archive
from dashboard.mapview import switchable
from dashboard.records import Agreement, Recipe
from dashboard.ui import behind, charts, gap_land, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import (
    bar,
    block,
    holder,
    km,
    km2,
    number,
    party,
    percent,
    said,
    span,
    table,
)
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice, agreement: Agreement | None) -> None:
    """Draw what the agreement drew beside what was there on the day; ``None`` for all in force."""
    found = gap(archive, choice.day, agreement.id if agreement else None)
    day = words.date(choice.day)
    title = f"<h2>{escape(words.fill('gap_title', day=day))}</h2>"
    drawn = bool(found.areas or found.lines)
    if not drawn:
        nothing = words["gap_nothing" if agreement else "gap_nothing_at_all"]
        title += f'<p class="quiet">{escape(nothing)}</p>'
    st.html(block(words, title, ""))
    for area in found.areas:
        _area(archive, words, choice, area, agreement)
    if found.areas:
        st.html(block(words, f'<p class="src">{_how(archive, words)}</p>', ""))
    for line in found.lines:
        _line(archive, words, choice, line, agreement)
    left = left_by(archive, agreement.id, choice.day) if agreement else None
    if left is not None:
        gap_land.left_land(archive, words, choice, agreement, left)
    if drawn:
        gap_land.posts(archive, words, choice, found)


# --- areas ----------------------------------------------------------------------------------


def _area(
    archive: Archive, words: Wording, choice: Choice, area: AreaGap, agreement: Agreement | None
) -> None:
    title = words.of(area.recipe, "title")
    if area.depth_km is not None:
        title = words.fill("to_depth", title=title, km=f"{area.depth_km:g}")
    rows = []
    for ident, size in area.held.items():
        moved = _share_range(archive, choice, agreement, area, ident)
        rows.append((
            holder(archive, words, ident),
            escape(km2(words, size)), f"<b>{escape(percent(words, area.share(ident)))}</b>",
            escape(span(words, moved.low, moved.high, "unit_percent")),
        ))  # fmt: skip
    head = [words["holder"], words["area_held"], words["share"], words["range_head"]]
    by = "" if agreement else _drawn_by(archive, words, choice, area.recipe)
    html = (
        f"<h3>{escape(title)}</h3>{by}{bar(archive, words, area.held, area.unknown_km2)}"
        f"{table(head, rows, caption=title)}{_about(archive, words, choice, area, agreement)}"
    )
    st.html(block(words, html, "gap"))
    events = _changes(archive, area, choice.day)
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
    notes = [words.fill("whole_area", n=number(area.area_km2)), words.of(area.recipe, "caveat")]
    for key, size in (("unknown_part", area.unknown_km2), ("outside_part", area.outside_km2)):
        if size > 0.5:
            notes.append(words.fill(key, n=number(size)))
    features = archive.drawn_by(agreement.id) if agreement else archive.all_features()
    drawn = [
        f.properties
        for f in features
        if f.properties.get("recipe") == area.recipe.id and f.period.holds(choice.day)
    ]
    method = " ".join(dict.fromkeys(p["method"] for p in drawn if p.get("method")))
    cited = record.links(archive, dict.fromkeys(s for p in drawn for s in p.get("sources") or ()))
    return (
        f"<details><summary>{escape(words['about_geometry'])}</summary>"
        f'<p class="src">{escape(" ".join(notes))}</p><p class="src">{said(method)}</p>'
        f'<p class="src">{escape(words["sources"])}: {cited}</p></details>'
    )


def _changes(archive: Archive, area: AreaGap, day: dt.date) -> tuple[str, ...]:
    first = max(archive.first_day, area.recipe.day or archive.first_day)
    mask = np.isin(archive.cells, area.places)
    return passed(archive, first, day, mask).events if first < day else ()


def _share_range(
    archive: Archive, choice: Choice, agreement: Agreement | None, area: AreaGap, holder: str
) -> Spread:
    ident = agreement.id if agreement else None

    def share(made: Archive) -> float:
        for other in gap(made, choice.day, ident).areas:
            if (other.recipe.id, other.depth_km) == (area.recipe.id, area.depth_km):
                return other.share(holder)
        return 0.0

    return spread(archive, share)


def _how(archive: Archive, words: Wording) -> str:
    counts = moved_count(archive)
    return escape(words.fill("range_how", **{name: f"{n:,}" for name, n in counts.items()}))


# --- lines ----------------------------------------------------------------------------------


def _line(
    archive: Archive, words: Wording, choice: Choice, line: LineGap, agreement: Agreement | None
) -> None:
    ways = ((words["from_agreed"], line.from_agreed), (words["from_ground"], line.from_ground))
    rows = [
        (
            escape(name), escape(words.fill("km", n=f"{way.length_km:,.0f}")),
            f"<b>{escape(km(words, way.mean_km))}</b>", f"<b>{escape(km(words, way.max_km))}</b>",
            escape(percent(words, way.moved_share, 0)),
        )
        for name, way in ways
    ]  # fmt: skip
    head = [words["direction"], words["length"], words["mean"], words["maximum"], words["moved"]]
    title = words.fill("line_gap", line=words.of(line.recipe, "title"))
    how = f"{words['line_gap_how']} {words.of(line.recipe, 'caveat')}"
    by = "" if agreement else _drawn_by(archive, words, choice, line.recipe)
    html = (
        f"<h3>{escape(title)}</h3>{by}{table(head, rows, caption=title)}"
        f'<p class="src">{escape(how)} {_on_map(archive, words, choice, line.recipe)}</p>'
    )
    st.html(block(words, html, "gap"))
    behind.expander(archive, words, line.passed.events, key=f"line-{line.recipe.id}")
    if st.toggle(words["ribbon"], key=f"ribbon-{line.recipe.id}"):
        worst = max(line.from_agreed.samples, key=lambda s: abs(s.km))
        told = words.fill(
            "ribbon_told", held=party(archive, words, line.recipe.held_by or ""),
            km=f"{abs(worst.km):.1f}", lat=f"{worst.lat:.2f}", lon=f"{worst.lon:.2f}",
            share=f"{line.from_agreed.moved_share:.0f}",
        )  # fmt: skip
        st.altair_chart(charts.ribbon(words, line.from_agreed, told), width="stretch")
        st.caption(told)


def _on_map(archive: Archive, words: Wording, choice: Choice, agreed: Recipe) -> str:
    """Link to the map of the day with the distance drawn; empty where no recipe measures it."""
    for recipe in archive.dataset.recipes:
        if recipe.kind == "line_distance" and recipe.line == agreed.id:
            wanted = {*choice.layers, agreed.layer, recipe.layer}
            layers = tuple(la.name for la in switchable(archive) if la.name in wanted)
            href = address(choice, view="map", compare="single", layers=layers)
            return anchor(words["ribbon_on_map"], href)
    return ""
