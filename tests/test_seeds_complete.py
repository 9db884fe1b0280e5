"""Nothing that was researched was lost on its way into the seeds, and no doubt was dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from dashboard.archive import Archive
from dashboard.derive.histories import histories, holder_on
from dashboard.records import Seeds

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def seeds(bundled: Archive) -> Seeds:
    return bundled.seeds


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("agreements", 23),
        ("claims", 18),
        ("places", 1464),
        ("baseline", 1464),
        ("events", 1301),
        ("area_statements", 6),
        ("group_holdings", 94),
        ("unplaced_events", 198),
        ("unresolved_places", 175),
        ("operations", 14),
        ("posts", 23),
        ("published_figures", 80),
        ("attestations", 87),
        ("truth_checks", 865),
        ("chain_fixes", 1020),
    ],
)
def test_every_researched_record_is_there(seeds, kind, count):
    """As many records of each kind as were researched."""
    assert len(getattr(seeds, kind)) == count


@pytest.mark.parametrize(("name", "count"), [("roads", 2), ("rivers", 1), ("lakes", 20)])
def test_every_researched_shape_is_there(seeds, name, count):
    """As many roads, rivers and lakes as were traced."""
    assert len(seeds.shapes[name]) == count


def test_no_place_is_the_governments_when_it_has_ended(seeds):
    """The series ends with the government: on its last day nobody is said to be left of it."""
    last = seeds.dataset.series.last_day
    held = {holder_on(spells, last).controller for spells in histories(seeds).values()}
    assert held == {"OPP", "TUR", "SDF"}


def test_every_place_has_a_baseline(seeds):
    """Who held it at first is known of every place."""
    assert {row.place for row in seeds.baseline} == {place.id for place in seeds.places}


def values(node: Any, path: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    """Every single value of a record, with the way to it."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from values(getattr(node, name), (*path, name))
    elif isinstance(node, (tuple, list)):
        for i, item in enumerate(node):
            yield from values(item, (*path, i))
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from values(item, (*path, key))
    else:
        yield path, node


def test_what_nobody_found_in_a_source_stays_marked(seeds):
    """The doubts of the research are in the records, each where it belongs."""
    doubted = {
        ".".join(map(str, (agreement.id, *path)))
        for agreement in seeds.agreements
        for path, value in values(agreement)
        if str(path[-1]).endswith("verified") and value is False
    }
    assert doubted >= {
        *(f"astana-2017-05-04.provisions.{i}.article_verified" for i in (1, 3, 4, 5)),
        "astana6-2017-09-15.provisions.0.article_verified",
        "moscow-2020-03-05.un_symbol_verified",
    }


def test_addresses_stand_in_the_table_of_sources_only(seeds):
    """A page is named once: records point to a source's id. Licences have terms of their own."""
    kinds = (name for name in seeds.__slots__ if isinstance(getattr(seeds, name), tuple))
    found = [
        (kind, *path)
        for kind in kinds
        if kind not in ("sources", "licences")
        for path, value in values(getattr(seeds, kind))
        if isinstance(value, str) and re.search(r"https?://|www\.", value)
    ]
    assert found == []


def test_every_announced_start_of_january_2020_is_kept(seeds):
    """Where sides announced different days, no one picked between them."""
    truce = next(a for a in seeds.agreements if a.id == "truce-2020-01")
    starts = {str(d.effective_day) for d in truce.declarations if d.effective_day}
    assert starts == {"2020-01-09", "2020-01-12"}
    assert truce.in_force.from_day is None


def test_every_text_of_a_record_has_an_arabic_translation_with_its_figures(seeds):
    """Days may be written out; numbers, codes and years stay as they are."""
    prose = seeds.prose()
    arabic = {row.text: row.translation for row in seeds.translations if row.language == "ar"}
    assert prose.keys() == arabic.keys()
    figures = re.compile(r"(?<![A-Za-z\d])\d+(?:[,.:]\d+)*")
    for text, translation in arabic.items():
        if not re.search(r"\d{4}-\d", text):
            assert Counter(figures.findall(text)) == Counter(figures.findall(translation)), text


def test_no_two_places_are_joined_to_one_gazetteer_record(seeds):
    """A record joined twice brings one of the two places its neighbour's name."""
    joined = Counter(place.geonames_id for place in seeds.places if place.geonames_id)
    assert [ident for ident, times in joined.items() if times > 1] == []


def test_every_source_without_a_title_was_looked_for(seeds):
    """The note tells a copy that begins below its headline from one that was not found again."""
    looked_for = re.compile("no headline in the stored copy|no stored copy found again")
    kinds = {"map data", "unstable page"}  # a data set and a tag page have no headline
    untitled = [s for s in seeds.sources if not s.title and s.kind not in kinds]
    assert untitled
    assert [s.id for s in untitled if not looked_for.search(s.note or "")] == []
