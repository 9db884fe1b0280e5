"""Land an agreement left where it was, and the posts that stand behind other lines than before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape

import numpy as np
import streamlit as st

from dashboard.analysis.gap import AgreementGap, LandLeft, PostGap
from dashboard.analysis.scenarios import Spread
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui import behind, doubt, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, flows, holder, km, km2, number, prose, table
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def left_land(
    archive: Archive,
    words: Wording,
    choice: Choice,
    agreement: Agreement,
    left: LandLeft,
    moved: Mapping[Hashable, Spread],
) -> None:
    """Draw land taken since the reference agreement that this one left where it was."""
    reference = words.agreement(archive.agreements[archive.dataset.reference_agreement])
    taken = next((r for r in archive.dataset.recipes if r.kind == "taken_since"), None)
    show = ""
    if taken:
        layers = choice.with_layers(archive, taken.layer)
        show = anchor(words["show_on_map"], address(choice, view="map", layers=layers, day=left.by))
    still = ""
    if choice.day > left.by:
        told = words.fill("left_still", day=words.date(choice.day), n=number(left.still.value))
        still = f"<p>{escape(told)}{doubt.beside(words, moved[('still',)], doubt.KM2)}</p>"
    text = words.fill("left_title", agreement=words.agreement(agreement))
    rule = words.fill(
        "left_rule", reference=reference, a=words.date(left.since), b=words.date(left.by)
    )
    html = (
        f'<h3>{escape(text)}</h3><p class="big">{escape(km2(words, left.area.value))}'
        f"{doubt.beside(words, moved[('left',)], doubt.KM2)}</p>"
        f"<p>{flows(archive, words, {k: q.value for k, q in left.flows.items()})}</p>{still}"
        f'<p class="src">{escape(rule)} {show}</p>'
    )
    st.html(block(words, html, "gap"))
    title = words.fill("left_places", n=len(left.places))
    folded = behind.fold(words, title, key=f"places-{agreement.id}")
    if folded.open:
        names = [_place(archive, words, choice, place) for place in left.places]
        list_html = f'<p class="src">{words["list_comma"].join(names)}</p>'
        folded.html(block(words, list_html, ""))
    behind.expander(archive, words, left.transfers.events, key=f"left-{agreement.id}")


def _place(archive: Archive, words: Wording, choice: Choice, ident: str) -> str:
    name = words.of(archive.places[ident], "name")
    return anchor(name, address(choice, view="map", tab="place", place=ident))


def posts(
    archive: Archive,
    words: Wording,
    choice: Choice,
    found: AgreementGap,
    moved: Mapping[Hashable, Spread],
) -> None:
    """Draw the posts that have come to stand behind other lines."""
    title = words["posts_behind"]
    n = doubt.bracketed(words, str(len(found.posts)), moved[("posts",)], doubt.COUNT)
    count = words.fill("posts_count", n=n, standing=found.posts_standing.value)
    html = f"<h3>{escape(title)}</h3><p>{escape(count)}</p>"
    if found.posts:
        rows = [_post(archive, words, choice, post, moved) for post in found.posts]
        head = [words[k] for k in ("post", "stands_in", "held_then", "held_now", "to_contact")]
        html += table(head, rows, caption=title)
        html += f'<p class="src">{escape(words["posts_how"])}</p>'
    st.html(block(words, html, "gap"))
    if found.posts:
        events = dict.fromkeys(event for post in found.posts for event in post.events)
        behind.expander(archive, words, events, key="posts")


def _post(
    archive: Archive,
    words: Wording,
    choice: Choice,
    post: PostGap,
    moved: Mapping[Hashable, Spread],
) -> tuple[str, ...]:
    about = post.post.properties
    cited = record.links(archive, words, about.get("sources") or ())
    return (
        f'{prose(words, about["label"])}<div class="src">{cited}</div>',
        f'<span class="holder">{_place(archive, words, choice, post.place)}</span>',
        holder(archive, words, post.held_then),
        holder(archive, words, post.held_now),
        escape(km(words, np.nan if post.distance.value is None else post.distance.value))
        + _reach(words, post.post.id, moved),
    )


def _reach(words: Wording, post: str, moved: Mapping[Hashable, Spread]) -> str:
    """The range of a post's distance, and where it does not stand behind other lines."""
    told = doubt.text(words, moved["post", post], doubt.KM, "not_behind")
    return f'<div class="range">{escape(told)}</div>' if told else ""
