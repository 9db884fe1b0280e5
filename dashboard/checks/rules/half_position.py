"""A post has both longitude and latitude, or neither.

Neither means that its position is not known; one alone is a slip, and the post would not be drawn.

Bad: ``lon`` 10.16, ``lat`` empty. Good: both, or both empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "half-position"


def check(subject: Subject) -> Iterator[Problem]:
    """Posts with half a position."""
    for post in subject.seeds.posts if subject.seeds else ():
        if (post.lon is None) != (post.lat is None):
            name = "lon" if post.lon is None else "lat"
            what = f"{post.id!r} has no {name}"
            yield Problem(at(post, name), what, "give both lon and lat, or neither", ID)
