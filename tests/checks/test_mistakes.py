"""What goes wrong when people type: every mistake is a line that says so, and nothing is built.

Each mistake is made in a copy of the good seeds. The rules named beside it must find it, and no
others: a finding that follows from another only sends people to the wrong line.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from edits import edited

from dashboard import checks, cli

Mistake = Callable[[Path], object]

BASELINE, EVENTS = "control/baseline.csv", "control/events.csv"
FIGURES = "published_figures.csv"
PLACES, POSTS, SOURCES = "places.csv", "posts.csv", "sources.csv"
DATASET, CLAIMS = "dataset.toml", "claims.toml"
TRUCE, ACCORD = "agreements/coast-truce.toml", "agreements/river-accord.toml"
ROADS, LAND, LAKES = "lines/roads.geojson", "basemap/countries.geojson", "basemap/lakes.geojson"
LINE = re.compile(r".+: .+; .+ \(([a-z0-9-]+)\)")


def swap(name: str, old: str, new: str) -> Mistake:
    """Type ``new`` where ``old`` first stands."""
    return lambda seeds: edited(seeds / name, old, new, 1)


def add(name: str, text: str) -> Mistake:
    """Type something at the end."""
    return lambda seeds: (seeds / name).write_bytes((seeds / name).read_bytes() + text.encode())


def save(name: str, data: bytes) -> Mistake:
    """Overwrite a file."""
    return lambda seeds: (seeds / name).write_bytes(data)


def recode(name: str, change: Callable[[bytes], bytes]) -> Mistake:
    """Save a file in another form."""
    return lambda seeds: (seeds / name).write_bytes(change((seeds / name).read_bytes()))


def road(points: str) -> Mistake:
    """Draw the road along other points."""
    return lambda seeds: (seeds / ROADS).write_text(
        re.sub(r'(?<="coordinates":)\[\[.*\]\]', points, (seeds / ROADS).read_text("utf-8")),
        encoding="utf-8",
    )


def instead(name: str, put: Callable[[Path], object]) -> Mistake:
    """Take a file away and put something else where it was."""

    def make(seeds: Path) -> None:
        (seeds / name).unlink()
        put(seeds / name)

    return make


def move(name: str, to: str) -> Mistake:
    return lambda seeds: (seeds / name).rename(seeds / to)


def test_of_claim(*lines: str) -> Mistake:
    return add(CLAIMS, "\n".join(["[claims.test]", *lines, ""]))


test_of_claim.__test__ = False

LINE_DISTANCE = """
[[recipes]]
id = "apart"
layer = "accord_lines"
kind = "line_distance"
agreement = "river-accord"
title = {en = "Distance", ar = "المسافة"}
line = "zone"
valid_from = 2001-02-02
certainty = "low"
precision_m = 2000
caveat = {en = "Derived."}
sources = ["gazette"]
"""

#: What was done -> how, and the rules that must find it.
MISTAKES: dict[str, tuple[Mistake, set[str]]] = {
    # --- dates ----------------------------------------------------------------------------
    "day in another order": (swap(EVENTS, "2001-02-25", "25.02.2001"), {"field-value"}),
    "day that does not exist": (swap(EVENTS, "2001-02-25", "2001-02-30"), {"field-value"}),
    "day in arabic digits": (swap(EVENTS, "2001-02-25", "٢٠٠١-٠٢-٢٥"), {"field-value"}),
    "day with a time": (swap(EVENTS, "2001-02-25", "2001-02-25T10:00"), {"field-value"}),
    "day that means no end": (
        swap(DATASET, "last_day = 2001-12-31", "last_day = 9999-12-31"),
        {"field-value"},
    ),
    "post kept for ever": (swap(POSTS, "2001-05/2001-06", "9999-12-31"), {"field-value"}),
    "date in arabic digits": (swap(TRUCE, "= 2001-01-08", '= "٢٠٠١-٠١-٠٨"'), {"field-value"}),
    "interval without an end": (swap(TRUCE, "= 2001-01-08", '= "2001-01-08/"'), {"field-value"}),
    "event before the series": (swap(EVENTS, "e01,2001", "e01,1999"), {"outside-series"}),
    "claim tested backwards": (
        test_of_claim(
            'kind = "unmoved"',
            "from_day = 2001-03-01",
            "to_day = 2001-02-01",
            "until_day = 2001-04-01",
        ),
        {"backward-dates"},
    ),
    "claim tested outside the series": (
        test_of_claim(
            'kind = "unmoved"',
            "from_day = 1999-03-01",
            "to_day = 2001-02-01",
            "until_day = 2001-04-01",
        ),
        {"outside-series"},
    ),
    "distance from what is no line": (
        add(DATASET, LINE_DISTANCE),
        {"recipe-fields"},
    ),
    "recipe without what its kind needs": (
        swap(DATASET, 'holding = "tarn"\n', ""),
        {"field-missing"},
    ),
    "recipe with a field of another kind": (
        swap(DATASET, 'road = "R1"', 'road = "R1"\nholding = "tarn"'),
        {"field-unknown"},
    ),
    "recipe of a kind there is not": (
        swap(DATASET, 'kind = "pocket"', 'kind = "puddle"'),
        {"field-value"},
    ),
    "corridor of no width": (
        swap(DATASET, "each_side_km = 2.0", "each_side_km = 0"),
        {"field-value"},
    ),
    "agreement that amends itself": (
        swap(ACCORD, 'amends = ["coast-truce"]', 'amends = ["river-accord"]'),
        {"agreement-order"},
    ),
    "agreement that amends a later one": (
        swap(TRUCE, 'role = "core"', 'role = "core"\namends = ["river-accord"]'),
        {"agreement-order"},
    ),
    # --- files ----------------------------------------------------------------------------
    "file of zero bytes": (save(EVENTS, b""), {"csv-header"}),
    "file of blank lines": (save(EVENTS, b"\n\n  \n"), {"csv-header"}),
    "file removed": (lambda seeds: (seeds / BASELINE).unlink(), {"file-missing"}),
    "folder for a file": (instead(EVENTS, Path.mkdir), {"file-missing"}),
    "folder for an agreement": (instead(TRUCE, Path.mkdir), {"file-missing"}),
    "link to itself": (instead(EVENTS, lambda path: path.symlink_to(path)), {"file-missing"}),
    "pipe for a file": (instead(EVENTS, os.mkfifo), {"file-missing"}),
    "file name in capitals": (move(PLACES, "Places.csv"), {"file-missing", "file-unknown"}),
    "agreement under another name": (move(TRUCE, "agreements/truce.toml"), {"agreement-file-name"}),
    "agreement named with a line break": (
        lambda seeds: shutil.copy(seeds / TRUCE, seeds / "agreements" / "a\nb.toml"),
        {"agreement-file-name", "duplicate-id"},
    ),
    "agreement named in no encoding": (
        lambda seeds: shutil.copy(seeds / TRUCE, os.fsencode(seeds) + b"/agreements/\xff.toml"),
        {"agreement-file-name", "duplicate-id"},
    ),
    # --- bytes ----------------------------------------------------------------------------
    "saved as UTF-16": (recode(PLACES, lambda b: b.decode().encode("utf-16")), {"utf-8"}),
    "saved as Latin-1": (
        recode(SOURCES, lambda b: b.replace(b"Gazette of", b"Gaz\xe9tte of")),
        {"utf-8"},
    ),
    "two byte order marks": (recode(PLACES, lambda b: b"\xef\xbb\xbf" * 2 + b), {"csv-header"}),
    "NUL in a cell": (swap(EVENTS, "recovered", "re\0covered"), {"unprintable-text"}),
    "NUL in toml": (swap(TRUCE, "Signed at", "Signed\0 at"), {"toml-syntax"}),
    "NUL spelled out in toml": (swap(TRUCE, "Signed at", "Signed\\u0000 at"), {"unprintable-text"}),
    "letters lost in conversion": (swap(PLACES, "بيلين", "\ufffd\ufffd"), {"unprintable-text"}),
    "direction turned round": (swap(PLACES, "Pellin", "\u202ePellin"), {"unprintable-text"}),
    "direction of a unit's name": (
        swap(PLACES, "Arvel,AL", "Arvel\u202e,AL"),
        {"unprintable-text"},
    ),
    "line break in a name": (swap(TRUCE, '"Coast truce"', '"Coast\\ntruce"'), {"unprintable-text"}),
    "half a character": (swap(ROADS, "Coast road", "Coast \\ud800"), {"geojson-form"}),
    # --- rows and tables ------------------------------------------------------------------
    "semicolons for commas": (recode(PLACES, lambda b: b.replace(b",", b";")), {"csv-header"}),
    "tabs for commas": (recode(PLACES, lambda b: b.replace(b",", b"\t")), {"csv-header"}),
    "no header": (recode(PLACES, lambda b: b.partition(b"\n")[2]), {"csv-header"}),
    "column named with a space": (swap(PLACES, "id,name_en", "id, name_en"), {"csv-header"}),
    "column without a name": (swap(PLACES, "sources,note", "sources,"), {"csv-header"}),
    "comma too many": (swap(EVENTS, "recovered", "lost, recovered"), {"csv-shape"}),
    "comma too few": (swap(EVENTS, "2001-02-25,1,", "2001-02-25,"), {"csv-shape"}),
    "quote left open": (swap(PLACES, "arvel,Arvel", 'arvel,"Arvel'), {"csv-shape"}),
    "cell of megabytes": (swap(EVENTS, "recovered", "x" * 3_000_000), {"csv-shape"}),
    "row of commas": (add(PLACES, "," * 18 + "\n"), {"field-missing"}),
    "toml quote left open": (swap(TRUCE, '"Coast truce"', '"Coast truce'), {"toml-syntax"}),
    "toml field twice": (
        swap(TRUCE, 'role = "core"', 'role = "core"\nrole = "core"'),
        {"toml-syntax"},
    ),
    "toml number of thousands of digits": (
        swap(TRUCE, 'role = "core"', f'role = "core"\npax_agtid = [{"9" * 5000}]'),
        {"toml-syntax"},
    ),
    "toml name of thousands of parts": (
        swap(TRUCE, 'role = "core"', f'role = "core"\n{"a." * 50_000}a = 1'),
        {"toml-syntax"},
    ),
    "name with what is no character": (
        swap(TRUCE, '"Coast truce"', '"Coast\uffff truce"'),
        {"unprintable-text"},
    ),
    "field misspelt": (
        swap(TRUCE, "short_name =", "shortname ="),
        {"field-missing", "field-unknown"},
    ),
    "field of another kind": (swap(TRUCE, '"Coast truce"', "5"), {"field-value"}),
    "list inside a list": (
        swap(TRUCE, '["Northern League", "Southern Council"]', '[["a"], ["b"]]'),
        {"field-value"},
    ),
    "name of nothing": (swap(TRUCE, '"Coast truce"', '""'), {"field-missing"}),
    "source of nothing": (swap(TRUCE, 'sources = ["gazette"]', 'sources = [""]'), {"field-value"}),
    "id that is a number": (swap(TRUCE, '"coast-truce"', "5"), {"field-value"}),
    # --- numbers --------------------------------------------------------------------------
    "longitude for latitude": (swap(PLACES, "10.05,0.05", "0.05,10.05"), {"outside-study-area"}),
    "decimal comma": (swap(PLACES, "10.05,0.05", '"10,05","0,05"'), {"field-value"}),
    "underscore in a number": (swap(PLACES, "10.05,0.05", "1_0.05,0.05"), {"field-value"}),
    "no number": (swap(PLACES, "10.05,0.05", "nan,0.05"), {"field-value"}),
    "truth for a number": (swap(DATASET, "margin_km = 15.0", "margin_km = true"), {"field-value"}),
    "days beyond counting": (
        add(DATASET, '\n[[day_readings]]\nbasis = "reported"\nearlier_days = 99999999999\n'),
        {"field-value"},
    ),
    "CRS of another continent": (swap(DATASET, "EPSG:32632", "EPSG:32660"), {"study-area"}),
    "CRS that is a book": (swap(DATASET, "EPSG:32632", "PROJCS[" * 3000), {"study-area"}),
    # --- ids and what they lead to --------------------------------------------------------
    "id again in capitals": (
        add(PLACES, "Arvel,Arvel,,,10.06,0.06,,,,,,,1,,300,high,atlas,,\n"),
        {"duplicate-id"},
    ),
    "source cited twice": (
        swap(EVENTS, "gazette,Brissa", "gazette;gazette,Brissa"),
        {"duplicate-id"},
    ),
    "link to nowhere": (
        swap(SOURCES, "https://example.org/gazette/1", "javascript:alert(1)"),
        {"source-url"},
    ),
    "port beyond counting": (
        swap(SOURCES, "https://example.org/gazette/1", "https://example.org:99999999/"),
        {"source-url"},
    ),
    "claim test without its fields": (test_of_claim('kind = "gain"'), {"field-missing"}),
    "claim test without a kind": (test_of_claim('party = "SOU"'), {"field-missing"}),
    "claim test of a kind there is not": (test_of_claim('kind = "loss"'), {"field-value"}),
    "claim test with a field of another kind": (
        test_of_claim('kind = "rival_starts"', 'agreements = ["coast-truce"]', 'within = "zone"'),
        {"field-unknown"},
    ),
    "claim test of nothing": (
        test_of_claim('kind = "ceasefires"', "agreements = []"),
        {"field-value"},
    ),
    "gain from no day": (
        swap(FIGURES, "net_gain,SOU,2001-02-10", "net_gain,SOU,"),
        {"field-missing"},
    ),
    "figure compared that is said not to be": (
        swap(FIGURES, "herald,,,,,,,", "herald,,NOR,,,,,"),
        {"field-unknown"},
    ),
    "figure compared in a way there is not": (
        swap(FIGURES, "held_share", "held_part"),
        {"field-unknown", "field-value"},
    ),
    "claim test of no area": (
        test_of_claim('kind = "share"', "to_day = 2001-02-01", 'areas = ["district:ZZ"]'),
        {"unknown-area"},
    ),
    # --- shapes ---------------------------------------------------------------------------
    "nothing where a map should be": (save(ROADS, b"null"), {"geojson-form"}),
    "brackets without end": (save(ROADS, b"[" * 100_000), {"geojson-form"}),
    "coordinate that is no number": (road("[[10.0,NaN],[10.4,0.15]]"), {"geojson-form"}),
    "coordinate in quotes": (road('[["10.0","0.15"],[10.4,0.15]]'), {"geojson-form"}),
    "coordinate true": (road("[[10.0,true],[10.4,0.15]]"), {"geojson-form"}),
    "coordinate nested": (road("[[[10.0],0.15],[10.4,0.15]]"), {"geojson-form"}),
    "line of one point": (road("[[10.0,0.15]]"), {"geojson-form"}),
    "line of one point, twice": (road("[[10.0,0.15],[10.0,0.15]]"), {"shape-geometry"}),
    "line shorter than a step": (road("[[10.0,0.15],[10.00000001,0.15]]"), {"shape-geometry"}),
    "coordinates in metres": (road("[[388000,4000000],[388100,4000000]]"), {"shape-geometry"}),
    "one point of a road swapped": (
        swap(ROADS, "[10.05,0.151]", "[0.151,10.05]"),
        {"outside-study-area"},
    ),
    "road that is a point": (
        swap(
            ROADS,
            '"LineString","coordinates":[[10.0,0.15],[10.05,0.151],[10.15,0.149],'
            "[10.25,0.15],[10.4,0.15]]",
            '"Point","coordinates":[10.0,0.15]',
        ),
        {"shape-geometry"},
    ),
    "built-up area that is a line": (
        swap(
            "basemap/built_up.geojson",
            '"Polygon","coordinates":[[[10.5,0.4],[10.52,0.4],[10.52,0.42],[10.5,0.42],[10.5,0.4]]]',
            '"LineString","coordinates":[[10.5,0.4],[10.52,0.4]]',
        ),
        {"shape-geometry"},
    ),
    "shape of no known type": (swap(ROADS, '"LineString"', '["LineString"]'), {"geojson-form"}),
    "feature with two ids": (swap(ROADS, '"id":"R1"', '"id":"R1","id":"R2"'), {"geojson-form"}),
    "feature called by a number": (swap(ROADS, '"id":"R1"', '"id":1'), {"geojson-form"}),
    "feature called by spaces": (swap(ROADS, '"id":"R1"', '"id":"R1 "'), {"geojson-form"}),
    "file in another CRS": (
        swap(
            ROADS,
            '{"type":"FeatureCollection"',
            '{"type":"FeatureCollection","crs":{"type":'
            '"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}}',
        ),
        {"geojson-form"},
    ),
    "day without hyphens": (
        swap(ROADS, '"ref":"R1"', '"ref":"R1","valid_from":"20010301"'),
        {"valid-period"},
    ),
    "sources that are no list": (swap(ROADS, '["atlas"]', '"atlas"'), {"shape-properties"}),
    "sources that are numbers": (swap(ROADS, '["atlas"]', "[5]"), {"shape-properties"}),
    "precision in words": (
        swap(ROADS, '"precision_m":50', '"precision_m":"fifty"'),
        {"shape-properties"},
    ),
    "precision below nothing": (
        swap(LAKES, '"precision_m":50', '"precision_m":-5'),
        {"shape-properties"},
    ),
    "precision beyond the earth": (
        swap(LAKES, '"precision_m":50', '"precision_m":1e26'),
        {"shape-properties"},
    ),
    "licence left out": (swap(LAND, '"licence":"public domain",', ""), {"shape-properties"}),
    "name that is a table": (
        swap(ROADS, '"name_en":"Coast road"', '"name_en":{"x":[1]}'),
        {"shape-properties"},
    ),
    # --- everything at once ---------------------------------------------------------------
    "every file overwritten": (
        lambda seeds: [p.write_bytes(b"\0\xff") for p in seeds.rglob("*") if p.is_file()],
        {"utf-8"},
    ),
}


@pytest.fixture(autouse=True)
def _no_waiting():
    """A file that never ends fails the test instead of holding it up."""

    def late(*_):
        pytest.fail("reading never ends")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_a_line_that_says_so_and_nothing_is_built(
    name: str, project: Path, capsys: pytest.CaptureFixture
):
    make, wanted = MISTAKES[name]
    make(project / "seeds")
    before = {path.name: path.read_bytes() for path in (project / "data" / "geo").iterdir()}
    assert cli.main(["build", "--data", str(project)]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert {LINE.fullmatch(line)[1] for line in lines} == wanted
    assert len(lines) == len(set(lines))
    assert max(map(len, lines)) < 700
    assert "nothing was built" in err
    assert {path.name: path.read_bytes() for path in (project / "data" / "geo").iterdir()} == before
    assert not (project / "docs" / "accuracy.md").exists()


HARMLESS: dict[str, Mistake] = {
    "saved on Windows": recode(EVENTS, lambda data: data.replace(b"\n", b"\r\n")),
    "saved on an old Mac": recode(EVENTS, lambda data: data.replace(b"\n", b"\r")),
    "byte order mark": recode(DATASET, lambda data: b"\xef\xbb\xbf" + data),
    "blank line": swap(PLACES, "pellin", "\n\npellin"),
    "toml indented with tabs": swap(TRUCE, 'role = "core"', '\trole = "core"'),
    "spaces round a value": swap(EVENTS, "e03,2001-02-25,1,brissa", "e03 , 2001-02-25 ,1, brissa"),
    "lock of an open office": save("control/.~lock.events.csv#", b"x"),
    "lock of an open editor": lambda seeds: (
        seeds / "agreements" / ".#coast-truce.toml"
    ).symlink_to("somebody@somewhere.1234"),
    "rows in another order": recode(
        EVENTS, lambda data: b"\n".join([(rows := data.splitlines())[0], *reversed(rows[1:]), b""])
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_no_harm_is_no_problem(name: str, project: Path):
    HARMLESS[name](project / "seeds")
    assert checks.check(checks.subject_of(project / "seeds")) == ()
