"""Scrubbing: ours beside the usual ways to move a Streamlit map through time, in one run.

    python bench/scrub.py                  the data set of this checkout
    python bench/scrub.py --scripts DIR    folium's TimelineSlider too: its scripts come from a
                                           network only, so DIR holds leaflet.timeline.min.js and
                                           moment.min.js (``npm pack leaflet.timeline moment``)
    python bench/scrub.py --growth         34,000 places and 3,000 days of published areas, made up,
                                           beside the best of the usual ways; a build of minutes

Ours is measured by the page itself: script time of a step, time from a key press to the frame
that shows it, frames while dragging. The rivals are measured from the key press to the last
change inside their map's frame. Everything runs in one headless Chromium on one machine.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from driver import ROOT, Traffic, app, chromium, heap_bytes, percentile, spread
from playwright.sync_api import Page
from xstatic.pkg import leaflet

STEPS = """async (count) => {
  // script time of a step, over the changes of the series and back again
  const days = conflictMap.facts.state_days, times = [];
  for (let i = 0; i < count; i++) {
    const at = i % (2 * days.length - 2), day = days[at < days.length ? at : 2 * days.length - 2 - at];
    const start = performance.now();
    conflictMap.show(day);
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""
KEYS = """async (count) => {
  // from the key to the frame after the one that drew it
  const track = document.querySelector(".tm-track"), times = [];
  track.focus();
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 16));
    const start = performance.now();
    track.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", shiftKey: true, bubbles: true }));
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
    times.push(performance.now() - start);
  }
  return times;
}"""
FRAMES = """async (ms) => {
  const gaps = [], seen = new Set();
  let last = await new Promise(requestAnimationFrame);
  const end = last + ms;
  while (last < end) {
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - last);
    if (globalThis.conflictMap) seen.add(conflictMap.day);
    last = now;
  }
  return { gaps, seen: [...seen] };
}"""
COMMITS = """async (count) => {
  const { connection, facts } = conflictMap, receive = connection.receive.bind(connection), times = [];
  let settled = null;
  connection.receive = (state) => { const applies = receive(state); if (applies) settled?.(); return applies; };
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    const answer = new Promise((resolve) => { settled = resolve; });
    conflictMap.commit(facts.state_days[(i * 7) % facts.state_days.length]);
    await answer;
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  connection.receive = receive;
  return times;
}"""


def open_ours(browser, url: str) -> tuple[Page, Traffic]:
    """The app, opened and settled."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    traffic = Traffic(page)
    page.goto(url)
    page.locator(".tm-figures .tm-card").first.wait_for(timeout=120_000)
    page.wait_for_timeout(1500)
    return page, traffic


def drag(page: Page, seconds: float) -> dict:
    """Drag the thumb to and fro for some seconds while frames are counted."""
    box = page.locator(".tm-track").bounding_box()
    y = box["y"] + 30
    page.mouse.move(box["x"] + 40, y)
    page.mouse.down()
    handle = page.evaluate_handle(f"globalThis.counting = ({FRAMES})({seconds * 1000}); 0")
    handle.dispose()
    steps = int(seconds * 60)
    for i in range(steps):
        part = abs((i / 150) % 2 - 1)
        page.mouse.move(box["x"] + 40 + part * (box["width"] * 0.42), y)
    counted = page.evaluate("counting")
    page.mouse.up()
    return counted


def states_shown(page: Page) -> int:
    """Of 20 states passed in a drag of one second, how many a frame showed."""
    days = page.evaluate("conflictMap.facts.state_days.slice(-60, -40)")
    page.evaluate(f"globalThis.counting = ({FRAMES})(1400); 0")
    page.evaluate(
        """async (days) => {
          const track = document.querySelector(".tm-track"), box = track.getBoundingClientRect(), axis = conflictMap.widgets.get("slider").axis;
          const fire = (type, day) => track.dispatchEvent(new PointerEvent(type, { pointerType: "mouse", clientX: box.left + axis.x(day), clientY: box.top + 30, pointerId: 1, bubbles: true }));
          track.setPointerCapture = () => {};
          fire("pointerdown", days[0]);
          for (const day of days) { fire("pointermove", day); await new Promise((r) => setTimeout(r, 50)); }
          fire("pointerup", days.at(-1));
        }""",
        days,
    )
    seen = page.evaluate("counting")["seen"]
    # neighbouring days can share a pixel: a state counts as shown when a day of it was
    states = page.evaluate(
        "(seen) => [...new Set(seen.map((d) => conflictMap.lookup.stateIndex(d)))]", seen
    )
    wanted = set(page.evaluate("(days) => days.map((d) => conflictMap.lookup.stateIndex(d))", days))
    return len(wanted & set(states))


def measure_ours(browser, url: str, steps: int = 500) -> dict:
    """Every figure of the table for the app."""
    page, traffic = open_ours(browser, url)
    session = page.context.new_cdp_session(page)
    figures = {"opened_bytes": traffic.bytes, "empty": page.evaluate(FRAMES, 2000)["gaps"]}
    page.evaluate(STEPS, 100)
    before, bytes_before = heap_bytes(session), traffic.bytes
    figures["script"] = page.evaluate(STEPS, steps)
    figures["step_bytes"] = (traffic.bytes - bytes_before) / steps
    figures["heap"] = (before, heap_bytes(session))
    page.evaluate("conflictMap.commit(0)")
    page.wait_for_timeout(1000)
    figures["keys"] = page.evaluate(KEYS, 100)
    figures["drag"] = drag(page, 10)["gaps"]
    figures["states"] = states_shown(page)
    bytes_before = traffic.bytes
    figures["commits"] = page.evaluate(COMMITS, 30)
    figures["commit_bytes"] = (traffic.bytes - bytes_before) / 30
    page.close()
    return figures


WATCH = """
  globalThis.lastChange = 0;
  const watcher = new MutationObserver(() => { globalThis.lastChange = Date.now(); });
  // the component opens its document anew, so the watch is renewed
  setInterval(() => watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true }), 100);
"""  # in every frame from its start: a rebuilt map comes in a new frame


def serve_network_files(scripts: Path | None) -> Callable:
    """What the rivals fetch from the network, served from this machine: Leaflet from the package,
    their own scripts from ``scripts``, the rest (styling they do not use here) empty. It spares
    them the network's delay."""
    folders = [Path(leaflet.BASE_DIR), *([scripts] if scripts else [])]

    def serve(route) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        kind = "text/css" if name.endswith("css") else "application/javascript"
        found = next((folder / name for folder in folders if (folder / name).is_file()), None)
        route.fulfill(body=found.read_bytes() if found else "", content_type=kind)

    return serve


def measure_rival(
    browser,
    url: str,
    scripts: Path | None,
    steps: int = 25,
    *,
    inside: bool = False,
    wait_s: float = 2.2,
) -> dict:
    """Key press to the last change of the map, bytes and heap of a rival; ``inside`` where the
    slider stands in the map's own frame. Each step is given ``wait_s``."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.route(lambda address: "127.0.0.1" not in address, serve_network_files(scripts))
    traffic = Traffic(page)
    page.goto(url)
    page.locator("iframe").wait_for(timeout=240_000)
    page.frame_locator("iframe").locator("path").first.wait_for(timeout=60_000, state="attached")
    page.wait_for_timeout(2500)
    session = page.context.new_cdp_session(page)
    thumb = (page.frame_locator("iframe") if inside else page).get_by_role("slider")
    before, bytes_before, times = heap_bytes(session), traffic.bytes, []
    for _ in range(steps):
        start = page.evaluate("Date.now()")
        thumb.press("ArrowRight")
        page.wait_for_timeout(1000 * wait_s)
        frames = [f for f in page.frames if f != page.main_frame and not f.is_detached()]
        last = max(f.evaluate("globalThis.lastChange ?? 0") for f in frames)
        if last > start:
            times.append(last - start)
    figures = {
        "keys": times, "step_bytes": (traffic.bytes - bytes_before) / steps, "heap": (before, heap_bytes(session)),
        "steps": steps,
    }  # fmt: skip
    page.close()
    return figures


def heap_words(figures: dict) -> str:
    before, after = figures["heap"]
    return f"{before / 1e6:.1f} → {after / 1e6:.1f} MB ({after / before - 1:+.0%})"


def report(ours: dict, rivals: dict[str, dict]) -> None:
    """Print the table and the ratios."""
    print(f"\n{'way':38} {'key → painted p50/p95 ms':>26} {'kB a step':>10}  heap")
    print(
        f"{'this app':38} {spread(ours['keys']):>26} {ours['step_bytes'] / 1e3:>10.1f}  {heap_words(ours)} over 500 steps"
    )
    for name, figures in rivals.items():
        line = f"{heap_words(figures)} over {figures['steps']} steps"
        print(
            f"{name:38} {spread(figures['keys']):>26} {figures['step_bytes'] / 1e3:>10.1f}  {line}"
        )
        ratio = percentile(figures["keys"], 0.5) / percentile(ours["keys"], 0.5)
        print(f"{'':38} {f'{ratio:.0f} times as long':>26}")
    print(
        f"\nscript time a step      p50/p95 {percentile(ours['script'], 0.5):.2f} / {percentile(ours['script'], 0.95):.2f} ms"
    )
    print(
        f"frame while dragging    p50/p95 {spread(ours['drag'])} ms; empty page {spread(ours['empty'])} ms"
    )
    dropped = sum(gap > 25 for gap in ours["drag"])
    print(f"frames over 25 ms in a 10 s drag: {dropped} of {len(ours['drag'])}")
    print(
        f"states shown of 20 passed in a one-second drag: {ours['states']} (st.slider tells nothing until it is let go: 1)"
    )
    print(
        f"commit (let go → page agrees) p50/p95 {spread(ours['commits'])} ms, {ours['commit_bytes'] / 1e3:.1f} kB"
    )
    print(
        f"web socket bytes to open the page: {ours['opened_bytes'] / 1e6:.2f} MB before compression"
    )


def growth(browser, places: int, days: int) -> None:
    """Ours on data sets much larger than the bundled one, steps in three runs and four drags, beside a fragment."""
    from growth import CHANGES, VERTICES
    from synthetic import build, write_areas, write_places

    print(
        f"\n{'':>24} {'script p50/p95 ms, three runs':>40} {'drag frame p50/p95 ms':>23} {'in a fragment p50/p95 ms':>26}"
    )
    for of, write in {
        f"{places:,} places": lambda folder: write_places(folder, places, CHANGES),
        f"{days:,} days of areas": lambda folder: write_areas(folder, days, VERTICES),
    }.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder)
            build(folder)
            with app(ROOT / "dashboard" / "app.py", folder) as url:
                page, _ = open_ours(browser, url)
                page.evaluate(STEPS, 100)
                script = ", ".join(spread(page.evaluate(STEPS, 300)) for _ in range(3))
                gaps = [gap for _ in range(4) for gap in drag(page, 5)["gaps"]]
                page.close()
            with app(ROOT / "bench" / "rivals" / "fragment.py", folder) as url:
                rival = measure_rival(browser, url, None, 10, wait_s=15)
        print(f"{of:>24} {script:>40} {spread(gaps):>23} {spread(rival['keys']):>26}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--scripts", type=Path, help="folder with the scripts of TimelineSlider")
    parser.add_argument("--growth", action="store_true", help="measure much larger data sets")
    parser.add_argument("--places", type=int, default=34_000, help="of the one with places")
    parser.add_argument("--days", type=int, default=3_000, help="of the one with published areas")
    arguments = parser.parse_args()
    with chromium() as browser:
        if arguments.growth:
            growth(browser, arguments.places, arguments.days)
            return
        with app(ROOT / "dashboard" / "app.py") as url:
            ours = measure_ours(browser, url)
        rivals = {}
        for name, script in {
            "st_folium, rebuilt on each date": "rebuilt.py",
            "st_folium, fragment, dissolved, group": "fragment.py",
        }.items():
            with app(ROOT / "bench" / "rivals" / script) as url:
                rivals[name] = measure_rival(browser, url, arguments.scripts)
        if arguments.scripts:
            with app(ROOT / "bench" / "rivals" / "timeline.py") as url:
                rivals["TimelineSlider, in the browser"] = measure_rival(
                    browser, url, arguments.scripts, inside=True
                )
        else:
            print("TimelineSlider: not measured, name its scripts with --scripts")
        report(ours, rivals)


if __name__ == "__main__":
    main()
