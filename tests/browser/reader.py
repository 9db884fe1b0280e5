"""What a reader sees and does on the page, in one place for all browser tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page

from dashboard.archive import Archive

PATIENCE = 60_000  # milliseconds; nothing takes so long but where much else runs


def wait_until(page: Page, condition: str, argument: object = None) -> None:
    """Wait until an expression, or what a function returns, is true on the page.

    Playwright's own way is an ``eval`` of the page's, which its policy forbids.
    """
    page.evaluate(
        f"""async (argument) => {{
          const found = () => ({condition});
          const isFound = () => typeof found() === "function" ? found()(argument) : found();
          for (const end = performance.now() + {PATIENCE}; !isFound();) {{
            if (performance.now() > end) throw Error("not to be: " + found);
            await new Promise((done) => setTimeout(done, 20));
          }}
        }}""",
        argument,
    )


def fields_of(address: str) -> dict[str, str]:
    """The parameters of a link; a page that is a file has them behind ``#``."""
    parts = urlsplit(address)
    return dict(parse_qsl(parts.query or parts.fragment))


def at_rest(page: Page) -> None:
    """Wait until nothing moves any more: Streamlit has drawn all that its last run gave, Python has
    taken in what was done on the map, which shows what the address says, in the words of the
    language chosen. What the map does once it has been at rest for a while it does at once when the
    reader turns away from the page."""
    wait_until(
        page,
        """() => {
          const isFile = location.protocol === "file:";
          const app = document.querySelector("[data-testid=stApp]");
          const isDrawn = (isFile || app?.dataset.testScriptState === "notRunning")
            && !document.querySelector("[data-stale=true], .leaflet-pan-anim, .leaflet-zoom-anim")
            && document.getAnimations().every((each) => each.playState !== "running");
          if (!isDrawn || !document.querySelector(".tm-track")) return isDrawn;
          const { connection, isViewSent, payload, choice, resting } = conflictMap;
          if (resting.size) {
            dispatchEvent(new Event("blur"));
            return false;
          }
          const asked = new URLSearchParams(location.search);
          const isAsAsked = isFile || asked.has("at") && Object.entries(conflictMap.serialize())
            .every(([name, text]) => (asked.get(name) ?? "") === (text ?? ""));
          return connection.isSettled && isViewSent && payload.language === choice.lang && isAsAsked;
        }""",
    )


def step_of_history(page: Page) -> str:
    """The step of the reader's way that the page is at: the same until a new one is made."""
    return page.evaluate("navigation.currentEntry.key")


def step_to(page: Page, fields: Mapping[str, str]) -> None:
    """Lead to another link of the app as a step back to it does: the page is not loaded anew."""
    page.evaluate(
        """(fields) => {
          document.querySelector(":popover-open")?.hidePopover();
          document.activeElement.blur();
          const isFile = location.protocol === "file:";
          history.replaceState(null, "", `${isFile ? "#" : "?"}${new URLSearchParams(fields)}`);
          dispatchEvent(new Event(isFile ? "hashchange" : "popstate"));
        }""",
        dict(fields),
    )


def go_to(page: Page, fields: Mapping[str, str]) -> None:
    """Show another state of the map, and wait until it is drawn."""
    step_to(page, fields)
    at_rest(page)


def shown_day(page: Page) -> str:
    """The large date, as ISO text."""
    return page.locator("time.tm-asof").get_attribute("datetime")


def track_point(page: Page, day: dt.date, archive: Archive) -> tuple[float, float]:
    """Screen position of a day on the date control."""
    box = page.locator(".tm-track").bounding_box()
    x = page.evaluate(
        "(day) => conflictMap.widgets.get('slider').axis.x(day)", (day - archive.first_day).days
    )
    return box["x"] + x, box["y"] + 30


def drag_to(page: Page, day: dt.date, archive: Archive, steps: int = 10) -> None:
    """Take the thumb and carry it to about ``day``, without letting go."""
    page.mouse.move(*track_point(page, dt.date.fromisoformat(shown_day(page)), archive))
    page.mouse.down()
    page.mouse.move(*track_point(page, day, archive), steps=steps)


def map_point(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where a position lies on the map, once that and the page around it are at rest."""
    at_rest(page)
    x, y = page.evaluate(
        "([lat, lon]) => { const p = conflictMap.maps.map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
        [lat, lon],
    )
    return x, y


def screen_point(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """The same on the screen."""
    x, y = map_point(page, lat, lon)
    box = page.locator("#map_main").bounding_box()
    return box["x"] + x, box["y"] + y


def colour_at(page: Page, lat: float, lon: float) -> str:
    """Class of control drawn at a position on the day shown."""
    return page.evaluate(
        """([lat, lon]) => {
          const { dateLayers } = conflictMap.maps.view;
          return dateLayers.find("control").classKeyOf(dateLayers.cells.shapeAt([lat * 1e5, lon * 1e5]));
        }""",
        [lat, lon],
    )
