"""Files of features in any usual form, as properties and geometries in degrees."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.derive.antimeridian import geometry_continued
from dashboard.errors import ReaderError
from dashboard.records import StudyArea

_GEOJSON = (".geojson", ".json")
_WANTED = "GeoJSON, GeoPackage, Shapefile or KML is wanted"
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00:00(\.0+)?(Z|\+00(:?00)?)?$")


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A feature of a file: its properties as texts, and its geometry, flat and in degrees."""

    texts: Mapping[str, str]
    geometry: BaseGeometry | None


def vector_rows(path: Path, area: StudyArea) -> Iterator[tuple[str, VectorRow]]:
    """Features of a GeoJSON, GeoPackage, Shapefile or KML file, each with its address.

    Geometries are longitude first and counted as in the data set of a study area; ``None`` where
    there is none. Days are ``YYYY-MM-DD``, properties without a value are left out.

    Raises
    ------
    ReaderError
        If the file cannot be read, or does not say in which coordinates it is.
    """
    import pyogrio  # only here: no other command than an import needs pandas, which comes with it

    # a day stays as it is written, the 30th of February too: GDAL would fail at it
    as_written = {"DATE_AS_STRING": "YES"} if path.suffix.lower() in _GEOJSON else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pyogrio warns of a third dimension, which is dropped
            frame = pyogrio.read_dataframe(
                path, force_2d=True, datetime_as_string=True, **as_written
            )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise ReaderError(f"{path.name}: {error}; {_WANTED}") from None
    if "geometry" not in frame:
        raise ReaderError(f"{path.name}: no features with geometries are in it; {_WANTED}")
    if frame.crs is None:
        wanted = "state their CRS in it (a Shapefile has it in a .prj file beside it)"
        raise ReaderError(f"{path.name}: it does not say in which coordinates it is; {wanted}")
    frame = frame.to_crs(4326)
    names = [name for name in frame.columns if name != "geometry"]
    columns = [frame[name].tolist() for name in names]
    for number, geometry in enumerate(frame.geometry.to_numpy(), start=1):
        cells = {name: column[number - 1] for name, column in zip(names, columns, strict=True)}
        texts = {
            name: _text(value)
            for name, value in cells.items()
            if value is not None and value == value
        }
        empty = geometry is None or shapely.is_empty(geometry)
        shape = None if empty else geometry_continued(geometry, area)
        yield f"{path.name}: feature {number}", VectorRow(texts, shape)


def _text(value: Any) -> str:
    """A property as text: a whole number without its point, a day without its midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _MIDNIGHT.sub("", str(value).strip())


def exchanged(geometry: BaseGeometry, area: StudyArea) -> bool:
    """Whether it lies off the study area, and in it with longitude and latitude exchanged."""
    box = shapely.box(*area.bbox)
    if box.intersects(geometry):
        return False
    return bool(box.intersects(shapely.transform(geometry, lambda points: points[:, ::-1])))
