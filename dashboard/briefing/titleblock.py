"""The head of a page, title and finding, and the small print at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.briefing import fonts, furniture
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.canvas import DARK, SOFT, Box
from dashboard.briefing.column import Column
from dashboard.briefing.context import RenderContext


def head(context: RenderContext) -> float:
    """Write title, as-of date and finding across the page; returns where the map may begin."""
    f, page = context.findings, context.page
    column = Column(page, context.edge, context.edge * 0.8, context.inner, region="head")
    produced = f.produced()
    column.line(produced, share=0.82, colour=SOFT, align="end", advance=False)
    column.paragraph(
        context.words.of(context.archive.dataset, "title"),
        share=0.95,
        weight=600,
        colour=SOFT,
        spare=fonts.width(produced, column.size(0.82)) / 72 + 0.3,
        most=2,
    )
    title, shares = f.title(), (2.1, 1.9, 1.7, 1.5)
    share = next((s for s in shares if _fits(title, page.body * s, context.inner)), 1.35)
    column.paragraph(title, share=share, weight=700, most=2, role="H1")
    column.paragraph(f.lead(), share=1.05, colour=DARK, most=3)
    if distance := f.distance_line(context.tables):
        column.paragraph(distance, share=0.9, colour=DARK)
    if notes := f.day_notes():
        column.paragraph(notes, share=0.9, colour=DARK)
    column.space(0.4)
    return column.y


def foot(context: RenderContext) -> float:
    """Write the small print, the QR code last; returns where the map must end."""
    parts = _parts(context)
    high = _columns(context, 0, parts, draw=False)
    top = context.size.height - context.edge * 0.75 - high
    _columns(context, top, parts, draw=True)
    return top - 0.1


def _parts(context: RenderContext) -> list[tuple[str, str]]:
    """Heading and text of each column of small print."""
    f, crs = context.findings, context.geometry.crs
    projection = f.say("projection", name=crs.name, code=crs.to_epsg())
    tail = [f.version() + ".", projection]
    if context.spec.link:
        tail.append(f"{f.say('link')}: {context.spec.link}")
    parts = [
        (f.say("notes"), f"{f.notice()} {f.disclaimer()}"),
        (f.say("sources"), f.credits()),
        (f.say("figures_of"), "\n".join(tail)),
    ]
    if context.spec.kind == "agreement" and (posts := AgreementTables(f).posts_sentence()):
        parts.insert(0, (context.words["posts_behind"], posts))
    return parts


def _columns(
    context: RenderContext, top: float, parts: Sequence[tuple[str, str]], *, draw: bool
) -> float:
    """Small print in columns under a rule; returns the height it takes."""
    page, link = context.page, context.spec.link
    side = 0.9 * page.body / 10 if link else 0.0
    gap = 0.28
    least = max(len(text) for _, text in parts) / 4
    shares = [max(len(text), 60, least) for _, text in parts]
    room = context.inner - side - gap * (len(parts) - 1 + bool(link))
    lowest, x = top, context.edge
    if draw:
        page.rule(context.edge, top, context.inner)
    for (heading, text), share in zip(parts, shares, strict=True):
        width = room * share / sum(shares)
        column = Column(page, x, top + 0.07, width, region="foot", dry=not draw)
        column.paragraph(heading, share=0.7, weight=700, role="H2")
        column.paragraph(text, share=0.68, colour=DARK)
        lowest = max(lowest, column.y)
        x += width + gap
    if link:
        if draw:
            end = context.edge + context.inner
            furniture.qr(page, Box(end - side, top + 0.07, side, side), link)
        lowest = max(lowest, top + 0.07 + side)
    return lowest - top


def _fits(text: str, size: float, room: float) -> bool:
    return fonts.width(text, size, 700) <= room * 72
