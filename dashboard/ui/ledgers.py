"""What is said of each provision, the chain and rival declarations, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.analysis.compliance import Ledger, Link, Rivals, beside, lineage
from dashboard.archive import Archive
from dashboard.records import Agreement, Compliance, Declaration, Provision
from dashboard.ui import links
from dashboard.ui.choice import Choice
from dashboard.ui.figures import flows
from dashboard.ui.record import links as source_links
from dashboard.ui.record import support
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
    number = words.fill("article", n=provision.article) if provision.article else ""
    lead = f"<b>{escape(number)}</b> " if number else ""
    if number and not provision.article_verified:
        lead += f'<span class="tag doubt">{escape(words["number_unverified"])}</span> '
    parts = [lead + escape(provision.text)]
    when = words.date_span(provision.deadline) if provision.deadline else ""
    deadline = " ".join(part for part in (when, provision.deadline_note) if part)
    if deadline:
        parts.append(f'<div class="src">{escape(words["deadline"])}: {escape(deadline)}</div>')
    parts.append(_drawing(archive, words, choice, provision))
    if provision.conflict:
        cited = source_links(archive, provision.conflict_sources)
        parts.append(
            f'<div class="src">{escape(words["conflict"])}: {escape(provision.conflict)} {cited}'
            "</div>"
        )
    return "".join(parts) + support(archive, words, provision)


def _drawing(archive: Archive, words: Wording, choice: Choice, provision: Provision) -> str:
    if provision.drawing is None:
        return f'<div class="src">{escape(words["draws_no_land"])}</div>'
    how = escape(provision.drawing.how)
    recipes = [r for r in archive.dataset.recipes if r.id in provision.drawing.recipes]
    if not recipes:
        return f'<div class="src">{escape(words["draws_nothing"])} {how}</div>'
    titles = ", ".join(words.of(recipe, "title") for recipe in recipes)
    needed = {recipe.layer for recipe in recipes}
    shown = tuple(
        layer.name for layer in archive.dataset.layers
        if layer.name in needed or (layer.name in choice.layers)
    )  # fmt: skip
    start = max(archive.first_day, min(recipe.valid_from for recipe in recipes))
    day = choice.day if any(_holds(recipe, choice.day) for recipe in recipes) else start
    href = links.address(choice, view="map", layers=shown, day=day, tab="agreements")
    show = links.anchor(words["show_on_map"], href, label=f"{words['show_on_map']}: {titles}")
    return f'<div class="src">{escape(words.fill("draws", what=titles))} {how} {show}</div>'


def _holds(recipe, day) -> bool:
    return recipe.valid_from <= day and (recipe.valid_to is None or day < recipe.valid_to)


def _ledger(archive: Archive, words: Wording, entry: Ledger) -> str:
    if not entry.entries:
        return f'<div class="ledger quiet">{escape(words["ledger_none"])}</div>'
    state = f'<span class="tag on">{escape(words["summary_" + entry.summary])}</span>'
    if entry.stage:
        told = words.fill(
            "ledger_stage", status=words["status_" + entry.stage.status],
            day=words.date_span(entry.stage.date),
        )  # fmt: skip
        state += f" {escape(told)}"
    rows = "".join(f"<li>{claimed(archive, words, said)}</li>" for said in entry.entries)
    return (
        f'<div class="ledger"><div>{escape(words["ledger_says"])} {state}</div><ul>{rows}</ul>'
        "</div>"
    )


def claimed(archive: Archive, words: Wording, said: Compliance) -> str:
    """One entry: when, what status, what is claimed, by whom, according to which source."""
    return (
        f'{escape(words.date_span(said.date))} <span class="tag">'
        f"{escape(words['status_' + said.status])}</span> "
        f"{escape(said.claim)} <span class='quiet'>— {escape(said.by)}</span>"
        f"{support(archive, words, said)}"
    )


# --- declarations ---------------------------------------------------------------------------


def declarations(archive: Archive, words: Wording, agreement: Agreement, said: Rivals) -> str:
    """What each side announced, side by side, and what changed hands between rival starts."""
    if not agreement.declarations:
        return ""
    cards = "".join(f"<div>{_declared(archive, words, d)}</div>" for d in agreement.declarations)
    html = f'<h3>{escape(words["declarations"])}</h3><div class="sidebyside">{cards}</div>'
    if said.rival and said.between is not None:
        (first, _), (last, _) = said.starts[0], said.starts[-1]
        told = words.fill("between_starts", start=words.date(first), end=words.date(last))
        html += f"<p>{escape(told)} <b>{flows(archive, words, said.between.flows)}</b></p>"
    return html


def _declared(archive: Archive, words: Wording, said: Declaration) -> str:
    on = (
        f" <span class='quiet'>{escape(words.date_span(said.said_on))}</span>"
        if said.said_on
        else ""
    )
    start = escape(words["no_start"])
    if said.effective_day:
        _, timed, hour = said.effective_local.partition("T")
        clock = f", {hour} {said.tz}".rstrip() if timed else ""
        start = (
            f"{escape(words['starts'])} <b>{escape(words.date(said.effective_day))}</b>"
            f"{escape(clock)}"
        )
    says = f"<p>{escape(said.says)}</p>" if said.says else ""
    return f"<b>{escape(said.by)}</b>{on}<p>{start}</p>{says}{support(archive, words, said)}"


# --- the chain ------------------------------------------------------------------------------


def chain(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    """The agreements this one amends or is amended by, in time order, as a small diagram."""
    amendments = lineage(archive, agreement.id)
    if not amendments:
        return f"<p class='quiet'>{escape(words['chain_alone'])}</p>" + _beside(
            archive, words, choice, agreement
        )
    within = {ident for link in amendments for ident in (link.later, link.earlier)}
    steps = "".join(
        _step(archive, words, choice, ident, ident == agreement.id,
              [link for link in amendments if link.later == ident])
        for ident in archive.agreements if ident in within
    )  # fmt: skip
    return f'<ol class="chain">{steps}</ol>' + _beside(archive, words, choice, agreement)


def _step(
    archive: Archive, words: Wording, choice: Choice, ident: str, here: bool, made: list[Link]
) -> str:
    record = archive.agreements[ident]
    name = f"<b>{escape(record.short_name)}</b>" if here else _to(words, choice, record)
    amended = ", ".join(archive.agreements[link.earlier].short_name for link in made)
    note = (
        f'<div class="src">{escape(words.fill("chain_amends", names=amended))}</div>'
        if made
        else ""
    )
    mark = ' class="here" aria-current="true"' if here else ""
    return (
        f'<li{mark}><span class="quiet">{escape(words.date_span(record.signed_on))}</span> {name}'
        f"{note}</li>"
    )


def _to(words: Wording, choice: Choice, record: Agreement) -> str:
    return links.anchor(
        record.short_name, links.address(choice, view="agreement", agreement=record.id)
    )


def _beside(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    items = []
    for link in beside(archive, agreement.id):
        other = link.earlier if link.later == agreement.id else link.later
        key = f"chain_{link.kind}" if link.later == agreement.id else f"chain_{link.kind}_by"
        items.append(
            f"<li>{escape(words[key])} {_to(words, choice, archive.agreements[other])}</li>"
        )
    return f"<ul>{''.join(items)}</ul>" if items else ""
