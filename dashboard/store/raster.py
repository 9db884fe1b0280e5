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


def heights(
    path: Path, crs: str, area: Bounds, margin: float, most: int
) -> tuple[np.ndarray, Bounds]:
    """Heights in metres of an area and of what there is of a margin around it, and their bounds.

    Parameters
    ----------
    crs
        Of the grid, of ``area`` and of ``margin``; the raster can be in any other.
    most
        How many points of the grid a side has at most. There are no more than the raster has.

    Returns
    -------
    tuple
        Rows from north to south, not a number where the raster has no value; their bounds.

    Raises
    ------
    SeedsError
        If it is no raster of heights, or one that does not cover the area.
    DashboardError
        If rasterio is not installed.
    """
    try:
        import rasterio
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
        warnings.simplefilter("ignore")  # what is wanted is checked here
        try:
            with rasterio.open(path, driver="GTiff") as raster:
                _check(path, raster, crs, area)
                return _warped(path, raster, crs, area, margin, most)
        except (rasterio.errors.RasterioError, rasterio.errors.CRSError):
            _refuse(path, "it cannot be read as a GeoTIFF", "give a whole GeoTIFF of heights")


def _check(path: Path, raster: DatasetReader, crs: str, area: Bounds) -> None:
    """Refuse what is no raster of heights of the area."""
    from rasterio.warp import transform, transform_bounds

    if raster.count != 1:
        _refuse(path, f"it has {raster.count} bands", "give heights alone, as one band")
    if raster.crs is None:
        _refuse(path, "it has no CRS", "write the CRS of its coordinates into the file")
    if raster.width * raster.height > _MOST_PIXELS:
        what = f"it has {raster.width} × {raster.height} pixels"
        _refuse(path, what, f"resample it, to {_MOST_PIXELS // 10**6} million pixels at most")
    west, south, east, north = area
    x, y = np.meshgrid(np.linspace(west, east, 21), np.linspace(south, north, 21))
    x, y = map(np.asarray, transform(crs, raster.crs, x.ravel(), y.ravel()))
    to = ~raster.transform
    columns, rows = to.a * x + to.b * y + to.c, to.d * x + to.e * y + to.f
    inside = (columns >= 0) & (columns <= raster.width) & (rows >= 0) & (rows <= raster.height)
    if not inside.all():
        reached = [round(side, 3) for side in transform_bounds(raster.crs, 4326, *raster.bounds)]
        part = "not all" if inside.any() else "nothing"
        what = f"it reaches {reached}, which is {part} of the study area"
        _refuse(path, what, "give a raster that covers the bbox of the study area")


def _warped(
    path: Path, raster: DatasetReader, crs: str, area: Bounds, margin: float, most: int
) -> tuple[np.ndarray, Bounds]:
    import rasterio
    from rasterio.warp import (
        Resampling,
        calculate_default_transform,
        reproject,
        transform_bounds,
    )

    around = transform_bounds(raster.crs, crs, *raster.bounds)
    west, south = (max(area[i] - margin, min(around[i], area[i])) for i in (0, 1))
    east, north = (min(area[i] + margin, max(around[i], area[i])) for i in (2, 3))
    native, _, _ = calculate_default_transform(
        raster.crs, crs, raster.width, raster.height, *raster.bounds
    )
    step = max(max(east - west, north - south) / most, native.a)
    columns, rows = max(2, round((east - west) / step)), max(2, round((north - south) / step))
    found: np.ndarray = np.full((rows, columns), np.nan, dtype=np.float32)
    options: dict[str, Any] = {"dst_crs": crs, "dst_nodata": np.nan}
    reproject(
        rasterio.band(raster, 1),
        found,
        dst_transform=rasterio.transform.from_bounds(west, south, east, north, columns, rows),
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
    return found, (west, south, east, north)


def _refuse(path: Path, what: str, wanted: str) -> NoReturn:
    where = "/".join(path.parts[-3:])
    raise SeedsError([Problem(where, what, wanted, "relief-raster")])
