"""Notes as readers are shown them: in the records they name sources by id, here by publisher."""

from __future__ import annotations

import re

from dashboard.archive.archive import Archive
from dashboard.archive.data import per_archive


def in_words(archive: Archive, note: str) -> str:
    """A note of a record with the publisher in place of each source's id."""
    if not note:
        return note
    sources = archive.sources

    def named(found: re.Match[str]) -> str:
        return sources[found[0]].publisher or sources[found[0]].label

    return _ids(archive).sub(named, note)


@per_archive
def _ids(archive: Archive) -> re.Pattern[str]:
    """Matches the id of any source, alone or within a sentence; one without a sign is a word."""
    ids = [re.escape(i) for i in archive.sources if re.search(r"[0-9-]", i)]
    longest_first = sorted(ids, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])" if ids else r"(?!)")
