"""``conflict-map new``: begin a data directory."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from dashboard import store, wording
from dashboard.archive import BUNDLED_DATA
from dashboard.console import CLEAN, next_steps
from dashboard.errors import ChoiceError
from dashboard.records import id_of
from dashboard.start.files import files
from dashboard.start.plan import Plan, PlanParty, parse_bbox, parse_day, parse_languages
from dashboard.store.schema import schemas_of

_NEEDED = ("languages", "title", "bbox", "first_day", "last_day", "party")
_OF_A_PLAN = (*_NEEDED, "rest", "contested", "empty")
_Answer = TypeVar("_Answer")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``new`` to a parser's commands."""
    parser = commands.add_parser(
        "new",
        help="begin a data directory for another conflict",
        description="Write a small, complete data directory that check, build and the app accept "
        "at once. What is not given as an option is asked for.",
    )
    add = parser.add_argument
    add("directory", type=Path, metavar="DIR", help="a folder that does not exist yet, or is empty")
    add(
        "--languages",
        metavar="LIST",
        help="codes of its languages, as en,uk; every text has the first",
    )
    add(
        "--title",
        metavar="TEXT",
        action="append",
        help="what the map is about; once a language, in their order",
    )
    add("--bbox", metavar="W,S,E,N", help="the study area, in degrees; negative: --bbox=-5,…")
    add("--first-day", metavar="DAY", help="first day control is known for, YYYY-MM-DD")
    add("--last-day", metavar="DAY", help="last day, YYYY-MM-DD")
    add(
        "--party",
        metavar="ID=NAME",
        action="append",
        help="who can hold a place; two or more times; ID=NAME=NAME names it in two languages",
    )
    add(
        "--rest",
        metavar="ID",
        default="",
        help="the party that holds what no published area covers",
    )
    add(
        "--contested",
        metavar="ID=NAME",
        help="what land is called that is contested, held by none of them, if sources say so",
    )
    add(
        "--example",
        action="store_true",
        help="a worked example instead, a dozen places of the data set that comes with the "
        "program; takes no other option",
    )
    add("--empty", action="store_true", help="no example places: `import` is to bring in others")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the data directory; prints what to do next. Returns 0.

    Raises ``ChoiceError`` if something asked for cannot be had; nothing is written then.
    """
    folder: Path = args.directory
    _refuse_used(folder)
    plan = None if args.example else _plan(args, folder)
    made = files(plan) if plan else _example(args, folder)
    _write(folder, made)
    if plan and (silent := [c for c in plan.languages if c not in wording.languages()]):
        print(
            f"The program has no words of its own in {', '.join(silent)} yet, and says in English "
            "what your texts do not (CONTRIBUTING.md: a language).",
            file=sys.stderr,
        )
    begun = f"{len(made)} files in {folder}"
    fill = f"conflict-map import KIND FILES --mapping TOML --into {shlex.quote(str(folder))}"
    if args.empty:
        print(
            f"{begun}. Bring in what you have (docs/readers/README.md):\n  {fill}", file=sys.stderr
        )
        return CLEAN
    filled = "read seeds/README.md" if args.example else "replace the examples in seeds/"
    print(f"{begun}: {filled}", file=sys.stderr)
    print(next_steps(folder), file=sys.stderr)
    if not args.example:
        print("From files you have: begin with --empty, then `import`.", file=sys.stderr)
    return CLEAN


def _write(folder: Path, made: Mapping[str, str]) -> None:
    """All files or none: an unfinished folder could not be begun again."""
    try:
        for name, text in made.items():
            store.write_text(folder / name, text)
    except OSError:
        for top in {Path(name).parts[0] for name in made}:
            shutil.rmtree(folder / top, ignore_errors=True)
        raise


def _refuse_used(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise ChoiceError(f"{folder}: the folder is not empty; one that is new or empty is wanted")
    if folder.exists() and not folder.is_dir():
        raise ChoiceError(f"{folder}: no folder; one that is new or empty is wanted")


def _example(args: argparse.Namespace, folder: Path) -> Mapping[str, str]:
    given = [name for name in _OF_A_PLAN if getattr(args, name)]
    if given:
        raise ChoiceError(f"--example takes no other option; --{given[0].replace('_', '-')} is one")
    seeds = BUNDLED_DATA / "example" / "seeds"
    paths = sorted(path for path in seeds.rglob("*") if path.is_file())
    made = {
        f"seeds/{path.relative_to(seeds).as_posix()}": store.text_of(path) or "" for path in paths
    }
    ident = id_of(folder.resolve().name) or "conflict"
    document = f"seeds/{store.DATASET}"
    made[document] = made[document].replace('id = "example"', f'id = "{ident}"', 1)
    return made | schemas_of(seeds)


def _plan(args: argparse.Namespace, folder: Path) -> Plan:
    missing = [f"--{name.replace('_', '-')}" for name in _NEEDED if getattr(args, name) is None]
    if missing and not sys.stdin.isatty():
        raise ChoiceError(f"{', '.join(missing)} missing; nobody can be asked here, so give all")
    parties = map(PlanParty.parse, args.party) if args.party else _asked_parties()
    return Plan(
        id=id_of(folder.resolve().name) or "conflict",
        languages=_answer(args.languages, "Languages, as en,uk", parse_languages),
        titles=tuple(args.title or [_ask("Title of the map, in the first language")]),
        bbox=_answer(args.bbox, "Study area: west,south,east,north in degrees", parse_bbox),
        first_day=_answer(args.first_day, "First day, YYYY-MM-DD", parse_day),
        last_day=_answer(args.last_day, "Last day, YYYY-MM-DD", parse_day),
        parties=tuple(parties),
        examples=not args.empty,
        rest=args.rest,
        contested=PlanParty.parse(args.contested) if args.contested else None,
    )


def _answer(given: str | None, question: str, read: Callable[[str], _Answer]) -> _Answer:
    """The option as a value, or what a person answers; one that cannot be read is asked again."""
    if given is not None:
        return read(given)
    while True:
        try:
            return read(_ask(question))
        except ChoiceError as error:
            print(error, file=sys.stderr)


def _asked_parties() -> Iterator[PlanParty]:
    yield _answer(None, "First party, ID=NAME", PlanParty.parse)
    yield _answer(None, "Second party, ID=NAME", PlanParty.parse)
    while text := _ask("Another party, ID=NAME, or nothing"):
        yield _answer(text, "", PlanParty.parse)


def _ask(question: str) -> str:
    try:
        return input(f"{question}: ").strip()
    except EOFError:
        raise ChoiceError("no answer; give it as an option") from None
