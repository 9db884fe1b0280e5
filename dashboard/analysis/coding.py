"""A record in the terms of the data sets that code agreements and ceasefires.

PA-X numbers agreements (*AgtId*), each with a page of its own. ``CEASEFIRE_DATA`` codes ceasefires;
named here as there are those of its variables that a record answers. They are our coding: which row
of that data set a ceasefire is (``cf_id``) is known only to who holds a copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from dashboard.analysis.ceasefires import announced_starts, is_ceasefire
from dashboard.records import Agreement

CEASEFIRE_DATA = (
    "ETH/PRIO Civil Conflict Ceasefire Dataset, Clayton et al. 2022, doi:10.1177/00220027221129195"
)
_PAX = "https://pax.peaceagreements.org/agreements/{}"
Coding = Mapping[str, str]
"""Variable -> value, as text; empty: the record does not say."""


def pax_pages(agreement: Agreement) -> dict[int, str]:
    """AgtId -> address of its page in PA-X."""
    return {number: _PAX.format(number) for number in agreement.pax_agtid}


def ceasefire_rows(agreement: Agreement) -> tuple[Coding, ...]:
    """The record as rows of the ceasefire data set: one for each announced start.

    Returns
    -------
    tuple of dict
        ``cf_dec_*`` (declared), ``cf_effect_*`` (in effect), ``end_*``
        (the day it ended: the first no longer in force), each as ``yr``, ``month`` and ``day``;
        ``written`` (1 if there is a text), ``pax_id``. None for what is no ceasefire.
    """
    if not is_ceasefire(agreement):
        return ()
    declared, force = agreement.signed_on, agreement.in_force
    known = declared.earliest if declared.earliest == declared.latest else None
    signed = _parts("cf_dec", known, declared.text)
    ended = {
        **_parts("end", force.until_day if force else None),
        "written": str(int(agreement.form.startswith("written"))),
        "pax_id": "; ".join(map(str, agreement.pax_agtid)),
    }
    starts: Iterable[dt.date | None] = announced_starts(agreement) or (None,)
    return tuple({**signed, **_parts("cf_effect", day), **ended} for day in starts)


def _parts(name: str, day: dt.date | None, text: str = "") -> dict[str, str]:
    """A date in three variables, as far as it is known."""
    parts = day.isoformat() if day else text if "/" not in text else ""
    found = [str(int(part)) for part in parts.split("-") if part]
    found += [""] * (3 - len(found))
    return {
        f"{name}_{unit}": part for unit, part in zip(("yr", "month", "day"), found, strict=True)
    }
