"""Outlines as a topology: what two of them have in common, an *arc*, is given once.

As in TopoJSON, an arc ends where outlines part or meet, so that each outline consists of whole
arcs, this way or that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

#: How deep the positions of a ring are nested; those of lines and points are less so.
_RING = 3


def codes(numbers: Iterable[int]) -> list[int]:
    """The numbers of arcs as they travel: 0 for the next new arc; else twice the step from the arc
    before, plus 1 if the arc runs backwards. Codes from 0 up are raised by 1, as 0 is taken."""
    found, known, last = [], 0, 0
    for number in numbers:
        arc = max(number, ~number)
        code = 2 * (arc - last) + (number < 0)
        found.append(0 if number == known else code + (code >= 0))
        known, last = max(known, arc + 1), arc
    return found


def topology(outlines: Sequence[Any]) -> tuple[list[np.ndarray], list[list[int]]]:
    """The arcs of geometries as ``payload.positions`` gives them.

    Returns the positions of each arc, a row each, in the order in which outlines come upon them;
    and of each point, line and ring the numbers of its arcs: -1 for the first against its
    direction, -2 for the second and so on. A ring may begin at another of its positions than it
    did.
    """
    paths = [path for outline in outlines for path in _paths(outline)]
    positions = np.concatenate([np.empty((0, 2), dtype=int), *(path for path, _ in paths)])
    distinct, vertices = np.unique(positions, axis=0, return_inverse=True)
    starts = np.cumsum([0, *(len(path) for path, _ in paths)])
    is_ring = np.array([is_ring for _, is_ring in paths], dtype=bool)
    is_end = _ends(vertices, starts, is_ring)
    arcs: list[np.ndarray] = []
    number: dict[bytes, int] = {}
    made: list[list[int]] = []
    for (start, beyond), closed in zip(pairwise(starts.tolist()), is_ring.tolist(), strict=True):
        made.append([])
        for arc in _cut(vertices[start:beyond], is_end, closed):
            if arc.tobytes() not in number:
                number[arc[::-1].tobytes()] = ~len(arcs)
                number[arc.tobytes()] = len(arcs)
                arcs.append(distinct[arc])
            made[-1].append(number[arc.tobytes()])
    return arcs, made


def arcs_of(outlines: Sequence[Any], made: Iterable[Sequence[int]]) -> list[np.ndarray]:
    """The arcs that each geometry is made of, whichever way they go, of what ``topology`` gives."""
    left = iter(made)
    numbers = ([n for _ in _paths(outline) for n in next(left)] for outline in outlines)
    return [np.maximum(each, np.invert(each)) for each in map(np.array, numbers)]


def _paths(outline: Sequence[Any], level: int = 1) -> Iterator[tuple[np.ndarray, bool]]:
    """The positions of each point, line and ring, and whether it is a ring."""
    if isinstance(outline[0], int):
        yield np.array(outline).reshape(-1, 2), level == _RING
    else:
        for part in outline:
            yield from _paths(part, level + 1)


def nesting(outline: Sequence[Any]) -> Iterator[int]:
    """How many lists are in each list of lists."""
    if not isinstance(outline[0], int):
        yield len(outline)
        for part in outline:
            yield from nesting(part)


def depth(outline: Sequence[Any]) -> int:
    """How deep positions are nested: 1 for a point, 2 for lines, 3 for polygons."""
    return 1 if isinstance(outline[0], int) else 1 + depth(outline[0])


def _ends(vertices: np.ndarray, starts: np.ndarray, is_ring: np.ndarray) -> np.ndarray:
    """Whether arcs end at each vertex: outlines come upon it from different ones, or end there."""
    first, last = starts[:-1], starts[1:] - 1
    before, after = np.roll(vertices, 1), np.roll(vertices, -1)
    before[first] = np.where(is_ring, vertices[last], -1)
    after[last] = np.where(is_ring, vertices[first], -1)
    beside = np.sort(np.column_stack([before, after]), axis=1)
    example = np.unique(vertices, return_index=True)[1]
    differs = (beside != beside[example[vertices]]).any(axis=1) | (beside[:, 0] < 0)
    found: np.ndarray = np.bincount(vertices, weights=differs) > 0
    return found


def _cut(path: np.ndarray, is_end: np.ndarray, is_ring: bool) -> Iterator[np.ndarray]:
    """A path as arcs."""
    cuts = np.flatnonzero(is_end[path])
    if is_ring:
        begin = cuts[0] if len(cuts) else np.argmin(path)
        path = np.roll(path, -begin)
        path = np.append(path, path[0])
        cuts = np.flatnonzero(is_end[path]) if len(cuts) else np.array([0, len(path) - 1])
    if len(path) == 1:
        yield path
    for start, end in pairwise(cuts.tolist()):
        yield path[start : end + 1]
