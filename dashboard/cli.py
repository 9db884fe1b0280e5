"""``conflict-map new | import | check | build | …``: reads arguments, prints, exits.

Exit codes: 0 clean, 1 problems found (or layers that differ), 2 wrong usage. Findings go to
standard output, one a line; progress and what went wrong go to standard error.
"""

from __future__ import annotations

import argparse
import atexit
import csv
import gc
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dashboard import checks, collector, store
from dashboard.cache import Cache
from dashboard.console import (
    CLEAN,
    GEO,
    PROBLEMS,
    USAGE,
    add_data_option,
    counted,
    next_steps,
    progress_bar,
    seeds_of,
    tell_what_is_left,
)
from dashboard.errors import ChoiceError, DashboardError, Problem

#: The page of a data directory that judges its layers.
ACCURACY = Path("docs/accuracy.md")
#: Results for the next build, which takes longer without them.
CACHE = Path("data/.cache")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; ``argv`` without the program's name. Returns the exit code."""
    if argv is None:  # the process ends with it: what is left need not be searched for garbage
        atexit.register(gc.freeze)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console need not have every letter of a name
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        choice = _parser(sys.argv[1:] if argv is None else argv).parse_args(argv)
        run: Callable[[argparse.Namespace], int] = choice.run
        return run(choice)
    except SystemExit as left:  # argparse leaves on --help and on wrong usage
        return int(left.code or 0)
    except ChoiceError as error:
        return _failed(error, USAGE)
    except BrokenPipeError:  # the reader of our output has left, as in `check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("dashboard"):
            raise
        extra = "postgis" if error.name in ("sqlalchemy", "geoalchemy2", "psycopg") else "briefing"
        wanted = f"pip install 'conflict-map-dashboard[{extra}]'"
        return _failed(DashboardError(f"{error.name} is not installed; run {wanted}"), PROBLEMS)
    except (DashboardError, OSError) as error:
        return _failed(error, PROBLEMS)


def _parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of all commands; ``check`` and ``build`` do without those of other packages, which
    take long to import."""
    parser = argparse.ArgumentParser(
        prog="conflict-map",
        description="Check what people entered; build layers from it; make briefing files.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    if argv[:1] not in (["check"], ["build"]):
        _add_others(commands)

    check = commands.add_parser(
        "check",
        help="print every problem in seeds and layers, one a line",
        description="Print every problem in the seeds, and in the layers if there are any, as "
        "'where: what; what is wanted (rule)'.",
    )
    add_data_option(check)
    check.add_argument("--explain", metavar="RULE", help="print the manual of one rule instead")
    check.set_defaults(run=_check)

    build = commands.add_parser(
        "build",
        help="derive the layers from the seeds",
        description="Derive the layers and the accuracy page from the seeds, if they are clean.",
    )
    add_data_option(build)
    build.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where files differ"
    )
    build.add_argument(
        "--accept-losses",
        action="store_true",
        help="go on where rows, columns or files are gone since the last build",
    )
    build.set_defaults(run=_build)

    untranslated = commands.add_parser(
        "untranslated",
        help="print the texts that still want a translation",
        description="Print rows for translations.csv: every text of the records that has no "
        "translation into a language. Fill in the last column and add the rows to the file.",
    )
    untranslated.add_argument("language", help="one of the data set's languages, not its first")
    add_data_option(untranslated)
    untranslated.set_defaults(run=_untranslated)

    push = commands.add_parser(
        "push",
        help="write layers and records into a PostGIS database",
        description="Write every layer and record into a schema of a PostGIS database, in one "
        "transaction; docs/postgis.md says what can be asked of them.",
    )
    push.add_argument("database", help="postgresql://user:password@host/name")
    push.add_argument("--schema", help="(default: the id of the data set)")
    add_data_option(push)
    push.set_defaults(run=_push)
    return parser


def _add_others(commands: Any) -> None:
    # only here: they draw, and read other people's files
    from dashboard.briefing import command as brief
    from dashboard.publish import command as publish
    from dashboard.readers import command as readers
    from dashboard.start import command as new

    new.add_parser(commands)
    readers.add_parser(commands)
    brief.add_parser(commands)
    publish.add_parser(commands)


# --- check --------------------------------------------------------------------------------


@collector.paused(lasting=True)
def _check(choice: argparse.Namespace) -> int:
    if choice.explain is not None:
        return _explain(choice.explain)
    geo = choice.data / GEO
    built = store.has_layers(geo)
    cache = store.read_cache(choice.data / CACHE)
    subject = checks.subject_of(seeds_of(choice.data), geo, layers=built, cache=cache)
    problems = _reported(subject)
    to_correct = [problem.rule for problem in problems if problem.rule != "layer-stale"]
    if not built or len(to_correct) < len(problems):
        questions = sum(map(checks.is_question, to_correct))
        steps = next_steps(choice.data, len(to_correct) - questions, questions)
        print(steps, file=sys.stderr)
    return PROBLEMS if problems else CLEAN


def _explain(rule: str) -> int:
    known = checks.rules()
    if rule not in known:
        raise ChoiceError(f"there is no rule {rule!r}; use {', '.join(known)}")
    print(f"{rule}: {known[rule].manual}")
    return CLEAN


def _reported(subject: checks.Subject) -> tuple[Problem, ...]:
    """Print every problem, and return them."""
    problems = checks.check(subject)
    for problem in problems:
        print(problem)
    count = f"{len(problems)} problem(s)" if problems else "no problems"
    waiting = "; more may be found once the seeds can be read" if subject.reading.problems else ""
    print(f"{count}, {len(checks.rules())} rules{waiting}", file=sys.stderr)
    return problems


# --- build --------------------------------------------------------------------------------


@collector.paused(lasting=True)
def _build(choice: argparse.Namespace) -> int:
    geo, page = choice.data / GEO, choice.data / ACCURACY
    cache = store.read_cache(choice.data / CACHE)
    subject = checks.subject_of(seeds_of(choice.data), geo, layers=False, cache=cache)
    accepted = {"layer-losses"} if choice.accept_losses else set()
    found = {problem.rule for problem in _reported(subject)}
    if any(not checks.is_question(rule) and rule not in accepted for rule in found):
        print(f"nothing was built in {geo}", file=sys.stderr)
        return PROBLEMS
    texts, catalog, accuracy = _derived(subject, cache, geo)
    if choice.check:
        fresh = {geo / store.layer_file(name): text for name, text in texts.items()}
        fresh[geo / store.CATALOG] = store.catalog_text(catalog).encode()
        fresh[page] = accuracy.encode()
        there = {geo / name: data for name, data in store.file_bytes(geo).items()}
        if page.is_file():
            there[page] = page.read_bytes()
        return _differing(fresh, there)
    store.write_layers(geo, texts, catalog)
    store.cache_as_sound(catalog, cache)
    store.write_text(page, accuracy)
    store.write_cache(choice.data / CACHE, cache)
    print(f"{counted(len(texts), 'layer')} in {geo}", file=sys.stderr)
    tell_what_is_left(store.set_aside(geo))
    return CLEAN


def _derived(
    subject: checks.Subject, cache: Cache, geo: Path
) -> tuple[dict[str, bytes], dict[str, Any], str]:
    """Texts of all layers by name, their catalog, and the accuracy page."""
    # only here: checking needs none of it
    from dashboard import build
    from dashboard.archive import Archive

    seeds = subject.reading.seeds
    assert seeds is not None
    before = partial(store.layer_bytes, geo)
    entered = build.entered_layers(subject.seeds, subject.steps, cache, before)
    with progress_bar() as advance:
        layers = build.derive(seeds, advance, cache, subject.histories, entered)
    written = entered | {name: layers.written(name, cache, before(name)) for name in layers}
    archive = Archive(seeds, layers, control=layers.control)
    return (
        {name: text for name, (text, _) in written.items()},
        build.catalog(seeds, {name: entry for name, (_, entry) in written.items()}),
        build.accuracy_markdown(archive, cache),
    )


def _differing(fresh: Mapping[Path, bytes], there: Mapping[Path, bytes]) -> int:
    """Print a line for each file that is not what the seeds give."""
    differing = [p for p in sorted(fresh.keys() | there.keys()) if fresh.get(p) != there.get(p)]
    for path in differing:
        what = "differs from what the seeds give"
        if path not in there:
            what = "is missing"
        elif path not in fresh:
            what = "is no layer of these seeds"
        print(f"{path}: {what}; run build")
    return PROBLEMS if differing else CLEAN


# --- untranslated -------------------------------------------------------------------------


def _untranslated(choice: argparse.Namespace) -> int:
    seeds = store.load_seeds(seeds_of(choice.data))
    _, *spoken = seeds.dataset.languages
    if choice.language not in spoken:
        known = ", ".join(spoken) or "none"
        raise ChoiceError(f"{choice.language!r} is no language to translate into; use {known}")
    done = {row.text for row in seeds.translations if row.language == choice.language}
    wanted = [text for text in seeds.prose() if text not in done]
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(("language", "text", "translation"))
    rows.writerows((choice.language, text, "") for text in wanted)
    print(f"{len(wanted)} of {len(seeds.prose())} texts have no translation", file=sys.stderr)
    return CLEAN


# --- push ---------------------------------------------------------------------------------


def _push(choice: argparse.Namespace) -> int:
    # only here: no other command needs a database
    from dashboard import postgis
    from dashboard.archive import Archive

    archive = Archive.load(seeds_of(choice.data).parent)
    schema = choice.schema or archive.dataset.id
    written = postgis.push(archive, choice.database, schema)
    print(f"{schema}: {'written' if written else 'nothing has changed'}", file=sys.stderr)
    return CLEAN


# --- failing ------------------------------------------------------------------------------


def _failed(error: Exception, code: int) -> int:
    message = str(error)
    if isinstance(error, OSError) and error.strerror:
        named = f"{error.filename}: " if error.filename else ""
        message = f"{named}{error.strerror.lower()}"
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return code
