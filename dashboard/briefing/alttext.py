"""Alternative text: what a figure shows, its figures and its date, for those who cannot see it."""

from __future__ import annotations

import datetime as dt

from dashboard.annotations import listed
from dashboard.archive import Archive
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import TWO_DATES, BriefSpec, dates_of
from dashboard.wording import Wording, format

_PLACES = 12


def alt_text(
    archive: Archive, words: Wording, spec: BriefSpec, places: tuple[str, ...] = ()
) -> str:
    """A few sentences that stand in for the picture.

    ``places``: ids of the places named on the map, most important first; the first dozen are
    listed.
    """
    f = Findings(archive, words, spec)
    finding = f.flow_sentence() if spec.kind in TWO_DATES and not spec.subtitle else f.lead()
    parts = [_what(f), f"{f.title()}.", finding]
    if spec.kind in ("sequence", "side", "swipe"):
        parts += [_on(f, day) for day in dates_of(spec, archive)]
    if spec.kind == "chart":
        parts += [_on(f, day) for day in (archive.first_day, spec.day, archive.last_day)]
    if spec.kind == "agreement":
        tables = AgreementTables(f)
        for table in (tables.drawn(), tables.left()):
            if table.rows:
                rows = (row.line(words) for row in table.rows)
                parts.append(f"{table.heading}: {words['list_semicolon'].join(rows)}.")
        parts.append(tables.posts_sentence())
    if spec.kind in ("difference", "agreement"):
        parts.append(f.held_sentence(spec.day))
    if spec.kind in ("situation", "difference"):
        line = format.text(words, f.situation(spec.day).line)
        parts.append(f.say("alt_line", length=line))
    if places:
        names = (words.of(archive.places[place], "name") for place in places[:_PLACES])
        parts.append(f.say("alt_places", places=f.words["list_comma"].join(names)))
    parts += [listed(spec.annotations, words), f.remarks(), f.say("alt_reconstruction")]
    return " ".join(filter(None, parts))


def _on(f: Findings, day: dt.date) -> str:
    return f"{f.words.date(day)}: {f.held_sentence(day)}"


def _what(f: Findings) -> str:
    if f.spec.kind == "chart":
        return f.say("alt_chart")
    shown = len(dates_of(f.spec, f.archive))
    if f.spec.kind not in ("sequence", "side", "swipe") or shown == 1:
        return f.say("alt_map")
    return f.say("alt_pair") if shown == 2 else f.counted("alt_sequence", shown)
