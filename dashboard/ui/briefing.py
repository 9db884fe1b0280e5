"""The briefing form: choose what to make of what is on screen, make it, download it."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import briefing
from dashboard.annotations import Annotation, read_annotations, write_annotations
from dashboard.archive import Archive
from dashboard.briefing import dates, worker
from dashboard.briefing.worker import Job, Worker
from dashboard.errors import DashboardError
from dashboard.ui import component, state
from dashboard.views import links
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import Wording, format

_DIALOG = "briefing"
_PREVIEW, _FILE, _FILLED = ("briefing-preview", "briefing-file", "briefing-filled")
_LOGO = "briefing-logo-kept"
_NO_FIELDS = (
    "briefing-make",
    "briefing-add",
    "briefing-cancel",
    "briefing-download",
    "briefing-logo",
    "briefing-logo-remove",
)
"""Buttons and what is uploaded: Streamlit lets nobody else set them."""
_FORM_PX, _PREVIEW_PX = 380, 520
"""Widths: the form must not grow with the text it offers."""
_SOON_S = 0.5
"""Seconds within which most previews are there: a run waits so long, and no longer, as what the
reader does meanwhile has to wait for it."""
_SELDOM_S = 3.0
"""Most seconds until it is looked again whether a job has finished."""
_SLOW_S = 3.0
"""Seconds after which a preview that is not there yet is said to be slow."""
_MOST_CODED = 287
"""Characters of an address whose code has 65 squares a side: it is read from small print."""
_TYPED_DAY = re.compile(
    r"\b(?:(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})[./-](\d{1,2})[./-](\d{1,2}))\b"
)
"""A date as most type it, in any digits, the day first or the year. The form tells at once in words
which day it takes it for."""
_LOG = logging.getLogger(__name__)

WORKER = Worker()
"""Makes the previews and files of all sessions."""


@st.fragment
def dialog(page: PageContext) -> None:
    """A button that opens the form. Nothing is made while it is closed."""
    opened = st.popover(page.words["briefing"], key=_DIALOG, on_change="rerun")
    keep()
    if opened.open:
        with opened:
            # another day may have been chosen since the page was drawn
            _view(replace(page, choice=state.current()))


def keep() -> None:
    """Keep the values of the form: Streamlit forgets those of fields that are not drawn, unless
    they are set again in each run."""
    for key in map(str, st.session_state):
        if key.startswith(f"{_DIALOG}-") and not key.endswith("-again") and key not in _NO_FIELDS:
            st.session_state[key] = st.session_state[key]


def is_open() -> bool:
    """Whether the form that a button opens is open."""
    return bool(st.session_state.get(_DIALOG))


@st.fragment
def view(page: PageContext) -> None:
    """Draw the form, and the preview beside it."""
    keep()
    _view(page)


def _view(page: PageContext) -> None:
    words, spec, wrong = page.words, None, ""
    with st.container(key="briefing-form", horizontal=True):
        with st.container(width=_FORM_PX):
            try:
                spec = _form(page)
            except DashboardError as error:
                wrong = words.error(error)
        with st.container(width=_PREVIEW_PX):
            is_data = spec is not None and spec.format in briefing.DATA
            place = st.container(key=None if is_data else "briefing-shown")
            st.caption(_dates_of(words, spec) if spec else "")
            if st.button(words["briefing_make"], key="briefing-make", type="primary") and spec:
                _replace_job(_FILE, page, spec, worker.file)
            made = st.container()
    if spec is None:
        place.error(wrong)
        return
    # these wait for jobs: all fields must be there before
    with place:
        _preview(page, spec)
    with made:
        _file(page, spec)


def _form(page: PageContext) -> briefing.BriefSpec:
    """Draw the fields; the spec they describe.

    Raises ``DashboardError``, once all are drawn, if dates or annotations cannot be read.
    """
    words, choice = page.words, page.choice
    st.caption(words["briefing_intro"])
    shown = _kind(choice)
    _fill(f"briefing-kind-{shown}", shown)
    kind = st.selectbox(
        words["briefing_kind"],
        _kinds(page.archive, choice),
        format_func=lambda k: words[f"briefing.kind_{k}"],
        key=f"briefing-kind-{shown}",
    )
    if kind == "agreement":
        choice = choice.with_(agreement=_agreement(page))
        page = replace(page, choice=choice)
    form = st.selectbox(
        words["briefing_format"],
        briefing.formats_here(kind),
        format_func=lambda f: words[f"briefing_format_{f}"],
        key=f"briefing-format-{kind}",
    )
    sized = briefing.is_sized(form)
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
    hold = briefing.HOLD_S
    if form in briefing.ANIMATIONS:
        _fill("briefing-hold", hold)
        hold = st.number_input(words["briefing_hold"], 0.1, 60.0, key="briefing-hold")
    days, wrong = _dates(page, form) if kind == "sequence" else ((), None)
    spec = briefing.BriefSpec(
        kind=kind,
        day=choice.day,
        since=choice.since if kind in briefing.TWO_DATES else None,
        dates=days,
        agreement=choice.agreement if kind == "agreement" else None,
        size=size if sized else "1080p",
        format=form,
        language=words.language,
        layers=choice.layers,
        incident_kinds=choice.incident_kinds,
        extent=state.extent() if as_on_screen else None,
        sheet=sheet if form in briefing.PICTURES else "full",
        link=_link(choice),
        hold_s=hold,
        dissolved=dissolved,
        produced_on=dt.datetime.now(dt.UTC).date(),
    )
    spec = spec if form in briefing.DATA else _headed(page, spec)
    if wrong:
        raise wrong
    return spec


def _agreement(page: PageContext) -> str:
    """The agreement whose record is open, or the reference agreement, until another is chosen."""
    words, agreements = page.words, page.archive.agreements
    first = (
        page.choice.agreement or page.archive.dataset.reference_agreement or next(iter(agreements))
    )
    _fill("briefing-agreement", first)
    return st.selectbox(
        words["agreement"],
        list(agreements),
        format_func=lambda ident: words.of(agreements[ident], "short_name"),
        key="briefing-agreement",
    )


def _headed(page: PageContext, spec: briefing.BriefSpec) -> briefing.BriefSpec:
    """The spec with the briefer's own texts; the headline is the finding until they change it.

    Raises ``DashboardError`` if annotations cannot be read.
    """
    words, key = page.words, f"briefing-headline-{spec.kind}"
    finding = briefing.headline(page.archive, words, spec)
    _fill(key, finding)
    label = words["briefing_headline"]
    written = st.text_area(label, placeholder=finding, key=key, height="content").strip()
    if written not in ("", finding):  # its figures may be those of another date
        st.caption(words.fill("briefing_finding", finding=finding))
    on_map = page.choice.annotations or ""
    with st.expander(words["briefing_own_words"], expanded=bool(on_map)):
        subtitle, note, credit = (
            st.text_input(words[f"briefing_{name}"], key=f"briefing-{name}").strip()
            for name in ("subtitle", "note", "credit")
        )
        logo = _logo(words)
        drawn = "" if spec.kind == "chart" else _annotations(page, on_map)
    annotations = read_annotations(drawn, page.archive, words["briefing_annotations"])
    return replace(
        spec,
        headline="" if written == finding else written,
        subtitle=subtitle,
        note=note,
        annotations=annotations,
        link=_link(page.choice, annotations),
        credit=credit,
        logo=logo,
    )


def _logo(words: Wording) -> bytes:
    """The logo uploaded last. A field that was not drawn for a while has lost it: then a button
    takes it away."""
    label = words.fill("briefing_logo", mb=st.get_option("server.maxUploadSize"))
    types = ["png", "jpg", "jpeg"]
    file = st.file_uploader(label, types, key="briefing-logo", on_change=_keep_logo)
    logo: bytes = st.session_state.get(_LOGO, b"")
    if logo and not file:
        label, none = words["briefing_logo_remove"], {_LOGO: b""}
        update = st.session_state.update
        st.button(label, key="briefing-logo-remove", on_click=update, args=(none,))
    return logo


def _keep_logo() -> None:
    file = st.session_state["briefing-logo"]
    st.session_state[_LOGO] = file.getvalue() if file else b""


def _annotations(page: PageContext, on_map: str) -> str:
    """The field of annotations; it begins with those on the map."""
    words, a, b = page.words, " ".join(page.position(0.5)), " ".join(page.position(0.6))
    _fill("briefing-annotations", on_map)
    return st.text_area(
        words["briefing_annotations"],
        placeholder=words.fill("briefing_annotations_form", a=a, b=b),
        help=words["briefing_annotations_help"],
        key="briefing-annotations",
    )


def _kinds(archive: Archive, choice: Choice) -> list[str]:
    """The kinds that can be made; of *side* and *swipe* only the one on screen."""
    left_out = {"side" if choice.compare == "swipe" else "swipe"}
    if not archive.agreements:
        left_out.add("agreement")
    return [kind for kind in briefing.KINDS if kind not in left_out]


def _kind(choice: Choice) -> str:
    """The kind of briefing that shows what is on screen; each way of comparing is one."""
    if choice.compare != "single":
        return choice.compare
    return "agreement" if choice.agreement else "situation"


def _dates(page: PageContext, form: str) -> tuple[tuple[dt.date, ...], DashboardError | None]:
    """The dates of a sequence; filled from A to B at first. None while a date is wrong, and why."""
    archive, words, (first, last) = page.archive, page.words, page.choice.span
    way: str | int = st.selectbox(
        words["briefing_fill"],
        (*dates.FILLED_FROM, "steps"),
        format_func=lambda each: words[f"briefing_fill_{each}"],
        key="briefing-fill",
    )
    if way == "steps":
        _fill("briefing-every", 90)
        way = int(st.number_input(words["briefing_every"], 1, 3660, key="briefing-every"))
    filled = dates.fill(archive, way, first, last)
    if form in briefing.PICTURES:
        filled = dates.spread(filled, briefing.MOST_DATES)
    text = "\n".join(day.isoformat() for day in filled)
    key = f"briefing-dates-{way}"
    _fill(key, text)
    written = st.text_area(
        words["briefing_dates"], help=words["briefing_dates_help"], key=key, height="content"
    )
    iso = _TYPED_DAY.sub(_iso, written)
    if page.choice.day.isoformat() not in iso:
        label = words.fill("briefing_add_date", day=words.date(page.choice.day))
        added = {key: f"{written}\n{page.choice.day}"}
        st.button(label, key="briefing-add", on_click=st.session_state.update, args=(added,))
    distinct = st.checkbox(words["briefing_distinct"], key="briefing-distinct")
    try:
        days = dates.read_days(iso, archive, words["briefing_dates"])
        return dates.distinct(archive, days) if distinct else days, None
    except DashboardError as error:
        return (), error


def _iso(typed: re.Match[str]) -> str:
    """A typed day as ISO text; anything else as it is, for the error message to quote."""
    numbers = [int(number) for number in typed.groups() if number]
    try:
        return dt.date(*(numbers if typed[4] else reversed(numbers))).isoformat()
    except ValueError:
        return typed[0]


def _fill(key: str, value: Any) -> None:
    """Fill a field of the form, unless the briefer has written in it."""
    filled = f"{_FILLED}-{key}"
    if st.session_state.get(key) in (None, st.session_state.get(filled)):
        st.session_state[key] = value
    st.session_state[filled] = value


def _dates_of(words: Wording, spec: briefing.BriefSpec) -> str:
    """The days of the file in words, the earlier of two first."""
    if spec.dates:
        return words["list_semicolon"].join(words.date(day) for day in spec.dates)
    if spec.since is None:
        return words.date(spec.day)
    first, last = sorted((spec.since, spec.day))
    return words.fill("from_to", **{"from": words.date(first), "to": words.date(last)})


def _link(choice: Choice, annotations: Sequence[Annotation] = ()) -> str:
    """The public address of the view; empty where the app has none that others can open.

    It has the annotations of the file where its code stays small enough to be read from paper.
    """
    base = os.environ.get("DASHBOARD_PUBLIC_URL", "").split("?")[0]
    if not base:
        return ""
    whole, without = (
        f"{base}?{links.query(choice.with_(annotations=each).to_query())}"
        for each in (write_annotations(annotations) or None, None)
    )
    return whole if len(whole) <= _MOST_CODED else without


# --- what is made beside the page -------------------------------------------------------------


def _replace_job(
    name: str, page: PageContext, spec: briefing.BriefSpec, work: Callable[..., Any]
) -> Job[Any]:
    """Start the job of a name for a spec, and cancel the one before it."""
    _, last = st.session_state.get(name, (None, None))
    if last is not None:
        last.cancel()
    job = WORKER.submit(work, page.archive, spec)
    st.session_state[name] = (spec, job)
    return job


def pause_s(job: Job[Any]) -> float:
    """Seconds until the next look whether a job has finished: more for one that has run for longer,
    as each look slows down everybody else."""
    return min(max(_SOON_S, (time.monotonic() - job.asked_at) / 4), _SELDOM_S)


@st.fragment
def _preview(page: PageContext, spec: briefing.BriefSpec) -> None:
    """Show a preview of the file, or that it is being drawn."""
    words, place = page.words, st.empty()  # what is put there takes the place of what was
    asked, job = st.session_state.get(_PREVIEW, (None, None))
    if asked != spec or job.is_cancelled:
        job = _replace_job(_PREVIEW, page, spec, worker.preview)
    if not job.wait(0):
        is_slow = time.monotonic() - job.asked_at > _SLOW_S
        place.caption(words["briefing_preview_slow" if is_slow else "briefing_preview_drawn"])
        if not job.wait(_SOON_S):
            component.run_again(_PREVIEW, pause_s(job))
            return
    try:
        shown = job.result()
    except DashboardError as error:
        place.warning(words.error(error))
        return
    except Exception:  # the file can still be made: its button stays
        _LOG.exception("no preview of %s", spec)
        place.warning(words["briefing_preview_failed"])
        return
    picture = base64.b64encode(shown.picture).decode("ascii")
    drawn = {"shown": shown, "picture": picture, "number": job.number}
    place.html(page.render("preview.html", **drawn))


@st.fragment
def _file(page: PageContext, spec: briefing.BriefSpec) -> None:
    """Show the progress of the file with a button to cancel, then the finished file.

    It is offered until the form asks for another.
    """
    words, place = page.words, st.empty()
    asked, job = st.session_state.get(_FILE, (None, None))
    if job is None:
        return
    if asked != spec:
        job.cancel()
        return
    if not job.wait(0):
        with place.container():
            _making(page, job)
        if not job.wait(_SOON_S):
            component.run_again(_FILE, pause_s(job))
            return
    # no container for a message alone: in the same run it would keep the end of what it replaces
    if job.is_cancelled:
        place.caption(words["briefing_cancelled"])
        return
    try:
        made = job.result()
    except DashboardError as error:
        place.error(words.error(error))
    except Exception:  # whatever went wrong, the reader gets a message and keeps the page
        _LOG.exception("briefing not made: %s", spec)
        place.error(words["briefing.failed"])
    else:
        with place.container():
            _offer(page, spec, job, made)


def _making(page: PageContext, job: Job[Any]) -> None:
    """How far a file is, with a button to cancel it; screen readers announce that it began."""
    words = page.words
    text = words["briefing_making"]
    if job.total > 1:
        text = words.fill("briefing.page_of", n=job.done, total=job.total)
    st.progress(job.done / job.total, text)
    began = {"name": f"making-{job.number}", "text": words["briefing_making"], "kind": "unseen"}
    st.html(page.render("announced.html", **began))
    st.button(words["briefing_cancel"], key="briefing-cancel", on_click=job.cancel)


def _offer(page: PageContext, spec: briefing.BriefSpec, job: Job[Any], made: briefing.Made) -> None:
    words, name = page.words, briefing.file_name(spec, page.archive)
    ready = words.fill("briefing_ready", name=name, size=format.size(words, len(made.data)))
    announced = {"name": f"briefing-{job.number}", "text": ready, "kind": "quiet"}
    st.html(page.render("announced.html", **announced))
    st.download_button(
        words.fill("briefing_download", name=name),
        made.data,
        name,
        briefing.MEDIA[spec.format],
        key="briefing-download",
        width="stretch",
        on_click="ignore",
    )
    st.caption(words["briefing_alt"])
    st.code(made.alt, language=None, wrap_lines=True)
