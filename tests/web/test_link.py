"""A link's parameters: the browser can use exactly those that Python reads."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.analysis.findable import findable
from dashboard.views.choice import COMPARE, TABS, Choice

NAMES = (
    "date", "since", "compare", "layers", "base", "lang", "tab", "at", "lens", "agreement",
    "record", "error", "annotations", "incidents",
)  # fmt: skip
HOSTILE = (
    "", " ", "none", ".", "..", "null", "-1", "2020-02-30", "20200305", "2020-W10-4", "9999-12-31",
    "nan_nan_nan", "inf_0_1", "__", "1_2", "1_2_3_4", "35.5_36.5_9", "٣٥_٣٦_٩", " 35_36_9",
    "35_36_9e0", "35_36_21", "0_0_3", "<b>", "../../etc/passwd", "constructor", "__proto__",
    "2020-03-05..2020-03-05", "2020-03-05..2019-03-05", "2019-01-01..2020-03-05", "2019-01-01..",
    "2019-01-01..2020-03-05..2021-01-01", "2016-01-01..2020-03-05", "2019-01-01...2020-03-05",
    "place:constructor", "area:", "place:", "agreement:moscow-2020-03-05",
    "saraqib: closed", "35.5 36.5: seen", "saraqib > ariha: convoy", "[saraqib]: empty", "saraqib:",
    "toString", "district:", "control_areas.control_areas", "control_areas.", "٢٠٢٠-٠٣-٠٥",
)  # fmt: skip


def usable(engine, query: dict[str, str]) -> dict[str, str]:
    return engine.call("(query) => usableParameters(payload, query)", query)


def is_read(archive, name: str, text: str) -> bool:
    return not Choice.opening(archive).read({name: text}, archive)[1]


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_is_left_out_where_python_refuses_it(loaded, archive, name):
    """A step back to such an address leaves that part of the screen as it is, on both sides."""
    for text in HOSTILE:
        assert (name in usable(loaded, {name: text})) is is_read(archive, name, text), text


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(NAMES), st.text(max_size=12))
@example("at", "35.5_36.5_9")
def test_any_text_is_used_exactly_when_python_reads_it(loaded, archive, name, text):
    """Whatever anybody writes into an address."""
    assert (name in usable(loaded, {name: text})) is is_read(archive, name, text)


@pytest.mark.in_v8
def test_what_can_be_chosen_can_be_linked_to(loaded, archive, payload):
    """Every agreement, record, layer, mode and tab of the data is taken on both sides."""
    known = {
        "agreement": list(archive.agreements),
        "record": [each for each in findable(archive) if "agreement:" not in each],
        "compare": list(COMPARE), "tab": list(TABS),
        "layers": [layer["name"] for layer in payload["choices"]["layers"]],
        "base": ["offline", *payload["choices"]["bases"]],
    }  # fmt: skip
    for name, texts in known.items():
        for text in texts:
            assert usable(loaded, {name: text}) == {name: text}
            assert is_read(archive, name, text), (name, text)


def test_every_choice_python_writes_is_used_as_it_is(loaded, archive):
    """The parameters, their order and their words are the same on both sides."""
    lens = archive.first_day, archive.reference_day
    query = Choice.opening(archive).with_(at="35.5000_36.5000_9", lens=lens).to_query()
    assert usable(loaded, query) == {name: query[name] for name in query if name in NAMES}
    order = loaded.call("() => PARAMETERS")
    assert [name for name in order if name in query] == list(query)
    assert loaded.call("() => [Object.keys(payload.looks), TABS]") == [list(COMPARE), list(TABS)]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"record": "place:saraqib", "tab": "record"},
        {"record": "place:saraqib", "tab": "sources"},
        {"compare": "difference", "tab": "difference"},
        {"compare": "difference", "tab": "changes"},
        {"compare": "swipe", "tab": "difference"},
        {"compare": "swipe", "agreement": "moscow-2020-03-05", "tab": "difference"},
        {"compare": "swipe", "agreement": "moscow-2020-03-05", "tab": "agreements"},
        {"compare": "side", "tab": "agreements"},
        {"compare": "difference", "record": "place:saraqib", "tab": "record"},
        {"compare": "difference", "record": "place:saraqib", "tab": "difference"},
    ],
)
def test_a_short_link_opens_what_the_whole_one_opens(loaded, archive, given):
    """Only what differs from the opening state is written, and nothing is lost."""
    opening = Choice.opening(archive)
    meant, _ = opening.read(given, archive)
    ask = "(fields, opening) => shortest(fields, opening)"
    short = loaded.call(ask, meant.to_query(), opening.to_query())
    assert Choice.from_query(short, archive) == (meant, ())
    assert len(short) <= len(given)


def test_a_link_to_a_record_opens_on_it(archive):
    """Written by hand, without the tab."""
    choice, refused = Choice.from_query({"record": "place:saraqib"}, archive)
    assert (choice.tab, refused) == ("record", ())


@pytest.mark.parametrize("compare", COMPARE[1:])
def test_a_link_to_a_comparison_opens_on_what_differs(archive, compare):
    choice, refused = Choice.from_query({"compare": compare}, archive)
    assert (choice.tab, refused) == ("difference", ())
