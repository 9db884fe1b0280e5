"""Head and foot of a picture: the finding with its date, and the small print with code and logo."""

from __future__ import annotations

from functools import partial

from dashboard.briefing import furniture
from dashboard.briefing.canvas import DARK, SOFT, Box, Column
from dashboard.briefing.context import RenderContext
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import agreement_of
from dashboard.style import ACCENT

_GAP = 0.24
_SIZES, _DATE_SIZES = (2.2, 2.0, 1.8, 1.65, 1.5, 1.35), (1.3, 1.15, 1.0)
"""Sizes over the body's of a headline and of what is shown with its date: the largest that fits."""
DATED = ("side", "swipe", "sequence", "agreement")
"""Kinds whose maps have their dates over them: on a small page that is enough."""


def head(context: RenderContext, box: Box, *, whole: bool = True, dry: bool = False) -> float:
    """Write the finding, and what is shown with its date, at the top of a box; returns its end.

    ``whole`` is with its remarks, unless they stand in the margin; ``dry`` only measures it.
    """
    start, write = box.y - 0.06, partial(_head, context, whole)
    if dry:
        return start + context.page.measure((head, whole), write, box.width)
    column = Column(context.page, box.x, start, box.width, region="head")
    write(column)
    return column.y


def _head(context: RenderContext, whole: bool, column: Column) -> None:
    f = context.findings
    headline, dated = f.headline(), f.title()
    if subject := _subject(context):
        column.paragraph(subject, share=0.9, weight=600, colour=SOFT, most=2)
    narrow = column.width < 0.99 * context.inner or context.size.is_small
    sizes = _SIZES[3:] if context.is_crowded else _SIZES
    fits = (s for s in sizes if column.fits(headline, s, 700, 2 if narrow else 1))
    share = next(fits, _SIZES[-1])
    column.paragraph(headline, share=share, weight=700, role="H1", balanced=True)
    column.space(0.1)
    if dated != headline and not (context.size.is_small and f.spec.kind in DATED):
        fits = (s for s in _DATE_SIZES if column.fits(dated, s, 600, 1))
        share = next(fits, _DATE_SIZES[-1])
        column.paragraph(dated, share=share, weight=600, colour=ACCENT, most=3)
    explained = context.size.is_paper or f.spec.subtitle
    if explained and (lead := f.lead()):
        column.paragraph(lead, share=0.95, colour=DARK)
    if whole:
        remarks(context, column)
    column.space(0.5)


def remarks_of(context: RenderContext) -> list[str]:
    """What must be known of the figures and of the days shown; often nothing."""
    f = context.findings
    shares = "" if context.size.is_small else f.shares_remark()
    return list(filter(None, (shares, f.distance_line(), f.remarks())))


def remarks(context: RenderContext, column: Column) -> None:
    """Write the remarks of a picture."""
    for text in remarks_of(context):
        column.paragraph(text, share=0.95, colour=DARK)


def _subject(context: RenderContext) -> str:
    """What stands over the headline: the data set; on a small page the agreement of a briefing, and
    nothing where the headline says what it is about."""
    f = context.findings
    if context.size.is_small and f.spec.kind == "agreement":
        agreement = context.archive.agreements[agreement_of(f.spec, context.archive)]
        name = context.words.agreement(agreement)
        return "" if name in f.headline() else name
    if context.size.is_small and f.zone_name in f.headline():
        return ""
    return context.words.of(context.archive.dataset, "title")


def foot(context: RenderContext, *, dry: bool = False) -> float:
    """Write the small print, with the code of the address and the logo; returns where maps end.

    ``dry`` only measures it.
    """
    page, f, link = context.page, context.findings, context.spec.link
    text = _small_print(context, whole=context.size.is_paper)
    unit = page.body / 72
    side = 5.0 * unit if link else 0.0
    logo = furniture.fitted(context.spec.logo, 9 * unit, 3 * unit) if context.spec.logo else None
    taken = [wide for wide in (side, logo.width if logo else 0.0) if wide]
    width = context.inner - sum(taken) - _GAP * len(taken)
    if link:
        text += f" {f.say('link')}: {link}"
    column = Column(page, 0, 0, width, dry=True)
    column.paragraph(text, share=0.7)
    high = max(column.y + 0.08, side, logo.height + 0.1 if logo else 0.0)
    top = context.size.height - context.edge * 0.7 - high
    if dry:
        return top - 0.12
    page.rule(context.edge, top, context.inner)
    Column(page, context.edge, top + 0.08, width, region="foot").paragraph(
        text, share=0.7, colour=DARK
    )
    end = context.edge + context.inner
    if link:
        furniture.qr(page, Box(end - side, top + 0.06, side, side), link)
        end -= side + _GAP
    if logo:
        place = Box(end - logo.width, top + 0.1, logo.width, logo.height)
        furniture.logo(page, place, context.spec.logo, f.say("logo"))
    return top - 0.12


def _small_print(context: RenderContext, *, whole: bool) -> str:
    """How the map is made, whose material is in it, and which version of the data it shows."""
    f = context.findings
    tail = f"{f.version()}. {f.produced()}."
    if context.size.is_small:
        return short_print(f)
    if not whole:
        return f"{f.notice()} {f.credits()} {tail}"
    return f"{f.notice()} {f.disclaimer()} {f.credits()} {tail} {projection(context)}"


def short_print(f: Findings) -> str:
    """What must be said of a map on a telephone."""
    produced = f.say("produced", day=f.words.locale.brief_date(f.spec.produced_on))
    return f"{f.words['reconstruction']} {f.attribution(short=True)} {produced}."


def projection(context: RenderContext) -> str:
    """The map's projection, by name and code."""
    crs = context.geometry.crs
    return context.findings.say("projection", name=crs.name, code=crs.to_epsg())
