"""The two questions: who held what on a day, and what changed between two days."""

from __future__ import annotations

import datetime as dt
import gc
import json
import shutil
import weakref
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from edits import edited
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import archive_of

from dashboard import store, wording
from dashboard.analysis.events import event_areas_km2
from dashboard.analysis.findable import findable
from dashboard.analysis.gap import gap
from dashboard.analysis.over_time import OverTime
from dashboard.analysis.profiles import place_profile
from dashboard.analysis.projected import projected
from dashboard.analysis.scenarios import scenarios
from dashboard.archive import Archive, per_archive
from dashboard.errors import (
    ChoiceError,
    DashboardError,
    GeoDataError,
    SeedsError,
    StaleLayersError,
)
from dashboard.payload.build import build_payload
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature, Period, Seeds
from dashboard.wording import format

PARTIES = ("NOR", "SOU", "ISL")
FIRST, LAST = dt.date(2001, 1, 1), dt.date(2001, 12, 31)
TOWNS = ("arvel", "pellin", "brissa", "corvane", "tarn")
EDGES = (*pairwise(TOWNS), (TOWNS[-1], TOWNS[0]))
#: Days are drawn from a short window, so that random histories and questions meet.
OFFSETS = st.integers(0, 20)


def nth(offset: int) -> dt.date:
    return FIRST + dt.timedelta(days=offset)


# --- random histories ---------------------------------------------------------------------

#: For one place: who held it at first (None: not known), and (days later, party) changes.
History = tuple[str | None, tuple[tuple[int, str], ...]]
histories = st.tuples(
    st.sampled_from((None, *PARTIES)),
    st.lists(st.tuples(OFFSETS, st.sampled_from(PARTIES)), max_size=4).map(tuple),
)
worlds = st.tuples(*[histories] * len(TOWNS))


def spells(place: str, area_km2: float, history: History) -> list[Feature]:
    """The spells of control a history means: the last change of a day holds."""
    turns = {0: history[0]} | dict(history[1])
    days = sorted(turns)
    ends = [*map(nth, days[1:]), LAST + dt.timedelta(days=1)]
    return [
        Feature(
            f"control.{place}.{nth(offset)}",
            "control_areas",
            None,
            Period(nth(offset), end),
            {"place": place, "controller": turns[offset], "previous": None, "area_km2": area_km2},
        )
        for offset, end in zip(days, ends, strict=True)
    ]


def with_histories(seeds: Seeds, world: Sequence[History]) -> Archive:
    """An archive of towns with areas 1, 2, 4, 8, … km²: every sum tells which towns are in it.

    They lie in a ring; the edges between neighbours have errors of 1, 2, 4, 8, … km² too.
    """
    rows = {
        place: spells(place, float(2**i), history)
        for i, (place, history) in enumerate(zip(TOWNS, world, strict=True))
    }
    line = [
        stretch((one, other), one_spell, other_spell, float(2**i))
        for i, (one, other) in enumerate(EDGES)
        for one_spell in rows[one]
        for other_spell in rows[other]
        if one_spell.period.overlaps(other_spell.period)
        and None not in (pair := [s.properties["controller"] for s in (one_spell, other_spell)])
        and pair[0] != pair[1]
    ]
    control = tuple(spell for found in rows.values() for spell in found)
    return Archive(seeds, {"control_areas": control, "line_of_contact": tuple(line)})


def stretch(edge: tuple[str, str], one: Feature, other: Feature, error_km2: float) -> Feature:
    """The edge of two towns while they are held as these spells say."""
    days = [(s.period.valid_from, s.period.valid_to) for s in (one, other)]
    period = Period(max(start for start, _ in days), min(end for _, end in days))
    properties = {
        "controllers": sorted(s.properties["controller"] for s in (one, other)),
        "places": list(edge),
        "length_km": error_km2,
        "precision_m": 1000,
    }
    ident = f"contact.{'~'.join(edge)}.{period.valid_from}"
    return Feature(ident, "line_of_contact", None, period, properties)


def holder(history: History, offset: int) -> str | None:
    """Who holds a town, told from its history by hand."""
    held = history[0]
    for _, party in sorted(
        ((when, party) for when, party in history[1] if when <= offset), key=lambda turn: turn[0]
    ):
        held = party
    return held


@given(world=worlds, offset=OFFSETS)
def test_a_state_is_the_last_change_up_to_the_day(invented, world, offset):
    """Each town is held by whoever took it last, and by one party only."""
    snapshot = with_histories(invented.seeds, world).as_of(nth(offset))
    expected = dict.fromkeys(PARTIES, 0.0)
    for i, history in enumerate(world):
        if party := holder(history, offset):
            expected[party] += 2**i
    assert snapshot.area_by_party() == {p: km2 for p, km2 in expected.items() if km2}


@given(world=worlds, offset=OFFSETS)
def test_held_and_unknown_land_make_up_the_whole(invented, world, offset):
    """No km² is lost between the parties."""
    snapshot = with_histories(invented.seeds, world).as_of(nth(offset))
    held = sum(snapshot.area_by_party().values())
    assert held + snapshot.unknown_km2() == snapshot.area_km2() == 2 ** len(TOWNS) - 1


@given(world=worlds, a=OFFSETS, b=OFFSETS)
def test_gains_minus_losses_are_the_difference_of_areas(invented, world, a, b):
    """Where all is known on both days, a party's net change is the difference of its areas."""
    known = tuple((first or PARTIES[0], turns) for first, turns in world)
    archive = with_histories(invented.seeds, known)
    change = archive.between(nth(a), nth(b))
    before, after = (archive.as_of(nth(day)).area_by_party() for day in sorted((a, b)))
    for party in PARTIES:
        assert change.net_km2(party) == after.get(party, 0) - before.get(party, 0)
        assert change.net_km2(party) == change.gained_km2(party) - change.lost_km2(party)


@given(world=worlds, a=OFFSETS, b=OFFSETS)
def test_a_change_runs_forward_in_time_whichever_day_is_named_first(invented, world, a, b):
    """Nobody can read it backwards: who took what is what happened."""
    archive = with_histories(invented.seeds, world)
    change, turned = archive.between(nth(a), nth(b)), archive.between(nth(b), nth(a))
    assert change.a.day <= change.b.day
    assert (change.a.day, change.b.day) == (turned.a.day, turned.b.day)
    assert change.flows() == turned.flows()
    assert all(was != now for was, now in change.flows())


@given(world=worlds, asked=OFFSETS, later=st.integers(1, 20), party=st.sampled_from(PARTIES))
def test_a_later_change_never_alters_an_earlier_state(invented, world, asked, later, party):
    """What is entered for a later day leaves the state of a day before it as it was."""
    more = tuple((first, (*turns, (asked + later, party))) for first, turns in world)
    before, after = (with_histories(invented.seeds, w).as_of(nth(asked)) for w in (world, more))
    assert before.area_by_party() == after.area_by_party()


def bordered(world: Sequence[History], offset: int, *parties: str) -> set[tuple[int, str]]:
    """The edges between two parties with each of these beside it, told by hand: an edge is the
    error it has."""
    held = dict(zip(TOWNS, (holder(history, offset) for history in world), strict=True))
    pairs = {2**i: {held[one], held[other]} for i, (one, other) in enumerate(EDGES)}
    met = {edge: pair for edge, pair in pairs.items() if len(pair) == 2 and None not in pair}
    return {(edge, party) for edge, pair in met.items() for party in pair if party in parties}


def size(beside: set[tuple[int, str]]) -> int:
    """The error of these edges, each counted once."""
    return sum({edge for edge, _ in beside})


@given(world=worlds, offset=OFFSETS)
def test_the_land_of_a_party_is_off_by_the_line_that_borders_it(invented, world, offset):
    """And by no more than the whole line; each stretch has two parties beside it."""
    errors = with_histories(invented.seeds, world).as_of(nth(offset)).error_by_party()
    whole = size(bordered(world, offset, *PARTIES))
    found = {party: errors.get(party, 0) for party in PARTIES}
    assert found == {party: size(bordered(world, offset, party)) for party in PARTIES}
    assert sum(found.values()) == 2 * whole
    assert max(found.values()) <= whole


@given(held=st.lists(st.sampled_from(PARTIES[:2]), min_size=len(TOWNS), max_size=len(TOWNS)))
def test_where_two_parties_hold_all_their_land_is_off_by_as_much(invented, held):
    state = with_histories(invented.seeds, [(party, ()) for party in held]).as_of(nth(0))
    assert len(set(state.error_by_party().values())) == (len(set(held)) == 2)


@given(world=worlds, a=OFFSETS, b=OFFSETS)
def test_what_a_party_gained_or_lost_is_off_by_the_line_it_stood_at_on_one_day_only(
    invented, world, a, b
):
    """What passed between two by the line of either, and no figure by more than all that moved."""
    change = with_histories(invented.seeds, world).between(nth(a), nth(b))
    moved = {
        parties: size(bordered(world, a, *parties) ^ bordered(world, b, *parties))
        for n in (1, 2, 3)
        for parties in combinations(PARTIES, n)
    }
    assert {parties: change.error_km2(parties=parties) for parties in moved} == moved
    assert change.error_km2() == moved[PARTIES] == max(moved.values())


@given(world=worlds, a=OFFSETS, b=OFFSETS)
def test_errors_of_all_states_at_once_are_those_of_each(invented, world, a, b):
    since, day = sorted((a, b))
    archive = with_histories(invented.seeds, world)
    series = OverTime(archive, [nth(day)])
    errors = {party: km2[0] for party, km2 in series.error_km2().items()}
    assert errors == archive.as_of(nth(day)).error_by_party()
    net, change = series.net_error_km2(nth(since)), archive.between(nth(since), nth(day))
    assert {party: net[party][0] if party in net else 0 for party in PARTIES} == {
        party: change.error_km2(parties=[party]) for party in PARTIES
    }


def test_the_range_of_an_area_is_the_lines_error_along_its_length(invented):
    """Two stretches of 3 and 5 km, off by 500 and 200 m: 2.5 km² either way; a line that stood
    still between two days leaves no doubt about what changed.
    """
    first, second = ("arvel", "pellin"), ("brissa", "corvane")
    stretches = tuple(
        Feature(
            f"contact.{'~'.join(places)}",
            "line_of_contact",
            None,
            period,
            {
                "controllers": ["NOR", "SOU"],
                "places": list(places),
                "length_km": length,
                "precision_m": error,
            },
        )
        for places, period, length, error in (
            (first, Period(), 3.0, 500),
            (second, Period(nth(0), nth(10)), 5.0, 200),
        )
    )
    rows = with_histories(invented.seeds, [("NOR", ())] * len(TOWNS)).layers["control_areas"]
    archive = Archive(invented.seeds, {"control_areas": rows, "line_of_contact": stretches})
    assert archive.as_of(nth(9)).error_by_party() == pytest.approx({"NOR": 2.5, "SOU": 2.5})
    assert archive.as_of(nth(10)).error_by_party() == pytest.approx({"NOR": 1.5, "SOU": 1.5})
    assert archive.between(nth(9), nth(10)).error_km2() == pytest.approx(1.0)
    assert archive.between(nth(8), nth(9)).error_km2() == 0


# --- the invented data set, through the whole way -----------------------------------------


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2001-01-01", "NOR"),
        ("2001-02-19", "NOR"),
        ("2001-02-20", "SOU"),  # e01
        ("2001-02-24", "SOU"),
        ("2001-02-25", "NOR"),  # e03
        ("2001-03-10", "NOR"),  # lost and won back within the day: e06, e07
        ("2001-12-31", "NOR"),
    ],
)
def test_a_boundary_day_belongs_to_the_new_holder(invented, day, held):
    """A change counts from the day it is reported for, and the day before does not know it."""
    spell = invented.as_of(dt.date.fromisoformat(day)).spell("brissa")
    assert spell.properties["controller"] == held


def test_a_place_without_a_baseline_is_unknown_until_its_first_event(invented):
    """Nobody is said to hold what no source has told."""
    before, after = (invented.as_of(dt.date(2001, *day)) for day in ((2, 28), (3, 1)))
    assert before.spell("dunmar").properties["controller"] is None
    assert before.unknown_km2() > 0
    assert after.spell("dunmar").properties["controller"] == "NOR"
    assert after.unknown_km2() == 0


def test_land_that_becomes_known_is_no_gain(invented):
    """The end of not knowing is not a conquest: it is in no flow, gain or loss."""
    change = invented.between(dt.date(2001, 2, 28), dt.date(2001, 3, 1))
    assert change.flows() == {}
    assert change.places() == ()


@pytest.mark.parametrize("day", [FIRST - dt.timedelta(days=1), LAST + dt.timedelta(days=1)])
def test_a_day_outside_the_series_is_refused(invented, day):
    """Nothing is claimed before the first day or after the last, and the message names both."""
    with pytest.raises(ChoiceError, match=r"2001-01-01 to 2001-12-31"):
        invented.as_of(day)
    with pytest.raises(ChoiceError):
        invented.between(FIRST, day)


def test_a_day_may_be_asked_for_as_text(invented):
    """A notebook writes days as the files do."""
    assert invented.as_of("2001-03-01").day == dt.date(2001, 3, 1)
    assert invented.between("2001-02-20", "2001-03-01").a.day == dt.date(2001, 2, 20)


@pytest.mark.parametrize(
    "day",
    ["2001-02-30", "2001-3-1", "20010301", "1 March 2001", "", 20010301, None,
     dt.datetime(2001, 3, 1, 12), "2001-03-01T00:00"],
)  # fmt: skip
def test_what_is_no_day_is_refused(invented, day):
    """The message shows what was given and says what is wanted."""
    with pytest.raises(ChoiceError, match=r"YYYY-MM-DD is wanted") as refused:
        invented.as_of(day)
    assert repr(day) in str(refused.value)


def test_an_area_that_does_not_exist_is_refused_with_those_that_do(invented):
    """A wrong area names the right ones."""
    with pytest.raises(ChoiceError, match="zone"):
        invented.within("nowhere")


def test_a_party_that_does_not_exist_is_refused_with_those_that_do(invented):
    """A slip in an id is no 0 km²."""
    change = invented.between(invented.first_day, invented.last_day)
    for asked in (change.gained_km2, change.lost_km2, change.net_km2):
        with pytest.raises(ChoiceError, match=next(iter(invented.parties))):
            asked("NOBODY")


def test_every_area_listed_can_be_asked_about(invented):
    """The list of areas is the list of answers."""
    assert "zone" in invented.areas
    assert all(invented.within(area).shape == (len(invented.cells),) for area in invented.areas)


def test_what_sessions_share_cannot_be_written_to(invented):
    """One reader's page cannot change the figures of another's."""
    with pytest.raises(ValueError, match="read-only"):
        invented.cell_area_km2[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        invented.within("zone")[0] = False


def test_the_areas_of_the_cells_are_those_of_their_spells(invented):
    """Every cell has the area its layer gives it, in the order of the cells."""
    given = {s.properties["place"]: s.properties["area_km2"] for s in invented.spells}
    assert dict(zip(invented.cells, invented.cell_area_km2, strict=True)) == given


@pytest.mark.parametrize("area", ["zone", "district:AL13", "governorate:AL1"])
def test_parts_of_the_map_are_measured_alike(invented, area):
    """Inside an area, too, the parties and the unknown make up the whole."""
    snapshot = invented.as_of(dt.date(2001, 6, 1))
    parts = sum(snapshot.area_by_party(area).values()) + snapshot.unknown_km2(area)
    assert parts == pytest.approx(snapshot.area_km2(area))
    assert 0 < snapshot.area_km2(area) <= snapshot.area_km2()


def test_the_age_of_the_last_change_counts_from_the_change(invented):
    """Zero on the day of a change, one the day after, none before the first."""
    ages = [invented.as_of(dt.date(2001, *day)).age_days for day in ((1, 1), (2, 20), (2, 21))]
    assert ages == [None, 0, 1]


def test_events_of_a_change_are_those_after_its_first_day(invented):
    """The first day's own events already stand in its state."""
    change = invented.between(dt.date(2001, 2, 20), dt.date(2001, 3, 1))
    assert [event.id for event in change.events()] == ["e03", "e04"]
    back = invented.between(dt.date(2001, 3, 1), dt.date(2001, 2, 20))
    assert back.events() == change.events()


def test_agreements_in_force_are_those_of_the_day(invented):
    """A text is in force from its first day up to, not including, the day it ends."""
    ids = {
        day: [a.id for a, _ in invented.as_of(dt.date(2001, *day)).in_force()]
        for day in ((1, 9), (1, 10), (7, 9), (7, 10))
    }
    assert "coast-truce" not in ids[1, 9] + ids[7, 10]
    assert "coast-truce" in ids[1, 10]
    assert "coast-truce" in ids[7, 9]


def test_what_an_agreement_draws_is_found_through_its_provisions(invented):
    """The geometry lit for an agreement is that of the recipes its provisions name."""
    drawn = invented.drawn_by("coast-truce")
    assert {feature.properties["recipe"] for feature in drawn} == {"zone"}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_entering_a_later_event_changes_no_earlier_state(invented, data):
    """From seeds to state: the map of a day rests on the events up to that day alone."""
    events = sorted(invented.seeds.events, key=lambda e: (e.day, e.place, e.seq))
    cut = data.draw(st.integers(0, len(events)))
    kept = tuple(events[:cut])
    last = kept[-1].day if kept else FIRST
    # a day's events stand or fall together
    kept += tuple(event for event in events[cut:] if event.day == last)
    fewer = replace(invented.seeds, events=kept)
    asked = min(last, LAST)
    full, part = (archive_of(seeds).as_of(asked) for seeds in (invented.seeds, fewer))
    # a place known by one event alone has no cell without it, and its neighbours have larger ones
    both = set(full.archive.cells) & set(part.archive.cells)
    assert len(both) >= 8
    for cell in both:
        assert (
            full.spell(cell).properties["controller"] == part.spell(cell).properties["controller"]
        )


def test_the_bundled_data_is_found_from_any_folder(tmp_path, monkeypatch, bundled):
    """A notebook lies anywhere."""
    monkeypatch.chdir(tmp_path)
    assert Archive.load().dataset == bundled.dataset


def test_a_data_directory_may_be_named_as_text(good_data):
    """A path and its text are one."""
    assert Archive.load(str(good_data)).dataset == Archive.load(good_data).dataset


def test_what_cannot_be_read_is_named(tmp_path, good_seeds):
    """The archive says what it could not read, in the project's own errors."""
    with pytest.raises(DashboardError, match=r"nowhere: no data directory; .*seeds/ and data/geo/"):
        Archive.load("nowhere")
    (tmp_path / "seeds").mkdir()
    with pytest.raises(GeoDataError, match="missing"):
        Archive.load(tmp_path)
    shutil.copytree(good_seeds, tmp_path / "seeds", dirs_exist_ok=True)
    with pytest.raises(GeoDataError, match="missing"):
        Archive.load(tmp_path)


def test_broken_seeds_are_named(tmp_path, good_data):
    """Every problem of the seeds is in the error."""
    shutil.copytree(good_data, tmp_path, dirs_exist_ok=True)
    (tmp_path / "seeds" / "places.csv").write_text("id\n", "utf-8")
    with pytest.raises(SeedsError, match=r"places\.csv"):
        Archive.load(tmp_path)


def test_edited_seeds_that_were_not_built_are_refused_unless_allowed(tmp_path, good_data):
    """The map would not show what the seeds say: the error names both and what to run."""
    shutil.copytree(good_data, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "seeds" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(StaleLayersError) as refused:
        Archive.load(tmp_path)
    where = f"{tmp_path}/data/geo/catalog.json:seeds_sha256"
    assert str(refused.value).startswith(f"{where}: built from seeds ")
    assert "run `conflict-map build`" in str(refused.value)
    assert Archive.load(tmp_path, allow_stale=True).cells


def test_stale_layers_go_on_without_what_a_renamed_recipe_drew(tmp_path, good_data):
    """The map, places and what can be found know only drawings that the seeds still have."""
    shutil.copytree(good_data, tmp_path, dirs_exist_ok=True)
    for file in ("dataset.toml", "agreements/river-accord.toml", "claims.toml"):
        edited(tmp_path / "seeds" / file, "accord-line", "accord-front")
    archive = Archive.load(tmp_path, allow_stale=True)
    assert archive.drawn
    assert not {"accord-line", "accord-front"} & archive.drawn.keys()
    assert build_payload(archive, wording.load("en"))
    found = {each.id for each in findable(archive).values()}
    assert found & archive.recipes.keys() == archive.drawn.keys()
    covers = [place_profile(archive, cell, archive.last_day).covers for cell in archive.cells]
    drawn_by = {agreement.id for each in covers for cover in each for agreement in cover.agreements}
    assert "coast-truce" in drawn_by


@pytest.mark.parametrize("named", ["NOR", "arvel"])
def test_stale_layers_whose_control_names_what_is_not_entered_are_refused(
    tmp_path, good_data, named
):
    """Land cannot be left out of a map, nor given to nobody."""
    shutil.copytree(good_data, tmp_path, dirs_exist_ok=True)
    for path in (tmp_path / "seeds").rglob("*"):
        if path.suffix in (".csv", ".toml") and named in path.read_text("utf-8"):
            edited(path, named, f"{named}X")
    with pytest.raises(StaleLayersError, match=f"which have no {named};.*conflict-map build"):
        Archive.load(tmp_path, allow_stale=True)


# --- what a notebook shows by itself --------------------------------------------------------


def test_an_archive_a_day_and_a_change_say_what_they_are(invented):
    """Their days, and how much there is of what."""
    assert repr(invented) == "<Archive almera: 10 places, 2001-01-01 to 2001-12-31, 3 parties>"
    day, change = invented.as_of("2001-06-15"), invented.between("2001-02-10", "2001-06-15")
    assert repr(day).startswith("<Snapshot almera 2001-06-15: km² NOR ")
    km2 = sum(change.flows().values())
    changed = f"2001-02-10 to 2001-06-15: {km2:,.0f} km² in {len(change.places())} places"
    assert repr(change) == f"<Change almera {changed} changed hands>"


def test_a_notebook_shows_a_table_by_party(invented):
    """Names of parties and their figures, with how far these can be off."""
    day, change = invented.as_of("2001-06-15"), invented.between("2001-02-10", "2001-06-15")
    words = wording.load()
    held = Quantity(day.area_by_party()["NOR"], Unit.KM2, day.error_by_party()["NOR"])
    assert f"<td>{format.with_error(words, held)}</td>" in day._repr_html_()
    taken = Quantity(change.gained_km2("SOU"), Unit.KM2, change.error_km2(parties=["SOU"]))
    assert f"<td>{format.with_error(words, taken)}</td>" in change._repr_html_()
    for shown in (invented, day, change):
        assert "<th>Southern Council</th>" in shown._repr_html_()


# --- results kept with an archive ---------------------------------------------------------


def test_a_result_is_computed_once_an_archive_and_argument(invented):
    """Another archive or another argument is another result."""
    asked = []

    @per_archive
    def counted(archive: Archive, number: int) -> int:
        asked.append((archive, number))
        return number + 1

    first, second = (Archive(invented.seeds, {"control_areas": ()}) for _ in range(2))
    assert [counted(first, 1), counted(first, 1), counted(first, 2), counted(second, 1)] == [
        2, 2, 3, 2,
    ]  # fmt: skip
    assert asked == [(first, 1), (first, 2), (second, 1)]


def test_an_archive_is_freed_with_the_results_kept_for_it(good_data):
    """A server that reads new data does not keep the old, whatever was asked of it."""
    archive = Archive.load(good_data)
    assert event_areas_km2(archive)
    assert gap(archive, archive.last_day).day == archive.last_day
    assert scenarios(archive)
    assert projected(archive) is projected(archive)
    seen = weakref.ref(archive)
    del archive
    gc.collect()
    assert seen() is None


# --- the real data ------------------------------------------------------------------------


def test_the_real_archive_holds_a_cell_for_every_place_inside(bundled):
    """As many states as days of change, and no place twice."""
    assert len(bundled.cells) == len(set(bundled.cells)) <= len(bundled.places)
    assert bundled.state_days[0] == bundled.first_day == dt.date(2017, 9, 15)
    assert bundled.last_day == dt.date(2024, 12, 8)
    assert bundled.change_days == tuple(sorted(set(bundled.change_days)))
    # the line stood still from 2021 to the week in Afrin in October 2022
    assert bundled.last_change(dt.date(2022, 10, 11)) < dt.date(2021, 1, 1)
    assert bundled.last_change(dt.date(2022, 12, 31)) == dt.date(2022, 10, 18)


@pytest.mark.parametrize(
    ("place", "turns"),
    [
        ("saraqib", [("2017-09-15", "OPP"), ("2020-02-06", "GOV"), ("2020-02-27", "OPP"),
                     ("2020-03-02", "GOV"), ("2024-11-29", "OPP")]),
        ("khan-shaykhun", [("2017-09-15", "OPP"), ("2019-08-21", "GOV"), ("2024-11-30", "OPP")]),
        ("morek", [("2017-09-15", "OPP"), ("2019-08-23", "GOV"), ("2024-11-30", "OPP")]),
        ("kafr-nabl", [("2017-09-15", "OPP"), ("2020-02-25", "GOV"), ("2024-11-30", "OPP")]),
        ("aleppo", [("2017-09-15", "GOV"), ("2024-11-30", "OPP")]),
        ("idlib", [("2017-09-15", "OPP")]),
    ],
)  # fmt: skip
def test_the_history_of_known_towns_is_the_entered_one(bundled, place, turns):
    """Towns whose history is easily looked up have exactly the spells entered for them."""
    spells = sorted(
        (s for s in bundled.spells if s.properties["place"] == place),
        key=lambda s: s.period.valid_from,
    )
    assert [(str(s.period.valid_from), s.properties["controller"]) for s in spells] == turns
    for (start, held), following in zip(turns, [*turns[1:], None], strict=True):
        first = dt.date.fromisoformat(start)
        assert bundled.as_of(first).spell(place).properties["controller"] == held
        if following:
            eve = dt.date.fromisoformat(following[0]) - dt.timedelta(days=1)
            assert bundled.as_of(eve).spell(place).properties["controller"] == held


def test_the_whole_area_is_the_same_on_every_day(bundled):
    """Land changes hands; it does not grow."""
    whole = bundled.as_of(bundled.first_day).area_km2()
    for day in bundled.state_days[::10]:
        snapshot = bundled.as_of(day)
        parts = sum(snapshot.area_by_party().values()) + snapshot.unknown_km2()
        assert parts == pytest.approx(whole, rel=1e-9)


def test_every_change_day_changes_something(bundled):
    """A tick of the timeline stands for a state that differs from the one before."""
    states = [bundled.as_of(day).controller for day in bundled.state_days]
    assert not any(np.array_equal(before, after) for before, after in pairwise(states))


def test_the_reference_day_is_the_signing_of_the_reference_agreement(bundled):
    """Territory taken is counted from the day the reference agreement was signed."""
    assert bundled.reference_day == dt.date(2018, 9, 17)
    assert bundled.between(bundled.reference_day, bundled.reference_day).flows() == {}


def test_seeds_and_layers_are_of_one_build_while_another_swaps_them(
    good_data, tmp_path, monkeypatch
):
    """An event entered and built between the two readings is in both, or in neither."""
    shutil.copytree(good_data, tmp_path, dirs_exist_ok=True)
    load, edits = store.load_seeds, ["an event"]

    def build_meanwhile(folder):
        if edits:
            edits.pop()
            edited(tmp_path / "seeds" / "dataset.toml", "Invented", "Invented anew")
            catalog = tmp_path / "data" / "geo" / store.CATALOG
            built = json.loads(catalog.read_text("utf-8"))
            built["seeds_sha256"] = store.seeds_sha256(folder)
            catalog.write_text(store.catalog_text(built), "utf-8")
        return load(folder)

    monkeypatch.setattr(store, "load_seeds", build_meanwhile)
    archive = Archive.load(tmp_path, allow_stale=True)
    assert archive.catalog["seeds_sha256"] == archive.seeds.sha256
