"""How long published areas take to become cells, beside the usual way: geopandas overlays.

Run ``python bench/partition.py`` from the project's folder. Both sides get the same made-up daily
areas (``dated_areas``) and find the pieces of land that were held alike on every day. The usual way
is ``overlay(how="union")``, one day after the other, then a ``dissolve`` by history; it is given
few days, since its pieces and slivers multiply. Times are of the processor; "one more" is what the
last day takes where what was made of the others was kept.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import geopandas
import shapely
from dated_areas import LAND_M, dated_areas

from dashboard.cache import Cache, no_cache
from dashboard.derive.partition import DatedAreas, Partition, partition
from dashboard.records import AreaRules
from dashboard.store import FileCache

OUTLINE = shapely.box(*LAND_M).buffer(-10_000, join_style="mitre")
RULES = AreaRules(rest="WEST")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What ``work`` gives, and the seconds of the processor it takes."""
    start = time.process_time()
    return work(), time.process_time() - start


def partitioned(areas: list[DatedAreas], cache: Cache = no_cache) -> Partition:
    """Ours."""
    return partition(areas, OUTLINE, ("EAST", "WEST"), RULES, cache)


def overlaid(areas: list[DatedAreas]) -> geopandas.GeoDataFrame:
    """The usual way."""
    pieces = geopandas.GeoDataFrame(geometry=[OUTLINE], crs=32636)
    for number, each in enumerate(areas):
        day = geopandas.GeoDataFrame(
            {f"day{number}": [True]}, geometry=[each.areas()["EAST"]], crs=32636
        )
        pieces = geopandas.overlay(pieces, day.clip(OUTLINE), how="union", keep_geom_type=True)
    history = [name for name in pieces.columns if name != "geometry"]
    pieces[history] = pieces[history].notna()
    return pieces.dissolve(by=history).explode()


def farthest_km2(made: Partition, areas: list[DatedAreas]) -> float:
    """The largest difference of an area held on a day from what was published."""
    ours = made.areas_km2()[:, 0]
    published = [shapely.intersection(each.areas()["EAST"], OUTLINE).area / 1e6 for each in areas]
    return max(abs(a - b) for a, b in zip(ours, published, strict=True))


def main() -> None:
    """Print a line for each number of days."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, nargs="+", default=[10, 20, 60, 200, 769])
    asked.add_argument("--vertices", type=int, default=3_000, help="of a day's outline")
    asked.add_argument("--rival-days", type=int, default=20, help="most days for geopandas")
    given = asked.parse_args()
    print(
        "days  vertices    faces  seconds  one more  farthest km²  geopandas: seconds  pieces   ratio"
    )
    for days in given.days:
        areas = [
            DatedAreas(day, partial(dict, EAST=area), f"{day} {days}")
            for day, area in dated_areas(days, given.vertices)
        ]
        before = FileCache()
        partitioned(areas[:-1], before)
        cache = FileCache(before.written())
        appended, more = timed(lambda areas=areas, cache=cache: partitioned(areas, cache))
        made, seconds = timed(lambda areas=areas: partitioned(areas))
        line = f"{days:4}  {days * given.vertices:8,}  {len(made.faces):7,}  {seconds:7.1f}"
        line += f"  {more:8.1f}  {farthest_km2(made, areas):12.1f}"
        assert shapely.equals_identical(made.faces, appended.faces).all()
        if days <= given.rival_days:
            pieces, rival = timed(lambda areas=areas: overlaid(areas))
            line += f"  {rival:18.1f}  {len(pieces):6,}  {rival / seconds:5.1f}×"
        print(line, flush=True)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
