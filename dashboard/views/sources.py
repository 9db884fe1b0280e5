"""The sources panel: every source, and what is missing from the map."""

from __future__ import annotations

import re
from collections import Counter

from dashboard.records import Post, Seeds
from dashboard.views.context import PageContext
from dashboard.views.events import cited
from dashboard.views.parts import Parts, Table
from dashboard.views.tables import Column


def parts(page: PageContext) -> Parts:
    """The table of sources, and lists of what could not be put on the map."""
    words, seeds = page.words, page.archive.seeds
    intro = words.fill(
        "sources_intro",
        n=words.locale.number(len(page.archive.sources)),
        posts=len(_unplaced_posts(seeds)),
        unplaced=len(seeds.unplaced_events),
        unresolved=len(seeds.unresolved_places),
    )
    yield page.render("sources_head.html", intro=intro)
    yield _sources(page)
    gaps = {"events": _events(page), "places": _places(page), "posts": _posts(page)}
    for name, columns in gaps.items():
        yield Table(words[f"gap_{name}"], columns, f"gap-{name}", folded=True)


def _sources(page: PageContext) -> Table:
    words = page.words
    listed = sorted(
        page.sources(page.archive.sources, one_fact=False),
        key=lambda c: (c.source.publisher, c.source.id),
    )
    rows = [each.source for each in listed]
    shared = {name for name, count in Counter(s.name for s in rows).items() if count > 1}
    # names that occur more than once get a longer label for screen readers
    longer = [[c.label] if c.source.name in shared else [] for c in listed]
    titles = [[(c.source.name, c.url, *more)] for c, more in zip(listed, longer, strict=True)]
    copies = [
        (words["archived"], c.archive_url, f"{words['archived']}: {[c.source.name, *more][-1]}")
        for c, more in zip(listed, longer, strict=True)
    ]
    archived = [[copy] if copy[1] else [] for copy in copies]
    columns = [
        Column(words["title"], titles, "links", 210),
        Column(words["standing"], [c.standing for c in listed], width=76),
        Column(words["published_on"], [str(s.published_on or "") for s in rows], "day"),
        Column(words["publisher"], [s.publisher for s in rows], width=120),
        Column(
            words["kind"], [words[f"kind_{re.sub('[ /]', '_', s.kind)}"] for s in rows], width=110
        ),
        Column(words["archived"], archived, "links", 90),
    ]
    anchors = [source.id for source in rows]
    return Table(words["sources"], columns, "sources", anchors=anchors)


def _events(page: PageContext) -> list[Column]:
    words, events = page.words, page.archive.seeds.unplaced_events
    return [
        Column(words["day"], [e.day for e in events], "day", 92),
        Column(words["place"], [e.place_name for e in events], width=130),
        Column(words["area"], [e.area for e in events], width=150),
        Column(words["from"], [page.party(e.from_party) for e in events]),
        Column(words["to"], [page.party(e.to_party) for e in events]),
        cited(page, (page.sources(e.sources) for e in events)),
    ]


def _places(page: PageContext) -> list[Column]:
    words, places = page.words, page.archive.seeds.unresolved_places
    return [
        Column(words["name"], [p.name for p in places], width=130),
        Column(words["area"], [p.area for p in places], width=150),
        Column(words["why"], [p.reason for p in places], "long", 220),
        cited(page, (page.sources(p.sources) for p in places)),
    ]


def _posts(page: PageContext) -> list[Column]:
    words, posts = page.words, _unplaced_posts(page.archive.seeds)
    return [
        Column(words["post"], [words.text(p.label) for p in posts], width=130),
        Column(words["stands_in"], [words.text(p.locality) for p in posts], "long", 160),
        Column(words["established"], [str(p.established) for p in posts], "day"),
        cited(page, (page.sources(p.sources) for p in posts)),
    ]


def _unplaced_posts(seeds: Seeds) -> list[Post]:
    return [post for post in seeds.posts if post.lon is None]
