"""What all commands have in common: exit codes, the data directory, how far long work is."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.errors import ChoiceError

#: Called with a step's name, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]
#: Exit codes; a ``ChoiceError`` is wrong usage.
CLEAN, PROBLEMS, USAGE = 0, 1, 2
#: What a data directory holds: what people entered, and the layers.
SEEDS, GEO = Path("seeds"), Path("data/geo")


def counted(n: int, one: str, many: str = "") -> str:
    """A number with the words for it: ``1 area was``, ``2 areas were``; an *s* makes the plural
    unless ``many`` is given."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--data``, the data directory a command is about."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help=f"data directory: {SEEDS}/ and {GEO}/ (default: the working directory)",
    )


def seeds_of(data: Path, begin: str = "") -> Path:
    """The seeds of a data directory; raises ``ChoiceError`` if it is none.

    ``begin`` are options of the command that begins one.
    """
    if not (data / SEEDS).is_dir():
        command = f"conflict-map new {shlex.quote(str(data))} {begin}".rstrip()
        what = f"no data directory, which holds {SEEDS}/"
        raise ChoiceError(f"{data}: {what}; `{command}` begins one")
    return data / SEEDS


def next_steps(data: Path, problems: int = 0, questions: int = 0) -> str:
    """The next steps for seeds that changed since the build, each with its command; ``problems``
    come first. ``questions`` stop no build."""
    named = shlex.quote(str(data))
    option = "" if data == Path() else f" --data {named}"
    steps = [
        f"conflict-map check{option}",
        f"conflict-map build{option}",
        f"DASHBOARD_DATA={named} streamlit run dashboard/app.py",
    ]
    if problems:
        correct = (
            f"correct what stands above, from the top ({problems});"
            " what a rule in brackets asks for:"
        )
        steps.insert(0, f"{correct} conflict-map check --explain RULE")
    elif questions:
        answer = (
            f"correct what is asked about above, or say in meant why it is so ({questions});"
            " no build waits for it. What a rule in brackets asks for:"
        )
        steps[0] = f"{answer} conflict-map check --explain RULE"
    else:
        steps.pop(0)
    return "\n".join(["Next:", *(f"  {n}. {step}" for n, step in enumerate(steps, start=1))])


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error, if that is a terminal."""
    from tqdm import tqdm

    with tqdm(total=1, unit="step", file=sys.stderr, leave=False, disable=None) as bar:

        def advance(step: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_description(step, refresh=False)
            bar.update(done - bar.n)

        yield advance


def tell_what_is_left(folders: Iterable[Path]) -> None:
    """Say on standard error which folders were set aside, and who can delete them."""
    for folder in folders:
        with suppress(FileNotFoundError):  # its owner may delete it meanwhile
            who = _owner(folder)
            print(f"{folder} was set aside: only user {who} can delete it", file=sys.stderr)


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except KeyError:  # a user without a name here
        return str(folder.stat().st_uid)
