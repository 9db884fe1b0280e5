"""What runs that are disturbed leave behind: killed, without room, read-only, two at once.

    python bench/disturbed.py [--rounds 500] [--seconds 3600] [--seed 14]

Build, import, publish and brief on a small data set that was changed since they ran before. After
each disturbed run whatever a reader finds must be the old or the new, whole, and the next run must
come to what an undisturbed one comes to and leave nothing else. It ends with 1 where it is not so.

A run is a fork of this process, so that hundreds take minutes. What a run computes before it writes
a site or a briefing is computed once: only its reading and writing are disturbed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from dashboard import briefing, store
from dashboard.cli import ACCURACY, GEO, main
from dashboard.publish import site

SEEDS = Path(__file__).parents[1] / "tests" / "data" / "good" / "seeds"

#: Files that stand or fall together, by the name of their group.
Groups = Mapping[str, Mapping[str, bytes]]
KINDS = ("killed", "killed at a write", "no room", "read-only", "two at once")
_WRITES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree")
_NOBODY = 65534
_ERRORS = "errors.txt"
_PATIENCE = 300
"""Seconds after which a run that hangs is killed."""
_CSV = "place,date,holder\n10,2001-01-01,north\n10,2001-01-03,south\n"
_GAZETTEER = "id,name,lon,lat\n10,Ober,10.18,0.21\n"
_MAPPING = """\
kind = "places"

[source]
id = "brenn-table"
title = "Who holds what"
publisher = "Brenn survey"
url = "https://example.org/brenn-table"
kind = "database"
licence = "CC BY 4.0"

[licence]
id = "CC BY 4.0"
terms = "https://creativecommons.org/licenses/by/4.0/"
geometry_may_be_shipped = true
credit = "Brenn survey"

[table]
place = "place"
date = "date"

[holder]
columns = ["holder"]

[values]
north = "NOR"
south = "SOU"

[standing]
certainty = "medium"
basis = "reported"

[gazetteer]
file = "gazetteer.csv"
id = "id"
name = "name"
lon = "lon"
lat = "lat"
precision_m = 1000
certainty = "high"
"""


@dataclass(frozen=True)
class Job:
    """A command, the folder it starts from, what it must leave whole, and what it comes to.

    ``before`` and ``after`` are the groups in the folder before and after a run that nobody
    disturbs, ``listing`` all files after it, ``writes`` how often it touches the disk and
    ``seconds`` how long it takes.
    """

    name: str
    start: Path
    command: list[str]
    groups: Callable[[Path], Groups]
    before: Groups
    after: Groups
    listing: frozenset[str]
    writes: int
    seconds: float


@dataclass
class Tally:
    """How many runs were disturbed in each way, and what was wrong."""

    runs: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


# --- the jobs -----------------------------------------------------------------------------


def jobs(work: Path) -> Iterator[Job]:
    """Build, import, publish and brief, each on a data set that was changed since it ran before."""
    one, two = work / "one", work / "two"
    shutil.copytree(SEEDS, one / "seeds")
    _run(["build", "--data", str(one)])
    shutil.copytree(one, two)
    events = two / "seeds" / "control" / "events.csv"
    events.write_text(events.read_text().replace(",medium,", ",low,"))
    to_build = Path(shutil.copytree(two, work / "build"))
    yield _job("build", to_build, ["build"], _of_build)

    _run(["build", "--data", str(two)])
    to_import, to_publish, to_brief = (
        Path(shutil.copytree(two, work / name)) for name in ("import", "publish", "brief")
    )
    (to_import / "control.csv").write_text(_CSV)
    (to_import / "gazetteer.csv").write_text(_GAZETTEER)
    (to_import / "mapping.toml").write_text(_MAPPING)
    options = ["control.csv", "--mapping", "mapping.toml", "--into", "."]
    yield _job("import", to_import, ["import", "places", *options], _each)

    _run(["publish", "--data", str(one), "-o", str(to_publish / "site")])
    yield _job("publish", to_publish, ["publish", "-o", "site"], _of_site)

    asked = ["brief", "-o", "briefs", "--date", "2001-03-01", "--produced-on", "2001-04-01"]
    asked += ["--format", "geojson,csv,png"]
    yield _job("brief", to_brief, asked, _each)


def _job(name: str, start: Path, command: list[str], groups: Callable[[Path], Groups]) -> Job:
    trial = start.with_name(f"{name}-trial")
    with _copied(start, trial), contextlib.chdir(trial):
        _run(command)  # what a run imports or computes once is there for every fork
    with _copied(start, trial):
        before, began = groups(trial), time.perf_counter()
        if code := _wait(_fork(trial, command, _count(trial.parent / "writes"))):
            raise AssertionError(f"{name} ends with {code} undisturbed")
        seconds = time.perf_counter() - began
        writes = int((trial.parent / "writes").read_text())
        return Job(
            name, start, command, groups, before, groups(trial), _listing(trial), writes, seconds
        )


def _of_build(at: Path) -> Groups:
    page = (at / ACCURACY).read_bytes()
    return {"layers": store.file_bytes(at / GEO), "page": {"page": page}}


def _of_site(at: Path) -> Groups:
    return {"site": _files(at / "site")}


def _each(at: Path) -> Groups:
    """Every file for itself, what was begun beside its place left out."""
    return {
        name: {name: data}
        for name, data in _files(at).items()
        if not Path(name).name.startswith(".")
    }


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _listing(folder: Path) -> frozenset[str]:
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# --- a round ------------------------------------------------------------------------------


def disturb(job: Job, kind: str, chance: random.Random, tally: Tally) -> None:
    """One disturbed run and the next: what was found wrong goes into the tally."""
    at = job.start.with_name(f"{job.name}-{kind.replace(' ', '-')}")
    tally.runs[kind] = tally.runs.get(kind, 0) + 1
    with _copied(job.start, at):
        code, about = _DISTURBANCES[kind](job, at, chance)
        where = f"{job.name}, {kind} ({about})"
        errors = (at.parent / _ERRORS).read_text() if (at.parent / _ERRORS).exists() else ""
        if "Traceback" in errors:
            tally.wrong.append(f"{where}: {errors.strip().splitlines()[-1]}")
        tally.wrong += [f"{where}: {each}" for each in _halves(job, at, is_done=code == 0)]
        _wait(_fork(at, job.command))
        if job.groups(at) != job.after:
            tally.wrong.append(f"{where}: the next run does not come to the same")
        if left := sorted(_listing(at) - job.listing):
            tally.wrong.append(f"{where}: left after the next run: {', '.join(left[:3])}")


def _halves(job: Job, at: Path, *, is_done: bool) -> Iterator[str]:
    """Groups that are neither as before nor as after."""
    found = job.groups(at)
    for name in job.before.keys() | job.after.keys() | found.keys():
        wanted = [job.after.get(name)] if is_done else [job.before.get(name), job.after.get(name)]
        if found.get(name) not in wanted:
            yield f"{name} is neither the old nor the new"


def _killed(job: Job, at: Path, chance: random.Random) -> tuple[int, str]:
    after = chance.uniform(0, job.seconds)
    process = _fork(at, job.command)
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    return _wait(process), f"after {after:.3f} s"


def _killed_at_a_write(job: Job, at: Path, chance: random.Random) -> tuple[int, str]:
    number = chance.randint(1, job.writes)
    return _wait(_fork(at, job.command, _kill_at(number))), f"number {number}"


def _no_room(job: Job, at: Path, chance: random.Random) -> tuple[int, str]:
    size = chance.randint(1, 60_000)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return _wait(_fork(at, job.command, limit, read_errors=True)), f"beyond {size} bytes"


def _read_only(job: Job, at: Path, chance: random.Random) -> tuple[int, str]:
    paths = [at, *at.rglob("*")]
    locked = [path for path in paths if path.is_dir() and chance.random() < 0.5]
    for path in locked:
        path.chmod(0o555)

    def as_nobody() -> None:
        if os.geteuid() == 0:
            os.setuid(_NOBODY)

    try:
        return _wait(_fork(at, job.command, as_nobody, read_errors=True)), f"{len(locked)} folders"
    finally:
        for path in locked:
            path.chmod(0o777)


def _two_at_once(job: Job, at: Path, chance: random.Random) -> tuple[int, str]:
    """The one that is not killed comes to its end, whatever the other left."""
    number, wait = chance.randint(1, job.writes), chance.uniform(0, job.seconds / 2)
    first = _fork(at, job.command, _kill_at(number))
    time.sleep(wait)
    second = _fork(at, job.command)
    _wait(first)
    return _wait(second), f"the first at its write {number}, the second after {wait:.3f} s"


_DISTURBANCES: Mapping[str, Callable[[Job, Path, random.Random], tuple[int, str]]] = {
    "killed": _killed,
    "killed at a write": _killed_at_a_write,
    "no room": _no_room,
    "read-only": _read_only,
    "two at once": _two_at_once,
}


# --- processes ----------------------------------------------------------------------------


#: Sites and briefings by what they were made of; a fork inherits them.
_MADE: dict[Any, Any] = {}


@contextlib.contextmanager
def _computing_once() -> Iterator[None]:
    """Have a site or a briefing that was made before not made again."""

    def kept(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def get(archive: Any, *rest: Any) -> Any:
            asked = repr(rest[1]) if name == "briefing" else ""
            key = (name, archive.catalog["sha256"], asked)
            if key not in _MADE:
                _MADE[key] = make(archive, *rest)
            return _MADE[key]

        return get

    publish, render = site.site_files, briefing.render
    site.site_files, briefing.render = kept("site", publish), kept("briefing", render)
    try:
        yield
    finally:
        site.site_files, briefing.render = publish, render


def _run(command: list[str]) -> None:
    with _computing_once():
        code = main(command)
    if code:
        raise AssertionError(f"{command[0]} ends with {code}")


def _fork(
    at: Path,
    command: list[str],
    begin: Callable[[], None] | None = None,
    *,
    read_errors: bool = False,
) -> int:
    """Run a command in a process of its own, in a folder; its number."""
    if process := os.fork():
        return process
    _in_child(at, command, begin, read_errors)


def _in_child(
    at: Path, command: list[str], begin: Callable[[], None] | None, read_errors: bool
) -> NoReturn:
    code = 70
    try:
        signal.alarm(_PATIENCE)
        os.chdir(at)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        if read_errors:
            os.dup2(os.open(at.parent / _ERRORS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        else:
            os.dup2(quiet, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        if begin:
            begin()
        with _computing_once():
            code = main(command)
        sys.stderr.flush()
    except BaseException as error:  # a fork never returns to the test
        os.write(2, f"Traceback: {error!r}\n".encode())
    finally:
        os._exit(code)


def _wait(process: int) -> int:
    """The exit code; that of a process killed is negative."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _on_each_write(act: Callable[[], None]) -> None:
    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        is_opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
        if is_opened or event in _WRITES:
            act()

    sys.addaudithook(hook)


def _count(into: Path) -> Callable[[], None]:
    """Note how many writes a run has."""

    def begin() -> None:
        seen = [0]
        noted = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

        def act() -> None:
            seen[0] += 1
            os.pwrite(noted, str(seen[0]).encode(), 0)

        _on_each_write(act)

    return begin


def _kill_at(number: int) -> Callable[[], None]:
    """Kill this process just before one of its writes."""

    def begin() -> None:
        left = [number]

        def act() -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        _on_each_write(act)

    return begin


@contextlib.contextmanager
def _copied(start: Path, at: Path) -> Iterator[None]:
    shutil.copytree(start, at)
    for path in (at, *at.rglob("*")):  # the run that may not write is somebody else's
        path.chmod(0o777 if path.is_dir() else 0o666)
    try:
        yield
    finally:
        shutil.rmtree(at)


# --- the command --------------------------------------------------------------------------


def run() -> int:
    """Print how many runs were disturbed in which way, and each thing that was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=3600, help="begin no round after these")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", help="one command")
    choice = parser.parse_args()
    chance, tally, began = random.Random(choice.seed), Tally(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # one run is somebody else's
        made = [job for job in jobs(Path(folder)) if choice.only in (None, job.name)]
        counts: Counter[str] = Counter()
        for number in range(choice.rounds):
            if time.perf_counter() - began > choice.seconds:
                break
            known = len(tally.wrong)
            job, kind = made[number % len(made)], KINDS[number // len(made) % len(KINDS)]
            disturb(job, kind, chance, tally)
            counts[job.name] += 1
            for wrong in tally.wrong[known:]:
                print(wrong, flush=True)
    print(f"{sum(counts.values())} runs in {time.perf_counter() - began:.0f} s")
    print(f"by command: {dict(counts)}; by disturbance: {tally.runs}; wrong: {len(tally.wrong)}")
    return int(bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(run())
