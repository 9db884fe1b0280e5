"""The raster of heights."""

from __future__ import annotations

from dashboard import store
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.derive.relief import mercator
from dashboard.errors import SeedsError
from dashboard.records import is_box


@rule
def relief_raster(subject: Subject) -> Findings:
    """The relief is a raster of heights that covers the study area, and says whose it is.

    ``basemap/relief.tif`` is a GeoTIFF of one band: metres, in any CRS, which the file names as it
    does the value that stands for none. It has 20 MB at most; no more than a thousand pixels a side
    are seen. ``[relief]`` in ``dataset.toml`` has its sources, licence and ``precision_m``, and
    ``attribution``, where it is given, the credit that the licence asks for.

    Bad: a picture of three bands. Good: heights of 90 m, with a margin round the study area.
    """
    path, dataset = subject.seeds.relief, subject.seeds.dataset
    where = f"{subject.seeds_name}/{store.RELIEF}"
    if path is None:
        if dataset.relief:
            yield dataset.at("relief"), "there is no raster", f"add {where}, or take [relief] out"
        return
    if dataset.relief is None:
        wanted = "add [relief] with sources, licence and precision_m"
        yield dataset.at("relief"), f"nothing says whose {where} is", wanted
        return
    for licence in subject.seeds.licences:
        if licence.id == dataset.relief.licence and licence.credit not in subject.seeds.attribution:
            what = f"the credit of the relief is not named: {licence.credit}"
            yield dataset.at("attribution"), what, "add it"
    if is_box(*dataset.study_area.bbox):
        try:
            store.heights(path, *mercator(dataset.study_area), 200)
        except SeedsError as error:
            yield from ((each.where, each.what, each.wanted) for each in error.problems)
