"""What a data set costs as it grows: build, start of the server, memory, what the browser is sent.

Run ``python bench/growth.py`` from the project's folder. Invented countries of many places, of
which few change hands, and of areas published day by day (``synthetic``). ``one more`` is the build
after a change or a day is added to the one before. Beside ours geopandas
answers who held how much on one day: a dissolve of the cells, an overlay of the published areas with
the land. Times are of the processor, in seconds. The exponent says how a cost grows from the smallest
data set to the largest: 1 as the places or the days do, 0 not at all.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas
from synthetic import build, without_last, write_areas, write_places

#: How many places ever change hands, and how many points the outline of a day's area has.
CHANGES, VERTICES = 554, 3_000
COSTS = ("build", "build MB", "one more", "load", "payload", "start MB", "sent kB", "geopandas")

#: What the server does before it answers, in a process of its own.
START = """
import json, resource, sys, time
from dashboard import wording
from dashboard.archive import Archive
from dashboard.payload.build import build_payload, packed
from dashboard.payload.encoding import encode
begin = time.process_time()
archive = Archive.load(sys.argv[1])
loaded = time.process_time()
sent = packed(encode(build_payload(archive, wording.load("en").of_seeds(archive.seeds))))
made = time.process_time()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([loaded - begin, made - loaded, memory, len(sent) / 1000]))
"""


def measured(folder: Path, day_of: Callable[[Path], object]) -> list[float]:
    """``COSTS`` of the data directory ``folder``; ``day_of`` answers for one day the usual way."""
    put_back = without_last(folder)
    used = build(folder)
    put_back()
    more = build(folder)
    found = subprocess.run(
        [sys.executable, "-c", START, folder], stdout=subprocess.PIPE, check=True, env=os.environ
    )
    begin = time.process_time()
    day_of(folder)
    usual = time.process_time() - begin
    built = used.ru_utime + used.ru_stime
    added = more.ru_utime + more.ru_stime
    return [built, used.ru_maxrss / 1024, added, *json.loads(found.stdout), usual]


def dissolved(folder: Path) -> geopandas.GeoSeries:
    """Area by party on the first day, of the cells the build made."""
    cells = geopandas.read_file(folder / "data" / "geo" / "control_areas.geojson")
    first = cells[cells.valid_from == cells.valid_from.min()]
    return first.dissolve("controller").to_crs("EPSG:6933").area


def overlaid(folder: Path) -> geopandas.GeoSeries:
    """The same of the first published area, laid over the land."""
    land = geopandas.read_file(folder / "seeds" / "basemap" / "countries.geojson")
    first = min((folder / "seeds" / "areas").iterdir())
    areas = geopandas.overlay(land, geopandas.read_file(first), how="union", keep_geom_type=True)
    return areas.dissolve("party", dropna=False).to_crs("EPSG:6933").area


def table(of: str, sizes: list[int], write: Callable, day_of: Callable[[Path], object]) -> None:
    """Print what each size costs, and the exponents."""
    print(f"\n{of:>8}" + "".join(f"{name:>11}" for name in COSTS))
    costs = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), size)
            costs.append(measured(Path(name), day_of))
        print(f"{size:8,}" + "".join(f"{cost:11,.1f}" for cost in costs[-1]), flush=True)
    if len(sizes) > 1:
        grown = math.log(sizes[-1] / sizes[0])
        growth = [math.log(b / a) / grown for a, b in zip(costs[0], costs[-1], strict=True)]
        print(f"{'exponent':8}" + "".join(f"{each:11.2f}" for each in growth))


def main() -> None:
    """Print both tables."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--places", type=int, nargs="*", default=[1_500, 5_000, 17_000, 34_000])
    asked.add_argument("--days", type=int, nargs="*", default=[10, 769])
    given = asked.parse_args()
    if given.places:
        table("places", given.places, lambda f, n: write_places(f, n, CHANGES), dissolved)
    if given.days:
        table("days", given.days, lambda f, n: write_areas(f, n, VERTICES), overlaid)


if __name__ == "__main__":
    main()
