"""How long briefing files take, beside the usual way: driving headless Chromium to a screenshot.

Run ``python bench/briefing.py`` from the project's folder. Both sides make a picture of the same
date from the same data on the same machine in the same run. The rival is given the offline page
this project makes, the lightest thing a browser can be asked to picture: it starts Chromium, opens
the page at 1920 by 1080, waits for the map and takes the screenshot (cold), or does the last two in
a browser kept open. Each line is the median of the runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dashboard import wording
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, render

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = {
    "1080p PNG": 1,
    "1080p SVG": 1,
    "A4 300 dpi PNG": 1,
    "A4 300 dpi PDF": 1,
    "ten-slide deck": 10,
    "six-date GIF": 6,
}
"""Screenshots the usual way needs for the same; a screenshot is no data file."""
TARGETS = {
    "1080p PNG": 0.6,
    "A4 300 dpi PDF": 1.2,
    "ten-slide deck": 5.0,
    "six-date GIF": 4.0,
}


def median(work: Callable[[], object], runs: int) -> float:
    """Seconds of the middle run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def days(archive: Archive, count: int) -> tuple[dt.date, ...]:
    """Days on which control changed, spread over the series."""
    changes = archive.change_days
    return tuple(changes[i * (len(changes) - 1) // (count - 1)] for i in range(count))


def ours(archive: Archive, runs: int) -> dict[str, float]:
    """Seconds for each kind of file after the first: the app and an atlas make more than one."""
    words = wording.load("en")
    spec = {"kind": "situation", "day": archive.dataset.opening_day, "produced_on": dt.date.today()}
    specs = {
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
    render(archive, words, specs["1080p PNG"])
    return {
        name: median(lambda made=made: render(archive, words, made), runs)
        for name, made in specs.items()
    }


def rival(archive: Archive, runs: int) -> dict[str, float]:
    """Seconds for a screenshot, browser started anew and browser kept open."""
    from playwright.sync_api import sync_playwright

    spec = BriefSpec(
        kind="situation",
        day=archive.dataset.opening_day,
        produced_on=dt.date.today(),
        format="html",
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder, "page.html")
        page.write_bytes(render(archive, wording.load("en"), spec))

        def started():
            return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def picture(browser) -> None:
            tab = browser.new_page(viewport={"width": 1920, "height": 1080})
            tab.goto(page.as_uri())
            tab.wait_for_function("globalThis.conflictMap?.isReady")
            tab.screenshot(path=str(page.with_suffix(".png")))
            tab.close()

        def cold() -> None:
            browser = started()
            picture(browser)
            browser.close()

        browser = started()
        picture(browser)
        times = {
            "cold": median(cold, runs),
            "kept": median(lambda: picture(browser), runs),
        }
        browser.close()
    return times


def main() -> None:
    """Measure both sides and print a table with ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    archive = Archive.load()
    theirs = rival(archive, runs)
    print(f"screenshot, browser started each time  {theirs['cold']:6.2f} s")
    print(f"screenshot, browser kept open          {theirs['kept']:6.2f} s")
    for name, seconds in ours(archive, runs).items():
        target = f", target {TARGETS[name]:g} s" if name in TARGETS else ""
        line = f"{name:<16} {seconds:6.2f} s{target}"
        if pictures := PICTURES.get(name):
            cold, kept = (theirs[way] * pictures / seconds for way in ("cold", "kept"))
            line += f"; {cold:.1f} x as fast as cold, {kept:.1f} x as fast as kept open"
        print(line)


if __name__ == "__main__":
    main()
