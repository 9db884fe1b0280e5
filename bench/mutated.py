"""Data sets spoilt at random, through check, build, load, payload and exports.

    python bench/mutated.py [--trials 10000] [--seconds 7200] [--seed 14] [--first 0] [--kinds cut gone]

Fields, rows, columns, deep nesting, bytes, cut, exchanged and missing files of a small data set.
It prints every traceback, every run longer than 20 s, every layer that changed without a word where a
file was cut, exchanged, or lost a column. It ends with 1 where there is any.

Each trial is a fork of this process, which ends after 20 seconds of the processor, or of waiting
six times as long.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard import store, wording
from dashboard.archive import Archive
from dashboard.cli import GEO, main
from dashboard.payload.build import build_payload, packed
from dashboard.payload.encoding import encode

SEEDS = Path(__file__).parents[1] / "tests" / "data" / "good" / "seeds"
SECONDS = 20
_VALUES = (
    *("", " ", "x", "0", "-1", "1e400", "NaN", "inf", "1" * 400, "9" * 19, "0.1.2", "true", "null"),
    *("2001-02-30", "2001-1-1", "0001-01-01", "9999-12-31", "2001", "2001-13", "31.12.2001"),
    *("2001-03-01/2000-01-01", "=1+1", "<script>alert(1)</script>", '"', '""', "a,b", "a;b", ";"),
    *("\t", "\x00", "\ufeff", "\uffff", "\ud7ff", "\u202e\u0645", "\U0001f5fa", "é" * 5000),
    *("../..", "a/b", "%s{}", "'; drop", "arvel", "NOR", "SOU", "10.05"),
)
_EXPORTS = ("geojson", "csv", "kml", "gpkg", "xlsx", "svg", "png", "html", "pptx", "pdf")


@dataclass
class Tried:
    """How many of each kind were tried, refused, built; what was wrong."""

    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    built: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


# --- what is spoilt -----------------------------------------------------------------------


def _field(text: str, chance: random.Random) -> str:
    """One value of a table or of a document."""
    spans = [m.span() for m in re.finditer(r'"[^"\n]*"|[^,\n="\[\]{}: ]+', text)]
    start, end = chance.choice(spans)
    value = chance.choice([*_VALUES, text[slice(*chance.choice(spans))]])
    return text[:start] + value + text[end:]


def _rows(text: str, chance: random.Random) -> str:
    """Lines left out, doubled, exchanged, shuffled."""
    lines = text.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case 3:
            lines = chance.sample(lines, len(lines))
        case 4:
            del lines[min(one, other) : max(one, other)]
    return "".join(lines)


def _column(text: str, chance: random.Random) -> str:
    """A column of a table left out, or its name another's."""
    rows = [line.split(",") for line in text.splitlines()]
    at = chance.randrange(len(rows[0]))
    if chance.random() < 0.5:
        rows[0][at] = chance.choice([*rows[0], *_VALUES])
    else:
        rows = [row[:at] + row[at + 1 :] for row in rows]
    return "\n".join(",".join(row) for row in rows) + "\n"


def _deep(text: str, chance: random.Random) -> str:
    """Something nested far deeper than anybody would write."""
    depth = chance.choice((50, 1000, 5000, 50_000))
    added = chance.choice(
        (
            ".".join(["a"] * depth) + " = 1\n",
            f"a = {'[' * depth}{']' * depth}\n",
            f"[{'.'.join(['a'] * depth)}]\nb = 1\n",
            f"a = {'{b = ' * depth}1{'}' * depth}\n",
            '{"a": ' * depth,
            "[" * depth + "]" * depth,
        )
    )
    return added + text if chance.random() < 0.5 else text + added


def _bytes(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, put in, or in another encoding."""
    at = chance.randrange(len(data) + 1)
    match chance.randrange(6):
        case 0:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + bytes(chance.randrange(256) for _ in range(8)) + data[at:]
        case 2:
            return data.decode().encode("utf-16")
        case 3:
            return data.decode().encode("cp1256", errors="replace")
        case 4:
            return data[:at] + b"\x00" * 1000 + data[at:]
        case _:
            return b"\xef\xbb\xbf\xef\xbb\xbf" + data


def _spoil(seeds: Path, kind: str, chance: random.Random) -> str:
    """Spoil one file of the seeds; which, and how."""
    files = sorted(path for path in seeds.rglob("*") if path.is_file())
    path = chance.choice(files)
    named = path.relative_to(seeds).as_posix()
    if kind in _TEXTS:
        if kind == "column":
            path = chance.choice([each for each in files if each.suffix == ".csv"])
            named = path.relative_to(seeds).as_posix()
        spoilt = _TEXTS[kind](path.read_text("utf-8"), chance)
        path.write_bytes(spoilt.encode("utf-8", errors="surrogatepass"))
    elif kind == "bytes":
        path.write_bytes(_bytes(path.read_bytes(), chance))
    elif kind == "cut":
        data = path.read_bytes()
        path.write_bytes(data[: chance.randrange(len(data))])
    elif kind == "exchanged":
        other = chance.choice(files)
        one, two = path.read_bytes(), other.read_bytes()
        path.write_bytes(two)
        other.write_bytes(one)
        named += f" and {other.relative_to(seeds).as_posix()}"
    else:
        path.unlink()
        match chance.randrange(3):
            case 0:
                path.mkdir()
            case 1:
                path.symlink_to(path)
    return named


_TEXTS: Mapping[str, Callable[[str, random.Random], str]] = {
    "field": _field,
    "rows": _rows,
    "column": _column,
    "deep": _deep,
}
KINDS = (*_TEXTS, "bytes", "cut", "exchanged", "gone")
#: Spoilt so, a file is not what anybody entered: where a layer changes, the program must tell.
_NOBODYS = ("cut", "exchanged", "gone", "column")


# --- a trial ------------------------------------------------------------------------------


def begun(work: Path) -> Path:
    """A data directory with its layers, to be spoilt in copies."""
    start = work / "start"
    shutil.copytree(SEEDS, start / "seeds")
    formats = ["--format", ",".join(_EXPORTS)]
    if main(["build", "--data", str(start)]) or main(_briefs(start, *formats)):
        raise AssertionError("the seeds are not built")
    shutil.rmtree(start / "briefs")  # that was to have all imported before a fork
    return start


def _briefs(at: Path, *asked: str) -> list[str]:
    return ["brief", "--data", str(at), "-o", str(at / "briefs"), *asked]


def trial(start: Path, number: int, seed: int, tried: Tried, kinds: Sequence[str] = KINDS) -> None:
    """Spoil a copy and go through everything with it."""
    chance = random.Random(f"{seed} {number}")
    kind = kinds[number % len(kinds)]
    at = start.with_name(f"trial-{os.getpid()}")
    shutil.copytree(start, at)
    output = start.with_name(f"output-{os.getpid()}")
    try:
        where = f"{number}: {kind} of {_spoil(at / 'seeds', kind, chance)}"
        before = store.file_bytes(start / GEO)
        process = os.fork()
        if not process:
            _go_through(at, output, chance)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        text = output.read_text("utf-8", errors="replace")
        tried.made[kind] += 1
        tried.refused[kind] += code == 1
        tried.built[kind] += code == 0
        if code in (-signal.SIGALRM, -signal.SIGPROF):
            tried.wrong.append(f"{where}: it hangs")
        elif code not in (0, 1) or "Traceback" in text:
            tried.wrong.append(f"{where}: {code}: {' | '.join(text.strip().splitlines()[-4:])}")
        elif kind in _NOBODYS and code == 0 and "no problems, " in text:
            after = store.file_bytes(at / GEO)
            changed = [name for name, layer in before.items() if after.get(name) != layer]
            if [*changed, "catalog.json"] != ["catalog.json"] * (1 + len(changed)):
                tried.wrong.append(f"{where}: {', '.join(changed)} changed without a word")
    finally:
        shutil.rmtree(at)
        output.unlink(missing_ok=True)


def _go_through(at: Path, output: Path, chance: random.Random) -> None:
    """Check, build, load, payload and an export; never returns."""
    code = 70
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.alarm(6 * SECONDS)
        printed = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        code = max(main(["check", "--data", str(at)]), 0)
        code = main(["build", "--data", str(at)])
        if code == 0:
            archive = Archive.load(at)
            language = chance.choice(archive.dataset.languages)
            words = wording.of_seeds(archive.seeds, language)
            packed(encode(build_payload(archive, words)))
            formats = ",".join(chance.sample(_EXPORTS, 2))
            asked = ["--language", language, "--produced-on", "2001-04-01", "--format", formats]
            if main(_briefs(at, *asked)):
                code = 3
    except BaseException:  # a fork never returns to the test
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


# --- the command --------------------------------------------------------------------------


def run() -> int:
    """Print how many were refused and built, and each that was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first trial")
    parser.add_argument("--seconds", type=float, default=7200, help="begin no trial after these")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    choice = parser.parse_args()
    tried, start = Tried(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        data = begun(Path(folder))
        for number in range(choice.first, choice.first + choice.trials):
            if time.perf_counter() - start > choice.seconds:
                break
            known = len(tried.wrong)
            trial(data, number, choice.seed, tried, choice.kinds)
            for wrong in tried.wrong[known:]:
                print(wrong, flush=True)
    for kind in choice.kinds:
        counts = f"{tried.refused[kind]} refused, {tried.built[kind]} built"
        print(f"{kind}: {tried.made[kind]} tried, {counts}")
    taken = time.perf_counter() - start
    print(f"{sum(tried.made.values())} in {taken:.0f} s, {len(tried.wrong)} wrong")
    return int(bool(tried.wrong))


if __name__ == "__main__":
    sys.exit(run())
