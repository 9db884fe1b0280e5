"""What a reader types finds what is meant: any usual spelling, in either script, half typed too."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.analysis.findable import findable

SPELLINGS = [
    ("al-Qusayriyah", "Kuseiriya"),
    ("Qusayriya", "El Qoussaïriyé"),
    ("Kafr Tinah", "Kafer Teena"),
    ("Ash-Shuhur", "El Chouhour"),
    ("Tall Zakiyah", "Tel Zakia"),
    ("Umm al-Wahl", "Oum el Ouahl"),
    ("أم الوحل", "ام الوحل"),
    ("القَصيرة", "قصيره"),
    ("al-Bayt", "Beit"),
]


@pytest.fixture
def searched(loaded):
    """The engine with an index of the payload as a global."""
    if loaded.call("() => !globalThis.searchIndex"):
        loaded.call(
            """() => {
              const { facts } = payload, format = new Format(payload.format);
              const calendar = new Calendar(facts.first, facts.last, format);
              const lookup = new Lookup(payload, calendar, format);
              globalThis.searchIndex = new SearchIndex(searchEntries(lookup));
              const cells = cellsOf(payload.layers.find(({ style }) => style === "control"));
              globalThis.finder = new Finder(lookup, cells, payload.map);
            }"""
        )
    return loaded


def found_each(engine, texts: list[str], limit: int = 8) -> list[list[str]]:
    """Records found by each of some texts, the best first."""
    find = """(texts, limit) => texts.map((text) =>
      searchIndex.find(text, limit).map((hit) => hit.entry.record))"""
    return engine.call(find, texts, limit)


def found(engine, text: str, limit: int = 8) -> list[str]:
    (records,) = found_each(engine, [text], limit)
    return records


def first(engine, text: str) -> str | None:
    return next(iter(found(engine, text)), None)


def test_pages_are_found_by_their_titles(searched):
    found = searched.call(
        """() => {
          const { lookup, cells, limits } = finder;
          return new Finder(lookup, cells, limits, ["Did it hold?", "Evidence"]).find("did it")[0];
        }"""
    )
    assert (found["kind"], found["title"]) == ("page", "Did it hold?")


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_common_spellings_share_a_key(engine, one, other):
    """Invented names in pairs of usual transliterations."""
    assert engine.call("foldName", one) == engine.call("foldName", other) != ""


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("", "", 100), ("abc", "abc", 100), ("abc", "xyz", 0), ("kitten", "sitting", 61.538)],
)
def test_likeness_is_the_longest_common_sequence_in_per_cent(engine, one, other, alike):
    """As usual: twice its length, of the length of both."""
    assert engine.call("ratio", one, other) == pytest.approx(alike, abs=0.001)


@pytest.mark.parametrize(
    ("typed", "record"),
    [
        # while a name is typed
        ("Sar", "place:saraqib"),
        ("sara", "place:saraqib"),
        ("Saraq", "place:saraqib"),
        ("saraqeb", "place:saraqib"),
        ("سراق", "place:saraqib"),
        ("ale", "place:aleppo"),
        ("jisr", "place:jisr-al-shughur"),
        ("khan sh", "place:khan-shaykhun"),
        ("maarrat", "place:maarrat-al-numan"),
        ("sochi mem", "agreement:sochi-2018-09-17"),
        ("moscow", "agreement:moscow-2020-03-05"),
        ("M4", "line:M4"),
        ("m5", "line:M5"),
        ("SY0702", "area:district:SY0702"),
        ("harim district", "area:district:SY0703"),
        ("post 9", "post:tr-9"),
        # with what tells it from others: a year, where it lies
        ("Sochi 2018", "agreement:sochi-2018-09-17"),
        ("2019 sotchi", "agreement:sochi-trilateral-2019-02-14"),
        ("سوتشي 2018", "agreement:sochi-2018-09-17"),
        ("morek hama", "place:morek"),
        # in other spellings
        ("Trumba", "place:tarnaba"),
        ("Turunbah", "place:tarnaba"),
        ("al-Turunbah", "place:tarnaba"),
        ("Tronba", "place:tarnaba"),
        ("Ain al-Havr", "place:wm-ain-al-hawr"),
        ("Maarat Mukhas", "place:maarat-mukhus"),
        ("al-Fu'a", "place:wm-fua-besieged-enclave"),
        ("Suran", "place:suran"),
        ("Idleb", "place:idlib"),
        ("العيس", "place:al-ays"),
        # what has no position
        ("Shir Mughar", "post:tr-11"),
        ("شير مغار", "post:tr-11"),
        ("Rashidin 5", "post:tr-10"),
        ("post 11", "post:tr-11"),
        ("نقطة المراقبة التركية 10", "post:tr-10"),
        ("Suwayrat", "name:Suwayrat"),
        ("Aleppo: Andalus", "name:Aleppo: Andalus"),
    ],
)
def test_what_is_meant_comes_first(searched, typed, record):
    """Spellings of agreements and claims; half-typed names; posts, roads, codes."""
    assert first(searched, typed) == record


@pytest.mark.parametrize("typed", ["", "  ", "'; drop", "<b>", "\u0000", "(((", "qqqqqqqq"])
def test_nonsense_finds_nothing_and_breaks_nothing(searched, typed):
    """At most some names that are like it."""
    assert len(found(searched, typed)) <= 8


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(st.text(max_size=40), min_size=1, max_size=15))
def test_whatever_is_typed_finds_at_most_what_is_shown(searched, typed):
    """Something or nothing, in any script."""
    assert max(map(len, found_each(searched, typed))) <= 8


def test_names_that_start_so_come_before_those_that_contain_it(engine):
    """And of those found equally well the more important first."""
    names = ["Upper Oak", "Oakley", "Broakland", "Oaken", "Oakham"]
    entries = [
        {"record": f"place:{i}", "title": name, "context": "", "rank": 1 + i % 3, "names": [name]}
        for i, name in enumerate(names)
    ]
    hits = engine.call(
        "(entries) => new SearchIndex(entries).find('oak').map((hit) => hit.name)", entries
    )
    assert hits == ["Oaken", "Oakley", "Oakham", "Upper Oak", "Broakland"]


@pytest.mark.in_v8
def test_everything_is_found_by_each_of_its_names(searched, archive):
    """Among the first, where many share a name."""
    named = [
        (each.record, name)
        for each in findable(archive).values()
        if each.kind != "place"
        for name in each.names
    ]
    assert not_found(searched, named, 12) == []


def not_found(engine, named: list[tuple[str, str]], limit: int) -> list[tuple[str, str]]:
    """Records that are not found by a name of theirs, with the name."""
    results = found_each(engine, [name for _, name in named], limit)
    return [
        (record, name)
        for (record, name), records in zip(named, results, strict=True)
        if record not in records
    ]


def test_every_place_with_a_cell_is_found_by_its_own_names(searched, archive):
    """By the English and the Arabic name, among namesakes at worst."""
    places = [archive.places[ident] for ident in archive.cells[::25]]
    named = [(f"place:{p.id}", name) for p in places for name in p.name.values()]
    assert not_found(searched, named, 30) == []


@pytest.mark.in_v8
def test_every_event_s_place_is_found_by_the_name_its_source_gives(searched, archive):
    """Among the first three: a name can be that of a village and of its sub-district."""
    events = [event for event in archive.seeds.events if event.place_as_reported]
    named = sorted({(f"place:{event.place}", event.place_as_reported) for event in events})
    assert not_found(searched, named, 3) == []


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("35.93, 36.63", 35.93, 36.63),
        ("35.93 36.63", 35.93, 36.63),
        ("35,93 36,63", 35.93, 36.63),
        ("35.93 N 36.63 E", 35.93, 36.63),
        ("N35.93 E36.63", 35.93, 36.63),
        ("36.63° E, 35.93° N", 35.93, 36.63),
        ("35°55'48\"N 36°37'48\"E", 35.93, 36.63),
        ("35°55.8′ N, 36°37.8′ E", 35.93, 36.63),
        ("٣٥٫٩٣، ٣٦٫٦٣", 35.93, 36.63),
        ("-35.5, -36.25", -35.5, -36.25),
        ("35.5 S 36.25 W", -35.5, -36.25),
    ],
)
def test_positions_are_read_as_people_write_them(engine, text, lat, lon):
    """Latitude first unless a letter says otherwise."""
    assert engine.call("readPosition", text) == pytest.approx({"lat": lat, "lon": lon})


@pytest.mark.parametrize(
    "text", ["", "Saraqib", "35", "2020 03", "M4", "95.1, 36.6", "35°70' 36°10'", "35.9", "1.2.3"]
)
def test_what_is_no_position_is_not_read_as_one(engine, text):
    """A name, a year, a number alone, what lies off the globe."""
    assert engine.call("readPosition", text) is None


def suggested(engine, text: str) -> list[dict]:
    """What the search suggests."""
    return engine.call("(text) => finder.find(text)", text)


@pytest.mark.parametrize(
    ("text", "title", "days"),
    [
        ("1/3/2020", "1 March 2020", ["2020-03-01"]),
        (
            "12 January 2020 – 5 March 2020",
            "12 January 2020 → 5 March 2020",
            ["2020-01-12", "2020-03-05"],
        ),
        ("2020-03-05 - 2020-01-12", "12 January 2020 → 5 March 2020", ["2020-01-12", "2020-03-05"]),
        ("12/1/2020-5/3/2020", "12 January 2020 → 5 March 2020", ["2020-01-12", "2020-03-05"]),
        ("5 Mar 2020→5/3/2020", "5 March 2020", ["2020-03-05"]),
        ("5/3/1066", "15 September 2017", ["2017-09-15"]),  # the nearest
    ],
)
def test_a_day_comes_first_and_two_are_compared(searched, payload, text, title, days):
    """Of two the earlier is first, in whatever order; what lies outside the series says so."""
    found = suggested(searched, text)[0]
    first = dt.date.fromisoformat(payload["facts"]["first"])
    assert found["title"] == title
    assert [str(first + dt.timedelta(day)) for day in found["days"]] == days
    assert bool(found["context"]) == ("1066" in text)


@pytest.mark.parametrize("text", ["May 2019", "2019"])
def test_a_month_or_a_year_comes_after_the_names_that_have_it(searched, text):
    found = suggested(searched, text)
    assert found[0]["kind"] == "agreement"
    assert found[-1]["kind"] == "date"


@pytest.mark.parametrize("text", ["12/1/2020 –", "1 - 2 - 2020", "35.93, 36.63", "Kafr 2 - 3"])
def test_what_is_no_date_is_not_suggested_as_one(searched, text):
    assert all(not each["kind"].startswith("date") for each in suggested(searched, text))
