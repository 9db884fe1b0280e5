"""The link says what is on screen, and no link breaks the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.analysis.ceasefires import WINDOWS
from dashboard.analysis.findable import findable
from dashboard.archive import Archive
from dashboard.mapview import OFFLINE_BASE, ONLINE_BASES, map_view
from dashboard.records import VERDICTS
from dashboard.views import choice as module
from dashboard.views.choice import Choice
from dashboard.wording import languages


@pytest.fixture(scope="module")
def archive(bundled: Archive) -> Archive:
    return bundled


def optional(values) -> st.SearchStrategy:
    return st.none() | st.sampled_from(sorted(values))


def strategies(archive: Archive) -> dict[str, st.SearchStrategy]:
    """How to draw a value of each field of ``Choice``."""
    days = st.dates(archive.first_day, archive.last_day)
    names = tuple(layer.name for layer in archive.switchable_layers)
    limits = map_view(archive.dataset)
    inside = st.floats(0.001, 0.999)
    positions = st.tuples(
        inside.map(lambda part: limits.south + part * (limits.north - limits.south)),
        inside.map(lambda part: limits.west + part * (limits.east - limits.west)),
        st.integers(0, 80).map(lambda quarters: quarters / 4),
    )
    views = positions.map(lambda p: module.read_view("_".join(map(str, p))))
    known = {
        "day": days,
        "since": days,
        "layers": st.sets(st.sampled_from(names)).map(lambda s: tuple(n for n in names if n in s)),
        "at": st.just("") | views,
        "lens": st.none()
        | st.lists(days, min_size=2, max_size=2, unique=True).map(sorted).map(tuple),
        "incident_kinds": st.none(),  # the data set has none: tests/readers/test_incidents.py
        "language": st.sampled_from(languages()),
        "base": st.sampled_from((OFFLINE_BASE, *ONLINE_BASES)),
        "compare": st.sampled_from(module.COMPARE),
        "view": st.sampled_from(module.VIEWS),
        "tab": st.sampled_from(module.TABS),
        "agreement": optional(archive.agreements),
        "record": optional(
            [r for r, each in findable(archive).items() if each.kind != "agreement"]
        ),
        "annotations": optional(["saraqib: closed", "[saraqib]: a & b\n35 36 5 km: c+d"]),
        "area": optional(archive.areas),
        "claim": optional({claim.id for claim in archive.seeds.claims}),
        "error": optional(module.ERROR),
        "verdict": optional(VERDICTS),
        "window": optional(WINDOWS),
    }
    return {field.name: known[field.name] for field in fields(Choice) if field.name in known}


@given(data=st.data())
def test_a_link_opens_what_it_was_copied_from(archive, data):
    """Every choice survives being written into an address and read from it."""
    choice = data.draw(st.builds(Choice, **strategies(archive)))
    assume(choice.tab != "difference" or choice.compare != "single")  # of one day there is none
    query = dict(parse_qsl(urlencode(choice.to_query()), keep_blank_values=True))
    assert Choice.from_query(query, archive) == (choice, ())


def test_every_part_of_the_choice_is_in_the_round_trip(archive):
    """A new part of the choice must be able to travel in a link."""
    assert strategies(archive).keys() == {field.name for field in fields(Choice)}


@given(data=st.data())
def test_every_part_of_the_choice_shows_in_the_link(archive, data):
    """Two different choices never have the same address."""
    known = strategies(archive)
    choice = data.draw(st.builds(Choice, **known))
    name = data.draw(st.sampled_from(sorted(known)))
    other = replace(choice, **{name: data.draw(known[name])})
    assert (other == choice) == (other.to_query() == choice.to_query())


@given(data=st.data())
def test_what_the_reader_moved_is_all_that_changes(archive, data):
    """A message with one part of a link changes that part, whatever else was chosen."""
    known = strategies(archive)
    before, after = (data.draw(st.builds(Choice, **known)) for _ in range(2))
    query = after.to_query()
    name = data.draw(st.sampled_from(sorted(query)))
    choice, refused = before.read({name: query[name]}, archive)
    assert refused == ()
    expected = before.to_query() | {name: query[name]}
    if expected["tab"] == "difference" and expected["compare"] == "single":
        expected["tab"] = "agreements"  # of a single day there is no difference
    assert choice.to_query() == expected


hostile_text = st.text() | st.sampled_from(
    [
        "", " ", "none", ".", "null", "-1", "2020-02-30", "9999-12-31", "0001-01-01", "nan_nan_nan",
        "inf_0_1", "__", "1_2_3_4", "<script>alert(1)</script>", "../../etc/passwd", "{{7*7}}",
        "district:", "governorate:\x00", "control_areas.control_areas", "\ud7ff", "٢٠٢٠-٠٣-٠٥",
    ]
)  # fmt: skip


@given(data=st.data())
def test_no_link_is_refused_with_an_error(archive, data):
    """Whatever stands in the address, a page opens, and says which parts it left out."""
    names = st.sampled_from(sorted(Choice.opening(archive).to_query())) | st.sampled_from(
        ["at", "lens", "agreement", "record", "error", "area", "claim", "verdict", "window"]
    )
    query = data.draw(st.dictionaries(names | st.text(max_size=8), hostile_text, max_size=6))
    choice, refused = Choice.from_query(query, archive)
    assert set(refused) <= query.keys()
    again, complaints = Choice.from_query(choice.to_query(), archive)
    assert (again, complaints) == (choice, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("date", "2031-01-01"),
        ("date", "yesterday"),
        ("at", "0_0_9"),
        ("lens", "2020-03-06..2019-12-19"),
        ("lens", "2019-12-19..2031-01-01"),
        ("layers", "control_areas.<script>"),
        ("base", "https://example.org/{z}"),
        ("lang", "tlh"),
        ("view", "admin"),
        ("tab", "none"),
        ("agreement", "nobody"),
        ("record", "place:nowhere"),
        ("record", "agreement:moscow-2020-03-05"),
        ("area", "district:XX"),
        ("claim", "C999"),
    ],
)
def test_a_wrong_part_is_named_and_the_rest_is_kept(archive, name, text):
    """One bad parameter costs the reader that parameter, not the view."""
    good = {"date": "2019-06-01", "tab": "sources"}
    choice, refused = Choice.from_query({**good, name: text}, archive)
    assert refused == (name,)
    opening = Choice.opening(archive)
    assert choice.day == (opening.day if name == "date" else dt.date(2019, 6, 1))
    assert choice.tab == (opening.tab if name == "tab" else "sources")


def test_an_empty_address_opens_the_data_sets_opening_day(archive):
    """A bare address shows the day and the layers the data set names."""
    choice, refused = Choice.from_query({}, archive)
    assert refused == ()
    assert choice == Choice.opening(archive)
    assert choice.day == archive.dataset.opening_day
    assert choice.layers == tuple(la.name for la in archive.switchable_layers if la.shown)


def test_addresses_are_short_and_need_no_escaping(archive):
    """A link can be read, and pasted into a message without turning into percent signs."""
    query = Choice.opening(archive).to_query()
    assert "%" not in urlencode(query)
    assert len(urlencode(query)) < 250
