"""What an archive holds: what was entered, what was derived, and control as columns."""

from __future__ import annotations

import bisect
import datetime as dt
import hashlib
import sysconfig
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, Protocol, Self, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard import store
from dashboard.archive.columns import (
    UNKNOWN,
    Codes,
    ControlColumns,
    Km2,
    LineColumns,
    Mask,
    Numbers,
    Shares,
    ordinals,
)
from dashboard.derive.area_statements import changes
from dashboard.derive.grid import AREA_DECIMALS, metric, to_metric
from dashboard.derive.published import with_cells_of
from dashboard.derive.shares import shares
from dashboard.errors import ChoiceError, DashboardError, GeoDataError, StaleLayersError
from dashboard.records import (
    Agreement,
    AreaCell,
    Event,
    Feature,
    LayerText,
    Operation,
    Party,
    Place,
    Post,
    Recipe,
    Seeds,
    Source,
)

_CHECKOUT = Path(__file__).parents[2]
_INSTALLED = Path(sysconfig.get_path("data"), "share", "conflict-map")
#: The data directory that comes with the program: beside it, or where a wheel puts its data.
BUNDLED_DATA = _CHECKOUT if (_CHECKOUT / "seeds").is_dir() else _INSTALLED

#: How often reading starts again if a build or an editor writes meanwhile.
_TRIES = 5
#: So many unknown places and parties of stale layers are named.
_NAMED = 5


def _read_together(
    geo: Path, entered: Path
) -> tuple[dict[str, Any], dict[str, tuple[Feature, ...]], Seeds]:
    """The catalog, the layers and the seeds of one moment: read again if a file changed meanwhile.

    Raises ``GeoDataError`` if a layer cannot be read, or the files never stood still.
    """
    for _ in range(_TRIES):
        before = store.layers_version(geo), store.seeds_sha256(entered)
        try:
            catalog, layers = store.read_layers(geo)
            seeds = store.load_seeds(entered)
        except DashboardError:
            if before == (store.layers_version(geo), store.seeds_sha256(entered)):
                raise
            continue
        if before == (store.layers_version(geo), store.seeds_sha256(entered)):
            return catalog, layers, seeds
    raise GeoDataError(f"{geo}: it changes while it is read; try again when the build is done")


def _of_known_recipes(
    layers: Mapping[str, tuple[Feature, ...]], seeds: Seeds
) -> dict[str, tuple[Feature, ...]]:
    """Layers without what was drawn by recipes that the seeds no longer have."""
    known = {None, *(recipe.id for recipe in seeds.dataset.recipes)}
    return {
        name: tuple(f for f in features if f.properties.get("recipe") in known)
        for name, features in layers.items()
    }


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Identified = TypeVar("_Identified", bound=_HasId)


class ArchiveData:
    """A data set: what was entered (``seeds``) and what was derived (``layers``).

    ``Archive`` is this with the questions asked of it; a ``Snapshot`` or a ``Change`` is an answer,
    made from the data alone.

    Parameters
    ----------
    seeds
        The entered records.
    layers
        Features by layer name, as ``store.read_layers`` gives them. Kept as given and not gone
        through here but for control: a mapping may make a layer when it is first asked for.
    catalog
        ``catalog.json``: file, sha256, count and period of each layer.
    root
        The data directory all of it was read from; ``None`` if it was not.
    control
        The features of the control layer as columns, where these are known already.
    original
        The archive whose cells and agreed areas these are too, with other histories; itself if
        there is no other. What depends on the cells alone is made once, there.

    Attributes
    ----------
    entered
        The seeds as given. ``seeds`` have places, baseline and events of cells of published areas
        too.
    party_ids
        The parties in the dataset's order; an array of controllers holds indices into it.
    state_days
        First day of the series and every later one on which the map differs from the day before.
    change_days
        Those of them on which control is known to have changed: not only a boundary drawn anew.
    cache
        Results of functions of this archive, for ``per_archive`` alone.
    """

    def __init__(
        self,
        seeds: Seeds,
        layers: Mapping[str, tuple[Feature, ...]],
        catalog: Mapping[str, Any] | None = None,
        root: Path | None = None,
        control: ControlColumns | None = None,
        original: Self | None = None,
    ):
        self.root, self.entered = root, seeds
        self.original = self if original is None else original
        self.layers, self.catalog = MappingProxyType(layers), MappingProxyType(dict(catalog or {}))
        self.dataset = seeds.dataset
        self.first_day = seeds.dataset.series.first_day
        self.last_day = seeds.dataset.series.last_day
        self.parties: Mapping[str, Party] = _by_id(seeds.dataset.parties)
        self.agreements: Mapping[str, Agreement] = _by_id(
            sorted(seeds.agreements, key=lambda a: (a.signed_on.earliest, a.id))
        )
        self.sources: Mapping[str, Source] = _by_id(seeds.sources)
        self.operations: Mapping[str, Operation] = _by_id(seeds.operations)
        self.posts: Mapping[str, Post] = _by_id(seeds.posts)
        self.recipes: Mapping[str, Recipe] = _by_id(seeds.dataset.recipes)
        self.party_ids = tuple(self.parties)
        self._contested = np.flatnonzero(np.isin(self.party_ids, list(self.dataset.contested)))
        self.control = control or ControlColumns.of(self.spells, self.party_ids)
        self.state_days = (self.first_day, *self.control.change_days(self.first_day))
        self.change_days = self.control.change_days(self.first_day, on_ground=True)
        self.cache: dict[Callable[..., Any], Callable[..., Any]] = {}
        self._periods: dict[str, tuple[Numbers, Numbers]] = {}
        self._shares: dict[str | None, Shares] = (
            original._shares if original else {None: _shared(np.ones(len(self.cells)))}
        )

    @classmethod
    def load(cls, path: str | Path | None = None, *, allow_stale: bool = False) -> Self:
        """Read a data directory: entered records in ``seeds``, derived layers in ``data/geo``.

        Parameters
        ----------
        path
            The directory; the data that comes with the program if left out.
        allow_stale
            Go on although the seeds were edited after the layers were built.

        Raises
        ------
        DashboardError
            If ``path`` is no data directory.
        SeedsError
            If the seeds cannot be used.
        GeoDataError
            If a layer is missing, malformed, of another data set or not as its catalog describes.
        StaleLayersError
            If the layers were built from other seeds, unless ``allow_stale``; and even so if their
            control names places or parties that the seeds do not have.
        """
        root = BUNDLED_DATA if path is None else Path(path)
        geo = root / "data" / "geo"
        if not (root / "seeds").is_dir():
            raise DashboardError(
                f"{root}: no data directory; a folder that holds seeds/ and data/geo/ is wanted"
            )
        catalog, layers, seeds = _read_together(geo, root / "seeds")
        if foreign := store.foreign_layers(catalog, seeds.dataset.id, str(geo)):
            raise GeoDataError(f"{foreign.where}: {foreign.what}; {foreign.wanted}")
        stale = store.stale_layers(catalog, seeds.sha256, str(geo))
        if stale and not allow_stale:
            wanted = f"{stale.wanted}, or allow stale layers to go on as they are"
            raise StaleLayersError(f"{stale.where}: {stale.what}; {wanted}")
        if stale:
            layers = _of_known_recipes(layers, seeds)
        archive = cls(seeds, layers, catalog, root.resolve())
        if stale and (unknown := archive._unknown_in_control()):
            named = ", ".join(unknown[:_NAMED])
            what = f"{stale.what}, which have no {named}"
            raise StaleLayersError(f"{stale.where}: {what}; {stale.wanted}")
        return archive

    def _unknown_in_control(self) -> list[str]:
        """Places and parties that the control layer names and the seeds do not have."""
        parties = {spell.properties["controller"] for spell in self.spells} - {None}
        known = self.places.keys() | self.parties.keys()
        return sorted({*self.cells, *parties} - known)

    @property
    def spells(self) -> tuple[Feature, ...]:
        """The features of the control layer: a cell while one party holds it."""
        return self.layers["control_areas"]

    @cached_property
    def seeds(self) -> Seeds:
        """What was entered, and the same of each cell of published areas as if it had been."""
        known = not self.entered.published_areas
        return self.entered if known else with_cells_of(self.entered, self.spells)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The places and the cells of published areas, by id."""
        return _by_id(self.seeds.places)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Every change of control, by id."""
        return _by_id(changes(self.seeds))

    @cached_property
    def version(self) -> str:
        """What tells its layers from those of another build: twelve digits of a hash."""
        return hashlib.sha256(store.catalog_text(dict(self.catalog)).encode()).hexdigest()[:12]

    def without_contested(self, controller: Codes) -> Codes:
        """Codes of controllers with ``UNKNOWN`` for contested land: no gain or loss of anybody."""
        return np.where(np.isin(controller, self._contested), np.int8(UNKNOWN), controller)

    # --- cells ----------------------------------------------------------------------------

    @property
    def gazetteer(self) -> tuple[Place, ...]:
        """The places that were entered, in file order: those that have a name of their own."""
        return tuple(p for p in self.places.values() if not isinstance(p, AreaCell))

    @property
    def cells(self) -> tuple[str, ...]:
        """Place ids, one a cell: the order of every array and mask over cells."""
        return self.control.cells

    @property
    def cell_area_km2(self) -> Km2:
        """Geodesic km² of each of ``cells``."""
        return self.control.km2

    @property
    def cell_polygons(self) -> np.ndarray:
        """The polygon of each of ``cells``, in EPSG:4326."""
        return self.control.polygons

    @cached_property
    def of_areas(self) -> Mask:
        """Which of ``cells`` are faces of published areas."""
        named = {place.id for place in self.entered.places if not isinstance(place, AreaCell)}
        return _shared(np.array([cell not in named for cell in self.cells], dtype=bool))

    @cached_property
    def cells_m(self) -> shapely.STRtree:
        """The polygon of each of ``cells`` in the measuring CRS, in metres."""
        if self.original is not self:
            return self.original.cells_m
        to_m = metric(self.dataset.measuring_crs)
        return shapely.STRtree(to_metric(self.cell_polygons, to_m))

    @cached_property
    def spells_of(self) -> Mapping[str, Sequence[Feature]]:
        """The spells of control of each of ``cells``, by place id and in the order of the layer."""
        found: dict[str, list[Feature]] = {cell: [] for cell in self.cells}
        for spell in self.spells:
            found[spell.properties["place"]].append(spell)
        return MappingProxyType(found)

    @cached_property
    def line(self) -> LineColumns:
        """The line of contact as columns, one row a stretch."""
        return LineColumns.of(self.layers["line_of_contact"], self.cells, self.party_ids)

    # --- parts ----------------------------------------------------------------------------

    def within(self, area: str | None) -> Mask:
        """Mask over ``cells`` of those that have land in an area.

        ``area``: ``None`` for the whole study area, the id of a recipe that draws land, or
        ``LEVEL:CODE`` for an administrative unit, with the code the places carry.

        Raises ``ChoiceError`` if the data set has no such area.
        """
        return _shared(self.share_within(area) > 0)

    def share_within(self, area: str | None) -> Shares:
        """Share of each of ``cells`` that lies in an area, from 0 to 1; see ``within``.

        Units and pockets are made of whole cells; what else is drawn has parts of those it cuts.
        """
        if area not in self._shares:
            if area not in self.areas:
                known = ", ".join(self.areas)
                known = f"one of {known}" if known else "no area, for all of it,"
                raise ChoiceError(f"no area {area!r}; {known} is wanted")
            self._shares[area] = _shared(self._share_within(area))
        return self._shares[area]

    def _share_within(self, area: str) -> Shares:
        if area in self._members:
            whole = np.zeros(len(self.cells))
            whole[self._members[area]] = 1
            return whole
        outline_m = to_metric(self.outline(area), metric(self.dataset.measuring_crs))
        return shares(self.cells_m, outline_m)

    def km2_within(self, area: str | None) -> Km2:
        """Geodesic km² that each of ``cells`` has in an area: every figure of it is a sum of these.

        See ``within``.
        """
        return _shared((self.cell_area_km2 * self.share_within(area)).round(AREA_DECIMALS))

    def places_within(self, area: str | None) -> frozenset[str]:
        """Ids of the places whose cells ``within`` has in an area."""
        return frozenset(np.array(self.cells, dtype=object)[self.within(area)])

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Names of the areas ``within`` knows, in alphabetical order."""
        return tuple(sorted({*self._members, *self.dataset.agreed_areas}))

    @property
    def areas_of_cells(self) -> tuple[str, ...]:
        """Those of ``areas`` that are made of whole cells: units and pockets."""
        return tuple(area for area in self.areas if area in self._members)

    def land_of(self, recipe: str) -> tuple[Feature, ...]:
        """The areas a recipe draws, on whatever days they are in force."""
        return tuple(f for f in self.drawn.get(recipe, ()) if "area_km2" in f.properties)

    def layer(self, name: str) -> tuple[Feature, ...]:
        """Every feature of a layer.

        Raises ``ChoiceError`` if the data set has no such layer.
        """
        if name not in self.layers:
            raise ChoiceError(
                f"no layer {name!r}; one of {', '.join(sorted(self.layers))} is wanted"
            )
        return self.layers[name]

    def held_rows(self, layer: str, day: dt.date) -> Numbers:
        """Which features of ``layers[layer]`` hold on ``day``, as indices."""
        if layer not in self._periods:
            self._periods[layer] = ordinals(self.layers[layer])
        start, end = self._periods[layer]
        ordinal = day.toordinal()
        return np.flatnonzero((start <= ordinal) & (ordinal < end))

    @cached_property
    def _members(self) -> Mapping[str, Sequence[int]]:
        """The cells of each area that is made of whole ones, as indices into ``cells``."""
        number = {cell: i for i, cell in enumerate(self.cells)}
        members: dict[str, list[int]] = defaultdict(list)
        for recipe in self.dataset.recipes:
            if recipe.kind == "pocket":
                places = (p for f in self.land_of(recipe.id) for p in f.properties["places"])
                members[recipe.id] = [number[place] for place in places if place in number]
        for cell, i in number.items():
            for level in self.dataset.level_ids:
                if code := self.places[cell].unit(level)[1]:
                    members[f"{level}:{code}"].append(i)
        return members

    def all_features(self) -> Iterable[Feature]:
        """Every feature of every layer."""
        for features in self.layers.values():
            yield from features

    @cached_property
    def headline_zone(self) -> BaseGeometry | None:
        """The land the headline figures are about; ``None`` for the whole study area."""
        zone = self.dataset.headline_zone
        return None if zone is None else self.outline(zone)

    def outline(self, area: str) -> BaseGeometry:
        """The land of an area; see ``within``."""
        if area in self.recipes:
            return shapely.union_all([feature.geometry for feature in self.land_of(area)])
        return shapely.coverage_union_all(self.cell_polygons[self.within(area)])

    @property
    def opening_bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what maps open on: the headline zone or the study area."""
        zone = self.headline_zone
        west, south, east, north = zone.bounds if zone else self.dataset.study_area.bbox
        return west, south, east, north

    @cached_property
    def data_layers(self) -> Mapping[str, tuple[Feature, ...]]:
        """The layers that say where something is and when: all but the relief, a picture."""
        pictures = {layer.name for layer in self.dataset.layers if layer.style == "relief"}
        return {name: found for name, found in self.layers.items() if name not in pictures}

    @cached_property
    def switchable_layers(self) -> tuple[LayerText, ...]:
        """The layers a reader can switch: those that have a feature, but for the base map."""
        return tuple(
            layer
            for layer in self.dataset.layers
            if layer.style != "basemap" and self.layers.get(layer.name)
        )

    def refuse_closed(self, layers: Collection[str], made: str) -> None:
        """Refuse layers whose licence does not let their geometry be handed on in what is made.

        Raises ``ChoiceError`` if that of one of them does not.
        """
        closed = {row.id: row for row in self.seeds.licences if not row.geometry_may_be_shipped}
        for layer in (layer for layer in self.dataset.layers if layer.name in layers):
            for licence in (closed[i] for i in self.layer_licences[layer.name] if i in closed):
                raise ChoiceError(
                    f"layer {layer.name} is under {licence.id} ({licence.terms}), which does not "
                    f"allow its geometry to be passed on: leave it out of the {made}; the app "
                    "can show it on this machine",
                    "layer_closed",
                    layer=layer.title,
                    licence=licence.id,
                )

    @cached_property
    def layer_licences(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the licences of each layer, by its name; see ``Seeds.licences_of``."""
        return {
            layer.name: self.seeds.licences_of(layer, self.layers.get(layer.name, ()))
            for layer in self.dataset.layers
        }

    @cached_property
    def layer_styles(self) -> Mapping[str, str]:
        """The style of each layer, by its name."""
        return {layer.name: layer.style for layer in self.dataset.layers}

    def drawn_by(self, agreement: str) -> tuple[Feature, ...]:
        """Features a provision of ``agreement`` draws: those of the recipes it names."""
        draws = self.agreements[agreement].draws
        return tuple(f for recipe in self.drawn if recipe in draws for f in self.drawn[recipe])

    @cached_property
    def drawn(self) -> Mapping[str, tuple[Feature, ...]]:
        """The features of each recipe that has any, on whatever days, by its id."""
        found: dict[str, list[Feature]] = defaultdict(list)
        layers = {recipe.layer for recipe in self.dataset.recipes}
        for feature in (f for name in self.layers if name in layers for f in self.layers[name]):
            if recipe := feature.properties.get("recipe"):
                found[recipe].append(feature)
        return MappingProxyType({recipe: tuple(features) for recipe, features in found.items()})

    # --- time -----------------------------------------------------------------------------

    def last_change(self, day: dt.date) -> dt.date | None:
        """The latest day up to ``day`` on which control changed; ``None`` before the first."""
        at = bisect.bisect_right(self.change_days, day)
        return self.change_days[at - 1] if at else None

    @property
    def reference(self) -> Agreement | None:
        """The agreement land taken is counted from; ``None`` where the data set names none."""
        return self.agreements.get(self.dataset.reference_agreement or "")

    @property
    def reference_day(self) -> dt.date:
        """Day land taken is counted from: the reference was signed, else the series begins."""
        return self.reference.signed_on.earliest if self.reference else self.first_day


def _shared(array: np.ndarray) -> np.ndarray:
    """An array that every session of the app may read, and none write."""
    array.setflags(write=False)
    return array


def _by_id(records: Iterable[_Identified]) -> Mapping[str, _Identified]:
    return MappingProxyType({record.id: record for record in records})


# --- results that are kept ---------------------------------------------------------------------

#: How many results of one function an archive keeps; the least recently used goes first.
_MOST_RESULTS = 64

_Arguments = ParamSpec("_Arguments")
_Archive = TypeVar("_Archive", bound=ArchiveData)
_Result = TypeVar("_Result")


def per_archive(
    function: Callable[Concatenate[_Archive, _Arguments], _Result],
) -> Callable[Concatenate[_Archive, _Arguments], _Result]:
    """Make a function of an archive remember its results, in the archive itself.

    ``functools.lru_cache`` would keep every archive it was ever asked about alive; results kept
    here are freed with their archive. Arguments after the archive must be hashable. Results are
    shared by all callers and must not be changed. Two threads that ask at the same moment may
    both compute; no lock is held meanwhile, so a slow result never delays a quick one.
    """

    @wraps(function)
    def remembered(
        archive: _Archive, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        results: Callable[..., _Result] | None = archive.cache.get(function)
        if results is None:
            made = lru_cache(_MOST_RESULTS)(partial(function, archive))
            results = archive.cache.setdefault(function, made)
        return results(*args, **kwargs)

    return remembered
