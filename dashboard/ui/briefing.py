"""The briefing of what is on screen: choose what and how, make it, take it away."""

from __future__ import annotations

import datetime as dt
import logging
import os
from dataclasses import replace

import streamlit as st

from dashboard import briefing
from dashboard.archive import Archive
from dashboard.briefing import dates
from dashboard.errors import DashboardError
from dashboard.ui import links, state
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.wording import Wording

_MADE = "briefing-made"
_KIND_OF_MODE = {
    "single": "situation",
    "difference": "difference",
    "swipe": "swipe",
    "side": "side",
}
_WIDTH = 380
"""Pixels of the form: it must not grow with the text it offers."""
_LOG = logging.getLogger(__name__)


@st.fragment
def view(page: PageContext) -> None:
    """Draw the form; a file once made is offered until another is asked for.

    A fragment: choosing, making and saving a file draw the form again and not the page.
    """
    with st.container(width=_WIDTH):
        _form(page)


def _form(page: PageContext) -> None:
    words, choice = page.words, page.choice
    st.caption(words["briefing_intro"])
    kinds = _kinds(page.archive, choice)
    kind = st.selectbox(
        words["briefing_kind"],
        kinds,
        index=kinds.index(_kind(choice)),
        format_func=lambda k: words[f"briefing.kind_{k}"],
        key=f"briefing-kind-{_kind(choice)}",
    )
    form = st.selectbox(
        words["briefing_format"],
        briefing.FORMATS_OF[kind],
        format_func=lambda f: words[f"briefing_format_{f}"],
        key=f"briefing-format-{kind}",
    )
    sized = form in (*briefing.PICTURES, "gif", "pptx")
    size = st.selectbox(
        words["briefing_size"],
        list(briefing.SIZES),
        format_func=lambda s: words[f"briefing_size_{s}"],
        key="briefing-size",
        disabled=not sized,
    )
    sheet = st.selectbox(
        words["briefing_sheet"],
        briefing.SHEETS,
        format_func=lambda name: words[f"briefing_sheet_{name}"],
        key="briefing-sheet",
        disabled=form not in briefing.PICTURES,
    )
    as_on_screen = st.checkbox(words["briefing_extent"], key="briefing-extent")
    dissolved = form in briefing.GEODATA and st.checkbox(
        words["briefing_dissolved"], key="briefing-dissolved"
    )
    hold = (
        st.number_input(words["briefing_hold"], 0.1, 60.0, briefing.HOLD_S, key="briefing-hold")
        if form == "gif"
        else briefing.HOLD_S
    )
    spec = briefing.BriefSpec(
        kind=kind,
        day=choice.day,
        since=choice.since if kind in briefing.TWO_DATES else None,
        dates=_dates(page, form) if kind == "sequence" else (),
        agreement=choice.agreement if kind == "agreement" else None,
        size=size if sized else "1080p",
        format=form,
        language=words.language,
        layers=choice.layers,
        extent=state.extent() if as_on_screen else None,
        sheet=sheet if form in briefing.PICTURES else "full",
        link=_link(choice),
        hold_s=hold,
        dissolved=dissolved,
        produced_on=dt.date(1, 1, 1),
    )
    if form not in briefing.DATA:
        spec = _headed(page, spec)
    st.caption(_dates_of(words, spec))
    if st.button(words["briefing_make"], key="briefing-make", type="primary", width="stretch"):
        _make(page, spec)
    _offer(words, spec)


def _headed(page: PageContext, spec: briefing.BriefSpec) -> briefing.BriefSpec:
    """The spec with the words the briefer writes; the finding is the headline until then."""
    finding = briefing.headline(page.archive, page.words, spec)
    written = st.text_area(
        page.words["briefing_headline"],
        placeholder=finding,
        key=f"briefing-headline-{spec.kind}",
        height=68,
    )
    with st.expander(page.words["briefing_own_words"]):
        subtitle, note, credit = (
            st.text_input(page.words[f"briefing_{name}"], key=f"briefing-{name}").strip()
            for name in ("subtitle", "note", "credit")
        )
    return replace(spec, headline=written.strip(), subtitle=subtitle, note=note, credit=credit)


def _kinds(archive: Archive, choice: Choice) -> list[str]:
    """What can be made: of the pair and the divider the one that is on screen."""
    left_out = {"side" if choice.compare == "swipe" else "swipe"}
    if not archive.agreements:
        left_out.add("agreement")
    return [kind for kind in briefing.KINDS if kind not in left_out]


def _kind(choice: Choice) -> str:
    return (
        "agreement"
        if choice.agreement and choice.compare == "single"
        else _KIND_OF_MODE[choice.compare]
    )


def _dates(page: PageContext, form: str) -> tuple[dt.date, ...]:
    """The dates of a sequence as written, filled at first from A to B; none where one is wrong."""
    archive, words, (first, last) = page.archive, page.words, page.choice.span
    way: str | int = st.selectbox(
        words["briefing_fill"],
        (*dates.FILLED_FROM, "steps"),
        format_func=lambda each: words[f"briefing_fill_{each}"],
        key="briefing-fill",
    )
    if way == "steps":
        way = int(st.number_input(words["briefing_every"], 1, 3660, 90, key="briefing-every"))
    filled = dates.fill(archive, way, first, last)
    if form in briefing.PICTURES:
        filled = dates.spread(filled, briefing.MOST_DATES)
    written = st.text_area(
        words["briefing_dates"],
        "\n".join(day.isoformat() for day in filled),
        help=words["briefing_dates_help"],
        key=f"briefing-dates-{first}-{last}-{way}-{form in briefing.PICTURES}",
    )
    distinct = st.checkbox(words["briefing_distinct"], key="briefing-distinct")
    try:
        days = dates.read_days(written, archive, words["briefing_dates"])
        return dates.distinct(archive, days) if distinct else days
    except DashboardError as error:
        st.error(str(error))
        return ()


def _dates_of(words: Wording, spec: briefing.BriefSpec) -> str:
    """Which days the file is of: of two the earlier first."""
    if spec.dates:
        return words["list_semicolon"].join(words.date(day) for day in spec.dates)
    if spec.since is None:
        return words.date(spec.day)
    first, last = sorted((spec.since, spec.day))
    return words.fill("from_to", **{"from": words.date(first), "to": words.date(last)})


def _link(choice: Choice) -> str:
    """The public address of the view; empty where the app has none that others can open."""
    base = os.environ.get("DASHBOARD_PUBLIC_URL", "").split("?")[0]
    return base + links.query(choice.to_query()) if base else ""


def _make(page: PageContext, spec: briefing.BriefSpec) -> None:
    archive, words = page.archive, page.words
    made = replace(spec, produced_on=dt.datetime.now(dt.UTC).date())
    bar = st.progress(0.0)

    def step(done: int, total: int) -> None:
        bar.progress(done / total, words.fill("briefing.making_of", n=done, total=total))

    try:
        with st.spinner(words["briefing_making"], show_time=True):
            data, alt = briefing.make(archive, words, made, step)
    except DashboardError as error:
        st.error(str(error))
        return
    except Exception:  # whatever went wrong, the reader is told in words and keeps the page
        _LOG.exception("briefing not made: %s", made)
        st.error(words["briefing.failed"])
        return
    finally:
        bar.empty()
    name = briefing.file_name(made, archive)
    ready = words.fill("briefing_ready", name=name, size=_size(words, len(data)))
    st.session_state[_MADE] = (spec, name, data, alt, ready)
    st.html(page.render("announcement.html", text=ready), unsafe_allow_javascript=True)


def _offer(words: Wording, spec: briefing.BriefSpec) -> None:
    made = st.session_state.get(_MADE)
    if made is None or made[0] != spec:
        return
    _, name, data, alt, ready = made
    st.caption(ready)
    st.download_button(
        words.fill("briefing_download", name=name),
        data,
        name,
        briefing.MEDIA[spec.format],
        key="briefing-download",
        width="stretch",
        on_click="ignore",
    )
    st.caption(words["briefing_alt"])
    st.code(alt, language=None, wrap_lines=True)


def _size(words: Wording, size: int) -> str:
    """Bytes in words: megabytes with a decimal, or kilobytes."""
    if size >= 1_000_000:
        return words.fill("megabytes", n=words.locale.number(size / 1_000_000, 0.1))
    return words.fill("kilobytes", n=words.locale.number(max(size / 1000, 1), 1.0))
