"""What a table sends to the browser: plain values, shared links, the same bytes for the same."""

from __future__ import annotations

import datetime as dt

from dashboard import wording
from dashboard.payload.build import packed
from dashboard.quantity import Unit
from dashboard.records import Source
from dashboard.standing import Citation, reliability
from dashboard.views.tables import Column, links_of
from dashboard.views.tables import spec as spec_of

WORDS = wording.load("en")
HOSTILE = '<img src=x onerror="alert(1)">'
SOURCES = [[("a", "https://a.test")], [("b", ""), ("a", "https://a.test")]]
COLUMNS = [
    Column("Day", [dt.date(2001, 2, 3), None], "day"),
    Column("Name", [HOSTILE, "Brissa"]),
    Column("Size", [float("nan"), 2.25], "number", unit=Unit.KM2),
    Column("Sources", SOURCES, "links"),
]  # fmt: skip


def spec(language: str = "en", **choice) -> dict:
    return spec_of(wording.load(language), "A table", COLUMNS, 300, **choice)


def test_values_travel_plain():
    """Days as ISO text, what is not known as nothing, text as it was entered."""
    day, name, size, _ = (column["values"] for column in spec()["columns"])
    assert day == ["2001-02-03", None]
    assert name == [HOSTILE, "Brissa"], "escaping is the browser's: text becomes text nodes"
    assert size == [None, 2.25]


def test_a_source_cited_by_many_rows_travels_once():
    """Cells hold numbers into one list of links."""
    made = spec()
    assert made["links"] == [("a", "https://a.test"), ("b", "")]
    assert made["columns"][3]["values"] == [[0], [1, 0]]


def test_the_first_column_of_text_names_the_rows():
    """Not the day before it."""
    assert spec()["head"] == 1


def test_a_table_runs_in_the_direction_of_its_language():
    """And says which language it is in."""
    assert (spec("ar")["dir"], spec("ar")["lang"]) == ("rtl", "ar")


def test_whether_a_row_can_be_chosen():
    assert spec()["choosable"] is False
    assert spec(choosable=True)["choosable"] is True


def test_names_a_row_does_not_show_travel_with_it():
    """One text a row, for the search."""
    assert spec()["aliases"] == []
    assert spec(search_aliases=["بريسا", ""])["aliases"] == ["بريسا", ""]


def test_equal_tables_are_equal_bytes():
    """The browser keeps a table and the reader's place in it while these are the same."""
    assert packed(spec()) == packed(spec())


def test_a_source_is_a_link_called_by_what_it_opens():
    """Its title, or its publisher and site, and how far it can be trusted."""
    titled = Source(id="s1", kind="news agency", title="Report", url="https://a.test")
    plain = Source(id="s2", kind="blog or forum", publisher="Gazette", url="https://b.test")
    letters = {"s1": reliability(titled), "s2": reliability(plain)}
    assert links_of([Citation(titled, 1), Citation(plain)]) == [
        (f"Report [{letters['s1']}1]", "https://a.test"),
        (f"Gazette: b.test [{letters['s2']}]", "https://b.test"),
    ]
