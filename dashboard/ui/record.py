"""Records as HTML for the panels. Every text from data passes through ``html.escape`` here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from dashboard.analysis.coding import CEASEFIRE_DATA, ceasefire_rows, pax_pages
from dashboard.archive import Archive
from dashboard.records import Agreement, InForce, Sourced
from dashboard.ui.figures import prose, said
from dashboard.wording import Wording


def links(archive: Archive, words: Wording, ids: Iterable[str]) -> str:
    """Sources as links; a source off the web by its name alone."""
    parts = []
    for source in (archive.sources[i] for i in ids if i in archive.sources):
        label = said(source.label)
        if source.url.startswith(("http://", "https://")):
            label = (
                f'<a href="{escape(source.url, quote=True)}" target="_blank" rel="noopener">'
                f"{label}</a>"
            )
        parts.append(label)
    return words["list_semicolon"].join(parts)


def support(archive: Archive, words: Wording, item: Sourced) -> str:
    """The line under a statement: its sources, and whether nobody has verified it."""
    parts = []
    if not item.verified:
        parts.append(tag(words["unverified"], "doubt"))
    if item.note:
        parts.append(prose(words, item.note))
    if item.sources:
        parts.append(f"{escape(words['sources'])}: {links(archive, words, item.sources)}")
    return f'<div class="src">{" · ".join(parts)}</div>' if parts else ""


def tag(text: str, kind: str = "") -> str:
    """A word set apart from the text it stands in; HTML."""
    return f'<span class="{f"tag {kind}".strip()}">{escape(text)}</span>'


def listed(title: str, items: list[str]) -> str:
    """A titled list of HTML items; nothing without items."""
    if not items:
        return ""
    return f"<h3>{escape(title)}</h3><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def head(words: Wording, agreement: Agreement, force: str, level: str = "h2") -> str:
    """Names, whether in force, type and form."""
    state = (
        f'<span class="tag{" on" if force in ("yes", "disputed") else ""}">'
        f"{escape(words[f'force_{force}'])}</span>"
    )
    return (
        f"<{level}>{said(words.agreement(agreement))}</{level}><p class='quiet'>"
        f"{prose(words, agreement.official_name)}</p>"
        f"<p>{state} <span class='tag'>{prose(words, agreement.type)}</span> "
        f"<span class='tag'>{prose(words, agreement.form)}</span></p>"
    )


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and their HTML values; empty values left out."""
    rows = "".join(f"<dt>{said(term)}</dt><dd>{value}</dd>" for term, value in pairs if value)
    return f"<dl>{rows}</dl>" if rows else ""


def dates(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """When signed and where, from when until when in force, and according to whom."""
    force = agreement.in_force
    signed = escape(words.date_span(agreement.signed_on))
    if agreement.signed_note:
        signed += f'<div class="src">{prose(words, agreement.signed_note)}</div>'
    if agreement.further_dates:
        further = words["list_comma"].join(words.date(day) for day in agreement.further_dates)
        signed += f'<div class="src">{escape(words.fill("also", names=further))}</div>'
    pairs = [
        (words["signed_on"], signed),
        (words["signing_place"], prose(words, agreement.signing_place)),
    ]
    if force:
        start = words.date(force.from_day) if force.from_day else words["rival_starts"]
        begins = escape(start) + clock(words, force.from_local, force.tz, force.utc)
        pairs += [
            (words["in_force_from"], begins + support(archive, words, force)),
            (words["in_force_until"], _ends(archive, words, force)),
        ]
    ban = agreement.fighting_ban
    if ban and ban.from_day:
        told = words.date(ban.from_day)
        pairs.append((words["fighting_ban"], escape(told) + support(archive, words, ban)))
    return terms(pairs)


def _ends(archive: Archive, words: Wording, force: InForce) -> str:
    """First day no longer in force, why, and according to whom; HTML."""
    until = escape(words.date(force.until_day) if force.until_day else words["no_end"])
    notes = " · ".join(prose(words, text) for text in (force.rule, force.until_note) if text)
    if notes:
        until += f'<div class="src">{notes}</div>'
    if force.until_sources:
        cited = links(archive, words, force.until_sources)
        until += f'<div class="src">{escape(words["sources"])}: {cited}</div>'
    return until


def clock(words: Wording, local: str, zone: str, utc: str) -> str:
    """The hour a text begins at by the clock it was told by, and in UTC; HTML."""
    _, timed, hour = local.partition("T")
    told = escape(words["list_comma"]) + said(hour) if timed else ""
    told += f" {prose(words, zone)}" if timed and zone else ""
    return told + (f'<div class="src">UTC: {prose(words, utc)}</div>' if utc else "")


def parties(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """Everybody the record names, by capacity."""

    def names(values: Iterable[str]) -> str:
        return words["list_semicolon"].join(prose(words, value) for value in values)

    def named_for(pairs: Iterable[tuple[str, str]]) -> str:
        return words["list_semicolon"].join(
            prose(words, name) + (f" ({prose(words, capacity)})" if capacity else "")
            for name, capacity in pairs
        )

    third = named_for((t.name, t.capacity) for t in agreement.third_parties)
    signed = named_for((s.name, s.signed_for) for s in agreement.signatories)
    unsigned = names(agreement.not_signed_by)
    if agreement.not_signed_by_sources:
        cited = links(archive, words, agreement.not_signed_by_sources)
        unsigned += f'<div class="src">{escape(words["sources"])}: {cited}</div>'
    return terms(
        [
            (words["parties"], names(agreement.parties)),
            (words["guarantors"], names(agreement.guarantors)),
            (words["signatories"], signed),
            (words["announced_by"], prose(words, agreement.announced_by)),
            (words["third_parties"], third),
            (words["not_signed_by"], unsigned),
            (words["welcomed_by"], names(agreement.welcomed_by)),
        ]
    )


def dispute(archive: Archive, words: Wording, item) -> str:
    """A point read in several ways."""
    readings = "".join(f"<li>{prose(words, reading)}</li>" for reading in item.readings)
    return f"<b>{prose(words, item.point)}</b><ul>{readings}</ul>{support(archive, words, item)}"


def fact(archive: Archive, words: Wording, item) -> str:
    """A dated circumstance."""
    when = f"{escape(words.date_span(item.date))}: " if item.date else ""
    return when + prose(words, item.text) + support(archive, words, item)


def figure(archive: Archive, words: Wording, item) -> str:
    """A figure published about the agreement."""
    value = " ".join(prose(words, part) for part in (item.value, item.unit) if part)
    by = words["list_comma"].join(prose(words, part) for part in (item.as_of, item.by) if part)
    about = f" ({by})" if by else ""
    return f"{prose(words, item.what)}: <b>{value}</b>{about}{support(archive, words, item)}"


def identifiers(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """Ids in other data sets, how those code the text, and what the record rests on; HTML."""
    pax = words["list_comma"].join(
        f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener">{number}</a>'
        for number, url in pax_pages(agreement).items()
    )
    doubt = "" if agreement.un_symbol_verified else tag(words["unverified"], "doubt")
    symbol = f"{escape(agreement.un_symbol)} {doubt if agreement.un_symbol else ''}"
    symbol += _aside(prose(words, agreement.un_note))
    if agreement.un_symbol_sources:
        cited = links(archive, words, agreement.un_symbol_sources)
        symbol += f'<div class="src">{escape(words["sources"])}: {cited}</div>'
    pairs = [
        (words["pax"], (pax + _aside(prose(words, agreement.pax_note))).strip()),
        (words["un_symbol"], symbol.strip()),
    ]
    own = support(archive, words, agreement)
    about = f"<h3>{escape(words['record_sources'])}</h3>{own}" if own else ""
    coded = _pax_coding(archive, words, agreement) + _ceasefire_coding(words, agreement)
    return f"<h3>{escape(words['identifiers'])}</h3>{terms(pairs)}{coded}{about}"


def _aside(html: str) -> str:
    return f' <span class="src">{html}</span>' if html else ""


def _pax_coding(archive: Archive, words: Wording, agreement: Agreement) -> str:
    rows = terms((key, said(_coded(value))) for key, value in agreement.pax_coding.items())
    if not rows:
        return ""
    cited = links(archive, words, agreement.pax_sources)
    return _fold(words["pax_coding"], f'{rows}<div class="src">{cited}</div>')


def _ceasefire_coding(words: Wording, agreement: Agreement) -> str:
    """The record in the variables of the ceasefire data set, a column an announced start."""
    rows = ceasefire_rows(agreement)
    if not rows:
        return ""
    pairs = ((name, said(" | ".join(dict.fromkeys(row[name] for row in rows)))) for name in rows[0])
    note = f'<p class="src">{said(CEASEFIRE_DATA)}. {escape(words["cf_coding_note"])}</p>'
    return _fold(words["cf_coding"], note + terms(pairs))


def _fold(title: str, html: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{html}</details>"


def _coded(value: object) -> str:
    """A code of PA-X as text; a table of codes as ``code value`` pairs."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {code}" for key, code in value.items())
    return str(value)
