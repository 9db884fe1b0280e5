"""The place panel: the history of control of one place, with its sources."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from dashboard.archive import Archive
from dashboard.records import Feature
from dashboard.ui import record, state
from dashboard.ui.choice import Choice
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the search field and the chosen place."""
    ids = sorted(archive.cells, key=lambda cell: (archive.places[cell].rank, archive.places[cell].name_en))
    st.session_state["place-search"] = choice.place if choice.place in set(ids) else None
    st.selectbox(
        words["place_search"],
        ids,
        format_func=lambda cell: _names(archive, cell),
        key="place-search",
        placeholder=words["place_search"],
        label_visibility="collapsed",
        on_change=lambda: state.change(place=st.session_state["place-search"]),
    )
    if choice.place is None:
        st.caption(words["place_intro"])
        return
    st.html(place_html(archive, words, choice.place, choice.day))


def _names(archive: Archive, cell: str) -> str:
    place = archive.places[cell]
    return " · ".join(part for part in (place.name_en, place.name_ar, place.district) if part)


def place_html(archive: Archive, words: Wording, place_id: str, day: dt.date) -> str:
    """A place's record: names, position and its error, and every spell of control."""
    place = archive.places[place_id]
    spells = [s for s in archive.spells if s.properties["place"] == place_id]
    arabic = f' <span class="ar" lang="ar">{escape(place.name_ar)}</span>' if place.name_ar else ""
    area = ", ".join(dict.fromkeys(n for n in (place.subdistrict, place.district, place.governorate) if n))
    also = f"<p class='quiet'>{escape(words.fill('also', names=', '.join(place.alt_names)))}</p>" if place.alt_names else ""
    where = words.fill("position_at", lat=f"{place.lat:.4f}", lon=f"{place.lon:.4f}", m=place.precision_m)
    rows = "".join(_spell_row(archive, words, spell, day) for spell in reversed(spells))
    return (
        f'<div class="rec"><h2>{escape(place.name_en)}{arabic}</h2><p class="quiet">{escape(area)}</p>{also}'
        f"<p class='quiet'>{escape(where)}<br>{record.links(archive, place.sources)}</p>"
        f"<h3>{escape(words['history'])}</h3><table>{rows}</table></div>"
    )


def _spell_row(archive: Archive, words: Wording, spell: Feature, day: dt.date) -> str:
    p = spell.properties
    party = archive.parties.get(p["controller"])
    holder = words.of(party, "name") if party else words["unknown_controller"]
    colour = party.colour if party else "#FFFFFF"
    first, end = spell.period.valid_from, spell.period.valid_to
    since = words.date(first) if first and first > archive.first_day else words["from_start"]
    last = end - dt.timedelta(days=1) if end else archive.last_day
    until = words["to_end"] if last >= archive.last_day else words.date(last)
    now = f' <span class="tag on">{escape(words["on_this_day"])}</span>' if spell.period.holds(day) else ""
    event = archive.events.get(p.get("event") or "")
    operation = archive.operations.get(event.operation) if event else None
    details = [
        f"{words['certainty']}: {words['certainty_' + p['certainty']]}, {words['basis_' + p['basis']]}" if p.get("certainty") else "",
        operation.name if operation else "",
        (event.note if event else p.get("method", "")) or "",
    ]  # fmt: skip
    sources = record.links(archive, p.get("sources", ()))
    swatch = f'<span style="display:inline-block;width:11px;height:11px;background:{colour};border:1px solid #888"></span>'
    body = "<br>".join(escape(detail) for detail in details if detail)
    cited = f"<br>{escape(words['sources'])}: {sources}" if sources else ""
    return (
        f"<tr><td>{swatch}</td><td><b>{escape(holder)}</b>{now}<br>{escape(since)} – {escape(until)}"
        f'<div class="src">{body}{cited}</div></td></tr>'
    )
