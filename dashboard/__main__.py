"""``conflict-map``, and ``python -m dashboard``, which is the same."""

from __future__ import annotations

import sys

from dashboard import collector


def main() -> int:
    """Run one command; its exit code."""
    with collector.paused(lasting=True):
        from dashboard import cli  # a seventh faster without collecting
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
