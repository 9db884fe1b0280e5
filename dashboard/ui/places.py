"""Ask a place: search by any spelling; who held it, what covered it, how near the line stood."""

from __future__ import annotations

import datetime as dt
from html import escape

import numpy as np
import streamlit as st

from dashboard.analysis.search import Hit, search
from dashboard.analysis.stories import AreaStory, Cover, PlaceStory, area_story, place_story
from dashboard.archive import Archive
from dashboard.records import Feature, Place
from dashboard.ui import behind, charts, record, state
from dashboard.ui.choice import Choice
from dashboard.ui.claims import area_title
from dashboard.ui.figures import flows, number, party, swatch
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the search field, what it finds, and the chosen place or district."""
    text = st.text_input(
        words["place_search"], key="place-search", placeholder=words["place_search"],
        label_visibility="collapsed",
    )  # fmt: skip
    if text.strip():
        _hits(archive, words, search(archive, text))
    if choice.area and not choice.place:
        _area(archive, words, choice, area_story(archive, choice.area))
    elif choice.place:
        _place(archive, words, choice, place_story(archive, choice.place))
    elif not text.strip():
        st.caption(words["place_intro"])


def _hits(archive: Archive, words: Wording, hits: tuple[Hit, ...]) -> None:
    if not hits:
        st.caption(words["place_not_found"])
    for hit in hits:
        names = " · ".join(n for n in (hit.name_en, hit.name_ar) if n)
        label = (
            f"**{names}** {hit.within}"
            if hit.kind == "place"
            else f"**{area_title(archive, words, hit.id)}** {hit.within}"
        )
        fields = (
            {"place": hit.id, "area": None}
            if hit.kind == "place"
            else {"area": hit.id, "place": None}
        )
        also = (
            words.fill("found_as", name=hit.matched)
            if hit.matched not in (hit.name_en, hit.name_ar)
            else None
        )
        st.button(
            label, key=f"hit-{hit.id}", type="tertiary", help=also, on_click=_open, kwargs=fields
        )


def _open(**fields) -> None:
    """Open what was found; the search field is cleared so that its story stands alone."""
    st.session_state["place-search"] = ""
    state.change(tab="place", **fields)


def _place(archive: Archive, words: Wording, choice: Choice, story: PlaceStory) -> None:
    st.html(place_html(archive, words, choice, story))
    if story.spells:
        days, far = archive.state_days, story.distance_km
        st.html(f'<div class="rec"><h3>{escape(words["to_contact"])}</h3></div>')
        st.altair_chart(
            charts.over_time(days, far, title="km", last=archive.last_day, at=choice.day),
            width="stretch",
        )
        st.caption(distance_told(archive, words, story, choice.day))
    st.html(_covers_html(words, choice, story.covers, choice.day, shares=False))
    behind.expander(archive, words, [e.id for e in story.events], key="place")


def distance_told(archive: Archive, words: Wording, story: PlaceStory, day: dt.date) -> str:
    """The chart in words: on the day, the nearest and the farthest."""
    km, days = story.distance_km, archive.state_days
    if np.isnan(km).all():
        return words["no_contact"]
    now = km[max(i for i, d in enumerate(days) if d <= day)]
    nearest, farthest = int(np.nanargmin(km)), int(np.nanargmax(km))
    return words.fill(
        "distance_told", now="–" if np.isnan(now) else f"{now:.1f}", day=words.date(day),
        least=f"{km[nearest]:.1f}", least_day=words.date(days[nearest]),
        most=f"{km[farthest]:.1f}", most_day=words.date(days[farthest]),
    )  # fmt: skip


def place_html(archive: Archive, words: Wording, choice: Choice, story: PlaceStory) -> str:
    """A place's record: names, position and its error, its history as a bar and in words."""
    place, day = story.place, choice.day
    arabic = f' <span class="ar" lang="ar">{escape(place.name_ar)}</span>' if place.name_ar else ""
    also = ""
    if place.alt_names:
        also = (
            f"<p class='quiet'>{escape(words.fill('also', names=', '.join(place.alt_names)))}</p>"
        )
    where = words.fill(
        "position_at", lat=f"{place.lat:.4f}", lon=f"{place.lon:.4f}", m=place.precision_m
    )
    if story.spells:
        rows = "".join(_spell_row(archive, words, spell, day) for spell in reversed(story.spells))
        history = (
            f"<h3>{escape(words['history_bar'])}</h3>"
            f"{history_bar(archive, words, story.spells, day)}"
            f"<h3>{escape(words['history'])}</h3><table>{rows}</table>"
        )
    else:
        history = f"<p>{escape(words['no_history'])}</p>"
    return (
        f'<div class="rec"><h2>{escape(place.name_en)}{arabic}</h2>'
        f'<p class="quiet">{_admin(choice, place)}</p>{also}'
        f"<p class='quiet'>{escape(where)}<br>{record.links(archive, place.sources)}</p>{history}"
        "</div>"
    )


def _admin(choice: Choice, place: Place) -> str:
    """The units a place lies in; district and governorate lead to their own story."""
    parts = [escape(place.subdistrict)] if place.subdistrict else []
    for level in ("district", "governorate"):
        name, code = getattr(place, level), getattr(place, f"{level}_pcode")
        if name and code:
            href = address(choice, view="map", tab="place", place=None, area=f"{level}:{code}")
            parts.append(anchor(name, href))
    return ", ".join(dict.fromkeys(parts))


def history_bar(archive: Archive, words: Wording, spells: tuple[Feature, ...], day: dt.date) -> str:
    """Spells of control to scale along the series, the day marked; told in words as well."""
    first, whole = archive.first_day.toordinal(), (archive.last_day - archive.first_day).days + 1
    pieces, told = [], []
    for spell in spells:
        known = archive.parties.get(spell.properties["controller"] or "")
        name = words.of(known, "short") if known else words["unknown_controller"]
        start = (spell.period.valid_from or archive.first_day).toordinal()
        end = spell.period.valid_to.toordinal() if spell.period.valid_to else first + whole
        colour = known.colour if known else "#FFFFFF"
        pieces.append(
            f'<span style="width:{100 * (end - start) / whole:.3f}%;background:{colour}"></span>'
        )
        told.append(f"{name} {words.date(dt.date.fromordinal(start))}")
    at = 100 * (day.toordinal() - first) / whole
    years = f"<span>{archive.first_day.year}</span><span>{archive.last_day.year}</span>"
    return (
        f'<div class="sharebar" role="img" aria-label="{escape("; ".join(told), quote=True)}">'
        f"{''.join(pieces)}"
        f'<i class="at" style="left:{at:.2f}%"></i></div><div class="ends">{years}</div>'
    )


def _covers_html(
    words: Wording, choice: Choice, covers: tuple[Cover, ...], day: dt.date, *, shares: bool
) -> str:
    if not covers:
        return (
            f'<div class="rec"><h3>{escape(words["covered_by"])}</h3><p>'
            f"{escape(words['covered_by_none'])}</p></div>"
        )
    items = []
    for cover in covers:
        p = cover.feature.properties
        title = p.get(f"title_{words.language}") or p["title_en"]
        if "depth_km" in p:
            title = words.fill(
                "depths", title=title, a=f"{p['depth_from_km']:g}", b=f"{p['depth_km']:g}"
            )
        share = f", {cover.share:.0f} %" if shares else ""
        now = (
            f' <span class="tag on">{escape(words["on_this_day"])}</span>'
            if cover.feature.period.holds(day)
            else ""
        )
        by = "; ".join(
            anchor(a.short_name, address(choice, view="agreement", agreement=a.id))
            for a in cover.agreements
        )
        items.append(f"<li>{escape(title)}{share}{now}<div class='src'>{by}</div></li>")
    return f'<div class="rec"><h3>{escape(words["covered_by"])}</h3><ul>{"".join(items)}</ul></div>'


def _area(archive: Archive, words: Wording, choice: Choice, story: AreaStory) -> None:
    held = archive.as_of(choice.day).area_by_party(story.area)
    rows = "".join(
        f"<tr><td>{swatch(archive, p)}</td><td>{escape(party(archive, words, p))}</td>"
        f"<td><b>{number(size)} km²</b></td><td>{100 * size / story.area_km2:.0f} %</td></tr>"
        for p, size in held.items()
    )
    about = words.fill("area_about", n=len(story.places), km2=number(story.area_km2))
    evidence = anchor(words["area_evidence"], address(choice, view="evidence", area=story.area))
    st.html(
        f'<div class="rec"><h2>{escape(area_title(archive, words, story.area))}</h2>'
        f'<p class="quiet">{escape(about)} {evidence}</p>'
        f"<h3>{escape(words.fill('held_on', day=words.date(choice.day)))}</h3><table>{rows}"
        "</table></div>"
    )
    st.altair_chart(
        charts.shares_over_time(archive, words, story.series, choice.day), width="stretch"
    )
    st.html(
        f'<div class="rec"><h3>{escape(words["passed_in_series"])}</h3><p>'
        f"{flows(archive, words, story.passed.flows)}</p></div>"
    )
    st.html(_covers_html(words, choice, story.covers, choice.day, shares=True))
    behind.expander(archive, words, story.passed.events, key="area")


def _spell_row(archive: Archive, words: Wording, spell: Feature, day: dt.date) -> str:
    p = spell.properties
    holder = archive.parties.get(p["controller"] or "")
    name = words.of(holder, "name") if holder else words["unknown_controller"]
    first, end = spell.period.valid_from, spell.period.valid_to
    since = words.date(first) if first and first > archive.first_day else words["from_start"]
    last = end - dt.timedelta(days=1) if end else archive.last_day
    until = words["to_end"] if last >= archive.last_day else words.date(last)
    now = (
        f' <span class="tag on">{escape(words["on_this_day"])}</span>'
        if spell.period.holds(day)
        else ""
    )
    event = archive.events.get(p.get("event") or "")
    operation = archive.operations.get(event.operation) if event else None
    sure = ""
    if p.get("certainty"):
        sure = (
            f"{words['certainty']}: {words['certainty_' + p['certainty']]}, "
            f"{words['basis_' + p['basis']]}"
        )
    details = [
        sure,
        operation.name if operation else "",
        (event.note if event else p.get("method")) or "",
    ]
    sources = record.links(archive, p.get("sources", ()))
    body = "<br>".join(escape(detail) for detail in details if detail)
    cited = f"<br>{escape(words['sources'])}: {sources}" if sources else ""
    return (
        f"<tr><td>{swatch(archive, p['controller'] or '')}</td><td><b>{escape(name)}</b>{now}<br>"
        f'{escape(since)} – {escape(until)}<div class="src">{body}{cited}</div></td></tr>'
    )
