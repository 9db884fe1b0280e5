"""Pages that a site writes out in full where the app has controls: evidence and downloads."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from dashboard.analysis.events import event_areas_km2
from dashboard.analysis.evidence import area_ids
from dashboard.archive import Archive, per_archive
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
    areas = _areas_of_places(archive)
    cut = next((area for area in area_ids(archive) if area not in archive.areas_of_cells), None)
    rows = zip(
        events,
        _land(archive, events),
        _land(archive, events, cut),
        (areas.get(event.place, "") for event in events),
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
        cut=cut,
        edition=links.edition,
    )
    return made + html_of(page, links, evidence_page.incident_parts(page, folded=True))


def _land(archive: Archive, events: Iterable[Event], within: str | None = None) -> list[Quantity]:
    """The land of an area that passed with each event."""
    sizes = event_areas_km2(archive, within)
    return [Quantity(sizes.get(event.id), Unit.KM2) for event in events]


@per_archive
def _areas_of_places(archive: Archive) -> dict[str, str]:
    """The areas that each place lies in, as their numbers in the list of areas, from 1, separated
    by spaces."""
    found: dict[str, list[str]] = {}
    for number, area in enumerate(area_ids(archive), 1):
        for place in archive.places_within(area):
            found.setdefault(place, []).append(str(number))
    return {place: " ".join(areas) for place, areas in found.items()}


def downloads_body(page: PageContext, files: Iterable[tuple[str, str, int]]) -> Markup:
    """The files to download, given as address, path and size in bytes, and the licences of the
    layers."""
    words = page.words
    offered = [
        (href, path.rpartition("/")[2], format.size(words, size), path.rpartition(".")[2])
        for href, path, size in files
    ]
    return render(page, "downloads.html", files=offered) + Markup(page.render("licences.html"))
