"""What is installed: libraries that are imported are declared, files that are read are packed."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dashboard"
MODULES = sorted(PACKAGE.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
#: Which extras a part of the package needs; any other part does with the dependencies alone.
NEEDED = {
    "postgis": ("postgis",),
    "store": ("relief",),
    "build": ("relief",),
    "briefing": ("briefing",),
    "ui": ("briefing", "app"),
    "app": ("briefing", "app"),
}


def normal(name: str) -> str:
    """A distribution's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: Iterable[str]) -> set[str]:
    """Names of the distributions that are required, ours left out."""
    found = {normal(re.match(r"[\w.-]+", line)[0]) for line in requirements}
    return found - {PROJECT["project"]["name"]}


@cache
def distributions() -> dict[str, list[str]]:
    """Distributions by the name of what they let one import."""
    return packages_distributions()


def libraries(path: Path) -> set[str]:
    """Distributions a module imports, wherever in the file it does."""
    tops: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            tops.add(str(node.module).partition(".")[0])
    tops -= sys.stdlib_module_names | {"dashboard", "_typeshed"}  # known to type checkers alone
    return {normal(distributions()[top][0]) for top in tops}


def test_what_a_module_imports_is_installed_with_its_part_of_the_package():
    """The library does without the app's packages, and nothing rests on another's dependencies."""
    for path in MODULES:
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        declared = names(PROJECT["project"]["dependencies"])
        for extra in NEEDED.get(part, ()):
            declared |= names(EXTRAS[extra])
        assert libraries(path) <= declared | {"pydantic-core"}, (
            f"{path}: pydantic-core comes with pydantic"
        )


def test_every_file_beside_the_modules_is_packed():
    """An installed package finds its scripts, styles, templates, catalogs and settings."""
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["dashboard"]
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    files = {p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert files - packed - set(MODULES) == set()


def test_requirements_pin_every_package_that_is_declared():
    """The same versions are installed everywhere, and the package itself among them."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert "-e ." in wanted
    pinned = {line.partition("==")[0] for line in wanted if "==" in line}
    assert len(pinned) == len(wanted) - 1
    assert all("==" in line for line in EXTRAS["video"]), "large, and installed by itself"
    listed = [PROJECT["project"]["dependencies"]]
    listed += [lines for extra, lines in EXTRAS.items() if extra != "video"]
    listed += PROJECT["dependency-groups"].values()
    assert set().union(*map(names, listed)) <= {normal(name) for name in pinned}


def test_the_lock_has_each_package_of_the_app_as_pinned_and_by_its_hash():
    """``make lock`` was run after requirements.txt was edited; what only tests need is left out."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = re.findall(r"^(\S+?)==([^\s;]+)[^\n]*?\\\n    --hash=sha256:", lock, flags=re.M)
    text = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = {normal(name): version for name, version in re.findall(r"^(\S+)==(\S+)", text, re.M)}
    listed = [PROJECT["project"]["dependencies"]]
    listed += [EXTRAS[extra] for extra in ("app", "briefing", "postgis")]
    wanted = {(name, pinned[name]) for name in set().union(*map(names, listed))}
    assert wanted <= {(normal(name), version) for name, version in locked}
    assert "pytest" not in dict(locked)


def test_all_that_the_image_copies_is_let_through():
    """``.dockerignore`` leaves out what is not named in it."""
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "deploy/Dockerfile").read_text("utf-8"), re.M)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    assert {f"!{name}" for line in copied for name in line.split()} <= set(ignored)


def test_all_of_the_bundled_data_is_packed():
    """A wheel shows the same map as the folder it was made in."""
    packed = {
        path
        for patterns in PROJECT["tool"]["setuptools"]["data-files"].values()
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if path.is_file()
    }
    files = {path for top in ("seeds", "data", "example") for path in (ROOT / top).rglob("*")}
    data = {path for path in files if path.is_file()}
    data -= set((ROOT / "data").glob(".cache*"))  # what need not be made again is no data
    assert data == packed
