"""Who imports whom, who reads files, and what the engine may not know."""

from __future__ import annotations

import ast
import calendar
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from syntax import MODULES, PACKAGE, nodes

from dashboard.archive import Archive

pytestmark = pytest.mark.no_cover  # code is read here, and none is run
ROOT = PACKAGE.parent

#: A module imports its own level or a lower one.
LEVELS = (
    ("errors", "cache", "collector", "console", "records", "quantity", "colour"),
    ("standing",),
    ("store", "measure", "style", "wording", "derive", "mapview"),
    ("legend", "markup", "web"),
    ("archive",),
    ("analysis", "annotations", "build", "checks", "readers", "start"),
    ("payload", "postgis", "views"),
    ("briefing",),
    ("publish",),
    ("cli", "ui"),
    ("app", "__main__"),
)
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}

#: Who else may read a file, and which: none of them is data.
OTHER_READERS = {
    "wording/catalog.py": "the words of the interface",
    "checks/references.py": "the manuals of rules without code of their own",
    "web/__init__.py": "the browser's code, Leaflet",
    "ui/html.py": "the app's style sheet",
    "briefing/gis.py": "the file a library has just written for it",
    "briefing/video.py": "the video the encoder has just written for it",
    "briefing/tagged.py": "the PDF that has just been drawn, in memory",
    "briefing/spec.py": "the briefer's logo, in memory",
    "briefing/furniture.py": "the briefer's logo, in memory",
    "briefing/relief.py": "the picture in a layer, in memory",
    "briefing/command.py": "lists and the logo named on the command line",
    "cli.py": "nothing: it opens the null device when its reader has gone",
}
READING_CALLS = {"open", "read_text", "read_bytes", "read_csv", "read_file", "read_dataframe"}

#: Words of titles and short names that every conflict's records use.
PLAIN_WORDS = {
    "agreement", "agreements", "area", "army", "arrangements", "ceasefire", "council", "deals",
    "democratic", "forces", "four", "government", "ground", "islamic", "local", "memorandum",
    "national", "nationwide", "opposition", "posts", "protocol", "state", "statements", "summit",
    "towns", "trilateral", "truce",
    *(name.lower() for name in calendar.month_name),
}  # fmt: skip


def label(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """The module or package directly under ``dashboard`` a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Full names of everything a file imports, wherever in the file it does."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{label(path)}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_imported(path: Path) -> set[str]:
    """Parts of ``dashboard`` a file imports, its own left out."""
    names = (name.split(".") for name in imported(path))
    found = {name[1] for name in names if name[0] == "dashboard" and len(name) > 1}
    return found - {part_of(path)}


def importers_of(library: str) -> set[str]:
    return {label(p) for p in MODULES if any(n.split(".")[0] == library for n in imported(p))}


def test_every_part_of_the_package_has_a_level():
    """A new module must be given its place in the order of imports."""
    assert {part_of(path) for path in MODULES} - {"__init__"} <= LEVEL.keys()


def test_imports_point_down():
    """Nothing imports what is built on top of it."""
    for path in MODULES:
        level = LEVEL.get(part_of(path), -1)
        upwards = {part for part in parts_imported(path) if LEVEL[part] > level}
        assert not upwards, f"{label(path)} imports {sorted(upwards)}, which stand above it"


def modules_imported(path: Path) -> set[Path]:
    """Files of ``dashboard`` a file imports: a package counts as its ``__init__``."""
    found = set()
    for name in imported(path):
        *parents, last = name.split(".")
        inside = ROOT.joinpath(*parents)
        if parents[:1] == ["dashboard"] or name == "dashboard":
            places = (inside / f"{last}.py", inside / last / "__init__.py",
                      inside / "__init__.py", inside.with_suffix(".py"))  # fmt: skip
            found.add(next(place for place in places if place.exists()))
    return found - {path}


def assert_no_circle(graph: dict[str, set[str]]) -> None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("imports run in a circle: " + " ← ".join(error.args[1]))


def test_no_two_modules_import_each_other():
    """A module can be read after those it imports, what it imports for its types included."""
    graph = {label(path): set(map(label, modules_imported(path))) for path in MODULES}
    assert_no_circle(graph)


def test_no_two_parts_import_each_other():
    """Between parts of one level, too, imports run one way."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        graph.setdefault(part_of(path), set()).update(parts_imported(path))
    assert_no_circle(graph)


def test_only_the_app_knows_streamlit():
    """A briefing page can carry the runtime without the app."""
    assert all(name.startswith("ui/") or name == "app.py" for name in importers_of("streamlit"))


def test_only_the_public_api_knows_folium():
    """The app draws its map itself."""
    assert all(
        name.startswith("archive/") for name in importers_of("folium") | importers_of("branca")
    )


def test_only_the_reader_of_rasters_knows_rasterio():
    """It is an extra."""
    assert importers_of("rasterio") == {"store/raster.py"}


def test_what_is_slow_to_import_or_an_extra_is_imported_when_it_is_asked_for():
    """Folium and geopandas are for notebooks, rasterio is for rasters."""
    loaded = (
        "import sys, dashboard.archive, dashboard.build, dashboard.checks\n"
        "sys.exit(', '.join({'folium', 'geopandas', 'rasterio'} & {*sys.modules}) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT).returncode == 0


def test_only_the_store_reads_data_files():
    """Whoever wants data asks the store; other people's files are the readers' to open."""
    for path in MODULES:
        if part_of(path) in ("store", "readers") or label(path) in OTHER_READERS:
            continue
        calls = [n for n in nodes(path) if isinstance(n, ast.Call)]
        named = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}
        assert not named & READING_CALLS, label(path)


def test_no_module_keeps_archives_alive():
    """What is made from an archive is kept with it (``per_archive``), not for ever."""
    for function in (n for path in MODULES for n in nodes(path) if is_cached(n)):
        types = {ast.unparse(a.annotation) for a in function.args.args if a.annotation}
        assert not types & {"Archive", "Snapshot", "Change", "object"}, function.name


def is_cached(node: ast.AST) -> bool:
    """Whether a function is decorated with one of the caches of ``functools``."""
    decorators = map(ast.unparse, getattr(node, "decorator_list", ()))
    return any(re.match(r"(functools\.)?(lru_)?cache\b", text) for text in decorators)


#: The empty elements Streamlit gives a component to draw in.
MOUNT_POINTS = {"ui/component.py", "ui/grid.py"}
MOUNT_POINT = re.compile(r'<div class="[\w-]+"></div>')
#: Who else may write a tag or escape a text, and why.
BY_HAND = {
    "markup.py": "it is the environment of the templates",
    "briefing/output.py": "it completes the SVG matplotlib has drawn",
    "archive/folium_map.py": "folium puts a map's title and its layers' names in the page as is",
}
#: A tag; the name of a group in a pattern is none.
TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*[\s/>]")


def test_html_is_written_by_templates():
    """They escape what comes from data, every time; a string put together by hand forgets to."""
    for path in MODULES:
        tags = [text for text in texts(path) if TAG.search(text)]
        if label(path) in MOUNT_POINTS:
            tags = [text for text in tags if not MOUNT_POINT.fullmatch(text)]
        by_hand = [*tags, *escapes(path)]
        assert bool(by_hand) == (label(path) in BY_HAND), f"{label(path)}: {by_hand}"


def escapes(path: Path) -> list[str]:
    """Calls that escape a text for HTML, and what is imported for it by name."""
    calls = [ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call)]
    named = [name for name in calls if name.split(".")[-1] == "escape"]
    of_html = [name for name in imported(path) if name.startswith("html.")]
    return [*of_html, *(name for name in named if name not in ("re.escape", "glob.escape"))]


def texts(path: Path) -> list[str]:
    """Every string of a module, docstrings left out."""
    statements = (node.value for node in nodes(path) if isinstance(node, ast.Expr))
    docstrings = {id(node) for node in statements if isinstance(node, ast.Constant)}
    constants = (n for n in nodes(path) if isinstance(n, ast.Constant) and id(n) not in docstrings)
    return [node.value for node in constants if isinstance(node.value, str)]


def test_the_app_is_only_a_door():
    """``app.py`` starts the page and decides nothing."""
    assert len((PACKAGE / "app.py").read_text("utf-8").splitlines()) <= 60


def test_modules_have_names_that_say_something():
    """No drawer for odds and ends, nothing that shadows the standard library."""
    for path in MODULES:
        inner = path.relative_to(PACKAGE).with_suffix("").parts
        names = set(inner) - {"__init__", "__main__"}
        assert not names & {"utils", "util", "helpers", "helper", "common", "misc"}, label(path)
        assert len(inner) > 1 or not names & sys.stdlib_module_names, label(path)


#: Words that were once names for several things here; each has a usual word now.
OLD_NAMES = {
    "board", "dial", "doubt", "heard", "holds", "obey", "passages", "said", "slot", "stage",
    "stories", "told", "unheard", "warm",
}  # fmt: skip


def identifiers(path: Path) -> set[str]:
    """Every name a file gives, or reads of what it was given; those of tests are sentences."""
    named = ("name", "id", "arg", "attr", "asname")
    found = {getattr(node, name, None) for node in nodes(path) for name in named}
    return {name for name in found if isinstance(name, str) and name[:5] != "test_"}


#: Comments and texts of a script; what stands in a template between braces is not looked at.
NO_CODE = re.compile(
    r"""//.*|/\*[\s\S]*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
)
#: The words of ``snake_case`` and ``camelCase``.
NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def script_names(path: Path) -> set[str]:
    """Every name in a script of the browser."""
    return set(re.findall(r"[A-Za-z_$][\w$]*", NO_CODE.sub(" ", path.read_text("utf-8"))))


def test_names_are_the_usual_words():
    """A newcomer of the field reads them without a glossary."""
    beside = (p for folder in ("tests", "bench") for p in sorted((ROOT / folder).rglob("*.py")))
    named = {path: identifiers(path) for path in (*MODULES, *beside)}
    named |= {path: script_names(path) for path in sorted((PACKAGE / "web").rglob("*.js"))}
    for path, names in named.items():
        parts = {(name, part.lower()) for name in names for part in NAME_PARTS.findall(name)}
        found = sorted(name for name, part in parts if part in OLD_NAMES)
        assert not found, f"{path.relative_to(ROOT)}: {found}"


def distinctive(text: str) -> set[str]:
    """Words of a name that are not plain words of the subject."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return {w for w in words if w[0].isupper() and w.lower() not in PLAIN_WORDS}


@pytest.fixture(scope="module")
def names_of_this_conflict(bundled: Archive) -> re.Pattern:
    """Names that stand in the seeds and nowhere else: places, parties, agreements, the conflict."""
    seeds = bundled.seeds
    names = {place.name["en"] for place in seeds.places if place.rank <= 3}
    names |= {party.name["en"] for party in seeds.dataset.parties}
    names |= {agreement.short_name["en"] for agreement in seeds.agreements}
    for party in seeds.dataset.parties:
        names |= distinctive(party.name["en"]) | distinctive(party.short["en"])
    for agreement in seeds.agreements:
        names |= distinctive(agreement.short_name["en"])
    names |= distinctive(seeds.dataset.title["en"])
    # short names may be words in lower case
    long, short = (
        "|".join(re.escape(name) for name in sorted(names) if (len(name) > 4) is wanted)
        for wanted in (True, False)
    )
    return re.compile(rf"(?<!\w)(?:(?i:{long})|{short})(?!\w)")


def test_the_engine_knows_no_conflict(names_of_this_conflict):
    """Another conflict is another data directory: no name of this one stands in the code."""
    suffixes = {".py", ".js", ".css", ".toml", ".html"}
    for path in (p for p in PACKAGE.rglob("*") if p.suffix in suffixes):
        found = names_of_this_conflict.findall(path.read_text("utf-8"))
        assert not found, f"{label(path)} names {sorted(set(found))}"


#: What only fits one country, its gazetteer or its languages.
OF_ONE_COUNTRY = re.compile(
    r"governorate|\bdistrict|p-?codes?\b|\bocha\b|north-west|(?<=\w)_(?:en|ar)\b", re.IGNORECASE
)


def test_the_engine_knows_no_administrative_system_and_no_language():
    """Levels of units, whose codes they have, and languages are named by the data set."""
    suffixes = {".py", ".js", ".ts", ".css", ".toml", ".html", ".md"}
    for path in (p for p in PACKAGE.rglob("*") if p.suffix in suffixes):
        found = set(OF_ONE_COUNTRY.findall(path.read_text("utf-8")))
        assert not found, f"{label(path)} says {sorted(found)}"


def test_the_files_a_contributor_is_sent_to_are_there():
    """The way of an event and of a request name files of the package."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[A-Za-z_][A-Za-z_.]+\.(?:py|js))`", text)
    missing = [name for name in named if not any((r / name).exists() for r in (PACKAGE, ROOT))]
    assert not missing
    assert len(named) > 30


def test_the_ways_of_an_event_pass_as_many_files_as_they_say():
    """Those in brackets, which hand on what they are given, are not counted."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    ways = re.findall(r"^- \*\*To .*?, (\d+) files\b(.*?)(?=^- |^## )", text, re.M | re.S)
    counts = [int(count) for count, _ in ways]
    assert [a <= b for a, b in zip(counts, (14, 8, 9), strict=True)] == [True] * 3
    for count, way in zip(counts, (way for _, way in ways), strict=True):
        looking = re.sub(r"\[.*?\]|after `[^`]*`", "", way, flags=re.S)
        assert len(set(re.findall(r"`([\w/]+\.(?:py|js))`", looking))) == count, way


def test_a_decision_is_found_by_its_number():
    files = sorted((ROOT / "docs" / "decisions").iterdir())
    numbers = [int(path.name.split("-")[0]) for path in files]
    assert numbers == list(range(1, len(files) + 1))
    for number, path in zip(numbers, files, strict=True):
        assert path.read_text("utf-8").startswith(f"# {number}. ")


def test_streamlit_takes_no_folder_for_its_own_pages():
    """A folder ``pages`` beside the script started would be listed to readers, file by file."""
    assert not (PACKAGE / "pages").exists()
