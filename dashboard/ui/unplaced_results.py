"""What a search finds and no map can open: posts, and names without a safe position."""

from __future__ import annotations

from dashboard.analysis.search import Hit
from dashboard.mapview import switchable
from dashboard.records import Post
from dashboard.ui.context import PageContext

_ZOOM = 13
"""Near enough to see the village a post is named after."""


def summary_html(page: PageContext, hit: Hit) -> str:
    """What is known of a post or of a name without a position; nothing for what can be opened."""
    seeds, (_, _, key) = page.archive.seeds, hit.id.partition(":")
    if hit.kind == "post":
        post = next(p for p in seeds.posts if p.id == key)
        return page.render("post_result.html", post=post, on_map=_on_map(page, post))
    if hit.kind == "unresolved":
        entry = next(u for u in seeds.unresolved_places if u.name == key)
        changes = [e for e in seeds.unplaced_events if e.place_name == key]
        return page.render("unresolved_result.html", entry=entry, changes=changes)
    return ""


def _on_map(page: PageContext, post: Post) -> str:
    """Address of the map at a post, its layer shown; empty where nobody knows its position."""
    if post.lon is None or post.lat is None:
        return ""
    layers = [la.name for la in switchable(page.archive.dataset) if la.style == "post"]
    return page.href(
        view="map", at=f"{post.lat:.4f}_{post.lon:.4f}_{_ZOOM}",
        layers=page.choice.with_layers(page.archive, *layers),
    )  # fmt: skip
