"""Which published maps say who held a cell of published areas."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.archive import Archive
from dashboard.derive.published import maps_that_count
from dashboard.records import Feature, PublishedAreas


@dataclass(frozen=True, slots=True)
class ShownBy:
    """The maps of one spell of control, in time order, and the one before the first of them.

    ``is_redrawn``: by the first of them the boundary was only drawn anew.
    """

    maps: tuple[PublishedAreas, ...]
    before: PublishedAreas | None
    is_redrawn: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """What the maps were published in."""
        return tuple(dict.fromkeys(source for row in self.maps for source in row.sources))


def shown_by(archive: Archive, spell: Feature) -> ShownBy | None:
    """The maps of a spell; ``None`` where no published map says who held the cell."""
    if spell.properties["basis"] not in ("published_area", "redrawn"):
        return None
    listed, start = maps_that_count(archive.seeds), spell.period.valid_from or archive.first_day
    # the first map may be older than the series
    on = [max(row.day, archive.first_day) for row in listed]
    rows = [i for i, day in enumerate(on) if spell.period.contains(day)]
    before = listed[rows[0] - 1] if rows and rows[0] and start > archive.first_day else None
    return ShownBy(tuple(listed[i] for i in rows), before, spell.properties["basis"] == "redrawn")
