"""How the browser's code is put together: who imports whom, and what each part may not do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dashboard import web

ROOT = Path(__file__).parents[2]
WEB = Path(web.__file__).parent
MODULES = sorted(path.relative_to(WEB).as_posix() for path in WEB.rglob("*.js"))
ENTRIES = [name for name in MODULES if name.startswith("entry.")]
#: A module imports its own level or an earlier one.
LEVELS = (
    "core",
    "dom packed files registry announce dialog embed fieldNames oneStop unreachable",
    "map",
    "widgets",
    "connection address",
    "app",
    "standalone pageSearch",
    "entry",
)
TOP = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:function|class|const|let) (\w+)", re.M)
UNPACKED = re.compile(r"^const \[([\w, ]+)\] = ", re.M)
COMMENT = re.compile(r"\s*(//|/\*\*|\*)")
STATEMENT = re.compile(r"^(?:import|export) .*?;?$", re.M)


def source(module: str) -> str:
    return (WEB / module).read_text("utf-8")


def level(module: str) -> int:
    part = module.split("/")[0].split(".")[0]
    return next(i for i, names in enumerate(LEVELS) if part in names.split())


def test_imports_point_down():
    """Nothing imports what is built on top of it."""
    for module in MODULES:
        above = [name for name in web.imports(module) if level(name) > level(module)]
        assert not above, f"{module} imports {above}"


def test_numbers_and_days_are_written_by_one_module():
    """``core/format.js``, by patterns from Python: those of browsers differ from each other."""
    own = re.compile(r"Intl\.(NumberFormat|DateTimeFormat|ListFormat)|\.toLocale\w*String")
    assert not [module for module in MODULES if own.search(source(module))]


def test_no_modules_import_each_other():
    """In the order they are joined in, each module stands after all it imports."""
    for entry in ENTRIES:
        order = web.modules(entry)
        for at, module in enumerate(order):
            late = [name for name in web.imports(module) if name not in order[:at]]
            assert not late, f"{module} and {late} import each other"


def test_every_module_belongs_to_a_page():
    """None is left over."""
    assert set(web.modules(*ENTRIES)) == set(MODULES)


@pytest.mark.parametrize("entry", ENTRIES)
def test_modules_of_a_page_can_share_a_scope(entry):
    """No two have a name in common at their top, and nothing is imported under another name."""
    sources = [source(module) for module in web.modules(entry)]
    names = Counter(
        name
        for text in sources
        for name in (
            *TOP.findall(text),
            *(each for names in UNPACKED.findall(text) for each in names.split(", ")),
        )
    )
    assert [name for name, n in names.items() if n > 1] == []
    assert not any(re.search(r"^import .*\bas\b", text, re.M) for text in sources)
    left = [line for line in STATEMENT.findall(web.script(entry)) if "export default" not in line]
    assert left == [], "import and export statements are all taken out"


def test_no_text_runs_over_lines():
    """The indentation of the joined modules is left out, and would be in such a text."""
    for module in MODULES:
        code = "\n".join(line for line in source(module).split("\n") if not COMMENT.match(line))
        between = code.split("`")[1::2]
        assert not any("\n" in text for text in between), module


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_for_readers_of_the_code_is_not_sent(entry):
    script = web.script(entry)
    assert not [line for line in script.split("\n") if line != line.strip() or COMMENT.match(line)]
    assert len(script) < 0.9 * sum(len(source(module)) for module in web.modules(entry))


def test_only_an_entry_is_what_a_page_begins_with():
    """It alone has a default export, which Streamlit calls."""
    for module in MODULES:
        assert ("export default" in source(module)) <= (module in ENTRIES), module


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("core/")])
def test_the_core_knows_neither_page_nor_map(module):
    """It runs wherever there is JavaScript, and is checked for its types."""
    text = source(module)
    assert not re.search(r"\b(document|window|globalThis|history|location|L)\.", text)
    assert text.startswith("// @ts-check\n")


def test_one_module_uses_what_leaflet_keeps_to_itself():
    """Another version of Leaflet can change that without notice: then one file is looked at."""
    for module in MODULES:
        assert bool(re.search(r"\._\w", source(module))) is (module == "map/canvas.js"), module


def test_no_text_is_run_as_code():
    """Neither here nor on the offline page, whose policy forbids it."""
    for module in MODULES:
        found = re.search(r"\beval\b|\bnew Function\b|innerHTML|insertAdjacentHTML", source(module))
        assert not found, module


def test_the_linter_finds_nothing():
    """``oxlint`` with the settings of ``.oxlintrc.json``."""
    command = Path(sys.executable).with_name("oxlint")
    done = subprocess.run([command, WEB], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
