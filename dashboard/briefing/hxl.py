"""Who holds each place, as CSV with a row of HXL tags and P-codes where they are known."""

from __future__ import annotations

import csv
import io

from dashboard.archive import Archive, Snapshot
from dashboard.briefing.spec import TWO_DATES, BriefSpec, since_of
from dashboard.records import Feature, Place
from dashboard.standing import cite_feature, standing_list
from dashboard.wording import Wording

COLUMNS = (
    ("as_of", "#date+asof"),
    ("place", "#loc+code"),
    ("name_en", "#loc+name+i_en"),
    ("name_ar", "#loc+name+i_ar"),
    ("governorate", "#adm1+name"),
    ("governorate_pcode", "#adm1+code+v_pcode"),
    ("district", "#adm2+name"),
    ("district_pcode", "#adm2+code+v_pcode"),
    ("subdistrict", "#adm3+name"),
    ("subdistrict_pcode", "#adm3+code+v_pcode"),
    ("lat", "#geo+lat"),
    ("lon", "#geo+lon"),
    ("controller", "#group+controller+code"),
    ("controller_name", "#group+controller+name"),
    ("held_since", "#date+start"),
    ("previous", "#group+previous+code"),
    ("area_km2", "#indicator+area+num"),
    ("certainty", "#meta+certainty"),
    ("basis", "#meta+basis"),
    ("precision_m", "#indicator+precision+num"),
    ("sources", "#meta+source+list"),
    ("standing", "#meta+source+standing"),
)
_CHANGE = (
    ("compared_with", "#date+compared"),
    ("controller_then", "#group+then+code"),
    ("changed", "#status+changed"),
)


def csv_bytes(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """One row a place and date; a kind of two dates adds who held it on the earlier one.

    Lines end as RFC 4180 says, and a mark at the start tells spreadsheets it is UTF-8.
    """
    columns = (*COLUMNS, *_CHANGE) if spec.kind in TWO_DATES else COLUMNS
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, [name for name, _ in columns], lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(dict(columns))
    before = archive.as_of(since_of(spec, archive)) if spec.kind in TWO_DATES else None
    for day in spec.dates or (spec.day,):
        state = archive.as_of(day)
        for cell in archive.cells:
            spell = state.spell(cell)
            if spell is None:
                continue
            row = _row(archive, words, archive.places[cell], spell) | {"as_of": day.isoformat()}
            if before:
                row |= _compared(before, cell, spell.properties["controller"])
            writer.writerow({name: _harmless(value) for name, value in row.items()})
    return made.getvalue().encode("utf-8-sig")


def _compared(before: Snapshot, cell: str, now: str | None) -> dict[str, str]:
    """Who held a place before; where either holder is not known, so is whether it changed."""
    spell = before.spell(cell)
    then = spell.properties["controller"] if spell else None
    changed = "unknown" if not (then and now) else "no" if then == now else "yes"
    return {
        "compared_with": before.day.isoformat(),
        "controller_then": then or "",
        "changed": changed,
    }


def _row(archive: Archive, words: Wording, place: Place, spell: Feature) -> dict[str, object]:
    p = spell.properties
    holder = archive.parties.get(p["controller"])
    own = {name: getattr(place, name) for name, _ in COLUMNS if hasattr(place, name)}
    return own | {
        "place": place.id,
        "controller": p["controller"] or "",
        "controller_name": words.of(holder, "name") if holder else words["unknown_controller"],
        "held_since": spell.period.valid_from.isoformat() if spell.period.valid_from else "",
        "previous": p.get("previous") or "",
        "area_km2": round(p["area_km2"], 3),
        "certainty": p.get("certainty", ""),
        "basis": p.get("basis", ""),
        "precision_m": p.get("precision_m", ""),
        "sources": ";".join(p.get("sources") or ()),
        "standing": standing_list(cite_feature(archive.sources, p)),
    }


def _harmless(value: object) -> object:
    """Words a spreadsheet would run as a formula, marked as words."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+@-" and value else value
