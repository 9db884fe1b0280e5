"""How far a source and a report can be trusted follows from stated rules."""

from __future__ import annotations

from typing import get_args

import pytest

from dashboard import standing
from dashboard.records import Source, SourceKind


def source(name: str, kind: str = "news", originator: str = "") -> Source:
    return Source.model_validate(
        {"id": name, "publisher": name.title(), "kind": kind, "originator": originator}
    )


def test_every_kind_has_a_reliability():
    assert set(standing.RELIABILITY) == set(get_args(SourceKind))
    assert set(standing.RELIABILITY.values()) == set("ABCDEF")


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([source("herald")], 3),
        ([source("herald"), source("gazette")], 2),
        ([source("herald"), source("gazette"), source("courier", "encyclopedia")], 1),
        ([source("herald"), source("mirror", "copy", "Herald")], 3),
        ([source("herald"), source("board", "blog or forum")], 3),
        ([source("board", "blog or forum"), source("farm", "content farm")], 6),
        ([], 6),
    ],
)
def test_credibility_counts_who_says_so_independently(listed, expected):
    assert standing.credibility(listed) == expected


def test_a_copy_confirms_nothing_its_original_says():
    """One report read on two pages is one report."""
    known = {s.id: s for s in (source("herald"), source("mirror", "copy", "Herald"))}
    assert [c.standing for c in standing.cite(known, known)] == ["C3", "D3"]


def test_sources_of_several_facts_confirm_none_of_them():
    known = {s.id: s for s in (source("herald"), source("gazette"))}
    cited = standing.cite(known, ["gazette", "unknown", "herald"], one_fact=False)
    assert [c.standing for c in cited] == ["C", "C"]


def test_a_source_off_the_web_has_no_link_and_no_copy():
    (cited,) = standing.cite({"atlas": source("atlas", "map data")}, ["atlas"])
    assert (cited.url, cited.archive_url) == ("", "")


@pytest.mark.parametrize(
    ("listed", "fits"),
    [
        ([source("council", "united nations")], True),
        ([source("wire", "news agency")], True),
        ([source("herald")], False),
        ([source("herald"), source("gazette")], True),
        ([source("herald"), source("board", "blog or forum")], False),
        ([], False),
    ],
)
def test_high_certainty_needs_two_sources_or_one_of_record(listed, fits):
    assert standing.supports_high_certainty(listed) is fits


@pytest.mark.parametrize(
    ("properties", "one_fact"),
    [({"place": "tarn"}, True), ({"incident": "i1"}, True), ({"controllers": ["NOR"]}, False)],
)
def test_sources_of_a_feature_confirm_each_other_where_it_is_one_fact(properties, one_fact):
    known = {"gazette": source("gazette", "news")}
    (cited,) = standing.cite_feature(known, {**properties, "sources": ["gazette"]})
    assert (cited.credibility is not None) == one_fact
