"""Specs of the invented data set, and pictures as they are laid out."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from dashboard import wording
from dashboard.archive import Archive
from dashboard.briefing import KINDS, BriefSpec
from dashboard.briefing.layouts import Picture, draw

DAY, EARLIER = dt.date(2001, 6, 15), dt.date(2001, 2, 10)
PRODUCED = dt.date(2002, 3, 4)
#: Kinds that are drawn each in its own way: a swipe is two maps side by side, which
#: ``test_a_pair_shows_both_dates_with_the_figures_of_either`` says.
DRAWN = [kind for kind in KINDS if kind != "swipe"]


def spec_of(**fields: object) -> BriefSpec:
    """A spec with the tests' own dates unless others are asked for."""
    return BriefSpec(**{"kind": "situation", "day": DAY, "produced_on": PRODUCED, **fields})


@lru_cache(32)
def picture_of(archive: Archive, spec: BriefSpec) -> Picture:
    """A picture, laid out once for all who look at it: not to be changed."""
    return draw(archive, wording.of_seeds(archive.seeds, spec.language), spec)
