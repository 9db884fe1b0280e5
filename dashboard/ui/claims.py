"""Claims: who said what, our verdict with its sources, and the test a map can make."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.analysis import doubt as doubts
from dashboard.analysis.claim_kinds import Figure
from dashboard.analysis.claims import Tested, run, tested
from dashboard.analysis.profiles import area_name
from dashboard.analysis.scenarios import Spread
from dashboard.archive import Archive
from dashboard.records import Claim
from dashboard.ui import behind, doubt, links, record
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.figures import block, day_range, km2, party, prose, said
from dashboard.wording import Wording


def view(page: PageContext) -> None:
    """Draw one claim with all that stands behind it, or the list of all."""
    archive, words, choice = page.archive, page.words, page.choice
    if choice.claim is None:
        st.html(list_html(archive, words, choice))
        return
    claim = next(c for c in archive.seeds.claims if c.id == choice.claim)
    found = run(archive, claim)
    back = links.anchor(words["claims_all"], links.address(choice, claim=None))
    html = claim_html(archive, words, choice, found, alone=True)
    how = doubt.how(archive, words) if found.on_land else ""
    st.html(block(words, f"<p>{back}</p>{html}{how}"))
    if found.figures and found.on_land:
        behind.expander(archive, words, found.events, key=f"claim-{claim.id}")


def list_html(archive: Archive, words: Wording, choice: Choice) -> str:
    """Every claim, after what is known of the document they stand in."""
    document, results = archive.seeds.claims_document, tested(archive)
    on_land = sum(found.on_land for found in results)
    about = ""
    if document:
        twins = record.links(archive, words, document.twins_sources)
        parts = "".join(
            f"<li>{prose(words, i.part)}: {prose(words, i.status)}"
            f"{record.support(archive, words, i)}</li>"
            for i in document.ingredients
        )
        about = (
            f"<details><summary>{escape(words['claims_document'])}</summary><p>"
            f"{prose(words, document.provenance)}</p>"
            f"{record.support(archive, words, document)}<p>{prose(words, document.twins)}</p>"
            f"<p class='src'>{twins}</p><ul>{parts}</ul>"
            "</details>"
        )
    intro = words.fill("claims_intro", n=len(results), tested=on_land)
    cards = "".join(f"<li>{claim_html(archive, words, choice, found)}</li>" for found in results)
    html = (
        f"<h1>{escape(words['claims_title'])}</h1><p>{escape(intro)}</p>{about}"
        f"{doubt.how(archive, words)}"
        f'<ol class="claims">{cards}</ol>'
    )
    return block(words, html)


def claim_html(
    archive: Archive, words: Wording, choice: Choice, found: Tested, *, alone: bool = False
) -> str:
    """One claim: speaker and day, the statement in our words, verdict, test."""
    claim = found.claim
    href = links.address(choice, view="claims", claim=claim.id)
    text = (
        f"<h1>{prose(words, claim.claim)}</h1>"
        if alone
        else f"<h2>{links.anchor(words.text(claim.claim), href)}</h2>"
    )
    about = words["list_comma"].join(
        _concerned(archive, words, choice, ident) for ident in claim.concerns
    )
    return (
        f'<p class="quiet">{prose(words, claim.speaker)} · {prose(words, claim.date)}</p>{text}'
        f"<p class='src'>{escape(words['concerns'])}: {about}</p>"
        f"<p><b>{escape(words['verdict'])}.</b> {prose(words, claim.verdict)}</p>"
        f"{record.support(archive, words, claim)}{_test(archive, words, choice, found)}"
    )


def _concerned(archive: Archive, words: Wording, choice: Choice, ident: str) -> str:
    if ident in archive.agreements:
        href = links.address(choice, view="agreement", agreement=ident, claim=None)
        return links.anchor(words.agreement(archive.agreements[ident]), href)
    titles = [words.of(r, "title") for r in archive.dataset.recipes if r.id == ident]
    return said(titles[0] if titles else ident)


def _test(archive: Archive, words: Wording, choice: Choice, found: Tested) -> str:
    claim = found.claim
    if not found.figures:
        return (
            f'<div class="test"><span class="tag">{escape(words["claim_untested"])}</span> '
            f"{escape(words['claim_untested_why'])} {prose(words, claim.map_test)}</div>"
        )
    lead = words["claim_test"] if found.on_land else words["claim_records"]
    doubted = doubts.of_claims(archive).get(claim.id) if found.on_land else None
    pairs = doubted.figures if doubted else [(figure, None) for figure in found.figures]
    rows = "".join(
        f"<li>{figure_html(archive, words, choice, figure, moved)}</li>" for figure, moved in pairs
    )
    rows += _compared(archive, words, claim)
    show = ""
    if found.on_land:
        # Spelled out in full: the page then rewrites no address, and "back" comes back here.
        saved, _ = Choice.from_query(found.view, archive)
        show = links.anchor(words["open_on_map"], links.query(saved.to_query()))
    more = "" if choice.claim == claim.id or not found.events else links.anchor(
        words.fill("claim_behind", n=len(found.events)),
        links.address(choice, view="claims", claim=claim.id),
    )  # fmt: skip
    table = ""
    if claim.test.kind == "ceasefires":
        table = links.anchor(words["open_ceasefires"], links.address(choice, view="ceasefires"))
    ways = " · ".join(way for way in (show, table, more) if way)
    return (
        f'<div class="test"><b>{escape(lead)}</b>{outcome_html(words, found, doubted)}'
        f"<ul>{rows}</ul><p>{ways}</p>"
        f'<p class="src">{escape(words["test_in_words"])} {prose(words, claim.map_test)}</p></div>'
    )


def _compared(archive: Archive, words: Wording, claim: Claim) -> str:
    test = claim.test
    if test is None or test.compare_value is None:
        return ""
    text = words.fill("compared", value=km2(words, test.compare_value))
    cited = record.links(archive, words, test.compare_sources)
    by = prose(words, test.compare_by)
    return f"<li>{escape(text)} ({by}) <span class='src'>{cited}</span></li>"


def outcome_html(words: Wording, found: Tested, doubted: doubts.Doubted | None) -> str:
    """Whether the figures fit the claim, and whether they would if doubtful events were not so."""
    if not found.outcome:
        return ""
    html = f' <span class="tag on">{escape(words["outcome_" + found.outcome])}</span>'
    if doubted is None:
        return html
    others: dict[str, list[str]] = {}
    for name in doubted.otherwise(found.outcome):
        others.setdefault(doubted.outcomes[name], []).append(name)
    if not others:
        return f'{html} <span class="range">{escape(words["outcome_same"])}</span>'
    for outcome, names in others.items():
        told = f"{words['outcome_' + outcome]} {doubt.when(words, names)}"
        html += f' <span class="tag doubt otherwise">{escape(told)}</span>'
    return html


#: How figures of each unit are written.
UNITS = {"km2": doubt.KM2, "share": doubt.PERCENT, "days": doubt.DAYS}


def figure_html(
    archive: Archive, words: Wording, choice: Choice, figure: Figure, moved: Spread | None = None
) -> str:
    """One figure of a test in words and its range, with the way to what stands behind it; HTML."""
    about = [
        party(archive, words, figure.party) if figure.party else "",
        words.agreement(archive.agreements[figure.agreement]) if figure.agreement else "",
        area_title(archive, words, figure.area) if figure.area else "",
        day_range(words, *figure.days),
    ]
    told = words["list_comma"].join(said(part) for part in about if part)
    value = _value(words, figure)
    name = words["figure_" + figure.what]
    return (
        f"{escape(name)}: <b>{_behind(words, choice, figure, value, name)}</b>"
        f"{doubt.beside(words, moved, UNITS.get(figure.unit), 'no_change_variant')} "
        f"<span class='quiet'>{told}</span>"
    )


def _value(words: Wording, figure: Figure) -> str:
    if figure.unit == "named":
        return words["yes"] if figure.value else words["no"]
    if figure.value is None:
        return words["nothing_passed"]
    return UNITS[figure.unit].one(words, figure.value)


def _behind(words: Wording, choice: Choice, figure: Figure, value: str, name: str) -> str:
    """The value as a link: to the record that names somebody, to the changes that are counted."""
    label = f"{name}: {value}"
    if figure.unit == "named":
        href = links.address(choice, view="agreement", agreement=figure.agreement, claim=None)
        return links.anchor(value, href, label=label)
    since, day = figure.counted or (figure.start, figure.end)
    if day is None:
        return escape(value)
    return links.to_evidence(
        words, choice, area=figure.area, since=since, day=day, text=value, label=label
    )


def area_title(archive: Archive, words: Wording, area: str) -> str:
    """What an area of ``Archive.within`` is called."""
    for recipe in archive.dataset.recipes:
        if recipe.id == area:
            return words.of(recipe, "title")
    level, _, _ = area.partition(":")
    return words.fill(f"area_{level}", name=words.area(archive.dataset, area_name(archive, area)))
