"""Time and memory of importing a long table: places × days, made up.

python bench/long_table.py 33141 365     → 12 million rows in a temporary folder, imported dry
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from dashboard.cli import main

FIRST = dt.date(2001, 1, 1)
MAPPING = """
kind = "places"
[source]
id = "table"
title = "Made up"
url = "https://example.org/table"
licence = "own work"
[table]
place = "place"
date = "date"
date_format = "%Y%m%d"
[holder]
columns = ["one", "two", "three"]
vote = "majority"
[values]
north = "NOR"
south = "SOU"
[standing]
certainty = "medium"
basis = "reported"
[gazetteer]
file = "gazetteer.csv"
id = "place"
name = "place"
lon = "lon"
lat = "lat"
precision_m = 1000
certainty = "high"
"""


def write(folder: Path, places: int, days: int) -> None:
    """The table, its gazetteer and mapping: a place in sixty changes hands once, and in one row
    of a hundred one source of the three says something else."""
    random = np.random.default_rng(1)
    names = np.arange(places)
    lon, lat = 20 + 20 * random.random(places), 5 * random.random(places)
    gazetteer = pa.table({"place": names, "lon": lon.round(5), "lat": lat.round(5)})
    pyarrow.csv.write_csv(gazetteer, folder / "gazetteer.csv")
    (folder / "table.toml").write_text(MAPPING, "utf-8")
    words = pa.array(["north", "south"])
    turns = np.where(random.random(places) < 1 / 60, random.integers(1, days, places), days)
    east, writer = (lon > 32).astype(int), None
    for day in range(days):
        holder = np.where(day < turns, east, 1 - east)
        other = np.where(random.random(places) < 0.01, 1 - holder, holder)
        written = int((FIRST + dt.timedelta(days=day)).strftime("%Y%m%d"))
        columns = {"place": names, "date": np.full(places, written)}
        columns |= {
            "one": words.take(holder),
            "two": words.take(other),
            "three": words.take(holder),
        }
        table = pa.table(columns)
        writer = writer or pyarrow.csv.CSVWriter(folder / "table.csv", table.schema)
        writer.write_table(table)
    writer.close()


def measure(places: int, days: int) -> None:
    """Print seconds of wall clock and CPU, and the largest memory of the process."""
    last = FIRST + dt.timedelta(days=days - 1)
    with tempfile.TemporaryDirectory() as made, contextlib.chdir(made):
        write(Path(made), places, days)
        begin = ["new", "data", "--empty", "--languages=en", "--title=Made up", "--bbox=20,0,40,5"]
        begin += [f"--first-day={FIRST}", f"--last-day={last}", "--party=NOR=N", "--party=SOU=S"]
        arguments = ["--mapping=table.toml", "--into=data", "--dry-run"]
        wall, cpu = time.perf_counter(), time.process_time()
        with contextlib.redirect_stderr(io.StringIO()) as output:
            failed = main(begin) or main(["import", "places", "table.csv", *arguments])
        if failed:
            sys.exit(output.getvalue())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{places * days:,} rows: {wall:.0f} s, {cpu:.0f} s of CPU, {peak:,.0f} MB at most")


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:3]))
