"""What a search finds and no map can open: posts, and names without a safe position, as HTML."""

from __future__ import annotations

from html import escape

from dashboard.analysis.search import Hit
from dashboard.archive import Archive
from dashboard.mapview import switchable
from dashboard.records import Post, UnplacedEvent, UnresolvedPlace
from dashboard.ui import record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import party, prose, said
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording

#: Near enough to see the village a post is named after.
_ZOOM = 13


def told_html(archive: Archive, words: Wording, choice: Choice, hit: Hit) -> str:
    """What is known of a post or of a name without a position; nothing for what can be opened."""
    _, _, key = hit.id.partition(":")
    if hit.kind == "post":
        post = next(p for p in archive.seeds.posts if p.id == key)
        return _post(archive, words, choice, post)
    if hit.kind == "unresolved":
        entry = next(u for u in archive.seeds.unresolved_places if u.name == key)
        return _unresolved(archive, words, entry)
    return ""


def _post(archive: Archive, words: Wording, choice: Choice, post: Post) -> str:
    if post.lon is None or post.lat is None:
        position = escape(words["post_unplaced"])
        tag = f' <span class="tag doubt">{position}</span>'
    else:
        layers = [layer.name for layer in switchable(archive.dataset) if layer.style == "post"]
        href = address(
            choice, view="map", at=f"{post.lat:.4f}_{post.lon:.4f}_{_ZOOM}",
            layers=choice.with_layers(archive, *layers),
        )  # fmt: skip
        position, tag = anchor(words["show_on_map"], href), ""
    dates = (
        (words[name], escape(words.date_span(span)))
        for name in ("established", "encircled", "withdrawn")
        if (span := getattr(post, name))
    )
    head = f"<b>{prose(words, post.label)}</b>{tag} {prose(words, post.locality)}"
    known = record.terms([*dates, (words["position"], position)])
    return _folded(head, known, post.note, record.links(archive, words, post.sources), words)


def _unresolved(archive: Archive, words: Wording, entry: UnresolvedPlace) -> str:
    head = (
        f'<b>{said(entry.name)}</b> <span class="tag doubt">{escape(words["name_unplaced"])}</span>'
        f" {said(entry.area)}"
    )
    changes = [e for e in archive.seeds.unplaced_events if e.place_name == entry.name]
    about = f"<p>{escape(words['name_unplaced_about'])}</p>"
    about += record.listed(words["gap_events"], [_change(archive, words, e) for e in changes])
    return _folded(head, about, "", record.links(archive, words, entry.sources), words)


def _change(archive: Archive, words: Wording, event: UnplacedEvent) -> str:
    giver, taker = (party(archive, words, p) for p in (event.from_party, event.to_party))
    passed = words.fill("from_to", **{"from": giver, "to": taker})
    cited = record.links(archive, words, event.sources)
    return f'{escape(words.date(event.day))}: {escape(passed)}<div class="src">{cited}</div>'


def _folded(head: str, body: str, note: str, cited: str, words: Wording) -> str:
    cited = f"{escape(words['sources'])}: {cited}" if cited else ""
    under = "<br>".join(filter(None, (prose(words, note), cited)))
    foot = f'<div class="src">{under}</div>' if under else ""
    return f"<details><summary>{head}</summary>{body}{foot}</details>"
