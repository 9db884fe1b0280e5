"""An area whose outline cuts cells: its figures are the sums of the land inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from world import archive_of, at_km, doubtful_events, make_squares, nth_day, text

from dashboard.analysis import profiles
from dashboard.analysis.ceasefires import ceasefires
from dashboard.analysis.claims import find
from dashboard.analysis.events import event_areas_km2, event_table
from dashboard.analysis.evidence import area_evidence
from dashboard.analysis.gap import gap
from dashboard.analysis.incidents import incidents_between
from dashboard.analysis.map_table import map_features, map_table
from dashboard.analysis.over_time import OverTime
from dashboard.analysis.scenarios import across, with_events
from dashboard.analysis.situation import difference, situation
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.measure import geodesic_area_km2
from dashboard.records import AnyRecipe, Feature, GainTest, Incident, IncidentKind, Period

DRAWN = TypeAdapter(AnyRecipe).validate_python(
    {
        "id": "drawn",
        "kind": "drawn_area",
        "layer": "zone",
        "agreement": "pact",
        "title": text("Drawn"),
        "caveat": text("-"),
        "certainty": "low",
        "precision_m": 1,
        "valid_from": nth_day(0),
        "features": ["ring"],
    }
)
#: Squares of ten kilometres in the projection are 0.08 % larger on the ellipsoid.
near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def with_zone(archive: Archive, *parts: shapely.Geometry) -> Archive:
    """The same land with a headline zone that was drawn, in one feature or several."""
    drawn = tuple(
        Feature(
            f"drawn.{number}", "zone", part, Period(nth_day(0), None),
            {"recipe": "drawn", "kind": "drawn_area", "area_km2": geodesic_area_km2([part])[0]},
        )
        for number, part in enumerate(parts)
    )  # fmt: skip
    recipes = (*archive.dataset.recipes, DRAWN)
    dataset = archive.dataset.model_copy(update={"headline_zone": "drawn", "recipes": recipes})
    layers = {**archive.layers, "zone": (*archive.layers["zone"], *drawn)}
    return Archive(replace(archive.seeds, dataset=dataset), layers, archive.catalog)


@pytest.fixture(scope="module")
def strip() -> Archive:
    """The corridor that the deal draws, and says it is for, is 30 km by 4 km from the middle of a2
    to the middle of d2: 20 km² of these two, 40 of b2 and c2. The headline zone is another."""
    seeds = make_squares()
    layers = seeds.dataset.layers
    dataset = seeds.dataset.model_copy(
        update={
            "incident_kinds": (IncidentKind(id="raid", name=text("Raid")),),
            "layers": (*layers, layers[0].model_copy(update={"name": "incidents"})),
        }
    )
    places = at_km(shapely.points([(25, 15), (25, 19)]))
    incidents = tuple(
        Incident(id=ident, day=nth_day(5), kind="raid", lon=at.x, lat=at.y, precision_m=100)
        for ident, at in zip(("in-it", "beside-it"), places, strict=True)
    )
    agreements = tuple(
        each.model_copy(update={"within": "corridor"}) if each.id == "deal" else each
        for each in seeds.agreements
    )
    seeds = replace(seeds, dataset=dataset, incidents=incidents, agreements=agreements)
    return archive_of(seeds)


def test_land_inside_counts(strip):
    """On day 30 RED holds c2 too."""
    found = situation(strip, nth_day(30), "corridor")
    assert found.total.value == near(120)
    assert {party: km2.value for party, km2 in found.held.items()} == {
        "RED": near(100), "BLUE": near(20),
    }  # fmt: skip
    assert strip.outline("corridor").bounds == strip.land_of("corridor")[0].geometry.bounds


def test_what_an_event_took_of_the_zone_is_the_land_inside(strip):
    """c2 passes three times, 40 km² of the zone each."""
    found = area_evidence(strip, nth_day(0), nth_day(50), "corridor")
    passed = found.transfers
    assert passed.events == ("e1", "e2", "e3")
    sizes = event_areas_km2(strip, "corridor")
    assert [sizes[event] for event in passed.events] == [near(40)] * 3
    assert passed.km2.value == pytest.approx(sum(sizes.values()), abs=1e-9)
    table = event_table(strip, passed.events, "corridor")
    assert table["area_km2"].tolist() == list(sizes.values())
    assert event_areas_km2(strip)["e1"] == near(100)


def test_the_table_of_the_map_adds_up_to_the_zone(strip):
    """Cells with the land they have in it, so that the column is the figure."""
    features, _ = map_features(strip, nth_day(30), ("control_areas",), "corridor")
    table = map_table(strip, features)
    held = situation(strip, nth_day(30), "corridor").held
    assert table.groupby("party")["area_km2"].sum().to_dict() == pytest.approx(
        {party: km2.value for party, km2 in held.items()}
    )


def test_agreement_and_area_are_one(strip):
    """What the deal drew is an area: the same figures, errors and evidence."""
    area = next(a for a in gap(strip, nth_day(50), "deal").areas if a.recipe.id == "corridor")
    zone = situation(strip, nth_day(50), "corridor")
    assert area.held == zone.held
    assert (area.within, area.transfers.km2.value) == ("corridor", near(120))


def test_a_truce_is_looked_at_in_the_area_it_is_for(strip):
    """Not in the headline zone, as those that name none."""
    found = next(each for each in ceasefires(strip).measured if each.agreement.id == "deal")
    assert (found.area, found.area_stated) == ("corridor", True)
    assert all(each.area == "zone" for each in ceasefires(strip).measured if each != found)


def test_a_claim_about_the_zone(strip):
    test = GainTest(
        party="RED", against="BLUE", within="corridor", from_day=nth_day(10), to_day=nth_day(50)
    )
    ((_, gained),) = find(test, strip).figures.items()
    assert gained.value == near(40)


def test_incidents_of_the_zone_lie_in_it(strip):
    """Not those beside it on the land of the same place."""
    found = incidents_between(strip, nth_day(0), nth_day(50), "corridor")
    assert [incident.id for incident in found] == ["in-it"]
    assert len(incidents_between(strip, nth_day(0), nth_day(50), "district:CC")) == 2


def test_the_record_of_the_zone(strip):
    """Of the zone itself all is covered by the agreed strip, of the band to 5 km a sixth."""
    found = profiles.area_profile(strip, "corridor", nth_day(30))
    shares = {cover.feature.id: cover.share.value for cover in found.covers}
    assert shares["corridor"] == pytest.approx(100, abs=1e-3)
    assert shares["band.band-5km"] == pytest.approx(100 / 6, rel=0.01)
    assert {place.id for place in found.places} == {"a2", "b2", "c2", "d2"}
    assert found.distance.least.value == 0


def test_only_areas_of_whole_cells_are_made_of_cells(strip):
    """The outline of a zone that cuts cells is not that of its cells."""
    assert "corridor" in strip.areas
    assert set(strip.areas) - set(strip.areas_of_cells) == {"corridor", "band"}


def test_scenarios_have_the_same_zone(squares):
    """Without c1, of low certainty, RED holds half a square less of a zone of half of c1."""
    made = with_zone(squares, at_km(shapely.box(25, 0, 40, 10)))
    found = across(made, lambda each: situation(each, nth_day(30), "drawn"))
    assert found.held["RED"].value == near(50)
    assert found.held["RED"].scenarios["without_low"] == 0


def test_an_outline_along_cells_gives_the_figures_of_the_cells(squares):
    """To the last digit, errors too: a zone drawn where the pocket is."""
    made = with_zone(squares, squares.headline_zone)
    assert np.array_equal(made.share_within("drawn"), made.within("zone"))
    for day in squares.state_days:
        cells, drawn = (difference(made, nth_day(0), day, area) for area in ("zone", "drawn"))
        for flow, same in zip(cells.flows, drawn.flows, strict=True):
            assert (flow.key, flow.area.value, flow.area.error) == (
                same.key, same.area.value, same.area.error,
            )  # fmt: skip
        state = made.as_of(day)
        assert state.area_by_party("zone") == state.area_by_party("drawn")
        assert state.error_by_party("zone") == state.error_by_party("drawn")


def test_several_outlines_are_one_zone(squares):
    """Where they overlap land counts once."""
    one, two = (at_km(shapely.box(x, 2, x + 15, 8)) for x in (5, 12))
    both = with_zone(squares, one, two).as_of(nth_day(0)).area_km2("drawn")
    assert both == near(22 * 6)


corners = st.tuples(st.floats(-5, 45), st.floats(-5, 35))


@st.composite
def zones(draw) -> Sequence[shapely.Geometry]:
    """A drawn area, and the rest of the land."""
    hull = shapely.MultiPoint(draw(st.lists(corners, min_size=3, max_size=6))).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 1:
        hull = shapely.box(3, 4, 27, 22)
    area = at_km(hull)
    return area, shapely.difference(at_km(shapely.box(-50, -50, 90, 80)), area)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    zone=zones(), events=doubtful_events(), days=st.tuples(st.integers(0, 99), st.integers(0, 99))
)
def test_whatever_is_drawn_figures_are_sums(squares, zone, events, days):
    """Parts make the whole; a figure is the sum of its events; all ways of asking agree; and a
    zone and the rest of the land have what the land has."""
    since, until = (nth_day(number) for number in sorted(days))
    world = with_events(squares, tuple(events))
    flows, errors = [], []
    for area in zone:
        made = with_zone(world, area)
        state, change = made.as_of(until), made.between(since, until)
        held = state.area_by_party("drawn")
        assert sum(held.values()) + state.unknown_km2("drawn") == pytest.approx(
            state.area_km2("drawn")
        )
        passed, sizes = transfers(made, since, until, "drawn"), event_areas_km2(made, "drawn")
        counted = sum(sizes.get(event, 0) for event in passed.events)
        assert passed.km2.value == pytest.approx(counted, abs=1e-9)
        series = OverTime(made, [until])
        for party in made.parties:
            taken = sum(km2.value for (_, to), km2 in passed.flows.items() if to == party)
            given_up = sum(km2.value for (by, _), km2 in passed.flows.items() if by == party)
            net = series.net_km2(since, "drawn").get(party, [0])[0]
            assert net == pytest.approx(change.net_km2(party, "drawn"), abs=1e-9)
            assert net == pytest.approx(taken - given_up, abs=1e-9)
            off = series.net_error_km2(since, "drawn").get(party, [0])[0]
            assert off == pytest.approx(change.error_km2("drawn", [party]), abs=1e-6)
            now = series.area_km2("drawn").get(party, [0])[0]
            assert now == pytest.approx(held.get(party, 0), abs=1e-9)
        flows.append(change.flows("drawn"))
        errors.append(change.error_km2("drawn"))
    whole = world.between(since, until)
    for pair, km2 in whole.flows().items():
        assert sum(each.get(pair, 0) for each in flows) == pytest.approx(km2, abs=0.05)
    assert max(errors) <= whole.error_km2() + 1e-9
    assert sum(errors) >= whole.error_km2() - 0.05
