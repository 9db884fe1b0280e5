"""What is said of each provision, and rival declarations, as HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from dashboard.analysis.compliance import Ledger, Rivals
from dashboard.archive import Archive
from dashboard.records import Agreement, Compliance, Declaration, Provision
from dashboard.ui import links
from dashboard.ui.choice import Choice
from dashboard.ui.figures import flows, prose, said
from dashboard.ui.record import clock, support
from dashboard.ui.record import links as source_links
from dashboard.wording import Wording


def provisions(archive: Archive, words: Wording, choice: Choice, ledgers: Sequence[Ledger]) -> str:
    """Every provision with what it draws and its compliance ledger."""
    if not ledgers:
        return ""
    items = "".join(
        f'<li id="{escape(entry.provision.id)}">'
        f"{_provision(archive, words, choice, entry.provision)}"
        f"{_ledger(archive, words, entry)}</li>"
        for entry in ledgers
    )
    return f'<h3>{escape(words["provisions"])}</h3><ul class="provisions">{items}</ul>'


def _provision(archive: Archive, words: Wording, choice: Choice, provision: Provision) -> str:
    number = prose(words, provision.article)
    if provision.article[:1].isdigit():
        number = escape(words.fill("article", n=provision.article))
    lead = f"<b>{number}</b> " if number else ""
    if number and not provision.article_verified:
        lead += f'<span class="tag doubt">{escape(words["number_unverified"])}</span> '
    parts = [lead + prose(words, provision.text)]
    when = said(words.date_span(provision.deadline)) if provision.deadline else ""
    note = prose(words, provision.deadline_note)
    deadline = " ".join(filter(None, (when, note)))
    if deadline:
        parts.append(f'<div class="src">{escape(words["deadline"])}: {deadline}</div>')
    parts.append(_drawing(archive, words, choice, provision))
    if provision.conflict:
        cited = source_links(archive, words, provision.conflict_sources)
        other = f"{escape(words['conflict'])}: {prose(words, provision.conflict)}"
        parts.append(f'<div class="src">{other} {cited}</div>')
    return "".join(parts) + support(archive, words, provision)


def _drawing(archive: Archive, words: Wording, choice: Choice, provision: Provision) -> str:
    if provision.drawing is None:
        return f'<div class="src">{escape(words["draws_no_land"])}</div>'
    drawing = provision.drawing
    how = prose(words, drawing.how)
    named = f"{escape(words['defines'])}: {prose(words, drawing.defines)}"
    if drawing.named:
        named += f" ({prose(words, drawing.named)})"
    if drawing.precision:
        precise = prose(words, drawing.precision)
        named += f" · {escape(words['precision_of_text'])}: {precise}"
    named = f'<div class="src">{named}</div>'
    recipes = [r for r in archive.dataset.recipes if r.id in drawing.recipes]
    layers = [la for la in archive.dataset.layers if la.name in drawing.layers]
    if not recipes and not layers:
        return f'{named}<div class="src">{escape(words["draws_nothing"])} {how}</div>'
    titles = words["list_comma"].join(words.of(each, "title") for each in (*recipes, *layers))
    names = (*(recipe.layer for recipe in recipes), *drawing.layers)
    shown = choice.with_layers(archive, *names)
    day = choice.day
    if recipes and not any(recipe.period.holds(day) for recipe in recipes):
        day = max(archive.first_day, min(recipe.valid_from for recipe in recipes))
    href = links.address(choice, view="map", layers=shown, day=day, tab="agreements")
    show = links.anchor(words["show_on_map"], href, label=f"{words['show_on_map']}: {titles}")
    what = escape(words.fill("draws", what=titles))
    return f'{named}<div class="src">{what} {how} {show}</div>'


def _ledger(archive: Archive, words: Wording, entry: Ledger) -> str:
    if not entry.entries:
        return f'<div class="ledger quiet">{escape(words["ledger_none"])}</div>'
    state = f'<span class="tag on">{escape(words["status_" + entry.summary])}</span>'
    if entry.stage:
        told = words.fill(
            "ledger_stage", status=words["status_" + entry.stage.status],
            day=words.date_span(entry.stage.date),
        )  # fmt: skip
        state += f" {escape(told)}"
    rows = "".join(f"<li>{claimed(archive, words, item)}</li>" for item in entry.entries)
    return (
        f'<div class="ledger"><div>{escape(words["ledger_says"])} {state}</div><ul>{rows}</ul>'
        "</div>"
    )


def claimed(archive: Archive, words: Wording, entry: Compliance) -> str:
    """One entry: when, what status, what is claimed, by whom, according to which source."""
    return (
        f'{escape(words.date_span(entry.date))} <span class="tag">'
        f"{escape(words['status_' + entry.status])}</span> "
        f"{prose(words, entry.claim)} <span class='quiet'>— {prose(words, entry.by)}</span>"
        f"{support(archive, words, entry)}"
    )


# --- declarations ---------------------------------------------------------------------------


def declarations(
    archive: Archive, words: Wording, choice: Choice, agreement: Agreement, announced: Rivals
) -> str:
    """What each side announced, side by side, and what changed hands between rival starts."""
    if not agreement.declarations:
        return ""
    cards = "".join(f"<div>{_declared(archive, words, d)}</div>" for d in agreement.declarations)
    html = f'<h3>{escape(words["declarations"])}</h3><div class="sidebyside">{cards}</div>'
    if announced.rival and announced.between is not None:
        (first, _), (last, _) = announced.starts[0], announced.starts[-1]
        told = words.fill("between_starts", start=words.date(first), end=words.date(last))
        one = dt.timedelta(days=1)
        since = max(first - one, archive.first_day)
        ways = links.to_evidence(words, choice, area=announced.area, since=since, day=last - one)
        what = flows(archive, words, announced.between.flows)
        html += f'<p>{escape(told)} <b>{what}</b> <span class="src">{ways}</span></p>'
    return html


def _declared(archive: Archive, words: Wording, item: Declaration) -> str:
    on = (
        f" <span class='quiet'>{escape(words.date_span(item.said_on))}</span>"
        if item.said_on
        else ""
    )
    start = escape(words["no_start"])
    if item.effective_day:
        day = escape(words.date(item.effective_day))
        start = f"{escape(words['starts'])} <b>{day}</b>"
        start += clock(words, item.effective_local, item.tz, item.utc)
    says = f"<p>{prose(words, item.says)}</p>" if item.says else ""
    return f"<b>{prose(words, item.by)}</b>{on}<p>{start}</p>{says}{support(archive, words, item)}"
