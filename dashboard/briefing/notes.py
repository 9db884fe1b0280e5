"""What a data file says of itself: its dates, its version, its limits, its licences."""

from __future__ import annotations

import datetime as dt

from dashboard.archive import Archive
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import TWO_DATES, BriefSpec, handed_on, since_of
from dashboard.wording import Wording


def asked_days(archive: Archive, spec: BriefSpec) -> tuple[dt.date, ...]:
    """The days whose states a data file holds, in order of time."""
    compared = (since_of(spec, archive),) if spec.kind in TWO_DATES else ()
    return tuple(sorted({spec.day, *spec.dates, *compared}))


def notes(archive: Archive, words: Wording, spec: BriefSpec) -> dict[str, str]:
    """What a data file says of itself."""
    findings, days = Findings(archive, words, spec), asked_days(archive, spec)
    return {
        "title": words.of(archive.dataset, "title"),
        "as_of": spec.day.isoformat(),
        "dates": " ".join(day.isoformat() for day in days) if len(days) > 1 else "",
        "produced_on": spec.produced_on.isoformat(),
        "dataset": archive.dataset.id,
        "version": archive.version,
        "notice": " ".join(filter(None, (findings.notice(), findings.remarks()))),
        "disclaimer": findings.disclaimer(),
        "licence": _licences(archive, spec),
        "attribution": archive.seeds.attribution,
        "link": spec.link,
    }


def _licences(archive: Archive, spec: BriefSpec) -> str:
    """Licences of the layers in a file, with whom they ask to be named and their terms."""
    used = {i for name in handed_on(spec, archive) for i in archive.layer_licences.get(name, ())}
    known = {licence.id: licence for licence in archive.seeds.licences}

    def named(ident: str) -> str:
        licence = known.get(ident)
        about = [licence.credit, licence.terms] if licence else []
        return f"{ident} ({', '.join(filter(None, about))})" if licence else ident

    return "; ".join(named(ident) for ident in sorted(used))
