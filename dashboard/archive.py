"""Everything known, and the two questions asked of it: as of a day, and between two days.

``Archive`` is immutable and shared by all surfaces; ``as_of(day)`` gives a ``Snapshot``,
``between(a, b)`` a ``Change``. A number shown anywhere comes from one of the two, so the map,
the tables and the briefing cannot disagree.

Days are kept as proleptic ordinals in numpy columns, one row a spell of control, so a state is
one comparison of two columns: no geometry is touched to answer who held what.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np

from dashboard import store
from dashboard.errors import ChoiceError
from dashboard.records import Agreement, Event, Feature, Operation, Party, Place, Seeds, Source

OPEN_START, OPEN_END = 0, dt.date.max.toordinal()
UNKNOWN = -1


def _ordinals(features: Iterable[Feature]) -> tuple[np.ndarray, np.ndarray]:
    periods = [feature.period for feature in features]
    start = [p.valid_from.toordinal() if p.valid_from else OPEN_START for p in periods]
    end = [p.valid_to.toordinal() if p.valid_to else OPEN_END for p in periods]
    return np.array(start, dtype=np.int32), np.array(end, dtype=np.int32)


class Archive:
    """The data set: what was entered (``seeds``) and what was derived (``layers``).

    Parameters
    ----------
    seeds
        The entered records.
    layers
        Features by layer name, as ``store.read_layers`` gives them.
    catalog
        ``catalog.json``: file, sha256, count and period of each layer.
    """

    def __init__(
        self,
        seeds: Seeds,
        layers: Mapping[str, tuple[Feature, ...]],
        catalog: Mapping | None = None,
    ):
        self.seeds, self.catalog = seeds, MappingProxyType(dict(catalog or {}))
        self.layers = MappingProxyType(dict(layers))
        self.dataset = seeds.dataset
        self.first_day = seeds.dataset.series.first_day
        self.last_day = seeds.dataset.series.last_day
        self.parties: Mapping[str, Party] = _by_id(seeds.dataset.parties)
        self.agreements: Mapping[str, Agreement] = _by_id(
            sorted(seeds.agreements, key=lambda a: (a.signed_on.earliest, a.id))
        )
        self.sources: Mapping[str, Source] = _by_id(seeds.sources)
        self.places: Mapping[str, Place] = _by_id(seeds.places)
        self.events: Mapping[str, Event] = _by_id(seeds.events)
        self.operations: Mapping[str, Operation] = _by_id(seeds.operations)
        self._index_control(self.layers["control_areas"])
        self._index_line(self.layers["line_of_contact"])
        self._periods = {name: _ordinals(features) for name, features in self.layers.items()}

    @classmethod
    def load(cls, seeds: Path = Path("seeds"), geo: Path = Path("data/geo")) -> Archive:
        """Read entered records and derived layers.

        Raises
        ------
        SeedsError
            If the seeds cannot be used.
        GeoDataError
            If a layer is missing, malformed or not the one its catalog describes.
        """
        catalog, layers = store.read_layers(geo)
        return cls(store.load_seeds(seeds), layers, catalog)

    def _index_control(self, spells: tuple[Feature, ...]) -> None:
        self.spells = spells
        self._party_ids = tuple(self.parties)
        code = {party: i for i, party in enumerate(self._party_ids)}
        self.cells = tuple(dict.fromkeys(s.properties["place"] for s in spells))
        index = {place: i for i, place in enumerate(self.cells)}
        self._cell = np.array([index[s.properties["place"]] for s in spells], dtype=np.int32)
        self._code = np.array(
            [code.get(s.properties["controller"], UNKNOWN) for s in spells], dtype=np.int8
        )
        self._start, self._end = _ordinals(spells)
        self._area = np.zeros(len(self.cells))
        self._area[self._cell] = [s.properties["area_km2"] for s in spells]
        before = [s.properties.get("previous") for s in spells]
        changed = [
            s.period.valid_from
            for s, was in zip(spells, before, strict=True)
            if s.period.valid_from
            and s.period.valid_from > self.first_day
            and was != s.properties["controller"]
        ]
        self.change_days: tuple[dt.date, ...] = tuple(sorted(set(changed)))

    def _index_line(self, stretches: tuple[Feature, ...]) -> None:
        code = {party: i for i, party in enumerate(self._party_ids)}
        index = {place: i for i, place in enumerate(self.cells)}
        rows = [s.properties for s in stretches]
        self._sides = np.array(
            [[code[c] for c in p["controllers"]] for p in rows], dtype=np.int8
        ).reshape(-1, 2)
        self._sided = np.array(
            [[index[c] for c in p["places"]] for p in rows], dtype=np.int32
        ).reshape(-1, 2)
        self._line_start, self._line_end = _ordinals(stretches)
        self._line_error = np.array([p["length_km"] * p["precision_m"] / 1000 for p in rows])

    # --- asking ---------------------------------------------------------------------------

    def as_of(self, day: dt.date) -> Snapshot:
        """The state on ``day``; any day of the series.

        Raises
        ------
        ChoiceError
            If ``day`` lies outside the series: nothing is claimed there.
        """
        if not self.first_day <= day <= self.last_day:
            raise ChoiceError(
                f"{day} is outside the series; a day from {self.first_day} to "
                f"{self.last_day} is wanted"
            )
        ordinal = day.toordinal()
        rows = np.flatnonzero((self._start <= ordinal) & (ordinal < self._end))
        controller = np.full(len(self.cells), UNKNOWN, dtype=np.int8)
        controller[self._cell[rows]] = self._code[rows]
        return Snapshot(self, day, controller, rows)

    def between(self, a: dt.date, b: dt.date) -> Change:
        """What differs between the states on ``a`` and on ``b``, in that direction."""
        return Change(self, self.as_of(a), self.as_of(b))

    def within(self, area: str | None) -> np.ndarray:
        """Mask over ``cells`` of an area.

        Parameters
        ----------
        area
            ``None`` for the whole study area, the id of a pocket recipe, or
            ``governorate:CODE`` / ``district:CODE`` with the code the places carry.

        Raises
        ------
        ChoiceError
            If the data set has no such area.
        """
        if area is None:
            return np.ones(len(self.cells), dtype=bool)
        if area not in self._masks:
            raise ChoiceError(
                f"no area {area!r}; one of {', '.join(sorted(self._masks))} is wanted"
            )
        return self._masks[area]

    @cached_property
    def _masks(self) -> dict[str, np.ndarray]:
        masks: dict[str, np.ndarray] = {}
        for feature in self.all_features():
            if feature.properties.get("kind") == "pocket":
                inside = set(feature.properties["places"])
                masks[feature.id] = np.array([cell in inside for cell in self.cells])
        for level in ("governorate", "district"):
            codes = np.array([getattr(self.places[c], f"{level}_pcode") for c in self.cells])
            for value in sorted(set(codes) - {""}):
                masks[f"{level}:{value}"] = codes == value
        return masks

    def all_features(self) -> Iterable[Feature]:
        """Every feature of every layer."""
        for features in self.layers.values():
            yield from features

    def drawn_by(self, agreement: str) -> tuple[Feature, ...]:
        """Features a provision of ``agreement`` draws: those of the recipes it names."""
        recipes = {
            recipe
            for provision in self.agreements[agreement].provisions
            if provision.drawing
            for recipe in provision.drawing.recipes
        }
        return tuple(f for f in self.all_features() if f.properties.get("recipe") in recipes)

    # --- time -----------------------------------------------------------------------------

    def last_change(self, day: dt.date) -> dt.date | None:
        """The latest day up to ``day`` on which control changed; ``None`` before the first."""
        at = bisect.bisect_right(self.change_days, day)
        return self.change_days[at - 1] if at else None

    @property
    def reference_day(self) -> dt.date:
        """Day the reference agreement was signed: the one territory taken is counted from."""
        return self.agreements[self.dataset.reference_agreement].signed_on.earliest

    @cached_property
    def state_days(self) -> tuple[dt.date, ...]:
        """First day of the series and every day on which control changed after it."""
        return (self.first_day, *self.change_days)

    def area_series(self, within: str | None = None) -> dict[str, np.ndarray]:
        """Area by party after each of ``state_days``.

        Returns
        -------
        dict
            Party id → km², as long as ``state_days``; parties that never hold any are left out.
        """
        mask = self.within(within)
        columns = {party: np.zeros(len(self.state_days)) for party in self._party_ids}
        for i, day in enumerate(self.state_days):
            for party, area in self.as_of(day).area_by_party(mask=mask).items():
                columns[party][i] = area
        return {party: column for party, column in columns.items() if column.any()}


def _by_id(records: Iterable) -> Mapping:
    return MappingProxyType({record.id: record for record in records})


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state on one day.

    Attributes
    ----------
    controller
        One small integer a cell of ``archive.cells``: index into the parties, -1 for unknown.
    rows
        Which of ``archive.spells`` hold.
    """

    archive: Archive
    day: dt.date
    controller: np.ndarray
    rows: np.ndarray

    def area_by_party(
        self, within: str | None = None, *, mask: np.ndarray | None = None
    ) -> dict[str, float]:
        """Geodesic km² held by each party, largest dataset order first, zeros left out."""
        inside = self.archive.within(within) if mask is None else mask
        known = inside & (self.controller != UNKNOWN)
        totals = np.bincount(
            self.controller[known],
            weights=self.archive._area[known],
            minlength=len(self.archive._party_ids),
        )
        pairs = zip(self.archive._party_ids, totals.tolist(), strict=True)
        return {party: area for party, area in pairs if area > 0}

    def area_km2(self, within: str | None = None) -> float:
        """Geodesic km² of the whole area asked about, whoever holds it."""
        return float(self.archive._area[self.archive.within(within)].sum())

    def unknown_km2(self, within: str | None = None) -> float:
        """Geodesic km² whose controller is not known on the day."""
        inside = self.archive.within(within) & (self.controller == UNKNOWN)
        return float(self.archive._area[inside].sum())

    def _line(self, within: str | None) -> np.ndarray:
        """Rows of the line of contact that hold and touch a cell of the area."""
        ordinal = self.day.toordinal()
        archive = self.archive
        holds = (archive._line_start <= ordinal) & (ordinal < archive._line_end)
        return np.flatnonzero(holds & archive.within(within)[archive._sided].any(axis=1))

    def area_error_km2(self, within: str | None = None) -> float:
        """How far an area figure can be off: line error × length over the line inside the area.

        It is what the areas would change by if the whole line of contact were off to one side by
        its error (``precision_m`` of each stretch): an upper bound, not a standard deviation.
        """
        return float(self.archive._line_error[self._line(within)].sum())

    def features(self, layer: str) -> tuple[Feature, ...]:
        """Features of one layer that hold on the day."""
        start, end = self.archive._periods[layer]
        ordinal = self.day.toordinal()
        held = np.flatnonzero((start <= ordinal) & (ordinal < end))
        features = self.archive.layers[layer]
        return tuple(features[i] for i in held)

    def spell(self, place: str) -> Feature | None:
        """The spell of control a place is in, or ``None`` for a place without a cell."""
        held = self._spells.get(place)
        return held

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


@dataclass(frozen=True, eq=False)
class Change:
    """What differs between two states, ``a`` and ``b``; ``a`` need not be the earlier in time."""

    archive: Archive
    a: Snapshot
    b: Snapshot

    @cached_property
    def changed(self) -> np.ndarray:
        """Mask over ``archive.cells``: cells with different, known controllers."""
        before, after = self.a.controller, self.b.controller
        return (before != after) & (before != UNKNOWN) & (after != UNKNOWN)

    def flows(self, within: str | None = None) -> dict[tuple[str, str], float]:
        """km² by (from party, to party), zeros left out."""
        parties = self.archive._party_ids
        mask = self.changed & self.archive.within(within)
        pair = self.a.controller[mask].astype(int) * len(parties) + self.b.controller[mask]
        totals = np.bincount(pair, weights=self.archive._area[mask], minlength=len(parties) ** 2)
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
            for row in state._line(within):
                edge = tuple(self.archive._sided[row].tolist())
                if edge in edges:
                    edges.pop(edge)
                else:
                    edges[edge] = float(self.archive._line_error[row])
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
