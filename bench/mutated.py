"""Data sets spoilt at random, through check, build, load, payload and exports.

    python bench/mutated.py [--trials 10000] [--seconds 7200] [--seed 14] [--first 0]

Fields, rows, columns, deep nesting, bytes, cut, exchanged and missing files of a small data set.
Told: every traceback, every run longer than 20 s, every layer that changed without a word where a
file was cut, exchanged, or lost a column. It ends with 1 where there is any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


def main() -> int:
    """Print how many were refused and built, and each that was wrong."""
    from mutated import KINDS, Tried, begun, trial

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first trial")
    parser.add_argument("--seconds", type=float, default=7200, help="begin no trial after these")
    parser.add_argument("--seed", type=int, default=14)
    choice = parser.parse_args()
    tried, start = Tried(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        data = begun(Path(folder))
        for number in range(choice.first, choice.first + choice.trials):
            if time.perf_counter() - start > choice.seconds:
                break
            known = len(tried.wrong)
            trial(data, number, choice.seed, tried)
            for wrong in tried.wrong[known:]:
                print(wrong, flush=True)
    for kind in KINDS:
        counts = f"{tried.refused[kind]} refused, {tried.built[kind]} built"
        print(f"{kind}: {tried.made[kind]} tried, {counts}")
    taken = time.perf_counter() - start
    print(f"{sum(tried.made.values())} in {taken:.0f} s, {len(tried.wrong)} wrong")
    return int(bool(tried.wrong))


if __name__ == "__main__":
    sys.exit(main())
