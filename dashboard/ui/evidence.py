"""Evidence: the map as a table with the same filter and order, and how sure its figures are."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard.analysis.evidence import map_table
from dashboard.analysis.passages import passed
from dashboard.analysis.sensitivity import VARIANTS, Spread, moved_count, spread
from dashboard.archive import Archive
from dashboard.ui import behind, state
from dashboard.ui.choice import Choice, switchable
from dashboard.ui.claims import area_title
from dashboard.ui.figures import number, party, swatch, table
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording

_ALL = ""


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the filters, the table, what changed up to the day, and the ranges."""
    back = anchor(words["open_on_map"], address(choice, view="map"))
    st.html(
        '<div class="rec page"><h2>'
        f"{escape(words.fill('evidence_title', day=words.date(choice.day)))}</h2>"
        f"<p>{escape(words['evidence_intro'])} {back}</p></div>"
    )
    _filters(archive, words, choice)
    made = map_table(archive, choice.day, choice.layers, choice.area)
    _map_table(archive, words, choice, made)
    st.html(f'<div class="rec page"><h2>{escape(words["changes_behind"])}</h2></div>')
    first = archive.first_day
    events = passed(archive, first, choice.day, choice.area).events if choice.day > first else ()
    behind.expander(archive, words, events, key="evidence")
    st.html(f'<div class="rec page">{ranges_html(archive, words, choice)}</div>')


def _filters(archive: Archive, words: Wording, choice: Choice) -> None:
    names = {layer.name: words.of(layer, "title") for layer in switchable(archive)}
    areas = {_ALL: words["everywhere"]} | {
        a: area_title(archive, words, a) for a in area_ids(archive)
    }
    # The link decides; the widgets follow it.
    st.session_state["evidence-day"] = choice.day
    st.session_state["evidence-layers"] = list(choice.layers)
    st.session_state["evidence-area"] = choice.area or _ALL
    with st.container(key="page-controls", horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            words["day"], key="evidence-day", min_value=archive.first_day,
            max_value=archive.last_day,
            format="DD/MM/YYYY", width=170,
            on_change=lambda: state.change(day=st.session_state["evidence-day"] or choice.day),
        )  # fmt: skip
        st.multiselect(
            words["layers"], list(names), key="evidence-layers", format_func=names.get, width=620,
            on_change=lambda: _layers(archive),
        )  # fmt: skip
        st.selectbox(
            words["area"], list(areas), key="evidence-area", format_func=areas.get, width=300,
            on_change=lambda: state.change(area=st.session_state["evidence-area"] or None),
        )  # fmt: skip


def _layers(archive: Archive) -> None:
    wanted = st.session_state["evidence-layers"]
    state.change(layers=tuple(la.name for la in switchable(archive) if la.name in wanted))


def area_ids(archive: Archive) -> list[str]:
    """Areas that can be asked about: agreed pockets first, then districts and governorates."""
    pockets = [r.id for r in archive.dataset.recipes if r.kind == "pocket"]
    places = [archive.places[cell] for cell in archive.cells]
    for level in ("governorate", "district"):
        found = {(getattr(p, level), getattr(p, f"{level}_pcode")) for p in places}
        pockets += [f"{level}:{code}" for _, code in sorted(found) if code]
    return pockets


def _map_table(archive: Archive, words: Wording, choice: Choice, made: pd.DataFrame) -> None:
    titles = {layer.name: words.of(layer, "title") for layer in archive.dataset.layers}
    arabic = words.language == "ar"
    names = made["name_ar"].where(made["name_ar"] != "", made["name_en"])
    shown = pd.DataFrame({
        words["layer"]: made["layer"].map(titles),
        words["name"]: names if arabic else made["name_en"],
        words["district"]: made["district"],
        words["holder"]: [_holder(archive, words, p) for p in made["party"]],
        words["facing"]: [_holder(archive, words, p) for p in made["facing"]],
        words["since"]: made["valid_from"],
        words["until"]: made["valid_to"],
        words["size"]: made["area_km2"].fillna(made["length_km"]),
        words["unit"]: ["km²" if area == area else "km" if length == length else ""
                        for area, length in zip(made["area_km2"], made["length_km"], strict=True)],
        words["certainty"]: [words.get(f"certainty_{c}") or "" for c in made["certainty"]],
        words["basis"]: [words.get(f"basis_{b}") or "" for b in made["basis"]],
        words["error_m"]: made["precision_m"],
        words["sources"]: made["sources"],
        "id": made["id"],
    })  # fmt: skip
    count = words.fill("evidence_rows", n=f"{len(made):,}")
    if choice.area:
        count += " " + words.fill("evidence_left", n=made.attrs.get("without_area", 0))
    st.caption(count)
    st.dataframe(
        shown, hide_index=True, height=420, key="evidence-table",
        column_config={words["size"]: st.column_config.NumberColumn(format="%.1f")},
    )  # fmt: skip
    st.download_button(
        words["download_csv"], made.to_csv(index=False),
        f"{archive.dataset.id}-{choice.day}.csv", "text/csv",
        key="evidence-download",
    )  # fmt: skip


def _holder(archive: Archive, words: Wording, ident: object) -> str:
    """Short name of a party; empty where a row has none."""
    return party(archive, words, ident) if isinstance(ident, str) else ""


def ranges_html(archive: Archive, words: Wording, choice: Choice) -> str:
    """Headline figures with the range they move in when doubtful events are read otherwise."""
    area, day = choice.area or archive.dataset.headline_zone, choice.day
    rows = []
    for ident in archive.as_of(day).area_by_party(area):
        held = spread(
            archive, lambda made, p=ident: made.as_of(day).area_by_party(area).get(p, 0.0)
        )
        name = words.fill(
            "held_by_in", party=party(archive, words, ident), area=area_title(archive, words, area)
        )
        rows.append((f"{swatch(archive, ident)} {escape(name)}", *_moved(words, held)))
    since = archive.reference_day
    if since <= day:
        for ident in archive.parties:
            net = spread(archive, lambda made, p=ident: made.between(since, day).net_km2(p))
            if net.low or net.high:
                name = words.fill(
                    "net_of", party=party(archive, words, ident), day=words.date(since)
                )
                rows.append((f"{swatch(archive, ident)} {escape(name)}", *_moved(words, net)))
    counts = moved_count(archive)
    head = [
        words["figure"],
        words["value"],
        *(words[f"variant_{v}"] for v in VARIANTS),
        words["range_head"],
    ]
    readings = "".join(f"<li>{escape(r.note)}</li>" for r in archive.dataset.day_readings if r.note)
    how = escape(words.fill("range_how", **{v: f"{n:,}" for v, n in counts.items()}))
    return (
        f"<h2>{escape(words['ranges_title'])}</h2><p>{how}</p><ul>{readings}</ul>"
        f"{table(head, rows)}"
    )


def _moved(words: Wording, found: Spread) -> tuple[str, ...]:
    by = [f"{number(found.by[v])}" for v in VARIANTS]
    return (
        f"<b>{number(found.value)} km²</b>",
        *by,
        words.fill("range", low=number(found.low), high=number(found.high), unit="km²"),
    )
