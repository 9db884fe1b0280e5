"""What share of single slips, well-formed and wrong, ``check`` sees in the bundled seeds.

Run ``python bench/slips.py`` from the project's folder: 80 slips of each of 22 kinds, in a few
minutes. It ends with 1 where a kind is seen in fewer than 60 cases of a hundred, or all in fewer
than 80.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dashboard import checks

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "checks"))


def main() -> int:
    """Print the table; 0 if the floors hold."""
    from slips import table, tried

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=80, help="slips of each kind")
    parser.add_argument("--seed", type=int, default=14, help="of the random choices")
    args = parser.parse_args()
    subject = checks.subject_of(ROOT / "seeds", ROOT / "data" / "geo", layers=False)
    found = tried(subject, args.each, args.seed)
    print(table(found))
    whole = sum(kind.seen for kind in found) / sum(kind.made for kind in found)
    return int(whole < 0.8 or any(kind.share < 0.6 for kind in found))


if __name__ == "__main__":
    sys.exit(main())
