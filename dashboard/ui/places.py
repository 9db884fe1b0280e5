"""Ask a place: search by any spelling; who held it, what covered it, how near the line stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

import numpy as np
import streamlit as st

from dashboard.analysis.doubt import of_area, of_distance, of_flows
from dashboard.analysis.profiles import (
    AreaProfile,
    PlaceProfile,
    area_profile,
    nearest_stretch,
    place_profile,
)
from dashboard.analysis.scenarios import Spread
from dashboard.analysis.search import Hit, search
from dashboard.archive import Archive
from dashboard.ui import behind, charts, doubt, record, state
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.figures import bar, block, holder, km, km2, number, party, percent, table
from dashboard.ui.links import address, anchor, to_evidence
from dashboard.ui.place_record import covers_html, place_html
from dashboard.ui.unplaced_results import summary_html
from dashboard.wording import Wording


def view(page: PageContext) -> None:
    """Draw the search field, what it finds, and the chosen place or district."""
    archive, words, choice = page.archive, page.words, page.choice
    text = st.text_input(
        words["place_search"], key="place-search", placeholder=words["place_search"],
        label_visibility="collapsed",
    )  # fmt: skip
    if text.strip():
        _hits(page, search(archive, text))
    if choice.area and not choice.place:
        _area(archive, words, choice, area_profile(archive, choice.area))
    elif choice.place:
        _place(archive, words, choice, place_profile(archive, choice.place))
    elif not text.strip():
        st.html(block(words, f'<p class="src">{escape(words["place_intro"])}</p>', ""))


def _hits(page: PageContext, hits: tuple[Hit, ...]) -> None:
    archive, words = page.archive, page.words
    if not hits:
        none = f'<p class="src" role="status">{escape(words["place_not_found"])}</p>'
        st.html(block(words, none, ""))
    for hit in hits:
        if summary := summary_html(page, hit):
            st.html(block(words, summary, ""))
            continue
        names = " · ".join(n for n in (hit.name_en, hit.name_ar) if n)
        within = words.area(archive.dataset, hit.within)
        label = (
            f"**{names}** {within}" if hit.kind == "place" else f"**{page.area(hit.id)}** {within}"
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
    """Open what was found; the search field is cleared so that its profile stands alone."""
    st.session_state["place-search"] = ""
    state.change(tab="place", **fields)


def _place(archive: Archive, words: Wording, choice: Choice, profile: PlaceProfile) -> None:
    st.html(place_html(archive, words, choice, profile))
    behind.expander(archive, words, [e.id for e in profile.events], key="place")
    if profile.spells:
        _nearest(archive, words, choice, profile)
    st.html(covers_html(words, choice, profile.covers, choice.day, shares=False))
    if profile.spells:
        st.html(block(words, doubt.how(archive, words, "range_how_line"), ""))


def _distance(archive: Archive, words: Wording, far: np.ndarray, day: dt.date, where: str) -> str:
    """Chart of how near the line stood, where that ever changed; what it says in words."""
    told = distance_told(archive, words, far, day, of_distance(archive, where, day))
    st.html(block(words, f"<h3>{escape(words['to_contact'])}</h3>", ""))
    if not np.isnan(far).all() and not _constant(words, far):
        st.altair_chart(
            charts.over_time(
                archive.state_days, far, title=words["unit_km"], last=archive.last_day, at=day,
                told=told,
            ),
            width="stretch",
        )  # fmt: skip
    return told


def _constant(words: Wording, far: np.ndarray) -> bool:
    """Whether every distance of a series is written the same."""
    return len({km(words, value) for value in far}) == 1


def _nearest(archive: Archive, words: Wording, choice: Choice, profile: PlaceProfile) -> None:
    """How near the line stood to a place, and the stretch that was nearest on the day."""
    html = escape(_distance(archive, words, profile.distance_km, choice.day, profile.place.id))
    stretch = nearest_stretch(archive, profile.place.id, choice.day)
    if stretch is not None:
        one, other = (
            anchor(words.of(archive.places[p], "name"), address(choice, view="map", place=p))
            for p in stretch.properties["places"]
        )
        ends = words.fill("list_two", a=one, b=other)
        cited = record.links(archive, words, stretch.properties["sources"])
        html += f" {escape(words['nearest_stretch'])} {ends}. {escape(words['sources'])}: {cited}"
    st.html(block(words, f'<p class="src">{html}</p>', ""))
    if stretch is not None:
        behind.expander(archive, words, stretch.properties["events"], key="place-line")


def distance_told(
    archive: Archive,
    words: Wording,
    far: np.ndarray,
    day: dt.date,
    moved: Mapping[str, Spread],
) -> str:
    """The chart in words: on the day, the nearest and the farthest, each with its range.

    Where the distance prints as none, the line ran through or along what is told of.
    """
    days = archive.state_days
    if np.isnan(far).all():
        return words["no_contact"]
    at = max(i for i, d in enumerate(days) if d <= day)
    nearest, farthest = int(np.nanargmin(far)), int(np.nanargmax(far))

    def ranged(name: str, value: str) -> str:
        return doubt.bracketed(words, value, moved[name], doubt.KM, "no_line_variant")

    def runs_through(i: int) -> bool:
        return km(words, far[i]) == km(words, 0.0)

    now, least, most = (
        ranged(name, km(words, far[i]))
        for name, i in (("now", at), ("least", nearest), ("most", farthest))
    )
    if _constant(words, far):
        if runs_through(at):
            return ranged("most", words["line_through_always"]) + "."
        return words.fill("distance_always", now=now)
    most_day = words.date(days[farthest])
    if runs_through(at):
        through = ranged("now", words.date(day))
        return words.fill("line_through_now", day=through, most=most, most_day=most_day)
    if runs_through(nearest):
        through = ranged("least", words.date(days[nearest]))
        return words.fill(
            "line_through_once", now=now, day=words.date(day), least_day=through, most=most,
            most_day=most_day,
        )  # fmt: skip
    return words.fill(
        "distance_told", now=now, day=words.date(day), least=least,
        least_day=words.date(days[nearest]), most=most, most_day=most_day,
    )  # fmt: skip


def _area(archive: Archive, words: Wording, choice: Choice, profile: AreaProfile) -> None:
    """A district or governorate: who held how much of it, and what changed hands."""
    held = archive.as_of(choice.day).area_by_party(profile.area)
    st.html(block(words, area_html(archive, words, choice, profile), ""))
    told = words["list_comma"].join(
        f"{party(archive, words, p)} {km2(words, size)}" for p, size in held.items()
    )
    st.altair_chart(
        charts.shares_over_time(archive, words, profile.series, choice.day, told), width="stretch"
    )
    ever = of_flows(archive, profile.area, archive.first_day, archive.last_day)
    changed = doubt.flows(archive, words, ever)
    st.html(block(words, f"<h3>{escape(words['passed_in_series'])}</h3><p>{changed}</p>", ""))
    if profile.transfers.events:
        behind.expander(archive, words, profile.transfers.events, key="area")
    far = _distance(archive, words, profile.distance_km, choice.day, profile.area)
    st.html(block(words, f'<p class="src">{escape(far)}</p>', ""))
    st.html(covers_html(words, choice, profile.covers, choice.day, shares=True))
    st.html(block(words, doubt.how(archive, words, "range_how_line"), ""))


def area_html(archive: Archive, words: Wording, choice: Choice, profile: AreaProfile) -> str:
    """Who held how much of it on the day; every figure leads to the cells and changes behind."""
    held = archive.as_of(choice.day).area_by_party(profile.area)
    title = PageContext(archive, words, choice).area(profile.area)
    on_day = words.fill("held_on", day=words.date(choice.day))

    def opened(text: str) -> str:
        return to_evidence(
            words, choice, area=profile.area, since=archive.first_day, day=choice.day, text=text,
            label=f"{title}: {text}",
        )  # fmt: skip

    rows = [
        (
            holder(archive, words, p),
            f"<b>{opened(km2(words, moved.value))}</b>{doubt.under(words, moved, doubt.KM2)}",
            _share(words, moved, profile.area_km2),
        )
        for p, moved in of_area(archive, profile.area, choice.day).items()
    ]
    about = words.fill("area_about", n=len(profile.places), km2=number(profile.area_km2))
    head = [words["holder"], words["area_held"], words["share"]]
    return (
        f"<h2>{escape(title)}</h2>"
        f'<p class="quiet">{escape(about)} {opened(words["area_evidence"])}</p>'
        f"<h3>{escape(on_day)}</h3>{bar(archive, words, held)}{table(head, rows, caption=on_day)}"
    )


def _share(words: Wording, held: Spread, whole_km2: float) -> str:
    """What share of an area a holder has, with its range."""
    share = held.times(100 / whole_km2)
    shown = escape(percent(words, share.value, 0))
    return shown + doubt.under(words, share, doubt.WHOLE_PERCENT)
