"""The difference the browser works out while a date is dragged is ``Archive.between``'s."""

from __future__ import annotations

import datetime as dt

import pytest
from world import archive_of, make_world, nth_day, with_contested, with_maps

from dashboard import wording
from dashboard.analysis.scenarios import scenarios
from dashboard.payload.build import build_payload
from dashboard.payload.encoding import encode

PAIRS = [
    ("2017-09-15", "2024-12-08"), ("2018-09-17", "2020-03-05"), ("2020-03-05", "2018-09-17"),
    ("2019-04-30", "2019-08-31"), ("2020-03-06", "2020-03-06"),
]  # fmt: skip
ASK = """(a, b) => {
  transfers.compare(a, b);
  const totals = transfers.totals(), error = transfers.error(), range = transfers.netRanges();
  const ranges = payload.facts.parties.map((_, at) => range(null, at));
  return { totals, ranges, error: error.km2, errors: [...error.units] };
}"""


@pytest.fixture(params=PAIRS, ids=" to ".join)
def compared(request, loaded, archive):
    """Two days, what the browser finds between them, and what the archive does."""
    a, b = map(dt.date.fromisoformat, request.param)
    found = loaded.call(ASK, (a - archive.first_day).days, (b - archive.first_day).days)
    return a, b, found, archive.between(a, b)


def codes(archive) -> dict[str, str]:
    """District code by its name."""
    words = wording.load("en").of_seeds(archive.seeds)
    places = [archive.places[cell] for cell in archive.cells]
    return {
        words.area(archive.dataset, p.unit("district")[0]): p.unit("district")[1] for p in places
    }


def test_gains_and_losses_of_each_party(compared, archive):
    """In all and by district, to a hundredth of a km²."""
    _, _, found, change = compared
    totals = found["totals"]
    assert sorted(t["place"] for t in totals["transfers"]) == sorted(change.places())
    for at, party in enumerate(archive.parties):
        assert totals["gained"][at] == pytest.approx(change.gained_km2(party), abs=0.05)
        assert totals["lost"][at] == pytest.approx(change.lost_km2(party), abs=0.05)
        for district in totals["units"]:
            within = f"district:{codes(archive)[district['name']]}"
            gained, lost = change.gained_km2(party, within), change.lost_km2(party, within)
            assert district["gained"][at] == pytest.approx(gained, abs=0.02)
            assert district["lost"][at] == pytest.approx(lost, abs=0.02)


def test_how_far_the_figures_can_be_off(compared, archive):
    """The error of the line of each party, in all and in each district that changed."""
    _, _, found, change = compared
    assert found["error"] == pytest.approx(change.error_km2(), abs=0.5)
    errors, districts = dict(found["errors"]), codes(archive)
    for name in (None, *(district["name"] for district in found["totals"]["units"])):
        within = name and f"district:{districts[name]}"
        for party, error in zip(archive.parties, errors.get(name, ()), strict=name in errors):
            assert error == pytest.approx(change.error_km2(within, [party]), abs=0.5)
        assert name in errors or change.error_km2(within) == 0


def test_the_range_of_each_net_over_the_scenarios(compared, archive):
    """Least and most, with events left out or dated otherwise."""
    a, b, found, _ = compared
    changes = [made.between(a, b) for made in (archive, *scenarios(archive).values())]
    for at, party in enumerate(archive.parties):
        nets = [change.net_km2(party) for change in changes]
        assert found["ranges"][at] == pytest.approx([min(nets), max(nets)], abs=0.1)


def test_moving_a_day_gives_what_comparing_anew_gives(loaded, archive):
    """Only what changes is looked at while B moves, and nothing is forgotten."""
    walk = [(day - archive.first_day).days for day in archive.state_days[::7]]
    same = loaded.call(
        """(walk) => {
          const { control, contact, facts } = transfers;
          const moving = new Transfers(control, contact, facts);
          let [cells, stretches] = [0, 0];
          const text = (each) => JSON.stringify([[...each.changed].sort(), [...each.left].sort()]);
          return walk.every((day) => {
            moving.compare(walk[3], day, () => { cells += 1; }, () => { stretches += 1; });
            const anew = new Transfers(control, contact, facts);
            anew.compare(walk[3], day);
            return text(moving) === text(anew);
          }) && cells > 0 && stretches > 0;
        }""",
        walk,
    )
    assert same


def test_the_cells_of_a_party_are_those_it_gained_or_lost(loaded, archive):
    """What a row of the table brings into view."""
    a, b = dt.date(2018, 9, 17), dt.date(2020, 3, 5)
    loaded.call(
        "(a, b) => { transfers.compare(a, b); }", *((d - archive.first_day).days for d in (a, b))
    )
    changed, states = archive.between(a, b).places(), [archive.as_of(day) for day in (a, b)]
    holders = {
        place: {state.spell(place).properties["controller"] for state in states}
        for place in changed
    }
    for at, party in enumerate(archive.parties):
        cells = loaded.call(
            "(at) => transfers.cellsOf(at).map((cell) => transfers.cells.places[cell])", at
        )
        assert set(cells) == {place for place, held in holders.items() if party in held}


TOTALS = """(encoded, a, b) => {
  const payload = decode(encoded);
  const layer = (style) => payload.layers.find((each) => each.style === style);
  const transfers = new Transfers(layer("control"), layer("contact"), payload.facts);
  transfers.compare(a, b);
  const ranges = payload.facts.parties.map((_, at) => transfers.netRanges()(null, at));
  return { ...transfers.totals(), ranges };
}"""


def compare(engine, archive, a, b):
    """What the browser finds between two days of an archive, and what the archive does."""
    made = build_payload(archive, wording.load("en").of_seeds(archive.seeds))
    found = engine.call(TOTALS, encode(made), a, b)
    worlds = (archive, *scenarios(archive).values())
    changes = [each.between(nth_day(a), nth_day(b)) for each in worlds]
    for at, party in enumerate(archive.party_ids):
        assert found["gained"][at] == pytest.approx(changes[0].gained_km2(party), abs=0.05)
        assert found["lost"][at] == pytest.approx(changes[0].lost_km2(party), abs=0.05)
        nets = [change.net_km2(party) for change in changes]
        assert found["ranges"][at] == pytest.approx([min(nets), max(nets)], abs=0.05)
    return found, changes[0]


@pytest.mark.parametrize(("a", "b"), [(0, 4), (0, 5), (4, 9), (0, 9)])
def test_a_boundary_drawn_anew_is_no_gain(engine, a, b):
    """It is told apart, in scenarios too, where its day is another."""
    seeds = with_maps(make_world({}, {}, dataset={"headline_zone": None}))
    found, change = compare(engine, archive_of(seeds), a, b)
    assert found["redrawn"] == pytest.approx(change.redrawn_km2(), abs=0.05)
    assert found["unheld"] == pytest.approx(change.unheld_km2(), abs=0.05)


@pytest.mark.parametrize(("a", "b"), [(0, 6), (0, 9), (6, 9), (9, 30)])
def test_contested_land_is_nobodys(engine, a, b):
    places = {"west": (10.05, 50.15), "middle": (10.15, 50.15), "east": (10.25, 50.15)}
    held = {"west": "RED", "middle": "RED", "east": "BLUE"}
    events = [(5, "middle", "RED", "GREEN"), (9, "middle", "GREEN", "BLUE")]
    seeds = make_world(places, held, events, dataset={"headline_zone": None})
    seeds = with_contested(seeds, "GREEN")
    found, change = compare(engine, archive_of(seeds), a, b)
    assert bool(change.flows()) == ((a, b) == (0, 9))
    assert found["unheld"] == pytest.approx(change.unheld_km2(), abs=0.05)
    assert bool(found["unheld"]) == (6 in (a, b))
