"""Heights of a GeoTIFF, laid on a grid; nothing else needs rasterio, imported for such a file."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from dashboard.errors import DashboardError, Problem, SeedsError

if TYPE_CHECKING:
    from rasterio import DatasetReader

#: West, south, east, north.
Bounds = tuple[float, float, float, float]

_MOST_BYTES, _MOST_PIXELS = 20_000_000, 100_000_000
_LOWEST_M, _HIGHEST_M = -1_000, 9_000
_FEWEST_PIXELS = 50
_POINTS = 21
"""So many along each side of the area are looked up in the raster."""


def heights(
    path: Path, crs: str, area: Bounds, margin: float, most: int
) -> tuple[np.ndarray, Bounds]:
    """Heights in metres of an area and of what there is of a margin around it, and their bounds.

    Rows run from north to south; where the raster has no value they have NaN.

    ``crs``: of the grid, of ``area`` and of ``margin``; the raster can be in any other.
    ``most``: how many points of the grid a side has at most. There are no more than the raster has.

    Raises ``SeedsError`` if it is no raster of heights, or one that does not cover the area. Raises
    ``DashboardError`` if rasterio is not installed.
    """
    try:
        import rasterio
        from rasterio._err import CPLE_BaseError  # GDAL errors not wrapped by rasterio
        from rasterio.errors import CRSError, RasterioError
    except ModuleNotFoundError as error:
        raise DashboardError(
            f"{path}: {error.name}, which reads it, is not installed; "
            "run pip install 'conflict-map-dashboard[relief]'"
        ) from error
    if (size := path.stat().st_size) > _MOST_BYTES:
        what = f"the file has {size / 1e6:.0f} MB"
        _refuse(path, what, f"resample it, to {_MOST_BYTES / 1e6:.0f} MB at most")
    # what lies beside the file is none of the seeds
    with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what rasterio warns of is checked here
        try:
            with rasterio.open(path, driver="GTiff") as raster:
                step = _checked(path, raster, crs, area)
                return _warped(path, raster, crs, area, margin, most, step)
        except (RasterioError, CRSError, CPLE_BaseError):
            wanted = "give a whole GeoTIFF of heights with a geographic or projected CRS"
            _refuse(path, "it cannot be read as a GeoTIFF", wanted)


def _checked(path: Path, raster: DatasetReader, crs: str, area: Bounds) -> float:
    """The size of a pixel along the area's longer side; refuse what is no raster of its heights."""
    from rasterio.warp import transform_bounds

    if raster.count != 1:
        _refuse(path, f"it has {raster.count} bands", "give heights alone, as one band")
    if raster.crs is None:
        _refuse(path, "it has no CRS", "write the CRS of its coordinates into the file")
    if raster.width * raster.height > _MOST_PIXELS:
        what = f"it has {raster.width} × {raster.height} pixels"
        _refuse(path, what, f"resample it, to {_MOST_PIXELS // 10**6} million pixels at most")
    west, south, east, north = area
    x, y = np.meshgrid(np.linspace(west, east, _POINTS), np.linspace(south, north, _POINTS))
    columns, rows = _pixels_at(raster, crs, x, y)
    inside = _inside(raster, columns, rows)
    if not inside.all():
        left, bottom, right, top = raster.bounds
        bounds = (left, min(bottom, top), right, max(bottom, top))
        reached = [round(side, 3) for side in transform_bounds(raster.crs, 4326, *bounds)]
        part = "not all" if inside.any() else "nothing"
        what = f"it reaches {reached}, which is {part} of the study area"
        _refuse(path, what, "give a raster that covers the bbox of the study area")
    along = 1 if east - west > north - south else 0
    each = np.hypot(np.diff(columns, axis=along), np.diff(rows, axis=along))
    pixels = float(np.median(each)) * (_POINTS - 1)  # one of them can go round the world
    if pixels < _FEWEST_PIXELS:
        what = f"it has {pixels:.0f} pixels over the longer side of the study area"
        _refuse(path, what, f"give a finer raster, of {_FEWEST_PIXELS} or more")
    return max(east - west, north - south) / pixels


def _pixels_at(
    raster: DatasetReader, crs: str, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Positions in a CRS as columns and rows of the raster."""
    from rasterio.warp import transform

    there = transform(crs, raster.crs, x.ravel(), y.ravel())
    x, y = (np.reshape(each, x.shape) for each in there)
    if raster.crs.is_geographic:  # its longitudes can be beyond 180
        least = (raster.bounds.left + raster.bounds.right) / 2 - 180
        x = least + (x - least) % 360
    to = ~raster.transform
    return to.a * x + to.b * y + to.c, to.d * x + to.e * y + to.f


def _inside(raster: DatasetReader, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Which are in the raster, give or take a pixel."""
    width, height = int(raster.width), int(raster.height)
    across = (columns >= -1) & (columns <= width + 1)
    return across & (rows >= -1) & (rows <= height + 1)


def _with_margin(raster: DatasetReader, crs: str, area: Bounds, margin: float) -> Bounds:
    """The area and what the raster has of the margin on each side of it."""
    reach = np.linspace(0, margin, 25)
    sides = []
    for side, start in enumerate(area):
        outwards = start + (reach if side >= 2 else -reach)
        x = np.linspace(area[1 - side % 2], area[3 - side % 2], _POINTS)
        x, y = np.meshgrid(x, outwards, indexing="ij")
        columns, rows = _pixels_at(raster, crs, *((x, y) if side % 2 else (y, x)))
        covered = np.logical_and.accumulate(_inside(raster, columns, rows).all(axis=0))
        sides.append(float(outwards[covered][-1]))
    west, south, east, north = sides
    return west, south, east, north


def _warped(
    path: Path, raster: DatasetReader, crs: str, area: Bounds, margin: float, most: int, step: float
) -> tuple[np.ndarray, Bounds]:
    import rasterio
    from rasterio.warp import Resampling, reproject

    bounds = west, south, east, north = _with_margin(raster, crs, area, margin)
    step = max(max(east - west, north - south) / most, step)
    columns, rows = max(2, round((east - west) / step)), max(2, round((north - south) / step))
    found: np.ndarray = np.full((rows, columns), np.nan, dtype=np.float32)
    options: dict[str, Any] = {"dst_crs": crs, "dst_nodata": np.nan}
    reproject(
        rasterio.band(raster, 1),
        found,
        dst_transform=rasterio.transform.from_bounds(*bounds, columns, rows),
        resampling=Resampling.bilinear,
        **options,
    )
    found = found * raster.scales[0] + raster.offsets[0]
    if np.isnan(found).all():
        _refuse(path, "it has no value in the study area", "give heights of it")
    low, high = float(np.nanmin(found)), float(np.nanmax(found))
    if low < _LOWEST_M or high > _HIGHEST_M:
        what = f"its heights are from {low:.0f} to {high:.0f}"
        _refuse(path, what, "give metres, and state in the file what stands for no value")
    return found, bounds


def _refuse(path: Path, what: str, wanted: str) -> NoReturn:
    where = "/".join(path.parts[-3:])
    raise SeedsError([Problem(where, what, wanted, "relief-raster")])
