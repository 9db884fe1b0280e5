"""What differs between two states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dashboard import wording
from dashboard.archive.columns import UNKNOWN
from dashboard.archive.data import ArchiveData
from dashboard.archive.describe import party_table
from dashboard.archive.snapshot import Snapshot
from dashboard.records import Event, Feature

if TYPE_CHECKING:  # slow to import, and most programs ask for neither
    from folium import Map
    from geopandas import GeoDataFrame


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
        errors = dict.fromkeys(columns, self.error_km2())
        return party_table(self.archive, self._summary(), columns, errors)

    def _summary(self) -> str:
        days, area = f"{self.a.day} to {self.b.day}", sum(self.flows().values())
        return f"{days}: {area:,.0f} km² in {len(self.places()):,} places changed hands"

    @cached_property
    def changed(self) -> np.ndarray:
        """Mask over ``archive.cells``: cells with different, known controllers."""
        before, after = self.a.controller, self.b.controller
        changed: np.ndarray = (before != after) & (before != UNKNOWN) & (after != UNKNOWN)
        return changed

    def flows(self, within: str | None = None) -> dict[tuple[str, str], float]:
        """km² by (from party, to party), zeros left out."""
        parties = self.archive.party_ids
        mask = self.changed & self.archive.within(within)
        pair = self.a.controller[mask].astype(int) * len(parties) + self.b.controller[mask]
        totals = np.bincount(
            pair, weights=self.archive.cell_area_km2[mask], minlength=len(parties) ** 2
        )
        return {
            (parties[i // len(parties)], parties[i % len(parties)]): float(totals[i])
            for i in np.flatnonzero(totals)
        }

    def gained_km2(self, party: str, within: str | None = None) -> float:
        """km² that passed to ``party``."""
        return sum(v for (_, to), v in self.flows(within).items() if to == party)

    def lost_km2(self, party: str, within: str | None = None) -> float:
        """km² that ``party`` held on ``a`` and another holds on ``b``."""
        return sum(v for (was, _), v in self.flows(within).items() if was == party)

    def net_km2(self, party: str, within: str | None = None) -> float:
        """Gained minus lost."""
        return self.gained_km2(party, within) - self.lost_km2(party, within)

    def error_km2(self, within: str | None = None) -> float:
        """How far the figures of the change can be off: as ``Snapshot.area_error_km2``, over the
        stretches of edge that are part of one state's line only (the rest did not move)."""
        edges: dict[tuple[int, int], float] = {}
        for state in (self.a, self.b):
            for row in state.line_rows(within):
                edge = tuple(self.archive.line.sides[row].tolist())
                if edge in edges:
                    edges.pop(edge)
                else:
                    edges[edge] = float(self.archive.line.error_km2[row])
        return sum(edges.values())

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

        return change_frame(self._spells(), self.events())

    def to_folium(self, language: str = "en", tiles: str | None = None) -> Map:
        """A folium map of the difference, as the app shows it; see ``Snapshot.to_folium``."""
        from dashboard.archive import folium_map, map_content

        words = wording.load(language).of_seeds(self.archive.seeds)
        days, held = (self.a.day, self.b.day), (self.a.held(), self.b.held())
        content = map_content.of_change(self.archive, words, days, held, self._spells())
        return folium_map.draw(content, tiles)

    def _spells(self) -> list[tuple[Feature, Feature]]:
        """For each cell that changed hands the spell it was in and the one it is in."""
        pairs = ((self.a.spell(place), self.b.spell(place)) for place in self.places())
        return [(was, now) for was, now in pairs if was and now]
