"""Which agreements were in force when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from dashboard.records import Seeds


def in_force(seeds: Seeds) -> Callable[[dt.date], list[str]]:
    """Asks of a day which agreements were in force, disputed ones included, in time order."""

    @cache
    def on(day: dt.date) -> list[str]:
        held = (a for a in seeds.agreements if a.force_on(day) in ("yes", "disputed"))
        return [a.id for a in sorted(held, key=lambda a: (a.signed_on.earliest, a.id))]

    return on
