"""Ledgers, chains and rival declarations."""

from __future__ import annotations

import pytest
from world import nth_day

from dashboard.analysis import compliance
from dashboard.records import Agreement, Compliance, DateSpan, Provision


def test_contradiction_is_summarised_as_disputed(squares):
    """Red says kept, Blue says not."""
    ledgers = {entry.provision.id: entry for entry in compliance.ledger(squares.agreements["pact"])}
    assert ledgers["stay"].summary == "disputed"
    assert [e.by for e in ledgers["stay"].entries] == ["Red", "Blue"]
    assert (ledgers["clear"].summary, ledgers["clear"].progress.status) == (
        "partly_met",
        "suspended",
    )
    assert (ledgers["talk"].summary, ledgers["talk"].entries) == ("none", ())


@pytest.mark.parametrize(
    ("declared", "summary"),
    [
        (["Red met"], "met"),
        (["Red met_late"], "met_late"),
        (["Red met", "Blue mostly_met"], "mostly_met"),
        (["Red partly_met", "Blue met"], "disputed"),
        (["Red partly_met", "Blue not_met"], "disputed"),
        (["Red met", "Blue disputed"], "disputed"),
        (["Red not_met", "Blue partly_met", "Red met_late", "Blue met"], "met_late"),
        (["Red met_late", "Blue not_met"], "disputed"),
        (["Red met", "Red not_met"], "not_met"),
        (["Red suspended", "Blue resumed"], "progress"),
        ([], "none"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value) or "nothing",
)
def test_entries_on_compliance_are_summarised(declared, summary):
    """In time order, a week apart; late is no contradiction of not yet."""
    entries = [
        Compliance(provisions=("p",), status=status, by=by, claim=status,
                   date=DateSpan.parse(nth_day(7 * i)))
        for i, (by, status) in enumerate(entry.split() for entry in declared)
    ]  # fmt: skip
    provision = Provision(id="p", text="P.")
    record = Agreement(
        id="a", role="core", official_name="a", short_name={"en": "a"}, type="t", form="f",
        signed_on=DateSpan.parse(nth_day(0)), provisions=(provision,), compliance=tuple(entries),
    )  # fmt: skip
    assert compliance.ledger(record)[0].summary == summary


def test_rival_starts_and_what_changed_hands_between(squares):
    """From day 19 to the day before day 23, c2 changed hands twice."""
    found = compliance.between_starts(squares, squares.agreements["truce"])
    assert (found.first, found.last) == (nth_day(19), nth_day(23))
    assert sum(km2.value for km2 in found.transfers.flows.values()) == pytest.approx(200, rel=2e-3)
    assert compliance.between_starts(squares, squares.agreements["pact"]) is None


def test_lineage_follows_amendments_both_ways(squares):
    """pact ← deal ← later, from wherever it is asked."""
    for start in ("pact", "deal", "later"):
        links = [(link.later, link.earlier) for link in compliance.amendments_of(squares, start)]
        assert links == [("deal", "pact"), ("later", "deal")]
    assert compliance.amendments_of(squares, "truce") == ()
