"""The full pages as Streamlit runs them: everything draws, in order, and answers the reader."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import json
import re
from collections.abc import Callable
from html import escape, unescape

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.analysis import gap
from dashboard.analysis.evidence import area_ids
from dashboard.analysis.profiles import area_profile
from dashboard.analysis.scenarios import across
from dashboard.analysis.transfers import transfers
from dashboard.quantity import Unit
from dashboard.records import VERDICTS
from dashboard.wording import format

WORDS = wording.load("en")
REFERENCE, CLAIM = "sochi-2018-09-17", "c01"


def _page() -> None:
    from dashboard import wording
    from dashboard.ui import page, state
    from dashboard.ui.files import Data, load_archive
    from dashboard.views.context import PageContext

    archive = load_archive(Data.now())
    chosen = state.open_choice(archive)
    words = wording.load(chosen.language).of_seeds(archive.seeds)
    name = "record" if chosen.view == "map" else chosen.view
    page.show(PageContext(archive, words, chosen), name)


def opened(**query: str) -> AppTest:
    """A page opened by a link, in a session of its own."""
    test = AppTest.from_function(_page, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


@pytest.fixture(scope="module")
def html() -> Callable[..., str]:
    """The HTML of a page; each page is run once, however many tests look at it."""
    seen: dict[tuple, str] = {}

    def of(**query: str) -> str:
        key = tuple(sorted(query.items()))
        if key not in seen:
            seen[key] = html_of(opened(**query))
        return seen[key]

    return of


def html_of(test: AppTest) -> str:
    return "\n".join(element.proto.body for element in test.get("html"))


def tables(test: AppTest) -> list[dict]:
    """What the browser is given of each table of data, unpacked."""
    return [json.loads(gzip.decompress(e.proto.bytes)) for e in test.get("bidi_component")]


def column(table: dict, name: str) -> list:
    """The values of one column."""
    return next(c["values"] for c in table["columns"] if c["name"] == WORDS[name])


EVIDENCE = {"view": "evidence", "layers": "line_of_contact"}  # of few rows
PAGES = [
    {"view": "agreement"},
    {"view": "agreement", "agreement": REFERENCE},
    {"view": "ceasefires"},
    {"view": "claims"},
    {"view": "claims", "claim": CLAIM},
    EVIDENCE,
]


@pytest.mark.parametrize("ident", [None, REFERENCE, "moscow-2020-03-05"])
def test_agreement_page_opens(ident, html, bundled):
    """Every agreement's page draws, and the list of them names them all."""
    query = {"view": "agreement"} | ({"agreement": ident} if ident else {})
    names = [a.short_name["en"] for a in bundled.agreements.values()]
    names = [bundled.agreements[ident].official_name] if ident else names
    page = unescape(html(**query))
    assert all(name in page for name in names)


def test_page_of_all_agreements_sets_all_their_geometry_beside_the_ground(html, bundled):
    """Every area in force on the day, whichever agreement drew it."""
    page = unescape(html(view="agreement"))
    found = gap.gap(bundled, bundled.dataset.opening_day)
    assert found.areas
    for area in found.areas:
        assert area.recipe.title["en"] in page


def test_an_agreement_after_the_series_says_which_day_is_shown(html, bundled):
    last = bundled.last_day
    page = plain(html(view="agreement", agreement="sdf-damascus-2026-01-18", date=last.isoformat()))
    assert WORDS.fill("after_series_note", day=WORDS.date(last)) in page
    listed = plain(html(view="agreement", date=last.isoformat()))
    later = [a for a in bundled.agreements.values() if a.flag_day > last]
    assert listed.count(WORDS["after_series"]) == len(later) > 0


@pytest.mark.parametrize("agreement", [None, "sochi-2018-09-17", "moscow-2020-03-05"])
def test_every_figure_of_a_gap_stands_on_its_page_with_its_range(agreement, html, bundled):
    """Areas, lines, posts and land left, each written as everywhere else."""
    day = dt.date(2020, 4, 6)
    chosen = {"agreement": agreement} if agreement else {}
    page = plain(html(view="agreement", date=day.isoformat(), **chosen))
    found = across(bundled, lambda made: gap.gap(made, day, agreement))
    ranged = []
    for area in found.areas:
        for held in (*area.held.values(), *area.shares.values()):
            if held.value:
                assert format.with_error(WORDS, held).replace("\u00a0", " ") in page
        assert all(format.span(WORDS, share) in page for share in area.shares.values())
    for line in found.lines:
        for way in (line.from_agreed, line.from_ground):
            measures = (way.length, way.mean, way.maximum, way.moved)
            ranged += [(measure, "no_line_between") for measure in measures]
    ranged += [(post.distance, "not_encircled") for post in found.posts]
    if agreement == "moscow-2020-03-05":
        ranged += [(found.left.area, ""), (found.left.still, "")]
    assert len(ranged) > 8
    for figure, none in ranged:
        write = format.with_error if figure.unit is Unit.KM else format.text
        assert write(WORDS, figure).replace("\u00a0", " ") in page
        assert format.scenarios(WORDS, figure, none).replace("\u00a0", " ") in page


def test_the_page_about_the_map_says_how_to_cite_it(html, bundled):
    """By its title and the version of its data, which every briefing names too."""
    page = plain(html(view="about"))
    _, _, cited = page.partition("To cite it:")
    assert WORDS.of(bundled.dataset, "title") in cited
    assert bundled.version in cited
    assert "<bdi>" not in cited, "marks of the page, not words on it"


def plain(html: str) -> str:
    """What a reader sees, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", html)))


@pytest.mark.parametrize("ident", [None, CLAIM])
def test_claims_page_opens(ident, html, bundled):
    """The list, and a claim alone."""
    query = {"view": "claims"} | ({"claim": ident} if ident else {})
    wanted = [c.claim for c in bundled.seeds.claims if ident in (None, c.id)]
    page = unescape(html(**query))
    assert all(text in page for text in wanted)


@pytest.mark.parametrize("query", PAGES, ids=lambda query: "-".join(query.values()))
def test_headings_stand_in_order(query, html):
    """One heading of the first level, first; none skips a level on the way down."""
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html(**query))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize("query", PAGES, ids=lambda query: "-".join(query.values()))
def test_tables_say_what_they_are_and_what_their_heads_belong_to(query, html):
    """A caption each, and a scope on every head."""
    page = html(**query)
    assert page.count("<table") == page.count("<caption")
    assert all("scope=" in head for head in re.findall(r"<th[ >][^>]*>", page))


# --- what the reader does -------------------------------------------------------------------


def test_changing_the_day_changes_the_figures(bundled):
    """The page's own date field moves the gap."""
    test = opened(view="agreement", agreement=REFERENCE, date=bundled.reference_day.isoformat())
    before = html_of(test)
    test.date_input(key="page-day").set_value(bundled.last_day).run()
    assert not test.exception
    after = html_of(test)
    assert before != after
    assert escape(WORDS.date(bundled.last_day)) in after


@pytest.mark.parametrize(
    ("query", "key"),
    [(EVIDENCE, "evidence-day"), ({"view": "agreement"}, "page-day")],
)
def test_a_day_outside_the_series_is_told_and_its_nearest_is_shown(query, key, bundled):
    """A field never shows a day that the figures beside it are not of."""
    test = opened(date=bundled.reference_day.isoformat(), **query)
    for _ in range(2):
        test.date_input(key=key).set_value(dt.date(2031, 1, 1)).run()
        assert test.date_input(key=key).value == bundled.last_day
        assert WORDS.date(bundled.last_day) in test.warning[0].value
        assert escape(WORDS.date(bundled.last_day)) in html_of(test)
    test.date_input(key=key).set_value(bundled.reference_day).run()
    assert not test.warning


def test_every_kind_of_gap_opens_to_events_and_sources(bundled):
    """Areas, lines, posts: a fold each, made when it is opened."""
    test = opened(view="agreement", agreement=REFERENCE)
    assert not tables(test)
    labels = [fold.label for fold in test.expander]
    assert len(labels) >= 3
    for key in ("fold-posts", *(f"fold-line-{r.id}" for r in bundled.dataset.recipes
                                if r.kind == "contact_line")):  # fmt: skip
        test.session_state[key] = True
    test.run()
    assert not test.exception
    assert len(tables(test)) == 2
    assert all(column(table, "day") for table in tables(test))


def test_the_window_of_the_link_orders_the_ceasefires():
    """Another window is another chart, the most land first; the caution stays."""
    found = {}
    for window in ("first_30", "in_force"):
        html = html_of(opened(view="ceasefires", window=window))
        assert escape(WORDS["ceasefires_caution"]) in html
        (chart,) = re.findall(r"(?s)ceasefire-bars.*?</ul>", html)
        found[window] = re.findall(r"<li><div>([^<\n]+)", chart)
    assert sorted(found["first_30"]) == sorted(found["in_force"])
    assert found["first_30"] != found["in_force"]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_of_the_link_filters_the_claims(verdict, bundled):
    """Those with it are listed, in the order of the records, and no other."""
    html = html_of(opened(view="claims", verdict=verdict))
    listed = re.findall(r'<li[^>]*><h2><a href="[^"]*claim=(\w+)', html)
    assert listed == [c.id for c in bundled.seeds.claims if c.verdict == verdict]
    assert f'<b aria-current="true">{WORDS["verdict_" + verdict]} (' in html


def test_the_document_is_cited_as_what_it_is(bundled):
    """Its page says what it is, and gives the spun pages the standing of such pages."""
    html = html_of(opened(view="document"))
    document = bundled.seeds.claims_document
    assert escape(document.provenance) in html
    assert escape(WORDS["reliability_E"]) in html


def test_evidence_page_follows_the_link(bundled):
    """Days, layers and area come from the link: exactly the changes between, and the map's rows."""
    area = next(a for a in area_ids(bundled) if a.startswith("district:"))
    since, day = bundled.reference_day, bundled.last_day
    test = opened(
        view="evidence", layers="control_areas", area=area, since=since.isoformat(),
        date=day.isoformat(),
    )  # fmt: skip
    changes, features = tables(test)
    found = transfers(bundled, since, day, area)
    days = column(changes, "day")
    assert len(days) == len(found.events)
    assert set(days) == {bundled.events[e].day.isoformat() for e in found.events}
    assert len(column(features, "name")) == bundled.within(area).sum()


def test_evidence_of_no_change_has_no_table_of_events(bundled):
    """Two days alike: the figures, the map, and nothing in between."""
    day = bundled.reference_day.isoformat()
    test = opened(view="evidence", layers="control_areas", since=day, date=day)
    assert len(tables(test)) == 1
    assert escape(WORDS["nothing_passed"]) in html_of(test)


def test_a_districts_figures_lead_to_its_evidence(bundled):
    """What each party holds there is a link to the cells and changes behind it."""
    area = next(a for a in area_ids(bundled) if a.startswith("district:"))
    page = html_of(opened(view="map", tab="record", record=f"area:{area}"))
    held = bundled.as_of(bundled.dataset.opening_day).area_by_party(area)
    assert page.count(f"area={area}") > len(held)


def test_a_distance_that_never_changes_is_told_and_not_drawn(bundled):
    """A flat line at nothing is a sentence, not a chart."""
    far = {
        area: area_profile(bundled, area, bundled.last_day).distance.km
        for area in area_ids(bundled)
        if area.startswith("district:")
    }
    still = next(area for area, km in far.items() if not km.any())
    moves = next(area for area, km in far.items() if km.max() > 5)
    charts = {
        area: html_of(opened(view="map", tab="record", record=f"area:{area}")).count("<figure")
        for area in (still, moves)
    }
    assert charts == {still: 1, moves: 2}
