"""Dated areas to faces: what must hold of any areas, and what is joined and told apart."""

from __future__ import annotations

import datetime as dt
import hashlib

import numpy as np
import pytest
import shapely
from counted import Counted
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.derive.partition import DatedAreas, is_narrow, partition
from dashboard.records import AreaRules
from dashboard.store import FileCache

OUTLINE = shapely.box(0, 0, 20_000, 20_000)
PARTIES = ("RED", "BLUE", "REST")
GRID_M = 50.0


def rules(sliver_m: float, redrawn_m: float = 0.0, redrawn_km2: float = 0.0) -> AreaRules:
    return AreaRules(
        rest="REST",
        grid_m=GRID_M,
        sliver_m=sliver_m,
        redrawn_m=redrawn_m,
        redrawn_km2=redrawn_km2,
    )


EXACT = rules(0.0)
FIRST = dt.date(2001, 1, 1)


def of_day(number: int, **areas) -> DatedAreas:
    return DatedAreas(FIRST + dt.timedelta(days=number), lambda: areas)


@st.composite
def outlines(draw):
    """A polygon of a few corners round a point, some of them near those of others."""
    x, y = draw(st.tuples(st.integers(0, 20), st.integers(0, 20)))
    reach = draw(st.lists(st.integers(300, 9_000), min_size=3, max_size=7))
    turn = np.linspace(0, 2 * np.pi, len(reach), endpoint=False)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * np.array(reach)[:, None]
    return shapely.make_valid(shapely.Polygon(ring + np.array([1_000 * x, 1_000 * y])))


@st.composite
def days(draw):
    """Areas of two parties that do not overlap, on up to five days; some days are as before."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        if made and draw(st.booleans()):
            made.append(of_day(number, **made[-1].areas()))
            continue
        red, blue = draw(outlines()), draw(outlines())
        made.append(of_day(number, RED=red, BLUE=shapely.difference(blue, red)))
    return made


@settings(max_examples=30, deadline=None)
@given(dated=days())
def test_faces_cover_the_outline_and_are_what_was_published(dated):
    made = partition(dated, OUTLINE, PARTIES, EXACT)
    assert shapely.is_valid(made.faces).all()
    assert shapely.coverage_is_valid(made.faces)
    assert shapely.area(made.faces).sum() == pytest.approx(OUTLINE.area)
    for row, each in zip(made.areas_km2(), dated, strict=True):
        for party, km2 in zip(PARTIES[:2], row, strict=False):
            area = shapely.intersection(each.areas()[party], OUTLINE)
            rim = sum(shapely.length(a) for a in each.areas().values()) + OUTLINE.length
            assert abs(km2 - area.area / 1e6) <= rim * GRID_M / 1e6


@settings(max_examples=15, deadline=None)
@given(dated=days(), pick=st.randoms(use_true_random=False))
def test_the_order_of_the_days_plays_no_part(dated, pick):
    made = partition(dated, OUTLINE, PARTIES, EXACT)
    pick.shuffle(dated)
    again = partition(dated, OUTLINE, PARTIES, EXACT)
    assert (shapely.to_wkb(made.faces) == shapely.to_wkb(again.faces)).all()
    assert (made.holders == again.holders).all()


@settings(max_examples=30, deadline=None)
@given(dated=days())
def test_slivers_are_joined_and_faces_with_one_history_are_one(dated):
    made = partition(dated, OUTLINE, PARTIES, rules(400.0))
    assert shapely.coverage_is_valid(made.faces)
    assert shapely.area(made.faces).sum() == pytest.approx(OUTLINE.area)
    assert len(made.faces) == 1 or not is_narrow(made.faces, 400.0).any()
    one, other = shapely.STRtree(made.faces).query(made.faces, predicate="touches")
    for a, b in zip(one, other, strict=True):
        common = shapely.intersection(made.faces[a], made.faces[b])
        assert not shapely.length(common) or (made.holders[a] != made.holders[b]).any()


def versioned(dated: list[DatedAreas]) -> list[DatedAreas]:
    """The same, each told from any other by what it is made of."""
    made_of = (repr(sorted((p, a.wkb_hex) for p, a in each.areas().items())) for each in dated)
    versions = (hashlib.sha256(text.encode()).hexdigest() for text in made_of)
    return [
        DatedAreas(each.day, each.areas, version)
        for each, version in zip(dated, versions, strict=True)
    ]


@settings(max_examples=10, deadline=None)
@given(before=days(), after=days(), appended=st.integers(0, 4))
def test_cached_results_change_no_byte(before, after, appended):
    """After other areas, fewer days, or days in between, the faces are those made anew."""
    day = (before[-1].day - FIRST).days + 1
    more = [of_day(day + i, **each.areas()) for i, each in enumerate(after[:appended])]
    wider = rules(400.0, 200.0, 0.1)
    data = b""
    for dated in (before, [*before, *more], [*before[1:], *more] or before, after):
        cache = FileCache(data)
        made = partition(versioned(dated), OUTLINE, PARTIES, wider, cache)
        anew = partition(dated, OUTLINE, PARTIES, wider)
        assert (shapely.to_wkb(made.faces) == shapely.to_wkb(anew.faces)).all()
        assert (made.holders == anew.holders).all()
        assert (made.redrawn == anew.redrawn).all()
        data = cache.written()


def test_only_squares_that_a_new_outline_comes_near_are_made_again():
    """A day that is added reads no other day but the last, nodes a corner of the land, and joins
    only the faces round it."""
    land, island = (
        shapely.box(1_000, 1_000, 9_000, 9_000),
        shapely.box(17_000, 17_000, 18_000, 18_000),
    )
    first, then = of_day(0, RED=land), of_day(1, RED=shapely.union(land, island))
    cache = FileCache()
    partition(versioned([first]), OUTLINE, PARTIES, EXACT, cache)
    again = Counted(cache.written())
    partition(versioned([first, then]), OUTLINE, PARTIES, EXACT, again)
    # the outline that is new, the square it lies in, the rest of the land as one, and whether the
    # change is narrow
    assert again.made == ["", "square", "union", "narrow 0.0"]


def test_a_hole_belongs_to_whoever_holds_it():
    whole, hole = shapely.box(2_000, 2_000, 10_000, 10_000), shapely.box(4_000, 4_000, 6_000, 6_000)
    made = partition([of_day(0, RED=whole - hole, BLUE=hole)], OUTLINE, PARTIES, EXACT)
    assert made.areas_km2().tolist() == [[60.0, 4.0, 336.0]]


def test_land_that_areas_of_two_parties_cover_is_that_of_the_first():
    red, blue = shapely.box(0, 0, 10_000, 20_000), shapely.box(9_000, 0, 20_000, 20_000)
    made = partition([of_day(0, RED=red, BLUE=blue)], OUTLINE, PARTIES, EXACT)
    assert made.areas_km2().tolist() == [[200.0, 200.0, 0.0]]


def test_a_boundary_drawn_anew_is_told_from_a_change():
    """A strip 150 m wide and 20 km long is drawn anew; a square of 4 km² changed hands."""
    before = shapely.box(0, 0, 10_000, 20_000)
    beside = shapely.box(0, 0, 10_150, 20_000)
    taken = shapely.union(beside, shapely.box(10_150, 5_000, 12_150, 7_000))
    usual = rules(100.0, 200.0, 0.1)
    dated = [of_day(0, RED=before), of_day(1, RED=beside), of_day(2, RED=taken)]
    made = partition(dated, OUTLINE, PARTIES, usual)
    km2 = shapely.area(made.faces) / 1e6
    changed = made.holders[:, 1:] != made.holders[:, :-1]
    drawn_anew = [km2[changed[:, day] & made.redrawn[:, day + 1]].sum() for day in (0, 1)]
    really = [km2[changed[:, day] & ~made.redrawn[:, day + 1]].sum() for day in (0, 1)]
    assert drawn_anew == pytest.approx([3.0, 0.0])
    assert really == pytest.approx([0.0, 4.0])


@pytest.mark.parametrize(
    ("dated", "what"),
    [
        ([], "at least one day"),
        ([of_day(0), of_day(0)], "2001-01-01 twice"),
        ([of_day(0, GREEN=OUTLINE)], "areas of GREEN"),
    ],
)
def test_areas_that_make_no_partition_are_refused(dated, what):
    with pytest.raises(ValueError, match=what):
        partition(dated, OUTLINE, PARTIES, EXACT)
