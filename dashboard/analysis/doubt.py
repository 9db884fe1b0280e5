"""The figures of each page with the range doubtful events leave them in.

One question a page, asked once of the archive and of each of its scenarios; see ``scenarios``.
Nothing here is a figure of its own: each is the one the page shows, asked again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.analysis import claims
from dashboard.analysis.ceasefires import CeasefireOutcome, ceasefires, outcome
from dashboard.analysis.claim_kinds import Figure, Outcome
from dashboard.analysis.gap import gap
from dashboard.analysis.profiles import distance_to_contact
from dashboard.analysis.projected import projected
from dashboard.analysis.scenarios import Spread, across, scenarios, spreads
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive, per_archive
from dashboard.quantity import Quantity

#: Stands for the time in force among the windows of a ceasefire, which are numbers of days.
IN_FORCE = 0

Figures = dict[Hashable, float | None]
"""The figures of one question by name; ``None`` where there is none."""


# --- ceasefires -----------------------------------------------------------------------------


def of_hold(hold: CeasefireOutcome) -> Figures:
    """The figures of one ceasefire, by name.

    ``first`` is the days to the first change, ``start`` what changed hands on the first day,
    ``quiet`` and ``calm`` days without change and most of them in a row. A window's number of
    days, or ``IN_FORCE``, names its km²; with a party, what that party took.
    """
    figures: Figures = {
        "first": hold.first_change_days, "start": hold.on_start_day.km2,
        "quiet": hold.quiet_days, "calm": hold.longest_calm,
    }  # fmt: skip
    for window, found in {**hold.windows, IN_FORCE: hold.in_force}.items():
        figures[window] = found.km2 if found else None
    return figures


def _takings(hold: CeasefireOutcome, first: str) -> Figures:
    """km² in each window by side: what ``first`` took, and what others did."""
    figures: Figures = {}
    for window, found in {**hold.windows, IN_FORCE: hold.in_force}.items():
        figures[window, True] = found.to(first) if found else None
        figures[window, False] = found.km2 - found.to(first) if found else None
    return figures


@per_archive
def of_ceasefires(archive: Archive) -> Mapping[tuple[str, dt.date], Mapping[Hashable, Spread]]:
    """Every measured ceasefire's figures, by agreement and start.

    Beside those of ``of_hold``, ``(window, True)`` is what the first party of the data set took
    in a window, ``(window, False)`` what others did.
    """
    first = next(iter(archive.parties))

    def ask(made: Archive) -> Figures:
        return {
            (hold.agreement.id, hold.start, name): value
            for hold in ceasefires(made)[0]
            for name, value in (of_hold(hold) | _takings(hold, first)).items()
        }

    found: dict[tuple[str, dt.date], dict[Hashable, Spread]] = {}
    for (agreement, start, name), each in spreads(archive, ask).items():
        found.setdefault((agreement, start), {})[name] = each
    return found


@per_archive
def of_outcome(archive: Archive) -> Mapping[str, Spread]:
    """The figures of ``outcome`` over all ceasefires."""
    return spreads(archive, lambda made: outcome(ceasefires(made)[0]))


# --- claims ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doubted:
    """The test of a claim with the range of each figure, and its outcome in each scenario.

    ``figures`` has those of the test, and after them the share of a party that holds land there
    in a scenario only.
    """

    figures: tuple[tuple[Figure, Spread], ...]
    outcomes: Mapping[str, Outcome]

    def otherwise(self, outcome: Outcome) -> tuple[str, ...]:
        """Variants whose outcome is another one."""
        return tuple(name for name, other in self.outcomes.items() if other != outcome)


@per_archive
def of_claims(archive: Archive) -> Mapping[str, Doubted]:
    """Every claim with a test of land, by id."""
    made = {name: _tests(other) for name, other in scenarios(archive).items()}
    return {
        ident: _doubted(found, {name: tests[ident] for name, tests in made.items()})
        for ident, found in _tests(archive).items()
    }


def _tests(archive: Archive) -> dict[str, claims.Tested]:
    return {found.claim.id: found for found in claims.tested(archive) if found.on_land}


def _doubted(shown: claims.Tested, made: Mapping[str, claims.Tested]) -> Doubted:
    by = {name: {f.about: f for f in found.figures} for name, found in made.items()}
    known = {figure.about: figure for figure in shown.figures}
    for others in by.values():
        for about, figure in others.items():
            known.setdefault(about, replace(figure, value=0.0))
    figures = []
    for about, figure in known.items():
        # a share or an area that an answer leaves out is none
        values = {name: f[about].value if about in f else 0.0 for name, f in by.items()}
        figures.append((figure, Spread(figure.value, values)))
    return Doubted(tuple(figures), {name: found.outcome for name, found in made.items()})


# --- areas and places -----------------------------------------------------------------------


@per_archive
def of_area(archive: Archive, area: str | None, day: dt.date) -> Mapping[str, Spread]:
    """km² of an area by holder on a day: parties that hold none in any scenario are left out."""
    return spreads(archive, lambda made: made.as_of(day).area_by_party(area), missing=0.0)


@per_archive
def of_flows(
    archive: Archive, area: str | None, after: dt.date, through: dt.date
) -> Mapping[tuple[str, str], Spread]:
    """km² by (from party, to party) of what changed hands in an area, each change counted."""
    return spreads(archive, lambda made: transfers(made, after, through, area).flows, missing=0.0)


def of_distance(archive: Archive, where: str, day: dt.date) -> Mapping[str, Spread]:
    """km to the line of contact from a place, or an area as ``district:CODE``.

    ``now`` on a day, ``least`` and ``most`` in the series; ``None`` while there is no line.
    """

    def ask(made: Archive) -> Figures:
        far = distances(made, where)
        at = max(i for i, each in enumerate(made.state_days) if each <= day)
        there = far[~np.isnan(far)]
        return {
            "now": None if np.isnan(far[at]) else float(far[at]),
            "least": float(there.min()) if len(there) else None,
            "most": float(there.max()) if len(there) else None,
        }

    return spreads(archive, ask)


@per_archive
def distances(archive: Archive, where: str) -> np.ndarray:
    """As ``profiles.distance_to_contact``, from a place or from the cells of an area."""
    return distance_to_contact(archive, _shape_m(archive, where))


def _shape_m(archive: Archive, where: str) -> BaseGeometry:
    land = projected(archive)
    if where in archive.places:
        place = archive.places[where]
        return land.metres(shapely.Point(place.lon, place.lat))
    return shapely.union_all(land.cells_m[archive.within(where)])


# --- paper and ground -----------------------------------------------------------------------


def of_gap(
    archive: Archive, day: dt.date, agreement: str | None = None
) -> Mapping[Hashable, Spread]:
    """The ranges of a gap's figures by name, until every user asks ``gap`` itself."""
    found = across(archive, lambda made: gap(made, day, agreement))
    figures: dict[Hashable, Quantity] = {("posts",): found.posts_behind}
    for area in found.areas:
        for party, share in area.shares.items():
            figures["share", area.recipe.id, area.depth_km, party] = share
    for line in found.lines:
        for way in ("from_agreed", "from_ground"):
            for name in ("length", "mean", "maximum", "moved"):
                figures["line", line.recipe.id, way, name] = getattr(getattr(line, way), name)
    for post in found.posts:
        figures["post", post.post.id] = post.distance
    if found.left:
        figures |= {("left",): found.left.area, ("still",): found.left.still}
    return {key: Spread(each.value, each.scenarios) for key, each in figures.items()}
