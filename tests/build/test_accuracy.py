"""Published figures and attestations beside the map."""

from __future__ import annotations

import dataclasses
import re

import pytest
from world import district, make_world, nth_day

from dashboard.analysis.accuracy import check_attestations, compare
from dashboard.archive import Archive
from dashboard.build import accuracy_markdown, build
from dashboard.records import Attestation, GainFigure, HeldFigure, PublishedFigure, Source

TRIO = {"a": (10.05, 50.2), "b": (10.15, 50.2), "c": (10.25, 50.2)}
HELD = {"a": "RED", "b": "RED", "c": "BLUE"}
STORY = [(5, "b", "RED", "BLUE"), (9, "c", "BLUE", "RED")]
POCKET = {
    "id": "zone",
    "kind": "pocket",
    "day": "2001-01-01",
    "held_by": "RED",
    "holding": "a",
}


def figure(kind: str, **more) -> PublishedFigure:
    fields = {
        "id": "f",
        "value": "10",
        "unit": "km2",
        "as_of": "",
        "measures": "land | sea",
        "sources": ("paper",),
        "compare": kind,
    }
    if not kind:
        return PublishedFigure(**fields | more)
    fields |= {"compare_party": "BLUE", "compare_value": 10, "compare_to": "2001-01-20"}
    if kind.startswith("held"):
        return HeldFigure(**fields | more)
    return GainFigure(**fields | {"compare_from": "2001-01-01"} | more)


@pytest.fixture(scope="module")
def seeds():
    made = make_world(
        TRIO,
        HELD,
        STORY,
        [POCKET],
        sources=(Source(id="paper", title="A [map]", url="https://x.example/a"),),
    )
    places = tuple(p.model_copy(update={"units": district(f"D{p.id}")}) for p in made.places)
    return dataclasses.replace(made, places=places)


@pytest.fixture(scope="module")
def layers(seeds):
    return build(seeds)


@pytest.fixture(scope="module")
def archive(seeds, layers):
    return Archive(seeds, layers)


@pytest.fixture(scope="module")
def km2(layers):
    return {f.properties["place"]: f.properties["area_km2"] for f in layers["control_areas"]}


@pytest.mark.parametrize(
    ("kind", "within", "expected"),
    [
        ("gain", "", lambda km2: km2["b"]),
        ("net_gain", "", lambda km2: km2["b"] - km2["c"]),
        ("net_gain", "zone", lambda km2: km2["b"]),
        ("net_gain", "district:Dc", lambda km2: -km2["c"]),
        ("held_area", "", lambda km2: km2["b"]),
        ("held_share", "zone", lambda km2: 100 * km2["b"] / (km2["a"] + km2["b"])),
    ],
)
def test_ours_is_counted_as_the_figure_defines(archive, km2, kind, within, expected):
    row = compare(figure(kind, compare_within=within), archive)
    assert row.ours.value == pytest.approx(expected(km2))
    assert row.ratio == pytest.approx(row.ours.value / 10)


def test_a_figure_of_zero_has_no_ratio(archive):
    assert compare(figure("gain", compare_value=0), archive).ratio is None


def test_attestations_match_places_by_exact_name_only(archive):
    statements = [
        Attestation(place_name="A", controller="RED", basis="shot at", sources=("paper",)),
        Attestation(place_name="A", controller="RED", basis="again", sources=("paper",)),
        Attestation(place_name="B", controller="RED", basis="seen", sources=("s0",)),
        Attestation(place_name="b ", controller="RED", basis="seen", sources=()),
        Attestation(place_name="A (old)", controller="RED", basis="seen", sources=()),
    ]
    rows = check_attestations(statements, archive, nth_day(6))
    outcomes = {(r.attestation.place_name, r.held_by, r.independent, bool(r.trouble)) for r in rows}
    assert outcomes == {
        ("A", "RED", True, False),
        ("A (old)", None, False, True),
        ("B", "BLUE", False, False),
        ("b", None, False, True),
    }


def page_of(seeds, layers) -> str:
    return accuracy_markdown(Archive(seeds, layers))


def test_the_page_shows_figure_source_ratio_and_reason(seeds, layers):
    rows = (figure("gain", reason="their map is coarser"), figure("", id="other"))
    page = page_of(dataclasses.replace(seeds, published_figures=rows), layers)
    assert "1 of 2 figures" in page
    assert r"land \| sea ([A \[map\]](<https://x.example/a>))" in page
    assert "their map is coarser" in page


def test_a_difference_nobody_looked_at_says_so(seeds, layers):
    page = page_of(dataclasses.replace(seeds, published_figures=(figure("gain"),)), layers)
    assert "not examined" in page


def test_the_page_does_not_depend_on_the_order_of_rows(seeds, layers):
    statements = tuple(
        Attestation(place_name=n, controller="RED", basis=f"told {n}", sources=()) for n in "ABC"
    )
    rows = (figure("gain"), figure("net_gain", id="g"), figure("held_area", id="h"))
    one = dataclasses.replace(seeds, published_figures=rows, attestations=statements)
    two = dataclasses.replace(seeds, published_figures=rows[::-1], attestations=statements[::-1])
    assert page_of(one, layers) == page_of(two, layers)


def test_the_page_stands_without_anything_to_compare(seeds, layers):
    page = page_of(seeds, layers)
    assert "No published figure" in page
    assert "No attestation" in page


def test_every_compared_figure_of_the_real_data_has_a_reason(bundled):
    missing = [f.id for f in bundled.seeds.published_figures if f.compare and not f.reason]
    assert missing == []


def test_statements_of_other_sources_are_counted_by_year_area_holder_and_certainty(bundled):
    text = accuracy_markdown(bundled).split("## Truth, tested")[1].split("\n## ")[0]
    rows = bundled.seeds.truth_checks
    states = {day: bundled.as_of(day) for day in {row.day.earliest for row in rows}}
    agree = [
        row
        for row in rows
        if states[row.day.earliest].spell(row.place).properties["controller"] == row.party
    ]
    assert f"agrees with {len(agree)} of {len(rows)}" in text
    parties = "|".join(party.short["en"] for party in bundled.parties.values())
    for group in (r"20\d\d", r".* district", parties, "high|medium|low"):
        counts = re.findall(rf"^\| (?:{group}) \| \d+ of (\d+) ", text, re.MULTILINE)
        assert sum(map(int, counts)) == len(rows)
    wrong = [row for row in rows if row not in agree]
    assert wrong
    for row in wrong:
        place, party = bundled.places[row.place], bundled.parties[row.party]
        names = f"{place.name['en']} | {party.short['en']}"
        assert f"| {row.day} | {names} |" in text
