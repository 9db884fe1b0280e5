"""An archive and the questions asked of it: as of a day, and between two days."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np

from dashboard.archive.change import Change
from dashboard.archive.data import ArchiveData
from dashboard.archive.describe import party_table
from dashboard.archive.snapshot import Snapshot
from dashboard.errors import ChoiceError

if TYPE_CHECKING:  # slow to import, and most programs never ask for a frame
    from geopandas import GeoDataFrame


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
            {str(state.day): state.area_error_km2() for state in ends},
        )

    def _summary(self) -> str:
        days = f"{self.first_day} to {self.last_day}"
        return f"{len(self.places):,} places, {days}, {len(self.parties)} parties"

    def as_of(self, day: dt.date | str) -> Snapshot:
        """The state on ``day``, a date or its text ``YYYY-MM-DD``; any day of the series.

        Raises
        ------
        ChoiceError
            If ``day`` is no day, or lies outside the series: nothing is claimed there.
        """
        day = _day(day)
        if not self.first_day <= day <= self.last_day:
            raise ChoiceError(
                f"{day} is outside the series; a day from {self.first_day} to "
                f"{self.last_day} is wanted"
            )
        rows, controller = self._control.on(day.toordinal())
        return Snapshot(self, day, controller, rows)

    def between(self, a: dt.date | str, b: dt.date | str) -> Change:
        """What changed from the earlier to the later of two days, whichever is named first.

        Raises
        ------
        ChoiceError
            As ``as_of``.
        """
        earlier, later = sorted((self.as_of(a), self.as_of(b)), key=lambda state: state.day)
        return Change(self, earlier, later)

    def area_series(self, within: str | None = None) -> dict[str, np.ndarray]:
        """Area by party after each of ``state_days``.

        Returns
        -------
        dict
            Party id → km², as long as ``state_days``; parties that never hold any are left out.
        """
        mask = self.within(within)
        columns = {party: np.zeros(len(self.state_days)) for party in self.party_ids}
        for i, day in enumerate(self.state_days):
            for party, area in self.as_of(day).area_by_party(mask=mask).items():
                columns[party][i] = area
        return {party: column for party, column in columns.items() if column.any()}

    def to_gdf(self, layer: str = "control_areas") -> GeoDataFrame:
        """Every feature of a layer, in all its periods; see ``frames.layer_frame``.

        Raises
        ------
        ChoiceError
            If the data set has no such layer.
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
