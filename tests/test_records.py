"""The records as other packages see them."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest
from pydantic import ValidationError

from dashboard import records
from dashboard.records import Operator, Record, Source, Text, is_id

MODULES = [
    importlib.import_module(f"{records.__name__}.{module.name}")
    for module in pkgutil.iter_modules(records.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_a_module_defines_can_be_imported_from_the_package(module):
    """Nobody needs to know in which module a record stands."""
    own = {
        name
        for name, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module.__name__ and not name.startswith("_")
    }
    assert own <= vars(records).keys()


def test_a_record_cannot_be_changed_nor_hold_what_it_does_not_know():
    """All sessions of the app share the records, and a misspelt field is not dropped."""
    operator = Operator(id="SOU", name={"en": "South", "ar": "الجنوب"})
    with pytest.raises(ValidationError, match="frozen"):
        operator.id = "NOR"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Operator(id="SOU", name={"en": "South", "ar": "الجنوب"}, naem="South")
    kinds = [k for k in vars(records).values() if inspect.isclass(k) and issubclass(k, Record)]
    assert len(kinds) > 30
    assert all(kind.model_config["frozen"] for kind in kinds)
    assert all(kind.model_config["extra"] == "forbid" for kind in kinds)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples_in_the_docstrings_are_true(module):
    """What a docstring shows is what happens."""
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("entered", "label"),
    [
        (
            {"title": "A truce", "publisher": "TASS", "published_on": "2020-03"},
            "A truce (TASS), 2020-03",
        ),
        (
            {
                "publisher": "TASS",
                "published_on": "2020",
                "url": "https://a.test/news/a-truce-holds-112",
            },
            "TASS, 2020: [a truce holds]",
        ),
        (
            {
                "url": "https://a.test/2018/02/%D9%82%D9%88%D8%A7%D8%AA_%D8%AA%D8%B3%D9%8A%D8%B7%D8%B1_%D8%B9%D9%84%D9%89"
            },
            "a.test: [قوات تسيطر على]",
        ),
        ({"url": "https://a.test/en/the-m5-opens-idUSL8N29E5ZQ.doc.htm"}, "a.test: [the m5 opens]"),
        (
            {"url": "https://a.test/army-takes-35-villages-in-3-days-3508127"},
            "a.test: [army takes 35 villages in 3 days]",
        ),
        ({"publisher": "SOHR", "url": "https://www.a.test/en/?p=151202"}, "SOHR: a.test"),
        ({"publisher": "Watan FM", "url": "https://a.test/syria-news/137029"}, "Watan FM: a.test"),
        (
            {"publisher": "a.test (copy)", "url": "https://a.test/section/b143b8b2-29112412.html"},
            "a.test (copy)",
        ),
        ({"note": "a printed map"}, "a printed map"),
    ],
)
def test_a_source_is_named_by_what_a_reader_understands(entered, label):
    """Its id is ours alone, and the number of a page is its site's. Words of an address are in
    square brackets wherever a source is cited: nobody takes them for a headline."""
    assert Source(id="sohr-151202", **entered).label == label


@pytest.mark.parametrize(
    ("entered", "short"),
    [
        (
            {"title": "A truce", "publisher": "TASS", "published_on": "2020-03"},
            "TASS, 2020-03",
        ),
        ({"title": "A truce", "url": "https://www.a.test/x"}, "A truce"),
        ({"url": "https://www.a.test/en/?p=151202"}, "a.test"),
        ({"note": "a printed map"}, "a printed map"),
    ],
)
def test_a_source_is_named_shortly_by_who_published_it_and_when(entered, short):
    assert Source(id="sohr-151202", **entered).short_label == short


@pytest.mark.parametrize(
    ("entered", "name"),
    [
        ({"title": "A truce", "publisher": "TASS"}, "A truce"),
        ({"publisher": "TASS", "url": "https://a.test/a-truce-holds-112"}, "[a truce holds]"),
        ({"publisher": "SOHR", "url": "https://www.a.test/en/?p=151202"}, "[SOHR]"),
    ],
)
def test_what_stands_for_a_title_nobody_read_is_in_square_brackets(entered, name):
    assert Source(id="sohr-151202", **entered).name == name


@pytest.mark.parametrize(
    ("published_on", "near"), [("2020-02-17", "20200217"), ("2020-02", "2*"), (None, "2*")]
)
def test_the_archived_copy_of_a_page_is_sought_near_its_day(published_on, near):
    """A month is no day: then all copies are offered."""
    page = Source(id="page", url="https://a.test/b?c=1", published_on=published_on)
    assert page.archive_url == f"https://web.archive.org/web/{near}/https://a.test/b?c=1"
    assert not Source(id="printed", note="a printed map").archive_url


@pytest.mark.parametrize("word", ["SOU", "river-accord", "צפון", "नेपाली", "9_a"])
def test_an_id_is_a_word_in_any_script(word: str):
    assert is_id(word)
    assert Operator(id=word, name={"en": "South"}).id == word


@pytest.mark.parametrize("word", ["", "a b", "a;b", "a:b", "a.b", "a/b", "-a", "'a'", "a\u202eb"])
def test_an_id_parts_nothing_and_hides_nothing(word: str):
    """It stands in lists, links and names of files as it is."""
    assert not is_id(word)
    with pytest.raises(ValidationError):
        Operator(id=word, name={"en": "South"})


def test_records_of_columns_are_what_validation_makes():
    columns = {"id": ["SOU", "NOR"], "name": [Text({"en": "South"}), Text({"en": "North"})]}
    made = Operator.of_columns(columns, ["a.csv:2", "a.csv:3"])
    entered = zip(*columns.values(), strict=True)
    assert list(made) == [Operator(id=ident, name=name) for ident, name in entered]
    assert [record.origin for record in made] == ["a.csv:2", "a.csv:3"]
    for wrong, origins in (
        ({**columns, "id": ["SOU"]}, None),
        (columns, ["a.csv:2"]),
        ({"id": columns["id"]}, None),
        ({**columns, "naem": columns["name"]}, None),
    ):
        with pytest.raises(ValueError, match=r"shorter|longer|name|naem"):
            Operator.of_columns(wrong, origins)
