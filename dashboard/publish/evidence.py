"""Pages that a site writes out in full where the app has controls: evidence and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dashboard.analysis.events import event_areas_km2
from dashboard.analysis.evidence import area_ids
from dashboard.archive import Archive
from dashboard.publish.links import SiteLinks, event_rows
from dashboard.publish.parts import html_of, render
from dashboard.quantity import Quantity, Unit
from dashboard.records import Event
from dashboard.views import events as listed
from dashboard.views import evidence as evidence_page
from dashboard.views.context import PageContext
from dashboard.wording import format


def figures(page: PageContext) -> Markup:
    """The figures of the area and the days chosen, with their ranges."""
    return Markup(page.render("evidence.html", found=evidence_page.evidence_of(page)))


def body(page: PageContext, links: SiteLinks) -> Markup:
    """The figures of the whole series, and every event with its sources."""
    archive = page.archive
    events = [archive.events[ident] for ident in event_rows(archive)]
    rows = zip(
        events,
        _land(archive, events),
        _areas_of(page, events),
        (other.replace("\n", " ") for other in listed.other_names(page, events)),
        strict=True,
    )
    titles = [(area, page.area(area)) for area in area_ids(archive)]
    made = render(
        page,
        "evidence_rows.html",
        figures=figures(page),
        rows=rows,
        areas=titles,
        edition=links.edition,
    )
    return made + html_of(page, links, evidence_page.incident_parts(page, folded=True))


def _land(archive: Archive, events: Iterable[Event], within: str | None = None) -> list[Quantity]:
    """The land of an area that passed with each event."""
    sizes = event_areas_km2(archive, within)
    return [Quantity(sizes.get(event.id), Unit.KM2) for event in events]


def _areas_of(page: PageContext, events: Sequence[Event]) -> list[str]:
    """The areas that the place of each event lies in, by their numbers in the list of areas from 1,
    separated by spaces; a colon and the km² that passed follow for an area that cuts cells."""
    archive, found = page.archive, [list[str]() for _ in events]
    for number, area in enumerate(area_ids(archive), 1):
        inside = archive.places_within(area)
        land = [""] * len(events)
        if area not in archive.areas_of_cells:
            land = [f":{format.number(page.words, km2)}" for km2 in _land(archive, events, area)]
        for event, km2, areas in zip(events, land, found, strict=True):
            if event.place in inside:
                areas.append(f"{number}{km2}")
    return [" ".join(areas) for areas in found]


def downloads_body(page: PageContext, files: Iterable[tuple[str, str, int]]) -> Markup:
    """The files to download, given as address, path and size in bytes, and the licences of the
    layers."""
    words = page.words
    offered = [
        (href, path.rpartition("/")[2], format.size(words, size), path.rpartition(".")[2])
        for href, path, size in files
    ]
    return render(page, "downloads.html", files=offered) + Markup(page.render("licences.html"))
