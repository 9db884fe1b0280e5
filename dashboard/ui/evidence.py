"""Evidence: figures with their ranges, the changes they count, and the map as a table."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from dashboard.analysis import doubt as doubts
from dashboard.analysis.scenarios import SCENARIOS, Spread, spread
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.mapview import switchable
from dashboard.records import LEVELS
from dashboard.ui import behind, doubt, evidence_table, state
from dashboard.ui.choice import Choice
from dashboard.ui.claims import area_title
from dashboard.ui.figures import (
    block,
    flows,
    km2,
    number,
    party,
    percent,
    signed,
    swatch,
    table,
)
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording

_ALL = ""
_PRINTS = 0.05  # km² that are written as more than 0.0


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the filters, the figures, the changes they count, and the map as a table."""
    back = anchor(words["open_on_map"], address(choice, view="map"))
    title = words.fill("evidence_title", area=_area(archive, words, choice))
    intro = f"<p>{escape(words['evidence_intro'])} {back}</p>"
    st.html(block(words, f"<h1>{escape(title)}</h1>{intro}"))
    _filters(archive, words, choice)
    since, day = span_of(choice)
    st.html(block(words, figures_html(archive, words, choice)))
    found = transfers(archive, since, day, choice.area)
    st.html(block(words, changes_html(archive, words, choice)))
    if found.events:
        caption = words.fill("changes_between", a=words.date(since), b=words.date(day))
        behind.events_frame(archive, words, found.events, key="evidence", caption=caption)
    evidence_table.view(archive, words, choice)


def span_of(choice: Choice) -> tuple[dt.date, dt.date]:
    """The two days of the choice, the earlier first."""
    return min(choice.since, choice.day), max(choice.since, choice.day)


def _area(archive: Archive, words: Wording, choice: Choice) -> str:
    return area_title(archive, words, choice.area) if choice.area else words["everywhere"]


# --- the filters ----------------------------------------------------------------------------


def _filters(archive: Archive, words: Wording, choice: Choice) -> None:
    names = {layer.name: words.of(layer, "title") for layer in switchable(archive.dataset)}
    areas = {_ALL: words["everywhere"]} | {
        a: area_title(archive, words, a) for a in area_ids(archive)
    }
    # The link decides; the widgets follow it.
    st.session_state["evidence-since"] = choice.since
    st.session_state["evidence-day"] = choice.day
    st.session_state["evidence-layers"] = list(choice.layers)
    st.session_state["evidence-area"] = choice.area or _ALL
    limits = {"min_value": archive.first_day, "max_value": archive.last_day}
    with st.container(key="page-controls", horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            words["changes_since"], key="evidence-since", format="YYYY-MM-DD", width=170,
            on_change=_on_day, args=("since",), **limits,
        )  # fmt: skip
        st.date_input(
            words["day"], key="evidence-day", format="YYYY-MM-DD", width=170,
            on_change=_on_day, args=("day",), **limits,
        )  # fmt: skip
        st.selectbox(
            words["area"], list(areas), key="evidence-area", format_func=areas.get, width=300,
            on_change=lambda: state.change(area=st.session_state["evidence-area"] or None),
        )  # fmt: skip
        st.multiselect(
            words["layers"], list(names), key="evidence-layers", format_func=names.get,
            width="stretch", on_change=lambda: _layers(archive),
        )  # fmt: skip


def _on_day(field: str) -> None:
    if st.session_state[f"evidence-{field}"]:
        state.change(**{field: st.session_state[f"evidence-{field}"]})


def _layers(archive: Archive) -> None:
    wanted = st.session_state["evidence-layers"]
    state.change(layers=tuple(la.name for la in switchable(archive.dataset) if la.name in wanted))


def area_ids(archive: Archive) -> list[str]:
    """Areas that can be asked about: agreed pockets first, then units, the largest first."""
    pockets = [r.id for r in archive.dataset.recipes if r.kind == "pocket"]
    places = [archive.places[cell] for cell in archive.cells]
    for level in LEVELS:
        found = {place.unit(level) for place in places}
        pockets += [f"{level}:{code}" for _, code in sorted(found) if code]
    return pockets


# --- figures and changes --------------------------------------------------------------------


def figures_html(archive: Archive, words: Wording, choice: Choice) -> str:
    """Land held on the day and its net change, with the range doubtful events leave them in."""
    (since, day), area = span_of(choice), choice.area
    whole, rows = archive.as_of(day).area_km2(area), []
    for ident, held in doubts.of_area(archive, area, day).items():
        name = words.fill("held_by", party=party(archive, words, ident), day=words.date(day))
        share = f" · {escape(percent(words, 100 * held.value / whole))}" if whole else ""
        rows.append((
            f"{swatch(archive, ident)} {escape(name)}",
            f"<b>{escape(km2(words, held.value))}</b>{share}", *_moved(words, held),
        ))  # fmt: skip
    for ident in archive.parties:
        net = spread(archive, lambda made, p=ident: made.between(since, day).net_km2(p, area))
        if net.low or net.high:
            name = words.fill("net_of", party=party(archive, words, ident), day=words.date(since))
            value = words.fill("km2", n=signed(net.value))
            rows.append((
                f"{swatch(archive, ident)} {escape(name)}", f"<b>{escape(value)}</b>",
                *_moved(words, net),
            ))  # fmt: skip
    head = [
        words["figure"], words["value"], *(words[f"variant_{v}"] for v in SCENARIOS),
        words["range_head"],
    ]  # fmt: skip
    title = words["ranges_title"]
    return (
        f"<h2>{escape(title)}</h2>{table(head, rows, caption=title)}"
        f"{_error(archive, words, choice)}{doubt.how(archive, words)}"
    )


def _moved(words: Wording, found: Spread) -> tuple[str, ...]:
    reach = doubt.reach(words, found, doubt.KM2) or words["range_none"]
    return (*(number(found.by[v]) for v in SCENARIOS), escape(reach))


def _error(archive: Archive, words: Wording, choice: Choice) -> str:
    """How far the figures are off if the line is: what stands under them beside the map."""
    since, day = span_of(choice)
    held = number(archive.as_of(day).area_error_km2(choice.area))
    net = number(archive.between(since, day).error_km2(choice.area))
    told = (
        f"{words['area_held']}: {words.fill('area_error', km2=held)}",
        f"{words['net_short']}: {words.fill('net_error', km2=net)}",
    )
    return "".join(f'<p class="src">{escape(text)}.</p>' for text in told)


def changes_html(archive: Archive, words: Wording, choice: Choice) -> str:
    """What passed from one party to another after the earlier day, up to the later."""
    since, day = span_of(choice)
    found = transfers(archive, since, day, choice.area)
    title = words.fill("changes_between", a=words.date(since), b=words.date(day))
    counted = words.fill("changes_counted", n=len(found.events), km2=number(found.km2))
    ever = ""
    if since > archive.first_day:
        href = address(choice, since=archive.first_day, day=day)
        ever = f" {anchor(words['changes_all'], href)}"
    return (
        f"<h2>{escape(title)}</h2><p><b>{flows(archive, words, found.flows)}</b></p>"
        f'<p class="src">{escape(counted)}{ever}</p>{_net(archive, words, choice)}'
    )


def _net(archive: Archive, words: Wording, choice: Choice) -> str:
    """What all changes together come to, party by party, as the table of figures has it."""
    (since, day), area = span_of(choice), choice.area
    if not transfers(archive, since, day, area).events:
        return ""
    change = archive.between(since, day)
    parts = [
        f"{party(archive, words, p)} {words.fill('km2', n=signed(net))}"
        for p in archive.parties
        if abs(net := change.net_km2(p, area)) >= _PRINTS
    ]
    net = words["list_semicolon"].join(parts) or words["net_nothing"]
    return f"<p>{escape(words.fill('net_beside', net=net))}</p>"
