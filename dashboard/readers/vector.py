"""Files of features in any usual form, as properties and geometries in degrees."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.derive.antimeridian import geometry_continued
from dashboard.errors import ReaderError, shown
from dashboard.readers.task import Refused
from dashboard.records import StudyArea

_GEOJSON, _KML = (".geojson", ".json"), (".kml", ".kmz")
_FORMATS = (*_GEOJSON, ".gpkg", ".shp", *_KML)
#: Endings of files of features.
ENDINGS = (*_FORMATS, ".zip")
#: The property that has the name of the folder of a KML file.
_FOLDER = "folder"
_WANTED = "GeoJSON, GeoPackage, Shapefile or KML is wanted"
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00:00(\.0+)?(Z|\+00(:?00)?)?$")


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A feature of a file: its properties as texts, and its geometry, flat and in degrees."""

    texts: Mapping[str, str]
    geometry: BaseGeometry | None


def vector_rows(path: Path, area: StudyArea, layer: str = "") -> Iterator[tuple[str, VectorRow]]:
    """Features of a GeoJSON, GeoPackage, Shapefile or KML file, also in a zip archive, each with
    its address; ``layer`` names that of a file with several.

    Geometries are longitude first and counted as in the data set of a study area; ``None`` where
    there is none. Days are ``YYYY-MM-DD``, properties without a value are left out. Raises
    ``ReaderError`` if the file cannot be read, or does not say in which coordinates it is.
    """
    number = 0
    for frame in _layers(path, layer):
        names = [name for name in frame.columns if name != "geometry"]
        columns = [frame[name].tolist() for name in names]
        for row, geometry in enumerate(frame.geometry.to_numpy()):
            number += 1
            cells = {name: column[row] for name, column in zip(names, columns, strict=True)}
            texts = {
                name: _text(value)
                for name, value in cells.items()
                if value is not None and value == value
            }
            empty = geometry is None or shapely.is_empty(geometry)
            shape = None if empty else geometry_continued(geometry, area)
            yield f"{path.name}: feature {number}", VectorRow(texts, shape)


def _layers(path: Path, layer: str) -> Iterator[Any]:
    """The layers of a file as frames in degrees: the one named, or all of KML, where they are
    folders, else the only one."""
    import pyogrio  # only here: no other command than an import needs pandas, which comes with it

    dataset, form = _dataset(path)
    # a day stays as it is written, the 30th of February too: GDAL would fail at it
    as_written = {"DATE_AS_STRING": "YES"} if form in _GEOJSON else {}
    try:
        names = [str(name) for name in pyogrio.list_layers(dataset)[:, 0]]
        for name in _chosen(path, names, layer, form):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # pyogrio warns of a third dimension dropped
                frame = pyogrio.read_dataframe(
                    dataset,
                    layer=name,
                    force_2d=True,
                    datetime_as_string=True,
                    on_invalid="fix",  # a ring that does not end where it began is closed
                    **as_written,
                )
            if "geometry" not in frame:
                raise ReaderError(f"{path.name}: no features with geometries are in it; {_WANTED}")
            if frame.crs is None:
                wanted = "state their CRS in it (a Shapefile has it in a .prj file beside it)"
                what = "it does not say in which coordinates it is"
                raise ReaderError(f"{path.name}: {what}; {wanted}")
            if form in _KML and _FOLDER not in frame:  # a property of that name is its own
                frame[_FOLDER] = name
            yield frame.to_crs(4326)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        what = str(error).partition("; It might help")[0].rstrip(".")  # advice for programmers
        raise ReaderError(f"{path.name}: {what}; {_WANTED}") from None


def _chosen(path: Path, names: list[str], layer: str, form: str) -> list[str]:
    if layer:
        if layer not in names:
            raise ReaderError(f"{path.name}: no layer {shown(layer)}; it has {', '.join(names)}")
        return [layer]
    if len(names) > 1 and form not in _KML:
        what = f"it has the layers {', '.join(names)}"
        raise ReaderError(f'{path.name}: {what}; say in the mapping which is meant: layer = "…"')
    return names


def _dataset(path: Path) -> tuple[Path | str, str]:
    """What GDAL opens, and the ending that says its form: of a zip archive what is in it, all
    Shapefiles of a folder being layers."""
    if path.suffix.lower() != ".zip":
        return path, path.suffix.lower()
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [PurePosixPath(each) for each in archive.namelist()]
    except zipfile.BadZipFile:
        raise ReaderError(f"{path.name}: it is no zip archive, or cut off") from None
    found = [
        each for each in inside if each.suffix.lower() in _FORMATS and each.parts[0] != "__MACOSX"
    ]
    if len(found) > 1 and all(each.suffix.lower() == ".shp" for each in found):
        found = sorted({each.parent for each in found})
    if len(found) != 1:
        what = ", ".join(map(str, found)) or "none of these"
        raise ReaderError(f"{path.name}: {_WANTED}, and it has {what}; unpack the one meant")
    return "/".join(("/vsizip", str(path), *found[0].parts)), found[0].suffix.lower()


def _text(value: Any) -> str:
    """A property as text: a whole number without its point, a day without its midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _MIDNIGHT.sub("", str(value).strip())


def sound(geometry: BaseGeometry | None, area: StudyArea) -> BaseGeometry:
    """The geometry of a feature; raises ``Refused`` where it cannot be used."""
    if geometry is None:
        raise Refused("a feature has no geometry")
    if not shapely.is_valid(geometry):
        raise Refused(f"a geometry is not sound: {shapely.is_valid_reason(geometry).split('[')[0]}")
    if exchanged(geometry, area):
        raise Refused("it lies outside the study area; are longitude and latitude exchanged?")
    return geometry


def exchanged(geometry: BaseGeometry, area: StudyArea) -> bool:
    """Whether it lies off the study area, and in it with longitude and latitude exchanged."""
    box = shapely.box(*area.bbox)
    if box.intersects(geometry):
        return False
    return bool(box.intersects(shapely.transform(geometry, lambda points: points[:, ::-1])))
