"""What runs that are disturbed leave behind: killed, without room, read-only, two at once.

    python bench/disturbed.py [--rounds 500] [--seconds 3600] [--seed 14]

Build, import, publish and brief on a small data set that was changed since they ran before. After
each disturbed run whatever a reader finds must be the old or the new, whole, and the next run must
come to what an undisturbed one comes to and leave nothing else. It ends with 1 where it is not so.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


def main() -> int:
    """Print how many runs were disturbed in which way, and each thing that was wrong."""
    from disturbed import KINDS, Tally, disturb, jobs

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=3600, help="begin no round after these")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", help="one command")
    choice = parser.parse_args()
    chance, tally, began = random.Random(choice.seed), Tally(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
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
    sys.exit(main())
