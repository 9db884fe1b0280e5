"""Records as HTML for the panels. Every text from data passes through ``html.escape`` here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dashboard.archive import Archive
from dashboard.records import Sourced
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
