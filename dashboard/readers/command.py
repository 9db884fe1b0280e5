"""``conflict-map import``: other people's files into a data directory."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard import store
from dashboard.console import CLEAN, PROBLEMS, next_steps, progress_bar, seeds_of
from dashboard.errors import MappingError, ReaderError
from dashboard.readers.kinds import KINDS
from dashboard.readers.mapping import load_mapping
from dashboard.readers.task import Task
from dashboard.records import Licence, Source
from dashboard.store import Addition, Entries

_DIFFERING_SHOWN = 5


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import`` to a parser's commands."""
    parser = commands.add_parser(
        "import",
        help="read other people's files into a data directory",
        description="Read files of one kind into the seeds of a data directory, as a mapping file\n"
        "says. What is new is added; what is there already stays as it is.",
        epilog="\n".join(["kinds, each with a page docs/readers/KIND.md:", *_kind_lines()]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("kind", choices=list(KINDS), metavar="KIND", help="what the files are: see below")
    add("files", nargs="+", type=Path, metavar="FILE", help="the files, or folders of them")
    add("--mapping", type=Path, required=True, metavar="TOML", help="what their values stand for")
    add("--into", type=Path, required=True, metavar="DIR", help="a data directory, begun by `new`")
    add("--dry-run", action="store_true", help="write nothing: say what would come in")
    add("--list", type=Path, metavar="CSV", help="write what is refused or disputed, one by one")
    parser.set_defaults(run=run)


def _kind_lines() -> Iterator[str]:
    for name, kind in KINDS.items():
        first, rest = f"  {name:12}", " " * 14
        yield textwrap.fill(kind.about, 79, initial_indent=first, subsequent_indent=rest)


def run(args: argparse.Namespace) -> int:
    """Read and enter; prints the report. Returns 0, or 1 with nothing written."""
    kind, folder = KINDS[args.kind], seeds_of(args.into, "--empty")
    seeds = store.load_seeds(folder)
    try:
        mapping = load_mapping(args.mapping, kind.mapping, seeds)
        files = list(_files(args.files, kind.endings))
        with progress_bar() as progress:
            task = Task(files, mapping, args.mapping.parent, seeds, progress)
            entries = kind.read(task)
    except MappingError as error:
        print(*error.problems, sep="\n")
        return PROBLEMS
    if args.list:
        store.write_text(args.list, task.report.list_text())
    print(*task.report.lines(), sep="\n")
    if not task.report.used:
        print("nothing comes in", file=sys.stderr)
        return PROBLEMS
    entries = _with_source(entries, mapping.source, mapping.licences)
    with store.locked_seeds(folder):
        seeds = store.load_seeds(folder)  # somebody else's import can have come in meanwhile
        made = store.additions(folder, seeds, entries)
        print(*_lines(made), sep="\n")
        if args.dry_run:
            print("nothing was written (--dry-run)", file=sys.stderr)
            return CLEAN
        store.write_additions(folder, made)
    if any(each.text for each in made):
        print(next_steps(args.into), file=sys.stderr)
    return CLEAN


def _files(paths: Sequence[Path], endings: Sequence[str]) -> Iterator[Path]:
    """The files named, and those of the kind in folders named."""
    for path in paths:
        if path.is_dir():
            found = sorted(each for each in path.iterdir() if each.suffix.lower() in endings)
            if not found:
                raise ReaderError(f"{path}: no file in it ends in {', '.join(endings)}")
            yield from found
        else:
            yield path


def _with_source(entries: Entries, source: Source, licences: Sequence[Licence]) -> Entries:
    """What a reader made, with the source it cites and its licence."""
    rows = {**entries.rows, "sources.csv": (source, *entries.rows.get("sources.csv", ()))}
    return replace(entries, rows=rows, licences=(*licences, *entries.licences))


def _lines(made: Sequence[Addition]) -> Iterator[str]:
    """A line for each file, and one for all files of a folder that come in or are there whole."""
    folders: dict[str, list[Addition]] = {}
    for each in made:
        folder, _, _ = each.name.rpartition("/")
        is_whole = folder and not each.differing and each.new + each.known == 1
        folders.setdefault(f"{folder}/" if is_whole else each.name, []).append(each)
    for name, listed in folders.items():
        if len(listed) == 1:
            yield _line(listed[0])
        else:
            new, known = (
                sum(getattr(each, field) for each in listed) for field in ("new", "known")
            )
            yield _line(Addition(f"{name} ({len(listed):,} files)", None, new, known, ()))


def _line(made: Addition) -> str:
    """One file, and what comes into it."""
    parts = [f"{made.new:,} new"]
    if made.known:
        parts.append(f"{made.known:,} there already")
    if made.differing:
        some = ", ".join(made.differing[:_DIFFERING_SHOWN])
        more = ", …" if len(made.differing) > _DIFFERING_SHOWN else ""
        parts.append(
            f"{len(made.differing):,} differ from what is there, which stays: {some}{more}"
        )
    return f"seeds/{made.name}: {', '.join(parts)}"
