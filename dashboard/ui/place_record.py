"""The record of a place as HTML: names and position, who held it when, what covered it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from dashboard.analysis.profiles import Cover, PlaceProfile
from dashboard.archive import Archive
from dashboard.records import LEVELS, Agreement, Dataset, Feature, Operation, Place
from dashboard.ui import record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, holder_fill, party, percent, said, swatch
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def place_html(archive: Archive, words: Wording, choice: Choice, profile: PlaceProfile) -> str:
    """A place's record: names, position and its error, its history as a bar and in words."""
    place, day = profile.place, choice.day
    name = words.of(place, "name")
    others = [n for n in (place.name_en, place.name_ar) if n and n != name]
    also = ""
    if place.alt_names:
        names = words["list_comma"].join(place.alt_names)
        also = f"<p class='quiet'>{escape(words.fill('also', names=names))}</p>"
    where = words.fill(
        "position_at", lat=f"{place.lat:.4f}", lon=f"{place.lon:.4f}", m=place.precision_m
    )
    if profile.spells:
        rows = "".join(_spell_row(archive, words, spell, day) for spell in reversed(profile.spells))
        history = (
            f"<h3>{escape(words['history_bar'])}</h3>"
            f"{history_bar(archive, words, profile.spells, day)}"
            f"<h3>{escape(words['history'])}</h3>"
            f'<table><caption class="unseen">{escape(words["history"])}</caption>{rows}</table>'
        )
    else:
        history = f"<p>{escape(words['no_history'])}</p>"
    title = " ".join((said(name), *(f'<span class="also">{said(n)}</span>' for n in others)))
    units = _admin(words, archive.dataset, choice, place)
    cited = record.links(archive, words, place.sources)
    html = (
        f'<h2>{title}</h2><p class="quiet">{units}</p>{also}'
        f"<p class='quiet'>{escape(where)}<br>{cited}</p>{history}"
    )
    return block(words, html, "")


def _admin(words: Wording, dataset: Dataset, choice: Choice, place: Place) -> str:
    """The units a place lies in, the smallest first; each leads to its own profile."""
    parts = []
    for level in reversed(LEVELS):
        name, code = place.unit(level)
        if name and code:
            href = address(choice, view="map", tab="place", place=None, area=f"{level}:{code}")
            named = words.area(dataset, name)
            parts.append(anchor(words.fill(f"area_{level}", name=named), href))
    return words["list_comma"].join(parts)


def history_bar(archive: Archive, words: Wording, spells: tuple[Feature, ...], day: dt.date) -> str:
    """Spells of control to scale along the series, the day marked; told in words as well."""
    first, whole = archive.first_day.toordinal(), (archive.last_day - archive.first_day).days + 1
    pieces, told = [], []
    for spell in spells:
        holder = spell.properties["controller"]
        name = party(archive, words, holder) if holder else words["unknown_controller"]
        start = (spell.period.valid_from or archive.first_day).toordinal()
        end = spell.period.valid_to.toordinal() if spell.period.valid_to else first + whole
        pieces.append(
            f'<span style="width:{100 * (end - start) / whole:.3f}%;'
            f'{holder_fill(archive, holder)}"></span>'
        )
        told.append(f"{name} {words.date(dt.date.fromordinal(start))}")
    at = 100 * (day.toordinal() - first) / whole
    years = f"<span>{archive.first_day.year}</span><span>{archive.last_day.year}</span>"
    label = escape(words["list_semicolon"].join(told), quote=True)
    # time runs as on the date control, whatever the language
    return (
        f'<div dir="ltr"><div class="sharebar" role="img" aria-label="{label}">{"".join(pieces)}'
        f'<i class="at" style="left:{at:.2f}%"></i></div><div class="ends">{years}</div></div>'
    )


def covers_html(
    words: Wording, choice: Choice, covers: tuple[Cover, ...], day: dt.date, *, shares: bool
) -> str:
    """Agreed areas that cover a place, or with ``shares`` how much of a district."""
    head = f"<h3>{escape(words['covered_by'])}</h3>"
    if not covers:
        return block(words, f"{head}<p>{escape(words['covered_by_none'])}</p>", "")
    items = []
    for cover in covers:
        p = cover.feature.properties
        title = p.get(f"title_{words.language}") or p["title_en"]
        if "depth_km" in p:
            title = words.fill(
                "depths", title=title, a=f"{p['depth_from_km']:g}", b=f"{p['depth_km']:g}"
            )
        share = words["list_comma"] + percent(words, cover.share, 0) if shares else ""
        now = (
            f' <span class="tag on">{escape(words["on_this_day"])}</span>'
            if cover.feature.period.holds(day)
            else ""
        )
        by = _by_force(words, choice, cover.agreements, day)
        items.append(f"<li>{escape(title)}{escape(share)}{now}{by}</li>")
    return block(words, f"{head}<ul>{''.join(items)}</ul>", "")


def _by_force(words: Wording, choice: Choice, agreements: Sequence[Agreement], day: dt.date) -> str:
    """The agreements that speak of an area, those not in force on the day apart; HTML."""
    groups: dict[bool, list[str]] = {False: [], True: []}
    for a in agreements:
        name = anchor(words.agreement(a), address(choice, view="agreement", agreement=a.id))
        groups[a.force_on(day) == "no"].append(name)
    lines = [words["list_semicolon"].join(names) for names in groups.values()]
    lines[1] = f"{escape(words['not_in_force_then'])} {lines[1]}" if lines[1] else ""
    return "".join(f'<div class="src">{line}</div>' for line in lines if line)


def _spell_row(archive: Archive, words: Wording, spell: Feature, day: dt.date) -> str:
    p = spell.properties
    holder = archive.parties.get(p["controller"] or "")
    name = words.of(holder, "name") if holder else words["unknown_controller"]
    first, end = spell.period.valid_from, spell.period.valid_to
    since = words.date(first) if first and first > archive.first_day else words["from_start"]
    last = end - dt.timedelta(days=1) if end else archive.last_day
    until = words["to_end"] if last >= archive.last_day else words.date(last)
    now = (
        f' <span class="tag on">{escape(words["on_this_day"])}</span>'
        if spell.period.holds(day)
        else ""
    )
    event = archive.events.get(p.get("event") or "")
    operation = archive.operations.get(event.operation) if event else None
    sure = ""
    if p.get("certainty"):
        how = (words[f"certainty_{p['certainty']}"], words[f"basis_{p['basis']}"])
        sure = f"{words['certainty']}: {words['list_comma'].join(how)}"
    details = [
        sure,
        _fought(words, operation) if operation else "",
        (event.note if event else p.get("method")) or "",
    ]
    sources = record.links(archive, words, p.get("sources", ()))
    body = "<br>".join(said(detail) for detail in details if detail)
    cited = f"<br>{escape(words['sources'])}: {sources}" if sources else ""
    return (
        f"<tr><td>{swatch(archive, p['controller'] or '')}</td><td><b>{escape(name)}</b>{now}<br>"
        f'{escape(since)} – {escape(until)}<div class="src">{body}{cited}</div></td></tr>'
    )


def _fought(words: Wording, operation: Operation) -> str:
    """An operation, and who was on which side."""
    name, sides = words.text(operation.name), words.text(operation.belligerents)
    return words.fill("operation_sides", name=name, sides=sides) if sides else name
