"""Alternative text: what a figure shows, its figures and its date, for those who cannot see it."""

from __future__ import annotations

import datetime as dt

from dashboard.archive import Archive
from dashboard.briefing.findings import Findings, line_km
from dashboard.briefing.paper import Paper
from dashboard.briefing.rows import Row
from dashboard.briefing.sentences import number
from dashboard.briefing.spec import BriefSpec, dates_of
from dashboard.wording import Wording

_PLACES = 12


def alt_text(
    archive: Archive, wording: Wording, spec: BriefSpec, places: tuple[str, ...] = ()
) -> str:
    """A few sentences that stand in for the figure.

    Parameters
    ----------
    places
        Ids of the places named on the map, most important first; the first dozen are told.
    """
    findings = Findings(archive, wording, spec)
    say = findings.say
    said = [_what(findings), f"{findings.title()}.", findings.lead()]
    if spec.kind == "difference":
        said.append(findings.held_sentence(findings.state))
    if spec.kind in ("sequence", "side", "swipe"):
        said += [_on(findings, day) for day in dates_of(spec, archive)]
    if spec.kind == "chart":
        said += [_on(findings, day) for day in (archive.first_day, spec.day, archive.last_day)]
    if spec.kind == "agreement":
        paper = Paper(findings)
        drawn, left = paper.drawn(), paper.left()
        said += [
            f"{heading}: " + wording["list_semicolon"].join(_told(row) for row in rows) + "."
            for heading, rows in ((drawn.heading, drawn.rows), (left.heading, left.rows))
            if rows
        ]
        if posts := paper.posts_told():
            said.append(posts)
        said.append(findings.held_sentence(findings.state))
    if spec.kind in ("situation", "difference"):
        said.append(say("alt_line", km=number(line_km(findings.state))))
    if places:
        names = say("list_comma").join(
            wording.of(archive.places[p], "name") for p in places[:_PLACES]
        )
        said.append(say("alt_places", places=names))
    said.append(say("alt_reconstruction"))
    return " ".join(said)


def _told(row: Row) -> str:
    return " ".join(part for part in (row.label, row.value, row.percent) if part)


def _on(findings: Findings, day: dt.date) -> str:
    said = findings.held_sentence(findings.archive.as_of(day))
    return f"{findings.wording.date(day)}: {said}"


def _what(findings: Findings) -> str:
    kind = findings.spec.kind
    if kind == "chart":
        return findings.say("alt_chart")
    if kind in ("sequence", "side", "swipe"):
        shown = len(dates_of(findings.spec, findings.archive))
        key = {1: "alt_map", 2: "alt_pair"}.get(shown, "alt_sequence")
        return findings.say(key, n=shown)
    return findings.say("alt_map")
