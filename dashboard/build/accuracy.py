"""How accurate the reconstruction is, as ``docs/accuracy.md``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Any, get_args

from dashboard import markup, standing, wording
from dashboard.analysis import accuracy
from dashboard.analysis.accuracy import Compared, TruthCheckResult
from dashboard.analysis.areas import area_title
from dashboard.analysis.published import compared_areas, redrawn
from dashboard.archive import Archive
from dashboard.cache import Cache, no_cache
from dashboard.console import counted
from dashboard.derive.area_statements import changes
from dashboard.derive.published import maps_that_count
from dashboard.quantity import Quantity, Unit
from dashboard.records import ComparedFigure, GainFigure, Seeds, Source
from dashboard.standing import Credibility
from dashboard.wording import format

_WORDS = wording.load()
_SMALL_KM2 = 300
"""Below it whole cells decide a figure."""
_MEASURES = {
    "net_gain": "{party} net gain, {start} to {end}",
    "gain": "{party} gain, {start} to {end}",
    "held_area": "held by {party} on {end}",
    "held_share": "share held by {party} on {end}",
}
_CONTESTED = ("dropped", "excluded", "merged", "re-dated", "re-keyed", "re-read")
"""Actions of ``ChainFix`` by which one account gave way to another."""


def accuracy_markdown(archive: Archive, cache: Cache = no_cache) -> str:
    """The text of ``docs/accuracy.md``; areas of maps that are in ``cache`` are not measured again.

    Returns
    -------
    str
        Markdown, the same for the same seeds whatever the order of rows.
    """
    page = markup.plain_environment("dashboard.build")
    page.filters.update(
        cell=_cell,
        counted=counted,
        links=lambda sources: _links(sources, archive.entered),
        measured=lambda figure: _measured(figure, archive),
        quantity=lambda figure: format.text(_WORDS, figure),
        with_error=lambda figure: format.with_error(_WORDS, figure),
        ratio=lambda value: _WORDS.locale.number(value, 0.01),
        km=lambda metres: format.text(_WORDS, Quantity(metres / 1000, Unit.KM)),
        agreement=_agreement,
        place=lambda ident: _place(ident, archive),
        party=lambda ident: _party(ident, archive),
    )
    return page.get_template("accuracy.md").render(
        seeds=archive.entered,
        **_compared(archive),
        **_checked(archive),
        **_known(archive),
        **_published(archive, cache),
    )


def _published(archive: Archive, cache: Cache) -> Mapping[str, Any]:
    """Areas as they were published beside ours, and boundaries drawn anew."""
    found = compared_areas(archive, cache)
    return {
        "maps": maps_that_count(archive.entered),
        "published": found,
        "farthest": max(found, key=lambda row: row.difference.value or 0.0, default=None),
        "redrawn": redrawn(archive),
    }


def _compared(archive: Archive) -> Mapping[str, Any]:
    """Published figures beside ours."""
    figures = (f for f in archive.entered.published_figures if isinstance(f, ComparedFigure))
    rows = sorted(
        (accuracy.compare(figure, archive) for figure in figures),
        key=lambda row: (row.figure.compare_to, row.figure.id),
    )
    ratios = [row.ratio for row in rows if row.ratio is not None]
    areas = [row for row in rows if row.ours.unit is Unit.KM2]

    def is_small(row: Compared) -> bool:
        return row.figure.compare_value < _SMALL_KM2

    return {
        "compared": rows,
        "median_ratio": median(ratios) if ratios else None,
        "small_km2": _SMALL_KM2,
        "small": [row for row in areas if is_small(row)],
        "large": [row for row in areas if not is_small(row)],
    }


def _checked(archive: Archive) -> Mapping[str, Any]:
    """Truth checks and attestations beside the map."""
    seeds, quiet_day = archive.entered, accuracy.quiet_day(archive)
    tested = [accuracy.check_truth(row, archive) for row in seeds.truth_checks]

    def by(key: Callable[[TruthCheckResult], Any]) -> list[tuple[Any, list[TruthCheckResult]]]:
        groups = defaultdict(list)
        for row in tested:
            groups[key(row)].append(row)
        return sorted(groups.items())

    def area(row: TruthCheckResult) -> str:
        _, code = archive.places[row.check.place].unit(level or "")
        return area_title(archive, _WORDS, f"{level}:{code}") if code else "none"

    level = archive.dataset.breakdown_level
    certainty = dict(by(lambda row: row.certainty))
    return {
        "tested": tested,
        "tested_by": {
            "year": by(lambda row: row.check.day.earliest.year),
            "area": by(area) if level else [],
            "holder, say the sources": by(lambda row: _party(row.check.party, archive)),
            "certainty of the control shown": [
                (c, certainty[c]) for c in accuracy.CERTAINTIES if c in certainty
            ],
        },
        "tested_places": {row.check.place for row in tested},
        "tested_sources": {source for row in tested for source in row.check.sources},
        "quiet_day": quiet_day,
        "attested": accuracy.check_attestations(seeds.attestations, archive, quiet_day),
    }


def _known(archive: Archive) -> Mapping[str, Any]:
    """What the map rests on, and what it lacks."""
    seeds, series = archive.entered, archive.dataset.series
    days = {series.first_day, archive.reference_day, seeds.dataset.opening_day, series.last_day}
    known = {row.place for row in seeds.baseline}
    control, first = archive.control, archive.as_of(series.first_day).rows
    precisions = sorted(control.precision_m[control.cell[first]].tolist())
    fixes = (fix for fix in seeds.chain_fixes if fix.action.startswith(_CONTESTED))
    return {
        "firmness": [accuracy.firmness(archive, day) for day in sorted(days)],
        "reliability": Counter(map(standing.reliability, seeds.sources)),
        "support": list(accuracy.support(archive)),
        "credibilities": get_args(Credibility),
        "without_control": sorted(place.id for place in seeds.places if place.id not in known),
        "of_areas": len(changes(seeds)) - len(seeds.events),
        "precision_m": median(precisions),
        "precisions_m": precisions,
        "contested": sorted(fixes, key=lambda fix: (fix.place, fix.event, fix.action)),
    }


def _agreement(rows: Iterable[Any], of: str = "") -> str:
    """How many of some rows agree with the map, of how many."""
    agrees = [row.agrees for row in rows]
    share = Quantity(sum(agrees), Unit.COUNT).share_of(len(agrees))
    return f"{sum(agrees)} of {len(agrees)}{of} ({format.text(_WORDS, share)})"


def _place(ident: str, archive: Archive) -> str:
    """The name of a place; a decision about one that was left out keeps what it was called."""
    place = archive.places.get(ident)
    return _WORDS.of(place, "name") if place else ident


def _party(ident: str | None, archive: Archive) -> str:
    return _WORDS.of(archive.parties[ident], "short") if ident else "unknown"


def _measured(figure: ComparedFigure, archive: Archive) -> str:
    """What a published figure is compared with."""
    seeds = archive.entered
    areas = {recipe.id: _WORDS.of(recipe, "title") for recipe in seeds.dataset.recipes}
    units = {unit for place in seeds.places for unit in place.units}
    areas |= {f"{u.level}:{u.code}": _WORDS.area(seeds.dataset, u.name) for u in units}
    text = _MEASURES[figure.compare].format(
        party=_party(figure.compare_party, archive),
        start=figure.compare_from if isinstance(figure, GainFigure) else None,
        end=figure.compare_to,
    )
    within = areas.get(figure.compare_within, figure.compare_within) or "the whole study area"
    return f"{text}, within {within}"


def _links(sources: Iterable[str], seeds: Seeds) -> str:
    known = {source.id: source for source in seeds.sources}
    return ", ".join(_link(known[ident]) for ident in sources) or "no source entered"


def _link(source: Source) -> str:
    text = re.sub(r"([\\\[\]])", r"\\\1", _cell(source.short_label))
    return f"[{text}](<{source.url}>)" if source.url else text


def _cell(text: str) -> str:
    """Text of the data in a table's cell: on one line, no bar in it."""
    return " ".join(str(text).split()).replace("|", "\\|")
