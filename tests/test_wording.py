"""The words of the interface: every one there is asked for, in every language the same set."""

from __future__ import annotations

import ast
import datetime as dt
import re
import tomllib
from string import Formatter

import pytest
from syntax import MODULES, PACKAGE, nodes
from world import make_world, with_maps

from dashboard import wording
from dashboard.errors import ChoiceError
from dashboard.records import Agreement, DateSpan, Party
from dashboard.views.tables import Column, spec
from dashboard.wording.cldr import Locale

TEMPLATES = sorted(PACKAGE.rglob("templates/*"))
TABLES = ("app", "map", "briefing")
LANGUAGES = wording.languages()
#: What the runtime's own code has under the name of its words.
JS_WORDS = re.compile(r"\bwords\.([a-z][a-z0-9_]*)\b(?!\()")


def read(language: str) -> dict[str, dict]:
    return tomllib.loads((PACKAGE / "wording" / "catalogs" / f"{language}.toml").read_text("utf-8"))


def fields(phrase: str | dict[str, str]) -> set[str]:
    """Names of what is filled into a phrase, or into the forms of one that goes by a number."""
    if isinstance(phrase, dict):
        return {"n"}.union(*map(fields, phrase.values()))
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_no_phrase_english_lacks(language):
    """A phrase under a misspelt key would never be shown."""
    ours, english = read(language), read("en")
    for table in TABLES:
        assert ours.get(table, {}).keys() <= english[table].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_in_the_same_values(language):
    """A phrase says the same figures in each language."""
    ours, english = read(language), read("en")
    for table in TABLES:
        for key, phrase in ours.get(table, {}).items():
            assert fields(phrase) == fields(english[table][key]), f"{language}: {key}"


#: Names of parties that are filled in, and the words after which one stands in any gender.
PARTIES = {"party", "to", "from", "was", "held", "giver", "taker"}
BEFORE_A_PARTY = {"", "من", "إلى", "بيد", "قوات"}
#: What may follow a number whatever the number is; ``days_few`` and the like follow theirs.
AFTER_A_NUMBER = {"كم", "كم²", "م", "ك", "من", "منها", "إلى", "في", "شمالاً", "شرقاً"}
NUMBERS = (
    "n", "all", "shown", "unplaced", "unresolved", "posts", "sources", "starts", "standing",
    "tested", "quiet", "in_force", "month", "days", "calm", "places", "events", "without_low",
    "earliest", "latest", "km", "km2", "m", "lat", "lon", "share", "total",
)  # fmt: skip


def arabic() -> list[tuple[str, str]]:
    tables = read("ar")
    return [
        (f"{table}.{key}", form)
        for table in TABLES
        for key, phrase in tables[table].items()
        # a form of a number agrees with it
        for form in ([phrase] if isinstance(phrase, str) else [])
    ]


FILLED = {key: phrase for key, phrase in arabic() if fields(phrase)}


def test_no_arabic_phrase_must_agree_with_what_is_filled_in():
    """A verb agrees with its party in gender, a noun with its number: neither is known here.

    A party stands after a preposition or begins its part of a phrase; after a number comes no
    noun. Phrases with one form a number, as ``days_few``, are chosen by it.
    """
    for key, phrase in FILLED.items():
        before = re.findall(r"(\w*) ?\{(\w+)\}", phrase)
        assert {word for word, name in before if name in PARTIES} <= BEFORE_A_PARTY, key
        if not re.fullmatch(r"days_\w+", key.partition(".")[2]):
            after = re.findall(r"\{(\w+)\} ([^\W\d_][^\s،؛.]*)", phrase)
            assert {word for name, word in after if name in NUMBERS} <= AFTER_A_NUMBER, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_can_name_every_month_and_its_direction(language):
    """A date in words needs twelve months, a page needs to know where lines begin."""
    words = wording.load(language)
    named = {words.date(dt.date(2020, month, 5)) for month in range(1, 13)}
    assert len(named) == 12
    assert all("2020" in day for day in named)
    assert words.direction in ("ltr", "rtl")


def phrases_asked_for() -> list[tuple[str, str]]:
    """Every key written out: ``words["key"]``, ``words.fill("key", …)``."""
    asked = re.compile(r"""words(?:\[|\.(?:fill|counted)\()"([\w.]+)"[\],)]""")
    found = [(t.name, key) for t in TEMPLATES for key in asked.findall(t.read_text("utf-8"))]
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Subscript):
                owner, key = node.value, node.slice
            elif (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") in ("fill", "counted")
                and node.args
            ):
                owner, key = node.func.value, node.args[0]
            else:
                continue
            if getattr(owner, "id", "") in ("words", "wording") and isinstance(key, ast.Constant):
                found.append((path.relative_to(PACKAGE).as_posix(), key.value))
    return found


def test_every_phrase_the_code_asks_for_is_there():
    """No page can fail for a missing word."""
    words = wording.load("en")
    asked = phrases_asked_for()
    assert asked
    assert [(where, key) for where, key in asked if words.get(key) is None] == []


def test_every_phrase_the_map_asks_for_travels_to_the_browser():
    """The runtime finds its words among those it is sent; a missing one would read “undefined”."""
    browser = wording.load("en").browser
    # a table's words come with the table
    scripts = sorted(p for p in (PACKAGE / "web").rglob("*.js") if p.name != "table.js")
    asked = {(p.name, key) for p in scripts for key in JS_WORDS.findall(p.read_text("utf-8"))}
    assert asked
    assert [(where, key) for where, key in sorted(asked) if key not in browser] == []


def test_every_phrase_a_table_asks_for_is_sent_with_it():
    """The tables' script finds its words among those Python packs for it."""
    sent = spec(wording.load("en"), "", [Column("", [])], 1)["words"]
    asked = set(JS_WORDS.findall((PACKAGE / "web" / "widgets" / "table.js").read_text("utf-8")))
    assert asked <= sent.keys()


#: How keys put together by the code begin or end, by who asks: Python, and the map's runtime.
PUT_TOGETHER = {
    "py": (
        r"basis_\w+",
        r"briefing_(format|size|sheet|fill)_\w+", r"briefing_(subtitle|note|credit)",
        r"certainty_\w+", r"chain_\w+", r"figure_\w+", r"force_\w+", r"gap_\w+",
        r"kind_\w+", r"outcome_\w+", r"download_about_\w+", r"help_(word|about)_\w+",
        r"status_\w+", r"summary_\w+", r"unmeasured_\w+", r"variant_\w+", r"view_\w+",
        r"when_\w+", r"start_\w+", r"verdict_\w+", r"(reliability|credibility)_\w", r"\w+_of_areas",
    ),
    "js": (
        r"basis_\w+", r"certainty_\w+", r"compare_\w+",
        r"(previous|next|step)_\w+", r"post_\w+", r"kind_\w+", r"\w+_one",
        r"(reliability|credibility)_\w",
        r"annotate_(press_)?(text|arrow|circle|area|highlight)(_next|_end)?",
    ),
}  # fmt: skip


def texts_in_python() -> set[str]:
    """Every text written out in the code: a key may be handed on before it is asked for."""
    found = {
        node.value for path in MODULES for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }  # fmt: skip
    for template in TEMPLATES:
        found |= set(re.findall(r'"([\w.]+)"', template.read_text("utf-8")))
    return found | {text.removeprefix("briefing.") for text in found}


def texts_in_the_runtime() -> set[str]:
    scripts = [p.read_text("utf-8") for p in sorted((PACKAGE / "web").rglob("*.js"))]
    quoted = re.compile(r"""["'`]([a-z][a-z0-9_]*)["'`]""")
    return {key for text in scripts for found in (JS_WORDS, quoted) for key in found.findall(text)}


@pytest.mark.parametrize(("table", "asker"), [("app", "py"), ("briefing", "py"), ("map", "js")])
def test_every_phrase_there_is_is_asked_for(table, asker):
    """What nobody shows nobody should have to translate; what the map does not say is not sent."""
    asked = texts_in_python() if asker == "py" else texts_in_the_runtime()
    built = re.compile("|".join(PUT_TOGETHER[asker]))
    assert [key for key in read("en")[table] if key not in asked and not built.fullmatch(key)] == []


def test_an_unknown_phrase_fails_at_once():
    """A missing word is found by the first test that shows it."""
    with pytest.raises(KeyError):
        wording.load("en")["no such phrase"]


def test_an_unknown_language_is_refused_with_those_there_are():
    """The message says which languages can be had."""
    with pytest.raises(ChoiceError, match="en"):
        wording.load("tlh")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-03-05", "5 March 2020"),
        ("2018-05", "May 2018"),
        ("2018", "2018"),
        ("2017-12/2018-02", "December 2017 – February 2018"),
        ("2016/2019", "2016–2019"),
        ("2020-01-09/2020-01-10", "9–10 January 2020"),
        ("2020-02-27/2020-03-05", "27 February – 5 March 2020"),
        ("2018-05/2018-06-03", "May 2018 – 3 June 2018"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(text, words):
    """No day is made up for a source that gave a month, and nothing said twice."""
    assert wording.load("en").date_span(DateSpan.parse(text)) == words


def test_a_span_of_days_is_written_as_the_language_does():
    days = dt.date(2017, 10, 9), dt.date(2018, 2, 13)
    assert wording.load("en").locale.span(*days, "brief") == "9 Oct 2017 – 13 Feb 2018"
    assert wording.load("ar").locale.span(*days) == "9 تشرين الأول 2017 – 13 شباط 2018"
    assert Locale("de").span(days[0], dt.date(2017, 10, 10)) == "9.–10. Oktober 2017"


def test_a_record_without_arabic_words_is_shown_in_english():
    """A gap in translation shows a name, not nothing."""
    party = Party(
        id="X",
        name={"en": "League"},
        short={"en": "L", "ar": "ر"},
        colour="#000000",
        hatch="none",
    )
    if "ar" in LANGUAGES:
        assert wording.load("ar").of(party, "name") == "League"
        assert wording.load("ar").of(party, "short") == "ر"
    assert wording.load("en").of(party, "short") == "L"


def accord(**names: object) -> Agreement:
    """An agreement of which only the names matter."""
    known = {"role": "core", "official_name": "Accord on the River", "type": "accord"}
    return Agreement(id="river-accord", form="written", signed_on="2001-02-01", **known | names)


@pytest.mark.parametrize(
    ("language", "translated", "shown"),
    [
        ("en", "اتفاق النهر", "River accord"),
        ("ar", "اتفاق النهر", "اتفاق النهر"),
        ("ar", None, "River accord"),
    ],
)
def test_an_agreement_is_called_by_its_short_name_in_the_readers_language(
    language, translated, shown
):
    """Arabic pages use the Arabic name; a record that has none keeps the one it has."""
    others = {"ar": translated} if translated else {}
    record = accord(short_name={"en": "River accord", **others})
    assert wording.load(language).agreement(record) == shown


def test_every_agreement_has_an_arabic_short_name(bundled):
    """No list or legend of an Arabic page falls back to Latin letters."""
    for agreement in bundled.agreements.values():
        name = wording.load("ar").agreement(agreement)
        assert re.search(r"[\u0600-\u06ff]", name), agreement.id
        assert not re.search(r"[A-Za-z]", name), agreement.id


def test_no_two_agreements_have_the_same_name(bundled):
    """A reader can tell the entries of a list apart in every language."""
    for language in LANGUAGES:
        names = [wording.load(language).agreement(record) for record in bundled.agreements.values()]
        assert len(set(names)) == len(names)


def test_areas_of_one_name_have_one_arabic_name(bundled):
    """Areas are looked up by their English name: a sub-district may share a district's."""
    known: dict[str, str] = {}
    for area in bundled.dataset.areas:
        assert known.setdefault(area.name["en"], area.name.get("ar")) == area.name.get("ar"), (
            area.id
        )


def test_phrases_of_the_map_stay_its_own_where_control_is_known_from_areas():
    """Some have the name of another phrase of the pages."""
    seeds = make_world({"a": (10.05, 50.15)}, {"a": "RED"})
    of_places = wording.load()
    of_areas = of_places.of_seeds(with_maps(seeds))
    differ = {key for key in of_places.browser if of_areas.browser[key] != of_places.browser[key]}
    assert differ == {key for key in of_places.browser if f"{key}_of_areas" in read("en")["app"]}


def test_a_position_names_its_half_of_the_globe():
    assert wording.load("en").position(-0.5, 20.5) == "0.5000° S, 20.5000° E"
    assert wording.load("ar").position(12.25, -70) == "12.2500° شمالاً، 70.0000° غرباً"
