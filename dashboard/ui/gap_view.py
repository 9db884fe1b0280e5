"""The gap between paper and ground on the day chosen: areas, lines, posts, land left."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from dashboard.analysis.gap import AreaGap, Gap, Left, PostGap, gap, left_by
from dashboard.analysis.lines import LineGap
from dashboard.analysis.passages import passed
from dashboard.analysis.sensitivity import Spread, moved_count, spread
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui import behind, charts
from dashboard.ui.choice import Choice
from dashboard.ui.figures import bar, flows, km2, number, party, span, swatch, table
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> None:
    """Draw what the agreement drew beside what was there on the day."""
    found = gap(archive, choice.day, agreement.id)
    day = words.date(choice.day)
    st.html(f'<div class="rec"><h2>{escape(words.fill("gap_title", day=day))}</h2></div>')
    if not (found.areas or found.lines):
        st.html(f'<div class="rec"><p class="quiet">{escape(words["gap_nothing"])}</p></div>')
    for area in found.areas:
        _area(archive, words, choice, area, agreement)
    if found.areas:
        st.html(f'<div class="rec"><p class="src">{_how(archive, words)}</p></div>')
    for line in found.lines:
        _line(archive, words, line)
    left = left_by(archive, agreement.id, choice.day)
    if left is not None:
        _left(archive, words, choice, agreement, left)
    if found.areas or found.lines:
        st.html(f'<div class="rec">{_posts(archive, words, choice, found)}</div>')


def _area(
    archive: Archive, words: Wording, choice: Choice, area: AreaGap, agreement: Agreement
) -> None:
    title = words.of(area.recipe, "title")
    if area.depth_km is not None:
        title = words.fill("to_depth", title=title, km=f"{area.depth_km:g}")
    rows = []
    for holder, size in area.held.items():
        moved = _share_range(archive, choice, agreement, area, holder)
        rows.append((
            f"{swatch(archive, holder)} {escape(party(archive, words, holder))}",
            escape(km2(words, size)), f"<b>{area.share(holder):.1f} %</b>",
            escape(span(words, moved.low, moved.high, "%")),
        ))  # fmt: skip
    notes = [words.fill("whole_area", n=number(area.area_km2)), words.of(area.recipe, "caveat")]
    for key, size in (("unknown_part", area.unknown_km2), ("outside_part", area.outside_km2)):
        if size > 0.5:
            notes.append(words.fill(key, n=number(size)))
    st.html(
        f'<div class="rec gap"><h3>{escape(title)}</h3>'
        f"{bar(archive, words, area.held, area.unknown_km2)}"
        f"{table([words['holder'], words['area_held'], words['share'], words['range_head']], rows)}"
        f"<details><summary>{escape(words['about_geometry'])}</summary>"
        f'<p class="src">{escape(" ".join(notes))}</p></details></div>'
    )
    first = max(archive.first_day, area.recipe.day or archive.first_day)
    changes = _changes(archive, area, first, choice)
    behind.expander(archive, words, changes, key=f"{area.recipe.id}-{area.depth_km}")


def _changes(archive: Archive, area: AreaGap, first, choice: Choice) -> tuple[str, ...]:
    inside = set(area.places)
    mask = np.array([cell in inside for cell in archive.cells])
    return passed(archive, first, choice.day, mask).events if first < choice.day else ()


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


def _line(archive: Archive, words: Wording, line: LineGap) -> None:
    ways = ((words["from_agreed"], line.from_agreed), (words["from_ground"], line.from_ground))
    rows = [
        (escape(name), f"{way.length_km:,.0f} km", f"<b>{way.mean_km:.1f} km</b>",
         f"<b>{way.max_km:.1f} km</b>", f"{way.moved_share:.0f} %")
        for name, way in ways
    ]  # fmt: skip
    head = [words["direction"], words["length"], words["mean"], words["maximum"], words["moved"]]
    title = words.of(line.recipe, "title")
    st.html(
        f'<div class="rec gap"><h3>{escape(words.fill("line_gap", line=title))}</h3>'
        f"{table(head, rows)}"
        f'<p class="src">{escape(words["line_gap_how"])} {escape(words.of(line.recipe, "caveat"))}'
        "</p></div>"
    )
    if st.toggle(words["ribbon"], key=f"ribbon-{line.recipe.id}"):
        st.altair_chart(charts.ribbon_map(archive, words, line), width="content")
        st.altair_chart(charts.ribbon(words, line.from_agreed), width="stretch")
        worst = max(line.from_agreed.samples, key=lambda s: abs(s.km))
        st.caption(words.fill(
            "ribbon_told", held=party(archive, words, line.recipe.held_by or ""),
            km=f"{abs(worst.km):.1f}", lat=f"{worst.lat:.2f}", lon=f"{worst.lon:.2f}",
            share=f"{line.from_agreed.moved_share:.0f}",
        ))  # fmt: skip


def _left(
    archive: Archive, words: Wording, choice: Choice, agreement: Agreement, left: Left
) -> None:
    reference = archive.agreements[archive.dataset.reference_agreement].short_name
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
    text = words.fill("left_title", agreement=agreement.short_name)
    rule = words.fill(
        "left_rule", reference=reference, a=words.date(left.since), b=words.date(left.by)
    )
    st.html(
        f'<div class="rec gap"><h3>{escape(text)}</h3><p class="big">{escape(km2(words, left.km2))}'
        f' <span class="quiet">{escape(span(words, moved.low, moved.high, "km²"))}</span></p>'
        f"<p>{flows(archive, words, left.flows)}</p>{still}"
        f'<p class="src">{escape(rule)} {show}</p></div>'
    )
    names = ", ".join(
        archive.places[p].name_ar if words.language == "ar" and archive.places[p].name_ar
        else archive.places[p].name_en for p in left.places
    )  # fmt: skip
    with behind.fold(words.fill("left_places", n=len(left.places)), key=f"places-{agreement.id}"):
        st.caption(names)
    behind.expander(archive, words, left.passages.events, key=f"left-{agreement.id}")


def _posts(archive: Archive, words: Wording, choice: Choice, found: Gap) -> str:
    title = f"<h3>{escape(words['posts_behind'])}</h3>"
    count = words.fill("posts_count", n=len(found.posts), standing=found.posts_standing)
    if not found.posts:
        return title + f"<p>{escape(count)}</p>"
    rows = [_post(archive, words, choice, post) for post in found.posts]
    head = [
        words["post"],
        words["stands_in"],
        words["held_then"],
        words["held_now"],
        words["to_contact"],
    ]
    return title + f"<p>{escape(count)}</p>" + table(head, rows) + (
        f'<p class="src">{escape(words["posts_how"])}</p>'
    )  # fmt: skip


def _post(archive: Archive, words: Wording, choice: Choice, post: PostGap) -> tuple[str, ...]:
    place = archive.places[post.place]
    name = place.name_ar if words.language == "ar" and place.name_ar else place.name_en
    to_place = anchor(name, address(choice, view="map", tab="place", place=post.place))
    far = words["unknown"] if post.distance_km != post.distance_km else f"{post.distance_km:.1f} km"
    return (
        escape(post.post.properties["label"]), to_place,
        f"{swatch(archive, post.held_then)} {escape(party(archive, words, post.held_then))}",
        f"{swatch(archive, post.held_now)} {escape(party(archive, words, post.held_now))}",
        escape(far),
    )  # fmt: skip
