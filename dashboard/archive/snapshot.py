"""The state on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dashboard import wording
from dashboard.archive.columns import UNKNOWN
from dashboard.archive.data import ArchiveData
from dashboard.archive.describe import party_table
from dashboard.records import Agreement, Feature

if TYPE_CHECKING:  # slow to import, and most programs ask for neither
    from folium import Map
    from geopandas import GeoDataFrame


@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """The state on one day.

    Attributes
    ----------
    controller
        One small integer a cell of ``archive.cells``: index into the parties, -1 for unknown.
    rows
        Which of ``archive.spells`` hold.
    """

    archive: ArchiveData
    day: dt.date
    controller: np.ndarray
    rows: np.ndarray

    def __repr__(self) -> str:
        areas = ", ".join(f"{party} {km2:,.0f}" for party, km2 in self.area_by_party().items())
        return f"<Snapshot {self.archive.dataset.id} {self.day}: km² {areas or 'unknown'}>"

    def _repr_html_(self) -> str:
        head, error = str(self.day), self.area_error_km2()
        return party_table(self.archive, "", {head: self.area_by_party()}, {head: error})

    def area_by_party(
        self, within: str | None = None, *, mask: np.ndarray | None = None
    ) -> dict[str, float]:
        """Geodesic km² held by each party, in the dataset's order, zeros left out.

        ``mask`` over ``archive.cells`` counts instead of ``within``, for areas without a name.
        """
        inside = self.archive.within(within) if mask is None else mask
        known = inside & (self.controller != UNKNOWN)
        totals = np.bincount(
            self.controller[known],
            weights=self.archive.cell_area_km2[known],
            minlength=len(self.archive.party_ids),
        )
        pairs = zip(self.archive.party_ids, totals.tolist(), strict=True)
        return {party: area for party, area in pairs if area > 0}

    def area_km2(self, within: str | None = None) -> float:
        """Geodesic km² of the whole area asked about, whoever holds it."""
        return float(self.archive.cell_area_km2[self.archive.within(within)].sum())

    def unknown_km2(self, within: str | None = None) -> float:
        """Geodesic km² whose controller is not known on the day."""
        inside = self.archive.within(within) & (self.controller == UNKNOWN)
        return float(self.archive.cell_area_km2[inside].sum())

    def line_rows(self, within: str | None = None) -> np.ndarray:
        """Rows of ``archive.line`` that hold on the day and touch a cell of the area."""
        return self.archive.line.on(self.day.toordinal(), self.archive.within(within))

    def area_error_km2(self, within: str | None = None) -> float:
        """How far an area figure can be off: line error × length of the line on it.

        Every stretch counts that has a cell of the area on either side: those inside it, and
        those on its rim.

        It is what the areas would change by if the whole line of contact were off to one side by
        its error (``precision_m`` of each stretch): an upper bound, not a standard deviation.
        """
        return float(self.archive.line.error_km2[self.line_rows(within)].sum())

    def features(self, layer: str) -> tuple[Feature, ...]:
        """Features of one layer that hold on the day.

        Raises
        ------
        ChoiceError
            If the data set has no such layer.
        """
        features = self.archive.layer(layer)
        return tuple(features[i] for i in self.archive.held_rows(layer, self.day))

    def to_gdf(self, layer: str = "control_areas") -> GeoDataFrame:
        """The features of a layer that hold on the day; see ``frames.layer_frame``.

        Raises
        ------
        ChoiceError
            If the data set has no such layer.
        """
        from dashboard.archive.frames import layer_frame

        return layer_frame(self.features(layer), of=self.archive.layer(layer))

    def to_folium(self, language: str = "en", tiles: str | None = None) -> Map:
        """A folium map of the day, as the app shows it; ``save("map.html")`` writes one file.

        The file needs no network, unless ``tiles`` names online tiles (an xyzservices name such as
        ``OpenStreetMap.Mapnik``) to show instead of the base map that comes with the data.

        Raises
        ------
        ChoiceError
            If there is no such language.
        ValueError
            If xyzservices knows no such tiles.
        """
        from dashboard.archive import folium_map, map_content

        words = wording.load(language).of_seeds(self.archive.seeds)
        content = map_content.of_day(self.archive, words, self.day, self.held())
        return folium_map.draw(content, tiles)

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
