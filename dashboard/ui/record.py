"""Records as HTML for the panels. Every text from data passes through ``html.escape`` here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from dashboard.archive import Archive
from dashboard.records import Agreement, Sourced
from dashboard.timemap.board import source_label
from dashboard.wording import Wording


def links(archive: Archive, ids: Iterable[str]) -> str:
    """Sources as links, ``; ``-separated; a source off the web by its name alone."""
    parts = []
    for source in (archive.sources[i] for i in ids if i in archive.sources):
        label = escape(source_label(source))
        if source.url.startswith(("http://", "https://")):
            label = (
                f'<a href="{escape(source.url, quote=True)}" target="_blank" rel="noopener">'
                f"{label}</a>"
            )
        parts.append(label)
    return "; ".join(parts)


def support(archive: Archive, words: Wording, item: Sourced) -> str:
    """The line under a statement: its sources, and whether nobody has verified it."""
    parts = []
    if not item.verified:
        parts.append(f'<span class="tag doubt">{escape(words["unverified"])}</span>')
    if item.note:
        parts.append(escape(item.note))
    if item.sources:
        parts.append(f"{escape(words['sources'])}: {links(archive, item.sources)}")
    return f'<div class="src">{" · ".join(parts)}</div>' if parts else ""


def listed(title: str, items: list[str]) -> str:
    """A titled list of HTML items; nothing without items."""
    if not items:
        return ""
    return f"<h3>{escape(title)}</h3><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def head(words: Wording, agreement: Agreement, force: str) -> str:
    """Names, whether in force, type and form."""
    state = (
        f'<span class="tag{" on" if force in ("yes", "disputed") else ""}">'
        f"{escape(words[f'force_{force}'])}</span>"
    )
    return (
        f"<h2>{escape(agreement.short_name)}</h2><p class='quiet'>"
        f"{escape(agreement.official_name)}</p>"
        f"<p>{state} <span class='tag'>{escape(agreement.type)}</span> "
        f"<span class='tag'>{escape(agreement.form.replace('_', ' '))}</span></p>"
    )


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and their HTML values; empty values left out."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{value}</dd>" for term, value in pairs if value)
    return f"<dl>{rows}</dl>" if rows else ""


def dates(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """When signed and where, from when until when in force, and according to whom."""
    force = agreement.in_force
    signed = escape(words.date_span(agreement.signed_on))
    if agreement.signed_note:
        signed += f' <span class="src">{escape(agreement.signed_note)}</span>'
    if agreement.further_dates:
        signed += " · " + ", ".join(escape(words.date(day)) for day in agreement.further_dates)
    pairs = [
        (words["signed_on"], signed),
        (words["signing_place"], escape(agreement.signing_place)),
    ]
    if force:
        start = words.date(force.from_day) if force.from_day else words["rival_starts"]
        _, timed, hour = force.from_local.partition("T")
        clock = f", {hour}{f' ({force.tz})' if force.tz else ''}" if timed else ""
        until = words.date(force.until_day) if force.until_day else words["no_end"]
        notes = " · ".join(escape(text) for text in (force.rule, force.until_note) if text)
        ends = f'{escape(until)}<div class="src">{notes}</div>' if notes else escape(until)
        if force.until_sources:
            ends += (
                f'<div class="src">{words["sources"]}: {links(archive, force.until_sources)}</div>'
            )
        pairs += [
            (words["in_force_from"], escape(start + clock) + support(archive, words, force)),
            (words["in_force_until"], ends),
        ]
    return terms(pairs)


def parties(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """Everybody the record names, by capacity."""

    def names(values: Iterable[str]) -> str:
        return "; ".join(escape(value) for value in values)

    third = "; ".join(
        escape(t.name + (f" ({t.capacity})" if t.capacity else "")) for t in agreement.third_parties
    )
    signed = "; ".join(
        escape(s.name + (f" ({s.signed_for})" if s.signed_for else ""))
        for s in agreement.signatories
    )
    return terms(
        [
            (words["parties"], names(agreement.parties)),
            (words["guarantors"], names(agreement.guarantors)),
            (words["signatories"], signed),
            (words["announced_by"], escape(agreement.announced_by)),
            (words["third_parties"], third),
            (words["not_signed_by"], names(agreement.not_signed_by)),
            (words["welcomed_by"], names(agreement.welcomed_by)),
        ]
    )


def dispute(archive: Archive, words: Wording, item) -> str:
    """A point read in several ways."""
    readings = "".join(f"<li>{escape(reading)}</li>" for reading in item.readings)
    return f"<b>{escape(item.point)}</b><ul>{readings}</ul>{support(archive, words, item)}"


def fact(archive: Archive, words: Wording, item) -> str:
    """A dated circumstance."""
    when = f"{escape(words.date_span(item.date))}: " if item.date else ""
    return when + escape(item.text) + support(archive, words, item)


def figure(archive: Archive, words: Wording, item) -> str:
    """A figure published about the agreement."""
    value = " ".join(part for part in (item.value, item.unit) if part)
    said = ", ".join(part for part in (item.as_of, item.by) if part)
    return (
        f"{escape(item.what)}: <b>{escape(value)}</b> ({escape(said)})"
        f"{support(archive, words, item)}"
    )


def identifiers(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """Ids in other data sets, and how PA-X codes the text."""
    pax = ", ".join(str(number) for number in agreement.pax_agtid)
    if agreement.pax_url:
        pax = (
            f'<a href="{escape(agreement.pax_url, quote=True)}" target="_blank" rel="noopener">'
            f"{escape(pax)}</a>"
        )
    doubt = (
        ""
        if agreement.un_symbol_verified
        else f' <span class="tag doubt">{escape(words["unverified"])}</span>'
    )
    symbol = escape(agreement.un_symbol) + (doubt if agreement.un_symbol else "")
    if agreement.un_note:
        symbol += f' <span class="src">{escape(agreement.un_note)}</span>'
    pairs = [
        (
            words["pax"],
            pax
            + (
                f' <span class="src">{escape(agreement.pax_note)}</span>'
                if agreement.pax_note
                else ""
            ),
        ),
        (words["un_symbol"], symbol),
    ]
    coded = terms((key, escape(_coded(value))) for key, value in agreement.pax_coding.items())
    if coded:
        cited = links(archive, agreement.pax_sources)
        coded = (
            f"<details><summary>{escape(words['pax_coding'])}</summary>{coded}<div class='src'>"
            f"{cited}</div></details>"
        )
    return (
        f"<h3>{escape(words['identifiers'])}</h3>{terms(pairs)}{coded}"
        f"{support(archive, words, agreement)}"
    )


def _coded(value: object) -> str:
    """A code of PA-X as text; a table of codes as ``code value`` pairs."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {code}" for key, code in value.items())
    return str(value)
