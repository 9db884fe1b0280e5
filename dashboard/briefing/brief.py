"""A briefing in words: what changed, where, under which agreements and who says so; or an
agreement with what it says, how it was kept, the ground, and the sources.

``brief`` gives blocks; ``markdown`` and ``word`` write them. Figures and words are those of every
other surface, with their errors, and with their ranges where doubtful events move them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.analysis.agreement_record import agreement_record
from dashboard.analysis.areas import unit_name
from dashboard.analysis.compliance import Ledger
from dashboard.analysis.scenarios import across
from dashboard.analysis.situation import Difference, difference
from dashboard.archive import Archive
from dashboard.briefing import rows
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import BriefSpec, agreement_of
from dashboard.quantity import Quantity
from dashboard.records import Agreement, Place
from dashboard.standing import cite
from dashboard.wording import Wording, format

_UNITS, _PLACES, _SOURCES, _CLAIMS = 8, 4, 8, 2
"""Most units, places of each, sources and claims on a provision that are listed."""
_SOURCES_OF_AN_AGREEMENT = 5
"""Its brief has two pages."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; small print where ``small``."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Map:
    """Where the map stands, in a file that can hold a picture."""


Block = Heading | Paragraph | Item | Grid | Map


def brief(archive: Archive, words: Wording, spec: BriefSpec) -> tuple[Block, ...]:
    """The blocks of a difference or of an agreement, in reading order."""
    f = Findings(archive, words, spec)
    body = _agreement(f) if spec.kind == "agreement" else _difference(f)
    shares = [Paragraph(f.shares_remark(), small=True)] if f.shares_remark() else []
    return (Heading(f.headline(), 1), *_lead(f), Map(), *shares, *body, *_small_print(f))


def _lead(f: Findings) -> Iterator[Block]:
    if f.headline() != f.title():
        yield Paragraph(f"{f.title()}.")
    if f.lead():
        yield Paragraph(f.lead())


def _small_print(f: Findings) -> Iterator[Block]:
    yield Heading(f.say("notes"))
    for text in (f.notice(), f.remarks(), f.disclaimer(), f.attribution(), f.imprint()):
        if text:
            yield Paragraph(text, small=True)


# --- what changed between two dates ---------------------------------------------------------


def _difference(f: Findings) -> Iterator[Block]:
    since, until, words = f.difference.since, f.difference.until, f.words
    found = across(f.archive, lambda each: difference(each, since, until))
    if found.flows:
        yield Heading(f.say("taken"))
        flows = ((f.flow_title(flow.taker, flow.giver), flow.area) for flow in found.flows)
        heads = (f.say("col_flow"), words["area_held"], f.say("col_range"))
        yield Grid(heads, tuple((name, *_figures(words, area)) for name, area in flows))
        yield from _where(f)
    for phrase, apart in (("redrawn_apart", found.redrawn), ("unheld_apart", found.unheld)):
        if apart.value:
            text = words.fill(phrase, area=format.text(words, apart))
            yield Paragraph(text, small=True)
    yield from _agreements(f)
    yield from _change_sources(f)


def _figures(words: Wording, figure: Quantity) -> tuple[str, str]:
    """A change with its error, and its range; a dash where doubtful events do not move it."""
    shown = format.with_error(words, figure)
    if format.is_unclear(figure):
        shown = f"{shown} ({words['no_clear_change']})"
    return shown, format.span(words, figure) or "–"


def _where(f: Findings) -> Iterator[Block]:
    """The administrative units with most of the change, each with its foremost places."""
    archive, words, since, until = f.archive, f.words, f.difference.since, f.difference.until
    places, level = [archive.places[i] for i in f.change.places()], archive.dataset.breakdown
    if level is None:
        return
    inside: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda each: each.rank):
        if code := place.unit(level.id)[1]:
            inside.setdefault(f"{level.id}:{code}", []).append(place)
    if not inside:
        return

    def changed(area: str) -> Difference:
        return across(archive, lambda each: difference(each, since, until, area))

    lines = []
    for area in sorted(inside, key=lambda each: -sum(f.change.flows(each).values()))[:_UNITS]:
        found = changed(area)
        foremost = f.words["list_comma"].join(words.of(p, "name") for p in inside[area][:_PLACES])
        name = unit_name(archive, words, area)
        count = format.text(words, found.places)
        lines.append((name, *_figures(words, found.changed), count, foremost))
    yield Heading(f.say("text_where"))
    heads = map(f.say, ("col_changed", "col_range", "col_count", "col_places"))
    yield Grid((words.of(level, "title"), *heads), tuple(lines))
    if len(inside) > len(lines):
        yield Paragraph(f.counted("text_more_units", len(inside) - len(lines)), small=True)


def _agreements(f: Findings) -> Iterator[Block]:
    """Agreements in force on either date, and those signed in between."""
    since, until = f.difference.since, f.difference.until
    for day in (since, until):
        table = f.in_force(f.archive.as_of(day))
        if table.rows:
            yield Heading(table.heading)
        yield from (Item(_row(f.words, row)) for row in table.rows)
    signed = [a for a in f.archive.agreements.values() if since < a.flag_day <= until]
    if signed:
        yield Heading(f.say("text_signed"))
        yield from (Item(_dated(f, agreement)) for agreement in signed)


def _dated(f: Findings, agreement: Agreement) -> str:
    name, day = f.words.agreement(agreement), f.words.date_span(agreement.signed_on)
    return f"{name}{f.words['list_comma']}{day}"


def _row(words: Wording, row: rows.Row) -> str:
    each = row.text(words)
    parts = (each.label, each.value, each.share, row.note)
    return words["list_comma"].join(part for part in parts if part)


def _change_sources(f: Findings) -> Iterator[Block]:
    """The sources of the changes with their standing, those of most changes first."""
    places = set(f.change.places())
    events = [event for event in f.change.events() if event.place in places]
    yield from _sources(f, Counter(source for event in events for source in event.sources))


def _sources(f: Findings, counted: Counter[str], most: int = _SOURCES) -> Iterator[Block]:
    ranked = [ident for ident, _ in counted.most_common() if ident in f.archive.sources]
    if not ranked:
        return
    yield Heading(f.say("text_sources"))
    lines = tuple(
        (each.label, format.standing(f.words, each), f.words.locale.number(counted[each.source.id]))
        for each in cite(f.archive.sources, ranked[:most], one_fact=False)
    )
    yield Grid((f.say("col_source"), f.words["standing"], f.say("col_cited")), lines)
    if len(ranked) > most:
        yield Paragraph(f.counted("text_more_sources", len(ranked) - most), small=True)


# --- an agreement ---------------------------------------------------------------------------


def _agreement(f: Findings) -> Iterator[Block]:
    ident, words = agreement_of(f.spec, f.archive), f.words
    record = agreement_record(f.archive, ident, f.spec.day)
    parties = [words.text(each) for each in record.agreement.parties]
    if parties:
        yield Paragraph(f"{words['parties']}: {words['list_semicolon'].join(parties)}.")
    yield Heading(words["provisions"])
    yield from (block for entry in record.ledgers for block in _provision(f, entry))
    for table in f.tables:
        if table.rows:
            yield Heading(table.heading)
            yield _figures_of(words, table)
            if table.remark:
                yield Paragraph(table.remark, small=True)
    if posts := AgreementTables(f).posts_sentence():
        yield Paragraph(f"{words['posts_encircled']}. {posts}")
    named = Counter(record.agreement.sources)
    for entry in record.ledgers:
        named.update((*entry.provision.sources, *(s for e in entry.entries for s in e.sources)))
    yield from _sources(f, named, _SOURCES_OF_AN_AGREEMENT)


def _provision(f: Findings, entry: Ledger) -> Iterator[Block]:
    """What a provision says, how it was kept as far as claimed, and the latest who said so."""
    words, article = f.words, entry.provision.article
    if article[:1].isdigit():
        article = words.fill("article", n=article)
    yield Item(" ".join(filter(None, (words.text(article), words.text(entry.provision.text)))))
    if not entry.entries:
        yield Paragraph(words["ledger_none"], small=True)
        return
    claims = words["list_semicolon"].join(
        f"{words.date_span(each.date)} {words[f'status_{each.status}']}: {words.text(each.by)}"
        for each in entry.entries[-_CLAIMS:]
    )
    summary = f"{words['ledger_says']} {words[f'status_{entry.summary}']}"
    yield Paragraph(f"{summary} ({claims})", small=True)


def _figures_of(words: Wording, table: rows.Table) -> Grid:
    """The rows of a table, with a column of shares where one has any."""
    lines = tuple(_cells(words, row) for row in table.rows)
    columns = 3 if any(share for *_, share in lines) else 2
    heads = (words["figure"], words["value"], words["share"])
    return Grid(heads[:columns], tuple(line[:columns] for line in lines))


def _cells(words: Wording, row: rows.Row) -> tuple[str, str, str]:
    each = row.text(words)
    label = f"{each.label} ({row.note})" if row.note else each.label
    return f"– {label}" if row.is_part else label, each.value, each.share
