"""The front page tells the truth: every command, target, option and link on it exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.derive.area_statements import changes

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
PAGES += sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs" / "decisions").glob("*.md"))
COMMANDS = re.findall(r"^conflict-map (.+?)(?:\s+#.*)?$", README, re.MULTILINE)


def subcommands() -> dict:
    """The command line's commands by name."""
    parser = cli._parser()
    return next(action.choices for action in parser._actions if isinstance(action.choices, dict))


def test_the_readme_names_every_command_there_is_and_no_other():
    """A new command is told of, a dropped one is not."""
    assert {shlex.split(command)[0] for command in COMMANDS} == set(subcommands())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_documented_command_is_understood(command):
    """Each command line of the page is one the program accepts."""
    assert cli._parser().parse_args(shlex.split(command)).run


def test_documented_make_targets_exist():
    """`make` knows every target the page names."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_that_exist(page):
    """No link of these pages is dead inside the project."""
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", text)
    missing = [t for t in targets if not ((ROOT / page).parent / t).exists()]
    assert missing == []


def test_files_that_contributing_names_exist():
    """Whoever follows the path of a request finds each file; ``x`` stands for a new one."""
    named = re.findall(r"`([\w.-]+/[\w./-]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    missing = [
        name
        for name in named
        if not re.search(r"\bx\.", name)
        and not any((ROOT / folder / name).exists() for folder in ("", "dashboard"))
    ]
    assert named
    assert missing == []


def test_counts_on_the_readme_are_those_of_the_seeds(bundled):
    """The size of the data set is told as it is."""
    seeds = bundled.seeds
    size = f"{len(seeds.agreements)} agreements and truces"
    dated = f"{len(changes(seeds)):,} dated changes of control and {len(seeds.places):,} places"
    plain = " ".join(README.split())
    assert size in plain
    assert dated in plain
    changelog = " ".join((ROOT / "CHANGELOG.md").read_text("utf-8").split())
    assert f"Each of {len(seeds.agreements)} texts" in changelog
    assert f"{len(seeds.unplaced_events)} sourced changes lack a safe position" in changelog


def test_the_screenshot_is_small_enough_for_the_page():
    """The page loads quickly."""
    assert (ROOT / "docs" / "images" / "map.png").stat().st_size < 400_000
