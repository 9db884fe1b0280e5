"""Other people's files, from an empty folder to the map and the briefing: ``tests/conflicts.py``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from conflicts import CONFLICTS, REDRAWN, north
from playwright.sync_api import expect
from reader import at_rest, colour_at, drag_to, shown_day
from world import nth_day

from dashboard import briefing, wording
from dashboard.archive import Archive
from dashboard.briefing.spec import KINDS, BriefSpec
from dashboard.cli import main


@pytest.fixture(scope="module", autouse=True)
def speak_longer(catalogs: Path) -> Iterator[None]:
    """The language that one of them speaks is known here as it is to the app."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_CATALOGS", str(catalogs))
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the data directory of a conflict, with a map: not to be written to."""
    made: dict[str, Path] = {}

    def data(name: str) -> Path:
        if name not in made:
            folder = CONFLICTS[name]().make(tmp_path_factory.mktemp(name))
            assert main(["build", "--data", str(folder)]) == 0
            made[name] = folder
        return made[name]

    return data


@pytest.fixture
def app_url(show_data, data: Path) -> str:
    """The app on a conflict."""
    return show_data(data)


@pytest.fixture
def data(conflict: str, built: Callable[[str], Path]) -> Path:
    """The data directory of a conflict."""
    return built(conflict)


@pytest.fixture
def archive(data: Path) -> Archive:
    return Archive.load(data)


def holders(archive: Archive, day: dt.date) -> dict[str, str]:
    """Who holds each place on a day."""
    state = archive.as_of(day)
    return {place: state.spell(place).properties["controller"] for place in archive.cells}


each_conflict = pytest.mark.parametrize("conflict", CONFLICTS)


@each_conflict
def test_check_has_nothing_to_say(data: Path, capsys: pytest.CaptureFixture):
    assert main(["check", "--data", str(data)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Next:" not in err


@each_conflict
def test_the_map_opens_and_follows_a_drag(archive: Archive, open_page):
    first, last = archive.first_day, archive.last_day
    before, after = (holders(archive, day) for day in (first, last))
    place = next(archive.places[p] for p in archive.cells if before[p] != after[p])
    page = open_page(f"?date={first}")
    at_rest(page)
    assert colour_at(page, place.lat, place.lon) == f"control.{before[place.id]}"
    drag_to(page, last, archive)
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", last.isoformat())
    page.mouse.up()
    assert colour_at(page, place.lat, place.lon) == f"control.{after[place.id]}"
    at_rest(page)
    assert shown_day(page) == last.isoformat()
    words = wording.of_seeds(archive.seeds)
    html = page.locator("html")
    expect(html).to_have_attribute("lang", words.language)
    expect(html).to_have_attribute("dir", words.direction)
    # few places are all named, of whatever rank
    expect(page.locator(".tm-label").first).to_be_visible(visible=bool(archive.gazetteer))
    # nothing is told of agreements, as there are none
    expect(page.locator(".tm-tabs [role=radio]")).to_have_count(4)
    expect(page.locator(".tm-figures .tm-card")).to_have_count(3)
    expect(page.get_by_text(words["in_force"], exact=True)).to_have_count(0)
    # and of land that is in no gain or loss where there is some
    change = archive.between(first, last)
    for phrase, km2 in (
        ("redrawn_short", change.redrawn_km2()),
        ("unheld_apart", change.unheld_km2()),
    ):
        apart = page.locator(".tm-card").get_by_text(words.fill(phrase, area="").strip())
        expect(apart).to_be_visible(visible=km2 > 0.5)


@pytest.mark.parametrize(
    ("conflict", "kinds"),
    [
        ("daily_maps", [kind for kind in KINDS if kind not in ("agreement", "swipe")]),
        ("periods", ["difference"]),
        ("three_sources", ["difference"]),
        ("districts", ["situation"]),
    ],
)
def test_briefings_tell_of_its_parties(archive: Archive, kinds: list[str]):
    """Every kind of one, of the others those in which they differ; a swipe is drawn as a pair
    side by side."""
    day, words = archive.last_day, wording.of_seeds(archive.seeds)
    named = [words.of(party, "short") for party in archive.dataset.parties]
    for kind in kinds:
        dates = (archive.first_day, nth_day(30), day) if kind == "sequence" else ()
        asked = {"kind": kind, "since": archive.first_day, "dates": dates}
        spec = BriefSpec(day=day, produced_on=day, format="svg", **asked)
        made = briefing.make(archive, words, spec)
        assert b"<svg" in made.data, kind
        assert any(name in made.alt for name in named), kind


@pytest.mark.parametrize("conflict", ["daily_maps"])
def test_a_boundary_drawn_anew_is_no_change_on_the_ground(archive: Archive):
    redrawn = {event.day for event in archive.events.values() if event.basis == "redrawn"}
    assert redrawn == {REDRAWN}
    before = REDRAWN - dt.timedelta(days=1)
    assert not archive.between(before, REDRAWN).flows()
    assert REDRAWN in archive.state_days
    assert REDRAWN not in archive.change_days
    assert archive.as_of(REDRAWN).last_change == nth_day(30)
    for day in (before, REDRAWN, archive.last_day):
        published = north((day - archive.first_day).days) & shapely.box(20, -1, 21, 0)
        held = archive.as_of(day).area_by_party()
        assert held["NOR"] / sum(held.values()) == pytest.approx(published.area, abs=5e-4)


@pytest.mark.parametrize("conflict", ["periods"])
def test_land_is_held_on_the_last_day_of_its_period_and_no_longer(archive: Archive):
    assert archive.state_days == (archive.first_day, nth_day(30))
    held = [archive.as_of(nth_day(number)).area_by_party()["COU"] for number in (29, 30)]
    assert held[1] / held[0] == pytest.approx(1.0 / 2.4, abs=1e-3)


@pytest.mark.parametrize("conflict", ["three_sources"])
def test_places_are_whose_most_of_three_sources_say(archive: Archive):
    methods = {event.note for event in archive.events.values()}
    assert methods == {"majority of radio, diario, cruz"}
    contested = archive.as_of(nth_day(45)).area_by_party()["DIS"]
    assert contested > 0
    change = archive.between(archive.first_day, archive.last_day)
    assert set(change.flows()) == {("AZU", "VER")}


@pytest.mark.parametrize("conflict", ["districts"])
def test_a_language_of_its_own_is_the_only_one(archive: Archive):
    assert [party.name.keys() for party in archive.dataset.parties] == [
        {archive.dataset.languages[0]}
    ] * 3
    assert wording.of_seeds(archive.seeds).direction == "rtl"
