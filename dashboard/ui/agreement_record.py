"""The whole record of one agreement as HTML, for the panel and for its own page."""

from __future__ import annotations

from html import escape

from dashboard.analysis.compliance import ledger, rivals, unassigned
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui import ledgers, record
from dashboard.ui.chains import chain
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, prose
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def panel_html(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    """The record in one column, with the way to its own page."""
    page = anchor(
        words["open_agreement_page"], address(choice, view="agreement", agreement=agreement.id)
    )
    parts = [
        record.head(words, agreement, agreement.force_on(choice.day)),
        record.dates(archive, words, agreement),
        record.parties(archive, words, agreement),
        text_html(archive, words, choice, agreement),
        said_html(archive, words, agreement),
        f"<h3>{escape(words['chain'])}</h3>{chain(archive, words, choice, agreement)}",
        record.identifiers(archive, words, agreement),
    ]
    return f'<p class="pages">{page}</p>{block(words, "".join(parts), "")}'


def text_html(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    """What was declared and agreed, what was not, and how each provision fared."""
    announced = rivals(archive, agreement)
    other = [ledgers.claimed(archive, words, entry) for entry in unassigned(agreement)]
    parts = [
        ledgers.declarations(archive, words, choice, agreement, announced),
        ledgers.provisions(archive, words, choice, ledger(agreement)),
        record.listed(words["compliance_other"], other),
        record.listed(
            words["silences"],
            [prose(words, s.text) + record.support(archive, words, s) for s in agreement.silences],
        ),
        record.listed(
            words["disputes"], [record.dispute(archive, words, d) for d in agreement.disputes]
        ),
    ]
    return "".join(parts)


def said_html(archive: Archive, words: Wording, agreement: Agreement) -> str:
    """Circumstances and published figures."""
    facts = [record.fact(archive, words, f) for f in (*agreement.facts, *agreement.related)]
    published = [record.figure(archive, words, f) for f in agreement.figures]
    return record.listed(words["facts"], facts) + record.listed(words["published"], published)
