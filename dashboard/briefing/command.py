"""``conflict-map brief``: make briefing files from the command line."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard import briefing, store, wording
from dashboard.annotations import read_annotations
from dashboard.archive import Archive
from dashboard.briefing.dates import FILLED_FROM, distinct, fill, read_day, read_days
from dashboard.briefing.spec import (
    FORMATS,
    FORMATS_OF,
    GEODATA,
    HOLD_S,
    KINDS,
    PICTURES,
    SHEETS,
    SIZES,
    BriefSpec,
    check,
    file_name,
)
from dashboard.console import CLEAN, add_data_option
from dashboard.errors import ChoiceError, ExportError

_NOT_IN_A_RECIPE = {"run", "recipe", "out", "data", "allow_stale"}


def add_parser(commands: argparse._SubParsersAction) -> None:
    """Add ``brief`` to a parser's commands."""
    parser = commands.add_parser(
        "brief",
        help="make briefing files: pictures, slides, a page, data",
        description="Make briefing files of a date, of two dates or of a set of dates. A date is "
        "YYYY-MM-DD or the id of an agreement or operation, which stands for the day it was signed "
        "or began.",
    )

    def text(name: str, metavar: str, about: str) -> None:
        parser.add_argument(name, default="", metavar=metavar, help=about)

    def choice(name: str, choices: Iterable[str], default: str, about: str) -> None:
        shown = f"{about} (default: %(default)s)"
        parser.add_argument(name, choices=tuple(choices), default=default, help=shown)

    def path(*names: str, default: Path | None, metavar: str, about: str) -> None:
        parser.add_argument(*names, type=Path, default=default, metavar=metavar, help=about)

    text("--date", "DATE", "the as-of date (default: the data set's opening day)")
    text("--since", "DATE", "earlier date of a kind of two (default: the reference agreement)")
    listed = "parted by commas, or a file of them, one a line, where # starts a remark"
    text("--dates", "LIST", f"a set of dates in the order shown: {listed}")
    ways = f"those of {' or '.join(FILLED_FROM)}, or a number, for every so many days"
    text("--fill", "WAY", f"a set of dates from --since to --date: {ways}")
    text("--agreement", "ID", "the agreement of --kind agreement")
    text("--language", "CODE", "one of the data set's languages (default: its first)")
    text("--layers", "LIST", "comma-separated layers (default: those shown at first)")
    text("--incidents", "LIST", "comma-separated kinds of incidents shown (default: all)")
    text("--headline", "TEXT", "(default: the finding, with its error)")
    text("--subtitle", "TEXT", "what stands under the headline")
    text("--note", "TEXT", "a remark of your own, marked as such")
    own = "texts, arrows, circles and areas of your own on its maps, marked as such"
    text("--annotations", "LIST", f"{own}: a file of them, one a line (docs/briefings.md)")
    text("--credit", "TEXT", "who prepared the briefing")
    text("--extent", "W,S,E,N", "degrees shown (default: what the kind is about)")
    text("--link", "URL", "public address of the view, printed with a QR code")
    text("--produced-on", "DATE", "production date on the face and in the file (default: today)")
    pair = "side and swipe are two maps of one extent, and a page opened in that mode"
    choice("--kind", KINDS, "situation", f"what to show; {pair}")
    choice("--size", SIZES, "1080p", "page of pictures")
    sheets = "all, map and legend, or the map on white or on nothing"
    choice("--sheet", SHEETS, "full", f"what is on a picture: {sheets}")
    for name, about in (
        ("--distinct", "leave out dates of a set on which control is as on the one before"),
        ("--dissolved", f"one area a holder and line a pair of parties in {', '.join(GEODATA)}"),
        ("--allow-stale", "go on although the seeds were edited after the layers were built"),
    ):
        parser.add_argument(name, action="store_true", help=about)
    own = "options by name, and a table [[file]] for each with its own"
    path("--recipe", default=None, metavar="FILE", about=f"a set of files, as TOML: {own}")
    path("--logo", default=None, metavar="FILE", about="a PNG or JPEG for the foot")
    path("-o", "--out", default=Path("out"), metavar="FOLDER", about="(default: %(default)s)")
    add_data_option(parser)
    hold = "how long an animation shows each date (default: %(default)s)"
    parser.add_argument("--hold", type=float, default=HOLD_S, metavar="SECONDS", help=hold)
    text("--format", "LIST", f"comma-separated, of {', '.join(FORMATS)} (default: png)")
    parser.set_defaults(run=run, format="png")


def run(args: argparse.Namespace) -> int:
    """Make every file asked for; prints their paths.

    Raises ``ChoiceError`` if something asked for does not exist; nothing is written then. Raises
    ``ExportError`` if a file cannot be written; files already made stay, none is left half written.
    """
    from tqdm import tqdm

    archive = Archive.load(args.data, allow_stale=args.allow_stale)
    specs = _named(_recipe(args) if args.recipe else [args], archive)
    spoken = {spec.language for spec in specs.values()}
    words = {code: wording.of_seeds(archive.seeds, code) for code in spoken}
    with tqdm(total=len(specs), unit="file", file=sys.stderr, leave=False, disable=None) as bar:
        for name, spec in specs.items():
            bar.set_description(name)
            path = args.out / name
            _write(path, briefing.render(archive, words[spec.language], spec))
            bar.update()
            tqdm.write(str(path), file=sys.stdout)
    return CLEAN


def _specs(args: argparse.Namespace, archive: Archive) -> Iterator[BriefSpec]:
    dates = _dates(args, archive)
    default = dates[-1] if dates else archive.dataset.opening_day
    spec = BriefSpec(
        kind=args.kind,
        day=_day(args.date, archive, "--date") or default,
        produced_on=_day(args.produced_on, archive, "--produced-on") or dt.date.today(),
        since=_day(args.since, archive, "--since"),
        dates=dates,
        hold_s=args.hold,
        agreement=args.agreement or None,
        size=args.size,
        language=args.language,
        layers=_listed(args.layers),
        incident_kinds=_listed(args.incidents),
        extent=_extent(args.extent) if args.extent else None,
        headline=args.headline,
        subtitle=args.subtitle,
        note=args.note,
        annotations=read_annotations(
            _text(args.annotations, "--annotations"), archive, "--annotations"
        ),
        credit=args.credit,
        logo=_read(Path(args.logo), "--logo", "a PNG or JPEG") if args.logo else b"",
        link=args.link,
    )
    formats = tuple(dict.fromkeys(_listed(args.format) or ()))
    _refuse_unsuited(args.kind, formats)
    for wanted in formats:
        each = replace(
            spec,
            format=wanted,
            sheet=args.sheet if wanted in PICTURES else "full",
            dissolved=args.dissolved and wanted in GEODATA,
        )
        if dates and args.kind != "sequence" and wanted in PICTURES:  # an atlas: a file a date
            yield from (replace(each, day=day, dates=()) for day in dates)
        else:
            yield each


def _refuse_unsuited(kind: str, formats: Sequence[str]) -> None:
    """Refuse the formats a kind is not made as, all of them at once, and name those that it is."""
    made = FORMATS_OF.get(kind, FORMATS)
    unsuited = [each for each in formats if each in FORMATS and each not in made]
    if unsuited:
        suited = ",".join(each for each in formats if each in made)
        without = f"--format {suited} without them, or " if suited else ""
        what = f"no {' and no '.join(unsuited)} of kind {kind}"
        raise ChoiceError(f"{what}; {without}one of {', '.join(made)} is wanted")


def _recipe(args: argparse.Namespace) -> list[argparse.Namespace]:
    """The options of every file of a recipe: its own, else the recipe's, else the command's."""
    try:
        read = tomllib.loads(args.recipe.read_text("utf-8"))
    except (OSError, ValueError) as err:
        reason = getattr(err, "strerror", None) or str(err)
        raise ChoiceError(f"--recipe: {args.recipe}: {reason}; a TOML file is wanted") from err
    files = read.pop("file", [{}])
    known = sorted(vars(args).keys() - _NOT_IN_A_RECIPE)
    for name in (name for table in (read, *files) for name in table):
        if name not in known:
            wanted = ", ".join(known)
            raise ChoiceError(f"{args.recipe}: no option {name!r}; one of {wanted} is wanted")
    return [
        argparse.Namespace(**vars(args) | {k: _written(v) for k, v in {**read, **table}.items()})
        for table in files
    ]


def _written(value: object) -> object:
    """A value of a recipe as it is written after an option."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, bool | float) else str(value)


def _named(asked: list[argparse.Namespace], archive: Archive) -> dict[str, BriefSpec]:
    """Every file asked for, checked, by its name."""
    named: dict[str, BriefSpec] = {}
    for spec in (spec for args in asked for spec in _specs(args, archive)):
        check(spec, archive)
        name = file_name(spec, archive)
        if named.setdefault(name, spec) != spec:
            raise ChoiceError(f"two files would be called {name}; one of them is wanted")
    return named


def _dates(args: argparse.Namespace, archive: Archive) -> tuple[dt.date, ...]:
    """The set of dates asked for; empty for none."""
    days: tuple[dt.date, ...] = ()
    if args.dates:
        days = read_days(_text(args.dates, "--dates"), archive, "--dates")
    elif args.fill:
        first = _day(args.since, archive, "--since") or archive.first_day
        last = _day(args.date, archive, "--date") or archive.dataset.opening_day
        way = int(args.fill) if args.fill.isdecimal() else args.fill
        days = fill(archive, way, *sorted((first, last)))
    return distinct(archive, days) if args.distinct else days


def _day(text: str, archive: Archive, option: str) -> dt.date | None:
    """The day an option gives; ``None`` where it is not given."""
    return read_day(text, archive, option) if text else None


def _listed(text: str) -> tuple[str, ...] | None:
    """What commas part; ``None`` for an empty text."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else None


def _text(listed: str, option: str) -> str:
    """A list, or the text of the file that has it."""
    path = Path(listed)
    if "\n" in listed or not path.is_file():
        return listed
    read = _read(path, option, "a text file with one a line")
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        wanted = "a text file with one a line is wanted"
        raise ChoiceError(f"{option}: {path}: not utf-8 text; {wanted}") from err


def _read(path: Path, option: str, wanted: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        reason = (err.strerror or str(err)).lower()
        raise ChoiceError(f"{option}: {path}: {reason}; {wanted} is wanted") from err


def _extent(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as err:
        wanted = "four numbers west,south,east,north are wanted"
        raise ChoiceError(f"--extent: {text!r}; {wanted}") from err
    return west, south, east, north


def _write(path: Path, data: bytes) -> None:
    try:
        store.write_bytes(path, data)
    except OSError as err:
        reason = (err.strerror or str(err)).lower()
        raise ExportError(f"{path}: {reason}; a place that can be written is wanted") from err
