"""Ledgers, chains and rival declarations."""

from __future__ import annotations

import pytest

from dashboard.analysis import compliance


def test_contradiction_is_summarised_as_disputed(squares):
    """Red says kept, Blue says not."""
    ledgers = {entry.provision.id: entry for entry in compliance.ledger(squares.agreements["pact"])}
    assert ledgers["stay"].summary == "disputed"
    assert [e.by for e in ledgers["stay"].entries] == ["Red", "Blue"]
    assert (ledgers["clear"].summary, ledgers["clear"].stage.status) == ("partly_met", "suspended")
    assert (ledgers["talk"].summary, ledgers["talk"].entries) == ("none", ())


def test_rival_starts_and_what_changed_hands_between(squares, nth_day):
    """From day 19 to the day before day 23, c2 changed hands twice."""
    said = compliance.rivals(squares, squares.agreements["truce"])
    assert said.rival
    assert [day for day, _ in said.starts] == [nth_day(19), nth_day(23)]
    assert said.between.events == ("e1", "e2")
    assert said.between.km2 == pytest.approx(200, rel=2e-3)


def test_lineage_follows_amendments_both_ways(squares):
    """pact ← deal ← later, from wherever it is asked."""
    for start in ("pact", "deal", "later"):
        links = [(link.later, link.earlier) for link in compliance.lineage(squares, start)]
        assert links == [("deal", "pact"), ("later", "deal")]
    assert compliance.lineage(squares, "truce") == ()
