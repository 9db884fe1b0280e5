"""How long briefing files and their previews take, beside the usual way: driving headless Chromium
to a screenshot.

Run ``python bench/briefing.py`` from the project's folder. Both sides make a picture of the same
date from the same data on the same machine, in turn. The rival is given the offline page
this project makes, the lightest thing a browser can be asked to picture: it starts Chromium, opens
the page at 1920 by 1080, waits for the map and takes the screenshot (cold), or does the last two in
a browser kept open. Each figure is the median of the runs; seconds of the processor, which other work
on the machine moves less, are those of the process that makes the files. Previews are those of every
kind and size, of one day and then of another.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

from driver import chromium, launched
from playwright.sync_api import Browser

from dashboard import wording
from dashboard.archive import Archive
from dashboard.briefing import KINDS, SIZES, BriefSpec, render, worker

PICTURES = {
    "1080p PNG": 1,
    "1080p SVG": 1,
    "A4 300 dpi PNG": 1,
    "A4 300 dpi PDF": 1,
    "ten-slide deck": 10,
    "six-date GIF": 6,
}
"""Screenshots the usual way needs for the same; a screenshot is no data file."""
PREVIEW_S = 0.5
"""Seconds of a preview that are wanted."""
TARGETS = {
    "1080p PNG": 0.6,
    "A4 300 dpi PDF": 1.2,
    "ten-slide deck": 5.0,
    "six-date GIF": 4.0,
}


class Times(NamedTuple):
    """Seconds of a run."""

    clock: float
    cpu: float


def timed(work: Callable[[], object]) -> Times:
    """One run."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return Times(time.perf_counter() - clock, time.process_time() - cpu)


def median(runs: list[Times]) -> Times:
    """The middle of either figure."""
    return Times(*map(statistics.median, zip(*runs, strict=True)))


def days(archive: Archive, count: int) -> tuple[dt.date, ...]:
    """Days on which control changed, spread over the series."""
    changes = archive.change_days
    return tuple(changes[i * (len(changes) - 1) // (count - 1)] for i in range(count))


def specs(archive: Archive) -> dict[str, BriefSpec]:
    """What is asked for, by name."""
    spec = {"kind": "situation", "day": archive.dataset.opening_day, "produced_on": dt.date.today()}
    return {
        "1080p PNG": BriefSpec(**spec),
        "1080p SVG": BriefSpec(**spec, format="svg"),
        "A4 300 dpi PNG": BriefSpec(**spec, size="a4"),
        "A4 300 dpi PDF": BriefSpec(**spec, size="a4", format="pdf"),
        # nine dates and the difference of the first and the last
        "ten-slide deck": BriefSpec(**spec, format="pptx", dates=days(archive, 9)),
        "six-date GIF": BriefSpec(
            **{**spec, "kind": "sequence"}, format="gif", dates=days(archive, 6)
        ),
        "GeoPackage": BriefSpec(**spec, format="gpkg"),
        "HTML page": BriefSpec(**spec, format="html"),
    }


def picture(browser: Browser, page: Path) -> None:
    """A screenshot of a page once its map stands."""
    tab = browser.new_page(viewport={"width": 1920, "height": 1080})
    tab.goto(page.as_uri())
    tab.wait_for_function("globalThis.conflictMap?.isReady")
    tab.screenshot(path=str(page.with_suffix(".png")))
    tab.close()


def measured(archive: Archive, runs: int) -> dict[str, Times]:
    """Both sides in turn, each after its first: the app and an atlas make more than one file, and
    a browser kept open takes more than one picture."""
    words, wanted = wording.load("en"), specs(archive)
    with tempfile.TemporaryDirectory() as folder, chromium() as kept:
        page = Path(folder, "page.html")
        page.write_bytes(render(archive, words, wanted["HTML page"]))

        def cold() -> None:
            started = launched(kept.browser_type)
            picture(started, page)
            started.close()

        works: dict[str, Callable[[], object]] = {"cold": cold, "kept": lambda: picture(kept, page)}
        works |= {
            name: lambda spec=spec: render(archive, words, spec) for name, spec in wanted.items()
        }
        for work in works.values():
            work()
        turns = [{name: timed(work) for name, work in works.items()} for _ in range(runs)]
    return {name: median([turn[name] for turn in turns]) for name in works}


def previews(archive: Archive, language: str) -> dict[str, list[Times]]:
    """Previews of each kind, size by size, each of another day."""
    changes, found = archive.change_days, dict[str, list[Times]]()
    for at, (kind, size) in enumerate(product(KINDS, SIZES)):
        spec = BriefSpec(
            kind=kind,
            day=changes[len(changes) // 2 + at],
            dates=days(archive, 6) if kind == "sequence" else (),
            size=size,
            language=language,
            produced_on=dt.date.today(),
        )
        work = partial(worker.preview, archive, spec, lambda done, total: None)
        found.setdefault(kind, []).append(timed(work))
    return found


def main() -> None:
    """Measure both sides and print a table with ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    archive = Archive.load()
    times = measured(archive, parser.parse_args().runs)
    cold, kept = times.pop("cold"), times.pop("kept")
    print(f"load {os.getloadavg()[0]:.0f}")
    print(f"screenshot, browser started each time  {cold.clock:6.2f} s")
    print(f"screenshot, browser kept open          {kept.clock:6.2f} s")
    for name, (clock, cpu) in times.items():
        line = f"{name:<16} {clock:6.2f} s, {cpu:.2f} s of the processor"
        if name in TARGETS:
            line += f", wanted {TARGETS[name]:g} s"
        if pictures := PICTURES.get(name):
            ratios = (rival.clock * pictures / clock for rival in (cold, kept))
            line += "; {:.1f} x as fast as cold, {:.1f} x as fast as kept open".format(*ratios)
        print(line)
    print(f"previews, seconds of the processor by size: {', '.join(SIZES)}; wanted {PREVIEW_S:g} s")
    for language in archive.dataset.languages:
        for kind, found in previews(archive, language).items():
            print(f"{language} {kind:<10}", *(f"{each.cpu:5.2f}" for each in found))


if __name__ == "__main__":
    main()
