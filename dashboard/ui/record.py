"""Records as HTML for the panels. Every text from data passes through ``html.escape`` here."""

from __future__ import annotations

from collections.abc import Iterable
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
            label = f'<a href="{escape(source.url, quote=True)}" target="_blank" rel="noopener">{label}</a>'
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


def agreement_html(archive: Archive, words: Wording, agreement: Agreement, force: str) -> str:
    """The whole record of one agreement."""
    sections = [
        _head(words, agreement, force),
        _dates(archive, words, agreement),
        _parties(archive, words, agreement),
        _list(words["declarations"], [_declaration(archive, words, d) for d in agreement.declarations]),
        _list(words["provisions"], [_provision(archive, words, p) for p in agreement.provisions]),
        _list(words["silences"], [escape(s.text) + support(archive, words, s) for s in agreement.silences]),
        _list(words["disputes"], [_dispute(archive, words, d) for d in agreement.disputes]),
        _list(words["compliance"], [_compliance(archive, words, c) for c in _in_time(agreement)]),
        _list(words["facts"], [_fact(archive, words, f) for f in (*agreement.facts, *agreement.related)]),
        _list(words["published"], [_figure(archive, words, f) for f in agreement.figures]),
        _identifiers(archive, words, agreement),
    ]
    return f'<div class="rec">{"".join(sections)}</div>'


def _in_time(agreement: Agreement):
    return sorted(agreement.compliance, key=lambda entry: entry.date.earliest)


def _list(title: str, items: list[str]) -> str:
    if not items:
        return ""
    return f"<h3>{escape(title)}</h3><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _head(words: Wording, agreement: Agreement, force: str) -> str:
    state = f'<span class="tag{" on" if force in ("yes", "disputed") else ""}">{escape(words[f"force_{force}"])}</span>'
    return (
        f"<h2>{escape(agreement.short_name)}</h2><p class='quiet'>{escape(agreement.official_name)}</p>"
        f"<p>{state} <span class='tag'>{escape(agreement.type)}</span> "
        f"<span class='tag'>{escape(agreement.form.replace('_', ' '))}</span></p>"
    )


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{value}</dd>" for term, value in pairs if value)
    return f"<dl>{rows}</dl>" if rows else ""


def _dates(archive: Archive, words: Wording, agreement: Agreement) -> str:
    force = agreement.in_force
    signed = escape(words.date_span(agreement.signed_on))
    if agreement.signed_note:
        signed += f' <span class="src">{escape(agreement.signed_note)}</span>'
    if agreement.further_dates:
        signed += " · " + ", ".join(escape(words.date(day)) for day in agreement.further_dates)
    pairs = [(words["signed_on"], signed), (words["signing_place"], escape(agreement.signing_place))]
    if force:
        start = words.date(force.from_day) if force.from_day else words["rival_starts"]
        _, timed, hour = force.from_local.partition("T")
        clock = f", {hour}{f' ({force.tz})' if force.tz else ''}" if timed else ""
        until = words.date(force.until_day) if force.until_day else words["no_end"]
        notes = " · ".join(escape(text) for text in (force.rule, force.until_note) if text)
        ends = f'{escape(until)}<div class="src">{notes}</div>' if notes else escape(until)
        if force.until_sources:
            ends += f'<div class="src">{words["sources"]}: {links(archive, force.until_sources)}</div>'
        pairs += [
            (words["in_force_from"], escape(start + clock) + support(archive, words, force)),
            (words["in_force_until"], ends),
        ]
    return _terms(pairs)


def _parties(archive: Archive, words: Wording, agreement: Agreement) -> str:
    def names(values: Iterable[str]) -> str:
        return "; ".join(escape(value) for value in values)

    third = "; ".join(
        escape(t.name + (f" ({t.capacity})" if t.capacity else "")) for t in agreement.third_parties
    )
    signed = "; ".join(escape(s.name + (f" ({s.signed_for})" if s.signed_for else "")) for s in agreement.signatories)
    amended = [archive.agreements[i].short_name for i in agreement.amends if i in archive.agreements]
    by = [a.short_name for a in archive.agreements.values() if agreement.id in a.amends]
    return _terms(
        [
            (words["parties"], names(agreement.parties)),
            (words["guarantors"], names(agreement.guarantors)),
            (words["signatories"], signed),
            (words["announced_by"], escape(agreement.announced_by)),
            (words["third_parties"], third),
            (words["not_signed_by"], names(agreement.not_signed_by)),
            (words["welcomed_by"], names(agreement.welcomed_by)),
            (words["amends"], names(amended)),
            (words["amended_by"], names(by)),
        ]
    )


def _declaration(archive: Archive, words: Wording, declaration) -> str:
    said = f", {words.date_span(declaration.said_on)}" if declaration.said_on else ""
    start = declaration.effective_local or (declaration.effective_day and declaration.effective_day.isoformat()) or ""
    clock = f"{words['starts']} {start.replace('T', ' ')} {declaration.tz}".strip() if start else ""
    body = " · ".join(escape(part) for part in (declaration.says, clock) if part)
    return f"<b>{escape(declaration.by)}</b>{escape(said)}: {body}{support(archive, words, declaration)}"


def _provision(archive: Archive, words: Wording, provision) -> str:
    number = words.fill("article", n=provision.article) if provision.article else ""
    doubt = "" if provision.article_verified else f' <span class="tag doubt">{escape(words["number_unverified"])}</span>'
    deadline = ""
    if provision.deadline or provision.deadline_note:
        when = words.date_span(provision.deadline) if provision.deadline else ""
        text = " ".join(part for part in (when, provision.deadline_note) if part)
        deadline = f'<div class="src">{escape(words["deadline"])}: {escape(text)}</div>'
    drawing = ""
    if provision.drawing:
        drawn = ", ".join(
            words.of(r, "title") for r in archive.dataset.recipes if r.id in provision.drawing.recipes
        )
        lead = words.fill("draws", what=drawn) if drawn else words["draws_nothing"]
        drawing = f'<div class="src">{escape(lead)} {escape(provision.drawing.how)}</div>'
    conflict = f'<div class="src">{escape(words["conflict"])}: {escape(provision.conflict)} {links(archive, provision.conflict_sources)}</div>' if provision.conflict else ""  # fmt: skip
    lead = f"<b>{escape(number)}</b>{doubt} " if number else ""
    return lead + escape(provision.text) + deadline + drawing + conflict + support(archive, words, provision)


def _compliance(archive: Archive, words: Wording, entry) -> str:
    return (
        f'{escape(words.date_span(entry.date))} <span class="tag">{escape(words["status_" + entry.status])}</span> '
        f"{escape(entry.claim)} <span class='quiet'>— {escape(entry.by)}</span>{support(archive, words, entry)}"
    )


def _dispute(archive: Archive, words: Wording, dispute) -> str:
    readings = "".join(f"<li>{escape(reading)}</li>" for reading in dispute.readings)
    return f"<b>{escape(dispute.point)}</b><ul>{readings}</ul>{support(archive, words, dispute)}"


def _fact(archive: Archive, words: Wording, fact) -> str:
    when = f"{escape(words.date_span(fact.date))}: " if fact.date else ""
    return when + escape(fact.text) + support(archive, words, fact)


def _figure(archive: Archive, words: Wording, figure) -> str:
    value = " ".join(part for part in (figure.value, figure.unit) if part)
    said = ", ".join(part for part in (figure.as_of, figure.by) if part)
    return f"{escape(figure.what)}: <b>{escape(value)}</b> ({escape(said)}){support(archive, words, figure)}"


def _identifiers(archive: Archive, words: Wording, agreement: Agreement) -> str:
    pax = ", ".join(str(number) for number in agreement.pax_agtid)
    if agreement.pax_url:
        pax = f'<a href="{escape(agreement.pax_url, quote=True)}" target="_blank" rel="noopener">{escape(pax)}</a>'
    doubt = "" if agreement.un_symbol_verified else f' <span class="tag doubt">{escape(words["unverified"])}</span>'
    symbol = escape(agreement.un_symbol) + (doubt if agreement.un_symbol else "")
    if agreement.un_note:
        symbol += f' <span class="src">{escape(agreement.un_note)}</span>'
    pairs = [
        (words["pax"], pax + (f' <span class="src">{escape(agreement.pax_note)}</span>' if agreement.pax_note else "")),
        (words["un_symbol"], symbol),
        *((key, escape(str(value))) for key, value in agreement.pax_coding.items() if not isinstance(value, dict)),
    ]
    return f"<h3>{escape(words['identifiers'])}</h3>{_terms(pairs)}{support(archive, words, agreement)}"
