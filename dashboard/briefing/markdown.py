"""A briefing in words as Markdown, to be pasted into a report or a mail."""

from __future__ import annotations

import re

from dashboard.archive import Archive
from dashboard.briefing.brief import Block, Grid, Heading, Item, Map, Paragraph, brief
from dashboard.briefing.spec import BriefSpec
from dashboard.wording import Wording


def markdown(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The text; tables as pipes. What looks like markup in names stays words."""
    blocks = [block for block in brief(archive, words, spec) if not isinstance(block, Map)]
    parts = []
    for n, block in enumerate(blocks):
        follows_item = n and isinstance(blocks[n - 1], Item)
        gap = "\n" if follows_item and isinstance(block, Item) else "\n\n"
        # small print after an entry of a list is part of it
        indent = "  " if follows_item and isinstance(block, Paragraph) and block.small else ""
        parts.append(gap + indent + _text(block))
    return ("".join(parts).strip() + "\n").encode("utf-8")


def _text(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    if isinstance(block, Item):
        return f"- {_escaped(block.text)}"
    if isinstance(block, Grid):
        rule = ("---",) * len(block.heads)
        lines = (block.heads, rule, *(map(_escaped, row) for row in block.rows))
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "" if isinstance(block, Map) else _escaped(block.text)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
