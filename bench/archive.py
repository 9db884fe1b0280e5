"""How long the two questions take, beside the usual way: a geopandas dissolve for each date.

Run ``python bench/archive.py`` from the project's folder. Both sides answer "how many km² does each
party hold on this day" from the same layers, on the same days, in the same run; the times of the
dissolve leave out reading the file and parsing its dates.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from dashboard.archive import Archive

ROOT = Path(__file__).parents[1]


def timed(question: Callable, cases: Iterable[tuple]) -> np.ndarray:
    """Milliseconds each call takes."""
    times = []
    for case in cases:
        start = time.perf_counter()
        question(*case)
        times.append((time.perf_counter() - start) * 1e3)
    return np.array(times)


def random_days(archive: Archive, count: int) -> list[dt.date]:
    """Days of the series, the same in every run."""
    span, pick = (archive.last_day - archive.first_day).days, random.Random(1)
    return [archive.first_day + dt.timedelta(days=pick.randint(0, span)) for _ in range(count)]


def frame_of(path: Path, crs: str) -> geopandas.GeoDataFrame:
    """The control layer as a frame in a metric CRS, its dates parsed once."""
    features = json.loads(path.read_text("utf-8"))["features"]
    frame = geopandas.GeoDataFrame.from_features(features, crs=4326).to_crs(crs)
    for column in ("valid_from", "valid_to"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def dissolved(frame: geopandas.GeoDataFrame, day: dt.date) -> dict[str, float]:
    """Area by party on a day, the usual way."""
    at = pd.Timestamp(day)
    held = frame[(frame.valid_from <= at) & (frame.valid_to.isna() | (frame.valid_to > at))]
    return (held.dissolve("controller").area / 1e6).to_dict()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT, help="data directory")
    parser.add_argument("--days", type=int, default=1000, help="days asked of the archive")
    parser.add_argument("--dissolves", type=int, default=20, help="days asked of geopandas")
    options = parser.parse_args()

    start = time.perf_counter()
    archive = Archive.load(options.data)
    loaded = (time.perf_counter() - start) * 1e3
    frame = frame_of(
        options.data / "data" / "geo" / "control_areas.geojson", archive.dataset.measuring_crs
    )
    days = random_days(archive, options.days + 1)
    archive.within(archive.dataset.headline_zone)  # masks are made once

    # seen from outside the difference of two ways of measuring: ellipsoid and map projection
    day, usual = days[0], dissolved(frame, days[0])
    for party, area in archive.as_of(day).area_by_party().items():
        assert abs(area / usual[party] - 1) < 0.005, (day, party, area, usual[party])

    one, two = [(day,) for day in days], list(pairwise(days))
    ways = {
        "as_of": timed(archive.as_of, one),
        "as_of, area by party": timed(lambda d: archive.as_of(d).area_by_party(), one),
        "between": timed(archive.between, two),
        "between, flows": timed(lambda a, b: archive.between(a, b).flows(), two),
        "geopandas dissolve": timed(lambda d: dissolved(frame, d), one[: options.dissolves]),
    }
    print(f"{len(archive.cells)} cells, {len(archive.spells)} spells, loaded in {loaded:.0f} ms")
    print(f"{'':24}{'p50 ms':>10}{'p95 ms':>10}{'n':>7}")
    for name, times in ways.items():
        p50, p95 = np.percentile(times, (50, 95))
        print(f"{name:24}{p50:>10.3f}{p95:>10.3f}{len(times):>7}")
    ratio = np.median(ways["geopandas dissolve"]) / np.median(ways["as_of, area by party"])
    print(f"area by party: {ratio:,.0f} times as fast as a dissolve (p50)")


if __name__ == "__main__":
    main()
