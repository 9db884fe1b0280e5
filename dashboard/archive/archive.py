"""An archive and the questions asked of it: as of a day, and between two days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from dashboard import wording
from dashboard.archive.columns import UNKNOWN, Codes, Mask, Numbers, Shares
from dashboard.archive.data import ArchiveData
from dashboard.archive.describe import party_table
from dashboard.errors import ChoiceError
from dashboard.records import Agreement, Event, Feature

if TYPE_CHECKING:  # slow to import, and most programs ask for neither
    from folium import Map
    from geopandas import GeoDataFrame

    from dashboard.archive.map_content import MapContent
    from dashboard.wording import Wording


@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """The state on one day."""

    archive: ArchiveData
    day: dt.date
    #: One small integer a cell of ``archive.cells``: index into the parties, -1 for unknown.
    controller: Codes
    #: Which of ``archive.spells`` hold.
    rows: Numbers

    def __repr__(self) -> str:
        areas = ", ".join(f"{party} {km2:,.0f}" for party, km2 in self.area_by_party().items())
        return f"<Snapshot {self.archive.dataset.id} {self.day}: km² {areas or 'unknown'}>"

    def _repr_html_(self) -> str:
        head = str(self.day)
        errors = {head: self.error_by_party()}
        return party_table(self.archive, "", {head: self.area_by_party()}, errors)

    def area_by_party(self, within: str | None = None) -> dict[str, float]:
        """Geodesic km² held by each party, in the dataset's order, zeros left out."""
        known = self.archive.within(within) & (self.controller != UNKNOWN)
        totals = np.bincount(
            self.controller[known],
            weights=self.archive.km2_within(within)[known],
            minlength=len(self.archive.party_ids),
        )
        pairs = zip(self.archive.party_ids, totals.tolist(), strict=True)
        return {party: area for party, area in pairs if area > 0}

    def area_km2(self, within: str | None = None) -> float:
        """Geodesic km² of the whole area asked about, whoever holds it."""
        return float(self.archive.km2_within(within)[self.archive.within(within)].sum())

    def unknown_km2(self, within: str | None = None) -> float:
        """Geodesic km² whose controller is not known on the day."""
        inside = self.archive.within(within) & (self.controller == UNKNOWN)
        return float(self.archive.km2_within(within)[inside].sum())

    def error_by_party(self, within: str | None = None) -> dict[str, float]:
        """How far the area of each party can be off, in km²: line error × length of its line.

        The line of a party is the stretches that border its land and have a cell of the area on
        either side: those inside it, and those on its rim. Parties without one are left out: land
        that is contested, or whose holder is not known, borders no line of contact.

        It is what the area would change by if all of that line were off to one side by its error
        (``precision_m`` of each stretch): an upper bound, not a standard deviation.
        """
        return self.error_of_shares(self.archive.share_within(within))

    def error_of_shares(self, shares: Shares) -> dict[str, float]:
        """The same of an area that has ``shares`` of the cells: ``LineColumns.error_within``."""
        line, parties = self.archive.line, self.archive.party_ids
        rows = line.on(self.day.toordinal(), shares > 0)
        error = line.error_within(shares)[rows]
        totals = np.bincount(line.holders[rows].ravel(), np.repeat(error, 2), len(parties))
        return {party: km2 for party, km2 in zip(parties, totals.tolist(), strict=True) if km2}

    def features(self, layer: str) -> tuple[Feature, ...]:
        """Features of one layer that hold on the day.

        Raises ``ChoiceError`` if the data set has no such layer.
        """
        features = self.archive.layer(layer)
        return tuple(features[i] for i in self.archive.held_rows(layer, self.day))

    def to_gdf(self, layer: str = "control_areas") -> GeoDataFrame:
        """The features of a layer that hold on the day; see ``frames.layer_frame``.

        Raises ``ChoiceError`` if the data set has no such layer.
        """
        from dashboard.archive.frames import layer_frame

        return layer_frame(self.features(layer), of=self.archive.layer(layer))

    def to_folium(self, language: str = "", tiles: str | None = None) -> Map:
        """A folium map of the day, as the app shows it; ``save("map.html")`` writes one file.

        The file needs no network, unless ``tiles`` names online tiles (an xyzservices name such as
        ``OpenStreetMap.Mapnik``) to show instead of the base map that comes with the data.

        Raises ``ChoiceError`` if there is no such language, ``ValueError`` if xyzservices knows no
        such tiles.
        """
        from dashboard.archive import folium_map

        words = wording.of_seeds(self.archive.seeds, language)
        return folium_map.draw(self.map_content(words), tiles)

    def map_content(self, words: Wording) -> MapContent:
        """What a map of the day shows, for whoever draws one."""
        from dashboard.archive import map_content

        return map_content.of_day(self.archive, words, self.day, self.held())

    def held(self) -> dict[str, tuple[Feature, ...]]:
        """Features of every layer that hold on the day, by layer name."""
        return {name: self.features(name) for name in self.archive.layers}

    def spell(self, place: str) -> Feature | None:
        """The spell of control a place is in, or ``None`` for a place without a cell."""
        return self._spells.get(place)

    @cached_property
    def _spells(self) -> dict[str, Feature]:
        spells = (self.archive.spells[i] for i in self.rows)
        return {spell.properties["place"]: spell for spell in spells}

    @property
    def last_change(self) -> dt.date | None:
        """The last day up to this one on which control is known to have changed."""
        return self.archive.last_change(self.day)

    @property
    def age_days(self) -> int | None:
        """Days since ``last_change``; ``None`` before the first change of the series."""
        return (self.day - self.last_change).days if self.last_change else None

    def in_force(self) -> tuple[tuple[Agreement, str], ...]:
        """Agreements in force, in time order, each with ``yes`` or ``disputed``."""
        pairs = ((a, a.force_on(self.day)) for a in self.archive.agreements.values())
        return tuple((a, force) for a, force in pairs if force in ("yes", "disputed"))


@dataclass(frozen=True, eq=False, repr=False)
class Change:
    """What changed between two states: ``a``, the earlier in time, and ``b``."""

    archive: ArchiveData
    a: Snapshot
    b: Snapshot

    def __repr__(self) -> str:
        return f"<Change {self.archive.dataset.id} {self._summary()}>"

    def _repr_html_(self) -> str:
        changed = dict.fromkeys(party for pair in self.flows() for party in pair)
        columns = {
            "gained": {party: self.gained_km2(party) for party in changed},
            "lost": {party: self.lost_km2(party) for party in changed},
            "net": {party: self.net_km2(party) for party in changed},
        }
        by_party = {party: self.error_km2(parties=[party]) for party in changed}
        errors = dict.fromkeys(columns, by_party)
        return party_table(self.archive, self._summary(), columns, errors)

    def _summary(self) -> str:
        days, area = f"{self.a.day} to {self.b.day}", sum(self.flows().values())
        return f"{days}: {area:,.0f} km² in {len(self.places()):,} places changed hands"

    @cached_property
    def changed(self) -> Mask:
        """Mask over ``archive.cells``: cells that one party held, and then another.

        Contested land is nobody's. Cells of published areas that differ only because a boundary
        was drawn anew are left out: those are no change on the ground.
        """
        return self._differing & np.logical_not(self._redrawn)

    @cached_property
    def _held(self) -> tuple[Codes, Codes]:
        """The controllers on the two days; contested land is nobody's."""
        a, b = (self.archive.without_contested(each.controller) for each in (self.a, self.b))
        return a, b

    @cached_property
    def _differing(self) -> Mask:
        before, after = self._held
        differing: Mask = (before != after) & (before != UNKNOWN) & (after != UNKNOWN)
        return differing

    @cached_property
    def _redrawn(self) -> Mask:
        before, after = (self.archive.control.changes_of(each.rows) for each in (self.a, self.b))
        redrawn: Mask = self._differing & (before == after)
        return redrawn

    def redrawn_km2(self, within: str | None = None) -> float:
        """km² whose holder differs only because boundaries were drawn anew: in no other figure."""
        redrawn = self._redrawn & self.archive.within(within)
        return float(self.archive.km2_within(within)[redrawn].sum())

    def unheld_km2(self, within: str | None = None) -> float:
        """km² that a party held on one of the days only, and on the other nobody known: contested
        land too. They are in no gain or loss."""
        before, after = self._held
        unheld = ((before == UNKNOWN) != (after == UNKNOWN)) & self.archive.within(within)
        return float(self.archive.km2_within(within)[unheld].sum())

    def flows(self, within: str | None = None) -> Mapping[tuple[str, str], float]:
        """km² by (from party, to party), zeros left out."""
        if within not in self._flows:
            self._flows[within] = MappingProxyType(self._flows_within(within))
        return self._flows[within]

    @cached_property
    def _flows(self) -> dict[str | None, Mapping[tuple[str, str], float]]:
        """What ``flows`` found before, by area."""
        return {}

    def _flows_within(self, within: str | None) -> dict[tuple[str, str], float]:
        parties = self.archive.party_ids
        mask = self.changed & self.archive.within(within)
        pair = self.a.controller[mask].astype(int) * len(parties) + self.b.controller[mask]
        totals = np.bincount(
            pair, weights=self.archive.km2_within(within)[mask], minlength=len(parties) ** 2
        )
        return {
            (parties[i // len(parties)], parties[i % len(parties)]): float(totals[i])
            for i in np.flatnonzero(totals)
        }

    def gained_km2(self, party: str, within: str | None = None) -> float:
        """km² that passed to ``party``."""
        return self._passed(1, party, within)

    def lost_km2(self, party: str, within: str | None = None) -> float:
        """km² that ``party`` held on ``a`` and another holds on ``b``."""
        return self._passed(0, party, within)

    def _passed(self, end: int, party: str, within: str | None) -> float:
        if party not in self.archive.parties:
            parties = ", ".join(self.archive.parties)
            raise ChoiceError(f"no party {party!r}; one of {parties} is wanted")
        return sum(v for pair, v in self.flows(within).items() if pair[end] == party)

    def net_km2(self, party: str, within: str | None = None) -> float:
        """Gained minus lost."""
        return self.gained_km2(party, within) - self.lost_km2(party, within)

    def error_km2(self, within: str | None = None, parties: Collection[str] | None = None) -> float:
        """How far figures of the change can be off: as ``Snapshot.error_by_party``, over stretches
        that moved.

        ``parties``: those the figure is about: stretches count that border land of one of them on
        one of the two days only. Of all parties if left out.
        """
        line = self.archive.line
        ends, inside = (self.a.day, self.b.day), self.archive.within(within)
        rows = np.concatenate([line.on(day.toordinal(), inside) for day in ends])
        beside = np.stack([np.repeat(line.edge[rows], 2), line.holders[rows].ravel()])
        each, days = np.unique(beside, axis=1, return_counts=True)
        edge, holder = each[:, days == 1]
        if parties is not None:
            edge = edge[np.isin(np.array(self.archive.party_ids)[holder], list(parties))]
        error = line.error_within(self.archive.share_within(within))
        return float(error[line.edges[np.unique(edge)]].sum())

    def places(self, within: str | None = None) -> tuple[str, ...]:
        """Ids of the places whose cells changed hands."""
        mask = self.changed & self.archive.within(within)
        return tuple(self.archive.cells[i] for i in np.flatnonzero(mask))

    def events(self) -> tuple[Event, ...]:
        """Events after ``a`` up to and including ``b`` (or the reverse), in time order."""
        early, late = sorted((self.a.day, self.b.day))
        inside = (e for e in self.archive.events.values() if early < e.day <= late)
        return tuple(sorted(inside, key=lambda e: (e.day, e.place, e.seq)))

    def to_gdf(self) -> GeoDataFrame:
        """The cells that changed hands, a row each; see ``frames.change_frame``."""
        from dashboard.archive.frames import change_frame

        return change_frame(self._spells(), self.events(), self.archive.dataset)

    def to_folium(self, language: str = "", tiles: str | None = None) -> Map:
        """A folium map of the difference, as the app shows it; see ``Snapshot.to_folium``."""
        from dashboard.archive import folium_map

        words = wording.of_seeds(self.archive.seeds, language)
        return folium_map.draw(self.map_content(words), tiles)

    def map_content(self, words: Wording) -> MapContent:
        """What a map of the difference shows, for whoever draws one."""
        from dashboard.archive import map_content

        days, held = (self.a.day, self.b.day), (self.a.held(), self.b.held())
        return map_content.of_change(self.archive, words, days, held, self._spells())

    def _spells(self) -> list[tuple[Feature, Feature]]:
        """For each cell that changed hands the spell it was in and the one it is in."""
        pairs = ((self.a.spell(place), self.b.spell(place)) for place in self.places())
        return [(was, now) for was, now in pairs if was and now]


class Archive(ArchiveData):
    """A data set that can be asked who held what: immutable, shared by all surfaces.

    Examples
    --------
    >>> archive = Archive.load()
    >>> archive.as_of(archive.last_day).day == archive.last_day
    True
    """

    def __repr__(self) -> str:
        return f"<Archive {self.dataset.id}: {self._summary()}>"

    def _repr_html_(self) -> str:
        ends = [self.as_of(day) for day in (self.first_day, self.last_day)]
        return party_table(
            self,
            self._summary(),
            {str(state.day): state.area_by_party() for state in ends},
            {str(state.day): state.error_by_party() for state in ends},
        )

    def _summary(self) -> str:
        days = f"{self.first_day} to {self.last_day}"
        return f"{len(self.places):,} places, {days}, {len(self.parties)} parties"

    def as_of(self, day: dt.date | str) -> Snapshot:
        """The state on ``day``, a date or its text ``YYYY-MM-DD``; any day of the series.

        Raises ``ChoiceError`` if ``day`` is no day, or lies outside the series: nothing is claimed
        there.
        """
        day = _day(day)
        if not self.first_day <= day <= self.last_day:
            raise ChoiceError(
                f"{day} is outside the series; a day from {self.first_day} to "
                f"{self.last_day} is wanted",
                "day_outside",
                day=day,
                first=self.first_day,
                last=self.last_day,
            )
        rows, controller = self.control.on(day.toordinal())
        return Snapshot(self, day, controller, rows)

    def between(self, a: dt.date | str, b: dt.date | str) -> Change:
        """What changed from the earlier to the later of two days, whichever is named first.

        Raises ``ChoiceError`` as ``as_of`` does.
        """
        earlier, later = sorted((self.as_of(a), self.as_of(b)), key=lambda state: state.day)
        return Change(self, earlier, later)

    def to_gdf(self, layer: str = "control_areas") -> GeoDataFrame:
        """Every feature of a layer, in all its periods; see ``frames.layer_frame``.

        Raises ``ChoiceError`` if the data set has no such layer.
        """
        from dashboard.archive.frames import layer_frame

        return layer_frame(self.layer(layer))


def _day(value: dt.date | str) -> dt.date:
    """A date, or the one a text ``YYYY-MM-DD`` means."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ChoiceError(f"{value!r}: {error}; a day written YYYY-MM-DD is wanted") from None
    raise ChoiceError(f"{value!r} is no day; a date or a text YYYY-MM-DD is wanted")
