"""The gap between paper and ground on the day chosen: areas, lines, posts, land left."""

from __future__ import annotations

import datetime as dt
from html import escape

import numpy as np
import streamlit as st

from dashboard.analysis.gap import AreaGap, Gap, Left, PostGap, gap, left_by
from dashboard.analysis.lines import LineGap
from dashboard.analysis.passages import passed
from dashboard.analysis.sensitivity import Spread, moved_count, spread
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui import behind, charts, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import (
    bar,
    block,
    flows,
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


def view(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> None:
    """Draw what the agreement drew beside what was there on the day."""
    found = gap(archive, choice.day, agreement.id)
    day = words.date(choice.day)
    title = f"<h2>{escape(words.fill('gap_title', day=day))}</h2>"
    drawn = bool(found.areas or found.lines)
    if not drawn:
        title += f'<p class="quiet">{escape(words["gap_nothing"])}</p>'
    st.html(block(words, title, ""))
    for area in found.areas:
        _area(archive, words, choice, area, agreement)
    if found.areas:
        st.html(block(words, f'<p class="src">{_how(archive, words)}</p>', ""))
    for line in found.lines:
        _line(archive, words, line)
    left = left_by(archive, agreement.id, choice.day)
    if left is not None:
        _left(archive, words, choice, agreement, left)
    if drawn:
        _posts(archive, words, choice, found)


# --- areas ----------------------------------------------------------------------------------


def _area(
    archive: Archive, words: Wording, choice: Choice, area: AreaGap, agreement: Agreement
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
    html = (
        f"<h3>{escape(title)}</h3>{bar(archive, words, area.held, area.unknown_km2)}"
        f"{table(head, rows, caption=title)}{_about(archive, words, choice, area, agreement)}"
    )
    st.html(block(words, html, "gap"))
    events = _changes(archive, area, choice.day)
    behind.expander(archive, words, events, key=f"{area.recipe.id}-{area.depth_km}")


def _about(
    archive: Archive, words: Wording, choice: Choice, area: AreaGap, agreement: Agreement
) -> str:
    """What the area is, how it was drawn and from which sources; folded."""
    notes = [words.fill("whole_area", n=number(area.area_km2)), words.of(area.recipe, "caveat")]
    for key, size in (("unknown_part", area.unknown_km2), ("outside_part", area.outside_km2)):
        if size > 0.5:
            notes.append(words.fill(key, n=number(size)))
    drawn = [
        f.properties
        for f in archive.drawn_by(agreement.id)
        if f.properties["recipe"] == area.recipe.id and f.period.holds(choice.day)
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
    archive: Archive, choice: Choice, agreement: Agreement, area: AreaGap, holder: str
) -> Spread:
    def share(made: Archive) -> float:
        for other in gap(made, choice.day, agreement.id).areas:
            if (other.recipe.id, other.depth_km) == (area.recipe.id, area.depth_km):
                return other.share(holder)
        return 0.0

    return spread(archive, share)


def _how(archive: Archive, words: Wording) -> str:
    counts = moved_count(archive)
    return escape(words.fill("range_how", **{name: f"{n:,}" for name, n in counts.items()}))


# --- lines ----------------------------------------------------------------------------------


def _line(archive: Archive, words: Wording, line: LineGap) -> None:
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
    html = (
        f"<h3>{escape(title)}</h3>{table(head, rows, caption=title)}"
        f'<p class="src">{escape(how)}</p>'
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
        st.altair_chart(charts.ribbon_map(line, told), width="content")
        st.altair_chart(charts.ribbon(words, line.from_agreed, told), width="stretch")
        st.caption(told)


# --- land left where it was -----------------------------------------------------------------


def _left(
    archive: Archive, words: Wording, choice: Choice, agreement: Agreement, left: Left
) -> None:
    reference = words.agreement(archive.agreements[archive.dataset.reference_agreement])
    taken = next((r for r in archive.dataset.recipes if r.kind == "taken_since"), None)
    show = ""
    if taken:
        layers = tuple(
            la.name for la in archive.dataset.layers if la.name in {taken.layer, *choice.layers}
        )
        show = anchor(words["show_on_map"], address(choice, view="map", layers=layers, day=left.by))
    still = ""
    if choice.day > left.by:
        told = words.fill("left_still", day=words.date(choice.day), n=number(left.still_km2))
        still = f"<p>{escape(told)}</p>"
    moved = spread(
        archive, lambda made: getattr(left_by(made, agreement.id, choice.day), "km2", 0.0)
    )
    text = words.fill("left_title", agreement=words.agreement(agreement))
    rule = words.fill(
        "left_rule", reference=reference, a=words.date(left.since), b=words.date(left.by)
    )
    reach = escape(span(words, moved.low, moved.high, "unit_km2"))
    html = (
        f'<h3>{escape(text)}</h3><p class="big">{escape(km2(words, left.km2))} '
        f'<span class="quiet">{reach}</span></p>'
        f"<p>{flows(archive, words, left.flows)}</p>{still}"
        f'<p class="src">{escape(rule)} {show}</p>'
    )
    st.html(block(words, html, "gap"))
    title = words.fill("left_places", n=len(left.places))
    folded = behind.fold(words, title, key=f"places-{agreement.id}")
    if folded.open:
        names = [_place(archive, words, choice, place) for place in left.places]
        list_html = f'<p class="src">{words["list_comma"].join(names)}</p>'
        folded.html(block(words, list_html, ""))
    behind.expander(archive, words, left.passages.events, key=f"left-{agreement.id}")


def _place(archive: Archive, words: Wording, choice: Choice, ident: str) -> str:
    name = words.of(archive.places[ident], "name")
    return anchor(name, address(choice, view="map", tab="place", place=ident))


# --- posts ----------------------------------------------------------------------------------


def _posts(archive: Archive, words: Wording, choice: Choice, found: Gap) -> None:
    title = words["posts_behind"]
    count = words.fill("posts_count", n=len(found.posts), standing=found.posts_standing)
    html = f"<h3>{escape(title)}</h3><p>{escape(count)}</p>"
    if found.posts:
        rows = [_post(archive, words, choice, post) for post in found.posts]
        head = [words[k] for k in ("post", "stands_in", "held_then", "held_now", "to_contact")]
        html += table(head, rows, caption=title)
        html += f'<p class="src">{escape(words["posts_how"])}</p>'
    st.html(block(words, html, "gap"))
    if found.posts:
        events = dict.fromkeys(event for post in found.posts for event in post.events)
        behind.expander(archive, words, events, key="posts")


def _post(archive: Archive, words: Wording, choice: Choice, post: PostGap) -> tuple[str, ...]:
    about = post.post.properties
    cited = record.links(archive, about.get("sources") or ())
    return (
        f'{said(about["label"])}<div class="src">{cited}</div>',
        _place(archive, words, choice, post.place),
        holder(archive, words, post.held_then),
        holder(archive, words, post.held_now),
        escape(km(words, post.distance_km)),
    )
