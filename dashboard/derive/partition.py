"""Turns dated areas into faces with histories: the partition of the land by all their outlines.

A face is land that no outline of any day cuts, on a grid; each has one holder a day. Faces that
were held alike on every day and have an edge in common are one. What is narrower than the outlines
can be trusted goes to the neighbour it has the longest edge with.

Everything here is in metres, in the measuring CRS of the data set. The outlines are rounded to the
grid and noded there; who holds a face is asked of the areas as they were published, at a point
inside it, so that a day's areas stay what they were but for the rounding of their rims.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.cache import Cache, no_cache
from dashboard.derive.grid import distinct, ends_of, packed, shared_pieces, unpacked
from dashboard.derive.squares import faces_of
from dashboard.records import AreaRules

#: Outlines as published are compared in steps of so many metres.
_PUBLISHED_M = 0.01


@dataclass(frozen=True, slots=True)
class DatedAreas:
    """Who held what on a day, as one publisher drew it: valid polygons by party, in metres.

    ``version`` is equal only for equal areas; if it is empty nothing made of them is cached.
    ``areas`` returns them: it is called only if something is not cached.
    """

    day: dt.date
    areas: Callable[[], Mapping[str, BaseGeometry]]
    version: str = ""


@dataclass(frozen=True, eq=False)
class Partition:
    """Faces that cover the outline without gap or overlap, each with its holder on every day."""

    #: The N days of the areas, in order.
    days: tuple[dt.date, ...]
    #: Who can hold a face; ``holders`` has indices into it. The last one is who holds what no area
    #: covers.
    parties: tuple[str, ...]
    #: M polygons in metres, every vertex on the grid, common edges with the same vertices.
    faces: np.ndarray
    #: Small integers, (M, N).
    holders: np.ndarray
    #: Whether a face changed hands on a day because a boundary was drawn anew, (M, N).
    redrawn: np.ndarray

    def areas_km2(self) -> np.ndarray:
        """Planar km² of each party on each day: (N, parties)."""
        km2 = shapely.area(self.faces) / 1e6
        held = [np.where(self.holders == i, km2[:, None], 0.0) for i in range(len(self.parties))]
        return np.stack([each.sum(axis=0) for each in held], axis=1)


def partition(
    snapshots: Iterable[DatedAreas],
    outline: BaseGeometry,
    parties: Sequence[str],
    rules: AreaRules,
    cache: Cache = no_cache,
) -> Partition:
    """The faces of dated areas within an outline.

    ``snapshots``: one a day, in any order.
    ``outline``: the land to divide, in metres; its rim is rounded to the grid with the areas'.
    ``parties``: who can hold land. Where areas of a day overlap, the party named first holds it;
    the last holds what no area covers.
    ``rules``: the grid and the widths.
    ``cache``: of what was made of some of these areas before: the pieces of outline that
    differ from one day to the next, the faces of a square of the land, and some faces as one.

    The faces come west to east by a point inside them; they depend neither on the order of the
    snapshots nor on what was cached.

    Raises ``ValueError`` if there is no snapshot, two are of one day, or a party is not among
    ``parties``.
    """
    dated = sorted(snapshots, key=lambda each: each.day)
    _require_one_a_day(dated)
    published = _Outlines(dated, parties[:-1], cache)
    faces, inner = _faces(published.pieces, outline, rules.grid_m, cache)
    holders = published.holders(inner)
    joined, kept = _joined(_Mesh.of(faces, rules.grid_m, cache), holders, rules.sliver_m)
    holders = holders[kept]
    redrawn = _redrawn(joined, holders, rules)
    days = tuple(each.day for each in dated)
    return Partition(days, tuple(parties), joined.faces, holders, redrawn)


def _require_one_a_day(dated: Sequence[DatedAreas]) -> None:
    if not dated:
        raise ValueError("no areas; wanted those of at least one day")
    for one, other in itertools.pairwise(dated):
        if one.day == other.day:
            raise ValueError(f"areas of {one.day} twice; wanted one set a day")


# --- outlines as straight pieces ----------------------------------------------------------------


def _packed(ends: np.ndarray, step: float) -> np.ndarray:
    """Straight pieces that have a length, packed."""
    pairs = packed(ends, step)
    kept: np.ndarray = pairs[pairs[:, 0] != pairs[:, 1]]
    return kept


def _odd(pairs: np.ndarray) -> np.ndarray:
    """The pairs that occur an odd number of times: a line drawn there and back encloses nothing."""
    once, number = distinct(pairs)
    odd: np.ndarray = once[np.bincount(number, minlength=len(once)) % 2 == 1]
    return odd


class _Outlines:
    """The outlines of all areas, and who holds a point on each day.

    An area covers a point if an odd number of pieces of its outline lies east of the point. From
    one day to the next only the pieces that are new or gone can change that, so that only these are
    kept, and a year of nearly equal areas costs little more than one.

    ``pieces``: the distinct pieces of all outlines.
    """

    def __init__(self, dated: Sequence[DatedAreas], parties: Sequence[str], cache: Cache):
        drawn = (_Drawn(each, parties) for each in (None, *dated))
        by_day = [_changes(was, now, cache) for was, now in itertools.pairwise(drawn)]
        changes = [change for of_party in zip(*by_day, strict=True) for change in of_party]
        self.shape = (len(parties), len(dated))
        pieces, number = distinct(np.vstack(changes))
        self.pieces = unpacked(pieces, _PUBLISHED_M)
        self._changes = np.split(number, np.cumsum([len(each) for each in changes])[:-1])

    def holders(self, points: np.ndarray) -> np.ndarray:
        """For M points the holder on each of N days: the first party that covers it, or none."""
        east = _PiecesEast(self.pieces, shapely.get_coordinates(points))
        parties, days = self.shape
        holders = np.full((len(points), days), parties, dtype=np.int8)
        for party in reversed(range(parties)):
            changes = self._changes[party * days : (party + 1) * days]
            holders[east.odd_by_day(changes)] = party
        return holders


class _Drawn:
    """The outlines of one day: for each party their packed pieces."""

    def __init__(self, dated: DatedAreas | None, parties: Sequence[str]):
        self.version = dated.version if dated else "none"
        self._areas = dated.areas if dated else dict
        self.parties = parties

    @cached_property
    def pieces(self) -> list[np.ndarray]:
        areas = self._areas()
        if unknown := sorted(areas.keys() - set(self.parties)):
            raise ValueError(f"areas of {', '.join(unknown)}; wanted {', '.join(self.parties)}")
        rings = (shapely.get_rings(shapely.get_parts(areas.get(p))) for p in self.parties)
        return [_odd(_packed(ends_of(each), _PUBLISHED_M)) for each in rings]


def _changes(was: _Drawn, now: _Drawn, cache: Cache) -> list[np.ndarray]:
    """For each party the packed pieces of outline that are new or gone from one day to the next."""

    def made() -> bytes:
        changes = [_odd(np.vstack(pair)) for pair in zip(was.pieces, now.pieces, strict=True)]
        counts = np.array([len(each) for each in changes])
        return np.concatenate([counts, np.vstack(changes).ravel()]).tobytes()

    inputs = [text.encode() for text in ("outlines", *now.parties, was.version, now.version)]
    cached = cache(inputs, made) if was.version and now.version else made()
    numbers = np.frombuffer(cached, dtype=np.int64)
    counts, pairs = np.split(numbers, [len(now.parties)])
    return np.split(pairs.reshape(-1, 2), np.cumsum(counts)[:-1])


class _PiecesEast:
    """Which points have a piece east of them, at the same height: made once for all pieces."""

    def __init__(self, pieces: np.ndarray, points: np.ndarray):
        self._points = len(points)
        north = np.argsort(points[:, 1], kind="stable")
        heights = points[north, 1]
        y1, y2 = np.sort(pieces[:, 1::2], axis=1).T
        first, beyond = np.searchsorted(heights, y1), np.searchsorted(heights, y2)
        rows, piece = _ranges(first, beyond)
        point = north[rows]
        ax, ay, bx, by = pieces[piece].T
        x, y = points[point].T
        east = ax + (y - ay) * (bx - ax) / (by - ay) > x
        self._point = point[east]
        self._start = np.concatenate(
            [[0], np.cumsum(np.bincount(piece[east], minlength=len(pieces)))]
        )

    def odd_by_day(self, changes: Sequence[np.ndarray]) -> np.ndarray:
        """Mask over points and days: whether an odd number of pieces lies east, of all that were
        new or gone up to a day."""
        pieces, days = np.concatenate(changes), len(changes)
        rows, change = _ranges(self._start[pieces], self._start[pieces + 1])
        day = np.repeat(np.arange(days), [len(each) for each in changes])[change]
        at, count = np.unique(self._point[rows] * days + day, return_counts=True)
        odd = np.zeros((self._points, days), dtype=bool)
        odd.ravel()[at[count % 2 == 1]] = True
        return np.logical_xor.accumulate(odd, axis=1, out=odd)


# --- faces --------------------------------------------------------------------------------------


def _faces(
    pieces: np.ndarray, outline: BaseGeometry, grid_m: float, cache: Cache
) -> tuple[np.ndarray, np.ndarray]:
    """Every face of the noded outlines that lies inside ``outline``, and a point in each."""
    rim = ends_of(shapely.get_rings(shapely.get_parts(outline)))
    rounded, _ = distinct(_packed(np.vstack([rim, pieces]), grid_m))
    faces = faces_of(unpacked(rounded, grid_m), outline, grid_m, cache)
    inner = shapely.point_on_surface(faces)
    inside = np.flatnonzero(shapely.contains_properly(outline, inner))
    ordered = inside[_west_to_east(inner[inside])]
    return faces[ordered], inner[ordered]


def _west_to_east(points: np.ndarray) -> np.ndarray:
    """The order of points."""
    x, y = shapely.get_coordinates(points).T
    return np.lexsort((y, x))


class _Mesh:
    """Faces, and the edges any two of them have in common; what it makes of some is cached."""

    def __init__(self, faces: np.ndarray, pairs: np.ndarray, length_m: np.ndarray, cache: Cache):
        self._cache = cache
        self._wkb: np.ndarray = shapely.to_wkb(faces)
        self.faces, self.pairs, self.length_m = faces, pairs, length_m
        self.area = shapely.area(faces)
        self.perimeter = shapely.length(faces)

    @classmethod
    def of(cls, faces: np.ndarray, grid_m: float, cache: Cache) -> _Mesh:
        """The mesh of faces with the same vertices on common edges, all of them on the grid."""
        ends, sides, _ = shared_pieces(faces, grid_m)
        ax, ay, bx, by = ends.T
        return cls(faces, *_summed(sides, np.hypot(bx - ax, by - ay)), cache)

    def joined(self, groups: Sequence[np.ndarray], unions: np.ndarray) -> _Mesh:
        """The mesh of ``unions``, the faces of each group as one."""
        number = np.empty(len(self.faces), dtype=int)
        number[np.concatenate(groups)] = np.repeat(np.arange(len(groups)), [*map(len, groups)])
        pairs, length_m = _summed(number[self.pairs], self.length_m)
        differ = pairs[:, 0] != pairs[:, 1]
        return _Mesh(unions, pairs[differ], length_m[differ], self._cache)

    def groups(self, alike: np.ndarray) -> np.ndarray:
        """A number for each face, the same for two that edges between faces alike connect."""
        return _components(
            len(self.faces), self.pairs[alike[self.pairs[:, 0]] == alike[self.pairs[:, 1]]]
        )

    def unions(self, groups: Sequence[np.ndarray]) -> np.ndarray:
        """The faces of each group as one polygon, every vertex of its outline kept."""
        unions = self.faces[[faces[0] for faces in groups]]
        several = [number for number, faces in enumerate(groups) if len(faces) > 1]

        def made(asked: Sequence[int]) -> Sequence[bytes]:
            wkb: Sequence[bytes] = shapely.to_wkb([self._union(groups[several[i]]) for i in asked])
            return wkb

        inputs = [self._of(groups[number]) for number in several]
        unions[several] = shapely.from_wkb(self._cache.each("union", inputs, made))
        return unions

    def are_narrow(self, groups: Sequence[np.ndarray], width_m: float) -> np.ndarray:
        """Whether no circle of the width fits into the faces of each group as one."""

        def made(asked: Sequence[int]) -> Sequence[bytes]:
            narrow = is_narrow([self._union(groups[i]) for i in asked], width_m)
            return [each.tobytes() for each in narrow]

        inputs = [self._of(faces) for faces in groups]
        narrow = b"".join(self._cache.each(f"narrow {width_m}", inputs, made))
        return np.frombuffer(narrow, dtype=bool)

    def _of(self, faces: np.ndarray) -> bytes:
        return b"".join(self._wkb[faces])

    def _union(self, faces: np.ndarray) -> BaseGeometry:
        return shapely.coverage_union_all(self.faces[faces])


def _summed(pairs: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each pair once, its lesser number first, with the sum of its lengths."""
    once, number = distinct(np.sort(pairs, axis=1))
    return once, np.bincount(number, weights=lengths, minlength=len(once))


def _components(count: int, pairs: np.ndarray) -> np.ndarray:
    """Numbers from 0 for ``count`` nodes, the same for all that ``pairs`` connect."""
    least = np.arange(count)
    while True:
        before = least.copy()
        np.minimum.at(least, before[pairs], before[pairs].min(axis=1)[:, None])
        while (least != (jumped := least[least])).any():
            least = jumped
        if (least == before).all():
            return np.unique(least, return_inverse=True)[1]


# --- slivers and redrawn boundaries -------------------------------------------------------------


def _joined(mesh: _Mesh, holders: np.ndarray, sliver_m: float) -> tuple[_Mesh, np.ndarray]:
    """Faces with one history as one polygon each, slivers joined to a neighbour.

    Returns the polygons in the order of a point inside them, and for each a face that has its
    history.
    """
    first: dict[bytes, int] = {}
    history = np.array([first.setdefault(row.tobytes(), i) for i, row in enumerate(holders)])
    known: dict[bytes, bool] = {}
    while True:
        group = mesh.groups(history)
        members = _members(group)
        narrow = _narrow(mesh, group, members, sliver_m, known)
        taken = _neighbours_of(mesh, group, narrow)
        if not taken:
            break
        for sliver, neighbour in taken.items():
            history[members[sliver]] = history[members[neighbour][0]]
    unions = mesh.unions(members)
    order = _west_to_east(shapely.point_on_surface(unions))
    members = [members[i] for i in order.tolist()]
    return mesh.joined(members, unions[order]), history[[faces[0] for faces in members]]


def _members(group: np.ndarray) -> list[np.ndarray]:
    """The faces of each group, in ascending order."""
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group)).tolist()
    return [order[start:end] for start, end in itertools.pairwise([0, *ends])]


def _narrow(
    mesh: _Mesh,
    group: np.ndarray,
    members: Sequence[np.ndarray],
    width_m: float,
    known: dict[bytes, bool],
) -> list[int]:
    """Groups in which no circle of the width fits, the smallest first.

    ``known`` are those looked at so far, by their faces: few change when slivers are joined.
    """
    area = np.bincount(group, weights=mesh.area)
    inner = group[mesh.pairs[:, 0]] == group[mesh.pairs[:, 1]]
    rim = np.bincount(group, weights=mesh.perimeter)
    rim -= 2 * np.bincount(
        group[mesh.pairs[inner, 0]], weights=mesh.length_m[inner], minlength=len(area)
    )
    # the widest circle in a polygon has a radius of at least its area by its perimeter
    doubtful = np.flatnonzero(area / rim < width_m / 2)
    faces = {members[i].tobytes(): members[i] for i in doubtful.tolist()}
    new = [each for each in faces if each not in known]
    answers = mesh.are_narrow([faces[each] for each in new], width_m).tolist()
    known.update(zip(new, answers, strict=True))
    narrow = doubtful[[known[each] for each in faces]]
    smallest_first: list[int] = narrow[np.argsort(area[narrow], kind="stable")].tolist()
    return smallest_first


def is_narrow(polygons: Sequence[BaseGeometry], width_m: float) -> np.ndarray:
    """Whether no circle of the width fits into each polygon."""
    shapes = np.empty(len(polygons), dtype=object)
    shapes[:] = polygons
    small: np.ndarray = shapely.area(shapes) < np.pi * (width_m / 2) ** 2
    small[~small] = shapely.is_empty(shapely.buffer(shapes[~small], -width_m / 2, quad_segs=2))
    return small


def _neighbours_of(mesh: _Mesh, group: np.ndarray, narrow: Sequence[int]) -> dict[int, int]:
    """For narrow groups the group each has the longest edge with.

    Of two narrow ones that meet, the smaller is joined to the larger, which is looked at again when
    it has grown.
    """
    waiting, beside = set(narrow), defaultdict[int, list[tuple[float, int]]](list)
    pairs = group[mesh.pairs]
    met = np.isin(pairs, narrow).any(axis=1)
    pairs, length_m = _summed(pairs[met], mesh.length_m[met])
    for (a, b), length in zip(pairs.tolist(), length_m.tolist(), strict=True):
        if a != b:
            if a in waiting:
                beside[a].append((-length, b))
            if b in waiting:
                beside[b].append((-length, a))
    taken: dict[int, int] = {}
    for sliver in narrow:
        if sliver in waiting and beside[sliver]:
            neighbour = min(beside[sliver])[1]
            if neighbour not in taken:
                taken[sliver] = neighbour
                waiting.discard(neighbour)
    return taken


def _redrawn(mesh: _Mesh, holders: np.ndarray, rules: AreaRules) -> np.ndarray:
    """Which faces changed hands on a day as a piece too narrow or too small to be a change.

    A piece is the land that one party lost to another on one day, as far as edges connect it.
    """
    redrawn = np.zeros(holders.shape, dtype=bool)
    day, face = np.nonzero((holders[:, 1:] != holders[:, :-1]).T)
    if not len(day):
        return redrawn
    piece = _pieces_of_change(mesh, holders, day, face)
    members = _members(piece)
    small = np.bincount(piece, weights=mesh.area[face]) < rules.redrawn_km2 * 1e6
    large = np.flatnonzero(~small)
    small[large] = mesh.are_narrow([face[members[i]] for i in large], rules.redrawn_m)
    redrawn[face, day + 1] = small[piece]
    return redrawn


def _pieces_of_change(
    mesh: _Mesh, holders: np.ndarray, day: np.ndarray, face: np.ndarray
) -> np.ndarray:
    """Which piece each change belongs to: of a ``face`` between a ``day`` and the next."""
    parties = holders[face, day].astype(np.int64) * 128 + holders[face, day + 1]
    order = np.argsort(face, kind="stable")
    starts = np.searchsorted(face[order], np.arange(len(holders) + 1))
    rows, pair = _ranges(starts[mesh.pairs[:, 0]], starts[mesh.pairs[:, 0] + 1])
    one = order[rows]
    change_of = np.full(holders[:, 1:].shape, -1, dtype=np.int32)
    change_of[face, day] = np.arange(len(face))
    other = change_of[mesh.pairs[pair, 1], day[one]]
    alike = (other >= 0) & (parties[one] == parties[other])
    return _components(len(face), np.column_stack([one[alike], other[alike]]))


def _ranges(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of several ranges, one after the other, and which range each is of."""
    count = ends - starts
    of = np.repeat(np.arange(len(count)), count)
    return np.arange(len(of)) + (starts - np.cumsum(count) + count)[of], of
