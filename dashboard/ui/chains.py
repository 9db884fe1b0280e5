"""How agreements hang together: the chain of amendments as a diagram, and all in time order."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.analysis.compliance import Link, beside, lineage
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, prose, said
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def all_html(archive: Archive, words: Wording, choice: Choice) -> str:
    """Every agreement in time order, with what it amends and whether it is in force."""
    steps = []
    for agreement in archive.agreements.values():
        force = agreement.force_on(choice.day)
        mark = (
            f' <span class="tag on">{escape(words[f"force_{force}"])}</span>'
            if force in ("yes", "disputed")
            else ""
        )
        earlier = [i for i in agreement.amends if i in archive.agreements]
        steps.append(
            f"<li>{_dated(words, agreement)} {_to(words, choice, agreement)}{mark}"
            f'<div class="src">{prose(words, agreement.official_name)}</div>'
            f"{_amends(archive, words, earlier)}</li>"
        )
    title = words.fill("agreements_all", n=len(steps), day=words.date(choice.day))
    return block(words, f'<h1>{escape(title)}</h1><ol class="chain">{"".join(steps)}</ol>')


def chain(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    """The agreements this one amends or is amended by, in time order, as a small diagram."""
    amendments = lineage(archive, agreement.id)
    after = _beside(archive, words, choice, agreement)
    if agreement.amends_note:
        after = f'<p class="src">{prose(words, agreement.amends_note)}</p>{after}'
    if not amendments:
        return f"<p class='quiet'>{escape(words['chain_alone'])}</p>{after}"
    within = {ident for link in amendments for ident in (link.later, link.earlier)}
    steps = "".join(
        _step(archive, words, choice, ident, ident == agreement.id, amendments)
        for ident in archive.agreements
        if ident in within
    )
    return f'<ol class="chain">{steps}</ol>{after}'


def _step(
    archive: Archive,
    words: Wording,
    choice: Choice,
    ident: str,
    here: bool,
    amendments: Sequence[Link],
) -> str:
    record = archive.agreements[ident]
    name = f"<b>{said(words.agreement(record))}</b>" if here else _to(words, choice, record)
    earlier = [link.earlier for link in amendments if link.later == ident]
    mark = ' class="here" aria-current="true"' if here else ""
    amended = _amends(archive, words, earlier)
    return f"<li{mark}>{_dated(words, record)} {name}{amended}</li>"


def _dated(words: Wording, agreement: Agreement) -> str:
    return f'<span class="quiet">{escape(words.date_span(agreement.signed_on))}</span>'


def _amends(archive: Archive, words: Wording, earlier: Sequence[str]) -> str:
    if not earlier:
        return ""
    names = words["list_comma"].join(words.agreement(archive.agreements[i]) for i in earlier)
    return f'<div class="src">{escape(words.fill("chain_amends", names=names))}</div>'


def _to(words: Wording, choice: Choice, agreement: Agreement) -> str:
    href = address(choice, view="agreement", agreement=agreement.id)
    return anchor(words.agreement(agreement), href)


def _beside(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    items = []
    for link in beside(archive, agreement.id):
        other = link.earlier if link.later == agreement.id else link.later
        key = f"chain_{link.kind}" if link.later == agreement.id else f"chain_{link.kind}_by"
        items.append(
            f"<li>{escape(words[key])} {_to(words, choice, archive.agreements[other])}</li>"
        )
    return f"<ul>{''.join(items)}</ul>" if items else ""
