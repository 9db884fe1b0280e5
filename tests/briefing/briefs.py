"""The invented data set as an archive, and specs of it."""

from __future__ import annotations

import datetime as dt

from dashboard.briefing import BriefSpec

DAY, EARLIER = dt.date(2001, 6, 15), dt.date(2001, 2, 10)
PRODUCED = dt.date(2002, 3, 4)


def spec_of(**fields: object) -> BriefSpec:
    """A spec with the tests' own dates unless others are asked for."""
    return BriefSpec(**{"kind": "situation", "day": DAY, "produced_on": PRODUCED, **fields})
