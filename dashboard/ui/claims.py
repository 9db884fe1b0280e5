"""Claims: who said what, our verdict with its sources, and the test a map can make."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.analysis.claims import Figure, Tested, run, tested
from dashboard.analysis.stories import area_name
from dashboard.archive import Archive
from dashboard.records import Claim
from dashboard.ui import behind, links, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import day_range, days, km2, party
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw one claim with all that stands behind it, or the list of all."""
    if choice.claim is None:
        st.html(list_html(archive, words, choice))
        return
    claim = next(c for c in archive.seeds.claims if c.id == choice.claim)
    found = run(archive, claim)
    back = links.anchor(words["claims_all"], links.address(choice, claim=None))
    st.html(
        f'<div class="rec page"><p>{back}</p>'
        f"{claim_html(archive, words, choice, found, alone=True)}</div>"
    )
    if found.figures and found.on_land:
        behind.expander(archive, words, found.events, key=f"claim-{claim.id}")


def list_html(archive: Archive, words: Wording, choice: Choice) -> str:
    """Every claim, after what is known of the document they stand in."""
    document, results = archive.seeds.claims_document, tested(archive)
    on_land = sum(found.on_land for found in results)
    about = ""
    if document:
        parts = "".join(
            f"<li>{escape(i.part)}: {escape(i.status)}{record.support(archive, words, i)}</li>"
            for i in document.ingredients
        )
        about = (
            f"<details><summary>{escape(words['claims_document'])}</summary><p>"
            f"{escape(document.provenance)}</p>"
            f"{record.support(archive, words, document)}<p>{escape(document.twins)}</p>"
            f"<p class='src'>{record.links(archive, document.twins_sources)}</p><ul>{parts}</ul>"
            "</details>"
        )
    intro = words.fill("claims_intro", n=len(results), tested=on_land)
    cards = "".join(f"<li>{claim_html(archive, words, choice, found)}</li>" for found in results)
    return (
        f'<div class="rec page"><h2>{escape(words["claims_title"])}</h2><p>{escape(intro)}</p>'
        f"{about}"
        f'<ol class="claims">{cards}</ol></div>'
    )


def claim_html(
    archive: Archive, words: Wording, choice: Choice, found: Tested, *, alone: bool = False
) -> str:
    """One claim: speaker and day, the statement in our words, verdict, test."""
    claim = found.claim
    href = links.address(choice, view="claims", claim=claim.id)
    text = (
        f"<h2>{escape(claim.claim)}</h2>"
        if alone
        else f"<h3>{links.anchor(claim.claim, href)}</h3>"
    )
    about = ", ".join(_concerned(archive, choice, ident) for ident in claim.concerns)
    return (
        f'<p class="quiet">{escape(claim.speaker)} · {escape(claim.date)}</p>{text}'
        f"<p class='src'>{escape(words['concerns'])}: {about}</p>"
        f"<p><b>{escape(words['verdict'])}.</b> {escape(claim.verdict)}</p>"
        f"{record.support(archive, words, claim)}{_test(archive, words, choice, found)}"
    )


def _concerned(archive: Archive, choice: Choice, ident: str) -> str:
    if ident in archive.agreements:
        href = links.address(choice, view="agreement", agreement=ident, claim=None)
        return links.anchor(archive.agreements[ident].short_name, href)
    titles = [r.title_en for r in archive.dataset.recipes if r.id == ident]
    return escape(titles[0] if titles else ident)


def _test(archive: Archive, words: Wording, choice: Choice, found: Tested) -> str:
    claim = found.claim
    if not found.figures:
        return (
            f'<div class="test"><span class="tag">{escape(words["claim_untested"])}</span> '
            f"{escape(words['claim_untested_why'])} {escape(claim.map_test)}</div>"
        )
    lead = words["claim_test"] if found.on_land else words["claim_records"]
    outcome = (
        f' <span class="tag on">{escape(words["outcome_" + found.outcome])}</span>'
        if found.outcome
        else ""
    )
    rows = "".join(f"<li>{figure_html(archive, words, figure)}</li>" for figure in found.figures)
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
    ways = " · ".join(way for way in (show, more) if way)
    return (
        f'<div class="test"><b>{escape(lead)}</b>{outcome}<ul>{rows}</ul><p>{ways}</p>'
        f'<p class="src">{escape(words["test_in_words"])} {escape(claim.map_test)}</p></div>'
    )


def _compared(archive: Archive, words: Wording, claim: Claim) -> str:
    test = claim.test
    if test is None or test.compare_value is None:
        return ""
    text = words.fill("compared", value=km2(words, test.compare_value), by=test.compare_by)
    return (
        f"<li>{escape(text)} <span class='src'>{record.links(archive, test.compare_sources)}"
        "</span></li>"
    )


def figure_html(archive: Archive, words: Wording, figure: Figure) -> str:
    """One figure of a test in words; HTML."""
    if figure.unit == "named":
        value = words["yes"] if figure.value else words["no"]
    elif figure.unit == "share":
        value = f"{figure.value:.1f} %"
    elif figure.unit == "days":
        value = days(words, figure.value)
    else:
        value = km2(words, figure.value)
    about = [
        party(archive, words, figure.party) if figure.party else "",
        archive.agreements[figure.agreement].short_name if figure.agreement else "",
        area_title(archive, words, figure.area) if figure.area else "",
        day_range(words, figure.start, figure.end),
    ]
    told = ", ".join(part for part in about if part)
    return (
        f"{escape(words['figure_' + figure.what])}: <b>{escape(value)}</b> <span class='quiet'>"
        f"{escape(told)}</span>"
    )


def area_title(archive: Archive, words: Wording, area: str) -> str:
    """What an area of ``Archive.within`` is called."""
    for recipe in archive.dataset.recipes:
        if recipe.id == area:
            return words.of(recipe, "title")
    level, _, _ = area.partition(":")
    return words.fill(f"area_{level}", name=area_name(archive, area))
